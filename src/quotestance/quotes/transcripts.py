"""Debates, statements and addresses that an article prints in full, without marks.

A turn stands under a line that only names who speaks ("Ada Stone (Bath):"), several of them in one article. A
statement stands behind a line that announces it and ends in a colon, or in an article whose title or first lines call
it one; an address begins with whom it is for ("Ladies and gentlemen"). All of these say "I" or "we". What is not
done: where such speech ends before the article does and nobody says so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from quotestance.quotes.cues import find_cues
from quotestance.quotes.headings import presented
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.turns import Talk, is_own
from quotestance.quotes.units import Unit
from quotestance.quotes.voices import UNKNOWN, Voice

MIN_TURNS = 3
MAX_LABEL = 10
"""Words of a line that only says who speaks."""
MAX_LEAD = 5
"""Paragraphs before a statement or address."""
_ASKING = frozenset("?؟")


def transcript(paragraphs: Sequence[Paragraph], headings: Sequence[Sequence[Line]], resolver: Resolver) -> Talk | None:
    """The turns of those whom lines of their own name, where most turns say "I" or "we"."""
    labels: dict[int, Voice] = {}
    silent: set[int] = set()
    for number, paragraph in enumerate(paragraphs):
        if number + 1 < len(paragraphs) and (voice := _announced(paragraph, resolver)) is not UNKNOWN:
            labels[number + 1] = voice
            silent.add(number)
        elif number not in labels:
            named = (_named(line, resolver) for line in reversed(headings[number][-2:]))
            if (voice := next((v for v in named if v.party is not None), UNKNOWN)) is not UNKNOWN:
                labels[number] = voice
    places = pairwise([*labels, len(paragraphs)])
    turns = {start: [n for n in range(start, end) if n not in silent] for start, end in places}
    own = sum(any(is_own(paragraphs[n]) for n in turn) for turn in turns.values())
    if len(labels) < MIN_TURNS or 2 * own < len(labels):
        return None
    asked = defaultdict(list)
    for start, turn in turns.items():
        asked[labels[start].party].append(bool(turn) and _asks(paragraphs[turn[-1]]))
    askers = {party for party, asks in asked.items() if 2 * sum(asks) > len(asks) > 1}
    voices: dict[int, Voice] = {}
    for start, turn in turns.items():
        between = [n for n in turn[1:] if n + 1 in silent | set(labels) and _is_question(paragraphs[n])]
        mine = [] if labels[start].party in askers else [n for n in turn if n not in between]
        voices.update(dict.fromkeys(mine, labels[start]))
        silent.update(n for n in turn if n not in mine)
    return Talk(voices, silent=frozenset(silent))


def _announced(paragraph: Paragraph, resolver: Resolver) -> Voice:
    """Who speaks in the next paragraph where this one says only that ("Ada Stone:", "Reply of Ms Stone:")."""
    tokens = paragraph.lines[0].tokens
    if len(paragraph.lines) > 1 or not 1 < len(tokens) <= MAX_LABEL or tokens[-1].word != ":":
        return UNKNOWN
    named = [m for m in mentions_in(tokens, 0, len(tokens), resolver.lexicon) if m.kind == "name"]
    return resolver.voice_of(paragraph.lines[0], named[-1]) if named else UNKNOWN


def _named(line: Line, resolver: Resolver) -> Voice:
    mention = presented(line, resolver.lexicon) if len(line.tokens) <= 2 * MAX_LABEL else None
    return resolver.voice_of(line, mention) if mention is not None else UNKNOWN


def _asks(paragraph: Paragraph) -> bool:
    return any(token.word in _ASKING for token in paragraph.lines[-1].tokens[-2:])


def _is_question(paragraph: Paragraph) -> bool:
    return len(paragraph.lines) == 1 and _asks(paragraph)


def address(
    paragraphs: Sequence[Paragraph], headings: Sequence[Sequence[Line]], units: Sequence[Unit], resolver: Resolver
) -> Talk | None:
    """A statement or address that fills an article, from where it is announced or begins to its last "we"."""
    framed = {id(unit.paragraph) for unit in units if unit.act.cue is not None and unit.act.mention is not None}
    first, lead = _beginning(paragraphs, headings, resolver)
    end, own, told = first, 0, 0
    for number, paragraph in enumerate(paragraphs[first:], first):
        own += is_own(paragraph)
        told += id(paragraph) in framed and not is_own(paragraph)
        length = number + 1 - first
        if is_own(paragraph) and 2 * own >= length and 4 * told <= length:
            end = number + 1
    if end - first < MIN_TURNS:
        return None
    inside = range(first, end)
    voice, voices, silent = _speaker(lead, resolver), {}, set()
    for number in inside:
        if (other := _announced(paragraphs[number], resolver)) is not UNKNOWN:
            voice = other
            silent.add(number)
        else:
            voices[number] = voice
    return Talk(voices, silent=frozenset(silent))


def _beginning(
    paragraphs: Sequence[Paragraph], headings: Sequence[Sequence[Line]], resolver: Resolver
) -> tuple[int, list[Line]]:
    """The first paragraph of a statement or address, and the lines before it; past the end where there is none."""
    lines = list(headings[0])
    for number, paragraph in enumerate(paragraphs[:MAX_LEAD]):
        lines += headings[number] if number else ()
        start = paragraph.lines[0].tokens[:3]
        if any("salutations" in token.tags for token in start):
            return number, lines
        lines += paragraph.lines
        end = paragraph.lines[-1].tokens
        named = any("statements" in token.tags for line in paragraph.lines[-1:] for token in line.tokens)
        if end[-1].word == ":" and (named or find_cues(end, resolver.lexicon)):
            return number + 1, lines
    called = any("statements" in token.tags for line in headings[0] for token in line.tokens)
    return (0, list(headings[0])) if called else (len(paragraphs), [])


def _speaker(lead: Sequence[Line], resolver: Resolver) -> Voice:
    """Who is to speak by the lines before: whom one presents, else the last person or body that they name in full."""
    for line in lead:
        if (mention := presented(line, resolver.lexicon)) is not None:
            return replace(resolver.voice_of(line, mention), found_by="headline")
    for line in reversed(lead):
        mentions = mentions_in(line.tokens, 0, len(line.tokens), resolver.lexicon)
        full = [m for m in mentions if m.name[1] - m.name[0] > 1 or m.kind == "body"]
        voices = (resolver.voice_of(line, mention) for mention in full)
        if voice := next((voice for voice in voices if voice.name), None):
            return replace(voice, found_by="headline")
    return UNKNOWN
