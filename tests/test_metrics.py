"""Scores against values worked out by hand or by scikit-learn."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, precision_recall_fscore_support

from quotestance.metrics import (
    bootstrap_interval,
    calibration_error,
    cohen_kappa,
    f1_rel,
    krippendorff_alpha,
    perfect_calibration_error,
    risk_coverage,
    risk_curve,
    score_target,
)
from quotestance.records import LABELS


def test_scores_agree_with_scikit_learn():
    random = np.random.default_rng(0)
    gold, predicted = random.integers(0, 4, 200), random.integers(0, 4, 200)
    ours = score_target(gold, predicted)
    precision, recall, f1, n = precision_recall_fscore_support(gold, predicted, labels=range(4))
    for index, label in enumerate(LABELS):
        one = ours.labels[label]
        assert (one.n, one.precision, one.recall, one.f1) == pytest.approx(
            (n[index], precision[index], recall[index], f1[index])
        )
    assert ours.f1_rel == pytest.approx(f1[:3].mean())
    assert ours.confusion[1][2] == int(((gold == 1) & (predicted == 2)).sum())


def test_empty_classes_are_left_out_and_named():
    gold, predicted = np.array([0, 0, 3, 3]), np.array([0, 1, 3, 3])
    score = score_target(gold, predicted)
    assert score.empty == ("against", "neutral")
    assert score.f1_rel == pytest.approx(2 / 3)


def test_missing_labels_take_no_part():
    assert score_target(np.array([0, -1]), np.array([0, 1])).n == 1
    assert f1_rel(np.array([[-1], [3]]), np.array([[0], [3]])) is None


def test_interval_covers_and_needs_ten_groups():
    random = np.random.default_rng(1)
    correct = random.random(600) < 0.7
    groups = [str(index // 20) for index in range(600)]

    def share(rows):
        return float(correct[rows].mean())

    low, high = bootstrap_interval(share, groups, seed=0)
    assert low < correct.mean() < high
    assert high - low == pytest.approx(4 * np.sqrt(0.21 / 600), rel=0.35)
    assert bootstrap_interval(share, [str(index // 100) for index in range(600)], seed=0) is None


def test_calibration_error_of_a_perfect_model_falls_with_n():
    random = np.random.default_rng(2)
    confidence = random.uniform(0.3, 1.0, 4000)
    correct = random.random(4000) < confidence
    assert calibration_error(confidence, correct) < 0.03
    assert calibration_error(confidence, ~correct) > 0.2
    assert perfect_calibration_error(confidence[:90], seed=0) == pytest.approx(0.07, abs=0.05)
    assert perfect_calibration_error(confidence, seed=0) < perfect_calibration_error(confidence[:90], seed=0)


def test_risk_and_coverage_count_relevant_units():
    gold, predicted = np.array([0, 1, 2, 3, 3]), np.array([0, 0, 2, 0, 3])
    answered = np.array([True, True, False, True, True])
    measured = risk_coverage(gold, predicted, answered)
    assert (measured.risk, measured.coverage, measured.answered) == pytest.approx((2 / 3, 2 / 3, 3))


def test_a_risk_curve_is_risk_and_coverage_at_every_threshold():
    random = np.random.default_rng(3)
    gold, predicted = random.integers(-1, 4, 300), random.integers(0, 4, 300)
    confidence = random.integers(25, 101, 300) / 100
    curve = risk_curve(gold, predicted, confidence)
    given = (gold >= 0) & (predicted != LABELS.index("none"))
    points = [risk_coverage(gold, predicted, confidence >= t) for t in sorted(set(confidence[given]), reverse=True)]
    np.testing.assert_allclose(curve.coverage, [point.coverage for point in points])
    np.testing.assert_allclose(curve.risk, [point.risk for point in points])
    assert curve.n == ((gold >= 0) & (gold < 3)).sum()
    assert curve.risk_at(0.5) == next(point.risk for point in points if point.coverage >= 0.5)
    assert curve.risk_at(0.99) is None
    assert risk_curve(gold[:0], predicted[:0], confidence[:0]).risk_at(0.5) is None


def test_agreement_coefficients():
    first, second = ["a", "a", "b", "b", "c", "a"], ["a", "b", "b", "b", "c", "c"]
    assert cohen_kappa(first, second) == pytest.approx(cohen_kappa_score(first, second))
    # worked example of Krippendorff (2011), "Computing Krippendorff's alpha-reliability", nominal data, two observers
    one = list("aabbddccceff")[:10]
    assert krippendorff_alpha([(x, x) for x in one]) == pytest.approx(1.0)
    binary = list(zip("0100000010", "1110010000", strict=True))
    assert krippendorff_alpha(binary) == pytest.approx(0.095, abs=0.001)
    assert cohen_kappa(["a"], ["a"]) is None
