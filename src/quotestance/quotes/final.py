"""The content before a final verb (Turkish, Azerbaijani): subject, place, nominalised complement, verb."""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.frames import COMMAS
from quotestance.quotes.sites import Clause, Site, skip_points
from quotestance.quotes.tokens import Token


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
    for index in range(start + 1, last - 1):
        if _ends_adjunct(tokens, index) or ("closers" in tokens[index].tags and not _complements(tokens, start, index)):
            start = index + 1
    start = skip_words(tokens, start, last)
    return site.clause("before", (start, last)) if start < last else None


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
    while first < last and tokens[first].tags & {"conjunctions", "adverbs"}:
        first += 1
    return first
