"""``quotestance tagger``: pages with marked units in, a tagger of speech out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console

from quotestance.commands.compose import compose
from quotestance.commands.evaluate import QuoteSet
from quotestance.commands.show import training_progress
from quotestance.files import DataError
from quotestance.gold import by_article
from quotestance.loading import gold_with_articles
from quotestance.records import Span
from quotestance.tagging import Tagger, TaggerSettings


@dataclass
class TaggerConfig:
    """Settings of ``conf/tagger.yaml``."""

    learned: dict[str, QuoteSet] = field(default_factory=dict)
    backbone: str = "packaged"
    settings: TaggerSettings = field(default_factory=TaggerSettings)
    seed: int = 0
    output: str = "build/tagger"


def main(overrides: Sequence[str]) -> int:
    """Train and write; return the exit code."""
    config = compose("tagger", overrides, TaggerConfig)
    console, pages = Console(stderr=True), _pages(config.learned)
    console.print(f"training a tagger on {len(pages)} pages, {sum(len(spans) for _, spans in pages)} pieces of speech")
    tagger = Tagger.new(config.settings, config.backbone, seed=config.seed)
    with training_progress(console) as progress:
        tagger.fit(pages, seed=config.seed, progress=progress)
    tagger.save(Path(config.output))
    console.print(f"tagger -> {config.output}", highlight=False)
    return 0


def _pages(sets: Mapping[str, QuoteSet]) -> list[tuple[str, list[Span]]]:
    """The text of each page, and what of it is speech."""
    pages = []
    for one in sets.values():
        units, articles = gold_with_articles(one.gold, one.articles)
        marked = by_article(units)
        if empty := sorted(set(articles) - set(marked)):
            raise DataError([f"{one.gold}: marks nothing in {', '.join(empty)}"])
        spans = {key: [piece for quote in marked[key] for piece in quote.pieces] for key in articles}
        pages += [(article.text, spans[key]) for key, article in articles.items()]
    return pages
