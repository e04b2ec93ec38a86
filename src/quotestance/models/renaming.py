"""One name for one place before a text is read, whichever side's name it uses."""

from __future__ import annotations

import re
from collections.abc import Sequence


class Renaming:
    """Rules ``pattern>name``: the pattern stands at the beginning of a word, without regard to case; endings stay."""

    def __init__(self, rules: Sequence[str]) -> None:
        self._rules = [_rule(rule) for rule in rules]

    def __call__(self, text: str) -> str:
        """`text` with the chosen names."""
        for pattern, name in self._rules:
            text = pattern.sub(name, text)
        return text


def _rule(rule: str) -> tuple[re.Pattern[str], str]:
    pattern, separator, name = rule.rpartition(">")
    try:
        if not separator or not name:
            raise ValueError("no name after >")
        return re.compile(rf"\b(?:{pattern})", re.IGNORECASE), name
    except (ValueError, re.error) as error:
        raise ValueError(f"model.rename: expected pattern>name; got {rule!r}: {error}") from error
