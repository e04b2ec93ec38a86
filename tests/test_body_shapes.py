"""Shapes of a page: one line, wrapped lines, no headline, little text; what is headline and body of each."""

from pathlib import Path

import pytest

from quotestance.articles.body import find_body
from quotestance.languages import load_languages, page_for

LANGUAGES = load_languages(Path(__file__).resolve().parents[1] / "conf" / "languages")
THAI = "รัฐมนตรีกล่าวว่าถนนสายนี้จะไม่ปิดและจะเปิดให้ทุกคนใช้ต่อไปเหมือนเดิม" * 4

SHAPES = [
    # what it is, language, text, headline, paragraphs
    (
        "one line",
        "en",
        "The road is closed. “It stays closed,” he said.",
        "",
        ["The road is closed. “It stays closed,” he said."],
    ),
    ("one line, no stop", "en", "The road is closed", "", ["The road is closed"]),
    (
        "no headline",
        "en",
        "“We agree,” he said.\n\nThe road is open.",
        "",
        ["“We agree,” he said.", "The road is open."],
    ),
    (
        "question as headline",
        "en",
        "Who owns the road?\n\nNobody does, he said.",
        "Who owns the road?",
        ["Nobody does, he said."],
    ),
    (
        "quotation as headline",
        "ru",
        "Холм: «Мы согласны»\n\n«Мы согласны», — сказала она.",
        "Холм: «Мы согласны»",
        ["«Мы согласны», — сказала она."],
    ),
    (
        "short answers",
        "fr",
        "Le maire répond\n« Oui. »\n« Non ! »\n« Pourquoi ? »",
        "Le maire répond",
        ["« Oui. »", "« Non ! »", "« Pourquoi ? »"],
    ),
    (
        "speech without a stop",
        "en",
        "A headline of five words\nHe came.\n“We agree,” he said\nHe left.",
        "A headline of five words",
        ["He came.", "“We agree,” he said", "He left."],
    ),
    (
        "sentence broken by a blank line",
        "de",
        "Rat tagt\n\nEr kam.\n\nDer Rat hat am Montag\n\ndie Straße geöffnet.",
        "Rat tagt",
        ["Er kam.", "Der Rat hat am Montag", "die Straße geöffnet."],
    ),
    (
        "section before the headline",
        "tr",
        "Dünya\n\nBakan yeni görüşmeleri reddetti bugün\n\nBakan gitti.",
        "Bakan yeni görüşmeleri reddetti bugün",
        ["Bakan gitti."],
    ),
    (
        "repeated caption",
        "hy",
        "Վերնագիր չորս բառով այստեղ\n\nՔեսլերը նիստում\n\nՆա եկավ։\n\nՔեսլերը նիստում\n\nՆա գնաց։",
        "Վերնագիր չորս բառով այստեղ",
        ["Նա եկավ։", "Նա գնաց։"],
    ),
    (
        "comments before the body",
        "en",
        "Comments (5)\n\nA headline of five words\n\nShare\n\nHe came. He saw.\n\nHe left.",
        "A headline of five words",
        ["He came. He saw.", "He left."],
    ),
    (
        "dateline alone",
        "az",
        "Başlıq burada dörd sözlə\n\nBakı, 5 mart, AZLORN\n\nO gəldi.",
        "Başlıq burada dörd sözlə",
        ["O gəldi."],
    ),
    (
        "name that is no dateline",
        "de",
        "Überschrift mit vier Wörtern\n\nBerlin – eine Stadt im Osten – wartet.",
        "Überschrift mit vier Wörtern",
        ["Berlin – eine Stadt im Osten – wartet."],
    ),
    (
        "date that is no dateline",
        "en",
        "A headline of five words\n\n5 March 2021 was a dark day.",
        "A headline of five words",
        ["5 March 2021 was a dark day."],
    ),
    (
        "share as a verb",
        "en",
        "A headline of five words\n\nShare prices fell.\n\nFollow the money, he said.",
        "A headline of five words",
        ["Share prices fell.", "Follow the money, he said."],
    ),
    ("no stops at all", "th", "ข่าว\n" + THAI, "ข่าว", [THAI]),
    (
        "wrapped without blank lines",
        "en",
        "Council postpones the vote\nThe council of Eastmere has postponed its vote on the bridge until\n"
        "the mediators hand in their report, its chairwoman said on Tuesday\nin the town hall.\n"
        "Her deputy did not agree, and told the Eastmere Courier that it had\nall the papers it needs.",
        "Council postpones the vote",
        [
            "The council of Eastmere has postponed its vote on the bridge until\n"
            "the mediators hand in their report, its chairwoman said on Tuesday\nin the town hall.",
            "Her deputy did not agree, and told the Eastmere Courier that it had\nall the papers it needs.",
        ],
    ),
    (
        "lines above the headline",
        "tr",
        "İçeriğe geçmek için basın\n26 Eylül 2024 Perşembe\nBakan yeni görüşmeleri bugün reddetti\nBakan gitti.",
        "Bakan yeni görüşmeleri bugün reddetti",
        ["Bakan gitti."],
    ),
    (
        "agency line",
        "hy",
        "Խորհուրդը հետաձգել է քվեարկությունը\nԼՈՌՆ, ԴԵԿՏԵՄԲԵՐԻ 23, 24Lorn\nՆա եկավ։",
        "Խորհուրդը հետաձգել է քվեարկությունը",
        ["Նա եկավ։"],
    ),
    (
        "two clauses without a stop",
        "az",
        "Şura körpü səsverməsini təxirə salıb\nO gəldi.\n"
        "Onun sözlərinə görə, yol hamı üçün açıq qalacaq və bağlanmayacaq\nAd Soyad",
        "Şura körpü səsverməsini təxirə salıb",
        ["O gəldi.", "Onun sözlərinə görə, yol hamı üçün açıq qalacaq və bağlanmayacaq"],
    ),
    (
        "only headlines",
        "en",
        "Storm closes the harbour\nRoad stays open all year",
        "Storm closes the harbour",
        ["Road stays open all year"],
    ),
    ("nothing", "en", " \n\n ", "", []),
    (
        "an editor's note in brackets, and a sub-headline",
        "de",
        "[Aus dem Englischen übersetzt. Die Namen sind geändert.]\n\nDie Straße bleibt heute offen\n\n"
        "„Wir zählen alles einzeln“\n\nDie Straße ist offen, sagte er.\n\nSie bleibt offen.",
        "Die Straße bleibt heute offen",
        ["Die Straße ist offen, sagte er.", "Sie bleibt offen."],
    ),
    (
        "items of a list under its heading",
        "en",
        "A headline of five words\n\nThe road is open, he said.\n\nREAD ALSO\n• A village between two posts, and more\n"
        "• Gas cut for third night, say residents of the town\n• What is the road, and whose? A short guide to it",
        "A headline of five words",
        ["The road is open, he said."],
    ),
    (
        "comments below their number",
        "fr",
        "Un titre de cinq mots\n\nLa route est ouverte, a-t-il dit.\n\n"
        + "Elle restera ouverte toute l'année. " * 6
        + "\n\n2 commentaires\nlorne56 – il y a 3 h : Mon grand-père disait « une route fermée ». On y est.\n"
        "Lector – il y a 1 h : @lorne56 et personne n'en parle, vérifiez.",
        "Un titre de cinq mots",
        ["La route est ouverte, a-t-il dit.", ("Elle restera ouverte toute l'année. " * 6).strip()],
    ),
]


@pytest.mark.parametrize(
    ("language", "text", "title", "body"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES]
)
def test_shapes(language: str, text: str, title: str, body: list[str]) -> None:
    found = find_body(text, page_for(LANGUAGES, language))
    assert ([span.of(text) for span in found.spans], found.title) == (body, title)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("ru", "Мнения читателей"),
        ("de", "Leserstimmen"),
        ("en", "Readers say"),
        ("fr", "Vos avis"),
        ("az", "Oxucu fikirləri"),
    ],
)
def test_readers_come_after_the_article(language, heading):
    others = [f"The road number {number} stays open for all, the ministry said on Monday." for number in range(6)]
    text = "\n\n".join(
        ["A headline of five words", *others, heading, "Ada: It was closed all day, I was there myself."]
    )
    found = find_body(text, page_for(LANGUAGES, language))
    assert [span.of(text) for span in found.spans] == others


def test_an_article_goes_on_behind_recommended_ones():
    said = [f"Bakanlık {number}. yolun herkese açık kalacağını pazartesi günü açıkladı." for number in range(6)]
    box = ["ÖNERİLEN HABERLER", "► Altın rekor kırdı", "► Emekliye müjde"]
    text = "\n\n".join(["Beş kelimelik bir başlık burada", *said[:4], "\n".join(box), *said[4:]])
    found = find_body(text, page_for(LANGUAGES, "tr"))
    assert [span.of(text) for span in found.spans] == said


@pytest.mark.parametrize("heading", ["“Kapı kapandı, haber yok”", "- 'Kapı kapandı'", "BAKANLIKTAN YANIT GELDİ Mİ?"])
def test_a_quotation_without_a_stop_is_a_heading_unless_somebody_is_to_speak(heading: str) -> None:
    before, lead, after = "Bakan yolun açılacağını söyledi.", "Bakan şöyle konuştu:", "Yol pazar günü açılacak."
    page = page_for(LANGUAGES, "tr")
    plain, led = (
        "\n\n".join(["Beş kelimelik bir başlık burada", *lines, heading, after]) for lines in ([before], [before, lead])
    )
    assert [span.of(plain) for span in find_body(plain, page).spans] == [before, after]
    assert len(find_body(led, page).spans) == 4
