"""Sentences as spans of an article's body: sentencex proposes the borders, the rules here mend them.

sentencex knows the stops of every script and the abbreviations of some forty languages, but it splits no quotation
and no bracket, ends sentences before lower case, and takes "me" and "no" for abbreviations. So it is shown the text
without marks; and where a language file has abbreviations, they count instead of its own. What is not done: a
sentence that starts without a capital in a script with capitals is not seen as one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import regex
import sentencex

from quotestance.languages import Language
from quotestance.records import Article, Sentence, Span

_USUAL = r"\p{Sentence_Terminal}…"
_AMBIGUOUS = frozenset(".!?…:․")
"""Stops that also stand inside sentences; every other one ends a sentence wherever it stands."""
_CLOSE = r"""(?:[”»’›)\]}]|["'“«‘‹„](?!\w)|[ \u00a0\u202f][»›](?!\w)|\[\d{1,3}\])"""
_QUOTES = frozenset("\"'“”„«»‘’‹›")
_OPENING = frozenset("\"'“„«‘‹「『《(")
_DASHES = frozenset("-–—―")
_ASKING = frozenset("?!…؟？！")
_REACH = 48
"""How many characters around a stop are looked at: keeps the work linear in the length of the text."""
_SHORT_FRAME = 4
"""Most words of a frame such as “Why?” Ivan Petrov asked. that joins the quotation before it."""

_UNSEEN = regex.compile(r"[^\S ]|[\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Cs}\"'`<>@]")
_NUMBER = regex.compile(r"\d(?<=\p{Ll}{3}[.!?]{1,3} {1,3}\d)")
"""A number that begins a sentence: in German sentencex ends none before it."""
_ANY_WORD = regex.compile(r"\w")
_NEXT = regex.compile(r"\s*+([^\w\s]?[^\w]*+)(\w?)")
_LETTERS = regex.compile(r"(?:\s*\p{Lu}\.)++")
_WORD = regex.compile(r"[\w'’]++")
_LAST = regex.compile(r"(?:[\w.]++[ \u00a0])?([\w.'’°&/-]++)$")
_SITE = regex.compile("(?:Az|Com|Info|Net|Org|Ru|Tv)(?![^\\W_])|(?:Am|Ge)(?=[-'’])")
"""The end of an address in capitals ("Dukan.Az-a")."""
_INITIAL = r"(?:Дж|[CTSZKGP]h|D[zj]|Ts|Ու|\p{Lu}|[ა-ჿ])"
_INITIALS = regex.compile(rf"(?:{_INITIAL}(?:\.-|[.-])[ \u00a0]?)*{_INITIAL}")
_ORDINAL = regex.compile(r"\d{1,2}|[IVXL]+")
_MARKER = regex.compile(r"[•⁃▪◦●(\s]*+(?:\d{1,3}|\w)[.)]{1,2}")
_BLANK_LINE = regex.compile(r"(?:\r\n?+|[\n\u2029\f])[^\S\r\n]*+(?:(?:\r\n?+|[\n\u2029\f])\s*+)+|\u2029")
_ITEM = regex.compile(r"(?<!\S)(?:(?P<bullet>[•⁃▪◦●])|\(?(?P<number>\d{1,2}|[a-z])(?P<close>\.\)|[.)])(?=\s))")


@dataclass(frozen=True)
class _Rules:
    code: str
    stops: regex.Pattern[str]
    own: str
    never: frozenset[str]
    final: frozenset[str]
    starters: frozenset[str]


def split_sentences(article: Article, language: Language) -> tuple[Sentence, ...]:
    """The sentences of the article's body, in order, without white space around them.

    A blank line and the end of a body span always end a sentence. Every character of the body that is not white
    space belongs to exactly one sentence.
    """
    rules = _rules(
        article.language, language.stops, language.abbreviations, language.abbreviations_final, language.starters
    )  # fields, as a language as a whole need not be hashable
    return tuple(
        Sentence(article.id, Span(paragraph.start + sentence.start, paragraph.start + sentence.end))
        for span in article.body
        for paragraph in _paragraphs(article.text, span)
        for sentence in _sentences(paragraph.of(article.text), rules)
    )


@lru_cache(maxsize=64)
def _rules(code: str, stops: tuple[str, ...], *words: tuple[str, ...]) -> _Rules:
    never, final, starters = (frozenset(word.lower() for word in kind) for kind in words)
    return _Rules(code, _stops(_USUAL + regex.escape("".join(stops))), "".join(stops), never, final, starters)


@lru_cache(maxsize=64)
def _stops(characters: str) -> regex.Pattern[str]:
    return regex.compile(rf"(?:[{characters}]++(?:[ \u00a0]\.)*+{_CLOSE}*+)++")


def _paragraphs(text: str, span: Span) -> Iterator[Span]:
    start = span.start
    for blank in _BLANK_LINE.finditer(text, span.start, span.end):
        if blank.start() > start:
            yield Span(start, blank.start())
        start = blank.end()
    if start < span.end:
        yield Span(start, span.end)


def _sentences(text: str, rules: _Rules) -> Iterator[Span]:
    """The pieces of a paragraph between its borders; one without a letter or digit joins the one before it."""
    held: Span | None = None
    worded = False
    for start, end in pairwise(chain((0,), _borders(text, rules), (len(text),))):
        piece = text[start:end]
        if not piece.strip():
            continue
        span = Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
        has_word = _ANY_WORD.search(piece) is not None
        if held is not None and not (worded and has_word):
            held, worded = Span(held.start, span.end), worded or has_word
            continue
        if held is not None:
            yield held
        held, worded = span, has_word
    if held is not None:
        yield held


def _borders(text: str, rules: _Rules) -> Iterator[int]:
    """Where sentences end, in order: after the stops, and before the items of a list that opens the paragraph."""
    items = _items(text)
    start, waiting = 0, next(items, None)
    for stop in _proposed(text, rules):
        while waiting is not None and waiting <= stop.start:
            yield waiting
            start, waiting = waiting, next(items, None)
        if _ends(text, start, stop, rules):
            yield stop.end
            start = stop.end
    if waiting is not None:
        yield waiting
    yield from items


def _proposed(text: str, rules: _Rules) -> Iterator[Span]:
    """The stops, with the marks that close after them, at which sentencex ends sentences.

    It is shown a text of the same length: where marks close after a stop more stops, other marks as spaces, on some
    of which it fails or takes quadratic time (1.0.32: a no-break space after a quotation, many quotations).
    """
    only_own = text[-_REACH:].rstrip().rstrip("\"'”»’›)]} ,.-–—").endswith(tuple(rules.own))
    stops = _stops(regex.escape(rules.own)) if only_own else rules.stops
    starts = {stop.end(): stop.start() for stop in stops.finditer(text)}
    shown = _NUMBER.sub("X", _UNSEEN.sub(" ", stops.sub(lambda stop: _shown(stop.group(), rules), text)))
    for found in sentencex.get_sentence_boundaries(rules.code, shown):
        end = found["start_index"] + len(found["text"].rstrip())
        if end in starts or (end and not only_own):
            yield Span(starts.get(end, end - 1), end)


def _shown(stop: str, rules: _Rules) -> str:
    """A stop as sentencex sees it: it looks for its abbreviations before a single full stop only."""
    if stop == "." and not rules.starters:
        return stop
    return ("!" if stop[0] in ".…․" else stop[0]) * len(stop)


def _items(text: str) -> Iterator[int]:
    """Starts of the second and later items of a list written in one line, if the paragraph opens with the first."""
    expected = first = _ITEM.match(text)
    if first is None or expected is None:
        return
    for item in _ITEM.finditer(text, first.end()):
        if item["bullet"] == first["bullet"] and item["close"] == first["close"] and _follows(expected, item):
            yield item.start()
            expected = item


def _follows(before: regex.Match[str], item: regex.Match[str]) -> bool:
    if before["bullet"]:
        return True
    if before["number"].isdigit():
        return item["number"].isdigit() and int(item["number"]) == int(before["number"]) + 1
    return ord(item["number"]) == ord(before["number"]) + 1


def _ends(text: str, start: int, stop: Span, rules: _Rules) -> bool:
    """Whether the sentence from `start` ends with this stop and the marks that close after it."""
    marks = stop.of(text)
    lead, first, word = _following(text, stop.end)
    definite = marks[0] not in _AMBIGUOUS
    if not text[stop.end : stop.end + 1].isspace():
        if marks == "." and lead[:1] in "–—" and lead[1:2].isspace() and first.isupper():
            return text[start : stop.start][-3:].islower()  # "«...,— сказал он.— Речь о ...»"
        tight = _OPENING.issuperset(lead) or (definite and lead.strip() in _DASHES)
        return _ends_tight(text, start, stop, first if tight else "", definite)
    if stop.end - start < _REACH and (_omission(text, start, stop) or _MARKER.fullmatch(text, start, stop.end)):
        return False
    if lead.strip() == ":" and _LETTERS.fullmatch(text, start, stop.end):
        return False  # "V. D. : Nous sommes là."
    quoted = not _QUOTES.isdisjoint(marks)
    if _is_lower(first):
        return definite and not quoted
    if quoted and not _ends_quoted(text, marks, lead, first, word, rules):
        return False
    return len(marks) > 1 or marks not in ".․" or _ends_word(text, start, stop.start, word, rules)


def _following(text: str, after: int) -> tuple[str, str, int]:
    """The marks before the next word, its first character ("" where none is near), and where it stands."""
    found = _NEXT.match(text, after, after + _REACH)
    return (found.group(1), found.group(2), found.start(2)) if found else ("", "", after)


def _is_lower(character: str) -> bool:
    """Lower case in a script whose sentences start with capitals; Georgian has capitals but does not use them so."""
    return character.islower() and not "ა" <= character <= "ჿ"


def _ends_tight(text: str, start: int, stop: Span, first: str, definite: bool) -> bool:
    """A stop without a space after it: a border in scripts that write none, and before a capital glued to it."""
    if not first or first.isdigit():
        return False
    if definite:
        return _QUOTES.isdisjoint(stop.of(text)) or _ASKING.isdisjoint(stop.of(text))
    before = text[max(start, stop.start - 3) : stop.start]
    glued = text[stop.end : stop.end + 2]
    return len(before) == 3 and before.islower() and before.isalpha() and glued.istitle() and _plain(text, start, stop)


def _plain(text: str, start: int, stop: Span) -> bool:
    """No address: the run around the stop has no other stop, at sign, colon or slash; nor is it all in «Wave.Media»."""
    before = text[max(start, stop.start - _REACH) : stop.start].split() or [""]
    after = text[stop.end : stop.end + _REACH].split() or [""]
    if (before[-1][:1] in _OPENING and not _QUOTES.isdisjoint(after[0])) or _SITE.match(after[0]):
        return False
    return not any(character in (before[-1] + after[0]).rstrip(".,:;!?") for character in ".@/:\\_")


def _omission(text: str, start: int, stop: Span) -> bool:
    """[...], (…), <...>, or an ellipsis that opens the sentence."""
    dots = set(stop.of(text).rstrip("\"'”»’›)]}").replace(" ", "")) <= set(".…․")
    before = text[start : stop.start]
    return dots and (before.endswith(("[", "(", "<")) or not _ANY_WORD.search(before))


def _ends_quoted(text: str, marks: str, lead: str, first: str, word: int, rules: _Rules) -> bool:
    """After a closing mark: not before a dash, and not before the short frame of the quotation just closed."""
    asks = not _ASKING.isdisjoint(marks)
    if lead[:1] in _DASHES:
        return not asks and not _is_lower(first)
    if lead:
        return True
    if first.isalpha() and not first.isupper():
        return not asks
    return not _short_frame(text, word, rules)


def _short_frame(text: str, start: int, rules: _Rules) -> bool:
    """A few words up to the next stop, as in “Why?” Ivan Petrov asked."""
    clause = text[start : start + _REACH]
    stop = regex.search(r"[.!?…։,:;\n\"“”«»]", clause)
    words = (clause if stop is None else clause[: stop.start()]).split()
    if (stop is not None and stop.group() not in ".։") or (stop is None and start + _REACH < len(text)):
        return False
    return 1 < len(words) <= _SHORT_FRAME and words[0].lower() not in rules.starters and words[-1].islower()


def _ends_word(text: str, start: int, stop: int, following: int, rules: _Rules) -> bool:
    """Whether a single full stop ends the sentence, by the word before it and the word after it."""
    last = _LAST.search(text, max(start, stop - _REACH), stop)
    if last is None:
        return True
    for word in (last.group(), last.group(1)):  # with the word before it first: "т. п." is not "п."
        if word.lower() in rules.never or (
            word.lower() + "#" in rules.never and text[following : following + 1].isdigit()
        ):
            return False
        if word.lower() in rules.final or _INITIALS.fullmatch(word):
            return _starts(text, following, rules)
    if "#" in rules.final and _ORDINAL.fullmatch(last.group(1)):
        return text[following - 1 : following] in _QUOTES or _starts(text, following, rules)
    return True


def _starts(text: str, start: int, rules: _Rules) -> bool:
    word = _WORD.match(text, start, start + _REACH)
    if word is None or text[word.end() : word.end() + 1] == ".":
        return False
    return word.group().lower() in rules.starters
