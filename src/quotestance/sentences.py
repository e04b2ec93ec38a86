"""Sentences as spans of an article's body, in one pass over the text.

Sentences inside a quotation are split as elsewhere: closing marks stay with the sentence before them, and what
follows a quotation without a capital (“Why?” he asked.) goes on with its last sentence. What is not done: a
sentence that starts without a capital in a script with capitals is not seen as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from quotestance.languages import Language
from quotestance.records import Article, Sentence, Span

_USUAL = r"\p{Sentence_Terminal}…"
_AMBIGUOUS = frozenset(".!?…:․")
"""Stops that also stand inside sentences; every other one ends a sentence wherever it stands."""
_CLOSE = r"""(?:[”»’›)\]}]|["'“«‘‹„](?!\w)|[ \u00a0\u202f][»›](?!\w)|\[\d{1,3}\])"""
_QUOTES = frozenset("\"'“”„«»‘’‹›")
_OPENING = frozenset("\"'“„«‘‹「『《(")
_ASKING = frozenset("?!…؟？！")
_REACH = 48
"""How many characters around a stop are looked at: keeps the work linear in the length of the text."""
_SHORT_FRAME = 4
"""Most words of a frame such as “Why?” Ivan Petrov asked. that joins the quotation before it."""

_NEXT = regex.compile(r"\s*+([^\w\s]?[^\w]*+)(\w?)")
_WORD = regex.compile(r"[\w'’]++")
_LAST = regex.compile(r"(?:[\w.]++[ \u00a0])?([\w.'’°&/-]++)$")
_INITIAL = r"(?:Дж|[CTSZKGP]h|D[zj]|Ts|Ու|\p{Lu})"
_INITIALS = regex.compile(rf"(?:{_INITIAL}(?:\.-|[.-])[ \u00a0]?)*{_INITIAL}")
_ORDINAL = regex.compile(r"\d{1,2}|[IVXL]+")
_MARKER = regex.compile(r"[•⁃▪◦●(\s]*+(?:\d{1,3}|\w)[.)]{1,2}")
_BLANK_LINE = regex.compile(r"(?:\r\n?+|[\n\u2029\f])[^\S\r\n]*+(?:(?:\r\n?+|[\n\u2029\f])\s*+)+|\u2029")
_ITEM = regex.compile(r"(?<!\S)(?:(?P<bullet>[•⁃▪◦●])|\(?(?P<number>\d{1,2}|[a-z])(?P<close>\.\)|[.)])(?=\s))")
_ANY_WORD = regex.compile(r"\w")


@dataclass(frozen=True)
class _Rules:
    usual: regex.Pattern[str]
    own: regex.Pattern[str] | None
    stops: str
    never: frozenset[str]
    final: frozenset[str]
    ordinals: bool
    starters: frozenset[str]


def split_sentences(article: Article, language: Language) -> tuple[Sentence, ...]:
    """The sentences of the article's body, in order, without white space around them.

    A blank line and the end of a body span always end a sentence. Every character of the body that is not white
    space belongs to exactly one sentence.
    """
    rules = _rules(
        language.stops, language.abbreviations, language.abbreviations_final, language.starters
    )  # fields, as a language as a whole need not be hashable
    return tuple(
        Sentence(article.id, sentence)
        for span in article.body
        for paragraph in _paragraphs(article.text, span)
        for sentence in _sentences(article.text, paragraph, rules)
    )


@lru_cache(maxsize=64)
def _rules(stops: tuple[str, ...], never: tuple[str, ...], final: tuple[str, ...], starters: tuple[str, ...]) -> _Rules:
    own = "".join(stops)
    words = frozenset(word.lower() for word in final)
    return _Rules(
        usual=_scanner(_USUAL + regex.escape(own)),
        own=_scanner(regex.escape(own)) if own else None,
        stops=own,
        never=frozenset(word.lower() for word in never),
        final=words,
        ordinals="#" in words,
        starters=frozenset(word.lower() for word in starters),
    )


def _scanner(stops: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?:[{stops}]++(?:[ \u00a0]\.)*+{_CLOSE}*+)++")


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for blank in _BLANK_LINE.finditer(text, span.start, span.end):
        if blank.start() > start:
            yield Span(start, blank.start())
        start = blank.end()
    if start < span.end:
        yield Span(start, span.end)


def _sentences(text: str, paragraph: Span, rules: _Rules) -> Iterator[Span]:
    """The pieces between the borders; a piece without a letter or digit joins the one before it."""
    held: Span | None = None
    for start, end in _pieces(text, paragraph, rules):
        piece = _trimmed(text, start, end)
        if piece is None:
            continue
        if held is not None and (not _has_word(text, piece) or not _has_word(text, held)):
            held = Span(held.start, piece.end)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _pieces(text: str, paragraph: Span, rules: _Rules) -> Iterator[tuple[int, int]]:
    start = paragraph.start
    for border in _borders(text, paragraph, rules):
        if border > start:
            yield start, border
            start = border
    yield start, paragraph.end


def _borders(text: str, paragraph: Span, rules: _Rules) -> Iterator[int]:
    """Where sentences end, in order: after the stops, and before the items of a list that opens the paragraph."""
    items = _items(text, paragraph)
    start, waiting = paragraph.start, next(items, None)
    scanner = _scanner_for(text, paragraph, rules)
    for stop in scanner.finditer(text, paragraph.start, paragraph.end):
        while waiting is not None and waiting <= stop.start():
            yield waiting
            start, waiting = waiting, next(items, None)
        if _ends(text, start, stop, paragraph.end, rules):
            yield stop.end()
            start = stop.end()
    if waiting is not None:
        yield waiting
    yield from items


def _scanner_for(text: str, paragraph: Span, rules: _Rules) -> regex.Pattern[str]:
    """The language's own stops where the paragraph closes with one of them, else the usual ones as well."""
    tail = text[max(paragraph.start, paragraph.end - _REACH) : paragraph.end].rstrip().rstrip("\"'”»’›)]} ,.-–—")
    return rules.own if rules.own is not None and tail.endswith(tuple(rules.stops)) else rules.usual


def _items(text: str, paragraph: Span) -> Iterator[int]:
    """Starts of the second and later items of a list written in one line, if the paragraph opens with the first."""
    first = _ITEM.match(text, paragraph.start, paragraph.end)
    if first is None:
        return
    expected = first
    for item in _ITEM.finditer(text, first.end(), paragraph.end):
        if item["bullet"] == first["bullet"] and item["close"] == first["close"] and _follows(expected, item):
            yield item.start()
            expected = item


def _follows(before: regex.Match[str], item: regex.Match[str]) -> bool:
    if before["bullet"]:
        return True
    if before["number"].isdigit():
        return item["number"].isdigit() and int(item["number"]) == int(before["number"]) + 1
    return ord(item["number"]) == ord(before["number"]) + 1


def _ends(text: str, start: int, stop: regex.Match[str], end: int, rules: _Rules) -> bool:
    """Whether the sentence from `start` ends with this stop and the marks that close after it."""
    marks, after = stop.group(), stop.end()
    lead, first, word = _following(text, after, end)
    definite = marks[0] not in _AMBIGUOUS
    if not text[after : after + 1].isspace():
        return _ends_tight(text, start, stop, first if _OPENING.issuperset(lead) else "", definite)
    if _omission(text, stop, start) or _MARKER.fullmatch(text, start, after):
        return False
    quoted = not _QUOTES.isdisjoint(marks)
    if _is_lower(first):
        return definite and not quoted
    if quoted and not _ends_quoted(text, marks, lead, first, word, end, rules):
        return False
    return len(marks) > 1 or marks not in ".․" or _ends_word(text, start, stop, word, rules)


def _following(text: str, after: int, end: int) -> tuple[str, str, int]:
    """The marks before the next word, its first character ("" where none is near), and where it stands."""
    found = _NEXT.match(text, after, min(end, after + _REACH))
    return (found.group(1), found.group(2), found.start(2)) if found else ("", "", after)


def _is_lower(character: str) -> bool:
    """Lower case in a script whose sentences start with capitals; Georgian has capitals but does not use them so."""
    return character.islower() and not "ა" <= character <= "ჿ"


def _ends_tight(text: str, start: int, stop: regex.Match[str], first: str, definite: bool) -> bool:
    """A stop without a space after it: a border in scripts that write none, and before a capital glued to it."""
    if not first or first.isdigit():
        return False
    if definite:
        return _QUOTES.isdisjoint(stop.group()) or _ASKING.isdisjoint(stop.group())
    before = text[max(start, stop.start() - 3) : stop.start()]
    glued = text[stop.end() : stop.end() + 2]
    token = text[max(start, stop.start() - _REACH) : stop.end() + _REACH]
    return len(before) == 3 and before.islower() and before.isalpha() and glued.istitle() and _plain(token, stop, start)


def _plain(token: str, stop: regex.Match[str], start: int) -> bool:
    """No address: the run of characters around the stop has no other stop, at sign, colon or slash."""
    middle = stop.start() - max(start, stop.start() - _REACH)
    word = (token[:middle].split() or [""])[-1] + (token[middle + len(stop.group()) :].split() or [""])[0]
    return not any(character in word.rstrip(".,:;!?") for character in ".@/:\\_")


def _omission(text: str, stop: regex.Match[str], start: int) -> bool:
    """[...], (…), <...>, or an ellipsis that opens the sentence."""
    dots = set(stop.group().rstrip("\"'”»’›)]}").replace(" ", "")) <= set(".…․")
    if not dots:
        return False
    if text[stop.start() - 1 : stop.start()] in ("[", "(", "<") and stop.start() > start:
        return True
    return not _ANY_WORD.search(text, start, stop.start())


def _ends_quoted(text: str, marks: str, lead: str, first: str, word: int, end: int, rules: _Rules) -> bool:
    """After a closing mark: not before a dash, and not before the short frame of the quotation just closed."""
    asks = not _ASKING.isdisjoint(marks)
    if lead.startswith(("-", "–", "—", "―")):
        return not asks and not _is_lower(first)
    if lead:
        return True
    if first.isalpha() and not first.isupper():
        return not asks
    return not _short_frame(text, word, end, rules)


def _short_frame(text: str, start: int, end: int, rules: _Rules) -> bool:
    """A few words up to the next stop, as in “Why?” Ivan Petrov asked."""
    clause = text[start : min(end, start + _REACH)]
    stop = regex.search(r"[.!?…։,:;\n\"“”«»]", clause)
    words = (clause if stop is None else clause[: stop.start()]).split()
    if (stop is not None and stop.group() not in ".։") or (stop is None and start + _REACH < end):
        return False
    return 1 < len(words) <= _SHORT_FRAME and words[0].lower() not in rules.starters and words[-1].islower()


def _ends_word(text: str, start: int, stop: regex.Match[str], following: int, rules: _Rules) -> bool:
    """Whether a single full stop ends the sentence, by the word before it and the word after it."""
    last = _LAST.search(text, max(start, stop.start() - _REACH), stop.start())
    if last is None:
        return True
    for word in (last.group(), last.group(1)):  # with the word before it first: "т. п." is not "п."
        if word.lower() in rules.never or (
            word.lower() + "#" in rules.never and text[following : following + 1].isdigit()
        ):
            return False
        if word.lower() in rules.final or _INITIALS.fullmatch(word):
            return _starts(text, following, rules)
    if rules.ordinals and _ORDINAL.fullmatch(last.group(1)):
        return text[following - 1 : following] in _QUOTES or _starts(text, following, rules)
    return True


def _starts(text: str, start: int, rules: _Rules) -> bool:
    word = _WORD.match(text, start, start + _REACH)
    if word is None or text[word.end() : word.end() + 1] == ".":
        return False
    return word.group().lower() in rules.starters


def _trimmed(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    right = len(piece.rstrip())
    return Span(start + left, start + right) if right > left else None


def _has_word(text: str, span: Span) -> bool:
    return _ANY_WORD.search(text, span.start, span.end) is not None
