"""What a speech act is about: the object of a verb, without whom it is addressed to; positions only, words are data."""

from __future__ import annotations

from quotestance.quotes.borders import has_clause, is_addressee
from quotestance.quotes.cues import PASSIVE
from quotestance.quotes.frames import COMMAS
from quotestance.quotes.lexicon import GAP
from quotestance.quotes.parentheses import MAX_UNKNOWN
from quotestance.quotes.sites import REACH, Clause, Site, after_addressee, past_occasion

_LEADING = frozenset(["prepositions", "adverbs", "conjunctions", "subordinators", "auxiliaries", "not_names"])
"""Words that begin no object."""
_JOINING = frozenset(["adverbs", "prepositions", "conjunctions", "subordinators", "infinitives"])
INFINITIVES = ("ել", "ալ")
"""Armenian: from here on it is what is asked, not of whom."""
FILLERS = frozenset(["adverbs", "audience", "auxiliaries"])
NE = frozenset(["negations", "auxiliaries"])
"""Of the first word of a negated infinitive: with "dit ne ..." or "dit avoir ..." it is part of what was said."""


def request(site: Site) -> Clause | None:
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


def act(site: Site) -> Clause | None:
    """What follows a speech act; some verbs are one only when part of it stands in marks."""
    lead = site.tokens[max(0, site.subject.first - 1)].tags | site.tokens[site.subject.first].tags
    if lead >= {"introducers", "questions"} and site.cue.first < 8:
        return None  # "«X», ինչպես անվանել են այն, մեկնարկեց"
    marked = any(token.kind == "quote" for token in site.tokens[site.right : site.stop])
    if site.lexicon.has("comma") and site.cue.group == "act" and (fronted := _fronted(site)) is not None:
        return fronted
    if site.lexicon.has("comma") and site.cue.extra < 0 and closes(site, site.right):
        return _object_before(site) if site.cue.group == "act" else None
    if site.cue.group == "act" or (site.cue.group == "mark" and (marked or _is_judged(site))):
        return _predicated(site) or following(site, "object") or _object_before(site)
    return None


def _fronted(site: Site) -> Clause | None:
    """German: "Die Kritik wies X zurück", "Um Geduld bat X": the object before the verb, the subject after it."""
    tokens, mention, start, end = site.tokens, site.subject.mention, site.subject.first, site.cue.first
    while start < end and _is_filler(site, start, ""):
        start += 1
    if mention is None or mention.first < site.cue.last or start == end:
        return None
    own = any(p.words[-1] == tokens[start].word and GAP in p.words for p in site.lexicon.patterns(tokens[end].word))
    after = tokens[site.right] if site.right < len(tokens) else None
    if after and after.kind == "quote" and "prepositions" not in tokens[start].tags:
        return site.clause("around", (start, end), (site.right, site.right + 1))  # "Die Kritik nennt er „billig“"
    apart = site.right in (site.cue.extra, site.end) or (after and after.tags & {"prepositions", "adverbs"})
    if ("prepositions" in tokens[start].tags and not own) or not (apart or closes(site, site.right)):
        return None
    return site.clause("object", (start + own, end))


def _predicated(site: Site) -> Clause | None:
    """ "Эту идею X считает утопией": the object before the verb, and only what it is called after it."""
    tokens, mention, right = site.tokens, site.subject.mention, site.right
    if mention is None or mention.last > site.cue.first or "naming" not in tokens[site.cue.last - 1].tags:
        return None
    right += site.lexicon.has("modifier_first") and "auxiliaries" in tokens[min(right, len(tokens) - 1)].tags
    end = next((n for n in range(right, site.end) if tokens[n].kind == "point"), site.end)
    if end <= right or end - right > 3 or not (tokens[right].kind == "quote" or "predicates" in tokens[end - 1].tags):
        return None
    if mention.kind == "other" and site.floor and "conjunctions" in tokens[site.subject.first].tags:
        joined = site._replace(subject=site.subject._replace(mention=None, inherits=True))
        return joined.clause("around", (mention.first, mention.last), (right, end))  # "X сказал ..., а план назвал «Y»"
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
    if site.lexicon.has("head_first") and last > 2:  # "a jugé étrange de nommer"
        plain = words[0].tags.isdisjoint(_JOINING | {"determiners", "pronouns"}) and not words[0].capital
        said = any(p.group == "say" for p in site.lexicon.patterns(site.tokens[site.cue.last - 1].word))
        return said and plain and "infinitives" in words[1].tags and words[2].word.endswith(("er", "ir", "re"))
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
    if start >= end and site.lexicon.has("head_first") and site.floor < 2:  # "Обвинения министр отверг"
        start, end = 0, mention.first - mention.governed
        if any(token.kind != "word" for token in site.tokens[:end]) or site.tokens[0].tags & _LEADING:
            return None
    while comma and start < end and _is_filler(site, start, ""):
        start += 1
    while end > start and site.tokens[end - 1].tags & {"adverbs", "auxiliaries", "negations"}:
        end -= 1
    start = _past_asked(site, start, end)
    spoken = not (comma and "determiners" not in site.tokens[start].tags)
    return site.clause("object", (start, end)) if spoken and start < end else None


def closes(site: Site, index: int) -> bool:
    """Whether a clause ends here: a comma or conjunction, perhaps after the auxiliary of a final verb, or no more."""
    index += index < site.end and "auxiliaries" in site.tokens[index].tags
    return index >= site.end or site.tokens[index].word in COMMAS | {";"} or "conjunctions" in site.tokens[index].tags


def following(site: Site, name: str) -> Clause | None:
    """What stands after the frame, past whom it was said to and words of the frame; `name` is that of the clause."""
    start, end = _past_apposition(site), site.end
    last = site.tokens[start - 1].tags
    if start - 1 > site.cue.first and start == site.cue.last and ("perfects" in last or last >= NE):
        start -= 1
    comma = site.lexicon.has("comma")
    if name == "after" or comma:
        start = past_occasion(site, after_addressee(site, start))
    while start < end and _is_filler(site, start, name):
        start += 1
    if start < end and site.lexicon.has("head_first") and site.tokens[start].tags & {"prepositions", "adverbs"}:
        start = max(start, perfect_infinitive(site, start, end), _past_place(site, start, end))
    start = _past_asked(site, start, end)
    pronoun = start + 2 < end and len(site.tokens[start].word) < 4 and site.tokens[start + 1].word in COMMAS
    if pronoun and "complementizers" in site.tokens[start + 2].tags:
        start += 3  # "о том, что"
    extra = site.cue.extra
    if extra >= start and site.lexicon.has("head_first") and "prepositions" not in site.tokens[extra].tags:
        start = extra - ("negations" in site.tokens[extra - 1].tags)  # asks somebody to do something
    elif extra == end - 1 or (comma and extra >= start and closes(site, extra + 1)):
        end = extra
    elif extra == start or (extra > start and _is_adjunct(site, start, comma=comma)):
        start = extra + 1
    if comma and start + 1 < end and site.tokens[start + 1].kind == "quote":
        start += "prepositions" in site.tokens[start].tags
    done = start and "infinitives" in site.tokens[start - 1].tags
    alone = end - start == 1 and not done and (name == "after" or 0 < len(site.tokens[start].word) < 4)
    alone = alone or (end - start == 1 and "negations" in site.tokens[start].tags)
    return site.clause(name, (start, end)) if end > start and not alone else None


def _is_adjunct(site: Site, start: int, *, comma: bool) -> bool:
    """Whether what stands between a verb and its preposition is none of its objects ("asks of the parties to ...")."""
    oblique = "prepositions" in site.tokens[start - 1].tags
    return oblique or (comma and not site.tokens[start].tags & {"determiners", "pronouns"})


def _past_apposition(site: Site) -> int:
    """Past what stands between commas after the subject, and the complementizer behind it ("نفى X، من Y، أن ...")."""
    tokens, start, words = site.tokens, site.right, range(site.right + 1, min(site.end - 1, site.right + REACH))
    closing = next((n for n in words if tokens[n].word in COMMAS), start)
    inset = site.lexicon.has("mixed") and tokens[start : start + 1] and tokens[start].word in COMMAS
    goes_on = any("complementizers" in token.tags for token in tokens[closing + 1 : closing + 2])
    return closing + 2 if inset and goes_on else start


def _past_place(site: Site, start: int, end: int) -> int:
    """Past before whom or how it was said, where an object follows ("denunció ante la prensa una campaña"); else -1."""
    words = range(start + 1, min(end, start + MAX_UNKNOWN + 2))
    tags = site.tokens[start].tags
    if "prepositions" not in tags or tags & {"links", "infinitives"}:
        return -1
    stop = next((n for n in words if site.tokens[n].kind != "word" or site.tokens[n].tags & _JOINING), words.stop)
    for n in range(start + 2, stop - 1):
        before, token, after = site.tokens[n - 1 : n + 2]
        opens = "determiners" in token.tags - before.tags and "prepositions" not in token.tags
        if opens and not (after.word.isdigit() or after.tags & _JOINING):
            return n
    return stop if stop < end and site.tokens[stop].kind == "quote" else -1  # "dénonce pour sa part « un oubli »"


def perfect_infinitive(site: Site, start: int, end: int) -> int:
    """Past how or where it was said, before an infinitive ("reconnu à la barre n'avoir rien"); -1 without one."""
    words = range(start, min(end, start + MAX_UNKNOWN + 2))
    stop = next((n for n in words if site.tokens[n].kind != "word" or "complementizers" in site.tokens[n].tags), end)
    had = (n for n in words if n < stop and site.tokens[n].tags >= {"auxiliaries", "perfects"})
    found = next((n for n in had if site.tokens[n].word.endswith(("r", "re"))), -1)
    found = next((n for n in range(max(start, found - 2), found) if site.tokens[n].tags >= NE), found)  # "ne plus"
    while found > start and site.tokens[found - 1].tags & NE:
        found -= 1
    return found


def _past_asked(site: Site, start: int, end: int) -> int:
    """Past whom a request or accusation is addressed to, where modifiers come first and an ending shows it."""
    tokens, endings = site.tokens, site.lexicon.speech.datives if site.lexicon.has("modifier_first") else ()
    if not any(pattern.group == "state" for pattern in site.lexicon.patterns(tokens[site.cue.first].word)):
        return start
    lead = (site.cue.first, site.subject.mention.first if site.subject.mention else 0)
    told = start > site.cue.first and any(n > 0 and tokens[n - 1].word.endswith(endings) for n in lead)
    if not endings or told or start >= end:
        return start
    words = range(start, min(start + MAX_UNKNOWN, end - 1))
    asked = (n for n in words if tokens[n].kind != "word" or tokens[n].word.endswith((*endings, *INFINITIVES)))
    last = next((n for n in asked if "attributes" not in tokens[n].tags), -1)
    plain = last >= 0 and tokens[last].kind == "word" and not tokens[last].word.endswith(INFINITIVES)
    return last + 1 if plain and "verbal" not in tokens[last + 1].tags else start


def _is_filler(site: Site, index: int, name: str) -> bool:
    """Whether a word before what was said belongs to the frame; an object may begin with a verb in some languages."""
    token, fillers = site.tokens[index], FILLERS
    if name == "object" and site.lexicon.has("head_first"):
        fillers = FILLERS - {"auxiliaries"}
    elif name == "after" and site.lexicon.has("bare"):
        fillers = FILLERS - {"audience"}
    return bool(token.tags & fillers) and token.tags.isdisjoint(("determiners", "progressives", "negations"))
