"""Which speech act each piece of a paragraph belongs to, before anybody is identified."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from quotestance.quotes.acts import Act, act_of
from quotestance.quotes.borders import is_quoted
from quotestance.quotes.clauses import find_clauses
from quotestance.quotes.frames import COMMAS, DASHES, is_oblique
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.marks import Marked
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.objects import INFINITIVES
from quotestance.quotes.paragraphs import Line, Paragraph
from quotestance.quotes.sites import RECAP, Clause
from quotestance.quotes.tokens import MARKS, NAME_WORDS, WHOLE, Token
from quotestance.quotes.unframed import unframed
from quotestance.quotes.unmarked import (
    closing_name,
    colon_speech,
    dash_speech,
    first_person_speech,
    first_subject,
    mood_speech,
)
from quotestance.records import Span

MAX_RELATIVE = 4
"""Words between a relative pronoun and its verb."""
MAX_ANSWERED = 2
"""Words of a claim that is only named before it is answered."""


def attribute(paragraph: Paragraph, lexicon: Lexicon) -> list[Act]:
    """The acts of a paragraph in order of their frames; quotations without a frame follow their neighbours."""
    owners: dict[int, Act] = {}
    acts: list[Act] = []
    for number, line in enumerate(paragraph.lines):
        for clause in line.clauses:
            acts.append(_clause_act(paragraph, clause, number, owners, acts, lexicon))
            acts += _behind(line, clause, acts[-1], owners)
        if not line.clauses:
            acts += colon_speech(line, number, lexicon)
    if not acts and len(paragraph.lines) == 2 and paragraph.lines[0].tokens[-1:]:
        acts += closing_name(paragraph, lexicon)
    acts += _insets(paragraph, owners, lexicon)
    _spread(paragraph, owners, lexicon.has("final"))
    if lexicon.has("final"):
        _earlier_subjects(paragraph, owners, lexicon)
    acts += unframed(paragraph, owners, acts, lexicon)
    acts += list(_nested(paragraph, owners, lexicon))
    first_person_speech(paragraph, acts)
    dash_speech(paragraph, acts)
    mood_speech(paragraph, acts, lexicon)
    return sorted(acts, key=lambda act: (act.line, act.basis == "nested"))


def _clause_act(
    paragraph: Paragraph, clause: Clause, number: int, owners: dict[int, Act], acts: Sequence[Act], lexicon: Lexicon
) -> Act:
    line, before = paragraph.lines[number], paragraph.lines[number - 1]
    act = act_of(clause, line.tokens, number)
    named = clause.subject.mention is not None and clause.subject.mention.kind != "other"
    spoken = named or not lexicon.has("comma") or any(token.kind == "quote" for token in before.tokens)
    if clause.shape == RECAP and number and spoken and not any(other.line == number - 1 for other in acts):
        act.add(number - 1, before.span)
        owners.update({token.mark: act for token in before.tokens if token.kind == "quote"})
    elif clause.shape == RECAP:
        act.basis = RECAP
    same_line = [other for other in acts if other.line == number]
    act.inner = any(
        act.cue is not None and piece.covers(act.cue) for o in same_line for piece in o.pieces.get(number, ())
    )
    act.source = same_line[-1] if act.inherits and same_line else None
    if act.source is not None and _is_answered(act.source, clause, line):
        act.source.pieces.clear()
    place = 0 if same_line else _in_paper(line.tokens, clause)
    if place and (act.mention is None or act.mention.first == place):
        act.mention = first_subject(line, place, lexicon)
    told = clause.shape != "before" and not lexicon.has("final")
    if act.inherits and act.mention is None and not same_line and told:
        last = clause.subject.first or (len(line.tokens) if clause.cue.group == "according" else 0)
        act.mention = first_subject(line, last, lexicon)
    for first, last in clause.content:
        act.add(number, Span(line.tokens[first].start, line.tokens[last - 1].end))
        for token in line.tokens[first:last]:
            if token.kind == "quote":
                owners.setdefault(token.mark, act)
    return act


def _in_paper(tokens: Sequence[Token], clause: Clause) -> int:
    """Where a relative clause begins on what stands in a paper ("X sent a letter in which it is said ..."), or 0."""
    first = max(0, clause.cue.first - MAX_RELATIVE)
    place = next((n for n in range(first, clause.cue.first) if _is_relative(tokens, n)), 0)
    near = any("statements" in token.tags for token in tokens[max(0, place - MAX_RELATIVE) : place])
    return place if near else 0


def _is_relative(tokens: Sequence[Token], index: int) -> bool:
    led = index > 0 and "prepositions" in tokens[index - 1].tags  # "dans laquelle", "в котором"
    return "relatives" in tokens[index].tags or (led and "subordinators" in tokens[index].tags)


def _behind(line: Line, clause: Clause, act: Act, owners: dict[int, Act]) -> list[Act]:
    """The same speaker's words in marks behind the colon that ends a clause."""
    last = clause.content[-1][1] if clause.content else len(line.tokens)
    colon, quoted = (*line.tokens[last : last + 2], None, None)[:2]
    if colon is None or quoted is None or colon.word != ":" or WHOLE not in quoted.tags or quoted.mark in owners:
        return []
    said = owners[quoted.mark] = Act("follow", act.line, inherits=True, apart=True, source=act)
    said.add(act.line, Span(quoted.start, quoted.end))
    return [said]


def _is_answered(before: Act, clause: Clause, line: Line) -> bool:
    """Whether a frame only names what its speaker goes on to answer ("denied the claim, saying that ...")."""
    spans = before.pieces.get(before.line, [])
    words = [t for t in line.tokens if any(span.start <= t.start < span.end for span in spans)]
    cues = [line.tokens[clause.cue.last - 1], *(t for t in line.tokens if before.cue and t.end == before.cue.end)]
    told = before.group == "act" and clause.cue.group == "say" and any("progressives" in t.tags for t in cues)
    asked = any("infinitives" in t.tags or t.word.endswith(INFINITIVES) for t in words)
    plain = not asked and all(t.kind == "word" and "complements" not in t.tags for t in words)
    return told and plain and len(words) <= MAX_ANSWERED and len(before.pieces) == 1


def _insets(paragraph: Paragraph, owners: dict[int, Act], lexicon: Lexicon) -> list[Act]:
    """Frames inside the marks: « Nous sommes d'accord, a-t-il dit, mais pas maintenant »; or after a lost mark."""
    found: list[Act] = []
    for index, mark in enumerate(paragraph.marks):
        owner = owners.get(index)
        if (owner or mark.closed) and not lexicon.has("incise"):
            continue
        for number, plain in _lines_in(paragraph, mark):
            if owner is not None and number in owner.pieces:
                break
            words = _without_names(plain)
            clause = next((c for c in find_clauses(words, lexicon) if _is_inset(c, words)), None)
            if clause is not None:
                act = act_of(clause, words, number)
                owners.setdefault(index, act).pieces.setdefault(number, [])
                for first, last in ((0, clause.subject.first), (_frame_end(words, clause, lexicon), len(words))):
                    if first < last:
                        act.add(number, Span(words[first].start, words[last - 1].end))
                found.append(act)
                break
    return found


def _without_names(words: list[Token]) -> list[Token]:
    """The words of a quotation without the marks around a name of a few words in it."""
    if sum(token.word in MARKS for token in words) < 2:
        return words
    marks = [n for n, token in enumerate(words) if token.word in MARKS]
    near = [(a, b) for a, b in pairwise(marks) if 1 < b - a <= NAME_WORDS]
    named = {
        n for a, b in near if words[a + 1].capital or (a and words[min(b + 1, len(words) - 1)].capital) for n in (a, b)
    }
    return [token for n, token in enumerate(words) if n not in named]


def _is_inset(clause: Clause, words: Sequence[Token]) -> bool:
    """Comma or dash, verb, speaker (not the first person): a frame rather than words of the quotation.

    A verb alone is one between two dashes ("The house, - says, - is gone").
    """
    mention, cue = clause.subject.mention, clause.cue
    if cue.group not in ("say", "state") or clause.shape not in ("before", "around"):
        return False
    if mention is None:
        after = (t for t in words[cue.last : cue.last + 3] if "auxiliaries" not in t.tags and t.word not in COMMAS)
        return cue.first > 0 and words[cue.first - 1].word in DASHES and any(t.word in DASHES for t in islice(after, 1))
    frame = words[min(mention.first, clause.cue.first) : max(mention.last, clause.cue.last)]
    own = any("first_person" in token.tags for token in frame)
    return clause.content[0][0] == 0 and not own


def _frame_end(words: Sequence[Token], clause: Clause, lexicon: Lexicon) -> int:
    """After the frame and what it adds, up to the dash that closes it, else the next comma or dash."""
    last = max(clause.cue.last, clause.subject.last)
    stops = [index for index in range(last, len(words)) if words[index].word in COMMAS | DASHES | {"."}]
    dashed = clause.subject.first > 0 and words[clause.subject.first - 1].word in DASHES
    closing = (index for index in stops if words[index].word not in COMMAS)
    lead = words[stops[0] + 1 : stops[0] + 2] if stops else []
    if lexicon.has("head_first") and lead and "titles" in lead[0].tags and not lead[0].capital:
        stops = stops[1:] or [len(words)]  # "raconte Ada Stone, boulangère à Bath. Puis ..."
    return next(closing if dashed else iter(stops), next(iter(stops), len(words)))


def _lines_in(paragraph: Paragraph, mark: Marked) -> Iterator[tuple[int, list[Token]]]:
    """The words of a quotation, by line."""
    for number, line in enumerate(paragraph.lines):
        if line.span.overlap(mark.inner):
            words = [word for word in line.words if word.start >= mark.inner.start and word.end <= mark.inner.end]
            if words:
                yield number, words


def _spread(paragraph: Paragraph, owners: dict[int, Act], final: bool) -> None:
    """A quotation of several sentences belongs to its frame as a whole; before a `final` verb a lead is its frame."""
    for index, act in owners.items():
        inner = paragraph.marks[index].inner
        if final and act.cue is not None and not paragraph.marks[index].closed and inner.covers(act.cue):
            inner = Span(inner.start, act.cue.start)
        for number, line in enumerate(paragraph.lines):
            if line.span.overlap(inner) and number not in act.pieces:
                act.add(
                    number,
                    Span(line.span.start, min(line.span.end, inner.end))
                    if not final and _leads(line, index)
                    else line.span.common(inner),
                )


def _leads(line: Line, index: int) -> bool:
    """Whether the line's own words run into the quotation without a stop: they are part of what was said."""
    place = next((n for n, token in enumerate(line.tokens) if token.mark == index), 0)
    return place > 0 and place == len(line.tokens) - 1 and line.tokens[place - 1].kind == "word" and not line.clauses


def _earlier_subjects(paragraph: Paragraph, owners: dict[int, Act], lexicon: Lexicon) -> None:
    """X, “Q. Q.” dedi: the subject stands before a quotation of several sentences, the verb after it."""
    for index, act in owners.items():
        start = paragraph.marks[index].outer.start
        line = next(line for line in paragraph.lines if start < line.span.end)
        if act.mention is None and start > line.span.start:
            place = next((n for n, token in enumerate(line.tokens) if token.mark == index), 0)
            said = (c for c in line.clauses if c.cue.last <= place and c.cue.group != "nouns")
            told = [c.subject.mention for c in said if c.subject.mention]
            plain = [m for m in mentions_in(line.tokens, 0, place, lexicon) if not is_oblique(line.tokens, m, lexicon)]
            beside = [m for m in plain if m.kind == "name" and m.last == place - 1]
            past = max((c.cue.last for c in line.clauses if c.cue.last <= place), default=0)
            found = told[-1:] or beside or [m for m in plain if m.first >= past] or plain
            if found:
                act.tokens, act.mention, act.inherits, act.source = line.tokens, found[0], False, None


def _nested(paragraph: Paragraph, owners: dict[int, Act], lexicon: Lexicon) -> Iterator[Act]:
    """Speech that the quoted speaker reports of somebody else, named in the quotation."""
    for index in sorted(owners):
        for number, words in _lines_in(paragraph, paragraph.marks[index]):
            for clause in find_clauses(words, lexicon):
                if clause.content and (_is_foreign(clause, words) or _is_cited(clause, words)):
                    act = act_of(clause, words, number, "nested")
                    if not _is_foreign(clause, words):
                        act.mention, act.inherits = None, False
                    for first, last in clause.content:
                        act.add(number, Span(words[first].start, words[last - 1].end))
                    yield act


def _is_cited(clause: Clause, words: Sequence[Token]) -> bool:
    """Marks inside the quotation after a verb that is not the speaker's own ("I was told: ‘...’")."""
    first = clause.content[0][0]
    frame = words[clause.subject.first : first]
    own = any("first_person" in t.tags and not t.tags & {"audience", "determiners"} for t in frame)
    return clause.shape == "after" and is_quoted(words[first]) and words[first - 1].kind == "point" and not own


def _is_foreign(clause: Clause, words: Sequence[Token]) -> bool:
    mention = clause.subject.mention
    if (
        clause.subject.inherits
        or mention is None
        or mention.kind not in ("name", "title")
        or clause.shape not in ("after", "object")
    ):
        return False
    frame = words[clause.subject.first : clause.subject.last]
    return not any("first_person" in token.tags for token in frame)
