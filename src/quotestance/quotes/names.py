"""Names as an article writes them: their words, whether two can be one person's, and their nominative."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention
from quotestance.quotes.phrases import GIVEN
from quotestance.quotes.tokens import MARKS, Token

Name = tuple[str, ...]
_TO_THE = re.compile("^لل")
"""Arabic "to" and the article in one."""
_ENDING = re.compile(r"(?<=\w{2})['’ʼ](?!o$)(?:[^\W\d_A-ZİÇŞÖÜĞА-Я]{0,4})$")
_ELIDED = re.compile(r"(?<=\b[dl]['’]) ", re.IGNORECASE)
_HONORIFIC = frozenset(["particles", "titles"])
_GENERATIONS = frozenset(["ii", "iii", "iv", "jr", "sr"])
_SKIPPED = frozenset(["determiners", "links", "prepositions"])


def name_of(tokens: Sequence[Token], mention: Mention, text: str) -> tuple[Name, Name]:
    """The proper name of a mention without genitive, as written, and folded without full stops, "III" and "kişi"."""
    words = [token for token in tokens[mention.name[0] : mention.name[1]] if token.kind == "word" or token.word == "&"]
    written = tuple(bare(text[token.start : token.end + _stopped(token, text)]) for token in words)
    younger = len(words) > 2 and words[-1].word in _GENERATIONS
    plain = [token for token in words if len(words) != 2 or not token.tags >= _HONORIFIC] or words
    return written, tuple(bare(token.word) for token in plain[: len(plain) - younger])


def _stopped(token: Token, text: str) -> bool:
    """Whether the full stop of an initial ends the sentence too."""
    return (token.end - token.start == 1 or token.word in _GENERATIONS) and text[token.end : token.end + 1] == "."


def bare(word: str) -> str:
    """A word without an ending that an apostrophe parts from it."""
    return _ENDING.sub("", word)


def called(tokens: Sequence[Token], lexicon: Lexicon) -> set[str]:
    """The words that say what somebody is, without articles and whom the office belongs to ("aide to the mayor")."""
    words, titled, linked, named = set(), False, False, False
    for token in tokens:
        title = "titles" in token.tags
        whose = (linked and not named) or rewrite(token.word, lexicon.speech.genitive) != token.word
        owner = titled and title and whose
        if token.kind == "word" and not token.tags & _SKIPPED and not owner:
            words.add(bare(token.word.strip("".join(MARKS)).strip()))
        titled, linked = titled or title, token.kind == "word" and (linked or "links" in token.tags)
        named = token.capital and "bodies" in token.tags  # "head of the Harbour Staff Colonel Stone"
    return words


def same_word(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two words are forms of one name."""
    return one == other or not lexicon.stems(one).isdisjoint(lexicon.stems(other))


def same_name(one: Name, other: Name, lexicon: Lexicon) -> bool:
    """Whether two names can be one person's: surnames agree, and first names ("Van Dyk" has none)."""
    if len(one) == 1 or len(other) == 1:
        short, long = (one, other) if len(one) == 1 else (other, one)
        return any(same_word(short[0], word, lexicon) for word in long)
    if not same_word(one[-1], other[-1], lexicon):
        return False
    if all(same_word(a, b, lexicon) for a, b in zip(reversed(one), reversed(other), strict=False)):
        return True
    first, second = one[0], other[0]
    initial = len(first) <= 2 or len(second) <= 2
    return first[0] == second[0] if initial else same_word(first, second, lexicon) or first[:3] == second[:3]


def is_one_of(name: Name, forms: Sequence[Name], lexicon: Lexicon, exact: bool = False) -> bool:
    """Whether the name can be that of whoever has these forms: Ada Stone is not the other Stone.

    `exact`: where one of the two is a single word it is the surname as written.
    """
    full = [form for form in forms if min(len(form), len(name)) > 1]
    known = any(lexicon.tags(form[0]) & GIVEN for form in full)
    decisive = full if full and (not known or lexicon.tags(name[0]) & GIVEN) else forms
    surname = ((exact and min(len(form), len(name)) < 2, form) for form in decisive)
    return any(name[-1] == form[-1] if alone else same_name(name, form, lexicon) for alone, form in surname)


@lru_cache(maxsize=1 << 16)
def rewrite(word: str, rules: tuple[str, ...]) -> str:
    """The word with the first ending that fits a rule ("ending>replacement"); three letters stay, two before "-"."""
    folded = word.lower()
    for rule in rules:
        ending, _, replacement = rule.partition(">")
        if folded.endswith(ending) and len(word) - len(ending) + len(replacement) >= (2 if ending[:1] == "-" else 3):
            found = word[: len(word) - len(ending)] + replacement
            return found[:1].upper() + found[1:] if word[:1].isupper() else found
    return word


@lru_cache(maxsize=64)
def _declension(text: str) -> tuple[tuple[str, ...], ...]:
    """The three parts of a rule of `declension`."""
    return tuple(tuple(part.split()) for part in text.split("|"))


def undeclined(name: Name, lexicon: Lexicon, genitive: bool = False, alone: Collection[str] = ()) -> Name:
    """A full name in the nominative by `declension`; `genitive`: it surely stands in this case.

    A first name that is known as it stands is in the nominative already; one that is not known loses the ending
    without which the surname stands `alone`.
    """
    if not genitive and lexicon.tags(name[0].lower()) & GIVEN:
        return name
    likely: Name = ()
    for text in lexicon.speech.declension:
        case, firsts, others = _declension(text)
        for form in (rewrite(name[0], (rule,)) for rule in firsts if not genitive or "genitive" in case):
            found = (form, *(rewrite(word, others) for word in name[1:]))
            known, other = not lexicon.tags(form.lower()).isdisjoint(case), found[-1] != name[-1] and len(name) > 1
            fits = known if "both" not in case else known and other
            if form != name[0] and (fits or (case == ("any",) and other)):
                return found
            likely = likely or found if form != name[0] and other and found[-1].lower() in alone else likely
    return likely or name


def nominative_name(name: Name, forms: Iterable[Name], lexicon: Lexicon) -> str:
    """A person's name without the endings of its case: by what all its forms share, else by rule.

    Where modifiers come first only the last word of a name is inflected.
    """
    rules = lexicon.speech.nominative
    if lexicon.speech.declension:
        found = undeclined(name, lexicon, alone={form[0] for form in forms if len(form) == 1})
        if found != name or not lexicon.has("mixed"):
            return " ".join(found)
    if not lexicon.has("modifier_first"):
        return _ELIDED.sub("", " ".join(rewrite(word, rules) for word in name))
    last = name[-1]
    seen = {form[-1] for form in forms if not lexicon.stems(form[-1]).isdisjoint(lexicon.stems(last.lower()))}
    shared = frozenset.intersection(lexicon.stems(last.lower()), *map(lexicon.stems, seen))
    best = max((stem for stem in shared if len(seen) > 1 and last.lower().startswith(stem)), key=len, default="")
    return " ".join([*name[:-1], last[: len(best)] if best else rewrite(last, rules)])


def nominative_words(text: str, body: bool, lexicon: Lexicon) -> str:
    """Words with their head, the first or the last by language, in the nominative."""
    parts = _TO_THE.sub("ال", text).split(" ")
    before = [n for n, part in enumerate(parts) if body and "attributes" not in lexicon.tags(part.lower())]
    head = (before[0] if before else -body) if lexicon.has("head_first") else -1
    if body and lexicon.has("nouns"):  # "Auswärtiges Amt in Berlin"
        head = next((n for n in before if "bodies" in lexicon.tags(parts[n].lower())), head)
    parts[head] = rewrite(bare(parts[head]), (lexicon.speech.cases if body else ()) + lexicon.speech.nominative)
    for ends, rules in (text.split("|") for text in lexicon.speech.agreements if head):
        if ends.strip() == "*" or parts[head].lower().endswith(tuple(ends.split())):
            return " ".join([*(rewrite(part, tuple(rules.split())) for part in parts[:head]), *parts[head:]])
    return " ".join(parts)
