"""The content before a final verb (Turkish, Azerbaijani): subject, place, nominalised complement, verb."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotestance.quotes.borders import is_quoted, skip_points
from quotestance.quotes.frames import COMMAS, before_comma, is_oblique, past_bracket
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.sites import Clause, Site, quote_end
from quotestance.quotes.tokens import Token

MAX_ADDRESSEE = 3
"""Words between a complement and its verb that say to whom or where it was said."""
_OBJECT = re.compile("n[ıiuü]$")
_TO_WHOM = re.compile("[aeə]$")
"""Dative and locative of the Turkic languages."""
_CALLED_TO = re.compile("m[aeə][yğ][aeə]$|m[ae]kl[ae]$|m[aə][qk]d[aə]$")
"""What somebody is called to do or accused of doing ("durmaya", "unutmakla")."""
_ASKED = re.compile("l[aeə]r[ıi]?n?[aeə]$|[dt][aeə]n$")
_ASKED_PEOPLE = re.compile("l[ae]rd[ae]n$|l[ae]r[ıi]?n?[ae]$")
_TOWARDS = frozenset(["karşı", "yönelik", "ait", "dair", "ilişkin", "göre", "dönük", "sahip"])
_OWNER = re.compile("l[aeə]r[ıi]n$")
_SAYING = frozenset(["complements", "adverbs"])
"""Tags of the word that closes what was said ("..., deyə X bildirib")."""
_REASON = frozenset(["görə", "için", "nedeniyle", "ötürü", "dolayı"])
"""What ends the reason of an apology or thanks, before whom it is addressed to."""
_CALLABLE = frozenset(["titles", "bodies"])
_FROM = re.compile("(?<=[ıiuü]n)d[aeə]n$")
"""The ablative of a noun with the ending of possession ("yerindən etiraz edib")."""
_THAT = frozenset(["bunu", "onu"])
_DONE = re.compile("(?:[ıiuü]b|[dt][ıiuü]|[ıiuü]r|m[ıiuü]ş|yor)(?:l[aeə]r)?$")
"""A finite verb: what it says is over where a conjunction follows ("geldi ve ... söyledi")."""
_CHAINED = re.compile(r"\w{3}[ıiuü]bl[aə]r$|\w{2}[ıiuü]b$")
"""The same before a comma ("çıxış edib, yolun açıldığını bildirib")."""
_OWNER_OF = re.compile("[ıiuü]n$")
_OBJECTIVE = re.compile("(?:[ıiuü]n|[dt][aeə]n?|[ny][ıiuü]|[yn][aeə]|l[aeə])$")
"""Genitive, place, accusative, dative, means: endings of a Turkic noun that is no subject."""
_AGED = frozenset(["yaşlı", "yaşındaki"])
_ADULT = frozenset(["kadın", "qadın"])
_PLACE = re.compile("[dt][aeə]$")
_CALLED = re.compile("(?:l[aeə]r|[ny']|m[ae]y)[ıiuü]$")
"""The accusative of whoever is."""


def final(site: Site) -> Clause | None:
    """Turkish order: subject, complement, verb."""
    tokens, last = site.tokens, site.cue.first
    while last > 0 and "adverbs" in tokens[last - 1].tags and "complements" not in tokens[last - 1].tags:
        last -= 1
    last = _before_addressee(tokens, site.floor, last)
    named = site.subject.mention.first if site.subject.mention is not None else 0
    if site.floor + 1 < named < last and tokens[named - 1].tags >= _SAYING and tokens[named - 2].word in COMMAS:
        return site.clause("before", (site.floor, named - 2))
    led = site.right < site.end and "complementizers" in tokens[site.right].tags  # "ümid etdiyini bildirib ki, ..."
    if not site.lexicon.has("final") or last == 0 or tokens[last - 1].kind == "point" or led:
        return None
    said = next((n for n in range(site.floor, last - 1) if tokens[n].kind == "quote"), last)
    lead = tokens[site.floor if site.subject.mention is None else site.subject.mention.last : said]
    closed = last - MAX_ADDRESSEE <= said + 1 < last and tokens[said + 1].tags >= _SAYING
    if (
        closed and all(token.kind == "point" for token in lead) and site.cue.group == "say"
    ):  # "“...” diye yaşadıklarını anlattı"
        return site.clause("before", (said, said + 1))
    called = (
        "act" in site.cue.others and "complements" in tokens[site.cue.first].tags and tokens[last - 1].kind == "quote"
    )
    called = called and last > 1 and tokens[last - 2].kind == "word"  # "planı “oyun” diye nitelendirdi"
    if "complements" not in tokens[last - 1].tags and site.cue.group != "act" and not called:
        return None
    mention = site.subject.mention
    inside = mention is not None and site.floor < mention.last <= last
    start = skip_points(tokens, past_bracket(tokens, mention.last) if mention and inside else site.floor)
    told = next((n for n in range(start, min(start + MAX_ADDRESSEE, last)) if "audience" in tokens[n].tags), start)
    if told + 1 < last and tokens[told + 1].word in COMMAS and "audience" in tokens[told].tags:
        start = told + 2
    start = _past_unknown(site, _after_subject(site, start, last), last)
    closes = mention is not None and mention.last == start
    for index in range(start, last - 1):
        near = index - (site.floor if mention is None else mention.last) < MAX_ADDRESSEE + 1
        if _ends_adjunct(tokens, index, near) or (closes and _closes_subject(tokens, start, index)):
            start, closes = index + 1, False
    joins = (n for n in range(last - 1, start, -1) if "conjunctions" in tokens[n].tags or tokens[n].word in COMMAS)
    done = (n for n in joins if (_CHAINED if tokens[n].word in COMMAS else _DONE).search(tokens[n - 1].word))
    start = skip_words(tokens, skip_points(tokens, next(done, start)), last)
    if "act" in (site.cue.group, *site.cue.others):
        start, last = _without_called(tokens, start, last)
    if "addressing" in tokens[site.cue.first].tags:
        start = _past_asked(tokens, start, last)
    asked = next(mentions_in(tokens, start, last, site.lexicon), None)
    if asked is not None and asked.first == start and _is_told(site, asked):
        start = asked.last
    if start >= last or (last - start == 1 and _FROM.search(tokens[start].word)):
        return None
    whom = "titles" in tokens[start].tags or tokens[start].word in _THAT
    if last - start == 1 and whom and "progressives" not in tokens[site.cue.last - 1].tags:
        return site.clause("before")  # "müdürünü yalanladı", "bunu reddetti"
    if mention is not None and last - start == 1 and tokens[start].kind == "quote" and site.cue.group == "act":
        end = mention.first - (mention.first > 0 and "conjunctions" in tokens[mention.first - 1].tags)
        if end > site.floor and _OBJECT.search(tokens[end - 1].word) and tokens[start - 1].kind == "word":
            return site.clause("before", (site.floor, end), (start, last))  # "Planı ise Kaya “oyun” olarak niteledi"
    after = site.right + 1
    quoted = after < site.stop and is_quoted(tokens[after])
    marked = any(map(is_quoted, tokens[start:last]))
    if quoted and tokens[after - 1].word == ":" and site.cue.group == "act" and not marked:
        return site.clause("after", (after, quote_end(site, after)))  # "eleştirileri reddetti: “...”"
    if after < site.stop and tokens[after - 1].word == ":" and (site.cue.group == "act" or quoted):
        return site.clause("around", (start, last), (after, quote_end(site, after)))
    return site.clause("before", (start, last))


def _is_told(site: Site, mention: Mention) -> bool:
    """Whether it is asked of the mention, or told to the outlet that it is."""
    outlet = any("agencies" in token.tags for token in site.tokens[mention.first : mention.last])
    oblique = is_oblique(site.tokens, mention, site.lexicon)
    if "relatives" in site.tokens[mention.last].tags:
        return False  # "Ankara'dan gelen heyetin beklenmesini istedi"
    return oblique and (outlet or "addressing" in site.tokens[site.cue.first].tags)


def _past_asked(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past the people something is asked of ("velilerden sabır istedi", "taraflara itidal çağrısı")."""
    asked = next((n for n in range(first, min(first + 3, last - 1)) if _ASKED_PEOPLE.search(tokens[n].word)), -1)
    if asked < 0 or any(token.kind != "word" for token in tokens[first:asked]):
        return first
    after = tokens[asked + 1]
    return first if after.tags & {"relatives", "complements"} or after.word in _TOWARDS else asked + 1


def _before_addressee(tokens: Sequence[Token], first: int, last: int) -> int:
    """The end of the complement where a few words more say to whom or where it was told ("... polise anlattı")."""
    reach = MAX_ADDRESSEE + any("adverbs" in token.tags for token in tokens[max(first, last - MAX_ADDRESSEE) : last])
    for index in range(last - 1, max(first, last - reach - 1), -1):
        token = tokens[index]
        if "complements" in token.tags or token.kind != "word":
            told = _OBJECT.search(token.word) and "complements" in token.tags and _TO_WHOM.search(tokens[last - 1].word)
            return index + 1 if told else last
    return last


def _without_called(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """Without whoever is called to do something, accused of it or asked for it ("hükümeti unutmakla suçladı")."""
    reason = next(
        (n for n in range(last - 1, max(first, last - MAX_ADDRESSEE - 1), -1) if tokens[n].word in _REASON), 0
    )
    if reason and not any(t.kind == "quote" or "complements" in t.tags for t in tokens[reason:last]):
        return first, reason
    if last - first > 1 and _is_asked(tokens[last - 1]):
        last -= 1
        while last > first and _OWNER.search(tokens[last - 1].word):
            last -= 1
        return (last, last) if _PLACE.search(tokens[last - 1].word) else (first, last)
    if last - first > 1 and _is_asked(tokens[first]):
        return first + ("complements" not in tokens[first + 1].tags), last
    if _CALLED_TO.search(tokens[last - 1].word):
        for index in range(first, min(first + 2, last - 2)):
            if _CALLED.search(tokens[index].word) or tokens[index].tags & _CALLABLE:
                return index + 1, last
    return first, last


def _is_asked(token: Token) -> bool:
    return bool(_ASKED.search(token.word)) and bool(token.tags & _CALLABLE)


def _after_subject(site: Site, start: int, last: int) -> int:
    """Past the comma after a subject of which only a first word is known, or none ("Eski muhasebeci, ...")."""
    mention, tokens = site.subject.mention, site.tokens
    known = mention is not None and (mention.last != start or mention.kind == "name")
    comma = 0 if known else before_comma(tokens, start, last)
    return comma + 1 if comma else start


def _past_unknown(site: Site, start: int, last: int) -> int:
    """Past a subject of which no mention is known, before "ise", or with an age or a relative clause and "bir"
    before it and another one's genitive behind it ("49 yaşındaki kadın yolun kapandığını söyledi")."""
    tokens, mention = site.tokens, site.subject.mention
    stop = next((n for n in range(start, last) if tokens[n].kind == "quote" or "complements" in tokens[n].tags), last)
    if mention is None or mention.kind != "name":
        ise = next((n for n in range(start + 1, stop) if "closers" in tokens[n].tags), 0)
        named = tokens[ise - 1].capital and "'" not in tokens[ise - 1].word
        if ise and (named or not _OBJECTIVE.search(tokens[ise - 1].word)):
            return ise + 1
    for head in range(start + 1, stop - 1) if mention is None else ():
        lead, before = tokens[head - 1], tokens[max(0, head - 2)].tags
        one = "indefinites" in lead.tags and "relatives" in before
        own = tokens[head].word in _ADULT or not _OWNER_OF.search(tokens[head].word)
        if (lead.word in _AGED or one) and own and tokens[head].kind == "word":
            owned = any(_OWNER_OF.search(token.word) for token in tokens[head + 1 : min(head + 4, stop)])
            return head + 1 if owned else start
    return start


def _closes_subject(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether Turkish "ise" stands here, before which nothing but the subject does."""
    return "closers" in tokens[index].tags and not any(
        "complements" in token.tags or token.word in COMMAS for token in tokens[first:index]
    )


def _ends_adjunct(tokens: Sequence[Token], index: int, near: bool) -> bool:
    """ "(yaptığı) açıklamada": where the speech was made, before a comma, after a participle, or `near` its subject;
    or upon whose question ("gazetecilerin sorusu üzerine")."""
    before, token, after = tokens[max(0, index - 1)], tokens[index], tokens[index + 1]
    if token.word == "üzerine" and before.word.startswith("soru"):
        return True
    if near and "adjuncts" in token.tags and not after.tags & {"complements", "relatives"}:
        return True
    if token.word in COMMAS:
        return "adjuncts" in before.tags
    return "adjuncts" in token.tags and bool(before.tags & {"complements", "relatives"})


def skip_words(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past the words that only join a subject to what follows (Turkish "ise", "da")."""
    while first < last and tokens[first].tags & {"conjunctions", "adverbs"} and "determiners" not in tokens[first].tags:
        first += 1
    return first
