"""People whom an article names by one word only, or beside what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotestance.quotes.frames import COMMAS
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.phrases import GIVEN, OFFICE
from quotestance.quotes.tokens import Token

MAX_NOUN = 4
"""Tokens between what somebody is and the word before the name ("its coordinator, a Dane named Kim Berg")."""
MIN_NAME = 3
AGE = re.compile(r"[1-9]\d")
AGED = re.compile(r"([1-9]\d)-\w{4}")
_BEFORE_NAME = frozenset(["adverbs", "subordinators", "prepositions"])


def is_lone(tokens: Sequence[Token], mention: Mention, beside: Sequence[Token]) -> bool:
    """Whether one word is the name of a person: a first name, or the age or what the person is stands beside it."""
    first, last = mention.name
    if last - first != 1 or len(tokens[first].word) < MIN_NAME or tokens[first].tags & OFFICE or mention.governed:
        return False
    after = tokens[last : last + 4]
    age = len(after) > 2 and after[0].word in COMMAS and after[1].word.isdigit() and after[2].word in COMMAS
    titled = any("titles" in token.tags for token in beside) and not any(token.capital for token in beside)
    return bool(tokens[first].tags & GIVEN) or age or (titled and mention.kind == "name")


def age_beside(tokens: Sequence[Token], mention: Mention) -> set[str]:
    """The age of whoever is named ("Kim, 34,", "Kim (34)", "34-year-old Kim")."""
    after = tokens[mention.last : mention.last + 3]
    aged = (
        len(after) > 2 and after[0].word in COMMAS | {"("} and after[2].kind == "point" and AGE.fullmatch(after[1].word)
    )
    return {after[1].word} if aged else ages(tokens[mention.first : mention.name[0]])


def is_told(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether what ends with one letter is a person's name: explained, or with a known first name ("Ada K.")."""
    told = mention.name[0] > mention.first or bool(age_beside(tokens, mention))
    return told or not tokens[mention.name[0]].tags.isdisjoint(GIVEN)


def unplaced(words: Sequence[Token]) -> Sequence[Token]:
    """A noun that fits many people, without where its bearer speaks ("der Belgier im Interview")."""
    placed = len(words) > 1 and words[0].tags >= {"titles", "titles_generic"} and "prepositions" in words[1].tags
    return words[:1] if placed else words


def ages(words: Sequence[Token]) -> set[str]:
    """The numbers in "34-year-old", "34-Jährige"."""
    return {found.group(1) for token in words if (found := AGED.match(token.word))}


def name_beside(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> Mention | None:
    """The name of whom a phrase without one describes.

    "a driver called Behruz", "its chair, a Dane named Kim", "who gave his name as Kim", "Behruz adlı sürücü";
    "Kim, a driver who asked ...".
    """
    if mention.kind not in ("title", "other"):
        return None
    if lexicon.has("modifier_first"):
        word = next((n for n in range(mention.first - 1, mention.last) if n > 0 and _calls(tokens[n])), 0)
        return _name_in(tokens, max(0, word - 3), word, lexicon, word)
    for word in range(mention.last, min(mention.last + MAX_NOUN + 1, len(tokens))):
        if _calls(tokens[word]):
            between = tokens[mention.last : word]
            own = bool(between) and "determiners" in between[-1].tags
            if not between or own or between[0].word in COMMAS:
                first = word + 1
                while first < len(tokens) and tokens[first].tags & _BEFORE_NAME:
                    first += 1
                return _name_in(tokens, first, min(len(tokens), first + 5), lexicon)
    apposed = mention.first > 1 and tokens[mention.first - 1].word in COMMAS
    if apposed and "indefinites" in tokens[mention.first].tags:
        named = _name_in(tokens, 0, mention.first - 1, lexicon, mention.first - 1)
        return named if named is not None and (not named.first or tokens[named.first - 1].kind != "word") else None
    return None


def _calls(token: Token) -> bool:
    return "called" in token.tags


def _name_in(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon, end: int = -1) -> Mention | None:
    """The name that begins at `first`, or that closes at `end`."""
    found = [m for m in mentions_in(tokens, first, last, lexicon) if m.name[1] > m.name[0]]
    fitting = (m._replace(kind="name") for m in found if (m.last == end if end >= 0 else m.name[0] == first))
    return next(fitting, None)
