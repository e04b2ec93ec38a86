"""Rows in and out: the same columns in every format, and never half a file."""

import json

import pandas as pd
import pyarrow as pa
import pytest

from quotestance.files import DataError, atomic, read_jsonl, row_writer

SCHEMA = pa.schema(
    [("name", pa.string()), ("start", pa.int64()), ("spans", pa.list_(pa.list_(pa.int64()))), ("marked", pa.bool_())]
)
ROWS = [
    {"name": 'Լավրով, "he"', "start": 3, "spans": [[1, 2], [4, 9]], "marked": True},
    {"name": "a\nb", "start": None, "spans": [[0, 1]], "marked": False},
]


@pytest.mark.parametrize("suffix", [".jsonl", ".csv", ".parquet"])
def test_rows_read_back_as_written(tmp_path, suffix):
    path = tmp_path / f"rows{suffix}"
    with row_writer(path, SCHEMA) as writer:
        for row in ROWS:
            writer.write(row)
    read = {".jsonl": lambda p: pd.read_json(p, lines=True), ".csv": pd.read_csv, ".parquet": pd.read_parquet}
    table = read[suffix](path)
    assert list(table.columns) == SCHEMA.names
    assert table["name"].tolist() == [row["name"] for row in ROWS]
    assert table["marked"].tolist() == [True, False]
    spans = [json.loads(s) if isinstance(s, str) else [list(map(int, one)) for one in s] for s in table["spans"]]
    assert spans == [row["spans"] for row in ROWS]


def test_a_broken_run_leaves_the_old_file(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text("old", encoding="utf-8")
    broken = {"name": "no other column"}
    with pytest.raises(KeyError), row_writer(path, SCHEMA) as writer:
        list(map(writer.write, [ROWS[0], broken]))
    assert path.read_text(encoding="utf-8") == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["rows.csv"]


def test_atomic_makes_folders_and_keeps_the_umask(tmp_path):
    path = tmp_path / "a" / "b.txt"
    with atomic(path) as part:
        part.write_text("x", encoding="utf-8")
    (tmp_path / "other").write_text("x", encoding="utf-8")
    assert path.stat().st_mode == (tmp_path / "other").stat().st_mode


@pytest.mark.parametrize(
    ("text", "said"), [('{"a": 1}\n{"a":\n', "line 2: not JSON"), ("[1]\n", "line 1: expected a JSON object")]
)
def test_bad_lines_are_named(tmp_path, text, said):
    path = tmp_path / "x.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=said):
        list(read_jsonl(path))


def test_an_unknown_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"\.jsonl, \.csv, \.parquet"), row_writer(tmp_path / "x.xlsx", SCHEMA):
        pass
