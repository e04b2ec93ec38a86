"""Matching found quotes to annotated ones."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest

from quotestance.corpora import read_quotes
from quotestance.quote_evaluation import JudgedArticle, evaluate_quotes
from quotestance.quotes.scoring import Attribution, Counts, by_quote, match, score
from quotestance.records import Article, Quote, Span


def at(start: int, end: int, source: tuple[int, int] | None = None) -> Attribution:
    return Attribution((Span(start, end),), (Span(*source),) if source else ())


@pytest.mark.parametrize(
    ("gold", "found", "threshold", "expected"),
    [
        ([at(0, 10)], [at(0, 10)], 0.8, [(0, 0)]),
        ([at(0, 10)], [at(5, 15)], 0.3, [(0, 0)]),
        ([at(0, 10)], [at(5, 15)], 0.8, []),
        ([at(0, 10), at(10, 20)], [at(0, 20)], 0.3, [(0, 0)]),
        ([at(0, 10)], [at(0, 9), at(0, 10)], 0.3, [(0, 1)]),
        ([], [at(0, 3)], 0.3, []),
    ],
)
def test_match_is_one_to_one_and_takes_the_best(
    gold: list[Attribution], found: list[Attribution], threshold: float, expected: list[tuple[int, int]]
) -> None:
    assert match(gold, found, threshold) == expected


def test_scores() -> None:
    gold = [at(0, 10, (11, 15)), at(20, 30, (31, 35)), at(40, 50)]
    counts = score(gold, [at(0, 10, (12, 13)), at(20, 30, (60, 65)), at(70, 80)], 0.3)
    assert counts == Counts(matched=2, gold=3, found=3, judged=2, agreeing=1)
    assert counts.f1 == pytest.approx(2 / 3)
    assert counts.speaker == 0.5
    assert Counts().f1 == Counts().speaker == 0.0


def test_units_of_one_quote_are_one_attribution() -> None:
    first = Quote("a", "q1", Span(0, 10), (Span(0, 9),), "direct", True, speaker_span=Span(30, 33))
    second = Quote("a", "q1", Span(11, 29), (Span(11, 20),), "indirect", True, speaker_span=Span(30, 33))
    third = Quote("a", "q1", Span(40, 50), (Span(40, 49),), "indirect", False, continuation=True)
    joined = by_quote([first, second, third])
    assert joined == (
        Attribution((Span(0, 9), Span(11, 20)), (Span(30, 33),), "mixed"),
        Attribution((Span(40, 49),), (), "indirect"),
    )


NAMED = Attribution((Span(1, 19),), (), "direct", "Ann Bell", "")
ARTICLE = Article("a", "a", "“Nobody was there” said Ann Bell. “Nobody at all,” she said.", "en", body=(Span(0, 60),))


@pytest.mark.parametrize(
    ("found", "causes", "speaker"),
    [
        ((NAMED,), [], 1.0),
        ((replace(NAMED, speaker="ann bell"),), [], 1.0),
        ((replace(NAMED, speaker="Bob"),), ["speaker"], 0.0),
        ((), ["missed"], 0.0),
        ((NAMED, Attribution((Span(36, 50),), (), "direct", "", "")), ["extra"], 1.0),
    ],
)
def test_report_on_one_article(found: tuple[Attribution, ...], causes: list[str], speaker: float) -> None:
    report = evaluate_quotes([JudgedArticle(ARTICLE, (NAMED,), found)], {"direct": ("direct",), "mixed": ("mixed",)})
    assert [wrong.cause for wrong in report.wrong] == causes
    assert report.scores["all"]["0.3"].speaker == speaker
    assert report.scores["kind=direct"] == report.scores["all"]
    assert report.scores["kind=mixed"]["0.3"].gold == 0
    assert report.baseline["0.8"].precision == 0.5


def test_intervals_need_articles_and_hold_the_figure() -> None:
    judged = [JudgedArticle(replace(ARTICLE, id=str(n)), (NAMED,), (NAMED,) if n % 3 else ()) for n in range(30)]
    one = evaluate_quotes(judged, {}).scores["all"]["0.8"]
    assert one.f1_interval is not None and one.f1_interval[0] < one.f1 < one.f1_interval[1]
    assert evaluate_quotes(judged[:5], {}).scores["all"]["0.8"].f1_interval is None


def test_a_public_corpus_is_read(tmp_path: Path) -> None:
    row = {"id": "x", "language": "de", "text": "A sagt, es gehe.", "quotes": [
        {"kind": "indirect", "content": [[8, 15]], "source": [[0, 1]], "cue": []},
        {"kind": "direct", "content": [], "source": [], "cue": []},
    ]}  # fmt: skip
    with gzip.open(tmp_path / "c.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n")
    ((article, gold),) = read_quotes(tmp_path / "c.jsonl.gz")
    assert (article.language, gold) == ("de", (Attribution((Span(8, 15),), (Span(0, 1),), "indirect"),))
    assert score(gold, [Attribution((Span(8, 15),), (Span(0, 1),))], 0.8).speaker == 1.0
