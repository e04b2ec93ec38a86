"""``quotestance train``: labelled sentences in, a calibrated and scored model folder out, tracked in MLflow."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from omegaconf import MISSING, DictConfig
from rich.console import Console

from quotestance.calibration import Calibration, fit_calibration, save_calibration
from quotestance.commands.compose import UsageError, compose, job_folder, sweep, typed
from quotestance.commands.log import TrackingConfig, logged
from quotestance.commands.show import print_spread, print_stance, training_progress
from quotestance.dataset import label_matrix, load_statements
from quotestance.evaluation import evaluate_stance
from quotestance.files import DataError, write_jsonl
from quotestance.loading import labelled_split
from quotestance.models import Recipe, StanceModel, new_model
from quotestance.models.settings import TrainingSettings
from quotestance.records import LABELS, Example
from quotestance.report.run import RunRecord, digests, git_state, write_run
from quotestance.splits import Split, refuse_too_few, split_by_part
from quotestance.targets import Target

_MULTIRUN = {"-m", "--multirun"}


@dataclass
class TargetConfig:
    """One file of ``conf/targets``."""

    proposition: str = MISSING
    favor: str = "favor"
    against: str = "against"
    notes: str = ""
    aliases: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class BackboneConfig:
    """One file of ``conf/backbone``."""

    name: str = "packaged"


@dataclass
class TrainConfig:
    """Settings of ``conf/train.yaml``."""

    model: dict[str, Any] = field(default_factory=dict)
    backbone: BackboneConfig = field(default_factory=BackboneConfig)
    training: TrainingSettings = field(default_factory=TrainingSettings)
    targets: dict[str, TargetConfig] = field(default_factory=dict)
    tracking: TrackingConfig = field(default_factory=TrackingConfig)
    data: str = MISSING
    size: int = 0
    without: str = ""
    split: str = MISSING
    statements: str = ""
    gold: str = ""
    gold_articles: str = ""
    output: str = MISSING
    name: str = ""
    seed: int = 0
    max_risk: float = 0.2

    def __post_init__(self) -> None:
        for name in ("size", "seed"):
            if getattr(self, name) < 0:
                raise ValueError(f"{name}: expected 0 or more; got {getattr(self, name)}")
        if not 0 <= self.max_risk <= 1:
            raise ValueError(f"max_risk: expected a share, 0 to 1; got {self.max_risk}")


def main(overrides: Sequence[str]) -> int:
    """Train once, or once per point of a sweep (``-m``); return the exit code."""
    settings = [override for override in overrides if override not in _MULTIRUN]
    if len(settings) < len(overrides):
        return _sweep(settings)
    run(compose("train", settings, TrainConfig))
    return 0


def _sweep(settings: Sequence[str]) -> int:
    """One run after the other, each into a folder of its own; mean and spread over seeds at the end."""
    folders: list[Path] = []
    configs: list[TrainConfig] = []
    parents: list[str | None] = []
    refused: list[UsageError | DataError | OSError] = []

    def job(composed: DictConfig) -> None:
        if refused:
            return
        config = typed("train", composed, TrainConfig)
        config.output = str(job_folder())
        if not parents:
            parents.append(_parent(config, settings))
        try:
            run(config, parent=parents[0])
        except (UsageError, DataError, OSError) as error:
            refused.append(error)
            return
        folders.append(Path(config.output))
        configs.append(config)

    sweep("train", settings, job)
    if folders:
        print_spread(_finish(configs[0], parents[0], folders))
    if refused:
        raise refused[0]
    return 0


def _parent(config: TrainConfig, settings: Sequence[str]) -> str | None:
    from quotestance.commands.log import started

    return started(config.tracking, config.name or "sweep", " ".join(["quotestance train -m", *settings]))


def _finish(config: TrainConfig, parent: str | None, folders: Sequence[Path]) -> Mapping[str, Mapping[str, float]]:
    from quotestance.commands.log import finished

    return finished(config.tracking, parent, folders)


def run(config: TrainConfig, *, parent: str | None = None) -> None:
    """Train, calibrate, score on the development part and the gold, write the folder, track it."""
    console, started = Console(stderr=True), time.monotonic()
    asked = propositions(config.targets)
    split = _data(config, list(asked))
    model = _new_model(config, asked)
    console.print(f"training {config.model['name']} on {len(split.train)} units; {len(split.development)} judge it")
    learned = split.joined(_statements(config.statements)) if config.model["name"] == "pairs" else split
    with training_progress(console) as progress:
        model.fit(learned.train, learned.development, seed=config.seed, progress=progress)
    output = Path(config.output)
    calibration = _calibrated(model, split.development, config.max_risk)
    model.save(output)
    save_calibration(output, calibration, model.targets)
    scores = _scored(model, calibration, {"development": split.development, "gold": split.gold}, output, config.seed)
    write_run(output, _record(config, model, split, scores, time.monotonic() - started))
    console.print(f"model -> {output}", highlight=False)
    logged(output, config.tracking, console, parent=parent)


def propositions(targets: Mapping[str, TargetConfig]) -> dict[str, str]:
    """Name -> proposition; ValueError where one is missing."""
    return {name: Target(name, **asdict(one)).proposition for name, one in targets.items()}


def _statements(paths: str) -> Split:
    """Statements on other matters, which teach a model of pairs to read a proposition."""
    files = [Path(path.strip()) for path in paths.split(",") if path.strip()]
    return split_by_part(row for file in files for row in load_statements(file))


def _new_model(config: TrainConfig, propositions: Mapping[str, str]) -> StanceModel:
    options = {key: value for key, value in config.model.items() if key != "name"}
    recipe = Recipe(str(config.model.get("name")), options, config.backbone.name, asdict(config.training))
    try:
        return new_model(recipe, propositions)
    except ValueError as error:
        raise UsageError(str(error)) from error


def _data(config: TrainConfig, targets: Sequence[str]) -> Split:
    """The split, its training part `without` languages and cut to `size` where they are given."""
    split = labelled_split(config.data, config.split, config.gold, config.gold_articles, targets, seed=config.seed)
    if config.without:
        split = split.without(_left_out(config.without, split))
    if config.size:
        split = split.cut(config.size, seed=config.seed)
    refuse_too_few(split, targets)
    if not split.development:
        raise DataError([f"{config.data}: no unit is for development; a model is calibrated and judged on such units"])
    return split


def _left_out(without: str, split: Split) -> list[str]:
    languages, codes = {example.language for example in split.train}, without.split(",")
    if unknown := sorted(set(codes) - languages):
        known = ", ".join(sorted(languages))
        raise UsageError(f"without: expected languages of the training part ({known}); got {', '.join(unknown)}")
    return codes


def _calibrated(model: StanceModel, development: Sequence[Example], max_risk: float) -> Calibration:
    gold = label_matrix(development, model.targets)
    return fit_calibration(gold, model.predict_proba(development), max_risk=max_risk)


def _scored(
    model: StanceModel, calibration: Calibration, parts: Mapping[str, Sequence[Example]], output: Path, seed: int
) -> dict[str, Any]:
    """Scores by part, shown; predictions go into ``predictions.jsonl``."""
    scores, table = {}, list[dict[str, Any]]()
    for part, examples in parts.items():
        if not examples:
            continue
        gold = label_matrix(examples, model.targets)
        probabilities = calibration.apply(model.predict_proba(examples))
        abstains = calibration.abstains(probabilities)
        report = evaluate_stance(examples, gold, probabilities, abstains, model.targets, seed=seed)
        print_stance(f"{part} ({', '.join(sorted({example.origin for example in examples}))})", report)
        scores[part] = asdict(report)
        table += [
            _predicted(part, example, row, model.targets) for example, row in zip(examples, probabilities, strict=True)
        ]
    write_jsonl(output / "predictions.jsonl", table)
    return scores


def _predicted(part: str, example: Example, probabilities: Any, targets: Sequence[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"part": part, "id": example.id, "language": example.language, "text": example.text}
    for target, shares in zip(targets, probabilities, strict=True):
        row[f"{target}_gold"] = (example.labels or {}).get(target)
        row[f"{target}_label"] = LABELS[int(shares.argmax())]
        row[f"{target}_probability"] = round(float(shares.max()), 4)
    return row


def _record(config: TrainConfig, model: StanceModel, split: Split, scores: dict[str, Any], seconds: float) -> RunRecord:
    commit, dirty = git_state()
    return RunRecord(
        name=config.name or f"{config.model['name']}-seed{config.seed}",
        config=asdict(config),
        commit=commit,
        dirty=dirty,
        data=digests({"train": config.data, "split": config.split, "gold": config.gold}),
        targets=list(model.targets),
        units={"train": len(split.train), "development": len(split.development)},
        seconds=round(seconds, 1),
        epochs=list(getattr(model, "epochs", [])),
        scores=scores,
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
