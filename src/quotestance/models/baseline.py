"""The two baselines: the most frequent label, and TF-IDF with logistic regression."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from quotestance.dataset import label_matrix
from quotestance.files import write_json
from quotestance.metrics import Probabilities
from quotestance.models.folder import Progress, read_settings, read_tensors, typed_options, write_folder
from quotestance.models.renaming import Renaming
from quotestance.records import LABELS, Example

_VOCABULARY = "vocabulary.json"
_NEVER = -1e4
"""Score of a label that the training part does not have: its probability is 0 in float64."""


class Majority:
    """The share of each label in the training part, whatever the text."""

    engine = "numpy"

    def __init__(self, targets: Sequence[str]) -> None:
        self.targets = tuple(targets)
        self._shares: NDArray[np.float64] = np.full((len(self.targets), len(LABELS)), 1 / len(LABELS))

    @classmethod
    def new(cls, options: dict[str, Any], targets: Mapping[str, str]) -> Majority:
        """No options."""
        if options:
            raise ValueError(f"model majority: unknown setting {min(options)!r}; it has none")
        return cls(tuple(targets))

    def fit(self, train: Sequence[Example], development: Sequence[Example], *, seed: int, progress: Progress) -> None:
        """Count the labels of `train`."""
        gold = label_matrix(train, self.targets)
        counts = np.stack([np.bincount(column[column >= 0], minlength=len(LABELS)) for column in gold.T])
        self._shares = (counts + 1) / (counts + 1).sum(axis=1, keepdims=True)

    def predict_proba(self, examples: Sequence[Example]) -> Probabilities:
        """The same shares for every example (add-one smoothed)."""
        return np.tile(self._shares, (len(examples), 1, 1))

    def save(self, folder: Path) -> None:
        """Write ``model.json`` and the shares."""
        write_folder(folder, {"name": "majority", "targets": list(self.targets)}, {"shares": self._shares})

    @classmethod
    def load(cls, folder: Path) -> Majority:
        """Read what `save` wrote."""
        settings = read_settings(folder)
        model = cls(settings["targets"])
        model._shares = read_tensors(folder, settings)["shares"]
        return model


@dataclass(frozen=True)
class TfidfSettings:
    """Sizes of the n-grams, the inverse strength of the L2 penalty of the logistic regression, rules of `Renaming`.

    `headline`: whether it is read beside the context.
    """

    words: int = 2
    characters: int = 5
    max_features: int = 30_000
    c: float = 3.0
    headline: bool = True
    rename: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("words", "characters", "max_features", "c"):
            value = getattr(self, name)
            if not isinstance(value, int | float) or not 0 < value < inf:
                raise ValueError(f"model.{name}: expected a number above 0; got {value!r}")


class Tfidf:
    """TF-IDF of the words and characters of the unit, and of the characters of its context; a regression a target."""

    engine = "scikit-learn"

    def __init__(self, settings: TfidfSettings, targets: Sequence[str]) -> None:
        self.targets = tuple(targets)
        self._settings = settings
        self._named = Renaming(settings.rename)
        self._fields: dict[str, TfidfVectorizer] = {}
        self._weights: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._bias: NDArray[np.float64] = np.zeros(0)

    @classmethod
    def new(cls, options: dict[str, Any], targets: Mapping[str, str]) -> Tfidf:
        """`options` are those of `TfidfSettings`."""
        return cls(typed_options(TfidfSettings, options, "tfidf"), tuple(targets))

    def fit(self, train: Sequence[Example], development: Sequence[Example], *, seed: int, progress: Progress) -> None:
        """Fit vocabulary and one class-weighted logistic regression per target; the result does not depend on seed."""
        every = _vectorizers(self._settings)
        self._fields = {name: v for name, v in every.items() if any(t.strip() for t in self._texts(train, name))}
        features = hstack([v.fit_transform(self._texts(train, name)) for name, v in self._fields.items()]).tocsr()
        gold = label_matrix(train, self.targets)
        scores = []
        for index, target in enumerate(self.targets):
            scores.append(_regression(features, gold[:, index], self._settings.c))
            progress(f"fitted {target}", (index + 1) / len(self.targets), {})
        self._weights = np.concatenate([weights for weights, _ in scores]).astype(np.float16).astype(np.float32)
        self._bias = np.concatenate([bias for _, bias in scores])

    def predict_proba(self, examples: Sequence[Example]) -> Probabilities:
        """Softmax of the linear scores."""
        shape = (len(examples), len(self.targets), len(LABELS))
        if not examples:
            return np.zeros(shape)
        features = hstack([v.transform(self._texts(examples, name)) for name, v in self._fields.items()]).tocsr()
        scores = (features @ self._weights.T + self._bias).reshape(shape)
        scores = np.exp(scores - scores.max(axis=2, keepdims=True))
        return np.asarray(scores / scores.sum(axis=2, keepdims=True))

    def _texts(self, examples: Sequence[Example], field: str) -> list[str]:
        if field == "context":
            headline = self._settings.headline
            return [self._named(" ".join((*e.context, e.headline if headline else ""))) for e in examples]
        return [self._named(example.text) for example in examples]

    def save(self, folder: Path) -> None:
        """Write settings, tensors (in half precision) and, as JSON, the vocabularies."""
        idf = {f"idf.{name}": vectorizer.idf_.astype(np.float32) for name, vectorizer in self._fields.items()}
        tensors = {"weights": self._weights.astype(np.float16), "bias": self._bias, **idf}
        settings = {"name": "tfidf", "targets": list(self.targets), "settings": asdict(self._settings)}
        write_folder(folder, settings, tensors)
        write_json(folder / _VOCABULARY, {name: _terms(vectorizer) for name, vectorizer in self._fields.items()})

    @classmethod
    def load(cls, folder: Path) -> Tfidf:
        """Read what `save` wrote."""
        settings = read_settings(folder)
        tensors = read_tensors(folder, settings)
        vocabularies = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
        model = cls(TfidfSettings(**settings["settings"]), settings["targets"])
        model._fields = {name: v for name, v in _vectorizers(model._settings).items() if name in vocabularies}
        for name, vectorizer in model._fields.items():
            vectorizer.vocabulary = vocabularies[name]
            vectorizer.idf_ = tensors[f"idf.{name}"].astype(np.float64)
        model._weights, model._bias = tensors["weights"].astype(np.float32), tensors["bias"]
        return model


def _vectorizers(settings: TfidfSettings) -> dict[str, TfidfVectorizer]:
    common = {"sublinear_tf": True, "max_features": settings.max_features}
    words = {"analyzer": "word", "ngram_range": (1, settings.words)}
    characters = {"analyzer": "char_wb", "ngram_range": (2, settings.characters)}
    return {
        "words": TfidfVectorizer(**words, **common),
        "characters": TfidfVectorizer(**characters, **common),
        "context": TfidfVectorizer(**characters, **common),
    }


def _terms(vectorizer: TfidfVectorizer) -> list[str]:
    return sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.__getitem__)


def _regression(features: csr_matrix, gold: NDArray[np.int64], c: float) -> tuple[NDArray[Any], NDArray[Any]]:
    """Weights (n_labels, n_features) and bias (n_labels,) of one target; missing labels are left out."""
    known = gold >= 0
    weights, bias = np.zeros((len(LABELS), features.shape[1])), np.full(len(LABELS), _NEVER)
    present = np.unique(gold[known])
    if len(present) == 1:
        bias[present] = 0.0
    else:
        fitted = LogisticRegression(C=c, class_weight="balanced", max_iter=500).fit(features[known], gold[known])
        two = len(present) == 2
        weights[present] = np.concatenate([-fitted.coef_, fitted.coef_]) / 2 if two else fitted.coef_
        bias[present] = np.concatenate([-fitted.intercept_, fitted.intercept_]) / 2 if two else fitted.intercept_
    return weights, bias
