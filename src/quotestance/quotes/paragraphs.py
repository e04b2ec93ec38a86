"""Sentences put together into paragraphs, each with its marks, words and clauses: what the later steps read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quotestance.quotes.capitals import Capitals, settle_surnames
from quotestance.quotes.clauses import find_clauses
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.marks import Marked, over_paragraphs
from quotestance.quotes.outlets import name_outlets
from quotestance.quotes.passing import after_outlet, without_asides
from quotestance.quotes.sites import Clause
from quotestance.quotes.tokens import Token, collapse, tokenize
from quotestance.quotes.uncased import settle_uncased
from quotestance.records import Sentence, Span

_BLANK_LINE = re.compile(r"\n[^\S\n]*\r?\n")
_LETTER = re.compile(r"([^\W\d_])\. (?=\S)")
MIN_TURNS = 3
"""Paragraphs that a letter begins which says who speaks."""
WRAPPED = 0.2
"""Share of sentences with a line break inside from which on the text counts as hard-wrapped."""
LONGEST = 200
"""Sentences of one paragraph; what is longer is no paragraph of the news, and is read in parts, in linear time."""


@dataclass(frozen=True)
class Line:
    """One sentence: its words, and the same with quotations put together, in which the clauses stand."""

    span: Span
    words: list[Token]
    tokens: list[Token]
    clauses: list[Clause]


@dataclass(frozen=True)
class Paragraph:
    """Consecutive sentences without a paragraph border between them, and their outermost quotations."""

    lines: list[Line]
    marks: list[Marked]
    nested: list[Marked]


def read_paragraphs(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Paragraph]:
    """The sentences of a body as paragraphs."""
    groups = _unlettered(text, group_sentences(text, [s.span for s in sentences]))
    words = {span: tokenize(text, span, lexicon) for spans in groups for span in spans}
    if not lexicon.has("nouns"):
        capitals = Capitals()
        for tokens in words.values():
            capitals.see(tokens, lexicon)
        for tokens in words.values():
            capitals.settle(tokens, lexicon)
    settle_uncased(words.values(), lexicon)
    settle_surnames(words.values(), lexicon)
    marks = over_paragraphs(text, [Span(spans[0].start, spans[-1].end) for spans in groups])
    return [_paragraph(text, spans, words, one, lexicon) for spans, one in zip(groups, marks, strict=True)]


def group_sentences(text: str, spans: Sequence[Span]) -> list[list[Span]]:
    """A blank line ends a paragraph; a single line break too, unless the text is hard-wrapped; and so does LONGEST."""
    wrapped = sum("\n" in text[span.start : span.end] for span in spans) > WRAPPED * len(spans)
    groups: list[list[Span]] = []
    for span in spans:
        if groups and len(groups[-1]) < LONGEST and not _border(text[groups[-1][-1].end : span.start], wrapped):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _unlettered(text: str, groups: list[list[Span]]) -> list[list[Span]]:
    """The paragraphs without two letters that take turns: who asks and who answers ("Q. Why?", "A. I know.")."""
    letters = [found[1] if (found := _LETTER.match(text, spans[0].start, spans[0].end)) else "" for spans in groups]
    labels = {letter for letter, count in Counter(letters).items() if letter and count >= MIN_TURNS}
    asking = [any(mark in text[g[0].start : g[-1].end] for mark in "?՞؟") for g in groups]
    shares = [[asks for asks, one in zip(asking, letters, strict=True) if one == letter] for letter in labels]
    if len(labels) != 2 or not any(2 * sum(share) > len(share) for share in shares):
        return groups
    cut = [len("A. ") * (letter in labels) for letter in letters]
    return [[Span(g[0].start + n, g[0].end), *g[1:]] for g, n in zip(groups, cut, strict=True)]


def _border(gap: str, wrapped: bool) -> bool:
    return bool(gap.strip()) or bool(_BLANK_LINE.search(gap)) or ("\n" in gap and not wrapped)


def _paragraph(
    text: str,
    spans: Sequence[Span],
    words: Mapping[Span, list[Token]],
    found: tuple[list[Marked], list[Marked]],
    lexicon: Lexicon,
) -> Paragraph:
    marks, nested = found
    lines = []
    first = 0
    for span in spans:
        while first < len(marks) and marks[first].outer.end <= span.start:
            first += 1
        tokens = _untimed(collapse(text, words[span], marks, span, first, lexicon))
        tokens = without_asides(after_outlet(name_outlets(text, tokens, lexicon), lexicon), lexicon)
        lines.append(Line(span, words[span], tokens, find_clauses(tokens, lexicon)))
    return Paragraph(lines, marks, nested)


def _untimed(tokens: list[Token]) -> list[Token]:
    """The sentence without the time that it begins with in a live report ("22:31 The ministry says ...")."""
    lead = [token.word for token in tokens[:3]]
    timed = len(tokens) > 3 and lead[0].isdigit() and lead[1] in ":." and lead[2].isdigit() and len(lead[2]) == 2
    return tokens[3:] if timed and len(lead[0]) < 3 and (tokens[3].capital or tokens[3].kind == "quote") else tokens
