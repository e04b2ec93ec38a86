"""The fine-tuned multilingual encoder as a stance model: what is saved is what training changed, not the backbone."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import cycle
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
    sibling,
    trained_state,
)
from quotestance.models.settings import TrainingSettings
from quotestance.models.text import TextEncoder, Tokens
from quotestance.models.training import Labelled, bfloat16_is_fast, train_networks
from quotestance.records import LABELS, Example
from quotestance.resources import released_model

_BATCH = 64


class Encoder:
    """A pretrained encoder with an adapter, and a head of four labels per target."""

    name = "encoder"

    def __init__(
        self, settings: EncoderSettings, training: TrainingSettings, backbone: Backbone, targets: Mapping[str, str]
    ) -> None:
        self.targets = tuple(targets)
        self.propositions = dict(targets)
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
        self._networks: list[StanceNetwork] = []
        self._packed: dict[str, torch.Tensor] = {}

    @classmethod
    def new(
        cls, options: dict[str, Any], targets: Mapping[str, str], backbone: str, training: Mapping[str, Any]
    ) -> Encoder:
        """`options` are those of `EncoderSettings`, `training` those of `TrainingSettings`."""
        settings = typed_options(EncoderSettings, options, cls.name)
        return cls(settings, typed_options(TrainingSettings, training, "training"), find_backbone(backbone), targets)

    @property
    def engine(self) -> str:
        """Library and precision."""
        return "pytorch-bfloat16" if bfloat16_is_fast(self._training.precision) else "pytorch-float32"

    def fit(self, train: Sequence[Example], development: Sequence[Example], *, seed: int, progress: Progress) -> None:
        """Fine-tune on `train`; the epoch with the best F1_rel on `development` is kept."""
        networks = self._untrained(seed)
        base = _base(networks[0])
        if self._settings.start:
            self._start(networks, base)
            train = focused(train, self._settings.focus, self._settings.rehearsal, seed)
        self.epochs = train_networks(
            networks,
            self._labelled(train, seed),
            self._labelled(development, seed),
            self._training,
            pad=self._backbone.pad,
            seeds=[_seed(seed, member) for member in range(len(networks))],
            progress=progress,
        )
        self._packed = _joined([pack(trained_state(network), base) for network in networks])
        self._networks = _with(networks, self._packed, base)

    def _untrained(self, seed: int) -> list[StanceNetwork]:
        """The members, before training: upper layers from the backbone, heads that start differently."""
        first = build_network(self._settings, self._backbone.folder, self._n_heads(), seed=seed)
        return [first, *(sibling(first, seed=_seed(seed, member)) for member in range(1, self._settings.members))]

    def _start(self, networks: Sequence[StanceNetwork], base: Mapping[str, torch.Tensor]) -> None:
        """Begin with the networks of a trained model instead of the backbone; heads of other targets stay new."""
        folder = released_model() if self._settings.start == "released" else Path(self._settings.start)
        stored = read_settings(folder)
        if stored["name"] == "blend":
            folder /= self.name
            stored = read_settings(folder)
        tensors = {name: torch.from_numpy(tensor) for name, tensor in read_tensors(folder, stored).items()}
        if stored.get("backbone") != self._backbone.identity():
            found = stored.get("backbone")
            raise DataError([f"model.start: expected a model on backbone {self._backbone.identity()}; found {found}"])
        known = self._has_heads_of(stored["targets"])
        try:
            for network, packed in zip(networks, cycle(_members(tensors)), strict=False):
                begun = {name: t for name, t in unpack(packed, base).items() if known or not name.startswith("heads")}
                load_trained(network, trained_state(network) | begun)
        except ValueError as error:
            raise DataError([f"model.start: {folder} was trained in other layers: {error}"]) from error

    def _has_heads_of(self, propositions: Mapping[str, str]) -> bool:
        """Whether the heads of a model with these targets answer what this one is asked."""
        return dict(propositions) == self.propositions

    def _n_heads(self) -> int:
        return len(self.targets)

    def _labelled(self, examples: Sequence[Example], _seed: int) -> Labelled:
        families = [example.pair_id for example in examples]
        return Labelled(self._text(examples), label_matrix(examples, self.targets), families)

    def predict_proba(self, examples: Sequence[Example]) -> Probabilities:
        """The mean of the members' probabilities, of shape (n_examples, n_targets, n_labels)."""
        return self._probabilities(self._text(examples))

    def _probabilities(self, tokens: Sequence[Tokens]) -> Probabilities:
        """Computed in batches of like length, returned in the order given: (n_tokens, n_heads, n_labels)."""
        probabilities = np.zeros((len(tokens), self._n_heads(), len(LABELS)))
        order = sorted(range(len(tokens)), key=lambda index: len(tokens[index].ids))
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            probabilities[rows] = self._batch(collate([tokens[row] for row in rows], self._backbone.pad))
        return probabilities

    def _batch(self, inputs: dict[str, torch.Tensor]) -> Probabilities:
        """The mean of the members' probabilities; what lies below their layers is computed once."""
        if not self._networks:
            raise ValueError("model: expected a trained or loaded encoder; call fit first")
        device = next(self._networks[0].parameters()).device
        bfloat16 = bfloat16_is_fast(self._training.precision)
        with torch.inference_mode(), torch.autocast(device.type, dtype=torch.bfloat16, enabled=bfloat16):
            given = {name: tensor.to(device) for name, tensor in inputs.items()}
            states = self._networks[0].states(given.pop("input_ids"), given["attention_mask"])
            logits = [network.eval()(**given, states=states)["logits"] for network in self._networks]
        return np.asarray(torch.stack(logits).double().softmax(dim=3).mean(dim=0).cpu().numpy())

    def save(self, folder: Path) -> None:
        """Write settings, the backbone's digests, and what training changed."""
        if not self._networks:
            raise ValueError("model: expected a trained encoder; call fit first")
        settings = {
            "name": self.name,
            "targets": self.propositions,
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
        networks = model._untrained(seed=0)
        model._packed = {name: torch.from_numpy(tensor) for name, tensor in tensors.items()}
        try:
            model._networks = _with(networks, model._packed, _base(networks[0]))
        except ValueError as error:
            raise DataError([f"{folder}: tensors do not fit the settings: {error}"]) from error
        return model


def focused(train: Sequence[Example], focus: str, rehearsal: float, seed: int) -> Sequence[Example]:
    """The units of the topics that fit `focus` (a regular expression), and `rehearsal` others for each of them.

    All of them without `focus`; DataError where none fits. Lest the others be forgotten: Robins (1995).
    """
    if not focus:
        return train
    near = [re.fullmatch(focus, example.group) is not None for example in train]
    if not any(near):
        raise DataError([f"model.focus: no training unit has a topic that fits {focus!r}"])
    others = [row for row, one in enumerate(near) if not one]
    drawn = set(np.random.default_rng(seed).permutation(others)[: round(rehearsal * sum(near))].tolist())
    return [example for row, example in enumerate(train) if near[row] or row in drawn]


def _base(network: StanceNetwork) -> dict[str, torch.Tensor]:
    """The backbone's own weights among those that training changes."""
    return {
        name: tensor for name, tensor in trained_state(network).items() if "lora_" not in name and "heads" not in name
    }


def _seed(seed: int, member: int) -> int:
    """Of one member: apart from those of all members under other seeds below a thousand."""
    return seed + 1000 * member


def _joined(members: Sequence[Mapping[str, torch.Tensor]]) -> dict[str, torch.Tensor]:
    """The members' tensors under one roof: ``0/heads.weight``."""
    return {f"{number}/{name}": t for number, member in enumerate(members) for name, t in member.items()}


def _members(joined: Mapping[str, torch.Tensor]) -> list[dict[str, torch.Tensor]]:
    """What `_joined` put together."""
    members: dict[str, dict[str, torch.Tensor]] = {}
    for name, tensor in joined.items():
        number, _, own = name.partition("/")
        members.setdefault(number, {})[own] = tensor
    return [members[number] for number in sorted(members, key=int)]


def _with(
    networks: list[StanceNetwork], packed: Mapping[str, torch.Tensor], base: Mapping[str, torch.Tensor]
) -> list[StanceNetwork]:
    """`networks` as they are after what is `packed`, ready to predict."""
    members = _members(packed)
    if len(members) != len(networks):
        raise ValueError(f"expected {len(networks)} members; found {len(members)}")
    for network, member in zip(networks, members, strict=True):
        load_trained(network, unpack(member, base))
        if any("lora_" in name for name in member):
            merge_adapter(network)
    return networks
