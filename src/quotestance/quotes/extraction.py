"""From an article and its sentences to its quotes: who said what, as spans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quotestance.languages import Language
from quotestance.quotes.acts import Act
from quotestance.quotes.attribution import attribute
from quotestance.quotes.continuation import goes_on, runs
from quotestance.quotes.frames import DASHES
from quotestance.quotes.lexicon import Lexicon, lexicon_of
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.names import name_of
from quotestance.quotes.paragraphs import Line, Paragraph, read_paragraphs
from quotestance.quotes.people import Party, build_roster
from quotestance.quotes.pieces import content_of, merge
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.sites import RECAP
from quotestance.quotes.tokens import tokenize
from quotestance.quotes.voices import UNKNOWN, Voice
from quotestance.records import Article, Quote, Sentence, Span
from quotestance.speakers import Speakers

CONFIDENCE = {
    "name": 0.95,
    "title": 0.85,
    "pronoun": 0.85,
    "body": 0.85,
    "other": 0.75,
    "headline": 0.5,
    "later": 0.5,
    "unknown": 0.3,
}
"""By what the speaker was found."""
DISCOUNT = {
    "cue": 1.0,
    "nested": 0.8,
    "follow": 0.8,
    "carry": 0.65,
    "beside": 0.5,
    "continuation": 0.6,
    "unmarked": 0.9,
    RECAP: 1.0,
}
"""Factors for how content was tied to its speaker, and for content without marks."""


def extract_quotes(
    article: Article, sentences: Sequence[Sentence], language: Language, speakers: Speakers
) -> tuple[Quote, ...]:
    """The units of attributed speech in `sentences` (spans over the article's body), in reading order.

    Linear in the length of the text. What is not done: free indirect speech without a neighbouring frame, and
    speech that is attributed only in another paragraph than the one before.
    """
    lexicon = lexicon_of(language.speech)
    paragraphs = read_paragraphs(article.text, sentences, lexicon)
    resolver = _resolver(article, paragraphs, lexicon, speakers)
    units: list[_Unit] = []
    before: Paragraph | None = None
    for paragraph in paragraphs:
        previous = next((unit for unit in reversed(units) if unit.act.basis != "nested"), None)
        if previous is not None and previous.paragraph is not before:
            previous = None
        acts = _read(paragraph, resolver, lexicon, previous.act if previous else None)
        if before is not None and acts and acts[0].basis == RECAP and not acts[0].line:
            _recap(acts[0], before, units, resolver)
        elif before is not None and acts and before.marks and not before.marks[-1].closed:
            _go_back(acts[0], before, units, resolver)
        for number, line in enumerate(paragraph.lines):
            here = [act for act in acts if number in act.pieces]
            units += _line_units(here, number, line, paragraph, resolver)
        before = paragraph
    for unit in units:
        unit.voice = resolver.settled(unit.voice)
    units += _turns(paragraphs, units)
    return _quotes(article, _continued(article, paragraphs, units, lexicon))


class _Unit:
    """One line's share of an act, with its speaker."""

    def __init__(
        self, act: Act, line: Line, pieces: list[Span], voice: Voice, paragraph: Paragraph, continuation: bool
    ) -> None:
        self.act, self.line, self.pieces, self.voice = act, line, pieces, voice
        self.paragraph, self.continuation = paragraph, continuation
        self.verbs: list[Span] = []


def _resolver(article: Article, paragraphs: Sequence[Paragraph], lexicon: Lexicon, speakers: Speakers) -> Resolver:
    title = tokenize(article.title, Span(0, len(article.title)), lexicon) if article.title else []
    lines = [line for paragraph in paragraphs for line in paragraph.lines]
    roster = build_roster([(line.words, line.tokens) for line in lines], article.text, lexicon)
    headline: Party | None = None
    for mention in mentions_in(title, 0, len(title), lexicon):
        if mention.kind == "name" and headline is None:
            headline = roster.find(name_of(title, mention, article.title)[1])
    resolver = Resolver(article, lexicon, roster, speakers, headline)
    for party in [party for party in roster.order if party.forms]:
        resolver.recall(party)
    return resolver


def _read(paragraph: Paragraph, resolver: Resolver, lexicon: Lexicon, previous: Act | None) -> list[Act]:
    acts = attribute(paragraph, lexicon)
    resolver.near = False
    for act in acts:
        if act.basis == "carry" and act.source is None:  # a quotation without frame goes on with the paragraph before
            act.source = previous
    for number, line in enumerate(paragraph.lines):
        started = [act for act in acts if act.line == number]
        for act in started:
            resolver.resolve(act, alone=act is started[0])
        if not started and not any(number in act.pieces for act in acts):
            resolver.pass_by(line)
    return acts


def _recap(act: Act, before: Paragraph, units: list[_Unit], resolver: Resolver) -> None:
    """ "Об этом сообщил X" at the beginning of a paragraph: the one before is what was said, if nobody else said it."""
    voice = resolver.voices[id(act)]
    own = [unit for unit in units if unit.paragraph is before]
    for unit in own:
        if unit.act.basis in ("carry", "follow") and unit.voice.found_by in ("headline", "unknown"):
            unit.voice = voice
    if not own:
        line = before.lines[-1]
        units.append(_Unit(act, line, [line.span], voice, before, False))


def _go_back(act: Act, before: Paragraph, units: list[_Unit], resolver: Resolver) -> None:
    """A quotation that its paragraph does not close, without a frame, is the speech framed in the next one."""
    if act.basis == "cue" and act.line == 0 and act.mention is not None:
        for unit in units:
            if unit.paragraph is before and _origin(unit.act).basis == "carry":
                unit.voice = resolver.voices[id(act)]


def _line_units(acts: Sequence[Act], number: int, line: Line, paragraph: Paragraph, resolver: Resolver) -> list[_Unit]:
    """One unit per speaker: acts of the same speaker in a sentence are one."""
    units: dict[str, _Unit] = {}
    for act in acts:
        voice = resolver.voices[id(act)]
        key = voice.id or f"?{act.line}"
        if key in units:
            units[key].pieces = merge(units[key].pieces + act.pieces[number])
        else:
            pieces = merge(act.pieces[number])
            units[key] = _Unit(act, line, pieces, voice, paragraph, number in act.continues)
        units[key].verbs += act.verbs if act.line == number else ()
    return list(units.values())


def _turns(paragraphs: Sequence[Paragraph], units: Sequence[_Unit]) -> Iterator[_Unit]:
    """Paragraphs that a dash begins, without a frame, beside one with a frame: turns of a dialogue, by nobody known."""
    framed = {id(unit.paragraph): unit.act.plain_direct for unit in units}
    dashed = [bool(p.lines[0].tokens) and p.lines[0].tokens[0].word in DASHES for p in paragraphs]
    turns = [dash and framed.get(id(p), False) for dash, p in zip(dashed, paragraphs, strict=True)]
    for index, paragraph in enumerate(paragraphs):
        beside = turns[max(0, index - 1) : index + 2]
        if dashed[index] and id(paragraph) not in framed and any(beside):
            act = Act("cue", 0, plain_direct=True)
            for line in paragraph.lines:
                ends = (
                    a.end for a, b in pairwise(line.tokens) if a.word in "?!" and b.kind == "word" and not b.capital
                )
                span = Span(line.span.start, next(ends, line.span.end))  # "— Why? she asks."
                yield _Unit(act, line, [span], UNKNOWN, paragraph, False)


def _continued(
    article: Article, paragraphs: Sequence[Paragraph], units: Sequence[_Unit], lexicon: Lexicon
) -> list[_Unit]:
    """The units with the sentences that go on with them; see `continuation`."""
    lines = [(line, paragraph, not n) for paragraph in paragraphs for n, line in enumerate(paragraph.lines)]
    by_start: dict[int, _Unit] = {}
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
            unit = _Unit(before.act, line, [line.span], before.voice, paragraph, True)
            by_start[line.span.start] = unit
            found.append(unit)
    return sorted(found, key=lambda unit: (unit.line.span.start, unit.pieces[0].start))


def _quotes(article: Article, units: Sequence[_Unit]) -> tuple[Quote, ...]:
    numbers: dict[int, int] = {}
    found = []
    for unit in units:
        marks = unit.paragraph.nested if unit.act.basis == "nested" else unit.paragraph.marks
        content = content_of(article.text, unit.pieces, marks, unit.act.plain_direct, unit.continuation)
        if content is None:
            continue
        source = _origin(unit.act)
        number = numbers.setdefault(id(source), len(numbers) + 1)
        quote = Quote(
            article_id=article.id,
            quote_id=f"{article.id}-q{number}",
            sentence=unit.line.span,
            pieces=content.pieces,
            kind=content.kind,
            marked=content.marked,
            continuation=unit.continuation and not content.marked,
            cue=source.cue,
            speaker_span=unit.voice.span,
            speaker=unit.voice.name,
            speaker_id=unit.voice.id if unit.voice.name else "",
            verbs=tuple(unit.verbs),
        )
        found.append(replace(quote, confidence=_confidence(unit, quote)))
    return tuple(found)


def _origin(act: Act) -> Act:
    """The act whose quotation this one goes on with."""
    return _origin(act.source) if act.source is not None and act.basis in ("follow", "carry") else act


def _confidence(unit: _Unit, quote: Quote) -> float:
    factor = DISCOUNT["continuation"] if unit.continuation else DISCOUNT[unit.act.basis]
    marks = 1.0 if quote.marked else DISCOUNT["unmarked"]
    return round(CONFIDENCE[unit.voice.found_by] * factor * marks, 3)
