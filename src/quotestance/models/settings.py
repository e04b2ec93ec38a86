"""Settings of a training, read by the command line as well: nothing heavy is imported here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, inf

_CHOICES = {"class_weights": ("balanced", "root", "none"), "precision": ("auto", "bfloat16", "float32")}


@dataclass
class TrainingSettings:
    """Settings of the group ``training``.

    `min_steps`: with few sentences `epochs` (and `patience`) are multiplied until there are so many steps.
    `average`: decay of the moving average of the weights over the steps, which is what is kept (0: the last weights).
    `contrast` weighs the loss of telling members of a family apart (0: families are not looked at).
    `patience`: epochs without a better F1_rel on the development part before it stops; `warmup` is a share of all
    steps; `precision` auto takes bfloat16 where the processor computes in it.
    """

    epochs: int = 4
    min_steps: int = 64
    batch_size: int = 16
    learning_rate: float = 3e-4
    head_learning_rate: float = 1e-3
    warmup: float = 0.1
    weight_decay: float = 0.01
    class_weights: str = "balanced"
    contrast: float = 0.5
    average: float = 0.999
    patience: int = 3
    precision: str = "auto"

    def enough(self, count: int) -> TrainingSettings:
        """The settings for `count` sentences: as many epochs more as `min_steps` asks for."""
        steps = self.epochs * ceil(count / self.batch_size)
        more = max(1, ceil(self.min_steps / max(steps, 1)))
        return replace(self, epochs=more * self.epochs, patience=more * self.patience)

    def __post_init__(self) -> None:
        for name in ("epochs", "batch_size", "patience"):
            if getattr(self, name) < 1:
                raise ValueError(f"training.{name}: expected 1 or more; got {getattr(self, name)}")
        for name in ("min_steps", "learning_rate", "head_learning_rate", "weight_decay", "contrast"):
            if not 0 <= getattr(self, name) < inf:
                raise ValueError(f"training.{name}: expected 0 or more; got {getattr(self, name)}")
        for name in ("warmup", "average"):
            if not 0 <= getattr(self, name) < 1:
                raise ValueError(f"training.{name}: expected a share, 0 to below 1; got {getattr(self, name)}")
        for name, choices in _CHOICES.items():
            if getattr(self, name) not in choices:
                raise ValueError(f"training.{name}: expected {', '.join(choices)}; got {getattr(self, name)!r}")
