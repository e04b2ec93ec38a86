"""Behaviour tests in the manner of CheckList (Ribeiro et al. 2020): change one thing, see what the model does. Pure.

A case is a sentence before and after a change, for one target. Where the change must not matter (another name of the
place, another case of letters), the case fails when the answer changes; where it turns the label, it fails when the
answer to the changed sentence is not its label.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from quotestance.files import parse_jsonl
from quotestance.metrics import Probabilities
from quotestance.records import LABELS, Example, Label

TURNING = ("negation", "states_swapped", "rejected_claim")
KEEPING = ("naming", "paraphrase", "irrelevant_clause", "speaker_swapped", "transliteration")
_WORD_WITH_TYPO = 6
"""Letters a word has at least to be mistyped."""
_WORDS_PER_TYPO = 8


@dataclass(frozen=True)
class BehaviourCase:
    """One change: `label` is that of `after`, or None where the answer to `before` must stay."""

    test: str
    target: str
    before: Example
    after: Example
    label: Label | None


@dataclass(frozen=True)
class Failures:
    """Cases of one test, and the share of them that fail."""

    n: int
    failed: int

    @property
    def rate(self) -> float:
        """In [0, 1]."""
        return self.failed / self.n if self.n else 0.0


def load_cases(path: Path, targets: Sequence[str]) -> list[BehaviourCase]:
    """The written cases of one language (``seeds/behaviour/en.jsonl``); DataError lists all bad lines."""
    return parse_jsonl(path, lambda number, row: _case(row, f"{path.stem}-{number}", path.stem, targets))


def _case(row: Mapping[str, Any], name: str, language: str, targets: Sequence[str]) -> BehaviourCase:
    test, target, labels = str(row.get("test")), str(row.get("target")), row.get("labels")
    if test not in (*TURNING, *KEEPING):
        raise ValueError(f"test: expected one of {', '.join((*TURNING, *KEEPING))}; got {test!r}")
    if target not in targets:
        raise ValueError(f"target: expected one of {', '.join(targets)}; got {target!r}")
    if not isinstance(labels, list) or len(labels) != 2 or not set(labels) <= set(LABELS):
        raise ValueError(f"labels: expected two of {', '.join(LABELS)}; got {labels!r}")
    before, after = (Example(name, str(row.get(key) or ""), language=language) for key in ("before", "after"))
    return BehaviourCase(test, target, before, after, labels[1] if test in TURNING else None)


def perturbed(examples: Iterable[Example], *, seed: int) -> Iterator[BehaviourCase]:
    """Cases made by rule from labelled sentences: letters in one case, marks left out, typos; answers must stay."""
    for example in examples:
        for target, label in (example.labels or {}).items():
            if label in ("favor", "against"):
                chance = np.random.default_rng([seed, *example.id.encode()])
                for test, change in _CHANGES.items():
                    yield BehaviourCase(
                        test, target, example, replace(example, text=change(example.text, chance)), None
                    )


def _typos(text: str, chance: np.random.Generator) -> str:
    words = text.split(" ")
    long = [index for index, word in enumerate(words) if len(word) >= _WORD_WITH_TYPO and word.isalpha()]
    for index in chance.permutation(long)[: 1 + len(words) // _WORDS_PER_TYPO]:
        word, at = words[index], int(chance.integers(1, len(words[index]) - 2))
        words[index] = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return " ".join(words)


_CHANGES: Mapping[str, Callable[[str, np.random.Generator], str]] = {
    "casing": lambda text, _: text.upper(),
    "punctuation": lambda text, _: " ".join("".join(c if c.isalnum() or c in "'’-" else " " for c in text).split()),
    "typos": _typos,
}


def judge(
    cases: Sequence[BehaviourCase], targets: Sequence[str], predict: Callable[[Sequence[Example]], Probabilities]
) -> dict[str, dict[str, Failures]]:
    """Failures by test and language; `predict` gives (n_examples, n_targets, n_labels)."""
    answers = predict([one for case in cases for one in (case.before, case.after)]).argmax(axis=2)
    counts: dict[str, dict[str, Failures]] = {}
    for index, case in enumerate(cases):
        before, after = (LABELS[answers[2 * index + side, targets.index(case.target)]] for side in (0, 1))
        failed = after != (before if case.label is None else case.label)
        for language in (case.before.language, "all"):
            so_far = counts.setdefault(case.test, {}).get(language, Failures(0, 0))
            counts[case.test][language] = Failures(so_far.n + 1, so_far.failed + failed)
    return counts
