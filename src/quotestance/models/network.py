"""The network: a pretrained encoder, pooled, with a linear head per target."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from quotestance.models.text import Tokens
from quotestance.records import LABELS

IGNORED = -1
ADAPTERS = ("lora", "full", "frozen")
POOLINGS = ("mean", "unit")
_LORA_MODULES = ["query", "key", "value", "dense"]
_QUICK_ON_CPU = {
    "attn_implementation": "eager",
    "hidden_dropout_prob": 0.0,
    "attention_probs_dropout_prob": 0.0,
}
"""Sentences are short: plain attention without dropout trains at 34 examples/s where the defaults reach 15 (2 cores,
64 tokens, bfloat16); dropout stands before the heads."""


@dataclass(frozen=True)
class EncoderSettings:
    """Settings of ``conf/model/encoder.yaml``."""

    adapter: str = "lora"
    rank: int = 16
    pooling: str = "unit"
    context: bool = True
    prefix: str = "query: "
    max_tokens: int = 192
    dropout: float = 0.1

    def __post_init__(self) -> None:
        if self.adapter not in ADAPTERS:
            raise ValueError(f"model.adapter: expected one of {', '.join(ADAPTERS)}; got {self.adapter!r}")
        if self.pooling not in POOLINGS:
            raise ValueError(f"model.pooling: expected one of {', '.join(POOLINGS)}; got {self.pooling!r}")


class StanceNetwork(nn.Module):
    """Token ids in; logits of shape (batch, n_targets, n_labels), and the loss where labels are given, out."""

    def __init__(self, backbone: nn.Module, width: int, n_targets: int, dropout: float) -> None:
        super().__init__()
        self.backbone = backbone
        self.dropout = nn.Dropout(dropout)
        self.heads = nn.Linear(width, n_targets * len(LABELS))
        self.class_weights: Tensor
        self.register_buffer("class_weights", torch.ones(n_targets, len(LABELS)), persistent=False)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, pooled_mask: Tensor, labels: Tensor | None = None
    ) -> dict[str, Tensor]:
        """All inputs of shape (batch, tokens); `labels` (batch, n_targets), IGNORED where missing."""
        hidden = self.backbone(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = pooled_mask[..., None].to(hidden.dtype)
        pooled = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)
        logits = self.heads(self.dropout(pooled)).float().view(len(input_ids), -1, len(LABELS))
        return {"logits": logits} if labels is None else {"loss": self._loss(logits, labels), "logits": logits}

    def _loss(self, logits: Tensor, labels: Tensor) -> Tensor:
        """Mean over targets of the class-weighted cross-entropy; missing labels take no part."""
        losses = [
            functional.cross_entropy(logits[:, t], labels[:, t], self.class_weights[t], ignore_index=IGNORED)
            for t in range(logits.shape[1])
            if bool((labels[:, t] != IGNORED).any())
        ]
        return torch.stack(losses).mean() if losses else logits.sum() * 0.0


def build_network(settings: EncoderSettings, backbone: Path, n_targets: int, *, seed: int) -> StanceNetwork:
    """The backbone in folder `backbone` with fresh adapters and heads; the same for the same seed."""
    from transformers import AutoModel
    from transformers.utils import logging

    logging.disable_progress_bar()
    torch.manual_seed(seed)
    options = {"add_pooling_layer": False} if _is_bert(backbone) else {}
    encoder = AutoModel.from_pretrained(
        str(backbone), local_files_only=True, trust_remote_code=False, **_QUICK_ON_CPU, **options
    )
    width = int(encoder.config.hidden_size)
    return StanceNetwork(_adapted(encoder, settings), width, n_targets, settings.dropout)


def _is_bert(backbone: Path) -> bool:
    return '"model_type": "bert"' in (backbone / "config.json").read_text(encoding="utf-8")


def _adapted(encoder: nn.Module, settings: EncoderSettings) -> nn.Module:
    if settings.adapter == "lora":
        from peft import LoraConfig, get_peft_model

        lora = LoraConfig(
            r=settings.rank, lora_alpha=2 * settings.rank, lora_dropout=0.0, target_modules=_LORA_MODULES, bias="none"
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)  # peft asks transformers for a name it will drop
            adapted: nn.Module = get_peft_model(encoder, lora)
        return adapted
    for name, parameter in encoder.named_parameters():
        parameter.requires_grad = settings.adapter == "full" and "embeddings" not in name
    return encoder


def trained_state(network: StanceNetwork) -> dict[str, Tensor]:
    """The tensors that training changes: adapters and heads, not the backbone."""
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


def merge_adapter(network: StanceNetwork) -> StanceNetwork:
    """Fold a low-rank adapter into the weights, for faster prediction; other networks stay as they are."""
    merge = getattr(network.backbone, "merge_and_unload", None)
    if merge is not None:
        network.backbone = merge()
    return network


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
