"""The network: a pretrained encoder, of which the upper layers learn, pooled, with a linear head per target."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from quotestance.models.text import Tokens
from quotestance.records import LABELS

IGNORED = -1
ADAPTERS = ("full", "lora", "frozen")
POOLINGS = ("mean", "unit")
_SPLIT = ("bert", "roberta", "xlm-roberta", "camembert")
"""Families whose layers take hidden states and an added mask: what the lower ones give can be kept."""


@dataclass(frozen=True)
class EncoderSettings:
    """Settings of ``conf/model/encoder.yaml``."""

    adapter: str = "full"
    trained_layers: int = 6
    rank: int = 16
    pooling: str = "unit"
    context: bool = True
    headline: bool = False
    prefix: str = "query: "
    max_tokens: int = 192
    dropout: float = 0.1
    members: int = 1
    rename: tuple[str, ...] = ()
    start: str = ""
    focus: str = ""
    rehearsal: float = 1.0

    def __post_init__(self) -> None:
        if self.adapter not in ADAPTERS:
            raise ValueError(f"model.adapter: expected one of {', '.join(ADAPTERS)}; got {self.adapter!r}")
        if self.pooling not in POOLINGS:
            raise ValueError(f"model.pooling: expected one of {', '.join(POOLINGS)}; got {self.pooling!r}")
        if self.members < 1:
            raise ValueError(f"model.members: expected 1 or more; got {self.members}")
        if self.rehearsal < 0:
            raise ValueError(f"model.rehearsal: expected 0 or more; got {self.rehearsal}")
        try:
            re.compile(self.focus)
        except re.error as error:
            raise ValueError(f"model.focus: expected a regular expression; got {self.focus!r} ({error})") from error


class StanceNetwork(nn.Module):
    """Token ids in; logits of shape (batch, n_targets, n_labels), and the loss where labels are given, out.

    The layers below `first_trained` never change: `states` gives what they make of a text, once, and `forward` goes
    on from there. An encoder that cannot be split is run as a whole: its states are the token ids.
    """

    encoder: Any
    class_weights: Tensor

    def __init__(self, encoder: nn.Module, first_trained: int, n_targets: int, dropout: float) -> None:
        super().__init__()
        self.encoder = encoder
        self.first_trained = first_trained
        self.split = self.encoder.config.model_type in _SPLIT
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(int(self.encoder.config.hidden_size), n_targets * len(LABELS))
        self.contrast = 0.0
        self.register_buffer("class_weights", torch.ones(n_targets, len(LABELS)), persistent=False)

    @torch.no_grad()
    def states(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Hidden states below the first trained layer, (batch, tokens, width), in the precision of the computation."""
        if not self.split:
            return input_ids
        hidden = self._through(self.encoder.embeddings(input_ids=input_ids), attention_mask, 0, self.first_trained)
        kind = hidden.device.type
        return hidden.to(torch.get_autocast_dtype(kind)) if torch.is_autocast_enabled(kind) else hidden

    def _through(self, hidden: Tensor, attention_mask: Tensor, first: int, last: int | None) -> Tensor:
        unseen = (1.0 - attention_mask[:, None, None, :].to(hidden.dtype)) * torch.finfo(hidden.dtype).min
        for layer in self.encoder.encoder.layer[first:last]:
            output = layer(hidden, attention_mask=unseen)
            hidden = output[0] if isinstance(output, tuple) else output
        return hidden

    def hidden(self, states: Tensor, attention_mask: Tensor) -> Tensor:
        if self.split:
            return self._through(states, attention_mask, self.first_trained, None)
        output: Tensor = self.encoder(input_ids=states, attention_mask=attention_mask).last_hidden_state
        return output

    def forward(
        self,
        attention_mask: Tensor,
        pooled_mask: Tensor,
        states: Tensor,
        labels: Tensor | None = None,
        families: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Masks of shape (batch, tokens), `states` as above; `labels` (batch, n_targets), IGNORED where missing.

        `families` (batch,): the same number for members of a family, below 0 for what stands alone.
        """
        hidden = self.hidden(states, attention_mask)
        mask = pooled_mask[..., None].to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)
        logits = self.heads(self.dropout(pooled)).float().view(len(states), -1, len(LABELS))
        if labels is None:
            return {"logits": logits}
        loss = self._loss(logits, labels)
        if self.training and self.contrast and families is not None:
            loss = loss + self.contrast * contrast_loss(logits, labels, families)
        return {"loss": loss, "logits": logits}

    def _loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Mean over targets of the class-weighted cross-entropy; missing labels take no part."""
        losses = [
            functional.cross_entropy(logits[:, t], labels[:, t], self.class_weights[t], ignore_index=IGNORED)
            for t in range(logits.shape[1])
            if bool((labels[:, t] != IGNORED).any())
        ]
        return torch.stack(losses).mean() if losses else logits.sum() * 0.0


def contrast_loss(logits: Tensor, labels: Tensor, families: Tensor) -> Tensor:
    """How badly two members of a family with different labels are told apart, the mean over such pairs and targets.

    Where one is labelled u and the other v, the first should prefer u to v by more than the second does: the logistic
    loss of that difference. What the two have in common, nearly all their words, cancels out of it. Shapes (batch,
    n_targets, n_labels), (batch, n_targets) and (batch,).
    """
    one, other = torch.triu_indices(len(labels), len(labels), 1, device=labels.device)
    related = (families[one] == families[other]) & (families[one] >= 0)
    one, other = one[related], other[related]
    first, second = labels[one], labels[other]
    differ = (first != second) & (first != IGNORED) & (second != IGNORED)
    if not bool(differ.any()):
        return logits.sum() * 0.0
    labelled = torch.stack([first, second], dim=2).clamp(min=0)
    preferred = logits[one].gather(2, labelled) - logits[other].gather(2, labelled)
    margin = preferred[..., 0] - preferred[..., 1]
    return functional.softplus(-margin)[differ].mean()


def build_network(settings: EncoderSettings, backbone: Path, n_targets: int, *, seed: int) -> StanceNetwork:
    """The backbone in folder `backbone` with fresh adapters and heads; the same for the same seed.

    ValueError for a model that is no encoder with a stack of layers.
    """
    torch.manual_seed(seed)
    encoder = _pretrained(backbone)
    layers = _layers(encoder)
    trained = 0 if settings.adapter == "frozen" else min(settings.trained_layers or len(layers), len(layers))
    first = len(layers) - trained
    for parameter in encoder.parameters():
        parameter.requires_grad = False
    if settings.adapter == "lora":
        _add_lora(encoder, settings.rank, layers[first:])
    else:
        for parameter in layers[first:].parameters():
            parameter.requires_grad = True
    return StanceNetwork(encoder, first, n_targets, settings.dropout)


def sibling(network: StanceNetwork, *, seed: int) -> StanceNetwork:
    """The same untrained network with heads that start elsewhere; layers that never change are shared, not copied."""
    upper = {id(parameter) for parameter in _layers(network.encoder)[network.first_trained :].parameters()}
    shared = {id(parameter): parameter for parameter in network.encoder.parameters() if id(parameter) not in upper}
    made = deepcopy(network, shared)
    torch.manual_seed(seed)
    made.heads.reset_parameters()
    return made


def _pretrained(backbone: Path) -> nn.Module:
    """The encoder without dropout: sentences are short, and plain attention without it trains twice as fast on a CPU.

    Dropout stands before the heads.
    """
    from transformers import MODEL_MAPPING, AutoConfig, AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        config = AutoConfig.from_pretrained(str(backbone), **local)
        kind = MODEL_MAPPING[type(config)]
    except (KeyError, ValueError) as error:
        raise ValueError(f"backbone.name: expected an encoder that transformers knows; got {backbone}") from error
    if getattr(config, "is_encoder_decoder", False):
        raise ValueError(f"backbone.name: expected an encoder alone; got {config.model_type}, which has a decoder too")
    for name, value in vars(config).items():
        if isinstance(value, float) and ("dropout" in name or "_pdrop" in name):
            setattr(config, name, 0.0)
    pooler = {"add_pooling_layer": False} if "add_pooling_layer" in inspect.signature(kind.__init__).parameters else {}
    model: nn.Module = AutoModel.from_pretrained(
        str(backbone), config=config, attn_implementation="eager", **local, **pooler
    )
    return model


def _layers(encoder: Any) -> nn.ModuleList:
    """The stack of transformer layers: the longest list of modules in the encoder."""
    lists = [module for module in encoder.modules() if isinstance(module, nn.ModuleList)]
    if not lists:
        raise ValueError(f"backbone.name: expected an encoder with a stack of layers; got {encoder.config.model_type}")
    return max(lists, key=len)


def _add_lora(encoder: nn.Module, rank: int, layers: nn.ModuleList) -> None:
    """Adapters in every linear map of `layers`."""
    from peft import LoraConfig, inject_adapter_in_model

    inside = {id(module) for module in layers.modules() if isinstance(module, nn.Linear)}
    names = [name for name, module in encoder.named_modules() if id(module) in inside]
    inject_adapter_in_model(
        LoraConfig(r=rank, lora_alpha=2 * rank, lora_dropout=0.0, target_modules=names, bias="none"), encoder
    )


def trained_state(network: StanceNetwork) -> dict[str, Tensor]:
    """The tensors that training changes: upper layers or adapters, and heads."""
    return {name: tensor.detach().cpu().clone() for name, tensor in network.named_parameters() if tensor.requires_grad}


def load_trained(network: StanceNetwork, state: Mapping[str, Tensor]) -> None:
    """Put `trained_state` back; ValueError names tensors that are missing, unknown or of another shape."""
    own = {name: tensor for name, tensor in network.named_parameters() if tensor.requires_grad}
    if set(own) != set(state):
        different = sorted(set(own) ^ set(state))
        raise ValueError(f"expected {len(own)} tensors; found {len(state)}; different: {', '.join(different[:3])}")
    with torch.no_grad():
        for name, tensor in own.items():
            if tensor.shape != state[name].shape:
                raise ValueError(f"{name}: expected shape {tuple(tensor.shape)}; found {tuple(state[name].shape)}")
            tensor.copy_(state[name])


def merge_adapter(network: StanceNetwork) -> None:
    """Fold low-rank adapters into the weights, for faster prediction."""
    from peft.tuners.tuners_utils import BaseTunerLayer

    for module in network.modules():
        if isinstance(module, BaseTunerLayer):
            module.merge()


def collate(batch: Sequence[Tokens], pad: int, labels: Sequence[Sequence[int]] | None = None) -> dict[str, Any]:
    """Pad tokens on the right to the longest: tensors of shape (batch, tokens)."""
    longest = max(len(tokens.ids) for tokens in batch)
    made: dict[str, Any] = {
        "input_ids": torch.tensor([[*one.ids, *[pad] * (longest - len(one.ids))] for one in batch]),
        "attention_mask": torch.tensor([[1] * len(one.ids) + [0] * (longest - len(one.ids)) for one in batch]),
        "pooled_mask": torch.tensor([[*one.pooled, *[0] * (longest - len(one.ids))] for one in batch]),
    }
    if labels is not None:
        made["labels"] = torch.tensor(labels)
    return made
