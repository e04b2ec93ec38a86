"""Matching found quotes to annotated ones."""

from __future__ import annotations

import pytest

from quotestance.quotes.scoring import Attribution, Counts, by_quote, match, score
from quotestance.records import Quote, Span


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
    assert counts == Counts(matched=2, gold=3, found=3, sourced=2, agreeing=1)
    assert counts.f1 == pytest.approx(2 / 3)
    assert counts.speaker == 0.5
    assert Counts().f1 == Counts().speaker == 0.0


def test_units_of_one_quote_are_one_attribution() -> None:
    first = Quote("a", "q1", Span(0, 10), (Span(0, 9),), "direct", True, speaker_span=Span(30, 33))
    second = Quote("a", "q1", Span(11, 29), (Span(11, 20),), "indirect", True, speaker_span=Span(30, 33))
    third = Quote("a", "q1", Span(40, 50), (Span(40, 49),), "indirect", False, continuation=True)
    joined = by_quote([first, second, third])
    assert joined == [
        Attribution((Span(0, 9), Span(11, 20)), (Span(30, 33),), "mixed"),
        Attribution((Span(40, 49),), (), "indirect"),
    ]
