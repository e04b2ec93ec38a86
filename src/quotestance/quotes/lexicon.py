"""A language's knowledge of speech, made ready for look-up: tags of a word, and the cues that begin with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from itertools import pairwise, product
from typing import NamedTuple, TypeVar

from quotestance.languages import Speech, Verbs

T = TypeVar("T")
GAP = "~"
UNSPACED = "\u2e80"
"""From here on stand the scripts that write no spaces between words."""
_CUE_FIELDS = ("nouns", "according", "according_after", "recaps")
_CASE_FIELDS = ("cases", "oblique", "oblique_titles", "nominative", "genitive", "declension", "agreements", "datives")
_SPLITS = ("before_splits", "after_splits")
_ENDINGS = frozenset(["name_suffixes", "regions", "homographs", "companies", *_SPLITS, *_CASE_FIELDS])
_NO_TAGS = _ENDINGS | {"traits", "verbs", *_CUE_FIELDS}
_TAG_FIELDS = tuple(field.name for field in fields(Speech) if field.name not in _NO_TAGS)
"""The lists of words; the others hold cues, endings and rules."""
_NOUNS = frozenset(["titles", "titles_generic", "bodies", "groups"])
"""Tags that a word without a capital does not get where all nouns have one."""
_LOWER = frozenset(["mood", "infinitives"])
"""The other way round: "Sorge", "Abzug" are nouns."""
_ALIKE = str.maketrans("’ʼ：؟？！；؛۔｡كي", "'':??!;;..کی")
"""Apostrophes and punctuation that other scripts write otherwise, and letters that Persian and Arabic do."""
_TO_THE = "لل"
"""Arabic "to" and the article; other prepositions and "and" are written together with the word after them."""
_JOINED = frozenset(["bodies", "titles", "men", "women"])
_SURNAME = re.compile("[MNT]['’ʼ][A-ZÀ-Þ](?=.*[^\\W\\dA-ZÀ-Þ])")
"""Not an elided word, which has no capital where a name follows ("N'Diaye")."""
_STRESS = re.compile("[\u055a-\u055c\u055e\u055f\u0300-\u036f\u064b-\u0655\u00ad]")


class Pattern(NamedTuple):
    """A cue as a sequence of word patterns, and the group of verbs (or nouns, according) it belongs to."""

    words: tuple[str, ...]
    group: str


class Part(NamedTuple):
    """A token inside a word of the text, at offsets into the word; see `tokens.Token`."""

    start: int
    end: int
    word: str
    tags: frozenset[str]
    kind: str
    capital: bool


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Look-ups over one language's `Speech`; words are given folded (see `fold`)."""

    speech: Speech
    tags: Callable[[str], frozenset[str]]
    """The names of the lists in `Speech` that a word belongs to."""
    patterns: Callable[[str], tuple[Pattern, ...]]
    """The cues that a word may begin, longest first."""
    parts: Callable[[str], tuple[Part, ...]]
    """A word of the text as one token or several (l'accord, a-t-il)."""
    stems: Callable[[str], frozenset[str]]
    """A name without each possible ending, itself included."""
    has: Callable[[str], bool]
    """Whether the language has the trait."""

    def is_cue(self, word: str) -> bool:
        """Whether the word alone is one ("in" is none because of "in den Worten von")."""
        return any(len(pattern.words) == 1 for pattern in self.patterns(word))


def fold(word: str) -> str:
    """Lower case with plain apostrophes, without stress and vowel marks (Armenian, Arabic) and combining dots (İ)."""
    lower = word.lower()
    if lower.isascii():
        return lower
    return _STRESS.sub("", lower.translate(_ALIKE))


def word_matches(pattern: str, word: str) -> bool:
    """Whether a word pattern (exact, `prefix*` or `*suffix`) fits a folded word."""
    if pattern.endswith("*"):
        return word.startswith(pattern[:-1])
    if pattern.startswith("*"):
        return word.endswith(pattern[1:])
    return pattern == word


@lru_cache(maxsize=32)
def lexicon_of(speech: Speech) -> Lexicon:
    """The look-ups for `speech`; made once per language."""
    tagged = _index((text, (tag, len(text))) for tag in _TAG_FIELDS for text in getattr(speech, tag))
    cues = _index((pattern.words[0], pattern) for pattern in _cue_patterns(speech))
    unspaced = _unspaced(speech)
    suffixes = tuple(sorted(speech.name_suffixes, key=len, reverse=True))
    joined = tuple(part for part in speech.before_splits if part.isalpha())
    clitics = {*joined, *(word for word in speech.prepositions if not word[1:])} if "uncased" in speech.traits else ()

    @lru_cache(maxsize=1 << 16)
    def tags(word: str) -> frozenset[str]:
        if word.startswith(_TO_THE) and "uncased" in speech.traits:
            return tags("ال" + word[2:]) | {"prepositions"}
        cased = word.endswith("'s") or ("final" in speech.traits and "'" in word[3:])
        return _settled(tagged(word)) | (tags(word[: word.rindex("'")]) if cased else frozenset())

    @lru_cache(maxsize=1 << 16)
    def patterns(word: str) -> tuple[Pattern, ...]:
        found = cues(word) or (cues(word[1:]) if word.startswith(joined) and len(word) > 3 else ())
        return tuple(sorted(set(found), key=lambda pattern: (-len(pattern.words), pattern)))

    @lru_cache(maxsize=1 << 14)
    def stems(word: str) -> frozenset[str]:
        return _stems(word, suffixes)

    @lru_cache(maxsize=1 << 16)
    def parts(word: str) -> tuple[Part, ...]:
        whole = len(fold(word)) != len(word) or _SURNAME.match(word) or "adverbs" in tags(fold(word))  # "d'abord"
        cuts = [] if whole else _cuts(fold(word), speech)
        if word[0] in clitics and not tags(folded := fold(word)) and not cues(folded):
            cuts = [] if tags(folded[1:]).isdisjoint(_JOINED) else [1]
        if word >= UNSPACED:
            cuts = sorted({place for match in unspaced.finditer(word) for place in match.span()} - {0, len(word)})
        borders = [0, *cuts, len(word)]
        small = (_NOUNS if word[:1].islower() else _LOWER) if "nouns" in speech.traits else frozenset()
        return tuple(_part(word, a, b, tags, small) for a, b in pairwise(borders))

    return Lexicon(speech, tags, patterns, parts, stems, frozenset(speech.traits).__contains__)


def _unspaced(speech: Speech) -> re.Pattern[str]:
    """Finds known words in a run of a script without spaces; those of one character only at its ends."""
    words = {word for tag in _TAG_FIELDS for word in getattr(speech, tag)} | {p.words[0] for p in _cue_patterns(speech)}
    known = sorted((word for word in words if word >= UNSPACED and word.isalnum()), key=len, reverse=True)
    return re.compile("|".join(word if len(word) > 1 else f"^{word}|{word}$" for word in known) or "(?!)")


def _settled(found: Iterable[tuple[str, int]]) -> frozenset[str]:
    """Tags by the length of their patterns: "ministry" is a body though it begins like "minister"."""
    longest: dict[str, int] = {}
    for tag, length in found:
        for name in (tag, "bodies") if tag == "groups" else (tag,):
            longest[name] = max(length, longest.get(name, 0))
    body = longest.get("bodies", 0)
    if "agencies" in longest:
        longest.pop("titles", None)  # "Kuryer.az"
    return frozenset(tag for tag, length in longest.items() if tag not in _NOUNS or length >= body)


def _cuts(word: str, speech: Speech) -> list[int]:
    """Where elided articles and inverted pronouns come apart: l'accord, a-t-il."""
    start = 0
    cuts: list[int] = []
    for part in speech.before_splits if "'" in word else ():
        if word.startswith(part, start) and len(word) > start + len(part):
            start += len(part)
            cuts.append(start)
    for part in speech.after_splits if "-" in word else ():
        if word.endswith(part) and len(word) - len(part) > start:
            return [*cuts, len(word) - len(part)]
    return cuts


def _part(word: str, start: int, end: int, tags: Callable[[str], frozenset[str]], without: frozenset[str]) -> Part:
    folded = fold(word[start:end])
    kind = "word" if word[start].isalnum() or end - start > 1 else "point"
    return Part(start, end, folded, tags(folded) - without, kind, word[start].isupper())


def _cue_patterns(speech: Speech) -> Iterable[Pattern]:
    groups = [(name, getattr(speech.verbs, name)) for name in Verbs.__dataclass_fields__]
    groups += [(name, getattr(speech, name)) for name in _CUE_FIELDS]
    groups.append(("according", speech.viewpoints))
    texts = ((group, fold(text).split()) for group, patterns in groups for text in patterns)
    return (Pattern(words, group) for group, text in texts for words in product(*(word.split("|") for word in text)))


def _index(entries: Iterable[tuple[str, T]]) -> Callable[[str], list[T]]:
    """A look-up of all values whose word pattern fits a word, without trying every pattern."""
    exact: dict[str, list[T]] = {}
    starts: dict[str, list[T]] = {}
    ends: dict[str, list[T]] = {}
    for pattern, value in entries:
        table = starts if pattern.endswith("*") else ends if pattern.startswith("*") else exact
        table.setdefault(fold(pattern).strip("*"), []).append(value)
    longest = max(map(len, (*starts, *ends)), default=0)

    def find(word: str) -> list[T]:
        found = list(exact.get(word, ()))
        for size in range(min(len(word), longest) + 1):
            found += starts.get(word[:size], ())
            found += ends.get(word[len(word) - size :], ())
        return found

    return find


def _stems(word: str, suffixes: tuple[str, ...]) -> frozenset[str]:
    bare = word.split("'")[0] if "'" in word[3:] else word
    found = {word, bare}
    found.update(bare[: -len(suffix)] for suffix in suffixes if bare.endswith(suffix) and len(bare) - len(suffix) >= 3)
    return frozenset(found)
