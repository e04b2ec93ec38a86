"""``quotestance dataset``: labelled sentences as one file of examples with their part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omegaconf import MISSING

from quotestance.commands.compose import compose
from quotestance.commands.show import out
from quotestance.commands.train import TargetConfig
from quotestance.dataset import example_row
from quotestance.files import write_jsonl
from quotestance.loading import labelled_split
from quotestance.splits import DEVELOPMENT, GOLD, TRAIN


@dataclass
class DatasetConfig:
    """Settings of ``conf/dataset.yaml``."""

    targets: dict[str, TargetConfig] = field(default_factory=dict)
    data: str = MISSING
    split: str = MISSING
    gold: str = ""
    gold_articles: str = ""
    output: str = MISSING


def main(overrides: Sequence[str]) -> int:
    """Read, split, check for leaks, write."""
    config = compose("dataset", overrides, DatasetConfig)
    split = labelled_split(config.data, config.split, config.gold, config.gold_articles, list(config.targets))
    parts = {TRAIN: split.train, DEVELOPMENT: split.development, GOLD: split.gold}
    write_jsonl(Path(config.output), (example_row(one, part) for part, some in parts.items() for one in some))
    for part, some in parts.items():
        languages = Counter(example.language for example in some)
        counted = ", ".join(f"{language} {n}" for language, n in sorted(languages.items()))
        out().print(f"{part}: {len(some)} ({counted})", markup=False)
    return 0
