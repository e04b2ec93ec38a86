"""Quotation marks of one paragraph, paired; a stray mark costs one quotation at most.

Marks are paired paragraph by paragraph from left to right with a small stack; each paragraph of a long quotation is
one of its own. What is not done: apostrophes used as marks are only read when they close again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quotestance.quotes.lexicon import UNSPACED
from quotestance.records import Span

MAX_DEPTH = 3
MAX_LONG = 20
"""Paragraphs of a quotation that is closed once, at its end."""
_MARK = re.compile(r"''|``|´´|[\"“”„‟«»‹›‘’‚'‘《》「」『』`]")
_CLOSES = {
    "“": '”“"',
    "”": "”",
    "„": '“”"‟',
    "‟": "”",
    "«": "»",
    "»": "«",
    '"': '"”“',
    "''": "''",
    "``": "''",
    "´´": "´´",
    "‘": "’'",
    "’": "’",
    "‚": "‘’",
    "'": "'’",
    "‹": "›",
    "›": "‹",
    "《": "》",
    "「": "」",
    "『": "』",
    "`": "'`´",
}
_SINGLE = frozenset("‘’‚'`‹›")
_DOUBLE = frozenset('"“”')
_GUILLEMETS = frozenset("«»")
_ALWAYS_OPEN = frozenset("„‚《「『‟")
_ALWAYS_CLOSE = frozenset("》」』")
_TERMINAL = frozenset(".,!?…։։;:՞՜。！？")
_BEFORE_OPEN = frozenset("([{<-–—―/:,.;!?…\u00a0\u0640")
"""Arabic's stroke among them, which joins a preposition to a mark."""
_SENTENCE_STOP = re.compile(r"[.!?…։:][\s\u00a0]+$")


class _Place(NamedTuple):
    """A mark character: where it stands and which ways its neighbours let it face."""

    start: int
    end: int
    char: str
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """A quotation: `outer` with its marks, `inner` without; `opened` and `closed` say which marks are there."""

    outer: Span
    inner: Span
    opened: bool
    closed: bool
    nested: bool = False


def find_marks(text: str, paragraph: Span) -> tuple[list[Marked], list[Marked]]:
    """The outermost quotations of a paragraph in order, and those nested in them."""
    places = [_place(text, paragraph, match) for match in _MARK.finditer(text, paragraph.start, paragraph.end)]
    places = [place for place in places if place.opens or place.closes]
    pairing = _Pairing(text, paragraph, places)
    for index in range(len(places)):
        pairing.read(index)
    pairing.finish()
    return _outermost(pairing.found)


def over_paragraphs(text: str, paragraphs: Sequence[Span]) -> list[tuple[list[Marked], list[Marked]]]:
    """The marks of each paragraph; one without double marks between an opening mark (or a colon) and the mark that
    closes it in a later paragraph is part of that quotation."""
    found = [find_marks(text, paragraph) for paragraph in paragraphs]
    begun = -1
    for index, (paragraph, (marks, _)) in enumerate(zip(paragraphs, found, strict=True)):
        double = [mark for mark in marks if text[mark.outer.start] not in _SINGLE]
        if double and not double[0].opened and begun >= 0:
            for number in range(begun + 1, index):
                inner = paragraphs[number]
                found[number] = [Marked(inner, inner, False, False)], [*found[number][0], *found[number][1]]
        if double or text[paragraph.end - 1] == ":":
            begun = index if (double and not double[-1].closed) or text[paragraph.end - 1] == ":" else -1
        elif index - begun > MAX_LONG:
            begun = -1
    return found


def _place(text: str, paragraph: Span, match: re.Match[str]) -> _Place:
    start, end, char = match.start(), match.end(), match.group()
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    if char == "»" and start == paragraph.start and after.isspace():
        char = "«"  # French: each paragraph of a long quotation begins with a mark
    opens, closes = _facing(char, before, after)
    return _Place(start, end, char, opens and char in _CLOSES, closes)


def _facing(char: str, before: str, after: str) -> tuple[bool, bool]:
    """Whether a mark between two characters can open, and can close, a quotation."""
    if char in _SINGLE and before.isalnum() and after.isalnum():
        return False, False
    if char in "“”" and max(before, after) >= UNSPACED:
        return char == "“", char == "”"
    if char in _ALWAYS_OPEN or char in _ALWAYS_CLOSE:
        return char in _ALWAYS_OPEN, char in _ALWAYS_CLOSE
    if char in _GUILLEMETS and (before.isspace() and after.isspace()):
        return char == "«", char == "»"
    if char in _DOUBLE and before == ":" and after.isspace():
        return True, False
    if char in _DOUBLE and before.isspace():
        return after not in ",;:)", after.isspace() or after in ",;:).،"
    opens = not (after.isspace() or after in ",;:)") and (
        before.isspace() or before in _BEFORE_OPEN or before in _CLOSES
    )
    closes = not before.isspace() and (not after.isalnum() or char in "»”")
    opens = opens or (char == "«" and after.isspace())
    return _settled(char, opens, closes or (char == "»" and before.isspace()), before)


def _settled(char: str, opens: bool, closes: bool, before: str) -> tuple[bool, bool]:
    """What the kind of mark adds to what its neighbours say."""
    if char == '"' and not opens and not closes:
        return True, True
    if char == "”":
        return opens and before not in _TERMINAL and not before.isalnum(), True
    return opens, closes and not (char == "“" and opens)


class _Pairing:
    """Left-to-right pairing of one paragraph's marks."""

    def __init__(self, text: str, paragraph: Span, places: list[_Place]) -> None:
        self.text, self.paragraph, self.places = text, paragraph, places
        self.open: list[_Place] = []
        self.found: list[Marked] = []
        self.last_close = paragraph.start
        self.next_closing = self._next_closing()

    def _next_closing(self) -> list[dict[str, int]]:
        """For single marks: where the next mark that could close stands (only for those, to stay linear)."""
        following: list[dict[str, int]] = []
        seen: dict[str, int] = {}
        for place in reversed(self.places):
            following.append(dict(seen) if place.char in _SINGLE else {})
            if place.closes:
                seen[place.char] = place.start
        return following[::-1]

    def read(self, index: int) -> None:
        """Take one mark into account."""
        place = self.places[index]
        depth = self._closable(place)
        if depth is not None:
            self._close(place, depth)
        elif not self.open and self._only_closes(index):
            self._unopened(place)
        elif place.opens and (place.char not in _SINGLE or self._will_close(index)):
            self._push(place)
        elif place.closes and place.char not in _SINGLE and not self.open:
            self._unopened(place)

    def _closable(self, place: _Place) -> int | None:
        """Place in the stack of the mark that this one closes."""
        if not place.closes and not self._wrong_side(place):
            return None
        for depth in range(len(self.open) - 1, -1, -1):
            if place.char in _CLOSES[self.open[depth].char]:
                return depth
        return None

    def _wrong_side(self, place: _Place) -> bool:
        """A straight mark that looks like an opening one after ', ' of an open quotation, or is the last one."""
        lonely = place.char == '"' and place is self.places[-1]
        return bool(self.open) and (lonely or self._looks_wrong(place))

    def _looks_wrong(self, place: _Place) -> bool:
        after = self.text[place.end : place.end + 1]
        return place.char in "\"''" and self._before(place).endswith((",", "-", "—")) and after.islower()

    def _only_closes(self, index: int) -> bool:
        """A mark on the wrong side that closes what was never opened: no other closing mark follows it."""
        following = self.places[index + 1 : index + 2]
        return self._looks_wrong(self.places[index]) and not any(place.closes for place in following)

    def _before(self, place: _Place) -> str:
        """The characters before a mark, without white space."""
        return self.text[max(self.paragraph.start, place.start - 4) : place.start].rstrip()

    def _will_close(self, index: int) -> bool:
        place = self.places[index]
        ends = [self.next_closing[index][c] for c in _CLOSES.get(place.char, "") if c in self.next_closing[index]]
        return bool(ends) and min(ends) - place.start < 1500

    def _push(self, place: _Place) -> None:
        if self.open and self._starts_sentence(place) and place.char == self.open[-1].char:
            self._abandon(place.start)
        if len(self.open) < MAX_DEPTH:
            self.open.append(place)

    def _starts_sentence(self, place: _Place) -> bool:
        gap = self.text[max(self.paragraph.start, place.start - 4) : place.start]
        return bool(_SENTENCE_STOP.search(gap))

    def _abandon(self, end: int) -> None:
        """Quotations that were never closed end where the next one begins; inside a clause the mark is a stray one."""
        while self.open:
            place = self.open.pop()
            before = self._before(place)
            stray = bool(before) and (before[-1].isalnum() or before[-1] in ")]")
            if not self.open and place.char not in _SINGLE and not stray:
                self._add(place.start, place.end, end, end, True, False)

    def _close(self, place: _Place, depth: int) -> None:
        before = self.text[place.start - 1 : place.start]
        if depth and before in _TERMINAL and self.open[0].char == self.open[depth].char and not self._balanced(place):
            depth = 0
        opening = self.open[depth]
        del self.open[depth:]
        self._add(opening.start, opening.end, place.start, place.end, True, True, bool(self.open))
        self.last_close = place.end

    def _balanced(self, place: _Place) -> bool:
        """Whether a second closing mark follows at once."""
        return self.text[place.end : place.end + len(place.char)] == place.char

    def _unopened(self, place: _Place) -> None:
        before = self._before(place)
        start = self.last_close
        if start == self.paragraph.start and before and (before[-1] in _TERMINAL or before[-1].isalnum()):
            self._add(start, start, place.start, place.end, False, True)
            self.last_close = place.end

    def _add(
        self, start: int, inner: int, inner_end: int, end: int, opened: bool, closed: bool, nested: bool = False
    ) -> None:
        while inner < inner_end and self.text[inner].isspace():
            inner += 1
        while inner_end > inner and self.text[inner_end - 1].isspace():
            inner_end -= 1
        if inner < inner_end:
            outer = Span(start, end if closed else inner_end)
            self.found.append(Marked(outer, Span(inner, inner_end), opened, closed, nested))

    def finish(self) -> None:
        """What is still open ends with the paragraph."""
        self._abandon(self.paragraph.end)


def _outermost(found: list[Marked]) -> tuple[list[Marked], list[Marked]]:
    outer: list[Marked] = []
    nested: list[Marked] = []
    for mark in sorted(found, key=lambda mark: (mark.outer.start, -mark.outer.end)):
        (nested if outer and outer[-1].outer.end > mark.outer.start else outer).append(mark)
    return outer, nested
