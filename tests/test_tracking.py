"""Trainings against a real MLflow server on loopback: everything that goes in is read back."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request

import mlflow
import pandas as pd
import pytest
from test_models import examples

ROWS = [
    {
        "text": e.text,
        "language": "en",
        "topic": "judged" if index < 40 else "learned",
        "labels": {"status": e.labels["status"], "lachin_corridor": e.labels["road"], "peacekeepers": e.labels["road"]},
    }
    for index, e in enumerate(examples(200))
]
TRAIN = ["train", "data=data.jsonl", "split=topics.yaml", "gold=", "seed=3"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with SQLite behind it; yields its address."""
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        *(sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port), "--workers", "1"),
        *("--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--artifacts-destination", str(folder / "artifacts")),
    ]
    environment = {**os.environ, "MLFLOW_DISABLE_TELEMETRY": "true"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as process:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        yield address
        process.terminate()


def _wait(address):
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=2):  # noqa: S310
                return
        except OSError:
            time.sleep(0.25)
    pytest.fail("the MLflow server did not start within a minute")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data.jsonl").write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    (tmp_path / "topics.yaml").write_text("learned: train\njudged: development\n", encoding="utf-8")
    return tmp_path


def quotestance(*arguments, cwd):
    command = [sys.executable, "-c", "from quotestance.commands import main; raise SystemExit(main())", *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr
    return done


def test_a_training_reads_back(server, folder, tiny_backbone):
    small = [
        "training.epochs=2",
        "training.min_steps=0",
        "training.precision=float32",
        f"backbone.name={tiny_backbone}",
        "output=model",
    ]
    quotestance(*TRAIN, "model=encoder", *small, f"tracking.uri={server}", cwd=folder)
    client = mlflow.MlflowClient(tracking_uri=server, registry_uri=server)
    (experiment,) = [e for e in client.search_experiments() if e.name == "quotestance"]
    (run,) = client.search_runs([experiment.experiment_id], "params.`model.name` = 'encoder'")
    assert run.info.status == "FINISHED"
    assert run.data.params["seed"] == "3" and run.data.params["training.epochs"] == "2"
    assert run.data.params["units.train"] == "160"
    assert len(run.data.tags["data.train"]) == 64 and run.data.tags["git.dirty"] in {"true", "false"}
    stored = json.loads((folder / "model" / "metrics.json").read_text(encoding="utf-8"))
    assert run.data.metrics["development/f1_rel"] == pytest.approx(stored["development"]["f1_rel"])
    assert "development/status/favor/f1" in run.data.metrics
    two_copies = [m.step for m in client.get_metric_history(run.info.run_id, "epoch/dev_f1_rel")]
    assert two_copies == [1, 2, 3, 4]
    files = {f.path for f in client.list_artifacts(run.info.run_id)}
    assert {"config.yaml", "metrics.json", "predictions.json", "figures"} <= files
    figures = {f.path for f in client.list_artifacts(run.info.run_id, "figures")}
    assert figures == {
        "figures/development_confusion.png",
        "figures/development_calibration.png",
        "figures/learning_curve.png",
    }
    version = client.get_model_version_by_alias("quotestance-stance", "newest")
    assert version.run_id == run.info.run_id
    _check_model(server, folder)


def _check_model(server, folder):
    """The registered model gives the columns that predict gives, and nothing in it is pickled."""
    before = mlflow.get_tracking_uri()
    mlflow.set_tracking_uri(server)
    try:
        path = mlflow.artifacts.download_artifacts("models:/quotestance-stance@newest", dst_path=str(folder / "got"))
        loaded = mlflow.pyfunc.load_model(path)
    finally:
        mlflow.set_tracking_uri(before)
    names = {file for _, _, files in os.walk(path) for file in files}
    assert not [name for name in names if name.endswith((".pkl", ".pickle", ".bin", ".pt"))]
    assert loaded.metadata.signature is not None and "input_example.json" in names
    text = "Talks\n\n“The road must stay open,” said Deputy Minister Anna Petrova.\n"
    table = loaded.predict(pd.DataFrame({"text": [text], "language": ["en"]}))
    (folder / "a.txt").write_text(text, encoding="utf-8")
    quotestance("predict", "articles=a.txt", "output=a.csv", "model=model", cwd=folder)
    assert list(table.columns) == list(pd.read_csv(folder / "a.csv").columns)
    assert table["speaker"].tolist() == ["Anna Petrova"]


def test_a_sweep_is_parent_and_children(server, folder):
    settings = ["model=majority,tfidf", "seed=1,2", f"tracking.uri={server}", "tracking.experiment=sweeps"]
    done = quotestance("train", "-m", *TRAIN[1:4], *settings, cwd=folder)
    client = mlflow.MlflowClient(tracking_uri=server, registry_uri=server)
    (experiment,) = [e for e in client.search_experiments() if e.name == "sweeps"]
    runs = client.search_runs([experiment.experiment_id])
    (parent,) = [run for run in runs if run.data.tags.get("sweep") == "true"]
    children = [run for run in runs if run.data.tags.get("mlflow.parentRunId") == parent.info.run_id]
    assert len(children) == 4 and len(runs) == 5
    scores = [c.data.metrics["development/f1_rel"] for c in children if c.data.params["model.name"] == "tfidf"]
    (mean,) = [v for k, v in parent.data.metrics.items() if "tfidf" in k and k.endswith("development/f1_rel_mean")]
    assert mean == pytest.approx(sum(scores) / 2)
    assert "over seeds" in done.stdout
    folders = [path.parent for path in folder.glob("build/sweeps/*/*/*/run.json")]
    assert len(folders) == 4


@pytest.mark.parametrize(
    "uri", ["http://127.0.0.1:9", pytest.param("sqlite:////proc/nowhere/x.db", marks=pytest.mark.slow)]
)
def test_a_server_that_does_not_answer_costs_no_training(folder, uri):
    done = quotestance(*TRAIN, "model=tfidf", "output=model", f"tracking.uri={uri}", cwd=folder)
    assert "not tracked" in done.stderr
    assert f"quotestance log model=model tracking.uri={uri}" in done.stderr.replace("\n", " ")
    assert {"model.json", "metrics.json", "run.json", "calibration.json"} <= {
        p.name for p in (folder / "model").iterdir()
    }
    quotestance("log", "model=model", cwd=folder)
    runs = mlflow.MlflowClient(tracking_uri=f"sqlite:///{folder}/mlflow.db").search_runs(["1"])
    assert [run.data.params["model.name"] for run in runs] == ["tfidf"]


@pytest.mark.slow
def test_a_locked_database_costs_no_training(folder):
    import sqlite3

    quotestance(*TRAIN, "model=majority", "output=first", cwd=folder)
    lock = sqlite3.connect(folder / "mlflow.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        done = quotestance(*TRAIN, "model=majority", "output=second", cwd=folder)
    finally:
        lock.rollback()
        lock.close()
    assert "not tracked" in done.stderr and "quotestance log model=second" in done.stderr
    assert (folder / "second" / "metrics.json").is_file()


def test_tracking_none_leaves_no_trace(folder):
    quotestance(*TRAIN, "model=majority", "output=model", "tracking=none", cwd=folder)
    assert not (folder / "mlflow.db").exists() and (folder / "model" / "run.json").is_file()
