"""Risk by language, learning curves and languages left out, on a small share of the authored sentences."""

import json
import re
from dataclasses import replace

import mlflow
import pytest
from test_tracking import quotestance

from quotestance.commands import main
from quotestance.commands.log import TrackingConfig, finished, started
from quotestance.commands.show import score
from quotestance.records import Example
from quotestance.report.card import model_card
from quotestance.report.plots import size_figure
from quotestance.report.run import learning_curves, read_run, spread_over_seeds
from quotestance.splits import Split

TRAIN = ("model=tfidf", "data=data.jsonl", "gold=")
PNG = b"\x89PNG"
LANGUAGES = ["az", "de", "en", "fr", "hy", "ru", "tr"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, root):
    """Every eighth authored sentence, with the real topics beside."""
    folder, authored = tmp_path_factory.mktemp("curves"), root / "seeds" / "authored"
    lines = (authored / "stances.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "data.jsonl").write_text("\n".join(lines[::8]), encoding="utf-8")
    (folder / "topics.yaml").write_text((authored / "topics.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_risk_by_language(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert main(["train", *TRAIN, "tracking=none", "output=model"]) == 0
    assert main(["evaluate", "stance", "model=model", *TRAIN[1:], "output=e.json", "figures=figures"]) == 0
    report = json.loads((folder / "e.json").read_text(encoding="utf-8"))["stance"]["development"]
    assert (folder / "figures" / "development_risk.png").read_bytes().startswith(PNG)
    selective = report["selective"]
    assert list(selective) == ["all", *LANGUAGES]
    assert list(selective["all"]["risk_at"]) == ["0.5", "0.6", "0.7", "0.8", "0.9"]
    n, risk = selective["all"]["n"], selective["all"]["risk_at"]["0.5"]
    assert n == sum(selective[language]["n"] for language in LANGUAGES)
    assert re.search(rf"│ all +│ {n} +│ {score(risk)}", capsys.readouterr().out)
    settings = {"name": "tfidf", "targets": ["status"]}
    card = model_card(settings, "0", Split([], []), {"development": report, "gold": report}, {})
    assert f"| all | {n} | {risk:.3f} |" in card
    cut = Split([Example("1", "It is open.", article="a"), Example("2", "It is shut.")], [])
    assert "1 of 2 cut out of" in model_card(settings, "0", cut, {"development": report, "gold": report}, {})


def sweep(folder, *settings):
    """Train on every point: what was printed, the folder of the sweep, its runs."""
    before = set(folder.glob("build/sweeps/*/*"))
    done = quotestance("train", "-m", *TRAIN, "tracking=none", *settings, cwd=folder)
    (made,) = set(folder.glob("build/sweeps/*/*")) - before
    return done, made, [read_run(path.parent) for path in sorted(made.glob("*/run.json"))]


def test_a_sweep_over_sizes_draws_its_learning_curve(folder):
    _, made, records = sweep(folder, "size=100,0", "seed=1,2")
    assert (made / "learning_curve.png").read_bytes().startswith(PNG)
    (curves,) = learning_curves(records).values()
    assert list(curves) == ["all", *LANGUAGES]
    assert list(curves["all"]) == [100, max(record.units["train"] for record in records)]
    scores = [record.scores["development"] for record in records if record.config["size"] == 100]
    assert len(scores) == 2 and curves["all"][100] == pytest.approx(sum(one["f1_rel"] for one in scores) / 2)
    turkish = [one["slices"]["language"]["tr"]["f1_rel"] for one in scores]
    assert curves["tr"][100] == pytest.approx(sum(turkish) / 2)
    others = [replace(record, config={**record.config, "max_risk": 0.1}) for record in records]
    assert list(learning_curves([*records, *others])) == ["max_risk=0.2", "max_risk=0.1"]
    assert len(size_figure(learning_curves([*records, *others])).axes) == 2
    tracking = TrackingConfig(uri=f"sqlite:///{folder}/mlflow.db", artifacts=str(folder / "mlartifacts"))
    parent = started(tracking, "sweep", "")
    finished(tracking, parent, sorted(path.parent for path in made.glob("*/run.json")))
    client = mlflow.MlflowClient(tracking.uri)
    assert [file.path for file in client.list_artifacts(parent, "figures")] == ["figures/learning_curve.png"]
    metrics = client.get_run(parent).data.metrics
    assert metrics["size_100/development/f1_rel_mean"] == pytest.approx(curves["all"][100])


def test_a_sweep_over_languages_left_out(folder):
    done, made, records = sweep(folder, "without=tr,'az,hy'", "size=150")
    assert not (made / "learning_curve.png").exists()
    spread = spread_over_seeds(records)
    for record in records:
        without = record.config["without"].split(",")
        slices = record.scores["development"]["slices"]["language"]
        assert list(slices) == LANGUAGES and record.units["train"] == 150
        expected = [one["f1_rel"] for language, one in slices.items() if language in without]
        found = spread[f"without={record.config['without']}"]
        assert found["development/f1_rel_left_out"] == pytest.approx(sum(expected) / len(without))
        assert score(found["development/f1_rel_left_out"]) in done.stdout
        others = [one["f1_rel"] for language, one in slices.items() if language not in without]
        assert found["development/f1_rel_others"] == pytest.approx(sum(others) / len(others))


def test_what_is_left_out_is_not_trained_on():
    split = Split([Example(code, code, language=code) for code in LANGUAGES], [Example("d", "x", language="az")])
    left = split.without(["az", "tr"])
    assert [one.language for one in left.train] == [
        "de",
        "en",
        "fr",
        "hy",
        "ru",
    ] and left.development == split.development


@pytest.mark.parametrize("code", ["xx", "az, tr", "tr,sv"])
def test_a_language_that_no_training_unit_has_is_refused(folder, monkeypatch, capsys, code):
    monkeypatch.chdir(folder)
    assert main(["train", *TRAIN, "tracking=none", "output=never", f"without={code}"]) == 2
    assert (
        "expected languages of the training part (ar, az, de, en, es, fa, fr, hy, it, ka, pl, pt, ru, tr, uk); got"
        in capsys.readouterr().err
    )
    assert not (folder / "never").exists()
