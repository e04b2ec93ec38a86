"""The language of a text, without network: py3langid, a naive Bayes model over byte n-grams."""

from __future__ import annotations

from functools import cache

import regex
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from quotestance.records import UNDETERMINED

_START = 2_000
"""Characters that are looked at: more do not change the answer and cost time."""
_FEWEST_LETTERS = 8
_LEAST_CONFIDENCE = 0.3
_LETTER = regex.compile(r"\p{L}")


def identify_language(text: str) -> str:
    """ISO 639-1 code of the language at the start of `text`; "und" where it is too short, unclear or no language."""
    start = text.lstrip()[:_START]
    if len(_LETTER.findall(start)) < _FEWEST_LETTERS:
        return UNDETERMINED
    code, confidence = _identifier().classify(start)
    return code if confidence >= _LEAST_CONFIDENCE and len(code) == 2 else UNDETERMINED


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
