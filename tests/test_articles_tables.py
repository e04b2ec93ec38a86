"""Articles from JSON Lines, CSV and Parquet; a bad row costs that row only."""

import csv
import datetime
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from test_articles import RUSSIAN, TEXT, Read

ROWS: list[dict[str, object]] = [
    {"text": TEXT, "id": "x", "title": "T", "date": "2021-01-18", "language": "en-GB", "url": "https://example.org/1"},
    {"text": TEXT, "id": "x", "date": "18.01.2021"},
    {"text": RUSSIAN, "outlet": "Вестник", "event": "talks", "date": "2021-01", "date_basis": "inferred"},
]


def parquet(path: Path, columns: dict[str, list[object]]) -> None:
    pq.write_table(pa.table(columns), path)


def write_rows(path: Path) -> None:
    names = ["text", "id", "title", "date", "date_basis", "language", "outlet", "event", "url"]
    if path.suffix == ".jsonl":
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n\n", encoding="utf-8")
    elif path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, names, delimiter=";")
            writer.writeheader()
            writer.writerows(ROWS)
    else:
        parquet(path, {name: [row.get(name) for row in ROWS] for name in names})


@pytest.mark.parametrize(("suffix", "third"), [(".jsonl", "t-3"), (".csv", "t-10"), (".parquet", "t-3")])
def test_tables(suffix: str, third: str, tmp_path: Path, read: Read) -> None:
    write_rows(tmp_path / f"t{suffix}")
    articles, skipped = read(tmp_path)
    assert not skipped
    assert [article.id for article in articles] == ["x", "x-2", third]
    assert articles[0].source == "https://example.org/1"
    assert [(article.date, article.date_basis) for article in articles] == [
        ("2021-01-18", "stated"),
        ("", "none"),
        ("2021-01", "inferred"),
    ]
    assert [article.language for article in articles] == ["en", "en", "ru"]
    assert (articles[0].title, articles[2].outlet, articles[2].event) == ("T", "Вестник", "talks")
    assert articles[2].text == RUSSIAN


def test_a_bad_line_costs_one_line(tmp_path: Path, read: Read) -> None:
    good = json.dumps({"text": TEXT})
    (tmp_path / "t.jsonl").write_text("\n".join([good, "{", "[]", good, '{"text": ""}']), encoding="utf-8")
    articles, skipped = read(tmp_path)
    assert [article.id for article in articles] == ["t-1", "t-4"]
    assert [record.line for record in skipped] == [2, 3, 5]


def test_a_csv_field_beyond_the_usual_limit(tmp_path: Path, read: Read) -> None:
    before = csv.field_size_limit()
    with (tmp_path / "t.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["text"], ["x" * (2**24 + 10)], ["The road is open. " * 20_000], [TEXT]])
    articles, skipped = read(tmp_path)
    assert [len(article.text) for article in articles] == [360_000, len(TEXT)]
    assert [record.line for record in skipped] == [2]
    assert "field limit" in skipped[0].reason
    assert csv.field_size_limit() == before


def test_a_legacy_csv_table(tmp_path: Path, read: Read) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([["id", "text"], ["1", RUSSIAN * 3]])
    (tmp_path / "t.csv").write_bytes(buffer.getvalue().encode("cp1251"))
    (article,), _ = read(tmp_path)
    assert article.text == RUSSIAN * 3


def test_text_can_always_be_written_again(tmp_path: Path, read: Read) -> None:
    (tmp_path / "t.jsonl").write_text('{"text": "A \\ud800 b \\u0000 c.", "title": "\\udfff"}', encoding="utf-8")
    (article,), _ = read(tmp_path)
    assert (article.text, article.title) == ("A \ufffd b \ufffd c.", "\ufffd")
    article.text.encode("utf-8")


def test_parquet_of_other_types(tmp_path: Path, read: Read) -> None:
    parquet(tmp_path / "a.parquet", {"text": [TEXT], "date": [datetime.date(2021, 1, 18)], "id": [7]})
    parquet(tmp_path / "b.parquet", {"text": [b"bytes"], "other": [[1, 2]]})
    parquet(tmp_path / "c.parquet", {"body": ["x"]})
    articles, skipped = read(tmp_path)
    assert [(article.id, article.date) for article in articles] == [("7", "2021-01-18")]
    assert ["got bytes" in skipped[0].reason, "column text" in skipped[1].reason] == [True, True]
