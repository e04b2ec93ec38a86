"""What of a page is the article: invented pages in tests/fixtures/pages, and sentences that must not be lost.

The first line of such a file says that it is invented and is not part of the page. Every other line starts with T
(the headline), B (a paragraph of the body), + (the same, going on) or nothing; ``⟦`` shows where the body starts.
"""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quotestance.articles.body import find_body
from quotestance.languages import Language, load_languages, page_for
from quotestance.records import Article

ROOT = Path(__file__).resolve().parent
PAGES = sorted((ROOT / "fixtures" / "pages").glob("*.txt"))


LANGUAGES = load_languages(ROOT.parent / "conf" / "languages")


@pytest.fixture(scope="module")
def languages() -> dict[str, Language]:
    return LANGUAGES


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


SENTENCES = [
    # what begins like a button or a caption and is a sentence of the article
    ("en", "Share this burden with us, he said."),
    ("en", "Published in 2019, the report was ignored."),
    ("en", "He had seen a video by the group (in Lorne)."),
    ("en", "Join us in this, she told them."),
    ("en", "Kessler is the first politician to sue a news website over a photo."),
    ("en", "The talks will go on, the ministry said (AP)."),
    ("en", "More in the north have fled."),
    ("en", "No comment, he said."),
    ("en", "Related talks failed, the source said."),
    ("ru", "Мы в Москве уверены, что переговоры продолжатся."),
    ("ru", "Сохранить мир важнее всего, заявил он."),
    ("ru", "Обсудить это пока не удалось."),
    ("ru", "Прокомментировать слухи министр отказался."),
    ("ru", "Реклама запрещена, напомнил министр."),
    ("ru", "На фото видно, как уходит колонна."),
    ("ru", "Об этом сообщает агентство (ТАСС)."),
    ("fr", "Envoyer des soldats serait une erreur, dit-il."),
    ("fr", "En poursuivant ainsi, nous perdrons, a-t-il dit."),
    ("fr", "Vous pourriez le dire autrement, a-t-elle ajouté."),
    ("fr", "Kessler est le principal responsable, a-t-il dit à la presse."),
    ("fr", "Créée en 1992, la mission compte 12 membres."),
    ("fr", "Réagir vite est nécessaire."),
    ("az", "Rəy bildirməkdən imtina edib."),
    ("az", "Paylaşılan məlumata görə, yol açıqdır."),
    ("az", "Tövsiyə edirik ki, yol açılsın, - deyə o bildirib."),
    ("az", "Bizi izləyirlər, - nazir deyib."),
    ("tr", "Yorum yapmayacağını söyledi."),
    ("tr", "Paylaşılan bilgilere göre yol açık."),
    ("tr", "Üye olmak isteyen ülkeler bekliyor."),
    ("tr", "Destek olacağız, dedi."),
    ("tr", "İlan edilen ateşkes bozuldu."),
    ("hy", "Պահպանել խաղաղությունը կարևոր է։"),
    ("hy", "Մեկնաբանել չցանկացավ։"),
    ("hy", "Հրապարակված զեկույցում 5 կետ կա։"),
    ("hy", "Աղբյուրները չեն հաստատում դա։"),
    ("de", "Teilen müssen sich die Parteien die Kosten."),
    ("de", "Anzeige wurde nicht erstattet."),
    ("de", "Mit der Nutzung des Korridors rechnet er nicht."),
    ("de", "Das berichtete die Agentur (dpa)."),
    ("de", "Mehr von ihnen werden kommen, sagte er."),
    ("de", "Andere Themen blieben offen."),
]


@pytest.mark.parametrize(("language", "sentence"), SENTENCES)
def test_sentences_that_must_not_be_lost(language: str, sentence: str, languages: dict[str, Language]) -> None:
    others = [f"The road number {number} stays open for all, the ministry said on Monday." for number in range(6)]
    text = "\n\n".join(["A headline of five words", *others[:4], sentence, *others[4:]])
    found = find_body(text, page_for(languages, language))
    assert [span.of(text) for span in found.spans] == [*others[:4], sentence, *others[4:]]


CHROME = [
    ("en", "Correction: an earlier version gave the wrong year. We are sorry for that."),
    ("de", "Berichtigung: In einer früheren Fassung stand ein falsches Datum."),
    ("ru", "Уточнение: в первой версии был назван другой год. Приносим извинения."),
    ("tr", "DÜZELTME: Haberin ilk hâlinde oy sayısı yanlıştı. Özür dileriz."),
    ("az", "Düzəliş: xəbərin ilk variantında soyad səhv yazılmışdı."),
    ("hy", "Ուղղում. նախնական տարբերակում սխալ էր։ Ներողություն ենք խնդրում։"),
    ("en", "Share this article on Facebook or Twitter."),
    ("en", "Published on 5 March 2021 at 14:32. Updated 6 March."),
    ("en", "Soldiers at the checkpoint on Monday. (Photo: Jo Lang/Lorne Press)"),
    ("en", "Follow Jo Lang on Twitter @jolang."),
    ("en", "We use cookies to improve your experience."),
    ("en", "Lorne Herald is the largest independent online news and analytical agency of the region."),
    ("en", "Skip to main content."),
    ("en", "(Pictured above: a post on the road. “No photographs,” one of them called out.)"),
    ("fr", "Correction : une version précédente donnait trente poteaux."),
    ("ru", "Подпишитесь на наш канал, чтобы быть в курсе."),
    ("ru", "Мнение автора может не совпадать с позицией редакции."),
    ("ru", "Опубликовано: 05.03.2021 14:32."),
    ("ru", "Солдаты на посту. Фото: Иван Ланг/Вестник."),
    ("fr", "Partagez cet article sur Facebook."),
    ("fr", "[PHOTO] Une file devant la mairie, jeudi. « On attend », dit une pancarte. | LE PHARE"),
    ("en", "MORE: “It is a maze”: Maps of the new ring road for anyone who drives here."),
    ("en", "A ferry on the lake, May 2021. “It floats,” she says. Photo: LVP"),
    ("fr", "Publié le 5 mars 2021 à 14h32."),
    ("fr", "Les opinions exprimées ici n'engagent que leur auteur."),
    ("az", "Mətndə səhv varsa, onu seçin və bizə bildirin."),
    ("az", "Bizi Facebook səhifəmizdə izləyin."),
    ("tr", "Bizi Twitter'da takip edin."),
    ("tr", "Bu sitede çerezler kullanılmaktadır."),
    ("hy", "Հետևեք մեզ Telegram-ում։"),
    ("hy", "Լուսանկարը՝ Լորն Պրեսի։"),
    ("de", "Folgen Sie uns auf Facebook."),
    ("de", "Soldaten am Montag. (Foto: Jo Lang/Kurier)"),
    ("de", "Mit Material von Lorne Presse."),
]


@pytest.mark.parametrize(("language", "line"), CHROME)
def test_lines_that_end_like_sentences_and_are_no_body(
    language: str, line: str, languages: dict[str, Language]
) -> None:
    text = f"A headline of five words\n\nThe road is open, he said.\n\n{line}\n\nIt stays open."
    assert len(find_body(text, page_for(languages, language)).spans) == 2


LINES = [
    *(row[-1] for row in (*SENTENCES, *CHROME)),
    "",
    " ",
    "Comments",
    "12:00",
    "Photo: x",
    "BAKU (X) - ",
    "“",
    "\ud800",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=30)), max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_any_page_has_a_body_in_order(lines: list[str], newline: str) -> None:
    text = newline.join(lines)
    for code in ("default", "hy"):
        spans = find_body(text, page_for(LANGUAGES, code)).spans
        Article("a", "a", text, body=spans)  # checks order and bounds
        assert all(span.of(text).strip() for span in spans)


LONG = [
    "word, word (and " * 300_000,
    ("and (" * 120 + "\n") * 3_000,
    "1 2 3 , " * 80 + "x\n" * 1_000,
    "BAKU BAKU, " * 60_000,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_time_grows_with_the_length_only(text: str, languages: dict[str, Language]) -> None:
    start = time.perf_counter()
    find_body(text, page_for(languages, "en"))
    assert time.perf_counter() - start < 5


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
    ("az", "BAKI, 23 dekabr — Lornik. ", "Nazir gedib."),
    ("ru", "20 марта – ИА LN.News. ", "Министр уехал."),
    ("fr", "LORNE, Vallée, 16 novembre (Lorne) - ", "Le ministre est parti."),
    ("fr", "LORNE (Vallée), 16 novembre (LP) — ", "Le ministre est parti."),
    ("de", "Moskau (dpa) - ", "Der Minister reiste ab."),
    ("de", "Baku, 18. Januar (Agentur) – ", "Der Minister reiste ab."),
]


@pytest.mark.parametrize(("language", "dateline", "sentence"), DATELINES)
def test_datelines(language: str, dateline: str, sentence: str, languages: dict[str, Language]) -> None:
    text = f"A headline of five words\n\n{dateline}{sentence}\n\n{sentence}"
    found = find_body(text, page_for(languages, language))
    assert [span.of(text) for span in found.spans] == [sentence, sentence]


@pytest.mark.xfail(strict=True, reason="a short last line without a stop looks like a link, a tag or a caption")
def test_a_short_last_sentence_without_a_stop(languages: dict[str, Language]) -> None:
    text = "A headline of five words\n\nHe came. He saw.\n\nThe vote was due in May"
    assert len(find_body(text, page_for(languages, "en")).spans) == 2


SEEDS = [
    (
        "000_2cf1446ea5dbbd2b",
        13,
        "The status of Nagorno-Karabakh will be determined after",
        "to ensure respect for them,” Lavrov said.",
    ),
    (
        "001_e0bcbd72f0f6c26e",
        25,
        "Russian foreign minister Sergei Lavrov on Monday",
        'was directed there ", - he explained.',
    ),
    ("002_21863e7737813a93", 6, "Russia has never considered", "with Security Council members."),
    (
        "003_fe9cb1a8a5b9953b",
        7,
        "Russian Foreign Minister Sergei Lavrov has declared",
        "Karabakh residents who want to do so.”",
    ),
    ("004_d0166fefcd5b43a3", 9, "By further punctuating the rift", "little choice for Moscow to act."),
]


@pytest.mark.parametrize(("name", "paragraphs", "first", "last"), SEEDS, ids=[row[0] for row in SEEDS])
def test_the_seeds(name: str, paragraphs: int, first: str, last: str, languages: dict[str, Language]) -> None:
    text = (ROOT.parent / "seeds" / "articles" / f"{name}.txt").read_text(encoding="utf-8")
    body = [span.of(text) for span in find_body(text, page_for(languages, "en")).spans]
    assert len(body) == paragraphs
    assert body[0].startswith(first)
    assert body[-1].endswith(last)


def test_a_heading_or_caption_that_quotes_a_paragraph(languages: dict[str, Language]) -> None:
    """Neither is body, and no line behind an arrow to another page is."""
    said = ["Ada Stone came back to the valley on Monday.", "“We will not sell the mill,” she told the council."]
    other = [
        "“We will not sell the mill”",
        "“We will not sell”: Ada Stone at the mill. Tom Hale",
        "→ Read also: A road",
    ]
    text = "\n\n".join(["The mill of the valley", said[0], *other, said[1]])
    assert [span.of(text) for span in find_body(text, page_for(languages, "en")).spans] == said


def test_a_question_behind_a_list_of_headlines(languages: dict[str, Language]) -> None:
    """A box whose headlines follow it without a blank line ends with them, also before what may be a headline."""
    said = ["Ada Stone came back to the valley on Monday.", "And what comes next?", "She will sell the mill."]
    box = "Related articles\nA road is closed\nWho sold it?"
    text = "\n\n".join(["The mill of the valley", said[0], box, *said[1:]])
    assert [span.of(text) for span in find_body(text, page_for(languages, "en")).spans] == said
