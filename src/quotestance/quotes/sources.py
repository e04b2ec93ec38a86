"""Who speaks where no verb does: after "according to", before "zufolge", as the one cited, as a statement's owner."""

from __future__ import annotations

import re
from collections.abc import Sequence

from quotestance.quotes.frames import (
    COMMAS,
    WINDOW,
    Subject,
    frame_start,
    full_name_at,
    joined_name,
    left_chunk,
    right_limit,
)
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.names import rewrite
from quotestance.quotes.tokens import Token

_OWNING = frozenset(["determiners", "particles", "bridges"])
_JOINING = frozenset(["links", "particles", "bridges"])
_ENDINGS = ("en", "em")
"""Of adjectives in the dative."""
_NOMINATIVE = ("ый", "ий", "ая", "ое")
_INSIDE = (("pronouns", "pronoun"), ("possessives", "pronoun"), ("groups", "body"))
"""What a cue may name itself ("selon lui", "nach Polizeiangaben"), and the kind of mention it is."""
GENITIVE = re.compile("[ıiuü]n$")
"""A Turkic genitive: the owner of a noun, or the subject of a clause that is reported, never who reports it."""


def is_genitive(word: str, lexicon: Lexicon) -> bool:
    """Whether a Turkic word has the ending of a genitive, and not only ends like one ("Kremlin", "Berlin")."""
    if not GENITIVE.search(word):
        return False
    office = frozenset(["bodies", "places", "titles"])
    own = not office.isdisjoint(lexicon.tags(word))
    return not own or any(not office.isdisjoint(lexicon.tags(word[:-cut])) for cut in (2, 3))


def after_preposition(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Subject:
    """The source after "according to"; a pronoun inside the cue ("по его словам") is the source itself."""
    own = lexicon.has("nouns") and _is_own(tokens[cue.first : cue.last])
    for number, token in enumerate(tokens[cue.first : cue.last], cue.first) if not own else ():
        kind = next((kind for tag, kind in _INSIDE if tag in token.tags), None)
        after = tokens[min(cue.last, len(tokens) - 1)]  # "Bericht der Zeitung", "по отчёту палаты"
        linked = "links" in after.tags if lexicon.has("nouns") else lexicon.has("head_first") and after.kind == "word"
        if kind is not None and not (kind == "body" and linked):
            return Subject(Mention(number, number + 1, kind, (0, 0), False), cue.first, cue.last)
    named = any(token.capital or token.tags & _OWNING for token in tokens[cue.last : cue.last + 1])
    if lexicon.has("nouns") and (own or (cue.last - cue.first > 1 and not named)):
        return Subject(None, cue.first, cue.last, own)
    return _source_phrase(tokens, cue, lexicon)


def _is_own(words: Sequence[Token]) -> bool:
    """Whether the source is whom the sentence is about ("nach eigenen Angaben")."""
    return any("possessives" in token.tags and not token.tags & {"feminine", "masculine"} for token in words)


def _source_phrase(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Subject:
    limit = right_limit(tokens, cue, ())
    if lexicon.has("nouns"):
        limit = _noun_phrase_end(tokens, cue.last, limit)
        alone = tokens[cue.last : cue.last + 1] and tokens[cue.last].tags >= {"pronouns"}
        if alone and "determiners" not in tokens[cue.last].tags:  # "Laut ihm verlieren 14 Familien Land"
            limit = min(limit, cue.last + 1)
    subject = _in_phrase(tokens, cue, limit, lexicon)
    leads = lexicon.has("nouns") and cue.first == 0 and subject.mention is not None
    return subject._replace(last=max(limit, subject.last)) if leads else subject


def _in_phrase(tokens: Sequence[Token], cue: Cue, limit: int, lexicon: Lexicon) -> Subject:
    if limit == cue.last + 1 and "determiners" in tokens[cue.last].tags:
        return Subject(None, cue.first, limit, True)
    mention = next(mentions_in(tokens, cue.last, limit, lexicon), None)
    agent = next((n + 1 for n in range(cue.last, limit) if "agents" in tokens[n].tags), limit)
    cited = any(pattern.group == "cite" for pattern in lexicon.patterns(tokens[agent - 2].word))
    by = next(mentions_in(tokens, limit if cited else agent, limit, lexicon), None)
    if by is not None and by.kind != "other" and (mention is None or mention.kind != "name"):
        return Subject(by, cue.first, _phrase_end(tokens, by, limit))  # "selon un bilan publié par la préfecture"
    if mention is not None and mention.kind in ("name", "pronoun") and mention.first - cue.last <= 3:
        return Subject(mention, cue.first, _phrase_end(tokens, mention, limit))
    if mention is not None and mention.first - cue.last <= 4:
        if (holder := _holder(tokens, mention, limit, lexicon)) is not None:
            return Subject(holder, cue.first, limit)
        joined = joined_name(tokens, mention, mention.last, len(tokens), lexicon)
        if joined.kind == "name":
            return Subject(joined, cue.first, joined.last)
        return Subject(mention, cue.first, _phrase_end(tokens, mention, limit))
    if lexicon.has("mixed") and cue.last < limit < len(tokens):
        phrase = Mention(cue.last, limit, "other", (0, 0), False)
        joined = joined_name(tokens, phrase, limit, len(tokens), lexicon)
        if joined.kind == "name" and tokens[min(joined.last, len(tokens) - 1)].word in COMMAS:
            return Subject(joined, cue.first, joined.last)  # "Según el defensor del pueblo, Ada Stone, ..."
    end = min(limit, cue.last + 8)
    if (
        lexicon.has("mixed")
        and cue.last < min(limit, len(tokens))
        and tokens[min(limit, len(tokens) - 1)].word not in COMMAS | {":"}
    ):
        end = min(end, cue.last + 1 + ("determiners" in tokens[cue.last].tags))
    if end == cue.last:
        return Subject(Mention(cue.first, end, "pronoun", (0, 0), False), cue.first, end)
    return Subject(Mention(cue.last, end, "other", (0, 0), False), cue.first, end)


def _holder(tokens: Sequence[Token], office: Mention, limit: int, lexicon: Lexicon) -> Mention | None:
    """The full name that ends a phrase behind a title and its body ("по мнению депутата от партии Ады Лунд")."""
    if office.kind != "title" or not lexicon.speech.patronymics:
        return None
    for other in mentions_in(tokens, office.last, limit, lexicon):
        words = tokens[office.last : other.name[0]]
        full = other.last == limit and other.name[1] - other.name[0] > 1 and other.kind == "name"
        if full and all(token.kind == "word" for token in words):
            before = tokens[other.name[0] - 1]
            beside = before.capital or before.mark >= 0 or not before.tags.isdisjoint(("bodies", "places"))
            return other._replace(first=office.first, governed=False) if beside else None
    return None


def _noun_phrase_end(tokens: Sequence[Token], first: int, limit: int) -> int:
    """Where nouns have capitals: before the first word after a noun that neither is one nor links one to it."""
    for index in range(first + 1, limit):
        if tokens[index].tags & {"auxiliaries", "unsaid"}:
            return index
        if tokens[index - 1].capital and not tokens[index].capital and not tokens[index].tags & _JOINING:
            return index
    return limit


def _phrase_end(tokens: Sequence[Token], mention: Mention, limit: int) -> int:
    """To the comma that ends the phrase where there is one nearby, else the end of the mention."""
    if limit >= len(tokens) or limit - mention.last > 8:
        return mention.last
    return limit if tokens[limit].word in COMMAS or tokens[limit].kind == "quote" else mention.last


def before_postposition(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Subject:
    """The source before "zufolge", "görə", "խոսքով"."""
    first, last = left_chunk(tokens, cue, ())
    if lexicon.has("nouns"):
        first = _noun_phrase_start(tokens, first, last)
    if last > first + 1 and tokens[last - 1].word == ")":
        last = next((n for n in range(last - 2, first, -1) if tokens[n].word == "("), last)
    if first == last or _is_own(tokens[first:last]):
        return Subject(None, first, cue.last, "passives" not in tokens[cue.first].tags)
    if lexicon.has("nouns") and "possessives" in tokens[first].tags:  # "ihren Aussagen zufolge"
        return Subject(Mention(first, first + 1, "pronoun", (0, 0), False), first, cue.last)
    start = first if lexicon.has("nouns") else frame_start(tokens, first)
    found = list(mentions_in(tokens, first, last, lexicon))
    if lexicon.has("mixed") and found and found[-1].kind == "name":
        start = _office_before(tokens, start, cue, lexicon)
    found = [m for m in found if not any("agencies" in t.tags for t in tokens[m.first : m.last])] or found
    if found and last - found[-1].last <= 2:
        return Subject(found[-1], start, cue.last)
    return Subject(Mention(first, last, "other", (0, 0), False), start, cue.last)


def _office_before(tokens: Sequence[Token], first: int, cue: Cue, lexicon: Lexicon) -> int:
    """Where the office begins that a comma parts from its holder's name; `first` if there is none."""
    comma = first - 1
    if comma < 1 or tokens[comma].word not in COMMAS:
        return first
    opening = left_chunk(tokens, cue._replace(first=comma, last=comma), ())[0]
    office = any(m.last == comma and m.kind != "name" for m in mentions_in(tokens, opening, comma, lexicon))
    return opening if office and "titles" in tokens[comma - 1].tags else first


def _noun_phrase_start(tokens: Sequence[Token], first: int, last: int) -> int:
    """Where nouns have capitals: the noun before a postposition with its genitives, adjectives and article."""
    start = last
    while start > first and (tokens[start - 1].capital or tokens[start - 1].tags & _OWNING):
        start -= 1
    return start


def of_passive(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Subject | None:
    """ "wird von der Anklage vorgeworfen, ...": whoever does it, else nobody; None where no passive is."""
    first = next((n + 1 for n in range(cue.first - 1, -1, -1) if tokens[n].kind != "word"), 0)
    last = cue.last + any("passives" in token.tags for token in tokens[cue.last : cue.last + 1])
    if not any("passives" in token.tags for token in tokens[first:last]):
        return None
    by = (m for m in mentions_in(tokens, first, cue.first, lexicon) if m.governed)
    return Subject(next((m for m in by if "links" in tokens[m.first - 1].tags), None), first, last)


def of_object(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject:
    """The one cited, or the one whose statement it is (before it with a genitive, or after it)."""
    reports = (c for c in cues if c.last == cue.first and cue.group == "cite")
    first, last = left_chunk(tokens, next(reports, cue), cues)  # "..., TASS reports citing X"
    limit = right_limit(tokens, cue, cues)
    after = mentions_in(tokens, cue.last, limit, lexicon)
    before = list(mentions_in(tokens, first, last, lexicon)) if cue.group == "nouns" else []
    owner = before[-1] if before and last - before[-1].last <= 1 else None
    if owner is not None and tokens[owner.last - 1].word.endswith(("'s", "s'")):
        return Subject(owner, owner.first, cue.last)
    named = (m for m in after if cue.group != "cite" or not lexicon.has("bare") or _is_definite(tokens, m))
    mention = next(named, None)
    if mention is not None:
        if cue.group == "cite" and mention.kind == "title" and lexicon.has("head_first"):
            mention = _without_medium(tokens, mention, lexicon)
        if cue.group == "cite" and mention.kind == "body":
            mention = next((m for m in after if m.kind == "name" and m.first == mention.last), mention)
        return Subject(mention, frame_start(tokens, first), mention.last)
    if owner is not None:
        return Subject(owner, owner.first, cue.last)
    return Subject(None, first, cue.last, cue.group == "nouns")


def _without_medium(tokens: Sequence[Token], title: Mention, lexicon: Lexicon) -> Mention:
    """A title without the nominative of who cites its bearer (Slavic: «цитирует тренера официальный сайт»)."""
    words = range(title.first + 1, title.last)
    bodies = (n for n in words if "bodies" in tokens[n].tags)
    last = next((n for n in bodies if rewrite(tokens[n].word, lexicon.speech.cases) == tokens[n].word), title.last)
    while title.first + 1 < last < title.last and tokens[last - 1].word.endswith(_NOMINATIVE):
        last -= 1
    return title._replace(last=last)


def of_quoted(tokens: Sequence[Token], cue: Cue, cues: Sequence[Cue], lexicon: Lexicon) -> Subject | None:
    """Arabic: whose words a paper has, at the verb for it or at "his words" ("نقلت الوكالة عن X قوله إن ...")."""
    cite = next((c for c in cues if c.group == "cite" and c.extra > 0 and c.first <= cue.first), None)
    own = cite is not None and (cite.first == cue.first or "possessives" in tokens[cue.first].tags)
    if not lexicon.has("uncased") or cite is None or not own:
        return None
    mention = next(mentions_in(tokens, cite.extra + 1, right_limit(tokens, cite, ()), lexicon), None)
    mention = mention and full_name_at(tokens, mention, cue.first, lexicon)
    return None if mention is None else Subject(mention, cite.first, max(cue.last, mention.last))


def _is_definite(tokens: Sequence[Token], mention: Mention) -> bool:
    return tokens[mention.first].capital or "determiners" in tokens[mention.first].tags


def of_owner(tokens: Sequence[Token], cue: Cue, lexicon: Lexicon) -> Subject:
    """Whose words a noun after them means ("X'in “...” sözleri", "X'in ...-dığına dair sözü", "X'in iddiası: ...")."""
    found = mentions_in(tokens, max(0, cue.first - WINDOW), cue.first, lexicon)
    owners = [m for m in found if GENITIVE.search(tokens[m.last - 1].word)]
    quoted = tokens[cue.first - 1].kind == "quote"
    return Subject(owners[-quoted] if owners else None, cue.first, cue.last)
