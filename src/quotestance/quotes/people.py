"""The parties of an article: people with their fullest names and titles, bodies, and speakers without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention
from quotestance.quotes.names import Name, is_one_of, nominative_name, undeclined
from quotestance.quotes.tokens import Token

SEXES, GIVEN = ("masculine", "feminine"), ("men", "women")
NEUTER = "neuter"
MIN_PART = 5
"""Letters of the last part of a compound that means the same ("Ministerin", "Außenministerin")."""


@dataclass(eq=False)
class Party:
    """Somebody who may speak in an article; without forms and label it has no name."""

    forms: Counter[Name] = field(default_factory=Counter)
    """A person's names as written, with how often."""
    folded: list[Name] = field(default_factory=list)
    label: str = ""
    """The name of a body, or of a person whom the article names in other cases only."""
    sex: str = ""
    """`feminine`, `masculine`, `neuter` (a body), or "" where nothing is known."""

    start: int = -1
    """Where in the article the name stands first."""

    explained: bool = False
    """Whether the article says beside the name what the person is."""

    def may_be(self, sex: str) -> bool:
        """Whether a word for this sex, or for any person ("neuter": for a body), can mean the party."""
        return (self.sex == NEUTER) == (sex == NEUTER) and (not sex or self.sex in ("", sex))

    @property
    def form(self) -> Name:
        """The fullest form; of equally full ones the shortest (least inflected), then the most frequent."""
        return min(self.forms, key=lambda form: (*_fullness(form), -self.forms[form]), default=())

    def name(self, lexicon: Lexicon) -> str:
        """The name in the nominative, "" if there is none."""
        return self.label or (nominative_name(self.form, self.folded, lexicon) if self.forms else "")


def _fullness(form: Name) -> tuple[int, bool, int]:
    return -sum(word[1:2] not in ("", ".") for word in form), len(form) == 1, len("".join(form))


@dataclass
class Roster:
    """All parties of one article, to be found by name and by what they are called."""

    lexicon: Lexicon
    order: dict[Party, int] = field(default_factory=dict)
    by_name: dict[str, dict[Party, None]] = field(default_factory=dict)
    by_word: dict[str, dict[Party, None]] = field(default_factory=dict)

    def find(self, name: Name, recent: Sequence[Party] = (), sex: str = "") -> Party | None:
        """Whom a name means: surname first, then any part; of several of this sex the most recent."""
        if not name:
            return None
        near = self._known(self.by_name, name[-1])
        candidates = [party for party in near if is_one_of(name, party.folded, self.lexicon)]
        exact = [party for party in candidates if any(form[-1] == name[-1] for form in party.folded)]
        pool = [party for party in exact or candidates if sex and party.may_be(sex)] or exact or candidates
        return next((party for party in reversed(recent) if party in pool), pool[0] if pool else None)

    def add(self, form: Name, folded: Name) -> Party:
        """The person with this name, new if nobody fits."""
        near = self._known(self.by_name, folded[-1])
        party = next((p for p in near if is_one_of(folded, p.folded, self.lexicon, exact=True)), None)
        return self.count(party or self.enter(Party()), form, folded)

    def enter(self, party: Party, words: Iterable[str] = ()) -> Party:
        """A new party that is called by these words."""
        self.order[party] = len(self.order)
        self.call(party, words)
        return party

    def count(self, party: Party, form: Name, folded: Name) -> Party:
        """One more occurrence of a person's name."""
        party.forms[form] += 1
        if folded not in party.folded:
            first = len(folded) > 1 or not party.folded
            party.sex = party.sex or (sex_of(self.lexicon.tags(undeclined(folded, self.lexicon)[0])) if first else "")
            party.folded.append(folded)
            half = folded[-1].partition("-")[0]  # "Marta Ruiz-Soler", later "Ruiz"
            if self.lexicon.has("mixed") and half != folded[-1] and len(folded) > 1 and len(half) > 3:
                party.folded.append((*folded[:-1], half))
                folded = (*folded, half)
            _file(self.by_name, party, (stem for word in folded for stem in self.lexicon.stems(word)))
        return party

    def call(self, party: Party, words: Iterable[str]) -> None:
        """Remember what a party is called beside its name, and the sex that such a word shows."""
        for word in sorted(words):
            tags = self.lexicon.tags(word)
            if party.sex != NEUTER and "titles" in tags:
                party.sex = sex_of(tags) or party.sex
            stems = self.lexicon.stems(word)
            _file(self.by_word, party, stems)
            if self.lexicon.has("compounds"):
                _file(self.by_word, party, (s[cut:] for s in stems for cut in range(1, len(s) - MIN_PART + 1)))

    def described(
        self, words: set[str], required: Iterable[str], recent: Sequence[Party], sex: str = ""
    ) -> Party | None:
        """Whoever is called by all the required words and most of the others; of those who spoke, the last one."""
        holders = {word: self._known(self.by_word, word) for word in {*words, *required}}
        held = Counter(party for word in words for party in holders[word])
        fitting = [p for p in held if p.may_be(sex) and all(p in holders[word] for word in required)]
        late = {party: place for place, party in enumerate(recent)}
        return max(fitting, key=lambda p: (p in late, held[p], late.get(p, -self.order[p])), default=None)

    def left_over(self, told: Sequence[Party], sex: str) -> Party | None:
        """The only one of those told of so far of whom nothing says what he is ("le prévenu")."""
        plain = [p for p in self.order if p in told and p.forms and p.may_be(sex) and not p.explained]
        return plain[0] if len(plain) == 1 else None

    def _known(self, index: dict[str, dict[Party, None]], word: str) -> dict[Party, None]:
        return {party: None for stem in sorted(self.lexicon.stems(word)) for party in index.get(stem, ())}


def _file(index: dict[str, dict[Party, None]], party: Party, keys: Iterable[str]) -> None:
    for key in keys:
        index.setdefault(key, {})[party] = None


def sex_of(tags: frozenset[str]) -> str:
    """What a word shows of a person's sex."""
    return next((sex for sex, given in zip(SEXES, GIVEN, strict=True) if sex in tags or given in tags), "")


def title_sex(tokens: Sequence[Token], mention: Mention) -> str:
    """What a title before a name shows of the sex ("Mrs Stone")."""
    titles = (token for token in tokens[mention.first : mention.name[0]] if "titles" in token.tags)
    return next((sex for title in titles if (sex := sex_of(title.tags))), "")
