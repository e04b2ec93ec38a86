"""Found quotes against gold ones, article by article: scores by group with intervals, and every one that is wrong.

The baseline that every score stands beside: what is between quotation marks is a quote, of nobody. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from quotestance.metrics import Labels, bootstrap_interval
from quotestance.quotes.scoring import Attribution, Counts, match, same_speaker, score
from quotestance.records import Article, Span

OVERLAPS = {"0.3": 0.3, "0.8": 0.8, "exact": 1.0}
"""Least intersection over union of the characters of content."""
_LOOSE = 0.3
_BETWEEN_MARKS = re.compile(r"[“\"„«]([^“”\"„«»]{2,2000}?)[”\"“»]|''([^']{2,2000})''")


@dataclass(frozen=True)
class JudgedArticle:
    """One article with its gold and its found quotes."""

    article: Article
    gold: tuple[Attribution, ...]
    found: tuple[Attribution, ...]

    def of_kind(self, kinds: Sequence[str]) -> JudgedArticle:
        """Only quotes of these kinds, on both sides, taken before anything is matched."""
        gold, found = (tuple(one for one in side if one.kind in kinds) for side in (self.gold, self.found))
        return JudgedArticle(self.article, gold, found)

    def between_marks(self) -> JudgedArticle:
        """The baseline in the place of what was found."""
        text = self.article.text
        return JudgedArticle(self.article, self.gold, tuple(baseline(text, self.article.body)))


@dataclass(frozen=True)
class QuoteScore:
    """Quotes matched one to one at one overlap; `speaker` is the share of those matched that have the right speaker.

    Intervals are of 95 %, by articles; None where there are too few.
    """

    gold: int
    found: int
    precision: float
    recall: float
    f1: float
    f1_interval: tuple[float, float] | None
    speaker: float
    speaker_interval: tuple[float, float] | None


@dataclass(frozen=True)
class WrongQuote:
    """A quote that was missed, found though there is none, or given to another speaker."""

    article_id: str
    cause: Literal["missed", "extra", "speaker"]
    kind: str
    text: str
    expected: str
    found: str


@dataclass(frozen=True)
class QuoteReport:
    """Scores by group ("all", "kind=direct", "language=ru" ...) and overlap, those of the baseline, and the errors."""

    articles: int
    scores: dict[str, dict[str, QuoteScore]]
    baseline: dict[str, QuoteScore]
    wrong: tuple[WrongQuote, ...]


def evaluate_quotes(
    judged: Sequence[JudgedArticle], kinds: Mapping[str, Sequence[str]], *, seed: int = 0
) -> QuoteReport:
    """Score all quotes, those of each group of `kinds` (name -> kinds), and those of each language."""
    groups = {"all": list(judged)}
    groups |= {f"kind={name}": [one.of_kind(some) for one in judged] for name, some in kinds.items()}
    languages = sorted({one.article.language for one in judged})
    if len(languages) > 1:
        groups |= {f"language={code}": [one for one in judged if one.article.language == code] for code in languages}
    return QuoteReport(
        articles=len(judged),
        scores={name: _scores(articles, seed) for name, articles in groups.items()},
        baseline=_scores([one.between_marks() for one in judged], seed),
        wrong=tuple(wrong for one in judged for wrong in _wrong(one)),
    )


def baseline(text: str, body: Sequence[Span]) -> Iterator[Attribution]:
    """Whatever stands between quotation marks, as direct speech of nobody."""
    for part in body:
        for found in _BETWEEN_MARKS.finditer(text, part.start, part.end):
            yield Attribution((Span(found.start(), found.end()),), (), "direct", "", "")


def _scores(judged: Sequence[JudgedArticle], seed: int) -> dict[str, QuoteScore]:
    return {
        name: _score([score(one.gold, one.found, least) for one in judged], seed) for name, least in OVERLAPS.items()
    }


def _score(counts: Sequence[Counts], seed: int) -> QuoteScore:
    total = sum(counts, Counts())
    table = np.array([[c.matched, c.gold + c.found, c.judged, c.agreeing] for c in counts]).reshape(-1, 4)

    def interval(value: Callable[[Labels], float | None]) -> tuple[float, float] | None:
        return bootstrap_interval(lambda rows: value(table[rows].sum(0)), list(map(str, range(len(table)))), seed=seed)

    return QuoteScore(
        gold=total.gold,
        found=total.found,
        precision=total.precision,
        recall=total.recall,
        f1=total.f1,
        f1_interval=interval(lambda row: 2 * row[0] / row[1] if row[1] else None),
        speaker=total.speaker,
        speaker_interval=interval(lambda row: row[3] / row[2] if row[2] else None),
    )


def _wrong(judged: JudgedArticle) -> Iterator[WrongQuote]:
    pairs = match(judged.gold, judged.found, _LOOSE)
    for index in sorted(set(range(len(judged.gold))) - {g for g, _ in pairs}):
        yield _wrong_quote(judged, "missed", judged.gold[index], judged.gold[index].speaker, None)
    for g, f in pairs:
        if same_speaker(judged.gold[g], judged.found[f]) is False:
            yield _wrong_quote(judged, "speaker", judged.gold[g], judged.gold[g].speaker, judged.found[f].speaker)
    for index in sorted(set(range(len(judged.found))) - {f for _, f in pairs}):
        yield _wrong_quote(judged, "extra", judged.found[index], None, judged.found[index].speaker)


def _wrong_quote(
    judged: JudgedArticle,
    cause: Literal["missed", "extra", "speaker"],
    quote: Attribution,
    expected: str | None,
    found: str | None,
) -> WrongQuote:
    text = judged.article.text[quote.content[0].start : quote.content[-1].end]
    return WrongQuote(judged.article.id, cause, quote.kind, text, expected or "", found or "")
