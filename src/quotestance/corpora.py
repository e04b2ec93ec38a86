"""Public corpora of annotated quotes, where a folder holds them: they measure, and never enter this repository."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from quotestance.quotes.scoring import Attribution
from quotestance.records import Article, Span


@dataclass(frozen=True)
class QuoteCorpus:
    """A corpus: file name without part, source of its texts, and the groups of kinds that its scores are read by."""

    file: str
    title: str
    kinds: dict[str, tuple[str, ...]]

    def path(self, root: Path, part: str) -> Path:
        """The file of one part below `root`."""
        return root / "quotes" / f"{self.file}_{part}.jsonl.gz"


QUOTE_CORPORA = (
    QuoteCorpus(
        "polnear",
        "PolNeAR (Newell et al. 2018)",
        {"direct+mixed": ("direct", "mixed"), **{kind: (kind,) for kind in ("direct", "mixed", "indirect")}},
    ),
    QuoteCorpus(
        "german_wikinews",
        "German Wikinews (Papay and Padó 2020)",
        {"direct": ("direct",), "indirect": ("indirect", "indirectfreeindirect")},
    ),
)


def read_quotes(path: Path) -> Iterator[tuple[Article, tuple[Attribution, ...]]]:
    """Articles with their gold quotes: a line each with `id`, `language`, `text` and `quotes`.

    A quote has `kind`, and `content` and `source` as lists of spans [start, end). The whole text is body.
    """
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            text, name = row["text"], row["id"]
            article = Article(name, name, text, row["language"], body=(Span(0, len(text)),))
            quotes = [Attribution(_spans(q["content"]), _spans(q["source"]), q["kind"]) for q in row["quotes"]]
            yield article, tuple(quote for quote in quotes if quote.content)


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs if start < end)
