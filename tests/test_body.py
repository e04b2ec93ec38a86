"""What of a page is the article: invented pages in tests/fixtures/pages, and shapes that must not be lost.

The first line of such a file says that it is invented and is not part of the page. Every other line starts with T
(the headline), B (a paragraph of the body), + (the same, going on) or nothing; ``⟦`` shows where the body starts.
"""

from pathlib import Path

import pytest

from quotestance.articles.body import find_body
from quotestance.languages import Language, load_languages, page_for

ROOT = Path(__file__).resolve().parent
PAGES = sorted((ROOT / "fixtures" / "pages").glob("*.txt"))


@pytest.fixture(scope="module")
def languages() -> dict[str, Language]:
    return load_languages(ROOT.parent / "conf" / "languages")


def marked(path: Path) -> tuple[str, str, list[str]]:
    """The page as a reader finds it, its headline, and the paragraphs of its body."""
    title, body, page = "", [], []
    in_body = False
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        mark, content = line[:2].strip(), line[2:]
        page.append(content.replace("⟦", ""))
        in_body = mark == "B" or (in_body and mark == "+")
        if mark == "T":
            title = content
        elif mark == "B":
            body.append(content.split("⟦")[-1])
        elif in_body:
            body[-1] += "\n" + content
    return "\n".join(page), title, body


@pytest.mark.parametrize("path", PAGES, ids=[path.stem for path in PAGES])
@pytest.mark.parametrize("newline", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_pages(path: Path, newline: str, languages: dict[str, Language]) -> None:
    text, title, body = marked(path)
    text = text.replace("\n", newline)
    found = find_body(text, page_for(languages, path.stem[:2]))
    assert [span.of(text).replace(newline, "\n") for span in found.spans] == body
    assert found.title == title


SHAPES = [
    # what it is, language, text, headline, paragraphs
    ("one line", "en", "The road is closed. “It stays closed,” he said.", "", ["The road is closed. “It stays closed,” he said."]),
    ("one line, no stop", "en", "The road is closed", "", ["The road is closed"]),
    ("no headline", "en", "“We agree,” he said.\n\nThe road is open.", "", ["“We agree,” he said.", "The road is open."]),
    ("question as headline", "en", "Who owns the road?\n\nNobody does, he said.", "Who owns the road?", ["Nobody does, he said."]),
    ("quotation as headline", "ru", "Холм: «Мы согласны»\n\n«Мы согласны», — сказала она.", "Холм: «Мы согласны»", ["«Мы согласны», — сказала она."]),
    ("short answers", "fr", "Le maire répond\n« Oui. »\n« Non ! »\n« Pourquoi ? »", "Le maire répond", ["« Oui. »", "« Non ! »", "« Pourquoi ? »"]),
    ("speech without a stop", "en", "A headline of five words\nHe came.\n“We agree,” he said\nHe left.", "A headline of five words", ["He came.", "“We agree,” he said", "He left."]),
    ("sentence broken by a blank line", "de", "Rat tagt\n\nEr kam.\n\nDer Rat hat am Montag\n\ndie Straße geöffnet.", "Rat tagt", ["Er kam.", "Der Rat hat am Montag", "die Straße geöffnet."]),
    ("section before the headline", "tr", "Dünya\n\nBakan yeni görüşmeleri reddetti bugün\n\nBakan gitti.", "Bakan yeni görüşmeleri reddetti bugün", ["Bakan gitti."]),
    ("repeated caption", "hy", "Վերնագիր չորս բառով այստեղ\n\nՔեսլերը նիստում\n\nՆա եկավ։\n\nՔեսլերը նիստում\n\nՆա գնաց։", "Վերնագիր չորս բառով այստեղ", ["Նա եկավ։", "Նա գնաց։"]),
    ("comments before the body", "en", "Comments (5)\n\nA headline of five words\n\nShare\n\nHe came. He saw.\n\nHe left.", "A headline of five words", ["He came. He saw.", "He left."]),
    ("dateline alone", "az", "Başlıq burada dörd sözlə\n\nBakı, 5 mart, AZLORN\n\nO gəldi.", "Başlıq burada dörd sözlə", ["O gəldi."]),
    ("name that is no dateline", "de", "Überschrift mit vier Wörtern\n\nBerlin – eine Stadt im Osten – wartet.", "Überschrift mit vier Wörtern", ["Berlin – eine Stadt im Osten – wartet."]),
    ("date that is no dateline", "en", "A headline of five words\n\n5 March 2021 was a dark day.", "A headline of five words", ["5 March 2021 was a dark day."]),
    ("share as a verb", "en", "A headline of five words\n\nShare prices fell.\n\nFollow the money, he said.", "A headline of five words", ["Share prices fell.", "Follow the money, he said."]),
    ("no stops at all", "th", "\n".join(["ข่าว", *["รัฐมนตรีกล่าวว่าถนนสายนี้จะไม่ปิดและจะเปิดให้ทุกคนใช้ต่อไปเหมือนเดิม" * 4] * 1]), "ข่าว", ["รัฐมนตรีกล่าวว่าถนนสายนี้จะไม่ปิดและจะเปิดให้ทุกคนใช้ต่อไปเหมือนเดิม" * 4]),
    ("only headlines", "en", "Storm closes the harbour\nRoad stays open all year", "Storm closes the harbour", ["Road stays open all year"]),
    ("nothing", "en", " \n\n ", "", []),
]  # fmt: skip


@pytest.mark.parametrize("language, text, title, body", [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_shapes(language: str, text: str, title: str, body: list[str], languages: dict[str, Language]) -> None:
    found = find_body(text, page_for(languages, language))
    assert ([span.of(text) for span in found.spans], found.title) == (body, title)


def test_a_given_title_wins_and_its_copies_are_no_body(languages: dict[str, Language]) -> None:
    text = "World\n\nKessler rules out talks.\n\nHe ruled them out on Friday.\n\nKessler rules out talks\n\nHe left."
    found = find_body(text, page_for(languages, "en"), title="Kessler rules out talks")
    assert found.title == "Kessler rules out talks"
    assert [span.of(text) for span in found.spans] == ["He ruled them out on Friday.", "He left."]


DATELINES = [
    ("en", "BAKU, Jan 18 (Info) - ", "The minister left."),
    ("en", "PORT LORNE, January 18. /INFO/. ", "The minister left."),
    ("en", "LORNE (Reuters) - ", "The minister left."),
    ("en", "YEREVAN, JANUARY 18, ARMENPRESS. ", "The minister left."),
    ("en", "14:32, 5 March 2021 ", "The minister left."),
    ("en", "STEPANAKERT — ", "The minister left."),
    ("ru", "Ереван, 5 января. ИНФО — ", "Министр уехал."),
    ("ru", "МОСКВА, 18 янв — РИА Новости. ", "Министр уехал."),
    ("ru", "МОСКВА, 18 января. /ТАСС/. ", "Министр уехал."),
    ("ru", "Баку. 18 января. ИНТЕРФАКС - ", "Министр уехал."),
    ("fr", "Paris, le 18 janvier 2021 (AFP) - ", "Le ministre est parti."),
    ("fr", "Bakou (AFP) – ", "Le ministre est parti."),
    ("az", "Bakı, 18 yanvar, AZƏRTAC ", "Nazir gedib."),
    ("az", "Bakı. Trend: ", "Nazir gedib."),
    ("az", "Bakı. 18 yanvar. REPORT.AZ/ ", "Nazir gedib."),
    ("tr", "ANKARA (AA) - ", "Bakan gitti."),
    ("tr", "BAKÜ, 18 Ocak (Ajans) - ", "Bakan gitti."),
    ("hy", "ԵՐԵՎԱՆ, 18 ՀՈՒՆՎԱՐԻ, ԱՐՄԵՆՊՐԵՍ: ", "Նախարարը մեկնեց։"),
    ("hy", "Երևան, 18 հունվարի, ԻՆՖՈ։ ", "Նախարարը մեկնեց։"),
    ("de", "Moskau (dpa) - ", "Der Minister reiste ab."),
    ("de", "Baku, 18. Januar (Agentur) – ", "Der Minister reiste ab."),
]


@pytest.mark.parametrize("language, dateline, sentence", DATELINES)
def test_datelines(language: str, dateline: str, sentence: str, languages: dict[str, Language]) -> None:
    text = f"A headline of five words\n\n{dateline}{sentence}\n\n{sentence}"
    found = find_body(text, page_for(languages, language))
    assert [span.of(text) for span in found.spans] == [sentence, sentence]


@pytest.mark.xfail(strict=True, reason="a short last line without a stop looks like a link, a tag or a caption")
def test_a_short_last_sentence_without_a_stop(languages: dict[str, Language]) -> None:
    text = "A headline of five words\n\nHe came. He saw.\n\nThe vote was due in May"
    assert len(find_body(text, page_for(languages, "en")).spans) == 2
