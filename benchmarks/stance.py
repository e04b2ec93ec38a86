"""How the same training does on public stance data with other targets.

    python benchmarks/stance.py [--root ../shared/benchmarks] [--model encoder tfidf] [--seeds 1 2 3]

RuArg-2022 (Kotelnikov et al. 2022): Russian sentences on masks, quarantine and vaccines during the pandemic, the same
four classes. The published test part is not used: the training part is split once, by text, into 70 % to learn, 10 %
to choose the epoch and 20 % to score. The root holds ``stance/ruarg2022_train.jsonl.gz``, a line per sentence:
``{"text": ..., "language": "ru", "stance": {"masks": "favor", ...}}``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import time
from pathlib import Path

import numpy as np

from quotestance.dataset import label_matrix
from quotestance.metrics import f1_rel, score_target
from quotestance.models import Recipe, new_model
from quotestance.models.folder import silent
from quotestance.records import Example
from quotestance.splits import normal

REPOSITORY = Path(__file__).resolve().parent.parent
TARGETS = {
    "masks": "People must wear masks.",
    "quarantine": "Quarantine is right.",
    "vaccines": "People should be vaccinated.",
}
SHARES = (0.7, 0.8)


def main() -> int:
    """Print F1_rel per seed, and mean and spread; 1 where the data are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=REPOSITORY.parent / "shared" / "benchmarks")
    parser.add_argument("--model", nargs="+", default=["tfidf", "encoder"])
    parser.add_argument("--options", nargs="*", default=[], help="settings of model=encoder, as start=released")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    arguments = parser.parse_args()
    path = arguments.root / "stance" / "ruarg2022_train.jsonl.gz"
    if not path.is_file():
        print(f"missing: {path} (made from github.com/dialogue-evaluation/RuArg)")
        return 1
    train, development, test = split(read(path))
    print(f"{path.name}: {len(train)} to learn, {len(development)} to choose, {len(test)} to score")
    options = dict(option.split("=", 1) for option in arguments.options)
    for name in arguments.model:
        scores = [
            _scored(Recipe(name, options if name == "encoder" else {}), seed, train, development, test)
            for seed in arguments.seeds
        ]
        spread = statistics.stdev(scores) if len(scores) > 1 else 0.0
        print(f"{name}: F1_rel {statistics.mean(scores):.3f}, sd {spread:.3f} over {len(scores)} seeds")
    return 0


def read(path: Path) -> list[Example]:
    """Sentences with a label per target."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return [Example(str(n), row["text"], language="ru", labels=row["stance"]) for n, row in enumerate(rows)]


def split(examples: list[Example]) -> tuple[list[Example], list[Example], list[Example]]:
    """To learn, to choose, to score; the same text is on one side only, and the split is always the same."""
    texts = sorted({normal(example.text) for example in examples})
    rank = dict(zip(np.random.default_rng(0).permutation(texts), np.linspace(0, 1, len(texts)), strict=True))
    parts: tuple[list[Example], list[Example], list[Example]] = ([], [], [])
    for example in examples:
        parts[int(np.searchsorted(SHARES, rank[normal(example.text)]))].append(example)
    return parts


def _scored(recipe: Recipe, seed: int, train: list[Example], development: list[Example], test: list[Example]) -> float:
    started, name = time.monotonic(), recipe.name
    model = new_model(recipe, TARGETS)
    model.fit(train, development, seed=seed, progress=silent)
    gold, predicted = label_matrix(test, model.targets), model.predict_proba(test).argmax(axis=2)
    by_target = [score_target(gold[:, t], predicted[:, t]).f1_rel or 0.0 for t in range(len(TARGETS))]
    total = f1_rel(gold, predicted) or 0.0
    shown = ", ".join(f"{target} {value:.3f}" for target, value in zip(TARGETS, by_target, strict=True))
    print(f"{name}, seed {seed}: F1_rel {total:.3f} ({shown}), {time.monotonic() - started:.0f} s", flush=True)
    return total


if __name__ == "__main__":
    sys.exit(main())
