"""Quotation marks of a paragraph: what stands between which marks."""

from __future__ import annotations

import pytest

from quotestance.quotes.marks import find_marks
from quotestance.records import Span


def inner(text: str) -> list[str]:
    return [mark.inner.of(text) for mark in find_marks(text, Span(0, len(text)))[0]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We agree,” he said, “but not now.”", ["We agree,", "but not now."]),
        ('"We agree," he said, "but not now."', ["We agree,", "but not now."]),
        ("«Да», — сказал он.", ["Да"]),
        ("« Oui », dit-il.", ["Oui"]),
        ("» Oui, nous restons. »", ["Oui, nous restons."]),
        ("«\u00a0Oui\u00a0», dit-il. «\u202fNon\u202f»", ["Oui", "Non"]),
        ("„Ja“, sagte er. „Nein”, sagte sie.", ["Ja", "Nein"]),
        ("»Ja«, sagte er.", ["Ja"]),
        ("‚Ja‘, sagte er.", ["Ja"]),
        ("‘Yes,’ he said. 'No,' she said.", ["Yes,", "No,"]),
        ("‹Oui›, dit-il. 《好》", ["Oui", "好"]),
        ("''Yes,'' he said.", ["Yes,"]),
        ("“They said ‘never’ twice,” he said.", ["They said ‘never’ twice,"]),
        ("«Газета «Заря» вышла», — сказал он.", ["Газета «Заря» вышла"]),
        ("Karabakh's road, l'accord, Bakı'nın, Pashinyan’ın, the residents' bread", []),
        ('in the region, "the minister said.', ["in the region,"]),
        ('the so-called "republic fell. Kern left.', []),
        ('"We help in the region, "the minister said.', ["We help in the region,"]),
        ('"One. Two, "he said. "Three," he added.', ["One. Two,", "Three,"]),
        ('"on the principle of "all for all," he said. He left.', ['on the principle of "all for all,']),
        ("This came as a surprise to us. It is closed.”", ["This came as a surprise to us. It is closed."]),
        ("“Nobody warned us. We had no bread.", ["Nobody warned us. We had no bread."]),
        ('persons were sent there ", - he explained.', ["persons were sent there"]),
        ('neighbours" Lavrov said.', ["neighbours"]),
        ("“One.” “Two.”", ["One.", "Two."]),
        ("“One is open. “Two is closed,” she said.", ["One is open.", "Two is closed,"]),
        ("“”", []),
    ],
)
def test_marks(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_what_is_missing_is_said() -> None:
    opened = find_marks("“Nobody warned us.", Span(0, 18))[0][0]
    assert (opened.opened, opened.closed) == (True, False)
    closed = find_marks("It is closed.”", Span(0, 14))[0][0]
    assert (closed.opened, closed.closed) == (False, True)


def test_a_stray_mark_costs_one_quotation_at_most() -> None:
    whole = "“One,” he said. “Two,” she said. “Three,” they said. “Four,” we said."
    for index, char in enumerate(whole):
        if char in "“”":
            broken = whole[:index] + whole[index + 1 :]
            kept = [text for text in inner(broken) if text in ("One,", "Two,", "Three,", "Four,")]
            assert len(kept) >= 3 or char == "”", broken
