"""Clauses of reported speech in one sentence: cue, speaker and the words that carry what was said.

The rules speak of positions only; which words play which part is knowledge of the language. What is not done:
there is no syntactic analysis, so a bare clause is taken to run to the end of the sentence or to the next frame
that is joined to it by a conjunction.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotestance.quotes.cues import Cue, find_cues
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.subjects import COMMAS, DASHES, Subject, find_subject
from quotestance.quotes.tokens import Token

Range = tuple[int, int]
REACH = 18
"""Tokens between a cue and the complementizer, colon or quotation that belongs to it."""
MAX_INSET = 12
"""Tokens before a parenthesis that may be an unfinished clause ("The plan, Lavrov said, will fail")."""
_TERMINAL = frozenset([".", "!", "?", "…", "։", "…", "。"])
_SKIPPED = frozenset(["adverbs", "determiners", "auxiliaries", "pronouns"])
_NEW_CLAUSE = frozenset(["conjunctions", "subordinators"])


class Clause(NamedTuple):
    """One cue with its speaker and content, as token ranges."""

    cue: Cue
    subject: Subject
    content: tuple[Range, ...]
    shape: str
    """`before`, `after`, `around` (the frame), or `object` (what follows a speech act)."""


def find_clauses(tokens: Sequence[Token], lexicon: Lexicon) -> list[Clause]:
    """The clauses of a sentence in order of their cues; cues without content are left out."""
    cues = find_cues(tokens, lexicon)
    speaking = [cue for cue in cues if cue.group != "announce"]
    drafts = [_clause(tokens, cue, find_subject(tokens, cue, cues, lexicon), lexicon) for cue in speaking]
    found = [draft for draft in drafts if draft is not None and not _first_person(tokens, draft.subject)]
    cut = [_cut(tokens, clause, found[index + 1 :]) for index, clause in enumerate(found)]
    return [clause for clause in cut if clause.content]


def _first_person(tokens: Sequence[Token], subject: Subject) -> bool:
    """Whether the narrator himself speaks ("as I understand it")."""
    mention = subject.mention
    return mention is not None and mention.kind == "pronoun" and "first_person" in tokens[mention.first].tags


def _clause(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    for rule in _RULES:
        clause = rule(tokens, cue, subject, lexicon)
        if clause is not None:
            return clause
    return None


def _end(tokens: Sequence[Token]) -> int:
    last = len(tokens)
    while last > 0 and (tokens[last - 1].word in _TERMINAL or tokens[last - 1].word in COMMAS):
        last -= 1
    return last


def _touches_left(tokens: Sequence[Token], first: int) -> bool:
    """Whether a comma, dash or quotation stands right before the frame."""
    return first > 0 and (tokens[first - 1].kind == "quote" or tokens[first - 1].word in COMMAS | DASHES)


def _left_content(tokens: Sequence[Token], first: int) -> int:
    """The end of the content that stands before a frame."""
    while first > 0 and tokens[first - 1].kind == "point" and tokens[first - 1].word not in "])}":
        first -= 1
    return first


def _quote_left(tokens: Sequence[Token], first: int) -> bool:
    end = _left_content(tokens, first)
    return end > 0 and tokens[end - 1].kind == "quote" and first - end <= 3


def _source(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    """"According to X, ...": everything but the frame."""
    if cue.group not in ("according", "according_after"):
        return None
    return _around(tokens, cue, subject, _end(tokens))


def _comment(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    """"As X said, ...": everything but the frame, which ends at the next comma."""
    first = subject.first
    introduced = any("introducers" in token.tags for token in tokens[max(0, first - 1) : cue.first])
    if not introduced or subject.mention is None or cue.group not in ("say", "state", "cite"):
        return None
    last = next((i for i in range(subject.last, len(tokens)) if tokens[i].word in COMMAS), len(tokens))
    if first > 0 and "introducers" in tokens[first - 1].tags:
        first -= 1
    return _around(tokens, cue, subject._replace(first=first, last=last), _end(tokens))


def _around(tokens: Sequence[Token], cue: Cue, subject: Subject, end: int) -> Clause:
    before = (0, _left_content(tokens, subject.first))
    after = (_skip_points(tokens, subject.last), end)
    if _short_lead(tokens, before) and after[1] > after[0]:
        before = (0, 0)
    content = tuple(part for part in (before, after) if part[1] > part[0])
    return Clause(cue, subject, content, "around")


def _short_lead(tokens: Sequence[Token], part: Range) -> bool:
    """"At the same time, according to X, ...": a lead that is not part of what was said."""
    words = tokens[part[0] : part[1]]
    if len(words) > 5 or any(token.kind == "quote" for token in words):
        return False
    return not words or bool(words[0].tags & {"prepositions", "adverbs", "conjunctions"})


def _skip_points(tokens: Sequence[Token], index: int) -> int:
    while index < len(tokens) and tokens[index].kind == "point" and tokens[index].word not in "([<$€":
        index += 1
    return index


def _final(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    """Turkish order: subject, complement, verb."""
    last = cue.first
    while last > 0 and "adverbs" in tokens[last - 1].tags and "complements" not in tokens[last - 1].tags:
        last -= 1
    if not lexicon.has("final") or last == 0 or tokens[last - 1].kind != "word":
        return None
    if "complements" not in tokens[last - 1].tags and cue.group != "act":
        return None
    mention = subject.mention
    start = _skip_points(tokens, mention.last if mention is not None and mention.last <= last else 0)
    return Clause(cue, subject._replace(last=cue.last), ((start, last),), "before") if start < last else None


def _quoted_before(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    """"Q," said X; what is quoted after the frame goes on with it."""
    if not _quote_left(tokens, subject.first) or cue.group == "act" and cue.last < len(tokens) - 2:
        return None
    after = _complement(tokens, cue, subject)
    if after is not None and subject.last <= after and tokens[after - 1].kind == "word":
        return Clause(cue, subject, ((0, _left_content(tokens, subject.first)), (after, _end(tokens))), "around")
    content = [(0, _left_content(tokens, subject.first))]
    again = next((i for i in range(subject.last, min(len(tokens), subject.last + REACH)) if tokens[i].kind == "quote"), -1)
    if again >= 0 and tokens[again - 1].kind == "point":
        content.append((again, _end(tokens)))
    return Clause(cue, subject, tuple(content), "around" if len(content) > 1 else "before")


def _complement(tokens: Sequence[Token], cue: Cue, subject: Subject) -> int | None:
    """Where the content after a complementizer or colon begins."""
    start = max(cue.last, subject.last)
    for index in range(start, min(len(tokens), start + REACH)):
        token = tokens[index]
        if "complementizers" in token.tags or token.word == ":" and index + 1 < len(tokens):
            return index + 1
        if token.kind == "quote" or token.word == ";":
            return None
    return None


def _complemented(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    start = _complement(tokens, cue, subject)
    if start is None or cue.group == "tag" or start >= _end(tokens):
        return None
    if cue.group == "act" and not _names_speech(tokens[max(cue.last, subject.last) : start - 1], lexicon):
        return None
    return Clause(cue, subject, ((start, _end(tokens)),), "after")


def _names_speech(between: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether only a noun of speech stands before the complementizer ("expressed hope that")."""
    words = [token for token in between if token.kind == "word" and not token.tags & _SKIPPED]
    return all(any(p.group == "nouns" for p in lexicon.patterns(token.word)) for token in words)


def _quoted_after(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    """X said "Q"; with a comma or at once the quotation alone is meant, else the clause that holds it."""
    if cue.group not in ("say", "state", "cite"):
        return None
    start = max(cue.last, subject.last)
    for index in range(start, min(len(tokens), start + REACH)):
        if tokens[index].kind == "quote":
            plain = all(token.kind == "point" or token.tags & {"adverbs", "audience"} for token in tokens[start:index])
            if plain or tokens[index - 1].word in COMMAS:
                return Clause(cue, subject, ((index, _end(tokens)),), "after")
            return None
        if tokens[index].word == ";":
            return None
    return None


def _parenthesis(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    """"..., X said." and "The plan, X said, will fail"."""
    first = subject.first
    allowed = cue.group in ("say", "state", "cite") or cue.group == "tag" and subject.mention is not None
    if not allowed or not _touches_left(tokens, first) or not (subject.mention or cue.group == "say"):
        return None
    last = max(cue.last, subject.last)
    stop = next((i for i in range(last, len(tokens)) if tokens[i].word in COMMAS | DASHES), _end(tokens))
    if not _adjunct(tokens, last, stop):
        return None
    content = [(0, _left_content(tokens, first))]
    goes_on = stop < _end(tokens) - 1 and content[0][1] <= MAX_INSET and not tokens[stop + 1].tags & _NEW_CLAUSE
    if goes_on:
        content.append((_skip_points(tokens, stop), _end(tokens)))
    return Clause(cue, subject, tuple(content), "around" if goes_on else "before")


def _adjunct(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words after a frame only say when, where or to whom."""
    if first >= last:
        return True
    if "infinitives" in tokens[first].tags and first + 1 < last:
        after = tokens[first + 1]
        return after.capital or bool(after.tags & {"audience", "determiners"})
    return bool(tokens[first].tags & {"prepositions", "adverbs", "audience", "not_names", "subordinators", "conjunctions"})


def _comma_clause(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    """German: "sagte X, er habe ..."."""
    if not lexicon.has("comma") or cue.group not in ("say", "state", "act"):
        return None
    start = max(cue.last, subject.last, cue.extra + 1)
    for index in range(start, min(len(tokens), start + REACH)):
        if tokens[index].word in COMMAS and _reports(tokens, index + 1):
            return Clause(cue, subject, ((index + 1, _end(tokens)),), "after")
    return None


def _reports(tokens: Sequence[Token], start: int) -> bool:
    return any(token.tags & {"mood", "infinitives"} for token in tokens[start : start + 30])


def _bare(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    if not lexicon.has("bare") or cue.group != "say" or subject.inherits and cue.first == 0:
        return None
    return _following(tokens, cue, subject, "after")


def _act(tokens: Sequence[Token], cue: Cue, subject: Subject, lexicon: Lexicon) -> Clause | None:
    return _following(tokens, cue, subject, "object") if cue.group == "act" else None


def _following(tokens: Sequence[Token], cue: Cue, subject: Subject, shape: str) -> Clause | None:
    start = max(cue.last, subject.last)
    while start < len(tokens) and tokens[start].tags & {"audience", "adverbs"}:
        start += 1
    end = _end(tokens)
    if cue.extra == end - 1:
        end -= 1
    return Clause(cue, subject, ((start, end),), shape) if end - start >= 2 else None


_RULES = (
    _source,
    _comment,
    _final,
    _quoted_before,
    _complemented,
    _quoted_after,
    _parenthesis,
    _comma_clause,
    _bare,
    _act,
)


def _cut(tokens: Sequence[Token], clause: Clause, later: Sequence[Clause]) -> Clause:
    """End what follows a frame where another frame is joined to it."""
    border = min((_joint(tokens, other) for other in later), default=len(tokens))
    content = tuple((a, min(b, border)) for a, b in clause.content if a < border)
    return clause._replace(content=content)


def _joint(tokens: Sequence[Token], clause: Clause) -> int:
    """Where the frame begins, with its conjunction, if it stands beside the clause before it; else no border."""
    first = clause.subject.first
    start = first
    while start > 0 and (tokens[start - 1].tags & _NEW_CLAUSE or tokens[start - 1].word in COMMAS | {";"}):
        start -= 1
    leads = tokens[first : max(clause.cue.first, first + 1)]
    joined = any(token.tags & _NEW_CLAUSE for token in tokens[start:first]) or leads and leads[0].tags & _NEW_CLAUSE
    if clause.subject.inherits and (start < first or joined):
        return start
    return start if joined and start <= first and clause.shape in ("after", "object", "around") else len(tokens)
