"""Examples -> token ids: the unit as first segment, earlier sentences (and the headline, if asked) as second."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

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
        self._rename = [_renaming(rule) for rule in rename]
        start, *_, end = self._tokenizer.encode("a").ids
        self._start, self._end = start, end

    def __call__(self, examples: Sequence[Example]) -> list[Tokens]:
        """One `Tokens` per example; a unit that is too long loses its end, a context its beginning."""
        units = self._ids([self._prefix + self._named(_spoken(example.text)) for example in examples])
        seconds = self._ids([self._second(example) for example in examples])
        return [self._joined(unit, second) for unit, second in zip(units, seconds, strict=True)]

    def _ids(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def _second(self, example: Example) -> str:
        """Headline, then earlier sentences: the nearest stands last, where truncation keeps it."""
        parts = [example.headline] if self._headline else []
        return self._named(" ".join(part for part in (*parts, *(example.context if self._context else ())) if part))

    def _named(self, text: str) -> str:
        """One name for one place, whichever side's name a text uses."""
        for pattern, name in self._rename:
            text = pattern.sub(name, text)
        return text

    def _joined(self, unit: list[int], second: list[int]) -> Tokens:
        room = self._max - 4
        kept = min(len(second), max(room - len(unit), _LEAST_CONTEXT))
        first = [self._start, *unit[: room - kept], self._end]
        rest = [self._end, *second[len(second) - kept :], self._end] if kept else []
        pooled = [1] * len(first) + [0 if self._pool_unit else 1] * len(rest)
        return Tokens(first + rest, pooled)


def _renaming(rule: str) -> tuple[re.Pattern[str], str]:
    """``pattern>name``: the pattern stands at the beginning of a word, without regard to case; endings stay."""
    pattern, separator, name = rule.rpartition(">")
    try:
        if not separator or not name:
            raise ValueError("no name after >")
        return re.compile(rf"\b(?:{pattern})", re.IGNORECASE), name
    except (ValueError, re.error) as error:
        raise ValueError(f"model.rename: expected pattern>name; got {rule!r}: {error}") from error


def _spoken(text: str) -> str:
    """A text in capitals as one would write it: the backbone has learned next to nothing of words in capitals."""
    return text.capitalize() if text.isupper() else text
