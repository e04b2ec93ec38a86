"""What is known of one training, as it lies in the model's folder: ``run.json`` and ``metrics.json``."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from quotestance.files import DataError, file_sha256, write_json
from quotestance.models.folder import METRICS

RUN = "run.json"
Curves = dict[str, dict[float, float]]
"""By language, and for "all": number of training units -> F1_rel, mean over seeds."""


@dataclass(frozen=True)
class RunRecord:
    """One training: configuration, origin of code and data, figures by epoch, scores by part, seconds it took."""

    name: str
    config: dict[str, Any]
    commit: str
    dirty: bool
    data: dict[str, str]
    targets: list[str]
    units: dict[str, int]
    seconds: float
    epochs: list[dict[str, float]] = field(default_factory=list)
    scores: dict[str, Any] = field(default_factory=dict)

    def parameters(self) -> dict[str, Any]:
        """The configuration with dotted names, but for the long texts of the targets."""
        flat = flattened(self.config)
        return {key: value for key, value in flat.items() if not key.startswith("targets.")} | {
            "targets": ",".join(self.targets),
            **{f"units.{part}": n for part, n in self.units.items()},
        }

    def tags(self) -> dict[str, str]:
        """Where code and data come from."""
        digests = {f"data.{name}": digest for name, digest in self.data.items()}
        return {"git.commit": self.commit, "git.dirty": str(self.dirty).lower(), **digests}


def write_run(folder: Path, record: RunRecord) -> None:
    """Write ``run.json`` and ``metrics.json``."""
    values = asdict(record)
    write_json(folder / METRICS, values.pop("scores"))
    write_json(folder / RUN, values)


def read_run(folder: Path) -> RunRecord:
    """Read what `write_run` wrote; DataError when it is not there."""
    try:
        values = json.loads((folder / RUN).read_text(encoding="utf-8"))
        return RunRecord(**values, scores=json.loads((folder / METRICS).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DataError([f"{folder}: expected {RUN} and {METRICS} of a training; {error}"]) from error


def git_state() -> tuple[str, bool]:
    """Commit of the working folder and whether it has changes; "" and False where there is no repository."""
    try:
        commit = _git("rev-parse", "HEAD")
        return commit, bool(_git("status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.CalledProcessError):
        return "", False


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)  # noqa: S603, S607
    return done.stdout.strip()


def digests(paths: Mapping[str, str]) -> dict[str, str]:
    """SHA-256 of each file that is there, by name."""
    return {name: file_sha256(Path(path)) for name, path in paths.items() if path and Path(path).is_file()}


def flattened(values: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    """Nested mappings as one, with dotted names."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            flat |= flattened(value, f"{name}.")
        else:
            flat[name] = value
    return flat


def report_metrics(scores: Mapping[str, Any]) -> dict[str, float]:
    """Scores as grouped metric names: ``development/status/favor/f1``; missing ones are left out."""
    figures: dict[str, float | None] = {}
    for part, report in scores.items():
        figures[f"{part}/f1_rel"] = report["f1_rel"]
        figures[f"{part}/calibration_error"] = report["calibration"]["error"]
        figures[f"{part}/calibration_error_if_perfect"] = report["calibration"]["perfect"]
        for target, score in report["targets"].items():
            figures[f"{part}/{target}/f1_rel"] = score["f1_rel"]
            figures[f"{part}/{target}/right_on_relevant"] = score["relevant_accuracy"]
            figures |= {f"{part}/{target}/{label}/f1": one["f1"] for label, one in score["labels"].items()}
            measured = report["risk_coverage"][target]
            figures |= {f"{part}/{target}/{key}": measured[key] for key in ("risk", "coverage")}
        for name, slices in report["slices"].items():
            figures |= {f"{part}/{name}/{value}/f1_rel": one["f1_rel"] for value, one in slices.items()}
    return {name: float(value) for name, value in figures.items() if value is not None}


def spread_over_seeds(records: Sequence[RunRecord]) -> dict[str, dict[str, float]]:
    """Per setting (all that differs between the runs but the seed): n, mean and standard deviation of F1_rel.

    Where training left out languages: also mean F1_rel of the development part on these, and on the others.
    """
    return {setting: _spread(group) for setting, group in _by_setting(records).items()}


def learning_curves(records: Sequence[RunRecord]) -> dict[str, Curves]:
    """F1_rel on the development part, where runs differ in `size`: by all else that differs but the seed."""
    judged = [record for record in records if _by_language(record)]
    if len({record.config.get("size") for record in judged}) < 2:
        return {}
    settings = _by_setting(judged, but="size")
    return {setting: _curves(list(_by_setting(group).values())) for setting, group in settings.items()}


def _curves(sizes: Sequence[Sequence[RunRecord]]) -> Curves:
    lines: Curves = {}
    for group in sorted(sizes, key=_units):
        scores: dict[str, list[float]] = {}
        for record in group:
            for line, score in _by_language(record).items():
                scores.setdefault(line, []).append(score)
        for line, values in scores.items():
            lines.setdefault(line, {})[_units(group)] = mean(values)
    return lines


def _units(records: Sequence[RunRecord]) -> float:
    return mean(record.units["train"] for record in records)


def _by_language(record: RunRecord) -> dict[str, float]:
    """F1_rel on the development part: "all", then each language; without those that have none."""
    report = record.scores.get("development")
    if report is None:
        return {}
    scores = {"all": report["f1_rel"]}
    scores |= {language: one["f1_rel"] for language, one in report["slices"]["language"].items()}
    return {line: score for line, score in scores.items() if score is not None}


def _by_setting(records: Sequence[RunRecord], *, but: str = "") -> dict[str, list[RunRecord]]:
    """Runs alike in all but the seed and `but`; how many units there are follows from the settings and is none."""
    parameters = [record.parameters() for record in records]
    keys = {key for one in parameters for key in one if not key.startswith("units.")} - {"seed", "output", but}
    varying = sorted(key for key in keys if len({str(one.get(key)) for one in parameters}) > 1)
    groups: dict[str, list[RunRecord]] = {}
    for record, one in zip(records, parameters, strict=True):
        setting = ", ".join(f"{key}={one.get(key)}" for key in varying) or "all"
        groups.setdefault(setting, []).append(record)
    return groups


def _spread(records: Sequence[RunRecord]) -> dict[str, float]:
    figures: dict[str, float] = {"runs": float(len(records))}
    for part in ("development", "gold"):
        scores = [record.scores[part]["f1_rel"] for record in records if part in record.scores]
        if scores and None not in scores:
            figures[f"{part}/f1_rel_mean"] = mean(scores)
            figures[f"{part}/f1_rel_sd"] = stdev(scores) if len(scores) > 1 else 0.0
    left_out = [_left_out(record) for record in records]
    return figures | {name: mean(one[name] for one in left_out) for name in left_out[0]} if all(left_out) else figures


def _left_out(record: RunRecord) -> dict[str, float]:
    """Where training left languages out: mean F1_rel on them and on the others; empty where either has none."""
    without = str(record.config.get("without", "")).split(",")
    scores = {language: score for language, score in _by_language(record).items() if language != "all"}
    parts = {
        "left_out": [score for language, score in scores.items() if language in without],
        "others": [score for language, score in scores.items() if language not in without],
    }
    return {f"development/f1_rel_{name}": mean(own) for name, own in parts.items()} if all(parts.values()) else {}
