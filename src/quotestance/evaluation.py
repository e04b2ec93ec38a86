"""Model + labelled examples -> a report, overall and per slice; pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quotestance.metrics import (
    CalibrationBin,
    Labels,
    Probabilities,
    RiskCoverage,
    RiskCurve,
    TargetScore,
    bootstrap_interval,
    calibration_bins,
    calibration_error,
    f1_rel,
    perfect_calibration_error,
    risk_coverage,
    risk_curve,
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

COVERAGES = (0.5, 0.6, 0.7, 0.8, 0.9)
"""Shares of the relevant units at which the risk is told."""


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
class SelectiveScore:
    """Risk at each of COVERAGES under one threshold for all targets (None: never reached), and at the model's own.

    Pooled over targets; `n` is the number of relevant gold labels.
    """

    n: int
    risk_at: dict[str, float | None]
    own: RiskCoverage


@dataclass(frozen=True)
class StanceReport:
    """All that is said about one model on one set of examples.

    `f1_rel` is the mean over targets; `interval` its 95 % bootstrap interval over groups, None below ten of them.
    `groups` gives F1_rel per group where there are fewer. `selective` is by language, and of "all".
    """

    n: int
    f1_rel: float | None
    interval: tuple[float, float] | None
    targets: dict[str, TargetScore]
    calibration: CalibrationScore
    risk_coverage: dict[str, RiskCoverage]
    selective: dict[str, SelectiveScore]
    slices: dict[str, dict[str, SliceScore]]
    groups: dict[str, SliceScore]


def evaluate_stance(
    examples: Sequence[Example],
    gold: Labels,
    probabilities: Probabilities,
    abstains: NDArray[np.bool_],
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
        selective=_selective(examples, gold, probabilities, abstains),
        slices={name: _slice(examples, value, gold, predicted, targets) for name, value in SLICES.items()},
        groups={} if interval else _slice(examples, lambda example: example.group, gold, predicted, targets),
    )


def risk_curves(examples: Sequence[Example], gold: Labels, probabilities: Probabilities) -> dict[str, RiskCurve]:
    """Risk against coverage of "all" and of each language, pooled over targets; shapes as in `evaluate_stance`."""
    predicted, confidence = probabilities.argmax(axis=2), probabilities.max(axis=2)
    return {
        name: risk_curve(gold[own].ravel(), predicted[own].ravel(), confidence[own].ravel())
        for name, own in _languages(examples).items()
    }


def _selective(
    examples: Sequence[Example], gold: Labels, probabilities: Probabilities, abstains: NDArray[np.bool_]
) -> dict[str, SelectiveScore]:
    curves, predicted = risk_curves(examples, gold, probabilities), probabilities.argmax(axis=2)
    return {
        name: SelectiveScore(
            n=curves[name].n,
            risk_at={str(coverage): curves[name].risk_at(coverage) for coverage in COVERAGES},
            own=risk_coverage(gold[own].ravel(), predicted[own].ravel(), ~abstains[own].ravel()),
        )
        for name, own in _languages(examples).items()
    }


def _languages(examples: Sequence[Example]) -> dict[str, NDArray[np.bool_]]:
    """Which examples are of each language; "all" comes first."""
    values = np.array([example.language for example in examples])
    every = {"all": np.ones(len(examples), dtype=bool)}
    return every | {str(language): values == language for language in sorted(set(values))}


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
