"""Quotations without a frame: the sentence before or after, a name beside, a colon or nothing says whose they are."""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.acts import Act
from quotestance.quotes.borders import ELLIPSES, LEADS, is_quoted
from quotestance.quotes.frames import COMMAS, DASHES, is_oblique, joined_name
from quotestance.quotes.lexicon import UNSPACED, Lexicon
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.tokens import WHOLE, Token
from quotestance.quotes.unmarked import first_subject

NEAR = 8
"""Tokens between a quotation and the name beside it, in a language of which nothing is known."""
MIN_WORDS = 3
"""Words that a quotation without any cue needs to count as speech, unless another one goes before it."""

MAX_LEAD = 4
"""Words and colon before a quotation of whoever speaks already."""
MAX_TITLE = 10
"""Words from which on a quotation inside a clause is no title."""


def unframed(paragraph: Paragraph, owners: dict[int, Act], acts: Sequence[Act], lexicon: Lexicon) -> list[Act]:
    """Quotations without a frame: those with a speaker beside them, and those that are sentences of their own."""
    found: list[Act] = []
    for index, mark in enumerate(paragraph.marks):
        if index in owners:
            continue
        lines = [n for n, line in enumerate(paragraph.lines) if line.span.overlap(mark.inner)]
        act = (
            _colon_lead(paragraph, lines[0], index, lexicon)
            or _headed(paragraph, lines[-1], index, lexicon)
            or _followed(paragraph, lines, index, lexicon)
            or _beside(paragraph, lines, index, lexicon)
        )
        follows = index - 1 in owners or any(a.line == lines[0] - 1 and a.mention is not None for a in acts)
        led = _after_colon(paragraph.lines[lines[0]], index, follows)
        least = 1 if index - 1 in owners or not mark.opened else MIN_WORDS
        if act is None and (led or _is_sentence(paragraph, index, least)):
            act = _following(lines[0], [*acts, *found])
            known = _introduced(paragraph, lines[0] - 1, lexicon) if lines[0] else None
            if known and act.source is not None and act.source.line > lines[-1]:
                act = Act("carry", lines[0], inherits=True)  # "Ada Stone shivers. “It was dark.” Her aunt, Eva, agrees"
            after = act.source.mention if act.source is not None and act.source.line > lines[-1] else None
            named = act.basis == "carry" or (after is not None and after.kind == "pronoun")
            act = (named and not known and _introduced(paragraph, lines[-1] + 1, lexicon)) or act
        elif act is None and _asks(paragraph, lines[-1], index) and _is_sentence(paragraph, index, 1):
            act = _introduced(paragraph, lines[-1] + 1, lexicon)
        line = paragraph.lines[lines[0]]
        if lexicon.has("nouns") and not (act and act.tokens) and _after_colon(line, index, True):
            act = act or Act("lead", lines[0])
            act.tokens = line.tokens
        if act is not None:
            for number in lines:
                act.add(number, paragraph.lines[number].span.common(mark.inner))
            owners[index] = act
            found.append(act)
    return found


def _after_colon(line: Line, index: int, follows: bool) -> bool:
    """ "Puis, à voix basse : « ... »": quoted behind a colon, its speaker in the sentence or (`follows`) before."""
    place = next((n for n, token in enumerate(line.tokens) if token.mark == index), 0)
    lead = place > 0 and WHOLE in line.tokens[place].tags
    if line.clauses:
        return lead and line.tokens[place - 1].word in LEADS
    short = place <= MAX_LEAD and bool(line.tokens[0].tags & {"determiners", "pronouns"})  # "Her reason: “...”"
    return (follows or short) and lead and line.tokens[place - 1].word == ":"


def _following(first: int, acts: Sequence[Act]) -> Act:
    """The act of a quotation that goes on with the one before it, else with the one after."""
    before = [act for act in acts if act.line < first or (act.line == first and act.basis == "cue")]
    after = [act for act in acts if act.line > first]
    source = max(before, key=lambda act: act.line) if before else after[0] if after else None
    return Act("follow" if source else "carry", first, source=source, inherits=True)


def _introduced(paragraph: Paragraph, number: int, lexicon: Lexicon) -> Act | None:
    """ "“It was dark.” Ada Stone, a miner, still shivers": who is named in full right after a quotation said it."""
    line = paragraph.lines[number] if number < len(paragraph.lines) else None
    mention = first_subject(line, len(line.tokens), lexicon) if line is not None else None
    if line is not None and mention is not None:
        mention = joined_name(line.tokens, mention, mention.last, len(line.tokens), lexicon)
    if line is None or mention is None or mention.name[1] - mention.name[0] < 2:
        return None
    return Act("beside", number - 1, line.tokens, mention, None, "say")


def _headed(paragraph: Paragraph, number: int, index: int, lexicon: Lexicon) -> Act | None:
    """ "“I am afraid”: Ada Stone fell"; "“Me?” Ada Stone cannot believe it": the name after it."""
    tokens = paragraph.lines[number].tokens
    if len(tokens) < 5 or tokens[0].mark != index:
        return None
    spoken = _words_in(paragraph, number, index) >= MIN_WORDS
    colon = spoken and tokens[1].word in LEADS and not is_quoted(tokens[2])
    asked = _asks(paragraph, number, index)
    found = [m for m in mentions_in(tokens, 1, min(len(tokens), 2 * NEAR), lexicon) if m.kind == "name"]
    full = next((m for m in found if m.name[1] - m.name[0] > 1), None)
    if full is None or not (colon or (asked and full.first == 1)):
        return None
    return Act("cue", number, tokens, full, None, "say")


def _followed(paragraph: Paragraph, lines: Sequence[int], index: int, lexicon: Lexicon) -> Act | None:
    """A whole sentence in marks, a comma or dash, and a few words more: a frame whose verb is not known to report.

    The comma may stand inside the marks ("It is a penalty," raged the trainer), or be a question or exclamation mark;
    without one a full name and what its bearer is sign the quotation.
    """
    after = next((line.tokens for line in paragraph.lines[lines[-1] + 1 : lines[-1] + 2]), [])
    line = paragraph.lines[lines[-1] + any(token.mark == index for token in after[:1])]
    tokens = line.tokens
    place = next((n for n, token in enumerate(tokens) if token.mark == index), len(tokens))
    start = next((n for n in range(place + 1, len(tokens)) if tokens[n].word not in COMMAS | DASHES), len(tokens))
    words = sum(_words_in(paragraph, number, index) for number in lines)
    inside = _last_word(line, paragraph.marks[index].inner.end) in (",", "?", "!") and start < len(tokens)
    parted = start > place + 1 or (inside and not tokens[start].capital) or _is_signed(tokens, start, lexicon)
    if line.clauses or not parted or words < MIN_WORDS:
        return None
    found = mentions_in(tokens, start, min(len(tokens), start + NEAR), lexicon)
    plain = (m for m in found if not m.governed and m.kind != "other" and not is_oblique(tokens, m, lexicon))
    mention = next(plain, None)
    spoken = not place and WHOLE in tokens[place].tags and words > MIN_WORDS
    if not spoken and (mention is None or mention.first > start):
        return None
    return Act("beside", lines[0], tokens, mention, None, "say", mention is None)


def _is_signed(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> bool:
    """Whether only a full name stands here, and after a dash or comma what its bearer is ("Ada Stone - a miner")."""
    name = next((m for m in mentions_in(tokens, start, len(tokens), lexicon) if m.kind == "name"), None)
    if name is None or name.first > start or name.name[1] - name.name[0] < 2:
        return False
    rest = tokens[name.last :]
    role = rest[:1] and rest[0].word in COMMAS | DASHES and len(rest) <= NEAR
    return not rest or (bool(role) and all(token.kind == "word" for token in rest[1:]))


def _beside(paragraph: Paragraph, lines: Sequence[int], index: int, lexicon: Lexicon) -> Act | None:
    """Where not all verbs are known: the fullest name near a quotation that reads like speech, else nobody known."""
    number = lines[-1]
    line = paragraph.lines[number]
    tokens = line.tokens
    place = next((n for n, token in enumerate(tokens) if token.mark == index), -1)
    border = tokens[place - 1].word if place > 0 else tokens[min(1, len(tokens) - 1)].word
    ending = _last_word(line, paragraph.marks[index].inner.end)
    after = list(mentions_in(tokens, place + 1, min(len(tokens), place + 1 + NEAR), lexicon))
    before = list(mentions_in(tokens, max(0, place - NEAR), max(0, place), lexicon))
    named = [m for m in [*after, *reversed(before)] if m.kind == "name" and not m.governed]
    led = place > 0 and border == ":"
    apart = (not place and ending == ",") or border in COMMAS | DASHES | {";"}
    apart = apart or any(m.last == place and m.name[1] - m.name[0] > 1 for m in before)
    least = 2 if led or ending in ("?", "!") else MIN_WORDS + (place > 0) if apart else MAX_TITLE
    words = sum(_words_in(paragraph, n, index) for n in lines)
    if not lexicon.has("mixed") or place < 0 or words < least or (line.clauses and not led):
        return None
    mention = max(named, key=lambda m: m.name[1] - m.name[0] > 1, default=None)
    return Act("beside", number, tokens, mention, None, "say", mention is None and not led)


def _asks(paragraph: Paragraph, number: int, index: int) -> bool:
    return _last_word(paragraph.lines[number], paragraph.marks[index].inner.end) in ("?", "!", "…")


def _last_word(line: Line, end: int) -> str:
    """The word or mark that ends at `end`."""
    return next((token.word for token in line.words if token.end == end), "")


def _words_in(paragraph: Paragraph, number: int, index: int) -> int:
    inner = paragraph.marks[index].inner
    words = (w.word for w in paragraph.lines[number].words if w.kind == "word" and inner.start <= w.start < inner.end)
    return sum(1 + (len(word) // 3 if word >= UNSPACED else 0) for word in words)


def _colon_lead(paragraph: Paragraph, number: int, index: int, lexicon: Lexicon) -> Act | None:
    """A speaker and a colon before a quotation, without a verb ("Petrosyan: “We agree.”").

    Before a quotation that was never closed a final verb is missing with its end, and a comma is enough.
    """
    tokens = paragraph.lines[number].tokens
    place = next((n for n, token in enumerate(tokens) if token.mark == index), 0)
    lost = lexicon.has("final") and not paragraph.marks[index].closed and tokens[place - 1].word in COMMAS
    if place < 1 or not (lost or tokens[place - 1].word in LEADS):
        return None
    if tokens[0].word in ELLIPSES and not paragraph.lines[number].clauses:
        return Act("cue", number, tokens, None, None, "say", True)  # "... on the defeat: “...”"
    first = max((n + 1 for n in range(place) if tokens[n].word == ";"), default=0)
    found = [m for m in mentions_in(tokens, first, place - 1, lexicon) if m.kind != "other"]
    bracket = next((m.last for m in found[:1] if m.kind == "name" and tokens[m.last].word == "("), place)
    found = [m for m in found if m.last <= bracket or m.kind == "pronoun"]  # "Ada Stone (Bath FC) on the win: “...”"
    found = [m for m in found if m.kind != "pronoun" or "audience" not in tokens[m.first].tags]
    if lexicon.has("final"):
        found = [m for m in found if not is_oblique(tokens, m, lexicon)]
    if lost:
        said = [c.subject.mention for c in paragraph.lines[number].clauses if c.subject.mention and c.cue.last <= place]
        found = [m for m in found if m.last == place - 1] or said[-1:]
    elif tokens[place - 1].word != ":":
        found = [m for m in found if WHOLE in tokens[place].tags and not is_oblique(tokens, m, lexicon)][:1]
    found = [m for m in found if "neuter" not in tokens[m.first].tags or m.kind != "pronoun"] or found  # "puts it so:"
    number_of = next((n for n in range(len(found) - 1, -1, -1) if not found[n].governed), len(found) - 1)
    mention = found[number_of] if found else None
    before = found[number_of - 1] if number_of > 0 else None
    if before is not None and before.kind == "name" and mention is not None and mention.kind in ("title", "body"):
        parted = place > before.last and tokens[before.last].word in {",", "(", "՝"}
        parted = parted or "prepositions" in tokens[before.last].tags  # "Ada Stone on Channel 4: ..."
        mention = before if parted and not before.governed else mention  # "Ada Stone, head of the club: ..."
    return Act("cue", number, tokens, mention, None, "say") if mention else None


def _is_sentence(paragraph: Paragraph, index: int, least: int) -> bool:
    """Whether nothing but the quotation stands in its sentences, and it has enough words to be speech."""
    words = 0
    for line in paragraph.lines:
        if line.span.overlap(paragraph.marks[index].outer):
            if any(token.kind == "word" for token in line.tokens):
                return False
            words += sum(word.kind == "word" for word in line.words)
    return words >= least
