"""Statements without marks, each under a line that says whose it is ("Bath 2:1 Wells - Ada Stone, coach of Bath")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from quotestance.quotes.acts import Act
from quotestance.quotes.borders import TERMINAL
from quotestance.quotes.frames import COMMAS
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.tokens import tokenize
from quotestance.quotes.units import Unit
from quotestance.records import Span

MIN_STATEMENTS = 3


def captioned(paragraphs: Sequence[Paragraph], units: Sequence[Unit], resolver: Resolver) -> Iterator[Unit]:
    """The sentences of such statements, where there are several and most say "I" or "we"."""
    text, taken = resolver.article.text, {id(unit.paragraph) for unit in units}
    found: list[tuple[Paragraph, Line, Mention]] = []
    for before, paragraph in pairwise(paragraphs):
        line = _caption(text, before, paragraph, resolver.lexicon)
        words = [] if line.tokens[-1:] and line.tokens[-1].word in TERMINAL else line.tokens
        named = (m for m in mentions_in(words, 0, len(words), resolver.lexicon) if m.name[1] - m.name[0] > 1)
        mention = next((m for m in named if any("titles" in t.tags for t in words[m.last + 1 : m.last + 3])), None)
        apposed = mention is not None and words[mention.last].word in COMMAS | {"("}
        if mention is not None and apposed and not paragraph.marks and id(paragraph) not in taken:
            found.append((paragraph, line, mention))
    own = sum(any("first_person" in t.tags for line in p.lines for t in line.tokens) for p, _, _ in found)
    for paragraph, caption, mention in found if len(found) >= MIN_STATEMENTS and 2 * own >= len(found) else ():
        voice = resolver.voice_of(caption, mention)
        for line in paragraph.lines:
            yield Unit(Act("cue", 0, plain_direct=True), line, [line.span], voice, paragraph, False)


def _caption(text: str, before: Paragraph, paragraph: Paragraph, lexicon: Lexicon) -> Line:
    """The line between two paragraphs that is no part of the article, else the last one of the paragraph before."""
    end = before.lines[-1].span.end
    caption = text[end : paragraph.lines[0].span.start].rstrip()
    if not caption:
        return before.lines[-1]
    span = Span(end + caption.rfind("\n") + 1, end + len(caption))
    words = tokenize(text, span, lexicon)
    return Line(span, words, words, [])
