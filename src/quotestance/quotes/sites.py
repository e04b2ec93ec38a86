"""A cue in its sentence, and the borders that the content around it has."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotestance.quotes.borders import (
    LEADS,
    MAX_INSET,
    NOMINAL,
    TERMINAL,
    has_clause,
    is_addressee,
    is_finite,
    is_quoted,
    joins,
    touches_left,
)
from quotestance.quotes.frames import COMMAS, DASHES, Subject
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.tokens import WHOLE, Token

Range = tuple[int, int]
REACH = 18
"""Tokens between a cue and the complementizer, colon or quotation that belongs to it."""
MAX_PAPER = 30
"""Characters of a name in marks that a frame ends with."""
RECAP = "recap"
"""Shape of a clause whose content is the sentence before."""
NEW_CLAUSE = frozenset(["conjunctions", "subordinators"])
ADJUNCT = NEW_CLAUSE | {"prepositions", "adverbs", "audience", "not_names"}
"""What may begin the words after a frame that say when, where or to whom."""
_OCCASION = frozenset(["adjuncts", "adverbs", "determiners", "prepositions"])


class Clause(NamedTuple):
    """One cue with its speaker and content, as token ranges."""

    cue: Cue
    subject: Subject
    content: tuple[Range, ...]
    shape: str
    """`before`, `after`, `around` (the frame), or `object` (what follows a speech act)."""


class Site(NamedTuple):
    """A cue in its sentence.

    `floor` is where the cue before ends, `stop` where the next one begins, `end` the end without final punctuation.
    """

    tokens: Sequence[Token]
    cue: Cue
    subject: Subject
    lexicon: Lexicon
    floor: int
    stop: int
    end: int

    @property
    def right(self) -> int:
        """The first token after cue and inverted subject."""
        return max(self.cue.last, self.subject.last)

    @property
    def closed(self) -> bool:
        """Whether the frame stands between two commas."""
        after = self.tokens[self.right : self.right + 1]
        return touches_left(self.tokens, self.subject.first) and bool(after) and after[0].word in COMMAS

    def clause(self, shape: str, *content: Range) -> Clause:
        """The site as a clause with this content."""
        return Clause(self.cue, self.subject, content, shape)


def after_addressee(site: Site, start: int) -> int:
    """Past whom a verb such as "told" speaks to."""
    if "addressing" not in site.tokens[site.cue.first].tags:
        return start
    named = site.tokens[start : start + 2]
    if len(named) > 1 and named[0].kind == "quote" and WHOLE not in named[0].tags and named[1].kind == "word":
        return start + 1
    mention = next(mentions_in(site.tokens, start, min(site.end, start + 10), site.lexicon), None)
    near = mention is not None and mention.first == start and mention.last < site.end + site.lexicon.has("bare")
    end = mention.last if mention is not None and near else start
    if "determiners" in site.tokens[min(start, len(site.tokens) - 1)].tags and site.lexicon.has("bare"):
        people = start + 2 < end < site.end and "groups" in site.tokens[end - 1].tags  # "the court jurors were"
        end -= people and is_finite(site.tokens[end]) and "bodies" in site.tokens[end - 2].tags
        end = max([end, *(n + 1 for n in range(start, min(site.end, start + 5)) if "adjuncts" in site.tokens[n].tags)])
    channel = site.tokens[end : end + 2]  # "told Radio 4 on Friday"
    if end > start and len(channel) == 2 and channel[0].word.isdigit():
        end += channel[1].kind == "point" or not channel[1].tags.isdisjoint(ADJUNCT)
    while end < site.end and "audience" in site.tokens[end].tags:
        end += 1
    return end


def past_occasion(site: Site, start: int) -> int:
    """Past when and where it was said, if a clause begins there ("said [on Monday] the road was closed")."""
    tokens, words = site.tokens, range(start, min(start + MAX_INSET, site.end - 1))
    if start >= site.end or not tokens[start].tags & _OCCASION or "definites" in tokens[start].tags:
        return start
    stop = next((n for n in words if tokens[n].kind != "word" or is_finite(tokens[n + 1])), words.stop)
    ends = (n for n in range(stop, start, -1) if "adjuncts" in tokens[n - 1].tags)
    return next((n for n in ends if is_addressee(tokens[n]) or "determiners" in tokens[n].tags), start)


def find_complement(site: Site) -> int | None:
    """Where the content after a complementizer or colon begins."""
    if (behind := _past_participle(site)) is not None:
        return behind
    told = after_addressee(site, site.right)
    for index in range(site.right, min(site.stop, site.right + REACH)):
        token = site.tokens[index]
        inset = site.right == site.cue.last < index - 2 and site.lexicon.has("mixed")
        inset = inset and {site.tokens[site.right].word, site.tokens[index - 1].word} <= COMMAS
        commas = [n for n in range(site.right, index) if site.tokens[n].word in COMMAS]
        aside = index - 1 in commas and "progressives" in site.tokens[commas[0] + 1].tags  # ", citing X, that"
        if "complementizers" in token.tags and (inset or aside or joins(site.tokens, index)):
            return None if _is_inner(site, told, index) else _clause_start(site, index)
        if "questions" in token.tags and _is_asked(site, index):
            return index
        if token.word in LEADS and index + 1 < len(site.tokens) and _leads(site.tokens, index):
            return index + 1
        spoken = token.kind == "quote" and index >= told and not _is_scare(site, index)
        if spoken or token.word == ";" or _breaks_off(site.tokens, index):
            return None
    return None


def _past_participle(site: Site) -> int | None:
    """ "said on Monday, commenting on reports that ..., that the road is open": behind the last complementizer."""
    tokens, stop = site.tokens, min(site.stop, site.end - 1)
    occasion = site.right + 1 < stop < site.right + MAX_INSET and tokens[site.right].tags & _OCCASION
    if not occasion or tokens[stop - 1].word not in COMMAS or "progressives" not in tokens[stop].tags:
        return None
    words = range(stop, min(site.end, stop + REACH))
    that = (n + 1 for n in words if tokens[n].tags >= {"complementizers", "relatives"} and tokens[n - 1].word in COMMAS)
    plain = not any(is_finite(token) or token.kind == "quote" for token in tokens[site.right : stop])
    return next(that, None) if plain else None


def _is_scare(site: Site, index: int) -> bool:
    """Whether the quotation is part of what is denied before a colon ("rejected the “ban” idea: “...”")."""
    name, then = site.tokens[index], site.tokens[index + 1 : index + 3]
    short = index == site.right and name.end - name.start < MAX_PAPER and site.lexicon.has("marked_names")
    if short and len(then) > 1 and then[0].word in COMMAS:
        return "complementizers" in then[1].tags  # "пояснил «Заре», что"
    told = site.lexicon.has("mixed") and "prepositions" in site.tokens[index - 1].tags
    if told and WHOLE not in site.tokens[index].tags and index + 1 < site.end:
        return "complementizers" in site.tokens[index + 1].tags  # "dijo a “El Norte” que"
    after = range(index + 1, min(site.stop, site.right + REACH) - 1)
    lead = next((n for n in after if site.tokens[n].kind != "word"), -1)
    act = site.cue.group == "act" and lead > 0 and site.tokens[lead].word in LEADS
    return act and WHOLE in site.tokens[lead + 1].tags and WHOLE not in site.tokens[index].tags


def _leads(tokens: Sequence[Token], index: int) -> bool:
    """Whether a stop leads to what was said: a full stop does before a quotation, and inside a sentence."""
    before, token, after = tokens[index - 1], tokens[index], tokens[index + 1]
    if before.word.isdigit() and after.word.isdigit() and token.end == after.start:
        return False  # "2:1"
    inside = len(before.word) > 4 and after.kind == "word" and not after.capital and token.end < after.start
    return token.word in ":․" or is_quoted(after) or inside


def _is_asked(site: Site, index: int) -> bool:
    """Whether a question word right after the frame, a comma and whom it speaks to begins what was asked or told."""
    between = site.tokens[site.right : index - 1]
    named = site.subject.last == index - 1 and "relatives" in site.tokens[index].tags
    told = all(t.tags & {"audience", "adverbs", "titles"} for t in between)
    plain = site.tokens[index - 1].word in COMMAS and told and not named
    return plain and not site.lexicon.patterns(site.tokens[index + 1].word if index + 1 < site.end else "")


def _clause_start(site: Site, index: int) -> int:
    """After the complementizer or at a question word; for an enclitic (Russian "ли") where its clause begins."""
    if "questions" in site.tokens[index].tags:
        return index
    if "auxiliaries" not in site.tokens[index].tags:
        return index + 1
    return next((n + 1 for n in range(index, site.right - 1, -1) if site.tokens[n].word in COMMAS), index + 1)


def _breaks_off(tokens: Sequence[Token], index: int) -> bool:
    """ "... said X. - ...": a full stop and a dash, after which the speaker goes on."""
    return tokens[index].word in TERMINAL and index + 1 < len(tokens) and tokens[index + 1].word in DASHES


def _is_inner(site: Site, start: int, index: int) -> bool:
    """Whether the word is not the frame's: "clarified some points that", "said he was sure that"."""
    if not site.lexicon.has("bare") or index <= start:
        return False
    tokens, first = site.tokens, site.tokens[start]
    apart = "conjunctions" in tokens[index - 1].tags
    apart = apart or any("subordinators" in t.tags and "introducers" not in t.tags for t in tokens[start:index])
    if apart or (site.closed and index > site.right + 1) or has_clause(tokens, start, index):
        return True
    told = start == site.right and "addressing" in tokens[site.cue.first].tags
    noun = any(pattern.group == "nouns" for pattern in site.lexicon.patterns(tokens[index - 1].word))
    return first.kind == "word" and not told and not noun and (not first.tags or "determiners" in first.tags)


def quote_end(site: Site, start: int) -> int:
    """A whole quotation after a colon or comma ends the content; what follows is the reporter's."""
    tokens = site.tokens
    if tokens[start].kind != "quote" or tokens[start - 1].kind != "point":
        return site.end
    last = start + 1
    parted = tokens[start - 1].word == ":" and last < site.end and tokens[last].tags & NOMINAL
    if WHOLE not in tokens[start].tags and not parted:  # "wrote: “no” By noon ..."
        return site.end
    while last < site.end and tokens[last].kind in ("quote", "point"):
        last += 1
    return last


def contrasts(tokens: Sequence[Token], subject: Subject, cues: Sequence[Cue]) -> bool:
    """ "Si X estime que ..., Y juge ...": no condition, but two people who both said something."""
    mention, first = subject.mention, tokens[0].tags
    full = mention is not None and mention.name[1] - mention.name[0] > 1 and mention.first <= 2
    return full and {"unsaid", "subordinators"} <= first and len(cues) > 1


def is_aside(tokens: Sequence[Token], cue: Cue, later: Sequence[Cue]) -> bool:
    """Whether a source is named between two commas before what it is the source of (", citing X, that ..."), or
    nobody's converb is part of what an active verb reports ("‘dur’ denilerek çevrildiğini söyledi")."""
    active = bool(later) and "passives" not in tokens[later[-1].last - 1].tags
    if active and tokens[cue.last - 1].tags >= {"passives", "progressives"}:
        return True
    if cue.group != "cite" or not cue.first or tokens[cue.first - 1].word not in COMMAS:
        return False
    closing = next((n for n in range(cue.last, len(tokens) - 1) if tokens[n].kind != "word"), len(tokens) - 1)
    goes_on = any("complementizers" in token.tags for token in tokens[closing + 1 : closing + 2])
    return goes_on and tokens[closing].word in COMMAS


def is_told_of(tokens: Sequence[Token], clause: Clause, found: Sequence[Clause], lexicon: Lexicon) -> bool:
    """Whether the frame is part of what another one reports ("denied that [he] asked for it", "He ..., X said")."""
    marked = any(token.kind == "quote" for a, b in clause.content for token in tokens[a:b])
    return any(_is_told_in(tokens, clause, outer, marked, lexicon) for outer in found)


def _is_told_in(tokens: Sequence[Token], clause: Clause, outer: Clause, marked: bool, lexicon: Lexicon) -> bool:
    """Some languages always close a subordinate clause with a comma."""
    if outer.content and outer.cue.group in ("according_after", "tag") and clause.cue.group == "act":
        last = outer.content[-1][1]
        inside = outer.subject.last <= clause.subject.first and clause.cue.last <= last
        return inside and not marked
    if not (outer.content and clause.content):
        return False
    (first, last), start, mention = outer.content[0], clause.subject.first, clause.subject.mention
    joined = (
        outer.shape == "after"
        and clause.subject.inherits
        and first < start
        and any(map(lexicon.has, ("free", "comma")))
    )
    if joined and "conjunctions" in tokens[start].tags and tokens[start - 1].kind == "word":
        return "complementizers" in tokens[first - 1].tags  # "сказал, что пришёл и крикнул: «...»"
    if outer.shape == "after":
        own = mention is not None and mention.kind != "pronoun" and "audience" not in tokens[mention.last - 1].tags
        return start == first and not own and {"complementizers"} <= tokens[first - 1].tags
    inside = first <= start and clause.cue.last < last and clause.content[0][0] < last
    return outer.shape == "before" and clause.cue.group in ("act", "mark") and inside and not marked


def past_hearsay(tokens: Sequence[Token], first: int, last: int) -> int:
    """Past a word that only says that somebody else speaks (Russian "мол")."""
    while first < last and "hearsay" in tokens[first].tags:
        first += 1 + (first + 1 < last and tokens[first + 1].word in COMMAS)
    return first


def told_when(tokens: Sequence[Token], clause: Clause, first: int, last: int) -> int:
    """The comma behind the last quotation where only when or how it was said follows."""
    end = next((n + 1 for n in range(last - 1, first - 1, -1) if tokens[n].kind == "quote"), last)
    if clause.cue.group not in ("act", "mark") or end + 2 >= last or tokens[end].word not in COMMAS:
        return last
    begin = end + 1 + ("negations" in tokens[end + 1].tags)
    after, relative = tokens[begin].tags, "relatives" in tokens[min(begin + 1, last - 1)].tags
    told = bool(after & {"prepositions", "progressives"}) and after.isdisjoint(("particles", "agents"))
    return end if told and not relative else last


def in_mood(tokens: Sequence[Token], clause: Clause) -> bool:
    """German: whether the verb is itself reported ("Vielmehr habe Baku den Weg abgelehnt")."""
    last = clause.cue.first - 1
    first = next(
        (n + 1 for n in range(last, -1, -1) if tokens[n].kind == "point" or "conjunctions" in tokens[n].tags), 0
    )
    return any("mood" in token.tags for token in tokens[first : clause.cue.first])
