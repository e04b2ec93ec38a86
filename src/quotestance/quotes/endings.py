"""Where the content of a clause ends before what follows it in the sentence."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from quotestance.quotes.borders import begins_main, is_finite, left_end
from quotestance.quotes.cues import PASSIVE
from quotestance.quotes.frames import COMMAS, MAX_LEAD, WINDOW
from quotestance.quotes.sites import (
    NEW_CLAUSE,
    Clause,
    past_hearsay,
    told_when,
)
from quotestance.quotes.tokens import Token

OPENING = 4
"""Words before a noun of speech that opens its sentence ("The old miner's warning that ...")."""


def _main_verb(tokens: Sequence[Token], first: int, last: int, opens: bool) -> int:
    """Where the clause of a noun ends: before the second verb in "[his claim that] nobody was hurt was disputed".

    In one that `opens` the sentence, a verb that mostly says what became of a claim is enough ("... drew laughs").
    """
    border = (n for n in range(first, last) if tokens[n].kind == "point" or tokens[n].tags & NEW_CLAUSE)
    words = range(first, next(border, last))
    verbs = [n for n in words if is_finite(tokens[n]) and not is_finite(tokens[n - 1])]
    if len(verbs) > 1 and verbs[1] > verbs[0] + 1:
        return verbs[1]
    became = (n for n in words if opens and n > first + 1 and "verbal" in tokens[n].tags)
    return next((n for n in became if not is_finite(tokens[n - 1 - ("adverbs" in tokens[n - 1].tags)])), last)


def cut(tokens: Sequence[Token], clause: Clause, later: Sequence[Clause], remarks: Sequence[int], end: int) -> Clause:
    """End what follows a frame where another frame is joined to it or the reporter's words are, and all at `end`."""
    led = clause.subject.first <= 1 and any(token.tags & {"subordinators"} for token in tokens[: clause.cue.first])
    relative = _in_relative(tokens, clause)
    right = max(clause.cue.last, clause.subject.last)
    begin = clause.content[0][0] if clause.content and clause.shape == "after" and not led and not relative else -1
    joints = (_joint(tokens, other, led or relative) for other in later)
    border = min((n for n in joints if not begin - 2 <= n <= begin), default=len(tokens))
    border = min((n for n in remarks if n > right), default=border) if clause.shape in ("after", "object") else border
    heard = ((past_hearsay(tokens, a, b), min(b, end, border)) for a, b in clause.content)
    parts = [(a, _full_stop(tokens, a, b, a >= right)) for a, b in heard if a < b]
    if relative:
        parts = [(a, _relative_end(tokens, clause, a, b)) for a, b in parts]
    parts = [(a, a + 1 if a >= right and _only_quoted(tokens, clause, a, b) else b) for a, b in parts]
    parts = [(a, told_when(tokens, clause, a, b) if a >= right else b) for a, b in parts]
    if clause.cue.group == "nouns":
        opens = clause.cue.first < OPENING and tokens[0].kind == "word"
        parts = [(a, _main_verb(tokens, a, b, opens)) for a, b in parts]
    if led and clause.shape in ("after", "object"):
        parts = [(a, next((n for n in range(a, b) if begins_main(tokens, n)), b)) for a, b in parts]
    content = tuple((a, b) for a, b in parts if a < b)
    return clause._replace(content=content)


def _in_relative(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether the frame is a relative clause between commas ("X, who denies fraud, was released")."""
    lead = tokens[max(0, clause.cue.first - 3) : clause.cue.first]
    return any(a.word in COMMAS and "relatives" in b.tags for a, b in pairwise(lead)) and clause.shape != "before"


def _relative_end(tokens: Sequence[Token], clause: Clause, first: int, last: int) -> int:
    """The comma that ends what a relative clause reports: the first behind an object, else the one before a verb."""
    for index in range(first + 1, last - 1):
        after = tokens[index + 1]
        ends = clause.cue.group == "act" or is_finite(after) or "verbal" in after.tags
        if ends and tokens[index].word in COMMAS and not after.tags & NEW_CLAUSE:
            return index
    return last


def _only_quoted(tokens: Sequence[Token], clause: Clause, first: int, last: int) -> bool:
    """ "apologised for “a bad day” after trains were late": the words behind the quotation only say when and why."""
    if tokens[first].kind != "quote" or first + 1 >= last or clause.shape not in ("after", "object"):
        return False
    tags, group = tokens[first + 1].tags, clause.cue.group
    apart = "subordinators" in tags and tags.isdisjoint(("complementizers", "relatives"))
    apart = apart or (group == PASSIVE and is_finite(tokens[first + 1]))
    apart = apart or (group == "act" and "prepositions" in tags and "agents" not in tags)
    apposed = tokens[first + 1].word in COMMAS and "determiners" in tokens[min(first + 2, last - 1)].tags
    return apart or (apposed and "act" in (group, *clause.cue.others))


def before_occasion(tokens: Sequence[Token], clause: Clause) -> Clause:
    """The clause up to the comma behind which only where or after what it was said follows ("..., lors d'un entretien
    avec X")."""
    first, last = clause.content[-1]
    for comma in range(first + 1, last - 3) if first >= clause.cue.last else ():
        if tokens[comma].word not in COMMAS:
            continue
        words = tokens[comma + 1 : min(comma + 8, last)]
        end = next((n for n, token in enumerate(words) if token.kind != "word"), len(words))
        made = any("adjuncts" in token.tags for token in words[:end])
        since = clause.cue.group == "act" and "complementizers" in words[1].tags and "subordinators" in words[0].tags
        if "prepositions" in words[0].tags and (made or since):
            return clause._replace(content=(*clause.content[:-1], (first, comma)))
    return clause


def _full_stop(tokens: Sequence[Token], first: int, last: int, follows: bool) -> int:
    """Where a sentence ends inside the range, if two were left together.

    What `follows` its frame ends at a semicolon too, unless another complementizer goes on with it.
    """
    for index in range(first + 1, last - 1):
        before, token, after = tokens[index - 1], tokens[index], tokens[index + 1]
        if follows and token.word == ";" and "complementizers" not in after.tags:
            return index
        if token.word == "." and len(before.word) > 4 and not before.capital and token.end < after.start:
            return index
    return last


def _joint(tokens: Sequence[Token], clause: Clause, led: bool) -> int:
    """Where the frame begins, with its conjunction, if it stands beside the clause before it; else no border.

    `led`: the clause before is subordinate ("While X said that ..., Y denied ..."), so a comma is enough.
    """
    first = clause.subject.first
    if clause.shape == "before" and (whose := _contrast(tokens, first)):
        return whose
    if clause.shape == "before" and clause.subject.mention is not None and not clause.subject.inherits:
        return left_end(tokens, first)
    start = first
    while start > 0 and (tokens[start - 1].tags & NEW_CLAUSE or tokens[start - 1].word in COMMAS | {";"}):
        start -= 1
    if _is_relative(tokens, clause, start) or _is_free_relative(tokens, start):
        return len(tokens)
    joined = any(token.tags & NEW_CLAUSE for token in tokens[start : first + 1])
    if clause.subject.inherits and (start < first or joined):
        return start
    joined = (joined or (led and start < first)) and clause.shape in ("after", "object", "around")
    return start if joined else len(tokens)


def _contrast(tokens: Sequence[Token], last: int) -> int:
    """The comma before a subject that Turkic "isə" sets against another ("..., İrəvan isə bunu rədd edir"); or 0."""
    words = range(last - 1, max(0, last - WINDOW), -1)
    ise = next((n for n in words if tokens[n].tags >= {"closers", "conjunctions"}), 0)
    return next((n for n in range(ise - 1, max(0, ise - MAX_LEAD), -1) if tokens[n].word in COMMAS), 0)


def _is_free_relative(tokens: Sequence[Token], start: int) -> bool:
    """ "the result of what he calls": part of the clause before it, as no comma parts them."""
    tags, before = tokens[start].tags, tokens[start - 1]
    plain = before.kind == tokens[start].kind == "word" and before.tags.isdisjoint(("determiners", "pronouns"))
    return plain and "complementizers" in tags and tags.isdisjoint(("relatives", "conjunctions"))


def _is_relative(tokens: Sequence[Token], clause: Clause, start: int) -> bool:
    """Whether the frame is part of what another one reports ("a dispute which papers describe as ...")."""
    mention = clause.subject.mention
    said = clause.cue.group in ("say", "state") and tokens[start].word in COMMAS
    if said or (clause.cue.group == "say" and mention is not None and mention.kind == "pronoun"):
        return False
    lead = tokens[start : clause.subject.first]
    return any("relatives" in token.tags and "definites" not in token.tags for token in lead)
