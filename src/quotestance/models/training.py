"""Training a network with Hugging Face's Trainer; callbacks are passed in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from numpy.typing import NDArray
from torch import Tensor
from torch.optim.swa_utils import get_ema_multi_avg_fn
from torch.utils.data import Sampler
from transformers import PrinterCallback, Trainer, TrainerCallback, TrainingArguments, set_seed

from quotestance.metrics import Labels, f1_rel
from quotestance.models.folder import Progress
from quotestance.models.network import StanceNetwork, collate, load_trained, trained_state
from quotestance.models.settings import TrainingSettings
from quotestance.models.text import Tokens
from quotestance.records import LABELS

_BATCHES_SORTED = 50
"""About how many batches are sorted by length together."""


@dataclass(frozen=True)
class Labelled:
    """Tokens with labels of shape (n_examples, n_targets), and of each the name of its family ("": none)."""

    tokens: Sequence[Tokens]
    labels: Labels
    families: Sequence[str] = ()


def train_networks(
    networks: Sequence[StanceNetwork],
    train: Labelled,
    development: Labelled,
    settings: TrainingSettings,
    *,
    pad: int,
    seeds: Sequence[int],
    progress: Progress,
) -> list[dict[str, float]]:
    """Train `networks` (siblings) in place, one after the other, each with its own order of the rows.

    Of each the epoch with the best F1_rel on `development` is kept; the figures by epoch are returned, epochs counted
    on from one network to the next.
    """
    batches = _Batches(networks[0], [train, development], pad, bfloat16=bfloat16_is_fast(settings.precision))
    epochs: list[dict[str, float]] = []
    for number, (network, seed) in enumerate(zip(networks, seeds, strict=True)):

        def shown(stage: str, done: float, figures: Mapping[str, float], number: int = number) -> None:
            member = f"{number + 1} of {len(networks)}, " if len(networks) > 1 else ""
            progress(member + stage, (number + done) / len(networks), figures)

        weights = class_weights(train.labels, settings.class_weights)
        network.class_weights.copy_(torch.from_numpy(weights))
        network.contrast = settings.contrast
        figures = _train(network, batches, settings, seed, shown)
        epochs += [{**one, "epoch": len(epochs) + place} for place, one in enumerate(figures, 1)]
    return epochs


def _train(
    network: StanceNetwork, batches: _Batches, settings: TrainingSettings, seed: int, progress: Progress
) -> list[dict[str, float]]:
    settings = settings.enough(len(batches.dataset(0)))
    set_seed(seed)
    keeper = _BestEpoch(network, settings, progress)
    with tempfile.TemporaryDirectory() as folder:
        trainer = _Trainer(
            model=network,
            args=_arguments(settings, folder, seed),
            train_dataset=batches.dataset(0),
            eval_dataset=batches.dataset(1),
            data_collator=batches,
            compute_metrics=_metrics,
            callbacks=[keeper],
            optimizers=(_optimizer(network, settings), None),
        )
        trainer.remove_callback(PrinterCallback)
        trainer.train()
    load_trained(network, keeper.best)
    return keeper.epochs


class _Trainer(Trainer):  # type: ignore[misc]
    """Draws batches in which families stay together and lengths are alike."""

    def _get_train_sampler(self, train_dataset: Dataset | None = None) -> Sampler[int]:
        rows = train_dataset if train_dataset is not None else self.train_dataset
        return FamilySampler(rows["length"], rows["family"], self.args.train_batch_size, self.args.data_seed)


class FamilySampler(Sampler[int]):
    """Row numbers in the order of batches: of like length, members of a family side by side, another order each time.

    Families are shuffled, every 50 batches of them sorted by their longest member, and the batches shuffled again; rows
    left over come last. `families` may hold negative numbers for rows that stand alone.
    """

    def __init__(self, lengths: Sequence[int], families: Sequence[int], batch_size: int, seed: int) -> None:
        members: dict[int, list[int]] = {}
        for row, family in enumerate(families):
            members.setdefault(family if family >= 0 else -1 - row, []).append(row)
        self._lengths, self._families, self._size = list(lengths), list(members.values()), batch_size
        self._chance = np.random.default_rng(seed)

    def __len__(self) -> int:
        return len(self._lengths)

    def __iter__(self) -> Iterator[int]:
        shuffled = [self._families[place] for place in self._chance.permutation(len(self._families))]
        batches: list[list[int]] = []
        for start in range(0, len(shuffled), self._size * _BATCHES_SORTED):
            some = shuffled[start : start + self._size * _BATCHES_SORTED]
            some.sort(key=lambda family: -max(self._lengths[row] for row in family))
            rows = [row for family in some for row in family]
            batches += [rows[first : first + self._size] for first in range(0, len(rows), self._size)]
        full = [batch for batch in batches if len(batch) == self._size]
        rest = [row for batch in batches if len(batch) < self._size for row in batch]
        yield from (row for place in self._chance.permutation(len(full)) for row in full[place])
        yield from rest


class _Batches:
    """Rows -> padded tensors. The states below the first trained layer are computed once, when the first batch asks."""

    def __init__(self, network: StanceNetwork, parts: Sequence[Labelled], pad: int, *, bfloat16: bool) -> None:
        self._network, self._parts, self._pad, self._bfloat16 = network, parts, pad, bfloat16
        self._states: dict[tuple[int, int], Tensor] = {}

    def dataset(self, part: int) -> Dataset:
        """Rows by number; `length` and `family` (a number, -1 for none) say which go into one batch."""
        tokens, count = self._parts[part].tokens, len(self._parts[part].tokens)
        names = self._parts[part].families or [""] * count
        numbers = {name: number for number, name in enumerate(dict.fromkeys(filter(None, names)))}
        return Dataset.from_dict(
            {
                "part": [part] * count,
                "row": list(range(count)),
                "length": [len(one.ids) for one in tokens],
                "family": [numbers.get(name, -1) for name in names],
            }
        )

    def __call__(self, rows: Sequence[Mapping[str, int]]) -> dict[str, Tensor]:
        part = self._parts[rows[0]["part"]]
        tokens = [part.tokens[row["row"]] for row in rows]
        batch = collate(tokens, self._pad, [part.labels[row["row"]].tolist() for row in rows])
        batch["families"] = torch.tensor([row["family"] for row in rows])
        keys = [(row["part"], row["row"]) for row in rows]
        if any(key not in self._states for key in keys):
            device = self._network.heads.weight.device
            ids, mask = batch["input_ids"].to(device), batch["attention_mask"].to(device)
            with torch.autocast(device.type, dtype=torch.bfloat16, enabled=self._bfloat16):
                states = self._network.states(ids, mask).cpu()
            for key, one, length in zip(keys, states, mask.sum(1), strict=True):
                self._states[key] = one[: int(length)].clone()
        del batch["input_ids"]
        batch["states"] = torch.nn.utils.rnn.pad_sequence([self._states[key] for key in keys], batch_first=True)
        return batch


def class_weights(labels: Labels, scheme: str) -> NDArray[np.float32]:
    """Weights of shape (n_targets, n_labels): balanced gives n / (n_labels * count), missing labels 0; none gives 1."""
    if scheme == "none":
        return np.ones((labels.shape[1], len(LABELS)), dtype=np.float32)
    counts = np.stack([np.bincount(column[column >= 0], minlength=len(LABELS)) for column in labels.T])
    present = np.maximum((counts > 0).sum(axis=1, keepdims=True), 1)
    weights = np.where(counts > 0, counts.sum(axis=1, keepdims=True) / (present * np.maximum(counts, 1)), 0.0)
    return (np.sqrt(weights) if scheme == "root" else weights).astype(np.float32)


def bfloat16_is_fast(precision: str) -> bool:
    """Whether to compute in bfloat16: as asked, or where the processor has instructions for it."""
    if precision != "auto":
        return precision == "bfloat16"
    return torch.cuda.is_available() or bool(torch.cpu._is_avx512_bf16_supported())


def _arguments(settings: TrainingSettings, folder: str, seed: int) -> TrainingArguments:
    return TrainingArguments(
        output_dir=folder,
        num_train_epochs=settings.epochs,
        per_device_train_batch_size=settings.batch_size,
        per_device_eval_batch_size=64,
        learning_rate=settings.learning_rate,
        warmup_steps=settings.warmup,
        lr_scheduler_type="linear",
        eval_strategy="epoch",
        save_strategy="no",
        logging_strategy="epoch",
        report_to=[],
        disable_tqdm=True,
        seed=seed,
        data_seed=seed,
        bf16=bfloat16_is_fast(settings.precision),
        use_cpu=not torch.cuda.is_available(),
        remove_unused_columns=False,
        label_names=["labels"],
        dataloader_pin_memory=torch.cuda.is_available(),
        log_level="error",
    )


def _optimizer(network: StanceNetwork, settings: TrainingSettings) -> torch.optim.Optimizer:
    """AdamW with a rate of its own for the heads, which start from nothing."""
    heads: list[torch.nn.Parameter] = []
    rest: list[torch.nn.Parameter] = []
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            (heads if name.startswith("heads") else rest).append(parameter)
    groups = [{"params": rest, "lr": settings.learning_rate}, {"params": heads, "lr": settings.head_learning_rate}]
    return torch.optim.AdamW([group for group in groups if group["params"]], weight_decay=settings.weight_decay)


def _metrics(prediction: Any) -> dict[str, float]:
    logits = prediction.predictions[0] if isinstance(prediction.predictions, tuple) else prediction.predictions
    return {"f1_rel": f1_rel(np.asarray(prediction.label_ids), np.asarray(logits).argmax(axis=2)) or 0.0}


class _Average:
    """The moving average of the weights over the steps (Polyak and Juditsky 1992): steadier than the last ones.

    The first steps count less: the decay is at most (1 + step) / (10 + step).
    """

    def __init__(self, network: StanceNetwork, decay: float) -> None:
        self._decay = decay
        self._weights: Any = [parameter for parameter in network.parameters() if parameter.requires_grad]
        self._averages: Any = [weight.detach().clone() for weight in self._weights]

    def update(self, step: int) -> None:
        """Take in the weights after `step`, counted from 1."""
        average = get_ema_multi_avg_fn(min(self._decay, (1 + step) / (10 + step)))  # type: ignore[no-untyped-call]
        average(self._averages, self._weights, step)

    @torch.no_grad()
    def swap(self) -> None:
        """Put the averages into the network and keep what was there, or the other way round."""
        for weight, average in zip(self._weights, self._averages, strict=True):
            kept = weight.detach().clone()
            weight.copy_(average)
            average.copy_(kept)


class _BestEpoch(TrainerCallback):  # type: ignore[misc]
    """Scores the average of the weights, keeps that of the best epoch and stops when none better comes."""

    def __init__(self, network: StanceNetwork, settings: TrainingSettings, progress: Progress) -> None:
        self.best = trained_state(network)
        self.epochs: list[dict[str, float]] = []
        self._network, self._patience, self._progress = network, settings.patience, progress
        self._average = _Average(network, settings.average)
        self._loss, self._best_score, self._best_epoch = 0.0, -1.0, 0
        self._figures: dict[str, float] = {}

    def on_step_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Move the average and the progress bar."""
        self._average.update(state.global_step)
        self._progress(f"epoch {int(state.epoch) + 1}", state.global_step / max(state.max_steps, 1), self._figures)

    def on_epoch_end(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Have the average scored."""
        self._average.swap()

    def on_log(self, args: Any, state: Any, control: Any, logs: Mapping[str, float], **kwargs: Any) -> None:
        """Remember the training loss of the epoch."""
        self._loss = logs.get("loss", self._loss)

    def on_evaluate(self, args: Any, state: Any, control: Any, metrics: Mapping[str, float], **kwargs: Any) -> None:
        """Keep the tensors where the epoch is the best so far."""
        score, epoch = metrics["eval_f1_rel"], round(state.epoch or 0)
        self._figures = {"loss": self._loss, "dev loss": metrics["eval_loss"], "dev F1_rel": score}
        figures = {"epoch": epoch, "loss": self._loss, "dev_loss": metrics["eval_loss"], "dev_f1_rel": score}
        self.epochs.append(figures)
        if score > self._best_score:
            self._best_score, self._best_epoch, self.best = score, epoch, trained_state(self._network)
        elif epoch - self._best_epoch >= self._patience:
            control.should_training_stop = True
        self._average.swap()
