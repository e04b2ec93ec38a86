"""The encoder on a tiny backbone: learns, repeats itself, reads back, refuses what does not fit."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest
import yaml
from conftest import build_tiny_backbone
from test_models import TARGETS, examples

from quotestance.dataset import label_matrix
from quotestance.files import DataError
from quotestance.metrics import f1_rel
from quotestance.models import Recipe, load_model, new_model
from quotestance.models.encoder import focused
from quotestance.models.folder import silent
from quotestance.models.network import EncoderSettings
from quotestance.models.settings import TrainingSettings
from quotestance.models.text import TextEncoder
from quotestance.records import Example

TRAINING = {
    "epochs": 3,
    "min_steps": 0,
    "batch_size": 16,
    "learning_rate": 2e-3,
    "head_learning_rate": 1e-2,
    "precision": "float32",
}


def trained(backbone, *, seed=0, options=None, training=None):
    model = new_model(Recipe("encoder", options or {}, str(backbone), TRAINING | (training or {})), TARGETS)
    model.fit(examples(240), examples(60, seed=9), seed=seed, progress=silent)
    return model


@pytest.fixture(scope="module")
def model(tiny_backbone):
    return trained(tiny_backbone)


def test_it_learns(tiny_backbone):
    model = trained(tiny_backbone, options={"adapter": "full"}, training={"epochs": 12, "patience": 12})
    test = examples(80, seed=5)
    assert f1_rel(label_matrix(test, tuple(TARGETS)), model.predict_proba(test).argmax(axis=2)) > 0.6
    assert [epoch["epoch"] for epoch in model.epochs] == list(range(1, len(model.epochs) + 1))
    assert model.epochs[-1]["loss"] < model.epochs[0]["loss"]


def test_few_sentences_are_read_more_often(tiny_backbone):
    few = new_model(Recipe("encoder", {}, str(tiny_backbone), TRAINING | {"min_steps": 64, "patience": 3}), TARGETS)
    few.fit(examples(40), examples(60, seed=9), seed=0, progress=silent)
    assert 4 <= len(few.epochs) <= 24
    enough = TrainingSettings(epochs=3, min_steps=64, patience=2).enough
    assert [(enough(count).epochs, enough(count).patience) for count in (8, 40, 320, 5000)] == [
        (66, 44),
        (24, 16),
        (6, 4),
        (3, 2),
    ]


def test_the_average_of_the_weights_is_kept_and_does_not_change_how_they_learn(tiny_backbone):
    last, average = (trained(tiny_backbone, training={"average": decay}).epochs for decay in (0.0, 0.9))
    assert [epoch["loss"] for epoch in average] == [epoch["loss"] for epoch in last]
    assert all(one["dev_loss"] != other["dev_loss"] for one, other in zip(last, average, strict=True))


@pytest.mark.parametrize("adapter", ["lora", "full", "frozen"])
def test_saved_and_loaded_gives_the_same(tiny_backbone, tmp_path, adapter):
    model = trained(tiny_backbone, options={"adapter": adapter, "rank": 4}, training={"epochs": 1})
    model.save(tmp_path)
    again = load_model(tmp_path)
    test = examples(20, seed=4)
    np.testing.assert_allclose(again.predict_proba(test), model.predict_proba(test), atol=2e-3)
    assert again.epochs == model.epochs


def test_same_seed_same_predictions_and_another_seed_others(tiny_backbone, model):
    test = examples(20, seed=4)
    np.testing.assert_array_equal(trained(tiny_backbone).predict_proba(test), model.predict_proba(test))
    assert np.abs(trained(tiny_backbone, seed=1).predict_proba(test) - model.predict_proba(test)).max() > 1e-3


def test_order_and_batches_do_not_matter(model):
    test = [*examples(10, seed=4), Example("long", "status open " * 60, language="en")]
    together = model.predict_proba(test)
    np.testing.assert_allclose(together[::-1], model.predict_proba(test[::-1]), atol=1e-6)
    np.testing.assert_allclose(together[-1:], model.predict_proba(test[-1:]), atol=1e-6)


@pytest.mark.parametrize(
    ("options", "read"),
    [
        ({}, {"context"}),
        ({"headline": True}, {"context", "headline"}),
        ({"context": False}, set()),
    ],
)
def test_what_is_read_beside_the_unit(tiny_backbone, options, read):
    model = trained(tiny_backbone, options=options, training={"epochs": 1})
    plain = Example("1", "It is so.")
    given = {"context": ("status closed",), "headline": "road open"}
    changed = {
        name
        for name, value in given.items()
        if np.abs(model.predict_proba([plain]) - model.predict_proba([replace(plain, **{name: value})])).max() > 1e-6
    }
    assert changed == read


def test_tokens_keep_unit_and_nearest_context(tiny_backbone):
    text = TextEncoder(tiny_backbone, prefix="q: ", context=True, headline=True, pool_unit=True, max_tokens=48)
    (tokens,) = text([Example("1", "a " * 100, context=("far " * 40, "near"), headline="h")])
    assert len(tokens.ids) == len(tokens.pooled) == 48
    assert tokens.ids[0] == 0 and tokens.ids[-1] == 2
    unit = sum(tokens.pooled)
    assert tokens.pooled == [1] * unit + [0] * (48 - unit) and 48 - unit >= 16
    (short,) = text([Example("1", "a b")])
    assert short.pooled == [1] * len(short.ids)


def test_missing_labels_take_no_part(tiny_backbone):
    half = [Example(e.id, e.text, language="en", labels={**e.labels, "road": None}) for e in examples(60)]
    model = new_model(Recipe("encoder", {}, str(tiny_backbone), TRAINING | {"epochs": 1}), TARGETS)
    model.fit(half, half, seed=0, progress=silent)
    assert np.isfinite(model.predict_proba(half)).all()


def test_another_backbone_is_refused(model, tiny_backbone, tmp_path):
    saved = tmp_path / "model"
    model.save(saved)
    settings = json.loads((saved / "model.json").read_text(encoding="utf-8"))
    other = tmp_path / "other"
    shutil.copytree(tiny_backbone, other)
    settings["backbone"]["name"] = str(other)
    (saved / "model.json").write_text(json.dumps(settings), encoding="utf-8")
    load_model(saved)
    tokenizer = (other / "tokenizer.json").read_text(encoding="utf-8")
    (other / "tokenizer.json").write_text(tokenizer.replace("▁later", "▁sooner"), encoding="utf-8")
    with pytest.raises(DataError, match=r"made for backbone .* found"):
        load_model(saved)
    (other / "tokenizer.json").write_text(tokenizer, encoding="utf-8")
    build_tiny_backbone(other, seed=1)
    with pytest.raises(DataError, match=r"made for backbone .* found"):
        load_model(saved)


def test_a_model_of_another_version_is_refused(model, tmp_path):
    model.save(tmp_path)
    settings = json.loads((tmp_path / "model.json").read_text(encoding="utf-8"))
    for change in ({"targets": ["status", "road"]}, {"settings": {"of": "old"}}, {"backbone": None}):
        (tmp_path / "model.json").write_text(json.dumps(settings | change), encoding="utf-8")
        with pytest.raises(DataError, match="not a model as this version writes it; train it again"):
            load_model(tmp_path)


def test_truncated_tensors_are_refused(model, tmp_path):
    model.save(tmp_path)
    path = tmp_path / "weights.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(DataError, match=r"expected SHA-256 .* found"):
        load_model(tmp_path)


@pytest.mark.parametrize(
    ("options", "training", "said"),
    [
        ({"adapter": "prefix"}, {}, r"model\.adapter: expected one of full"),
        ({"pooling": "max"}, {}, r"model\.pooling: expected one of mean"),
        ({"colour": 1}, {}, "unknown setting 'colour'"),
        ({}, {"class_weights": "heavy"}, r"training\.class_weights: expected balanced"),
        ({}, {"precision": "int4"}, r"training\.precision: expected auto"),
        ({}, {"epochs": 0}, r"training\.epochs: expected 1 or more; got 0"),
        ({}, {"contrast": -1.0}, r"training\.contrast: expected 0 or more; got -1"),
        ({}, {"learning_rate": float("nan")}, r"training\.learning_rate: expected 0 or more; got nan"),
        ({}, {"warmup": 2.0}, r"training\.warmup: expected a share, 0 to below 1; got 2"),
    ],
)
def test_wrong_settings_are_named(tiny_backbone, options, training, said):
    with pytest.raises(ValueError, match=said):
        trained(tiny_backbone, options=options, training=training)


def test_capitals_are_read_as_other_letters(tiny_backbone):
    text = TextEncoder(tiny_backbone, prefix="q: ", context=True, headline=False, pool_unit=True, max_tokens=48)
    shouted, spoken = text([Example("1", "STATUS OPEN."), Example("2", "Status open.")])
    assert shouted == spoken


@pytest.mark.parametrize(
    "family", ["roberta", "xlm-roberta", "distilbert", "electra", "mpnet", "deberta-v2", "modernbert"]
)
@pytest.mark.parametrize("adapter", ["full", "lora"])
def test_encoders_of_other_families_learn_and_read_back(tmp_path, family, adapter):
    backbone = build_tiny_backbone(tmp_path, seed=0, family=family)
    model = trained(backbone, options={"adapter": adapter, "trained_layers": 1}, training={"epochs": 2})
    assert model.epochs[-1]["loss"] < model.epochs[0]["loss"]
    model.save(tmp_path / "model")
    test = examples(12, seed=4)
    np.testing.assert_allclose(load_model(tmp_path / "model").predict_proba(test), model.predict_proba(test), atol=2e-3)


def test_a_model_with_a_decoder_is_refused(tmp_path, tiny_backbone):
    folder = tmp_path / "t5"
    shutil.copytree(tiny_backbone, folder)
    (folder / "config.json").write_text(json.dumps({"model_type": "t5", "vocab_size": 40}), encoding="utf-8")
    with pytest.raises(ValueError, match="expected an encoder alone; got t5"):
        trained(folder)


def test_names_of_one_place_are_read_alike(tiny_backbone):
    rename = ["de l['’]artsakh>du Karabakh", "nagorno[- ]?karabakh|artsakh>Karabakh", "berdzor>Lachin"]
    text = TextEncoder(
        tiny_backbone, prefix="", context=True, headline=False, pool_unit=True, max_tokens=48, rename=rename
    )
    read = text(
        [
            Example("1", "Artsakh's road", context=("to Berdzor",)),
            Example("2", "Nagorno-Karabakh's road", context=("to Lachin",)),
            Example("3", "Karabakh's road", context=("to Lachin",)),
        ]
    )
    assert read[0] == read[1] == read[2]
    assert text([Example("1", "la voix de l’Artsakh")]) == text([Example("1", "la voix du Karabakh")])


def test_shipped_names_compile_and_keep_endings(tiny_backbone, root):
    rules = yaml.safe_load((root / "conf" / "model" / "encoder.yaml").read_text(encoding="utf-8"))["rename"]
    text = TextEncoder(
        tiny_backbone, prefix="", context=True, headline=False, pool_unit=True, max_tokens=48, rename=rules
    )
    for one, other in [
        ("в Нагорном Карабахе", "в Арцахе"),
        ("Dağlıq Qarabağda", "Artsaxda"),
        ("Արցախում", "Ղարաբաղում"),
    ]:
        assert text([Example("1", one)]) == text([Example("1", other)])


def test_a_renaming_without_a_name_is_refused(tiny_backbone):
    with pytest.raises(ValueError, match=r"model\.rename: expected pattern>name; got 'artsakh'"):
        trained(tiny_backbone, options={"rename": ["artsakh"]})


def test_another_training_can_begin_where_one_ended(tiny_backbone, tmp_path):
    first = trained(tiny_backbone, training={"epochs": 8, "patience": 8})
    first.save(tmp_path)
    few = examples(24, seed=3)
    scores = {}
    for start in ("", str(tmp_path)):
        model = new_model(Recipe("encoder", {"start": start}, str(tiny_backbone), TRAINING), TARGETS)
        model.fit(few, examples(60, seed=9), seed=0, progress=silent)
        scores[bool(start)] = model.epochs[0]["dev_f1_rel"]
    assert scores[True] > scores[False]


def test_heads_of_the_same_targets_go_on_too(tiny_backbone, tmp_path):
    """At a rate of next to nothing a training that goes on answers as the one before, on a blend as on an encoder."""
    first = new_model(Recipe("blend", {"encoder": {}, "tfidf": {}}, str(tiny_backbone), TRAINING), TARGETS)
    first.fit(examples(60), examples(60, seed=9), seed=0, progress=silent)
    first.save(tmp_path)
    still = {"learning_rate": 1e-9, "head_learning_rate": 1e-9, "epochs": 1}
    second = trained(tiny_backbone, options={"start": str(tmp_path)}, training=still)
    fresh = trained(tiny_backbone, training=still)
    test = examples(40, seed=5)
    known, found, other = (one.predict_proba(test) for one in (load_model(tmp_path / "encoder"), second, fresh))
    assert np.abs(found - known).max() < 0.02 < np.abs(other - known).max()


def test_a_focus_is_read_whole_and_as_many_others_with_it():
    train = [Example(str(n), f"text {n}", group="new" if n % 5 == 0 else "newer") for n in range(50)]
    read = focused(train, "new", 1.0, 0)
    assert [one.id for one in read if one.group == "new"] == [one.id for one in train if one.group == "new"]
    assert len(read) == 20 and read == sorted(read, key=train.index)
    assert read != focused(train, "new", 1.0, 1)
    assert len(focused(train, "new", 0.5, 0)) == 15
    assert focused(train, "", 1.0, 0) == train
    with pytest.raises(DataError, match=r"model\.focus: no training unit has a topic that fits 'absent'"):
        focused(train, "absent", 1.0, 0)
    with pytest.raises(ValueError, match=r"model\.focus: expected a regular expression; got '\('"):
        EncoderSettings(focus="(")
    with pytest.raises(ValueError, match=r"model\.rehearsal: expected 0 or more; got -1"):
        EncoderSettings(rehearsal=-1)


def test_a_start_in_other_layers_is_refused(tiny_backbone, model, tmp_path):
    model.save(tmp_path)
    with pytest.raises(DataError, match="was trained in other layers"):
        trained(tiny_backbone, options={"start": str(tmp_path), "trained_layers": 1})
