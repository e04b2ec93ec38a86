"""Mentions of speakers among the words of a sentence: names with their titles, titles, pronouns, bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.phrases import (
    FUNCTION,
    GIVEN,
    HEAD,
    OFFICE,
    articled,
    is_modifier,
    is_nominal,
    run_end,
    run_start,
)
from quotestance.quotes.tokens import Token, describes
from quotestance.records import Span

MAX_NAME = 3
_GENITIVE = re.compile("[аяыи]$")
"""How a place between an office and its holder's name ends ("мэр Кедрограда Анна Белова")."""
_OWNER = re.compile("[аяыи]$|[ое]го$|ой$|[ое]во$|ино$")
"""A Russian genitive, or a place; `_WOMAN`: the former may be a woman's surname in the nominative."""
_WOMAN = re.compile("[оеё]ва$|[иы]на$|ая$")
_FOREIGN = re.compile("[бвгджзклмнпрстфхцчшщь]$")
"""How no genitive ends that stands there ("главврач больницы Йорн Аск Холь")."""
_NATIVE = re.compile(r"\w{4}l[ıiuü]$")
"""Turkic: whoever is from a place ("Bakülü Ayşe Kaya")."""
_DETERMINERS = frozenset(["determiners", "conjunctions", "adverbs", "ages"])


class Mention(NamedTuple):
    """Tokens [first, last) that name a speaker; `name` is the range of the proper name in them, empty if none."""

    first: int
    last: int
    kind: str
    """`name`, `title`, `pronoun`, `body` or `other`."""
    name: tuple[int, int]
    governed: bool
    """Whether a preposition stands before it."""


def mentions_in(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> Iterator[Mention]:
    """The mentions among tokens [first, last), in order, not overlapping."""
    index = first
    while index < last:
        token = tokens[index]
        if "pronouns" in token.tags and not _possessive(tokens, index, last, lexicon):
            yield Mention(index, index + 1, "pronoun", (0, 0), _governed(tokens, index, lexicon))
            index += 1
        elif is_nominal(token):
            end = run_end(tokens, index, last, lexicon)
            start = run_start(tokens, index, first)
            bare = "bodies" in token.tags and "determiners" not in tokens[start].tags
            while bare and start > first and "attributes" in tokens[start - 1].tags:
                start -= 1
            led = bare and start == 1 > first and lexicon.has("free") and lexicon.has("modifier_first")
            start -= led and describes(tokens, 0, False, is_modifier(tokens[0]))  # its capital shows nothing
            yield _mention(tokens, start, index, end, _governed(tokens, start, lexicon), lexicon)
            index = end
        else:
            index += 1


def _possessive(tokens: Sequence[Token], index: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a word that can be a pronoun stands before its noun ("его заместитель")."""
    if "determiners" not in tokens[index].tags or index + 1 >= last:
        return False
    after = tokens[index + 1]
    if lexicon.has("nouns") and not after.capital and index + 2 < last and after.word.endswith(("e", "er", "es", "en")):
        after = tokens[index + 2]
    noun = after.tags & OFFICE or not (after.capital or lexicon.has("nouns"))
    return bool(noun) and after.kind == "word" and not after.tags & FUNCTION and not lexicon.patterns(after.word)


def _governed(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> bool:
    before = tokens[max(0, start - 1)]
    noun = lexicon.has("head_first") and before.kind == "word" and not before.tags & (FUNCTION | {"participles"})
    if start and noun and tokens[start].tags >= {"prepositions", "determiners"} and not lexicon.patterns(before.word):
        return True  # "aux questions des journalistes"
    if not start or "prepositions" not in before.tags:
        return False
    return "subordinators" not in before.tags or "determiners" in tokens[start].tags


def _mention(tokens: Sequence[Token], start: int, core: int, end: int, governed: bool, lexicon: Lexicon) -> Mention:
    name = _name_range(tokens, core, end, lexicon)
    linked = any("links" in token.tags for token in tokens[core + 1 : name[0]])
    office = name[1] - name[0] > 1 and "bodies" in tokens[name[0] - 1].tags and not tokens[name[0] - 1].capital
    spoken_for = lexicon.has("bare") and "proxies" in tokens[core].tags and not office  # "spokesman of the office X Y"
    if linked and ("indefinites" in tokens[start].tags or spoken_for):
        name = end, end
    if lexicon.has("nouns") and "determiners" in tokens[start].tags and _names_more(tokens, name):
        name = name[0] + 1, name[1]
    if name[1] - name[0] == 1 and name[0] > core and _owns(tokens, core, name[0], lexicon):
        name = end, end
    head = office_head(tokens[core:end], lexicon)
    after = tokens[core + 1 : name[0]]
    led = lexicon.has("bare") and name[0] < name[1] == end and all("places" in t.tags and t.capital for t in after)
    led = led and "bodies" in tokens[core].tags  # "Network Rail", "operator Boston Metroline"
    bodily = ("bodies" in tokens[end - 1].tags and not tokens[end - 1].tags & HEAD) or (
        led and (tokens[core].capital or after)
    )
    if bodily and not lexicon.has("head_first") and (head is None or not head.tags & HEAD):
        return Mention(start, end, "body", (0, 0), governed)
    if not lexicon.has("modifier_first") and _is_long(tokens[core:end]):
        return Mention(start, end, "body", (0, 0), governed)
    if lexicon.has("nouns") and _of_body(tokens[core:end], head):
        return Mention(start, end, "title", (0, 0), governed)
    tags: set[str] = set().union(*(token.tags for token in tokens[core:end]))
    if lexicon.has("mixed") and _is_named(tokens, core, end, name) and not tags & HEAD:
        return Mention(start, end, "body", (0, 0), governed)
    joined = any("links" in token.tags for token in tokens[core + 1 : name[0]])
    if lexicon.has("head_first") and joined and "bodies" in tokens[core].tags and not tags & HEAD:
        return Mention(start, end, "body", (0, 0), governed)  # "la direction de l'hôpital Saint-Roch"
    aged = lexicon.has("nouns") and name == (start + 2, end) and tokens[start + 1].word[0].isdigit()
    if aged and name[1] - name[0] == 1 and "determiners" in tokens[start].tags and not tokens[end - 1].tags & GIVEN:
        return Mention(start, end, "title", name, governed)  # "der 29-jährige Lagerist"
    if name[1] > name[0] and not (lexicon.has("nouns") and name[1] - name[0] == 1 and not tags & HEAD):
        return Mention(start, end, "name", name, governed)
    if tags & HEAD and (head is None or head.tags & HEAD):
        return Mention(start, end, "title", (0, 0), governed)
    kind = "body" if tags & OFFICE else "other"
    return Mention(start, end, kind, name if kind == "other" else (0, 0), governed)


def _owns(tokens: Sequence[Token], core: int, place: int, lexicon: Lexicon) -> bool:
    """Whether the name behind a title is in the genitive: "адвокат Лапина сообщил", but "адвокат Лапина сообщила".

    That behind a body is ("Дорожная служба Кедрова").
    """
    title, name = tokens[place - 1 : place + 1]
    if lexicon.speech.patronymics and not any(t.tags & HEAD for t in tokens[core:place]):
        if "bodies" in title.tags:
            return bool(_OWNER.search(name.word))
        plain = not title.capital or "attributes" in title.tags  # "клиника святой Нины", "союз Нижней Лугани"
        return "bodies" in tokens[core].tags and "bridges" in title.tags and plain
    man = any("masculine" in token.tags for token in tokens[place + 1 : place + 2])
    own = man or "feminine" in title.tags or not _WOMAN.search(name.word)
    return "owned" in title.tags and own and bool(_OWNER.search(name.word))


def _is_long(words: Sequence[Token]) -> bool:
    """Whether what stands behind a body is no person's name ("société Roche Colis Express", "Union Holz & Bau")."""
    body, name = words[0], [token for token in words[1:] if token.word != "&"]
    plain = all(t.capital and t.tags.isdisjoint(OFFICE | GIVEN) and not is_initial(t) for t in name)
    return "bodies" in body.tags and not body.tags & HEAD and len(name) > 2 and plain


def _is_named(tokens: Sequence[Token], core: int, end: int, name: tuple[int, int]) -> bool:
    """Whether what looks like a name is the rest of a body's ("Ministerstwo Zdrowia"), which has a capital itself."""
    own = core < name[0] and name[1] == end and tokens[core].capital and "bodies" in tokens[name[0] - 1].tags
    return own and all(token.tags.isdisjoint(GIVEN) for token in tokens[name[0] : end])


def _of_body(words: Sequence[Token], head: Token | None) -> bool:
    """Whether the one name at the end is that of the body before it ("ein Sprecher der Polizei Nord")."""
    body = len(words) > 2 and "bodies" in words[-2].tags and "titles" not in words[-2].tags
    return body and words[-1].capital and head is not None and "titles" in head.tags


def _names_more(tokens: Sequence[Token], name: tuple[int, int]) -> bool:
    """Whether what an article stands before is a noun and a full name ("die Wirtin Ada Berg")."""
    words = tokens[name[0] : name[1]]
    full = [token for token in words if token.capital and (token is words[-1] or not is_initial(token))]
    return len(full) > 2 and "particles" not in words[1].tags


def office_head(words: Sequence[Token], lexicon: Lexicon) -> Token | None:
    """The word for what somebody is: the last title or body before a link, or by language the first of all."""
    linked = next((n for n, word in enumerate(words) if "links" in word.tags and n), len(words))
    offices = [n for n, word in enumerate(words[:linked]) if word.tags & (HEAD | {"bodies"})]
    if not offices:
        return None
    first, last = words[offices[0]], words[offices[-1]]
    own = "bodies" in first.tags - HEAD == first.tags and words[offices[-1] - 1].word.endswith("er")
    members = lexicon.has("nouns") and own and offices[-1] - offices[0] > 1  # "Bund deutscher Ingenieure"
    return first if members or lexicon.has("head_first") else last


def _name_range(tokens: Sequence[Token], start: int, end: int, lexicon: Lexicon) -> tuple[int, int]:
    """The capitalised words of the run that are no title, body or place: at its end, or two of them before a link."""
    last = end
    while last > start:
        first = last
        own = lexicon.has("head_first") and _is_own(tokens, max(start, last - 2))
        while first > start and last - first < 6 and (_in_name(tokens, first - 1) or (own and first == last - 1)):
            first -= 1
        while first < last and not (tokens[first].capital and not _is_shortened(tokens, first)):
            first += 1
        open_end = not lexicon.has("final") and first < last and not tokens[last - 1].capital
        last -= open_end and "particles" in tokens[last - 1].tags  # "Ada Berg von der Nordbank"
        words = [index for index in range(first, last) if tokens[index].kind == "word"]
        if len(words) == 1 and first > start and tokens[words[0]].word.endswith(lexicon.speech.regions):
            words = []
        titled = first > start and tokens[first - (2 if tokens[first - 1].word == "." else 1)].tags & HEAD
        linked = _linked(tokens, start, first, lexicon.has("nouns"))  # "ministro degli Esteri Carlo Benassi"
        if lexicon.has("bare") and last < end and "bodies" in tokens[last].tags and tokens[last].capital:
            words = []  # "president of the Dock Workers Union"
        if words and (last == end or len(words) > 1 or titled) and not (linked and len(words) < MAX_NAME):
            most = MAX_NAME - (linked or _follows_genitive(tokens, first, last, lexicon))
            full = [index for index in words if not is_initial(tokens[index])]
            surplus = len(full) > most and not any("particles" in tokens[full[-n]].tags for n in (2, most))
            opens = first == 0 and lexicon.has("head_first") and not lexicon.has("mixed")  # "Interview de Ada Stone"
            owned = (lexicon.has("nouns") or opens) and len(words) > MAX_NAME and _is_owned(tokens, words)
            return (words[2] if owned else full[-most] if surplus else first), last
        last = min(first, last - 1)
    return end, end


def _is_own(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word for an office with a capital is part of a body's name ("le syndicat Santé Solidaire")."""
    body, word, after = tokens[max(0, index - 1)], tokens[index], tokens[index + 1 : index + 2]
    named = word.capital and "titles" in word.tags and bool(after) and after[0].capital
    return named and "bodies" in body.tags and not body.capital and after[0].tags.isdisjoint(GIVEN | OFFICE)


def _is_shortened(tokens: Sequence[Token], index: int) -> bool:
    """Whether a letter belongs to a shortened word before it ("Oberst a. D. Ada Berg")."""
    before = tokens[max(0, index - 2) : index]
    short = len(before) == 2 and before[1].word == "." and before[0].word.isalpha() and not before[0].capital
    return short and is_initial(before[0]) and is_initial(tokens[index])


def _is_owned(tokens: Sequence[Token], words: Sequence[int]) -> bool:
    """Whether "of" parts a noun, not a first name, from a full name ("im Haus von Ada Berg", not "Ada von Berg")."""
    noun, link, *name = (tokens[n] for n in words)
    plain = all(token.capital and "particles" not in token.tags for token in name)
    return {"links", "particles"} <= link.tags and noun.tags.isdisjoint(GIVEN) and plain


def _follows_genitive(tokens: Sequence[Token], first: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a name without patronymic begins with another's, or a place ("улицы Туманяна Анна Белова")."""
    given = [any(lexicon.tags(s) & GIVEN for s in lexicon.stems(t.word)) for t in tokens[first:last]]
    if lexicon.has("final") and _NATIVE.search(tokens[first].word):
        return not given[0]
    foreign = _FOREIGN.search(tokens[first].word) and not any(given)
    if not lexicon.speech.patronymics or first == 0 or given[0] or foreign:
        return False
    before = tokens[first - 1]
    plain = before.kind == "word" and not before.capital and not before.tags & (OFFICE | FUNCTION)
    owned = "titles" in before.tags and ("bridges" in tokens[first].tags or _GENITIVE.search(tokens[first].word))
    placed = "prepositions" in before.tags and last - first > 2  # "посол в Норландии Ада Берг"
    return bool(plain or owned or placed or "bodies" in before.tags) and not any(
        "patronymics" in token.tags for token in tokens[first:last]
    )


def _linked(tokens: Sequence[Token], start: int, first: int, nouns: bool) -> bool:
    """Whether a link stands before a name: it is then not the name of the office's holder ("spokesman for X").

    Where nouns have capitals it may be a noun with its adjective ("der 40-Jährige am zweiten Verhandlungstag").
    """
    before = first - 1
    while before > start and "links" not in tokens[before].tags:
        if "determiners" not in tokens[before].tags and not (nouns and is_modifier(tokens[before])):
            break
        before -= 1
    return before > start and "links" in tokens[before].tags


def is_initial(token: Token) -> bool:
    """Whether a name's word is one letter, or several with full stops."""
    return token.word[1:2] in ("", ".")


def _in_name(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.word == "." or "particles" in token.tags or (index > 1 and articled(*tokens[index - 2 : index + 1])):
        return True
    return token.capital and not token.tags & OFFICE


def without_article(tokens: Sequence[Token], mention: Mention) -> Sequence[Token]:
    """The words of a mention."""
    words = tokens[mention.first : mention.last]
    while len(words) > 1 and (words[0].tags & _DETERMINERS or "ages" in words[1].tags):
        words = words[1:]
    return words


def fits_any(words: Sequence[Token], article: Token, lexicon: Lexicon) -> bool:
    """Whether the words for a body, at most two, say nothing of which one it is, and mean a known one."""
    marked = not lexicon.has("final") and bool(lexicon.speech.definites or lexicon.speech.closers)
    definite = not marked or not article.tags.isdisjoint(("definites", "closers"))
    generic = len(words) < 3 and "titles_generic" in words[0].tags
    return definite and generic and not any(token.capital or token.mark >= 0 for token in words[1:])


def span_of(tokens: Sequence[Token], mention: Mention) -> Span:
    """A mention in the text, without an English genitive."""
    last = tokens[mention.last - 1]
    end = last.end - 2 if last.word.endswith("'s") else last.end
    return Span(tokens[mention.first].start, end)
