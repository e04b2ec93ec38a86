"""Where the content of a cue stands: one rule per construction, tried in order; positions only, words are data."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from quotestance.quotes.borders import LEADS, MAX_INSET, has_clause, is_finite, left_end, touches_left
from quotestance.quotes.cues import PASSIVE
from quotestance.quotes.final import final, skip_words
from quotestance.quotes.frames import COMMAS, DASHES
from quotestance.quotes.lexicon import UNSPACED
from quotestance.quotes.objects import FILLERS, NE, act, closes, following, perfect_infinitive, request
from quotestance.quotes.parentheses import (
    CLAUSAL,
    MAX_UNKNOWN,
    comment,
    inset,
    is_taken,
    parenthesis,
    source,
    starts_clause,
)
from quotestance.quotes.phrases import FUNCTION
from quotestance.quotes.sites import NEW_CLAUSE, REACH, Clause, Site, find_complement, quote_end
from quotestance.quotes.tokens import WHOLE, Token

_INFINITIVE = re.compile("[aei]r(?:e|s[ie]|l[aeio]|ne|ci)?$")  # Romance, behind a preposition
_SKIPPED = frozenset(["adverbs", "determiners", "auxiliaries", "pronouns"])
MAX_LEAD = 2  # words between a noun with whose it is and its colon ("Die Antwort der Stadt lautet schlicht: ...")
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
    first = _behind_dash(tokens, first)
    end = left_end(tokens, first)
    if end == 0 or tokens[end - 1].kind != "quote" or first - end > 3:
        return None
    if is_taken(site, end) or (tokens[end].word == "(" and WHOLE not in tokens[end - 1].tags):
        return None
    beside = first == end and site.tokens[end].kind == "word"
    named = beside and mention is not None and end <= mention.first < site.cue.first
    apposed = named and any(token.word in COMMAS for token in tokens[end : mention.name[0] if mention else end])
    apposed = apposed and end > 1 and tokens[end - 2].kind == "word"
    if named and (apposed or site.lexicon.has("modifier_first")):
        return None  # "The leader of the “Green Path” movement, Ada Stone, said"
    if site.cue.group in ("act", "mark", "nouns") and site.cue.last < site.end and not site.lexicon.has("final"):
        return None
    inside = site.lexicon.has("mixed") and site.right < site.end - 1 and tokens[site.right].word in COMMAS
    inside = inside and tokens[site.right + 1].kind == "quote"  # "“A”, añadió, “B”"
    nobody = mention is None and (site.cue.group == "nouns" or not (inside or site.lexicon.has("final")))
    if nobody or (mention and starts_clause(site)):
        return None
    opening = _opening(site, end - 1)
    if opening < end - 1 and "prepositions" in tokens[0].tags and has_clause(tokens, site.right, site.end):
        return None  # 'On "Vale Today," X said the road was closed'
    start = find_complement(site)
    adds = all(token.kind == "point" or token.tags & FILLERS for token in tokens[site.right : (start or 1) - 1])
    if start is not None and site.right == start - 1 > site.cue.last and "relatives" in tokens[start - 1].tags:
        start = None  # "“...”, relata una maestra que prefiere ..."
    if start is not None and tokens[start - 1].kind == "word" and (adds or not site.lexicon.has("comma")):
        return site.clause("around", (opening, end), (start, site.end))
    words = range(site.right, min(site.stop, site.right + REACH))
    again = next((i for i in words if tokens[i].kind == "quote" or tokens[i].word == ";"), -1)
    again = -1 if site.cue.group == "nouns" and site.lexicon.has("final") else again  # "X'in “Q?” sorusuna Y, “A” dedi"
    if again >= 0 and tokens[again].kind == "quote" and tokens[again - 1].kind == "point":
        return site.clause("around", (opening, end), (again, site.end))
    comma = _comma(site, site.right)
    led = any(token.tags & {"subordinators", "complementizers"} for token in tokens[comma + 1 : comma + 2])
    if site.lexicon.has("comma") and not led and any("mood" in token.tags for token in tokens[comma : site.stop]):
        return site.clause("around", (opening, end), (comma + 1, site.end))  # "Er sei „X“, sagte Y, aber Z könne es"
    return site.clause("before", (opening, end))


def _behind_dash(tokens: Sequence[Token], first: int) -> int:
    """Back to the comma and dash behind a quotation: between is when and where (“Q”, - on 3 May, in Bath, said X)."""
    words = range(first - 1, max(1, first - REACH), -1)
    dash = next((n for n in words if tokens[n].word in DASHES or WHOLE in tokens[n].tags), 0)
    parted = tokens[dash].word in DASHES and (tokens[dash].word == ",-" or tokens[dash - 1].word in COMMAS)
    return dash if parted and any(t.kind == "quote" for t in tokens[max(0, dash - 2) : dash]) else first


def _opening(site: Site, quotation: int) -> int:
    """Where the content begins that ends in a quotation; before a final verb the quotation is all of it."""
    mention, tokens = site.subject.mention, site.tokens
    if quotation and tokens[quotation - 1].word in DASHES and not any(map(_is_plain, tokens[: quotation - 1])):
        return quotation  # "PORT VALE, 4 May – “..."
    if site.lexicon.has("final") or (quotation and tokens[quotation - 1].word >= UNSPACED):
        return quotation
    if mention is None or mention.last > quotation:
        return 0
    whole = WHOLE in tokens[quotation].tags or tokens[quotation - 1].kind == "point"
    first = mention.last
    if not whole and site.lexicon.has("comma") and tokens[first].word in COMMAS:  # "Der Chef, Max Stein, hat X als „Y“"
        first = next((n + 1 for n in range(first + 1, quotation) if tokens[n].word in COMMAS), first)
    first += first < quotation and site.lexicon.has("comma") and "auxiliaries" in tokens[first].tags
    return quotation if whole else skip_words(tokens, first, quotation)


def _closes_noun(site: Site, comma: int, end: int) -> bool:
    """Whether a comma ends a noun's clause: a verb follows, or where the noun opens the sentence, subject and verb."""
    after = site.tokens[comma + 1 : end]
    if site.tokens[comma].word not in COMMAS or after[0].tags & NEW_CLAUSE:
        return False
    opens = site.floor == 0 and not any("verbal" in token.tags for token in site.tokens[: site.cue.first])
    return any("verbal" in token.tags for token in (after if opens else after[:1]))


def _is_plain(token: Token) -> bool:
    """Whether the word cannot stand before the dash of a dateline."""
    lower = token.kind == "word" and not token.capital and token.tags.isdisjoint(("adverbs", "not_names", "adjuncts"))
    return token.kind == "quote" or (lower and token.word[0].isalpha())


def _complemented(site: Site) -> Clause | None:
    start = find_complement(site)
    if start is None or start >= site.end:
        return None
    directly = site.lexicon.has("mixed") and site.cue.group == "tag" and start == site.right + 1  # Swedish "sa att"
    tagged = site.cue.group in ("tag", "mark") and not directly
    if tagged and (site.tokens[site.cue.last].word != ":" or site.lexicon.has("invert")):
        return None
    if site.tokens[start - 1].word == ":" and site.cue.group in CLAUSAL and (site.closed or _is_aside(site, start)):
        return None
    own = site.tokens[_comma(site, site.right) : start - 1]
    if site.lexicon.has("comma") and any("mood" in token.tags for token in own):
        return None
    words = (site.tokens[n] for n in range(site.right, start - 1) if n != site.cue.extra)
    between = [t for t in words if not t.tags & _SKIPPED and t.word not in COMMAS]
    if between and site.cue.group == "act" and WHOLE not in site.tokens[start].tags:
        return None
    if site.cue.group == PASSIVE and any(map(is_finite, site.tokens[site.cue.last : start - 1])):
        return None
    far = start - site.cue.last > 3 + (site.tokens[start - 1].kind == "word")
    if site.cue.group == "nouns" and far and site.subject.last <= site.cue.last:
        return None
    if site.cue.group == "nouns" and site.lexicon.has("nouns") and len(between) > MAX_LEAD:
        return None  # "Den Vorwurf der Kritiker lässt sie nicht gelten: “...”"
    end = quote_end(site, start)
    if site.cue.group == "nouns":  # "Слова X о том, что ..., вызвали спор"
        owned = site.lexicon.has("marked_names") and site.subject.first <= 1  # the main verb is still to come
        commas = (n for n in range(end - 2, start, -1) if site.tokens[n].word in COMMAS)
        closing = (n for n in range(end - 2, start, -1) if _closes_noun(site, n, end))
        end = next(commas if owned else closing, end)
    return site.clause("after", (start, end))


def _is_aside(site: Site, colon: int) -> bool:
    """ "The plan, dice en su carta, is this: ...": a verb without a subject and when or where, between commas."""
    tokens, mention = site.tokens, site.subject.mention
    alone = mention is None and 0 < site.cue.first <= MAX_INSET and touches_left(tokens, site.cue.first)
    comma = _comma(site, site.right)
    adjunct = bool(tokens[site.right].tags & {"prepositions", "adverbs"}) and comma + 2 < colon
    return site.lexicon.has("mixed") and alone and adjunct


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
            plain = all(token.kind == "point" or token.tags & FILLERS for token in tokens[start:index])
            if not plain and (site.closed or tokens[index - 1].word not in COMMAS):
                return None
            if site.closed and is_finite(tokens[index - 1]):
                return None  # "The plan, she says, is “dead”"
            negated = next((n for n in range(start, index) if tokens[n].tags >= NE), index)
            return _with_lead(site, index) if negated == index else site.clause("after", (negated, site.end))
        if tokens[index].word == ";":
            return None
    return None


def _quoted_object(site: Site) -> Clause | None:
    """ "X's warning of “chaos”", "was called “chaos” by X": the quotation alone."""
    tokens, passive = site.tokens, site.cue.extra >= 0
    start, stop = (site.cue.last, site.cue.extra) if passive else (site.right, min(site.right + 3, site.stop))
    index = next((n for n in range(start, stop) if tokens[n].kind == "quote"), -1)
    led = all(token.tags & {"prepositions", "determiners"} for token in tokens[start:index])
    led = led and (index > start or site.cue.group == PASSIVE)
    if index < 0 or not (passive or led) or site.subject.mention is None:
        return None
    return site.clause("object", (index, stop if passive else index + 1))


def _stopped(site: Site) -> Clause | None:
    """Armenian: "The road is closed. said X": a full stop inside the sentence, and a frame that its subject ends."""
    tokens, mention, end = site.tokens, site.subject.mention, site.subject.first - 1
    framed = site.lexicon.has("modifier_first") and site.cue.group in CLAUSAL | {"act"} and not site.floor
    if not framed or mention is None or mention.first < site.cue.last or end < MAX_UNKNOWN - 1:
        return None
    return site.clause("before", (0, end)) if tokens[end].word in LEADS | {"."} else None


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
    if not site.lexicon.has("comma") or site.cue.group not in CLAUSAL | {"act", "nouns"}:
        return None
    led = site.cue.first > 1 and bool(site.tokens[0].tags & {"complementizers", "subordinators"})
    led = led or (site.cue.first > 0 and "passives" in site.tokens[site.right - 1].tags)
    for index in range(max(site.right, site.cue.extra + 1), min(len(site.tokens), site.right + REACH)):
        window = site.tokens[index + 1 : index + 30]
        between = site.tokens[site.right : index]
        direct = index == site.cue.extra + 1 or all("adverbs" in token.tags for token in between)
        direct = direct or any("adjuncts" in token.tags for token in between)
        bare = direct and not led and site.cue.group in CLAUSAL and not closes(site, index + 1)
        reports = bare or any(token.tags & {"mood", "infinitives"} for token in window)
        noun = site.cue.group == "nouns"
        if site.tokens[index].word in COMMAS and reports and not (noun and index > site.right):
            return site.clause("after", (index + 1, _comma(site, index + 1) if noun else site.end))
    return None


def _infinitive(site: Site) -> Clause | None:
    """ "aseguró haber visto a X", "ha ammesso ieri di non sapere", "dit y avoir cru": an infinitive was said."""
    tokens = site.tokens
    if not site.lexicon.has("head_first") or site.cue.group not in ("say", "state"):
        return None
    if not site.lexicon.has("mixed"):
        start = perfect_infinitive(site, site.right, site.end)
        told = start >= 0 and "prepositions" not in tokens[start - 1].tags  # not "après avoir"
        return site.clause("after", (start, site.end)) if told else None
    for index in range(site.right, min(site.stop, site.end - 1, site.right + MAX_UNKNOWN)):
        verb = tokens[index + ("negations" in tokens[index].tags)]
        linked = index > site.right and tokens[index - 1].tags >= {"prepositions", "links"}
        linked = linked or (site.lexicon.has("uncased") and "prepositions" in tokens[index - 1].tags)
        known = "infinitives" in verb.tags
        plain = not verb.capital and bool(_INFINITIVE.search(verb.word)) and not verb.tags & FUNCTION
        if (known and index == site.right) or (linked and (known or plain)):
            return site.clause("after", (index, site.end))
        if tokens[index].kind != "word":
            return None
    return None


def _bare(site: Site) -> Clause | None:
    clausal = "clausal" in site.tokens[site.cue.last - 1].tags and all(
        token.kind == "word" and "conjunctions" not in token.tags for token in site.tokens[site.right : site.right + 2]
    )
    if not (site.lexicon.has("bare") or clausal) or (site.subject.inherits and site.cue.first == 0):
        return None
    if site.tokens[-1].word == ":":
        return None
    clause = following(site, "after") if site.cue.group in ("say", "state", PASSIVE) else None
    if clause and "infinitives" in site.tokens[site.right].tags and clause.content[0][0] > site.right:
        return None  # "wrote to every family"
    sure = site.cue.group == "say" or (clause and has_clause(site.tokens, clause.content[0][0], site.stop))
    return clause if sure else None


_RULES: tuple[Rule, ...] = (
    source,
    comment,
    final,
    inset,
    _quoted_before,
    _stopped,
    request,
    _complemented,
    _quoted_after,
    parenthesis,
    _comma_clause,
    _infinitive,
    _bare,
    act,
)
