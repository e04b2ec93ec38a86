"""Quotes and labels -> examples: what a stance model reads, and the answers where they are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from quotestance.files import DataError, read_jsonl, read_table
from quotestance.metrics import Labels
from quotestance.records import KINDS, LABELS, STATEMENT, UNDETERMINED, Article, Example, Label, Quote

CONTEXT_SENTENCES = 2
_COLUMNS = ("text", "language", "headline", "context", "id", "topic", "kind", "part")
"""Of a table of labelled sentences, beside one per target."""
_TURNED = {"favor": "against", "against": "favor"}
"""What a view of a proposition is of its opposite."""


def examples_of(article: Article, quotes: Sequence[Quote]) -> list[Example]:
    """One unlabelled example per unit, in order; context is up to two sentences before it in the same quote."""
    examples = []
    before: dict[str, list[str]] = {}
    for quote in quotes:
        texts = before.setdefault(quote.quote_id, [])
        text = told(article.text, quote)
        examples.append(
            Example(
                id=f"{quote.quote_id}.{len(texts) + 1}",
                text=text,
                context=tuple(texts[-CONTEXT_SENTENCES:]),
                headline=article.title,
                language=article.language,
                kind=quote.kind,
                group=article.event or article.id,
                article=article.id,
            )
        )
        texts.append(text)
    return examples


def told(text: str, quote: Quote) -> str:
    """A unit as one line: its pieces, and outside direct speech the verbs that turn them ("denied a blockade")."""
    verbs = () if quote.kind == "direct" else quote.verbs
    outside = [verb for verb in verbs if all(verb.end <= p.start or p.end <= verb.start for p in quote.pieces)]
    pieces = sorted((*quote.pieces, *outside), key=lambda span: span.start)
    return " ".join(" ".join(piece.of(text) for piece in pieces).split())


def label_matrix(examples: Sequence[Example], targets: Sequence[str]) -> Labels:
    """Gold labels as indices into LABELS, shape (n_examples, n_targets); -1 where the label is missing."""
    matrix = np.full((len(examples), len(targets)), -1, dtype=np.int64)
    for row, example in enumerate(examples):
        for column, target in enumerate(targets):
            label = (example.labels or {}).get(target)
            if label is not None:
                matrix[row, column] = LABELS.index(label)
    return matrix


def example_row(example: Example, part: str) -> dict[str, Any]:
    """An example as a line that `load_parts` reads."""
    row = asdict(example)
    row["topic"] = row.pop("group")
    return {**row, "part": part}


def load_examples(path: Path, targets: Sequence[str]) -> list[Example]:
    """Read labelled sentences; DataError lists all bad lines.

    JSON Lines (``seeds/README.md`` names the fields), or a CSV file with the column ``text``, a column per target, and
    as one likes ``language``, ``headline``, ``context`` (one sentence), ``id``, ``topic``, ``kind`` and ``part``.
    """
    return [example for example, _ in load_parts(path, targets)]


def load_parts(path: Path, targets: Sequence[str]) -> list[tuple[Example, str]]:
    """As `load_examples`, each with its field `part`; "" where the line has none."""
    examples: list[tuple[Example, str]] = []
    problems: list[str] = []
    lines: dict[tuple[Any, ...], int] = {}
    answers: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for number, row in _rows(path, targets):
        found = _row_problems(row, targets)
        key = (row.get("text"), tuple(row.get("context") or ()), row.get("headline") or "")
        if not found and answers.setdefault(key, row["labels"]) != row["labels"]:
            found = [f"the same text as line {lines[key]} with other labels"]
        lines.setdefault(key, number)
        problems += [f"{path}, line {number}: {problem}" for problem in found]
        if not found:
            examples.append((_example(row, f"{path.stem}-{number}", targets), str(row.get("part") or "")))
    if not examples and not problems:
        problems.append(f"{path}: expected labelled sentences; got an empty file")
    if problems:
        raise DataError(problems)
    return examples


def load_statements(path: Path) -> list[tuple[Example, str]]:
    """Statements that bring their own proposition, each with its part.

    A line is a statement (``seeds/authored/statements.jsonl``; its proposition may be called target), or a matter with
    propositions and the statements about them (``seeds/authored/matters.jsonl``). Where the English wording of a
    proposition stands beside, the statement comes with either. DataError lists all bad lines.
    """
    examples: list[tuple[Example, str]] = []
    problems: list[str] = []
    for number, line in read_jsonl(path):
        try:
            rows = list(_matter(line)) if "units" in line else [line]
        except (KeyError, TypeError, ValueError) as error:
            problems.append(f"{path}, line {number}: not a matter with propositions and units ({error!r})")
            continue
        for row in rows:
            row = {**row, "proposition": row.get("proposition") or row.get("target")}
            labelled = {**row, "labels": {STATEMENT: row.get("label")}}
            found = _row_problems(labelled, [STATEMENT])
            propositions = [row[key] for key in ("proposition", "proposition_en") if row.get(key)]
            if not propositions or not all(isinstance(one, str) for one in propositions):
                found.append(f"proposition: expected a sentence; got {row.get('proposition')!r}")
            problems += [f"{path}, line {number}: {problem}" for problem in found]
            if not found:
                example = _example(labelled, f"{path.stem}-{number}", [STATEMENT])
                part = str(row.get("part") or "train")
                examples += [(replace(example, proposition=one), part) for one in dict.fromkeys(propositions)]
    if problems:
        raise DataError(list(dict.fromkeys(problems)))
    return examples


def _matter(matter: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each unit of a matter as a statement towards each of its propositions: KeyError, TypeError, ValueError.

    Who is for the main one is against its opposite, and for what the phrase names; near ones have their own labels.
    """
    asked = [(matter[key], matter[f"{key}_en"]) for key in ("main", "opposite", "phrase")]
    asked += list(zip(matter["near"], matter["near_en"], strict=True))
    for number, unit in enumerate(matter["units"], 1):
        label = unit["main"]
        labels = [label, _TURNED.get(label, label), label, *unit["near"]]
        for (own, english), towards in zip(asked, labels, strict=True):
            yield {
                "id": f"{matter['id']}-{number}",
                "text": unit["text"],
                "language": unit["language"],
                "proposition": own,
                "proposition_en": english,
                "label": towards,
                "topic": matter["id"],
                "part": matter.get("part"),
                "origin": matter.get("origin", "real"),
            }


def _rows(path: Path, targets: Sequence[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    if path.suffix != ".csv":
        yield from read_jsonl(path)
        return
    for number, cells in read_table(path):
        missing = [name for name in ("text", *targets) if name not in cells]
        if missing:
            raise DataError(
                [f"{path}: expected the columns text, {', '.join(targets)}; {', '.join(missing)} not found"]
            )
        for name in cells:
            if name not in _COLUMNS and name.strip().lower() in _COLUMNS:
                raise DataError([f"{path}: column {name!r}; did you mean {name.strip().lower()!r}?"])
        row: dict[str, Any] = {name: cell for name, cell in cells.items() if cell and name not in targets}
        row["language"] = cells.get("language") or UNDETERMINED
        row["context"] = [cells["context"]] if cells.get("context") else []
        row["labels"] = {target: cells[target] or None for target in targets if target in cells}
        yield number, row


def _row_problems(row: Mapping[str, Any], targets: Iterable[str]) -> list[str]:
    problems = []
    if not isinstance(row.get("text"), str) or not row["text"].strip():
        problems.append(f"text: expected a sentence; got {row.get('text')!r}")
    if not _is_language(row.get("language")):
        problems.append(f"language: expected an ISO 639-1 code such as 'en'; got {row.get('language')!r}")
    if row.get("kind", "direct") not in KINDS:
        problems.append(f"kind: expected one of {', '.join(KINDS)}; got {row.get('kind')!r}")
    labels = row.get("labels")
    if not isinstance(labels, dict):
        return [*problems, f"labels: expected a label per target; got {labels!r}"]
    for target in targets:
        if target not in labels:
            problems.append(f"labels: target {target!r} is missing (write null for a label that is not known)")
        elif (label := _label_of(labels[target])) is not None and label not in LABELS:
            problems.append(f"label of {target}: expected one of {', '.join(LABELS)}; got {label!r}")
    return problems


def _is_language(code: Any) -> bool:
    return code == UNDETERMINED or (isinstance(code, str) and len(code) == 2 and code.isascii() and code.islower())


def _label_of(value: Any) -> Any:
    """A label stands alone or as ``{"label": ..., "rule": ...}``."""
    return value.get("label") if isinstance(value, dict) else value


def _example(row: Mapping[str, Any], name: str, targets: Iterable[str]) -> Example:
    labels: dict[str, Label | None] = {target: _label_of(row["labels"][target]) for target in targets}
    return Example(
        id=str(row.get("id") or name),
        text=row["text"],
        context=tuple(row.get("context") or ()),
        headline=row.get("headline") or "",
        language=row["language"],
        origin=row.get("origin", "real"),
        kind=row.get("kind", "direct"),
        group=str(row.get("topic") or row.get("group") or row.get("id") or name),
        article=row.get("article") or "",
        hard=tuple(row.get("hard") or ()),
        labels=labels,
        pair_id=str(row.get("pair_id") or ""),
    )
