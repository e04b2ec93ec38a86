"""Examples -> token ids: the unit first, then a proposition where one is asked about, then earlier sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from quotestance.models.renaming import Renaming
from quotestance.records import Example

_LEAST_CONTEXT = 16
"""Tokens kept for the context however long the unit is."""


@dataclass(frozen=True)
class Tokens:
    """Token ids of one example, and which of them (1) are pooled."""

    ids: list[int]
    pooled: list[int]


class TextEncoder:
    """Turns examples into tokens for one backbone."""

    def __init__(
        self,
        backbone: Path,
        *,
        prefix: str,
        context: bool,
        headline: bool,
        pool_unit: bool,
        max_tokens: int,
        rename: Sequence[str] = (),
    ) -> None:
        self._tokenizer = Tokenizer.from_file(str(backbone / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._prefix, self._pool_unit, self._max = prefix, pool_unit, max_tokens
        self._context, self._headline = context, headline
        self._named = Renaming(rename)
        start, *_, end = self._tokenizer.encode("a").ids
        self._start, self._end = start, end

    def __call__(self, examples: Sequence[Example], propositions: Sequence[str] | None = None) -> list[Tokens]:
        """One `Tokens` per example; a unit that is too long loses its end, a context its beginning.

        With `propositions`, one per example, the proposition stands between the two.
        """
        units = self._ids([self._prefix + self._named(_spoken(example.text)) for example in examples])
        seconds = self._ids([self._second(example) for example in examples])
        asked = self._ids([self._named(one) for one in propositions or [""] * len(examples)])
        return [self._joined(*segments) for segments in zip(units, asked, seconds, strict=True)]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def _second(self, example: Example) -> str:
        """Headline, then earlier sentences: the nearest stands last, where truncation keeps it."""
        parts = [example.headline] if self._headline else []
        return self._named(" ".join(part for part in (*parts, *(example.context if self._context else ())) if part))

    def _joined(self, unit: list[int], asked: list[int], second: list[int]) -> Tokens:
        asked = [self._end, *asked[: self._max // 3], self._end] if asked else []
        room = self._max - 4 - len(asked)
        kept = min(len(second), max(room - len(unit), _LEAST_CONTEXT))
        first = [self._start, *unit[: room - kept], self._end]
        rest = asked + ([self._end, *second[len(second) - kept :], self._end] if kept else [])
        pooled = [1] * len(first) + [0 if self._pool_unit else 1] * len(rest)
        return Tokens(first + rest, pooled)


def _spoken(text: str) -> str:
    """A text in capitals as one would write it: the backbone has learned next to nothing of words in capitals."""
    return text.capitalize() if text.isupper() else text
