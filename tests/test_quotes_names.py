"""Names as the world has them: with particles, like places, offices and months, in any case of their language."""

import pytest
from test_quotes_articles import quotes_of

SAID = {
    "tr": "{}, yolun kapalı olduğunu söyledi.",
    "az": "{} bildirib ki, yol açıqdır.",
    "hy": "{}ն ասաց, որ ճանապարհը բաց է։",
    "ru": "{} заявил, что дорога открыта.",
    "en": "{} said that the road was open.",
    "fr": "{} a dit que la route était ouverte.",
    "de": "{} sagte, die Straße sei offen.",
}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("en", "Ursula von der Leyen"),
        ("de", "Ursula von der Leyen"),
        ("fr", "Ursula von der Leyen"),
        ("tr", "Ursula von der Leyen"),
        ("az", "Ursula fon der Lyayen"),
        ("ru", "Урсула фон дер Ляйен"),
        ("en", "Alexander Van der Bellen"),
        ("en", "Maria de la Cruz"),
        ("ru", "Реджеп Тайип Эрдоган"),
        ("tr", "Abdullah Gül"),
        ("tr", "Özgür Özel"),
        ("tr", "Ahmet Türk"),
        ("az", "Merab Qurbanov"),
        ("az", "Alimə Həsənova"),
        ("hy", "Մարտին Գալստյան"),
        ("hy", "Աննա Մարտիրոսյան"),
        ("de", "Frank-Walter Steinmeier"),
        ("de", "Britta Haßelmann"),
        ("de", "Franz Lindner"),
        ("en", "Denzel Washington"),
        ("en", "James Baker"),
        ("ru", "Камала Харрис"),
        ("en", "Ivor ap Glyn"),
        ("en", "Marijke van ’t Veer"),
    ],
)
def test_a_name_is_found_whole(code: str, name: str) -> None:
    assert [quote.speaker for quote in quotes_of(SAID[code].format(name), code)] == [name]


@pytest.mark.parametrize(
    ("code", "text", "name"),
    [
        ("az", "Elçin Quliyevin sözlərinə görə, yol açıqdır.", "Elçin Quliyev"),
        ("az", "Aydın Şahinin fikrincə, yol açıqdır.", "Aydın Şahin"),
        ("az", "Nuranə Əliyevaya görə, yol açıqdır.", "Nuranə Əliyeva"),
        ("hy", "Ջո Բայդենի խոսքով՝ ճանապարհը բաց է։", "Ջո Բայդեն"),
        ("hy", "Անի Սարուխանի խոսքով՝ ճանապարհը բաց է։", "Անի Սարուխան"),
        ("ru", "По словам Араика Варданяна, дорога открыта.", "Араик Варданян"),
        ("fr", "« La route est ouverte », indique le Bureau d'enquêtes maritimes.", "Bureau d'enquêtes maritimes"),
        ("en", "Anna Keller received David Brown in Goris. He said the road was open.", "David Brown"),
        ("de", "Anna Keller empfing David Braun in Goris. Er sagte, die Straße sei offen.", "David Braun"),
        ("en", "Archpriest Ivan Golub said that the road was open.", "Ivan Golub"),
        ("de", "Am Mittag kam Trainer Udo Mohn zu Wort. „Ich gehe“, sagte der Belgier im Interview.", "Udo Mohn"),
        ("fr", "La ministre Anne Dumas ira à Lyon, a-t-elle annoncé mardi.", "Anne Dumas"),
    ],
)
def test_a_name_is_brought_back_to_what_it_is(code: str, text: str, name: str) -> None:
    assert [quote.speaker for quote in quotes_of(text, code)] == [name]


@pytest.mark.parametrize(
    ("code", "text", "said", "name"),
    [
        ("en", '"That is a penalty," raged Rovers boss Otto Brand.', "That is a penalty", "Otto Brand"),
        ("de", "„Wir bleiben hier“, rief Nora Oltmann der Menge zu.", "Wir bleiben hier", "Nora Oltmann"),
        ("de", "„Wer soll das bezahlen?“, rief ein Zuhörer von der Empore.", "Wer soll das bezahlen?", ""),
    ],
)
def test_a_frame_behind_a_sentence_in_marks(code: str, text: str, said: str, name: str) -> None:
    quotes = quotes_of(text, code)
    assert [(text[quote.pieces[0].start : quote.pieces[-1].end], quote.speaker) for quote in quotes] == [(said, name)]
