"""Names in scripts without capitals: what stands where only a name can."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby, takewhile
from operator import itemgetter

from quotestance.quotes.capitals import COMMAS, MAX_OFFICE, TAKEN
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.phrases import FUNCTION, GIVEN
from quotestance.quotes.tokens import Token

_DESCRIBING = frozenset(["relatives", "indefinites"])
"""What begins, after a comma, the description of whoever opens a sentence or stands behind a verb of speech."""
_COMMON = ("ة", "ات", "ون", "ه", "ها", "هم", "نا")
"""How Arabic nouns end that are no names, with their pronouns."""
_PERSIAN = frozenset("پچژگکی")
"""Letters of Persian, in which the last words of an office without article are as often a part of it as a name."""
_PLACED = "ی"
"""With it a Persian surname ends in the place its bearers are from ("نیک‌پور اراکی")."""


def settle_uncased(sentences: Iterable[list[Token]], lexicon: Lexicon) -> None:
    """Give a capital to the names in scripts without any, in place, wherever they stand in the article."""
    sentences = list(sentences) if lexicon.has("uncased") or lexicon.has("mixed") else []
    found: set[str] = set()
    for tokens in sentences:
        uncased = [(_is_uncased(token, lexicon), place) for place, token in enumerate(tokens)]
        for plain, run in groupby(uncased, key=itemgetter(0)):
            found |= _name_in(tokens, [place for _, place in run], lexicon) if plain else set()
    for tokens in sentences:
        for index, token in enumerate(tokens):
            placed = lexicon.has("uncased") and "places" in token.tags and "bridges" not in token.tags
            if placed or (not found.isdisjoint(lexicon.stems(token.word)) and _is_uncased(token, lexicon)):
                tokens[index] = token._replace(capital=True)


def _is_uncased(token: Token, lexicon: Lexicon) -> bool:
    plain = token.kind == "word" and token.word[:1].isalpha() and token.word[0].title() == token.word[0]
    return plain and not token.tags & FUNCTION and not lexicon.is_cue(token.word)


def _name_in(tokens: Sequence[Token], places: Sequence[int], lexicon: Lexicon) -> set[str]:
    """A known first name with the word after it; else two words beside a comma and an office; else, beside a cue, the
    two words that end a run with an office, but with a body only behind what describes it.

    Where no spaces stand it is one short word that begins with a surname.
    """
    words = [tokens[n] for n in places]
    start = next((n for n, token in enumerate(words) if _is_given(token, lexicon)), -1)
    joining = takewhile(lambda word: "particles" in word.tags or len(word.word) == 1, words[start + 1 :])
    size = 2 + len(list(joining))
    third = _is_third(words[start + size - 1 :], tokens[places[-1] + 1 : places[-1] + 2])
    name = words[start : start + size + third]
    if start < 0:
        beside = [*tokens[max(0, places[0] - 1) : places[0]], *tokens[places[-1] + 1 : places[-1] + 3]]
        cue = {pattern.group for token in beside for pattern in lexicon.patterns(token.word)} - {"act"}
        alone = "surnames" in words[-1].tags
        name = words[-1:] if alone else words[-2:]
        titled = any("titles" in token.tags for token in words[:-2]) and name[0].tags.isdisjoint(
            ("attributes", "bridges")
        )
        titled = (
            titled
            and not words[-1].word.startswith("ال")
            and (
                words[-3].word.startswith("ال") or not any("bodies" in t.tags or set(t.word) & _PERSIAN for t in words)
            )
        )
        apposed = not alone and _is_apposed(tokens, places, lexicon)
        bare = lexicon.has("uncased") and _is_bare(tokens, places, lexicon)
        name = words if apposed or bare else name if cue and (len(name[0].word) < 4 if alone else titled) else []
    free = all(token.tags.isdisjoint(TAKEN) for token in name)
    return {stem for token in name if free for stem in lexicon.stems(token.word)}


def _is_bare(tokens: Sequence[Token], places: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether two words of which nothing is known stand alone between a verb of speech and its content."""
    words, after = [tokens[n] for n in places], tokens[places[-1] + 1 : places[-1] + 2]
    said = {p.group for n in places[:1] if n for p in lexicon.patterns(tokens[n - 1].word)} & {"say", "state"}
    plain = all(not word.tags and len(word.word) > 2 and not word.word.endswith(_COMMON) for word in words)
    plain = plain and not any(word.word.startswith("ال") for word in words)
    closed = bool(after) and (after[0].kind != "word" or "complementizers" in after[0].tags)
    return bool(said) and len(words) == 2 and plain and closed


def _is_third(words: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether the last of two words that end a run is a third name ("ريم الحاج حسن", "سعد كريم حداد")."""
    if len(words) != 2 or not after:
        return False
    tags = words[0].tags | words[1].tags
    told = not after[0].tags.isdisjoint(("complementizers", "adverbs", "prepositions"))
    if words[1].word.endswith(_PLACED) and (told or after[0].kind != "word"):
        return tags.isdisjoint(TAKEN)
    closed = after[0].kind != "word" or "complementizers" in after[0].tags
    return closed and tags.isdisjoint(TAKEN) and not tags.isdisjoint(GIVEN | {"bridges"})


def _is_given(token: Token, lexicon: Lexicon) -> bool:
    """Whether the word is a first name, or begins with one and a hyphen."""
    return not GIVEN.isdisjoint(token.tags | lexicon.tags(token.word.partition("-")[0]))


def _is_apposed(tokens: Sequence[Token], places: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether a comma parts the run, two words and particles, from an office ("سخنگوی دولت، آرش نادری گفت")."""
    before, after = tokens[max(0, places[0] - MAX_OFFICE) : places[0]], tokens[places[-1] + 1 : places[-1] + 4]
    after = [*after[:1], *after[1 + ("conjunctions" in _last_run(after[1:2])) :]]
    led = before[-1:] and before[-1].word in COMMAS and "titles" in _last_run(before[:-1])
    leads = len(after) > 1 and after[0].word in COMMAS and "titles" in after[1].tags
    opens = not before or any(lexicon.patterns(token.word) for token in before[-1:])
    apart = tokens[places[-1] + 1 : places[-1] + 3]
    described = len(apart) > 1 and apart[0].word in COMMAS and not apart[1].tags.isdisjoint(_DESCRIBING)
    leads = leads or (opens and described and all("attributes" not in tokens[n].tags for n in places))
    return sum("particles" not in tokens[n].tags for n in places) == 2 and bool(led or leads)


def _last_run(tokens: Sequence[Token]) -> set[str]:
    """The tags of the words up to the end."""
    words = takewhile(lambda token: token.kind == "word", reversed(tokens))
    return set().union(*(token.tags for token in words))
