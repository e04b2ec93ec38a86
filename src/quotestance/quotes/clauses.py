"""Clauses of reported speech in one sentence: cue, speaker and the words that carry what was said.

The rules speak of positions only; which words play which part is knowledge of the language. There is no syntactic
analysis: a bare clause runs to the end of the sentence or to the next frame that a conjunction joins to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.borders import is_finite, joins, left_end, sentence_end
from quotestance.quotes.cues import PASSIVE, SOURCES, VERBS, find_cues
from quotestance.quotes.endings import before_occasion, cut
from quotestance.quotes.frames import COMMAS, DASHES, Subject
from quotestance.quotes.inverted import is_participle
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.shapes import shape
from quotestance.quotes.sites import (
    RECAP,
    Clause,
    Site,
    contrasts,
    in_mood,
    is_aside,
    is_told_of,
)
from quotestance.quotes.subjects import find_subject
from quotestance.quotes.tokens import WHOLE, Token

_BESIDE = ("before", "around")
MIN_SPEECH = 14
"""Characters of words in marks behind a colon that are no title or name."""


def find_clauses(tokens: Sequence[Token], lexicon: Lexicon) -> list[Clause]:
    """The clauses of a sentence in order of their cues; cues without content are left out."""
    cues = find_cues(tokens, lexicon)
    cues = [c for n, c in enumerate(cues) if not (n and lexicon.has("free") and _is_paper(tokens, cues[n - 1], c))]
    if len(cues) > 1 and _is_recap(tokens, cues, lexicon.has("final")):
        recap = _recap(tokens, cues[-1 if lexicon.has("final") else 1], cues, lexicon)
        adding = [cue for cue in cues[2:] if recap and not lexicon.has("final") and is_participle(tokens, cue)]
        added = (_draft(tokens, cue, cues[1:], lexicon, sentence_end(tokens)) for cue in adding[:1])
        return [*recap, *(c for c in added if c and c.shape == "after" and c.subject.inherits)]
    led = bool(cues) and cues[0].group == "recaps" and cues[0].first == 0 and cues[0].last < len(tokens)
    if led and ("prepositions" in tokens[0].tags or (cues[0].last > 1 and not lexicon.has("final"))):
        verb = Cue(cues[0].last, cues[0].last + 1, "say")  # "Mit diesen Worten beendete X ...": any verb
        return _recap(tokens, verb, [cues[0], verb], lexicon)
    end = sentence_end(tokens)
    cues = [c for n, c in enumerate(cues) if c.group != "recaps" and not is_aside(tokens, c, cues[n + 1 :])]
    drafts = [_draft(tokens, cue, cues, lexicon, end) for cue in cues if cue.group != "announce"]
    heard = [draft for draft in drafts if draft is not None and not _first_person(tokens, draft)]
    found = [c for c in heard if not (lexicon.has("comma") and c.cue.group in VERBS and in_mood(tokens, c))]
    found = [] if found and _is_told(tokens, found[0].cue) else found
    found = [c for c in found if not _is_sourced(c, found)]
    passing = [clause for clause in found if len(found) > 1 and _passes_on(tokens, clause, found[0])]
    last = [] if lexicon.has("final") else [clause for clause in found[-1:] if clause not in passing]
    passing += [clause for clause in last if _is_relay(tokens, clause, found, cues)]
    passing = passing[len(passing) == len(found) :]
    found = [c for c in found if c not in passing and not is_told_of(tokens, c, found, lexicon)]
    found = [_fronted(tokens, clause, found[index + 1 : index + 2], lexicon) for index, clause in enumerate(found)]
    found = [_past_source(clause, found) for clause in found]
    remarks = [cue.first - 2 for cue in cues if _is_remark(tokens, cue)]
    end = min((left_end(tokens, c.subject.first) for c in passing if c.shape == "before"), default=end)
    ended = [cut(tokens, clause, found[index + 1 : index + 9], remarks, end) for index, clause in enumerate(found)]
    if lexicon.has("modifier_first"):
        ended = [_before_quoted(tokens, clause, cues) for clause in ended]
    placed = lexicon.has("head_first")
    return [before_occasion(tokens, clause) if placed else clause for clause in ended if clause.content]


def _before_quoted(tokens: Sequence[Token], clause: Clause, cues: Sequence[Cue]) -> Clause:
    """The clause up to the colon that ends a sentence before its speaker's own words ("bildirib ki, A: “B.”")."""
    first, last = clause.content[-1] if clause.content else (0, 0)
    quoted = tokens[last - 1]
    speech = WHOLE in quoted.tags and quoted.end - quoted.start >= MIN_SPEECH
    colon = last - 2 if speech and last - first > 2 and tokens[last - 2].word == ":" else last
    if colon == last or first < clause.cue.last or any(first <= cue.first < colon for cue in cues):
        return clause
    return clause._replace(content=(*clause.content[:-1], (first, colon)))


def _is_paper(tokens: Sequence[Token], verb: Cue, noun: Cue) -> bool:
    """Whether a noun of speech only says where it is said ("говорится в её заявлении")."""
    between = tokens[verb.first + 1 : noun.first]
    led = bool(between) and "prepositions" in between[0].tags and noun.group == "nouns" and verb.group in VERBS
    return led and all(token.tags & {"prepositions", "determiners"} for token in between)


def _past_source(clause: Clause, found: Sequence[Clause]) -> Clause:
    """ "X agreed: by her account, the house is old": what is said begins behind a source that is X again."""
    for other in found:
        mention, leads = other.subject.mention, other.cue.group == "according" and clause.shape == "after"
        own = mention is not None and mention.kind == "pronoun"
        if leads and own and clause.content and other.content and clause.content[0][0] == other.cue.first:
            return clause._replace(content=((other.content[0][0], clause.content[0][1]), *clause.content[1:]))
    return clause


def _is_told(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether somebody only tells that it was said ("Vielmehr habe die Gegenseite den Weg abgelehnt")."""
    first = next((n for n in range(cue.first) if tokens[n].kind == "point"), cue.first)
    mood = next((n for n in range(first) if "mood" in tokens[n].tags), cue.first)
    return mood < cue.first == first and not any("first_person" in token.tags for token in tokens[:mood])


def _is_sourced(clause: Clause, found: Sequence[Clause]) -> bool:
    """Whether somebody named between a German verb and its particle says so ("bietet laut Ada Berg Hilfe an")."""
    sources = (c.subject for c in found if c.cue.group == "according" and c.cue.first >= clause.cue.last)
    return any(s.last <= clause.cue.extra and s.mention is not None and s.mention.kind == "name" for s in sources)


def _passes_on(tokens: Sequence[Token], clause: Clause, first: Clause) -> bool:
    """A comment on what another frame of the sentence reports ("..., Reuters reports"; "..., as he put it, ...")."""
    mention = clause.subject.mention
    if clause.cue.group == "according" and clause is not first and clause.cue.first == first.subject.last:
        return True
    if mention is None or clause.shape not in _BESIDE:
        return False
    inside = any(a <= clause.cue.first < b for a, b in first.content) and mention.kind == "pronoun"
    if inside and "introducers" in tokens[clause.subject.first].tags:
        return True
    frame = first.subject.last
    between = tokens[frame : clause.subject.first]  # "“Q”, a dit X dans un communiqué, rapporte Y"
    told = clause.content and first.content and clause.content[0][0] <= first.content[0][0]
    covers = told and first.shape in _BESIDE and clause.shape == "before"
    behind = clause.cue.group == "say" and frame < clause.cue.first < mention.first
    if covers and behind and not any(token.kind == "quote" or is_finite(token) for token in between):
        return True
    return any("agencies" in token.tags for token in tokens[mention.first : mention.last])


def _is_relay(tokens: Sequence[Token], clause: Clause, found: Sequence[Clause], cues: Sequence[Cue]) -> bool:
    """Whether the last frame is the outlet that passes on another ("..., Ada Stone said on Monday, Northwind reports").

    Behind a clause that goes on to the end ("Ada Stone said that ..., Northwind reports") its verb must show it.
    """
    mention, last = clause.subject.mention, max(clause.cue.last, clause.subject.last)
    if mention is None or clause.shape != "before" or mention.kind in ("pronoun", "title"):
        return False
    if clause.cue.group not in ("say", "state"):
        return False
    person = any(not t.tags.isdisjoint(("titles", "men", "women")) for t in tokens[mention.first : mention.last])
    if person or last < sentence_end(tokens):
        return False
    inner = [c for c in found if clause.content[0][0] <= c.cue.first and c.cue.last <= clause.subject.first]
    if "relays" in tokens[clause.cue.first].tags:
        return bool(inner) or any(cue.group == "announce" and cue.last <= clause.subject.first for cue in cues)
    return any(other.shape == "before" for other in inner)


def _draft(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon, end: int) -> Clause | None:
    spoken = cue.group in VERBS - {"cite"} and _behind_speech(tokens, cue)
    for group in (*(("say",) * spoken), cue.group, *cue.others):
        clause = _of_group(tokens, cue._replace(group=group), cues, lexicon, end)
        if clause is not None:
            return clause
    return None


def _behind_speech(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a whole sentence in marks and a comma go right before the cue ("..., rief Ada Stone der Menge zu")."""
    first = cue.first - ("perfects" in tokens[cue.first - 1].tags)  # "..., a exhorté le ministre avant de partir"
    return first > 1 and tokens[first - 1].word in COMMAS and WHOLE in tokens[first - 2].tags


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
        marked = [n for n, t in enumerate(tokens) if t.kind == "quote"]  # but "bunu “Su” tədbirində deyib"
        own = any(WHOLE in tokens[n].tags or n + 1 >= verb.first or tokens[n + 1].kind != "word" for n in marked)
        own = own or "complements" in tokens[verb.first - 1].tags
        return said and not own and (opens or (before.group == "recaps" and before.last == verb.first))
    last = cues[2].first if len(cues) > 2 else len(tokens)
    own = any("complementizers" in tokens[n].tags and joins(tokens, n) for n in range(cues[1].last, last))
    short = "determiners" in tokens[cues[0].first].tags and cues[0].last == cues[0].first + 1
    direct = cues[1].first == cues[0].last and not _is_noun(cues[1])
    behind = direct and cues[0].group == "recaps" and cues[0].last - cues[0].first > 1
    behind = behind and all(token.kind == "word" for token in tokens[: cues[1].last])  # "At noon of this spoke X"
    return (opens or behind) and not own and (direct or not short)


def _recap(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> list[Clause]:
    """ "Об этом сообщил X": the sentence before is what was said."""
    subject = find_subject(tokens, cue, [c for c in cues if c.group != "recaps" or c.first <= 1], lexicon)
    late = cues[0].first > 1 and not lexicon.has("final")
    told = subject.mention is not None and (not late or subject.mention.first >= cue.last)
    return [Clause(cue, subject, (), RECAP)] if told else []


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
