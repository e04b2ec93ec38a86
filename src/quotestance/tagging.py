"""A tagger of speech: the packaged encoder read token by token, with one question, whether it is somebody's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from quotestance.backbones import Backbone, find_backbone
from quotestance.files import DataError
from quotestance.models.deltas import pack, unpack
from quotestance.models.folder import Progress, read_settings, read_tensors, write_folder
from quotestance.models.network import EncoderSettings, StanceNetwork, build_network, load_trained, trained_state
from quotestance.models.training import bfloat16_is_fast
from quotestance.records import Span

_SURROGATE = re.compile("[\ud800-\udfff]")
_STRIDES = 8
"""Windows that are read at once."""


@dataclass
class TaggerSettings:
    """Settings of ``conf/tagger.yaml``; `window` and `overlap` count tokens."""

    trained_layers: int = 6
    window: int = 254
    overlap: int = 32
    epochs: int = 5
    batch: int = 4
    rate: float = 2e-4
    head_rate: float = 1e-3
    warmup: int = 60
    dropout: float = 0.1

    def __post_init__(self) -> None:
        if not 0 <= self.overlap < self.window:
            raise ValueError(f"overlap: expected 0 or more and less than window; got {self.overlap}, {self.window}")
        if min(self.epochs, self.batch, self.trained_layers, self.warmup) < 1:
            raise ValueError("epochs, batch, trained_layers, warmup: expected 1 or more")
        if not (0 < self.rate < 1 and 0 < self.head_rate < 1 and 0 <= self.dropout < 1):
            raise ValueError("rate, head_rate, dropout: expected shares below 1, rates above 0")


class Window(NamedTuple):
    """Consecutive tokens of a text: their ids, and their spans of characters."""

    ids: list[int]
    spans: list[tuple[int, int]]


class Tagger:
    """Tells for each character of a text how likely it is a part of what somebody said."""

    name = "tagger"

    def __init__(self, settings: TaggerSettings, backbone: Backbone, *, seed: int = 0) -> None:
        self._settings, self._backbone = settings, backbone
        self._tokenizer = Tokenizer.from_file(str(backbone.folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._start, *_, self._end = self._tokenizer.encode("a").ids
        encoder = EncoderSettings(trained_layers=settings.trained_layers, dropout=settings.dropout)
        self._network = build_network(encoder, backbone.folder, 1, seed=seed)
        self._network.heads = nn.Linear(self._network.heads.in_features, 1)
        self._base = {name: t for name, t in trained_state(self._network).items() if not name.startswith("heads")}
        self._packed: dict[str, Tensor] = {}

    @classmethod
    def new(cls, settings: TaggerSettings, backbone: str, *, seed: int) -> Tagger:
        """One that has learned nothing yet, on the backbone of that name; DataError where its window is shorter."""
        found = find_backbone(backbone)
        if settings.window + 2 > found.longest:
            raise DataError([f"window: {backbone} reads {found.longest - 2} tokens at most; got {settings.window}"])
        return cls(settings, found, seed=seed)

    def fit(self, texts: Sequence[tuple[str, Sequence[Span]]], *, seed: int, progress: Progress) -> None:
        """Learn from texts and the spans of them that are speech; `progress` gets the mean loss of the epoch so far.

        What the lower layers make of a window is computed once.
        """
        windows = [(window, _covered(window, spans)) for text, spans in texts for window in self._windows(text)]
        if not windows:
            raise DataError(["pages: nothing to learn from"])
        inputs = []
        for number, (window, labels) in enumerate(windows, 1):
            with torch.no_grad(), self._precision():
                states = self._network.states(*self._tensors([window]))[0].half()
            inputs.append((states, torch.tensor(labels)))
            progress("reading", number / len(windows), {})
        network, given = self._network, self._settings
        heads = list(network.heads.parameters())
        upper = [p for p in network.encoder.parameters() if p.requires_grad]
        groups = [{"params": upper, "lr": given.rate}, {"params": heads, "lr": given.head_rate}]
        optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
        steps = given.epochs * -(-len(inputs) // given.batch)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / given.warmup) * max(0.02, 1 - step / steps)
        )
        chance, done = np.random.default_rng(seed), 0
        torch.manual_seed(seed)
        network.train()
        for epoch in range(1, given.epochs + 1):
            order, losses = chance.permutation(len(inputs)), []
            for start in range(0, len(order), given.batch):
                loss = self._loss([inputs[row] for row in order[start : start + given.batch]])
                loss.backward()  # type: ignore[no-untyped-call]
                nn.utils.clip_grad_norm_([*upper, *heads], 1.0)
                optimizer.step()
                optimizer.zero_grad()
                schedule.step()
                done += 1
                losses.append(loss.item())
                progress("training", done / steps, {"epoch": epoch, "loss": float(np.mean(losses))})
        self._use(pack(trained_state(network), self._base))

    def heard(self, text: str) -> NDArray[np.float32]:
        """Probability of being a part of somebody's words, for each character of `text`: shape (len(text),)."""
        if not self._packed:
            raise ValueError("tagger: expected a trained or loaded one; call fit first")
        weighed, weights = np.zeros(len(text), np.float32), np.zeros(len(text), np.float32)
        windows = list(self._windows(text))
        for first in range(0, len(windows), _STRIDES):
            some = windows[first : first + _STRIDES]
            with torch.inference_mode(), self._precision():
                ids, mask = self._tensors(some)
                logits = self._logits(self._network.eval().states(ids, mask), mask)
            for window, row in zip(some, logits.float().sigmoid().numpy(), strict=True):
                last = len(window.ids)
                for place, (start, end) in enumerate(window.spans):
                    weight = min(place + 1, last - place)  # a token in the middle of a window is read best
                    weighed[start:end] += weight * row[place + 1]
                    weights[start:end] += weight
        return np.divide(weighed, np.maximum(weights, 1), dtype=np.float32)

    def _windows(self, text: str) -> Iterator[Window]:
        encoding = self._tokenizer.encode(_SURROGATE.sub("\ufffd", text), add_special_tokens=False)
        ids, spans, size = encoding.ids, encoding.offsets, self._settings.window
        for first in range(0, max(1, len(ids) - self._settings.overlap), size - self._settings.overlap):
            if ids:
                yield Window(ids[first : first + size], spans[first : first + size])

    def _tensors(self, windows: Sequence[Window]) -> tuple[Tensor, Tensor]:
        """Token ids and mask of windows, begun and ended as the backbone has it, padded on the right."""
        longest = max(len(window.ids) for window in windows)
        rows = [[self._start, *w.ids, self._end, *[self._backbone.pad] * (longest - len(w.ids))] for w in windows]
        mask = [[1] * (len(w.ids) + 2) + [0] * (longest - len(w.ids)) for w in windows]
        return torch.tensor(rows), torch.tensor(mask)

    def _logits(self, states: Tensor, mask: Tensor) -> Tensor:
        network: StanceNetwork = self._network
        logits: Tensor = network.heads(network.dropout(network.hidden(states, mask)))[..., 0]
        return logits

    def _loss(self, batch: Sequence[tuple[Tensor, Tensor]]) -> Tensor:
        """The mean over tokens of the cross-entropy; `batch` holds states (tokens + 2, width) and labels (tokens)."""
        states = nn.utils.rnn.pad_sequence([states.float() for states, _ in batch], batch_first=True)
        lengths = torch.tensor([len(states) for states, _ in batch])
        mask = (torch.arange(states.shape[1])[None] < lengths[:, None]).long()
        with self._precision():
            logits = self._logits(states, mask).float()
        known = torch.cat([logits[row, 1 : len(labels) + 1] for row, (_, labels) in enumerate(batch)])
        return functional.binary_cross_entropy_with_logits(known, torch.cat([labels for _, labels in batch]).float())

    @staticmethod
    def _precision() -> torch.autocast:
        return torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16_is_fast("auto"))

    def _use(self, packed: dict[str, Tensor]) -> None:
        """Go on with what is packed: what ships is what was measured."""
        self._packed = packed
        load_trained(self._network, unpack(packed, self._base))

    def save(self, folder: Path) -> None:
        """Write settings, the backbone's digests, and what training changed."""
        settings = {"name": self.name, "settings": asdict(self._settings), "backbone": self._backbone.identity()}
        write_folder(folder, settings, {name: tensor.numpy() for name, tensor in self._packed.items()})

    @classmethod
    def load(cls, folder: Path) -> Tagger:
        """Read what `save` wrote; DataError with expected and found where the backbone is another one."""
        stored = read_settings(folder)
        if stored.get("name") != cls.name:
            raise DataError([f"{folder}: expected a tagger; found {stored.get('name')!r}"])
        backbone = find_backbone(stored["backbone"]["name"])
        if (found := backbone.identity()) != stored["backbone"]:
            raise DataError([f"{folder}: made for backbone {stored['backbone']}; found {found}"])
        tagger = cls(TaggerSettings(**stored["settings"]), backbone)
        tensors = read_tensors(folder, stored)
        try:
            tagger._use({name: torch.from_numpy(tensor) for name, tensor in tensors.items()})
        except ValueError as error:
            raise DataError([f"{folder}: tensors do not fit the settings: {error}"]) from error
        return tagger


def _covered(window: Window, spans: Sequence[Span]) -> list[int]:
    """1 for each token that lies in one of the spans by more than half, else 0."""
    covered = []
    for start, end in window.spans:
        inside = sum(max(0, min(end, span.end) - max(start, span.start)) for span in spans)
        covered.append(int(2 * inside > end - start))
    return covered
