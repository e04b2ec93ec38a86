"""The list beside an article: one card per unit, what to look at first."""

from __future__ import annotations

from collections.abc import Iterator

from quotestance.records import Quote, Span
from quotestance.report.markup import language, safe
from quotestance.report.quotes_text import place_id, unit_id
from quotestance.report.quotes_view import ArticleView, ShownUnit, Status, listed

STATUS_WORDS: dict[Status, str] = {"both": "gold and predicted", "gold": "only in gold", "found": "only predicted"}
_GAP = " … "


def side_list(view: ArticleView, name: str) -> str:
    """Unknown speakers first, then what differs from gold, then the least confident."""
    cards = "".join(_card(unit, view, name) for unit in listed(view.units))
    units = f'<ol class="units">\n{cards}</ol>\n' if cards else '<p class="none">No quotes found.</p>\n'
    return (
        f'<section class="side" aria-labelledby="{name}l">\n<h3 id="{name}l">{_heading(view)}</h3>\n{units}</section>\n'
    )


def _heading(view: ArticleView) -> str:
    order = ["unknown speakers"] if any(unit.unknown for unit in view.units) else []
    order += ["differences from gold"] if view.compared else []
    words = ", then ".join([*order, "least confident"])
    return f"{len(view.units)} quoted {'sentence' if len(view.units) == 1 else 'sentences'} · {words} first"


def _card(unit: ShownUnit, view: ArticleView, name: str) -> str:
    own, quote = unit_id(name, unit), unit.quote
    place = place_id(name, quote.hull.start)
    sure = "" if unit.status == "gold" else f'<span class="sure" title="confidence">{quote.confidence:.2f}</span>'
    said = safe(_content(quote, view.article.text))
    return (
        f'<li id="{own}" class="unit{" unknown" if unit.unknown else ""}" data-u="{own}">\n'
        f'<p class="who"><span class="number">{unit.number}</span> '
        f"<bdi>{safe(quote.speaker) or 'Unknown speaker'}</bdi> {sure}</p>\n"
        f'<p class="said"{language(view.article)} dir="auto"><a href="#{place}">{said}</a></p>\n'
        f'<p class="meta">{" · ".join(_facts(unit, view, name))}</p>\n{_against_gold(unit, view)}</li>\n'
    )


def _content(quote: Quote, text: str) -> str:
    return _GAP.join(" ".join(piece.of(text).split()) for piece in quote.pieces)


def _facts(unit: ShownUnit, view: ArticleView, name: str) -> Iterator[str]:
    quote = unit.quote
    if unit.status in STATUS_WORDS:
        yield f'<span class="tag q q-{unit.status}">{STATUS_WORDS[unit.status]}</span>'
        yield quote.kind
    else:
        yield f'<span class="tag q q-{quote.kind}">{quote.kind}</span>'
    if quote.continuation:
        yield "goes on without a cue"
    if quote.cue is not None:
        yield f"cue {_link(quote.cue, view, name)}"
    if quote.speaker_span is not None:
        yield f"named as {_link(quote.speaker_span, view, name)}"
    elif quote.speaker:
        yield "not named beside it"


def _link(span: Span, view: ArticleView, name: str) -> str:
    text = safe(" ".join(span.of(view.article.text).split()))
    return f'<a href="#{place_id(name, span.start)}"{language(view.article)}><bdi>{text}</bdi></a>'


def _against_gold(unit: ShownUnit, view: ArticleView) -> str:
    """What gold has otherwise about the same unit."""
    gold, quote = unit.gold, unit.quote
    if gold is None:
        return ""
    differences = []
    if unit.speaker_differs:
        differences.append(f"<strong>speaker <bdi>{safe(gold.speaker) or 'unknown'}</bdi></strong>")
    if gold.kind != quote.kind:
        differences.append(gold.kind)
    if gold.pieces != quote.pieces:
        differences.append(f"<bdi{language(view.article)}>{safe(_content(gold, view.article.text))}</bdi>")
    return f'<p class="gold">gold: {" · ".join(differences)}</p>\n' if differences else ""
