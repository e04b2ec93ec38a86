"""Who the speaker of each act is: names to their fullest form in the article, titles and pronouns to people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from quotestance.quotes.acts import Act
from quotestance.quotes.antecedents import Antecedents
from quotestance.quotes.borders import ELLIPSES
from quotestance.quotes.cues import PASSIVE, find_cues
from quotestance.quotes.frames import full_name_at, is_oblique, joined_name
from quotestance.quotes.mentions import Mention, mentions_in, span_of
from quotestance.quotes.names import called, rewrite, undeclined
from quotestance.quotes.paragraphs import Line
from quotestance.quotes.people import NEUTER, SEXES, Party, sex_of
from quotestance.quotes.subjects import find_subject
from quotestance.quotes.tokens import Token
from quotestance.quotes.voices import UNKNOWN, Voice
from quotestance.speakers import speaker_slug

_CLOSED = frozenset(["passives", "pronouns"])  # "deniliyor", "hieß es"
MAX_RECENT = 12
MAX_LEAD = 3
"""Words before whom a sentence introduces ("For the historian Ada Stone, ...")."""


@dataclass
class Resolver(Antecedents):
    """Resolves the mentions of an article in reading order."""

    headline: Party | None = None
    voices: dict[int, Voice] = field(default_factory=dict)
    paper: bool = False
    """Whether the sentence before reports what a paper says ("It is also noted that ...")."""

    def resolve(self, act: Act, alone: bool = True) -> None:
        """Find the speaker of an act, `alone` or the first in its sentence; called in reading order.

        Somebody without a name whom a speaker tells of is not whom the next pronoun means.
        """
        voice = self._voice(act, alone)
        self.voices[id(act)] = voice
        if act.basis != "nested" and not act.inner and (voice.name or alone):
            self._remember(voice)

    def is_led(self, act: Act) -> bool:
        """Whether a quotation behind a colon has a speaker, be it a surname ("Das lässt Berg nicht gelten: “...”")."""
        if act.basis not in ("lead", "follow", "carry") or not act.tokens:
            return True
        colon = next((n for n, token in enumerate(act.tokens) if token.kind == "quote"), 0)
        lone = (m for m in mentions_in(act.tokens, 0, colon, self.lexicon) if m.last - m.first == 1)
        plain = (m for m in lone if m.kind == "other" and not (m.governed and m.first > 1))
        known = next((m for m in plain if act.tokens[m.first].word in self.roster.by_name), None)
        if known is not None:
            act.basis, act.mention, act.inherits, act.source = "cue", known, False, None
        return act.basis != "lead"

    def pass_by(self, line: Line) -> None:
        """A sentence nobody speaks in: its subject, else whoever it introduces, is whom the next pronoun means."""
        tokens = line.tokens
        mentions = list(mentions_in(tokens, 0, min(len(tokens), 25), self.lexicon))
        known = [m for m in mentions if m.last - m.first == 1 and tokens[m.first].word in self.roster.by_name]
        people = [m for m in mentions if m.kind in ("name", "title") or (m.kind == "other" and m in known)]
        self.tell_of(line)
        if tokens and tokens[0].word in ELLIPSES:  # "... on the injury of Ada Stone:"
            return
        named = (m for m in mentions if m.kind == "body" and not m.governed)
        body = next((m for m in named if any("bodies" in token.tags for token in tokens[m.first : m.last])), None)
        free = self.lexicon.has("modifier_first") and self.lexicon.has("free")
        leads = bool(tokens) and tokens[-1].word == ":" and not free  # an Armenian full stop
        cues = [c for c in find_cues(tokens, self.lexicon) if c.group == "say"] if free else []
        said = find_subject(tokens, cues[-1], cues, self.lexicon) if cues else None
        if said and said.mention and said.mention.kind in ("name", "title") and said.last > len(tokens) - MAX_LEAD:
            self._remember(self.voice_of(line, said.mention))  # "... X said."
            return
        if body is not None and (party := self._meant(tokens, body)) is not None and party.label:
            self._heed(party)
            self.last = self._as(party, tokens, body, "body") if leads else self.last
        plain = [m for m in mentions if not m.governed and not is_oblique(tokens, m, self.lexicon)]
        met = (not plain and self.lexicon.has("final")) or any("first_person" in token.tags for token in tokens)
        subjects = [m for m in people if m in plain]
        subjects += [m for m in people if m.name[1] - m.name[0] > 1 and m.first <= MAX_LEAD]
        subjects = subjects or [m for m in people if m.kind == "name" and met]  # "We spoke to Ada Stone."
        full = [m for m in people if m.kind != "other"] or people
        for mention in reversed(full) if leads else subjects:
            start = max(0, mention.first - 1)
            some = "indefinites" in tokens[start].tags and mention.kind == "title" and start < mention.first
            if some and not any(m.kind == "name" for m in people):  # "One of the drivers ..."
                self.last = self.voice_of(line, mention._replace(first=start))
                return
            if not self.lexicon.has("modifier_first"):  # "His wife, Ada, ..."
                mention = full_name_at(tokens, mention, len(tokens), self.lexicon)
                mention = joined_name(tokens, mention, mention.last, len(tokens), self.lexicon)
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

    def _voice(self, act: Act, alone: bool = True) -> Voice:
        if act.source is not None:
            return self.voices.get(id(act.source)) or self._voice(act.source)
        if act.mention is None:
            return self._inherited(act)
        cue = next((token for token in act.tokens if act.cue is not None and token.start == act.cue.start), None)
        sex = sex_of(cue.tags) if cue is not None else ""
        sex = "" if act.mention.kind == "title" and sex == SEXES[0] else sex  # "сказал хирург" of a woman too
        party = self._ahead(act, act.mention, alone) or self._meant(act.tokens, act.mention, sex)
        party = party or self._ahead(act, act.mention)
        if party is None:
            return Voice(span=span_of(act.tokens, act.mention))
        party.sex = party.sex or sex
        if act.mention.kind == "name" and self.lexicon.has("head_first"):
            self.roster.call(party, called(act.tokens[act.mention.first : act.mention.name[0]], self.lexicon))
        self._name_last(party, act.mention)
        owns = act.group in ("according", "according_after", "nouns", "tag")
        named = act.mention.name[1] > act.mention.name[0]
        if named and (owns or is_oblique(act.tokens, act.mention, self.lexicon)):
            self._from_genitive(party)
        return self._as(party, act.tokens, act.mention, act.mention.kind)

    def _ahead(self, act: Act, pronoun: Mention, apart: bool = False) -> Party | None:
        """Whom a pronoun means that nobody before explains: the subject of what is said ("X will close, it said").

        `apart` from what is said: who is named before the frame ("Stone disagreed: she says that ...").
        """
        before = mentions_in(act.tokens, 0, pronoun.first if pronoun.kind == "pronoun" else 0, self.lexicon)
        plain = (m for m in before if not m.governed and not is_oblique(act.tokens, m, self.lexicon))
        first = next((m for m in plain if not (apart and act.reports(span_of(act.tokens, m)))), None)
        party = self._meant(act.tokens, first) if first and first.kind in ("name", "title", "body") else None
        party = self._named(act.tokens, first) if first and first.kind == "other" else party
        sex = next((sex for sex in (*SEXES, NEUTER) if sex in act.tokens[pronoun.first].tags), "")
        if party is not None and not party.sex:
            party.sex = sex
        return party if party is not None and party.may_be(sex) else None

    def _inherited(self, act: Act) -> Voice:
        party, end = self.last.party, act.cue.end if act.cue is not None else -1
        closed = any(t.end == end and t.tags & _CLOSED for t in act.tokens)
        if self.paper and (closed or act.group == PASSIVE):
            return self.last
        if party and party.sex != NEUTER and closed:
            return UNKNOWN
        if act.inherits and self.last.party is None and act.basis == "carry" and self.headline is not None:
            return replace(self._identity(self.headline), found_by="headline")
        return self.last if act.inherits else UNKNOWN

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
