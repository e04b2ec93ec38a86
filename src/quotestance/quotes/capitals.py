"""Which capital letters show a name, and which only that a sentence begins; the article itself is the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.phrases import CASED, FUNCTION, OFFICE
from quotestance.quotes.tokens import Token

_BEGINNING = frozenset(".!?…:։—–―«»“”„\"'‘’")
_KEEPING = frozenset(["auxiliaries", "adverbs", "conjunctions", "progressives", "relatives"])
"""What may stand between a name and its verb."""
_TAKEN = OFFICE | FUNCTION | {"groups"}
"""Tags of words that are taken for no name."""

_GIVEN = frozenset(["men", "women"])
_PLURAL = re.compile("l[aeə]r(?:[ıi]n)?$")
_INFLECTED = re.compile("[ıiuü]n$|[dt][aeə]n?$|" + _PLURAL.pattern)
"""Turkic endings that a name has in its nominative only by chance."""


@dataclass
class Capitals:
    """Words of one article that stand with a capital letter, and without, where no sentence begins."""

    proper: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)

    def see(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        """Take a sentence into account."""
        for index, token in enumerate(tokens):
            if token.kind == "word" and not token.capital:
                self.common.add(token.word)
            elif token.capital and not _begins(tokens, index):
                self.proper |= lexicon.stems(token.word)

    def settle(self, tokens: list[Token], lexicon: Lexicon) -> None:
        """Take the capital from words that have it only because a sentence begins with them."""
        for index, token in enumerate(tokens):
            if token.capital and _begins(tokens, index) and not self._is_name(tokens, index, lexicon):
                tokens[index] = token._replace(capital=False)
            elif "unsaid" in token.tags and token.capital and _before_name(tokens, index) and tokens[-1].word != "?":
                tokens[index] = token._replace(tags=frozenset())

    def _is_name(self, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
        token, after = tokens[index], tokens[index + 1 : index + 4]
        if not after or after[0].kind != "word" or token.word.endswith("'s"):
            return True
        run = next(
            (n for n, other in enumerate(after) if not other.capital or (n and CASED.search(other.word))), len(after)
        )
        if run >= 2 and token.word in self.common:
            return False
        if not self.proper.isdisjoint(lexicon.stems(token.word)):
            return True
        if run >= 2 and lexicon.speech.patronymics:
            return any("patronymics" in other.tags for other in after) or not _plain(after[:2])
        if {"particles", "titles"} <= after[0].tags:
            return True
        linked = "particles" in after[0].tags and len(after) > 1 and after[1].capital
        after = [*[t for t in tokens[index + 2 : index + 6] if not t.capital], *after][:1] if linked else after
        bare = lexicon.has("final") and "'" not in token.word
        sources = ("according", "tag") if bare else ("according",)  # "Plana göre": so the plan, nobody's name
        cue = any(pattern.group not in sources for pattern in lexicon.patterns(after[0].word))
        if lexicon.has("final") and not run and (_INFLECTED if not cue else _PLURAL).search(token.word):
            return False
        return bool(run) or cue or not after[0].tags.isdisjoint(_KEEPING)


def _plain(tokens: Sequence[Token]) -> bool:
    return all(token.tags.isdisjoint(OFFICE) for token in tokens)


def _begins(tokens: Sequence[Token], index: int) -> bool:
    short = index > 1 and tokens[index - 1].word == "." and "titles" in tokens[index - 2].tags
    return index == 0 or (tokens[index - 1].word in _BEGINNING and not (short and len(tokens[index - 2].word) < 5))


def settle_uncased(sentences: Iterable[list[Token]], lexicon: Lexicon) -> None:
    """Give a capital to names in scripts without any, in place: a first name that is known with the word after it.

    Beside a verb of speech so are the last two words of an office and its holder; elsewhere in the article they are
    names too.
    """
    sentences = list(sentences) if lexicon.has("mixed") else []
    found: set[str] = set()
    for tokens in sentences:
        for first, last in _uncased_runs(tokens, lexicon):
            words = tokens[first:last]
            start = next((n for n, token in enumerate(words) if token.tags & _GIVEN), -1)
            end = start + 2 + ("particles" in words[min(start + 1, len(words) - 1)].tags)
            if start < 0 and (size := _holder(tokens, first, last, lexicon)):
                start, end = len(words) - size, len(words)
            for token in words[start:end] if start >= 0 else ():
                found |= lexicon.stems(token.word) if token.tags.isdisjoint(OFFICE) else frozenset()
    for tokens in sentences if found else ():
        for index, token in enumerate(tokens):
            if not found.isdisjoint(lexicon.stems(token.word)) and _is_uncased(token, lexicon):
                tokens[index] = token._replace(capital=True)


def _uncased_runs(tokens: Sequence[Token], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """The ranges of words in a script without capitals that may be of an office and a name."""
    first = 0
    for index in range(len(tokens) + 1):
        if index == len(tokens) or not _is_uncased(tokens[index], lexicon):
            if first < index:
                yield first, index
            first = index + 1


def _is_uncased(token: Token, lexicon: Lexicon) -> bool:
    plain = token.kind == "word" and token.word[:1].isalpha() and token.word[0].title() == token.word[0]
    return plain and not token.tags & FUNCTION and not lexicon.patterns(token.word)


def _holder(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> int:
    """Words of the name at the end of a run right beside a cue: two behind an office; where no spaces stand, one."""
    beside = [*(tokens[first - 1 : first] if first else ()), *tokens[last : last + 2]]
    cue = any({"act"}.isdisjoint(groups) for t in beside if (groups := [p.group for p in lexicon.patterns(t.word)]))
    if "surnames" in tokens[last - 1].tags:
        return int(cue and 1 < len(tokens[last - 1].word) < 4)
    if not cue or not any("titles" in token.tags for token in tokens[first : max(first, last - 2)]):
        return 0
    free = all(token.tags.isdisjoint(_TAKEN) for token in tokens[last - 2 : last])
    return 2 if free and "attributes" not in tokens[last - 2].tags else 0


def settle_surnames(sentences: Iterable[list[Token]], lexicon: Lexicon) -> None:
    """Take the tags of an office from surnames that look like one ("Julia Bishop", "İmamoğlu"), in place.

    A surname of that kind stands behind a first name and before no other name; elsewhere in the article it is the same.
    """
    sentences = [tokens for tokens in sentences if any(_like_surname(token, lexicon) for token in tokens)]
    found: set[str] = set()
    for tokens in sentences:
        for index, token in enumerate(tokens):
            if _like_surname(token, lexicon) and _after_first_name(tokens, index):
                found |= lexicon.stems(token.word)
    for tokens in sentences if found else ():
        for index, token in enumerate(tokens):
            if (
                _like_surname(token, lexicon)
                and not found.isdisjoint(lexicon.stems(token.word))
                and not _before_name(tokens, index)
            ):
                tokens[index] = token._replace(tags=frozenset())


def _like_surname(token: Token, lexicon: Lexicon) -> bool:
    known = token.capital and not token.tags.isdisjoint(_TAKEN)
    return known and any("surnames" in lexicon.tags(stem) for stem in lexicon.stems(token.word))


def _after_first_name(tokens: Sequence[Token], index: int) -> bool:
    before = index - 1
    while before > 0 and "particles" in tokens[before].tags and tokens[before].capital:
        before -= 1
    if before < 0 or tokens[before].kind != "word" or not tokens[before].capital:
        return False
    first = tokens[before].tags.isdisjoint(_TAKEN) and "'" not in tokens[before].word
    described = before > 0 and not tokens[before - 1].tags.isdisjoint(("determiners", "titles_generic"))
    return first and not described and not _before_name(tokens, index)


def _before_name(tokens: Sequence[Token], index: int) -> bool:
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and after.capital and after.kind == "word" and after.tags.isdisjoint(_TAKEN)
