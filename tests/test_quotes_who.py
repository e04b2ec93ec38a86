"""Who a name, a title or a pronoun means: the speakers of small articles in seven languages."""

import pytest
from test_quotes_articles import quotes_of


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("en", "The Justice Ministry denied it. A spokesman said that the road was open.", "Justice Ministry"),
        ("en", "A spokesperson for the Harbour Council said that the road was open.", "Harbour Council"),
        ("de", "Das Umweltministerium wies das zurück. Ein Sprecher sagte, die Straße sei offen.", "Umweltministerium"),
        ("en", "Mary Bell said it was late. Paul Stone said it rained. She added that it snowed.", "Mary Bell"),
        (
            "en",
            "Paul Stone said it was late. For Mary Bell of Bath, this is odd. She said it rained.",
            "Mary Bell",
        ),
        (
            "ru",
            "Нелли Крылова сообщила, что ждёт. Олег Цой заявил, что идёт. Эксперт добавила, что рада.",
            "Нелли Крылова",
        ),
        ("ru", "Жительница улицы Туманяна Нелли Крылова сообщила, что ждёт.", "Нелли Крылова"),
        (
            "ru",
            "Мэр Олег Цой сказал, что ждёт. Помощник мэра сказал, что идёт. Мэр сказал, что рад.",
            "Олег Цой",
        ),
        ("tr", "Merkezin tahmin şefi Ahmet Yılmaz yolun açık olduğunu söyledi.", "Ahmet Yılmaz"),
        ("tr", "Ahmet Yılmaz, yolun açık olduğunu söyledi. Tornacı, yolun kapalı olmadığını belirtti.", "Ahmet Yılmaz"),
        ("hy", "Կապանի թոշակառու Յուրա Սահակյանը համոզված է, որ ճանապարհը բաց է։", "Յուրա Սահակյան"),
        (
            "fr",
            "Joint à Lyon, l'avocat Paul Roche, qui conseille un club, soutient que la route est ouverte.",
            "Paul Roche",
        ),
        (
            "de",
            "Der Geograf Karl Meier, Berater der Kommission, begrüßte die Unterzeichnung als „guten Text“.",
            "Karl Meier",
        ),
    ],
)
def test_who_is_meant(code: str, text: str, speaker: str) -> None:
    assert quotes_of(text, code)[-1].speaker == speaker


def test_a_name_given_later_is_doubted_and_no_known_person_gets_what_a_nameless_one_said() -> None:
    said = "A resident said that the shop was closed. "
    (named,) = quotes_of(said + "Mara Ostrander had been waiting since six.", "en")
    (nameless,) = quotes_of(said + "Vladimir Putin had been there in May.", "en")
    assert (named.speaker, nameless.speaker) == ("Mara Ostrander", "")
    assert named.confidence < 0.5


TITLE_SURNAMES = [
    ("en", "Julia Bishop said the road was open. Bishop added that nothing had changed.", "julia_bishop"),
    ("en", "Theresa May said the road was open. May added that nothing had changed.", "theresa_may"),
    ("de", "Horst König sagte, die Straße sei offen. König fügte hinzu, nichts habe sich geändert.", "horst_konig"),
    ("fr", "Bruno Le Maire a déclaré que la route était ouverte.", "bruno_le_maire"),
    ("ru", "Олег Рыбаков заявил, что дорога открыта. По словам Рыбакова, она свободна.", "олег_рыбаков"),
    ("az", "Rəşad Həkimov yolun açıq olduğunu bildirib. Həkimovun sözlərinə görə, hər şey yaxşıdır.", "rasad_hakimov"),
    ("tr", "Ekrem İmamoğlu, yolun açık olduğunu söyledi. İmamoğlu'na göre karar yanlış.", "ekrem_imamoglu"),
    ("hy", "Հովիկ Գրողյանը հայտարարեց, որ ճանապարհը բաց է։", "հովիկ_գրողյան"),
]


@pytest.mark.parametrize(("code", "text", "speaker"), TITLE_SURNAMES, ids=[row[2] for row in TITLE_SURNAMES])
def test_surnames_that_look_like_titles(code: str, text: str, speaker: str) -> None:
    assert {quote.speaker_id for quote in quotes_of(text, code, date="2022-06-01")} == {speaker}


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("de", "Der Berliner Richter sagte, die Straße sei offen."),
        ("ru", "По словам экспертов, дорога открыта."),
        ("en", "The Bishop of a small town said the road was open."),
    ],
)
def test_titles_without_a_name_stay_titles(code: str, text: str) -> None:
    assert [quote.speaker_id for quote in quotes_of(text, code, date="2022-06-01")] == [""]
