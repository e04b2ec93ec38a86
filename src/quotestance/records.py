"""The records that travel between the stages; all frozen, all checked when made.

Offsets are half-open character ranges [start, end) into ``Article.text``, which is never rewritten.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

Label = Literal["favor", "against", "neutral", "none"]
Kind = Literal["direct", "mixed", "indirect"]
DateBasis = Literal["stated", "inferred", "none"]

LABELS: tuple[Label, ...] = get_args(Label)
KINDS: tuple[Kind, ...] = get_args(Kind)
DATE_BASES: tuple[DateBasis, ...] = get_args(DateBasis)
STATEMENT = "statement"
"""Name of the label of an example that brings its own proposition."""
UNDETERMINED = "und"
"""BCP 47 code of a text whose language is not known."""


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _one_of(value: str, allowed: tuple[str, ...], field: str) -> None:
    _require(value in allowed, f"{field}: expected one of {', '.join(allowed)}; got {value!r}")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open character range [start, end) into an article's text; never empty."""

    start: int
    end: int

    def __post_init__(self) -> None:
        _require(0 <= self.start < self.end, f"span: expected 0 <= start < end; got {self.start}, {self.end}")

    def of(self, text: str) -> str:
        """The characters that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def common(self, other: Span) -> Span:
        """What two overlapping spans share."""
        return Span(max(self.start, other.start), min(self.end, other.end))

    def overlap(self, other: Span) -> int:
        """Number of characters shared with `other`."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Article:
    """One news article as it was read; `body` marks the part of `text` that is the article itself.

    `language` is ISO 639-1 or "und"; `date` is ISO 8601 (YYYY, YYYY-MM or YYYY-MM-DD) or "", never guessed.
    """

    id: str
    source: str
    text: str
    language: str = UNDETERMINED
    title: str = ""
    date: str = ""
    date_basis: DateBasis = "none"
    outlet: str = ""
    event: str = ""
    body: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.id), "article id: expected a name; got an empty string")
        _one_of(self.date_basis, DATE_BASES, "date_basis")
        _ordered(self.body, len(self.text), "body")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article's body."""

    article_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Quote:
    """One unit: the part of one sentence attributed to one speaker.

    `quote_id` groups the sentences of one quote. `pieces` are the content without attribution frame and outer
    marks, in order. `marked`: quotation marks stand around the content or a part of it. `continuation`: attributed
    by the sentences around it, without a cue. `verbs`: cues with their negation that say how the speaker stands to
    the content ("did not deny"). `speaker` is "" when unknown or without a name; `confidence` in [0, 1]
    is that of content and speaker together.
    """

    article_id: str
    quote_id: str
    sentence: Span
    pieces: tuple[Span, ...]
    kind: Kind
    marked: bool
    continuation: bool = False
    cue: Span | None = None
    speaker_span: Span | None = None
    speaker: str = ""
    speaker_id: str = ""
    confidence: float = 1.0
    verbs: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        _one_of(self.kind, KINDS, "kind")
        _require(bool(self.pieces), "pieces: expected at least one span; got none")
        _ordered(self.pieces, None, "pieces")
        _require(0.0 <= self.confidence <= 1.0, f"confidence: expected [0, 1]; got {self.confidence}")

    @property
    def hull(self) -> Span:
        """From the first character of the first piece to the last of the last."""
        return Span(self.pieces[0].start, self.pieces[-1].end)


@dataclass(frozen=True, slots=True)
class Example:
    """What a stance model reads, and the gold labels where there are any.

    `labels` maps target name to label, or to None where no label is known. `group` is what must never stand on
    both sides of a split (event or cluster of topic). `hard` names what makes the example hard; empty if nothing.
    `article` is where the unit was cut out; "" for a sentence that was written as one. `proposition` is what the
    label `STATEMENT` is about, where an example brings its own. `pair_id` names a family: units that say nearly the
    same, most with one clause changed and the label with it; "" for one that stands alone.
    """

    id: str
    text: str
    context: tuple[str, ...] = ()
    headline: str = ""
    language: str = UNDETERMINED
    origin: Literal["real", "authored"] = "real"
    kind: Kind = "direct"
    group: str = ""
    article: str = ""
    hard: tuple[str, ...] = ()
    labels: dict[str, Label | None] | None = None
    proposition: str = ""
    pair_id: str = ""

    def __post_init__(self) -> None:
        _require(bool(self.text.strip()), f"example {self.id}: expected a text; got an empty one")
        for target, label in (self.labels or {}).items():
            if label is not None:
                _one_of(label, LABELS, f"example {self.id}, label of {target}")


@dataclass(frozen=True, slots=True)
class Stance:
    """One target's verdict on one unit; probabilities in the order of LABELS, summing to 1."""

    target: str
    probabilities: tuple[float, float, float, float]
    abstain: bool

    @property
    def label(self) -> Label:
        """The most probable label, also where the model abstains."""
        return LABELS[self.probabilities.index(max(self.probabilities))]

    @property
    def probability(self) -> float:
        """Calibrated probability of `label`."""
        return max(self.probabilities)


@dataclass(frozen=True, slots=True)
class Prediction:
    """A unit with its stances, one per target, and what made them."""

    quote: Quote
    stances: tuple[Stance, ...]
    model: str
    engine: str


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record that could not be used: where it stood, and why."""

    source: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}, line {self.line}"
        return f"{place}: {self.reason}"


def _ordered(spans: tuple[Span, ...], length: int | None, field: str) -> None:
    for before, after in pairwise(spans):
        _require(before.end <= after.start, f"{field}: expected spans in order; got {before} before {after}")
    if spans and length is not None:
        _require(spans[-1].end <= length, f"{field}: expected spans inside {length} characters; got {spans[-1]}")
