"""Interviews printed as questions and answers: which paragraphs are answers, and whose.

Questions and answers change places; either may begin with a dash, or both with a label ("Stone: ..."). Plain
paragraphs count only where some answer says "I" or "we", unlike the answers of an explainer. What is not done:
answers of several people without labels, and interviews with fewer than MIN_QUESTIONS questions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile
from typing import NamedTuple

from quotestance.quotes.acts import Act
from quotestance.quotes.frames import DASHES
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.names import name_of
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.people import NEUTER
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.tokens import Token
from quotestance.quotes.units import Unit
from quotestance.quotes.voices import UNKNOWN, Voice
from quotestance.records import Span

MIN_QUESTIONS = 3
MAX_LABEL = 3
"""Words before the colon that says whose turn it is."""
MAX_STATEMENT = 30
"""Words of a question that is none in form ("You left the club in May.")."""
MAX_STAGE = 4
"""Words in brackets that say how somebody answers ("(laughs)")."""
MAX_ADDRESS = 4
"""Words of a question in which its addressee is named."""
_ASKING = frozenset("?؟")
_BRACKETS = frozenset("([")


class Turn(NamedTuple):
    """A paragraph as a turn: its label or dash, the place of its first word behind it, and what it shows."""

    label: str
    start: int
    asks: bool
    own: bool
    words: int


def answered(paragraphs: Sequence[Paragraph], units: Sequence[Unit], resolver: Resolver) -> tuple[list[Unit], set[int]]:
    """The units with those of an interview's answers and without those of its questions; ids of its paragraphs."""
    turns = [_turn(paragraph, resolver.article.text) for paragraph in paragraphs]
    asking = [n for n, turn in enumerate(turns) if turn.asks]
    if len(asking) < MIN_QUESTIONS:
        return list(units), set()
    ways = (way(turns, asking) for way in (_labelled, _dash_asks, _dashed, _plain))
    answers, questions = next((way for way in ways if len(way[0]) >= MIN_QUESTIONS), ([], []))
    if not answers:
        return list(units), set()
    first = min(answers[0], *questions)
    guest = _guest(paragraphs[:first], [paragraphs[n] for n in questions], resolver)
    spoken = {id(paragraphs[n]): n for n in answers}
    asked = {id(paragraphs[n]) for n in questions}
    kept = [unit for unit in units if id(unit.paragraph) not in asked or not unit.act.plain_direct]
    found = [unit for unit in kept if id(unit.paragraph) not in spoken or _is_told(unit)]
    for unit in found:
        if id(unit.paragraph) in spoken and unit.act.mention is None:
            unit.voice = UNKNOWN
    voices: dict[str, Voice] = {}
    for number in answers:
        act = Act("carry", 0, plain_direct=True)
        label = turns[number].label.strip("-")
        voice = voices.setdefault(label, _labelled_as(label, paragraphs[: answers[0]], resolver) or guest)
        for place, line in enumerate(paragraphs[number].lines):
            if span := _words_of(line, 0 if place else turns[number].start):
                found.append(Unit(act, line, [span], voice, paragraphs[number], False))
    return found, asked | set(spoken)


def _turn(paragraph: Paragraph, text: str) -> Turn:
    first, last = paragraph.lines[0].tokens, paragraph.lines[-1].tokens
    label = list(takewhile(lambda token: token.word != ":", first[: MAX_LABEL + 1]))
    named = 0 < len(label) <= MAX_LABEL and len(label) < len(first) - 1 and label[0].capital
    dashed = bool(first) and first[0].word in DASHES
    tokens = [token for line in paragraph.lines for token in line.tokens]
    return Turn(
        label="-" if dashed else " ".join(token.word for token in label) if named else "",
        start=1 if dashed else len(label) + 1 if named else 0,
        asks=any(t.word in _ASKING for t in last[-2:]) or any("՞" in text[t.start : t.end] for t in last if t.mark < 0),
        own=any("first_person" in token.tags for token in tokens),
        words=sum(token.kind == "word" for token in tokens),
    )


def _labelled(turns: Sequence[Turn], asking: Sequence[int]) -> tuple[list[int], list[int]]:
    """Turns with labels: whose ask questions are the interviewer's."""
    said = Counter(turn.label for turn in turns if turn.start > 1)
    asked = Counter(turns[n].label for n in asking if turns[n].start > 1)
    askers = {label for label in asked if 4 * asked[label] >= said[label]}
    labelled = [n for n, turn in enumerate(turns) if turn.start > 1]
    answers = [n for n in labelled if turns[n].label not in askers and n - 1 in labelled]
    questions = [n for n in labelled if turns[n].label in askers]
    return (answers, questions) if asked.total() >= MIN_QUESTIONS else ([], [])


def _dash_asks(turns: Sequence[Turn], asking: Sequence[int]) -> tuple[list[int], list[int]]:
    """A dash before the questions only: what stands between them is an answer, and the paragraph after the last."""
    questions = [n for n in range(asking[0], len(turns)) if turns[n].label == "-"]
    apart = all(b - a > 1 for a, b in pairwise([*questions, len(turns)]))
    if not apart or len(questions) < MIN_QUESTIONS or 2 * sum(turns[n].asks for n in questions) < len(questions):
        return [], []
    return [n for n in range(questions[0], questions[-1] + 2) if turns[n].label != "-"], questions


def _dashed(turns: Sequence[Turn], asking: Sequence[int]) -> tuple[list[int], list[int]]:
    """A dash before questions and answers: they take turns."""
    dashed = [n for n in range(asking[0], len(turns)) if turns[n].label == "-"]
    if 2 * sum(turns[n].label == "-" for n in asking) <= len(asking):
        return [], []
    answers: list[int] = []
    questions: list[int] = []
    for place, number in enumerate(dashed):
        after = place + 1 < len(dashed) and turns[dashed[place + 1]].asks
        asked = bool(questions) and questions[-1] == dashed[place - 1]
        if (turns[number].asks and not after) or not (asked or after):
            questions.append(number)
        else:
            answers.append(number)
    return answers, questions


def _plain(turns: Sequence[Turn], asking: Sequence[int]) -> tuple[list[int], list[int]]:
    """Questions without a dash; what a dash begins is an answer, another paragraph one where it comes behind them."""
    answers: list[int] = []
    questions: list[int] = []
    for number in range(asking[0], len(turns)):
        turn, after = turns[number], turns[number + 1 : number + 2]
        if turn.label == "-" or number - 1 in questions:
            answers.append(number)
        elif turn.asks or (number < asking[-1] and _states(turn, after) and number - 1 in answers):
            questions.append(number)
        elif turn.own and number - 2 in questions and turns[number - 1].label != "-":
            answers.append(number)
    spoken = [turns[n] for n in answers]
    dashed = any(turn.label == "-" for turn in spoken)
    told, asked = sum(turn.own for turn in spoken), sum(turns[n].own for n in questions)
    own = 3 * told >= len(spoken) >= 2 * asked
    close = bool(answers and questions) and 4 * (len(answers) + len(questions)) >= 3 * (answers[-1] + 1 - questions[0])
    return (answers, questions) if questions and (dashed or (own and close)) else ([], [])


def _states(turn: Turn, after: Sequence[Turn]) -> bool:
    """A few words before an answer that says "I"."""
    return not turn.own and turn.words <= MAX_STATEMENT and any(t.own and not t.asks for t in after)


def _is_told(unit: Unit) -> bool:
    """What an answer reports of others: with a speaker of its own, or in marks within a sentence."""
    if unit.act.plain_direct or unit.act.basis == "nested":
        return unit.act.basis == "nested"
    kinds = {token.kind for token in unit.line.tokens}
    ends = {unit.act.cue.start - 1, unit.act.cue.end + 1} if unit.act.cue is not None else set()
    own = any("first_person" in t.tags and not ends.isdisjoint((t.start, t.end)) for t in unit.line.tokens)
    told = unit.act.mention is not None and not (own and unit.act.mention.kind == "other")
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


def _guest(before: Sequence[Paragraph], asked: Sequence[Paragraph], resolver: Resolver) -> Voice:
    """Whom headline, introduction and the first words of the questions name most often."""
    lines = [(line, len(line.tokens)) for paragraph in before for line in paragraph.lines]
    lines += [(paragraph.lines[0], MAX_ADDRESS) for paragraph in asked]
    named = list(_named(lines, resolver))
    counts = Counter(voice.party for voice in named)
    counts.update(party for party in [resolver.headline] if party in counts)
    return max(named, key=lambda voice: counts[voice.party], default=UNKNOWN)


def _named(lines: Sequence[tuple[Line, int]], resolver: Resolver) -> Iterator[Voice]:
    """The people whom these sentences name in their first words."""
    for line, last in lines:
        for mention in mentions_in(line.tokens, 0, min(last, len(line.tokens)), resolver.lexicon):
            name = name_of(line.tokens, mention, resolver.article.text)[1] if mention.kind == "name" else ()
            party = resolver.roster.find(name)
            if party is not None and party.sex != NEUTER:
                yield replace(resolver.voice_of(line, mention), found_by="headline")


def _labelled_as(label: str, paragraphs: Sequence[Paragraph], resolver: Resolver) -> Voice | None:
    """Whom the article names by whose initials, or a part of whose name, this is."""
    lines = [(line, len(line.tokens)) for paragraph in paragraphs for line in paragraph.lines]
    known = resolver.roster.find((label,)) if label else None
    for voice in _named(lines, resolver) if label else ():
        initials = "".join(re.findall(r"\b\w", voice.name.lower()))
        if voice.party is known or initials == label:
            return voice
    return None
