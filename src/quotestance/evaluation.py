"""Model + labelled examples -> a report, overall and per slice; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from quotestance.metrics import (
    CalibrationBin,
    Labels,
    Probabilities,
    RiskCoverage,
    TargetScore,
    bootstrap_interval,
    calibration_bins,
    calibration_error,
    f1_rel,
    perfect_calibration_error,
    risk_coverage,
    score_target,
)
from quotestance.records import Example

Slices = Mapping[str, Callable[[Example], str]]
SLICES: Slices = {
    "language": lambda example: example.language,
    "kind": lambda example: example.kind,
    "unit": lambda example: "cut out of an article" if example.article else "written alone",
    "hard": lambda example: "hard" if example.hard else "plain",
}


@dataclass(frozen=True)
class SliceScore:
    """Scores of the examples that share one value; `f1_rel` is None without a relevant gold label."""

    n: int
    f1_rel: float | None
    f1_rel_by_target: dict[str, float | None]


@dataclass(frozen=True)
class CalibrationScore:
    """Expected calibration error of n answers beside that of a perfectly calibrated model at the same n."""

    n: int
    error: float
    perfect: float
    bins: tuple[CalibrationBin, ...]


@dataclass(frozen=True)
class StanceReport:
    """All that is said about one model on one set of examples.

    `f1_rel` is the mean over targets; `interval` its 95 % bootstrap interval over groups, None below ten of them.
    `groups` gives F1_rel per group where there are fewer.
    """

    n: int
    f1_rel: float | None
    interval: tuple[float, float] | None
    targets: dict[str, TargetScore]
    calibration: CalibrationScore
    risk_coverage: dict[str, RiskCoverage]
    slices: dict[str, dict[str, SliceScore]]
    groups: dict[str, SliceScore]


def evaluate_stance(
    examples: Sequence[Example],
    gold: Labels,
    probabilities: Probabilities,
    abstains: np.ndarray[tuple[int, int], np.dtype[np.bool_]],
    targets: Sequence[str],
    *,
    seed: int,
) -> StanceReport:
    """Score calibrated `probabilities` (n_examples, n_targets, n_labels) against `gold` (n_examples, n_targets)."""
    predicted = probabilities.argmax(axis=2)
    groups = [example.group for example in examples]

    def resampled(rows: Labels) -> float | None:
        return f1_rel(gold[rows], predicted[rows])

    interval = bootstrap_interval(resampled, groups, seed=seed)
    return StanceReport(
        n=len(examples),
        f1_rel=f1_rel(gold, predicted),
        interval=interval,
        targets={name: score_target(gold[:, t], predicted[:, t]) for t, name in enumerate(targets)},
        calibration=_calibration(gold, probabilities, seed),
        risk_coverage={
            name: risk_coverage(gold[:, t], predicted[:, t], ~abstains[:, t]) for t, name in enumerate(targets)
        },
        slices={name: _slice(examples, value, gold, predicted, targets) for name, value in SLICES.items()},
        groups={} if interval else _slice(examples, lambda example: example.group, gold, predicted, targets),
    )


def _calibration(gold: Labels, probabilities: Probabilities, seed: int) -> CalibrationScore:
    known = gold >= 0
    confidence, correct = probabilities.max(axis=2)[known], (probabilities.argmax(axis=2) == gold)[known]
    perfect = perfect_calibration_error(confidence, seed=seed) if len(confidence) else 0.0
    bins = tuple(calibration_bins(confidence, correct))
    return CalibrationScore(int(known.sum()), calibration_error(confidence, correct), perfect, bins)


def _slice(
    examples: Sequence[Example],
    value: Callable[[Example], str],
    gold: Labels,
    predicted: Labels,
    targets: Sequence[str],
) -> dict[str, SliceScore]:
    values = np.array([value(example) for example in examples])
    return {
        str(name): _slice_score(gold[values == name], predicted[values == name], targets)
        for name in sorted(set(values))
    }


def _slice_score(gold: Labels, predicted: Labels, targets: Sequence[str]) -> SliceScore:
    by_target = {name: score_target(gold[:, t], predicted[:, t]).f1_rel for t, name in enumerate(targets)}
    return SliceScore(len(gold), f1_rel(gold, predicted), by_target)
