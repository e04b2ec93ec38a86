"""Words and punctuation of one sentence, with the tags that the language's knowledge gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.marks import Marked
from quotestance.records import Span

MAX_TOKENS = 1500
"""No sentence of news is longer; what lies beyond is not analysed."""
_TOKEN = re.compile(
    r"[^\W\d_]\.-[^\W\d_](?=\.)|(?<=\s)['’]t(?=\s[A-Z])|[^\W_]{1,2}['’](?=[\"«“„])|[^\W_]+(?:['’ʼ՚\-‑&\u055a-\u055c\u055e][^\W_]+|\.(?=[^\W_]\.)[^\W_]|\.(?i:az|com|org|net|info|tv|ua|ru|pl|am|ge|news|media|медіа|медиа|нет)(?![^\W_])|(?<=\d)[.,](?=\d)\d+|[\u055b\u055c\u055e](?!\w)"
    r"|[\u064b-\u0655\u0900-\u0903\u093a-\u094f\u200c]+[^\W_]*)*|[^\w\s]|_+"
)
_INITIALS = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*|[js]r")
_GOES_ON = re.compile(r"[\s-]*[\w,;(–—]")
WHOLE = "whole"
"""Tag of a quotation that begins with a capital letter and ends like a sentence."""
NAME_WORDS = 5
"""Words that the name of a body in marks may have."""
MAX_SORT = 3
"""Words, attributes first, that say what sort of body it is."""
MIN_NAME = 3
"""Letters of a name."""
_OWNING = ("ի", "ու")
"""Armenian genitives."""
_BODY = frozenset(["bodies"])
_FIRST = frozenset(["men", "women"])
_TOLD = frozenset(["prepositions", "audience"])
"""Of a preposition of whom somebody speaks to ("gegenüber «Ostblick»")."""
_NO_NAMES = frozenset(["places", "bodies", "titles", "not_names", "adverbs", "determiners"])
_JOINING = frozenset(["prepositions", "conjunctions", "subordinators", "adverbs", "auxiliaries", "pronouns"])
MARKS = frozenset("\"'«»“”„‟‘’‚‹›")
_NONE: frozenset[str] = frozenset()
_CLAUSE = frozenset(["complements"])
_OBJECT = re.compile("n[ıiuü]$")
"""How a complement ends that a final verb governs though it closes a quotation ("“beklemesi gerektiğini” dedi")."""
_FULL_STOPS = frozenset(".!?…,։:")


class Token(NamedTuple):
    """One word, punctuation mark, or quotation taken as a whole; offsets into the article's text."""

    start: int
    end: int
    word: str
    """Folded; for a quotation the empty string."""
    tags: frozenset[str]
    kind: str
    """`word`, `point` (punctuation) or `quote`."""
    capital: bool
    mark: int = -1
    """Of a quotation: its place in the paragraph's marks."""


def tokenize(text: str, span: Span, lexicon: Lexicon) -> list[Token]:
    """The tokens of `text` in `span`, in order; about MAX_TOKENS at most."""
    found: list[Token] = []
    parts = lexicon.parts
    for match in _TOKEN.finditer(text, span.start, span.end):
        start = match.start()
        if match.group() == "." and found and _shortens(text, found[-1], start, span.end):
            found[-1] = _initial(found[-1]._replace(end=match.end()), *found[-2:-1])
            continue
        for part in parts(match.group())[:MAX_TOKENS]:
            found.append(Token(start + part.start, start + part.end, part.word, part.tags, part.kind, part.capital))
        if len(found) >= MAX_TOKENS:
            break
    return found


def _shortens(text: str, initial: Token, stop: int, end: int) -> bool:
    """Whether the stop belongs to the initials before it: the sentence goes on ("J.K. Stone", "Ada B.,")."""
    upper = initial.end == stop and text[initial.start].title() == text[initial.start]
    return upper and bool(_INITIALS.fullmatch(initial.word)) and _GOES_ON.match(text, stop + 1, end) is not None


def _initial(token: Token, *before: Token) -> Token:
    """The initial of a name is no other word ("В. Ким", "Jan O. Ek"); only a title if no name stands before it."""
    titled = "titles" in token.tags and not any(word.capital and word.tags <= _FIRST for word in before)
    return token if titled or len(token.word) > 1 else token._replace(tags=_NONE)


def collapse(
    text: str, tokens: Sequence[Token], marks: Sequence[Marked], span: Span, first: int, lexicon: Lexicon
) -> list[Token]:
    """The tokens of the sentence `span` with each outermost quotation put together; marks before `first` are past.

    The name of a body in marks, where it follows the word for it, is a word like others; by language every name is.
    """
    plain, titled = not lexicon.has("modifier_first"), lexicon.has("marked_names")
    number = first
    found: list[Token] = []
    for index, token in enumerate(tokens):
        while number < len(marks) and marks[number].outer.end <= token.start:
            number += 1
        if number >= len(marks) or token.end <= marks[number].outer.start:
            if found and found[-1].kind == "quote":
                if _is_told(text, found, token, lexicon):
                    found[-1] = named(text, found[-1], False)
                elif _leads_to(text, found, tokens[index : index + MAX_SORT], plain):
                    found[-1] = named(text, found[-1], token.start > found[-1].end)
                elif titled and not plain and _is_titled(text, found[-1], token):
                    found[-1] = named(text, found[-1], token.kind == "point")
            if found and _is_ending(text, found[-1], token):
                found[-1] = named(text, found[-1]._replace(end=token.end), bool(found[-1].tags))
                continue
            found.append(token)
        elif not found or found[-1].mark != number:
            quotation = _quotation(text, marks[number], number, span)
            lead = _described(found) if lexicon.has("mixed") else found[-1:]
            name = plain and lead and _is_name(text, lead[0], quotation)
            work = titled and found and _is_work(text, found[-1], quotation, lexicon)
            work = work or (found and found[-1].tags >= _TOLD and like_name(text, quotation))
            found.append(named(text, quotation, not work) if name or work else quotation)
        elif found[-1].kind == "quote" and token.kind == "word":
            clause = _CLAUSE if "complements" in token.tags and _OBJECT.search(token.word) else _NONE
            found[-1] = found[-1]._replace(tags=found[-1].tags - _CLAUSE | clause)
    for index, token in enumerate(found[:-2]):  # "«Волна» сообщает, что"
        verb, lead = found[index + 1], found[index + 2 : index + 4]
        told = any("complementizers" in t.tags for t in lead[: 1 + (lead[0].word in {",", "،"})])
        if token.kind == "quote" and told and lexicon.patterns(verb.word) and like_name(text, token):
            found[index] = named(text, token)
        elif token.kind == "quote" and not plain and verb.capital and verb.start - token.end == 1:
            body = next((t for t in found[index + 2 : index + 4] if "bodies" in t.tags or not t.capital), verb)
            if "bodies" in body.tags and body.capital and like_name(text, token):
                found[index] = named(text, token)  # "“Umut Evi” Gençlik Derneği"
        elif token.kind == "quote" and titled and not plain and _is_employer(text, found, index, lexicon):
            found[index] = named(text, token, False)
    return found


def _leads_to(text: str, found: Sequence[Token], after: Sequence[Token], named: bool) -> bool:
    """Whether the quotation before these is a name: of a body, or of where a person works ("тренер «Волны» X").

    Where modifiers come first the sort of body may have some ("“Zirvə” İctimai Birliyi").
    """
    quotation, token = found[-1], after[0]
    if not named:
        cased = token.start == quotation.end and token.kind == "word" and like_name(text, quotation)
        sort = next((t for t in after if "bodies" in t.tags or not (t.capital or "attributes" in t.tags)), token)
        return cased or _is_name(text, sort._replace(start=token.start), quotation)
    before = found[-2] if len(found) > 1 else None
    between = before is not None and before.kind == "word" and quotation.start - before.end == 1
    person = token.capital and token.start - quotation.end == 1
    return between and person and like_name(text, quotation)


def _described(found: Sequence[Token]) -> Sequence[Token]:
    """The last word, with the one before it where it only describes that ("روزنامهٔ فرانسوی «...»")."""
    noun = found[-2:-1] if found and not found[-1].tags.isdisjoint(("bridges", "places")) else ()
    return [noun[0]._replace(end=found[-1].end)] if noun else found[-1:]


def _is_name(text: str, word: Token, quotation: Token) -> bool:
    """Whether a quotation right beside the word for a body is its name ("комбинат «Заря»")."""
    body = "bodies" in word.tags and "groups" not in word.tags
    return body and 1 in (quotation.start - word.end, word.start - quotation.end) and like_name(text, quotation)


def _is_told(text: str, found: Sequence[Token], token: Token, lexicon: Lexicon) -> bool:
    """Whether the quotation between a verb and its subject is the paper spoken to ("рассказал «Голосу» директор X")."""
    quotation, told = found[-1], text[found[-1].start : found[-1].end].rstrip("".join(MARKS))
    subject = token.capital or not token.tags.isdisjoint(("titles", "bodies", "prepositions"))
    closed = token.word == "," and len(found) > 2 and "pronouns" in found[-2].tags  # "сказал он «Голосу», ..."
    cue = len(found) > 1 and bool(lexicon.patterns(found[-3 if closed else -2].word))
    uncased = lexicon.has("mixed") and token.word[0].isalpha() and token.word[0].title() == token.word[0]
    told_so = closed or ((subject or uncased) and token.kind == "word")
    return cue and told.endswith(lexicon.speech.datives) and told_so and like_name(text, quotation)


def _is_work(text: str, word: Token, quotation: Token, lexicon: Lexicon) -> bool:
    """Whether a quotation right behind a common noun is a name ("шахта «Глубокая»", "роман «Тишина»")."""
    noun = word.kind == "word" and quotation.start - word.end == 1 and not word.tags & _JOINING
    return (
        noun
        and (not word.capital or "titles" in word.tags)
        and not lexicon.patterns(word.word)
        and like_name(text, quotation)
    )


def _is_titled(text: str, quotation: Token, token: Token) -> bool:
    """Whether a common noun or the ending of a case follows the quotation, as a name ("«Տուն» վեպը", "«Տուն»-ի")."""
    owned = token.word.endswith("ում") and text[quotation.end - 2] == "ի"  # "«Տուն» ընկերության «Լուրի» պատասխանում"
    noun = token.start - quotation.end == 1 and not token.capital and (token.word[-1:] in "ըինվ" or owned)
    ending = token.word == "-" and token.start == quotation.end and text[token.end : token.end + 1].isalpha()
    return (noun or ending) and like_name(text, quotation)


def _is_employer(text: str, found: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether a genitive in marks stands before a title and a name ("«Լեռնականի» գլխավոր մարզիչ X")."""
    name, after = text[found[index].start : found[index].end].rstrip("".join(MARKS)), found[index + 1 : index + 5]
    title = next((n for n, token in enumerate(after) if "titles" in token.tags), 0 if after[0].capital else len(after))
    held = title + 1 < len(after) and after[title + 1].capital
    plain = all(token.kind == "word" and not lexicon.patterns(token.word) for token in after[: title + 1])
    return name.endswith(_OWNING) and held and plain and like_name(text, found[index])


def _is_ending(text: str, name: Token, token: Token) -> bool:
    """Whether the token is part of the ending that a hyphen joins to a name in marks."""
    joined = name.kind == "word" and name.mark >= 0 and name.end == token.start
    return joined and (token.kind == "word" or (token.word == "-" and text[token.end : token.end + 1].isalpha()))


def like_name(text: str, quotation: Token) -> bool:
    """Whether what stands between the marks can be a name."""
    inner = text[quotation.start : quotation.end].strip("".join(MARKS))
    inner = inner.strip() if inner[:1].isspace() else inner
    upper = inner[:1].isalpha() and inner[0].title() == inner[0]
    return upper and inner[-1:].isalnum() and inner.count(" ") < NAME_WORDS and "," not in inner


def named(text: str, quotation: Token, body: bool = True) -> Token:
    """A quotation as a word, by default that of a body."""
    word = text[quotation.start : quotation.end].lower()
    return Token(quotation.start, quotation.end, word, _BODY if body else _NONE, "word", body, quotation.mark)


def describes(tokens: Sequence[Token], index: int, body: bool, free: bool) -> bool:
    """Whether a word says which `body` or office the next one is: an attribute or name in marks; where words are `free`
    also one capitalised word that is short or in the genitive ("ԱԻ նախարարը", "Ծովահարի մարզպետարանից")."""
    word, before = tokens[index], tokens[index - 1] if index else None
    if body and ("attributes" in word.tags or word.mark >= 0):
        return True
    alone = before is None or not before.capital or not before.tags.isdisjoint(_NO_NAMES)
    short = word.end - word.start < MIN_NAME or "attributes" in word.tags
    return free and alone and (short or word.word.endswith(_OWNING))


def _quotation(text: str, mark: Marked, number: int, span: Span) -> Token:
    start, end = max(mark.outer.start, span.start), min(mark.outer.end, span.end)
    first = text[mark.inner.start]
    stopped = not _FULL_STOPS.isdisjoint(text[mark.inner.end - 1 : mark.outer.end + 1])
    whole = stopped and first.isalpha() and first.title() == first
    return Token(start, end, "", frozenset([WHOLE]) if whole else _NONE, "quote", False, number)
