"""Probabilities that can be trusted: temperature, offset of none and threshold per target, from development data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar

from quotestance.files import DataError, write_json
from quotestance.metrics import Labels, Probabilities, risk_coverage
from quotestance.records import LABELS

FILE = "calibration.json"
_SMALLEST = 1e-9
_THRESHOLDS = np.arange(0.30, 0.96, 0.01)
_MIN_ANSWERS = 10
_NONE = LABELS.index("none")
_LOG_TEMPERATURE = (float(np.log(0.2)), float(np.log(5.0)))
_OFFSET = (-3.0, 3.0)
_RIDGE = 0.001
"""Penalty on the square of the offset: it stays small where few examples speak for it."""


@dataclass(frozen=True)
class Calibration:
    """Per target: how probabilities are scaled (see `scale`), and the threshold below which the model abstains.

    `max_risk` is the rule the thresholds were chosen by (see `fit_threshold`).
    """

    temperatures: tuple[float, ...]
    offsets: tuple[float, ...]
    thresholds: tuple[float, ...]
    max_risk: float

    def apply(self, probabilities: Probabilities) -> Probabilities:
        """Calibrated probabilities of the same shape (n_examples, n_targets, n_labels)."""
        return scale(probabilities, np.array(self.temperatures)[:, None], np.array(self.offsets))

    def abstains(self, calibrated: Probabilities) -> NDArray[np.bool_]:
        """Whether the model abstains, of shape (n_examples, n_targets)."""
        return np.asarray(calibrated.max(axis=2) < np.array(self.thresholds))

    def elsewhere(self, n_targets: int) -> Calibration:
        """For targets without labels of their own: mean temperature (geometric) and offset, the strictest threshold."""
        temperature, offset = float(np.exp(np.log(self.temperatures).mean())), float(np.mean(self.offsets))
        every = [(one,) * n_targets for one in (temperature, offset, max(self.thresholds))]
        return Calibration(every[0], every[1], every[2], self.max_risk)


def scale(
    probabilities: Probabilities,
    temperature: float | NDArray[np.float64],
    offset: float | NDArray[np.float64] = 0.0,
) -> Probabilities:
    """Temperature scaling (Guo et al. 2017) on log probabilities, over the last axis, and `offset` added for none.

    A loss that weighs rare labels up makes them too probable, and a temperature alone cannot take that back.
    """
    logits = np.log(np.maximum(probabilities, _SMALLEST)) / temperature
    logits[..., _NONE] += offset
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def fit_calibration(gold: Labels, probabilities: Probabilities, *, max_risk: float) -> Calibration:
    """Fit scaling, then threshold, per target; `gold` has shape (n_examples, n_targets), -1 where missing."""
    temperatures, offsets, thresholds = [], [], []
    for target in range(gold.shape[1]):
        known = gold[:, target] >= 0
        answers, given = gold[known, target], probabilities[known, target]
        temperature, offset = fit_scaling(answers, given)
        temperatures.append(temperature)
        offsets.append(offset)
        thresholds.append(fit_threshold(answers, scale(given, temperature, offset), max_risk=max_risk))
    return Calibration(tuple(temperatures), tuple(offsets), tuple(thresholds), max_risk)


def fit_temperature(gold: Labels, probabilities: Probabilities) -> float:
    """The temperature in [0.2, 5] with the smallest negative log likelihood; 1.0 without examples."""
    if not len(gold):
        return 1.0

    def loss(log_temperature: float) -> float:
        return _log_loss(gold, scale(probabilities, float(np.exp(log_temperature))))

    return float(np.exp(minimize_scalar(loss, bounds=_LOG_TEMPERATURE, method="bounded").x))


def fit_scaling(gold: Labels, probabilities: Probabilities) -> tuple[float, float]:
    """Temperature and offset of none with the smallest negative log likelihood; (1.0, 0.0) without examples."""
    if not len(gold):
        return 1.0, 0.0

    def loss(given: NDArray[np.float64]) -> float:
        scaled = scale(probabilities, float(np.exp(given[0])), float(given[1]))
        return _log_loss(gold, scaled) + _RIDGE * float(given[1]) ** 2

    start = np.array([np.log(fit_temperature(gold, probabilities)), 0.0])
    found = minimize(loss, start, bounds=(_LOG_TEMPERATURE, _OFFSET), method="L-BFGS-B").x
    return float(np.exp(found[0])), float(found[1])


def _log_loss(gold: Labels, probabilities: Probabilities) -> float:
    return -float(np.log(np.maximum(probabilities[np.arange(len(gold)), gold], _SMALLEST)).mean())


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
        name: {"temperature": round(temperature, 4), "offset": round(offset, 4), "threshold": threshold}
        for name, temperature, offset, threshold in zip(
            targets, calibration.temperatures, calibration.offsets, calibration.thresholds, strict=True
        )
    }
    write_json(folder / FILE, {"max_risk": calibration.max_risk, "labels": list(LABELS), "targets": by_target})


def load_calibration(folder: Path, targets: tuple[str, ...]) -> Calibration:
    """Read ``calibration.json``; DataError names what is missing."""
    path = folder / FILE
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        own = [stored["targets"][name] for name in targets]
        temperatures, offsets, thresholds = (
            tuple(float(one[key]) for one in own) for key in ("temperature", "offset", "threshold")
        )
        return Calibration(temperatures, offsets, thresholds, float(stored["max_risk"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            [f"{path}: expected temperature, offset and threshold for {', '.join(targets)}; {error!r}"]
        ) from error
