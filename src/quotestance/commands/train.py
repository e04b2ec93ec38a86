"""``quotestance train``: labelled sentences in, a calibrated model folder out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from omegaconf import MISSING, DictConfig
from rich.console import Console

from quotestance.calibration import fit_calibration, save_calibration
from quotestance.commands.compose import compose, sweep, typed
from quotestance.commands.loading import gold_with_articles, labelled_split
from quotestance.commands.show import print_stance, training_progress
from quotestance.dataset import label_matrix
from quotestance.evaluation import StanceReport, evaluate_stance
from quotestance.files import write_json
from quotestance.gold import gold_examples
from quotestance.models import Recipe, StanceModel, new_model
from quotestance.splits import Split, refuse_leaks
from quotestance.targets import Target


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
class TrainingConfig:
    """The settings ``training`` of ``conf/train.yaml``; `models.training.TrainingSettings` says what each is."""

    epochs: int = 8
    batch_size: int = 16
    learning_rate: float = 5e-4
    head_learning_rate: float = 1e-3
    warmup: float = 0.1
    weight_decay: float = 0.01
    class_weights: str = "balanced"
    patience: int = 3
    precision: str = "auto"


@dataclass
class TrainConfig:
    """Settings of ``conf/train.yaml``."""

    model: dict[str, Any] = field(default_factory=dict)
    backbone: BackboneConfig = field(default_factory=BackboneConfig)
    training: TrainingConfig = field(default_factory=TrainingConfig)
    targets: dict[str, TargetConfig] = field(default_factory=dict)
    data: str = MISSING
    split: str = MISSING
    gold: str = ""
    gold_articles: str = ""
    output: str = MISSING
    seed: int = 0
    max_risk: float = 0.2


def main(overrides: Sequence[str]) -> int:
    """Train once, or once per point of a sweep; return the exit code."""
    if {"-m", "--multirun"} & set(overrides):
        sweep("train", [o for o in overrides if o not in {"-m", "--multirun"}], _job)
    else:
        run(compose("train", overrides, TrainConfig))
    return 0


def _job(composed: DictConfig) -> float | None:
    return run(typed("train", composed, TrainConfig)).f1_rel


def run(config: TrainConfig) -> StanceReport:
    """Train, calibrate, score on the development part, write the folder."""
    console = Console(stderr=True)
    targets = {name: Target(name, **asdict(one)) for name, one in config.targets.items()}
    split = _checked_split(config, list(targets))
    model = new_model(_recipe(config), {name: target.proposition for name, target in targets.items()})
    console.print(f"training on {len(split.train)} units, {len(split.development)} kept for development")
    with training_progress(console) as progress:
        model.fit(split.train, split.development, seed=config.seed, progress=progress)
    report = finish(model, split, Path(config.output), seed=config.seed, max_risk=config.max_risk)
    print_stance("development (authored)", report)
    console.print(f"model -> {config.output}")
    return report


def _recipe(config: TrainConfig) -> Recipe:
    options = {key: value for key, value in config.model.items() if key != "name"}
    return Recipe(str(config.model.get("name")), options, config.backbone.name, asdict(config.training))


def finish(model: StanceModel, split: Split, output: Path, *, seed: int, max_risk: float) -> StanceReport:
    """Calibrate on the development part, write model, calibration and metrics, and return the scores there."""
    gold = label_matrix(split.development, model.targets)
    raw = model.predict_proba(split.development)
    calibration = fit_calibration(gold, raw, max_risk=max_risk)
    calibrated = calibration.apply(raw)
    report = evaluate_stance(
        split.development, gold, calibrated, calibration.abstains(calibrated), model.targets, seed=seed
    )
    model.save(output)
    save_calibration(output, calibration, model.targets)
    write_json(output / "metrics.json", asdict(report))
    return report


def _checked_split(config: TrainConfig, targets: Sequence[str]) -> Split:
    split = labelled_split(config.data, config.split, targets)
    judged = list(split.development)
    if config.gold and Path(config.gold).is_file():
        units, articles = gold_with_articles(config.gold, config.gold_articles)
        judged += gold_examples(units, articles)
    refuse_leaks(split.train, judged)
    return split
