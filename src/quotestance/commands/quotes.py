"""``quotestance quotes``: who said what, without stances."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from omegaconf import MISSING

from quotestance.commands.compose import compose
from quotestance.commands.predict import Job, run
from quotestance.prediction import no_targets


@dataclass
class QuotesConfig:
    """Settings of ``conf/quotes.yaml``."""

    articles: str = MISSING
    output: str = MISSING
    strict: bool = False
    table: int = 0


def main(overrides: Sequence[str]) -> int:
    """Read, extract, write; the same columns as predict, without those of the targets."""
    config = compose("quotes", overrides, QuotesConfig)
    job = Job(config.articles, Path(config.output), strict=config.strict, table=config.table)
    return run(job, no_targets)
