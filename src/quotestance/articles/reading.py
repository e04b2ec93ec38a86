"""Articles from a file, a folder or a pattern; what cannot be used is passed on as Skipped and stops nothing."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterator, Mapping
from glob import glob, has_magic
from pathlib import Path
from typing import Any

import regex

from quotestance.articles.body import find_body
from quotestance.articles.formats import READERS, csv_header, read_csv, read_records
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
    is not ISO 8601 is dropped with a warning, and the article kept. FileNotFoundError if nothing can be read there;
    DataError if a file named directly is of an unknown type.
    """
    taken: dict[str, int] = {}
    stems: dict[str, int] = {}
    metadata: dict[Path, dict[str, Mapping[str, str]]] = {}
    for path in _files(location):
        folder = path.parent
        if folder not in metadata:
            metadata[folder] = _metadata(folder)
        stem = _unique(path.stem, stems)
        given = {name: value for name, value in metadata[folder].get(path.name, {}).items() if value.strip()}
        for record in read_records(path):
            if isinstance(record, Skipped):
                yield record
                continue
            own = (given if record.line is None else record.fields).get("id", "").strip()
            name = own or (stem if record.line is None else f"{stem}-{record.line}")
            fields = {**record.fields, **given, "text": record.fields["text"], "id": _unique(name, taken)}
            yield article_of(fields, str(path), languages)


def article_of(fields: Mapping[str, Any], source: str, languages: Mapping[str, Language]) -> Article:
    """An article from its text and what is known of it, by the names of `FIELDS`; the rest is found in the text."""
    text = str(fields["text"])
    known = {name: str(value).strip() for name, value in fields.items() if name != "text"}
    language = _language(known.get("language", "")) or identify_language(text)
    body = find_body(text, page_for(languages, language), title=known.get("title", ""))
    name = known.get("id") or source
    day, basis = _dated(known, name)
    return Article(
        id=name,
        source=known.get("source") or known.get("url") or source,
        text=text,
        language=language,
        title=body.title,
        date=day,
        date_basis=basis,
        outlet=known.get("outlet", ""),
        event=known.get("event", ""),
        body=body.spans,
    )


def _files(location: str) -> list[Path]:
    path = Path(location)
    if path.is_file():
        return [path]
    if location and path.is_dir():
        found = [file for file in sorted(path.rglob("*")) if _wanted(file, file.relative_to(path))]
    else:
        names = sorted(glob(location, recursive=True)) if has_magic(location) else []  # noqa: PTH207
        if not names:
            expected = "expected a file, a folder or a pattern that matches some"
            raise FileNotFoundError(f"{location or 'articles'}: {expected}; found nothing")
        found = [file for file in map(Path, names) if _wanted(file, Path(file.name))]
    if not found:
        raise FileNotFoundError(f"{location}: expected files of {', '.join(sorted(READERS))}; found none")
    return found


def _wanted(file: Path, inside: Path) -> bool:
    hidden = any(part.startswith(".") for part in inside.parts)
    return not hidden and file.suffix.lower() in READERS and file.is_file() and not _is_metadata(file)


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


def _dated(known: Mapping[str, str], name: str) -> tuple[str, DateBasis]:
    """The date and its basis; a date without a basis is stated, a basis without a date is none."""
    given, basis = known.get("date", ""), known.get("date_basis", "").lower()
    if not given:
        return "", "none"
    day = iso_date(given)
    if not day or basis == "none":
        _log.warning("%s: date %r not used: expected YYYY[-MM[-DD]] and a basis", name, given)
        return "", "none"
    return day, next((one for one in DATE_BASES if one == basis), "stated")


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
