"""How well sentences are split, on the golden rules of pySBD; and how fast.

    python benchmarks/sentences.py --root ../shared/benchmarks

The root holds ``sentences/pysbd_*.json``: lists of ``{"text": ..., "sentences": [...]}``, made from the language
tests of pySBD (github.com/nipunsadvilkar/pySBD, MIT). A text counts as right when every sentence is.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from quotestance.languages import Language, language_for, load_languages
from quotestance.records import Article, Span
from quotestance.sentences import split_sentences

REPOSITORY = Path(__file__).resolve().parent.parent
SETS = ("en_benchmark_48", "en", "de", "fr", "ru", "hy", "fa")


def golden(path: Path) -> Iterator[tuple[str, list[str]]]:
    """The texts of one file with their sentences, without white space around them."""
    for rules in json.loads(path.read_text(encoding="utf-8")).values():
        for rule in rules:
            yield rule["text"], [sentence.strip() for sentence in rule["sentences"]]


def split(text: str, language: Language) -> list[str]:
    """The sentences of a text that is all body."""
    article = Article("golden", "golden", text, language.code, body=(Span(0, len(text)),))
    return [sentence.span.of(text) for sentence in split_sentences(article, language)]


def speed(language: Language, splitter: Callable[[str, Language], list[str]]) -> float:
    """Sentences per second on one core, on an invented text of 60,000 sentences in 20,000 paragraphs."""
    text = "“The road is open. It will stay open,” Mr. Doe said on Jan. 5. Nobody asked why!\n\n" * 20_000
    start = time.perf_counter()
    return len(splitter(text, language)) / (time.perf_counter() - start)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=REPOSITORY.parent / "shared" / "benchmarks")
    parser.add_argument("--errors", action="store_true", help="print the texts that were split otherwise")
    options = parser.parse_args()
    languages = load_languages(REPOSITORY / "conf" / "languages")
    folder = options.root / "sentences"
    if not folder.is_dir():
        print(f"{folder} is missing: expected pysbd_*.json (see the docstring of this file); set --root")
        return 1
    for name in SETS:
        report(folder / f"pysbd_{name}.json", language_for(languages, name[:2]), options.errors)
    print(f"speed: {speed(languages['en'], split):,.0f} sentences a second")
    return 0


def report(path: Path, language: Language, errors: bool) -> None:
    """Print the share of the texts in `path` that are split as they should be."""
    if not path.is_file():
        print(f"{path} is missing")
        return
    rows = [(text, expected, split(text, language)) for text, expected in golden(path)]
    wrong = [row for row in rows if row[1] != row[2]]
    print(f"{path.stem}: {len(rows) - len(wrong)} of {len(rows)} right ({1 - len(wrong) / len(rows):.1%})")
    for _, expected, found in wrong if errors else ():
        print(f"  expected {expected}\n  found    {found}")


if __name__ == "__main__":
    sys.exit(main())
