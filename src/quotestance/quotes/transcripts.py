"""Debates, statements and addresses that an article prints in full, without marks.

A turn stands under a line that only names who speaks ("Ada Stone (Bath):"), several of them in one article. A
statement stands behind a line that announces it and ends in a colon, or in an article whose title or first lines call
it one; an address begins with whom it is for ("Ladies and gentlemen"). All of these say "I" or "we". What is not
done: where such speech ends before the article does and nobody says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.headings import Headings, presented
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.names import name_of
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.people import Party
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.roster import enter_body
from quotestance.quotes.tokens import Token
from quotestance.quotes.turns import Talk, asks, is_own
from quotestance.quotes.units import Unit
from quotestance.quotes.voices import UNKNOWN, Voice

MIN_TURNS = 3
MAX_LABEL = 10
"""Words of a line that only says who speaks."""
MAX_AGAIN = 5
"""Tokens of a line that stands above several paragraphs."""
MAX_SALUTATION = 12
"""Tokens in which an address names whom it is for."""
MAX_SORT = 3
"""Tokens of a heading that only says what sort of text follows ("Statement")."""
MAX_LEAD = 5
"""Paragraphs before a statement or address."""
_PARTING = COMMAS | {"!", ":"}
"""What stands behind a salutation."""
_JOINING = frozenset(["links", "prepositions", "determiners", "bridges"])


class Label(NamedTuple):
    """What says whose turn begins: its words or whom they name, that voice, and the line from which on it speaks."""

    key: object
    voice: Voice
    line: int = 0


def transcript(paragraphs: Sequence[Paragraph], headings: Headings, resolver: Resolver) -> Talk | None:
    """The turns of those whom lines of their own name, where most turns say "I" or "we"."""
    text = resolver.article.text
    labels, silent = _labels(paragraphs, headings, resolver)
    places = pairwise([*labels, len(paragraphs)])
    turns = {start: [n for n in range(start, end) if n not in silent] for start, end in places}
    asked = defaultdict(list)
    for start, turn in turns.items():
        asked[labels[start].key].append(bool(turn) and asks(paragraphs[turn[-1]].lines[-1], text))
    askers = {key for key, ends in asked.items() if 2 * sum(ends) > len(ends) > isinstance(key, Party)}
    told = {
        start: turn for start, turn in turns.items() if labels[start].key not in askers and labels[start].voice.party
    }
    own = sum(any(is_own(paragraphs[n]) for n in turn) for turn in told.values())
    again = silent or len({label.key for label in labels.values()}) < len(labels)
    narrated = not again and any(_narrates(paragraphs[turn[0]]) for turn in told.values() if turn)
    if len(labels) < MIN_TURNS or len(told) < 2 or 2 * own < len(told) or narrated:
        return None
    voices: dict[int, Voice] = {}
    borders = silent | set(labels)
    for start, turn in turns.items():
        between = {n for n in turn[1:] if n + 1 in borders and _is_question(paragraphs[n], text)}
        mine = [n for n in turn if n not in between] if start in told else []
        voices.update(dict.fromkeys(mine, labels[start].voice))
        silent.update(between if start in told else turn if labels[start].key in askers else ())
    return Talk(voices, {n: (label.line, 0) for n, label in labels.items() if label.line}, frozenset(silent))


def _labels(
    paragraphs: Sequence[Paragraph], headings: Headings, resolver: Resolver
) -> tuple[dict[int, Label], set[int]]:
    """The labels by the paragraph where their turn begins, and the paragraphs that are nothing but a label."""
    words = Counter(_words(line) for above in headings for line, _ in above[-2:])
    labels: dict[int, Label] = {}
    silent: set[int] = set()
    for number, paragraph in enumerate(paragraphs):
        first = paragraph.lines[0]
        after = paragraphs[number + 1 : number + 2]
        if after and (voice := _announced(paragraph, resolver, plain=not after[0].marks)) is not UNKNOWN:
            labels[number + 1] = Label(voice.party, voice)
            silent.add(number)
        elif len(paragraph.lines) > 1 and (voice := _name(first, resolver)) is not UNKNOWN:
            labels[number] = Label(voice.party, voice, 1)  # "Ms Ada Stone (Bath). We agree."
        elif number not in labels:
            near = headings[number][-2 if number else -1 :]
            voice = next((voice for one in reversed(near) if (voice := _named(*one, resolver)) is not UNKNOWN), UNKNOWN)
            again = [one for one in near if len(one.line.tokens) <= MAX_AGAIN and words[_words(one.line)] > 1]
            if voice is not UNKNOWN:
                labels[number] = Label(voice.party, voice)
            elif again:
                line, found = again[-1]
                named = (resolver.voice_of(line, m) for m in found if m.kind in ("name", "other"))
                labels[number] = Label(_words(line), next(named, UNKNOWN))
    return labels, silent


def _name(line: Line, resolver: Resolver) -> Voice:
    """Whom a sentence names in which nothing but a full name stands, and what its bearer is in brackets."""
    tokens = line.tokens
    if len(tokens) > 2 * MAX_LABEL or tokens[-1].word not in ".:)":
        return UNKNOWN
    mention = presented(line, mentions_in(tokens, 0, len(tokens), resolver.lexicon))
    rest = tokens[mention.last :] if mention is not None else ()
    end = next((n for n, token in enumerate(rest, 1) if token.word == ")"), 0)
    alone = bool(rest) and len(rest) <= MAX_LABEL and {token.word for token in rest[end:]} <= {".", ":"}
    return resolver.voice_of(line, mention) if mention is not None and alone else UNKNOWN


def _words(line: Line) -> tuple[str, ...]:
    return tuple(token.word for token in line.tokens)


def _announced(paragraph: Paragraph, resolver: Resolver, *, plain: bool) -> Voice:
    """Who speaks in the next paragraph where this one says only that ("Ada Stone:", "Reply of Ms Stone:").

    Or says so at length before a `plain` paragraph, one without quotations ("In Bath on Monday, Ada Stone added:").
    """
    line = paragraph.lines[0]
    tokens = line.tokens
    if len(paragraph.lines) > 1 or not tokens or tokens[-1].word != ":":
        return UNKNOWN
    subjects = [clause.subject.mention for clause in line.clauses if plain]
    if subjects and subjects[-1] is not None and (voice := resolver.voice_of(line, subjects[-1])).name:
        return voice
    if len(tokens) > MAX_LABEL:
        return UNKNOWN
    bracket = next((n for n, token in enumerate(tokens) if token.word == "("), len(tokens))
    named = [m for m in mentions_in(tokens, 0, bracket, resolver.lexicon) if m.kind == "name"]
    return resolver.voice_of(paragraph.lines[0], named[-1]) if named else UNKNOWN


def _named(line: Line, mentions: Sequence[Mention], resolver: Resolver) -> Voice:
    """Whom a heading names in full that says no more, or by surname and what is in brackets ("Stone (Bath)")."""
    tokens = line.tokens
    mention = presented(line, mentions) if len(tokens) <= 2 * MAX_LABEL else None
    if mention is None and 1 < len(tokens) <= MAX_AGAIN and tokens[1].word == "(" and tokens[-1].word == ")":
        mention = next((m for m in mentions if m.kind in ("name", "other") and m.last == 1), None)
    return resolver.voice_of(line, mention) if mention is not None else UNKNOWN


def _narrates(paragraph: Paragraph) -> bool:
    """Whether "he" or "she" begins a paragraph, as in a portrait."""
    tags = paragraph.lines[0].tokens[0].tags
    return "pronouns" in tags and "first_person" not in tags


def _is_question(paragraph: Paragraph, text: str) -> bool:
    return len(paragraph.lines) == 1 and asks(paragraph.lines[0], text)


def address(
    paragraphs: Sequence[Paragraph], headings: Headings, units: Sequence[Unit], resolver: Resolver
) -> Talk | None:
    """A statement or address that fills an article, from where it is announced or begins to its last "we"."""
    framed = {id(unit.paragraph): unit.voice for unit in units if unit.act.cue is not None and unit.act.mention}
    first, lead, announced = _beginning(paragraphs, headings, resolver)
    end, own, told = first, 0, 0
    for number, paragraph in enumerate(paragraphs[first:], first):
        length = number + 1 - first
        own += is_own(paragraph)
        other = framed.get(id(paragraph)) if not is_own(paragraph) else None
        told += other is not None
        if announced and other and other.party and any(len(form) > 1 for form in other.party.forms):
            break  # somebody else speaks: the article goes on
        spoken = (3 * own >= length >= 2 * told) if announced else (2 * own >= length >= 4 * told)
        listed = end == number > first and (_is_item(paragraph) or _leads(paragraphs[number - 1]))
        if listed or (is_own(paragraph) and spoken):
            end = number + 1
    if end - first < MIN_TURNS:
        return None
    voice, voices, silent = _speaker(lead, resolver), {}, set()
    for number in range(first, end):
        if (other := _announced(paragraphs[number], resolver, plain=True)) is not UNKNOWN:
            voice = other
            silent.add(number)
        else:
            voices[number] = voice
    return Talk(voices, silent=frozenset(silent))


def _beginning(paragraphs: Sequence[Paragraph], headings: Headings, resolver: Resolver) -> tuple[int, list[Line], bool]:
    """The first paragraph of a statement or address, the lines before it, and whether they announce it as one.

    Past the end of the article where there is none.
    """
    lines = [line for line, _ in headings[0]]
    stops = resolver.lexicon.has("free") and resolver.lexicon.has("modifier_first")  # the colon is a full stop
    for number, paragraph in enumerate(paragraphs[:MAX_LEAD]):
        lines += [line for line, _ in headings[number]] if number else ()
        greeting = [line.words for line, _ in headings[number][-2:] if line.words and line.words[-1].word in _PARTING]
        words = paragraph.lines[0].words  # also behind an opening mark
        own = is_own(paragraph) or (len(words) <= MAX_SALUTATION and words[-1].word in _PARTING)
        if any(map(_greets, greeting)) or (own and _greets(words)):
            return number, lines, False
        lines += paragraph.lines
        end = paragraph.lines[-1].tokens
        named = any("statements" in token.tags for token in end)
        leads = end[-1].word in ":." and named if stops else _leads(paragraph)
        if leads and named:
            return number + 1, lines, True
    above = [line for line, _ in headings[0]]
    called = [line for line in above if any("statements" in token.tags for token in line.tokens)]
    shown = any(presented(*heading) is not None for heading in headings[0])
    owned = any(len(line.tokens) <= MAX_SORT or _owner(line, resolver).name for line in called)
    return (0, above, False) if owned or (called and shown) else (len(paragraphs), [], False)


def _greets(words: Sequence[Token]) -> bool:
    """Whether a line begins with whom it is for."""
    parted = any(token.word in _PARTING for token in words[:MAX_SALUTATION])
    return parted and any("salutations" in token.tags for token in words[:3])


def _leads(paragraph: Paragraph) -> bool:
    return paragraph.lines[-1].tokens[-1].word == ":"


def _is_item(paragraph: Paragraph) -> bool:
    """Whether a dash or a number begins a paragraph."""
    tokens = paragraph.lines[0].tokens
    numbered = len(tokens) > 2 and tokens[0].word.isdigit() and tokens[1].word in ".)"
    return bool(tokens) and (tokens[0].word in DASHES or numbered)


def _speaker(lead: Sequence[Line], resolver: Resolver) -> Voice:
    """Who is to speak by the lines before: whom one presents, whose statement it is, or the last one named in full."""
    for line in lead:
        mentions = mentions_in(line.tokens, 0, len(line.tokens), resolver.lexicon)
        if (mention := presented(line, mentions)) is not None:
            return replace(resolver.voice_of(line, mention), found_by="headline")
    for line in lead:
        if (voice := _owner(line, resolver)).name:
            return replace(voice, found_by="headline")
    for line in reversed(lead):
        found = mentions_in(line.tokens, 0, len(line.tokens), resolver.lexicon)
        full = (m for m in found if m.name[1] - m.name[0] > 1 or (m.kind == "body" and _has_name(line, m)))
        voices = (resolver.voice_of(line, mention) for mention in full)
        if named := next((voice for voice in voices if voice.name), None):
            return replace(named, found_by="headline")
    return UNKNOWN


def _has_name(line: Line, body: Mention) -> bool:
    return any(token.capital for token in line.tokens[body.first : body.last])


def _owner(line: Line, resolver: Resolver) -> Voice:
    """Whose statement it is by a line that calls it one ("Statement of the Harbour Union on ...", "X-in bəyanatı")."""
    tokens, text = line.tokens, resolver.article.text
    start = next((n for n, token in enumerate(tokens, 1) if "statements" in token.tags), len(tokens))
    ends = start == len(tokens)
    before = [m for m in mentions_in(tokens, 0, start - 1, resolver.lexicon) if ends and m.last == start - 1]
    while start < len(tokens) and tokens[start].tags & _JOINING:
        start += 1
    after = mentions_in(tokens, start, len(tokens), resolver.lexicon)
    owners = before if resolver.lexicon.has("modifier_first") else [m for m in after if m.first == start]
    mention = next(iter(owners), None)
    if mention is None:
        return UNKNOWN
    if mention.kind == "name" and mention.name[1] - mention.name[0] > 1:
        written, folded = name_of(tokens, mention, text)
        if resolver.roster.find(folded) is None:
            resolver.roster.add(written, folded)
    elif mention.kind == "body":
        enter_body(resolver.roster, tokens, mention, text)
    elif mention.kind != "title":
        return UNKNOWN
    return resolver.voice_of(line, mention)
