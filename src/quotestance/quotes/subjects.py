"""Who speaks at a cue. For a verb the rules are tried in order; they speak of positions, the words are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quotestance.quotes.cues import PASSIVE, Cue
from quotestance.quotes.frames import (
    COMMAS,
    SKIPPED,
    WINDOW,
    Subject,
    before_comma,
    chunk_subject,
    frame_start,
    is_oblique,
    joined_name,
    left_chunk,
    opening_of,
    right_limit,
    whole_phrase,
)
from quotestance.quotes.inverted import Verb, inverted, is_participle, mention_after
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.phrases import is_modifier
from quotestance.quotes.sources import (
    after_preposition,
    before_postposition,
    is_genitive,
    of_object,
    of_owner,
    of_passive,
)
from quotestance.quotes.tokens import Token

MAX_BETWEEN = 3
"""Words between a participle and the title of whoever speaks ("diyen 43 yaşındaki sanık X")."""
_AGENT = re.compile("[dt][aeə]n$|[cç][aeə]$")
"""A Turkic ablative, or "by" of a body ("Valilikten", "Kaymakamlığınca")."""
_FROM = re.compile("[dt][aeə]n?$")
"""A Turkic body in the locative or ablative speaks; in other cases it is spoken of."""
_ADJUNCT = frozenset(["prepositions", "adverbs"])
_PLURAL = re.compile("l[aeə]r[ıi]?$")


def find_subject(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    """The speaker at `cue`; which side is read first depends on group and language."""
    if cue.group == "according":
        return after_preposition(tokens, cue, lexicon)
    if cue.group == "according_after" or (cue.group == "tag" and lexicon.has("final")):
        return before_postposition(tokens, cue, lexicon)
    if cue.group == "nouns" and lexicon.has("final"):
        return of_owner(tokens, cue, lexicon)
    passive = lexicon.has("comma") and any("passives" in token.tags for token in tokens[: cue.first])
    if cue.group == "nouns" or (cue.group == "cite" and not passive):
        return of_object(tokens, cue, cues, lexicon)
    if cue.group == PASSIVE and "agents" in tokens[min(cue.last, len(tokens) - 1)].tags:
        return after_preposition(tokens, cue._replace(last=cue.last + 1), lexicon)
    if cue.group == PASSIVE and cue.extra >= 0:
        return after_preposition(tokens, cue._replace(last=cue.extra + 1), lexicon)
    if lexicon.has("comma") and cue.group != "cite" and (agent := of_passive(tokens, cue, lexicon)) is not None:
        return agent
    first, last = left_chunk(tokens, cue, cues)
    if cue.group == PASSIVE:
        return Subject(None, first, cue.last)
    before = chunk_subject(tokens, first, last, lexicon, is_participle(tokens, cue))
    verb = Verb(tokens, cue, cues, lexicon, first, last, before)
    return next((found for rule in _RULES if (found := rule(verb)) is not None), _inheriting(verb))


def _of_participle(verb: Verb) -> Subject | None:
    """ "adding that" has the subject of the sentence, "with Petrosyan noting" the mention right before it."""
    before = verb.before
    if not verb.participle or (before is not None and before.kind != "other" and before.last == verb.last):
        return None
    return _inheriting(verb)


def _inheriting(verb: Verb) -> Subject:
    """The first mention of the sentence if no other cue has it; else whoever speaks at that cue."""
    tokens, lexicon = verb.tokens, verb.lexicon
    if not any(other.first < verb.cue.first for other in verb.cues):
        for mention in mentions_in(tokens, 0, min(verb.cue.first, WINDOW), lexicon):
            if not mention.governed and mention.kind != "other" and not is_oblique(tokens, mention, lexicon):
                return verb.subject(mention, True)
    return verb.subject(None, True)


def _of_relative(verb: Verb) -> Subject | None:
    """ "Petrosyan, who said": the mention before the relative pronoun."""
    tokens, first = verb.tokens, verb.first
    relative = first < len(tokens) and "relatives" in tokens[first].tags
    index = first if relative else first - 1
    plain = first == verb.last or relative or (verb.before is not None and verb.before.kind == "other")
    if not plain or index < 1 or "relatives" not in tokens[index].tags:
        return None
    last = index - 1 if tokens[index - 1].word in COMMAS else index
    found = [m for m in mentions_in(tokens, max(0, last - 15), last, verb.lexicon) if m.last == last]
    if not found and verb.lexicon.has("bare") and first == verb.last and tokens[last - 1].kind == "word":
        found = [Mention(last - 1, last, "other", (0, 0), False)]
    return Subject(found[0], first - 1, verb.cue.last) if found else None


def _right_before(verb: Verb) -> Subject | None:
    """A subject before the verb that is surely one, so that the words after it need no look."""
    before = verb.before
    if before is None or _is_fronted(verb, before):
        return None
    if "plurals" in verb.tokens[verb.cue.last - 1].tags and before.last < verb.last and before.kind == "title":
        return _in_body(verb) or verb.subject(before)
    sure = before.kind != "other" or not verb.lexicon.has("invert")
    return verb.subject(before) if sure or (verb.lexicon.has("nouns") and before.last == verb.last) else None


def _is_fronted(verb: Verb, before: Mention) -> bool:
    """German: whether something else stands before the verb ("Bei dem Treffen sagte X", "Die Kritik wies X zurück")."""
    tokens, cue = verb.tokens, verb.cue
    after = mention_after(verb) if verb.lexicon.has("nouns") else None
    if after is None or any(token.tags.isdisjoint(SKIPPED) for token in tokens[cue.last : after.first]):
        return False
    lead = before.last - before.first > 1 or "not_names" in tokens[before.first].tags
    rest = tokens[after.last : after.last + 1]
    ends = after.last == cue.extra or all(token.kind == "point" or token.tags & _ADJUNCT for token in rest)
    fronted = lead and ends and before.kind == "other" and after.kind in ("name", "title") and cue.group == "act"
    return fronted or (before.kind != "name" and "prepositions" in tokens[verb.first].tags)


def _in_paper(verb: Verb) -> Subject | None:
    """Armenian: "X-ի նամակում ասվում է" (it says in X's letter): whose paper it is."""
    tokens, final = verb.tokens, verb.lexicon.has("modifier_first") and verb.lexicon.has("invert")
    if not final or "passives" not in tokens[verb.cue.first].tags:
        return None
    found = mentions_in(tokens, verb.first, verb.last, verb.lexicon)
    return next((verb.subject(m) for m in found if m.kind in ("name", "title", "body")), None)


def _of_act(verb: Verb) -> Subject | None:
    """A speech act's object follows it, so an insertion before it is read first ("X, in Baku, accused Y")."""
    found = _apposed(verb) if "act" in (verb.cue.group, *verb.cue.others) else None
    after = inverted(verb) if found is not None and verb.cue.group != "act" else None
    if after is not None and after.mention is not None and after.mention.kind != "other":
        closed = right_limit(verb.tokens, verb.cue, verb.cues) - after.last < 4
        if closed and verb.first == verb.last and after.mention.first <= verb.cue.last + 1:
            return after  # "..., dans le sud, a annoncé le ministère"
    sure = found is None or found.mention is None or found.mention.kind != "other" or verb.cue.group == "act"
    return found if sure else None


def _impersonal(verb: Verb) -> Subject | None:
    """ "heißt es in Moskau", "indique-t-on à la mairie", "au ministère, on assure": the body named so, else nobody."""
    tokens, cue, before, nouns = verb.tokens, verb.cue, verb.before, verb.lexicon.has("nouns")
    first = cue.first if before is None else before.first
    nobody = next((n for n in range(first, min(cue.last + 1, len(tokens))) if "nobody" in tokens[n].tags), -1)
    closed = nobody < 0 and before is None and not tokens[cue.last - 1].tags.isdisjoint(("pronouns", "impersonals"))
    if nobody < 0 and not closed:
        return None
    last = max(cue.last, nobody + 1)
    after = mentions_in(tokens, last, right_limit(tokens, cue, verb.cues), verb.lexicon)
    named = (m for m in after if m.kind in ("body", "title", "name"))
    mention = next((m for m in named if closed or (nobody >= 0 and m.governed and m.first <= last + 3)), None)
    bodies = (m for m in mentions_in(tokens, 0, first, verb.lexicon) if m.kind == "body")
    lead = (m for m in bodies if nouns or (m.governed and m.first < 2 and before is not None))
    mention = mention if mention is not None else next(lead, None)
    return Subject(mention, frame_start(tokens, verb.first), last if mention is None else max(last, mention.last))


def _before(verb: Verb) -> Subject | None:
    return None if verb.before is None else verb.subject(verb.before)


def _apposed(verb: Verb) -> Subject | None:
    """ "X, head of Y, said" and "X, who was in Y, said": the subject before the insertion."""
    tokens, first = verb.tokens, verb.first
    while first > 0 and tokens[first - 1].tags & SKIPPED:
        first -= 1
    if first == 0 or tokens[first - 1].word not in COMMAS:
        return None
    crossed = False
    for opening in range(first - 2, max(-1, first - WINDOW), -1):
        crossed = crossed or any(c.first <= opening < c.last for c in verb.cues)
        comma = tokens[opening].word in COMMAS
        if tokens[opening].kind == "quote" or (comma and crossed and "relatives" not in tokens[opening + 1].tags):
            return None
        found = _before_insertion(verb, opening, first - 1) if comma else None
        if found is not None:
            return found
    return None


def _before_insertion(verb: Verb, opening: int, closing: int) -> Subject | None:
    tokens = verb.tokens
    start, last = left_chunk(tokens, verb.cue._replace(first=opening, last=opening), verb.cues)
    mention = chunk_subject(tokens, start, last, verb.lexicon)
    if mention is None:
        return None
    named = joined_name(tokens, mention, opening, closing, verb.lexicon)
    if named.kind == "pronoun":
        return None
    return Subject(named, frame_start(tokens, start), verb.cue.last)


def _in_body(verb: Verb) -> Subject | None:
    """ "В министерстве заявили": a body speaks though a preposition governs it."""
    if not verb.lexicon.has("invert"):
        return None
    found = [m for m in mentions_in(verb.tokens, verb.first, verb.last, verb.lexicon) if m.kind in ("body", "title")]
    return verb.subject(found[0]) if found and found[0].first <= verb.first + 1 else None


def _of_final(verb: Verb) -> Subject | None:
    """Turkish order: the mention before a comma, else the first since the last verb; else right after ("diyen X")."""
    tokens, cue, lexicon = verb.tokens, verb.cue, verb.lexicon
    if not lexicon.has("final"):
        return None
    start = max([other.last for other in verb.cues if other.last <= cue.first], default=0)
    relative = mention_after(verb) if "relatives" in tokens[cue.last - 1].tags else None
    between = tokens[cue.last : relative.first] if relative is not None else ()
    if relative is not None and len(between) <= MAX_BETWEEN and all(is_modifier(token) for token in between):
        return Subject(relative, _after_quotation(tokens, cue, None), relative.last)
    passive = "passives" in tokens[cue.last - 1].tags
    plain = [m for m in mentions_in(tokens, start, cue.first, lexicon) if m.kind != "other"]
    plain = [m for m in plain if not _bracketed(tokens, m) and not _told(tokens, m)]
    if passive:
        found = _agents(tokens, plain, start, cue.first)
    else:
        found = [m for m in plain if not is_oblique(tokens, m, lexicon)]
        found = found or [m for m in plain if m.kind == "body" and _FROM.search(tokens[m.last - 1].word)][:1]
    found = [whole_phrase(tokens, mention, cue.first, lexicon) for mention in found]
    found = [m for m in found if m.kind == "name" or passive or not is_genitive(tokens[m.last - 1].word, lexicon)]
    ends = ((m, tokens[m.last]) for m in found)
    stopped = (m for m, after in ends if not passive and (after.word in COMMAS or after.kind == "quote"))
    joined = 0 < start < cue.first and "conjunctions" in tokens[start].tags
    chosen = next(stopped, found[0] if found and not joined else None)
    chosen = chosen and joined_name(tokens, chosen, chosen.last, cue.first, lexicon)
    first = _after_quotation(tokens, cue, chosen)
    near = next((m for m in found if m.last == cue.first and opening_of(tokens, m.first)), None)
    if near is not None:
        return Subject(near, opening_of(tokens, near.first), cue.last)
    if chosen is not None:
        return Subject(chosen, first, cue.last)
    after = mention_after(verb)
    if after is not None and after.first <= cue.last + 2 and "conjunctions" not in tokens[cue.last].tags:
        return Subject(after, first, after.last)
    comma = 0 if passive else before_comma(tokens, start, cue.first)
    several = "indefinites" in tokens[start].tags or _PLURAL.search(tokens[comma - 1].word)
    lead = Mention(start, comma, "other", (0, 0), False) if several and 0 < comma < cue.first - 1 else None
    return Subject(lead, first, cue.last, lead is None)


def _agents(tokens: Sequence[Token], mentions: Sequence[Mention], first: int, last: int) -> list[Mention]:
    """Whose statement a passive verb reports: named before where it was made, in the ablative, or with "by"."""
    made = next((n for n in range(last - 1, first - 1, -1) if "adjuncts" in tokens[n].tags), -1)
    return [
        m
        for m in mentions
        if m.last <= made + 1
        or "agents" in tokens[m.last].tags
        or (m.first <= first + 1 and _AGENT.search(tokens[m.last - 1].word))
    ]


def _told(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a complement stands right before the mention: it is told to them ("... duyduğunu polise anlattı")."""
    before = tokens[mention.first - 1].tags if mention.first else frozenset()
    return "complements" in before and "adverbs" not in before


def _bracketed(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether the mention stands in brackets."""
    before = (token.word for token in reversed(tokens[max(0, mention.first - WINDOW) : mention.first]))
    return next((word for word in before if word in ("(", ")")), ")") == "("


def _after_quotation(tokens: Sequence[Token], cue: Cue, mention: Mention | None) -> int:
    """Where the frame begins: right after a quotation if only the speaker stands between it and the verb."""
    for index in range(cue.first - 1, max(-1, cue.first - 15), -1):
        if tokens[index].kind == "quote":
            between = tokens[index + 1 : cue.first]
            plain = all(token.kind == "point" or token.tags & {"adverbs", "complements"} for token in between)
            return index + 1 if plain or (mention is not None and mention.first > index) else cue.first
    return cue.first


_RULES: tuple[Callable[[Verb], Subject | None], ...] = (
    _of_final,
    _of_participle,
    _of_relative,
    _impersonal,
    _right_before,
    _in_paper,
    _of_act,
    inverted,
    _before,
    _apposed,
    _in_body,
)
