"""``quotestance release``: a trained and evaluated model goes to where it ships from, with its card."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from omegaconf import MISSING

from quotestance.commands.compose import UsageError, compose
from quotestance.commands.show import out
from quotestance.commands.train import TargetConfig
from quotestance.files import atomic, write_text
from quotestance.loading import labelled_split
from quotestance.models.folder import folder_digest, read_settings
from quotestance.report.card import model_card

_LARGEST = 12_000_000
"""Bytes of one file: what git carries without pain."""


@dataclass
class ReleaseConfig:
    """Settings of ``conf/release.yaml``."""

    model: str = MISSING
    evaluation: str = MISSING
    output: str = MISSING
    targets: dict[str, TargetConfig] = field(default_factory=dict)
    data: str = MISSING
    split: str = MISSING
    gold: str = MISSING
    gold_articles: str = MISSING


def main(overrides: Sequence[str]) -> int:
    """Check that the scores are this model's, copy it, write the card."""
    config = compose("release", overrides, ReleaseConfig)
    source, output = Path(config.model), Path(config.output)
    settings, digest = read_settings(source), folder_digest(source)
    evaluation = json.loads(Path(config.evaluation).read_text(encoding="utf-8"))
    for part in ("stance", "behaviour"):
        if (scored := evaluation.get(part, {}).get("model")) != digest:
            raise UsageError(f"evaluation: expected {part} of model {digest}; {config.evaluation} has {scored}")
    files = [path for path in sorted(source.iterdir()) if path.suffix in {".json", ".safetensors"}]
    large = [path for path in files if path.stat().st_size > _LARGEST]
    if large:
        raise UsageError(f"model: {large[0]} has {large[0].stat().st_size} bytes; at most {_LARGEST} ship")
    split = labelled_split(config.data, config.split, config.gold, config.gold_articles, settings["targets"])
    card = model_card(settings, digest, split, evaluation["stance"], evaluation["behaviour"])
    _replace(files, output)
    write_text(output / "README.md", card)
    out().print(f"released {digest} -> {output}", markup=False)
    return 0


def _replace(files: Sequence[Path], output: Path) -> None:
    """Copy `files`, each atomically, and remove what the release before left."""
    output.mkdir(parents=True, exist_ok=True)
    for path in files:
        with atomic(output / path.name) as part:
            shutil.copyfile(path, part)
    for old in output.iterdir():
        if old.suffix in {".json", ".safetensors"} and old.name not in {path.name for path in files}:
            old.unlink()
