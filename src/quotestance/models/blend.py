"""The encoder beside a regression over n-grams: what either gets wrong alone, the mean of the two often gets right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from quotestance.calibration import fit_temperature, scale
from quotestance.dataset import label_matrix
from quotestance.files import DataError, file_sha256, write_json
from quotestance.metrics import Probabilities
from quotestance.models.baseline import Tfidf
from quotestance.models.encoder import Encoder
from quotestance.models.folder import SETTINGS, Progress, read_settings, typed_options
from quotestance.records import Example

_PARTS = ("encoder", "tfidf")
LEAST_READ = 0.02
"""Share of the training sentences from which on the n-grams know a language; the encoder knows more languages."""


@dataclass(frozen=True)
class BlendSettings:
    """Options of the two parts, and `share`: the weight of the n-grams in the mean, in [0, 1]."""

    encoder: Mapping[str, Any] = field(default_factory=dict)
    tfidf: Mapping[str, Any] = field(default_factory=dict)
    share: float = 0.3

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"model.share: expected a number from 0 to 1; got {self.share}")


class Blend:
    """The weighted mean of the probabilities of an `Encoder` and a `Tfidf`, each with its own temperatures.

    In a language that the training part hardly has the n-grams know nothing, and the encoder answers alone.
    """

    def __init__(self, encoder: Encoder, tfidf: Tfidf, share: float) -> None:
        self.targets = encoder.targets
        self._encoder = encoder
        self._parts: list[Encoder | Tfidf] = [encoder, tfidf]
        self._share = share
        self._languages: frozenset[str] = frozenset()
        self._temperatures = [[1.0] * len(self.targets) for _ in self._parts]

    @classmethod
    def new(
        cls, options: dict[str, Any], targets: Mapping[str, str], backbone: str, training: Mapping[str, Any]
    ) -> Blend:
        """`options` are those of `BlendSettings`, `training` those of the encoder."""
        settings = typed_options(BlendSettings, options, "blend")
        encoder, tfidf = ({k: v for k, v in getattr(settings, part).items() if k != "name"} for part in _PARTS)
        return cls(Encoder.new(encoder, targets, backbone, training), Tfidf.new(tfidf, targets), settings.share)

    @property
    def engine(self) -> str:
        """Library and precision of the encoder."""
        return self._encoder.engine

    @property
    def epochs(self) -> list[dict[str, float]]:
        """Figures of the encoder's training."""
        return self._encoder.epochs

    def fit(self, train: Sequence[Example], development: Sequence[Example], *, seed: int, progress: Progress) -> None:
        """Train both; the temperatures that make them comparable are fitted on `development`."""
        self._languages = _languages_read(train)
        gold = label_matrix(development, self.targets)
        for number, part in reversed(list(enumerate(self._parts))):
            part.fit(train, development, seed=seed, progress=progress)
            given = part.predict_proba(development)
            known = [gold[:, target] >= 0 for target in range(len(self.targets))]
            self._temperatures[number] = [
                round(fit_temperature(gold[rows, target], given[rows, target]), 4) for target, rows in enumerate(known)
            ]

    def predict_proba(self, examples: Sequence[Example]) -> Probabilities:
        """The weighted mean of the parts' probabilities, of shape (n_examples, n_targets, n_labels)."""
        encoder, tfidf = (
            scale(part.predict_proba(examples), np.array(temperatures)[None, :, None])
            for part, temperatures in zip(self._parts, self._temperatures, strict=True)
        )
        share = np.array([self._share * (example.language in self._languages) for example in examples])[:, None, None]
        return (1 - share) * encoder + share * tfidf

    def save(self, folder: Path) -> None:
        """Write each part into a folder of its own; the settings hold the digests of theirs."""
        for name, part in zip(_PARTS, self._parts, strict=True):
            part.save(folder / name)
        settings = {
            "name": "blend",
            "targets": list(self.targets),
            "share": self._share,
            "languages": sorted(self._languages),
            "temperatures": dict(zip(_PARTS, self._temperatures, strict=True)),
            "settings_sha256": {name: file_sha256(folder / name / SETTINGS) for name in _PARTS},
        }
        write_json(folder / SETTINGS, settings)

    @classmethod
    def load(cls, folder: Path) -> Blend:
        """Read what `save` wrote; DataError where a part is missing or another one."""
        stored = read_settings(folder)
        for name in _PARTS:
            expected, path = stored["settings_sha256"][name], folder / name / SETTINGS
            found = file_sha256(path) if path.is_file() else "no file"
            if found != expected:
                raise DataError([f"{path}: expected SHA-256 {expected}; found {found}"])
        model = cls(Encoder.load(folder / "encoder"), Tfidf.load(folder / "tfidf"), float(stored["share"]))
        model._languages = frozenset(stored["languages"])
        model._temperatures = [[float(one) for one in stored["temperatures"][name]] for name in _PARTS]
        return model


def _languages_read(train: Sequence[Example]) -> frozenset[str]:
    """The languages that make up at least `LEAST_READ` of `train`."""
    counts = Counter(example.language for example in train)
    return frozenset(language for language, count in counts.items() if count >= LEAST_READ * len(train))
