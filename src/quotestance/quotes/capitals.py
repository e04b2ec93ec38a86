"""Which capital letters show a name, and which only that a sentence begins; the article itself is the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from quotestance.quotes.bodies import SORT
from quotestance.quotes.lexicon import GAP, Lexicon, word_matches
from quotestance.quotes.phrases import CASED, FUNCTION, GIVEN, OFFICE
from quotestance.quotes.tokens import Token

_OWNED = re.compile("[ıiuü](?:n[ıiuüaeəcd]\\w*)?$")
"""How a Turkic head noun that the words before it own ends, in any case."""
MAX_OFFICE = 8
"""Words of an office before the comma and its holder."""
COMMAS = frozenset(",،")
_BEGINNING = frozenset(".!?…:։—–―«»“”„\"'‘’")
_KEEPING = frozenset(["auxiliaries", "adverbs", "called", "conjunctions", "progressives", "relatives"])
"""What may stand between a name and its verb."""
TAKEN = OFFICE | FUNCTION | {"groups"}
"""Tags of words that are taken for no name."""

_PLACE = re.compile("[dt][aeə]n?$")
_PERSON = frozenset(["titles", "titles_generic"])
_PATRONYMIC = re.compile("(?:ич|вна)$")
_PLURAL = re.compile("l[aeə]r(?:[ıi]n)?$")
_INFLECTED = re.compile("[ıiuü]n$|[ıuü]n[ıuü]$|s[ıiuü]n[ıiuüaeə]$|[dt][aeə]n?$|" + _PLURAL.pattern)
"""Turkic endings that a name has in its nominative only by chance."""
_LOCATED = re.compile("[dt][aeə]k[iı]$")
"""That of what is somewhere ("Kentteki sendika")."""
_OWNER = re.compile("s[ıiuü]n[ıiuü]n$")
"""That of what is somebody's ("Dedesinin Karslı olduğunu")."""
_MEMBER = re.compile("'l[ıiuü]$")
"""That of whose member somebody is ("CHP'li Kaya")."""
_OBJECT = re.compile("[ıiuü]n[ıiuü]$|(?:[yns]|m[ıiuü]z)[aeə]$")
"""Those of what a participle after it governs ("Dosyaya giren rapor")."""


@dataclass
class Capitals:
    """Words of one article that stand with a capital letter, and without, where no sentence begins."""

    proper: set[str] = field(default_factory=set)
    common: set[str] = field(default_factory=set)
    two_names: bool = False
    """Whether a word shows that full names have two words."""
    surnames: set[str] = field(default_factory=set)
    """Words behind another capital where no sentence begins."""
    joined: set[tuple[str, str]] = field(default_factory=set)
    """Particles that begin with a capital, with the surname after them ("De Vries")."""

    def see(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        """Take a sentence into account."""
        for index, token in enumerate(tokens):
            if token.kind == "word" and not token.capital:
                self.common.add(token.word)
                self.two_names = self.two_names or "two_names" in token.tags
            elif token.capital and not _begins(tokens, index):
                self.proper |= lexicon.stems(token.word)
                if index > 1 and tokens[index - 1].capital and not _begins(tokens, index - 1):
                    self.surnames |= lexicon.stems(token.word)
            if token.capital and "particles" in token.tags and index + 1 < len(tokens) and tokens[index + 1].capital:
                self.joined |= {(token.word, stem) for stem in lexicon.stems(tokens[index + 1].word)}

    def _readings(self, lexicon: Lexicon) -> dict[str, frozenset[str]]:
        """What words of several languages mean in that of the article, by words that only this one has."""
        rules = (map(str.split, text.split("|")) for text in lexicon.speech.homographs)
        return {w: frozenset(tags) for words, shown, tags in rules if self.common.issuperset(shown) for w in words}

    def settle(self, tokens: list[Token], lexicon: Lexicon) -> None:
        """Take the capital from words that have it only because a sentence begins with them."""
        readings = self._readings(lexicon)
        for index, token in enumerate(tokens if readings else ()):
            if not index or not token.capital:  # but "Ada De Backer"
                tokens[index] = token._replace(tags=readings.get(token.word, token.tags))
        for index, token in enumerate(tokens):
            if lexicon.has("final") and {"particles", "adverbs"} <= token.tags:  # "Ada de Vries", but "Ada da Bakü'de"
                after = lexicon.stems(tokens[index + 1].word) if index + 1 < len(tokens) else ()
                known = any((token.word, stem) in self.joined for stem in after)
                tokens[index] = token._replace(tags=frozenset(["particles"]) if known else token.tags - {"particles"})
            elif (
                "first_person" in token.tags
                and lexicon.has("final")
                and index
                and tokens[index - 1].capital
                and token.capital
            ):
                tokens[index] = token._replace(tags=frozenset())  # "Ada Sandık"
        joined = [n for n in range(1, len(tokens)) if lexicon.has("final") and self._in_body(tokens, n)]
        for index in joined:
            tokens[index] = tokens[index]._replace(tags=frozenset(["particles"]))
        for index, token in enumerate(tokens):
            begins = token.capital and _begins(tokens, index) and index + 1 not in joined
            of_party = token.capital and lexicon.has("final") and _MEMBER.search(token.word)
            if of_party or (begins and not self._is_name(tokens, index, lexicon)):
                tokens[index] = token._replace(capital=False)
            elif _entitles(tokens, index, lexicon) or (
                "unsaid" in token.tags and token.capital and _before_name(tokens, index) and tokens[-1].word != "?"
            ):
                tokens[index] = token._replace(tags=frozenset())
            elif token.tags & GIVEN and "adverbs" in token.tags and all(t.capital for t in tokens[index : index + 2]):
                tokens[index] = token._replace(tags=token.tags - {"adverbs"})  # «Марта Белова», but «5 марта»

        for index, token in enumerate(tokens[1:], 1):
            person = "ages" in tokens[index - 1].tags and not token.capital and not token.tags & TAKEN
            if person and token.kind == "word" and "titles" not in tokens[min(index + 1, len(tokens) - 1)].tags:
                tokens[index] = token._replace(tags=token.tags | _PERSON)
        if self.two_names:
            _place_offices(tokens)

    def _in_body(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether "and" stands in the name of a body or office ("Elm və Təhsil Nazirliyi", "Tarım ve Orman Bakanı")."""
        before = tokens[index - 1]
        joins = "conjunctions" in tokens[index].tags and _is_plain(before)
        if not joins or not before.tags.isdisjoint(GIVEN | {"surnames"}):
            return False
        alone = index < 2 or not tokens[index - 2].capital
        run = list(takewhile(_is_plain, tokens[index + 1 : index + MAX_OFFICE]))
        head = tokens[min(index + 1 + len(run), len(tokens) - 1)]
        body = "bodies" in head.tags and head.capital
        office = "titles" in head.tags and not _PLURAL.search(head.word)
        given = not all(token.tags.isdisjoint(GIVEN) for token in (*tokens[max(0, index - 2) : index], *run))
        return bool(run) and (body or office) and not given and not (alone and before.word in self.surnames)

    def _is_name(self, tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
        token, after = tokens[index], tokens[index + 1 : index + 4]
        linked = _linked(tokens, index + 1)
        if not after or after[0].kind != "word" or token.word.endswith("'s"):
            return True
        run = next(
            (n for n, other in enumerate(after) if not other.capital or (n and CASED.search(other.word))), len(after)
        )
        fronted = "participles" in token.tags and "prepositions" in after[0].tags  # "Née à Bath, Ada Stone ..."
        doing = lexicon.has("head_first") and {"progressives"} <= token.tags and self.proper.isdisjoint({token.word})
        fronted = fronted or (doing and bool(after[0].tags & {"adverbs", "determiners"}))  # "Poursuivant son propos"
        if fronted or "indefinites" in token.tags or (lexicon.has("final") and _LOCATED.search(token.word)):
            return False
        source = lexicon.has("mixed") and any(p.group == "according" for p in lexicon.patterns(token.word))
        if source and token.word not in self.proper:
            return False
        if run >= 2 and token.word in self.common:  # but "Sağlık Bakanlığı"
            return lexicon.has("final") and "bodies" in after[run - 1].tags and "relatives" not in token.tags
        if not self.proper.isdisjoint(lexicon.stems(token.word)):
            return True
        known = run == 1 and not self.surnames.isdisjoint(lexicon.stems(after[0].word))
        if lexicon.has("final") and (_OWNER.search(token.word) or (known and _PLACE.search(token.word))):
            return bool(token.tags & GIVEN)
        if linked > 1 or ((linked or run) and token.tags & GIVEN):
            return True
        if run >= 2 and lexicon.speech.patronymics:
            return any("patronymics" in other.tags for other in after) or not _plain(after[:2])
        if {"particles", "titles"} <= after[0].tags:
            return True
        after = [*[t for t in tokens[index + 2 : index + 6] if not t.capital], *after][:1] if linked else after
        bare = lexicon.has("final") and "'" not in token.word
        sources = ("according", "recaps", *["tag"] * bare)  # "Plana göre": so the plan, nobody's name
        follows = (after[0].word, *(token.word for token in tokens[index + 2 : index + 3]))
        cue = any(p.group not in sources and _may_be(p.words, follows) for p in lexicon.patterns(after[0].word))
        if lexicon.has("final") and not run and (_INFLECTED if not cue else _PLURAL).search(token.word):
            return False
        if lexicon.has("final") and not run and "relatives" in after[0].tags and _OBJECT.search(token.word):
            return False
        kept = after[0].tags & _KEEPING  # "Stone also said", but "Wait just there"
        spoken = kept != {"adverbs"} or lexicon.has("final") or any(lexicon.patterns(t.word) for t in after[1:])
        return bool(run) or cue or bool(kept and spoken)


def _entitles(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether an article begins a paper's name inside a sentence ("selon Les Nouvelles", "the daily A Folha")."""
    token, named = tokens[index], _before_name(tokens, index)
    if index == 0 or not named or not token.capital or "determiners" not in token.tags or _begins(tokens, index):
        return False
    sort = tokens[index - 1].tags.issuperset(SORT) and not tokens[index - 1].capital
    return sort or (lexicon.has("head_first") and "particles" not in token.tags)


def _place_offices(tokens: list[Token]) -> None:
    """Mark, in place, what stands between an office and its holder's two names as a place ("мэр Лугова Ада Берг")."""
    for index, token in enumerate(tokens):
        run = list(takewhile(_is_plain, tokens[index + 1 : index + MAX_OFFICE])) if "titles" in token.tags else []
        end = index + 1 + len(run)
        after = tokens[end : end + 4]
        apart = len(after) > 3 and after[0].word in COMMAS and after[3].kind == "point" and not run[2:]
        apart = apart and all(map(_is_plain, after[1:3]))
        held = 1 + (after[:1] == [] or "particles" not in after[0].tags) + any(_PATRONYMIC.search(t.word) for t in run)
        named = next((n for n in range(index + 1, end) if not tokens[n].tags.isdisjoint(GIVEN)), end)
        for place in range(index + 1, min(named, end if apart else end - held)):
            tokens[place] = tokens[place]._replace(tags=tokens[place].tags | {"places"})


def _may_be(words: Sequence[str], follows: Sequence[str]) -> bool:
    """Whether the second word of a pattern fits too."""
    return words[1:2] in ((), (GAP,)) or any(word_matches(words[1], word) for word in follows[1:])


def _is_plain(token: Token) -> bool:
    return token.kind == "word" and token.capital and token.tags.isdisjoint(TAKEN)


def _linked(tokens: Sequence[Token], start: int) -> int:
    """How many particles stand before another capital ("von der Leyen": 2); an article counts behind a particle."""
    for place in range(start, min(start + 3, len(tokens))):
        token = tokens[place]
        if "particles" not in token.tags and not (place > start and "determiners" in token.tags):
            return place - start if token.capital else 0
    return 0


def _plain(tokens: Sequence[Token]) -> bool:
    return all(token.tags.isdisjoint(OFFICE) for token in tokens)


def _begins(tokens: Sequence[Token], index: int) -> bool:
    short = index > 1 and tokens[index - 1].word == "." and "titles" in tokens[index - 2].tags
    return index == 0 or (tokens[index - 1].word in _BEGINNING and not (short and len(tokens[index - 2].word) < 5))


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
                and ("not_names" not in token.tags or _stands_alone(tokens, index))
            ):
                tokens[index] = token._replace(tags=frozenset())


def _like_surname(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word, or what it is a case of, is a surname too; "bakanlığı", "Bakanı" are no cases of "bakan"."""
    office = token.tags & TAKEN if token.capital else frozenset()
    if lexicon.has("final") and "'" not in token.word and _OWNED.search(token.word):
        return "surnames" in token.tags and bool(office)
    tags = map(lexicon.tags, lexicon.stems(token.word) if office else ())
    return any("surnames" in stem and not office.isdisjoint(stem) for stem in tags)


def _after_first_name(tokens: Sequence[Token], index: int) -> bool:
    before = index - 1
    while before > 0 and "particles" in tokens[before].tags and tokens[before].capital:
        before -= 1
    if before < 0 or tokens[before].kind != "word" or not tokens[before].capital:
        return False
    first = tokens[before].tags.isdisjoint(TAKEN) and "'" not in tokens[before].word
    if "not_names" in tokens[index].tags:  # but "Merkel Freitag"
        return first and not tokens[before].tags.isdisjoint(GIVEN) and not _before_name(tokens, index)
    if "bodies" in tokens[index].tags and "titles" not in tokens[index].tags:
        first = first and not tokens[before].tags.isdisjoint(GIVEN)  # not "Caspian Shipping Council"
    described = before > 0 and not tokens[before - 1].tags.isdisjoint(("determiners", "titles_generic"))
    return first and not described and not _before_name(tokens, index)


def _stands_alone(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word that can be a day or month is none: no preposition, article or adjective stands before it."""
    before = tokens[index - 1] if index else None
    return before is None or before.capital or before.tags.isdisjoint({"prepositions", "determiners", "adverbs"})


def _before_name(tokens: Sequence[Token], index: int) -> bool:
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and after.capital and after.kind == "word" and after.tags.isdisjoint(TAKEN)
