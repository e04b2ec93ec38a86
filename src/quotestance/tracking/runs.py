"""One training, one run: parameters, metrics by epoch, figures, predictions, the model; sweeps as parent and child."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pandas as pd

os.environ.setdefault("MLFLOW_DISABLE_TELEMETRY", "true")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
os.environ.setdefault("MLFLOW_HTTP_REQUEST_TIMEOUT", "10")
os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")

import mlflow
from matplotlib.figure import Figure
from mlflow import MlflowClient
from mlflow.entities import Metric, Param
from mlflow.exceptions import MlflowException
from mlflow.models import ModelSignature
from mlflow.types import ColSpec, DataType, Schema
from sqlalchemy.exc import SQLAlchemyError

from quotestance.prediction import schema
from quotestance.report.plots import calibration_figure, confusion_figure, learning_figure
from quotestance.report.run import RunRecord, read_run, report_metrics

_PARENT = "mlflow.parentRunId"
_PYFUNC = Path(__file__).with_name("pyfunc.py")
_MOST_PARAMS = 100
_MLFLOW_TYPES = {"string": DataType.string, "int64": DataType.long, "bool": DataType.boolean, "double": DataType.double}


@dataclass(frozen=True)
class Tracking:
    """Where runs go; `alias` is given to the newest version of the registered model."""

    uri: str
    artifacts: str
    experiment: str
    registered_model: str
    alias: str


class TrackingError(Exception):
    """The tracking server did not take the run; the message says why."""


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except (MlflowException, SQLAlchemyError, OSError) as error:
        lines = [line for line in str(error).splitlines() if line.strip()]
        raise TrackingError(lines[0] if lines else type(error).__name__) from error


def log_training(folder: Path, tracking: Tracking, *, parent: str | None = None) -> str:
    """Log the training in `folder` as one run and register its model; return the run's id. TrackingError if refused."""
    record = read_run(folder)
    with _reported():
        client, experiment = _connect(tracking)
        tags = {_PARENT: parent} if parent else {}
        run = client.create_run(experiment, run_name=record.name, tags={**tags, **record.tags()})
        run_id = str(run.info.run_id)
        try:
            _log_values(client, run_id, record)
            _log_files(client, run_id, record, folder)
            _log_model(client, run_id, record, folder, tracking)
        except BaseException:
            client.set_terminated(run_id, status="FAILED")
            raise
        client.set_terminated(run_id)
    return run_id


def start_parent(tracking: Tracking, name: str, command: str) -> str:
    """A run that holds the runs of a sweep; return its id."""
    with _reported():
        client, experiment = _connect(tracking)
        run = client.create_run(experiment, run_name=name, tags={"sweep": "true", "command": command})
    return str(run.info.run_id)


def finish_parent(
    tracking: Tracking, parent: str, summary: Mapping[str, Mapping[str, float]], figures: Mapping[str, Figure]
) -> None:
    """Put mean and spread over seeds of every setting of a sweep, and `figures` by file name, on its parent run."""
    with _reported():
        client, _ = _connect(tracking)
        for setting, values in summary.items():
            prefix = "" if len(summary) == 1 else f"{_metric_name(setting)}/"
            for name, value in values.items():
                client.log_metric(parent, f"{prefix}{name}", value)
        client.log_dict(parent, summary, "spread_over_seeds.json")
        for name, figure in figures.items():
            client.log_figure(parent, figure, f"figures/{name}")
        client.set_terminated(parent)


def _metric_name(text: str) -> str:
    return "".join(c if c.isalnum() or c in "_-./ " else "_" for c in text)


def _connect(tracking: Tracking) -> tuple[MlflowClient, str]:
    client = MlflowClient(tracking_uri=tracking.uri, registry_uri=tracking.uri)
    found = client.get_experiment_by_name(tracking.experiment)
    if found is not None:
        return client, str(found.experiment_id)
    location = Path(tracking.artifacts).resolve().as_uri() if tracking.uri.startswith("sqlite") else None
    return client, str(client.create_experiment(tracking.experiment, artifact_location=location))


def _log_values(client: MlflowClient, run_id: str, record: RunRecord) -> None:
    params = [Param(key, str(value)[:500]) for key, value in record.parameters().items()]
    for start in range(0, len(params), _MOST_PARAMS):
        client.log_batch(run_id, params=params[start : start + _MOST_PARAMS])
    now = int(time.time() * 1000)
    metrics = [Metric(name, value, now, 0) for name, value in report_metrics(record.scores).items()]
    metrics += [
        Metric(f"epoch/{name}", float(value), now, int(epoch["epoch"]))
        for epoch in record.epochs
        for name, value in epoch.items()
        if name != "epoch"
    ]
    metrics.append(Metric("seconds", record.seconds, now, 0))
    client.log_batch(run_id, metrics=metrics)


def _log_files(client: MlflowClient, run_id: str, record: RunRecord, folder: Path) -> None:
    client.log_dict(run_id, record.config, "config.yaml")
    client.log_dict(run_id, record.scores, "metrics.json")
    client.log_table(run_id, pd.read_json(folder / "predictions.jsonl", lines=True), "predictions.json")
    for part, scores in record.scores.items():
        client.log_figure(run_id, confusion_figure(scores), f"figures/{part}_confusion.png")
        client.log_figure(run_id, calibration_figure(scores), f"figures/{part}_calibration.png")
    if record.epochs:
        client.log_figure(run_id, learning_figure(record.epochs), "figures/learning_curve.png")


def _log_model(client: MlflowClient, run_id: str, record: RunRecord, folder: Path, tracking: Tracking) -> None:
    """As model from code: a script and the model folder, nothing pickled."""
    targets = record.targets
    with _at(tracking.uri), mlflow.start_run(run_id=run_id):
        logged = mlflow.pyfunc.log_model(
            name="model",
            python_model=str(_PYFUNC),
            artifacts={"model": str(folder)},
            signature=_signature(targets),
            input_example=_example(),
            pip_requirements=[f"quotestance=={version('quotestance')}"],
            registered_model_name=tracking.registered_model,
        )
    if logged.registered_model_version is not None:
        client.set_registered_model_alias(
            tracking.registered_model, tracking.alias, str(logged.registered_model_version)
        )


@contextmanager
def _at(uri: str) -> Iterator[None]:
    before = mlflow.get_tracking_uri(), mlflow.get_registry_uri()
    mlflow.set_tracking_uri(uri)
    mlflow.set_registry_uri(uri)
    try:
        yield
    finally:
        mlflow.set_tracking_uri(before[0])
        mlflow.set_registry_uri(before[1])


def _example() -> pd.DataFrame:
    text = "Talks go on\n\n“The road must stay open,” said Deputy Minister Anna Petrova on Monday.\n"
    return pd.DataFrame({"text": [text], "title": ["Talks go on"], "language": ["en"]})


def _signature(targets: Sequence[str]) -> ModelSignature:
    given = [ColSpec("string", name, required=name == "text") for name in ("text", "title", "language", "id", "date")]
    out = [ColSpec(_mlflow_type(str(column.type)), column.name, required=False) for column in schema(targets)]
    return ModelSignature(inputs=Schema(given), outputs=Schema(out))


def _mlflow_type(arrow: str) -> DataType:
    """Lists of spans travel as JSON text."""
    return _MLFLOW_TYPES.get(arrow, DataType.string)
