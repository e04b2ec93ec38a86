"""An article's text as HTML: every stretch that is part of a unit is a link to the unit's card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from quotestance.report.markup import attributes, safe
from quotestance.report.quotes_view import ArticleView, Mark, Segment, ShownUnit, Status, origin, segments

BADGES: dict[Status, str] = {"plain": "", "both": "", "gold": " gold only", "found": " predicted only"}
"""What stands beside the number where a unit begins."""
_UNITS_NAMED = 6
"""Most units that a tooltip names."""


def marked_text(view: ArticleView, name: str) -> str:
    """The text character by character as it was read; `name` is the article's id on the page."""
    return "".join(_stretch(segment, view, name) for segment in segments(view))


def unit_id(name: str, unit: ShownUnit) -> str:
    """The id of a unit's card."""
    return f"{name}u{unit.number}"


def place_id(name: str, offset: int) -> str:
    """The id of the marked stretch that begins at `offset` of the article's text."""
    return f"{name}-{offset}"


def _stretch(segment: Segment, view: ArticleView, name: str) -> str:
    text = safe(segment.span.of(view.article.text))
    if not segment.marks:
        return text if segment.body else f'<span class="out">{text}</span>'
    first = _beginning(segment)
    leads = [unit_id(name, unit) for unit in _led_to(segment.marks)]
    units = [unit_id(name, unit) for unit in _units(segment.marks)]
    given = attributes(
        id=place_id(name, segment.span.start),
        class_=" ".join(_classes(segment, view.compared)),
        href=f"#{leads[0]}",
        data_u=" ".join(units),
        data_go=" ".join(leads) if leads != units else "",
        data_n=", ".join(f"{unit.number}{BADGES[unit.status]}" for unit in first),
        tabindex="" if first else "-1",
        title="; ".join(_words(segment.marks)),
    )
    return f"<a{given}>{text}</a>"


def _beginning(segment: Segment) -> list[ShownUnit]:
    """The units whose content begins here."""
    units = _units(mark for mark in segment.marks if mark.role == "content")
    return [unit for unit in units if unit.quote.hull.start == segment.span.start]


def _units(marks: Iterable[Mark]) -> list[ShownUnit]:
    return list({mark.unit.number: mark.unit for mark in marks}.values())


def _led_to(marks: Sequence[Mark]) -> list[ShownUnit]:
    """Where a click leads: from cue and speaker to all their units, from content to the innermost one."""
    attributed = _units(mark for mark in marks if mark.role != "content")
    content = [mark for mark in marks if mark.role == "content"]
    return attributed or [min(content, key=_length).unit]


def _length(mark: Mark) -> int:
    return mark.unit.quote.hull.end - mark.unit.quote.hull.start


def _classes(segment: Segment, compared: bool) -> list[str]:
    by_role = {role: [mark for mark in segment.marks if mark.role == role] for role in ("content", "cue", "speaker")}
    classes = [] if segment.body else ["out"]
    if content := by_role["content"]:
        classes += ["q", f"q-{origin(content) if compared else min(content, key=_length).unit.quote.kind}"]
        classes += ["deep"] if len(_units(content)) > 1 else []
    for role, css in (("cue", "c"), ("speaker", "s")):
        if marks := by_role[role]:
            classes += [css, f"{css}-{origin(marks)}"]
    return classes


def _words(marks: Sequence[Mark]) -> list[str]:
    """What a tooltip says of a stretch, in short."""
    units = _units(mark for mark in marks if mark.role == "content")
    words = [f"{u.number}: {u.quote.speaker or 'unknown speaker'}, {u.quote.kind}" for u in units[:_UNITS_NAMED]]
    for role in ("cue", "speaker"):
        numbers = [str(unit.number) for unit in _units(mark for mark in marks if mark.role == role)]
        more = ", ..." if len(numbers) > _UNITS_NAMED else ""
        words += [f"{role} of {', '.join(numbers[:_UNITS_NAMED])}{more}"] if numbers else []
    return words
