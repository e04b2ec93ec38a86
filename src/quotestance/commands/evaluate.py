"""``quotestance evaluate [stance] [quotes] [agreement]``: scores of each part of the chain."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from omegaconf import MISSING
from rich.table import Table

from quotestance.commands.compose import UsageError, compose
from quotestance.commands.show import out, print_quotes, print_stance, score
from quotestance.commands.train import TargetConfig
from quotestance.dataset import label_matrix
from quotestance.evaluation import StanceReport, evaluate_stance
from quotestance.files import read_jsonl, write_json
from quotestance.gold import ADJUDICATED, agreement, by_annotator, differences, pair_units
from quotestance.loading import (
    classifier,
    gold_with_articles,
    labelled_split,
    shipped_extractor,
    shipped_languages,
)
from quotestance.prediction import Classifier, quote_of
from quotestance.quote_evaluation import evaluate_quotes
from quotestance.records import Article, Example, Quote


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
    quotes: str = ""
    seed: int = 0


def main(arguments: Sequence[str]) -> int:
    """Words without ``=`` choose what to score; the rest are settings."""
    words = [argument for argument in arguments if "=" not in argument]
    settings = [argument for argument in arguments if "=" in argument]
    config = compose("evaluate", [*settings, *([f"what=[{','.join(words)}]"] if words else [])], EvaluateConfig)
    unknown = [name for name in config.what if name not in _PARTS]
    if unknown:
        raise UsageError(f"what: expected any of {', '.join(_PARTS)}; got {unknown[0]!r}")
    report = {name: _PARTS[name](config) for name in config.what}
    write_json(Path(config.output), report)
    out().print(f"\nreport -> {config.output}", markup=False)
    return 0


def _stance(config: EvaluateConfig) -> dict[str, Any]:
    by = classifier(config.model)
    split = labelled_split(config.data, config.split, config.gold, config.gold_articles, by.model.targets)
    parts = {"development": split.development, "gold": split.gold}
    titles = {"development": "development (authored)", "gold": "gold (real: the seed articles, by event)"}
    reports = {name: _scored(examples, by, config.seed) for name, examples in parts.items()}
    for name, report in reports.items():
        print_stance(titles[name], report)
        if config.figures:
            _draw(Path(config.figures), name, asdict(report))
    return {"model": by.digest, **{name: asdict(report) for name, report in reports.items()}}


def _scored(examples: Sequence[Example], by: Classifier, seed: int) -> StanceReport:
    probabilities = by.probabilities(examples)
    gold = label_matrix(examples, by.model.targets)
    return evaluate_stance(
        examples, gold, probabilities, by.calibration.abstains(probabilities), by.model.targets, seed=seed
    )


def _draw(folder: Path, name: str, report: dict[str, Any]) -> None:
    from quotestance.report.plots import calibration_figure, confusion_figure

    folder.mkdir(parents=True, exist_ok=True)
    for kind, figure in (("confusion", confusion_figure(report)), ("calibration", calibration_figure(report))):
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
    results = agreement(pairs, list(config.targets))
    found = list(differences(pairs, list(config.targets)))
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


def _found(config: EvaluateConfig, articles: Mapping[str, Article]) -> dict[str, list[Quote]]:
    """The units in the file `quotes`, or extracted now."""
    found: dict[str, list[Quote]] = {key: [] for key in articles}
    if config.quotes:
        for _, row in read_jsonl(Path(config.quotes)):
            found.setdefault(str(row["article_id"]), []).append(quote_of(row))
        return found
    extract = shipped_extractor(shipped_languages())
    return {key: list(extract(article)) for key, article in articles.items()}


def _quotes(config: EvaluateConfig) -> dict[str, Any]:
    units, articles = gold_with_articles(config.gold, config.gold_articles)
    gold: dict[str, list[Quote]] = {key: [] for key in articles}
    for unit in by_annotator(units, ADJUDICATED):
        if unit.quote.article_id in gold:
            gold[unit.quote.article_id].append(unit.quote)
    report = evaluate_quotes(articles, gold, _found(config, articles))
    print_quotes(f"quotes against {config.gold}", report)
    return asdict(report)


_PARTS: Mapping[str, Callable[[EvaluateConfig], dict[str, Any]]] = {
    "stance": _stance,
    "quotes": _quotes,
    "agreement": _agreement,
}
