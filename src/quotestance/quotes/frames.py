"""The borders of clauses around a cue, and which of the words in a clause can be its subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import Mention, mentions_in, office_head
from quotestance.quotes.names import undeclined
from quotestance.quotes.phrases import FUNCTION, GIVEN, is_dative
from quotestance.quotes.tokens import Token

WINDOW = 40
"""Tokens that a subject may stand away from its verb."""
COMMAS = frozenset([",", "՝", "`", "،", "、", "，"])
DASHES = frozenset(["-", "–", "—", "―", ",-"])
SKIPPED = frozenset(["auxiliaries", "adverbs"])
MAX_LEAD = 8
"""Words of a phrase before the name it ends with."""
MAX_OFFICE = 6
"""Words between a title and the comma before its holder's name."""
MAX_BETWEEN = 4
"""Words between a title and its holder's name, one less, where a preposition is among them."""
_LEADING = frozenset(["conjunctions", "adverbs", "introducers", "auxiliaries"])
_CLAUSE = frozenset(["complementizers", "subordinators", "introducers"])
_BEFORE_VERB = frozenset(["closers", "audience"])
"""Turkic words behind a subject ("ise", "bana")."""
_APART = _CLAUSE | {"prepositions", "conjunctions", "links", "pronouns"}
"""Words that keep a name from being that of the office before it."""


_NO_SUBJECTS = frozenset(["prepositions", "infinitives", "oblique_articles"])
_NO_SUBJECT = re.compile(r"[dt][ae]n?$|[ae]r[ae]k$|[ıiuü]p$|ken$|s[ae]$|[ıiuü]nc[ae]$")
_PLACED = ("da", "de", "ta", "te", "də")
"""Turkic endings that no subject has: place and origin, converbs, a condition; `_PLACED` those of a body."""


class Subject(NamedTuple):
    """The speaker's mention (None: not in the clause), and the tokens [first, last) of the whole frame."""

    mention: Mention | None
    first: int
    last: int
    inherits: bool = False
    """Without a subject of its own ("and said", "adding that")."""


def left_chunk(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue]) -> tuple[int, int]:
    """The tokens before the cue up to the border of its clause, without adverbs at both ends."""
    last = cue.first
    while last > 0 and tokens[last - 1].tags & SKIPPED:
        last -= 1
    floor = max([other.last for other in cues if other.last <= cue.first and other.group != "nouns"], default=0)
    first = last
    while first > max(floor, last - WINDOW) and not _border(tokens, first - 1, last):
        first -= 1
        if tokens[first].word == ")":
            first = _bracket(tokens, first)
    first += first == 2 < last and all(tokens[n].word.isdigit() for n in (0, 2))  # "14:20 The ministry said"
    while first < last and tokens[first].tags & _LEADING and "definites" not in tokens[first].tags:
        first += 1
    return first, last


def _border(tokens: Sequence[Token], index: int, last: int) -> bool:
    token = tokens[index]
    if token.kind == "quote":
        return True
    if token.kind == "point":
        return not _inside_name(tokens, index)
    if "conjunctions" in token.tags:
        return index + 1 >= last or not _joins_names(tokens, index)
    return bool(token.tags & _CLAUSE)


def _inside_name(tokens: Sequence[Token], index: int) -> bool:
    """Punctuation that ends no clause: after a shortened word, in a bracket, a hyphen."""
    word = tokens[index].word
    if word == ".":
        return index == 0 or (len(tokens[index - 1].word) <= 4 and "auxiliaries" not in tokens[index - 1].tags)
    return word in "()%'’\"$&/№" or (word == "-" and not _spaced(tokens, index))


def _spaced(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].kind != "word" or tokens[index - 1].end < tokens[index].start


def _joins_names(tokens: Sequence[Token], index: int) -> bool:
    if index == 0 or index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    return tokens[index - 1].kind == "word" and (
        after.capital or bool(after.tags & {"titles", "bodies", "determiners"})
    )


def _bracket(tokens: Sequence[Token], index: int) -> int:
    return next((n for n in range(index - 1, max(-1, index - 15), -1) if tokens[n].word == "("), index)


def right_limit(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue]) -> int:
    """Where the clause of the verb ends to its right: a comma, a quotation, a complementizer, the next cue."""
    ceiling = min([other.first for other in cues if other.first >= cue.last], default=len(tokens))
    for index in range(cue.last, min(ceiling, cue.last + WINDOW)):
        token = tokens[index]
        if token.kind == "quote" or token.tags & _CLAUSE:
            return index
        if token.kind == "point" and (token.word in '()"' or not _inside_name(tokens, index)):
            return index
    return min(ceiling, cue.last + WINDOW)


def frame_start(tokens: Sequence[Token], first: int) -> int:
    """Include the conjunctions and adverbs that lead the clause."""
    while first > 0 and tokens[first - 1].tags & _LEADING:
        first -= 1
    return first


def chunk_subject(
    tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon, participle: bool = False
) -> Mention | None:
    """The first mention that no preposition governs and no ending makes an object; else the words themselves.

    Right before a participle a preposition does no harm ("with Petrosyan noting that").
    """
    fallback: Mention | None = None
    placed = False
    for mention in mentions_in(tokens, first, last, lexicon):
        placed = placed or (mention.first == first and mention.kind == "body")
        if participle and mention.last == last and mention.kind != "other":
            return mention
        related = lexicon.has("nouns") and first > 0 and tokens[first - 1].word in COMMAS
        if related and mention.kind == "name" and (mention.first, mention.name[0]) == (first + 1, first + 2):
            mention = mention._replace(first=mention.name[0], governed=False)  # ", in dem Eva Lindner sagte"
        shown = tokens[mention.first].tags & {"determiners", "definites", "indefinites"} == {"determiners"}
        if shown and mention.kind == "name" and mention.last == last and mention.first < mention.name[0] - 1:
            mention = mention._replace(first=mention.name[0], governed=False)  # "A quel punto Ada Rossi rispose"
        if not mention.governed and not is_oblique(tokens, mention, lexicon):
            mention = full_name_at(tokens, whole_phrase(tokens, mention, last, lexicon), last, lexicon)
            if mention.kind != "other":
                return _explained(tokens, mention, lexicon)
            fallback = fallback or mention
    if fallback is not None:
        return fallback
    if first == last or placed or lexicon.has("final") or tokens[first].tags & _NO_SUBJECTS:
        return None
    return Mention(first, last, "other", (0, 0), False) if _noun_phrase(tokens, first, last) else None


def _explained(tokens: Sequence[Token], title: Mention, lexicon: Lexicon) -> Mention:
    """Where words of several languages are known, the name that a title explains without a second comma."""
    comma = title.first - 1
    if not lexicon.has("mixed") or title.kind != "title" or comma < 1 or tokens[comma].word not in COMMAS:
        return title
    found = mentions_in(tokens, max(0, comma - MAX_LEAD), comma, lexicon)
    return next((m for m in found if m.last == comma and m.name[1] - m.name[0] > 1 and not m.governed), title)


def whole_phrase(tokens: Sequence[Token], mention: Mention, last: int, lexicon: Lexicon) -> Mention:
    """Where modifiers come first, the mention with the full name that it only leads to ("Merkezin şefi Ada Berg")."""
    if not lexicon.has("modifier_first") or mention.kind == "pronoun" or mention.name[1] - mention.name[0] > 1:
        return mention
    for other in mentions_in(tokens, mention.last, min(last, mention.last + MAX_LEAD), lexicon):
        if other.kind == "name" and other.name[1] - other.name[0] > 1:
            return mention if is_oblique(tokens, other, lexicon) else other._replace(first=mention.first)
    return mention


def full_name_at(tokens: Sequence[Token], mention: Mention, last: int, lexicon: Lexicon) -> Mention:
    """An office with its holder's full name at its end ("Начальник УГИБДД подполковник Ренат Асхатов")."""
    if mention.kind == "pronoun" or mention.last >= last or mention.name[1] - mention.name[0] > 1:
        return mention
    for other in mentions_in(tokens, mention.last, last, lexicon):
        words = [token for token in tokens[other.name[0] : other.name[1]] if token.kind == "word"]
        cased = bool(lexicon.speech.declension) and not lexicon.has("mixed")
        beside = other.first == mention.last and any("titles" in t.tags for t in tokens[mention.first : mention.last])
        ends = (
            other.last == last or cased or lexicon.has("uncased") or beside
        )  # "prezes firmy Most Jan Berg w rozmowie"
        if ends and other.kind == "name" and len(words) > 1 and not is_oblique(tokens, other, lexicon):
            between = tokens[mention.last : other.name[0]]
            joined = mention.kind == "title" and any("conjunctions" in t.tags for t in between[:1])
            if joined and lexicon.has("bare") and any("titles" in token.tags for token in between):
                return other._replace(first=mention.first, governed=False)  # "former minister and MP Ada Stone"
            apart = _CLAUSE | {"conjunctions"} if cased else _APART
            if cased and other.last == last < len(tokens) and "plurals" not in tokens[last].tags:
                apart = _CLAUSE  # "директор завода и депутат Анна Белова сказала"
            placed = "places" in tokens[other.first].tags and other.first < other.name[0]
            definite = lexicon.has("uncased") and any(t.word[:2] == "ال" for t in tokens[mention.first : mention.last])
            if definite or (lexicon.has("mixed") and len(between) < MAX_BETWEEN and (not other.governed or placed)):
                apart = apart - {"prepositions"}  # "تقول مراسلتنا في غوريس آنا حسن"
            kinds = (t.kind == "word" or t.word == "№" for t in between)
            plain = all(kinds) and not any(t.tags & apart or (lexicon.is_cue(t.word) and not cased) for t in between)
            return other._replace(first=mention.first, governed=False) if plain else mention
    return mention


def before_comma(tokens: Sequence[Token], first: int, last: int) -> int:
    """The comma after a few words without an ending of case or verb, which a final verb's subject may be; else 0."""
    comma = next((n for n in range(first, min(first + MAX_LEAD + 2, last)) if tokens[n].kind != "word"), first)
    if comma == first or tokens[comma].word not in COMMAS or _NO_SUBJECT.search(tokens[comma - 1].word):
        return 0
    listed = any(t.tags & {"conjunctions"} or t.word in COMMAS for t in tokens[comma + 1 : comma + 3])
    return 0 if listed or "complements" in tokens[comma - 1].tags else comma


def _noun_phrase(tokens: Sequence[Token], first: int, last: int) -> bool:
    words = [token for token in tokens[first:last] if token.kind == "word"]
    return bool(words) and len(words) <= 12 and any(len(word.word) > 2 for word in words)


def is_oblique(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the mention's last word, or its head where that comes first, has an ending that no subject has."""
    if mention.kind == "pronoun" or not lexicon.speech.oblique:
        bare = mention.kind == "name" and mention.name[0] == mention.first + 1  # "in dem Eva Lindner sagte"
        return mention.kind != "pronoun" and not bare and is_dative(tokens, mention.first)
    words = [tokens[mention.last - 1]]
    if mention.kind == "body" and lexicon.has("final") and words[0].word.endswith(_PLACED):
        return True
    if lexicon.speech.declension:
        name = tuple(token.word for token in tokens[mention.name[0] : mention.name[1]])
        if len(name) > 1:
            return undeclined(name, lexicon) != name
        head = office_head(tokens[mention.first : mention.last], lexicon)
        if head is not None and "titles" in head.tags and head.word.endswith(lexicon.speech.oblique_titles):
            return True
        words = [*(words if name else ()), *([head] if head else ())]
    elif mention.kind in ("title", "body") and words[0].word.endswith(lexicon.speech.oblique_titles or "|"):
        return True
    owner = mention.kind == "name" and lexicon.has("free") and lexicon.has("modifier_first")
    if owner and mention.last < len(tokens) and words[0].word.endswith("ի"):
        after = tokens[mention.last]
        if after.kind == "word" and not after.capital and after.tags & {"titles", "bodies"}:
            return True  # "Արամ Կարյանի դուստրը"
    own = {"surnames"} if mention.name[1] - mention.name[0] > 1 else GIVEN
    if mention.kind == "name" and words and words[0].tags & own:
        return False  # "Hakan Fidan" is no ablative, "Şəbnə" no dative
    return any(word.word.endswith(ending) for word in words for ending in lexicon.speech.oblique)


def joined_name(tokens: Sequence[Token], mention: Mention, opening: int, closing: int, lexicon: Lexicon) -> Mention:
    """A title without name takes the name in apposition to it ("the ambassador, Aram Petrosyan, said")."""
    if mention.kind == "title":
        words = tokens[opening : opening + MAX_OFFICE]
        opening += next((n for n, token in enumerate(words) if token.kind != "word" or token.tags & _CLAUSE), 0)
    bodily = mention.first < mention.name[0] and "bodies" in tokens[mention.name[0] - 1].tags
    bodily = bodily and any("links" in token.tags for token in tokens[mention.first + 1 : mention.name[0]])
    owner = mention.kind == "name" and (mention.name[1] - mention.name[0] > 1 or mention.first == mention.name[0])
    owner = owner and not bodily  # "die Chefin der Partei Neue Wege, Ada Berg, ..."
    if owner or opening >= len(tokens) or tokens[opening].word not in COMMAS:
        return mention
    final = lexicon.has("final")
    joining = FUNCTION - {"adverbs"} if final else FUNCTION
    for other in mentions_in(tokens, opening + 1, closing, lexicon):
        between = tokens[opening + 1 : other.first]
        after = tokens[other.last : other.last + 1]
        ends = not after or after[0].kind == "point" or (final and after[0].tags & _BEFORE_VERB)
        name = range(*other.name)
        led = len(between) < MAX_OFFICE and bool(ends) and len(name) > 1
        led = led and all(token.kind == "word" and not token.tags & joining for token in between)
        beside = other.first == opening + 1 and (not final or len(name) > 1 or bool(ends) or other.last == closing)
        first = (beside or led) and (mention.kind != "pronoun" or other.last == closing)
        if first and other.kind == "body" and mention.kind != "body" and "determiners" in tokens[other.first].tags:
            return other if any(t.capital for t in tokens[other.first : other.last]) else mention
        if first and other.kind == "name" and not is_oblique(tokens, other, lexicon):
            return Mention(mention.first, other.last, "name", other.name, False)
    return mention


def past_bracket(tokens: Sequence[Token], index: int) -> int:
    """Past the initials or age in brackets behind a name ("Liman İşçileri Birliği (LİB), ...")."""
    closed = [token.word for token in tokens[index : index + 3 : 2]] == ["(", ")"]
    return index + 3 if closed else index


def opening_of(tokens: Sequence[Token], first: int) -> int:
    """Where the parenthesis of a phrase at `first` begins: after a comma, or a dash some words before; else 0."""
    stop = next((n for n in range(first - 1, max(-1, first - MAX_LEAD), -1) if tokens[n].kind != "word"), -1)
    return stop + 1 if tokens[stop].word in (COMMAS | DASHES if stop == first - 1 else DASHES) else 0
