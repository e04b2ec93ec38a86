"""Records in and out. Writes are atomic: a file is whole or it is not there. Errors name file, line and field."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq

Row = Mapping[str, Any]
Parsed = TypeVar("Parsed")
OUTPUT_SUFFIXES = (".jsonl", ".csv", ".parquet")
_BATCH_ROWS = 4096


class DataError(ValueError):
    """Data that cannot be used; the message lists every offending place."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problems))


class RowWriter(Protocol):
    """Takes rows one by one."""

    def write(self, row: Row) -> None:
        """Add one row."""


def read_jsonl(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number from 1, object) of a JSON Lines file; DataError on the first line that is no object."""
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, start=1):
            if line.strip():
                yield number, _json_object(line, f"{path}, line {number}")


def parse_jsonl(path: Path, parse: Callable[[int, dict[str, Any]], Parsed]) -> list[Parsed]:
    """What `parse` makes of each line number and object; DataError lists all lines that it refuses."""
    parsed, problems = [], []
    for number, row in read_jsonl(path):
        try:
            parsed.append(parse(number, row))
        except (KeyError, TypeError, ValueError) as error:
            problems.append(f"{path}, line {number}: {error}")
    if problems:
        raise DataError(problems)
    return parsed


def read_table(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number from 1, row by column name) of a CSV file with a header; missing cells are "".

    Columns stand apart by comma, semicolon or tab, whichever the header has most. DataError when it is not UTF-8.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            header = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, restval="", delimiter=max(",;\t", key=header.count))
            for row in reader:
                yield reader.line_num, {str(name).strip(): value for name, value in row.items() if name is not None}
    except UnicodeDecodeError as error:
        raise DataError([f"{path}: expected UTF-8 (in a spreadsheet: save as CSV UTF-8); {error}"]) from error


def _json_object(line: str, where: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        raise DataError([f"{where}: not JSON: {error}"]) from error
    if not isinstance(value, dict):
        raise DataError([f"{where}: expected a JSON object; got {type(value).__name__}"])
    return value


def file_sha256(path: Path) -> str:
    """Hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_json(path: Path, value: Any) -> None:
    """Write `value` as indented JSON, atomically."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8, atomically."""
    with atomic(path) as part:
        part.write_text(text, encoding="utf-8")


@contextmanager
def atomic(path: Path) -> Iterator[Path]:
    """Yield a temporary path beside `path`; it replaces `path` when the block ends well and is removed when not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{uuid4().hex}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def row_writer(path: Path, schema: pa.Schema) -> Iterator[RowWriter]:
    """Yield a writer of rows with the columns of `schema`, in the format of the ending of `path`; atomic."""
    if path.suffix not in OUTPUT_SUFFIXES:
        raise ValueError(f"output: expected a name ending in {', '.join(OUTPUT_SUFFIXES)}; got {str(path)!r}")
    with atomic(path) as part:
        if path.suffix == ".parquet":
            with pq.ParquetWriter(part, schema) as sink:
                writer = _ParquetRows(sink, schema)
                yield writer
                writer.flush()
        else:
            with part.open("w", encoding="utf-8", newline="") as file:
                yield _JsonRows(file, schema.names) if path.suffix == ".jsonl" else _CsvRows(file, schema.names)


class _JsonRows:
    def __init__(self, file: Any, columns: Sequence[str]) -> None:
        self._file, self._columns = file, columns

    def write(self, row: Row) -> None:
        line = json.dumps({name: row[name] for name in self._columns}, ensure_ascii=False)
        self._file.write(line + "\n")


class _CsvRows:
    def __init__(self, file: Any, columns: Sequence[str]) -> None:
        self._writer, self._columns = csv.writer(file), columns
        self._writer.writerow(columns)

    def write(self, row: Row) -> None:
        self._writer.writerow([_csv_cell(row[name]) for name in self._columns])


def _csv_cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value) if isinstance(value, list) else value


class _ParquetRows:
    def __init__(self, sink: pq.ParquetWriter, schema: pa.Schema) -> None:
        self._sink, self._schema, self._rows = sink, schema, list[Row]()

    def write(self, row: Row) -> None:
        self._rows.append(row)
        if len(self._rows) >= _BATCH_ROWS:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            self._sink.write_table(pa.Table.from_pylist([dict(row) for row in self._rows], schema=self._schema))
            self._rows.clear()


def write_jsonl(path: Path, rows: Iterable[Row]) -> None:
    """Write rows of any shape as JSON Lines, atomically."""
    with atomic(path) as part, part.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
