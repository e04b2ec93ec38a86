"""A verb of speech in its sentence, and the subject after it ("said Petrosyan")."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from quotestance.quotes.borders import has_clause
from quotestance.quotes.frames import (
    COMMAS,
    DASHES,
    Subject,
    frame_start,
    full_name_at,
    is_oblique,
    joined_name,
    right_limit,
)
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.matching import Cue
from quotestance.quotes.mentions import Mention, mentions_in
from quotestance.quotes.phrases import FUNCTION, is_dative
from quotestance.quotes.tokens import Token

_APART = frozenset(["conjunctions", "prepositions", "subordinators"])
MAX_PHRASE = 8
"""Words of a speaker of whom nothing is known, after a quotation and its verb."""


class Verb(NamedTuple):
    """A verb of speech in its sentence; tokens [first, last) stand before it in its clause."""

    tokens: Sequence[Token]
    cue: Cue
    cues: Sequence[Cue]
    lexicon: Lexicon
    first: int
    last: int
    before: Mention | None
    """What can be the subject in these tokens."""

    @property
    def participle(self) -> bool:
        """Whether the cue is a participle without auxiliary ("..., adding that")."""
        return is_participle(self.tokens, self.cue)

    def subject(self, mention: Mention | None, inherits: bool = False) -> Subject:
        """A subject before the verb."""
        first = self.first if mention is None or mention is not self.before else min(self.first, mention.first)
        return Subject(mention, frame_start(self.tokens, first), self.cue.last, inherits)


def is_participle(tokens: Sequence[Token], cue: Cue) -> bool:
    """Whether the cue is a participle without auxiliary ("en ajoutant": "en" is both a preposition and one)."""
    before = tokens[cue.first - 1].tags if cue.first else frozenset()
    free = "prepositions" in before or not before & {"passives", "auxiliaries"}
    return "progressives" in tokens[cue.first].tags and free


def explains(words: Sequence[Token]) -> bool:
    """Whether the words are a comma and what stands between it and the next one ("Stone, born in Bath, who said")."""
    return len(words) > 1 and words[0].word in COMMAS and all(token.kind == "word" for token in words[1:])


def inverted(verb: Verb) -> Subject | None:
    """ "said Petrosyan"."""
    tokens, cue, empty = verb.tokens, verb.cue, verb.first == verb.last
    coordinated = empty and verb.first > 0 and "conjunctions" in tokens[verb.first - 1].tags
    if cue.group in ("act", "mark") and (coordinated or not verb.lexicon.has("invert")):
        return None
    led = verb.before is not None and not verb.before.governed and verb.before.last == verb.last
    fixed = verb.lexicon.has("invert") and not any(map(verb.lexicon.has, ("free", "final", "mixed", "comma")))
    if not empty and (not verb.lexicon.has("invert") or (cue.group == "act" and fixed and led)):
        return None
    if empty and _is_aged(verb):
        return None
    body = _body_after(verb) if empty else None
    after = ("plurals" in tokens[cue.last - 1].tags and body) or mention_after(verb) or body
    if after is None or not _is_subject(verb, after):
        after = _common_after(verb) if empty and (after is None or not verb.lexicon.has("invert")) else None
    if after is None:
        return None
    if after.kind != "body" or not cue.first or "introducers" not in tokens[cue.first - 1].tags:
        after = joined_name(tokens, after, after.last, len(tokens), verb.lexicon)
    return Subject(after, verb.first if empty else frame_start(tokens, verb.first), after.last)


def _is_aged(verb: Verb) -> bool:
    """Whether an age between commas parts the verb from its subject ("Ada Stone, 62 ans, montre une clé")."""
    words = [token.word for token in verb.tokens[max(0, verb.first - 4) : verb.first]]
    return words[-1:] == [","] and any(words[n] == "," and words[n + 1].isdigit() for n in range(len(words) - 2))


def _body_after(verb: Verb) -> Mention | None:
    """ "..., утверждают в Баку, ...": a body speaks though a preposition governs it."""
    limit = right_limit(verb.tokens, verb.cue, verb.cues)
    mentions = mentions_in(verb.tokens, verb.cue.last, limit, verb.lexicon)
    found = next((mention for mention in mentions if mention.kind != "pronoun"), None)
    if verb.lexicon.has("uncased") or found is None or found.kind != "body":
        return None  # "قال لقناة X"
    if found.governed and "indefinites" in verb.tokens[found.first].tags:
        return None  # "ha señalado en un comunicado"
    if not verb.lexicon.has("invert") or is_dative(verb.tokens, found.first):
        return None
    told = sum("audience" in token.tags or token.mark >= 0 for token in verb.tokens[verb.cue.last : found.first])
    paper = found.governed and {"proxies", "groups"} <= verb.tokens[found.first].tags  # "говорится в посте в Telegram"
    ends = paper or found.last == limit or ("plurals" in verb.tokens[verb.cue.last - 1].tags and found.governed)
    return found if ends and found.first <= verb.cue.last + 1 + told else None


def _common_after(verb: Verb) -> Mention | None:
    """ "..., посетовал серб": a common noun alone between the verb and a comma, dash or stop.

    Where only speech can stand before an inverted verb, any phrase is a subject ("“...,” said one of the ringers").
    """
    tokens, first = verb.tokens, verb.cue.last
    words, placed = tokens[first : first + 2], "prepositions" in tokens[first - 1].tags  # "йдеться у дописі"
    timed = len(words) > 1 and "determiners" in words[0].tags and "adverbs" in words[1].tags
    if timed or placed or _is_aged(verb) or first == verb.cue.extra:
        return None  # "ha señalado este domingo"
    dashed = tokens[first - 2].word in DASHES if verb.cue.first else False
    if dashed or not verb.lexicon.has("invert"):
        last = right_limit(tokens, verb.cue, ())
        plain = (
            (dashed or _after_speech(verb)) and first < last and not tokens[first].tags & (FUNCTION - {"determiners"})
        )
        return Mention(first, last, "other", (0, 0), False) if plain else None
    if verb.lexicon.has("mixed") and (_touches(verb) or _after_speech(verb)):
        last = min(right_limit(tokens, verb.cue, ()), first + MAX_PHRASE)
        if verb.lexicon.has("uncased"):
            last = next((n for n in range(first + 1, last) if tokens[n].tags & _APART), last)
        if first < last and tokens[first].kind == "word" and not tokens[first].tags & (FUNCTION - {"determiners"}):
            return Mention(first, last, "other", (0, 0), False)
    last = first + 1 if first < len(tokens) and "determiners" not in tokens[first].tags else first + 2
    noun = tokens[last - 1] if last <= len(tokens) else None
    somebody = noun is not None and last == first + 2 and "indefinites" in tokens[first].tags
    closed = last == len(tokens) or (somebody and _touches(verb))  # "résume un cadre de ..."
    if noun is None or not closed or noun.kind != "word" or noun.tags & (FUNCTION | {"audience"}):
        return None
    return None if verb.lexicon.patterns(noun.word) else Mention(first, last, "other", (0, 0), False)


def _after_speech(verb: Verb) -> bool:
    """Whether a quotation or question stands right before the verb."""
    before = verb.tokens[max(0, verb.cue.first - 1)]
    return before.kind == "quote" or before.word in ("?", "!")


def _touches(verb: Verb) -> bool:
    """Whether a quotation with its comma goes right before the verb."""
    before = verb.tokens[max(0, verb.first - 2) : verb.first]
    return bool(before) and before[-1].kind != "word" and any(token.kind == "quote" for token in before)


def mention_after(verb: Verb) -> Mention | None:
    """The mention after the verb, over words of time and place ("sagte am Montag Minister X")."""
    tokens, cue, lexicon = verb.tokens, verb.cue, verb.lexicon
    passive = "passives" in tokens[cue.last - 1].tags
    for mention in mentions_in(tokens, cue.last, right_limit(tokens, cue, verb.cues), lexicon):
        behind = mention.governed and lexicon.has("head_first") and mention.name[0] - mention.first > 1
        told = "audience" in tokens[mention.first].tags and (
            mention.kind == "pronoun" or mention.last - mention.first == 1
        )
        told = told or _is_object(tokens, mention, right_limit(tokens, cue, verb.cues), lexicon)
        if told or (mention.governed and not behind) or (not passive and is_oblique(tokens, mention, lexicon)):
            continue
        gap = tokens[cue.last : mention.first]
        mention = full_name_at(tokens, mention, right_limit(tokens, cue, verb.cues), lexicon)
        near = len(gap) <= (6 if lexicon.has("invert") else 1)
        return mention if near and not any(token.kind == "quote" for token in gap) else None
    return None


def _is_object(tokens: Sequence[Token], pronoun: Mention, limit: int, lexicon: Lexicon) -> bool:
    """Whether a pronoun that is no plain subject stands before one ("перебила его учительница")."""
    if pronoun.kind != "pronoun" or "determiners" not in tokens[pronoun.first].tags:
        return False
    after = mentions_in(tokens, pronoun.last, limit, lexicon)
    return any(m.kind in ("name", "title") and not (m.governed or is_oblique(tokens, m, lexicon)) for m in after)


def _is_subject(verb: Verb, mention: Mention) -> bool:
    """Whether the mention after the verb is not the one spoken to ("told AFP"), nor another verb's."""
    tokens = verb.tokens
    invert = verb.lexicon.has("invert")
    told = "addressing" in tokens[verb.cue.first].tags and not verb.lexicon.has("comma")
    own = mention.kind in ("title", "name") and "determiners" in tokens[mention.first].tags  # "dit leur avocat"
    if (told and (invert or not _after_speech(verb))) or ("audience" in tokens[mention.first].tags and not own):
        return False
    if invert or mention.last >= len(tokens):
        return True
    after = tokens[mention.last]
    if not _after_speech(verb) and has_clause(tokens, mention.last + ("conjunctions" in after.tags), len(tokens)):
        return False  # "X, head of Y, said the Greens and the Blues had agreed"
    return after.kind != "word" or bool(after.tags & {"prepositions", "not_names", "subordinators", "conjunctions"})
