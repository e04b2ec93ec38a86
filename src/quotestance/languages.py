"""What is known of each language, as data: one YAML file per language in ``conf/languages``, checked when loaded.

Adding a language is adding a file. A text in a language without a file is read with ``default.yaml``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

import yaml

DEFAULT = "default"


@dataclass(frozen=True)
class Page:
    """What surrounds an article on a page: regular expressions without regard to case, each against one whole line.

    ``{date}``, ``{weekday}``, ``{time}``, ``{place}`` and ``{agency}`` stand for what the name says, with the months
    and weekdays given here.
    """

    cut: tuple[str, ...] = ()
    """Lines from which on nothing belongs to the body (readers' comments, reply forms, editor's choice)."""
    box: tuple[str, ...] = ()
    """Headings of a box in the text: they and the headlines below them are not body (related articles)."""
    drop: tuple[str, ...] = ()
    """Single lines that are not body (captions, bylines, datelines, share and cookie lines)."""
    dateline: tuple[str, ...] = ()
    """Starts of the first paragraphs that are not body (place, date, agency), matched as a prefix."""
    months: tuple[str, ...] = ()
    """Names of the months in the forms that stand in dates, short ones too; regular expressions."""
    weekdays: tuple[str, ...] = ()
    """Names of the weekdays in the forms that stand in dates; regular expressions."""


@dataclass(frozen=True)
class Verbs:
    """Words that report speech, by what may follow them; the pattern language is described at `Speech`."""

    say: tuple[str, ...] = ()
    """A clause with or without complementizer, or a quotation ("said the road is open")."""
    state: tuple[str, ...] = ()
    """A clause only with complementizer, in parenthesis, or a quotation ("indicated that ...", "..., he thinks")."""
    act: tuple[str, ...] = ()
    """Speech acts: whatever follows is what was expressed ("denied any role", "blamed Baku for ...")."""
    cite: tuple[str, ...] = ()
    """The one quoted follows as object ("TASS quotes Lavrov")."""
    tag: tuple[str, ...] = ()
    """Words that report only between a comma or closing mark and a speaker (German "so Lawrow")."""
    mark: tuple[str, ...] = ()
    """Speech acts only when part of what follows stands in marks ("called it “a disgrace”")."""
    announce: tuple[str, ...] = ()
    """Speech without content ("spoke about", "held talks"): no cue, and no continuation of a quote either."""


@dataclass(frozen=True)
class Speech:
    """How the language reports speech. Absent keys mean that the construction is not looked for.

    A pattern is one or more words in lower case. `*` at the end or the start of a word stands for any ending or
    beginning ("заявил*", "*minister"); `~` between words for up to eight words of the same clause ("teilte ~ mit"); in
    a cue `|` stands between words of which any will do ("fait|font savoir").
    """

    traits: tuple[str, ...] = ()
    """`bare`: a clause follows without complementizer. `comma`: ... after a comma. `invert`: the subject may follow
    the verb. `final`: the complement precedes the verb. `incise`: frames stand inside the marks. `nouns`: all nouns
    have a capital letter. `free`: an object may precede its verb. `modifier_first`: places stand before the office
    they belong to. `head_first`: an office's head noun comes first. `compounds`: it may be the end of a word.
    `mixed`: not all words are known. `finite`: no preposition before a verb. `uncased`: no capital letters."""
    verbs: Verbs = field(default_factory=Verbs)
    nouns: tuple[str, ...] = ()
    """Nouns that report when a complementizer follows ("X's statement that")."""
    according: tuple[str, ...] = ()
    """Prepositions of a source ("according to")."""
    viewpoints: tuple[str, ...] = ()
    """Those that are one only as first word, before a full name and a comma ("Pour Marie Roux, ...")."""
    according_after: tuple[str, ...] = ()
    """The same after the speaker (German "zufolge", Armenian "խոսքով")."""
    complementizers: tuple[str, ...] = ()
    complements: tuple[str, ...] = ()
    """Last words of a nominalised complement before a final verb (Turkish "*dığını")."""
    adjuncts: tuple[str, ...] = ()
    """Last words, before a comma, of where a final verb's speech was made ("*toplantısında"); what it was made in."""
    introducers: tuple[str, ...] = ()
    """Words that make a cue a comment on the rest ("as Lavrov said, ...")."""
    questions: tuple[str, ...] = ()
    """Question words that begin, after a comma, what was asked or told, and belong to it."""
    hearsay: tuple[str, ...] = ()
    """Words that only say that another one speaks, at the beginning of what was said (Russian "мол")."""
    impersonals: tuple[str, ...] = ()
    """Cues, or their last words, of speech without a subject ("поговаривают")."""
    plurals: tuple[str, ...] = ()
    """Endings of verbs that have no subject of their own before a governed body ("сообщили в мэрии")."""
    naming: tuple[str, ...] = ()
    """Verbs after which stands what their object, which may precede them, is called; `predicates`: its endings."""
    predicates: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    """Participles beside whoever wants no name to be known ("пожелавший остаться неизвестным")."""
    called: tuple[str, ...] = ()
    """Words between what somebody is and a name ("a driver called Kim", "Kim adlı sürücü")."""
    recaps: tuple[str, ...] = ()
    """Patterns that point back at the sentence before as what was said (Russian "об этом сообщил X")."""
    addressing: tuple[str, ...] = ()
    """Verbs whose addressee follows without preposition ("told"); `relatives`: pronouns ("Stone, who said")."""
    relatives: tuple[str, ...] = ()
    conjunctions: tuple[str, ...] = ()
    subordinators: tuple[str, ...] = ()
    """Words that begin another clause, relative pronouns among them."""
    auxiliaries: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    """Words that may stand between subject and verb, words of time among them."""
    negations: tuple[str, ...] = ()
    unsaid: tuple[str, ...] = ()
    """Words right before a cue that make it future, wished or hypothetical."""
    passives: tuple[str, ...] = ()
    """Auxiliaries that make a cue passive: its subject is not the speaker."""
    nobody: tuple[str, ...] = ()
    """Pronouns that mean nobody who could be named ("on", "man")."""
    participles: tuple[str, ...] = ()
    """Words that report only after one of the auxiliaries `perfects` ("a annoncé", but "le prix annoncé")."""
    perfects: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    """Words right after a cue that make it a passive participle ("confirmed by")."""
    progressives: tuple[str, ...] = ()
    """Verb forms that stay active after them ("was saying"), and without them have the subject of the sentence."""
    infinitives: tuple[str, ...] = ()
    prepositions: tuple[str, ...] = ()
    determiners: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Those that make a noun of a verb's word ("the claims"); `definites`: that mean somebody known, if any."""
    definites: tuple[str, ...] = ()
    indefinites: tuple[str, ...] = ()
    """Those that say that somebody else is meant than all before ("a diplomat")."""
    closers: tuple[str, ...] = ()
    """Endings with which a phrase is complete, so that another name begins another one (Armenian "ը")."""
    verbal: tuple[str, ...] = ()
    """Endings of verbs: with a speaker after it such a word is a frame in a parenthesis ("..., wonders he, ...")."""
    clausal: tuple[str, ...] = ()
    """Where words of several languages are mixed, verbs that a clause follows without complementizer (Persian)."""
    links: tuple[str, ...] = ()
    """Words that join a title to its office ("Minister of Defence")."""
    attributes: tuple[str, ...] = ()
    """Endings of adjectives that are part of a body's name ("областное управление")."""
    agreements: tuple[str, ...] = ()
    """How they come to the nominative: "а я | ой>ая", that is endings of their noun ("*": any), and rules."""
    bridges: tuple[str, ...] = ()
    """Word endings of what belongs to a title without such a word (Russian genitives: "министр обороны")."""
    pronouns: tuple[str, ...] = ()
    possessives: tuple[str, ...] = ()
    """Inside a phrase of source they stand for the speaker before ("nach seinen Worten")."""
    feminine: tuple[str, ...] = ()
    """Pronouns, titles, first names that show a woman; `masculine`: a man (counts where both fit); `neuter`: a body."""
    masculine: tuple[str, ...] = ()
    neuter: tuple[str, ...] = ()
    men: tuple[str, ...] = ()
    """First names of men, and in `women` of women, in the nominative; needed where `declension` is given."""
    women: tuple[str, ...] = ()
    first_person: tuple[str, ...] = ()
    salutations: tuple[str, ...] = ()
    """Words with which an address begins; `statements`: what texts are called; `recipients`: "to" whom."""
    statements: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    mood: tuple[str, ...] = ()
    """Verb forms that report by themselves (German "sei", "habe")."""
    ages: tuple[str, ...] = ()
    """Words of an age before the noun for who has it ("54-летний", "yaşındaki")."""
    titles: tuple[str, ...] = ()
    surnames: tuple[str, ...] = ()
    """Titles, and endings of words that begin like one, that are surnames behind a first name ("Bishop", "*oğlu")."""
    owned: tuple[str, ...] = ()
    """Titles behind which one word in the genitive says whose they are ("адвокат Лапина", "житель Лугова")."""
    titles_generic: tuple[str, ...] = ()
    """Titles that fit any speaker ("the diplomat")."""
    bodies: tuple[str, ...] = ()
    """Ministries, parties, agencies; `groups`: what speaks like them and is no name ("officials", "report")."""
    groups: tuple[str, ...] = ()
    proxies: tuple[str, ...] = ()
    """Titles and groups that speak in a body's name ("spokesman", "report"); such a one without a name is the body."""
    places: tuple[str, ...] = ()
    """Countries, capitals and their adjectives: capitalised beside a name without belonging to it."""
    regions: tuple[str, ...] = ()
    """Endings of a place's name in the genitive, alone behind an office or body ("мэр Самарска")."""
    agencies: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    datives: tuple[str, ...] = ()
    """Endings of whom somebody speaks to: a paper in marks; where modifiers come first, whoever is asked."""
    seated: tuple[str, ...] = ()
    """Words behind the place where a body sits, both no part of its name ("Londra merkezli X Vakfı")."""
    companies: tuple[str, ...] = ()
    """What the last word of a firm's name, for its legal form, makes it: "a.ş.>şirket"."""
    two_names: tuple[str, ...] = ()
    """Where words of several languages are mixed, those of one in which full names mostly have two words."""
    homographs: tuple[str, ...] = ()
    """There too: "de | het een | determiners", that is words, others that show their language, their lists in it."""
    not_names: tuple[str, ...] = ()
    """Other capitalised words that are no names (months, weekdays)."""
    particles: tuple[str, ...] = ()
    patronymics: tuple[str, ...] = ()
    """Middle names; where a language has them, other names of persons have two words."""
    cases: tuple[str, ...] = ()
    """Rewriting of the inflected last word of a body, as in `nominative`."""
    name_suffixes: tuple[str, ...] = ()
    """Endings of inflected names, without apostrophe."""
    oblique: tuple[str, ...] = ()
    """Endings that keep a name or title from being a subject."""
    oblique_articles: tuple[str, ...] = ()
    """Articles that no subject has (German "dem"); nor has one in `masculine` before a noun in `feminine` ("der")."""
    oblique_titles: tuple[str, ...] = ()
    """Such endings of titles only, which names have in the nominative ("ов")."""
    nominative: tuple[str, ...] = ()
    """Rewriting of inflected name endings where the article has no nominative: "ова>ов"."""
    genitive: tuple[str, ...] = ()
    """The same where only a genitive was seen ("по словам Сергея Лаврова")."""
    declension: tuple[str, ...] = ()
    """How full names come back to the nominative: "men genitive | а> я>й | ского>ский а>", that is whose first names
    (`men`, `women`, or "any" where both parts must fit, "both" where they must too), and rewriting of the first and of
    the other words."""
    before_splits: tuple[str, ...] = ()
    """Elided words ("l'"; a letter without apostrophe: a conjunction before a verb) and, in `after_splits`, inverted
    pronouns ("-t-il") written together with another word."""
    after_splits: tuple[str, ...] = ()
    narration: tuple[str, ...] = ()
    """First words of sentences in which the reporter speaks again ("meanwhile", "earlier")."""


@dataclass(frozen=True)
class Language:
    """One language's knowledge; `code` is ISO 639-1."""

    code: str
    name: str
    abbreviations: tuple[str, ...] = ()
    """Words with a stop that do not end a sentence, written without the last stop; ``no#``: only before a number."""
    abbreviations_final: tuple[str, ...] = ()
    """Words with a stop that may end a sentence; ``#`` stands for an ordinal number such as 12. or XIV."""
    starters: tuple[str, ...] = ()
    """Words that, capitalised, show that a sentence starts after such an abbreviation."""
    stops: tuple[str, ...] = ()
    """Characters that end a sentence in this language only."""
    page: Page = field(default_factory=Page)
    speech: Speech = field(default_factory=Speech)


_PARTED = dict.fromkeys(("cases", "nominative", "genitive", "companies"), ">")
_PARTED |= {"agreements": "|", "declension": "||", "homographs": "||"}  # what parts the rules of these keys


def load_languages(folder: Path) -> dict[str, Language]:
    """Read every ``*.yaml`` in `folder`, by language code; ValueError names file and key."""
    return {path.stem: _build(Language, _read(path), str(path)) for path in sorted(folder.glob("*.yaml"))}


def language_for(languages: Mapping[str, Language], code: str) -> Language:
    """The knowledge for `code`, or the fallback where the language has no file."""
    return languages.get(code, languages[DEFAULT])


def page_for(languages: Mapping[str, Language], code: str) -> Page:
    """The rules for a page in the language `code`: its own after those that hold everywhere."""
    base, own = languages[DEFAULT].page, language_for(languages, code).page
    return own if own is base else Page(*(getattr(base, f.name) + getattr(own, f.name) for f in fields(Page)))


def _read(path: Path) -> dict[str, Any]:
    with path.open(encoding="utf-8") as file:
        return dict(yaml.load(file, Loader=yaml.CSafeLoader) or {})


def _build(kind: Any, values: Any, where: str) -> Any:
    """`values` as the dataclass `kind`: unknown keys and wrong types are errors that name the key."""
    hints = get_type_hints(kind)
    if not isinstance(values, Mapping):
        raise ValueError(f"{where}: expected a mapping; got {type(values).__name__}")
    unknown = set(values) - {f.name for f in fields(kind)}
    if unknown:
        raise ValueError(f"{where}: unknown key {sorted(map(str, unknown))[0]!r}; known: {', '.join(hints)}")
    made = kind(**{key: _value(hints[key], value, f"{where}: {key}") for key, value in values.items()})
    for key, marks in _PARTED.items():
        if wrong := [text for text in getattr(made, key, ()) if text.count(marks[0]) != len(marks)]:
            raise ValueError(f"{where}: {key}: expected {' and '.join(marks)} in each rule; got {wrong[0]!r}")
    return made


def _value(kind: Any, value: Any, where: str) -> Any:
    if is_dataclass(kind):
        return _build(kind, value or {}, where)
    if kind is str:
        if not isinstance(value, str):
            raise ValueError(f"{where}: expected text; got {value!r}")
        return value
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{where}: expected a list of texts (quote yes, no and numbers); got {value!r}")
    return tuple(value)
