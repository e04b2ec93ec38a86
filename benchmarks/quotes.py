"""Measure quotes and speakers on public corpora: ``python benchmarks/quotes.py [root=FOLDER] [part=dev|train]``.

The corpora (PolNeAR; German Wikinews quotations) are not part of this repository; `root` is the folder that holds
``quotes/polnear_dev.jsonl.gz`` and ``quotes/german_wikinews_dev.jsonl.gz``: one article per line with `id`,
`language`, `text` and `quotes`, each with `content`, `source`, `cue` as lists of spans, and `kind`.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from quotestance.languages import Language, language_for, load_languages
from quotestance.quotes.extraction import extract_quotes
from quotestance.quotes.scoring import Attribution, Counts, by_quote, score
from quotestance.records import Article, Span
from quotestance.sentences import split_sentences
from quotestance.speakers import Speakers, load_speakers

HERE = Path(__file__).resolve().parent
CONF = HERE.parent / "conf"
CORPORA = {
    "polnear": (("direct", "mixed"), ("direct",), ("mixed",), ("indirect",), ()),
    "german_wikinews": (("direct",), ("indirect",), ("indirect", "indirectfreeindirect"), ()),
}
"""Corpora and the groups of gold kinds to report; the empty group is all kinds."""
MARKED = re.compile(r"[“\"„«]([^“”\"„«»]{2,2000}?)[”\"“»]|''(.{2,2000}?)''")
Rows = Sequence[dict[str, Any]]
Finder = Callable[[dict[str, Any]], list[Attribution]]


def main(arguments: Sequence[str]) -> int:
    """Print one table per corpus; 1 where a corpus is missing."""
    options = dict(argument.split("=", 1) for argument in arguments)
    root = Path(options.get("root", HERE.parent.parent / "shared" / "benchmarks")) / "quotes"
    part, missing = options.get("part", "dev"), 0
    for corpus, groups in CORPORA.items():
        path = root / f"{corpus}_{part}.jsonl.gz"
        if not path.exists():
            print(f"missing: {path} (see the README for the corpus it is made from)")
            missing = 1
            continue
        _report(path, groups)
    return missing


def _report(path: Path, groups: Sequence[tuple[str, ...]]) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    languages, speakers = load_languages(CONF / "languages"), load_speakers(CONF / "speakers.yaml")
    started = time.perf_counter()
    ours = [_ours(row, language_for(languages, row["language"]), speakers) for row in rows]
    seconds = time.perf_counter() - started
    print(f"{path.name}: {len(rows)} articles, {seconds:.1f} s with sentence splitting")
    print(f"{'kinds':28} {'system':9} {'gold':>5} {'found':>5}   P@.3  R@.3 F1@.3 F1@.8 speaker")
    plain = [_between_marks(row) for row in rows]
    for kinds in groups:
        for name, found in (("ours", ours), ("marks", plain)):
            print(_line(rows, found, kinds, name))


def _line(rows: Rows, found: Sequence[list[Attribution]], kinds: tuple[str, ...], name: str) -> str:
    totals = []
    for threshold in (0.3, 0.8):
        pairs = ((_gold(row, kinds), _of_kind(items, kinds)) for row, items in zip(rows, found, strict=True))
        totals.append(sum((score(gold, items, threshold) for gold, items in pairs), Counts()))
    loose, strict = totals
    return (
        f"{'+'.join(kinds) or 'all':28} {name:9} {loose.gold:5} {loose.found:5}   "
        f"{loose.precision:.3f} {loose.recall:.3f} {loose.f1:.3f} {strict.f1:.3f} {loose.speaker:.3f}"
    )


def _spans(pairs: Sequence[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs if start < end)


def _gold(row: dict[str, Any], kinds: tuple[str, ...]) -> list[Attribution]:
    items = [Attribution(_spans(q["content"]), _spans(q["source"]), q["kind"]) for q in row["quotes"]]
    return _of_kind(items, kinds)


def _of_kind(items: Sequence[Attribution], kinds: tuple[str, ...]) -> list[Attribution]:
    return [item for item in items if item.content and (not kinds or item.kind in kinds)]


def _ours(row: dict[str, Any], language: Language, speakers: Speakers) -> list[Attribution]:
    text = row["text"]
    body = (Span(0, len(text)),)
    article = Article(id=row["id"], source=row["id"], text=text, language=row["language"], body=body)
    return by_quote(extract_quotes(article, split_sentences(article, language), language, speakers))


def _between_marks(row: dict[str, Any]) -> list[Attribution]:
    """Whatever stands between marks, as direct, without speaker."""
    return [Attribution((Span(m.start(), m.end()),), (), "direct") for m in MARKED.finditer(row["text"])]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
