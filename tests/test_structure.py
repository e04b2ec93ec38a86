"""The shape of the code: data flows one way, modules stay small, every configuration composes."""

import ast
import re
import tomllib
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml

from quotestance.commands import COMMANDS
from quotestance.commands.compose import compose
from quotestance.commands.train import TrainConfig

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "quotestance"
ORDER = [
    *("records", "files", "languages", "resources", "articles", "sentences", "speakers", "quotes", "targets"),
    *(
        "metrics",
        "dataset",
        "gold",
        "splits",
        "backbones",
        "calibration",
        "models",
        "tagging",
        "evaluation",
        "behaviour",
    ),
    *("corpora", "quote_evaluation", "prediction", "loading", "report", "tracking", "commands"),
]
"""A module imports only from those before it."""
MODULES = sorted(PACKAGE.rglob("*.py"))


def part_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    """The parts of this package that a module imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        yield from (name.split(".")[1] for name in names if name.startswith("quotestance."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_one_way(path):
    own = part_of(path)
    if own == "__init__":
        return
    later = {name for name in imported(path) if ORDER.index(name) > ORDER.index(own)}
    assert not later


def test_evaluation_and_prediction_do_not_know_each_other():
    assert "prediction" not in set(imported(PACKAGE / "evaluation.py"))
    assert "evaluation" not in set(imported(PACKAGE / "prediction.py"))


@pytest.mark.parametrize(
    ("library", "allowed"),
    [("mlflow", {"tracking"}), ("hydra", {"commands"}), ("omegaconf", {"commands"}), ("pickle", set())],
)
def test_foreign_libraries_are_quarantined(library, allowed):
    users = {
        part_of(path)
        for path in MODULES
        if re.search(rf"^\s*(?:import|from) {library}\b", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert users <= allowed


def test_sizes_stay_in_budget():
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert [path.name for path, length in lengths.items() if length > 300] == []
    assert len(COMMANDS) <= 9


def test_every_command_has_module_and_settings():
    for name in COMMANDS:
        assert (PACKAGE / "commands" / f"{name}.py").is_file() and (ROOT / "conf" / f"{name}.yaml").is_file()


def choices(group):
    return sorted(path.stem for path in (ROOT / "conf" / group).glob("*.yaml"))


@pytest.mark.parametrize(
    "override",
    [f"{group}={name}" for group in ("model", "tracking", "experiment", "targets") for name in choices(group)],
)
def test_every_choice_composes(override):
    config = compose("train", [override], TrainConfig)
    assert config.model["name"] and config.targets


@pytest.mark.parametrize("name", choices("experiment"))
def test_what_an_experiment_sets_is_what_is_trained_with(name):
    path = ROOT / "conf" / "experiment" / f"{name}.yaml"
    wanted = {key: one for key, one in yaml.safe_load(path.read_text(encoding="utf-8")).items() if key != "defaults"}
    config = asdict(compose("train", [f"experiment={name}"], TrainConfig))
    assert _within(wanted, config) == wanted
    assert compose("train", [f"experiment={name}", "seed=7"], TrainConfig).seed == 7


def _within(wanted, found):
    """What `found` has under the keys of `wanted`."""
    return {key: _within(wanted[key], found[key]) for key in wanted} if isinstance(wanted, dict) else found


def test_the_pipeline_names_what_is_there():
    stages = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    assert list(stages) == ["articles", "quotes", "dataset", "train", "evaluate", "predict"]
    made = {out for stage in stages.values() for out in stage.get("outs", [])}
    for name, stage in stages.items():
        assert stage["cmd"].split()[:2] == ["quotestance", name]
        for needed in stage["deps"]:
            assert needed in made or (ROOT / needed).exists(), needed
        assert stage["params"] == [{f"conf/{name}.yaml": None}]


def test_every_direct_dependency_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + [d for e in ("dev", "notebooks") for d in project["optional-dependencies"][e]]
    pinned = {
        line.split("==")[0].lower() for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    }
    names = {re.split(r"[\[<>=]", one)[0].lower() for one in wanted}
    assert {n.replace("_", "-") for n in names} <= {p.replace("_", "-") for p in pinned}
