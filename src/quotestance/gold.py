"""The hand-labelled units of the seed articles: ``seeds/labels.jsonl``, checked against text and codebook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from quotestance.dataset import examples_of
from quotestance.files import parse_jsonl
from quotestance.metrics import cohen_kappa, krippendorff_alpha
from quotestance.quotes.scoring import by_unit, match
from quotestance.records import LABELS, Article, Example, Label, Quote, Span

ADJUDICATED = "adjudicated"
_SAME_UNIT = 0.3
"""Least intersection over union of two marked units that are one."""


@dataclass(frozen=True)
class Verdict:
    """One annotator's label of one unit on one target; `ground` only for peacekeepers against."""

    label: Label
    rule: str
    unsure: bool = False
    ground: str = ""


@dataclass(frozen=True)
class GoldUnit:
    """One unit as one annotator marked it; `reviewed_by` is empty until a human signs."""

    unit: str
    annotator: str
    quote: Quote
    labels: dict[str, Verdict]
    note: str = ""
    reviewed_by: str = ""


def load_gold(path: Path) -> list[GoldUnit]:
    """Every annotator's units in file order; DataError lists all lines that cannot be read."""
    return parse_jsonl(path, _unit)


def by_annotator(units: Sequence[GoldUnit], annotator: str) -> list[GoldUnit]:
    """The units that `annotator` marked."""
    return [unit for unit in units if unit.annotator == annotator]


def by_article(units: Iterable[GoldUnit]) -> dict[str, list[Quote]]:
    """The marked units by article id, in file order."""
    articles: dict[str, list[Quote]] = {}
    for unit in units:
        articles.setdefault(unit.quote.article_id, []).append(unit.quote)
    return articles


def gold_examples(units: Sequence[GoldUnit], articles: Mapping[str, Article]) -> list[Example]:
    """Adjudicated units as labelled examples, built just as those of a prediction are."""
    examples: list[Example] = []
    for article in articles.values():
        own = [unit for unit in by_annotator(units, ADJUDICATED) if unit.quote.article_id == article.id]
        for unit, example in zip(own, examples_of(article, [unit.quote for unit in own]), strict=True):
            labels: dict[str, Label | None] = {name: verdict.label for name, verdict in unit.labels.items()}
            examples.append(replace(example, id=unit.unit, labels=labels))
    return examples


def _unit(_: int, row: Mapping[str, Any]) -> GoldUnit:
    quote = Quote(
        article_id=row["article"],
        quote_id=row["quote"],
        sentence=Span(*row["sentence"]),
        pieces=tuple(Span(*piece) for piece in row["pieces"]),
        kind=row["kind"],
        marked=row["marked"],
        continuation=row["continuation"],
        cue=Span(*row["cue"]) if row["cue"] else None,
        speaker_span=Span(*row["speaker_span"]) if row["speaker_span"] else None,
        speaker=row["speaker"],
        speaker_id=row["speaker_id"],
    )
    labels = {target: Verdict(**verdict) for target, verdict in row["labels"].items()}
    for target, verdict in labels.items():
        if verdict.label not in LABELS:
            raise ValueError(f"label of {target}: expected one of {', '.join(LABELS)}; got {verdict.label!r}")
    return GoldUnit(row["unit"], row["annotator"], quote, labels, row["note"], row["reviewed_by"])


@dataclass(frozen=True)
class Agreement:
    """Consistency of two passes on one target over the units that both marked."""

    target: str
    n: int
    same: int
    kappa: float | None
    alpha: float | None


@dataclass(frozen=True)
class Difference:
    """One field on which two passes differ about the same unit."""

    unit: str
    field: str
    first: str
    second: str


def pair_units(first: Sequence[GoldUnit], second: Sequence[GoldUnit]) -> list[tuple[GoldUnit, GoldUnit]]:
    """Units of two passes with one speaker that overlap in content by three tenths or more, each used once."""
    pairs = []
    for place in {_place(unit) for unit in first}:
        own, other = ([unit for unit in units if _place(unit) == place] for units in (first, second))
        left, right = (by_unit(unit.quote for unit in units) for units in (own, other))
        pairs += [(own[i], other[j]) for i, j in match(left, right, _SAME_UNIT)]
    return sorted(pairs, key=lambda pair: pair[0].unit)


def _place(unit: GoldUnit) -> tuple[str, str]:
    """Speakers tell a quote within a quote from the one around it."""
    return unit.quote.article_id, unit.quote.speaker_id


def agreement(pairs: Sequence[tuple[GoldUnit, GoldUnit]], targets: Sequence[str]) -> list[Agreement]:
    """Per target: Cohen's kappa and Krippendorff's alpha between two passes."""
    result = []
    for target in targets:
        first = [a.labels[target].label for a, _ in pairs]
        second = [b.labels[target].label for _, b in pairs]
        same = sum(a == b for a, b in zip(first, second, strict=True))
        alpha = krippendorff_alpha(list(zip(first, second, strict=True)))
        result.append(Agreement(target, len(pairs), same, cohen_kappa(first, second), alpha))
    return result


def differences(pairs: Sequence[tuple[GoldUnit, GoldUnit]], targets: Sequence[str]) -> Iterator[Difference]:
    """Every label, rule, span and kind on which two passes differ."""
    for a, b in pairs:
        fields: list[tuple[str, object, object]] = [
            ("pieces", _spans(a.quote), _spans(b.quote)),
            ("kind", a.quote.kind, b.quote.kind),
            ("continuation", a.quote.continuation, b.quote.continuation),
            ("speaker_span", a.quote.speaker_span, b.quote.speaker_span),
        ]
        for target in targets:
            fields.append((f"{target} label", a.labels[target].label, b.labels[target].label))
            fields.append((f"{target} rule", a.labels[target].rule, b.labels[target].rule))
        for field, left, right in fields:
            if left != right:
                yield Difference(a.unit, field, str(left), str(right))


def _spans(quote: Quote) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in quote.pieces]
