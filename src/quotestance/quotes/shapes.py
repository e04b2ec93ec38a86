"""Where the content of a cue stands: one rule per construction, tried in order; positions only, words are data."""

from __future__ import annotations

from collections.abc import Callable

from quotestance.quotes.cues import PASSIVE
from quotestance.quotes.final import final, skip_words
from quotestance.quotes.frames import COMMAS
from quotestance.quotes.parentheses import CLAUSAL, MAX_UNKNOWN, comment, inset, parenthesis, source, starts_clause
from quotestance.quotes.sites import (
    MAX_INSET,
    REACH,
    Clause,
    Site,
    after_addressee,
    find_complement,
    has_clause,
    is_addressee,
    left_end,
    quote_end,
    touches_left,
)
from quotestance.quotes.tokens import WHOLE, Token

_LEADING = frozenset(["prepositions", "adverbs", "conjunctions", "subordinators", "auxiliaries", "not_names"])
"""Words that begin no object."""
_SKIPPED = frozenset(["adverbs", "determiners", "auxiliaries", "pronouns"])
_JOINING = frozenset(["adverbs", "prepositions", "conjunctions", "subordinators", "infinitives"])
_FILLERS = frozenset(["adverbs", "audience", "auxiliaries"])
_NE = frozenset(["negations", "auxiliaries"])
"""Of the first word of a negated infinitive: with "dit ne ..." or "dit avoir ..." it is part of what was said."""
Rule = Callable[[Site], Clause | None]


def shape(site: Site) -> Clause | None:
    """The first rule that fits; None for a cue without content."""
    for rule in _RULES:
        clause = rule(site)
        if clause is not None:
            return clause
    return None


def _quoted_before(site: Site) -> Clause | None:
    """ "Q," said X; what is quoted after the frame goes on with it."""
    tokens, mention, first = site.tokens, site.subject.mention, site.subject.first
    if mention is None:
        first = next((n for n in range(first, max(0, first - MAX_UNKNOWN), -1) if tokens[n - 1].kind != "word"), first)
    end = left_end(tokens, first)
    if end == 0 or tokens[end - 1].kind != "quote" or first - end > 3:
        return None
    named = first == end and mention is not None and end <= mention.first < site.cue.first
    if named and site.lexicon.has("modifier_first"):
        return None
    if site.cue.group in ("act", "mark", "nouns") and site.cue.last < site.end and not site.lexicon.has("final"):
        return None
    nobody = mention is None and (site.cue.group == "nouns" or not site.lexicon.has("final"))
    if nobody or (mention and starts_clause(site)):
        return None
    opening = _opening(site, end - 1)
    start = find_complement(site)
    adds = all(token.kind == "point" or token.tags & _FILLERS for token in tokens[site.right : (start or 1) - 1])
    if start is not None and tokens[start - 1].kind == "word" and (adds or not site.lexicon.has("comma")):
        return site.clause("around", (opening, end), (start, site.end))
    again = next((i for i in range(site.right, min(site.stop, site.right + REACH)) if tokens[i].kind == "quote"), -1)
    if again >= 0 and tokens[again - 1].kind == "point":
        return site.clause("around", (opening, end), (again, site.end))
    return site.clause("before", (opening, end))


def _opening(site: Site, quotation: int) -> int:
    """Where the content begins that ends in a quotation; before a final verb the quotation is all of it."""
    mention, tokens = site.subject.mention, site.tokens
    if site.lexicon.has("final"):
        return quotation
    if mention is None or mention.last > quotation:
        return 0
    whole = WHOLE in tokens[quotation].tags or tokens[quotation - 1].kind == "point"
    return quotation if whole else skip_words(tokens, mention.last, quotation)


def _complemented(site: Site) -> Clause | None:
    start = find_complement(site)
    if start is None or site.cue.group in ("tag", "mark") or start >= site.end:
        return None
    if site.closed and site.tokens[start - 1].word == ":" and site.cue.group in CLAUSAL:
        return None
    own = site.tokens[_comma(site, site.right) : start - 1]
    if site.lexicon.has("comma") and any("mood" in token.tags for token in own):
        return None
    words = (site.tokens[n] for n in range(site.right, start - 1) if n != site.cue.extra)
    between = [t for t in words if not t.tags & _SKIPPED and t.word not in COMMAS]
    if between and site.cue.group == "act":
        return None
    far = start - site.cue.last > 3 + (site.tokens[start - 1].kind == "word")
    if site.cue.group == "nouns" and far and site.subject.last <= site.cue.last:
        return None
    end = quote_end(site, start)
    if site.cue.group == "nouns":  # "Слова X о том, что ..., вызвали спор"
        commas = (n for n in range(end - 2, start, -1) if site.tokens[n].word in COMMAS)
        end = next((n for n in commas if "verbal" in site.tokens[n + 1].tags), end)
    return site.clause("after", (start, end))


def _quoted_after(site: Site) -> Clause | None:
    """X said "Q"; with a comma or at once the quotation is meant, else the clause that holds it."""
    tokens, start = site.tokens, site.right
    if site.cue.group in ("nouns", PASSIVE):
        return _quoted_object(site)
    if site.cue.group not in CLAUSAL:
        return None
    for index in range(start, min(site.stop, start + REACH)):
        if tokens[index].kind == "quote":
            if site.stop == index + 1 and site.lexicon.has("final"):
                return None
            plain = all(token.kind == "point" or token.tags & _FILLERS for token in tokens[start:index])
            if not plain and (site.closed or tokens[index - 1].word not in COMMAS):
                return None
            return _with_lead(site, index)
        if tokens[index].word == ";":
            return None
    return None


def _quoted_object(site: Site) -> Clause | None:
    """ "X's warning of “chaos”", "was called “chaos” by X": the quotation alone."""
    tokens, passive = site.tokens, site.cue.extra >= 0
    start, stop = (site.cue.last, site.cue.extra) if passive else (site.right, min(site.right + 3, site.stop))
    index = next((n for n in range(start, stop) if tokens[n].kind == "quote"), -1)
    led = index > start and all(token.tags & {"prepositions", "determiners"} for token in tokens[start:index])
    if index < 0 or not (passive or led) or site.subject.mention is None:
        return None
    return site.clause("object", (index, stop if passive else index + 1))


def _with_lead(site: Site, index: int) -> Clause:
    """The quotation at `index`, with the beginning of its clause before the frame ("The plan, he said, “will”")."""
    first, whole = site.subject.first, WHOLE in site.tokens[index].tags
    end = left_end(site.tokens, first)
    lead = 0 < end <= MAX_INSET and touches_left(site.tokens, first) and site.tokens[index - 1].word in COMMAS
    if lead and not whole and not site.subject.inherits and not site.tokens[0].tags & {"introducers", "subordinators"}:
        return site.clause("around", (0, end), (index, site.end))
    return site.clause("after", (index, quote_end(site, index)))


def _comma(site: Site, first: int) -> int:
    """The first comma from `first` on, else the end."""
    return next((n for n in range(first, site.end) if site.tokens[n].word in COMMAS), site.end)


def _comma_clause(site: Site) -> Clause | None:
    """German: "sagte X, er habe ..."."""
    if not site.lexicon.has("comma") or site.cue.group not in ("say", "state", "act", "nouns"):
        return None
    led = bool(site.tokens[0].tags & {"complementizers", "subordinators"}) and site.cue.first > 1
    led = led or (site.cue.first > 0 and "passives" in site.tokens[site.right - 1].tags)
    for index in range(max(site.right, site.cue.extra + 1), min(len(site.tokens), site.right + REACH)):
        window = site.tokens[index + 1 : index + 30]
        between = site.tokens[site.right : index]
        direct = index == site.cue.extra + 1 or all("adverbs" in token.tags for token in between)
        bare = direct and not led and site.cue.group in CLAUSAL and not _closes(site, index + 1)
        reports = bare or any(token.tags & {"mood", "infinitives"} for token in window)
        noun = site.cue.group == "nouns"
        if site.tokens[index].word in COMMAS and reports and not (noun and index > site.right):
            return site.clause("after", (index + 1, _comma(site, index + 1) if noun else site.end))
    return None


def _bare(site: Site) -> Clause | None:
    if not site.lexicon.has("bare") or (site.subject.inherits and site.cue.first == 0):
        return None
    clause = _following(site, "after") if site.cue.group in ("say", "state", PASSIVE) else None
    sure = site.cue.group == "say" or (clause and has_clause(site.tokens, clause.content[0][0], site.stop))
    return clause if sure else None


def _request(site: Site) -> Clause | None:
    """ "urged the minister to act", "was told to go": whom a request is addressed to is no part of it."""
    tokens, start = site.tokens, site.right
    said = site.cue.group == PASSIVE and tokens[site.cue.first].word == "said"
    if site.cue.group == PASSIVE and site.subject.mention and "introducers" in tokens[min(start, len(tokens) - 1)].tags:
        return site.clause("object", (start + 1, site.end))
    named = (
        tokens[site.cue.last - 1].tags >= {"prepositions", "links"}
        and "infinitives" not in tokens[site.cue.last - 1].tags
    )
    addressed = "addressing" in tokens[site.cue.first].tags and site.cue.group != "mark" and not named
    if not site.lexicon.has("bare") or not (said or addressed):
        return None
    for index in range(start, min(site.end - 1, start + MAX_UNKNOWN * 2)):
        if tokens[index].kind != "word" or "complementizers" in tokens[index].tags:
            return None
        if has_clause(tokens, index, site.end) and "infinitives" in tokens[index].tags:
            first = index - 1 if index > start and "negations" in tokens[index - 1].tags else index
            asked = first == start or is_addressee(tokens[first - 1])
            return site.clause("object", (first + (first == index), site.end)) if asked else None
    return None


def _act(site: Site) -> Clause | None:
    """What follows a speech act; some verbs are one only when part of it stands in marks."""
    marked = any(token.kind == "quote" for token in site.tokens[site.right : site.stop])
    if site.lexicon.has("comma") and site.cue.extra < 0 and _closes(site, site.right):
        return _object_before(site) if site.cue.group == "act" else None
    if site.cue.group == "act" or (site.cue.group == "mark" and (marked or _is_judged(site))):
        return _predicated(site) or _following(site, "object") or _object_before(site)
    return None


def _predicated(site: Site) -> Clause | None:
    """ "Эту идею X считает утопией": the object before the verb, and only what it is called after it."""
    tokens, mention, right = site.tokens, site.subject.mention, site.right
    if mention is None or mention.last > site.cue.first or "naming" not in tokens[site.cue.last - 1].tags:
        return None
    end = next((n for n in range(right, site.end) if tokens[n].kind == "point"), site.end)
    if end == right or end - right > 3 or not (tokens[right].kind == "quote" or "predicates" in tokens[end - 1].tags):
        return None
    first = next((n + 1 for n in range(mention.first - 1, -1, -1) if tokens[n].kind != "word"), 0)
    lead, between = (first, mention.first), (mention.last, site.cue.first)
    for start, last in (between, lead):
        while last > start and tokens[last - 1].tags & {"adverbs", "auxiliaries"}:
            last -= 1
        if last > start and not tokens[start].tags & _LEADING:
            return site.clause("around", (start, last), (right, end))
    return None


def _is_judged(site: Site) -> bool:
    """ "called the plan a disgrace", "called it unfair": somebody or something, and what it is called."""
    words = site.tokens[site.right : min(site.stop, site.right + MAX_UNKNOWN * 2)]
    last = next(
        (n for n, token in enumerate(words) if token.kind != "word" or token.tags & {"subordinators"}), len(words)
    )
    if not site.lexicon.has("bare") or last < 2:
        return False
    if "pronouns" in words[0].tags:
        return not words[1].tags & _JOINING
    return any(
        words[n].tags >= {"articles", "indefinites"} and not words[n - 1].tags & (_JOINING | {"audience"})
        for n in range(1, last - 1)
        if "not_names" not in words[n + 1].tags
    )


def _object_before(site: Site) -> Clause | None:
    """ "В Баку обвинения отвергают": the object between subject and verb where words may move freely."""
    mention = site.subject.mention
    final = site.cue.last >= site.end if site.lexicon.has("free") else site.lexicon.has("comma")
    if mention is None or not final or mention.first > site.cue.first:
        return None
    start, end, comma = mention.last, site.cue.first, site.lexicon.has("comma")
    while comma and start < end and _is_filler(site.tokens[start], False):
        start += 1
    while end > start and site.tokens[end - 1].tags & {"adverbs", "auxiliaries", "negations"}:
        end -= 1
    spoken = not (comma and "determiners" not in site.tokens[start].tags)
    return site.clause("object", (start, end)) if spoken and start < end else None


def _closes(site: Site, index: int) -> bool:
    """Whether a clause ends here: a comma or conjunction, perhaps after the auxiliary of a final verb, or no more."""
    index += index < site.end and "auxiliaries" in site.tokens[index].tags
    return index >= site.end or site.tokens[index].word in COMMAS or "conjunctions" in site.tokens[index].tags


def _following(site: Site, name: str) -> Clause | None:
    start, end = site.right, site.end
    last = site.tokens[start - 1].tags
    if start - 1 > site.cue.first and start == site.cue.last and ("perfects" in last or last >= _NE):
        start -= 1
    comma = site.lexicon.has("comma")
    if name == "after" or comma:
        start = after_addressee(site, start)
    while start < end and _is_filler(site.tokens[start], name == "object" and site.lexicon.has("head_first")):
        start += 1
    extra = site.cue.extra
    if extra >= start and site.lexicon.has("head_first") and "prepositions" not in site.tokens[extra].tags:
        start = extra - ("negations" in site.tokens[extra - 1].tags)  # asks somebody to do something
    elif extra == end - 1 or (comma and extra >= start and _closes(site, extra + 1)):
        end = extra
    elif extra >= start and not (comma and site.tokens[start].tags & {"determiners", "pronouns"}):
        start = extra + 1  # no object before the preposition
    if comma and start + 1 < end and site.tokens[start + 1].kind == "quote":
        start += "prepositions" in site.tokens[start].tags
    done = start and "infinitives" in site.tokens[start - 1].tags
    alone = end - start == 1 and not done and (name == "after" or 0 < len(site.tokens[start].word) < 4)
    return site.clause(name, (start, end)) if end > start and not alone else None


def _is_filler(token: Token, verbal: bool) -> bool:
    """Whether a word before what was said belongs to the frame; `verbal`: what was said may begin with a verb."""
    fillers = _FILLERS - {"auxiliaries"} if verbal else _FILLERS
    return bool(token.tags & fillers) and token.tags.isdisjoint(("determiners", "progressives", "negations"))


_RULES: tuple[Rule, ...] = (
    source,
    comment,
    final,
    inset,
    _quoted_before,
    _request,
    _complemented,
    _quoted_after,
    parenthesis,
    _comma_clause,
    _bare,
    _act,
)
