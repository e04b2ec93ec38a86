"""The people an article names, with their fullest names and titles, and whom a mention stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotestance.quotes.frames import COMMAS
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import FUNCTION, Mention, mentions_in
from quotestance.quotes.tokens import Token

Name = tuple[str, ...]
_TITLE = ("titles", "titles_generic", "titles_feminine")
_ENDING = re.compile(r"(?<=\w{2})['’ʼ](?:[^\W\d_A-ZİÇŞÖÜĞА-Я]{0,4})$")
_SKIPPED = frozenset(["determiners", "links", "prepositions"])
_CLAUSAL = frozenset(["pronouns", "subordinators", "complementizers", "conjunctions"])
MAX_ROLE = 3
"""Words that what a person is may have, beside the name."""
MAX_OFFICE = 6
"""Words between an office and the comma before its holder's name."""


@dataclass
class Person:
    """One person of an article while the roster is built; `forms` are the names as written, with how often."""

    forms: dict[Name, int] = field(default_factory=dict)
    folded: list[Name] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    offices: set[str] = field(default_factory=set)
    """Words of the offices that the person is known to have held."""
    feminine: bool = False
    masculine: bool = False
    """Known to be a man; neither where nothing is known."""
    display: str = ""
    """The name in the nominative, where the article has none."""

    def add(self, form: Name, folded: Name) -> None:
        """Count one more occurrence of a name."""
        self.forms[form] = self.forms.get(form, 0) + 1
        if folded not in self.folded:
            self.folded.append(folded)

    @property
    def name(self) -> str:
        """The fullest form; of equally full ones the shortest (least inflected), then the most frequent."""
        if self.display:
            return self.display
        best = min(self.forms, key=lambda form: (-_full_words(form), len("".join(form)), -self.forms[form]))
        return " ".join(best)


def _full_words(form: Name) -> int:
    return sum(len(word) > 1 for word in form)


@dataclass
class Roster:
    """All people named in one article."""

    lexicon: Lexicon
    people: list[Person] = field(default_factory=list)
    by_stem: dict[str, list[Person]] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    """Bodies by the stems of the word that says what they are, as first named with more than that word."""
    forms: set[str] = field(default_factory=set)
    """All words that stand in names."""

    def find(self, name: Name, recent: Sequence[Person] = ()) -> Person | None:
        """Whom a name means: surname first, then any part; the most recent of several."""
        if not name:
            return None
        candidates = [person for person in self._with(name[-1]) if self._fits(person, name)]
        exact = [person for person in candidates if any(form[-1] == name[-1] for form in person.folded)]
        pool = exact or candidates
        for person in reversed(recent):
            if person in pool:
                return person
        return pool[0] if pool else None

    def _with(self, word: str) -> list[Person]:
        found: list[Person] = []
        for stem in sorted(self.lexicon.stems(word)):
            found += [person for person in self.by_stem.get(stem, ()) if person not in found]
        return found

    def _fits(self, person: Person, name: Name) -> bool:
        return any(same_name(name, other, self.lexicon) for other in person.folded)

    def add(self, form: Name, folded: Name) -> Person:
        """The person with this name, new if nobody fits."""
        person = next((p for p in self._with(folded[-1]) if any(self._merges(folded, o) for o in p.folded)), None)
        if person is None:
            person = Person()
            self.people.append(person)
        person.add(form, folded)
        for word in folded:
            for stem in self.lexicon.stems(word):
                known = self.by_stem.setdefault(stem, [])
                if person not in known:
                    known.append(person)
        return person

    def _merges(self, one: Name, other: Name) -> bool:
        if min(len(one), len(other)) < 2:
            return one[-1] == other[-1]
        return same_name(one, other, self.lexicon)


def same_word(one: str, other: str, lexicon: Lexicon) -> bool:
    """Whether two words are forms of one name."""
    return one == other or not lexicon.stems(one).isdisjoint(lexicon.stems(other))


def same_name(one: Name, other: Name, lexicon: Lexicon) -> bool:
    """Whether two names can be one person's: surnames agree, and first names where both have one."""
    if len(one) == 1 or len(other) == 1:
        short, long = (one, other) if len(one) == 1 else (other, one)
        return any(same_word(short[0], word, lexicon) for word in (long[-1], long[0]))
    if not same_word(one[-1], other[-1], lexicon):
        return False
    first, second = one[0], other[0]
    initial = len(first) <= 2 or len(second) <= 2
    return first[0] == second[0] if initial else same_word(first, second, lexicon) or first[:3] == second[:3]


def name_of(tokens: Sequence[Token], mention: Mention, text: str) -> tuple[Name, Name]:
    """The proper name of a mention as written and folded, without full stops and English genitives."""
    words = [token for token in tokens[mention.name[0] : mention.name[1]] if token.kind == "word"]
    written = tuple(bare(text[token.start : token.end]) for token in words)
    return written, tuple(bare(token.word) for token in words)


def bare(word: str) -> str:
    """A word without an ending that an apostrophe parts from it."""
    return _ENDING.sub("", word)


def title_words(tokens: Sequence[Token], mention: Mention) -> set[str]:
    """The words of a title, without articles and the name."""
    last = mention.name[0] if mention.name[1] > mention.name[0] else mention.last
    words = (token for token in tokens[mention.first : last] if token.kind == "word")
    return {bare(token.word) for token in words if not token.tags & _SKIPPED}


def build_roster(sentences: Iterable[tuple[Sequence[Token], Sequence[Token]]], text: str, lexicon: Lexicon) -> Roster:
    """All names of two or more words in an article, and the titles that stand beside them.

    `sentences` are the words of each, and the same with quotations put together.
    """
    roster = Roster(lexicon)
    titled: list[tuple[Name, set[str], bool]] = []
    for plain, tokens in sentences:
        titled += _collect(plain, text, roster)
        for mention in mentions_in(tokens, 0, len(tokens), lexicon):
            if mention.kind == "body":
                _collect_body(tokens, mention, text, roster)
    for folded, titles, feminine in titled:
        person = roster.find(folded)
        if person is not None:
            person.titles |= titles
            person.feminine = person.feminine or feminine
    return roster


def _collect(tokens: Sequence[Token], text: str, roster: Roster) -> list[tuple[Name, set[str], bool]]:
    """Add the names of a sentence to the roster; names with the titles beside them, and whether those are a woman's."""
    titled: list[tuple[Name, set[str], bool]] = []
    before: Mention | None = None
    for mention in mentions_in(tokens, 0, len(tokens), roster.lexicon):
        beside = before is not None and _apposed(tokens, before, mention, roster.lexicon)
        if mention.kind == "name":
            written, folded = name_of(tokens, mention, text)
            roster.forms.update(folded)
            has_title = _has_title(tokens, mention)
            roles = _roles(tokens, mention, roster.lexicon) | title_words(tokens, mention)
            titled.append((folded, roles, False))
            if (len(folded) >= 2 and len(folded[-1]) > 1) or (has_title and folded):
                roster.add(written, folded)
            if before is not None and beside and before.kind == "title":
                titled.append((folded, title_words(tokens, before), _feminine(tokens, before)))
            if has_title:
                titled.append((folded, title_words(tokens, mention), _feminine(tokens, mention)))
        elif before is not None and beside and mention.kind == "title" and before.kind == "name":
            name = name_of(tokens, before, text)[1]
            titled.append((name, title_words(tokens, mention), _feminine(tokens, mention)))
        before = mention
    return titled


def _collect_body(tokens: Sequence[Token], mention: Mention, text: str, roster: Roster) -> None:
    words = tokens[mention.first : mention.last]
    words = words[1:] if "determiners" in words[0].tags else words
    heads = [word for word in words if "bodies" in word.tags and word.mark < 0]
    if len(words) > 1 and heads:
        head = heads[0] if roster.lexicon.has("head_first") else heads[-1]
        for stem in roster.lexicon.stems(head.word):
            roster.bodies.setdefault(stem, text[words[0].start : words[-1].end])


def _has_title(tokens: Sequence[Token], mention: Mention) -> bool:
    return any(not token.tags.isdisjoint(_TITLE) for token in tokens[mention.first : mention.name[0]])


def _feminine(tokens: Sequence[Token], mention: Mention) -> bool:
    return any("titles_feminine" in token.tags for token in tokens[mention.first : mention.last])


def _roles(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> set[str]:
    """Common nouns before a name, and between commas after it: what the article calls the person otherwise."""
    first, last = mention.first, mention.last + 1
    while first > max(0, mention.first - MAX_ROLE) and _is_common(tokens[first - 1], lexicon):
        first -= 1
    if last < len(tokens) and tokens[mention.last].word in COMMAS:
        while last < len(tokens) and last - mention.last <= MAX_ROLE and _is_common(tokens[last], lexicon):
            last += 1
    closed = last < len(tokens) and tokens[last].word in COMMAS
    inserted = tokens[mention.last + 1 : last] if closed else ()
    return {token.word for token in [*tokens[first : mention.first], *inserted]}


def _is_common(token: Token, lexicon: Lexicon) -> bool:
    plain = token.kind == "word" and not token.capital and not token.tags & FUNCTION
    return plain and not lexicon.patterns(token.word)


def _apposed(tokens: Sequence[Token], one: Mention, other: Mention, lexicon: Lexicon) -> bool:
    """Whether only a comma, and before it what belongs to an office, stands between two mentions.

    Another comma, or the end, follows.
    """
    comma = next((n for n in range(one.last, min(one.last + MAX_OFFICE, other.first)) if tokens[n].kind != "word"), -1)
    if other.first != comma + 1 or tokens[comma].word not in COMMAS:
        return False
    if any(t.tags & _CLAUSAL or lexicon.patterns(t.word) for t in tokens[one.last : comma]):
        return False
    return other.last >= len(tokens) or tokens[other.last].kind != "word"


def head_titles(tokens: Sequence[Token], mention: Mention) -> tuple[list[str], bool]:
    """The words of a mention that are titles, and whether they fit any speaker."""
    words = [token for token in tokens[mention.first : mention.last] if not token.tags.isdisjoint(_TITLE)]
    return [bare(token.word) for token in words], all("titles_generic" in token.tags for token in words)


def by_role(roster: Roster, words: set[str], recent: Sequence[Person]) -> Person | None:
    """Whoever the article calls by all these words, the last one who spoke first."""
    people = [*reversed(recent), *roster.people]
    return next((p for p in people if words and _score(p, words, sorted(words), roster.lexicon)), None)


def by_title(roster: Roster, tokens: Sequence[Token], mention: Mention, recent: Sequence[Person]) -> Person | None:
    """Whom a title means: of those spoken of so far, then of all, whoever holds all its title words and most others.

    A title that fits any speaker ("the diplomat") means the last one, if the country fits where one is named.
    """
    heads, generic = head_titles(tokens, mention)
    places = [token.word for token in tokens[mention.first : mention.last] if "places" in token.tags]
    required = heads if not generic else places
    words = title_words(tokens, mention)
    for group in (list(reversed(recent)), roster.people):
        fitting = (person for person in group if _score(person, words, required, roster.lexicon))
        if generic and required and (found := next(fitting, None)) is not None:
            return found
        scores = [(_score(person, words, required, roster.lexicon), -n) for n, person in enumerate(group)]
        best = max(scores, default=(0, 0))
        if best[0] > 0 and not generic:
            return group[-best[1]]
    return recent[-1] if generic and recent and not places else None


def _score(person: Person, words: set[str], required: Sequence[str], lexicon: Lexicon) -> int:
    """How many words of a title a person's titles and offices hold; 0 where a required one is missing."""
    titles = person.titles | person.offices
    if not titles or not all(_held(word, titles, lexicon) for word in required):
        return 0
    return 1 + sum(_held(word, titles, lexicon) for word in words)


def _held(word: str, titles: set[str], lexicon: Lexicon) -> bool:
    if word in titles or any(same_word(word, title, lexicon) for title in titles):
        return True
    if not lexicon.has("compounds"):
        return False
    parts = [stem for stem in lexicon.stems(word) if len(stem) >= 5]
    return any(stem.endswith(part) for title in titles for stem in lexicon.stems(title) for part in parts)
