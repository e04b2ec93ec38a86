"""Constructions of reported speech, row by row, in every supported language (``tests/fixtures/quotes``)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from quotestance.languages import language_for, load_languages
from quotestance.quotes import extract_quotes
from quotestance.records import Article, Span
from quotestance.sentences import split_sentences
from quotestance.speakers import Speakers

HERE = Path(__file__).resolve().parent
LANGUAGES = load_languages(HERE.parent / "conf" / "languages")
ROWS = [
    pytest.param(
        row.get("language", path.stem),
        row["text"],
        row["quotes"],
        id=f"{path.stem}-{number}",
        marks=[pytest.mark.xfail(strict=True, reason=row["fails"])] if "fails" in row else [],
    )
    for path in sorted((HERE / "fixtures" / "quotes").glob("*.yaml"))
    for number, row in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), 1)
]


def found_in(text: str, code: str, **fields: Any) -> list[str]:
    """The units as "speaker | kind | piece ## piece"."""
    article = Article(id="a", source="a", text=text, language=code, body=(Span(0, len(text)),), **fields)
    language = language_for(LANGUAGES, code)
    quotes = extract_quotes(article, split_sentences(article, language), language, Speakers())
    return [f"{q.speaker} | {q.kind} | {' ## '.join(p.of(text) for p in q.pieces)}" for q in quotes]


@pytest.mark.parametrize(("code", "text", "expected"), ROWS)
def test_row(code: str, text: str, expected: list[str]) -> None:
    assert found_in(text, code) == expected
