"""The commands as a user types them: exit codes, one clear sentence, no traceback, no half file."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from quotestance.commands import COMMANDS, main
from quotestance.models.folder import folder_digest
from quotestance.resources import released_model

SEEDS = Path(__file__).parents[1] / "seeds"
LABELS, ARTICLES = SEEDS / "labels.jsonl", SEEDS / "articles"
TEXT = (
    "Road talks go on\n\nOfficials met on Monday in the capital to speak about the road.\n\n"
    "“The corridor must stay open for everyone,” said Deputy Minister Anna Petrova. "
    "“We will not accept a blockade.”\n\n"
    "Petrova added that the status of the region would be decided later.\n"
)


def quotestance(*arguments, cwd, **environment):
    command = [sys.executable, "-c", "from quotestance.commands import main; raise SystemExit(main())", *arguments]
    done = subprocess.run(
        command, cwd=cwd, capture_output=True, text=True, check=False, env={**os.environ, **environment}
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "road.txt").write_text(TEXT, encoding="utf-8")
    return folder


def test_help_teaches(tmp_path):
    overview = quotestance("--help", cwd=tmp_path)
    assert overview.returncode == 0
    for name in COMMANDS:
        assert name in overview.stdout
        help_text = quotestance(name, "--help", cwd=tmp_path)
        assert help_text.returncode == 0 and f"quotestance {name}" in help_text.stdout
        assert ("-m sweeps" in help_text.stdout) == (name == "train")


def test_a_release_removes_nothing_but_a_model(tmp_path):
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    model = released_model()
    scored = {part: {"model": folder_digest(model)} for part in ("stance", "behaviour")}
    (tmp_path / "e.json").write_text(json.dumps(scored), encoding="utf-8")
    for output, said in (("", "a name"), (".", "a new folder")):
        done = quotestance("release", f"model={model}", "evaluation=e.json", f"output={output}", cwd=tmp_path)
        assert done.returncode == 2 and f"output: expected {said}" in done.stderr
    assert (tmp_path / "notes.json").exists()


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_predict_writes_the_columns_of_every_format(news, tmp_path, suffix):
    output = tmp_path / f"out.{suffix}"
    done = quotestance("predict", "articles=news", f"output={output}", "table=5", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    read = {"jsonl": lambda p: pd.read_json(p, lines=True), "csv": pd.read_csv, "parquet": pq.read_table}[suffix]
    table = read(output)
    table = table.to_pandas() if suffix == "parquet" else table
    assert list(table.columns[:3]) == ["row_id", "article_id", "source"]
    assert list(table.columns[-2:]) == ["model", "engine"]
    assert set(table["speaker"]) == {"Anna Petrova"}
    assert table["article_id"].tolist() == ["road"] * len(table)
    for row in table.to_dict("records"):
        assert TEXT[int(row["quote_start"]) : int(row["quote_end"])] == row["quote"]
        assert TEXT[int(row["sentence_start"]) : int(row["sentence_end"])] == row["sentence"]
        shares = [row[f"status_{label}"] for label in ("favor", "against", "neutral", "none")]
        assert sum(shares) == pytest.approx(1, abs=1e-4)
        assert row["status_probability"] == pytest.approx(max(shares))
        assert row["status_label"] == ("favor", "against", "neutral", "none")[shares.index(max(shares))]
    assert "1 articles" in done.stderr and "Anna Petrova" in done.stdout


def test_a_row_per_quote(news, tmp_path):
    done = quotestance("predict", "articles=news", "output=out.jsonl", "unit=quote", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({row["quote_id"] for row in rows}) == len(rows)


def test_the_same_text_gives_the_same_rows(news, tmp_path):
    for name in ("a.jsonl", "b.jsonl"):
        assert quotestance("predict", "articles=news", f"output={name}", cwd=tmp_path).returncode == 0
    assert (tmp_path / "a.jsonl").read_bytes() == (tmp_path / "b.jsonl").read_bytes()


def test_bad_records_cost_one_record_each(news, tmp_path):
    (news / "empty.txt").write_bytes(b"")
    (news / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (news / "legacy.txt").write_bytes(b"\xff\xfe\xfa broken \x80\x81 \x00")
    (news / "empty.html").write_text("<html><body><script>1</script></body></html>", encoding="utf-8")
    lines = [json.dumps({"id": "fine", "text": TEXT}), "{broken", json.dumps({"title": "no text"}), '"x"']
    (news / "lines.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (news / "table.csv").write_text("id,headline\n1,no text column\n", encoding="utf-8")
    (news / "broken.parquet").write_bytes(b"PAR1 not really")
    (news / "silent.txt").write_text("Weather\n\nIt rained all day in the valley.\n", encoding="utf-8")
    (news / "language.txt").write_text("Ko te reo tenei o te motu. He pai te ra nei.\n" * 5, encoding="utf-8")
    (news / "long.txt").write_text("A word “and a mark she said " * 180_000, encoding="utf-8")
    done = quotestance("predict", "articles=news", "output=out.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for named in ("empty.txt", "binary.txt", "legacy.txt", "empty.html", "broken.parquet", "table.csv"):
        assert named in done.stderr, named
    assert "lines.jsonl, line 2" in done.stderr and "lines.jsonl, line 3" in done.stderr
    assert "without quotes" in done.stderr
    assert {"road", "fine"} <= set(pd.read_csv(tmp_path / "out.csv")["article_id"].astype(str))


def test_strict_stops_at_the_first_bad_record(news, tmp_path):
    (news / "empty.txt").write_bytes(b"")
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    done = quotestance("predict", "articles=news", "output=out.csv", "strict=true", cwd=tmp_path)
    assert done.returncode == 1 and "empty.txt" in done.stderr
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


WRONG = [
    (["predict", "articles=nowhere", "output=x.csv"], "nowhere"),
    (["predict", "articles=", "output=x.csv"], "articles: expected a file"),
    (["predict", "articles=news/*.pdf", "output=x.csv"], "news/*.pdf: expected files of .csv"),
    (["predict", "articles=news/empty", "output=x.csv"], "news/empty: expected files of .csv"),
    (["predict", "articles=news"], "predict needs output=..."),
    (["predict", "articles=news", "output=x.xlsx"], ".jsonl, .csv, .parquet"),
    (["predict", "articles=news", "output=news"], "ending"),
    (["predict", "articles=news", "output=/proc/nowhere/x.csv"], "cannot write"),
    (["predict", "articles=news", "output=x.csv", "artcles=y"], "did you mean articles?"),
    (["predict", "articles=news", "output=x.csv", "colour=red"], "unknown option 'colour'"),
    (["predict", "articles=news", "output=x.csv", "strict=perhaps"], "strict"),
    (["predict", "articles=news", "output=x.csv", "table=many"], "table"),
    (["predict", "articles=news", "output=x.csv", "unit=page"], "unit"),
    (["predict", "articles=news", "output=x.csv", "batch_size=0"], "batch_size"),
    (["predict", "articles=news", "output=x.csv", "model=nothing"], "quotestance train"),
    (["predict", "news", "output=x.csv"], "expected key=value"),
    (["predikt"], "unknown command"),
    (["train", "model=nothing"], "nothing"),
    (["train", "experiment=relase"], "experiment/relase"),
    (["train", "model=null"], "string or a list"),
    (["train", "data=nowhere.jsonl"], "nowhere.jsonl"),
    (["train", "size=-5"], "size: expected 0 or more"),
    (["train", "seed=-1"], "seed: expected 0 or more"),
    (["train", "max_risk=7"], "max_risk: expected a share"),
    *(([command, "output="], "output: expected a name") for command in ("train", "evaluate")),
    (["articles", "articles=news", "output="], "output: expected a name"),
    (["evaluate", "everything"], "expected any of stance"),
    (["evaluate", "what=[]"], "got 'nothing'"),
    (
        ["evaluate", "agreement", "targets=rights_security", f"gold={LABELS}", f"gold_articles={ARTICLES}"],
        "has labels for",
    ),
]


@pytest.mark.parametrize(("arguments", "said"), WRONG, ids=[" ".join(a) for a, _ in WRONG])
def test_wrong_usage_is_one_sentence_and_exit_code_2(news, tmp_path, monkeypatch, capsys, arguments, said):
    (news / "empty").mkdir()
    (news / "scan.pdf").write_bytes(b"%PDF-1.4")
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    written = capsys.readouterr().err
    assert said in written
    assert len(written.strip().splitlines()) == 1
    assert not (tmp_path / "x.csv").exists()


def test_a_file_of_another_type_is_one_sentence(news, tmp_path):
    (news / "scan.pdf").write_bytes(b"%PDF-1.4")
    done = quotestance("quotes", "articles=news/scan.pdf", "output=x.csv", cwd=tmp_path)
    assert done.returncode == 1 and "expected one of .csv" in done.stderr


def test_paths_in_any_script_with_spaces(news, tmp_path):
    folder = tmp_path / "новости, (Հայերեն) & 'more'"
    news.rename(folder)
    done = quotestance("predict", f"articles={folder}", "output=çıxış nəticə.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "çıxış nəticə.csv").exists()


def test_no_arguments_shows_the_commands(tmp_path):
    done = quotestance(cwd=tmp_path)
    assert done.returncode == 2 and "usage" in done.stdout


def test_a_language_that_the_model_was_never_scored_on_is_named(tmp_path):
    (tmp_path / "a.txt").write_text("“El camino está abierto”, dijo Ana Ruiz en la ciudad.", encoding="utf-8")
    done = quotestance("predict", "articles=a.txt", "output=out.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "never scored on (trust their labels less): es 1" in done.stderr


def test_languages_and_speakers_of_ones_own(tmp_path):
    (tmp_path / "conf" / "languages").mkdir(parents=True)
    (tmp_path / "a.jsonl").write_text(
        '{"text": "“Ka vela moru en,” tolki Ana Ruiz.", "language": "qq"}', encoding="utf-8"
    )
    language = "code: qq\nname: Invented\nspeech: {traits: [invert], verbs: {say: [tolki]}}\n"
    (tmp_path / "conf" / "languages" / "qq.yaml").write_text(language, encoding="utf-8")
    (tmp_path / "conf" / "speakers.yaml").write_text("- {id: our_ana, names: {en: [Ana Ruiz]}}\n", encoding="utf-8")
    done = quotestance("quotes", "articles=a.jsonl", "output=out.jsonl", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    row = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()[0])
    assert (row["speaker_id"], row["cue_start"]) == ("our_ana", 19)
    (tmp_path / "conf" / "languages" / "qq.yaml").write_text(language + "sppech: {}\n", encoding="utf-8")
    done = quotestance("quotes", "articles=a.jsonl", "output=out.jsonl", cwd=tmp_path)
    assert done.returncode == 1 and "qq.yaml" in done.stderr and "sppech" in done.stderr


def test_a_target_of_ones_own_from_a_table(tmp_path):
    (tmp_path / "conf" / "targets").mkdir(parents=True)
    target = "# @package targets.port\nproposition: The port must be opened.\n"
    (tmp_path / "conf" / "targets" / "port.yaml").write_text(target, encoding="utf-8")
    says = {
        "favor": "It must open",
        "against": "It should stay shut",
        "neutral": "It was discussed",
        "none": "It rained",
    }
    rows = [f'"{words} on day {day}, they said.",en,{label}' for day in range(12) for label, words in says.items()]
    (tmp_path / "labels.csv").write_text("\n".join(["text,language,port", *rows]), encoding="utf-8")
    settings = ("model=tfidf", "targets=port", "tracking=none", "output=model")
    done = quotestance("train", *settings, "data=labels.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "38 units; 10 judge it" in done.stderr
    done = quotestance("evaluate", "stance", "model=model", "data=labels.csv", "gold=", "output=e.json", cwd=tmp_path)
    scores = json.loads((tmp_path / "e.json").read_text(encoding="utf-8"))["stance"]["development"]
    assert scores["n"] == 48 and scores["f1_rel"] > 0.8
    (tmp_path / "few.csv").write_text("\n".join(["text,language,port", *rows[:3]]), encoding="utf-8")
    done = quotestance("train", *settings, "data=few.csv", cwd=tmp_path)
    assert done.returncode == 1 and "expected at least 8" in done.stderr
    learned = [f"{row},train" for row in rows]
    (tmp_path / "learned.csv").write_text("\n".join(["text,language,port,part", *learned]), encoding="utf-8")
    done = quotestance("train", *settings, "data=learned.csv", cwd=tmp_path)
    assert done.returncode == 1 and "no unit is for development" in done.stderr
    done = quotestance("evaluate", "stance", "model=model", "data=learned.csv", "gold=", cwd=tmp_path)
    assert done.returncode == 1 and "nothing to score" in done.stderr
    done = quotestance("train", *settings, "data=labels.csv", "size=5", cwd=tmp_path)
    assert done.returncode == 1 and "expected at least 8" in done.stderr
    done = quotestance("train", "-m", *settings[:3], "seed=1,2", "data=few.csv", cwd=tmp_path)
    assert done.returncode == 1 and "expected at least 8" in done.stderr and "Traceback" not in done.stderr
    done = quotestance("train", "-m", *settings[:3], "seed=1,2", "data=nowhere.csv", cwd=tmp_path)
    assert done.returncode == 2 and "nowhere.csv: No such file" in done.stderr
    (tmp_path / "conf" / "targets" / "status.yaml").write_text(target, encoding="utf-8")
    (tmp_path / "conf" / "targets" / "port.yaml").write_text("# @package targets.port\nfavor: open\n", encoding="utf-8")
    done = quotestance("train", *settings, "data=labels.csv", cwd=tmp_path)
    assert done.returncode == 2 and "targets.port.proposition" in done.stderr
    assert "status.yaml: a shipped file has this name" in done.stderr
    (tmp_path / "conf" / "targets" / "port.yaml").write_text("proposition: Open it.\n", encoding="utf-8")
    done = quotestance("train", *settings, "data=labels.csv", cwd=tmp_path)
    assert done.returncode == 2 and "port.yaml: expected the first line '# @package targets.port'" in done.stderr
