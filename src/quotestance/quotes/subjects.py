"""Who speaks at a cue. For a verb the rules are tried in order; they speak of positions, the words are data."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from quotestance.quotes.cues import PASSIVE
from quotestance.quotes.frames import (
    COMMAS,
    SKIPPED,
    WINDOW,
    Subject,
    chunk_subject,
    frame_start,
    full_name_at,
    is_oblique,
    joined_name,
    left_chunk,
    right_limit,
)
from quotestance.quotes.inverted import Verb, explains, inverted, is_participle, mention_after
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.sources import (
    after_preposition,
    before_postposition,
    of_object,
    of_owner,
    of_passive,
    of_quoted,
)
from quotestance.quotes.tokens import Token
from quotestance.quotes.verb_last import of_final

_ADJUNCT = frozenset(["prepositions", "adverbs"])


def find_subject(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    """The speaker at `cue`; which side is read first depends on group and language."""
    if (quoted := of_quoted(tokens, cue, cues, lexicon)) is not None:
        return quoted
    if cue.group == "according":
        return after_preposition(tokens, cue, lexicon)
    if cue.group == "according_after" or (cue.group == "tag" and lexicon.has("final")):
        return before_postposition(tokens, cue, lexicon)
    if cue.group == "nouns" and lexicon.has("final"):
        return of_owner(tokens, cue, lexicon)
    passive = lexicon.has("comma") and any("passives" in token.tags for token in tokens[: cue.first])
    if cue.group == "nouns" or (cue.group == "cite" and not passive):
        return of_object(tokens, cue, cues, lexicon)
    if cue.group == PASSIVE and "agents" in tokens[min(cue.last, len(tokens) - 1)].tags:
        return after_preposition(tokens, cue._replace(last=cue.last + 1), lexicon)
    if cue.group == PASSIVE and cue.extra >= 0:
        return after_preposition(tokens, cue._replace(last=cue.extra + 1), lexicon)
    if lexicon.has("comma") and cue.group != "cite" and (agent := of_passive(tokens, cue, lexicon)) is not None:
        return agent
    first, last = left_chunk(tokens, cue, cues)
    cited = next((c for c in cues if c.group == "cite" and c.first + 1 < c.last == first), cue)
    first, last = left_chunk(tokens, cited, cues)  # "TASS со ссылкой на X пишет"
    if cue.group == PASSIVE:
        return Subject(None, first, cue.last)
    before = chunk_subject(tokens, first, last, lexicon, is_participle(tokens, cue))
    before = _past_relative(tokens, first, cue, cues, before, lexicon)
    verb = Verb(tokens, cue, cues, lexicon, first, last, before)
    found = next((found for rule in _RULES if (found := rule(verb)) is not None), None) or _inheriting(verb)
    return _with_office(tokens, found, cue, lexicon)


def _past_relative(
    tokens: Sequence[Token], first: int, cue: Cue, cues: Sequence[Cue], before: Mention | None, lexicon: Lexicon
) -> Mention | None:
    """ "The judge of a man who burned his boss's house has told him": an object in a relative clause is no subject."""
    relative = tokens[first - 1].tags if first > 1 else frozenset()
    if before is None or before.first == first or not {"relatives", "subordinators"} <= relative:
        return before
    if not lexicon.has("bare") or "complementizers" in relative or tokens[first - 2].kind != "word":
        return before
    start, last = left_chunk(tokens, cue._replace(first=first - 1, last=first - 1), cues)
    head = chunk_subject(tokens, start, last, lexicon)
    return before if head is None or head.kind == "other" else head


def _with_office(tokens: Sequence[Token], found: Subject, cue: Cue, lexicon: Lexicon) -> Subject:
    """ "“...,” the union's head, Ada Stone said": what somebody is, with a comma before the name, is of the frame."""
    name = found.mention
    comma = name.first - 1 if name is not None and name.kind == "name" and name.last <= cue.first else -1
    if name is None or comma < 1 or found.first != name.first or tokens[comma].word not in COMMAS:
        return found
    start = next((n + 1 for n in range(comma - 1, -1, -1) if tokens[n].kind != "word"), 0)
    office = next(mentions_in(tokens, start, comma, lexicon), None)
    quoted = start > 0 and tokens[start - 1].kind == "quote"
    plain = name.name[1] - name.name[0] > 1 and cue.last < len(tokens) and tokens[cue.last].word not in COMMAS
    if office is None or office.kind != "title" or (office.first, office.last) != (start, comma):
        return found
    return Subject(name._replace(first=start), start, found.last) if quoted or plain else found


def _of_participle(verb: Verb) -> Subject | None:
    """ "adding that" has the subject of the sentence, "with Petrosyan noting" the mention right before it."""
    before = verb.before
    if verb.lexicon.has("uncased") and before is not None and any(c.last == verb.first for c in verb.cues):
        return verb.subject(before) if verb.participle else None  # "ختم X حديثه قائلا"
    if not verb.participle or (before is not None and before.kind != "other" and before.last == verb.last):
        return None
    return _inheriting(verb)


def _inheriting(verb: Verb) -> Subject:
    """The first mention of the sentence if no other cue has it; else whoever speaks at that cue."""
    tokens, lexicon = verb.tokens, verb.lexicon
    if not any(other.first < verb.cue.first for other in verb.cues):
        for mention in mentions_in(tokens, 0, min(verb.cue.first, WINDOW), lexicon):
            if not mention.governed and mention.kind != "other" and not is_oblique(tokens, mention, lexicon):
                mention = full_name_at(tokens, mention, verb.cue.first, lexicon)
                return verb.subject(joined_name(tokens, mention, mention.last, verb.cue.first, lexicon), True)
    return verb.subject(None, True)


def _of_relative(verb: Verb) -> Subject | None:
    """ "Petrosyan, who said": the mention before the relative pronoun."""
    tokens, first = verb.tokens, verb.first
    relative = first < len(tokens) and "relatives" in tokens[first].tags
    index = first if relative else first - 1
    plain = first == verb.last or relative or (verb.before is not None and verb.before.kind == "other")
    if not plain or index < 1 or "relatives" not in tokens[index].tags:
        return None
    last = index - 1 if tokens[index - 1].word in COMMAS else index
    reach = list(mentions_in(tokens, max(0, last - 15), last, verb.lexicon))
    inserted = [m for m in reach if m.kind == "name" and explains(tokens[m.last : last])]
    found = [m for m in reach if m.last == last] or inserted
    if not found and verb.lexicon.has("bare") and first == verb.last and tokens[last - 1].kind == "word":
        found = [Mention(last - 1, last, "other", (0, 0), False)]
    return Subject(found[0], first - 1, verb.cue.last) if found else None


def _right_before(verb: Verb) -> Subject | None:
    """A subject before the verb that is surely one, so that the words after it need no look."""
    before = verb.before
    if before is None or _is_fronted(verb, before) or _is_placed(verb, before) or _is_answered(verb, before):
        return None
    if "plurals" in verb.tokens[verb.cue.last - 1].tags and before.last < verb.last and before.kind == "title":
        return _in_body(verb) or verb.subject(before)
    sure = before.kind != "other" or not verb.lexicon.has("invert")
    return verb.subject(before) if sure or (verb.lexicon.has("nouns") and before.last == verb.last) else None


def _is_placed(verb: Verb, before: Mention) -> bool:
    """Slavic: whether it only says when or where, and a full name follows ("в ходе заседания палаты заявил мэр X")."""
    led = any("prepositions" in token.tags for token in verb.tokens[verb.first : before.first])
    slavic = verb.lexicon.has("head_first") and verb.lexicon.speech.declension
    if not led or not slavic or before.name[1] - before.name[0] > 1:
        return False
    after = mention_after(verb) if verb.cue.group == "say" else None
    return after is not None and after.name[1] - after.name[0] > 1


def _is_answered(verb: Verb, before: Mention) -> bool:
    """Armenian: whether one word may be in the dative and a full name follows ("Ասվածին արձագանքեց X")."""
    free = verb.lexicon.has("free") and verb.lexicon.has("modifier_first") and before.kind == "name"
    one = before.last - before.first == 1 or "agencies" in verb.tokens[before.first].tags  # "Sputnik Արմենիային"
    dative = one and verb.tokens[before.last - 1].word.endswith("ին")
    after = mention_after(verb) if free and dative and before.last == verb.last else None
    return after is not None and after.name[1] - after.name[0] > 1


def _is_fronted(verb: Verb, before: Mention) -> bool:
    """German: whether something else stands before the verb ("Bei dem Treffen sagte X", "Die Kritik wies X zurück")."""
    tokens, cue = verb.tokens, verb.cue
    after = mention_after(verb) if verb.lexicon.has("nouns") else None
    if after is None or any(token.tags.isdisjoint(SKIPPED) for token in tokens[cue.last : after.first]):
        return False
    lead = before.last - before.first > 1 or "not_names" in tokens[before.first].tags
    rest = tokens[after.last : after.last + 1]
    ends = after.last == cue.extra or all(token.kind == "point" or token.tags & _ADJUNCT for token in rest)
    he = after.kind == "pronoun" and "masculine" in tokens[after.first].tags
    ends = ends or (bool(rest) and rest[0].kind == "quote" and (he or after.name[1] > after.name[0]))
    fronted = (
        lead
        and ends
        and before.kind == "other"
        and cue.group == "act"
        and (he or after.name[1] > 0 or after.kind == "title")
    )
    return fronted or (before.kind != "name" and "prepositions" in tokens[verb.first].tags)


def _in_paper(verb: Verb) -> Subject | None:
    """Armenian: "X-ի նամակում ասվում է" (it says in X's letter): whose paper it is."""
    tokens, final = verb.tokens, verb.lexicon.has("modifier_first") and verb.lexicon.has("invert")
    if not final or "passives" not in tokens[verb.cue.first].tags:
        return None
    found = mentions_in(tokens, verb.first, verb.last, verb.lexicon)
    return next((verb.subject(m) for m in found if m.kind in ("name", "title", "body")), None)


def _of_act(verb: Verb) -> Subject | None:
    """A speech act's object follows it, so an insertion before it is read first ("X, in Baku, accused Y")."""
    found = _apposed(verb) if "act" in (verb.cue.group, *verb.cue.others) else None
    after = inverted(verb) if found is not None and verb.cue.group != "act" else None
    if after is not None and after.mention is not None and after.mention.kind != "other":
        closed = right_limit(verb.tokens, verb.cue, verb.cues) - after.last < 4
        led = found is not None and found.mention is not None and verb.tokens[found.mention.last + 1].tags
        closed = closed and "attributes" not in (led or ())  # "X, leading Y, urged Z"
        if closed and verb.first == verb.last and after.mention.first <= verb.cue.last + 1:
            return after  # "..., dans le sud, a annoncé le ministère"
    sure = found is None or found.mention is None or found.mention.kind != "other" or verb.cue.group == "act"
    return found if sure else None


def _impersonal(verb: Verb) -> Subject | None:
    """ "heißt es in Moskau", "indique-t-on à la mairie", "au ministère, on assure": the body named so, else nobody."""
    tokens, cue, before, nouns = verb.tokens, verb.cue, verb.before, verb.lexicon.has("nouns")
    first = cue.first if before is None else before.first
    nobody = next((n for n in range(first, min(cue.last + 1, len(tokens))) if "nobody" in tokens[n].tags), -1)
    closed = nobody < 0 and before is None and not tokens[cue.last - 1].tags.isdisjoint(("pronouns", "impersonals"))
    if nobody < 0 and not closed:
        return None
    last = max(cue.last, nobody + 1)
    after = mentions_in(tokens, last, right_limit(tokens, cue, verb.cues), verb.lexicon)
    named = (m for m in after if m.kind in ("body", "title", "name"))
    mention = next((m for m in named if closed or (nobody >= 0 and m.governed and m.first <= last + 3)), None)
    bodies = (m for m in mentions_in(tokens, 0, first, verb.lexicon) if m.kind == "body")
    lead = (m for m in bodies if nouns or (m.governed and m.first < 2 and before is not None))
    mention = mention if mention is not None else next(lead, None)
    last = last if mention is None else max(last, mention.last)
    return Subject(mention, frame_start(tokens, verb.first), last, mention is None and closed)


def _before(verb: Verb) -> Subject | None:
    return None if verb.before is None else verb.subject(verb.before)


def _apposed(verb: Verb) -> Subject | None:
    """ "X, head of Y, said" and "X, who was in Y, said": the subject before the insertion."""
    tokens, first = verb.tokens, verb.first
    while first > 0 and tokens[first - 1].tags & SKIPPED:
        first -= 1
    if first == 0 or tokens[first - 1].word not in COMMAS:
        return None
    crossed = False
    for opening in range(first - 2, max(-1, first - WINDOW), -1):
        crossed = crossed or any(c.first <= opening < c.last for c in verb.cues)
        comma = tokens[opening].word in COMMAS
        if tokens[opening].kind == "quote" or (comma and crossed and "relatives" not in tokens[opening + 1].tags):
            return None
        found = _before_insertion(verb, opening, first - 1) if comma else None
        if found is not None:
            return found
    return None


def _before_insertion(verb: Verb, opening: int, closing: int) -> Subject | None:
    tokens = verb.tokens
    start, last = left_chunk(tokens, verb.cue._replace(first=opening, last=opening), verb.cues)
    mention = chunk_subject(tokens, start, last, verb.lexicon)
    if mention is None:
        return None
    named = joined_name(tokens, mention, opening, closing, verb.lexicon)
    if named.kind == "pronoun":
        return None
    return Subject(named, frame_start(tokens, start), verb.cue.last)


def _in_body(verb: Verb) -> Subject | None:
    """ "В министерстве заявили": a body speaks though a preposition governs it."""
    if not verb.lexicon.has("invert"):
        return None
    found = [m for m in mentions_in(verb.tokens, verb.first, verb.last, verb.lexicon) if m.kind in ("body", "title")]
    return verb.subject(found[0]) if found and found[0].first <= verb.first + 1 else None


_RULES: tuple[Callable[[Verb], Subject | None], ...] = (
    of_final,
    _of_participle,
    _of_relative,
    _impersonal,
    _right_before,
    _in_paper,
    _of_act,
    inverted,
    _before,
    _apposed,
    _in_body,
)
