"""The targets whose stances are asked for: each is one file in ``conf/targets``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Target:
    """One target: a proposition one can be for or against.

    `favor` and `against` are display words; `aliases` are names of the target by ISO 639-1 language.
    """

    name: str
    proposition: str
    favor: str = "favor"
    against: str = "against"
    notes: str = ""
    aliases: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name.isidentifier():
            raise ValueError(f"target name: expected letters, digits and _ (it names columns); got {self.name!r}")
        if not self.proposition.strip():
            raise ValueError(f"target {self.name}: expected a proposition, a full sentence one can be for or against")
