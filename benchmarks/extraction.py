"""How fast quotes are found, and whether the time stays in proportion to the length of an article.

    python benchmarks/extraction.py [--sentences 4000]

Text: the seed articles and the invented ones, repeated; one process, one thread, no model. Then articles that hurt:
all in one paragraph, and with unbalanced quotation marks, at sizes that double up to 5 MB.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from quotestance.articles import find_body
from quotestance.languages import Language, language_for, load_languages, page_for
from quotestance.quotes import extract_quotes
from quotestance.records import Article
from quotestance.sentences import split_sentences
from quotestance.speakers import Speakers, load_speakers

REPOSITORY = Path(__file__).resolve().parent.parent
PARAGRAPH = 'Ann Bell{n} said that "road {n} is open. Nobody knows, she added, “when {n} closes. '
SIZES = (1_250_000, 2_500_000, 5_000_000)


def main() -> None:
    """Print one line per language, then one per size of what hurts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=4000, help="about how many per language")
    wanted = parser.parse_args().sentences
    languages = load_languages(REPOSITORY / "conf" / "languages")
    speakers = load_speakers(REPOSITORY / "conf" / "speakers.yaml")
    print(f"{'text':28} {'bytes':>9} {'sentences':>9} {'seconds':>8} {'sentences/s':>11}")
    for code in ("en", "ru", "fr", "az", "tr", "hy", "de"):
        texts = [path.read_text(encoding="utf-8") for path in _articles(code)]
        _timed(code, code, texts * (1 + wanted // (40 * len(texts))), languages, speakers)
    for size in SIZES:
        for name, separator in (("unbalanced, many paragraphs", "\n\n"), ("unbalanced, one paragraph", "")):
            text = separator.join(PARAGRAPH.format(n=n) for n in range(size // len(PARAGRAPH)))
            _timed(name, "en", [text], languages, speakers)


def _articles(code: str) -> Iterator[Path]:
    folder = REPOSITORY / "seeds" / "authored" / "articles"
    yield from sorted(folder.glob(f"{code}-0[13579].txt"))
    if code == "en":
        yield from sorted((REPOSITORY / "seeds" / "articles").glob("*.txt"))


def _timed(name: str, code: str, texts: list[str], languages: dict[str, Language], speakers: Speakers) -> None:
    language, page = language_for(languages, code), page_for(languages, code)
    started, count = time.perf_counter(), 0
    for text in texts:
        article = Article("a", "a", text, code, body=find_body(text, page, title="").spans)
        sentences = split_sentences(article, language)
        extract_quotes(article, sentences, language, speakers)
        count += len(sentences)
    seconds = time.perf_counter() - started
    size = sum(len(text.encode()) for text in texts)
    print(f"{name:28} {size:9} {count:9} {seconds:8.2f} {count / seconds:11.0f}", flush=True)


if __name__ == "__main__":
    main()
