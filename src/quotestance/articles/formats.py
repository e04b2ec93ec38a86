"""Files to records: one file holds one article (plain text, HTML) or a table of them (JSONL, CSV, Parquet)."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import regex

from quotestance.articles.decoding import NotTextError, decode, encoding_of, well_formed
from quotestance.articles.html import read_page
from quotestance.files import DataError
from quotestance.records import Skipped

FIELDS = ("text", "id", "title", "date", "date_basis", "language", "outlet", "event", "source", "url")
"""What is read of a record; only `text` is required."""
_STRAY_BYTE = regex.compile("[\udc80-\udcff]")
_TAG = regex.compile(r"(?i)<!--(?:(?!<!--|-->).){0,2000}+-->|</?[a-z][a-z0-9]{0,9}(?:\s[^<>\n]{0,2000}+)?/?>")
_BATCH = 64
"""Rows of a Parquet file in memory at a time."""
_SAMPLE = 64 * 1024
_LONGEST_FIELD = 2**24
"""Characters in one CSV field; a quotation mark that is never closed does not swallow more than this."""


@dataclass(frozen=True)
class Record:
    """One article's fields as they stand in a file; `line` is its line or row there, None if it is the whole file."""

    fields: Mapping[str, str]
    line: int | None = None


Rows = Iterator[Record | Skipped]


def read_records(path: Path) -> Rows:
    """The records of one file in order, bad ones as Skipped; DataError if its type is unknown."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DataError([f"{path}: expected one of {', '.join(sorted(READERS))}; got {path.suffix or 'no suffix'}"])
    try:
        yield from reader(path)
    except (NotTextError, csv.Error, pa.ArrowException, OSError) as error:
        yield Skipped(str(path), None, _reason(error))


def csv_header(path: Path) -> tuple[str, ...]:
    """The column names of a CSV file; empty where they cannot be read."""
    try:
        with _open_csv(path) as reader:
            return tuple(next(reader, ()))
    except (NotTextError, csv.Error, OSError):
        return ()


def _read_plain(path: Path) -> Rows:
    text = decode(path.read_bytes())
    if "</p>" in text:  # a page's text with tags left in it; offsets stay as they are
        text = _TAG.sub(lambda tag: " " * len(tag.group()), text)
    yield _checked(path, None, {"text": text})


def _read_html(path: Path) -> Rows:
    yield _checked(path, None, read_page(path.read_bytes()))


def _read_jsonl(path: Path) -> Rows:
    with _open_table(path) as file:
        for line, text in enumerate(file, start=1):
            if text.strip():
                yield _json_record(path, line, text)


def _json_record(path: Path, line: int, text: str) -> Record | Skipped:
    try:
        row = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Skipped(str(path), line, f"broken JSON: {_reason(error)}")
    if not isinstance(row, dict):
        return Skipped(str(path), line, f"expected a JSON object; got {type(row).__name__}")
    return _checked(path, line, {name.lower(): value for name, value in row.items()})


def read_csv(path: Path, required: str = "text") -> Rows:
    """The rows of a CSV file by column name; the delimiter is a comma, semicolon or tab."""
    with _open_csv(path) as reader:
        header = [name.strip().lower() for name in next(reader, [])]
        if required not in header:
            yield Skipped(str(path), 1, f"expected a column {required}; got {', '.join(header) or 'nothing'}")
            return
        while True:
            line = reader.line_num + 1
            try:
                row = _next_row(reader)
            except csv.Error as error:
                yield Skipped(str(path), line, f"broken CSV: {error}")
                continue
            if row is None:
                return
            if any(row):
                yield _checked(path, line, dict(zip(header, row, strict=False)), required=required)


def _next_row(reader: Any) -> list[str] | None:
    before = csv.field_size_limit(_LONGEST_FIELD)
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(before)


def _read_parquet(path: Path) -> Rows:
    with pq.ParquetFile(path) as file:
        columns = [name for name in file.schema_arrow.names if name.lower() in FIELDS]
        if "text" not in (name.lower() for name in columns):
            yield Skipped(str(path), None, f"expected a column text; got {', '.join(file.schema_arrow.names)}")
            return
        line = 0
        for batch in file.iter_batches(batch_size=_BATCH, columns=columns):
            for row in batch.to_pylist():
                line += 1
                yield _checked(path, line, {name.lower(): value for name, value in row.items()})


@contextmanager
def _open_csv(path: Path) -> Iterator[Any]:
    with _open_table(path) as file:
        header = file.readline()
        file.seek(0)
        yield csv.reader(file, delimiter=max(",;\t", key=header.count))


@contextmanager
def _open_table(path: Path) -> Iterator[Any]:
    """The file as text with its newlines; a byte that its encoding does not know costs its record alone.

    It becomes a lone surrogate, and what cannot be told is taken for UTF-8.
    """
    with path.open("rb") as raw:
        encoding = encoding_of(raw.read(_SAMPLE), fallback="utf-8")
    with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
        yield file


def _checked(path: Path, line: int | None, row: Mapping[str, Any], *, required: str = "text") -> Record | Skipped:
    """The known fields of `row` as texts; Skipped where the required one is missing, empty or no text."""
    main = row.get(required)
    if main is None:
        return Skipped(str(path), line, f"{required}: missing or null")
    if not isinstance(main, str):
        return Skipped(str(path), line, f"{required}: expected a text; got {type(main).__name__}")
    if _STRAY_BYTE.search(main):
        return Skipped(str(path), line, f"{required}: bytes that are not UTF-8")
    if not main.strip("\ufeff \t\r\n\x00"):
        return Skipped(str(path), line, "no text")
    return Record({name: _as_text(value) for name, value in row.items() if _is_plain(value)}, line)


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int | float | date) and not isinstance(value, bool)


def _as_text(value: str | int | float | date) -> str:
    """Dates in ISO 8601, the rest as it prints; safe to write as UTF-8."""
    return well_formed(value.isoformat() if isinstance(value, date) else str(value))


def _reason(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:200] or type(error).__name__


READERS: Mapping[str, Callable[[Path], Rows]] = {
    ".txt": _read_plain,
    ".html": _read_html,
    ".htm": _read_html,
    ".jsonl": _read_jsonl,
    ".csv": read_csv,
    ".parquet": _read_parquet,
}
