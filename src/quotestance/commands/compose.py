"""The only module that knows Hydra: command line -> composed ``conf/`` -> a typed dataclass."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

import hydra
from hydra.core.global_hydra import GlobalHydra
from hydra.core.hydra_config import HydraConfig
from hydra.errors import HydraException
from omegaconf import DictConfig, OmegaConf
from omegaconf.errors import OmegaConfBaseException

from quotestance.resources import conf_dir, own_conf_dir

Config = TypeVar("Config")
_GROUPS = {"targets", "experiment", "model", "backbone", "tracking"}


class UsageError(Exception):
    """The command line asks for something that cannot be; the message says what would be right."""


def compose(command: str, overrides: Sequence[str], schema: type[Config]) -> Config:
    """The settings of `command` with `overrides` applied, as `schema`; UsageError names the key that is wrong."""
    GlobalHydra.instance().clear()
    _check_keys(command, overrides, schema)
    text = _plain_text(overrides, schema)
    given = [override for override in overrides if override.partition("=")[0] not in text]
    try:
        with hydra.initialize_config_dir(config_dir=str(conf_dir().resolve()), version_base="1.3"):
            composed = hydra.compose(config_name=command, overrides=[*given, *_search_path()])
        for key, value in text.items():
            OmegaConf.update(composed, key, value)
        return typed(command, composed, schema)
    except (HydraException, ValueError) as error:
        raise UsageError(_first_lines(error)) from error


def typed(command: str, composed: DictConfig, schema: type[Config]) -> Config:
    """A composed configuration as `schema`: an unknown key, a wrong type or a missing value is a UsageError."""
    try:
        merged = OmegaConf.merge(OmegaConf.structured(schema), composed)
        missing = sorted(OmegaConf.missing_keys(merged))
        if missing:
            wanted = " ".join(f"{key}=..." for key in missing)
            raise UsageError(f"{command} needs {wanted} (quotestance {command} --help says what each is)")
        value = OmegaConf.to_object(merged)
    except (OmegaConfBaseException, ValueError) as error:
        key = getattr(error, "full_key", "") or ""
        raise UsageError(f"{key + ': ' if key else ''}{_first_lines(error)}") from error
    if getattr(value, "output", None) == "":
        raise UsageError("output: expected a name; got nothing")
    if not isinstance(value, schema):
        raise TypeError(f"expected {schema.__name__}; got {type(value).__name__}")
    return value


def sweep(command: str, overrides: Sequence[str], job: Callable[[DictConfig], Any]) -> None:
    """Run `job` over Hydra's multirun: one composed configuration after the other."""
    sys.argv = [f"quotestance {command}", "--multirun", *overrides, *_search_path()]
    hydra.main(version_base="1.3", config_path=str(conf_dir().resolve()), config_name=command)(job)()


def job_folder() -> Path:
    """The folder of this point of a sweep."""
    return Path(HydraConfig.get().runtime.output_dir)


def _search_path() -> list[str]:
    """A ``conf`` folder where the command is run adds to the shipped one (own targets, own experiments)."""
    own, shipped = own_conf_dir(), conf_dir()
    if own is None:
        return []
    for path in sorted(own.glob("*/*.yaml")):
        twin = shipped / path.relative_to(own)
        if path.parent.name in _GROUPS and twin.is_file() and twin.read_bytes() != path.read_bytes():
            print(f"not read: {path}: a shipped file has this name; give it another", file=sys.stderr)
        package = f"# @package targets.{path.stem}"
        if path.parent.name == "targets" and package not in path.read_text(encoding="utf-8", errors="replace"):
            print(f"{path}: expected the first line {package!r}", file=sys.stderr)
    return [f"hydra.searchpath=['file://{own}']"]


def _plain_text(overrides: Sequence[str], schema: type[Any]) -> dict[str, str]:
    """The overrides of text settings, taken as they stand: any path and any letter, without Hydra's grammar."""
    hints = get_type_hints(schema)
    pairs = (override.partition("=") for override in overrides)
    return {key: value for key, separator, value in pairs if separator and hints.get(key) is str}


def _check_keys(command: str, overrides: Sequence[str], schema: type[Any]) -> None:
    known = [field.name for field in fields(schema)]
    for override in overrides:
        key, separator, _ = override.partition("=")
        if not separator and not key.startswith("~"):
            raise UsageError(f"expected key=value; got {override!r}")
        top = key.lstrip("+~").split(".")[0].split("@")[0].split("/")[0]
        if top not in {*known, "hydra", "experiment"}:
            close = difflib.get_close_matches(top, known, n=1)
            hint = f"; did you mean {close[0]}?" if close else f"; {command} knows {', '.join(known)}"
            raise UsageError(f"unknown option {top!r}{hint}")


def _first_lines(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(line for line in lines if not line.startswith(("full_key", "object_type", "reference_type")))
