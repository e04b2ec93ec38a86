"""Printed interviews: the answers are speech, the questions are nobody's, and an explainer is no interview."""

from __future__ import annotations

import pytest
from test_quotes_articles import quotes_of

INTERVIEWS = [
    (  # plain paragraphs; one question is none in form
        "de",
        "Die Wirtin Eva Lindner schließt ihr Lokal.\n\nFrau Lindner, wie geht es Ihnen?\n\nGut. Ich schlafe aus.\n\n"
        "Der Bürgermeister sprach von einem Verlust.\n\nDas freut mich. (lacht)\n\nWas bleibt?\n\nMir bleibt viel."
        "\n\nUnd dann?\n\nEin Freund sagte mir, das Meer sei schön.\n\nDas Lokal öffnete 1990.",
        [
            "Gut.",
            "Ich schlafe aus.",
            "Das freut mich.",
            "Mir bleibt viel.",
            "Ein Freund sagte mir, das Meer sei schön.",
        ],
    ),
    (  # a dash before the answers, a paragraph of the reporter's between them
        "ru",
        "Анна Крылова вернулась.\n\nАнна, как вам город?\n\n— Жарко. Людей мало.\n\nГород основан в 1900 году.\n\n"
        "Почему вы уехали?\n\n— Так вышло.\n\nЧто дальше?\n\n— Отдых!",
        ["Жарко.", "Людей мало.", "Так вышло.", "Отдых!"],
    ),
    (  # a dash before questions and answers
        "az",
        "Müğənni Elnur Rzayev qayıdıb.\n\n– Elnur, necəsiniz?\n\n– (Gülür) Yaxşı.\n\n– Harada idiniz?\n\n– Şəkidə. "
        "Soyuq idi.\n\n– Yenə mahnı olacaqmı?\n\n– Olacaq.",
        ["Yaxşı.", "Şəkidə.", "Soyuq idi.", "Olacaq."],
    ),
    (  # a dash before the questions only, one of which asks nothing in form
        "de",
        "Der Wirt Emil Lindner hat geschlossen.\n\n- Herr Lindner, was war der Grund?\n\nDie Miete. Sie stieg.\n\n"
        "- Und die Gäste?\n\nDie Gäste sind treu.\n\n- Viele reden davon.\n\nDas tut gut.\n\n- Was kommt nun?\n\n"
        "Der Garten.\n\nDas Lokal öffnete 1990.",
        ["Die Miete.", "Sie stieg.", "Die Gäste sind treu.", "Das tut gut.", "Der Garten."],
    ),
    (  # letters, one of them before a word that could be a surname; a byline
        "en",
        "Eva Moor - Ada Stone is back.\n\nQ. There are rumours. Are they true?\n\nA. I know of none.\n\nQ. Why?\n\n"
        "A. I asked.\n\nQ. And what next?\n\nA. We shall see. I will sleep.",
        ["I know of none.", "I asked.", "We shall see.", "I will sleep."],
    ),
    (  # initials with spaces, and a heading that names the guest
        "fr",
        "Interview de Vahram Dolmont\n\nLe Phare, Bure, le 14 novembre\n\nA. : Où logez-vous ?\n\nV. D. : Chez un ami. "
        "J'y suis bien.\n\nA. : Et votre école ?\n\nV. D. : Elle est fermée. Nous attendons.\n\nA. : Jusqu'à quand ?"
        "\n\nV. D. : Je ne sais pas.",
        ["Chez un ami.", "J'y suis bien.", "Elle est fermée.", "Nous attendons.", "Je ne sais pas."],
    ),
    (  # labels, those of the answers by name and by initials
        "en",
        "Goalkeeper Ada Stone is back.\n\nGazette: How are you?\n\nStone: Fine.\n\nG: Your coach is glad.\n\n"
        "AS: He is.\n\nG: Did it hurt?\n\nAS: No. It was over quickly.\n\nG: What next?\n\nAS: Sleep.",
        ["Fine.", "He is.", "No.", "It was over quickly.", "Sleep."],
    ),
]


@pytest.mark.parametrize(("code", "text", "answers"), INTERVIEWS)
def test_the_answers_of_an_interview(code: str, text: str, answers: list[str]) -> None:
    quotes = [quote for quote in quotes_of(text, code) if quote.kind == "direct"]
    assert [quote.hull.of(text) for quote in quotes] == answers
    assert len({quote.speaker_id for quote in quotes}) == 1
    assert quotes[0].speaker_id.split("_")[0] in text.lower()


def test_an_explainer_is_no_interview() -> None:
    """The reporter answers, who never says "I"; a column asks and says "I" anywhere."""
    asked = ["Was ist das Geld?", "Eine Leistung.", "Wer bekommt es?", "Wer wenig hat.", "Wann kommt es?", "Im Mai."]
    assert not quotes_of("\n\n".join(["Eva Lindner bleibt.", *asked]), "de")
    asked = ["Was soll ich tun?", "Ich lese.", "Ich sehe es. Sie nicht.", "Was will ich?", "Wir reden.", "Es regnet."]
    assert not quotes_of("\n\n".join(["Eva Lindner bleibt.", *asked, "Was sagen wir?", "Ich gehe."]), "de")


def test_letters_that_nobody_asks_under_are_initials() -> None:
    said = ["A. Smith said that the road is closed.", "B. Smith said that the road is open."]
    assert {quote.speaker for quote in quotes_of("\n\n".join(said * 3), "en")} == {"A. Smith", "B. Smith"}


def test_statements_under_captions() -> None:
    text = (
        "Les entraîneurs ont parlé mardi soir.\n\nBure 2:1 Thiers - Luc Roux, entraîneur de Bure\n\nNous avons tenu. "
        "C'est bien.\n\nArles 0:0 Sète - Ada Petit, entraîneuse d'Arles\n\nJe suis contente.\n\n"
        "Gap 1:3 Die - Paul Morvan, entraîneur de Gap\n\nUn derby se joue avec la tête."
    )
    expected = [("Luc Roux", "Nous avons tenu."), ("Luc Roux", "C'est bien."), ("Ada Petit", "Je suis contente.")]
    found = quotes_of(text, "fr")
    assert [(quote.speaker, quote.sentence.of(text)) for quote in found] == [
        *expected,
        ("Paul Morvan", "Un derby se joue avec la tête."),
    ]
