"""What a page of quotes shows of one article: numbered units, gold beside them if there is any, marked text; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from quotestance.quotes.scoring import by_unit, match, same_speaker
from quotestance.records import Article, Quote, Span

Status = Literal["plain", "gold", "found", "both"]
"""Where a unit stands: `plain` without gold to compare with, else in gold alone, found alone, or in both."""
Role = Literal["content", "cue", "speaker"]
Origin = Literal["gold", "found", "both"]

_SAME_UNIT = 0.3
"""Least intersection over union of content for a found unit to be a gold one, as in the evaluation."""
_LIST_ORDER: tuple[Status, ...] = ("plain", "gold", "found", "both")


@dataclass(frozen=True)
class ShownUnit:
    """A unit with its number in reading order, from 1; `gold` is its partner where `status` is both."""

    number: int
    quote: Quote
    status: Status = "plain"
    gold: Quote | None = None

    @property
    def unknown(self) -> bool:
        """Whether no speaker was found for a unit that was found."""
        return self.status != "gold" and not self.quote.speaker

    @property
    def speaker_differs(self) -> bool:
        """Whether gold names another speaker."""
        return self.gold is not None and same_speaker(*by_unit([self.gold, self.quote])) is False


@dataclass(frozen=True)
class ArticleView:
    """One article as the page shows it; `compared`: gold units of it are known."""

    article: Article
    units: tuple[ShownUnit, ...]
    compared: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """What a span of text is to one unit."""

    span: Span
    role: Role
    origin: Origin
    unit: ShownUnit


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text between two borders: nothing begins or ends inside it."""

    span: Span
    body: bool
    marks: tuple[Mark, ...]


@dataclass
class Tally:
    """What the summary on top says; filled article by article."""

    articles: list[tuple[str, int, int]] = field(default_factory=list)
    """Title, number of units shown, and of those with an unknown speaker."""
    quotes: int = 0
    units: int = 0
    speakers: set[str] = field(default_factory=set)
    unknown: int = 0
    compared: int = 0
    status: dict[Status, int] = field(default_factory=dict)
    speaker_differs: int = 0

    def add(self, view: ArticleView) -> None:
        """Count one article."""
        found = [unit.quote for unit in view.units if unit.status != "gold"]
        unknown = sum(unit.unknown for unit in view.units)
        self.articles.append((view.article.title or view.article.source, len(view.units), unknown))
        self.quotes += len({quote.quote_id for quote in found})
        self.units += len(found)
        self.speakers |= {quote.speaker_id or quote.speaker for quote in found if quote.speaker}
        self.unknown += unknown
        self.compared += view.compared
        self.speaker_differs += sum(unit.speaker_differs for unit in view.units)
        for unit in view.units:
            self.status[unit.status] = self.status.get(unit.status, 0) + 1


def article_view(article: Article, found: Sequence[Quote], gold: Sequence[Quote] | None = None) -> ArticleView:
    """The units of one article in reading order; `gold` is None where nobody labelled the article."""
    units = [ShownUnit(0, quote) for quote in found] if gold is None else list(_compared(found, gold))
    units.sort(key=lambda unit: (unit.quote.hull.start, -unit.quote.hull.end))
    numbered = tuple(replace(unit, number=number) for number, unit in enumerate(units, start=1))
    return ArticleView(article, numbered, compared=gold is not None)


def listed(units: Iterable[ShownUnit]) -> list[ShownUnit]:
    """In the order of what to look at: unknown speakers, then what differs from gold, then the least confident."""
    return sorted(
        units,
        key=lambda unit: (
            not unit.unknown,
            _LIST_ORDER.index(unit.status),
            not unit.speaker_differs,
            unit.quote.confidence,
            unit.number,
        ),
    )


def segments(view: ArticleView) -> Iterator[Segment]:
    """The whole text in order, without gap or overlap, split at every border of a mark or of the body."""
    marks = sorted((mark for unit in view.units for mark in _marks(unit)), key=lambda mark: mark.span)
    edges = [*(mark.span for mark in marks), *view.article.body]
    length = len(view.article.text)
    borders = sorted({0, length, *(span.start for span in edges), *(span.end for span in edges)})
    active: list[Mark] = []
    waiting, body = iter(marks), iter(view.article.body)
    upcoming, inside = next(waiting, None), next(body, None)
    for start, end in pairwise(borders):
        active = [mark for mark in active if mark.span.end > start]
        while upcoming is not None and upcoming.span.start <= start:
            active.append(upcoming)
            upcoming = next(waiting, None)
        while inside is not None and inside.end <= start:
            inside = next(body, None)
        yield Segment(Span(start, end), inside is not None and inside.start <= start, tuple(active))


def origin(marks: Iterable[Mark]) -> Origin:
    """Gold, found, or both, of marks in one place."""
    origins = {mark.origin for mark in marks}
    return next(iter(origins)) if len(origins) == 1 else "both"


def _compared(found: Sequence[Quote], gold: Sequence[Quote]) -> Iterator[ShownUnit]:
    pairs = match(by_unit(gold), by_unit(found), _SAME_UNIT)
    partner = {f: gold[g] for g, f in pairs}
    for index, quote in enumerate(found):
        yield ShownUnit(0, quote, "both" if index in partner else "found", partner.get(index))
    matched = {g for g, _ in pairs}
    yield from (ShownUnit(0, quote, "gold") for index, quote in enumerate(gold) if index not in matched)


def _marks(unit: ShownUnit) -> Iterator[Mark]:
    yield from _marks_of(unit.quote, "gold" if unit.status == "gold" else "found", unit)
    if unit.gold is not None:
        yield from _marks_of(unit.gold, "gold", unit)


def _marks_of(quote: Quote, made_by: Origin, unit: ShownUnit) -> Iterator[Mark]:
    yield from (Mark(piece, "content", made_by, unit) for piece in quote.pieces)
    if quote.cue is not None:
        yield Mark(quote.cue, "cue", made_by, unit)
    if quote.speaker_span is not None:
        yield Mark(quote.speaker_span, "speaker", made_by, unit)
