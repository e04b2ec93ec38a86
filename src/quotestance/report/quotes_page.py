"""Articles with their quotes marked, as one page of HTML that needs nothing else: no network, no other file; pure.

Text, titles and names come from strangers: all are escaped, and the page forbids every script but its own.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files

from jinja2 import Environment, Template
from markupsafe import Markup

from quotestance.records import KINDS, Span
from quotestance.report.quotes_view import ArticleView, ShownUnit, Status, listed, segments

STATUS_WORDS: dict[Status, str] = {"both": "gold and predicted", "gold": "only in gold", "found": "only predicted"}
_SURROGATES = re.compile("[\ud800-\udfff]")
_GAP = " … "


def page(views: Sequence[ArticleView]) -> str:
    """The page: figures, legend and contents, then each article with its units beside it, what to look at first."""
    style, script = _asset("quotes_page.css"), _asset("quotes_page.js")
    return _template().render(views=views, figures=_figures(views), legend=_legend(views), style=style, script=script)


@cache
def _template() -> Template:
    environment = Environment(
        autoescape=True, finalize=_safe, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= {"ids": _ids, "content": _content, "digest": _digest}
    environment.globals |= {"segments": segments, "listed": listed, "STATUS_WORDS": STATUS_WORDS}
    return environment.from_string(_asset("quotes_page.html"))


def _asset(name: str) -> str:
    return files("quotestance.report").joinpath(name).read_text(encoding="utf-8")


def _safe(value: object) -> object:
    """Text for element content or a quoted attribute, so that the browser reads back the very same characters.

    NUL and lone surrogates, which HTML cannot hold, become U+2400 and U+FFFD: one character for one.
    """
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    shown = _SURROGATES.sub("\ufffd", value).replace("\0", "\u2400")
    return Markup(escape(shown).replace("\r", "&#13;"))  # noqa: S704 - escaped right here


def _ids(units: Sequence[ShownUnit], article: str) -> str:
    """The ids of the cards of `units`, on the page's `article`."""
    return " ".join(f"{article}u{unit.number}" for unit in units)


def _content(pieces: Sequence[Span], text: str) -> str:
    return _GAP.join(" ".join(piece.of(text).split()) for piece in pieces)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _figures(views: Sequence[ArticleView]) -> dict[str, int]:
    units = [unit for view in views for unit in view.units]
    found = [unit.quote for unit in units if unit.status != "gold"]
    figures = {
        "articles": len(views),
        "quotes": len({(quote.article_id, quote.quote_id) for quote in found}),
        "quoted sentences": len(found),
        "speakers": len({quote.speaker_id or quote.speaker for quote in found if quote.speaker}),
        "unknown speakers": sum(view.unknown for view in views),
    }
    if any(view.compared for view in views):
        figures |= {words: sum(unit.status == status for unit in units) for status, words in STATUS_WORDS.items()}
        figures["speaker differs"] = sum(unit.speaker_differs for unit in units)
    return figures


def _legend(views: Sequence[ArticleView]) -> list[tuple[str, str, str]]:
    """Class, name and note of each kind of mark that the page can have."""
    samples = [("s", "speaker", "where named"), ("c", "cue", "that reports"), ("out", "grey", "not the article itself")]
    if any(view.compared for view in views):
        samples = [(f"q q-{status}", words, "") for status, words in STATUS_WORDS.items()] + samples
    if not all(view.compared for view in views) or not views:
        samples = [(f"q q-{kind}", kind, "quote") for kind in KINDS] + samples
    return samples
