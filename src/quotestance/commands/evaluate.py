"""``quotestance evaluate [stance] [quotes] [behaviour] [agreement]``: scores of each part of the chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from omegaconf import MISSING
from rich.table import Table

from quotestance.behaviour import judge, load_cases, perturbed
from quotestance.commands.compose import UsageError, compose
from quotestance.commands.show import out, print_behaviour, print_quotes, print_stance, score
from quotestance.commands.train import TargetConfig, propositions
from quotestance.corpora import QUOTE_CORPORA, read_quotes
from quotestance.dataset import label_matrix
from quotestance.evaluation import evaluate_stance, risk_curves
from quotestance.files import DataError, read_jsonl, write_json
from quotestance.gold import ADJUDICATED, agreement, by_annotator, by_article, differences, pair_units
from quotestance.loading import (
    classifier,
    gold_with_articles,
    known_extractor,
    known_languages,
    labelled_split,
)
from quotestance.metrics import RiskCurve
from quotestance.prediction import Classifier, quote_of
from quotestance.quote_evaluation import JudgedArticle, QuoteReport, evaluate_quotes
from quotestance.quotes.scoring import by_quote, by_unit
from quotestance.records import KINDS, Example, Quote


@dataclass
class QuoteSet:
    """Annotated units and the articles that they stand in."""

    gold: str = MISSING
    articles: str = MISSING


@dataclass
class BenchmarkConfig:
    """Where public corpora lie, and which part of them is scored."""

    root: str = ""
    part: str = "dev"


@dataclass
class EvaluateConfig:
    """Settings of ``conf/evaluate.yaml``."""

    what: list[str] = field(default_factory=list)
    model: str = "released"
    targets: dict[str, TargetConfig] = field(default_factory=dict)
    data: str = MISSING
    split: str = MISSING
    gold: str = MISSING
    gold_articles: str = MISSING
    output: str = MISSING
    figures: str = ""
    behaviour: str = ""
    quotes: str = ""
    tagger: str = "released"
    quote_sets: dict[str, QuoteSet] = field(default_factory=dict)
    benchmark: BenchmarkConfig = field(default_factory=BenchmarkConfig)
    wrong: int = 20
    seed: int = 0


def main(arguments: Sequence[str]) -> int:
    """Words without ``=`` choose what to score; the rest are settings."""
    words = [argument for argument in arguments if "=" not in argument]
    settings = [argument for argument in arguments if argument not in words]
    config = compose("evaluate", [*settings, *([f"what=[{','.join(words)}]"] if words else [])], EvaluateConfig)
    unknown = [name for name in config.what or ["nothing"] if name not in _PARTS]
    if unknown:
        raise UsageError(f"what: expected any of {', '.join(_PARTS)}; got {unknown[0]!r}")
    report = {name: _PARTS[name](config) for name in config.what}
    write_json(Path(config.output), report)
    out().print(f"\nreport -> {config.output}", markup=False)
    return 0


def _stance(config: EvaluateConfig) -> dict[str, Any]:
    by = classifier(config.model, propositions(config.targets))
    split = labelled_split(config.data, config.split, config.gold, config.gold_articles, by.model.targets, drawn=1.0)
    parts = {"development": split.development, "gold": split.gold}
    reports = {name: _scored(name, examples, by, config) for name, examples in parts.items() if examples}
    if not reports:
        raise DataError([f"{config.data}: nothing to score; all of it is for training"])
    return {"model": by.digest, **reports}


def _scored(name: str, examples: Sequence[Example], by: Classifier, config: EvaluateConfig) -> dict[str, Any]:
    """The report on one part, shown, and drawn where figures are wanted."""
    probabilities, gold = by.probabilities(examples), label_matrix(examples, by.model.targets)
    abstains = by.calibration.abstains(probabilities)
    report = evaluate_stance(examples, gold, probabilities, abstains, by.model.targets, seed=config.seed)
    print_stance(f"{name} ({', '.join(sorted({example.origin for example in examples}))})", report)
    if config.figures:
        _draw(Path(config.figures), name, asdict(report), risk_curves(examples, gold, probabilities))
    return asdict(report)


def _behaviour(config: EvaluateConfig) -> dict[str, Any]:
    by = classifier(config.model, propositions(config.targets))
    split = labelled_split(config.data, config.split, "", "", by.model.targets, drawn=1.0)
    files = sorted(Path(config.behaviour).glob("*.jsonl")) if config.behaviour else []
    if config.behaviour and not files:
        raise UsageError(f"behaviour: expected a folder of .jsonl files; {config.behaviour!r} has none")
    written = [case for file in files for case in load_cases(file, by.model.targets)]
    cases = [*written, *perturbed(split.development, seed=config.seed)]
    failures = judge(cases, by.model.targets, by.probabilities)
    print_behaviour(failures)
    return {
        "model": by.digest,
        **{test: {name: asdict(one) for name, one in counts.items()} for test, counts in failures.items()},
    }


def _draw(folder: Path, name: str, report: dict[str, Any], curves: Mapping[str, RiskCurve]) -> None:
    from quotestance.report.plots import calibration_figure, confusion_figure, risk_figure

    folder.mkdir(parents=True, exist_ok=True)
    figures = {
        "confusion": confusion_figure(report),
        "calibration": calibration_figure(report),
        "risk": risk_figure(report, curves),
    }
    for kind, figure in figures.items():
        figure.savefig(folder / f"{name}_{kind}.png", dpi=100)


def _agreement(config: EvaluateConfig) -> dict[str, Any]:
    units, _ = gold_with_articles(config.gold, config.gold_articles)
    names = sorted({unit.annotator for unit in units} - {ADJUDICATED})
    if len(names) != 2:
        raise UsageError(
            f"gold: expected two annotation passes beside {ADJUDICATED}; found {', '.join(names) or 'none'}"
        )
    first, second = (by_annotator(units, name) for name in names)
    pairs = pair_units(first, second)
    targets = list(config.targets or units[0].labels)
    if unknown := sorted(set(targets) - set(units[0].labels)):
        raise UsageError(f"targets: {config.gold} has labels for {', '.join(units[0].labels)}; got {unknown[0]}")
    results = agreement(pairs, targets)
    found = list(differences(pairs, targets))
    console = out()
    console.print(f"\n[bold]consistency between {names[0]} and {names[1]}[/bold] (language-model passes, not humans)")
    console.print(f"{len(first)} and {len(second)} units, {len(pairs)} marked by both")
    table = Table("target", "n", "same label", "Cohen's kappa", "Krippendorff's alpha")
    for one in results:
        table.add_row(one.target, str(one.n), str(one.same), score(one.kappa), score(one.alpha))
    console.print(table)
    for one_difference in found:
        d = one_difference
        console.print(f"{d.unit}  {d.field}: {d.first} | {d.second}", markup=False)
    return {"agreement": [asdict(one) for one in results], "differences": [asdict(one) for one in found]}


def _quotes(config: EvaluateConfig) -> dict[str, Any]:
    """Each set of articles with annotated quotes that is there: those of this repository, and public corpora."""
    extract = known_extractor(known_languages(), "none" if config.quotes else config.tagger)
    kinds: dict[str, Sequence[str]] = {kind: (kind,) for kind in KINDS}
    reports = {}
    stored = _stored(config.quotes) if config.quotes else {}
    for name, one in config.quote_sets.items():
        units, articles = gold_with_articles(one.gold, one.articles)
        if config.quotes and stored.keys().isdisjoint(articles):
            out().print(f"not scored: {name}: {config.quotes} holds none of its articles", markup=False)
            continue
        found = stored or {key: list(extract(article)) for key, article in articles.items()}
        gold = by_article(by_annotator(units, ADJUDICATED) or units)
        judged = [
            JudgedArticle(article, by_unit(gold.get(key, ())), by_unit(found.get(key, ())))
            for key, article in articles.items()
        ]
        reports[name] = _quotes_scored(f"{name}: {one.gold}", judged, kinds, config)
    for corpus in QUOTE_CORPORA if not config.quotes else ():
        path = corpus.path(Path(config.benchmark.root), config.benchmark.part)
        if path.is_file():
            judged = [JudgedArticle(article, gold, by_quote(extract(article))) for article, gold in read_quotes(path)]
            reports[corpus.file] = _quotes_scored(f"{corpus.title}, {path.name}", judged, corpus.kinds, config, wrong=0)
        elif config.benchmark.root:
            out().print(f"not scored: {path} is not there (README.md names the source of {corpus.title})", markup=False)
    return {name: asdict(report) for name, report in reports.items()}


def _quotes_scored(
    title: str,
    judged: Sequence[JudgedArticle],
    kinds: Mapping[str, Sequence[str]],
    config: EvaluateConfig,
    *,
    wrong: int | None = None,
) -> QuoteReport:
    report = evaluate_quotes(judged, kinds, seed=config.seed)
    print_quotes(title, report, wrong=config.wrong if wrong is None else wrong)
    return report if wrong is None else replace(report, wrong=())


def _stored(file: str) -> dict[str, list[Quote]]:
    """The units that a file of rows holds, by article."""
    found: dict[str, list[Quote]] = {}
    for _, row in read_jsonl(Path(file)):
        found.setdefault(str(row["article_id"]), []).append(quote_of(row))
    return found


_PARTS: Mapping[str, Callable[[EvaluateConfig], dict[str, Any]]] = {
    "stance": _stance,
    "quotes": _quotes,
    "behaviour": _behaviour,
    "agreement": _agreement,
}
