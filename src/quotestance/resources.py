"""Where the shipped files lie: beside the package in a wheel, at the top of the repository in a clone."""

from __future__ import annotations

from pathlib import Path

_PACKAGED = Path(__file__).parent / "resources"
_REPOSITORY = Path(__file__).parents[2]


def conf_dir() -> Path:
    """The folder of configuration, languages and speakers."""
    return _PACKAGED / "conf" if _PACKAGED.is_dir() else _REPOSITORY / "conf"


def own_conf_dir() -> Path | None:
    """A folder ``conf`` where the command is run, which adds to the shipped one; None where there is none."""
    own = Path("conf").resolve()
    return own if own.is_dir() and own != conf_dir().resolve() else None


def released_tagger() -> Path:
    """The folder of the released tagger of speech."""
    return _PACKAGED / "tagger" if _PACKAGED.is_dir() else _REPOSITORY / "models" / "tagger"


def released_model() -> Path:
    """The folder of the released model."""
    return _PACKAGED / "stance" if _PACKAGED.is_dir() else _REPOSITORY / "models" / "stance"
