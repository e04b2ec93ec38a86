"""Frames that stand beside what was said, and so around, after or before it: "According to X, ..."; "..., X said."."""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.borders import (
    LEADS,
    MAX_INSET,
    has_clause,
    is_finite,
    is_quoted,
    left_end,
    skip_points,
    touches_left,
)
from quotestance.quotes.cues import PASSIVE, VERBS
from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.sites import ADJUNCT, NEW_CLAUSE, REACH, Clause, Range, Site, after_addressee, find_complement
from quotestance.quotes.tokens import WHOLE, Token

CLAUSAL = frozenset(["say", "state", "cite"])
"""Groups of cues that report a clause."""
MAX_UNKNOWN = 4
"""Words before a verb that may be a speaker of whom nothing is known."""
_VERBAL = frozenset(["auxiliaries", "negations", "unsaid"])
_RESUMING = frozenset(["determiners", "pronouns", "prepositions", "auxiliaries", "definites"])
"""Of the first word of a clause that goes on with what stood before the frame."""


def source(site: Site) -> Clause | None:
    """ "According to X, ...": everything but the frame."""
    tagged = site.cue.group == "tag" and site.lexicon.has("final")
    return _around(site) if tagged or site.cue.group in ("according", "according_after") else None


def comment(site: Site) -> Clause | None:
    """ "As X said, ...": everything but the frame, which ends at the next comma."""
    tokens, first = site.tokens, site.subject.first
    lead = tokens[max(0, first - 1) : min(first + 2, site.cue.first)]
    introduced = any("introducers" in token.tags for token in lead)
    owned = site.lexicon.has("mixed") or (site.subject.mention is not None and not site.subject.inherits)
    if not introduced or not owned or site.cue.group not in CLAUSAL:
        return None
    last = next((i for i in range(site.right, len(tokens)) if tokens[i].word in COMMAS), len(tokens))
    if any(is_quoted(tokens[n]) and tokens[n - 1].word == ":" for n in range(site.right + 1, last)):
        return None  # "..., wie er rief: „Halt!“"
    if first > 0 and "introducers" in tokens[first - 1].tags:
        first -= 1
    if first > 0 and last == len(tokens) and not touches_left(tokens, first):
        return None
    return _around(site._replace(subject=site.subject._replace(first=first, last=last)))


def _around(site: Site) -> Clause:
    tokens, first, last = site.tokens, site.subject.first, site.subject.last
    clause = _subordinate(site)
    before = (clause or _sentence_start(site), left_end(tokens, first))
    closing = before[1] > 0 and touches_left(tokens, first) and not _short_lead(tokens, before)
    inserted = closing and last < len(tokens) and (_is_insertion(site, last) or _past_insertion(site, last) == site.end)
    if closing and (last >= len(tokens) or tokens[last].kind == "word" or inserted):
        return site.clause("before", before)
    stops = COMMAS if clause else frozenset(";")
    end = next((n for n in range(last, site.end) if tokens[n].word in stops), site.end)
    start = skip_points(tokens, _past_insertion(site, last))
    if start == last < end and not first and site.lexicon.has("comma") and "prepositions" in tokens[start].tags:
        start = next((n for n in range(start, end) if is_finite(tokens[n])), start)  # "Laut X vom Institut Y ist ..."
    joined = site.lexicon.has("mixed") and start < end
    joined = joined and (tokens[start - 1].word in COMMAS or site.lexicon.has("uncased"))
    start += joined and "complementizers" in tokens[start].tags and "relatives" not in tokens[start].tags  # Arabic فإن
    start += start < end and site.lexicon.has("final") and "closers" in tokens[start].tags  # "X'e göre ise ..."
    after = (start, end)
    if _short_lead(tokens, before) and after[1] > after[0]:
        before = (0, 0)
    parts = [part for part in (before, after) if part[1] > part[0]]
    return site.clause("before" if parts == [before] else "around", *parts)


def _subordinate(site: Site) -> int:
    """Where the subordinate clause begins that a German frame stands in; 0 for a main clause."""
    tokens, first = site.tokens, site.subject.first
    comma = next((n for n in range(first - 1, 0, -1) if tokens[n].word in COMMAS), 0)
    lead = tokens[comma + 1] if comma + 1 < first else None
    led = lead is not None and lead.tags & {"subordinators", "relatives"} and "pronouns" not in lead.tags
    return comma + 1 if led and comma and site.lexicon.has("comma") else 0


def _sentence_start(site: Site) -> int:
    """Where the words before a frame begin to be part of what was said."""
    tokens, first = site.tokens, site.subject.first
    inside = site.lexicon.has("nouns") and site.cue.group == "according_after"
    joined = site.cue.group in ("according_after", "tag") and not touches_left(tokens, first) and not inside
    last = left_end(tokens, first) - 1
    if first and (joined or tokens[first - 1].word in LEADS | {";"} or "conjunctions" in tokens[last].tags):
        return first
    inner = (n + 1 for n in range(first - 1, site.floor - 1, -1) if "complementizers" in tokens[n].tags)
    return next(inner, 0) if site.floor else 0


def _is_insertion(site: Site, comma: int) -> bool:
    """Whether a relative clause or a bare title in apposition follows the comma."""
    word = next(iter(site.tokens[comma + 1 : comma + 2]), None)
    if word is None or site.tokens[comma].word not in COMMAS or site.lexicon.has("modifier_first"):
        return False
    if site.cue.first == 0 and site.cue.group == "according" and site.lexicon.has("nouns"):
        return "auxiliaries" not in word.tags
    if site.cue.first == 0 and site.cue.group == "according" and "links" in word.tags:  # "Pour X, de l'université Y,"
        closing = next((t for t in site.tokens[comma + 1 : comma + 8] if t.kind != "word"), word)
        return closing.word in COMMAS
    plain = site.cue.group == "according" and not site.cue.first  # "Según X, que ..., no queda agua"
    relative = "relatives" in word.tags and (plain or word.tags.isdisjoint(("complementizers", "definites")))
    relative = relative or any("agents" in token.tags for token in site.tokens[comma + 2 : comma + 3])  # "cité par"
    return relative or ("titles" in word.tags and not word.capital)


def _is_apposition(site: Site, comma: int) -> bool:
    """Whether what a comma leads to only says who the speaker is ("..., says Ada Stone, a miner from Bath")."""
    after = site.tokens[comma + 1 : site.end]
    last = next((n for n, token in enumerate(after) if token.kind == "point"), len(after))
    opens = bool(after) and site.tokens[comma].word in COMMAS
    held = last > 1 and "determiners" in after[0].tags and "titles" in after[1].tags  # ", the mayor of Bath"
    held = held and last > 2 and bool(after[2].tags & {"links", "prepositions"}) and not site.lexicon.has("comma")
    indefinite = opens and "indefinites" in after[0].tags and site.subject.first > MAX_UNKNOWN
    cues = (pattern.group for token in after[:last] for pattern in site.lexicon.patterns(token.word))
    verbal = any(map(is_finite, after[1:last])) or not VERBS.isdisjoint(cues)
    return (indefinite or (opens and held)) and not verbal


def _past_insertion(site: Site, index: int) -> int:
    """After the insertion that a comma at `index` opens, if one closes it."""
    told = index < site.end and not site.subject.first and "relatives" in site.tokens[index].tags
    if told and any(map(site.lexicon.has, ("bare", "finite"))):  # "According to a miner who was there, ..."
        return next((n for n in range(index + 1, site.end) if site.tokens[n].word in COMMAS), index)
    apposed = index < site.end and site.subject.first > 0 and _is_apposition(site, index)
    if index >= site.end or not (apposed or _is_insertion(site, index)):
        return index
    closing = (n for n in range(index + 1, site.end) if site.tokens[n].word in COMMAS)
    return next(closing, site.end if apposed else index)


def _short_lead(tokens: Sequence[Token], part: Range) -> bool:
    """ "At the same time, according to X, ...": a lead that is not part of what was said."""
    words = tokens[part[0] : part[1]]
    if len(words) > 5 or any(token.kind == "quote" for token in words):
        return False
    if any(token.tags & {"auxiliaries", "unsaid"} or token.capital for token in words[1:]):
        return False
    return not words or bool(words[0].tags & {"prepositions", "adverbs", "conjunctions"})


def inset(site: Site) -> Clause | None:
    """ "The plan, said X, will fail": verb and speaker alone between commas."""
    mention, tokens, right = site.subject.mention, site.tokens, site.right
    closed = right < site.end - 1 and tokens[right].word in COMMAS | DASHES
    if mention is None or mention.first < site.cue.last or not closed or tokens[right + 1].kind == "quote":
        return None
    if site.lexicon.has("uncased") and find_complement(site) is not None:
        return None  # "من جهته، قال X، في مقابلة، إن ..."
    last = left_end(tokens, site.subject.first) - 1
    if tokens[last].kind == "quote" and (tokens[last - 1].kind != "word" or site.lexicon.has("final")):
        return None
    clause = parenthesis(site)
    return clause if clause is not None and clause.shape == "around" else None


def parenthesis(site: Site) -> Clause | None:
    """ "..., X said." and "The plan, X said, will fail"."""
    tokens, first, group, mention = site.tokens, site.subject.first, site.cue.group, site.subject.mention
    inverted = site.lexicon.has("invert") and mention is not None and mention.first >= site.cue.last
    allowed = group in CLAUSAL or (group == "tag" and inverted and mention and mention.first == site.cue.last)
    allowed = allowed or (
        group == PASSIVE
        and (
            not tokens[first].tags.isdisjoint(("neuter", "addressing", "impersonals"))
            or "impersonals" in tokens[site.cue.first].tags
        )
    )
    if not allowed or not touches_left(tokens, first) or not (mention or group in ("say", PASSIVE)):
        return None
    inset_before = site.floor and all(token.kind == "word" for token in tokens[site.floor : first - 1])
    if mention is not None and not inverted and inset_before and not site.lexicon.has("bare"):
        return None  # "До этого, по словам X, врачи говорили про ..."
    adds = site.subject.inherits and "progressives" in tokens[site.cue.first].tags
    leads = site.lexicon.has("final") and site.right < len(tokens) and tokens[site.right].word == ":"
    if tokens[first].tags & NEW_CLAUSE or _wordy(site) or adds or leads or is_taken(site, left_end(tokens, first)):
        return None
    stop = next((i for i in range(site.right, len(tokens)) if tokens[i].word in COMMAS | DASHES | {";"}), site.end)
    if inverted and stop < site.end and (_is_insertion(site, stop) or _is_apposition(site, stop)):
        stop = next((i for i in range(stop + 1, site.end) if tokens[i].word in COMMAS | DASHES | {";"}), site.end)
    after = site.stop if site.stop == site.right else after_addressee(site, site.right)
    dashed = first == site.cue.first and tokens[first - 1].word in DASHES and site.lexicon.has("invert")
    told = after == site.stop or dashed or _adjunct(tokens, after, stop)
    if not inverted and (starts_clause(site) or not told):
        return None
    end = left_end(tokens, first)
    start = next((n + 1 for n in range(end - 1, site.floor - 1, -1) if tokens[n].word == ";"), 0)
    if stop < site.end - 1 and _goes_on(site, end, stop):
        held = mention is not None and mention.first < mention.name[0] and site.lexicon.has("bare")
        if held and _short_lead(tokens, (0, end)) and has_clause(tokens, stop + 1, site.end):
            return site.clause("after", (stop + 1, site.end))  # "After it, Mayor X said, it rained"
        colon = (n + 1 for n in range(end - 1, max(site.floor, 1) - 1, -1) if tokens[n].word == ":")
        start = start or next((n for n in colon if not is_quoted(tokens[n]) and (site.floor or _told_of(site, n))), 0)
        return site.clause("around", (start, end), (skip_points(tokens, stop), site.end))
    return site.clause("before", (start if site.floor else 0, end))  # "..., says X; ..., says Y"


def _told_of(site: Site, end: int) -> bool:
    """Whether whom the frame means is named before a colon at the end ("Ada Stone left: the road, she said, is")."""
    mention, named = site.subject.mention, mentions_in(site.tokens, 0, end, site.lexicon)
    return mention is not None and mention.kind == "pronoun" and any(m.kind == "name" and not m.governed for m in named)


def is_taken(site: Site, end: int) -> bool:
    """Whether the frame before has what ends here: "X said “it hurts” as he thinks", "While X said ... “Q”, Y"."""
    before, after = site.tokens[max(0, end - 1)], site.tokens[end]
    if not site.floor or before.kind != "quote" or WHOLE in before.tags:
        return False
    if site.floor == end - 1:  # but "... belirterek “Q” dedi"
        return after.kind == "word" and not site.lexicon.has("final")
    mention, owned = site.subject.mention, site.tokens[site.floor : end - 1]
    reported = mention is not None and mention.last <= site.cue.first and not site.lexicon.has("bare")
    led = reported and any("complementizers" in token.tags for token in owned)
    return led or "subordinators" in site.tokens[0].tags


def _wordy(site: Site) -> bool:
    """Whether more stands before the verb than an unknown speaker has words."""
    mention = site.subject.mention
    return mention is not None and mention.kind == "other" and site.cue.first - mention.first > MAX_UNKNOWN


def starts_clause(site: Site) -> bool:
    """Whether the subject stands first, which in a parenthesis it cannot where the order of words is fixed."""
    mention, first = site.subject.mention, site.subject.first
    while first < site.cue.first and site.tokens[first].tags & {"conjunctions", "adverbs", "determiners"}:
        first += 1
    first = max(first, site.cue.first - 1) if site.lexicon.has("comma") else first
    fixed = site.lexicon.has("invert") and not any(map(site.lexicon.has, ("free", "final", "mixed")))
    return fixed and mention is not None and mention.first <= first < site.cue.first


def _goes_on(site: Site, before: int, stop: int) -> bool:
    """Whether a clause that began before the frame, in its first `before` tokens, goes on after `stop`."""
    tokens, after, mention = site.tokens, site.tokens[stop + 1], site.subject.mention
    if tokens[stop].word == ";" and site.lexicon.has("bare"):
        return False
    rest = tokens[stop + 1 : site.end]
    apposed = mention is not None and any(token.word in COMMAS for token in tokens[mention.first : mention.last])
    if apposed and "determiners" in after.tags and not any(is_finite(t) or t.tags & {"mood", "verbal"} for t in rest):
        return False  # "..., sagte die Leiterin, Ada Stein, der Zeitung am Telefon"
    if tokens[before - 1].kind == "word" and (is_finite(tokens[before - 1]) or "mood" in tokens[before - 1].tags):
        return True  # "The plan will, he said, fail"
    verb = tokens[stop + 1 + ("adverbs" in after.tags and stop + 2 < site.end)]  # "..., said he, hardly smiling"
    joined = "progressives" in verb.tags and (site.lexicon.patterns(verb.word) or not site.lexicon.has("bare"))
    reported = any("mood" in token.tags for token in tokens[stop : stop + REACH])
    adjunct = "prepositions" in tokens[0].tags and not any("mood" in token.tags for token in tokens[:before])
    if adjunct and "complementizers" in after.tags:
        return False  # "In einem Brief, der vorliegt, versichert X, dass"
    if tokens[stop].word in COMMAS and "conjunctions" in after.tags and tokens[before - 1].kind == "word":
        return stop + 2 < site.end and (reported or _resumes(site, stop + 2))
    if joined or (after.tags & NEW_CLAUSE and not reported):
        return False
    dashed = tokens[before].word in DASHES and tokens[stop].word in COMMAS and after.word not in DASHES
    if dashed or (before == 1 and WHOLE in tokens[0].tags):
        return False
    return before <= MAX_INSET or reported


def _resumes(site: Site, index: int) -> bool:
    """Whether a clause behind a conjunction is the speaker's too ("..., he said, and the road will stay closed")."""
    first = site.tokens[index].tags
    denied = any(token.tags & {"negations", "unsaid"} for token in site.tokens[index : index + 2])
    nobody = "auxiliaries" not in first and any(is_finite(token) for token in site.tokens[index + 1 : index + 2])
    unsaid = first & _VERBAL and denied and not nobody
    return not unsaid and bool(first & _RESUMING or has_clause(site.tokens, index, site.end))


def _adjunct(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words after a frame only say when, where or to whom."""
    if first >= last or tokens[first].kind == "point":
        return True
    if last == first + 1 < len(tokens) and tokens[last].word in COMMAS:
        return True
    if "indefinites" in tokens[first].tags and last - first < MAX_UNKNOWN and "adverbs" in tokens[last - 1].tags:
        return True  # "a little later"
    if "infinitives" in tokens[first].tags and first + 1 < last:
        after = tokens[first + 1]
        return after.capital or bool(after.tags & {"audience", "determiners"})
    return bool(tokens[first].tags & ADJUNCT) and not tokens[first].tags >= {"audience", "determiners"}
