"""Behaviour tests: what counts as a failure, what is refused, what the changes by rule do."""

import json

import numpy as np
import pytest

from quotestance.behaviour import TURNING, BehaviourCase, Failures, judge, load_cases, perturbed
from quotestance.files import DataError
from quotestance.records import LABELS, Example

TARGETS = ("status", "road")
ROW = {
    "test": "negation",
    "target": "road",
    "before": "It is open.",
    "after": "It is shut.",
    "labels": ["favor", "against"],
}


def by_word(examples):
    """Answers "against" to a text with "shut", "favor" to all others."""
    answers = np.zeros((len(examples), len(TARGETS), len(LABELS)))
    for index, example in enumerate(examples):
        answers[index, :, int("shut" in example.text)] = 1
    return answers


def case(test, before, after, label=None):
    return BehaviourCase(test, "road", Example("1", before, language="en"), Example("1", after, language="en"), label)


@pytest.mark.parametrize(
    ("one", "failed"),
    [
        (case("negation", "open", "shut", "against"), 0),
        (case("negation", "open", "not open", "against"), 1),
        (case("naming", "Lachin is open", "Berdzor is open"), 0),
        (case("typos", "shut", "shtu"), 1),
    ],
)
def test_what_fails(one, failed):
    counts = judge([one], TARGETS, by_word)
    assert counts == {one.test: {"en": Failures(1, failed), "all": Failures(1, failed)}}


def test_written_cases_are_read_and_bad_lines_listed(tmp_path):
    path = tmp_path / "en.jsonl"
    kept = ROW | {"test": "naming", "labels": ["favor", "favor"]}
    path.write_text(json.dumps(ROW) + "\n" + json.dumps(kept) + "\n", encoding="utf-8")
    turning, keeping = load_cases(path, TARGETS)
    assert (turning.label, keeping.label, turning.before.language) == ("against", None, "en")
    bad = [ROW | {"test": "luck"}, ROW | {"target": "sea"}, ROW | {"labels": ["favor"]}, ROW | {"after": ""}]
    bad.append({key: value for key, value in ROW.items() if key != "before"})
    path.write_text("\n".join(map(json.dumps, bad)), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_cases(path, TARGETS)
    assert len(caught.value.problems) == len(bad)


def test_changes_by_rule():
    text = "Nobody could pass the checkpoint, they said."
    example = Example("7", text, language="en", labels={"road": "against", "status": "none"})
    cases = {one.test: one for one in perturbed([example], seed=1)}
    assert cases["casing"].after.text == text.upper()
    assert cases["punctuation"].after.text == "Nobody could pass the checkpoint they said"
    typo = cases["typos"].after.text
    assert typo != text and sorted(typo) == sorted(text)
    assert list(perturbed([example], seed=1)) == list(cases.values())
    assert not set(cases) & set(TURNING) and {one.target for one in cases.values()} == {"road"}
