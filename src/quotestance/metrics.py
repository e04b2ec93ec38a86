"""Arrays in, scores and intervals out; pure. Labels are indices into ``records.LABELS``; -1 marks a missing label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from quotestance.records import LABELS

Labels = NDArray[np.int64]
Probabilities = NDArray[np.float64]
RELEVANT = tuple(LABELS.index(name) for name in ("favor", "against", "neutral"))
MIN_GROUPS = 10
"""Fewer clusters than this make a bootstrap interval that covers far less than it claims (80 % at five)."""


@dataclass(frozen=True)
class LabelScore:
    """Scores of one label; `n` is its gold count; a score is None where its denominator is 0."""

    n: int
    predicted: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True)
class TargetScore:
    """Scores on one target. `confusion[i][j]`: gold label i predicted as j, in the order of LABELS.

    `f1_rel` is the mean F1 of favor, against and neutral over those with gold examples; `empty` names the others.
    """

    n: int
    labels: dict[str, LabelScore]
    f1_rel: float | None
    accuracy: float | None
    relevant_accuracy: float | None
    empty: tuple[str, ...]
    confusion: list[list[int]]


def score_target(gold: Labels, predicted: Labels) -> TargetScore:
    """Score one target; `gold` and `predicted` have shape (n_examples,); examples with gold -1 are left out."""
    known = gold >= 0
    confusion = confusion_matrix(gold[known], predicted[known])
    labels = {str(name): _label_score(confusion, index) for index, name in enumerate(LABELS)}
    relevant = [labels[LABELS[index]] for index in RELEVANT]
    is_relevant = np.isin(gold, RELEVANT)
    return TargetScore(
        n=int(known.sum()),
        labels=labels,
        f1_rel=_mean([score.f1 or 0.0 for score in relevant if score.n]),
        accuracy=_mean((gold == predicted)[known]),
        relevant_accuracy=_mean((gold == predicted)[is_relevant]),
        empty=tuple(LABELS[index] for index in RELEVANT if labels[LABELS[index]].n == 0),
        confusion=confusion.tolist(),
    )


def f1_rel(gold: Labels, predicted: Labels) -> float | None:
    """Mean over targets of `TargetScore.f1_rel`; shapes (n_examples, n_targets); None without a relevant gold label."""
    scores = [score_target(gold[:, t], predicted[:, t]).f1_rel for t in range(gold.shape[1])]
    return _mean([score for score in scores if score is not None])


def confusion_matrix(gold: Labels, predicted: Labels) -> Labels:
    """Counts of shape (n_labels, n_labels): rows gold, columns predicted."""
    matrix = np.zeros((len(LABELS), len(LABELS)), dtype=np.int64)
    np.add.at(matrix, (gold, predicted), 1)
    return matrix


def _label_score(confusion: Labels, index: int) -> LabelScore:
    hits, n, predicted = int(confusion[index, index]), int(confusion[index].sum()), int(confusion[:, index].sum())
    return LabelScore(
        n=n,
        predicted=predicted,
        precision=hits / predicted if predicted else None,
        recall=hits / n if n else None,
        f1=2 * hits / (n + predicted) if n + predicted else None,
    )


def _mean(values: Sequence[float] | NDArray[np.bool_]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def bootstrap_interval(
    statistic: Callable[[Labels], float | None], groups: Sequence[str], *, seed: int, draws: int = 1000
) -> tuple[float, float] | None:
    """The 95 % percentile interval of `statistic` over resampled groups (Efron and Tibshirani 1993, cluster bootstrap).

    `statistic` takes indices of examples. None below MIN_GROUPS groups: then print values per group instead.
    """
    names, of = np.unique(np.asarray(groups), return_inverse=True)
    if len(names) < MIN_GROUPS:
        return None
    members = [np.flatnonzero(of == index) for index in range(len(names))]
    random = np.random.default_rng(seed)
    values = [
        statistic(np.concatenate([members[g] for g in random.integers(0, len(names), len(names))]))
        for _ in range(draws)
    ]
    known = [value for value in values if value is not None]
    if not known:
        return None
    low, high = np.percentile(known, [2.5, 97.5])
    return float(low), float(high)


@dataclass(frozen=True)
class CalibrationBin:
    """Answers whose confidence falls into one tenth: how many, their mean confidence, the share that is right."""

    n: int
    confidence: float
    right: float


def calibration_bins(confidence: Probabilities, correct: NDArray[np.bool_], *, bins: int = 10) -> list[CalibrationBin]:
    """Equal-width bins of confidence in [0, 1]; empty ones are left out."""
    which = np.minimum((confidence * bins).astype(int), bins - 1)
    return [
        CalibrationBin(int(own.sum()), float(confidence[own].mean()), float(correct[own].mean()))
        for own in (which == index for index in range(bins))
        if own.any()
    ]


def calibration_error(confidence: Probabilities, correct: NDArray[np.bool_], *, bins: int = 10) -> float:
    """Expected calibration error with `bins` equal-width bins (Naeini et al. 2015), in [0, 1]; 0.0 without examples."""
    found = calibration_bins(confidence, correct, bins=bins)
    return sum(one.n * abs(one.right - one.confidence) for one in found) / max(len(confidence), 1)


def perfect_calibration_error(confidence: Probabilities, *, seed: int, draws: int = 200, bins: int = 10) -> float:
    """What `calibration_error` would show on average if every confidence were exactly right, at this n."""
    random = np.random.default_rng(seed)
    outcomes = (random.random(len(confidence)) < confidence for _ in range(draws))
    return float(np.mean([calibration_error(confidence, outcome, bins=bins) for outcome in outcomes]))


@dataclass(frozen=True)
class RiskCoverage:
    """Risk: share wrong among answers other than none. Coverage: share of gold non-none examples answered so."""

    risk: float | None
    coverage: float | None
    answered: int


def risk_coverage(gold: Labels, predicted: Labels, answered: NDArray[np.bool_]) -> RiskCoverage:
    """Risk and coverage on relevant units only; arrays of shape (n,), or flattened over targets."""
    none = LABELS.index("none")
    given = answered & (predicted != none) & (gold >= 0)
    relevant = (gold >= 0) & (gold != none)
    return RiskCoverage(
        risk=_mean((gold != predicted)[given]), coverage=_mean(given[relevant]), answered=int(given.sum())
    )


@dataclass(frozen=True)
class RiskCurve:
    """Risk and coverage as one threshold falls, point by point; `n` is the number of relevant gold labels."""

    n: int
    coverage: NDArray[np.float64]
    risk: NDArray[np.float64]

    def risk_at(self, coverage: float) -> float | None:
        """The risk where `coverage` is first reached; None where no threshold reaches it."""
        reached = np.flatnonzero(self.coverage >= coverage)
        return float(self.risk[reached[0]]) if len(reached) else None


def risk_curve(gold: Labels, predicted: Labels, confidence: Probabilities) -> RiskCurve:
    """`risk_coverage` at every threshold that answers something, highest first; arrays of shape (n,)."""
    none = LABELS.index("none")
    n = int(((gold >= 0) & (gold != none)).sum())
    given = np.flatnonzero((predicted != none) & (gold >= 0))
    given = given[np.argsort(-confidence[given])]
    # equal probabilities pass a threshold together: only the last of them is a point
    last = np.flatnonzero(np.diff(confidence[given], append=-1.0))
    covered, wrong = np.cumsum(gold[given] != none)[last], np.cumsum(gold[given] != predicted[given])[last]
    return RiskCurve(n, covered / max(n, 1), wrong / (last + 1))


def cohen_kappa(first: Sequence[str], second: Sequence[str]) -> float | None:
    """Cohen's kappa (1960) of two raters over the same items; None without items or where both use one same label."""
    if not first:
        return None
    observed = float(np.mean([a == b for a, b in zip(first, second, strict=True)]))
    expected = sum(first.count(x) * second.count(x) for x in set(first) | set(second)) / len(first) ** 2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def krippendorff_alpha(ratings: Sequence[Sequence[str]]) -> float | None:
    """Krippendorff's alpha (2004) for nominal data; `ratings`: per item the labels given, any number of raters."""
    items = [item for item in ratings if len(item) > 1]
    values = sorted({value for item in items for value in item})
    coincidence = np.zeros((len(values), len(values)))
    for item in items:
        counts = np.array([item.count(value) for value in values], dtype=float)
        coincidence += (np.outer(counts, counts) - np.diag(counts)) / (len(item) - 1)
    totals = coincidence.sum(axis=0)
    n = totals.sum()
    expected = n * n - (totals**2).sum()
    if expected == 0:
        return None
    return float(1 - (n - 1) * (n - np.trace(coincidence)) / expected)
