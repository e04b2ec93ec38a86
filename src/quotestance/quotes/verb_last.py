"""Who speaks at a verb that ends its clause: Turkish and Azerbaijani."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotestance.quotes.frames import (
    COMMAS,
    WINDOW,
    Subject,
    before_comma,
    is_oblique,
    joined_name,
    opening_of,
    past_bracket,
    whole_phrase,
)
from quotestance.quotes.inverted import Verb, mention_after
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.phrases import is_modifier
from quotestance.quotes.sources import (
    is_genitive,
)
from quotestance.quotes.tokens import Token

MAX_BETWEEN = 3
"""Words between a participle and the title of whoever speaks ("diyen 43 yaşındaki sanık X")."""
_AGENT = re.compile("[dt][aeə]n$|[cç][aeə]$")
"""A Turkic ablative, or "by" of a body ("Valilikten", "Kaymakamlığınca")."""
_FROM = re.compile("[dt][aeə]n?$")
"""A Turkic body in the locative or ablative speaks; in other cases it is spoken of."""
_PLURAL = re.compile("l[aeə]r[ıi]?$")


def of_final(verb: Verb) -> Subject | None:
    """Turkish order: the mention before a comma, else the first since the last verb; else right after ("diyen X")."""
    tokens, cue, lexicon = verb.tokens, verb.cue, verb.lexicon
    if not lexicon.has("final"):
        return None
    start = max([other.last for other in verb.cues if other.last <= cue.first], default=0)
    relative = mention_after(verb) if "relatives" in tokens[cue.last - 1].tags else None
    between = tokens[cue.last : relative.first] if relative is not None else ()
    if relative is not None and len(between) <= MAX_BETWEEN and all(is_modifier(token) for token in between):
        return Subject(relative, _after_quotation(tokens, cue, None), relative.last)
    stands = tokens[cue.last - 2].word == "yer" and tokens[cue.last - 1].word.startswith("al")  # "ifadeleri yer aldı"
    passive = stands or "passives" in tokens[cue.last - 1].tags
    plain = [m for m in mentions_in(tokens, start, cue.first, lexicon) if m.kind != "other"]
    plain = [m for m in plain if not _bracketed(tokens, m) and not _told(tokens, m)]
    if passive:
        found = _agents(tokens, plain, start, cue.first)
    else:
        found = [m for m in plain if not is_oblique(tokens, m, lexicon)]
        found = found or [m for m in plain if m.kind == "body" and _FROM.search(tokens[m.last - 1].word)][:1]
    found = [whole_phrase(tokens, mention, cue.first, lexicon) for mention in found]
    found = [m for m in found if m.kind == "name" or passive or not is_genitive(tokens[m.last - 1].word, lexicon)]
    after = [(m, tokens[past_bracket(tokens, m.last)]) for m in found if not passive]
    stopped = (m for m, token in after if token.word in COMMAS or token.kind == "quote")
    joined = 0 < start < cue.first and "conjunctions" in tokens[start].tags
    chosen = next(stopped, found[0] if found and not joined else None)
    chosen = chosen and joined_name(tokens, chosen, chosen.last, cue.first, lexicon)
    first = _after_quotation(tokens, cue, chosen)
    last = cue.first - (tokens[cue.first - 1].word in COMMAS or "bodies" in tokens[cue.first - 1].tags)
    near = next((m for m in found if m.last in (last, cue.first) and opening_of(tokens, m.first)), None)
    if near is not None:
        return Subject(near, opening_of(tokens, near.first), cue.last)
    if chosen is not None:
        return Subject(chosen, first, cue.last)
    behind = mention_after(verb)
    if behind is not None and behind.first <= cue.last + 2 and "conjunctions" not in tokens[cue.last].tags:
        return Subject(behind, first, behind.last)
    comma = 0 if passive else _before_ise(tokens, start, cue.first) or before_comma(tokens, start, cue.first)
    several = "indefinites" in tokens[start].tags or _PLURAL.search(tokens[comma - 1].word)
    lead = Mention(start, comma, "other", (0, 0), False) if several and 0 < comma < cue.first - 1 else None
    return Subject(lead, first, cue.last, lead is None)


def _before_ise(tokens: Sequence[Token], first: int, last: int) -> int:
    """ "Ise" after a few words without capitals that end in a plural ("Yerel balıkçılar ise ..."), or 0."""
    ise = next((n for n in range(first + 1, min(first + MAX_BETWEEN + 2, last)) if "closers" in tokens[n].tags), 0)
    plain = all(token.kind == "word" and not token.capital for token in tokens[first:ise])
    return ise if ise and plain and _PLURAL.search(tokens[ise - 1].word) else 0


def _agents(tokens: Sequence[Token], mentions: Sequence[Mention], first: int, last: int) -> list[Mention]:
    """Whose statement a passive verb reports: named before where it was made, in the ablative, or with "by"."""
    made = next((n for n in range(last - 1, first - 1, -1) if "adjuncts" in tokens[n].tags), -1)
    return [
        m
        for m in mentions
        if m.last <= made + 1
        or "agents" in tokens[m.last].tags
        or ((m.first <= first + 1 or m.kind == "body") and _AGENT.search(tokens[m.last - 1].word))
    ]


def _told(tokens: Sequence[Token], mention: Mention) -> bool:
    """ "... duyduğunu polise anlattı", "Kaya kanala dedi": the mention is told; "bakan olduğunu": what somebody is."""
    before, after = tokens[mention.first - 1], tokens[mention.last]
    parted = mention.kind == "body" and before.capital and not tokens[mention.first].capital
    told = parted or ("complements" in before.tags and "adverbs" not in before.tags)
    return (told and mention.first > 0) or ("complements" in after.tags and after.word.startswith("ol"))


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
