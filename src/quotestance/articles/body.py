"""Which lines of a page are the article, and which is its headline.

Two kinds of knowledge decide. The language's rules (`quotestance.languages.Page`) name lines by their words. The
shape of the text says the rest: a paragraph of an article ends like a sentence or is long, while headlines, captions,
section headings and links do not. What is not done: a caption that is a full sentence, without a word such as
"photo", is taken for body.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from quotestance.articles.lines import ITEM, Line, join_wrapped, normalised, paragraph_lines
from quotestance.articles.rules import PageRules, compile_page
from quotestance.languages import Page
from quotestance.records import Span

_MANY_WORDS = 25
_MANY_CHARACTERS = 160
"""A line as long as either is a paragraph even if it does not end like a sentence."""
_SENTENCE_WORDS = 15
"""Within the body, a line of so many words is no heading even without a stop at its end."""
_CLAUSES_WORDS = 8
"""The same for a line with a comma in it."""
_SECTION_WORDS = 3
"""A first line of at most so many words is a section's name when a longer headline follows."""
_KICKER_ENDS = (":", ";", "؛", ",", "،")
"""Ends of a line that announces the headline below it."""
_HEADLINE_WORDS = 5
_UNPUNCTUATED_CHARACTERS = 40
"""From this length a line is a paragraph where the text is written without stops."""
_DATELINE_LINES = 2
"""In how many paragraphs at the start a dateline is looked for."""
_CUT_CHARACTERS = 200
"""After fewer characters of body a line that would end the article is a tool bar, and only it is left out."""
_REPEATED_CHARACTERS = 60
_SAID = 100_000
"""Characters in which a heading's quotation is looked for."""
_PUNCTUATED = 0.3
"""Share of long lines that end like sentences below which the text counts as written without stops."""

_ENDED = regex.compile(r"""(?:[\p{Sentence_Terminal}…:;](?:["'”»’›“‘„)\]}*\s]|\[\d{1,3}\])*|,["”»])$""")
_GOES_ON = regex.compile(r"[,;–—-]$|^[•▪●◦*–—-]\s|^\(?\d{1,2}[.)]\s|^[\"“„«»‘]|[,.?!…][\"”»“]|[\"”»“],")
_QUOTED = regex.compile(r"[\"“„«]([^\"“”„«»]+)[\"”“»]|^[‘'](.+)[’']$")
_SPOKEN = regex.compile(r"^(?:[–—-]\s)?[\"“„«‘'’][^\"“”„«».?!…:]+[\"”»“’']$")
"""One quotation without a stop in or behind it."""
_TAIL = 80
"""Characters at the end of a line in which its last stop is looked for."""
_NO_LETTER = regex.compile(r"[^\p{L}]*")
_WORD = regex.compile(r"\w[\w'’.-]*+")
_CLOSING = regex.compile(r"[\"'”»’›“‘)\]}*\s]+$")


@dataclass(frozen=True)
class Body:
    """The headline ("" where there is none) and the spans of the article's own paragraphs, in order."""

    title: str
    spans: tuple[Span, ...]


def find_body(text: str, page: Page, *, title: str = "") -> Body:
    """The headline and the body of `text`; a `title` that is given wins, and its copies in the text are left out.

    A dateline is cut off the first paragraphs, and hard-wrapped lines make one span. Where no line looks like a
    paragraph, every line that no rule of the page leaves out is body.
    """
    rules = compile_page(page)
    lines = join_wrapped(paragraph_lines(text), lambda line: rules.cut(line) or rules.box(line))
    shape = _Shape.of(lines)
    first = next((index for index, line in enumerate(lines) if _opens(lines, index, rules, shape, title)), len(lines))
    headline = title or _headline(lines[:first], rules)
    if first == len(lines):
        return Body(headline if len(lines) > 1 else title, _everything(lines, rules, headline))
    kept = _kept(lines[first:], rules, shape, normalised(headline))
    return Body(headline, tuple(_without_dateline(text, kept, rules)))


@dataclass(frozen=True)
class _Shape:
    """What holds for the page as a whole."""

    punctuated: bool
    repeated: frozenset[str]
    said: str
    """The paragraphs, normalised: what a heading or caption quotes stands in them too."""

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Shape:
        long = [line for line in lines if len(line.text) >= _MANY_CHARACTERS]
        ended = sum(1 for line in long if _ENDED.search(line.text[-_TAIL:]))
        counts = Counter(normalised(line.text) for line in lines)
        return cls(
            punctuated=not long or ended >= _PUNCTUATED * len(long),
            repeated=frozenset(key for key, count in counts.items() if count > 1),
            said=" ".join(normalised(line.text) for line in lines if _ENDED.search(line.text[-_TAIL:]))[:_SAID],
        )

    def quotes(self, line: Line) -> bool:
        """Whether a line without a stop quotes what a paragraph says: a heading or a caption."""
        found = _QUOTED.search(line.text)
        return found is not None and normalised(found[1] or found[2]) in self.said


def _opens(lines: Sequence[Line], index: int, rules: PageRules, shape: _Shape, title: str) -> bool:
    """Whether this line can be the first paragraph."""
    line = lines[index]
    if rules.names(line.text) or not _is_paragraph(line, shape):
        return False
    if line.text.endswith((":", ";")) and line.words <= _SECTION_WORDS:
        return False
    if title or len(lines) == 1 or not _may_be_headline(line):
        return True
    return any(not rules.names(one.text) and one.words > _SECTION_WORDS for one in lines[:index])


def _may_be_headline(line: Line) -> bool:
    """Headlines end in a question mark, an exclamation mark or a closing quotation mark, never in a full stop."""
    bare = _CLOSING.sub("", line.text[-_TAIL:])
    return line.words < _MANY_WORDS and len(line.text) < _MANY_CHARACTERS and bare.endswith(("?", "!", "؟", "…"))


def _is_paragraph(line: Line, shape: _Shape) -> bool:
    if line.words >= _MANY_WORDS or len(line.text) >= _MANY_CHARACTERS:
        return True
    return bool(_ENDED.search(line.text[-_TAIL:])) or (
        not shape.punctuated and len(line.text) >= _UNPUNCTUATED_CHARACTERS
    )


def _headline(before: Sequence[Line], rules: PageRules) -> str:
    """The headline among the lines before the first paragraph; a section's name is not one if more follows."""
    candidates = [line for line in before if not rules.names(line.text) and not _NO_LETTER.fullmatch(line.text)]
    candidates = [line for line in candidates if not line.text.endswith(_KICKER_ENDS)] or candidates
    for line, following in pairwise(candidates):
        if line.words > _SECTION_WORDS or following.words < _HEADLINE_WORDS:
            return line.text
    return candidates[-1].text if candidates else ""


def _everything(lines: Sequence[Line], rules: PageRules, headline: str) -> tuple[Span, ...]:
    """The body of a page on which nothing looks like a paragraph."""
    if len(lines) == 1:
        return (lines[0].span,)
    key = normalised(headline)
    return tuple(line.span for line in lines if not rules.names(line.text) and normalised(line.text) != key)


def _kept(lines: Sequence[Line], rules: PageRules, shape: _Shape, headline: str) -> list[Line]:
    kept: list[Line] = []
    seen: set[str] = set()
    in_box, head = False, -1
    for index, line in enumerate(lines):
        if rules.cut(line.text) and len(kept) > 1 and kept[-1].span.end - kept[0].span.start >= _CUT_CHARACTERS:
            break
        key = normalised(line.text)
        head = index if rules.box(line.text) else head
        listed = 0 <= head < index and lines[head + 1].block == lines[head].block < line.block
        in_box = head == index or (in_box and not _leaves_box(line, shape, listed))
        if in_box or key == headline or key in seen or rules.names(line.text):
            continue
        led = index > 0 and lines[index - 1].text.endswith(_KICKER_ENDS)
        if (led or not _is_heading(line)) and _belongs(line, lines[index + 1 : index + 2], shape, key):
            kept.append(line)
            if len(line.text) >= _REPEATED_CHARACTERS:
                seen.add(key)
    return kept


def _leaves_box(line: Line, shape: _Shape, listed: bool) -> bool:
    """A paragraph; where its headlines were `listed` without blank lines, behind one also what may be a headline."""
    return _is_paragraph(line, shape) and (listed or not _may_be_headline(line)) and not ITEM.match(line.text)


def _is_heading(line: Line) -> bool:
    """Few words in capitals, or that are nothing but a quotation without a stop."""
    return line.words < _SENTENCE_WORDS and (line.text.isupper() or bool(_SPOKEN.search(line.text)))


def _belongs(line: Line, following: Sequence[Line], shape: _Shape, key: str) -> bool:
    """A paragraph, or a line that goes on: speech, a list, a sentence broken in two."""
    if _is_paragraph(line, shape):
        return True
    if key in shape.repeated or _NO_LETTER.fullmatch(line.text) or shape.quotes(line):
        return False
    if _GOES_ON.search(line.text) or line.text[0].islower() or _is_sentence(line.text):
        return True
    return bool(following) and following[0].text[0].islower()


def _is_sentence(text: str) -> bool:
    """Long for a heading, and not written with capitals as one."""
    words = _WORD.findall(text)
    fewest = _CLAUSES_WORDS if "," in text else _SENTENCE_WORDS
    return len(words) >= fewest and 2 * sum(word[0].isupper() for word in words) < len(words)


def _without_dateline(text: str, kept: Sequence[Line], rules: PageRules) -> Iterator[Span]:
    for number, line in enumerate(kept):
        cut = rules.dateline(line.span.of(text)) if number < _DATELINE_LINES else 0
        if line.span.start + cut < line.span.end:
            yield Span(line.span.start + cut, line.span.end)
