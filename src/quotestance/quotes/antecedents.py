"""Whom a name, a title or a pronoun means, by what the article has said so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.lone import ages, name_beside, unplaced
from quotestance.quotes.mentions import Mention, fits_any, mentions_in, without_article
from quotestance.quotes.names import called, name_of
from quotestance.quotes.people import NEUTER, SEXES, Party, Roster, sex_of, title_sex
from quotestance.quotes.phrases import GENITIVE_OWNED, GIVEN, OFFICE, is_modifier
from quotestance.quotes.roster import POSSESSED, enter_body
from quotestance.quotes.tokens import MARKS, Token
from quotestance.quotes.voices import UNKNOWN, Voice, unnamed
from quotestance.records import Article
from quotestance.speakers import Speakers

_OWNED = re.compile("[^cçl][ıiuü]$")
"""The ending of such a title, unlike "sürücü", "yetkili", "rəsmi"."""
_LEADER = re.compile("rəhbər|başçı")
"""What whoever holds an office is called too."""
_OWNERS = frozenset(["bodies", "places"])
_SEVERAL = re.compile("l[aeə]r[ıi]?$")
"""The ending of a title that several people have ("balıkçılar")."""
MAX_SORT = 4
"""Words of a sort of body with its name in marks ("техцентр «Луч»")."""
_WORD = re.compile(r"\w+")


@dataclass
class Antecedents:
    """Those an article has told of, in reading order."""

    article: Article
    lexicon: Lexicon
    roster: Roster
    speakers: Speakers
    recent: list[Party] = field(default_factory=list)  # who spoke, or was the subject of a sentence, the last one last
    told_of: list[Party] = field(default_factory=list)  # whom the last sentences without a speaker named
    last: Voice = UNKNOWN
    near: bool = False  # whether that was in the paragraph being read

    def recall(self, party: Party) -> Party:
        """Add what is known of a person from elsewhere: offices, and whether she is a woman."""
        entry = self.speakers.named(party.name(self.lexicon), self.lexicon.stems)
        if entry is not None:
            party.sex = party.sex or ("feminine" if entry.feminine else "masculine")
            held = (role for role in entry.roles if not self.article.date or role.held_on(self.article.date))
            self.roster.call(party, {word for role in held for title in role.titles for word in title.split()})
        return party

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
        if sex in SEXES and self.near and not self.lexicon.has("nouns") and self._is_called(sex):
            return self.last.party
        spoke = [unnamed(self.last, self.article.text, self.lexicon), *reversed(self.recent)]
        party = next((party for party in spoke if party is not None and party.may_be(sex)), None)
        if party is not None:
            party.sex = party.sex or sex
            return party
        sexless = not any(tag in tags for tag in SEXES) and not self.lexicon.speech.definites and sex != NEUTER
        told = (party for party in self.told_of if (sexless or (sex in SEXES and party.sex == sex)))
        told_of = {id(party): party for party in told if party.sex != NEUTER}
        if len(told_of) == 1:
            return next(iter(told_of.values()))
        if sex == SEXES[0] and not told_of and self._may_be_man(self.last.party):
            return self.last.party
        last = self.last.party or next((p for p in reversed(self.recent) if p.sex == NEUTER), None)
        return last if last is not None and (sex == NEUTER or last.sex in ("", NEUTER)) else None

    def _may_be_man(self, party: Party | None) -> bool:
        """Whether only how an English first name ends makes a woman of the one who has spoken ("Sevada")."""
        people = [one for one in self.recent if one.forms]
        if not self.lexicon.has("bare") or party is None or people != [party] or party.sex != SEXES[1]:
            return False
        known = self.speakers.named(party.name(self.lexicon), self.lexicon.stems) is not None
        first = party.folded[0][0]
        titled = any(sex_of(self.lexicon.tags(word)) for word, called in self.roster.by_word.items() if party in called)
        return not (known or titled) and first not in self.lexicon.speech.women and len(party.folded[0]) > 1

    def _is_called(self, sex: str) -> bool:
        """Whether it was a body that spoke last, and its article or noun has this gender ("la mairie": "elle")."""
        span, party = self.last.span, self.last.party
        if span is None or party is None or party.sex != NEUTER:
            return False
        words = _WORD.findall(self.article.text[span.start : span.end].lower())[:2]
        shown = [sex_of(self.lexicon.tags(word)) for word in words]
        return next(filter(None, shown), sex if len(words[0]) == 1 else "") == sex

    def _named(self, tokens: Sequence[Token], mention: Mention, new: bool = False) -> Party | None:
        written, folded = name_of(tokens, mention, self.article.text)
        party = self.roster.find(folded, self.recent, title_sex(tokens, mention))
        unknown = party is None and new and folded and mention.kind == "name"
        return self.recall(self.roster.add(written, folded)) if unknown else party

    def _titled(self, tokens: Sequence[Token], mention: Mention, sex: str = "") -> Party | None:
        """Whom a title or common noun means: who is called so, who held the office, else who spoke last."""
        words = without_article(tokens, mention)
        names, first = called(words, self.lexicon), tokens[mention.first]
        beside = (*tokens[max(0, mention.first - 1) : mention.first], *tokens[mention.last : mention.last + 2])
        if not names or any("unnamed" in token.tags for token in beside) or first.tags & {"indefinites", "possessives"}:
            return None
        if mention.kind == "title" and self.lexicon.has("final") and _SEVERAL.search(words[-1].word):
            return None
        heads = {t.word for t in words if t.tags & {"titles", "titles_generic"} == {"titles"}}
        heads = heads if mention.kind == "title" else names
        heads = names - {words[0].word} if (chief := self._is_chief(words)) else heads
        places = {token.word for token in words if "places" in token.tags}
        after = tokens[mention.last : mention.last + 1]
        if len(words) == 1 and after and after[0].kind == "word" and self._is_chief([*words, *after]):
            names |= {after[0].word}  # «глава региона»
        if mention.kind == "body":
            known = self.roster.described(names, names, self.recent, NEUTER)
            named = known is not None and len(known.label.split()) > len(words)
            return (self._last_body() if fits_any(words, first, self.lexicon) and not named else None) or known
        sex = sex or sex_of(words[-1].tags) or sex_of(first.tags)
        member = self.roster.described(names, heads, self.recent) if _is_council(tokens, mention) else None
        if _is_council(tokens, mention) and member not in self.recent:
            return None
        known = self.roster.described(age := ages(tokens[mention.first : mention.last]), age, self.recent, sex)
        known = known or self.roster.described(names, (heads | places) & names, self.recent, sex)
        if known is not None and known.start > first.start and (self.near or not heads) and mention.kind == "title":
            known = self._last_person(tokens, mention, words, sex) or known  # who is called so comes later
        known = known or self._in_office(words) or (self._leader(words) if self.lexicon.has("final") else None)
        known = known or self.roster.described(names, heads & names, self.recent, sex)
        known = None if known is not None and self._is_elsewhere(words, known) else known
        if known is None and len(heads) > 1 and self.lexicon.has("final") and not self._owned(words[-1]):
            known = self.roster.described(names, {words[-1].word}, self.recent, sex)  # "sanık müdür"
        if known is None and chief:
            known = self.roster.described(names, {words[0].word}, self.recent, sex)
            known = known if known in self.recent else None
        return known or self._same_office(names, heads) or self._last_person(tokens, mention, words, sex)

    def _is_chief(self, words: Sequence[Token]) -> bool:
        """Whether the words only say that somebody heads something told of before («глава ведомства»)."""
        plain = all(not token.capital and token.mark < 0 for token in words[1:])
        return (
            1 < len(words) < MAX_SORT
            and plain
            and self.lexicon.has("head_first")
            and (not self.lexicon.speech.definites and "titles_generic" in words[0].tags)
        )

    def _same_office(self, names: set[str], heads: set[str]) -> Party | None:
        """Who spoke last, where only the word for his office is another one («глава комиссии», «председатель»)."""
        owners, last = names - heads, self.recent[-1] if self.recent else None
        if last is None or len(heads) != 1 or not owners or self.lexicon.speech.definites:
            return None
        return last if last is self.roster.described(owners, owners, [last]) else None

    def _leader(self, words: Sequence[Token]) -> Party | None:
        """ "Nazirliyin rəhbəri" behind "səhiyyə naziri X", "Mərkəzin rəhbəri" behind "Su Mərkəzinin direktoru X"."""
        if len(words) != 2 or not _LEADER.match(words[1].word) or "bodies" not in words[0].tags:
            return None
        office = re.sub("l[ıi][yğ][ıi]n$", "", words[0].word)
        held = self.roster.described({office}, {office}, self.recent)
        return held or self.roster.described({words[0].word}, {words[0].word}, self.recent)

    def _is_elsewhere(self, words: Sequence[Token], party: Party) -> bool:
        """Whether a Turkic office belongs to another body or place than the party's ("Kremlin sözçüsü")."""
        owners = [t for t in words[:-1] if t.tags & _OWNERS and "titles_generic" not in t.tags]
        called = (word for word, parties in self.roster.by_word.items() if party in parties)
        own = {word for word in called if self.lexicon.tags(word) & _OWNERS} if owners else set()
        stems = {stem for owner in owners for stem in self.lexicon.stems(owner.word)}
        return self.lexicon.has("final") and bool(own) and own.isdisjoint(stems)

    def _last_body(self) -> Party | None:
        """ "the firm", "l'organisme": a definite word that fits any body means the one that was last spoken of."""
        last = self.last.party if self.near and not (self.last.party and self.last.party.explained) else None
        named = (
            p for p in reversed(self.recent) if p.may_be(NEUTER) or (not p.sex and (len(p.form) == 1 or p is last))
        )
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
        article = tokens[max(0, mention.first - 1) : mention.first + 1]  # it may be the cue's ("secondo il deputato")
        definite = any("definites" in token.tags for token in article) if definites else not first.tags & other
        owned = tokens[mention.last : mention.last + 2] if self.lexicon.has("head_first") else ()
        spoken = self.last.span.start if self.last.span is not None and self.near else -1
        own = tokens[0].start <= spoken < first.start  # "Ada Stone a dit « non », après que le chef des mineurs a ..."
        if len(owned) == 2 and "links" in owned[0].tags and (own or owned[1].word.isdigit()):  # "l'homme de 61 ans"
            return None
        words, aged = unplaced(words), bool(ages([first, words[0]]))
        chief = self._is_chief(words)
        generic = aged or chief or "titles_generic" in words[-1].tags
        short = len(words) == 1 or chief or (generic and len(words) == 2 and (aged or "titles" not in words[0].tags))
        noun = words[-self.lexicon.has("mixed")]  # "de Belgische spits"
        plain = short and (generic or not noun.capital or mention.first == 0 or self.lexicon.has("nouns"))
        last = self.recent[-1] if self.recent and self.near else None
        only = last is not None and not last.explained and last.may_be(sex) and bool(last.forms)
        if definite and only and "titles" in words[-1].tags | words[0].tags and mention.kind == "title":
            return last  # "Ada Stone is not pleased. “A shame,” says the mayor of Bath"
        if not definite or not (self.near or generic) or (mention.kind == "other" and definites):
            alone = definite and plain and definites and mention.kind == "title"
            return self.roster.left_over([*self.recent, *self.told_of], sex) if alone else None
        alone = not self._owned(words[-1]) or not (mention.first == 0 or is_modifier(tokens[mention.first - 1]))
        return next((party for party in reversed(self.recent) if alone and party.may_be(sex)), None)

    def _owned(self, title: Token) -> bool:
        """Whether a Turkic title belongs to the word before it ("maliye bakanı")."""
        word = GENITIVE_OWNED.sub("", title.word)
        owned = self.lexicon.has("final") and _OWNED.search(word)
        return bool(owned) and "titles" in self.lexicon.tags(POSSESSED.sub("", word))

    def _new(self, tokens: Sequence[Token], mention: Mention) -> Party:
        """A body or country names itself; other words say only what somebody is."""
        proxy = next((n for n in range(mention.first, mention.last) if "proxies" in tokens[n].tags), -1)
        body = self._of_proxy(tokens, mention, proxy) if proxy >= 0 else None
        if (mention.kind == "body" or _is_council(tokens, mention)) and proxy < 0:
            body = enter_body(self.roster, tokens, mention, self.article.text, least=1)
        last = tokens[mention.last - 1]
        sort = mention.kind == "other" and last.mark >= 0 and mention.last - mention.first < MAX_SORT
        written = self.article.text[last.start : last.end]
        short = mention.kind == "other" and written.isalpha() and sum(map(str.isupper, written)) > 1  # "die AfD"
        sort = sort or (short and len(without_article(tokens, mention)) == 1)
        label = written.strip("".join(MARKS)).strip() if sort else ""
        words = called(without_article(tokens, mention), self.lexicon)
        return body or self.roster.enter(Party(label=label, sex=NEUTER if sort else ""), words)

    def _of_proxy(self, tokens: Sequence[Token], mention: Mention, proxy: int) -> Party | None:
        """The body in whose name a spokesman or paper speaks: named with it, else the one that spoke last.

        Nobody for "the letter to X".
        """
        link = tokens[proxy + 1].tags if proxy + 1 < mention.last else frozenset()
        if "infinitives" in link and "particles" not in link:
            return None
        before = mentions_in(tokens, mention.first, proxy, self.lexicon)
        after = mentions_in(tokens, proxy + 1, mention.last, self.lexicon)
        sides = (before,) if self.lexicon.has("modifier_first") else (after, before)
        found = [m for side in sides for m in side if any("bodies" in t.tags for t in tokens[m.first : m.last])]
        if found:
            return self._meant(tokens, found[0])
        if "groups" in tokens[proxy].tags:  # «в Telegram-канале Дениса Орлова»
            owning = (mention.first, proxy) if self.lexicon.has("modifier_first") else (proxy + 1, mention.last)
            named = (m for m in mentions_in(tokens, *owning, self.lexicon) if m.name[1] > m.name[0])
            if (owner := next((p for m in named if (p := self._named(tokens, m)) is not None), None)) is not None:
                return owner
        if (spoken_for := self._of_name(tokens, proxy + 1, mention.last)) is not None:
            return spoken_for
        alone = len(without_article(tokens, mention)) == 1
        owner = next((p for p in reversed(self.recent) if alone and p.may_be(NEUTER)), None)
        return owner or (self.last.party if alone and "groups" in tokens[proxy].tags else None)

    def _of_name(self, tokens: Sequence[Token], first: int, last: int) -> Party | None:
        """A body without a word for it whose spokesman speaks ("a spokesperson for Harbour Lights")."""
        words = tokens[first + 1 : last]
        linked = len(words) > 1 and "links" in tokens[first].tags and all(token.capital for token in words)
        if not linked or words[0].tags & (GIVEN | OFFICE):
            return None
        known = self.roster.find(tuple(token.word for token in words), self.recent)
        label = self.article.text[words[0].start : words[-1].end]
        if known is not None and (known.sex in SEXES or known.explained):
            return None
        return known or self.roster.enter(Party(label=label, sex=NEUTER), called(words, self.lexicon))


def _is_council(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the word for a member means the body too, and stands with "the" ("der Stadtrat")."""
    head, both = tokens[mention.first : mention.first + 2], {"titles", "bodies"}
    return mention.kind == "title" and len(head) > 1 and "definites" in head[0].tags and head[1].tags >= both
