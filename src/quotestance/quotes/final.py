"""The content before a final verb (Turkish, Azerbaijani): subject, place, nominalised complement, verb."""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.frames import COMMAS
from quotestance.quotes.sites import Clause, Site, skip_points
from quotestance.quotes.tokens import Token

MAX_SUBJECT = 6
"""Words between a title and the comma after the subject that it begins."""


def final(site: Site) -> Clause | None:
    """Turkish order: subject, complement, verb."""
    tokens, last = site.tokens, site.cue.first
    while last > 0 and "adverbs" in tokens[last - 1].tags and "complements" not in tokens[last - 1].tags:
        last -= 1
    if not site.lexicon.has("final") or last == 0 or tokens[last - 1].kind != "word":
        return None
    if "complements" not in tokens[last - 1].tags and site.cue.group != "act":
        return None
    mention = site.subject.mention
    start = skip_points(
        tokens, mention.last if mention is not None and site.floor < mention.last <= last else site.floor
    )
    start = _after_subject(site, start, last)
    if not mention and any("complementizers" in token.tags for token in tokens[start:last]):
        return None
    closes = mention is not None and mention.last == start
    for index in range(start + 1, last - 1):
        if _ends_adjunct(tokens, index) or (closes and _closes_subject(tokens, start, index)):
            start, closes = index + 1, False
    start = skip_words(tokens, start, last)
    return site.clause("before", (start, last)) if start < last else None


def _after_subject(site: Site, start: int, last: int) -> int:
    """Past the comma after a subject of which only a first word is known ("Eski muhasebeci, ...")."""
    mention, tokens = site.subject.mention, site.tokens
    if mention is None or mention.last != start or mention.kind == "name":
        return start
    comma = next((n for n in range(start, min(start + MAX_SUBJECT, last)) if tokens[n].word in COMMAS), start)
    return start if _complements(tokens, start, comma) else comma + (comma > start)


def _closes_subject(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether Turkish "ise" stands here, before which nothing but the subject does."""
    return "closers" in tokens[index].tags and not any(
        "complements" in token.tags or token.word in COMMAS for token in tokens[first:index]
    )


def _complements(tokens: Sequence[Token], first: int, last: int) -> bool:
    return any("complements" in token.tags for token in tokens[first:last])


def _ends_adjunct(tokens: Sequence[Token], index: int) -> bool:
    """ "(yaptığı) açıklamada": where the speech was made, before a comma or after a participle."""
    before, token = tokens[index - 1], tokens[index]
    if token.word in COMMAS:
        return "adjuncts" in before.tags
    return "adjuncts" in token.tags and bool(before.tags & {"complements", "relatives"})


def skip_words(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past the words that only join a subject to what follows (Turkish "ise", "da")."""
    while first < last and tokens[first].tags & {"conjunctions", "adverbs"} and "determiners" not in tokens[first].tags:
        first += 1
    return first
