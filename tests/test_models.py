"""Every model: probabilities, the same after save and load, altered files refused."""

from dataclasses import replace

import numpy as np
import pytest

from quotestance.calibration import (
    Calibration,
    fit_calibration,
    fit_threshold,
    load_calibration,
    save_calibration,
    scale,
)
from quotestance.dataset import label_matrix
from quotestance.files import DataError
from quotestance.metrics import f1_rel, risk_coverage
from quotestance.models import Recipe, load_model, new_model
from quotestance.models.folder import silent
from quotestance.records import LABELS, Example

TARGETS = {"status": "It is open.", "road": "It must be free."}
WORDS = {"favor": "open later", "against": "closed forever", "neutral": "the text says", "none": "the weather"}


def examples(n, seed=0):
    random = np.random.default_rng(seed)
    made = []
    for index in range(n):
        status, road = random.choice(LABELS, 2)
        text = f"status {WORDS[status]} and road {WORDS[road]} number {index}"
        made.append(Example(str(index), text, language="en", labels={"status": status, "road": road}))
    return made


@pytest.fixture(scope="module", params=["majority", "tfidf"])
def fitted(request):
    model = new_model(Recipe(request.param), TARGETS)
    model.fit(examples(200), [], seed=0, progress=silent)
    return model


def test_probabilities_have_the_stated_shape(fitted):
    probabilities = fitted.predict_proba(examples(7, seed=1))
    assert probabilities.shape == (7, 2, 4)
    np.testing.assert_allclose(probabilities.sum(axis=2), 1)
    assert fitted.predict_proba([]).shape == (0, 2, 4)


def test_saved_and_loaded_gives_the_same(fitted, tmp_path):
    fitted.save(tmp_path)
    again = load_model(tmp_path)
    assert again.targets == fitted.targets
    np.testing.assert_allclose(
        again.predict_proba(examples(9, seed=2)), fitted.predict_proba(examples(9, seed=2)), atol=1e-5
    )
    assert not [path for path in tmp_path.iterdir() if path.suffix not in {".json", ".safetensors"}]


def test_altered_weights_are_refused(fitted, tmp_path):
    fitted.save(tmp_path)
    path = tmp_path / "weights.safetensors"
    path.write_bytes(path.read_bytes()[:-8])
    with pytest.raises(DataError, match="expected SHA-256"):
        load_model(tmp_path)
    path.unlink()
    with pytest.raises(DataError, match="cannot be read"):
        load_model(tmp_path)


def test_the_headline_is_read_only_if_asked_for():
    train = [replace(example, headline=f"headline {n % 3}") for n, example in enumerate(examples(60))]
    changed = [replace(example, headline="headline 1 of another kind") for example in train]
    for headline, same in ((True, False), (False, True)):
        model = new_model(Recipe("tfidf", {"headline": headline}), TARGETS)
        model.fit(train, [], seed=0, progress=silent)
        assert np.array_equal(model.predict_proba(train), model.predict_proba(changed)) is same


def test_tfidf_learns_what_majority_cannot():
    test = examples(100, seed=3)
    gold = label_matrix(test, tuple(TARGETS))
    scores = {}
    for name in ("majority", "tfidf"):
        model = new_model(Recipe(name), TARGETS)
        model.fit(examples(300), [], seed=0, progress=silent)
        scores[name] = f1_rel(gold, model.predict_proba(test).argmax(axis=2))
    assert scores["tfidf"] > 0.8 > 0.3 > scores["majority"]


def test_labels_that_training_lacks_get_no_probability(tmp_path):
    model = new_model(Recipe("tfidf"), TARGETS)
    few = [e for e in examples(200) if e.labels["status"] in ("favor", "against") and e.labels["road"] == "none"]
    model.fit(few, [], seed=0, progress=silent)
    probabilities = model.predict_proba(few)
    np.testing.assert_allclose(probabilities[:, 0, 2:], 0, atol=1e-9)
    np.testing.assert_allclose(probabilities[:, 1, 3], 1)
    gold = label_matrix(few, tuple(TARGETS))
    assert (probabilities.argmax(axis=2) == gold).mean() > 0.95


@pytest.mark.parametrize(
    ("recipe", "said"),
    [(Recipe("bert"), "expected one of majority, tfidf"), (Recipe("tfidf", {"depth": 3}), "unknown setting 'depth'")],
)
def test_wrong_recipes_are_named(recipe, said):
    with pytest.raises(ValueError, match=said):
        new_model(recipe, TARGETS)


def test_a_folder_without_model_is_named(tmp_path):
    with pytest.raises(FileNotFoundError, match="quotestance train"):
        load_model(tmp_path / "nothing")


def calibrated_data(n, seed=0):
    """Probabilities that are right as they stand, and gold labels drawn from them; shapes (n, 1, 4) and (n, 1)."""
    random = np.random.default_rng(seed)
    probabilities = random.dirichlet([0.5] * 4, size=n)
    gold = np.array([random.choice(4, p=row) for row in probabilities])
    return probabilities[:, None, :], gold[:, None]


@pytest.mark.parametrize("tilt", [0.0, 1.0])
def test_calibration_undoes_overconfidence_and_a_tilt_away_from_none(tilt):
    probabilities, gold = calibrated_data(3000)
    sharp = scale(probabilities, 0.5, -tilt)
    calibration = fit_calibration(gold, sharp, max_risk=0.2)
    assert calibration.temperatures[0] == pytest.approx(2.0, rel=0.1)
    assert calibration.offsets[0] == pytest.approx(tilt / 2, abs=0.15)
    np.testing.assert_allclose(calibration.apply(sharp), probabilities, atol=0.06)


def test_threshold_is_the_lowest_that_keeps_the_risk():
    probabilities, gold = calibrated_data(3000)
    threshold = fit_threshold(gold[:, 0], probabilities[:, 0], max_risk=0.2)
    answered = probabilities[:, 0].max(axis=1)
    predicted = probabilities[:, 0].argmax(axis=1)
    assert risk_coverage(gold[:, 0], predicted, answered >= threshold).risk <= 0.2
    assert risk_coverage(gold[:, 0], predicted, answered >= threshold - 0.05).risk > 0.2
    assert fit_threshold(np.full(20, 3), np.tile([0, 0, 0, 1.0], (20, 1)), max_risk=0.2) == 0.5


def test_calibration_reads_back_and_a_broken_one_is_named(tmp_path):
    calibration = Calibration((1.5, 0.8), (0.1, -0.2), (0.6, 0.7), 0.2)
    save_calibration(tmp_path, calibration, ("a", "b"))
    assert load_calibration(tmp_path, ("a", "b")) == calibration
    with pytest.raises(DataError, match="offset and threshold for c"):
        load_calibration(tmp_path, ("c",))


@pytest.mark.parametrize("setting", [{"c": "abc"}, {"c": -1}, {"words": 0}])
def test_settings_of_tfidf_that_cannot_be_meant_are_named(setting):
    (name,) = setting
    with pytest.raises(ValueError, match=rf"model\.{name}: expected a number above 0"):
        new_model(Recipe("tfidf", setting), {"status": "The status is open."})
