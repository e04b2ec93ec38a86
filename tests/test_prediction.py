"""From articles to rows: one bad article costs one record, quotes are merged by the rule, ids are stable."""

import numpy as np
import pytest

from quotestance.calibration import Calibration
from quotestance.commands.predict import as_told
from quotestance.prediction import (
    ArticlePredictions,
    Classifier,
    RecordError,
    merge_quote,
    no_targets,
    predict,
    quote_of,
    rows,
    schema,
)
from quotestance.records import LABELS, Article, Prediction, Quote, Skipped, Span, Stance

TEXT = "Open now. It says so. Rain falls."


class ByWord:
    """Labels a unit by its first word; for tests of what stands around a model."""

    targets = ("status",)
    engine = "test"

    def fit(self, train, development, *, seed, progress):
        """Nothing to learn."""

    def predict_proba(self, examples):
        first = {"Open": [0.7, 0.1, 0.1, 0.1], "It": [0.1, 0.5, 0.3, 0.1], "Rain": [0.0, 0.0, 0.1, 0.9]}
        return np.array([[first[example.text.split()[0]]] for example in examples]).reshape(-1, 1, 4)

    def save(self, folder):
        """Nothing to write."""


CLASSIFIER = Classifier(ByWord(), Calibration((1.0,), (0.0,), (0.6,), 0.2), "digest")


def unit(start, end, quote_id="a-q1"):
    return Quote("a", quote_id, Span(start, end), (Span(start, end),), "direct", True, speaker="X", speaker_id="x")


UNITS = (unit(0, 9), unit(10, 21, "a-q2"), unit(22, 33))


def extract(article):
    if article.id == "broken":
        raise RuntimeError("no luck")
    return UNITS if article.id == "a" else ()


def found(*articles, strict=False, batch_size=2):
    return list(predict(articles, extract, CLASSIFIER, batch_size=batch_size, strict=strict))


def test_one_bad_article_costs_one_record():
    good, broken, empty = (Article(name, f"{name}.txt", TEXT) for name in ("a", "broken", "none"))
    skipped = Skipped("x.csv", 3, "no text")
    results = found(good, broken, skipped, empty)
    assert [type(result) for result in results].count(ArticlePredictions) == 2
    assert [str(result) for result in results if isinstance(result, Skipped)] == [
        "broken.txt: RuntimeError: no luck",
        "x.csv, line 3: no text",
    ]
    with pytest.raises(RecordError, match="no luck"):
        found(good, broken, strict=True)


@pytest.mark.parametrize("batch_size", [1, 2, 100])
def test_batches_do_not_change_the_rows(batch_size):
    articles = [Article("a", "a.txt", TEXT), Article("none", "n.txt", TEXT)]
    (result, nothing) = found(*articles, batch_size=batch_size)
    assert nothing.predictions == ()
    made = list(rows(result, unit="sentence", thresholds=(0.6,)))
    assert [row["row_id"] for row in made] == ["a-q1.1", "a-q2.1", "a-q1.2"]
    assert [row["status_label"] for row in made] == ["favor", "against", "none"]
    assert [row["status_abstain"] for row in made] == [False, True, False]
    assert [list(row) for row in made] == [schema(("status",)).names] * 3
    assert tuple(quote_of(row) for row in made) == UNITS


def test_a_row_per_quote_leaves_out_the_sentences_labelled_none():
    (result,) = found(Article("a", "a.txt", TEXT))
    made = {row["quote_id"]: row for row in rows(result, unit="quote", thresholds=(0.6,))}
    assert made["a-q1"]["status_label"] == "favor"
    assert made["a-q1"]["status_probability"] == pytest.approx(0.7)
    assert made["a-q1"]["quote_spans"] == [[0, 9], [22, 33]]
    assert made["a-q2"]["status_abstain"] is True


def stance(*shares):
    return Stance("status", shares, False)


MERGED = [
    ([(0.6, 0.2, 0.1, 0.1), (0.1, 0.8, 0.05, 0.05)], "against"),  # 0.7 for favor, 1.0 for against
    ([(0.6, 0.2, 0.1, 0.1), (0.0, 0.0, 0.0, 1.0), (0.0, 0.1, 0.0, 0.9)], "favor"),  # those labelled none do not vote
    ([(0.1, 0.1, 0.1, 0.7), (0.3, 0.1, 0.1, 0.5)], "none"),
]


@pytest.mark.parametrize(("shares", "label"), MERGED)
def test_merge_rule(shares, label):
    units = [
        Prediction(one, (stance(*row),), "m", "e")
        for one, row in zip((unit(0, 9), unit(10, 21), unit(22, 33)), shares, strict=False)
    ]
    merged = merge_quote(units, (0.5,)).stances[0]
    assert merged.label == label
    assert sum(merged.probabilities) == pytest.approx(1)


def test_extraction_alone_has_no_target_columns():
    (result,) = predict([Article("a", "a.txt", TEXT)], extract, no_targets(), batch_size=9, strict=False)
    (first, *_) = rows(result, unit="sentence", thresholds=())
    assert not any(name.startswith(("status", "peacekeepers")) for name in first) and len(LABELS) == 4


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "(denied) the road was shut"),
        ({"kind": "direct"}, "the road was shut"),
        ({"cue_start": None, "cue_end": None}, "the road was shut"),
        ({"cue_start": 2, "cue_end": 8}, "the road was shut"),
    ],
)
def test_a_table_shows_the_verb_that_reports(changes, told):
    row = {
        "kind": "indirect",
        "quote": "the road was shut",
        "sentence": "Smith denied the road was shut.",
        "sentence_start": 10,
        "cue_start": 16,
        "cue_end": 22,
    }
    assert as_told(row | changes) == told
