"""Who the speaker of each act is: names to their fullest form in the article, titles and pronouns to people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from quotestance.quotes.acts import Act
from quotestance.quotes.cues import find_cues
from quotestance.quotes.frames import is_oblique
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.lone import name_beside
from quotestance.quotes.mentions import Mention, fits_any, mentions_in, span_of, without_article
from quotestance.quotes.names import called, name_of, rewrite, undeclined
from quotestance.quotes.paragraphs import Line
from quotestance.quotes.people import NEUTER, SEXES, Party, Roster, enter_body, sex_of
from quotestance.quotes.phrases import is_modifier
from quotestance.quotes.tokens import Token
from quotestance.quotes.voices import UNKNOWN, Voice
from quotestance.records import Article
from quotestance.speakers import Speakers, speaker_slug

_OWNED = re.compile("[^cçl][ıiuü]$")
"""A Turkic title that belongs to the word before it ("maliye bakanı"), unlike "sürücü" and "yetkili"."""
MAX_RECENT = 12
MAX_LEAD = 3
"""Words before whom a sentence introduces ("For the historian Ada Stone, ...")."""


@dataclass
class Resolver:
    """Resolves the mentions of an article in reading order."""

    article: Article
    lexicon: Lexicon
    roster: Roster
    speakers: Speakers
    headline: Party | None = None
    recent: list[Party] = field(default_factory=list)
    """Who spoke, or was the subject of a sentence, the last one last."""
    told_of: list[Party] = field(default_factory=list)
    """Whom the last sentences without a speaker named."""
    last: Voice = UNKNOWN
    near: bool = False
    """Whether that was in the paragraph being read."""
    voices: dict[int, Voice] = field(default_factory=dict)

    def resolve(self, act: Act, alone: bool = True) -> None:
        """Find the speaker of an act; called in reading order.

        Somebody without a name whom a speaker tells of is not whom the next pronoun means: `alone` is the act in its
        sentence, or the first.
        """
        voice = self._voice(act)
        self.voices[id(act)] = voice
        if act.basis != "nested" and not act.inner and (voice.name or alone):
            self._remember(voice)

    def pass_by(self, line: Line) -> None:
        """A sentence nobody speaks in: its subject, else whoever it introduces, is whom the next pronoun means."""
        tokens = line.tokens
        mentions = list(mentions_in(tokens, 0, min(len(tokens), 25), self.lexicon))
        known = [m for m in mentions if m.last - m.first == 1 and tokens[m.first].word in self.roster.by_name]
        people = [m for m in mentions if m.kind in ("name", "title") or (m.kind == "other" and m in known)]
        self.tell_of(line)
        named = (m for m in mentions if m.kind == "body" and not m.governed)
        body = next((m for m in named if any("bodies" in token.tags for token in tokens[m.first : m.last])), None)
        leads = bool(tokens) and tokens[-1].word == ":"
        if body is not None and (party := self._meant(tokens, body)) is not None and party.label:
            self._heed(party)
            self.last = self._as(party, tokens, body, "body") if leads else self.last
        subjects = [m for m in people if not m.governed and not is_oblique(tokens, m, self.lexicon)]
        subjects += [m for m in people if m.name[1] - m.name[0] > 1 and m.first <= MAX_LEAD]
        for mention in reversed(people) if leads else subjects:
            party = self._named(tokens, mention) or self._titled(tokens, mention)
            if party is not None:
                self._name_last(party, mention)
                self._remember(self._as(party, tokens, mention, "name"))
                return
        first = next((m for m in mentions if m.kind in ("name", "body") and not m.governed), None)
        if body is not None and first is body and any(cue.group == "say" for cue in find_cues(tokens, self.lexicon)):
            self.last = self.voice_of(line, body)  # "The Harbour Union reacted."

    def voice_of(self, line: Line, mention: Mention) -> Voice:
        """The voice of somebody whom a sentence names in full."""
        party = self._meant(line.tokens, mention)
        return UNKNOWN if party is None else self._as(party, line.tokens, mention, mention.kind)

    def tell_of(self, line: Line) -> None:
        """Note whom a sentence names in which nobody who has a name speaks."""
        mentions = mentions_in(line.tokens, 0, min(len(line.tokens), 25), self.lexicon)
        told = (self._named(line.tokens, mention) for mention in mentions if mention.kind == "name")
        self.told_of = [*self.told_of, *(party for party in told if party is not None)][-MAX_RECENT:]

    def recall(self, party: Party) -> Party:
        """Add what is known of a person from elsewhere: offices, and whether she is a woman."""
        entry = self.speakers.named(party.name(self.lexicon), self.lexicon.stems)
        if entry is not None:
            party.sex = party.sex or ("feminine" if entry.feminine else "masculine")
            held = (role for role in entry.roles if not self.article.date or role.held_on(self.article.date))
            self.roster.call(party, {word for role in held for title in role.titles for word in title.split()})
        return party

    def _name_last(self, party: Party, mention: Mention) -> None:
        """A full name that nothing explains, right after somebody spoke without one, may be that person's.

        It never is if it is known whose name it is: what a nameless resident said is not put into a president's mouth.
        """
        last, full = self.last.party, mention.name[1] - mention.name[0] > 1 and "&" not in party.form
        if last is None or last.name(self.lexicon) or not self.near or self.last.found_by not in ("title", "other"):
            return
        bare = full and mention.first == mention.name[0] and not party.explained and party not in self.recent
        known = self.speakers.named(party.name(self.lexicon), self.lexicon.stems) is not None
        if bare and not known and last.sex != NEUTER and last.sex in ("", party.sex or last.sex):
            last.forms, last.folded, last.label = party.forms, party.folded, party.label

    def settled(self, voice: Voice) -> Voice:
        """The voice with the name that it was given later."""
        if voice.name or voice.party is None or not voice.party.name(self.lexicon):
            return voice
        return replace(self._identity(voice.party), span=voice.span, found_by="later")

    def _remember(self, voice: Voice) -> None:
        if voice.party is not None:
            self.last, self.near = voice, True
        if voice.party is not None and (voice.name or voice.found_by != "other"):
            self._heed(voice.party)

    def _heed(self, party: Party) -> None:
        self.recent = [*(other for other in self.recent if other is not party), party][-MAX_RECENT:]

    def _voice(self, act: Act) -> Voice:
        if act.source is not None:
            voice = self.voices.get(id(act.source))
            return voice if voice is not None else self._voice(act.source)
        if act.mention is None:
            return self._inherited(act)
        cue = next((token for token in act.tokens if act.cue is not None and token.start == act.cue.start), None)
        sex = sex_of(cue.tags) if cue is not None else ""
        if act.mention.kind == "title" and sex == SEXES[0]:
            sex = ""  # "сказал хирург" of a woman too
        party = self._meant(act.tokens, act.mention, sex) or self._ahead(act.tokens, act.mention)
        if party is None:
            return Voice(span=span_of(act.tokens, act.mention))
        party.sex = party.sex or sex
        self._name_last(party, act.mention)
        owns = act.group in ("according", "according_after", "nouns", "tag")
        if (owns or is_oblique(act.tokens, act.mention, self.lexicon)) and act.mention.kind != "pronoun":
            self._from_genitive(party)
        return self._as(party, act.tokens, act.mention, act.mention.kind)

    def _ahead(self, tokens: Sequence[Token], pronoun: Mention) -> Party | None:
        """Whom a pronoun means that nobody before explains: the subject of what is said ("X will close, it said")."""
        before = mentions_in(tokens, 0, pronoun.first if pronoun.kind == "pronoun" else 0, self.lexicon)
        subjects = (m for m in before if not m.governed and not is_oblique(tokens, m, self.lexicon))
        first = next(subjects, None)
        party = self._meant(tokens, first) if first is not None and first.kind in ("name", "title", "body") else None
        sex = next((sex for sex in (*SEXES, NEUTER) if sex in tokens[pronoun.first].tags), "")
        if party is not None and not party.sex:
            party.sex = sex
        return party if party is not None and party.may_be(sex) else None

    def _inherited(self, act: Act) -> Voice:
        party, end = self.last.party, act.cue.end if act.cue is not None else -1
        passive = any(token.end == end and "passives" in token.tags for token in act.tokens)
        if passive and self.lexicon.has("final") and party is not None and party.sex != NEUTER:
            return UNKNOWN
        if act.inherits and self.last.party is None and act.basis == "carry" and self.headline is not None:
            return replace(self._identity(self.headline), found_by="headline")
        return self.last if act.inherits else UNKNOWN

    def _meant(self, tokens: Sequence[Token], mention: Mention, sex: str = "") -> Party | None:
        """`sex` is what the verb shows of it ("заявила")."""
        if mention.kind == "pronoun":
            return self._of_pronoun(tokens[mention.first].tags)
        mention = name_beside(tokens, mention, self.lexicon) or mention
        named = self._named(tokens, mention)
        bare = mention.first == 0 and mention.last == 1 and not self.lexicon.speech.definites
        if named is None and (mention.kind != "name" or bare):
            named = self._titled(tokens, mention, sex)
        return named or self._named(tokens, mention, new=True) or self._new(tokens, mention)

    def _of_pronoun(self, tags: frozenset[str]) -> Party | None:
        """Whoever spoke last and may be meant, people before bodies; a pronoun tells the sex of whom it means.

        If no speaker is of this sex, the only one of it whom sentences without a speaker named ("he met Anna Keller").
        """
        sex = next((sex for sex in (*SEXES, NEUTER) if sex in tags), "")
        party = next((party for party in reversed(self.recent) if party.may_be(sex)), None)
        if party is not None:
            party.sex = party.sex or sex
            return party
        sexless = not any(tag in tags for tag in SEXES) and not self.lexicon.speech.definites and sex != NEUTER
        told = (party for party in self.told_of if (sexless or (sex in SEXES and party.sex == sex)))
        told_of = {id(party): party for party in told if party.sex != NEUTER}
        if len(told_of) == 1:
            return next(iter(told_of.values()))
        last = self.last.party or next((p for p in reversed(self.recent) if p.sex == NEUTER), None)
        return last if last is not None and (sex == NEUTER or last.sex in ("", NEUTER)) else None

    def _named(self, tokens: Sequence[Token], mention: Mention, new: bool = False) -> Party | None:
        written, folded = name_of(tokens, mention, self.article.text)
        party = self.roster.find(folded, self.recent)
        if party is None and new and folded and mention.kind == "name":
            return self.recall(self.roster.add(written, folded))
        return party

    def _titled(self, tokens: Sequence[Token], mention: Mention, sex: str = "") -> Party | None:
        """Whom a title or common noun means: who is called so, who held the office, else who spoke last."""
        words = without_article(tokens, mention)
        names, first = called(words, self.lexicon), tokens[mention.first]
        if not names or first.tags & {"indefinites", "possessives"}:
            return None
        heads = {t.word for t in words if t.tags & {"titles", "titles_generic"} == {"titles"}}
        heads = heads if mention.kind == "title" else names
        places = {token.word for token in words if "places" in token.tags}
        if mention.kind == "body":
            known = self.roster.described(names, names, self.recent, NEUTER)
            named = known is not None and len(known.label.split()) > len(words)
            return (self._last_body() if fits_any(words, first, self.lexicon) and not named else None) or known
        sex = sex or sex_of(words[-1].tags) or sex_of(first.tags)
        return (
            self.roster.described(names, (heads | places) & names, self.recent, sex)
            or self._in_office(words)
            or self.roster.described(names, heads & names, self.recent, sex)
            or self._last_person(tokens, mention, words, sex)
        )

    def _last_body(self) -> Party | None:
        """ "the firm", "l'organisme": a definite word that fits any body means the one that was last spoken of."""
        named = (p for p in reversed(self.recent) if p.may_be(NEUTER) or (not p.sex and len(p.form) == 1))
        return next((party for party in named if party.name(self.lexicon)), None)

    def _in_office(self, words: Sequence[Token]) -> Party | None:
        """Who is known to have held the office on the article's date."""
        text = self.article.text[words[0].start : words[-1].end]
        if (entry := self.speakers.in_office(text, self.article.date)) is None:
            return None
        name = entry.names.get(self.article.language, next(iter(entry.names.values())))[0]
        return self.recall(self.roster.add(tuple(name.split()), tuple(name.lower().split())))

    def _last_person(self, tokens: Sequence[Token], mention: Mention, words: Sequence[Token], sex: str) -> Party | None:
        """A definite noun alone means who spoke last in the paragraph; one that fits any speaker, before it too."""
        first, definites = tokens[mention.first], self.lexicon.speech.definites
        other = {"indefinites" if self.lexicon.has("mixed") and mention.first else "determiners", "possessives"}
        definite = bool(first.tags & {"definites"}) if definites else not first.tags & other
        generic = "titles_generic" in words[-1].tags
        short = len(words) == 1 or (generic and len(words) == 2 and "titles" not in words[0].tags)
        plain = short and (not words[0].capital or mention.first == 0 or self.lexicon.has("nouns"))
        last = self.recent[-1] if self.recent and self.near else None
        only = last is not None and not last.explained and last.may_be(sex) and bool(last.forms)
        if definite and only and "titles" in words[-1].tags | words[0].tags and mention.kind == "title":
            return last  # "Ada Stone is not pleased. “A shame,” says the mayor of Bath"
        if not definite or not plain or not (self.near or generic) or (mention.kind == "other" and definites):
            return None
        owned = self.lexicon.has("final") and _OWNED.search(words[-1].word)
        if owned and (not mention.first or is_modifier(tokens[mention.first - 1])):
            return None
        return next((party for party in reversed(self.recent) if party.may_be(sex)), None)

    def _new(self, tokens: Sequence[Token], mention: Mention) -> Party:
        """A body or country names itself; other words say only what somebody is."""
        words = without_article(tokens, mention)
        proxy = next((n for n in range(mention.first, mention.last) if "proxies" in tokens[n].tags), -1)
        body = self._of_proxy(tokens, mention, proxy) if proxy >= 0 else None
        if mention.kind == "body" and proxy < 0:
            body = enter_body(self.roster, tokens, mention, self.article.text, least=1)
        return body or self.roster.enter(Party(), called(words, self.lexicon))

    def _of_proxy(self, tokens: Sequence[Token], mention: Mention, proxy: int) -> Party | None:
        """The body in whose name a spokesman or paper speaks: named with it, else the one that spoke last."""
        before = mentions_in(tokens, mention.first, proxy, self.lexicon)
        after = mentions_in(tokens, proxy + 1, mention.last, self.lexicon)
        sides = (before,) if self.lexicon.has("modifier_first") else (after, before)
        found = [m for side in sides for m in side if any("bodies" in t.tags for t in tokens[m.first : m.last])]
        if found:
            return self._meant(tokens, found[0])
        alone = len(without_article(tokens, mention)) == 1
        owner = next((p for p in reversed(self.recent) if alone and p.may_be(NEUTER)), None)
        return owner or (self.last.party if alone and "groups" in tokens[proxy].tags else None)

    def _from_genitive(self, party: Party) -> None:
        """Put a name that the article gives in the genitive only into the nominative."""
        rules = self.lexicon.speech.genitive
        if rules and not party.label and len(party.forms) == 1:
            full = undeclined(party.form, self.lexicon, genitive=True)
            if full == party.form:
                inflected = len(full) - 1 if self.lexicon.has("modifier_first") else 0
                full = (*full[:inflected], *(rewrite(word, rules) for word in full[inflected:]))
            party.label = " ".join(full) if full != party.form else ""

    def _as(self, party: Party, tokens: Sequence[Token], mention: Mention, found_by: str) -> Voice:
        return replace(self._identity(party), span=span_of(tokens, mention), found_by=found_by)

    def _identity(self, party: Party) -> Voice:
        name = party.name(self.lexicon)
        entry = self.speakers.named(name, self.lexicon.stems if party.forms else None)
        known = entry.id if entry is not None else speaker_slug(name)
        return Voice(name, known or f"?{self.roster.order[party]}", party=party)
