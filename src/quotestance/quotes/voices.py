"""What is known of a speaker: the name, the mention that shows it, and how it was found."""

from __future__ import annotations

from dataclasses import dataclass

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.people import Party
from quotestance.records import Span


@dataclass(frozen=True)
class Voice:
    """A speaker found: name ("" if it has none), id, the mention that shows it, and by what it was found."""

    name: str = ""
    id: str = ""
    """Of a speaker without a name what it is called by; "" if unknown."""
    span: Span | None = None
    found_by: str = "unknown"
    """`name`, `title`, `pronoun`, `body`, `other`, `headline`, `later` (named afterwards) or `unknown`."""
    party: Party | None = None


UNKNOWN = Voice()


def unnamed(voice: Voice, text: str, lexicon: Lexicon) -> Party | None:
    """Who spoke, if that is "a farmer" or "one of them" without a name."""
    span, party = voice.span, voice.party
    if span is None or party is None or party.name(lexicon):
        return None
    return party if "indefinites" in lexicon.tags(text[span.start : span.end].split()[0].lower()) else None
