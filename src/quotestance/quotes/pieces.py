"""The spans that carry what was said: without frame, outer marks and the punctuation of the frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotestance.quotes.marks import Marked
from quotestance.records import Kind, Span

_LEADING = ".!?։,;:–—―-…\"'“”„«»‘’՝`،؛，；：。"
_TRAILING = ",;:–—―-՝`،؛，；："
_STOPS = ".։。۔"


class Content(NamedTuple):
    """Trimmed pieces of one unit, and how they are quoted."""

    pieces: tuple[Span, ...]
    kind: Kind
    marked: bool


def content_of(
    text: str, pieces: Sequence[Span], marks: Sequence[Marked], direct: bool = False, whole: bool = False
) -> Content | None:
    """Pieces in order without outer marks; None where nothing is left.

    `direct`: speech without marks. `whole`: the pieces are sentences, which keep their full stop.
    """
    found: list[Span] = []
    quoted = spoken = False
    for piece in pieces:
        inside = [mark for mark in marks if mark.inner.overlap(piece)]
        if inside and not _words_outside(text, piece, inside):
            quoted = True
            found += [span for mark in inside if (span := _trim(text, mark.inner.common(piece), True))]
        else:
            span = _trim(text, piece, direct or whole)
            if span is not None:
                spoken = True
                quoted = quoted or bool(inside)
                found.append(span)
    if not found:
        return None
    if direct:
        return Content(tuple(merge(found)), "direct", quoted)
    return Content(tuple(merge(found)), "mixed" if quoted and spoken else "direct" if quoted else "indirect", quoted)


def _words_outside(text: str, piece: Span, marks: Sequence[Marked]) -> bool:
    position = piece.start
    for mark in marks:
        if any(char.isalnum() for char in text[position : max(position, mark.outer.start)]):
            return True
        position = max(position, mark.outer.end)
    return any(char.isalnum() for char in text[position : piece.end])


def _trim(text: str, span: Span, quoted: bool) -> Span | None:
    start, end = span.start, span.end
    leading = _LEADING if not quoted else _LEADING.replace("…", "")
    while (
        start < end and (text[start].isspace() or text[start] in leading) and not (not quoted and _opens(text, start))
    ):
        start += 1
    trailing = _TRAILING if quoted else _TRAILING + _STOPS
    while end > start and (text[end - 1].isspace() or text[end - 1] in trailing or _dangles(text, start, end, quoted)):
        end -= 1
    if not any(char.isalnum() for char in text[start:end]):
        return None
    return Span(start, end)


def _opens(text: str, index: int) -> bool:
    return text[index] in "\"“„«‘'" and index + 1 < len(text) and not text[index + 1].isspace()


def _dangles(text: str, start: int, end: int, quoted: bool) -> bool:
    """A closing mark at the end of what is not quoted, whose opening one is not in the span."""
    if quoted:
        return False
    pairs = {"”": "“", "»": "«", "’": "‘"}
    char = text[end - 1]
    return char in pairs and pairs[char] not in text[start : end - 1]


def merge(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, overlapping ones as one."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start < found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
