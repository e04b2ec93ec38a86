"""How far a phrase that can name a speaker reaches among the words of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.tokens import Token, describes

FUNCTION = frozenset(["complementizers", "introducers", "conjunctions", "subordinators", "auxiliaries", "adverbs"])
FUNCTION |= {"negations", "prepositions", "determiners", "pronouns", "not_names", "passives", "first_person"}
FUNCTION |= {"unsaid", "infinitives"}
OFFICE = frozenset(["titles", "bodies", "places", "agencies"])
HEAD = frozenset(["titles"])
GIVEN = frozenset(["men", "women"])
"""First names."""
_POSSESSED = "ıiuü"
"""Last letters of a Turkic title that belongs to the words before it ("Dış Politika Danışmanı")."""
_GENITIVE = re.compile("[аяыи]$")
"""How the noun behind a genitive adjective ends in a body's name ("министерство общественного порядка")."""
_BARE_GENITIVE = re.compile("(?<![ıiuü]n)[ıiuü]n$")
"""The genitive of a Turkic noun without the ending of possession."""
_MANY = ("ых", "их")
"""The same in the plural, behind which the noun has many endings ("управление морских перевозок")."""
GENITIVE_OWNED = re.compile("(?<=[ıiuü])n[ıiuü]n$")
"""The genitive of a Turkic noun that belongs to the words before it ("mahkeme başkanının")."""
_FROM = re.compile("[dt][aeə]n$")
_PLACED = re.compile("(?<![ıiuü]n)(?:[dt][aeə]n?|[ıiuü]n)$|(?<!n)[aeə]$")
"""A Turkic locative, ablative, genitive or dative; with the ending of possession before it there is an n."""
_GENITIVE_CASE = re.compile("[ıiuü]n$")
_ADJECTIVE = ("ی", "یة", "ة")
"""Arabic endings that adjectives have."""
CASED = re.compile(r"(?<=\w{3}|\.\w\w)['’\-]\w{1,3}$")
"""A foreign name with the ending of its case ("X Y Körfəz-Press-ə deyib")."""


def is_nominal(token: Token) -> bool:
    """Whether the word can belong to a name, title or body."""
    if token.kind != "word" or ("audience" in token.tags and not token.capital):
        return False
    if token.tags & OFFICE:
        return True
    return token.capital and not token.tags & FUNCTION


def is_dative(tokens: Sequence[Token], first: int) -> bool:
    """Whether an article begins a phrase here that is no subject (German "dem", "der" before a feminine noun)."""
    tags, noun = tokens[first].tags, tokens[min(first + 1, len(tokens) - 1)].tags
    return "oblique_articles" in tags or (tags >= {"definites", "masculine"} and "feminine" in noun)


def run_start(tokens: Sequence[Token], index: int, first: int) -> int:
    """Back over the adjectives and the article before the first nominal word ("the former minister")."""
    start = index
    if start > first and "ages" in tokens[start - 1].tags and not tokens[start].capital:
        start -= 1
        return start - (start > first and tokens[start - 1].word.isdigit())
    steps = 0
    while start > first and steps < 3 and is_modifier(tokens[start - 1]) and "addressing" not in tokens[start - 1].tags:
        start -= 1
        steps += 1
    if start > first and "determiners" in tokens[start - 1].tags:
        return start - 1
    return start if start == index or "determiners" in tokens[start].tags else index


def is_modifier(token: Token) -> bool:
    """Whether the word can be an adjective before a noun."""
    return token.kind == "word" and not token.tags & (FUNCTION | {"complements"}) and not token.capital


def run_end(tokens: Sequence[Token], index: int, last: int, lexicon: Lexicon) -> int:
    """The end of the phrase that begins at a nominal word: offices, names, particles, what joins them."""
    end = index + 1
    office = bool(tokens[index].tags & OFFICE)
    while end < last:
        token = tokens[end]
        if _heads_first(tokens, end, lexicon) or _ends(tokens, end, lexicon):
            break
        if is_nominal(token) or _particle(tokens, end, last):
            office = office or bool(token.tags & OFFICE)
            end += 1
        elif _initial(tokens, end, last):
            end += 1
        else:
            step = _bridge(tokens, end, last, lexicon) if _opens_bridge(tokens, end, office, lexicon) else 0
            step = step or _owned(tokens, end, last) or _numbered(tokens, end, last)
            if not step:
                step = _complement(tokens, end, last, lexicon) or _placed(tokens, end)
                if not step or end + step >= last or tokens[end + step].mark < 0:
                    return end + step
            end += step
    return end


def _ends(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether another phrase begins: after a definite ending, or a full name after a body's ("à l'Agence X Jean Y").

    In "..., the ministry reports" a verb does.
    """
    before, token = tokens[index - 1], tokens[index]
    if lexicon.has("bare") and "groups" in tokens[index].tags and lexicon.patterns(tokens[index].word):
        return index + 1 == len(tokens) or tokens[index + 1].kind == "point" or "progressives" in tokens[index + 1].tags
    closed = "closers" in before.tags and (before.capital or before.tags & OFFICE)
    closed = closed or (bool(lexicon.speech.declension) and _follows_place(tokens, index))
    closed = closed or (
        before.capital and "audience" in before.tags and "titles" in tokens[index].tags
    )  # "PAP rzecznik"
    if closed or (lexicon.has("final") and _parted(before, tokens, index)) or _is_told(tokens, index, lexicon):
        return True
    placed = re.search("(?<!za)d[aə]n?$", token.word) and not tokens[min(index + 1, len(tokens) - 1)].capital
    cased = (CASED.search(token.word) or placed) and token.tags.isdisjoint(HEAD | {"bodies"})  # "Ada Berg Gəncədə"
    if lexicon.has("modifier_first") and index >= 2 and (cased or token.mark >= 0):  # "Ada Berg “Ses” kanalında"
        after = {pattern.group for t in tokens[index + 1 : index + 2] for pattern in lexicon.patterns(t.word)}
        full = len(tokens[index - 2].word) > 1 and not _GENITIVE_CASE.search(token.word)
        return full and after.isdisjoint(("tag", "according_after")) and all(map(_names, tokens[index - 2 : index]))
    if lexicon.speech.patronymics:
        return False
    if lexicon.has("uncased") and tokens[index].tags & (OFFICE | {"bridges"}) and _is_object(before, tokens[index]):
        return True
    if lexicon.has("nouns") and index >= 2 and "places" in tokens[index].tags & tokens[index - 2].tags:
        return "bodies" in before.tags and not tokens[index - 2].capital  # "hat die armenische Regierung Baku gebeten"
    body = lexicon.has("head_first") and index >= 2 and "bodies" in tokens[index - 2].tags
    told = any("prepositions" in token.tags for token in tokens[max(0, index - 4) : index - 2])
    body = body and (told or "titles_generic" not in tokens[index - 2].tags or not tokens[index].tags.isdisjoint(GIVEN))
    return body and all(_names(token) for token in tokens[index - 1 : index + 2]) and index + 1 < len(tokens)


def _follows_place(tokens: Sequence[Token], index: int) -> bool:
    """Whether a full name in the nominative begins behind a place ("w Płocku Jan Berg powiedział")."""
    place, given, name = tokens[index - 1], tokens[index], tokens[min(index + 1, len(tokens) - 1)]
    names = _names(place) and _names(given) and _names(name) and bool(given.tags & GIVEN) and not place.tags & GIVEN
    return names and index > 1 and name is not given and "prepositions" in tokens[index - 2].tags


def _is_told(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Whether the word before, and a preposition right after a verb of speech, are whom or where a full name that
    begins here speaks to ("déclaré à l'ACM Ada Berg", "escribió en X Ada Berg")."""
    before, after = tokens[index - 1], tokens[index + 1 : index + 2]
    told = index - 2 - ("definites" in tokens[index - 2].tags)
    full = bool(after) and _names(after[0]) and (len(before.word) == 1 or not tokens[index].tags.isdisjoint(GIVEN))
    apart = full and _names(before) and before.tags.isdisjoint(GIVEN) and _names(tokens[index]) and told > 0
    apart = apart and lexicon.has("invert") and "prepositions" in tokens[told].tags
    return apart and bool(lexicon.patterns(tokens[told - 1].word))


def _parted(before: Token, tokens: Sequence[Token], index: int) -> bool:
    """Whether a Turkic phrase is complete: a body in the ablative, a body after a name that it does not belong to,
    a title without the ending of possession after a body, several people ("Nazirlikdən APA-ya", "Kaya mahkemede",
    "Savcılık sanık", "Gazeteciler Bakan")."""
    token, after = tokens[index], tokens[index + 1 : index + 2]
    before = tokens[index - 2] if before.word == "." and index > 1 else before
    if "titles" in before.tags and "bodies" in token.tags and not token.capital and _BARE_GENITIVE.search(token.word):
        return True  # "tələbə polisin ..."
    if "bodies" in before.tags and _FROM.search(before.word):
        return True
    if "bodies" in token.tags:
        led = (before.capital and not before.word.endswith(("ki", "kı"))) or "titles" in before.tags
        return not token.capital and led and token.word.isalpha() and bool(_PLACED.search(token.word))
    if before.tags & {"titles", "groups"} and before.word.endswith(("lar", "ler", "lər")):
        return True
    owned = token.word.endswith(tuple(_POSSESSED)) or GENITIVE_OWNED.search(token.word)
    bare = "titles" in token.tags and not token.capital and not owned
    return "bodies" in before.tags and bare and not any(t.tags & OFFICE or t.capital for t in after)


def _is_object(before: Token, token: Token) -> bool:
    """Whether a noun, and no adjective, follows a name or an Arabic noun with the article, and so is no part of it."""
    if token.capital or _names(before) or before.mark >= 0:
        return not token.capital or "places" in token.tags & before.tags
    body = "titles" in before.tags and "bodies" in token.tags
    adjective = token.word.endswith(_ADJECTIVE) or not token.tags.isdisjoint(("attributes", "places"))
    return before.word.startswith("ال") and token.word.startswith("ال") and (body or not adjective)


def _numbered(tokens: Sequence[Token], index: int, last: int) -> int:
    """How many tokens an ordinal number inside a body's name has ("Karayolları 19. Bölge Müdürlüğü")."""
    after = tokens[index + 1 : min(index + 3, last)]
    ordinal = tokens[index].word.isdigit() and [token.word for token in after[:-1]] == ["."]
    return 2 if ordinal and after[1].capital and is_nominal(after[1]) else 0


def _owned(tokens: Sequence[Token], index: int, last: int) -> int:
    """How many words stand between a genitive and the body or title it owns ("Moldova's ecology ministry")."""
    plural = tokens[index].word in "'’" and tokens[index - 1].word.endswith("s")
    if not plural and not tokens[index - 1].word.endswith("'s"):
        return 0
    words = tokens[index + plural : min(index + plural + 3, last)]
    step = next((n for n, token in enumerate(words) if token.tags & OFFICE), -1)
    return step + plural if step >= 0 and all(is_modifier(token) for token in words[:step]) else 0


def _complement(tokens: Sequence[Token], end: int, last: int, lexicon: Lexicon) -> int:
    """How many words after a body say which one it is ("штаб миротворцев", "la Ligue régionale")."""
    reach = end if lexicon.has("modifier_first") else min(end + 2, last)
    marked = [n for n, token in enumerate(tokens[end:reach]) if token.kind == "word" and token.mark >= 0]
    if not lexicon.has("head_first") or "bodies" not in tokens[end - 1].tags or marked:
        return marked[0] + 1 if marked and tokens[end].kind == "word" else 0
    words = tokens[end : min(end + 2, last)]
    plain = (n for n, t in enumerate(words) if "bridges" not in t.tags or t.tags & FUNCTION or lexicon.patterns(t.word))
    step = next(plain, len(words))
    many = step > 0 and words[step - 1].word.endswith(_MANY)
    noun = words[step : step + 1] if step > 0 and (many or "attributes" in words[step - 1].tags) else ()
    owned = (t for t in noun if (many or _GENITIVE.search(t.word)) and is_modifier(t) and not t.tags & OFFICE)
    return step + any(not lexicon.patterns(t.word) for t in owned)


def _placed(tokens: Sequence[Token], end: int) -> bool:
    """Whether a common noun ends what an adjective of place began ("прокуратура Лучанской области")."""
    before, noun = tokens[end - 1], tokens[end]
    return before.capital and "attributes" in before.tags and "bridges" in noun.tags and not noun.tags & FUNCTION


def _heads_first(tokens: Sequence[Token], index: int, lexicon: Lexicon) -> bool:
    """Where modifiers come first, a place after an office, and an office after a name, begin another phrase."""
    names = 1 if lexicon.has("free") else 2
    if not (lexicon.has("modifier_first") or lexicon.has("free")) or index < names:
        return False
    office = tokens[index].tags & OFFICE
    held = GENITIVE_OWNED.search(tokens[index].word) and any("titles" in t.tags for t in tokens[index + 1 : index + 2])
    alone = names == 1 and lexicon.has("modifier_first")
    if office and (("bodies" in office and held) or describes(tokens, index - 1, "bodies" in office, alone)):
        return False
    apart = index >= 2 and office & HEAD and tokens[index].word[-1] not in _POSSESSED
    if office and (not tokens[index].capital or apart):
        names = names if not tokens[index].capital else 2
        return all(_names(token) for token in tokens[index - names : index])
    before = tokens[index - 1]
    placed = "places" in tokens[index].tags and lexicon.has("modifier_first")
    return placed and (_names(before) or not before.tags.isdisjoint(("titles", "bodies")))


def _names(token: Token) -> bool:
    return token.capital and not token.tags & OFFICE


def _particle(tokens: Sequence[Token], index: int, last: int) -> bool:
    """ "von", "de", "von der" inside a name; an article that is no particle only behind a known first name."""
    before, after = tokens[max(0, index - 2) : index], tokens[index + 1 : min(index + 3, last)]
    if "particles" not in tokens[index].tags:
        return len(before) == 2 and articled(before[0], before[1], tokens[index]) and bool(after) and after[0].capital
    if len(after) == 2 and after[0].tags & {"determiners", "particles"} and not after[0].capital:
        if "particles" not in after[0].tags and not articled(tokens[index - 1], tokens[index], after[0]):
            return False
        more = index + 3 < last and tokens[index + 3].capital
        return after[1].capital and not after[1].tags & OFFICE and not more
    return bool(after) and after[0].capital and is_nominal(after[0]) and "not_names" not in after[0].tags


def articled(first: Token, particle: Token, article: Token) -> bool:
    """ "Ursula von der"; a particle that is no preposition ("van") needs no known first name."""
    known = not first.tags.isdisjoint(GIVEN) or (first.capital and "prepositions" not in particle.tags)
    return known and "particles" in particle.tags and "determiners" in article.tags and not article.capital


def _initial(tokens: Sequence[Token], index: int, last: int) -> bool:
    """A full stop after an initial or a shortened title inside a name ("J. Smith", "Sen. Smith"), or an "&"."""
    if tokens[index].word == "&" and index + 1 < last:
        return tokens[index - 1].capital and tokens[index + 1].capital
    if tokens[index].word != "." or index + 1 >= last:
        return False
    before, after = tokens[index - 1], tokens[index + 1]
    return before.end == tokens[index].start and len(before.word) <= 4 and is_nominal(after)


def _opens_bridge(tokens: Sequence[Token], index: int, office: bool, lexicon: Lexicon) -> bool:
    """Whether more of an office may follow: a link, or after an office or an adjective's noun a word like that."""
    if "bridges" in tokens[index].tags and not lexicon.has("nouns"):
        return True
    full = lexicon.has("nouns") and index > 2 and "titles" in tokens[index - 3].tags
    if full and all(_names(token) for token in tokens[index - 2 : index]):
        return False  # "sagte Ministerin Ada Berg der Agentur"
    return office and bool(tokens[index - 1].tags & OFFICE or "links" in tokens[index].tags)


def _bridge(tokens: Sequence[Token], index: int, last: int, lexicon: Lexicon) -> int:
    """How many words from `index` on join a title to what follows ("minister [of the interior of] Armenia").

    After a link any word may follow; without one only words with the ending of a genitive.
    """
    linked = False
    for step in range(min(5, last - index)):
        token = tokens[index + step]
        if is_nominal(token):
            return step
        if "indefinites" in token.tags and (lexicon.has("nouns") or "bodies" in tokens[index - 1].tags):
            return 0  # "das Büro Geotal [in einer Studie]", "the company [for a delay]"
        if "links" in token.tags or ("determiners" in token.tags and "links" in tokens[index + step - 1].tags):
            linked = True
        elif token.kind != "word" or token.tags & FUNCTION or lexicon.patterns(token.word):
            return step if linked and step > 1 and "links" not in tokens[index + step - 1].tags else 0
        elif not linked and "bridges" not in token.tags:
            return 0
    rest = last - index if linked and tokens[index - 1].capital else 0  # "l'association Ligne de vie"
    return rest if 1 < rest < 5 and not tokens[last - 1].tags & {"links", "determiners"} else 0
