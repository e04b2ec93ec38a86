"""``quotestance release``: a trained and evaluated model goes to where it ships from, with its card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from omegaconf import MISSING

from quotestance.commands.compose import UsageError, compose
from quotestance.commands.show import out
from quotestance.files import atomic, write_text
from quotestance.loading import labelled_split
from quotestance.models.folder import SETTINGS, folder_digest, read_settings
from quotestance.report.card import model_card

_LARGEST = 12_000_000
"""Bytes of all tensors: what git carries without pain."""


@dataclass
class ReleaseConfig:
    """Settings of ``conf/release.yaml``."""

    model: str = MISSING
    evaluation: str = MISSING
    output: str = MISSING
    data: str = MISSING
    split: str = MISSING
    gold: str = MISSING
    gold_articles: str = MISSING


def main(overrides: Sequence[str]) -> int:
    """Check that the scores are this model's, copy it, write the card."""
    config = compose("release", overrides, ReleaseConfig)
    source, output = Path(config.model), Path(config.output)
    if output.is_dir() and any(output.iterdir()) and not (output / SETTINGS).is_file():
        raise UsageError(f"output: expected a new folder, or one that holds a model; got {config.output!r}")
    settings, digest = _settings(source), folder_digest(source)
    evaluation = json.loads(Path(config.evaluation).read_text(encoding="utf-8"))
    for part in ("stance", "behaviour"):
        if (scored := evaluation.get(part, {}).get("model")) != digest:
            raise UsageError(f"evaluation: expected {part} of model {digest}; {config.evaluation} has {scored}")
    files = _files(source)
    size = sum((source / name).stat().st_size for name in files if name.suffix == ".safetensors")
    if size > _LARGEST:
        raise UsageError(f"model: the tensors in {source} have {size} bytes; at most {_LARGEST} ship")
    split = labelled_split(config.data, config.split, config.gold, config.gold_articles, settings["targets"])
    card = model_card(settings, digest, split, evaluation["stance"], evaluation["behaviour"])
    _replace(source, files, output)
    write_text(output / "README.md", card)
    out().print(f"released {digest} -> {output}", markup=False)
    return 0


def _settings(folder: Path) -> dict[str, Any]:
    """Of a model, with the backbone of its encoder where that is one of its parts."""
    part = folder / "encoder"
    return (read_settings(part) if part.is_dir() else {}) | read_settings(folder)


def _files(folder: Path) -> list[Path]:
    """Settings and tensors of a model and its parts, relative to its folder."""
    return [path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.suffix in {".json", ".safetensors"}]


def _replace(source: Path, files: Sequence[Path], output: Path) -> None:
    """Copy `files`, each atomically, and remove what the release before left."""
    for name in files:
        (output / name).parent.mkdir(parents=True, exist_ok=True)
        with atomic(output / name) as part:
            shutil.copyfile(source / name, part)
    for old in _files(output):
        if old not in files:
            (output / old).unlink()
