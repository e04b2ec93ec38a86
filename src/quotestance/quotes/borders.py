"""Where the content of a frame begins and ends, told by single tokens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.tokens import MARKS, Token

TERMINAL = frozenset([".", "!", "?", "…", "։", "。"])
LEADS = frozenset(":․.")
"""What leads to what was said: a colon (which Armenian pages also write for a full stop), in Armenian another stop."""
ELLIPSES = frozenset(["…", "."])
"""Of the first word of a line that goes on with one that only names the speaker ("Ada Stone (coach) ...")."""
_OPENING = "([<$€"
_FINITE = frozenset(["auxiliaries", "passives", "unsaid"])
_BORDERS = frozenset(["complementizers", "subordinators", "conjunctions", "infinitives"])
NOMINAL = frozenset(["determiners", "pronouns", "audience", "prepositions", "places", "titles", "bodies"])
_PLURAL = re.compile("[^s]s$")
MAX_INSET = 12
"""Tokens before a parenthesis that may be an unfinished clause ("The plan, Lavrov said, will fail")."""


def sentence_end(tokens: Sequence[Token]) -> int:
    """The end without final punctuation."""
    last = len(tokens)
    while last > 0 and tokens[last - 1].word in TERMINAL | COMMAS | LEADS:
        last -= 1
    return last


def touches_left(tokens: Sequence[Token], first: int) -> bool:
    """Whether a comma, dash or quotation stands right before the frame."""
    return first > 0 and (tokens[first - 1].kind == "quote" or tokens[first - 1].word in COMMAS | DASHES | {"?", "!"})


def left_end(tokens: Sequence[Token], first: int) -> int:
    """The end of the content that stands before a frame."""
    while first > 0 and tokens[first - 1].kind == "point" and tokens[first - 1].word not in "])}?!…":
        first -= 1
    return first


def skip_points(tokens: Sequence[Token], index: int) -> int:
    """The next token that is no punctuation."""
    while index < len(tokens) and tokens[index].kind == "point" and tokens[index].word not in _OPENING:
        index += 1
    return index


def joins(tokens: Sequence[Token], index: int) -> bool:
    """Whether a complementizer is one here: not in "not that", "of that", "alors que", "Anna, che guida"; no mark
    before a participle."""
    if tokens[index].kind == "point":
        return not any("progressives" in token.tags for token in tokens[index + 1 : index + 2])
    noun = "determiners" in tokens[index].tags and "prepositions" in tokens[index - 1].tags
    noun = noun or ("relatives" in tokens[index].tags and tokens[index - 1].word in COMMAS)
    return not noun and tokens[index - 1].tags.isdisjoint(("negations", "subordinators"))


def is_quoted(token: Token) -> bool:
    """Whether a quotation begins here, put together or (inside another one) with its mark only."""
    return token.kind == "quote" or token.word in MARKS


def has_clause(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether a clause begins at `start`: a pronoun as subject, or a verb before the next border; or an infinitive."""
    if start + 1 < end and "infinitives" in tokens[start].tags:
        after = tokens[start + 1]
        common = after.kind == "word" and not after.capital and not _PLURAL.search(after.word)
        return common and (after.tags.isdisjoint(NOMINAL) or "groups" in after.tags)
    for index in range(start, min(end, start + MAX_INSET)):
        token = tokens[index]
        if token.kind != "word" or token.tags & _BORDERS:
            return False
        person = "pronouns" in token.tags and token.tags.isdisjoint(("audience", "neuter"))
        if index == start and person and index + 1 < end:
            return True
        if index > start and is_finite(token) and tokens[index - 1].tags.isdisjoint(("articles", "prepositions")):
            return True
    return False


def is_addressee(token: Token) -> bool:
    """Whether the word can be the last one of whom somebody speaks to."""
    persons = ("audience", "pronouns", "titles", "bodies", "groups", "places")
    return token.capital or not token.tags.isdisjoint(persons) or bool(_PLURAL.search(token.word))


def is_finite(token: Token) -> bool:
    """Whether the word can only be the verb of a clause ("was", "would")."""
    return bool(token.tags & _FINITE) and token.tags.isdisjoint(("adverbs", "infinitives", "pronouns"))


def begins_main(tokens: Sequence[Token], comma: int) -> bool:
    """Whether the main clause begins at a comma: a name or an article ("While X said that ..., Y believes ...")."""
    after = tokens[comma + 1] if comma + 1 < len(tokens) else None
    if after is None or tokens[comma].word not in COMMAS or after.kind != "word":
        return False
    return after.capital or not after.tags.isdisjoint(("determiners", "pronouns", "titles"))
