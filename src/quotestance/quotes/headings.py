"""Lines of an article that are no sentences: its title and headings, and whom they name."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.names import name_of
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.people import Roster
from quotestance.quotes.tokens import Token, tokenize
from quotestance.records import Span

SHORTEST, LONGEST = 3, 200
"""Characters of a heading."""
FIRST, NEAREST = 8, 2
"""Headings that are read before the first paragraph, and before another one, counted from it."""
LEAST = 2
"""Words that stand in a line twice."""
_BEHIND = COMMAS | DASHES | {"(", "[", ":", "/", "|", "."}
"""What may stand behind the name of whom a line presents."""
_CLOSING = frozenset('”»“"')
"""Behind the name under a letter in marks."""


class Heading(NamedTuple):
    """A line, and whom it mentions."""

    line: Line
    mentions: tuple[Mention, ...]


Headings = Sequence[Sequence[Heading]]
"""Those before each paragraph, and last those behind them all."""


def headings_of(text: str, paragraphs: Sequence[Paragraph], lexicon: Lexicon) -> Headings:
    """The lines of an article that belong to no sentence."""
    ends = [0, *(paragraph.lines[-1].span.end for paragraph in paragraphs)]
    starts = [*(paragraph.lines[0].span.start for paragraph in paragraphs), len(text)]
    return [_lines(text, end, start, lexicon) for end, start in zip(ends, starts, strict=True)]


def _lines(text: str, first: int, last: int, lexicon: Lexicon) -> list[Heading]:
    found: list[Heading] = []
    end = last
    while end > first and len(found) < (NEAREST if first else FIRST):
        start = max(first, text.rfind("\n", first, end) + 1)
        line = text[start:end].strip()
        if SHORTEST <= len(line) <= LONGEST:
            begin = text.index(line, start)
            span = Span(begin, begin + len(line))
            tokens = _once(tokenize(text, span, lexicon))
            mentions = tuple(mentions_in(tokens, 0, len(tokens), lexicon))
            found.append(Heading(Line(span, tokens, tokens, []), mentions))
        end = start - 1
    return found[::-1]


def _once(tokens: list[Token]) -> list[Token]:
    """The words of a line from where it says again how it begins ("Ada Stone Portrait Ada Stone (Bath)")."""
    words = [token.word for token in tokens]
    last = len(words) - LEAST if words[-1:] == [")"] else 0
    return tokens[next((n for n in range(LEAST, last) if words[n : n + LEAST] == words[:LEAST]), 0) :]


def presented(line: Line, mentions: Iterable[Mention]) -> Mention | None:
    """Whom a line names in full before anything but what that person is ("Dr Ada Stone (mayor)", "Ada Stone:")."""
    tokens = line.tokens
    mention = next((m for m in mentions if m.kind == "name"), None)
    if mention is None or mention.name[1] - mention.name[0] < 2:
        return None
    titled = all("titles" in t.tags or "determiners" in t.tags or t.word == "." for t in tokens[: mention.first])
    behind = mention.last == len(tokens) or tokens[mention.last].word in _BEHIND
    behind = behind or (mention.last == len(tokens) - 1 and tokens[-1].word in _CLOSING)
    return mention if titled and behind else None


def enter_named(roster: Roster, heading: Heading, text: str, words: Collection[str]) -> None:
    """The full names of a heading: of those whose surname is among the `words` of the article, or whom it presents."""
    tokens, span = heading.line.tokens, heading.line.span
    shouted = text[span.start : span.end].isupper()  # "LATEST NEWS"
    alone = presented(*heading) if not shouted else None
    for mention in heading.mentions:
        written, folded = name_of(tokens, mention, text) if mention.kind == "name" else ((), ())
        if len(folded) < 2:
            continue
        known = roster.find(folded[-1:])
        shown = mention == alone or (mention.last == len(tokens) and not shouted) or folded[-1] in words
        if known is None and shown:
            roster.add(written, folded)
        elif known is not None and known.forms and (mention == alone or all(len(form) == 1 for form in known.forms)):
            roster.count(known, written, folded)
