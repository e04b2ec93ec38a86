"""The model card: what a released model is, what it was trained on, how it scores, authored and real apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from quotestance.records import LABELS, Example
from quotestance.splits import Split

Report = Mapping[str, Any]
_NOT_VALIDATED = "not validated on real text"


def model_card(
    settings: Mapping[str, Any], digest: str, split: Split, scores: Report, behaviour: Mapping[str, Any]
) -> str:
    """Markdown for ``models/stance/README.md``; `scores` and `behaviour` are what ``quotestance evaluate`` writes."""
    return "\n".join(
        [
            "# Model card: quotestance stance model",
            "",
            f"- model: `{settings['name']}`, digest `{digest}`; targets: {', '.join(settings['targets'])}",
            f"- labels per target: {', '.join(LABELS)}; calibrated probabilities, a threshold of abstention per target",
            "- input: the part of one sentence said by one speaker, and up to two earlier sentences of the same quote",
            "- made again by: `make release`",
            *_backbone(settings),
            "",
            "## Meant for",
            "",
            "Research on what is said in the news about the three targets. It reads sentences, not people: a share of",
            "sentences is no measure of what someone believes. Read the quotes behind every number. Not for decisions",
            "about persons.",
            "",
            "## Trained on",
            "",
            f"Authored sentences, {_cut(split.train)} cut out of whole invented articles (written for this",
            "project by a language model, marked so on every row); no real quote.",
            "",
            *_sizes(split),
            "",
            "## Scores on the authored development part",
            "",
            f"Topics and authors apart from training; {_cut(split.development)} cut out of whole invented articles by",
            "the extractor. It says how well the codebook was learned, not how real articles fare. Settings, epoch,",
            "temperatures and thresholds were chosen on this part, so its scores lean to the bright side.",
            "",
            *_scores(scores["development"]),
            "",
            *_slices(scores["development"]),
            "",
            "## Scores on real text: the labelled units of five English articles",
            "",
            "Four events, nearly all one speaker: too few groups for an interval, so values per event stand below.",
            "",
            "Not blind: the plain-news part of the training sentences was commissioned after a look at scores on this",
            "gold (`seeds/README.md`), so these figures lean to the bright side too.",
            "",
            *_scores(scores["gold"]),
            "",
            *_groups(scores["gold"]),
            "",
            *_behaviour(behaviour),
            "## Limits",
            "",
            f"- Every language but English is {_NOT_VALIDATED}.",
            "- The labels were made by passes of a language model, none signed by a human yet (`seeds/README.md`).",
            "- Irony, and stance that only later sentences or knowledge of the speaker would tell, are not read.",
            "",
        ]
    )


def _backbone(settings: Mapping[str, Any]) -> list[str]:
    backbone = settings.get("backbone")
    if not backbone:
        return []
    return [f"- backbone: {backbone['name']}, weights SHA-256 `{backbone['weights'][:16]}…`, loaded apart, not in here"]


def _cut(part: Sequence[Example]) -> str:
    return f"{sum(bool(one.article) for one in part)} of {len(part)}"


def _sizes(split: Split) -> list[str]:
    counts = [Counter(e.language for e in part) for part in (split.train, split.development, split.gold)]
    rows = [
        f"| {language} | {counts[0][language]} | {counts[1][language]} | {counts[2][language] or _NOT_VALIDATED} |"
        for language in sorted(set().union(*counts))
    ]
    return ["| language | training (authored) | development (authored) | real |", "| --- | --- | --- | --- |", *rows]


def _scores(report: Report) -> list[str]:
    interval = report["interval"]
    spread = f", 95 % interval {_score(interval[0])} to {_score(interval[1])} (by topic)" if interval else ""
    lines = [
        f"F1_rel {_score(report['f1_rel'])} (n {report['n']} units{spread}).",
        "",
        "| target | label | n | precision | recall | F1 | " + " | ".join(f"as {label}" for label in LABELS) + " |",
        "| --- | --- | --- | --- | --- | --- |" + " --- |" * len(LABELS),
    ]
    for name, target in report["targets"].items():
        for index, label in enumerate(LABELS):
            one = target["labels"][label]
            figures = " | ".join(_score(one[key]) for key in ("precision", "recall", "f1"))
            counts = " | ".join(map(str, target["confusion"][index]))
            lines.append(f"| {name} | {label} | {one['n']} | {figures} | {counts} |")
    calibration = report["calibration"]
    lines += [
        "",
        f"Calibration error {_score(calibration['error'])}; a perfectly calibrated model would show "
        f"{_score(calibration['perfect'])} at n {calibration['n']}.",
        "",
        "| target | F1_rel | right on relevant units | coverage (relevant units answered) | risk (answers wrong) |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, measured in report["risk_coverage"].items():
        target = report["targets"][name]
        shown = (target["f1_rel"], target["relevant_accuracy"], measured["coverage"], measured["risk"])
        lines.append(f"| {name} | " + " | ".join(map(_score, shown)) + " |")
    return [*lines, "", *_selective(report)]


def _selective(report: Report) -> list[str]:
    coverages = report["selective"]["all"]["risk_at"]
    lines = [
        "Risk where so much of the relevant units is answered, under one threshold for all targets (n: their labels,",
        "targets pooled; -: never reached), and what the model's own thresholds give.",
        "",
        "| language | n | " + " | ".join(coverages) + " | own coverage | own risk |",
        "| --- | --- |" + " --- |" * (len(coverages) + 2),
    ]
    for name, one in report["selective"].items():
        shown = (*one["risk_at"].values(), one["own"]["coverage"], one["own"]["risk"])
        lines.append(f"| {name} | {one['n']} | " + " | ".join(map(_score, shown)) + " |")
    return lines


def _slices(report: Report) -> list[str]:
    lines = ["| slice | value | n | F1_rel |", "| --- | --- | --- | --- |"]
    for name, values in report["slices"].items():
        lines += [f"| {name} | {value} | {one['n']} | {_score(one['f1_rel'])} |" for value, one in values.items()]
    return lines


def _behaviour(tests: Mapping[str, Any]) -> list[str]:
    """Failure rates by test and language (`quotestance.behaviour`)."""
    counts = {name: one for name, one in tests.items() if name != "model"}
    if not counts:
        return []
    languages = sorted({language for one in counts.values() for language in one} - {"all"})
    lines = [
        "## Behaviour tests",
        "",
        "One thing is changed in a sentence (authored cases; casing, punctuation and typos by rule on the development",
        "part). Share of cases that fail: the answer changes where it must stay, or is wrong where the label turns.",
        "",
        "| test | n | failed | " + " | ".join(languages) + " |",
        "| --- | --- | --- |" + " --- |" * len(languages),
    ]
    for name, one in counts.items():
        rates = [_rate(one["all"]), *(_rate(one[language]) if language in one else "-" for language in languages)]
        lines.append(f"| {name} | {one['all']['n']} | " + " | ".join(rates) + " |")
    return [*lines, ""]


def _rate(count: Mapping[str, int]) -> str:
    return _score(count["failed"] / count["n"]) if count["n"] else "-"


def _groups(report: Report) -> list[str]:
    rows = [f"| {name} | {one['n']} | {_score(one['f1_rel'])} |" for name, one in report["groups"].items()]
    return ["| event | n | F1_rel |", "| --- | --- | --- |", *rows]


def _score(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
