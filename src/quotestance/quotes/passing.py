"""Sentences without what only passes them on ("X.az xəbər verir ki") or says when and where ("jeudi à Bath")."""

from __future__ import annotations

import re

from quotestance.quotes.borders import skip_points
from quotestance.quotes.clauses import find_clauses
from quotestance.quotes.cues import VERBS, find_cues
from quotestance.quotes.frames import COMMAS
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.sites import RECAP
from quotestance.quotes.subjects import find_subject
from quotestance.quotes.tokens import Token

_TO_OUTLET = re.compile("['’-][yn]?[aeə]$")
"""The outlet that somebody speaks to, which passes nothing on ("DİN Xəbərçi.az-a bildirib ki")."""
_NEWS = ("xəbər", "haber")
"""Whoever has news passes it on ("“Sahil” xəbər verir ki", "Sahil Haber'in haberine göre")."""
_CITING = frozenset(["istinadən", "istinadla", "atfen", "dayandırarak"])
_PEOPLE = frozenset(["name", "title", "pronoun"])
_ADDRESS = frozenset(["prepositions", "determiners", "audience", "adverbs"])
_WHEN = frozenset(["prepositions", "adverbs"])
_GOES_ON = frozenset(["complementizers", "determiners", "titles", "infinitives"])
MAX_ASIDE = 10
"""Words of such a parenthesis, with its commas."""


def after_outlet(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The sentence without "X.az xəbər verir ki," and the like, where the outlet passes on what another one says."""
    comma = next((n for n, token in enumerate(tokens) if token.word in COMMAS), 0)
    if comma and "introducers" in tokens[0].tags:  # "Как сообщает «Заря», об этом заявил X"
        rest = tokens[comma + 1 :]
        return rest if [clause.shape for clause in find_clauses(rest, lexicon)] == [RECAP] else tokens
    if lexicon.has("modifier_first") and not lexicon.has("final"):
        return _without_source(tokens, lexicon)
    cue = next(iter(find_cues(tokens, lexicon)), None) if lexicon.has("final") else None
    if cue is None or cue.last + 1 >= len(tokens):
        return tokens
    mention = find_subject(tokens, cue, [cue], lexicon).mention
    named = tokens[mention.first : mention.last] if mention is not None else []
    spoken_to = (n for n, token in enumerate(named) if n and _TO_OUTLET.search(token.word))
    named = [*named[: next(spoken_to, len(named))], *(t for t in tokens[: cue.first] if t.word in _CITING)]
    after = tokens[cue.last]
    joined = "complementizers" in after.tags or after.word == ":" or cue.group == "according_after"
    rest = tokens[skip_points(tokens, cue.last + 1) :] if joined else []
    passed = find_clauses(rest, lexicon)
    told = bool(passed) or any(inner.group == "announce" for inner in find_cues(rest, lexicon))
    recap = bool(passed) and passed[0].shape == RECAP  # "X.az xəbər verir ki, bunu Y deyib"
    news = any(token.word.startswith(_NEWS) for token in tokens[cue.first : cue.last])
    outlet = news and mention is not None and mention.kind in ("name", "body") and mention.first == mention.name[0]
    outlet = outlet or any("agencies" in token.tags for token in named)
    outlet = outlet and (told or bool(rest and rest[-1].word == ":"))
    return rest if recap or outlet else tokens


def _without_source(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """Armenian: the sentence without "by X's report՝" where the rest is somebody's words or only a frame."""
    cue = next((cue for cue in find_cues(tokens, lexicon) if cue.group == "according_after"), None)
    after = tokens[cue.last : cue.last + 2] if cue is not None else []
    if cue is None or len(after) < 2 or after[0].word not in COMMAS:
        return tokens
    mention = find_subject(tokens, cue, [cue], lexicon).mention
    first = mention.first if mention is not None else cue.first
    paper = any(token.tags & {"bodies", "agencies"} or token.word.isascii() for token in tokens[first : cue.first])
    passed = find_clauses([*tokens[:first], *tokens[cue.last + 1 :]], lexicon)[:2] if paper else []
    said = passed[0].subject.mention if len(passed) == 1 and passed[0].shape in ("before", RECAP) else None
    return [*tokens[:first], *tokens[cue.last + 1 :]] if said is not None and said.kind in _PEOPLE else tokens


def without_asides(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The sentence without when or where it was said, between commas behind a verb or its auxiliary ("a déclaré,
    jeudi à Bath, la ministre", "le maire a, pour sa part, dit")."""
    between = lexicon.has("head_first") and sum(token.word in COMMAS for token in tokens) > 1
    cues = [cue for cue in find_cues(tokens, lexicon) if cue.group in VERBS] if between else []
    for comma in range(len(tokens) - 3, 1, -1) if cues else ():
        words = range(comma + 1, min(comma + MAX_ASIDE, len(tokens) - 1))
        closing = next((n for n in words if tokens[n].kind != "word"), comma)
        if closing == comma or not {tokens[comma].word, tokens[closing].word} <= COMMAS:
            continue
        before = tokens[max(0, comma - 5) : comma]
        led = any(all(t.tags & _ADDRESS for t in tokens[c.last : comma]) for c in cues if 0 <= comma - c.last < 4)
        led = led and not any(token.word.startswith("-") for token in before)  # "a-t-il dit, ..."
        goes_on = tokens[closing + 1].capital or bool(tokens[closing + 1].tags & _GOES_ON)
        split = "perfects" in before[-1].tags and any(cue.first == closing + 1 for cue in cues)
        told = any(cue.first in words[: closing - comma] for cue in cues)
        if tokens[comma + 1].tags & _WHEN and ((led and goes_on) or split) and not told:
            tokens = tokens[:comma] + tokens[closing + 1 :]
    return tokens
