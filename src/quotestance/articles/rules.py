"""A page's rules compiled: what the words of a line say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from quotestance.languages import Page

_LONGEST = 700
"""A line longer than this, in characters, is named by no rule."""
_PREFIX = 160
"""Within how many characters a dateline must end."""

_ARROWS = " >→➔➜➡▶►▸"
"""What leads to another page ("→ Read also: ...")."""
_PLACE = r"(?-i:\p{Lu}[\p{L}\p{M}'’-]*+(?:(?:\. ?|[ /])\p{Lu}[\p{L}\p{M}'’-]*+){0,3})"
_AGENCY = (
    r"(?-i:\p{N}{1,3}\p{Lu}\p{L}+|\p{Lu}[\p{Lu}\p{N}][\p{Lu}\p{N}.&-]+(?:\p{L}+)?(?: \p{Lu}\p{L}+)?"
    r"|\p{Lu}\p{Ll}+\.\p{L}{2,4})"
)
_TIME = r"\d{1,2}(?:[:.]\d\d(?::\d\d)?| ?h ?\d\d)(?: ?[ap]\.?m\b\.?)?(?: ?(?:GMT|UTC|MSK|CET|EST|EDT|Uhr)\b)?"
_ORDINAL = r"(?:\.|st|nd|rd|th|er|-?\p{L}{1,2})?"
_NUMERIC = r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b|\d{4}[./-]\d{1,2}[./-]\d{1,2}\b"
_YEAR = r"(?:,? \d{4}\b(?: ?(?:г\.|года|թ\.|թ|il|-ci il))?)?"


@dataclass(frozen=True)
class PageRules:
    """Compiled rules; every test takes one line without white space around it."""

    _cut: regex.Pattern[str]
    _box: regex.Pattern[str]
    _drop: regex.Pattern[str]
    _dateline: regex.Pattern[str]

    def cut(self, line: str) -> bool:
        """Whether the article ends before this line."""
        return _is(line, self._cut)

    def box(self, line: str) -> bool:
        """Whether this line heads a list of headlines."""
        return _is(line, self._box)

    def names(self, line: str) -> bool:
        """Whether a rule says that this line, wherever it stands, is not body."""
        return _is(line, self._drop) or self.cut(line) or self.box(line)

    def dateline(self, line: str) -> int:
        """How many characters at the start of a paragraph are its dateline."""
        found = self._dateline.match(line, 0, min(len(line), _PREFIX))
        return found.end() if found else 0


def _is(line: str, rule: regex.Pattern[str]) -> bool:
    bare = line.lstrip(_ARROWS)
    return len(line) <= _LONGEST and (rule.fullmatch(line) or rule.fullmatch(bare)) is not None


@lru_cache(maxsize=64)
def compile_page(page: Page) -> PageRules:
    """The rules of `page`; ValueError names the expression that is none."""
    names = _names(page)
    return PageRules(*(_any(patterns, names) for patterns in (page.cut, page.box, page.drop, page.dateline)))


def _names(page: Page) -> dict[str, str]:
    month = "|".join(page.months) or r"(?!)"
    day = rf"(?:{'|'.join(page.weekdays) or r'(?!)'})\.?"
    weekday = rf"(?:{day},? )?"
    named = rf"\d{{1,2}}{_ORDINAL},? (?:de )?(?:{month})\b\.?{_YEAR}|(?:{month})\b\.? \d{{1,2}}{_ORDINAL}{_YEAR}"
    year_first = rf"\d{{4}}(?: ?(?:թ\.|թ|-ci il))?,? (?:(?:{month})\b\.? \d{{1,2}}|\d{{1,2}} (?:{month})\b)"
    date = rf"(?:{weekday}(?:le )?(?:{_NUMERIC}|{named}|{year_first}))"
    return {"{place}": _PLACE, "{agency}": _AGENCY, "{time}": f"(?:{_TIME})", "{date}": date, "{weekday}": day}


def _any(patterns: Sequence[str], names: dict[str, str]) -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{_checked(pattern, names)})" for pattern in patterns) or r"(?!)", _FLAGS)


_FLAGS = regex.IGNORECASE | regex.DOTALL


def _checked(pattern: str, names: dict[str, str]) -> str:
    for name, meaning in names.items():
        pattern = pattern.replace(name, meaning)
    try:
        regex.compile(pattern, _FLAGS)
    except regex.error as error:
        raise ValueError(f"page: expected a regular expression; got {pattern!r}: {error}") from error
    return pattern
