"""Found quotes against annotated ones: one-to-one matching by overlap of content, counts and scores. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from quotestance.records import Quote, Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """What is compared: content and source as spans, and the kind.

    `speaker` and `speaker_id` are None where a corpus marks the source but names nobody; then sources are compared.
    """

    content: tuple[Span, ...]
    source: tuple[Span, ...] = ()
    kind: str = "indirect"
    speaker: str | None = None
    speaker_id: str | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Matched and all quotes on both sides; of the matched those whose speaker can be judged, and those agreeing."""

    matched: int = 0
    gold: int = 0
    found: int = 0
    judged: int = 0
    agreeing: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.matched + other.matched,
            self.gold + other.gold,
            self.found + other.found,
            self.judged + other.judged,
            self.agreeing + other.agreeing,
        )

    @property
    def precision(self) -> float:
        """Share of the found quotes that are in the gold, in [0, 1]."""
        return self.matched / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold quotes that were found, in [0, 1]."""
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.gold + self.found
        return 2 * self.matched / both if both else 0.0

    @property
    def speaker(self) -> float:
        """Share of the judged quotes with the right speaker."""
        return self.agreeing / self.judged if self.judged else 0.0


def characters(spans: Iterable[Span]) -> frozenset[int]:
    """The offsets that spans cover."""
    return frozenset(offset for span in spans for offset in range(span.start, span.end))


def overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """Intersection over union, in [0, 1]."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0


def match(gold: Sequence[Attribution], found: Sequence[Attribution], threshold: float) -> list[tuple[int, int]]:
    """Pairs of places in `gold` and `found`, one to one, best overlap first, at least `threshold`."""
    left = [characters(item.content) for item in gold]
    right = [characters(item.content) for item in found]
    pairs = [(overlap(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)]
    chosen: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = set(), set()
    for score, i, j in sorted(pairs, key=lambda pair: (-pair[0], pair[1], pair[2])):
        if score < threshold or not score:
            break
        if i not in taken[0] and j not in taken[1]:
            chosen.append((i, j))
            taken[0].add(i)
            taken[1].add(j)
    return chosen


def score(gold: Sequence[Attribution], found: Sequence[Attribution], threshold: float) -> Counts:
    """Counts for one article."""
    pairs = match(gold, found, threshold)
    verdicts = [same_speaker(gold[i], found[j]) for i, j in pairs]
    judged = [verdict for verdict in verdicts if verdict is not None]
    return Counts(len(pairs), len(gold), len(found), len(judged), sum(judged))


def same_speaker(gold: Attribution, found: Attribution) -> bool | None:
    """Whether both have one speaker: the same id, or the same name but for case; both unknown is the same.

    Where the gold names nobody: whether the sources overlap, and None where it has no source either.
    """
    if gold.speaker is None:
        return any(a.overlap(b) for a in gold.source for b in found.source) if gold.source else None
    same_id = bool(gold.speaker_id) and gold.speaker_id == found.speaker_id
    return same_id or gold.speaker.casefold() == (found.speaker or "").casefold()


def by_unit(units: Iterable[Quote]) -> tuple[Attribution, ...]:
    """One attribution per unit, with the name of its speaker."""
    return tuple(
        Attribution(
            unit.pieces, (unit.speaker_span,) if unit.speaker_span else (), unit.kind, unit.speaker, unit.speaker_id
        )
        for unit in units
    )


def by_quote(units: Iterable[Quote]) -> tuple[Attribution, ...]:
    """Units of one quote as one attribution: all pieces, the first unit's mention; mixed where its units differ.

    A sentence that goes on without a cue is an attribution of its own, as corpora of attributions have it.
    """
    groups: dict[tuple[str, int], list[Quote]] = {}
    for unit in units:
        groups.setdefault((unit.quote_id, unit.hull.start if unit.continuation else -1), []).append(unit)
    return tuple(_joined(group) for group in groups.values())


def _joined(group: Sequence[Quote]) -> Attribution:
    kinds = {unit.kind for unit in group}
    sources = tuple(unit.speaker_span for unit in group[:1] if unit.speaker_span is not None)
    content = tuple(sorted(piece for unit in group for piece in unit.pieces))
    return Attribution(content, sources, next(iter(kinds)) if len(kinds) == 1 else "mixed")
