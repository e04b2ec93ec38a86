"""Beside the rules a tagger: sentences without a unit that it surely takes for somebody's words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from quotestance.quotes.acts import Act
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.units import Unit
from quotestance.quotes.voices import UNKNOWN, Voice
from quotestance.records import Span

Heard = NDArray[np.float32]
"""Probability of being a part of somebody's words, for each character of an article's text."""
Tagging = Callable[[str], Heard]
SURE = 0.9
"""What must be heard of words in the mean."""
LEAST = 8
"""Characters that they have at least."""


def with_heard(units: Sequence[Unit], paragraphs: Sequence[Paragraph], heard: Heard, resolver: Resolver) -> list[Unit]:
    """The units, and those that only the tagger hears, in reading order."""
    found, own = list(units), dict[int, list[Unit]]()
    for unit in units:
        own.setdefault(unit.line.span.start, []).append(unit)
    for paragraph in paragraphs:
        near: Voice = UNKNOWN
        for line in paragraph.lines:
            here = own.get(line.span.start, [])
            pieces = [] if here else list(_sure(line, heard))
            if pieces:
                voice = _voice(line, pieces, near, resolver)
                unit = Unit(Act("heard", 0), line, pieces, voice, paragraph, False)
                found.append(unit)
                here = [unit]
            near = here[-1].voice if here else near
    return sorted(found, key=lambda unit: (unit.line.span.start, unit.pieces[0].start))


def _sure(line: Line, heard: Heard) -> Iterator[Span]:
    """The runs of words of a line that are surely heard as speech."""
    run: list[int] = []
    for token in [*line.words, None]:
        if token is not None and heard[token.start : token.end].mean() > 0.5:
            run = [run[0] if run else token.start, token.end]
            continue
        if run and run[1] - run[0] > LEAST and heard[run[0] : run[1]].mean() > SURE:
            yield Span(run[0], run[1])
        run = []


def _voice(line: Line, pieces: Sequence[Span], near: Voice, resolver: Resolver) -> Voice:
    """Whoever is named in full, or holds an office, beside the words in their sentence; else whoever spoke before."""
    tokens = line.tokens
    for mention in mentions_in(tokens, 0, len(tokens), resolver.lexicon):
        start, end = tokens[mention.first].start, tokens[mention.last - 1].end
        if mention.kind in ("name", "body", "title") and not any(p.start < end and start < p.end for p in pieces):
            voice = resolver.voice_of(line, mention)
            if voice.name and (mention.kind != "name" or " " in voice.name):
                return voice
    return near
