"""The wheel in an empty environment, run from another folder: slow, for `make test-all`."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
TEXT = "“The corridor must stay open,” said Deputy Minister Anna Petrova on Monday.\n"


@pytest.mark.slow
def test_the_wheel_runs_from_an_empty_environment(tmp_path):
    def run(*command, cwd=tmp_path):
        environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 0, done.stderr[-3000:]
        return done

    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "dist"), str(ROOT))
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    shipped = ("conf/predict.yaml", "stance/model.json", "tagger/model.json")
    assert {f"quotestance/resources/{name}" for name in shipped} <= set(names)
    assert not [name for name in names if "seeds" in name or (name.endswith(".txt") and "dist-info" not in name)]
    run(sys.executable, "-m", "venv", "empty")
    python = tmp_path / "empty" / "bin" / "python"
    constraints = str(ROOT / "constraints.txt")
    run(str(python), "-m", "pip", "install", "-q", "--upgrade", "-c", constraints, "pip")
    run(str(python), "-m", "pip", "install", "-q", "-c", constraints, str(wheel))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "road.txt").write_text(TEXT, encoding="utf-8")
    command = str(tmp_path / "empty" / "bin" / "quotestance")
    run(command, "predict", "articles=road.txt", "output=out.csv", cwd=elsewhere)
    assert pd.read_csv(elsewhere / "out.csv")["speaker"].tolist() == ["Anna Petrova"]
