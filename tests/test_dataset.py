"""Labelled sentences: what is refused, and what a model reads."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from quotestance.articles import article_of
from quotestance.dataset import examples_of, label_matrix, load_examples
from quotestance.files import DataError
from quotestance.loading import known_extractor, known_languages, labelled_split
from quotestance.records import Article, Example, Quote, Span
from quotestance.splits import (
    Split,
    load_topics,
    normal,
    refuse_leaks,
    refuse_too_few,
    split_at_random,
    split_examples,
)

TARGETS = ("status", "peacekeepers")
SEEDS = Path(__file__).parents[1] / "seeds"
GOOD = {"text": "It stays open.", "language": "en", "topic": "t", "labels": {"status": "favor", "peacekeepers": None}}


def written(tmp_path, *rows):
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return path


BAD = [
    ({"labels": {"status": "pro", "peacekeepers": None}}, "line 2: label of status: expected one of favor"),
    ({"labels": {"status": "favor"}}, "line 2: labels: target 'peacekeepers' is missing"),
    ({"labels": None}, "line 2: labels: expected a label per target"),
    ({"text": "  "}, "line 2: text: expected a sentence"),
    ({"text": None}, "line 2: text: expected a sentence"),
    ({"language": "english"}, "line 2: language: expected an ISO 639-1 code"),
    ({"kind": "spoken"}, "line 2: kind: expected one of direct"),
    ({"labels": {"status": "against", "peacekeepers": None}}, "line 2: the same text as line 1 with other labels"),
]


@pytest.mark.parametrize(("change", "said"), BAD)
def test_bad_labels_are_refused_with_their_line(tmp_path, change, said):
    with pytest.raises(DataError, match=said):
        load_examples(written(tmp_path, GOOD, GOOD | change), TARGETS)


def test_every_offending_line_is_listed(tmp_path):
    with pytest.raises(DataError) as caught:
        load_examples(written(tmp_path, *(GOOD | change for change, _ in BAD[:6])), TARGETS)
    assert len(caught.value.problems) == 6


def test_labels_as_matrix_with_missing_ones(tmp_path):
    examples = load_examples(written(tmp_path, GOOD), TARGETS)
    np.testing.assert_array_equal(label_matrix(examples, TARGETS), [[0, -1]])


def test_context_comes_from_the_same_quote_only():
    text = "A one. B two. C three. D four."
    article = Article("a", "a.txt", text, "en", "Title")

    def unit(start, end, quote_id):
        return Quote("a", quote_id, Span(start, end), (Span(start, end - 1),), "direct", True)

    quotes = [unit(0, 6, "q1"), unit(7, 13, "q2"), unit(14, 22, "q1"), unit(23, 30, "q1")]
    examples = examples_of(article, quotes)
    assert [e.text for e in examples] == ["A one", "B two", "C three", "D four"]
    assert [e.context for e in examples] == [(), (), ("A one",), ("A one", "C three")]
    assert {e.headline for e in examples} == {"Title"}


def test_topics_decide_the_side(tmp_path):
    path = tmp_path / "topics.yaml"
    path.write_text("a: train\nb: development\n", encoding="utf-8")
    examples = [Example("1", "x", group="a"), Example("2", "y", group="b")]
    split = split_examples(examples, load_topics(path))
    assert ([e.id for e in split.train], [e.id for e in split.development]) == (["1"], ["2"])
    with pytest.raises(DataError, match="topic 'c' has no side"):
        split_examples([Example("3", "z", group="c")], load_topics(path))
    path.write_text("a: test\n", encoding="utf-8")
    with pytest.raises(DataError, match="expected train or development"):
        load_topics(path)


def test_the_gold_that_is_asked_for_is_read_and_never_learned_from(tmp_path):
    gold, articles = str(SEEDS / "labels.jsonl"), str(SEEDS / "articles")
    part = {"part": "train"}
    own = str(written(tmp_path, {**GOOD, **part}, {**GOOD, **part, "text": "It is shut."}))
    assert len(labelled_split(own, "", gold, articles, TARGETS).gold) == 110
    real = labelled_split(own, "", gold, articles, TARGETS).gold[0].text
    leaking = str(written(tmp_path, {**GOOD, **part, "text": real}))
    with pytest.raises(DataError, match="stand in the evaluation data"):
        labelled_split(leaking, "", gold, articles, TARGETS)
    with pytest.raises(FileNotFoundError, match=r"label\.jsonl"):
        labelled_split(own, "", gold.replace("labels", "label"), articles, TARGETS)


def test_a_split_that_knows_no_topic_is_refused(tmp_path):
    (tmp_path / "topics.yaml").write_text("other: train\n", encoding="utf-8")
    with pytest.raises(DataError, match="topic 't' has no side"):
        labelled_split(str(written(tmp_path, GOOD)), str(tmp_path / "topics.yaml"), "", "", TARGETS)


def test_leaks_are_found_behind_case_and_marks():
    train = [Example("t", "“The corridor  is OPEN.”"), Example("u", "Another.")]
    for part in ("development", "gold"):
        with pytest.raises(DataError, match="training example t is evaluation example g"):
            refuse_leaks(replace(Split(train, []), **{part: [Example("g", "the corridor is open")]}))
    refuse_leaks(Split(train, [Example("g", "the corridor is closed")]))
    assert normal("Ղարաբաղ՝ բաց։") == normal("ղարաբաղ բաց")


def test_labels_from_a_table(tmp_path):
    path = tmp_path / "labels.csv"
    path.write_text('text,language,status,peacekeepers\n"It stays open, he said.",en,favor,\n', encoding="utf-8")
    (example,) = load_examples(path, TARGETS)
    assert (example.text, example.labels) == ("It stays open, he said.", {"status": "favor", "peacekeepers": None})
    path.write_text("text,status,peacekeepers\nOpen.,favour,\nShut.,against,no\n", encoding="utf-8")
    with pytest.raises(DataError, match="line 2: label of status: expected one of") as caught:
        load_examples(path, TARGETS)
    assert "line 3: label of peacekeepers: expected one of" in str(caught.value)


def labelled(n, label=lambda i: ("favor", "against")[i % 2]):
    return [Example(str(i), f"sentence {i // 2}", group=f"g{i // 2}", labels={"status": label(i)}) for i in range(n)]


def test_a_random_split_keeps_groups_and_texts_whole():
    split = split_at_random(labelled(40), seed=1)
    assert len(split.development) == 8
    assert not {e.text for e in split.train} & {e.text for e in split.development}
    assert split_at_random(labelled(40), seed=1) == split != split_at_random(labelled(40), seed=2)
    assert not split_at_random(labelled(40), seed=1, share=1.0).train


def test_groups_that_share_a_text_are_drawn_together():
    joined = [Example(str(i), f"sentence {i}", group=f"g{i % 20}") for i in range(40)]
    joined += [Example(f"{i}+", f"sentence {i}", group=f"g{i + 1}") for i in range(0, 18, 2)]
    for seed in range(10):
        split = split_at_random(joined, seed=seed)
        for sides in ([{e.group for e in side} for side in (split.train, split.development)],):
            assert not sides[0] & sides[1]
        assert not {e.text for e in split.train} & {e.text for e in split.development}


@pytest.mark.parametrize("mark", [";", "\t"])
def test_labels_from_a_spreadsheet_may_use_semicolons_or_tabs(tmp_path, mark):
    path = tmp_path / "labels.csv"
    path.write_text(mark.join(["text", "status", "peacekeepers"]) + "\n" + mark.join(["Open, he said.", "favor", ""]))
    (example,) = load_examples(path, TARGETS)
    assert (example.text, example.labels) == ("Open, he said.", {"status": "favor", "peacekeepers": None})


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            b"text,label\nOpen.,favor\n",
            "expected the columns text, status, peacekeepers; status, peacekeepers not",
        ),
        (b"text,Language,status,peacekeepers\nOpen.,en,favor,\n", "column 'Language'; did you mean 'language'"),
        ("text,status,peacekeepers\nОткрыто.,favor,\n".encode("cp1251"), "expected UTF-8"),
    ],
)
def test_tables_that_cannot_be_read_say_why(tmp_path, written, said):
    path = tmp_path / "labels.csv"
    path.write_bytes(written)
    with pytest.raises(DataError, match=said):
        load_examples(path, TARGETS)


@pytest.mark.parametrize(
    ("examples", "said"),
    [
        (labelled(3), r"'status': 3 labelled training units .* expected at least 8"),
        (labelled(20, lambda _: "favor"), r"20 labelled training units \(favor\)"),
        (labelled(20, lambda _: None), r"0 labelled training units \(none at all\)"),
    ],
)
def test_too_few_labels_are_refused(examples, said):
    with pytest.raises(DataError, match=said):
        refuse_too_few(Split(examples, []), ["status"])


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("en", "The minister John Smith denied that the road was blocked.", "denied the road was blocked"),
        ("en", "The minister John Smith did not rule out a special status.", "did not rule out a special status"),
        ("en", "The minister John Smith said that the road was open.", "the road was open"),
        ("de", "Minister Hans Schmidt schloss einen Sonderstatus nicht aus.", "schloss einen Sonderstatus nicht aus"),
        ("ru", "Депутат Иван Петров отверг утверждения о блокаде.", "отверг утверждения о блокаде"),
        ("tr", "Bakan Ali Kaya koridorun kapalı olduğunu yalanladı.", "koridorun kapalı olduğunu yalanladı"),
        ("en", '"The road is open," the minister John Smith insisted.', "The road is open"),
    ],
)
def test_the_model_reads_the_verb_that_turns_what_follows(language, text, read):
    languages = known_languages()
    article = article_of({"text": text, "language": language}, "a", languages)
    quotes = known_extractor(languages)(article)
    assert [example.text for example in examples_of(article, quotes)] == [read]
    assert all("denied" not in quote.hull.of(text) for quote in quotes)
