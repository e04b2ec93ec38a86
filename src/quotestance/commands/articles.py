"""``quotestance articles``: articles as they are read, with language and body found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from omegaconf import MISSING
from rich.console import Console

from quotestance.articles import read_articles
from quotestance.commands.compose import compose
from quotestance.files import write_jsonl
from quotestance.loading import known_languages
from quotestance.prediction import RecordError
from quotestance.records import Skipped


@dataclass
class ArticlesConfig:
    """Settings of ``conf/articles.yaml``."""

    articles: str = MISSING
    output: str = MISSING
    strict: bool = False


def main(overrides: Sequence[str]) -> int:
    """Read and write; what was skipped is named."""
    config = compose("articles", overrides, ArticlesConfig)
    skipped: list[Skipped] = []
    write_jsonl(Path(config.output), _rows(config, skipped))
    console = Console(stderr=True)
    for one in skipped:
        console.print(f"skipped: {one}", markup=False, highlight=False, soft_wrap=True)
    console.print(f"articles -> {config.output}; {len(skipped)} records skipped", markup=False, highlight=False)
    return 0


def _rows(config: ArticlesConfig, skipped: list[Skipped]) -> Iterator[dict[str, Any]]:
    for record in read_articles(config.articles, languages=known_languages()):
        if isinstance(record, Skipped):
            if config.strict:
                raise RecordError(str(record))
            skipped.append(record)
        else:
            row = asdict(record)
            yield {**row, "body": [[span.start, span.end] for span in record.body]}
