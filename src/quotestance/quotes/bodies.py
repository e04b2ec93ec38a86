"""What belongs to the name of a body among the words for it, and how the name is shortened."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotestance.quotes.lexicon import Lexicon, fold
from quotestance.quotes.phrases import FUNCTION, GIVEN
from quotestance.quotes.tokens import Token

SORT = frozenset(["bodies", "titles_generic"])
MIN_OWNED = 3
"""Words of a name that needs no state before it ("Norway's State Road Agency", but "Norway's Foreign Ministry")."""


def words_of(words: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """The words without articles, adjectives that say nothing of which body it is, and whose it is."""
    while len(words) > 1 and ("determiners" in words[0].tags or _is_told(words, lexicon)):
        words = words[1:]
    holder = (n for n in range(1, len(words) - 2) if "particles" in words[n].tags and words[n + 1].tags & GIVEN)
    words = words[: next(holder, len(words))] if lexicon.has("nouns") else words  # "im Ministerium von Ada Berg"
    owned = words[0].word.endswith("'s") and "places" in words[0].tags and all(token.capital for token in words)
    return words[1:] if owned and len(words) > MIN_OWNED else words


def _is_told(words: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the first word is no part of a name, as one for a state is ("das georgische Innenministerium").

    A Turkic one stands before a name with capitals ("çalışan Köprü Vakfı"), or ends with where a body sits.
    """
    if lexicon.has("final") and (words[1].capital or "seated" in words[1].tags):
        told = not words[0].tags.isdisjoint(FUNCTION | {"relatives", "seated"})
        return (told and not words[0].capital and words[0].mark < 0) or "seated" in words[1].tags
    return lexicon.has("nouns") and not words[0].capital and "places" not in words[0].tags


def sort_of(words: Sequence[Token], text: str, cased: bool, lexicon: Lexicon) -> int:
    """How many words only say what sort of body the name without marks after them is ("the daily Stone Gazette").

    `cased`: the first has its capital, if any, from where it stands.
    """
    for place, sort in enumerate(words[: 1 if lexicon.has("head_first") else len(words)]):
        name = words[place + 1 :]
        plain = not sort.capital or (cased and not any(t.capital for t in words[:place]))
        plain = plain or text[sort.start : sort.end].isupper()
        own = any(token.capital and token.tags.isdisjoint(("bodies", "places")) for token in name)
        if plain and own and name[0].capital and all(token.mark < 0 for token in name) and sort.tags >= SORT:
            return place + 1
    return 0


def initials_after(name: str, after: Sequence[Token]) -> str:
    """The initials of a body's name that follow it in brackets ("Harbour Workers' Union (HWU)"), "" if none do.

    More than a word's first letter may stand in them ("Türkiye İstatistik Kurumu (TÜİK)").
    """
    if len(after) < 3 or (after[0].word, after[2].word) != ("(", ")") or not after[1].capital:
        return ""
    short, initials = after[1].word, "".join(re.findall(r"\b\w", name.lower()))
    letters = iter(fold(name))
    fits = set(short) <= set(initials) or all(letter in letters for letter in short)
    return short if 1 < len(short) < 7 and short[0] == initials[:1] and fits else ""
