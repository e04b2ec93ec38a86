"""How the same training does on public stance data with other targets, and a model of pairs on targets it never saw.

    python benchmarks/stance.py [--root ../shared/benchmarks] [--model tfidf encoder blend] [--seeds 1 2 3]
    python benchmarks/stance.py --few 8 16 32 64
    python benchmarks/stance.py --asked build/pairs

RuArg-2022 (Kotelnikov et al. 2022): Russian sentences on masks, quarantine and vaccines during the pandemic, the same
four classes. The published test part is not used: the training part is split once, by text, into 70 % to learn, 10 %
to choose the epoch and calibrate, and 20 % to score. With --few only so many of the 70 % are there, drawn anew for each
seed, and a fifth of them chooses and calibrates, as `quotestance train` does where topics are not known. With --asked
the model is only asked, by proposition: the 20 % of RuArg; IBM-Rank-30k dev (Gretz et al. 2020), English arguments on
unseen matters, of which the right side is counted; VAST dev (Allaway and McKeown 2020), macro F1 of favor, against and
the rest. The root holds ``stance/ruarg2022_train.jsonl.gz``, a line per sentence: ``{"text": ..., "language": "ru",
"stance": {"masks": "favor", ...}}``; the two others have ``text``, ``target`` and ``label``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import time
from dataclasses import asdict, replace
from itertools import product
from pathlib import Path

import numpy as np
from sklearn.metrics import f1_score

from quotestance.calibration import fit_calibration
from quotestance.commands.compose import compose
from quotestance.commands.train import TrainConfig
from quotestance.dataset import label_matrix
from quotestance.metrics import f1_rel, score_target
from quotestance.models import AnyTarget, Recipe, load_model, new_model
from quotestance.models.folder import silent
from quotestance.records import LABELS, Example
from quotestance.splits import normal, split_at_random

REPOSITORY = Path(__file__).resolve().parent.parent
TARGETS = {
    "masks": "People must wear masks.",
    "quarantine": "Quarantine is right.",
    "vaccines": "People should be vaccinated.",
}
SHARES = (0.7, 0.8)
MAX_RISK = 0.2


def main() -> int:
    """Print F1_rel per seed, and mean and spread; 1 where the data are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=REPOSITORY.parent / "shared" / "benchmarks")
    parser.add_argument("--model", nargs="+", default=["tfidf", "encoder", "blend"])
    parser.add_argument("--set", nargs="*", default=[], help="settings of quotestance train, as model.start=released")
    parser.add_argument("--few", nargs="+", type=int, default=[0], help="learn from so many sentences only")
    parser.add_argument("--asked", help="folder of a model of pairs (quotestance train model=pairs)")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1, 2, 3])
    arguments = parser.parse_args()
    path = arguments.root / "stance" / "ruarg2022_train.jsonl.gz"
    if not path.is_file():
        print(f"missing: {path} (made from github.com/dialogue-evaluation/RuArg)")
        return 1
    train, development, test = split(read(path))
    print(f"{path.name}: {len(train)} to learn, {len(development)} to choose, {len(test)} to score")
    if arguments.asked:
        _asked(Path(arguments.asked), arguments.root / "stance", test)
        return 0
    for count, name in product(arguments.few, arguments.model):
        recipe = _recipe(name, arguments.set)
        parts = {seed: _few(train, count, seed) if count else (train, development) for seed in arguments.seeds}
        scores = [_scored(recipe, seed, *known, test) for seed, known in parts.items()]
        spread, from_few = (
            statistics.stdev(scores) if len(scores) > 1 else 0.0,
            f" from {count} sentences" * bool(count),
        )
        print(f"{name}{from_few}: F1_rel {statistics.mean(scores):.3f}, sd {spread:.3f} over {len(scores)} seeds")
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


def _few(examples: list[Example], count: int, seed: int) -> tuple[list[Example], list[Example]]:
    """So many of `examples`, to learn and to choose."""
    drawn = np.random.default_rng(seed).permutation(len(examples))[:count]
    parts = split_at_random([replace(examples[row], group=examples[row].id) for row in drawn], seed=seed)
    return parts.train, parts.development


def _recipe(name: str, overrides: list[str]) -> Recipe:
    """What ``quotestance train model=NAME`` makes."""
    config = compose("train", [f"model={name}", *overrides], TrainConfig)
    options = {key: value for key, value in config.model.items() if key != "name"}
    return Recipe(name, options, config.backbone.name, asdict(config.training))


def _asked(folder: Path, root: Path, ruarg: list[Example]) -> None:
    """Print how a model of pairs does on targets of which it has read nothing but the proposition."""
    model = load_model(folder)
    if not isinstance(model, AnyTarget):
        sys.exit(f"{folder}: expected a model of pairs; it answers about {', '.join(model.targets)} alone")
    asked = model.asked(TARGETS)
    gold, predicted = label_matrix(ruarg, asked.targets), asked.predict_proba(ruarg).argmax(axis=2)
    print(f"RuArg: F1_rel {f1_rel(gold, predicted):.3f} ({len(ruarg)} sentences, three targets)")
    for name, file in (("IBM-Rank-30k dev", "ibm_rank30k_dev"), ("VAST dev", "vast_dev")):
        path = root / f"{file}.jsonl.gz"
        if not path.is_file():
            print(f"{name}: not scored, {path} is missing")
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        answers = np.zeros((len(rows), len(LABELS)))
        for target in sorted({row["target"] for row in rows}):
            here = [number for number, row in enumerate(rows) if row["target"] == target]
            texts = [Example(str(number), rows[number]["text"], language="en") for number in here]
            answers[here] = model.asked({"asked": target}).predict_proba(texts)[:, 0]
        side = np.where(answers[:, 0] > answers[:, 1], "favor", "against")
        given = np.array([row["label"] for row in rows])
        rest = np.where(answers[:, :2].max(axis=1) > answers[:, 2:].sum(axis=1), side, "rest")
        macro = f1_score(np.where(np.isin(given, ["favor", "against"]), given, "rest"), rest, average="macro")
        sided = np.isin(given, ["favor", "against"])
        right = (side == given)[sided].mean()
        print(f"{name}: right side {right:.3f} of {sided.sum()}; F1 of three {macro:.3f} of {len(rows)}")


def _scored(recipe: Recipe, seed: int, train: list[Example], development: list[Example], test: list[Example]) -> float:
    started, name = time.monotonic(), recipe.name
    model = new_model(recipe, TARGETS)
    model.fit(train, development, seed=seed, progress=silent)
    known = label_matrix(development, model.targets)
    calibration = fit_calibration(known, model.predict_proba(development), max_risk=MAX_RISK)
    gold = label_matrix(test, model.targets)
    predicted = calibration.apply(model.predict_proba(test)).argmax(axis=2)
    by_target = [score_target(gold[:, t], predicted[:, t]).f1_rel or 0.0 for t in range(len(TARGETS))]
    total = f1_rel(gold, predicted) or 0.0
    shown = ", ".join(f"{target} {value:.3f}" for target, value in zip(TARGETS, by_target, strict=True))
    print(f"{name}, seed {seed}: F1_rel {total:.3f} ({shown}), {time.monotonic() - started:.0f} s", flush=True)
    return total


if __name__ == "__main__":
    sys.exit(main())
