"""Speech that an article prints in full: whose each paragraph is, and its sentences as units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quotestance.quotes.acts import Act
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.tokens import Token
from quotestance.quotes.units import Unit
from quotestance.quotes.voices import UNKNOWN, Voice
from quotestance.records import Span

MAX_STAGE = 4
"""Words in brackets that say how somebody answers ("(laughs)")."""
_ASKING = frozenset("?؟")
_BRACKETS = frozenset("([")


@dataclass(frozen=True)
class Talk:
    """Paragraphs by number: whose speech they are, where in them it begins, and those that are questions or labels."""

    voices: Mapping[int, Voice]
    starts: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """The line and its token from which on a paragraph is speech, where that is not its first."""
    silent: frozenset[int] = frozenset()


def spoken(paragraphs: Sequence[Paragraph], units: Sequence[Unit], talk: Talk) -> tuple[list[Unit], set[int]]:
    """The units with the sentences of this speech and without those of its questions; ids of its paragraphs.

    What a speaker reports of others stays, under their names.
    """
    voices = {id(paragraphs[n]): voice for n, voice in talk.voices.items()}
    silent = {id(paragraphs[n]) for n in talk.silent}
    labels = {id(paragraphs[n].lines[0]): talk.starts.get(n, (0, 0))[1] for n in talk.silent}
    kept = [u for u in units if id(u.paragraph) not in silent or (u.voice.name and not u.act.plain_direct)]
    kept = [u for u in kept if u.act.mention is None or u.act.mention.last >= labels.get(id(u.line), 0)]
    found = [unit for unit in kept if id(unit.paragraph) not in voices or _is_told(unit)]
    for unit in found:
        if id(unit.paragraph) in voices and unit.act.mention is None:
            unit.voice = UNKNOWN
    told = {(id(unit.line), unit.voice.party) for unit in found if unit.voice.party is not None}
    for number, voice in talk.voices.items():
        act = Act("cue", 0, plain_direct=True)
        first, start = talk.starts.get(number, (0, 0))
        for place, line in enumerate(paragraphs[number].lines[first:], first):
            span = _words_of(line, start if place == first else 0)
            if span and (id(line), voice.party) not in told:
                found.append(Unit(act, line, [span], voice, paragraphs[number], False))
    return found, silent | set(voices)


def is_own(paragraph: Paragraph) -> bool:
    """Whether a paragraph says "I" or "we" outside of quotations."""
    return any("first_person" in token.tags for line in paragraph.lines for token in line.tokens)


def asks(line: Line, text: str) -> bool:
    """Whether a sentence is a question: a mark at its end, or the Armenian one in a word outside of quotations."""
    marked = any("՞" in text[token.start : token.end] for token in line.tokens if token.mark < 0)
    return marked or any(token.word in _ASKING for token in line.tokens[-2:])


def _is_told(unit: Unit) -> bool:
    """What somebody reports of others: with a speaker of its own, or in marks within a sentence."""
    if unit.act.plain_direct or unit.act.basis == "nested":
        return unit.act.basis == "nested"
    kinds = {token.kind for token in unit.line.tokens}
    ends = {unit.act.cue.start - 1, unit.act.cue.end + 1} if unit.act.cue is not None else set()
    own = any("first_person" in t.tags and not ends.isdisjoint((t.start, t.end)) for t in unit.line.tokens)
    mention = unit.act.mention
    if mention is not None and mention.kind == "body":  # "our party demands"
        own = any("first_person" in t.tags for t in unit.act.tokens[mention.first : mention.last])
    told = mention is not None and not (own and mention.kind in ("other", "body"))
    return told or {"quote", "word"} <= kinds


def _words_of(line: Line, start: int) -> Span | None:
    """A sentence from a token on, without notes in brackets at either end; None where nothing else is in it."""
    tokens: Sequence[Token] = line.tokens[start:]
    for opened in (True, False):
        bracket = next((n for n, token in enumerate(tokens) if token.word in ")]"), -1)
        if opened and tokens[:1] and tokens[0].word in _BRACKETS and 0 < bracket <= MAX_STAGE:
            tokens = tokens[bracket + 1 :]
        note = next((n for n, token in enumerate(tokens) if token.word in _BRACKETS), len(tokens))
        if not opened and len(tokens) - note <= MAX_STAGE + 2:
            tokens = tokens[:note]
    return Span(tokens[0].start, tokens[-1].end) if any(t.kind != "point" for t in tokens) else None
