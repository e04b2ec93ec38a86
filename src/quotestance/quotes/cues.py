"""Cues: the words of a sentence that report speech."""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import MAX_GAP, Cue, longest, matches_at
from quotestance.quotes.mentions import mentions_in
from quotestance.quotes.tokens import WHOLE, Token

_PARENTHESES = frozenset([",", "-", "–", "—", "―", ",-"])
_STOPS = frozenset([".", "։", "?", "!", ":"])
VERBS = frozenset(["say", "state", "act", "mark", "cite", "tag"])
SOURCES = frozenset(["according", "according_after"])
PASSIVE = "passive"
"""Group of a verb whose subject is not the speaker."""
_TOLD = ("ığını", "iğini", "uğunu", "üğünü", "acağını", "eceğini", "larını", "lerini")
"""Endings of a Turkish complement, behind which a noun of speech has it as object ("açılacağını söylemesi")."""
_SKIPPED = frozenset(["auxiliaries", "adverbs"])


def find_cues(tokens: Sequence[Token], lexicon: Lexicon) -> list[Cue]:
    """The cues in order; negated, future, wished and passive ones are left out."""
    found: list[Cue] = []
    for index, token in enumerate(tokens):
        if token.kind != "word" or (found and (index < found[-1].last or index == found[-1].extra)):
            continue
        if not lexicon.patterns(token.word):
            closing = bool(found) and all(token.kind == "word" for token in tokens[found[-1].first : index - 1])
            found += [Cue(index, index + 1, "say")] if not closing and _is_incise(tokens, index, lexicon) else []
            continue
        after = tokens[index + 1 : index + 2]
        inner = "particles" in token.tags and bool(after) and after[0].capital  # "Van der Berg", where "der" is a verb
        if (token.capital or (inner and tokens[index - 1].capital)) and index > 1 and tokens[index - 1].kind == "word":
            continue
        matches = list(matches_at(tokens, index, lexicon))
        if index and (
            _is_noun(tokens[index - 1], token)
            or _is_governed(tokens, index)
            or (lexicon.has("bare") and _is_plural(tokens, index))
            or (lexicon.has("finite") and _is_object(tokens, index))
        ):
            matches = [cue for cue in matches if cue.group not in VERBS]
        cue = longest(matches, tokens)
        if cue is not None and cue.group in VERBS | {"announce"} and lexicon.has("final") and _is_embedded(tokens, cue):
            continue
        sourced = cue is not None and cue.group in SOURCES
        free = lexicon.has("comma") and cue is not None and _is_impersonal(tokens, cue)
        unsaid = cue is not None and _unsaid(tokens, cue, free, lexicon.has("mixed"))
        kept = cue is not None and not unsaid and (free or not _is_passive(tokens, cue, lexicon))
        kept = kept and (
            "participles" not in token.tags or _is_perfect(tokens, index) or _goes_with(tokens, index, found)
        )
        said = sourced or kept
        heard = cue is not None and lexicon.has("bare") and "impersonals" in tokens[cue.last - 1].tags
        if cue is not None and (not said or heard) and _is_told(tokens, cue, lexicon.has("bare")):
            found.append(cue._replace(group=PASSIVE, others=(), extra=-1 if lexicon.has("bare") else cue.extra))
        elif (
            not heard
            and cue is not None
            and said
            and _is_source(tokens, cue, lexicon)
            and (cue.group != "recaps" or index < 2 or lexicon.has("modifier_first"))
        ):
            found.append(cue)
        elif cue is not None and not said and "participles" in token.tags and (agent := _agent(tokens, cue)) > 0:
            found.append(cue._replace(group=PASSIVE, others=(), extra=agent))
    return found


def _is_embedded(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether a Turkic verb of speech is itself what is reported ("şikayetçi olduğunu belirtti")."""
    words = tokens[max(1, cue.last - 1) : cue.last + 1]
    return any("complements" in token.tags and "adverbs" not in token.tags for token in words)


def _is_told(tokens: Sequence[Token], cue: Cue, bare: bool) -> bool:
    """ "it was alleged that", "told by doctors that", "the court heard": somebody said so, known or not."""
    before = [token.tags for token in tokens[max(0, cue.first - 3) : cue.first]]
    verb = next((tags for tags in reversed(before) if "adverbs" not in tags), frozenset())
    passive = "passives" in verb or "agents" in tokens[min(cue.last, len(tokens) - 1)].tags
    nouns = [False, *("articles" in tags for tags in before)]
    unsaid = any(tags & {"negations", "unsaid"} and not noun for tags, noun in zip(before, nouns, strict=False))
    passive = passive or ("impersonals" in tokens[cue.last - 1].tags and "bodies" in verb)
    after = bare or any("complementizers" in token.tags for token in tokens[cue.last : cue.last + MAX_GAP])
    return passive and after and not unsaid and cue.group in VERBS and "progressives" not in tokens[cue.first].tags


def _agent(tokens: Sequence[Token], cue: Cue) -> int:
    """The preposition before whoever says what is quoted after a participle ("jugé « absurde » par X"), or -1."""
    words = range(cue.last, min(cue.last + MAX_GAP, len(tokens)))
    agent = next((n for n in words if tokens[n].kind == "point" or "agents" in tokens[n].tags), cue.last)
    quoted = any(token.kind == "quote" for token in tokens[cue.last : agent])
    return agent if quoted and "agents" in tokens[agent].tags else -1


def _is_source(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> bool:
    """Turkish nouns report beside a quotation or colon, and after a word that joins them to a clause; "göre" only
    right after a speaker, after a pronoun only with a comma or at the beginning (else it means "so").

    A viewpoint does at the beginning of a sentence, before a full name and a comma.
    """
    if "viewpoints" in tokens[cue.first].tags and cue.last == cue.first + 1:
        named = next(mentions_in(tokens, cue.last, min(cue.last + MAX_GAP, len(tokens)), lexicon), None)
        sure = "prepositions" not in tokens[cue.first].tags  # Italian "secondo" is "second" elsewhere
        inner = cue.first and not (sure and tokens[cue.first - 1].word in _PARENTHESES)  # "..., secondo Ada Stone."
        if inner or named is None or named.last >= len(tokens):
            return False
        known = named.first < named.name[0] < named.name[1]  # "Pour le colonel Stone, ..."
        if named.name[1] - named.name[0] < 2 and not known and not (sure and tokens[cue.last].capital):
            held = named.kind == "title" and named.first == cue.last and "definites" in tokens[named.first].tags
            return held and tokens[named.last].word == ","  # "Para el ministro, ..."
        closing = _PARENTHESES | ({"(", ""} if lexicon.has("mixed") else set())
        return sure or tokens[named.last].word in closing
    if cue.group == "according_after" and lexicon.has("final") and _is_quoted_in(tokens, cue, lexicon):
        return False
    if cue.group == "nouns" and lexicon.has("final"):
        colon = any(token.word == ":" for token in tokens[cue.last : cue.last + 3])
        before = tokens[cue.first - 1] if cue.first else None
        told = before is not None and (before.kind == "quote" or before.word.endswith(_TOLD))
        return colon or cue.last > cue.first + 1 or told
    if cue.group != "tag" or not lexicon.has("final"):
        return True
    comma = any(token.word in _PARENTHESES for token in tokens[cue.last : cue.last + 1])
    opens = cue.first < 2 or tokens[cue.first - 2].kind == "point"
    beside = (m for m in mentions_in(tokens, max(0, cue.first - MAX_GAP), cue.first, lexicon) if m.last == cue.first)
    return any(m.kind != "other" and (comma or opens or m.kind != "pronoun") for m in beside)


def _is_quoted_in(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> bool:
    """Whether somebody's quotation follows whose report it is from ("X gazetesinin haberine göre Kaya, “...” dedi")."""
    quoted = next((n for n in range(cue.last, len(tokens)) if tokens[n].kind == "quote"), 0)
    spoken = WHOLE in tokens[quoted].tags and tokens[quoted - 1].word == ","
    return spoken and any(m.last == quoted - 1 for m in mentions_in(tokens, cue.last, quoted, lexicon))


def _is_incise(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Any verb in a parenthesis with its subject after it: "..., wonders he, ..." where words stand so."""
    before = tokens[index - 1] if index else None
    if "verbal" not in tokens[index].tags or before is None or tokens[index].capital:
        return False
    if WHOLE not in before.tags and before.word not in _PARENTHESES:
        return False
    end = next((n for n in range(index + 1, min(index + MAX_GAP, len(tokens))) if tokens[n].kind != "word"), -1)
    closed = end > index + 1 and tokens[end].word in _PARENTHESES | _STOPS
    behind = (pattern for token in tokens[index + 1 : end] for pattern in lexicon.patterns(token.word))
    if any(pattern.group in VERBS and len(pattern.words) == 1 for pattern in behind):
        return False  # "..., դատարանում հայտարարեց X": what looks like a verb says where
    subject = next((n for n in range(index + 1, end) if not tokens[n].tags & _SKIPPED), end) if closed else end
    found = mentions_in(tokens, subject, end, lexicon)
    near = (m for m in found if m.last == end and (m.kind == "name" or m.first <= subject + 1))
    return any(m.kind != "other" and not (m.kind == "name" and m.governed) for m in near)


def _is_noun(before: Token, token: Token) -> bool:
    """Whether an article or a genitive makes a noun of a word ("Yerevan's claims", "le juge")."""
    titled = "titles" in token.tags and "determiners" in before.tags
    titled = titled or (before.capital and "definites" in before.tags and "relatives" not in before.tags)
    return titled or "articles" in before.tags or before.word.endswith(("'s", "s'"))


def _is_governed(tokens: Sequence[Token], index: int) -> bool:
    """Whether a preposition and an article make a noun of a word ("à la demande de")."""
    before = tokens[max(0, index - 2) : index]
    led = len(before) == 2 and "prepositions" in before[0].tags and "definites" in before[1].tags
    return led and tokens[index].word.endswith(("e", "es"))


def _is_object(tokens: Sequence[Token], index: int) -> bool:
    """Whether a preposition makes a noun of a word that is no infinitive, gerund or participle ("en protesta")."""
    before, verbal = tokens[index - 1].tags, tokens[index].tags & {"participles", "progressives"}
    return "prepositions" in before and "introducers" not in before and not verbal


def _goes_with(tokens: Sequence[Token], index: int, found: Sequence[Cue]) -> bool:
    """Whether a participle shares the auxiliary of the one before it ("a appelé au calme et annoncé que ...")."""
    joined = index > 0 and "conjunctions" in tokens[index - 1].tags and bool(found)
    leads = index + 1 < len(tokens) and "complementizers" in tokens[index + 1].tags
    return joined and leads and found[-1].group in VERBS and "participles" in tokens[found[-1].first].tags


def _is_plural(tokens: Sequence[Token], index: int) -> bool:
    """Whether a preposition makes a noun of the word after it ("in states", "with claims")."""
    before = tokens[index - 1].tags
    return "prepositions" in before and "infinitives" not in before and tokens[index].word.endswith("s")


def _is_passive(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> bool:
    """ "confirmed by the court" (but "said by telephone"), "when asked", "angekündigt worden": not the subject's."""
    before = tokens[cue.first - 1].tags if cue.first else frozenset()
    if lexicon.has("bare") and cue.extra == cue.last and "prepositions" in tokens[cue.extra].tags:  # "accused of"
        return True
    if lexicon.has("bare") and "subordinators" in before and before.isdisjoint(("relatives", "introducers")):
        since = cue.first > 1 and "auxiliaries" in tokens[cue.first - 2].tags  # "has since confirmed"
        return not since and "progressives" not in tokens[cue.first].tags
    if cue.last + 1 >= len(tokens):
        return False
    if "agents" not in tokens[cue.last].tags or "progressives" in tokens[cue.last - 1].tags:
        return lexicon.has("nouns") and "passives" in tokens[cue.last].tags
    if "participles" in tokens[cue.first].tags and "perfects" in tokens[cue.first - 1].tags:
        return False  # "a répondu par un communiqué"
    after = tokens[cue.last + 1]
    return after.capital or not after.tags.isdisjoint(("determiners", "titles", "bodies", "places", "pronouns"))


def _is_impersonal(tokens: Sequence[Token], cue: Cue) -> bool:
    """ "Es wird vermutet, dass ...": a passive participle with what was said after its comma, or before it."""
    after, verb = tokens[cue.last : cue.last + 2], tokens[cue.last - 1].word
    if not verb.endswith("t") and "ge" not in verb[:-2]:
        return False
    if after and "passives" in after[0].tags:
        after = after[1:]
    stands = any(token.word in _PARENTHESES for token in tokens[max(0, cue.first - 3) : cue.first])
    return (after[0].word in (",", ":") or (stands and after[0].kind == "point")) if after else stands


def _is_perfect(tokens: Sequence[Token], index: int) -> bool:
    """Whether an auxiliary stands before a participle, over adverbs, a pronoun and a parenthesis."""
    for position in range(index - 1, max(-1, index - MAX_GAP), -1):
        tags = tokens[position].tags
        if "perfects" in tags:
            return True
        if tokens[position].word in _PARENTHESES:
            opening = (n for n in range(position - 1, max(0, position - MAX_GAP), -1) if tokens[n].word in _PARENTHESES)
            return any("perfects" in tokens[n - 1].tags for n in opening)
        if not tags & _SKIPPED and not tags & {"pronouns", "prepositions", "determiners", "negations"}:
            return False
    return False


def _unsaid(tokens: Sequence[Token], cue: Cue, free: bool, mixed: bool) -> bool:
    """Whether the words right before the cue say that nobody said it, or make its subject the one spoken of."""
    if cue.group in VERBS and _is_reported(tokens, cue):
        return True
    if cue.last + 1 < len(tokens) and "negations" in tokens[cue.last].tags:
        after = tokens[cue.last + 1]
        if after.kind == "point" or after.tags & ({"complementizers"} if mixed else {"complementizers", "infinitives"}):
            return True
    if tokens[cue.last : cue.last + 1] and tokens[cue.last].tags >= {"complementizers", "auxiliaries"}:
        return True
    position = cue.first - 1
    words = [*range(cue.first, cue.last), *([cue.extra, cue.extra + 1] if cue.extra >= 0 else [])]
    passive = not free and not any("progressives" in tokens[n].tags for n in words if n < len(tokens))
    while position >= 0:
        tags = tokens[position].tags
        if tags & {"negations", "unsaid"} or (passive and "passives" in tags):
            return True
        if "infinitives" in tags and cue.group != "nouns":
            unsaid = position == 0 or tokens[position - 1].tags & {"unsaid", "negations"}  # "declined to say"
            return bool(unsaid) or (cue.group in ("act", "mark") and position + 1 == cue.first)
        if not tags & _SKIPPED:
            return False
        position -= 1
    return False


def _is_reported(tokens: Sequence[Token], cue: Cue) -> bool:
    """ "Sie habe ihn gefragt, ob ...": a participle whose own auxiliary is in the reporting mood."""
    words = range(max(0, cue.first - MAX_GAP), cue.first)
    borders = (n + 1 for n in words if tokens[n].kind == "point" or "conjunctions" in tokens[n].tags)
    own = [*tokens[max(borders, default=words.start) : cue.first], *tokens[cue.last : cue.last + 1]]
    return any("mood" in token.tags for token in own)
