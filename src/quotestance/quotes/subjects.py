"""Who speaks at a cue: the subject before or after the verb, the noun of a source, the object of a citation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotestance.quotes.cues import Cue
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.tokens import Token

WINDOW = 40
"""Tokens that a subject may stand away from its verb."""
_SKIPPED = frozenset(["auxiliaries", "adverbs"])
_LEADING = frozenset(["conjunctions", "adverbs", "introducers", "auxiliaries"])
_CLAUSE = frozenset(["complementizers", "subordinators", "introducers"])
COMMAS = frozenset([",", "՝", "،", "、"])
DASHES = frozenset(["-", "–", "—", "―", ",-"])


class Subject(NamedTuple):
    """The speaker's mention (None: not in the clause), and the tokens [first, last) of the whole frame."""

    mention: Mention | None
    first: int
    last: int
    inherits: bool = False
    """Without a subject of its own ("and said", "adding that")."""


def find_subject(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    """The speaker at `cue`; which side is read first depends on group and language."""
    if cue.group == "according" and any("possessives" in token.tags for token in tokens[cue.first : cue.last]):
        return Subject(None, cue.first, cue.last, True)
    pronoun = next((n for n in range(cue.first, cue.last) if "pronouns" in tokens[n].tags), None)
    if pronoun is not None and cue.group == "according":
        return Subject(Mention(pronoun, pronoun + 1, "pronoun", (0, 0), False), cue.first, cue.last)
    if cue.group == "according":
        return _after_preposition(tokens, cue, lexicon)
    if cue.group == "according_after":
        return _before_postposition(tokens, cue, lexicon)
    if cue.group in ("cite", "nouns"):
        return _object(tokens, cue, cues, lexicon)
    return _of_verb(tokens, cue, cues, lexicon)


def left_chunk(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue]) -> tuple[int, int]:
    """The tokens before the cue up to the border of its clause, without adverbs at both ends."""
    last = cue.first
    while last > 0 and tokens[last - 1].tags & _SKIPPED:
        last -= 1
    floor = max([other.last for other in cues if other.last <= cue.first], default=0)
    first = last
    while first > max(floor, last - WINDOW) and not _border(tokens, first - 1, last):
        first -= 1
        if tokens[first].word == ")":
            first = _bracket(tokens, first)
    while first < last and (tokens[first].tags & _LEADING):
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
        return index == 0 or len(tokens[index - 1].word) <= 4
    return word in "()%'’\"$&/" or (word == "-" and not _spaced(tokens, index))


def _spaced(tokens: Sequence[Token], index: int) -> bool:
    return index == 0 or tokens[index - 1].end < tokens[index].start


def _joins_names(tokens: Sequence[Token], index: int) -> bool:
    if index == 0 or index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    return tokens[index - 1].kind == "word" and (
        after.capital or bool(after.tags & {"titles", "bodies", "determiners"})
    )


def _bracket(tokens: Sequence[Token], index: int) -> int:
    for position in range(index - 1, max(-1, index - 15), -1):
        if tokens[position].word == "(":
            return position
    return index


def _of_verb(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    first, last = left_chunk(tokens, cue, cues)
    if lexicon.has("final"):
        return _of_final_verb(tokens, cue, cues, lexicon)
    if first == last and _participle(tokens, cue):
        return Subject(_first_mention(tokens, cue, cues, lexicon), first, cue.last, True)
    antecedent = _antecedent(tokens, first, lexicon) if first == last or "relatives" in tokens[first].tags else None
    if antecedent is not None:
        return Subject(antecedent, first - 1, cue.last)
    before = _chunk_subject(tokens, first, last, lexicon, _participle(tokens, cue))
    if before is not None and _participle(tokens, cue) and (before.kind == "other" or before.last < last):
        return _inheriting(tokens, cue, first, cues, lexicon)
    if before is not None and before.kind == "other":
        antecedent = _antecedent(tokens, first - 1, lexicon) if first else None
        if antecedent is not None:
            return Subject(antecedent, first - 1, cue.last)
    if before is not None and _goes_first(before, last, lexicon):
        return Subject(before, _frame_start(tokens, first), cue.last)
    apposed = _apposed(tokens, cue, first, cues, lexicon) if cue.group == "act" else None
    if apposed is not None:
        return apposed
    if "pronouns" in tokens[cue.last - 1].tags:
        return _impersonal(tokens, cue, first, cues, lexicon)
    if lexicon.has("invert") or (first == last and cue.group not in ("act", "mark")):
        after = right_mention(tokens, cue, cues, lexicon)
        if after is not None and _inverted(tokens, cue, after, lexicon):
            after = _joined(tokens, after, after.last, len(tokens), lexicon)
            return Subject(after, first if first == last else _frame_start(tokens, first), after.last)
    if before is not None:
        return Subject(before, _frame_start(tokens, first), cue.last)
    return (
        _apposed(tokens, cue, first, cues, lexicon)
        or _in_body(tokens, first, last, cue, lexicon)
        or _inheriting(tokens, cue, first, cues, lexicon)
    )


def _in_body(tokens: Sequence[Token], first: int, last: int, cue: Cue, lexicon: Lexicon) -> Subject | None:
    """ "В министерстве заявили": a body speaks though a preposition governs it."""
    if not lexicon.has("invert"):
        return None
    found = [mention for mention in mentions_in(tokens, first, last, lexicon) if mention.kind in ("body", "title")]
    if not found or found[0].first > first + 1:
        return None
    return Subject(found[0], _frame_start(tokens, first), cue.last)


def _inheriting(tokens: Sequence[Token], cue: Cue, first: int, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    return Subject(_first_mention(tokens, cue, cues, lexicon), _frame_start(tokens, first), cue.last, True)


def _impersonal(tokens: Sequence[Token], cue: Cue, first: int, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    """ "heißt es in Moskau": whoever is named after it, else nobody."""
    found = mentions_in(tokens, cue.last, right_limit(tokens, cue, cues), lexicon)
    mention = next((m for m in found if m.kind in ("body", "title", "name")), None)
    return Subject(mention, _frame_start(tokens, first), cue.last if mention is None else mention.last)


def _participle(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is a participle without auxiliary ("..., adding that")."""
    before = tokens[cue.first - 1].tags if cue.first else frozenset()
    return "progressives" in tokens[cue.first].tags and not before & {"passives", "auxiliaries"}


def _first_mention(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Mention | None:
    """The subject of the sentence, for a cue without its own, where no cue before it has one."""
    if any(other.first < cue.first for other in cues):
        return None
    for mention in mentions_in(tokens, 0, min(cue.first, WINDOW), lexicon):
        if not mention.governed and mention.kind != "other" and not is_oblique(tokens, mention, lexicon):
            return mention
    return None


def _antecedent(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> Mention | None:
    """Whom a relative pronoun before the verb stands for: the mention before it."""
    index = first if first < len(tokens) and "relatives" in tokens[first].tags else first - 1
    if index < 1 or "relatives" not in tokens[index].tags:
        return None
    last = index - 1 if tokens[index - 1].word in COMMAS else index
    found = [mention for mention in mentions_in(tokens, max(0, last - 15), last, lexicon) if mention.last == last]
    return found[0] if found else None


def _inverted(tokens: Sequence[Token], cue: Cue, mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the mention after the verb is its subject: not the one spoken to ("told AFP") or another verb's."""
    if "addressing" in tokens[cue.first].tags or "audience" in tokens[mention.first].tags:
        return False
    if lexicon.has("invert") or mention.last >= len(tokens):
        return True
    after = tokens[mention.last]
    return after.kind != "word" or bool(after.tags & {"prepositions", "not_names", "subordinators", "conjunctions"})


def _goes_first(before: Mention, last: int, lexicon: Lexicon) -> bool:
    """Whether the words before the verb are surely its subject, so that those after it need no look."""
    if before.kind != "other" or not lexicon.has("invert"):
        return True
    return lexicon.has("nouns") and before.last == last


def _of_final_verb(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    """The mention before a comma, else the first one, since the last verb; right after the verb ("diyen X") else."""
    start = max([other.last for other in cues if other.last <= cue.first], default=0)
    found = [
        mention
        for mention in mentions_in(tokens, start, cue.first, lexicon)
        if mention.kind != "other" and not is_oblique(tokens, mention, lexicon)
    ]
    chosen = next((m for m in found if tokens[m.last].word in COMMAS or tokens[m.last].kind == "quote"), None)
    chosen = chosen or next(iter(found), None)
    first = _after_quotation(tokens, cue, chosen)
    if chosen is not None:
        return Subject(chosen, first, cue.last)
    after = right_mention(tokens, cue, cues, lexicon)
    if after is not None and after.first <= cue.last + 2 and not tokens[cue.last].tags & {"conjunctions"}:
        return Subject(after, first, after.last)
    return Subject(None, first, cue.last, True)


def _after_quotation(tokens: Sequence[Token], cue: Cue, mention: Mention | None) -> int:
    """Where the frame begins: right after a quotation if only the speaker stands between it and the verb."""
    for index in range(cue.first - 1, max(-1, cue.first - 15), -1):
        if tokens[index].kind == "quote":
            between = tokens[index + 1 : cue.first]
            plain = all(token.kind == "point" or token.tags & {"adverbs", "complements"} for token in between)
            return index + 1 if plain or (mention is not None and mention.first > index) else cue.first
    return cue.first


def _frame_start(tokens: Sequence[Token], first: int) -> int:
    """Include the conjunctions and adverbs that lead the clause."""
    while first > 0 and tokens[first - 1].tags & _LEADING:
        first -= 1
    return first


def _chunk_subject(
    tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon, participle: bool = False
) -> Mention | None:
    """The first mention that no preposition governs and no ending makes an object; else the words themselves.

    Right before a participle a preposition does no harm ("with Petrosyan noting that").
    """
    fallback: Mention | None = None
    for mention in mentions_in(tokens, first, last, lexicon):
        if participle and mention.last == last and mention.kind != "other":
            return mention
        if not mention.governed and not is_oblique(tokens, mention, lexicon):
            if mention.kind != "other":
                return mention
            fallback = fallback or mention
    if fallback is not None:
        return fallback
    if first == last or lexicon.has("final") or tokens[first].tags & {"prepositions", "infinitives"}:
        return None
    return Mention(first, last, "other", (0, 0), False) if _noun_phrase(tokens, first, last) else None


def _noun_phrase(tokens: Sequence[Token], first: int, last: int) -> bool:
    words = [token for token in tokens[first:last] if token.kind == "word"]
    return bool(words) and len(words) <= 12 and any(len(word.word) > 2 for word in words)


def is_oblique(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> bool:
    """Whether the last word of the mention has an ending that no subject has."""
    if mention.kind == "pronoun" or not lexicon.speech.oblique:
        return False
    return any(tokens[mention.last - 1].word.endswith(ending) for ending in lexicon.speech.oblique)


def right_mention(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Mention | None:
    """The mention after the verb, over words of time and place ("sagte am Montag Minister X")."""
    limit = right_limit(tokens, cue, cues)
    for mention in mentions_in(tokens, cue.last, limit, lexicon):
        if mention.governed or is_oblique(tokens, mention, lexicon):
            continue
        gap = tokens[cue.last : mention.first]
        near = len(gap) <= (6 if lexicon.has("invert") else 1)
        return mention if near and not any(token.kind == "quote" for token in gap) else None
    return None


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


def _apposed(tokens: Sequence[Token], cue: Cue, first: int, cues: Sequence[Cue], lexicon: Lexicon) -> Subject | None:
    """ "X, head of Y, said" and "X, who was in Y, said": the subject before the insertion."""
    while first > 0 and tokens[first - 1].tags & _SKIPPED:
        first -= 1
    if first == 0 or tokens[first - 1].word not in COMMAS:
        return None
    for opening in range(first - 2, max(-1, first - WINDOW), -1):
        token = tokens[opening]
        if token.kind == "quote" or any(other.first <= opening < other.last for other in cues):
            return None
        if token.word in COMMAS:
            start, last = left_chunk(tokens, cue._replace(first=opening, last=opening), cues)
            mention = _chunk_subject(tokens, start, last, lexicon)
            if mention is not None and mention.kind != "pronoun":
                return Subject(
                    _joined(tokens, mention, opening, first - 1, lexicon), _frame_start(tokens, start), cue.last
                )
    return None


def _joined(tokens: Sequence[Token], mention: Mention, opening: int, closing: int, lexicon: Lexicon) -> Mention:
    """A title without name takes the name in apposition to it ("the ambassador, Aram Petrosyan, said")."""
    if mention.kind == "name" or opening >= len(tokens) or tokens[opening].word not in COMMAS:
        return mention
    for other in mentions_in(tokens, opening + 1, closing, lexicon):
        if other.kind == "name" and other.first == opening + 1:
            return Mention(mention.first, other.last, "name", other.name, False)
    return mention


def _after_preposition(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Subject:
    limit = right_limit(tokens, cue, ())
    mentions = mentions_in(tokens, cue.last, limit, lexicon)
    mention = next(mentions, None)
    if mention is not None and mention.kind in ("name", "pronoun") and mention.first - cue.last <= 3:
        return Subject(mention, cue.first, _phrase_end(tokens, mention, limit))
    if mention is not None and mention.first - cue.last <= 4:
        joined = _joined(tokens, mention, mention.last, len(tokens), lexicon)
        if joined.kind == "name":
            return Subject(joined, cue.first, joined.last)
        second = next(mentions, None)
        if second is not None and second.kind == "name" and second.first == mention.last:
            mention = Mention(mention.first, second.last, "name", second.name, False)
        return Subject(mention, cue.first, _phrase_end(tokens, mention, limit))
    end = min(limit, cue.last + 8)
    other = Mention(cue.last, end, "other", (0, 0), False) if end > cue.last else None
    return Subject(other, cue.first, end)


def _phrase_end(tokens: Sequence[Token], mention: Mention, limit: int) -> int:
    """To the comma that ends the phrase where there is one nearby, else the end of the mention."""
    if limit < len(tokens) and limit - mention.last <= 8 and tokens[limit].word in COMMAS:
        return limit
    return (
        limit if limit < len(tokens) and tokens[limit].kind == "quote" and limit - mention.last <= 6 else mention.last
    )


def _before_postposition(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Subject:
    first, last = left_chunk(tokens, cue, ())
    if first == last:
        return Subject(None, cue.first, cue.last, True)
    found = list(mentions_in(tokens, first, last, lexicon))
    if found and last - found[-1].last <= 2:
        return Subject(found[-1], _frame_start(tokens, found[-1].first), cue.last)
    return Subject(Mention(first, last, "other", (0, 0), False), _frame_start(tokens, first), cue.last)


def _is_near(tokens: Sequence[Token], cue: Cue, mention: Mention) -> bool:
    between = tokens[cue.last : mention.first]
    return len(between) <= 3 and (
        cue.group == "cite" or all(token.tags & {"links", "determiners"} for token in between)
    )


def _object(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    """The one cited, or the one whose statement it is (before it with a genitive, or after it)."""
    first, last = left_chunk(tokens, cue, cues)
    limit = right_limit(tokens, cue, cues)
    after: Iterator[Mention] = mentions_in(tokens, cue.last, limit, lexicon)
    mention = next((m for m in after if _is_near(tokens, cue, m)), None)
    if mention is not None:
        return Subject(mention, _frame_start(tokens, first), mention.last)
    if cue.group == "nouns":
        before = list(mentions_in(tokens, first, last, lexicon))
        if before and last - before[-1].last <= 1:
            return Subject(before[-1], before[-1].first, cue.last)
    return Subject(None, first, cue.last, cue.group == "nouns")
