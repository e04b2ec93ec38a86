"""``quotestance predict``: articles in, one row per unit out."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from omegaconf import MISSING
from rich.console import Console
from rich.markup import escape
from rich.progress import track
from rich.table import Table

from quotestance.articles.reading import read_articles
from quotestance.commands.compose import UsageError, compose
from quotestance.commands.train import TargetConfig, propositions
from quotestance.files import OUTPUT_SUFFIXES, row_writer
from quotestance.loading import classifier, known_extractor, known_languages
from quotestance.prediction import ArticlePredictions, Classifier, predict, rows, schema
from quotestance.records import Article, Skipped

_SKIPS_SHOWN = 20


class UnitOfRow(Enum):
    """What one row stands for."""

    sentence = "sentence"
    quote = "quote"


@dataclass
class Job:
    """What is read and written, and how: the settings that ``predict`` and ``quotes`` share."""

    articles: str = MISSING
    output: str = MISSING
    unit: UnitOfRow = UnitOfRow.sentence
    strict: bool = False
    table: int = 0
    tagger: str = "released"


@dataclass
class PredictConfig(Job):
    """Settings of ``conf/predict.yaml``."""

    model: str = "released"
    targets: dict[str, TargetConfig] = field(default_factory=dict)
    batch_size: int = 256


@dataclass
class Summary:
    """What a run saw: shown at its end."""

    articles: int = 0
    without_quotes: list[str] = field(default_factory=list)
    rows: int = 0
    quotes: int = 0
    speakers: Counter[str] = field(default_factory=Counter)
    names: dict[str, str] = field(default_factory=dict)
    """The first name met, by person."""
    languages: Counter[str] = field(default_factory=Counter)
    labels: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    """By target, of the rows on which the model does not abstain."""
    abstained: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)

    def add(self, article: Article, rows: Sequence[Row], targets: Sequence[str]) -> None:
        """Count one article and its rows."""
        self.articles += 1
        self.rows += len(rows)
        self.quotes += len({row["quote_id"] for row in rows})
        if rows:
            self.languages[article.language] += len(rows)
        else:
            self.without_quotes.append(article.source)
        for row in rows:
            self.speakers[self.names.setdefault(row["speaker_id"] or row["speaker"], row["speaker"])] += 1
            for target in targets:
                if row[f"{target}_abstain"]:
                    self.abstained[target] += 1
                else:
                    self.labels[target][row[f"{target}_label"]] += 1


Row = dict[str, Any]
Sink = Callable[[ArticlePredictions, Sequence[Row]], None]
"""Takes the predictions of one article, and the rows that tell of them."""
OpenSink = Callable[[Path, Sequence[str]], AbstractContextManager[Sink]]
"""Opens an output for rows with these targets."""


@contextmanager
def rows_sink(output: Path, targets: Sequence[str]) -> Iterator[Sink]:
    """Rows into JSONL, CSV or Parquet."""
    with row_writer(output, schema(targets)) as writer:

        def add(_: ArticlePredictions, made: Sequence[Row]) -> None:
            for row in made:
                writer.write(row)

        yield add


def main(overrides: Sequence[str]) -> int:
    """Read the settings, predict, write; return the exit code."""
    config = compose("predict", overrides, PredictConfig)
    if config.batch_size < 1:
        raise UsageError(f"batch_size: expected 1 or more; got {config.batch_size}")
    check_output(Path(config.output), OUTPUT_SUFFIXES)
    return run(
        config, lambda: classifier(config.model, propositions(config.targets)), rows_sink, batch_size=config.batch_size
    )


def run(job: Job, load: Callable[[], Classifier], open_sink: OpenSink, *, batch_size: int = 256) -> int:
    """Load the classifier, write article by article, show table and summary."""
    console, languages, output = Console(stderr=True), known_languages(), Path(job.output)
    articles, by = read_articles(job.articles, languages=languages), load()
    targets, thresholds = by.model.targets, by.calibration.thresholds
    results = predict(articles, known_extractor(languages, job.tagger), by, batch_size=batch_size, strict=job.strict)
    summary, shown = Summary(), list[Row]()
    with open_sink(output, targets) as sink:
        for result in track(results, "articles", console=console, transient=True):
            if isinstance(result, Skipped):
                summary.skipped.append(result)
                continue
            made = list(rows(result, unit=job.unit.value, thresholds=thresholds))
            sink(result, made)
            summary.add(result.article, made, targets)
            shown += made[: max(0, job.table - len(shown))]
    if shown:
        _print_table(shown, targets)
    _print_summary(summary, by, output, console)
    return 0


def check_output(output: Path, suffixes: Sequence[str]) -> None:
    """Refuse what cannot be written before any model is loaded."""
    if output.suffix not in suffixes:
        raise UsageError(f"output: expected a name ending in {', '.join(suffixes)}; got {str(output)!r}")
    if output.is_dir():
        raise UsageError(f"output: expected a file to write; {str(output)!r} is a folder")
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=output.parent).close()
    except OSError as error:
        raise UsageError(f"output: cannot write into {str(output.parent)!r}: {error.strerror}") from error


def as_told(row: Row) -> str:
    """Direct speech as it stands; before all else the verb that reports it ("(denied) the road was blocked")."""
    if row["kind"] == "direct" or row["cue_start"] is None:
        return str(row["quote"])
    start, end = (row[f"cue_{at}"] - row["sentence_start"] for at in ("start", "end"))
    verb = row["sentence"][start:end] if start >= 0 else ""
    return f"({verb}) {row['quote']}" if verb else str(row["quote"])


def _print_table(shown: Sequence[Row], targets: Sequence[str]) -> None:
    table = Table(show_lines=False, header_style="bold")
    table.add_column("speaker", max_width=18)
    table.add_column("quote", ratio=1)
    for target in targets:
        table.add_column(target.replace("_", " "), max_width=14)
    for row in shown:
        cells = [_stance_cell(row, target) for target in targets]
        table.add_row(escape(row["speaker"] or "?"), escape(_short(as_told(row))), *cells)
    width = None if sys.stdout.isatty() else 120
    Console(width=width, highlight=False).print(table)


def _stance_cell(row: Row, target: str) -> str:
    label, share = row[f"{target}_label"], row[f"{target}_probability"]
    if row[f"{target}_abstain"]:
        return f"? {label} {share:.2f}"
    return "-" if label == "none" else f"{label} {share:.2f}"


def _short(text: str, length: int = 110) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def _print_summary(summary: Summary, by: Classifier, output: Path, console: Console) -> None:
    unknown = summary.speakers.pop("", 0)
    lines = [
        f"{summary.articles} articles, {summary.quotes} quotes, {summary.rows} rows -> {output}",
        f"{len(summary.speakers)} speakers: " + _counts(summary.speakers, 8) + f"; unknown: {unknown}",
    ]
    for target in by.model.targets:
        lines.append(f"{target}: {_counts(summary.labels[target], 4)}; abstained: {summary.abstained[target]}")
    if unscored := [language for language in summary.languages if by.languages and language not in by.languages]:
        rows = ", ".join(f"{language} {summary.languages[language]}" for language in unscored)
        lines.append(f"rows in languages that the model was never scored on (trust their labels less): {rows}")
    if summary.without_quotes:
        lines.append(f"{len(summary.without_quotes)} articles without quotes: {_listed(summary.without_quotes)}")
    lines.append(f"{len(summary.skipped)} records skipped" + (":" if summary.skipped else ""))
    lines += [f"  {skipped}" for skipped in summary.skipped[:_SKIPS_SHOWN]]
    if len(summary.skipped) > _SKIPS_SHOWN:
        lines.append(f"  and {len(summary.skipped) - _SKIPS_SHOWN} more")
    for line in lines:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def _counts(counter: Counter[str], most: int) -> str:
    return ", ".join(f"{name} {n}" for name, n in counter.most_common(most)) or "none"


def _listed(names: Sequence[str], most: int = 5) -> str:
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
