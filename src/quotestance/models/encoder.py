"""The fine-tuned multilingual encoder as a stance model: what is saved is what training changed, not the backbone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch

from quotestance.backbones import Backbone, find_backbone
from quotestance.dataset import label_matrix
from quotestance.files import DataError
from quotestance.metrics import Probabilities
from quotestance.models.deltas import pack, unpack
from quotestance.models.folder import Progress, read_settings, read_tensors, typed_options, write_folder
from quotestance.models.network import (
    EncoderSettings,
    StanceNetwork,
    build_network,
    collate,
    load_trained,
    merge_adapter,
    trained_state,
)
from quotestance.models.settings import TrainingSettings
from quotestance.models.text import TextEncoder
from quotestance.models.training import Labelled, bfloat16_is_fast, train_network
from quotestance.records import LABELS, Example
from quotestance.resources import released_model

_BATCH = 64


class Encoder:
    """A pretrained encoder with an adapter, and a head of four labels per target."""

    def __init__(
        self, settings: EncoderSettings, training: TrainingSettings, backbone: Backbone, targets: Sequence[str]
    ) -> None:
        self.targets = tuple(targets)
        self.epochs: list[dict[str, float]] = []
        self._settings, self._training, self._backbone = settings, training, backbone
        self._text = TextEncoder(
            backbone.folder,
            prefix=settings.prefix,
            context=settings.context,
            headline=settings.headline,
            pool_unit=settings.pooling == "unit",
            max_tokens=min(settings.max_tokens, backbone.longest),
            rename=settings.rename,
        )
        self._network: StanceNetwork | None = None
        self._packed: dict[str, torch.Tensor] = {}

    @classmethod
    def new(
        cls, options: dict[str, Any], targets: Mapping[str, str], backbone: str, training: Mapping[str, Any]
    ) -> Encoder:
        """`options` are those of `EncoderSettings`, `training` those of `TrainingSettings`."""
        settings = typed_options(EncoderSettings, options, "encoder")
        return cls(
            settings, typed_options(TrainingSettings, training, "training"), find_backbone(backbone), tuple(targets)
        )

    @property
    def engine(self) -> str:
        """Library and precision."""
        return "pytorch-bfloat16" if bfloat16_is_fast(self._training.precision) else "pytorch-float32"

    def fit(self, train: Sequence[Example], development: Sequence[Example], *, seed: int, progress: Progress) -> None:
        """Fine-tune on `train`; the epoch with the best F1_rel on `development` is kept."""
        network = build_network(self._settings, self._backbone.folder, len(self.targets), seed=seed)
        base = _base(network)
        if self._settings.start:
            self._start(network, base)
        self.epochs = train_network(
            network,
            self._labelled(train),
            self._labelled(development),
            self._training,
            pad=self._backbone.pad,
            seed=seed,
            progress=progress,
        )
        self._packed = pack(trained_state(network), base)
        self._network = _with(network, self._packed, base)

    def _start(self, network: StanceNetwork, base: Mapping[str, torch.Tensor]) -> None:
        """Begin with the encoder of a trained model instead of the backbone; the heads are new."""
        folder = released_model() if self._settings.start == "released" else Path(self._settings.start)
        stored = read_settings(folder)
        packed = {name: torch.from_numpy(tensor) for name, tensor in read_tensors(folder, stored).items()}
        if stored.get("backbone") != self._backbone.identity():
            found = stored.get("backbone")
            raise DataError([f"model.start: expected a model on backbone {self._backbone.identity()}; found {found}"])
        try:
            begun = {name: t for name, t in unpack(packed, base).items() if not name.startswith("heads")}
            heads = {name: t for name, t in trained_state(network).items() if name.startswith("heads")}
            load_trained(network, begun | heads)
        except ValueError as error:
            raise DataError([f"model.start: {folder} was trained in other layers: {error}"]) from error

    def _labelled(self, examples: Sequence[Example]) -> Labelled:
        return Labelled(self._text(examples), label_matrix(examples, self.targets))

    def predict_proba(self, examples: Sequence[Example]) -> Probabilities:
        """Softmax of the logits; computed in batches of like length, returned in the order given."""
        probabilities = np.zeros((len(examples), len(self.targets), len(LABELS)))
        tokens = self._text(examples)
        order = sorted(range(len(tokens)), key=lambda index: len(tokens[index].ids))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            probabilities[rows] = self._batch(collate([tokens[row] for row in rows], self._backbone.pad))
        return probabilities

    def _batch(self, inputs: dict[str, torch.Tensor]) -> Probabilities:
        if self._network is None:
            raise ValueError("model: expected a trained or loaded encoder; call fit first")
        network = self._network.eval()
        device = next(network.parameters()).device
        bfloat16 = bfloat16_is_fast(self._training.precision)
        with torch.inference_mode(), torch.autocast(device.type, dtype=torch.bfloat16, enabled=bfloat16):
            given = {name: tensor.to(device) for name, tensor in inputs.items()}
            states = network.states(given.pop("input_ids"), given["attention_mask"])
            logits = network(**given, states=states)["logits"]
        return np.asarray(torch.softmax(logits.double(), dim=2).cpu().numpy())

    def save(self, folder: Path) -> None:
        """Write settings, the backbone's digests, and what training changed."""
        if self._network is None:
            raise ValueError("model: expected a trained encoder; call fit first")
        settings = {
            "name": "encoder",
            "targets": list(self.targets),
            "settings": asdict(self._settings),
            "training": asdict(self._training),
            "backbone": self._backbone.identity(),
            "epochs": self.epochs,
        }
        write_folder(folder, settings, {name: tensor.numpy() for name, tensor in self._packed.items()})

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """Read what `save` wrote; DataError with expected and found where the backbone is another one."""
        stored = read_settings(folder)
        backbone = find_backbone(stored["backbone"]["name"])
        found = backbone.identity()
        if found != stored["backbone"]:
            raise DataError([f"{folder}: made for backbone {stored['backbone']}; found {found}"])
        tensors = read_tensors(folder, stored)
        model = cls(
            EncoderSettings(**stored["settings"]), TrainingSettings(**stored["training"]), backbone, stored["targets"]
        )
        model.epochs = stored["epochs"]
        network = build_network(model._settings, backbone.folder, len(model.targets), seed=0)
        model._packed = {name: torch.from_numpy(tensor) for name, tensor in tensors.items()}
        try:
            model._network = _with(network, model._packed, _base(network))
        except ValueError as error:
            raise DataError([f"{folder}: tensors do not fit the settings: {error}"]) from error
        return model


def _base(network: StanceNetwork) -> dict[str, torch.Tensor]:
    """The backbone's own weights among those that training changes."""
    return {
        name: tensor for name, tensor in trained_state(network).items() if "lora_" not in name and "heads" not in name
    }


def _with(
    network: StanceNetwork, packed: Mapping[str, torch.Tensor], base: Mapping[str, torch.Tensor]
) -> StanceNetwork:
    """`network` as it is after what is `packed`, ready to predict."""
    load_trained(network, unpack(packed, base))
    if any("lora_" in name for name in packed):
        merge_adapter(network)
    return network
