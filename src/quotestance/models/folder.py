"""A model's folder on disk: ``model.json`` (settings, file digests) and tensors; no pickle, no code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save_file

from quotestance.files import DataError, atomic, file_sha256, write_json

SETTINGS = "model.json"
WEIGHTS = "weights.safetensors"
METRICS = "metrics.json"
"""Scores by part, written by the training beside the model."""
Progress = Callable[[str, float, Mapping[str, float]], None]
"""Called as (stage, share done in [0, 1], figures so far)."""
Settings = TypeVar("Settings")


def silent(_stage: str, _done: float, _figures: Mapping[str, float]) -> None:
    """A `Progress` that shows nothing."""


def typed_options(kind: Callable[..., Settings], options: Mapping[str, Any], model: str) -> Settings:
    """`options` as the dataclass `kind`; ValueError names an unknown key."""
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(options) - known)
    if unknown:
        raise ValueError(f"model {model}: unknown setting {unknown[0]!r}; known: {', '.join(sorted(known))}")
    return kind(**options)


def write_folder(folder: Path, settings: Mapping[str, Any], tensors: Mapping[str, NDArray[Any]]) -> None:
    """Write tensors and settings; the settings hold the SHA-256 of the tensors."""
    folder.mkdir(parents=True, exist_ok=True)
    with atomic(folder / WEIGHTS) as part:
        save_file({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()}, part)
    write_json(folder / SETTINGS, {**settings, "weights_sha256": file_sha256(folder / WEIGHTS)})


def read_settings(folder: Path) -> dict[str, Any]:
    """The settings in `folder`; DataError when they are no JSON object."""
    path = folder / SETTINGS
    try:
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DataError([f"{path}: expected JSON settings of a model; {error}"]) from error
    if not isinstance(settings, dict):
        raise DataError([f"{path}: expected a JSON object; got {type(settings).__name__}"])
    return settings


def read_tensors(folder: Path, settings: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """The tensors in `folder`; DataError when the file is missing, truncated or altered (expected and found)."""
    path = folder / WEIGHTS
    expected = settings.get("weights_sha256")
    try:
        found = file_sha256(path)
        if found != expected:
            raise DataError([f"{path}: expected SHA-256 {expected}; found {found}: the file was altered or cut short"])
        return dict(load_file(path))
    except (OSError, SafetensorError) as error:
        raise DataError([f"{path}: cannot be read: {error}"]) from error


def folder_digest(folder: Path) -> str:
    """Twelve hexadecimal digits that name a model: its settings (tensor digests within) and its calibration."""
    digest = hashlib.sha256()
    for name in (SETTINGS, "calibration.json"):
        path = folder / name
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()[:12]
