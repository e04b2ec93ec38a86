"""From units, each a line's share of an act, to quotes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quotestance.quotes.acts import Act
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.pieces import content_of
from quotestance.quotes.sites import RECAP
from quotestance.quotes.voices import Voice
from quotestance.records import Article, Quote, Span

CONFIDENCE = {
    "name": 0.95,
    "title": 0.85,
    "pronoun": 0.85,
    "body": 0.85,
    "other": 0.75,
    "headline": 0.5,
    "later": 0.5,
    "unknown": 0.3,
}
"""By what the speaker was found."""
DISCOUNT = {
    "cue": 1.0,
    "nested": 0.8,
    "follow": 0.8,
    "carry": 0.65,
    "beside": 0.5,
    "continuation": 0.6,
    "unmarked": 0.9,
    RECAP: 1.0,
    "heard": 0.5,
}
"""Factors for how content was tied to its speaker, and for content without marks."""


class Unit:
    """One line's share of an act, with its speaker."""

    def __init__(
        self, act: Act, line: Line, pieces: list[Span], voice: Voice, paragraph: Paragraph, continuation: bool
    ) -> None:
        self.act, self.line, self.pieces, self.voice = act, line, pieces, voice
        self.paragraph, self.continuation = paragraph, continuation
        self.verbs: list[Span] = []


def quotes_of(article: Article, units: Sequence[Unit]) -> tuple[Quote, ...]:
    numbers: dict[int, int] = {}
    found = []
    for unit in units:
        marks = unit.paragraph.nested if unit.act.basis == "nested" else unit.paragraph.marks
        content = content_of(article.text, unit.pieces, marks, unit.act.plain_direct, unit.continuation)
        if content is None:
            continue
        source = origin_of(unit.act)
        number = numbers.setdefault(id(source), len(numbers) + 1)
        quote = Quote(
            article_id=article.id,
            quote_id=f"{article.id}-q{number}",
            sentence=unit.line.span,
            pieces=content.pieces,
            kind=content.kind,
            marked=content.marked,
            continuation=unit.continuation and not content.marked,
            cue=source.cue,
            speaker_span=unit.voice.span,
            speaker=unit.voice.name,
            speaker_id=unit.voice.id if unit.voice.name else "",
            verbs=tuple(unit.verbs),
        )
        found.append(replace(quote, confidence=_confidence(unit, quote)))
    return tuple(found)


def origin_of(act: Act) -> Act:
    """The act whose quotation this one goes on with."""
    return origin_of(act.source) if act.source is not None and act.basis in ("follow", "carry") else act


def _confidence(unit: Unit, quote: Quote) -> float:
    factor = DISCOUNT["continuation"] if unit.continuation else DISCOUNT[unit.act.basis]
    marks = 1.0 if quote.marked else DISCOUNT["unmarked"]
    return round(CONFIDENCE[unit.voice.found_by] * factor * marks, 3)
