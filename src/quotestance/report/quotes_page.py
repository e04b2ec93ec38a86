"""Articles with their quotes marked, as one page of HTML that needs nothing else: no network, no other file; pure.

Text, titles and names come from strangers: all are escaped, and the page forbids every script but its own.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from importlib.resources import files

from quotestance.records import KINDS, Article
from quotestance.report.markup import language, safe
from quotestance.report.quotes_cards import STATUS_WORDS, side_list
from quotestance.report.quotes_text import marked_text
from quotestance.report.quotes_view import ArticleView, Tally

_UNKNOWN = "unknown speakers"
_WARN = ' class="warn"'


def opening(tally: Tally) -> str:
    """The page up to its first article: style, summary, legend, list of articles."""
    style, script = _asset("quotes_page.css"), _asset("quotes_page.js")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<link rel="icon" href="data:,">\n'
        f"<title>Who said what</title>\n<style>{style}</style>\n</head>\n<body>\n"
        f"<header>\n<h1>Who said what</h1>\n{_figures(tally)}{_legend(tally)}{_contents(tally)}</header>\n<main>\n"
    )


def section(view: ArticleView, number: int) -> str:
    """One article, the `number`-th of the page, from 1."""
    article, name = view.article, f"a{number}"
    lang = language(article)
    return (
        f'<article id="{name}" aria-labelledby="{name}h">\n'
        f'<h2 id="{name}h"{lang} dir="auto">{safe(article.title or article.source)}</h2>\n'
        f'<p class="facts">{_facts(article)}</p>\n<div class="columns">\n'
        f'<div class="text"{lang} dir="auto">{marked_text(view, name)}</div>\n'
        f"{side_list(view, name)}</div>\n</article>\n"
    )


def closing() -> str:
    """The end of the page."""
    note = "Numbers are in reading order; the list puts first what to look at. Escape lets go of a chosen quote."
    return f"</main>\n<footer>{note}</footer>\n<script>{_asset('quotes_page.js')}</script>\n</body>\n</html>\n"


def page(views: Sequence[ArticleView]) -> str:
    """The whole page at once, for few articles."""
    tally = Tally()
    for view in views:
        tally.add(view)
    return opening(tally) + "".join(section(view, n) for n, view in enumerate(views, start=1)) + closing()


def _asset(name: str) -> str:
    return files("quotestance.report").joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """Nothing is loaded from anywhere; of inline style and script only our own."""
    return (
        f"default-src 'none'; img-src data:; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _facts(article: Article) -> str:
    facts = [article.outlet, article.source, article.language, _date(article)]
    return " · ".join(f"<bdi>{safe(fact)}</bdi>" for fact in facts if fact)


def _date(article: Article) -> str:
    if not article.date:
        return "undated"
    return f"{article.date} (inferred)" if article.date_basis == "inferred" else article.date


def _figures(tally: Tally) -> str:
    figures = {
        "articles": len(tally.articles),
        "quotes": tally.quotes,
        "quoted sentences": tally.units,
        "speakers": len(tally.speakers),
        _UNKNOWN: tally.unknown,
    }
    if tally.compared:
        figures |= {words: tally.status.get(status, 0) for status, words in STATUS_WORDS.items()}
        figures["speaker differs"] = tally.speaker_differs
    cells = (
        f"<div{_WARN if name == _UNKNOWN and n else ''}><dt>{name}</dt><dd>{n:,}</dd></div>\n"
        for name, n in figures.items()
    )
    return f'<dl class="figures">\n{"".join(cells)}</dl>\n'


def _legend(tally: Tally) -> str:
    samples: list[tuple[str, str, str]] = []
    if tally.compared < len(tally.articles) or not tally.articles:
        samples += [(f"q q-{kind}", kind, "quote") for kind in KINDS]
    if tally.compared:
        samples += [(f"q q-{status}", words, "") for status, words in STATUS_WORDS.items()]
    samples += [
        ("s", "speaker", "where named"),
        ("c", "cue", "that reports"),
        ("out", "grey", "not the article itself"),
    ]
    items = (f'<li><span class="sample {css}">{name}</span> {note}</li>\n' for css, name, note in samples)
    return f'<ul class="legend" aria-label="Legend">\n{"".join(items)}</ul>\n'


def _contents(tally: Tally) -> str:
    if len(tally.articles) < 2:
        return ""
    items = (
        f'<li><a href="#a{number}"><bdi>{safe(title)}</bdi></a> {units}'
        f"{f', {unknown} unknown' if unknown else ''}</li>\n"
        for number, (title, units, unknown) in enumerate(tally.articles, start=1)
    )
    return f'<details class="contents"><summary>Articles</summary>\n<ol>\n{"".join(items)}</ol>\n</details>\n'
