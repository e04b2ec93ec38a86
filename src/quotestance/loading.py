"""What several commands read: languages, speakers, the extractor, a classifier, the labelled sentences."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from yaml import YAMLError

from quotestance.articles import read_articles
from quotestance.calibration import load_calibration
from quotestance.dataset import load_parts
from quotestance.files import DataError
from quotestance.gold import GoldUnit, gold_examples, load_gold
from quotestance.languages import Language, language_for, load_languages
from quotestance.models import AnyTarget, load_model
from quotestance.models.folder import METRICS, SETTINGS, folder_digest
from quotestance.prediction import Classifier, Extractor
from quotestance.quotes import extract_quotes
from quotestance.quotes.heard import Tagging
from quotestance.records import Article, Quote
from quotestance.resources import conf_dir, own_conf_dir, released_model, released_tagger
from quotestance.sentences import split_sentences
from quotestance.speakers import Speakers, load_speakers, speakers_of
from quotestance.splits import (
    Split,
    load_topics,
    refuse_leaks,
    split_at_random,
    split_by_part,
    split_examples,
)

RELEASED = "released"
UNHEARD = "none"
HEARD = 200_000
"""Characters of the longest article that a tagger reads: it takes more than a minute of a core."""
TOPICS = "topics.yaml"
SEED_LABELS = "seeds/labels.jsonl"
Loaded = TypeVar("Loaded")


def known_languages() -> dict[str, Language]:
    """The languages in the shipped ``conf/languages``, and those in one's own: a file of the same name stands above."""
    own = own_conf_dir()
    return load_languages(conf_dir() / "languages") | (_own(load_languages, own / "languages") if own else {})


def known_speakers() -> Speakers:
    """The speakers in the shipped ``conf/speakers.yaml`` and in one's own: an entry of the same id stands above."""
    shipped, own = load_speakers(conf_dir() / "speakers.yaml"), own_conf_dir()
    path = own / "speakers.yaml" if own else None
    if path is None or not path.is_file():
        return shipped
    entries = {entry.id: entry for some in (shipped, _own(load_speakers, path)) for entry in some.entries}
    return speakers_of(entries.values())


def _own(load: Callable[[Path], Loaded], path: Path) -> Loaded:
    """What stands in one's own files; DataError names file and key."""
    try:
        return load(path)
    except (ValueError, YAMLError) as error:
        raise DataError([f"{path}: {error}" if isinstance(error, YAMLError) else str(error)]) from error


def known_extractor(languages: dict[str, Language], tagger: str = RELEASED) -> Extractor:
    """Article -> quotes, with these languages and the known speakers.

    In a language without a file of its own a `tagger` helps: a folder that ``quotestance tagger`` wrote, ``released``,
    or ``none`` for the rules alone. What has more than HEARD characters is read by the rules alone.
    """
    speakers, hear = known_speakers(), known_tagger(tagger)

    def extract(article: Article) -> Sequence[Quote]:
        language = language_for(languages, article.language)
        helped = hear is not None and article.language not in languages and len(article.text) <= HEARD
        heard = hear(article.text) if hear is not None and helped else None
        return extract_quotes(article, split_sentences(article, language), language, speakers, heard)

    return extract


def known_tagger(tagger: str) -> Tagging | None:
    """Text -> how likely each of its characters is a part of somebody's words; None for ``none``.

    The released one is loaded when the first text needs it. FileNotFoundError where there is none.
    """
    if tagger == UNHEARD:
        return None
    if tagger != RELEASED and not (tagger and (Path(tagger) / SETTINGS).is_file()):
        expected = f"expected a folder with {SETTINGS}, {RELEASED} or {UNHEARD}"
        raise FileNotFoundError(f"tagger: {expected}; got {tagger!r}; quotestance tagger makes one")

    @cache
    def load() -> Tagging:
        from quotestance.tagging import Tagger  # which takes seconds to import

        return Tagger.load(released_tagger() if tagger == RELEASED else Path(tagger)).heard

    return load() if tagger != RELEASED else lambda text: load()(text)


def classifier(model: str, asked: Mapping[str, str] | None = None) -> Classifier:
    """The classifier in the folder `model`, or the released one; `asked` maps names of other targets to propositions.

    DataError where targets are asked for that the model did not learn and cannot read.
    """
    folder = released_model() if model == RELEASED else Path(model)
    loaded = load_model(folder)
    calibration = load_calibration(folder, loaded.targets)
    if asked and isinstance(loaded, AnyTarget):
        if dict(asked) != dict(loaded.propositions):
            loaded, calibration = loaded.asked(asked), calibration.elsewhere(len(asked))
    elif asked and set(asked) != set(loaded.targets):
        raise DataError([f"{model}: learned {', '.join(loaded.targets)}; {_other_targets(asked, loaded.targets)}"])
    return Classifier(loaded, calibration, folder_digest(folder), _scored_on(folder))


def _other_targets(asked: Mapping[str, str], learned: Sequence[str]) -> str:
    """What to do where `asked` are not the targets that a model with a head for each has `learned`."""
    unknown = [target for target in asked if target not in learned]
    if not unknown:
        return "it answers about all of them together; leave out `targets`"
    return (
        f"it cannot answer about {', '.join(unknown)}; label sentences and train a model (quotestance train "
        f"targets={unknown[0]} data=labels.csv), or ask a model of pairs, which reads the proposition (quotestance "
        "train model=pairs)"
    )


def _scored_on(folder: Path) -> frozenset[str]:
    """The languages of the development part that a model was scored on; none where its figures are not beside it."""
    path = folder / METRICS
    if not path.is_file():
        return frozenset()
    try:
        scores = json.loads(path.read_text(encoding="utf-8"))
        return frozenset(scores.get("development", {}).get("slices", {}).get("language", {}))
    except (ValueError, AttributeError) as error:
        raise DataError([f"{path}: expected the scores that a training wrote; {error}"]) from error


def labelled_split(
    data: str, split: str, gold: str, gold_articles: str, targets: Sequence[str], *, drawn: float = 0.2, seed: int = 0
) -> Split:
    """Labelled sentences by part, with the gold beside; leaks are refused.

    The part is what `data` itself says, else that of the topic in `split`, or in ``topics.yaml`` beside `data`; where
    no topic is known, the share `drawn` of the groups is for development. `gold` is read unless `data` itself holds
    gold; only the file of the seeds may be missing (where the command is run elsewhere).
    """
    parts = load_parts(Path(data), targets)
    examples = [example for example, _ in parts]
    if any(part for _, part in parts):
        made = split_by_part(parts)
    else:
        beside = Path(data).with_name(TOPICS)
        topics = load_topics(Path(split) if split else beside) if split or beside.is_file() else {}
        known = bool(split) or any(example.group in topics for example in examples)
        made = split_examples(examples, topics) if known else split_at_random(examples, seed=seed, share=drawn)
    if gold and not made.gold and (gold != SEED_LABELS or Path(gold).is_file()):
        units = gold_examples(*gold_with_articles(gold, gold_articles))
        made = replace(made, gold=[unit for unit in units if any((unit.labels or {}).get(t) for t in targets)])
    refuse_leaks(made)
    return made


def gold_with_articles(gold: str, articles: str) -> tuple[list[GoldUnit], dict[str, Article]]:
    """The labelled units of real articles, and the articles by id."""
    units = load_gold(Path(gold))
    found = {a.id: a for a in read_articles(articles, languages=known_languages()) if isinstance(a, Article)}
    return units, found
