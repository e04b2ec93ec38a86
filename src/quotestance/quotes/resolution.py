"""Who the speaker of each act is: names to their fullest form in the article, titles and pronouns to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from quotestance.quotes.acts import Act
from quotestance.quotes.frames import is_oblique
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.paragraphs import Line
from quotestance.quotes.people import MAX_ROLE, Person, Roster, bare, by_role, by_title, name_of, title_words
from quotestance.quotes.tokens import Token
from quotestance.records import Article, Span
from quotestance.speakers import Speaker, Speakers, speaker_slug

MAX_RECENT = 12
_PERSONAL = frozenset(["pronouns_feminine", "pronouns_masculine"])


@dataclass(frozen=True)
class Voice:
    """A speaker found: name and id ("" if unknown), the mention that shows it, and by what it was found."""

    name: str = ""
    id: str = ""
    span: Span | None = None
    found_by: str = "unknown"
    """`name`, `title`, `pronoun`, `body`, `other`, `headline` or `unknown`."""
    person: Person | None = None


UNKNOWN = Voice()


@dataclass
class Resolver:
    """Resolves the mentions of an article in reading order."""

    article: Article
    lexicon: Lexicon
    roster: Roster
    speakers: Speakers
    headline: Person | None = None
    recent: list[Person] = field(default_factory=list)
    last: Voice = UNKNOWN
    """Whoever spoke, or was the subject of a sentence, last."""
    near: bool = False
    """Whether that was in the paragraph being read."""
    body: Voice = UNKNOWN
    """The body that spoke last."""
    voices: dict[int, Voice] = field(default_factory=dict)

    def resolve(self, act: Act) -> Voice:
        """The speaker of an act; called in reading order."""
        voice = self._voice(act)
        self.voices[id(act)] = voice
        if act.basis != "nested" and not act.inner and voice.name:
            self._remember(voice)
        return voice

    def pass_by(self, line: Line) -> None:
        """A sentence nobody speaks in: its subject is whom the next pronoun means."""
        mentions = list(mentions_in(line.tokens, 0, min(len(line.tokens), 25), self.lexicon))
        announces = bool(line.tokens) and line.tokens[-1].word == ":"
        for mention in reversed(mentions) if announces else mentions:
            if (
                mention.governed
                or mention.kind in ("other", "pronoun", "body")
                or is_oblique(line.tokens, mention, self.lexicon)
            ):
                continue
            person = self._person(line.tokens, mention, known=True)
            if person is not None:
                self._remember(self._of_person(person, line.tokens, mention, "name"))
                return

    def _remember(self, voice: Voice) -> None:
        self.last, self.near = voice, True
        if voice.found_by == "body":
            self.body = voice
        if voice.person is not None:
            if voice.person in self.recent:
                self.recent.remove(voice.person)
            self.recent = [*self.recent, voice.person][-MAX_RECENT:]

    def _voice(self, act: Act) -> Voice:
        if act.source is not None:
            voice = self.voices.get(id(act.source))
            return voice if voice is not None else self._voice(act.source)
        if act.mention is None:
            return self._inherited(act)
        voice = self._of_mention(act.tokens, act.mention)
        if act.group in ("according", "nouns") and self.lexicon.speech.genitive:
            return self._from_genitive(voice)
        return voice

    def _from_genitive(self, voice: Voice) -> Voice:
        """A name that the article gives in the genitive only, put into the nominative."""
        person = voice.person
        if person is None or person.display or len(person.forms) != 1 or voice.found_by == "pronoun":
            return voice
        person.display = " ".join(rewrite(word, self.lexicon.speech.genitive) for word in person.name.split())
        name, identity = self._identity(person)
        return replace(voice, name=name, id=identity)

    def _inherited(self, act: Act) -> Voice:
        if not act.inherits:
            return UNKNOWN
        if self.last.name:
            return self.last
        if act.basis == "carry" and self.headline is not None:
            name, identity = self._identity(self.headline)
            return Voice(name, identity, None, "headline", self.headline)
        return UNKNOWN

    def _of_mention(self, tokens: Sequence[Token], mention: Mention) -> Voice:
        if mention.kind == "pronoun":
            return self._of_pronoun(tokens, mention)
        person = self._person(tokens, mention) or self._by_role(tokens, mention)
        if person is not None:
            return self._of_person(person, tokens, mention, mention.kind)
        return self._of_words(tokens, mention)

    def _by_role(self, tokens: Sequence[Token], mention: Mention) -> Person | None:
        """Whom a common noun means: who is called so elsewhere, else who spoke last in this paragraph."""
        words = title_words(tokens, mention)
        indefinite = "indefinites" in tokens[mention.first].tags
        if mention.kind not in ("title", "other") or indefinite or not 0 < len(words) <= MAX_ROLE:
            return None
        known = by_role(self.roster, words, self.recent)
        if known is not None or len(words) > 1 or mention.last - mention.first > 2 or not self.near:
            return known
        first, definites = tokens[mention.first], self.lexicon.speech.definites
        definite = "definites" in first.tags if definites else not first.tags & {"determiners", "possessives"}
        plain = not tokens[mention.last - 1].capital or mention.first == 0
        return self.last.person if definite and plain and (mention.kind == "title" or not definites) else None

    def _person(self, tokens: Sequence[Token], mention: Mention, known: bool = False) -> Person | None:
        if mention.name[1] > mention.name[0]:
            written, folded = name_of(tokens, mention, self.article.text)
            person = self.roster.find(folded, self.recent)
            if person is not None or known or mention.kind != "name" or not folded:
                return person
            return self.recall(self.roster.add(written, folded))
        if mention.kind != "title":
            return None
        if "indefinites" in tokens[mention.first].tags:
            return None
        person = by_title(self.roster, tokens, mention, self.recent)
        foreign = person is not None and not self._shares_country(tokens, mention, person)
        return None if foreign and self._in_office(tokens, mention) is not None else person

    def recall(self, person: Person) -> Person:
        """Add what is known of a person from elsewhere: offices, and whether she is a woman."""
        entry = self.speakers.named(person.name, self.lexicon.stems)
        if entry is not None:
            person.feminine = person.feminine or entry.feminine
            person.masculine = not person.feminine
            held = (role for role in entry.roles if not self.article.date or role.held_on(self.article.date))
            person.offices = {word for role in held for title in role.titles for word in title.split()}
        return person

    def _in_office(self, tokens: Sequence[Token], mention: Mention) -> Speaker | None:
        """Who is known to have held the office on the article's date."""
        words = _without_article(tokens, mention)
        name = self.article.text[words[0].start : words[-1].end]
        return self.speakers.in_office(name, self.article.date)

    def _shares_country(self, tokens: Sequence[Token], mention: Mention, person: Person) -> bool:
        """Whether the article gives the person a title with the country named in the mention."""
        places = {token.word for token in tokens[mention.first : mention.last] if "places" in token.tags}
        return not places or not places.isdisjoint(person.titles | person.offices)

    def _of_person(self, person: Person, tokens: Sequence[Token], mention: Mention, found_by: str) -> Voice:
        name, identity = self._identity(person)
        return Voice(name, identity, _span(tokens, mention), found_by, person)

    def _identity(self, person: Person) -> tuple[str, str]:
        name = self._nominative_name(person.name)
        entry = self.speakers.named(name, self.lexicon.stems)
        return name, entry.id if entry is not None else speaker_slug(name)

    def _of_pronoun(self, tokens: Sequence[Token], mention: Mention) -> Voice:
        span = _span(tokens, mention)
        if "pronouns_neuter" in tokens[mention.first].tags and self.body.name:
            return replace(self.body, span=span)
        person = self._of_gender(tokens[mention.first].tags)
        if person is not None:
            name, identity = self._identity(person)
            return Voice(name, identity, span, "pronoun", person)
        if self.last.name:
            return Voice(self.last.name, self.last.id, span, "pronoun")
        return Voice("", "", span, "unknown")

    def _nominative_name(self, name: str) -> str:
        """A name without the endings of its case: by a shorter form in the article, else by rule.

        Where modifiers come first only the last word of a name is inflected.
        """
        words = name.split()
        if not self.lexicon.has("modifier_first"):
            return " ".join(rewrite(word, self.lexicon.speech.nominative) for word in words)
        last = words[-1]
        stems = self.lexicon.stems(last.lower())
        shared = (stem for stem in stems if len(stem) >= 4 and stem in self.roster.forms and last.lower() != stem)
        best = max(shared, key=len, default="")
        short = last[: len(best)] if best else rewrite(last, self.lexicon.speech.nominative)
        return " ".join([*words[:-1], short])

    def _nominative(self, name: str, body: bool) -> str:
        """The words with their head, the first or the last by language, in the nominative."""
        parts = name.split(" ")
        head = 0 if self.lexicon.has("head_first") else -1
        speech = self.lexicon.speech
        parts[head] = rewrite(bare(parts[head]), (speech.cases if body else ()) + speech.nominative)
        return " ".join(parts)

    def _of_gender(self, tags: frozenset[str]) -> Person | None:
        """Whoever spoke last, unless known to be of the other sex; then the last one who is not."""
        last = self.last.person
        if last is None and self.lexicon.speech.pronouns_neuter and tags & _PERSONAL and self.recent:
            last = self.recent[-1]
        if "pronouns_feminine" in tags and (last is None or last.masculine):
            return next((p for p in reversed(self.recent) if p.feminine), last)
        if "pronouns_masculine" in tags and last is not None and last.feminine:
            return next((p for p in reversed(self.recent) if not p.feminine), last)
        return last

    def _of_words(self, tokens: Sequence[Token], mention: Mention) -> Voice:
        """A title nobody in the article has, a body, or other words: they name themselves."""
        span = _span(tokens, mention)
        words = _without_article(tokens, mention)
        stems = self.lexicon.stems(words[-1].word)
        known = next((self.roster.bodies[stem] for stem in sorted(stems) if stem in self.roster.bodies), None)
        named = known if mention.kind == "body" and len(words) == 1 else None
        name = self._nominative(named or self.article.text[words[0].start : words[-1].end], mention.kind == "body")
        entry = (
            self.speakers.in_office(name, self.article.date) if mention.kind == "title" else self.speakers.named(name)
        )
        if entry is not None:
            return Voice(
                name if mention.kind != "title" else _display(entry.names, self.article.language),
                entry.id,
                span,
                mention.kind,
            )
        return Voice(name, speaker_slug(name), span, mention.kind)


def rewrite(word: str, rules: Sequence[str]) -> str:
    """The word with the first ending that a rule ("ending>replacement") names replaced; at least three letters stay."""
    for rule in rules:
        ending, _, replacement = rule.partition(">")
        if word.lower().endswith(ending) and len(word) - len(ending) + len(replacement) >= 3:
            return word[: len(word) - len(ending)] + replacement
    return word


def _without_article(tokens: Sequence[Token], mention: Mention) -> Sequence[Token]:
    words = tokens[mention.first : mention.last]
    while len(words) > 1 and words[0].tags & {"determiners", "conjunctions", "adverbs"}:
        words = words[1:]
    return words


def _display(names: dict[str, tuple[str, ...]], language: str) -> str:
    return names.get(language, next(iter(names.values())))[0]


def _span(tokens: Sequence[Token], mention: Mention) -> Span:
    last = tokens[mention.last - 1]
    end = last.end - 2 if last.word.endswith("'s") else last.end
    return Span(tokens[mention.first].start, end)
