"""The paragraphs of an interview or debate as turns: under what label or dash each stands, and what it shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import takewhile
from typing import NamedTuple

from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.paragraphs import Paragraph
from quotestance.quotes.tokens import Token
from quotestance.quotes.turns import asks, is_own

MIN_QUESTIONS = 3
MAX_LABEL = 3
"""Words before the colon that says whose turn it is."""
MAX_TITLE = 16
"""Tokens before it, with what stands in brackets."""
MAX_NUMBER = 3
"""Tokens before the dash of a question that has a number."""
_NUMBER = re.compile(r"\d+(\.\d+)*")


class Turn(NamedTuple):
    """A paragraph as a turn: its label or dash, the place of its first word behind it, and what it shows."""

    label: str
    start: int
    asks: bool
    own: bool
    words: int
    answer: int
    """The line behind a question with which it begins; 0: none."""


def stopped(paragraphs: Sequence[Paragraph], text: str) -> set[str]:
    """The two words with a full stop that begin paragraphs by turns, under one of which they ask ("Question. Why?")."""
    begun = [p for p in paragraphs if [token.word for token in p.lines[0].tokens[1:2]] == ["."]]
    times = Counter(p.lines[0].tokens[0].word for p in begun)
    asked = Counter(p.lines[0].tokens[0].word for p in begun if asks(p.lines[-1], text))
    words = {word for word, count in times.items() if count >= MIN_QUESTIONS and len(word) > 1}
    return words if len(words) == 2 and any(2 * asked[word] > times[word] for word in words) else set()


def turn_of(paragraph: Paragraph, text: str, again: Collection[str]) -> Turn:
    """A paragraph as a turn; a word with a full stop that begins paragraphs `again` and again is a label."""
    first = paragraph.lines[0].tokens
    lead = next((n for n, token in enumerate(first[:MAX_NUMBER]) if token.word in DASHES), 0)
    dashed = bool(first) and first[lead].word in DASHES and all(t.word.isdigit() or t.word == "." for t in first[:lead])
    lead = lead + 1 if dashed else 0
    ended = len(first) > 1 and first[0].word in again and first[1].word == "."  # "Answer. We agree."
    label, after = (first[0].word, 2) if ended else _label(first, lead)
    tokens = [token for line in paragraph.lines for token in line.tokens]
    return Turn(
        label=label or ("-" if dashed else ""),
        start=after if label else lead,
        asks=asks(paragraph.lines[-1], text),
        own=is_own(paragraph),
        words=sum(token.kind == "word" for token in tokens),
        answer=_answer(paragraph, text),
    )


def _label(words: Sequence[Token], lead: int) -> tuple[str, int]:
    """Who speaks by the words before a colon, without number, office and what stands in brackets; where they end."""
    colon = next((n for n, token in enumerate(words[: lead + MAX_TITLE]) if token.word == ":"), len(words))
    numbered = lead < colon and bool(_NUMBER.fullmatch(words[lead].word))
    lead += numbered  # "01.02 Ada Stone (Bath): We agree."
    bracket = next((n for n, token in enumerate(words[:colon]) if token.word == "("), colon)
    closed = bracket == colon or words[colon - 1].word == ")"  # "Question (Harbour News):"
    label = list(words[lead : bracket if closed else colon])
    name = list(takewhile(lambda token: token.word not in COMMAS, label))
    label = name if len(name) > 1 and all(token.capital for token in name) else label  # "Ada Stone, mayor:"
    named = numbered < len(label) <= MAX_LABEL and colon < len(words) - 1 and label[0].capital
    return (" ".join(token.word for token in label), colon + 1) if named else ("", 0)


def _answer(paragraph: Paragraph, text: str) -> int:
    """The line behind a question in the first two that has an answer behind it."""
    first = paragraph.lines[: min(2, len(paragraph.lines) - 1)]
    return next((n for n, line in enumerate(first, 1) if asks(line, text)), 0)
