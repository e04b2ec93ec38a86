"""Articles from a file, a folder or a pattern; what cannot be used is passed on as Skipped and stops nothing."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Mapping
from glob import glob, has_magic
from pathlib import Path

import regex

from quotestance.articles.body import find_body
from quotestance.articles.formats import Record, csv_header, is_known, read_csv, read_records
from quotestance.articles.language import identify_language
from quotestance.languages import Language, page_for
from quotestance.records import DATE_BASES, UNDETERMINED, Article, DateBasis, Skipped

METADATA = "articles.csv"
"""Name of the table beside plain files that says what they do not say themselves."""
_DATE = regex.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:[T ].*)?)?)?")
_LANGUAGE = regex.compile(r"[a-z]{2}")
_log = logging.getLogger(__name__)


def read_articles(location: str, *, languages: Mapping[str, Language]) -> Iterator[Article | Skipped]:
    """The articles at `location`: a file, a folder with all below it, or a pattern such as ``news/*.txt``.

    Files are read in the order of their paths, one record at a time. In a folder or a pattern, files of another
    type and hidden ones are passed over. Metadata that is given wins over what is found in the text. A date that
    is not ISO 8601 is dropped with a warning, and the article kept. FileNotFoundError if nothing is there;
    ValueError if a file named directly is of an unknown type.
    """
    taken: dict[str, int] = {}
    stems: dict[str, int] = {}
    metadata: dict[Path, dict[str, Mapping[str, str]]] = {}
    for path in _files(location):
        folder = path.parent
        if folder not in metadata:
            metadata[folder] = _metadata(folder)
        stem = _unique(path.stem, stems)
        given = metadata[folder].get(path.name, {})
        for record in read_records(path):
            yield record if isinstance(record, Skipped) else _article(path, stem, record, given, languages, taken)


def _files(location: str) -> list[Path]:
    path = Path(location)
    if path.is_file():
        return [path]
    if path.is_dir():
        return [file for file in sorted(path.rglob("*")) if _wanted(file, file.relative_to(path))]
    found = [Path(name) for name in sorted(glob(location, recursive=True))] if has_magic(location) else []  # noqa: PTH207
    if not found:
        raise FileNotFoundError(f"{location}: expected a file, a folder or a pattern that matches some; found nothing")
    return [file for file in found if _wanted(file, Path(file.name))]


def _wanted(file: Path, inside: Path) -> bool:
    hidden = any(part.startswith(".") for part in inside.parts)
    return not hidden and is_known(file) and file.is_file() and not _is_metadata(file)


def _is_metadata(file: Path) -> bool:
    if file.name != METADATA:
        return False
    header = {name.strip().lower() for name in csv_header(file)}
    return "file" in header and "text" not in header


def _metadata(folder: Path) -> dict[str, Mapping[str, str]]:
    """What the folder's metadata table says of each file, by file name."""
    table = folder / METADATA
    if not table.is_file() or not _is_metadata(table):
        return {}
    found: dict[str, Mapping[str, str]] = {}
    for record in read_csv(table, required="file"):
        if isinstance(record, Skipped):
            _log.warning("metadata not used: %s", record)
        else:
            found[record.fields["file"].strip()] = record.fields
    return found


def _article(
    path: Path,
    stem: str,
    record: Record,
    given: Mapping[str, str],
    languages: Mapping[str, Language],
    taken: dict[str, int],
) -> Article:
    """The record as an article; `given` (the metadata beside it) wins over its own fields, both over detection."""
    fields = {**record.fields, **{name: value for name, value in given.items() if value.strip()}}
    text = record.fields["text"]
    language = _language(fields.get("language", "")) or identify_language(text)
    body = find_body(text, page_for(languages, language), title=fields.get("title", "").strip())
    day, basis = _dated(fields, path, record.line)
    return Article(
        id=_unique(_name(stem, record), taken),
        source=fields.get("source") or fields.get("url") or str(path),
        text=text,
        language=language,
        title=body.title,
        date=day,
        date_basis=basis,
        outlet=fields.get("outlet", "").strip(),
        event=fields.get("event", "").strip(),
        body=body.spans,
    )


def _name(stem: str, record: Record) -> str:
    """The record's own id; else the stem, with the line where the file is a table."""
    own = record.fields.get("id", "").strip()
    return own or (stem if record.line is None else f"{stem}-{record.line}")


def _unique(name: str, taken: dict[str, int]) -> str:
    """`name`, or with -2, -3 ... where it is taken; the order of reading decides, so it is the same each time."""
    candidate, number = name, taken.get(name, 0)
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken[candidate] = 1
    taken[name] = max(number, 1)
    return candidate


def _language(given: str) -> str:
    """ISO 639-1 out of a tag such as en-GB or pt_BR; "" if it is none."""
    code = given.strip().lower().replace("_", "-").split("-")[0]
    return code if code == UNDETERMINED or _LANGUAGE.fullmatch(code) else ""


def _dated(fields: Mapping[str, str], path: Path, line: int | None) -> tuple[str, DateBasis]:
    """The date and its basis; a date without a basis is stated, a basis without a date is none."""
    given = fields.get("date", "").strip()
    if not given:
        return "", "none"
    day = iso_date(given)
    basis = fields.get("date_basis", "").strip().lower()
    if not day or basis == "none":
        _log.warning("%s, line %s: date %r not used: expected YYYY[-MM[-DD]] and a basis", path, line, given)
        return "", "none"
    return day, next((known for known in DATE_BASES if known == basis), "stated")


def iso_date(given: str) -> str:
    """YYYY, YYYY-MM or YYYY-MM-DD out of an ISO 8601 date or time; "" for anything else."""
    found = _DATE.fullmatch(given)
    if found is None:
        return ""
    year, month, day = (int(part) if part else 1 for part in found.groups())
    try:
        datetime.date(year, month, day)
    except ValueError:
        return ""
    return "-".join(part for part in found.groups() if part)
