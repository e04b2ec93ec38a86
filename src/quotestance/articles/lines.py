"""The lines of a page as spans, with lines that were wrapped at a fixed width put together again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import regex

from quotestance.records import Span

_LINE = regex.compile(r"[^\r\n\f\u0085\u2028\u2029]+")
_BREAKS = regex.compile(r"\r\n?|[\n\f\u0085\u2028\u2029]")
_WORD = regex.compile(r"\w[\w'’.-]*+")
_NARROWEST, _WIDEST = 40, 110
"""Median and longest line of a text wrapped at a fixed width, in characters."""
_ENDS = regex.compile(r"""[\p{Sentence_Terminal}…:]["'”»’›“)\]]*$""")
ITEM = regex.compile(r"[•▪●◦*+>▶►–—-]\s|\(?\d{1,2}[.)]\s")
"""How an item of a list begins."""
_SHORT = 0.75
"""Share of the usual length below which a line ends a paragraph."""
_FEWEST_GOING_ON = 0.3
"""Share of the lines of a wrapped block, but the first, that start in lower case."""


@dataclass(frozen=True)
class Line:
    """A line without the white space around it; `block` numbers the runs of lines between blank lines."""

    span: Span
    text: str
    block: int

    @property
    def words(self) -> int:
        """How many words the line has; in a script without spaces, half its characters."""
        start = self.text[:2_000]
        return max(len(_WORD.findall(start)), 0 if start.isascii() else len(_IDEOGRAPH.findall(start)) // 2)


_IDEOGRAPH = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")


def normalised(text: str) -> str:
    """Letters and digits only, without case: equal for copies of a headline that differ in marks."""
    return "".join(_WORD.findall(text.casefold())).replace(".", "").replace("'", "").replace("’", "")


def paragraph_lines(text: str) -> list[Line]:
    """The lines of `text` that are not blank."""
    lines: list[Line] = []
    block, last = 0, 0
    for found in _LINE.finditer(text):
        line = found.group()
        stripped = line.strip("\ufeff\u200b \t\xa0\u202f\u3000\x0b")
        if not stripped.strip():
            continue
        if lines and len(_BREAKS.findall(text, last, found.start())) > 1:
            block += 1
        start = found.start() + line.index(stripped)
        lines.append(Line(Span(start, start + len(stripped)), stripped, block))
        last = found.end()
    return lines


def join_wrapped(lines: Sequence[Line], ends: Callable[[str], bool] = lambda text: False) -> list[Line]:
    """The same with each block that was wrapped at a fixed width as one line; its text keeps the line breaks.

    `ends` says of a line that the article ends or a list begins with it: nothing is joined around it.
    """
    joined: list[Line] = []
    for _, block in groupby(lines, key=lambda line: line.block):
        joined.extend(_joined(list(block), ends))
    return joined


def _joined(block: Sequence[Line], ends: Callable[[str], bool]) -> Iterator[Line]:
    if not _is_wrapped(block) or any(ITEM.match(line.text) or ends(line.text) for line in block):
        yield from block
        return
    width = median(len(line.text) for line in block[:-1])
    start = 0
    for index, (line, following) in enumerate(pairwise(block), start=1):
        if _breaks_off(line, following, width):
            yield _one(block[start:index])
            start = index
    yield _one(block[start:])


def _one(lines: Sequence[Line]) -> Line:
    first, last = lines[0], lines[-1]
    return Line(Span(first.span.start, last.span.end), " ".join(line.text for line in lines), first.block)


def _breaks_off(line: Line, following: Line, width: float) -> bool:
    """A line much shorter than the others before one that starts anew: the end of a paragraph, or a headline."""
    return len(line.text) < _SHORT * width and not following.text[0].islower()


def _is_wrapped(block: Sequence[Line]) -> bool:
    """Lines of about one length, most of which stop in mid-sentence."""
    if len(block) < 2:
        return False
    lengths = [len(line.text) for line in block[:-1]]
    if not (_NARROWEST <= median(lengths) <= _WIDEST and max(lengths) <= _WIDEST):
        return False
    broken = sum(1 for line in block[:-1] if not _ENDS.search(line.text[-40:]))
    going_on = sum(1 for line in block[1:] if not line.text[0].isupper())
    return 2 * broken >= len(lengths) and going_on >= _FEWEST_GOING_ON * len(lengths)
