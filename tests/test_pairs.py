"""A model that reads the proposition beside the unit, and one that adds n-grams to the encoder, on a tiny backbone."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
from test_encoder import TRAINING
from test_models import TARGETS, examples

from quotestance.calibration import Calibration, save_calibration
from quotestance.dataset import label_matrix, load_statements
from quotestance.files import DataError
from quotestance.loading import classifier
from quotestance.metrics import f1_rel
from quotestance.models import Recipe, load_model, new_model
from quotestance.models.folder import silent
from quotestance.models.text import TextEncoder
from quotestance.records import STATEMENT, Example

NGRAMS = {"max_features": 500}
OTHER = {"bridge": "The bridge must open."}


def fitted(backbone, name, options=None, epochs=1, extra=()):
    recipe = Recipe(name, options or {}, str(backbone), TRAINING | {"epochs": epochs, "patience": epochs})
    model = new_model(recipe, TARGETS)
    model.fit([*examples(240), *extra], examples(60, seed=9), seed=0, progress=silent)
    return model


@pytest.fixture(scope="module")
def pairs(tiny_backbone):
    return fitted(tiny_backbone, "pairs")


@pytest.fixture(scope="module")
def blend(tiny_backbone):
    return fitted(tiny_backbone, "blend", {"encoder": {"members": 2}, "tfidf": NGRAMS})


def test_the_proposition_tells_the_targets_apart(tiny_backbone):
    model = fitted(tiny_backbone, "pairs", epochs=20)
    test = examples(60, seed=5)
    gold, predicted = label_matrix(test, tuple(TARGETS)), model.predict_proba(test).argmax(axis=2)
    assert f1_rel(gold, predicted) > f1_rel(gold, predicted[:, ::-1]) + 0.1


@pytest.mark.parametrize("kind", ["pairs", "blend"])
def test_saved_and_loaded_gives_the_same(kind, request, tmp_path):
    model = request.getfixturevalue(kind)
    model.save(tmp_path)
    test = examples(20, seed=4)
    np.testing.assert_allclose(load_model(tmp_path).predict_proba(test), model.predict_proba(test), atol=2e-3)
    assert not [path for path in tmp_path.rglob("*.*") if path.suffix not in {".json", ".safetensors"}]


def test_other_targets_are_asked_about_by_their_proposition(pairs, tmp_path):
    pairs.save(tmp_path)
    save_calibration(tmp_path, Calibration((1.0, 4.0), (0.0, 1.0), (0.5, 0.6), 0.2), pairs.targets)
    by = classifier(str(tmp_path), OTHER)
    test = examples(10, seed=4)
    assert by.model.targets == ("bridge",)
    assert by.calibration == Calibration((2.0,), (0.5,), (0.6,), 0.2)
    other = classifier(str(tmp_path), {"bridge": "No road."})
    assert np.abs(by.probabilities(test) - other.probabilities(test)).max() > 1e-4
    assert classifier(str(tmp_path)).model.targets == tuple(TARGETS)
    assert classifier(str(tmp_path), TARGETS).calibration.thresholds == (0.5, 0.6)
    turned = classifier(str(tmp_path), dict(zip(TARGETS, reversed(TARGETS.values()), strict=True)))
    assert turned.model.targets == tuple(TARGETS)
    np.testing.assert_allclose(turned.model.predict_proba(test), pairs.predict_proba(test)[:, ::-1], atol=2e-3)


def test_a_model_without_propositions_says_that_it_cannot_be_asked(blend, tmp_path):
    blend.save(tmp_path)
    save_calibration(tmp_path, Calibration((1.0, 1.0), (0.0, 0.0), (0.5, 0.5), 0.2), blend.targets)
    with pytest.raises(DataError, match="learned status, road; it cannot answer about bridge"):
        classifier(str(tmp_path), OTHER)
    with pytest.raises(DataError, match="answers about all of them together"):
        classifier(str(tmp_path), {"road": TARGETS["road"]})


def test_statements_bring_their_own_proposition(tiny_backbone, pairs):
    extra = [
        Example(f"s{n}", f"bridge {n}", language="en", labels={STATEMENT: "favor"}, proposition=f"Bridge {n % 3}.")
        for n in range(40)
    ]
    model = fitted(tiny_backbone, "pairs", extra=extra)
    test = examples(10, seed=4)
    assert np.abs(model.predict_proba(test) - pairs.predict_proba(test)).max() > 1e-4
    assert (label_matrix(extra, tuple(TARGETS)) == -1).all()


def test_of_many_wordings_of_a_proposition_two_are_learned_from(tiny_backbone):
    model = new_model(Recipe("pairs", {}, str(tiny_backbone), TRAINING), TARGETS)
    about = Example("s", "bridge", language="en", labels={STATEMENT: "favor"})
    many = [replace(about, proposition=f"Bridge {n}.") for n in range(10)]
    few = [replace(about, text="port", proposition=f"Port {n}.") for n in range(2)]
    learned = {seed: model._labelled([*many, *few], seed) for seed in range(8)}
    own = [[row for row in one.labels[:, 0] if row == 0] for one in learned.values()]
    assert {len(rows) for rows in own} == {4}
    assert len({tuple(one.tokens[0].ids) for one in learned.values()}) > 2


def test_a_file_of_statements(tmp_path):
    rows = [
        {
            "id": "1",
            "text": "Good.",
            "language": "fr",
            "proposition": "Oui.",
            "proposition_en": "Yes.",
            "label": "favor",
        },
        {"id": "2", "text": "Bad.", "language": "en", "label": "against"},
        {"id": "3", "text": "So.", "language": "en", "proposition": "Yes.", "label": "perhaps"},
    ]
    path = tmp_path / "statements.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(DataError) as error:
        load_statements(path)
    assert [line.split(": ")[1] for line in error.value.problems] == ["proposition", "label of statement"]
    path.write_text(json.dumps(rows[0]) + "\n", encoding="utf-8")
    assert [(one.proposition, part) for one, part in load_statements(path)] == [("Oui.", "train"), ("Yes.", "train")]
    path.write_text(json.dumps(rows[1] | {"target": "No."}) + "\n", encoding="utf-8")
    assert [one.proposition for one, _ in load_statements(path)] == ["No."]


MATTER = {
    "id": "m1",
    "language": "fr",
    "main": "Oui.",
    "main_en": "Yes.",
    "opposite": "Non.",
    "opposite_en": "No.",
    "phrase": "le oui",
    "phrase_en": "the yes",
    "near": ["Peut-être.", "Jamais."],
    "near_en": ["Perhaps.", "Never."],
    "units": [{"text": "Bon.", "language": "fr", "main": "favor", "near": ["none", "against"]}],
    "part": "development",
}


def test_a_file_of_matters(tmp_path):
    path = tmp_path / "matters.jsonl"
    path.write_text(json.dumps(MATTER) + "\n", encoding="utf-8")
    read = [(one.proposition, one.labels[STATEMENT], part) for one, part in load_statements(path)]
    assert [(proposition, label) for proposition, label, _ in read[::2]] == [
        ("Oui.", "favor"),
        ("Non.", "against"),
        ("le oui", "favor"),
        ("Peut-être.", "none"),
        ("Jamais.", "against"),
    ]
    assert [proposition for proposition, _, _ in read[1::2]] == ["Yes.", "No.", "the yes", "Perhaps.", "Never."]
    assert {part for _, _, part in read} == {"development"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"near_en": ["Perhaps."]}, "not a matter"),
        (
            {"units": [{"text": "Bon.", "language": "fr", "main": "yes", "near": ["none", "none"]}]},
            "label of statement",
        ),
        ({"units": [{"text": "Bon.", "language": "fr", "main": "favor", "near": ["none"]}]}, "not a matter"),
        ({"units": "Bon."}, "not a matter"),
        ({"main": 3}, "proposition"),
    ],
)
def test_a_broken_matter_is_told_by_line(tmp_path, change, message):
    path = tmp_path / "matters.jsonl"
    path.write_text(json.dumps(MATTER | change) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match=message) as error:
        load_statements(path)
    assert all("line 1" in problem for problem in error.value.problems)


def test_a_long_proposition_leaves_room_for_the_unit(tiny_backbone):
    text = TextEncoder(tiny_backbone, prefix="", context=True, headline=False, pool_unit=True, max_tokens=48)
    (tokens,) = text([Example("1", "a " * 100, context=("b " * 100,))], ["c " * 100])
    assert len(tokens.ids) <= 48 and sum(tokens.pooled) >= 10
    assert tokens.pooled == sorted(tokens.pooled, reverse=True)


def test_the_blend_is_the_mean_of_its_parts(tiny_backbone, blend):
    test = examples(20, seed=4)
    alone = [
        fitted(tiny_backbone, "blend", {"encoder": {"members": 2}, "tfidf": NGRAMS, "share": share}).predict_proba(test)
        for share in (0.0, 1.0)
    ]
    np.testing.assert_allclose(blend.predict_proba(test), 0.7 * alone[0] + 0.3 * alone[1], atol=1e-6)


def test_in_a_language_that_was_not_read_the_encoder_answers_alone(tiny_backbone, blend):
    read = examples(20, seed=4)
    unread = [replace(example, language="ka") for example in read]
    alone = fitted(tiny_backbone, "blend", {"encoder": {"members": 2}, "tfidf": NGRAMS, "share": 0.0})
    np.testing.assert_array_equal(blend.predict_proba(unread), alone.predict_proba(unread))
    each = [blend.predict_proba(read[:1])[0], alone.predict_proba(unread[1:2])[0]]
    np.testing.assert_allclose(blend.predict_proba([read[0], unread[1]]), each, atol=1e-6)


def test_members_differ_and_their_mean_is_the_answer(tiny_backbone):
    test = examples(20, seed=4)
    two = fitted(tiny_backbone, "encoder", {"members": 2})
    one = fitted(tiny_backbone, "encoder", {"members": 1})
    second = 2 * two.predict_proba(test) - one.predict_proba(test)
    assert np.abs(second - one.predict_proba(test)).max() > 1e-3
    np.testing.assert_allclose(second.sum(axis=2), 1, atol=1e-5)
    assert [epoch["epoch"] for epoch in two.epochs] == [1, 2]


def test_a_part_of_another_training_is_refused(blend, tmp_path):
    blend.save(tmp_path / "a")
    path = tmp_path / "a" / "tfidf" / "model.json"
    settings = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(settings | {"settings": {**settings["settings"], "c": 1.0}}), encoding="utf-8")
    with pytest.raises(DataError, match=r"tfidf.model\.json: expected SHA-256 .* found"):
        load_model(tmp_path / "a")
    shutil.rmtree(tmp_path / "a" / "tfidf")
    with pytest.raises(DataError, match="found no file"):
        load_model(tmp_path / "a")


def test_names_are_read_alike_by_both_parts(tiny_backbone):
    rename = ["artsakh>Karabakh"]
    model = fitted(tiny_backbone, "blend", {"encoder": {"rename": rename}, "tfidf": {**NGRAMS, "rename": rename}})
    one = Example("1", "status of Karabakh open")
    np.testing.assert_array_equal(
        model.predict_proba([one]), model.predict_proba([replace(one, text="status of Artsakh open")])
    )


@pytest.mark.parametrize("options", [{"share": 2}, {"encoder": {"members": 0}}, {"weight": 1}])
def test_a_wrong_setting_is_named(tiny_backbone, options):
    with pytest.raises(ValueError, match=next(iter(options.get("encoder", options)))):
        new_model(Recipe("blend", options, str(tiny_backbone), TRAINING), TARGETS)
