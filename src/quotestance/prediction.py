"""Articles in, one row per unit out: streaming, so that memory stays flat however many articles there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, Literal, cast

import numpy as np
import pyarrow as pa

from quotestance.calibration import Calibration
from quotestance.dataset import examples_of
from quotestance.metrics import Probabilities
from quotestance.models import StanceModel
from quotestance.records import LABELS, Article, Example, Prediction, Quote, Skipped, Span, Stance

Extractor = Callable[[Article], Sequence[Quote]]
Unit = Literal["sentence", "quote"]
_Read = tuple[Article, Sequence[Quote]]


@dataclass(frozen=True)
class Classifier:
    """A model with its calibration; `digest` names it in every row, `languages` are those it was scored on."""

    model: StanceModel
    calibration: Calibration
    digest: str
    languages: frozenset[str] = frozenset()

    def probabilities(self, examples: Sequence[Example]) -> Probabilities:
        """Calibrated, of shape (n_examples, n_targets, n_labels)."""
        return self.calibration.apply(self.model.predict_proba(examples))


def no_targets() -> Classifier:
    """A classifier that labels nothing: rows then tell who said what, and no more."""
    nothing = SimpleNamespace(
        targets=(), engine="", predict_proba=lambda examples: np.zeros((len(examples), 0, len(LABELS)))
    )
    return Classifier(cast(StanceModel, nothing), Calibration((), (), (), 0.0), "")


@dataclass(frozen=True)
class ArticlePredictions:
    """One article and its predictions, in reading order."""

    article: Article
    predictions: tuple[Prediction, ...]


def predict(
    articles: Iterable[Article | Skipped], extract: Extractor, classifier: Classifier, *, batch_size: int, strict: bool
) -> Iterator[ArticlePredictions | Skipped]:
    """Yield each article's predictions, or why a record was skipped, in the order of `articles`.

    `batch_size`: units given to the model at once. In strict mode the first bad record raises RecordError.
    """
    batch: list[_Read] = []
    units = 0
    for record in articles:
        read = record if isinstance(record, Skipped) else _extracted(record, extract)
        if isinstance(read, Skipped):
            if strict:
                raise RecordError(str(read))
            yield read
            continue
        batch.append(read)
        units += len(read[1])
        if units >= batch_size:
            yield from _classified(batch, classifier)
            batch, units = [], 0
    yield from _classified(batch, classifier)


class RecordError(ValueError):
    """A record that strict mode does not pass over."""


def _extracted(article: Article, extract: Extractor) -> _Read | Skipped:
    try:
        return article, extract(article)
    except Exception as error:  # noqa: BLE001 - the one boundary where a bad record costs one record, not the run
        return Skipped(article.source, None, f"{type(error).__name__}: {error}")


def _classified(batch: Sequence[_Read], classifier: Classifier) -> Iterator[ArticlePredictions]:
    probabilities = classifier.probabilities([one for read in batch for one in examples_of(*read)])
    abstains = classifier.calibration.abstains(probabilities)
    start = 0
    for article, quotes in batch:
        rows = slice(start, start + len(quotes))
        start += len(quotes)
        units = zip(quotes, probabilities[rows], abstains[rows], strict=True)
        yield ArticlePredictions(article, tuple(_prediction(*unit, classifier) for unit in units))


def _prediction(quote: Quote, probabilities: Probabilities, abstains: Sequence[bool], of: Classifier) -> Prediction:
    stances = tuple(
        Stance(target, as_shares(row), bool(abstain))
        for target, row, abstain in zip(of.model.targets, probabilities, abstains, strict=True)
    )
    return Prediction(quote, stances, of.digest, of.model.engine)


def as_shares(row: Probabilities) -> tuple[float, float, float, float]:
    """Four probabilities as plain numbers."""
    favor, against, neutral, none = map(float, row)
    return favor, against, neutral, none


def schema(targets: Sequence[str]) -> pa.Schema:
    """The output columns in order, with the types of a row that lacks nothing; the same for JSONL, CSV and Parquet."""
    span = Span(0, 1)
    quote = Quote("q", "q", span, (span,), "direct", True, cue=span, speaker_span=span)
    stances = tuple(Stance(target, (0.25, 0.25, 0.25, 0.25), False) for target in targets)
    return pa.Table.from_pylist([_row(Article("a", "a", "a"), Prediction(quote, stances, "", ""), "q")]).schema


def rows(result: ArticlePredictions, *, unit: Unit, thresholds: Sequence[float]) -> Iterator[dict[str, Any]]:
    """The output rows of one article: one per unit, or one per quote (see `merge_quote`)."""
    quotes: dict[str, list[Prediction]] = {}
    for prediction in result.predictions:
        sentences = quotes.setdefault(prediction.quote.quote_id, [])
        sentences.append(prediction)
        if unit == "sentence":
            yield _row(result.article, prediction, f"{prediction.quote.quote_id}.{len(sentences)}")
    if unit == "quote":
        for quote_id, sentences in quotes.items():
            yield _row(result.article, merge_quote(sentences, thresholds), quote_id)


def merge_quote(units: Sequence[Prediction], thresholds: Sequence[float]) -> Prediction:
    """The sentences of one quote as one prediction.

    Per target the label with the largest summed probability over the sentences not labelled none, else none; the
    probabilities are the means over those sentences.
    """
    first, last = units[0].quote, units[-1].quote
    quote = Quote(
        article_id=first.article_id,
        quote_id=first.quote_id,
        sentence=Span(min(u.quote.sentence.start for u in units), max(u.quote.sentence.end for u in units)),
        pieces=tuple(piece for u in units for piece in u.quote.pieces),
        kind=first.kind if len({u.quote.kind for u in units}) == 1 else "mixed",
        marked=any(u.quote.marked for u in units),
        continuation=first.continuation,
        cue=first.cue or last.cue,
        speaker_span=first.speaker_span or last.speaker_span,
        speaker=first.speaker,
        speaker_id=first.speaker_id,
        confidence=min(u.quote.confidence for u in units),
    )
    stances = tuple(
        _merged_stance([unit.stances[index] for unit in units], threshold) for index, threshold in enumerate(thresholds)
    )
    return Prediction(quote, stances, units[0].model, units[0].engine)


def _merged_stance(stances: Sequence[Stance], threshold: float) -> Stance:
    table = np.array([stance.probabilities for stance in stances])
    deciding = table[[stance.label != "none" for stance in stances]]
    mean = (deciding if len(deciding) else table).mean(axis=0)
    return Stance(stances[0].target, as_shares(mean), bool(mean.max() < threshold))


def _row(article: Article, prediction: Prediction, row_id: str) -> dict[str, Any]:
    quote, text = prediction.quote, article.text
    row: dict[str, Any] = {
        "row_id": row_id,
        "article_id": article.id,
        "source": article.source,
        "language": article.language,
        "date": article.date,
        "title": article.title,
        "quote_id": quote.quote_id,
        "kind": quote.kind,
        "marked": quote.marked,
        "continuation": quote.continuation,
        "speaker": quote.speaker,
        "speaker_id": quote.speaker_id,
        **_ends("speaker", quote.speaker_span),
        **_ends("cue", quote.cue),
        "sentence": quote.sentence.of(text),
        **_ends("sentence", quote.sentence),
        "quote": quote.hull.of(text),
        **_ends("quote", quote.hull),
        "quote_spans": [[piece.start, piece.end] for piece in quote.pieces],
        "quote_confidence": round(quote.confidence, 4),
    }
    for stance in prediction.stances:
        row |= _stance_columns(stance)
    return row | {"model": prediction.model, "engine": prediction.engine}


def quote_of(row: Mapping[str, Any]) -> Quote:
    """The unit that a row of the output tells of."""
    return Quote(
        article_id=str(row["article_id"]),
        quote_id=row["quote_id"],
        sentence=Span(row["sentence_start"], row["sentence_end"]),
        pieces=tuple(Span(*piece) for piece in row["quote_spans"]),
        kind=row["kind"],
        marked=row["marked"],
        continuation=row["continuation"],
        cue=_span_of(row, "cue"),
        speaker_span=_span_of(row, "speaker"),
        speaker=row["speaker"],
        speaker_id=row["speaker_id"],
        confidence=row["quote_confidence"],
    )


def _span_of(row: Mapping[str, Any], name: str) -> Span | None:
    start, end = row[f"{name}_start"], row[f"{name}_end"]
    return None if start is None else Span(start, end)


def _ends(name: str, span: Span | None) -> dict[str, int | None]:
    return {f"{name}_start": span.start if span else None, f"{name}_end": span.end if span else None}


def _stance_columns(stance: Stance) -> dict[str, Any]:
    shares = {f"{stance.target}_{label}": share for label, share in zip(LABELS, stance.probabilities, strict=True)}
    return {
        f"{stance.target}_label": stance.label,
        f"{stance.target}_probability": round(stance.probability, 6),
        **{name: round(share, 6) for name, share in shares.items()},
        f"{stance.target}_abstain": stance.abstain,
    }
