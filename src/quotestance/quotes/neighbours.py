"""What one paragraph says of the speech in another: whose it is, or that it is speech at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from quotestance.quotes.acts import Act, act_of
from quotestance.quotes.borders import TERMINAL
from quotestance.quotes.cues import find_cues
from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.paragraphs import Paragraph
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.sites import Clause
from quotestance.quotes.subjects import find_subject
from quotestance.quotes.units import Unit, origin_of
from quotestance.quotes.unmarked import first_subject
from quotestance.quotes.voices import UNKNOWN

_CLOSING = "”\"»“’' -–—"
MAX_RECAPPED = 4
"""Sentences that "bunu X deyib" tells of."""
MAX_LED = 8
"""Paragraphs that go on with a speech led to by a colon."""
MAX_SIGNATURE = 16
"""Words of a paragraph that only says whose the quotation before it is."""


def _own(units: Sequence[Unit], paragraph: Paragraph) -> list[Unit]:
    """The units of the paragraph read last: they stand at the end."""
    return list(takewhile(lambda unit: unit.paragraph is paragraph, reversed(units)))


def recap(act: Act, before: Paragraph, units: list[Unit], resolver: Resolver) -> None:
    """ "Об этом сообщил X" at the beginning of a paragraph: the one before is what was said, if nobody else said it."""
    voice = resolver.voices[id(act)]
    own = _own(units, before)
    for unit in own:
        if unit.act.basis in ("carry", "follow") and unit.voice.found_by in ("headline", "unknown"):
            unit.voice = voice
    for line in before.lines[-MAX_RECAPPED if resolver.lexicon.has("final") else -1 :] if not own else ():
        units.append(Unit(act, line, [line.span], voice, before, False))


def is_left_open(before: Paragraph, paragraph: Paragraph, text: str) -> bool:
    """Whether a quotation and a comma end a paragraph, and the next one is its frame ("“...,” ¶ Ada Stone said")."""
    end = text[before.lines[0].span.start : before.lines[-1].span.end].rstrip(_CLOSING)[-1:]
    lower = text[paragraph.lines[0].span.start].islower() and text[before.lines[-1].span.end - 1] in _CLOSING
    quoted = bool(before.marks) and before.marks[-1].outer.end >= before.lines[-1].span.end - 3
    return quoted and (end in COMMAS or lower) and not any(line.clauses for line in before.lines)


def frame_after(
    acts: list[Act], paragraph: Paragraph, before: Paragraph, units: Sequence[Unit], resolver: Resolver
) -> list[Act]:
    """The acts of a paragraph whose first sentence is the frame of the quotation before it, without that one's."""
    line = paragraph.lines[0]
    cues = find_cues(line.tokens, resolver.lexicon)
    mention = find_subject(line.tokens, cues[0], cues, resolver.lexicon).mention if cues else None
    voice = resolver.voice_of(line, mention) if mention else UNKNOWN
    if not voice.span:
        return acts
    for unit in _own(units, before):
        if unit.act.basis in ("carry", "follow"):
            unit.voice = voice
    resolver.last = voice
    quoted = any(token.kind == "quote" for token in line.tokens)
    return acts if quoted else [act for act in acts if act.line]


def go_back(act: Act, before: Paragraph, units: list[Unit], resolver: Resolver) -> None:
    """A quotation that its paragraph does not close, without a frame, is the speech framed in the next one."""
    if act.basis == "cue" and act.line == 0 and act.mention is not None:
        whole = before
        for unit in reversed(units):
            if unit.paragraph is not whole and (not unit.paragraph.marks or unit.paragraph.marks[-1].closed):
                return
            whole = unit.paragraph
            if origin_of(unit.act).basis == "carry":
                unit.voice = resolver.voices[id(act)]


def led_on(paragraphs: Sequence[Paragraph], units: Sequence[Unit]) -> Iterator[Unit]:
    """Paragraphs without a frame or mark behind speech that a colon leads to, up to the last in the first person."""
    turns = (u for u in units if u.act.plain_direct and u.act.cue is None and u.act.basis == "cue")
    led = {id(unit.paragraph): unit.voice for unit in turns}
    said = {id(unit.paragraph) for unit in units}
    for index, paragraph in enumerate(paragraphs):
        ahead = paragraphs[index + 1 : index + 1 + MAX_LED] if id(paragraph) in led else ()
        if not ahead or paragraph.lines[0].tokens[0].word in DASHES:
            continue
        free = [id(p) not in said and not p.marks and p.lines[0].tokens[0].word not in DASHES for p in ahead]
        free = free[: free.index(False)] if False in free else free
        own = [
            n
            for n, p in enumerate(ahead[: len(free)], 1)
            if any("first_person" in w.tags for line in p.lines for w in line.words)
        ]
        for after in ahead[: max(own, default=0)]:
            for line in after.lines:
                act = Act("cue", 0, plain_direct=True)
                yield Unit(act, line, [line.span], led[id(paragraph)], after, False)


def sign(paragraph: Paragraph, before: Paragraph, units: Sequence[Unit], resolver: Resolver) -> None:
    """A paragraph that is a full name and what its bearer is signs the quotation before it, if nobody else said it."""
    line = paragraph.lines[0]
    mention = first_subject(line, len(line.tokens), resolver.lexicon)
    own = _own(units, before)
    nobodys = all(unit.act.basis in ("carry", "follow") and not unit.voice.span for unit in own)
    signed = mention is not None and mention.first <= 1 and mention.name[1] - mention.name[0] > 1
    if len(paragraph.lines) > 1 or not own or not nobodys or mention is None or not signed:
        return
    if len(line.tokens) <= MAX_SIGNATURE and line.tokens[-1].word not in TERMINAL:
        voice = resolver.voice_of(line, mention)
        for unit in own:
            unit.voice = voice


def frame_of(paragraph: Paragraph, lexicon: Lexicon) -> Cue | None:
    """The verb of a paragraph that is a dash and a frame ("— said Ada Stone.")."""
    tokens = paragraph.lines[0].tokens
    cue = next(iter(find_cues(tokens[:3], lexicon)), None) if tokens and tokens[0].word in DASHES else None
    return cue if cue is not None and cue.group == "say" and cue.first == 1 and not tokens[1].capital else None


def framed_below(paragraph: Paragraph, before: Paragraph, units: list[Unit], resolver: Resolver) -> list[Unit]:
    """A paragraph without marks is what was said where the next one is the frame."""
    tokens, cue = paragraph.lines[0].tokens, frame_of(paragraph, resolver.lexicon)
    if cue is None or before.marks or frame_of(before, resolver.lexicon) or _own(units, before):
        return []
    act = act_of(Clause(cue, find_subject(tokens, cue, [cue], resolver.lexicon), (), "before"), tokens, 0)
    act.plain_direct = True
    resolver.resolve(act)
    return [Unit(act, line, [line.span], resolver.voices[id(act)], before, False) for line in before.lines]
