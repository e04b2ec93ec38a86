"""What a page of quotes shows of one article: numbered units, gold beside them if there is any, marked text; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
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
_BADGES: dict[Status, str] = {"gold": " gold only", "found": " predicted only"}
_UNITS_NAMED = 6
"""Most units that a tooltip names."""


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
    def label(self) -> str:
        """What stands beside the text where the unit begins."""
        return f"{self.number}{_BADGES.get(self.status, '')}"

    @property
    def speaker_differs(self) -> bool:
        """Whether gold names another speaker."""
        return self.gold is not None and same_speaker(*by_unit([self.gold, self.quote])) is False

    @property
    def differences(self) -> list[str]:
        """What gold has otherwise about the same unit: its speaker, its kind, its pieces."""
        gold = self.gold or self.quote
        differ = {"speaker": self.speaker_differs, "kind": gold.kind != self.quote.kind}
        return [what for what, so in {**differ, "pieces": gold.pieces != self.quote.pieces}.items() if so]


@dataclass(frozen=True)
class ArticleView:
    """One article as the page shows it; `compared`: gold units of it are known."""

    article: Article
    units: tuple[ShownUnit, ...]
    compared: bool

    @property
    def unknown(self) -> int:
        """How many units that were found have no speaker."""
        return sum(unit.unknown for unit in self.units)


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

    def units(self, *roles: Role) -> list[ShownUnit]:
        """The units that the stretch belongs to, in one of `roles` if any are given."""
        return list({mark.unit.number: mark.unit for mark in self.marks if not roles or mark.role in roles}.values())

    def begun(self) -> list[ShownUnit]:
        """The units whose content begins here."""
        return [unit for unit in self.units("content") if unit.quote.hull.start == self.span.start]

    def led_to(self) -> list[ShownUnit]:
        """Where a click leads: from cue and speaker to all their units, from content to the innermost one."""
        return self.units("cue", "speaker") or [self._innermost()]

    def classes(self, compared: bool) -> str:
        """The classes by which the page draws the stretch."""
        classes = [] if self.body else ["out"]
        if content := self.units("content"):
            classes += ["q", f"q-{self._origin('content') if compared else self._innermost().quote.kind}"]
            classes += ["deep"] if len(content) > 1 else []
        for role, css in _CLASSES.items():
            if self.units(role):
                classes += [css, f"{css}-{self._origin(role)}"]
        return " ".join(classes)

    def words(self) -> str:
        """What a tooltip says of the stretch, in short."""
        said = self.units("content")[:_UNITS_NAMED]
        words = [f"{unit.number}: {unit.quote.speaker or 'unknown speaker'}, {unit.quote.kind}" for unit in said]
        for role in _CLASSES:
            numbers = [str(unit.number) for unit in self.units(role)]
            more = ", ..." if len(numbers) > _UNITS_NAMED else ""
            words += [f"{role} of {', '.join(numbers[:_UNITS_NAMED])}{more}"] if numbers else []
        return "; ".join(words)

    def _innermost(self) -> ShownUnit:
        hulls = ((unit.quote.hull, unit) for unit in self.units("content"))
        return min(hulls, key=lambda one: one[0].end - one[0].start)[1]

    def _origin(self, role: Role) -> Origin:
        origins = {mark.origin for mark in self.marks if mark.role == role}
        return next(iter(origins)) if len(origins) == 1 else "both"


_CLASSES: dict[Role, str] = {"cue": "c", "speaker": "s"}


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
    beginning = {start: list(some) for start, some in groupby(marks, key=lambda mark: mark.span.start)}
    starts, ends = ({getattr(span, end) for span in view.article.body} for end in ("start", "end"))
    borders = {0, len(view.article.text), *beginning, *(mark.span.end for mark in marks), *starts, *ends}
    active: list[Mark] = []
    inside = False
    for start, end in pairwise(sorted(borders)):
        active = [mark for mark in active if mark.span.end > start] + beginning.get(start, [])
        inside = start in starts or (inside and start not in ends)
        yield Segment(Span(start, end), inside, tuple(active))


def _compared(found: Sequence[Quote], gold: Sequence[Quote]) -> Iterator[ShownUnit]:
    pairs = match(by_unit(gold), by_unit(found), _SAME_UNIT)
    partner = {f: gold[g] for g, f in pairs}
    for index, quote in enumerate(found):
        yield ShownUnit(0, quote, "both" if index in partner else "found", partner.get(index))
    matched = {g for g, _ in pairs}
    yield from (ShownUnit(0, quote, "gold") for index, quote in enumerate(gold) if index not in matched)


def _marks(unit: ShownUnit) -> Iterator[Mark]:
    side: Origin = "gold" if unit.status == "gold" else "found"
    both: list[tuple[Origin, Quote | None]] = [(side, unit.quote), ("gold", unit.gold)]
    for made_by, quote in both:
        if quote is not None:
            spans: list[tuple[Role, Span | None]] = [("content", piece) for piece in quote.pieces]
            spans += [("cue", quote.cue), ("speaker", quote.speaker_span)]
            yield from (Mark(span, role, made_by, unit) for role, span in spans if span is not None)
