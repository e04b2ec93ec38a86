"""The tagger of speech learns, reads back, refuses what does not fit; and what it hears mends what rules find."""

import json

import numpy as np
import pytest

from quotestance.commands import main
from quotestance.files import DataError
from quotestance.languages import language_for, load_languages
from quotestance.loading import known_extractor, known_languages
from quotestance.models.folder import silent
from quotestance.quotes import extract_quotes
from quotestance.records import Article, Span
from quotestance.sentences import split_sentences
from quotestance.speakers import Speakers
from quotestance.tagging import Tagger, TaggerSettings

SETTINGS = TaggerSettings(
    trained_layers=2, window=40, overlap=8, epochs=30, batch=8, rate=2e-3, head_rate=1e-2, warmup=5
)
TEXT = (
    "Ada Stone said the road was open. The weather was fine in the valley. "
    "The bridge, the mayor Ben Kern told reporters, would stay closed."
)


def page(number):
    """A line in which all behind `says` is speech."""
    words = ["weather", "status", "road", "text"]
    before = " ".join(words[(number + step) % 4] for step in range(1 + number % 3))
    after = " ".join(["road", "open", "forever", "closed", "later"][number % 3 :])
    text = f"{before} says {after}"
    return text, [Span(text.index("says") + 5, len(text))]


@pytest.fixture(scope="module")
def tagger(tiny_backbone):
    made = Tagger.new(SETTINGS, str(tiny_backbone), seed=0)
    made.fit([page(number) for number in range(48)], seed=0, progress=silent)
    return made


def test_learns_where_speech_begins(tagger):
    text, (speech,) = page(101)
    heard = tagger.heard(text)
    assert heard.shape == (len(text),)
    assert heard[speech.start : speech.end].mean() > 0.8 > 0.2 > heard[: speech.start - 6].mean()


def test_reads_back_what_it_wrote(tagger, tmp_path):
    tagger.save(tmp_path)
    text = page(7)[0] * 20
    assert np.array_equal(Tagger.load(tmp_path).heard(text), tagger.heard(text))
    assert (tmp_path / "weights.safetensors").stat().st_size < 1_000_000


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\ud800 says \udfff", "שלום 👩‍👩‍👧 says", "road " * 3000])
def test_hears_any_text(tagger, text):
    heard = tagger.heard(text)
    assert heard.shape == (len(text),)
    assert np.isfinite(heard).all()
    assert not len(heard) or (0 <= heard.min() <= heard.max() <= 1)


def test_a_folder_that_is_cut_short_or_another_model_is_refused(tagger, tmp_path, tiny_backbone):
    tagger.save(tmp_path)
    weights = tmp_path / "weights.safetensors"
    whole = weights.read_bytes()
    weights.write_bytes(whole[:-10])
    with pytest.raises(DataError, match="altered or cut short"):
        Tagger.load(tmp_path)
    weights.write_bytes(whole)
    settings = json.loads((tmp_path / "model.json").read_text())
    (tmp_path / "model.json").write_text(json.dumps({**settings, "name": "blend"}))
    with pytest.raises(DataError, match="expected a tagger; found 'blend'"):
        Tagger.load(tmp_path)
    other = {**settings["backbone"], "weights": "0"}
    (tmp_path / "model.json").write_text(json.dumps({**settings, "backbone": other}))
    with pytest.raises(DataError, match="made for backbone"):
        Tagger.load(tmp_path)


@pytest.mark.parametrize(
    "wrong", [{"overlap": 40}, {"epochs": 0}, {"rate": float("nan")}, {"dropout": 1}, {"warmup": 0}]
)
def test_settings_that_cannot_be_meant_are_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        TaggerSettings(**{"window": 40, **wrong})


def test_a_window_that_the_backbone_cannot_read_is_refused(tiny_backbone):
    with pytest.raises(DataError, match="tokens at most; got 9000"):
        Tagger.new(TaggerSettings(window=9000), str(tiny_backbone), seed=0)


def units(root, heard, text=TEXT):
    language = language_for(load_languages(root / "conf" / "languages"), "en")
    article = Article("a", "a", text, "en", body=(Span(0, len(text)),))
    return [
        (" ¦ ".join(piece.of(text) for piece in quote.pieces), quote.speaker)
        for quote in extract_quotes(article, split_sentences(article, language), language, Speakers(), heard)
    ]


def hearing(*parts, text=TEXT, sure=0.99, else_=0.3):
    heard = np.full(len(text), else_, np.float32)
    for part in parts:
        heard[text.index(part) : text.index(part) + len(part)] = sure
    return heard


def test_what_is_heard_mends_what_rules_find(root):
    rules = units(root, None)
    assert rules[0] == ("the road was open", "Ada Stone")
    assert units(root, hearing()) == units(root, hearing(else_=0.01)) == rules, "what rules find stays"
    also = units(root, hearing("The weather was fine in the valley"))
    assert also == [rules[0], ("The weather was fine in the valley", "Ada Stone"), *rules[1:]]
    assert units(root, hearing("The weather was fine in the valley", sure=0.85)) == rules, "not sure enough"


def test_an_added_sentence_takes_the_speaker_that_it_names(root):
    text = "Wrongly, in the eyes of Ada Stone, they closed the road for the whole winter."
    before = units(root, None, text)
    speech = "they closed the road for the whole winter"
    assert before == []
    assert units(root, hearing(speech, text=text), text) == [(speech, "Ada Stone")]


def test_none_is_the_rules_alone(root, monkeypatch):
    monkeypatch.chdir(root)
    article = Article("a", "a", TEXT, "en", body=(Span(0, len(TEXT)),))
    found = known_extractor(known_languages(), "none")(article)
    assert [(q.pieces[0].of(TEXT), q.speaker) for q in found][:1] == units(root, None)[:1]


def test_a_tagger_that_is_not_there_is_one_sentence(root, monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(root)
    assert main(["quotes", "articles=seeds/articles", f"output={tmp_path}/q.csv", "tagger=nosuch"]) in (1, 2)
    assert "nosuch" in capsys.readouterr().err


def test_the_command_trains_one(root, monkeypatch, tmp_path, tiny_backbone):
    monkeypatch.chdir(root)
    arguments = [
        "learned.pages.articles='seeds/authored/pages/train/en-8-0*.txt'",
        "~learned.invented",
        f"backbone={tiny_backbone}",
        "settings={trained_layers: 1, window: 40, overlap: 8, epochs: 1}",
        f"output={tmp_path / 'tagger'}",
    ]
    assert main(["tagger", *arguments]) == 0
    assert Tagger.load(tmp_path / "tagger").heard("a road").shape == (6,)
