"""Sentences that go on with a speech without saying so.

A sentence counts as going on when it has no unit of its own, stands in the same paragraph right after a unit that is
no quotation (or another such sentence, at most MAX_RUN of them), the next unit in this paragraph or at the start of
the next one has the same speaker, and nothing says that the reporter speaks: the speaker is not named in it, no word
of narration begins it, no announced speech stands in it. What is not done: tense and meaning are not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotestance.quotes.cues import find_cues
from quotestance.quotes.lexicon import Lexicon
from quotestance.quotes.paragraphs import Line
from quotestance.quotes.people import Party

MAX_RUN = 2
_SUBJECTS = frozenset(["pronouns", "titles"])
"""With these a sentence begins that tells what somebody does."""


def goes_on(line: Line, party: Party | None, lexicon: Lexicon) -> bool:
    """Whether nothing in the sentence says that the reporter, not the speaker, has the word."""
    tokens = line.tokens
    if not tokens or not any(token.kind == "word" for token in tokens) or tokens[0].tags & {"narration"}:
        return False
    if any(token.tags & _SUBJECTS for token in tokens[:2]):
        return False
    if find_cues(tokens, lexicon) or lexicon.speech.mood:
        return False
    surnames = {stem for name in party.folded for stem in lexicon.stems(name[-1])} if party is not None else set()
    return not any(token.capital and not surnames.isdisjoint(lexicon.stems(token.word)) for token in tokens)


def runs(speakers: Sequence[str | None], firsts: Sequence[bool]) -> list[int]:
    """Lines between two units of one speaker; `speakers` per line ("" none), `firsts` where a paragraph begins.

    A run stands in one paragraph after a unit, and ends at a unit of the same speaker there or in the next paragraph.
    """
    found: list[int] = []
    index = 1
    while index < len(speakers):
        before = speakers[index - 1]
        if speakers[index] is None and before and not firsts[index]:
            end = index
            while end < len(speakers) and speakers[end] is None and not firsts[end]:
                end += 1
            if end - index <= MAX_RUN and end < len(speakers) and speakers[end] == before:
                found += range(index, end)
            index = end
        index += 1
    return found
