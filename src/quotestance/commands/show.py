"""Reports as tables for people, and the progress bar of a training."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from quotestance.behaviour import Failures
from quotestance.evaluation import StanceReport
from quotestance.metrics import TargetScore
from quotestance.models.folder import Progress as Callback
from quotestance.quote_evaluation import QuoteReport
from quotestance.records import LABELS

_WIDTH = 110


def out() -> Console:
    """Where results are printed; a fixed width where it is no terminal, so that files read the same everywhere."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH)


def score(value: float | None) -> str:
    """A score as people read it: .64; a dash where there is none."""
    return "-" if value is None else f"{value:.3f}".replace("0.", ".", 1)


@contextmanager
def training_progress(console: Console) -> Iterator[Callback]:
    """Yield a callback that moves a progress bar with the figures of the last epoch."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("training", total=1.0)

        def advance(stage: str, done: float, figures: Mapping[str, float]) -> None:
            shown = " ".join(f"{name} {value:.3f}" for name, value in figures.items())
            bar.update(task, completed=done, description=f"{stage} {shown}".strip())

        yield advance


def print_stance(title: str, report: StanceReport) -> None:
    """Scores per target and label, confusion matrices, calibration, risk at coverage, slices."""
    console = out()
    interval = f", 95 % interval {score(report.interval[0])} to {score(report.interval[1])}" if report.interval else ""
    console.print(f"\n[bold]{title}[/bold]: {report.n} units, F1_rel {score(report.f1_rel)}{interval}")
    console.print(_target_table(report))
    calibration = report.calibration
    console.print(
        f"calibration error {score(calibration.error)} (a perfectly calibrated model: {score(calibration.perfect)}, "
        f"n {calibration.n})"
    )
    for name, measured in report.risk_coverage.items():
        console.print(f"{name}: answered, coverage {score(measured.coverage)}, risk {score(measured.risk)}")
    console.print(_selective_table(report))
    for name, values in {**report.slices, **({"group": report.groups} if report.groups else {})}.items():
        shown = "  ".join(f"{value} {score(one.f1_rel)} (n {one.n})" for value, one in values.items())
        console.print(f"F1_rel by {name}: {shown}")


def _target_table(report: StanceReport) -> Table:
    table = Table(header_style="bold")
    for column in ("target", "label", "n", "precision", "recall", "F1", *(f"as {label}" for label in LABELS)):
        table.add_column(column, justify="left" if column in {"target", "label"} else "right")
    for name, target in report.targets.items():
        _add_target(table, name, target)
    return table


def _add_target(table: Table, name: str, target: TargetScore) -> None:
    for index, label in enumerate(LABELS):
        one = target.labels[label]
        counts = [str(count) for count in target.confusion[index]]
        first = name if index == 0 else ""
        table.add_row(first, label, str(one.n), score(one.precision), score(one.recall), score(one.f1), *counts)
    empty = f"without {', '.join(target.empty)}" if target.empty else ""
    table.add_row("", "F1_rel", str(target.n), "", empty, score(target.f1_rel), *[""] * len(LABELS), end_section=True)


def _selective_table(report: StanceReport) -> Table:
    table = Table("risk at coverage", "n", *report.selective["all"].risk_at, "own coverage", "own risk")
    for name, one in report.selective.items():
        figures = (*one.risk_at.values(), one.own.coverage, one.own.risk)
        table.add_row(name, str(one.n), *map(score, figures))
    return table


def print_quotes(title: str, report: QuoteReport, *, wrong: int) -> None:
    """Scores by group beside the baseline, and the first `wrong` units that are wrong (-1: all)."""
    console = out()
    console.print(f"\n[bold]{escape(title)}[/bold]: {report.articles} articles; text between marks is the baseline")
    table = Table("quotes", "gold", "found", "P@.3", "R@.3", "F1@.3", "F1@.8", "95 %", "exact", "speaker", "95 %")
    for name, scores in {**report.scores, "baseline": report.baseline}.items():
        loose, strict, exact = scores["0.3"], scores["0.8"], scores["exact"]
        figures = (loose.precision, loose.recall, loose.f1, strict.f1)
        speaker = score(loose.speaker), _interval(loose.speaker_interval)
        cells = (*map(score, figures), _interval(strict.f1_interval), score(exact.f1), *speaker)
        table.add_row(name, str(loose.gold), str(loose.found), *cells)
    console.print(table)
    shown = report.wrong if wrong < 0 else report.wrong[:wrong]
    for one in shown:
        line = f"{one.cause}: {one.article_id}, {one.kind}: {' '.join(one.text.split())[:90]!r}"
        console.print(line + f" ({one.expected or '-'}; found {one.found or '-'})", markup=False, soft_wrap=True)
    if len(shown) < len(report.wrong):
        console.print(f"{len(report.wrong) - len(shown)} more in the report (wrong=-1 prints all)")


def print_behaviour(failures: Mapping[str, Mapping[str, Failures]]) -> None:
    """Share of failed cases by test and language."""
    languages = sorted({name for counts in failures.values() for name in counts} - {"all"})
    table = Table("behaviour test", "n", "failed", *languages, title="share of cases that fail")
    for test, counts in failures.items():
        cells = (score(counts[name].rate) if name in counts else "-" for name in languages)
        table.add_row(test, str(counts["all"].n), score(counts["all"].rate), *cells)
    out().print(table)


def _interval(ends: tuple[float, float] | None) -> str:
    return "-" if ends is None else f"{score(ends[0])}-{score(ends[1])}"


def print_spread(spread: Mapping[str, Mapping[str, float]]) -> None:
    """Mean and standard deviation over the seeds of a sweep, a line per setting; F1_rel on what it was without."""
    names = ["development/f1_rel_mean", "development/f1_rel_sd", "gold/f1_rel_mean", "gold/f1_rel_sd"]
    table = Table("setting", "runs", "development F1_rel", "sd", "gold F1_rel", "sd", title="over seeds")
    if any("development/f1_rel_left_out" in figures for figures in spread.values()):
        names += ["development/f1_rel_left_out", "development/f1_rel_others"]
        table.add_column("F1_rel on it")
        table.add_column("on the others")
    for setting, figures in spread.items():
        table.add_row(setting, str(int(figures["runs"])), *(score(figures.get(name)) for name in names))
    out().print(table)
