"""``quotestance quotes``: who said what, without stances; as rows, or as a page to look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from quotestance.commands.compose import UsageError, compose
from quotestance.commands.predict import Job, Sink, check_output, rows_sink, run
from quotestance.files import OUTPUT_SUFFIXES, DataError, write_text
from quotestance.gold import ADJUDICATED, by_annotator, by_article, load_gold
from quotestance.prediction import ArticlePredictions, no_targets
from quotestance.records import Article, Quote
from quotestance.report.quotes_page import page
from quotestance.report.quotes_view import ArticleView, article_view

_PAGE = ".html"
Gold = Mapping[str, Sequence[Quote]]
"""Labelled units by article id."""


@dataclass
class QuotesConfig(Job):
    """Settings of ``conf/quotes.yaml``."""

    gold: str = ""


def main(overrides: Sequence[str]) -> int:
    """Read, extract, write: the columns of predict without those of the targets, or a page."""
    config = compose("quotes", overrides, QuotesConfig)
    output = Path(config.output)
    check_output(output, (*OUTPUT_SUFFIXES, _PAGE))
    if output.suffix == _PAGE:
        return run(config, no_targets, partial(page_sink, gold=_gold(config.gold)))
    if config.gold:
        raise UsageError(f"gold: shown on a page alone; expected output to end in {_PAGE}, got {config.output!r}")
    return run(config, no_targets, rows_sink)


@contextmanager
def page_sink(output: Path, _: Sequence[str], *, gold: Gold) -> Iterator[Sink]:
    """Articles onto one page, written at the end, since the summary of them all stands above them."""
    views: list[ArticleView] = []
    yield lambda result, _: views.append(_view(result, gold))
    write_text(output, page(views))


def _view(result: ArticlePredictions, gold: Gold) -> ArticleView:
    labelled = gold.get(result.article.id)
    for quote in labelled or ():
        _check_inside(quote, result.article)
    return article_view(result.article, [prediction.quote for prediction in result.predictions], labelled)


def _check_inside(quote: Quote, article: Article) -> None:
    spans = [quote.hull, *(span for span in (quote.cue, quote.speaker_span) if span is not None)]
    last = max(span.end for span in spans)
    if last > len(article.text):
        found = f"{article.source} has {len(article.text)} characters"
        raise DataError([f"gold: unit of {quote.quote_id} ends at {last}, but {found}: another text was labelled"])


def _gold(path: str) -> Gold:
    """The adjudicated units by article; nothing without a path."""
    return by_article(by_annotator(load_gold(Path(path)), ADJUDICATED)) if path else {}
