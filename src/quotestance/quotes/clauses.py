"""Clauses of reported speech in one sentence: cue, speaker and the words that carry what was said.

The rules speak of positions only; which words play which part is knowledge of the language. There is no syntactic
analysis: a bare clause runs to the end of the sentence or to the next frame that a conjunction joins to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from quotestance.quotes.borders import begins_main, is_finite, joins, left_end, sentence_end, skip_points
from quotestance.quotes.cues import PASSIVE, SOURCES, VERBS, find_cues
from quotestance.quotes.frames import COMMAS, DASHES, Subject
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.shapes import shape
from quotestance.quotes.sites import NEW_CLAUSE, RECAP, Clause, Site, contrasts, is_aside, is_told_of, past_hearsay
from quotestance.quotes.subjects import find_subject
from quotestance.quotes.tokens import WHOLE, Token

OPENING = 4
"""Words before a noun of speech that opens its sentence ("The old miner's warning that ...")."""


def find_clauses(tokens: Sequence[Token], lexicon: Lexicon) -> list[Clause]:
    """The clauses of a sentence in order of their cues; cues without content are left out."""
    cues = find_cues(tokens, lexicon)
    if len(cues) > 1 and _is_recap(tokens, cues, lexicon.has("final")):
        return _recap(tokens, cues[-1 if lexicon.has("final") else 1], cues, lexicon)
    led = bool(cues) and cues[0].group == "recaps" and cues[0].first == 0 and cues[0].last < len(tokens)
    if led and "prepositions" in tokens[0].tags:
        verb = Cue(cues[0].last, cues[0].last + 1, "say")  # "Mit diesen Worten beendete X ...": any verb
        return _recap(tokens, verb, [verb], lexicon)
    end = sentence_end(tokens)
    cues = [cue for cue in cues if cue.group != "recaps" and not is_aside(tokens, cue)]
    drafts = [_draft(tokens, cue, cues, lexicon, end) for cue in cues if cue.group != "announce"]
    found = [draft for draft in drafts if draft is not None and not _first_person(tokens, draft)]
    passing = [clause for clause in found if len(found) > 1 and _passes_on(tokens, clause, found[0])]
    found = [c for c in found if c not in passing and not any(is_told_of(tokens, c, other) for other in found)]
    found = [_fronted(tokens, clause, found[index + 1 : index + 2], lexicon) for index, clause in enumerate(found)]
    remarks = [cue.first - 2 for cue in cues if _is_remark(tokens, cue)]
    end = min((left_end(tokens, c.subject.first) for c in passing if c.shape == "before"), default=end)
    cut = [_cut(tokens, clause, found[index + 1 : index + 9], remarks, end) for index, clause in enumerate(found)]
    return [clause for clause in cut if clause.content]


def after_outlet(tokens: list[Token], lexicon: Lexicon) -> list[Token]:
    """The sentence without "X.az xəbər verir ki," and the like, where the outlet passes on what another one says."""
    cue = next(iter(find_cues(tokens, lexicon)), None) if lexicon.has("final") else None
    if cue is None or cue.last + 1 >= len(tokens):
        return tokens
    mention = find_subject(tokens, cue, [cue], lexicon).mention
    before = tokens[mention.first if mention is not None else 0 : cue.first]
    joined = "complementizers" in tokens[cue.last].tags or cue.group == "according_after"
    rest = tokens[skip_points(tokens, cue.last + 1) :] if joined else []
    passed = find_clauses(rest, lexicon)
    recap = bool(passed) and passed[0].shape == RECAP  # "X.az xəbər verir ki, bunu Y deyib"
    outlet = any("agencies" in token.tags for token in before) and (passed or (rest and rest[-1].word == ":"))
    return rest if recap or outlet else tokens


def _passes_on(tokens: Sequence[Token], clause: Clause, first: Clause) -> bool:
    """A comment on what another frame of the sentence reports ("..., Reuters reports"; "..., as he put it, ...")."""
    mention = clause.subject.mention
    if clause.cue.group == "according":
        beside = clause is not first and clause.cue.first == first.subject.last
        if beside or (mention is not None and mention.first == clause.cue.first):
            return True
    if mention is None or clause.shape not in ("before", "around"):
        return False
    inside = any(a <= clause.cue.first < b for a, b in first.content) and mention.kind == "pronoun"
    if inside and "introducers" in tokens[clause.subject.first].tags:
        return True
    return any("agencies" in token.tags for token in tokens[mention.first : mention.last])


def _draft(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon, end: int) -> Clause | None:
    for group in (*(("say",) * (cue.group in VERBS and _behind_speech(tokens, cue))), cue.group, *cue.others):
        clause = _of_group(tokens, cue._replace(group=group), cues, lexicon, end)
        if clause is not None:
            return clause
    return None


def _behind_speech(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a whole sentence in marks and a comma go right before the cue ("..., rief Ada Stone der Menge zu")."""
    return cue.first > 1 and tokens[cue.first - 1].word in COMMAS and WHOLE in tokens[cue.first - 2].tags


def _of_group(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon, end: int) -> Clause | None:
    subject = find_subject(tokens, cue, cues, lexicon)
    lead = tokens[max(0, subject.first - 1) : min(subject.first + 1, cue.first)]
    if (
        any("unsaid" in token.tags for token in lead)
        and cue.group not in SOURCES
        and not contrasts(tokens, subject, cues)
    ):
        return None
    after = -1 if subject.mention is None else subject.mention.first - cue.last
    passive = cue.group in VERBS and "progressives" not in tokens[0].tags
    if lexicon.has("bare") and cue.first == 0 and after and passive:
        return None
    if after >= 0:
        stop = next((c.first for c in cues if c.first >= subject.last), len(tokens))
    else:
        stop = next((c.first for c in cues if c.first >= cue.last and not _is_noun(c)), len(tokens))
    floor = max((c.last for c in cues if c.last <= cue.first), default=0)
    return shape(Site(tokens, cue, subject, lexicon, floor, stop, end))


def _is_noun(cue: Cue) -> bool:
    return "nouns" in (cue.group, *cue.others)


def _is_recap(tokens: Sequence[Token], cues: Sequence[Cue], final: bool) -> bool:
    """Whether the sentence begins with "about this", and its verb has no clause of its own.

    A final verb ends the sentence ("Bunu X deyib", "X belə deyib").
    """
    before, verb, opens = cues[-2], cues[-1], cues[0].group == "recaps" and cues[0].first <= 1
    if final:
        said = verb.group == "say" and verb.last >= len(tokens) - 1 and tokens[-1].word != ":"
        own = "complements" in tokens[verb.first - 1].tags or any(token.kind == "quote" for token in tokens)
        return said and not own and (opens or (before.group == "recaps" and before.last == verb.first))
    last = cues[2].first if len(cues) > 2 else len(tokens)
    own = any("complementizers" in tokens[n].tags and joins(tokens, n) for n in range(cues[1].last, last))
    short = "determiners" in tokens[cues[0].first].tags and cues[0].last == cues[0].first + 1
    beside = not short or (cues[1].first == cues[0].last and not _is_noun(cues[1]))
    return opens and not own and beside


def _recap(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> list[Clause]:
    """ "Об этом сообщил X": the sentence before is what was said."""
    subject = find_subject(tokens, cue, [c for c in cues if c.group != "recaps" or c.first <= 1], lexicon)
    return [] if subject.mention is None else [Clause(cue, subject, (), RECAP)]


def _first_person(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether the narrator himself speaks ("as I understand it")."""
    mention, first = clause.subject.mention, clause.cue.first
    if mention is None:
        tags = tokens[first - 1].tags if first else frozenset()
        return "first_person" in tags and "audience" not in tags
    own = mention.kind == "pronoun" or clause.cue.group in SOURCES
    return own and "first_person" in tokens[mention.first].tags


def _fronted(tokens: Sequence[Token], clause: Clause, later: Sequence[Clause], lexicon: Lexicon) -> Clause:
    """A participle before the main clause ends at its comma and has its subject ("Denying a link, X said ...")."""
    passive = clause.cue.group == PASSIVE
    verb = clause.cue.group in VERBS and "progressives" in tokens[clause.cue.first].tags
    participle = clause.cue.first <= 1 and (passive or verb)
    if not participle or (later and (later[0].subject.mention is None or later[0].shape == "before")):
        return clause
    if later:
        main = later[0].subject.mention
    else:
        after = mentions_in(tokens, clause.cue.last, len(tokens), lexicon)
        main = next((m for m in after if tokens[m.first - 1].word in COMMAS), None)
    commas = [n for n in range(clause.cue.last, main.first if main else 0) if tokens[n].word in COMMAS]
    if not commas:
        return clause
    content = tuple((a, min(b, commas[-1])) for a, b in clause.content if a < commas[-1])
    subject = clause.subject if passive else Subject(main, clause.cue.first, clause.cue.last)
    return clause._replace(subject=subject, content=content)


def _is_remark(tokens: Sequence[Token], cue: Cue) -> bool:
    """ "..., a claim the police deny": the reporter's word for what was said."""
    before = tokens[max(0, cue.first - 2) : cue.first]
    return _is_noun(cue) and len(before) == 2 and before[0].word in COMMAS | DASHES and "articles" in before[1].tags


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


def _cut(tokens: Sequence[Token], clause: Clause, later: Sequence[Clause], remarks: Sequence[int], end: int) -> Clause:
    """End what follows a frame where another frame is joined to it or the reporter's words are, and all at `end`."""
    led = clause.subject.first <= 1 and any(token.tags & {"subordinators"} for token in tokens[: clause.cue.first])
    relative = _in_relative(tokens, clause)
    border = min((_joint(tokens, other, led or relative) for other in later), default=len(tokens))
    right = max(clause.cue.last, clause.subject.last)
    border = min((n for n in remarks if n > right), default=border) if clause.shape in ("after", "object") else border
    heard = ((past_hearsay(tokens, a, b), min(b, end, border)) for a, b in clause.content)
    parts = [(a, _full_stop(tokens, a, b, a >= right)) for a, b in heard]
    if relative:
        parts = [(a, _relative_end(tokens, clause, a, b)) for a, b in parts]
    parts = [(a, a + 1 if a >= right and _only_quoted(tokens, clause, a, b) else b) for a, b in parts]
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
