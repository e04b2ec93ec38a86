"""Proposition and unit read together, one head for all targets: a model that can be asked about a proposition alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from copy import copy

import numpy as np

from quotestance.metrics import Probabilities
from quotestance.models.encoder import Encoder
from quotestance.models.training import Labelled
from quotestance.records import LABELS, STATEMENT, Example

_NONE = LABELS.index("none")
_NONE_KEPT = 0.5
"""Share of the pairs labelled none that are learned from: most units are about one target at most."""
_FOREIGN = 0.15
"""Share of the examples that are paired with a proposition on another matter besides, labelled none."""
_ASKED = 2
"""Of the propositions that a statement comes with, so many are drawn: in other words they ask the same."""


class Pairs(Encoder):
    """An `Encoder` whose targets are part of what it reads."""

    name = "pairs"

    def asked(self, targets: Mapping[str, str]) -> Pairs:
        """The same model for other targets, each a name with its proposition."""
        other = copy(self)
        other.targets, other.propositions = tuple(targets), dict(targets)
        return other

    def _n_heads(self) -> int:
        return 1

    def _has_heads_of(self, propositions: Mapping[str, str]) -> bool:
        return True

    def _labelled(self, examples: Sequence[Example], seed: int) -> Labelled:
        """A pair per known label, only a share of those labelled none, and some pairs that do not belong together."""
        chance = np.random.default_rng(seed)
        matters = sorted({example.proposition for example in examples if example.proposition})
        asked: Counter[str] = Counter()
        pairs: list[tuple[Example, str, int]] = []
        for example in (examples[row] for row in chance.permutation(len(examples))):
            if example.proposition:
                asked[example.text] += 1
                if asked[example.text] > _ASKED:
                    continue
            for target, label in (example.labels or {}).items():
                if label is not None and (label != "none" or target == STATEMENT or chance.random() < _NONE_KEPT):
                    proposition = example.proposition if target == STATEMENT else self.propositions[target]
                    pairs.append((example, proposition, LABELS.index(label)))
            if len(matters) > 1 and chance.random() < _FOREIGN:
                foreign = matters[int(chance.integers(len(matters)))]
                if foreign != example.proposition:
                    pairs.append((example, foreign, _NONE))
        tokens = self._text([example for example, _, _ in pairs], [proposition for _, proposition, _ in pairs])
        return Labelled(tokens, np.array([[label] for _, _, label in pairs], dtype=np.int64))

    def predict_proba(self, examples: Sequence[Example]) -> Probabilities:
        """The mean of the members' probabilities, of shape (n_examples, n_targets, n_labels)."""
        asked = [proposition for _ in examples for proposition in self.propositions.values()]
        repeated = [example for example in examples for _ in self.propositions]
        return self._probabilities(self._text(repeated, asked)).reshape(len(examples), len(self.targets), len(LABELS))
