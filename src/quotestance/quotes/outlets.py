"""Names in marks that speak: "пишет «Вестник»", "laut „Echo“", "wie der „Bote“ berichtet", "В «Заре» сообщили"."""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.cues import SOURCES, find_cues
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.tokens import Token, like_name, named

_SAID = frozenset(["say", "state", "tag"])
_LEADING = frozenset(["introducers", "adverbs"])
_BEGINNING = frozenset(["conjunctions", "adverbs"])


def name_outlets(text: str, tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The sentence, in which the quotations that can only be the name of whoever speaks become words for a body."""
    marked = (n for n, token in enumerate(tokens) if token.mark >= 0 and not token.capital)
    places = [n for n in marked if like_name(text, tokens[n])]
    cues = find_cues(tokens, lexicon) if places else []
    for place in places:
        if _speaks(tokens, place, cues):
            outlet = named(text, tokens[place])
            tokens[place] = outlet._replace(tags=outlet.tags | {"agencies"})
        elif lexicon.has("marked_names") and _governed(tokens, place, cues):
            tokens[place] = named(text, tokens[place])
    told = [n for n in places if lexicon.has("marked_names") and _is_told(tokens, n, cues)]
    for place in reversed(told):
        del tokens[place]
    return tokens


def _speaks(tokens: Sequence[Token], place: int, cues: Sequence[Cue]) -> bool:
    first = place - 1 if place and "determiners" in tokens[place - 1].tags else place
    before = next((cue for cue in cues if cue.last == first), None)
    if before is not None and before.group in SOURCES:
        return True
    ends = place + 1 >= len(tokens) or tokens[place + 1].kind == "point"
    ends = ends or any(cue.first == place + 1 and cue.group == "cite" for cue in cues)  # "пишет «Заря» со ссылкой на"
    if before is not None and before.group in _SAID and ends:
        recap = next((cue.last for cue in cues if cue.group == "recaps"), 0)
        lead = tokens[recap : before.first]
        return _opens(tokens, before.first) or all(token.tags & _LEADING for token in lead)
    after = next((cue for cue in cues if cue.first == place + 1), None)
    if after is not None and after.group in _SAID:
        told = tokens[after.last : after.last + 2]
        joined = any("complementizers" in token.tags or token.word == ":" for token in told)
        led = first > 0 and "introducers" in tokens[first - 1].tags
        return led or (joined and (first == 0 or _opens(tokens, first)))
    return False


def _is_told(tokens: Sequence[Token], place: int, cues: Sequence[Cue]) -> bool:
    """Whether a name stands between a verb of speech and who speaks («рассказал «Заре» эксперт Олег Ревин»)."""
    said = any(cue.last == place and cue.group == "say" for cue in cues) and tokens[place].kind == "quote"
    after = tokens[place + 1 : place + 3]
    return said and len(after) > 1 and "titles" in after[0].tags and not after[0].tags & {"prepositions", "agencies"}


def _governed(tokens: Sequence[Token], place: int, cues: Sequence[Cue]) -> bool:
    """Whether a verb without a subject of its own follows a name at the beginning ("В «Заре» нам сообщили")."""
    if place != 1 or "prepositions" not in tokens[0].tags:
        return False
    verb = next((cue for cue in cues if cue.first > place), None)
    return (
        verb is not None
        and "plurals" in tokens[verb.last - 1].tags
        and all(token.kind == "word" and not token.capital for token in tokens[place + 1 : verb.first])
    )


def _opens(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and (tokens[index - 1].kind != "word" or not tokens[index - 1].tags.isdisjoint(_BEGINNING))
