"""Debates and talks that an article prints in full, without marks.

A turn stands under a line that only names who speaks ("Ada Stone (Bath):"), several of them in one article, or under a
sentence that says who goes on ("In Bath, Ada Stone added:"). Most turns say "I" or "we".
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.headings import Headings, presented
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.people import Party
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.turns import Talk, asks, is_own
from quotestance.quotes.voices import UNKNOWN, Voice

MIN_TURNS = 3
MAX_LABEL = 10
"""Words of a line that only says who speaks."""
MAX_AGAIN = 5
"""Tokens of a line that stands above several paragraphs."""


class Label(NamedTuple):
    """What says whose turn begins: its words or whom they name, that voice, and the line from which on it speaks."""

    key: object
    voice: Voice
    line: int = 0


def transcript(paragraphs: Sequence[Paragraph], headings: Headings, resolver: Resolver) -> Talk | None:
    """The turns of those whom lines of their own name, where most turns say "I" or "we"."""
    text = resolver.article.text
    labels, silent = _labels(paragraphs, headings, resolver)
    places = pairwise([*labels, len(paragraphs)])
    turns = {start: [n for n in range(start, end) if n not in silent] for start, end in places}
    asked = defaultdict(list)
    for start, turn in turns.items():
        asked[labels[start].key].append(bool(turn) and asks(paragraphs[turn[-1]].lines[-1], text))
    askers = {key for key, ends in asked.items() if 2 * sum(ends) > len(ends) > isinstance(key, Party)}
    told = {
        start: turn for start, turn in turns.items() if labels[start].key not in askers and labels[start].voice.party
    }
    own = sum(any(is_own(paragraphs[n]) for n in turn) for turn in told.values())
    again = silent or len({label.key for label in labels.values()}) < len(labels)
    narrated = not again and any(_narrates(paragraphs[turn[0]]) for turn in told.values() if turn)
    if len(labels) < MIN_TURNS or len(told) < 2 or 2 * own < len(told) or narrated:
        return None
    voices: dict[int, Voice] = {}
    borders = silent | set(labels)
    for start, turn in turns.items():
        between = {n for n in turn[1:] if n + 1 in borders and _is_question(paragraphs[n], text)}
        mine = [n for n in turn if n not in between] if start in told else []
        voices.update(dict.fromkeys(mine, labels[start].voice))
        silent.update(between if start in told else turn if labels[start].key in askers else ())
    return Talk(voices, {n: (label.line, 0) for n, label in labels.items() if label.line}, frozenset(silent))


def _labels(
    paragraphs: Sequence[Paragraph], headings: Headings, resolver: Resolver
) -> tuple[dict[int, Label], set[int]]:
    """The labels by the paragraph where their turn begins, and the paragraphs that are nothing but a label."""
    words = Counter(_words(line) for above in headings for line, _ in above[-2:])
    labels: dict[int, Label] = {}
    silent: set[int] = set()
    for number, paragraph in enumerate(paragraphs):
        first = paragraph.lines[0]
        after = paragraphs[number + 1 : number + 2]
        if after and (voice := announced(paragraph, resolver, plain=not after[0].marks)) is not UNKNOWN:
            labels[number + 1] = Label(voice.party, voice)
            silent.add(number)
        elif len(paragraph.lines) > 1 and (voice := _name(first, paragraph.lines[1], resolver)) is not UNKNOWN:
            labels[number] = Label(voice.party, voice, 1)  # "Ms Ada Stone (Bath). We agree."
        elif number not in labels:
            near = headings[number][-2 if number else -1 :]
            voice = next((voice for one in reversed(near) if (voice := _named(*one, resolver)) is not UNKNOWN), UNKNOWN)
            again = [one for one in near if len(one.line.tokens) <= MAX_AGAIN and words[_words(one.line)] > 1]
            if voice is not UNKNOWN:
                labels[number] = Label(voice.party, voice)
            elif again:
                line, found = again[-1]
                named = (resolver.voice_of(line, m) for m in found if m.kind in ("name", "other"))
                labels[number] = Label(_words(line), next(named, UNKNOWN))
    return labels, silent


def _name(line: Line, after: Line, resolver: Resolver) -> Voice:
    """Whom a sentence names in which nothing but a full name stands, and what its bearer is in brackets.

    Or between it and the dash with which the next one begins ("Ms Ada Stone, of the Harbour Union. - We agree.").
    """
    tokens = line.tokens
    if len(tokens) > 2 * MAX_LABEL or tokens[-1].word not in ".:)":
        return UNKNOWN
    mention = presented(line, mentions_in(tokens, 0, len(tokens), resolver.lexicon))
    rest = tokens[mention.last :] if mention is not None else ()
    end = next((n for n, token in enumerate(rest, 1) if token.word == ")"), 0)
    alone = bool(rest) and len(rest) <= MAX_LABEL and {token.word for token in rest[end:]} <= {".", ":"}
    told = [token.word in COMMAS for token in rest[:1]] == [True] and after.tokens[0].word in DASHES
    return resolver.voice_of(line, mention) if mention is not None and (alone or told) else UNKNOWN


def _words(line: Line) -> tuple[str, ...]:
    return tuple(token.word for token in line.tokens)


def announced(paragraph: Paragraph, resolver: Resolver, *, plain: bool) -> Voice:
    """Who speaks in the next paragraph where this one says only that ("Ada Stone:", "Reply of Ms Stone:").

    Or says so at length before a `plain` paragraph, one without quotations ("In Bath on Monday, Ada Stone added:").
    """
    line = paragraph.lines[0]
    tokens = line.tokens
    if len(paragraph.lines) > 1 or not tokens or tokens[-1].word != ":":
        return UNKNOWN
    if resolver.lexicon.has("free") and resolver.lexicon.has("modifier_first"):  # the colon is a full stop
        mention = presented(line, mentions_in(tokens, 0, len(tokens), resolver.lexicon))
        return resolver.voice_of(line, mention) if mention is not None else UNKNOWN
    subjects = [clause.subject.mention for clause in line.clauses if plain]
    if subjects and subjects[-1] is not None and (voice := resolver.voice_of(line, subjects[-1])).name:
        return voice
    if len(tokens) > MAX_LABEL:
        return UNKNOWN
    bracket = next((n for n, token in enumerate(tokens) if token.word == "("), len(tokens))
    named = [m for m in mentions_in(tokens, 0, bracket, resolver.lexicon) if m.kind == "name"]
    return resolver.voice_of(paragraph.lines[0], named[-1]) if named else UNKNOWN


def _named(line: Line, mentions: Sequence[Mention], resolver: Resolver) -> Voice:
    """Whom a heading names in full that says no more, or by surname and what is in brackets ("Stone (Bath)")."""
    tokens = line.tokens
    mention = presented(line, mentions) if len(tokens) <= 2 * MAX_LABEL else None
    if mention is None and 1 < len(tokens) <= MAX_AGAIN and tokens[1].word == "(" and tokens[-1].word == ")":
        mention = next((m for m in mentions if m.kind in ("name", "other") and m.last == 1), None)
    return resolver.voice_of(line, mention) if mention is not None else UNKNOWN


def _narrates(paragraph: Paragraph) -> bool:
    """Whether "he" or "she" begins a paragraph, as in a portrait."""
    tags = paragraph.lines[0].tokens[0].tags
    return "pronouns" in tags and "first_person" not in tags


def _is_question(paragraph: Paragraph, text: str) -> bool:
    return len(paragraph.lines) == 1 and asks(paragraph.lines[0], text)
