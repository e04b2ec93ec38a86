"""The parties of an article: people with their fullest names and titles, bodies, and speakers without a name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from quotestance.quotes.cues import VERBS
from quotestance.quotes.frames import COMMAS
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.lone import is_lone
from quotestance.quotes.mentions import Mention, mentions_in, office_head
from quotestance.quotes.names import Name, called, name_of, nominative_name, nominative_words, same_name, undeclined
from quotestance.quotes.phrases import FUNCTION
from quotestance.quotes.tokens import MARKS, Token

SEXES, GIVEN = ("masculine", "feminine"), ("men", "women")
NEUTER = "neuter"
_CLAUSAL = frozenset(["pronouns", "subordinators", "complementizers", "conjunctions"])
_SORT = frozenset(["bodies", "titles_generic"])
MAX_ROLE = 3
"""Words before a name, or between commas after it, that say what a person is."""
MAX_OFFICE = 8
"""The same where they begin with a title."""
_POSSESSED = re.compile("(?<=[aeəıioöuü])s[ıiuü]$|[ıiuü]$")
"""The ending of a Turkic head noun that the words before it own ("Sendikası")."""
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

    explained: bool = False
    """Whether the article says beside the name what the person is."""

    def may_be(self, sex: str) -> bool:
        """Whether a word for this sex, or for any person ("neuter": for a body), can mean the party."""
        return (self.sex == NEUTER) == (sex == NEUTER) and (not sex or self.sex in ("", sex))

    @property
    def form(self) -> Name:
        """The fullest form; of equally full ones the shortest (least inflected), then the most frequent."""
        return min(self.forms, key=lambda form: (-_full_words(form), len("".join(form)), -self.forms[form]), default=())

    def name(self, lexicon: Lexicon) -> str:
        """The name in the nominative, "" if there is none."""
        return self.label or (nominative_name(self.form, self.folded, lexicon) if self.forms else "")


def _full_words(form: Name) -> int:
    return sum(word[1:2] not in ("", ".") for word in form)


@dataclass
class Roster:
    """All parties of one article, to be found by name and by what they are called."""

    lexicon: Lexicon
    order: dict[Party, int] = field(default_factory=dict)
    by_name: dict[str, dict[Party, None]] = field(default_factory=dict)
    by_word: dict[str, dict[Party, None]] = field(default_factory=dict)

    def find(self, name: Name, recent: Sequence[Party] = ()) -> Party | None:
        """Whom a name means: surname first, then any part; the most recent of several."""
        if not name:
            return None
        near = self._known(self.by_name, name[-1])
        candidates = [p for p in near if any(same_name(name, other, self.lexicon) for other in p.folded)]
        exact = [party for party in candidates if any(form[-1] == name[-1] for form in party.folded)]
        pool = exact or candidates
        return next((party for party in reversed(recent) if party in pool), pool[0] if pool else None)

    def add(self, form: Name, folded: Name) -> Party:
        """The person with this name, new if nobody fits."""
        near = self._known(self.by_name, folded[-1])
        party = next((p for p in near if any(self._merges(folded, other) for other in p.folded)), None)
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
        holders = {word: self._known(self.by_word, word) for word in words}
        held = Counter(party for parties in holders.values() for party in parties)
        fitting = [p for p in held if p.may_be(sex) and all(p in holders[word] for word in required)]
        late = {party: place for place, party in enumerate(recent)}
        return max(fitting, key=lambda p: (p in late, held[p], late.get(p, -self.order[p])), default=None)

    def _known(self, index: dict[str, dict[Party, None]], word: str) -> dict[Party, None]:
        return {party: None for stem in sorted(self.lexicon.stems(word)) for party in index.get(stem, ())}

    def _merges(self, one: Name, other: Name) -> bool:
        if min(len(one), len(other)) < 2:
            return one[-1] == other[-1]
        return same_name(one, other, self.lexicon)


def _file(index: dict[str, dict[Party, None]], party: Party, keys: Iterable[str]) -> None:
    for key in keys:
        index.setdefault(key, {})[party] = None


def sex_of(tags: frozenset[str]) -> str:
    """What a word shows of a person's sex."""
    return next((sex for sex, given in zip(SEXES, GIVEN, strict=True) if sex in tags or given in tags), "")


def build_roster(sentences: Iterable[tuple[Sequence[Token], Sequence[Token]]], text: str, lexicon: Lexicon) -> Roster:
    """All names of two or more words in an article with what stands beside them, and all bodies with a name.

    `sentences` are the words of each, and the same with quotations put together.
    """
    roster = Roster(lexicon)
    found: list[tuple[Name, Name, set[str], bool, bool, bool, str]] = []
    for plain, tokens in sentences:
        for mention in mentions_in(plain, 0, len(plain), lexicon):
            if mention.name[1] > mention.name[0]:
                written, folded = name_of(plain, mention, text)
                titled = any("titles" in token.tags for token in plain[mention.first : mention.name[0]])
                full = len(folded) >= 2 and len(folded[-1]) > 1
                if folded and mention.kind == "name" and (full or titled):
                    roster.add(written, folded)
                beside = list(_beside(plain, mention, lexicon))
                before = [t for t in plain[mention.first - 1 : mention.first] if not t.word[:1].isdigit()]  # no age
                noun = any(_is_common(token, lexicon) for token in before)
                described = noun or any("titles" in word.tags for word in beside)
                lone = is_lone(plain, mention, beside)
                sort = any(t.tags >= _SORT for t in plain[mention.first : mention.name[0]][-1:])  # "airline Stone Air"
                if lone or mention.kind == "name":
                    found.append((written, folded, called(beside, lexicon), described, sort, lone, _shown(beside)))
        for mention in mentions_in(tokens, 0, len(tokens), lexicon):
            for body in _bodies_in(tokens, mention, lexicon):
                enter_body(roster, tokens, body, text)
    for written, folded, words, described, sort, lone, sex in found:
        party = roster.find(folded) or (roster.add(written, folded) if lone else None)
        if party is not None:
            if written not in party.forms:
                roster.count(party, written, folded)
            roster.call(party, words)
            party.sex = sex or party.sex if party.sex != NEUTER else NEUTER
            party.explained = party.explained or described
            party.sex = NEUTER if sort and not party.sex else party.sex
    return roster


def _bodies_in(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> Iterable[Mention]:
    """The mention of a body itself, or the body whose office somebody holds ("Harbour Union secretary Ada Stone")."""
    if mention.kind == "body":
        return [mention]
    last = mention.name[0] if mention.kind == "name" else mention.last
    bodies = [n for n in range(mention.first, last) if "bodies" in tokens[n].tags]
    if not bodies or lexicon.has("nouns"):
        return []
    closing = next(n for n in bodies if n + 1 not in bodies)
    first, last = (bodies[0], last) if lexicon.has("head_first") else (mention.first, closing + 1)
    return [found for found in mentions_in(tokens, first, last, lexicon) if found.kind == "body"][:1]


def enter_body(roster: Roster, tokens: Sequence[Token], mention: Mention, text: str, least: int = 2) -> Party | None:
    """The body of a mention by its full name; None below `least` words, nameless where people or papers are meant."""
    lexicon, words = roster.lexicon, tokens[mention.first : mention.last]
    while len(words) > 1 and ("determiners" in words[0].tags or (lexicon.has("nouns") and not words[0].capital)):
        words = words[1:]
    head = office_head(words, lexicon)
    named = all(token.capital for token in words) if head is None else "groups" not in head.tags
    named = named and not any("proxies" in token.tags and not token.capital for token in words)
    if len(words) < least or (least > 1 and (head is None or not named)):
        return None
    names = called(words, lexicon)
    known = roster.described(names, names, (), NEUTER)
    alone = len(words) == 1 and not words[0].capital and mention.last - mention.first > 1
    named = named and not alone  # "the company" is nobody's name
    words = words[1:] if _is_sort(words, text, mention.first == 0 or lexicon.has("nouns")) else words
    written = text[words[0].start : words[-1].end]
    written = written.strip("".join(MARKS)).strip() if len(words) == 1 and words[0].mark >= 0 else written
    label = nominative_words(written, True, lexicon) if named else ""
    kind = label.split()[-1:] if lexicon.has("modifier_first") and head is words[-1] else []
    kinds = {_POSSESSED.sub("", word.lower()) if lexicon.has("final") else word.lower() for word in kind}
    return known or roster.enter(Party(label=label, sex=NEUTER), names | kinds)


def _is_sort(words: Sequence[Token], text: str, cased: bool) -> bool:
    """Whether the first word only says what sort of body the name without marks after it is ("Insurer Stone Mutual").

    `cased`: it has its capital, if any, from where it stands.
    """
    sort, name = words[0], words[1:]
    plain = cased or not sort.capital or text[sort.start : sort.end].isupper()
    own = any(token.capital and token.tags.isdisjoint(("bodies", "places")) for token in name)
    capital = own and name[0].capital and all(token.mark < 0 for token in name)
    return plain and capital and sort.tags >= _SORT


def _beside(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> Iterator[Token]:
    """What stands beside a name: in the mention, before it with or without a comma, between commas after it."""
    said = (n for n in range(mention.name[0] - 1, mention.first, -1) if _is_verb(tokens[n], lexicon))
    verb = next(said, -1)
    first = mention.first
    if verb >= 0:  # "the family thanked Ada Stone"
        yield from tokens[verb + 1 : mention.name[0]]
    elif first and tokens[first - 1].word in COMMAS and _closed(tokens, mention.last):
        first = _reach(tokens, first - 2, -1, lexicon) + 1
        yield from tokens[first : mention.first]
    else:
        while first > max(0, mention.first - MAX_ROLE) and _is_common(tokens[first - 1], lexicon):
            first -= 1
        yield from tokens[first : mention.first]
    if verb < 0:
        yield from tokens[mention.first : mention.name[0]]
    if mention.last < len(tokens) and tokens[mention.last].word in COMMAS:
        last = _reach(tokens, mention.last + 1, 1, lexicon)
        if _closed(tokens, last):
            yield from tokens[mention.last + 1 : last]


def _shown(beside: Sequence[Token]) -> str:
    """The sex that an article shows before a title which shows none ("der Student Nika Berg")."""
    titles = [token for token in beside if "titles" in token.tags]
    plain = bool(titles) and not any(sex_of(token.tags) for token in titles)
    return sex_of(beside[0].tags) if plain and "definites" in beside[0].tags else ""


def _reach(tokens: Sequence[Token], start: int, step: int, lexicon: Lexicon) -> int:
    """The first token in a direction that cannot belong to an apposition."""
    index, words = start, 0
    titled = False
    while 0 <= index < len(tokens) and tokens[index].kind == "word":
        token = tokens[index]
        cue = lexicon.patterns(token.word) and "links" not in token.tags
        if token.tags & _CLAUSAL or cue or words >= MAX_OFFICE:
            break
        titled = titled or "titles" in token.tags
        words += 1
        index += step
    return index if titled or words <= MAX_ROLE else start


def _closed(tokens: Sequence[Token], index: int) -> bool:
    return index >= len(tokens) or tokens[index].kind != "word"


def _is_verb(token: Token, lexicon: Lexicon) -> bool:
    said = any(len(pattern.words) == 1 and pattern.group in VERBS for pattern in lexicon.patterns(token.word))
    return said and not token.capital and "titles" not in token.tags


def _is_common(token: Token, lexicon: Lexicon) -> bool:
    plain = token.kind == "word" and not token.capital and not token.tags & FUNCTION
    return plain and not lexicon.patterns(token.word)
