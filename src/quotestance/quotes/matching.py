"""Cues: words of a lexicon found in a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotestance.quotes.lexicon import GAP, Lexicon, Pattern, word_matches
from quotestance.quotes.tokens import Token

GROUPS = ("announce", "recaps", "according", "according_after", "say", "state", "cite", "act", "mark", "nouns", "tag")
"""All groups of cues, in the order in which those of one word are tried."""
MAX_GAP = 8


class Cue(NamedTuple):
    """Tokens [first, last) that report speech; `extra` is the token of a separated particle, or -1."""

    first: int
    last: int
    group: str
    extra: int = -1
    others: tuple[str, ...] = ()
    """Groups that the same words belong to besides, in the order to try them."""


def longest(cues: list[Cue], tokens: Sequence[Token]) -> Cue | None:
    """The longest match, of several with a preposition the nearest, with the groups of all matches of its length."""
    if not cues:
        return None
    near = {cue.extra: -cue.extra for cue in cues if "prepositions" in tokens[cue.extra].tags}
    best = max(cues, key=lambda cue: (cue.last, cue.extra >= 0, near.get(cue.extra, 0)))
    same = [cue for cue in cues if cue.last == best.last and cue.extra == best.extra]
    groups = sorted({cue.group for cue in same}, key=GROUPS.index)
    return best._replace(group=groups[0], others=tuple(groups[1:]))


def matches_at(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> Iterator[Cue]:
    after = tokens[index + 1].word if index + 1 < len(tokens) else ""
    for pattern in lexicon.patterns(tokens[index].word):
        if len(pattern.words) > 1 and pattern.words[1] not in (after, GAP) and "*" not in pattern.words[1]:
            continue
        cue = _match(tokens, index, pattern)
        if cue is not None:
            yield cue


def _match(tokens: Sequence[Token], index: int, pattern: Pattern) -> Cue | None:
    position = index + 1
    words = pattern.words[1:]
    while words and words[0] != GAP:
        if position >= len(tokens) or not word_matches(words[0], tokens[position].word):
            return None
        position, words = position + 1, words[1:]
    if not words:
        return Cue(index, position, pattern.group)
    extra = _after_gap(tokens, position, words[1])
    return None if extra < 0 else Cue(index, position, pattern.group, extra)


def _after_gap(tokens: Sequence[Token], start: int, word: str) -> int:
    found = -1
    for position in range(start, min(start + MAX_GAP + 1, len(tokens))):
        if tokens[position].kind == "point":
            break
        if word_matches(word, tokens[position].word):
            closed = position + 1 == len(tokens) or tokens[position + 1].kind != "word"
            article = not closed and "determiners" in tokens[position].tags  # "gibt es ein Telefon"
            found = position if closed or (found < 0 and not article) else found
    return found
