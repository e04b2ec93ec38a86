"""Known speakers: one id for a person in all languages, scripts and inflections (``conf/speakers.yaml``)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_WORD = re.compile(r"[^\W_]+")
_ENDING = re.compile(r"(?<=\w{4})['’ʼ]\w{0,4}(?!\w)")
_GENITIVE = re.compile(r"['’]s(?!\w)")
_VOWELS = "аяaəա"
_OPEN = frozenset("aeiouyjаеиоуыэюяйьաեէըիոօւ")
"""Letters with which the inflected, or otherwise transliterated, end of a first name begins."""
_MAX_END = 2
_KEYS = frozenset(["id", "names", "roles", "feminine"])
_ROLE_KEYS = frozenset(["title", "from", "to"])
_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


Stems = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Role:
    """An office held from `start` to `end` (ISO dates, "" is open); `titles` are lower-case phrases."""

    titles: tuple[str, ...]
    start: str = ""
    end: str = ""

    def held_on(self, date: str) -> bool:
        """Whether the office was held on an ISO date (a year or month stands for its start)."""
        return self.start <= date and (not self.end or date <= self.end)


@dataclass(frozen=True, slots=True)
class Speaker:
    """One known speaker; `names` maps language to names, the first being the usual one."""

    id: str
    names: dict[str, tuple[str, ...]]
    roles: tuple[Role, ...] = ()
    feminine: bool = False


@dataclass(frozen=True)
class Speakers:
    """All known speakers, to be found by name or by office and date."""

    entries: tuple[Speaker, ...] = ()
    by_name: dict[str, list[Speaker]] = field(default_factory=dict)
    by_stem: dict[str, list[Speaker]] = field(default_factory=dict)
    """By surnames without their last vowel, which inflection changes (Захарова, Захаровой)."""

    def named(self, name: str, stems: Stems | None = None) -> Speaker | None:
        """The one speaker with this name in any language; None where nobody or several fit.

        `stems` gives a word without its possible endings, for inflected names.
        """
        words = _WORD.findall(_plain(_ENDING.sub("", name)))
        found = self._fitting(words, stems) if words else []
        return found[0] if len(found) == 1 else None

    def _fitting(self, words: list[str], stems: Stems | None) -> list[Speaker]:
        surname = words[-1]
        inflected = sorted(stems(surname) - {surname}) if stems is not None else []
        tiers = (
            self.by_name.get(surname, []),
            [entry for form in inflected for entry in self.by_name.get(form, ())],
            [entry for form in inflected for entry in self.by_stem.get(form, ())],
        )
        first = words[:-1]
        shown = first[:1] + [word for word in first[1:] if word[1:]]  # a middle initial shows nobody
        fitting = ([e for e in tier if not first or any(_first_name_fits(e, w) for w in shown)] for tier in tiers)
        return next((list({e.id: e for e in tier}.values()) for tier in fitting if tier), [])

    def in_office(self, title: str, date: str) -> Speaker | None:
        """The one speaker who held the office on the date; None without a date or where several fit."""
        wanted = title.lower()
        held = {
            entry.id: entry
            for entry in self.entries
            for role in entry.roles
            if date and wanted in role.titles and role.held_on(date)
        }
        return next(iter(held.values())) if len(held) == 1 else None


def _first_name_fits(entry: Speaker, first: str) -> bool:
    """Whether one of the speaker's first names is this one, its initial, or another form of it."""
    known = (_WORD.findall(_plain(name)) for names in entry.names.values() for name in names)
    return any(len(parts) > 1 and _alike(parts[0], first) for parts in known)


def _alike(one: str, other: str) -> bool:
    """Same but for two letters at the end of either, from a vowel on ("Мария", "Марии"); not "Aram" and "Araik".

    An initial is like every name it begins.
    """
    shorter = min(len(one), len(other))
    shared = next((n for n in range(shorter) if one[n] != other[n]), shorter)
    ends = one[shared:], other[shared:]
    if shorter == 1:
        return shared == 1
    return shared > 2 and all(len(end) <= _MAX_END and (not end or end[0] in _OPEN) for end in ends)


def speaker_slug(name: str) -> str:
    """An id for a speaker without an entry: the name's letters in lower case, joined by underscores."""
    return "_".join(_WORD.findall(_plain(_GENITIVE.sub("", name))))


@lru_cache(maxsize=1 << 14)
def _plain(text: str) -> str:
    lower = text.replace("İ", "i").lower().replace("ı", "i").replace("ё", "е")
    decomposed = unicodedata.normalize("NFKD", lower).replace("и\u0306", "й")
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("ə", "a")


def load_speakers(path: Path) -> Speakers:
    """Read and check the file; ValueError names the entry and the field."""
    with path.open(encoding="utf-8") as file:
        rows = yaml.load(file, Loader=yaml.CSafeLoader) or []
    if not isinstance(rows, list):
        raise ValueError(f"{path}: expected a list of speakers; got {type(rows).__name__}")
    entries = tuple(_speaker(row, f"{path}, entry {number}") for number, row in enumerate(rows, 1))
    return speakers_of(entries, str(path))


def speakers_of(entries: Iterable[Speaker], where: str = "speakers") -> Speakers:
    """Index the entries; ValueError where an id stands twice."""
    entries = tuple(entries)
    by_name: defaultdict[str, list[Speaker]] = defaultdict(list)
    by_stem: defaultdict[str, list[Speaker]] = defaultdict(list)
    ids: set[str] = set()
    for entry in entries:
        _check(entry.id not in ids, f"{where}: expected each id once; got {entry.id!r} twice")
        ids.add(entry.id)
        names = (_WORD.findall(_plain(name)) for names in entry.names.values() for name in names)
        for surname in {words[-1] for words in names if words}:
            by_name[surname].append(entry)
            if surname[-1] in _VOWELS:
                by_stem[surname[:-1]].append(entry)
    return Speakers(entries, dict(by_name), dict(by_stem))


def _speaker(row: Any, where: str) -> Speaker:
    _check_keys(row, _KEYS, where)
    _check(isinstance(row.get("id"), str) and bool(row["id"]), f"{where}: id: expected a name; got {row.get('id')!r}")
    where = f"{where} ({row['id']})"
    names = row.get("names")
    _check(isinstance(names, Mapping) and bool(names), f"{where}: names: expected language: [names]; got {names!r}")
    feminine = row.get("feminine", False)
    _check(isinstance(feminine, bool), f"{where}: feminine: expected true or false; got {feminine!r}")
    roles = tuple(_role(role, f"{where}: roles") for role in row.get("roles") or ())
    return Speaker(row["id"], {str(k): _texts(v, f"{where}: names.{k}") for k, v in names.items()}, roles, feminine)


def _role(row: Any, where: str) -> Role:
    _check_keys(row, _ROLE_KEYS, where)
    dates = str(row.get("from", "")), str(row.get("to", ""))
    for date in dates:
        _check(not date or bool(_DATE.fullmatch(date)), f"{where}: expected an ISO date; got {date!r}")
    return Role(tuple(title.lower() for title in _texts(row.get("title"), f"{where}: title")), *dates)


def _check_keys(row: Any, known: frozenset[str], where: str) -> None:
    _check(isinstance(row, Mapping), f"{where}: expected a mapping; got {row!r}")
    unknown = sorted(set(map(str, row)) - known)
    _check(not unknown, f"{where}: unknown key {unknown[:1]}; known: {', '.join(sorted(known))}")


def _texts(value: Any, where: str) -> tuple[str, ...]:
    _check(
        isinstance(value, list) and bool(value) and all(isinstance(item, str) for item in value),
        f"{where}: expected a list of texts; got {value!r}",
    )
    return tuple(value)


def _check(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)
