"""Which examples train and which judge: by topic, so that no topic and no contrast pair stands on both sides."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import yaml
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from quotestance.files import DataError
from quotestance.records import Example

TRAIN, DEVELOPMENT, GOLD = "train", "development", "gold"
LEAST_LABELS = 8
"""Labelled training units a target needs; with fewer every figure is noise."""


@dataclass(frozen=True)
class Split:
    """The parts, in file order; `gold` is real text, scored and never learned from."""

    train: list[Example]
    development: list[Example]
    gold: list[Example] = field(default_factory=list)

    def without(self, languages: Collection[str]) -> Split:
        """With the training examples of other languages only; what judges stays."""
        return replace(self, train=[example for example in self.train if example.language not in languages])

    def cut(self, size: int, *, seed: int) -> Split:
        """With `size` training examples drawn at random; all of them where there are fewer."""
        order = np.random.default_rng(seed).permutation(len(self.train))[:size]
        return replace(self, train=[self.train[index] for index in sorted(order)])

    def joined(self, other: Split) -> Split:
        """This split with the parts of another one."""
        return Split(self.train + other.train, self.development + other.development, self.gold + other.gold)


def load_topics(path: Path) -> dict[str, str]:
    """Topic -> train | development, from a YAML file; DataError names a topic with another side."""
    topics = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(topics, dict):
        raise DataError([f"{path}: expected a mapping of topic to side; got {type(topics).__name__}"])
    sides = {str(topic): str(side) for topic, side in topics.items()}
    wrong = [
        f"{path}: {topic}: expected {TRAIN} or {DEVELOPMENT}; got {side!r}"
        for topic, side in sides.items()
        if side not in (TRAIN, DEVELOPMENT)
    ]
    if wrong:
        raise DataError(wrong)
    return sides


def split_examples(examples: Iterable[Example], topics: Mapping[str, str]) -> Split:
    """Put each example on the side of its topic (`Example.group`); DataError lists topics without a side."""
    known = list(examples)
    unknown = {one.group for one in known} - topics.keys()
    if unknown:
        raise DataError([f"topic {topic!r} has no side; write it into the file of topics" for topic in sorted(unknown)])
    return split_by_part((one, topics[one.group]) for one in known)


def split_at_random(examples: Sequence[Example], *, seed: int, share: float = 0.2) -> Split:
    """Put about `share` of the examples on the development side.

    A group and the same text stay on one side: what is joined by either is drawn together.
    """
    numbers: dict[tuple[str, str], int] = {}
    ends = [
        (
            numbers.setdefault(("group", one.group), len(numbers)),
            numbers.setdefault(("text", normal(one.text)), len(numbers)),
        )
        for one in examples
    ]
    links = csr_matrix((np.ones(len(ends)), tuple(zip(*ends, strict=True))), shape=(len(numbers), len(numbers)))
    parts, part_of = connected_components(links, directed=False)
    judged = np.random.default_rng(seed).permutation(parts)[: max(1, round(share * parts))]
    split = Split([], [])
    for example, (group, _) in zip(examples, ends, strict=True):
        (split.development if part_of[group] in judged else split.train).append(example)
    return split


def refuse_too_few(split: Split, targets: Sequence[str]) -> None:
    """DataError naming the targets that cannot be learned: a handful of labels, or one label only."""
    problems = []
    for target in targets:
        labels = [label for one in split.train if (label := (one.labels or {}).get(target)) is not None]
        if len(labels) < LEAST_LABELS or len(set(labels)) < 2:
            kinds = ", ".join(sorted(set(labels))) or "none at all"
            problems.append(
                f"target {target!r}: {len(labels)} labelled training units ({kinds}); expected at least {LEAST_LABELS} "
                "with two different labels: label more, or leave the target out"
            )
    if problems:
        raise DataError(problems)


def split_by_part(examples: Iterable[tuple[Example, str]]) -> Split:
    """Put each example on the side that stands beside it."""
    split = Split([], [])
    sides = {TRAIN: split.train, DEVELOPMENT: split.development, GOLD: split.gold}
    for example, part in examples:
        if part not in sides:
            raise DataError([f"example {example.id}: part: expected one of {', '.join(sides)}; got {part!r}"])
        sides[part].append(example)
    return split


def refuse_leaks(split: Split) -> None:
    """DataError naming every pair where a training text is, but for case and marks, a text that judges."""
    train, judged = split.train, [*split.development, *split.gold]
    seen = {normal(example.text): example.id for example in judged}
    leaks = [
        f"training example {example.id} is evaluation example {seen[text]}: {example.text!r}"
        for example in train
        if (text := normal(example.text)) in seen
    ]
    if leaks:
        raise DataError([f"{len(leaks)} training sentences stand in the evaluation data; nothing was trained", *leaks])


def normal(text: str) -> str:
    """Letters and digits only, case folded, compatibility forms joined: what makes two texts the same."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(c if c.isalnum() else " " for c in folded).split())
