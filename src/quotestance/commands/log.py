"""``quotestance log``: a training that is on disk goes into MLflow; also how ``train`` tracks what it did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from omegaconf import MISSING
from rich.console import Console

from quotestance.commands.compose import UsageError, compose

if TYPE_CHECKING:
    from quotestance.tracking import Tracking


@dataclass
class TrackingConfig:
    """One file of ``conf/tracking``."""

    enabled: bool = True
    uri: str = "sqlite:///mlflow.db"
    artifacts: str = "mlartifacts"
    experiment: str = "quotestance"
    registered_model: str = "quotestance-stance"
    alias: str = "newest"


@dataclass
class LogConfig:
    """Settings of ``conf/log.yaml``."""

    model: str = MISSING
    tracking: TrackingConfig = field(default_factory=TrackingConfig)


def main(overrides: Sequence[str]) -> int:
    """Track one training; exit code 1 where the server does not take it."""
    config = compose("log", overrides, LogConfig)
    if not config.tracking.enabled:
        raise UsageError("tracking: expected mlflow; got none, so there is nothing to do")
    if not Path(config.model).is_dir():
        raise UsageError(f"model: expected a folder that quotestance train wrote; got {config.model!r}")
    return 0 if logged(Path(config.model), config.tracking, Console(stderr=True)) else 1


def tracking_of(config: TrackingConfig) -> Tracking:
    """The settings as the tracking package wants them."""
    from quotestance.tracking import Tracking

    return Tracking(config.uri, config.artifacts, config.experiment, config.registered_model, config.alias)


def logged(folder: Path, config: TrackingConfig, console: Console, *, parent: str | None = None) -> bool:
    """Track the training in `folder`; where the server refuses, say so and how to log it later. False if refused."""
    if not config.enabled:
        return True
    from quotestance.tracking import TrackingError, log_training

    try:
        run_id = log_training(folder, tracking_of(config), parent=parent)
    except TrackingError as error:
        console.print(f"not tracked: {error}", style="yellow", markup=False, highlight=False, soft_wrap=True)
        later = f"quotestance log model={folder} tracking.uri={config.uri}"
        console.print(f"model and metrics are in {folder}; log them later with: {later}", markup=False, soft_wrap=True)
        return False
    console.print(f"tracked as run {run_id} in {config.uri}; make ui shows it", markup=False, highlight=False)
    return True


def started(config: TrackingConfig, name: str, command: str) -> str | None:
    """The parent run of a sweep; None without tracking or where the server refuses."""
    if not config.enabled:
        return None
    from quotestance.tracking import TrackingError, start_parent

    try:
        return start_parent(tracking_of(config), name, command)
    except TrackingError:
        return None


def finished(config: TrackingConfig, parent: str | None, folders: Sequence[Path]) -> Mapping[str, Mapping[str, float]]:
    """Mean and spread over seeds of a sweep, put on its parent run where there is one.

    Where the runs differ in size, their learning curve is drawn too, also as a PNG beside the folders.
    """
    from quotestance.report.plots import size_figure
    from quotestance.report.run import learning_curves, read_run, spread_over_seeds

    records = [read_run(folder) for folder in folders]
    summary, curves = spread_over_seeds(records), learning_curves(records)
    figures = {"learning_curve.png": size_figure(curves)} if curves else {}
    for name, figure in figures.items():
        figure.savefig(folders[0].parent / name, dpi=100)
    if parent is not None:
        from quotestance.tracking import TrackingError, finish_parent

        try:
            finish_parent(tracking_of(config), parent, summary, figures)
        except TrackingError as error:
            Console(stderr=True).print(f"sweep not tracked: {error}", markup=False)
    return summary
