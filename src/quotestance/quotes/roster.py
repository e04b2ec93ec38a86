"""Reading an article for its parties: all names with what stands beside them, and all bodies with a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from quotestance.quotes.bodies import SORT, initials_after, sort_of, words_of
from quotestance.quotes.cues import SOURCES, VERBS
from quotestance.quotes.frames import COMMAS
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.lone import age_beside, is_lone, is_told
from quotestance.quotes.mentions import Mention, mentions_in, office_head
from quotestance.quotes.names import Name, called, name_of, nominative_words, undeclined
from quotestance.quotes.people import NEUTER, Party, Roster, sex_of, title_sex
from quotestance.quotes.phrases import FUNCTION
from quotestance.quotes.tokens import MARKS, Token

_CLAUSAL = frozenset(["pronouns", "subordinators", "complementizers", "conjunctions"])
_HARD = {"ğ": "k", "y": "k", "b": "p", "c": "ç", "d": "t"}
MAX_ROLE = 3
"""Words before a name, or between commas after it, that say what a person is."""
MAX_OFFICE = 8
"""The same where they begin with a title."""
POSSESSED = re.compile("(?<=[aeəıioöuü])s[ıiuü]$|[ıiuü]$")
"""The ending of a Turkic head noun that the words before it own ("Sendikası")."""


def build_roster(sentences: Iterable[tuple[Sequence[Token], Sequence[Token]]], text: str, lexicon: Lexicon) -> Roster:
    """All names of two or more words in an article with what stands beside them, and all bodies with a name.

    `sentences` are the words of each, and the same with quotations put together.
    """
    roster = Roster(lexicon)
    found: list[tuple[int, Name, Name, set[str], bool, bool, bool, str, str]] = []
    for plain, tokens in sentences:
        for mention in mentions_in(plain, 0, len(plain), lexicon):
            if mention.name[1] > mention.name[0]:
                written, folded = name_of(plain, mention, text)
                titled = any("titles" in token.tags for token in plain[mention.first : mention.name[0]])
                full = len(folded) >= 2 and (len(folded[-1]) > 1 or is_told(plain, mention))
                if folded and mention.kind == "name" and (full or titled):
                    roster.add(written, folded)
                own = undeclined(folded, lexicon) == folded  # but "адвокат Яна Кима"
                beside = [t for t in _beside(plain, mention, lexicon) if own or "owned" not in t.tags]
                before = plain[mention.first - 1 : mention.first]
                noun = any(_is_common(t, lexicon) and not t.word[:1].isdigit() for t in before)  # no age
                described = noun or any("titles" in word.tags for word in beside)
                lone = is_lone(plain, mention, beside)
                last = plain[mention.first : mention.name[0]][-1:]
                sort = any(t.tags >= SORT for t in last) and not titled  # "airline Stone Air"
                if lone or mention.kind == "name":
                    words = called(beside, lexicon) | age_beside(plain, mention)
                    sexes = _shown(beside), title_sex(plain, mention)
                    start = plain[mention.first].start
                    found.append((start, written, folded, words, described, sort, lone, *sexes))
        office = (0, 0)
        for mention in mentions_in(tokens, 0, len(tokens), lexicon):
            if mention.kind == "name" and mention.first == office[1] and tokens[mention.first - 1].mark >= 0:
                name, words = name_of(tokens, mention, text), called(tokens[slice(*office)], lexicon)
                found.append(
                    (tokens[office[0]].start, *name, words, True, False, False, "", "")
                )  # "фирмы «Луч» Ян Ким"
            office = mention.first, mention.last * (mention.kind == "title")
            for body in _bodies_in(tokens, mention, lexicon):
                party = enter_body(roster, tokens, body, text)
                if party is not None and (short := initials_after(party.label, tokens[body.last : body.last + 3])):
                    roster.count(party, (party.label,), (short,))
    for start, written, folded, words, described, sort, lone, sex, titled_as in found:
        party = roster.find(folded, sex=titled_as) or (roster.add(written, folded) if lone else None)
        if party is not None:
            if written not in party.forms and not len(written) > len(folded) == 1:
                roster.count(party, written, folded)
            roster.call(party, words)
            party.sex = sex or party.sex if party.sex != NEUTER else NEUTER
            party.explained = party.explained or described
            party.start = start if party.start < 0 else party.start
            party.sex = NEUTER if sort and not party.sex else party.sex
    return roster


def _bodies_in(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> Iterable[Mention]:
    """The mention of a body itself, or the body whose office somebody holds ("Harbour Union secretary Ada Stone")."""
    if mention.kind == "body":
        return [mention]
    last = mention.name[0] if mention.kind == "name" else mention.last
    bodies = [n for n in range(mention.first, last) if "bodies" in tokens[n].tags]
    if not bodies or lexicon.has("nouns"):
        return []
    closing = next(n for n in bodies if n + 1 not in bodies)
    first, last = (bodies[0], last) if lexicon.has("head_first") else (mention.first, closing + 1)
    return [found for found in mentions_in(tokens, first, last, lexicon) if found.kind == "body"][:1]


def enter_holder(roster: Roster, tokens: Sequence[Token], text: str) -> None:
    """Whoever a line names in full with an office and nothing else, unless the surname is known."""
    mention = next(mentions_in(tokens, 0, len(tokens), roster.lexicon), None)
    if mention is None or (mention.first, mention.last) != (0, len(tokens)) or mention.kind != "name":
        return
    titled = any("titles" in token.tags for token in tokens[: mention.name[0]])
    written, folded = name_of(tokens, mention, text)
    if titled and len(folded) > 1 and roster.find(folded[-1:]) is None:
        roster.add(written, folded)


def enter_body(roster: Roster, tokens: Sequence[Token], mention: Mention, text: str, least: int = 2) -> Party | None:
    """The body of a mention by its full name; None below `least` words, nameless where people or papers are meant."""
    lexicon, words = roster.lexicon, tokens[mention.first : mention.last]
    words = words_of(words, lexicon)
    head = office_head(words, lexicon)
    nation = lexicon.has("nouns") and not words[0].capital and len(words) > 1
    named = all(token.capital for token in words[nation:]) if head is None else "groups" not in head.tags
    named = named and not any("proxies" in token.tags and not token.capital for token in words)
    if len(words) < least or (least > 1 and (head is None or not named)):
        return None
    names = called(words, lexicon)
    known = roster.described(names, names, (), NEUTER)
    alone = len(words) == 1 and (words[0].tags >= SORT or not words[0].capital)
    alone = alone and (mention.last - mention.first > 1 or words[0].tags >= SORT)
    named = named and not alone  # "the company" is nobody's name
    cased = mention.first == 0 or lexicon.has("nouns")
    words = words[sort_of(words, text, cased, lexicon) :]
    written = text[words[0].start : words[-1].end]
    written = written.strip("".join(MARKS)).strip() if len(words) == 1 and words[0].mark >= 0 else written
    label = nominative_words(written, True, lexicon) if named else ""
    kind = label.split()[-1:] if lexicon.has("modifier_first") and head is words[-1] else []
    kinds = {own for word in kind for own in _kinds(word.lower(), lexicon)}
    return known or roster.enter(Party(label=label, sex=NEUTER), names | kinds)


def _kinds(word: str, lexicon: Lexicon) -> set[str]:
    """What a body is called by the last word of its name.

    A Turkic one without the ending of possession, its last letter hardened, a vowel back in it ("vakfı").
    """
    if not lexicon.has("final"):
        return {word}
    if form := dict(rule.split(">") for rule in lexicon.speech.companies).get(word):
        return {form}
    bare = POSSESSED.sub("", word)
    hard = bare[:-1] + _HARD.get(bare[-1:], bare[-1:])
    return {bare, hard, hard[:-1] + (word[-1] + hard[-1] if bare != word else hard[-1:])}


def _beside(tokens: Sequence[Token], mention: Mention, lexicon: Lexicon) -> Iterator[Token]:
    """What stands beside a name: in the mention, before it with or without a comma, between commas after it."""
    said = (n for n in range(mention.name[0] - 1, mention.first, -1) if _is_verb(tokens[n], lexicon))
    verb = next(said, -1)
    first = mention.first
    if verb >= 0:  # "the family thanked Ada Stone"
        yield from tokens[verb + 1 : mention.name[0]]
    elif first and tokens[first - 1].word in COMMAS and _closed(tokens, mention.last):
        first = _reach(tokens, first - 2, -1, lexicon) + 1
        yield from tokens[first : mention.first]
    else:
        while first > max(0, mention.first - MAX_ROLE) and _is_common(tokens[first - 1], lexicon):
            if "closers" in tokens[first - 1].tags:
                break  # "ներկայացուցիչը NewsLine հեռուստաալիքին"
            first -= 1
        yield from tokens[first : mention.first]
    if verb < 0:
        yield from tokens[mention.first : mention.name[0]]
    if mention.name[1] < mention.last and "titles" in tokens[mention.name[1]].tags:  # "بهرام راد وزیر نیرو در ..."
        yield from takewhile(lambda t: not t.tags & FUNCTION, tokens[mention.name[1] : mention.name[1] + MAX_ROLE])
    if mention.last < len(tokens) and tokens[mention.last].word in COMMAS:
        last = _reach(tokens, mention.last + 1, 1, lexicon)
        held = lexicon.has("mixed") and "titles" in tokens[min(mention.last + 1, len(tokens) - 1)].tags
        if _closed(tokens, last) or (held and not lexicon.has("finite") and lexicon.patterns(tokens[last].word)):
            yield from tokens[mention.last + 1 : last]


def _shown(beside: Sequence[Token]) -> str:
    """The sex that an article shows before a title which shows none ("der Student Nika Berg")."""
    titles = [token for token in beside if "titles" in token.tags]
    plain = bool(titles) and not any(sex_of(token.tags) for token in titles)
    return sex_of(beside[0].tags) if plain and "definites" in beside[0].tags else ""


def _reach(tokens: Sequence[Token], start: int, step: int, lexicon: Lexicon) -> int:
    """The first token in a direction that cannot belong to an apposition."""
    index, words = start, 0
    titled = False
    while 0 <= index < len(tokens) and tokens[index].kind == "word":
        token = tokens[index]
        cues = lexicon.patterns(token.word)
        cue = cues and ("links" not in token.tags or (not words and any(c.group in SOURCES for c in cues)))
        if token.tags & _CLAUSAL or cue or words >= MAX_OFFICE:
            break
        titled = titled or "titles" in token.tags
        words += 1
        index += step
    return index if titled or words <= MAX_ROLE else start


def _closed(tokens: Sequence[Token], index: int) -> bool:
    return index >= len(tokens) or tokens[index].kind != "word"


def _is_verb(token: Token, lexicon: Lexicon) -> bool:
    said = any(len(pattern.words) == 1 and pattern.group in VERBS for pattern in lexicon.patterns(token.word))
    return said and not token.capital and "titles" not in token.tags


def _is_common(token: Token, lexicon: Lexicon) -> bool:
    plain = token.kind == "word" and not token.capital and token.tags.isdisjoint(FUNCTION | {"participles"})
    return plain and not lexicon.patterns(token.word)
