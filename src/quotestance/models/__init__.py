"""Stance models behind one small interface, so that evaluation and prediction know no model by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from quotestance.files import DataError
from quotestance.metrics import Probabilities
from quotestance.models.folder import Progress, read_settings
from quotestance.records import Example

if TYPE_CHECKING:
    from quotestance.models.baseline import Majority, Tfidf
    from quotestance.models.blend import Blend
    from quotestance.models.encoder import Encoder


class StanceModel(Protocol):
    """What every model can do (scikit-learn's words)."""

    @property
    def targets(self) -> tuple[str, ...]:
        """Names of the targets, in the order of the second axis of `predict_proba`."""

    @property
    def engine(self) -> str:
        """What computes the probabilities, for the output column of that name."""

    def fit(self, train: Sequence[Example], development: Sequence[Example], *, seed: int, progress: Progress) -> None:
        """Learn from `train`; `development` is for early stopping and is never learned from."""

    def predict_proba(self, examples: Sequence[Example]) -> Probabilities:
        """Probabilities in [0, 1] of shape (n_examples, n_targets, n_labels), labels in the order of LABELS."""

    def save(self, folder: Path) -> None:
        """Write all that `load_model` needs into `folder`; no pickle."""


@runtime_checkable
class AnyTarget(StanceModel, Protocol):
    """A model that reads the proposition, and so answers about targets that it has no labels of."""

    @property
    def propositions(self) -> Mapping[str, str]:
        """Target -> the proposition that it reads."""

    def asked(self, targets: Mapping[str, str]) -> StanceModel:
        """The same model for other targets, each a name with its proposition."""


@dataclass(frozen=True)
class Recipe:
    """How to make a model: its name and options, the backbone's name, the settings of the training."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)
    backbone: str = "packaged"
    training: Mapping[str, Any] = field(default_factory=dict)


def new_model(recipe: Recipe, targets: Mapping[str, str]) -> StanceModel:
    """A fresh model; `targets` maps name to proposition. ValueError names a wrong setting."""
    options = dict(recipe.options)
    if recipe.name in _ENCODERS:
        return _encoder(recipe.name).new(options, targets, recipe.backbone, recipe.training)
    if recipe.name in _BASELINES:
        return _baseline(recipe.name).new(options, targets)
    raise _unknown(recipe.name)


def load_model(folder: Path) -> StanceModel:
    """The model that `save` wrote into `folder`.

    DataError says what is altered or that another version wrote it, FileNotFoundError that no model is there.
    """
    if not (folder / "model.json").is_file():
        raise FileNotFoundError(
            f"model: expected a folder with model.json; got {str(folder)!r}; quotestance train makes one"
        )
    name = str(read_settings(folder).get("name"))
    if name not in _ENCODERS + _BASELINES:
        raise _unknown(name)
    try:
        return _encoder(name).load(folder) if name in _ENCODERS else _baseline(name).load(folder)
    except DataError:
        raise
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError([f"{folder}: not a model as this version writes it; train it again ({error!r})"]) from error


_BASELINES = ("majority", "tfidf")
_ENCODERS = ("encoder", "pairs", "blend")


def _encoder(name: str) -> type[Encoder | Blend]:
    """Imported when asked for, as the baselines."""
    from quotestance.models import blend, encoder, pairs

    kinds: dict[str, type[Encoder | Blend]] = {"encoder": encoder.Encoder, "pairs": pairs.Pairs, "blend": blend.Blend}
    return kinds[name]


def _baseline(name: str) -> type[Majority | Tfidf]:
    """Imported when asked for, as PyTorch is: each takes a second or more."""
    from quotestance.models import baseline

    return baseline.Majority if name == "majority" else baseline.Tfidf


def _unknown(name: str) -> ValueError:
    return ValueError(f"model: expected one of {', '.join((*_BASELINES, *_ENCODERS))}; got {name!r}")
