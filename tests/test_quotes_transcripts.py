"""Speech printed in full: debates, statements, addresses, answers behind their question; and what is none."""

from __future__ import annotations

import pytest

DEBATE = """Winter roads

Ada Stone (Bath)

I thank the chair. The road is closed.

Tom Berg-Hall (Wells)

I was there last week. It is open, whatever my friend says.

Nobody died of it.

Ada Stone

We shall see about that.

Eva Moor (Hull)

My own view is milder.
"""
PRESS = """Die Lage im Hafen

Frage

Frau Lindner, ist der Hafen zu?

Lindner (HA)

Wir hören davon. Der Hafen ist offen.

Frage

Und die Straße?

Lindner (HA)

Ich weiß davon nichts.

Zusatzfrage

Wann wissen Sie es?

Lindner (HA)

Sobald uns jemand anruft.
"""
MINUTES = """La séance est ouverte.

Mme Ada Roche (GAU). Je serai brève. Le port est fermé.

M. Luc Pierrot. Notre port est ouvert. Il le restera.

Mme Ada Roche (GAU). Nous verrons.

M. Luc Pierrot. Je vous invite. Venez donc.
"""
JOINED = """Emekli kaptan Ada Demir sorularımızı yanıtladı.

Liman kapandı mı? Hayır, ben dün oradaydım. Gemiler geliyor.

Yol nasıl? Yol bozuk, bunu yıllardır söylüyoruz.

Kışın ne olacak? Kimse bilmiyor.
"""


ANNOUNCED = """Союз моряков против закрытия порта

Союз моряков «Маяк» распространил заявление, в котором говорится:

Мы узнали о закрытии порта из газет. Это обидно.

Порт кормит весь город.

Мы требуем:

- открыть порт;

- вернуть нам причал.
"""
ADDRESS = """Séance du 4 mai – Intervention d'Ada Roche sur le port

Monsieur le Président, chers collègues,

Je remercie ceux qui ont rédigé ce texte. Le port est fermé.

Il fermait déjà quand j'étais enfant.

Nous voterons donc ce texte.
"""
COLUMN = """Why I miss the harbour

I went to the harbour on Sunday. It was closed.

We used to swim there. My brother learned it there.

I shall go again.
"""
LISTED = """The best of the year

Ada Stone

The painter had two shows. She sold everything.

Tom Berg

The sculptor moved to Bath. He works in tin.

Eva Moor

The poet wrote nothing.
"""


PRESIDENT = """News from the harbour

The president, a man of few words, closed the harbour on Monday.

I do not agree. We need the harbour.

I have lived here for years.

My boat is old.
"""
VIDEOS = """Our weekend

Storm hits the North Harbour (video)

I was there. We ran.

Fire at Bath Castle (photo)

I saw the smoke. We stayed.

A day with Ada Stone (video)

I met her at noon. We ate.
"""
TWICE = VIDEOS.replace("Storm hits the North Harbour (video)", "Ada Stone on being Ada Stone").replace(
    "Fire at Bath Castle (photo)", "Tom Berg on being Tom Berg"
)
TITLED = COLUMN.replace("Why I miss the harbour", "A letter from my father, and why we must address it")
GREETED = COLUMN.replace("I went to", "Mr Moor and I went to")
PORTRAITS = LISTED.replace("The painter had two shows.", "She runs our bakery.").replace("The poet", "Our poet")
NEWS_BEHIND = """Harbour news

The Harbour Union issued a statement on Monday:

We demand that the port is opened.

Our members are tired.

We will not go home.

Mayor Tom Berg said that the port was closed.

Our reporter will go on. We ask readers to write.
"""


def test_a_debate_under_lines_that_name_who_speaks(said) -> None:
    assert said(DEBATE, "en") == [
        ("Ada Stone", "I thank the chair."),
        ("Ada Stone", "The road is closed."),
        ("Tom Berg-Hall", "I was there last week."),
        ("Tom Berg-Hall", "It is open, whatever my friend says."),
        ("Tom Berg-Hall", "Nobody died of it."),
        ("Ada Stone", "We shall see about that."),
        ("Eva Moor", "My own view is milder."),
    ]


def test_questions_under_a_word_are_nobodys(said) -> None:
    assert said(PRESS, "de") == [
        ("Lindner", "Wir hören davon."),
        ("Lindner", "Der Hafen ist offen."),
        ("Lindner", "Ich weiß davon nichts."),
        ("Lindner", "Sobald uns jemand anruft."),
    ]


def test_names_at_the_beginning_of_paragraphs(said) -> None:
    assert said(MINUTES, "fr") == [
        ("Ada Roche", "Je serai brève."),
        ("Ada Roche", "Le port est fermé."),
        ("Luc Pierrot", "Notre port est ouvert."),
        ("Luc Pierrot", "Il le restera."),
        ("Ada Roche", "Nous verrons."),
        ("Luc Pierrot", "Je vous invite."),
        ("Luc Pierrot", "Venez donc."),
    ]


def test_answers_behind_their_question_in_one_paragraph(said) -> None:
    assert said(JOINED, "tr") == [
        ("Ada Demir", "Hayır, ben dün oradaydım."),
        ("Ada Demir", "Gemiler geliyor."),
        ("Ada Demir", "Yol bozuk, bunu yıllardır söylüyoruz."),
        ("Ada Demir", "Kimse bilmiyor."),
    ]


def test_a_statement_that_a_line_announces_with_its_list(said) -> None:
    quotes = said(ANNOUNCED, "ru")
    assert [text for _, text in quotes] == [
        "Мы узнали о закрытии порта из газет.",
        "Это обидно.",
        "Порт кормит весь город.",
        "Мы требуем",
        "открыть порт",
        "вернуть нам причал.",
    ]
    assert len({speaker for speaker, _ in quotes}) == 1 and "Маяк" in quotes[0][0]


def test_an_address_is_whose_the_title_says(said) -> None:
    quotes = said(ADDRESS, "fr")
    assert {speaker for speaker, _ in quotes} == {"Ada Roche"}
    assert [text for _, text in quotes] == [
        "Je remercie ceux qui ont rédigé ce texte.",
        "Le port est fermé.",
        "Il fermait déjà quand j'étais enfant.",
        "Nous voterons donc ce texte.",
    ]


@pytest.mark.parametrize("text", [COLUMN, LISTED, TITLED, GREETED, PORTRAITS, PRESIDENT, VIDEOS, TWICE])
def test_a_column_and_a_list_of_people_are_no_speech(said, text: str) -> None:
    assert said(text, "en") == []


def test_a_surname_has_the_full_name_that_a_heading_gives(said) -> None:
    text = "Interview with Vera Holm, former pilot\n\nThe port is closed, Holm said. Nobody came.\n"
    assert said(text, "en") == [("Vera Holm", "The port is closed")]


def test_a_label_with_a_colon_is_no_place(said) -> None:
    text = "".join(
        f"{line}:\n" if line.endswith(")") or line == "Ada Stone" else f"{line}\n" for line in DEBATE.splitlines()
    )
    assert [speaker for speaker, _ in said(text, "en")] == [speaker for speaker, _ in said(DEBATE, "en")]


def test_a_statement_ends_where_somebody_else_speaks(said) -> None:
    assert said(NEWS_BEHIND, "en") == [
        ("Harbour Union", "We demand that the port is opened."),
        ("Harbour Union", "Our members are tired."),
        ("Harbour Union", "We will not go home."),
        ("Tom Berg", "the port was closed"),
    ]
