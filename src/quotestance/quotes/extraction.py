"""From an article and its sentences to its quotes: who said what, as spans."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quotestance.languages import Language
from quotestance.quotes.acts import Act
from quotestance.quotes.attribution import attribute
from quotestance.quotes.captions import captioned
from quotestance.quotes.continuation import goes_on, runs
from quotestance.quotes.cues import find_cues
from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.headings import Headings, enter_named, headings_of
from quotestance.quotes.heard import Heard, with_heard
from quotestance.quotes.interviews import interview
from quotestance.quotes.lexicon import Lexicon, lexicon_of
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.names import name_of
from quotestance.quotes.neighbours import (
    frame_after,
    frame_of,
    framed_below,
    go_back,
    is_left_open,
    led_on,
    recap,
    sign,
)
from quotestance.quotes.paragraphs import Line, Paragraph, read_paragraphs
from quotestance.quotes.people import Party
from quotestance.quotes.pieces import merge
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.roster import build_roster
from quotestance.quotes.sites import RECAP
from quotestance.quotes.statements import address, letter
from quotestance.quotes.tokens import tokenize
from quotestance.quotes.transcripts import transcript
from quotestance.quotes.turns import spoken
from quotestance.quotes.units import Unit, quotes_of
from quotestance.quotes.unmarked import first_subject, led_turn
from quotestance.quotes.voices import UNKNOWN, Voice
from quotestance.records import Article, Quote, Sentence, Span
from quotestance.speakers import Speakers

_ASKING = frozenset("?՞؟")
_MARKUP = re.compile(r"\\(?=[\"'“”„«»])|(?<![\w*])\*{2,3}(?=[^\s*])|(?<=[^\s*])\*{2,3}(?![\w*])")
"""What a database left before a quotation mark, and signs for bold letters."""
MAX_TURN_LEAD = 4
"""Tokens at the end of a line that announces speech in the next one."""


def extract_quotes(
    article: Article,
    sentences: Sequence[Sentence],
    language: Language,
    speakers: Speakers,
    heard: Heard | None = None,
) -> tuple[Quote, ...]:
    """The units of attributed speech in `sentences` (spans over the article's body), in reading order.

    With `heard`, what a tagger hears in the article's text, sentences come in that only it takes for speech.

    Linear in the length of the text. What is not done: free indirect speech without a neighbouring frame, and, but
    for printed statements and talks, speech that is attributed only in another paragraph than the one before.
    """
    article = replace(article, text=_MARKUP.sub(lambda found: " " * len(found.group()), article.text))
    lexicon = lexicon_of(language.speech)
    paragraphs = read_paragraphs(article.text, sentences, lexicon)
    headings = headings_of(article.text, paragraphs, lexicon)
    resolver = _resolver(article, paragraphs, headings, lexicon, speakers)
    units: list[Unit] = []
    before: Paragraph | None = None
    led = UNKNOWN
    for paragraph in paragraphs:
        led = _led(before, paragraph, led, resolver)
        previous = next((unit for unit in reversed(units) if unit.act.basis != "nested"), None)
        if previous is not None and previous.paragraph is not before:
            previous = None
        if before is not None and (below := framed_below(paragraph, before, units, resolver)):
            units += below
            before = paragraph
            continue
        acts = _read(paragraph, before, resolver, lexicon, previous.act if previous else None)
        if before is not None and is_left_open(before, paragraph, article.text):
            acts = frame_after(acts, paragraph, before, units, resolver)
        if before is not None and acts and acts[0].basis == RECAP and not acts[0].line:
            recap(acts[0], before, units, resolver)
        elif before is not None and acts and before.marks and not before.marks[-1].closed:
            go_back(acts[0], before, units, resolver)
        for number, line in enumerate(paragraph.lines):
            here = [act for act in acts if number in act.pieces]
            units += _line_units(here, number, line, paragraph, resolver)
            if led.party is not None and not here:
                units.append(Unit(Act("cue", 0, plain_direct=True), line, [line.span], led, paragraph, False))
        if before is not None and not acts:
            sign(paragraph, before, units, resolver)
        resolver.last = led if led.party is not None else resolver.last
        before = paragraph
    for unit in units:
        unit.voice = resolver.settled(unit.voice)
    units = list(_without_nobodys(units))
    units += list(led_on(paragraphs, units))
    talk = transcript(paragraphs, headings, resolver) or interview(paragraphs, headings, resolver)
    talk = talk or address(paragraphs, headings, units, resolver)
    letter(paragraphs, headings, units, resolver)
    units, printed = spoken(paragraphs, units, talk) if talk else (units, set())
    units += captioned(paragraphs, units, resolver)
    turns = _turns(article.text, paragraphs, units, resolver)
    units += [unit for unit in turns if id(unit.paragraph) not in printed]
    found = _continued(article, paragraphs, units, lexicon)
    return quotes_of(article, found if heard is None else with_heard(found, paragraphs, heard, resolver))


def _led(before: Paragraph | None, paragraph: Paragraph, led: Voice, resolver: Resolver) -> Voice:
    """Whose speech a paragraph is that a dash begins: of whoever was to speak in the line before it ("She says:").

    So are those after it, up to a question; nobody's it is where it has a frame.
    """
    first, last = paragraph.lines[0], before.lines[-1].tokens if before is not None else []
    if before is None or first.clauses or not (first.tokens and last and first.tokens[0].word in DASHES):
        return UNKNOWN
    if before.lines[0].tokens[0].word in DASHES:
        return UNKNOWN if last[-1].word in _ASKING else led
    announced = find_cues(last[-MAX_TURN_LEAD:], resolver.lexicon)
    return resolver.last if last[-1].word == ":" and announced else UNKNOWN


def _resolver(
    article: Article,
    paragraphs: Sequence[Paragraph],
    headings: Headings,
    lexicon: Lexicon,
    speakers: Speakers,
) -> Resolver:
    title = tokenize(article.title, Span(0, len(article.title)), lexicon) if article.title else []
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    roster = build_roster([(line.words, line.tokens) for line in lines], article.text, lexicon)
    words = {token.word for line in lines for token in line.words if token.capital}
    for heading in (line for before in headings for line in before):
        enter_named(roster, heading, article.text, words)
    headline: Party | None = None
    for mention in mentions_in(title, 0, len(title), lexicon):
        if mention.kind == "name" and headline is None:
            headline = roster.find(name_of(title, mention, article.title)[1])
    resolver = Resolver(article, lexicon, roster, speakers, headline=headline)
    for party in [party for party in roster.order if party.forms]:
        resolver.recall(party)
    return resolver


def _read(
    paragraph: Paragraph, before: Paragraph | None, resolver: Resolver, lexicon: Lexicon, previous: Act | None
) -> list[Act]:
    acts = led_turn(paragraph, before, previous, attribute(paragraph, lexicon), lexicon)
    acts = [act for act in acts if resolver.is_led(act)]
    resolver.near, last = False, resolver.last
    for number, line in enumerate(paragraph.lines):
        started = [act for act in acts if act.line == number]
        for act in started:
            if act.basis == "carry" and act.source is None and resolver.last is last:
                act.source = previous  # a quotation without frame goes on with the paragraph before
            resolver.resolve(act, alone=act is started[0])
        if started and not any(resolver.voices[id(act)].name for act in started):
            resolver.tell_of(line)
        if not started and not any(number in act.pieces for act in acts):
            resolver.pass_by(line)
        mentioned = [act.tokens[act.mention.first : act.mention.last] for act in started if act.mention]
        written = any("statements" in token.tags for words in mentioned for token in words)
        resolver.paper = written or (resolver.paper and bool(started))
    return acts


def _without_nobodys(units: Sequence[Unit]) -> Iterator[Unit]:
    """The units but for what nobody known reports inside of what somebody says ("Polls show that ..., X said")."""
    said: dict[int, list[Span]] = {}
    for unit in units:
        if unit.voice.name:
            said.setdefault(id(unit.line), []).extend(unit.pieces)
    for unit in units:
        cue, marked = unit.act.cue, any(token.kind == "quote" for token in unit.line.tokens)
        outer = () if unit.voice.name or unit.act.basis != "cue" or marked else said.get(id(unit.line), ())
        if not any(cue is not None and span.covers(cue) and span.covers(unit.pieces[-1]) for span in outer):
            yield unit


def _line_units(acts: Sequence[Act], number: int, line: Line, paragraph: Paragraph, resolver: Resolver) -> list[Unit]:
    """One unit per speaker: acts of the same speaker in a sentence are one."""
    units: dict[str, Unit] = {}
    for act in acts:
        voice = resolver.voices[id(act)]
        key = f"{voice.id or f'?{act.line}'}{':' * act.apart}"
        pieces = merge(act.pieces[number])
        if key in units:
            units[key].pieces = merge(units[key].pieces + pieces)
        elif not pieces:
            continue
        else:
            units[key] = Unit(act, line, pieces, voice, paragraph, number in act.continues)
        units[key].verbs += act.verbs if act.line == number else ()
    return list(units.values())


def _turns(text: str, paragraphs: Sequence[Paragraph], units: Sequence[Unit], resolver: Resolver) -> Iterator[Unit]:
    """Paragraphs that a dash begins, without a frame, beside one with a frame or a question: turns of a dialogue."""
    framed = {id(unit.paragraph): unit.act.plain_direct for unit in units}
    lexicon = resolver.lexicon
    dashed = [
        p.lines[0].tokens[:1] and p.lines[0].tokens[0].word in DASHES and not frame_of(p, lexicon) for p in paragraphs
    ]
    asked = [not _ASKING.isdisjoint(text[p.lines[0].span.start : p.lines[-1].span.end]) for p in paragraphs]
    turns = [dash and framed.get(id(p), a) for dash, p, a in zip(dashed, paragraphs, asked, strict=True)]
    spoke: dict[int, Voice] = {-2: UNKNOWN, -1: UNKNOWN}
    voices = {id(unit.paragraph): unit.voice for unit in reversed(units)}
    for index, paragraph in enumerate(paragraphs):
        spoke[index] = voices.get(id(paragraph), UNKNOWN)
        beside = [n for n in (index - 1, index + 1) if 0 <= n < len(turns) and dashed[n]]
        spoken = any(turns[n] for n in beside) or (
            turns[index] and any(id(paragraphs[n]) not in framed for n in beside)
        )
        if dashed[index] and id(paragraph) not in framed and spoken:
            act, voice = Act("cue", 0, plain_direct=True), UNKNOWN
            ends = [_turn_end(line) for line in paragraph.lines]
            for line, end in zip(paragraph.lines, ends, strict=True):
                told = first_subject(replace(line, tokens=line.tokens[end:]), len(line.tokens) - end, resolver.lexicon)
                if told is not None and voice is UNKNOWN and told.kind == "name":
                    voice = resolver.voice_of(replace(line, tokens=line.tokens[end:]), told)
            if voice is UNKNOWN and dashed[index - 1] and (asked[index - 2] or asked[index - 1]):  # they take turns
                voice = spoke[index - 2] if spoke[index - 1].party is not spoke[index - 2].party else UNKNOWN
            spoke[index] = voice
            for line, end in zip(paragraph.lines, ends, strict=True):
                yield Unit(act, line, [Span(line.span.start, line.tokens[end - 1].end)], voice, paragraph, False)


def _turn_end(line: Line) -> int:
    """Where the reporter's words begin in a turn: after "?" in lower case, or a comma and a dash."""
    tokens = line.tokens
    for index, (token, after) in enumerate(pairwise(tokens), 1):
        if index > 1 and token.word in "?!" and after.kind == "word" and not after.capital:
            return index
        if (index > 1 and (token.word in COMMAS | {"?", "!"} and after.word in DASHES)) or token.word == ",-":
            return index
    return len(tokens)


def _continued(
    article: Article, paragraphs: Sequence[Paragraph], units: Sequence[Unit], lexicon: Lexicon
) -> list[Unit]:
    """The units with the sentences that go on with them; see `continuation`."""
    lines = [(line, paragraph, not n) for paragraph in paragraphs for n, line in enumerate(paragraph.lines)]
    by_start: dict[int, Unit] = {}
    for unit in units:
        if unit.act.basis != "nested":
            by_start[unit.line.span.start] = unit
    who = [by_start[line.span.start].voice.id if line.span.start in by_start else None for line, _, _ in lines]
    found = list(units)
    for index in runs(who, [first for _, _, first in lines]):
        line, paragraph, _ = lines[index]
        before = by_start.get(lines[index - 1][0].span.start)
        quoted = any(token.kind == "quote" for token in lines[index - 1][0].tokens)
        if before is not None and not quoted and goes_on(line, before.voice.party, lexicon):
            unit = Unit(before.act, line, [line.span], before.voice, paragraph, True)
            by_start[line.span.start] = unit
            found.append(unit)
    return sorted(found, key=lambda unit: (unit.line.span.start, unit.pieces[0].start))
