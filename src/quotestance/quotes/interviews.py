"""Interviews printed as questions and answers: which paragraphs are answers, and whose.

Questions and answers change places; either may begin with a dash, or both with a label ("Stone: ..."), and an answer
may stand behind its question in one paragraph. Where several people with labels say something, all that does not end
in a question is speech. Plain paragraphs count only where some answer says "I" or "we", unlike those of an explainer.
What is not done: answers of several people without labels, and interviews with fewer than MIN_QUESTIONS questions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.headings import Headings, presented
from quotestance.quotes.labels import MAX_TITLE, MIN_QUESTIONS, Turn, stopped, turn_of
from quotestance.quotes.mentions import is_initial, mentions_in
from quotestance.quotes.names import name_of
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.people import NEUTER, Party
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.turns import Talk
from quotestance.quotes.voices import UNKNOWN, Voice

MAX_STATEMENT = 30
"""Words of a question that is none in form ("You left the club in May.")."""
MAX_ADDRESS = 4
"""Words of a question in which its addressee is named."""
_QUESTION = frozenset("?՞؟")
"""How a heading ends that asks."""


def interview(paragraphs: Sequence[Paragraph], headings: Headings, resolver: Resolver) -> Talk | None:
    """Whose the answers of an interview are, where the article is one."""
    again = stopped(paragraphs, resolver.article.text)
    turns = [turn_of(paragraph, resolver.article.text, again) for paragraph in paragraphs]
    askers = {turn.label for turn in turns if turn.asks}
    if joined := _joined(turns):
        guest = _guest(paragraphs, headings, joined[0], (), askers, resolver)
        return Talk(dict.fromkeys(joined, guest), {n: (turns[n].answer, 0) for n in joined})
    asking = [n for n, turn in enumerate(turns) if turn.asks]
    ways = [_discussed, _labelled, _dash_asks, _dashed, _plain] if len(asking) >= MIN_QUESTIONS else [_discussed]
    found = (way(turns, asking) for way in ways)
    answers, questions = next((one for one in found if len(one[0]) >= MIN_QUESTIONS), ([], []))
    headed = [] if answers else _headed(turns, paragraphs, headings)
    answers = answers or headed
    if not answers:
        return None
    first = min([answers[0], *questions])
    guest = _guest(paragraphs, headings, first, questions, askers, resolver)
    above = [(line, len(line.tokens)) for line, _ in headings[0]]
    if headed and guest.party not in [voice.party for voice, _ in _named(above, resolver, titles=True)]:
        return None  # an explainer
    labels = {n: turns[n].label.strip("-") for n in answers}
    first_of = {label: n for n, label in reversed(labels.items())}
    lead = [(line, len(line.tokens)) for paragraph in paragraphs[: answers[0]] for line in paragraph.lines]
    named = [voice for voice, _ in (*_named(lead, resolver), *_named(above, resolver, titles=True))]
    full = {label: _called(paragraphs[n].lines[0], turns[n].start, resolver) for label, n in first_of.items()}
    named += [voice for voice in full.values() if voice is not None]
    known = {label: voice or _labelled_as(label, named, resolver) for label, voice in full.items()}
    voices = {n: known[label] or guest for n, label in labels.items()}
    return Talk(voices, {n: (0, turns[n].start) for n in (*answers, *questions)}, frozenset(questions))


def _joined(turns: Sequence[Turn]) -> list[int]:
    """Paragraphs that begin with a question and go on with its answer, where these say "I" or "we"."""
    joined = [n for n, turn in enumerate(turns) if turn.answer]
    close = bool(joined) and 2 * len(joined) > joined[-1] - joined[0]
    own = 3 * sum(turns[n].own for n in joined) >= len(joined)
    return joined if len(joined) >= MIN_QUESTIONS and close and own else []


def _discussed(turns: Sequence[Turn], asking: Sequence[int]) -> tuple[list[int], list[int]]:
    """Several who have labels and say something: what does not end in a question is speech."""
    labelled = [n for n, turn in enumerate(turns) if turn.start > 1]
    said = Counter(turns[n].label for n in labelled)
    asked = Counter(turns[n].label for n in labelled if turns[n].asks)
    close = bool(labelled) and 4 * len(labelled) >= 3 * (labelled[-1] + 1 - labelled[0])
    several = sum(said[label] > max(1, 2 * asked[label]) for label in said) > 1
    if not (close and several and 2 * sum(turns[n].own for n in labelled) >= len(labelled)):
        return [], []
    return [n for n in labelled if not turns[n].asks], [n for n in labelled if turns[n].asks]


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


def _headed(turns: Sequence[Turn], paragraphs: Sequence[Paragraph], headings: Headings) -> list[int]:
    """What stands under headings that are questions, up to another heading, where most answers say "I" or "we".

    Nothing where most answers begin with whose they are ("The mayor of Bath, Ada Stone: ...").
    """
    ends = {
        n: above[-1].line.tokens[-1].word for n, above in enumerate(headings[:-1]) if above and above[-1].line.tokens
    }
    asked = [n for n, word in ends.items() if word in _QUESTION]
    if len(asked) < MIN_QUESTIONS:
        return []
    last = next((n for n in ends if n > asked[0] and n not in asked), len(turns))
    blocks = [range(*places) for places in pairwise([*(n for n in asked if n < last), last])]
    own = sum(any(turns[n].own for n in block) for block in blocks)
    led = sum(any(t.word == ":" for t in paragraphs[n].lines[0].tokens[:MAX_TITLE]) for n in asked)
    return list(range(asked[0], last)) if len(blocks) >= MIN_QUESTIONS and 2 * own > len(blocks) > 2 * led else []


def _states(turn: Turn, after: Sequence[Turn]) -> bool:
    """A few words before an answer that says "I"."""
    return not turn.own and turn.words <= MAX_STATEMENT and any(t.own and not t.asks for t in after)


def _guest(
    paragraphs: Sequence[Paragraph],
    headings: Headings,
    first: int,
    questions: Sequence[int],
    askers: Collection[str],
    resolver: Resolver,
) -> Voice:
    """Whom headline, introduction and the first words of the questions name most often, else a heading.

    A title that begins with a name weighs more, unless the introduction names somebody in full. Nobody under whose
    name (`askers`, in lower case) a question stands.
    """
    intro = [(line, len(line.tokens)) for paragraph in paragraphs[:first] for line in paragraph.lines]
    lines = intro + [(paragraphs[n].lines[0], MAX_ADDRESS) for n in questions]
    above = [(line, len(line.tokens)) for lines in headings[: first + 1] for line, _ in lines]
    named = list(_named(lines, resolver)) or list(_named(above, resolver, titles=True))
    if not any(full for _, full in _named(intro, resolver)):
        named += 2 * [one for one in _named(list(_titles(headings)), resolver, titles=True) if one[1]]
    counts: Counter[Party | None] = Counter()
    named = [(voice, full) for voice, full in named if voice.name.lower() not in askers]
    for voice, full in named:
        counts[voice.party] += 1 + full
    counts.update(party for party in [resolver.headline] if party in counts)
    return max((voice for voice, _ in named), key=lambda voice: counts[voice.party], default=UNKNOWN)


def _titles(headings: Headings) -> Iterator[tuple[Line, int]]:
    """The titles that say who speaks, and where the name ends ("Ada Stone: We are glad", "Ada Stone, mayor")."""
    for line, mentions in headings[0]:
        mention = presented(line, mentions)
        after = line.tokens[mention.last :] if mention is not None else ()
        held = len(after) > 1 and after[0].word in COMMAS and "titles" in after[1].tags
        if mention is not None and after and (after[0].word == ":" or held):
            yield line, mention.last


def _named(
    lines: Sequence[tuple[Line, int]], resolver: Resolver, *, titles: bool = False
) -> Iterator[tuple[Voice, bool]]:
    """The people whom these sentences name in their first words, and whether in full; a colon behind one makes no label
    in `titles` ("Ada Stone: We are glad", "Ada Stone, mayor")."""
    for line, last in lines:
        for mention in mentions_in(line.tokens, 0, min(last, len(line.tokens)), resolver.lexicon):
            name = name_of(line.tokens, mention, resolver.article.text)[1] if mention.kind == "name" else ()
            party = resolver.roster.find(name)
            behind = [token.word for token in line.tokens[mention.last : min(mention.last + 1, len(line.tokens) - 1)]]
            byline = not mention.first and bool(DASHES.intersection(behind))
            label = byline or (behind == [":"] and not titles)
            if party is not None and not label and party.sex != NEUTER:
                voice = resolver.voice_of(line, mention)
                if voice.name:
                    yield replace(voice, found_by="headline"), len(name) > 1


def _called(line: Line, start: int, resolver: Resolver) -> Voice | None:
    """Whom a label names in full ("Ada Stone: ..."), or by the surname of somebody named in full elsewhere."""
    mentions = list(mentions_in(line.tokens, 0, max(0, start - 1), resolver.lexicon))
    for mention in mentions:
        words = [token for token in line.tokens[slice(*mention.name)] if not is_initial(token)]
        if mention.kind == "name" and mention.name[1] - mention.name[0] > 1 and words:
            return resolver.voice_of(line, mention)  # also "The chair (Ms Ada Stone):"
    for mention in (m for m in mentions if m.kind in ("name", "other")):
        known = resolver.roster.find(name_of(line.tokens, mention, resolver.article.text)[1])
        return resolver.voice_of(line, mention) if known is not None and len(known.form) > 1 else None
    return None


def _labelled_as(label: str, named: Sequence[Voice], resolver: Resolver) -> Voice | None:
    """Who of those whom the introduction names has these initials, or a part of whose name this is."""
    known = resolver.roster.find((label,)) if label else None
    for voice in named if label else ():
        initials = "".join(re.findall(r"\b\w", voice.name.lower()))
        if voice.party is known or initials == re.sub(r"\W", "", label):  # "B.S."
            return voice
    return None
