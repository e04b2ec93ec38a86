"""Statements, letters and addresses that an article prints in full, with or without marks: whose they are.

A statement stands behind a line that announces it and ends in a colon, or in an article whose title or first lines call
it one; an address begins with whom it is for ("Ladies and gentlemen"). They say "I" or "we". What is not done: where
such speech ends before the article does and nobody says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.headings import Headings, presented
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.names import name_of
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.phrases import is_modifier
from quotestance.quotes.resolution import Resolver
from quotestance.quotes.roster import enter_body
from quotestance.quotes.tokens import MARKS, Token
from quotestance.quotes.transcripts import MIN_TURNS, announced
from quotestance.quotes.turns import Talk, is_own
from quotestance.quotes.units import Unit
from quotestance.quotes.voices import UNKNOWN, Voice

MAX_SALUTATION = 12
"""Tokens in which an address names whom it is for."""
MAX_SORT = 3
"""Tokens of a heading that only says what sort of text follows ("Statement")."""
MAX_FORMULA = 4
"""Tokens of a line before a signature ("Yours sincerely,")."""
MAX_SIGNING = 5
"""Lines in which a signature is looked for, the last one of what is signed among them."""
MAX_LEAD = 5
"""Paragraphs before a statement or address."""
_PARTING = COMMAS | {"!", ":"}
"""What stands behind a salutation."""
_OF_THE = frozenset(["articles", "definites", "links"])
"""Of a determiner that may stand inside a body's name ("Union of the Ports"), unlike "to its friends"."""
_JOINING = frozenset(["links", "prepositions", "determiners", "bridges"])


def address(
    paragraphs: Sequence[Paragraph], headings: Headings, units: Sequence[Unit], resolver: Resolver
) -> Talk | None:
    """A statement or address that fills an article, from where it is announced or begins to its last "we"."""
    framed = {id(unit.paragraph): unit.voice for unit in units if unit.act.cue is not None and unit.act.mention}
    first, lead, heralded = _beginning(paragraphs, headings, resolver)
    end, own, told = first, 0, 0
    for number, paragraph in enumerate(paragraphs[first:], first):
        length = number + 1 - first
        own += is_own(paragraph)
        other = framed.get(id(paragraph)) if not is_own(paragraph) else None
        told += other is not None
        if heralded and other and other.party and any(len(form) > 1 for form in other.party.forms):
            break  # somebody else speaks: the article goes on
        spoken = (3 * own >= length >= 2 * told) if heralded else (2 * own >= length >= 4 * told)
        listed = end == number > first and (_is_item(paragraph) or _leads(paragraphs[number - 1]))
        if listed or (is_own(paragraph) and spoken):
            end = number + 1
    if end - first < MIN_TURNS:
        return None
    signed = _signed(paragraphs, headings, end, heralded, resolver)
    voice, voices, silent = _speaker(lead, signed, resolver), {}, set()
    for number in range(first, end):
        if (other := announced(paragraphs[number], resolver, plain=True)) is not UNKNOWN:
            voice = other
            silent.add(number)
        else:
            voices[number] = voice
    return Talk(voices, silent=frozenset(silent))


def letter(paragraphs: Sequence[Paragraph], headings: Headings, units: Sequence[Unit], resolver: Resolver) -> None:
    """Give what stands between marks over several sentences, without a frame, to whose statement it is said to be.

    The line or paragraph right before it calls it one; quotations that close one after the other are of several people.
    """
    quoted: dict[int, list[Unit]] = {}
    numbers = {id(paragraph): number for number, paragraph in enumerate(paragraphs)}
    for unit in units:
        if unit.act.mention is None and not unit.voice.name and unit.act.basis != "nested":
            quoted.setdefault(numbers[id(unit.paragraph)], []).append(unit)
    for first in [number for number in quoted if number - 1 not in quoted]:
        last = first
        while last + 1 in quoted:
            last += 1
        closed = sum(mark.closed for n in range(first, last + 1) for mark in paragraphs[n].marks[:1])
        if closed > 1 or sum(len(quoted[n]) for n in range(first, last + 1)) <= MIN_TURNS:
            continue
        lead = [line for line, _ in headings[first]]
        lead += paragraphs[first - 1].lines if first else []
        if any("statements" in token.tags for line in lead for token in line.tokens):
            signed = _signed(paragraphs, headings, last + 1, True, resolver)
            voice = _stating([line for line, _ in headings[0]] + lead, resolver)
            for unit in (unit for n in range(first, last + 1) for unit in quoted[n]):
                unit.voice = signed if signed.name else voice


def _signed(paragraphs: Sequence[Paragraph], headings: Headings, end: int, formal: bool, resolver: Resolver) -> Voice:
    """Who signed what ends before paragraph `end`: a name behind a formula ("Yours, / Ada Stone, mayor").

    Or, unless it must be `formal`, a line that is a name and nothing else.
    """
    lines = [paragraphs[end - 1].lines[-1]]
    for number in range(end, min(end + 2, len(headings))):
        lines += [line for line, _ in headings[number]]
        lines += [line for paragraph in paragraphs[number : number + 1] for line in paragraph.lines]
    for place, (before, line) in enumerate(pairwise(lines[:MAX_SIGNING])):
        tokens = line.tokens
        formula = 0 < len(before.tokens) <= MAX_FORMULA and before.tokens[-1].word in COMMAS
        mention = presented(line, mentions_in(tokens, 0, len(tokens), resolver.lexicon)) if tokens else None
        alone = mention is not None and {token.word for token in tokens[mention.last :]} <= MARKS and not mention.first
        if mention is not None and (formula or (alone and not formal and place == 0)):
            return replace(resolver.voice_of(line, mention), found_by="later")
    return UNKNOWN


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


def _speaker(lead: Sequence[Line], signed: Voice, resolver: Resolver) -> Voice:
    """Who is to speak by the lines before: whom one presents, whose statement it is, or the last one named in full.

    Or whoever signed, where none of them says whose it is.
    """
    lead = [line for line in lead if line.tokens and line.tokens[0].word != "["]  # no editor's note
    for line in lead:
        mentions = mentions_in(line.tokens, 0, len(line.tokens), resolver.lexicon)
        if (mention := presented(line, mentions)) is not None:
            return replace(resolver.voice_of(line, mention), found_by="headline")
    for line in lead:
        if (voice := _owner(line, resolver)).name:
            return replace(voice, found_by="headline")
    if signed.name:
        return signed
    voice = _stating(lead, resolver)
    if not voice.name:
        voice = next((one for line in reversed(lead) if (one := _named_in_full(line, resolver)).name), UNKNOWN)
    return replace(voice, found_by="headline") if voice.name else UNKNOWN


def _stating(lead: Sequence[Line], resolver: Resolver) -> Voice:
    """Whose statement these lines say it is, by the fullest name ("The Harbour Union has published a statement")."""
    said = [line for line in lead if any("statements" in token.tags for token in line.tokens)]
    said = [line for line in said if line.tokens[0].word != "["]
    voices = [_owner(line, resolver) for line in said] + [_named_in_full(line, resolver) for line in said]
    voice = max((one for one in voices if one.name), key=lambda one: len(one.name.split()), default=UNKNOWN)
    return replace(voice, found_by="headline") if voice.name else UNKNOWN


def _named_in_full(line: Line, resolver: Resolver) -> Voice:
    """Whom a line names first, of people in full and of bodies with a name."""
    tokens, least = line.tokens, 1 + resolver.lexicon.has("nouns")
    for mention in mentions_in(tokens, 0, len(tokens), resolver.lexicon):
        marked = mention.kind == "body" and mention.first > 0 and tokens[mention.first - 1].mark >= 0
        whole = mention._replace(first=mention.first - marked)  # "«Հույս» միությունը"
        words = tokens[mention.first : mention.last]
        if any("statements" in token.tags for token in words):
            continue
        named = marked or sum(token.capital for token in words) >= least
        full = named if mention.kind == "body" else mention.name[1] - mention.name[0] > 1
        if full and (voice := resolver.voice_of(line, whole)).name:
            return voice
    return UNKNOWN


def _owner(line: Line, resolver: Resolver) -> Voice:
    """Whose statement it is by a line that calls it one ("Statement of the Harbour Union on ...", "X-in bəyanatı")."""
    tokens, text = line.tokens, resolver.article.text
    start = next((n for n, token in enumerate(tokens, 1) if "statements" in token.tags), len(tokens))
    ends = start == len(tokens)
    before = [m for m in mentions_in(tokens, 0, start - 1, resolver.lexicon) if ends and m.last == start - 1]
    after_next = tokens[start + 1 : start + 2]
    start += bool(after_next) and bool(after_next[0].tags & _JOINING) and is_modifier(tokens[start])  # "Lettre ouverte"
    while start < len(tokens) and tokens[start].tags & _JOINING:
        if "recipients" in tokens[start].tags:
            return UNKNOWN  # "Open letter to Ada Stone"
        start += 1
    after = mentions_in(tokens, start, len(tokens), resolver.lexicon)
    owners = before if resolver.lexicon.has("modifier_first") else [m for m in after if m.first == start]
    mention = next(iter(owners), None)
    if mention is None:
        return UNKNOWN
    to = range(mention.first + 1, mention.last - 1) if mention.kind == "body" else ()
    for place in to:  # "de l'Union à ses amis"
        own = tokens[place + 1].tags
        if "prepositions" in tokens[place].tags and "determiners" in own and own.isdisjoint(_OF_THE):
            mention = mention._replace(last=place)
            break
    marked = mention.kind == "body" and mention.last < len(tokens) and tokens[mention.last].word in MARKS
    closing = (n for n in range(mention.last + 1, len(tokens)) if tokens[n].word in MARKS)
    mention = mention._replace(last=next(closing, mention.last - 1) + 1) if marked else mention  # "Союза «Очаг»"
    if mention.kind == "name" and mention.name[1] - mention.name[0] > 1:
        written, folded = name_of(tokens, mention, text)
        if resolver.roster.find(folded) is None:
            resolver.roster.add(written, folded)
    elif mention.kind == "body":
        enter_body(resolver.roster, tokens, mention, text)
    elif mention.kind != "title":
        return UNKNOWN
    return resolver.voice_of(line, mention)
