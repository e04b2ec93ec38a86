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
    """The particle of a verb: within MAX_GAP tokens, those in brackets not counted, or right behind an apposition."""
    found, words, bracket = -1, 0, False
    for position in range(start, min(start + 2 * MAX_GAP, len(tokens))):
        token = tokens[position]
        closed = position + 1 == len(tokens) or tokens[position + 1].kind != "word"
        if token.word in ("(", ")") or bracket:
            bracket = token.word != ")"
            continue
        if token.kind == "point":
            return found if found >= 0 else _after_apposition(tokens, position, word)
        if words > MAX_GAP:
            break
        words += 1
        if word_matches(word, token.word):
            article = not closed and "determiners" in token.tags  # "gibt es ein Telefon"
            found = position if closed or (found < 0 and not article) else found
    return found


def _after_apposition(tokens: Sequence[Token], comma: int, word: str) -> int:
    """ "fügte die Leiterin, Ada Berg, hinzu": the particle between the second comma and the end; else -1."""
    last = next((n for n in range(comma + 1, min(comma + MAX_GAP, len(tokens))) if tokens[n].kind != "word"), 0)
    name = last > comma + 1 and tokens[comma].word == tokens[last].word == "," and tokens[last - 1].capital
    after = tokens[last + 1 : last + 3] if name else ()
    ends = len(after) > 0 and word_matches(word, after[0].word) and (len(after) < 2 or after[1].kind != "word")
    return last + 1 if ends else -1
