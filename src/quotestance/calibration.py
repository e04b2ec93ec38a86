"""Probabilities that can be trusted: a temperature and a threshold of abstention per target, from development data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from quotestance.files import DataError, write_json
from quotestance.metrics import Labels, Probabilities, risk_coverage
from quotestance.records import LABELS

FILE = "calibration.json"
_SMALLEST = 1e-9
_THRESHOLDS = np.arange(0.30, 0.96, 0.01)
_MIN_ANSWERS = 10


@dataclass(frozen=True)
class Calibration:
    """Per target: the temperature that divides log probabilities, and the threshold below which the model abstains.

    `max_risk` is the rule the thresholds were chosen by (see `fit_threshold`).
    """

    temperatures: tuple[float, ...]
    thresholds: tuple[float, ...]
    max_risk: float

    def apply(self, probabilities: Probabilities) -> Probabilities:
        """Calibrated probabilities of the same shape (n_examples, n_targets, n_labels)."""
        return scale(probabilities, np.array(self.temperatures)[None, :, None])

    def abstains(self, calibrated: Probabilities) -> NDArray[np.bool_]:
        """Whether the model abstains, of shape (n_examples, n_targets)."""
        return np.asarray(calibrated.max(axis=2) < np.array(self.thresholds))

    def elsewhere(self, n_targets: int) -> Calibration:
        """For targets without labels of their own: the mean temperature (geometric) and the strictest threshold."""
        temperature = float(np.exp(np.log(self.temperatures).mean()))
        return Calibration((temperature,) * n_targets, (max(self.thresholds),) * n_targets, self.max_risk)


def scale(probabilities: Probabilities, temperature: float | NDArray[np.float64]) -> Probabilities:
    """Temperature scaling (Guo et al. 2017) on log probabilities, over the last axis."""
    logits = np.log(np.maximum(probabilities, _SMALLEST)) / temperature
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def fit_calibration(gold: Labels, probabilities: Probabilities, *, max_risk: float) -> Calibration:
    """Fit temperatures, then thresholds, per target; `gold` has shape (n_examples, n_targets), -1 where missing."""
    temperatures, thresholds = [], []
    for target in range(gold.shape[1]):
        known = gold[:, target] >= 0
        answers, given = gold[known, target], probabilities[known, target]
        temperatures.append(fit_temperature(answers, given))
        thresholds.append(fit_threshold(answers, scale(given, temperatures[-1]), max_risk=max_risk))
    return Calibration(tuple(temperatures), tuple(thresholds), max_risk)


def fit_temperature(gold: Labels, probabilities: Probabilities) -> float:
    """The temperature in [0.2, 5] with the smallest negative log likelihood; 1.0 without examples."""
    if not len(gold):
        return 1.0

    def loss(log_temperature: float) -> float:
        scaled = scale(probabilities, float(np.exp(log_temperature)))
        return -float(np.log(np.maximum(scaled[np.arange(len(gold)), gold], _SMALLEST)).mean())

    return float(np.exp(minimize_scalar(loss, bounds=(np.log(0.2), np.log(5.0)), method="bounded").x))


def fit_threshold(gold: Labels, calibrated: Probabilities, *, max_risk: float) -> float:
    """The lowest threshold at which at most `max_risk` of the answers other than none are wrong.

    Where no threshold with ten answers or more reaches it, the one with the smallest risk. 0.5 without such answers.
    """
    predicted, confidence = calibrated.argmax(axis=1), calibrated.max(axis=1)
    best, least = 0.5, np.inf
    for threshold in _THRESHOLDS:
        measured = risk_coverage(gold, predicted, confidence >= threshold)
        if measured.risk is None or measured.answered < _MIN_ANSWERS:
            break
        if measured.risk <= max_risk:
            return round(float(threshold), 2)
        if measured.risk < least:
            best, least = round(float(threshold), 2), measured.risk
    return best


def save_calibration(folder: Path, calibration: Calibration, targets: tuple[str, ...]) -> None:
    """Write ``calibration.json``, by target name."""
    by_target = {
        name: {"temperature": round(temperature, 4), "threshold": threshold}
        for name, temperature, threshold in zip(targets, calibration.temperatures, calibration.thresholds, strict=True)
    }
    write_json(folder / FILE, {"max_risk": calibration.max_risk, "labels": list(LABELS), "targets": by_target})


def load_calibration(folder: Path, targets: tuple[str, ...]) -> Calibration:
    """Read ``calibration.json``; DataError names what is missing."""
    path = folder / FILE
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        own = [stored["targets"][name] for name in targets]
        temperatures = tuple(float(one["temperature"]) for one in own)
        return Calibration(temperatures, tuple(float(one["threshold"]) for one in own), float(stored["max_risk"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError([f"{path}: expected temperature and threshold for {', '.join(targets)}; {error!r}"]) from error
