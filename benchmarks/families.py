"""Whether the model sees the one clause that decides: sentences of a family, and in how many families two are right.

    python benchmarks/families.py [--model released] [--data seeds/authored/families.jsonl]

A family is a sentence (`base`), the same with the smallest change that turns its truth (`negated`), the two sides
exchanged or the claim rejected (`turned`), and the same with a negation that turns nothing (`held`). An answer is right
where the labels of all targets are. A model that hears the words alone has one of base and negated right, never both.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from quotestance.dataset import label_matrix, load_examples
from quotestance.files import DataError
from quotestance.loading import classifier

DATA = Path(__file__).resolve().parent.parent / "seeds" / "authored" / "families.jsonl"
ROLES = ("negated", "turned", "held")


def main() -> int:
    """A line per language: the share right by role, and of families with both the base and its change right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="released", help="a folder with a model, or released")
    parser.add_argument("--data", type=Path, default=DATA)
    arguments = parser.parse_args()
    try:
        model = classifier(arguments.model)
        examples = load_examples(arguments.data, model.model.targets)
    except (DataError, FileNotFoundError) as error:
        parser.error(str(error))
    answers = model.probabilities(examples).argmax(axis=2)
    families = _families(arguments.data, (answers == label_matrix(examples, model.model.targets)).all(axis=1))
    print("families", *(f"{role:>9}" for role in ("base", *ROLES)), *(f"{'base+' + role:>13}" for role in ROLES))
    for language in (*sorted({name for name, _ in families}), "all"):
        some = [family for (name, _), family in families.items() if language in (name, "all")]
        alone = [np.mean([family[role] for family in some]) for role in ("base", *ROLES)]
        both = [np.mean([family["base"] and family[role] for family in some]) for role in ROLES]
        print(f"{language:4}{len(some):4}", *(f"{one:9.3f}" for one in alone), *(f"{one:13.3f}" for one in both))
    return 0


def _families(path: Path, right: NDArray[np.bool_]) -> dict[tuple[str, str], dict[str, bool]]:
    """(language, family) -> role -> whether the answer is right."""
    made: dict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    for line, one in zip(path.read_text(encoding="utf-8").splitlines(), right, strict=True):
        row = json.loads(line)
        made[row["language"], row["pair_id"]][row["role"]] = bool(one)
    return made


if __name__ == "__main__":
    raise SystemExit(main())
