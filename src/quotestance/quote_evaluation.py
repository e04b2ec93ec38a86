"""Found units against gold units of the same articles: overlap, speakers, and every unit that is wrong; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from quotestance.quotes.scoring import Attribution, Counts, match
from quotestance.records import KINDS, Article, Quote

THRESHOLDS = {"0.3": 0.3, "0.8": 0.8, "exact": 1.0}
"""Least intersection over union of the characters of content."""
_LOOSE = 0.3


@dataclass(frozen=True)
class OverlapScore:
    """Units matched one to one at one threshold; `speaker` is the share of matched units with the right speaker."""

    gold: int
    found: int
    matched: int
    precision: float
    recall: float
    f1: float
    speaker: float


@dataclass(frozen=True)
class WrongUnit:
    """A unit that was missed, found though there is none, or given to another speaker."""

    article_id: str
    cause: Literal["missed", "extra", "speaker"]
    kind: str
    text: str
    expected: str
    found: str


@dataclass(frozen=True)
class QuoteReport:
    """Scores overall and by kind (of the gold unit; precision is overall only where kinds differ), and the errors."""

    overall: dict[str, OverlapScore]
    by_kind: dict[str, dict[str, OverlapScore]]
    by_article: dict[str, OverlapScore]
    wrong: tuple[WrongUnit, ...]


@dataclass(frozen=True)
class _Pairing:
    article: Article
    gold: Sequence[Quote]
    found: Sequence[Quote]
    pairs: list[tuple[int, int]]


def evaluate_quotes(
    articles: Mapping[str, Article], gold: Mapping[str, Sequence[Quote]], found: Mapping[str, Sequence[Quote]]
) -> QuoteReport:
    """Score `found` units (by article id) against `gold` units."""
    paired = {
        name: [_paired(article, gold.get(key, ()), found.get(key, ()), least) for key, article in articles.items()]
        for name, least in THRESHOLDS.items()
    }
    loose = [_paired(article, gold.get(key, ()), found.get(key, ()), _LOOSE) for key, article in articles.items()]
    return QuoteReport(
        overall={name: _score(pairings) for name, pairings in paired.items()},
        by_kind={kind: {name: _score(p, kind) for name, p in paired.items()} for kind in KINDS},
        by_article={pairing.article.id: _score([pairing]) for pairing in loose},
        wrong=tuple(unit for pairing in loose for unit in _wrong(pairing)),
    )


def _paired(article: Article, gold: Sequence[Quote], found: Sequence[Quote], least: float) -> _Pairing:
    pairs = match([_attribution(unit) for unit in gold], [_attribution(unit) for unit in found], least)
    return _Pairing(article, gold, found, pairs)


def _attribution(unit: Quote) -> Attribution:
    return Attribution(unit.pieces, (unit.speaker_span,) if unit.speaker_span else (), unit.kind)


def _score(pairings: Iterable[_Pairing], kind: str | None = None) -> OverlapScore:
    """With `kind`: gold units of that kind for recall, found units of that kind for precision."""
    total, right = Counts(), 0
    hits_found = 0
    for pairing in pairings:
        gold_hits = [(g, f) for g, f in pairing.pairs if kind in (None, pairing.gold[g].kind)]
        found_hits = [f for _, f in pairing.pairs if kind in (None, pairing.found[f].kind)]
        n_gold = sum(kind in (None, unit.kind) for unit in pairing.gold)
        n_found = sum(kind in (None, unit.kind) for unit in pairing.found)
        total += Counts(len(gold_hits), n_gold, n_found)
        hits_found += len(found_hits)
        right += sum(same_speaker(pairing.gold[g], pairing.found[f]) for g, f in gold_hits)
    precision = hits_found / total.found if total.found else 0.0
    both = precision + total.recall
    return OverlapScore(
        gold=total.gold,
        found=total.found,
        matched=total.matched,
        precision=precision,
        recall=total.recall,
        f1=2 * precision * total.recall / both if both else 0.0,
        speaker=right / total.matched if total.matched else 0.0,
    )


def same_speaker(gold: Quote, found: Quote) -> bool:
    """Whether both name one person or body: the same id, or the same name but for case; both unknown is the same."""
    same_id = bool(gold.speaker_id) and gold.speaker_id == found.speaker_id
    return same_id or gold.speaker.casefold() == found.speaker.casefold()


def _wrong(pairing: _Pairing) -> Iterable[WrongUnit]:
    text = pairing.article.text
    for index, unit in enumerate(pairing.gold):
        if index not in {g for g, _ in pairing.pairs}:
            yield WrongUnit(unit.article_id, "missed", unit.kind, unit.hull.of(text), unit.speaker, "")
    for g, f in pairing.pairs:
        gold, found = pairing.gold[g], pairing.found[f]
        if not same_speaker(gold, found):
            yield WrongUnit(gold.article_id, "speaker", gold.kind, gold.hull.of(text), gold.speaker, found.speaker)
    for index, unit in enumerate(pairing.found):
        if index not in {f for _, f in pairing.pairs}:
            yield WrongUnit(unit.article_id, "extra", unit.kind, unit.hull.of(text), "", unit.speaker)
