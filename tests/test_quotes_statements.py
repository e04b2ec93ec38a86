"""Press releases, statements and letters printed in full: whose they are, and where turns begin."""

from __future__ import annotations

RELEASE = """Zum Hafen

05.07.2017 - Pressemitteilung

Zur Lage im Hafen sagte die Vorsitzende des Hafenforums, Ada Lindner, heute in Wien:

Ich bin bestürzt. Mein Mitgefühl gilt den Fischern.

Auf Nachfrage äußerte sich Lindner wie folgt:

Eine Sperre steht für uns nicht zur Debatte.

Der Berichterstatter des Forums, Emil Berger, ergänzte:

Wir sind am Montag gefahren. Meine Kollegen auch.
"""
PORTRAIT = """Harbour: Winter

Asked by Lord Moor

Ada Stone Portrait Ada Stone (Bath)

I thank the chair. The road is closed.

Tom Berg Portrait Tom Berg (Wells)

I was there. It is open.

Ada Stone Portrait Ada Stone (Bath)

We shall see.
"""
OWNED = """Azad Liman Birliyi Siyasi Şurasının bəyanatı

Bakı şəhəri, 19 oktyabr

Liman bağlıdır. Biz bunu qəbul etmirik.

Partiyamız küçələrin açılmasını tələb edir. Üç ildir gözləyirik.

Biz heç kimə nifrət etmirik.
"""
LETTER = """Müəllimin qonşulara məktubu

Redaksiyaya müəllim Nunə Daşlının açıq məktubu daxil olub.

“Əziz və hörmətli qonşular!

Məni tanımırsınız. Biz otuz ildir bu şəhərdəyik.

Mən də çayları sevirəm. Qızım uzaqdadır.

Sizdən heç nə istəmirəm”.
"""
GREETING = """Address of the Chairman of the Harbour Council, Ada Stone, to the conference

21 May 2022

Dear Chairman,

Dear participants,

I thank the university. I was asked to speak about law.

For nineteen months I have lived in one room.

My house stands elsewhere.
"""


def test_turns_under_sentences_that_say_who_speaks(said) -> None:
    assert [turn for turn in said(RELEASE, "de") if " in Wien" not in turn[1] and turn[1] != "wie folgt"] == [
        ("Ada Lindner", "Ich bin bestürzt."),
        ("Ada Lindner", "Mein Mitgefühl gilt den Fischern."),
        ("Ada Lindner", "Eine Sperre steht für uns nicht zur Debatte."),
        ("Emil Berger", "Wir sind am Montag gefahren."),
        ("Emil Berger", "Meine Kollegen auch."),
    ]


def test_turns_under_headings_that_end_in_brackets(said) -> None:
    turns = said(PORTRAIT, "en")
    assert [text for _, text in turns][:2] == ["I thank the chair.", "The road is closed."] and len(turns) == 5
    assert [who for who, _ in turns[::2]] == ["Ada Stone", "Tom Berg", "Ada Stone"]


def test_a_statement_whose_owner_stands_before_the_word(said) -> None:
    turns = said(OWNED, "az")
    assert {who for who, _ in turns} == {"Azad Liman Birliyi Siyasi Şurası"} and len(turns) == 5


def test_a_salutation_behind_marks(said) -> None:
    turns = said(LETTER, "az")
    assert {who for who, _ in turns} == {"Nunə Daşlı"} and len(turns) == 6


def test_a_salutation_in_lines_of_its_own(said) -> None:
    turns = said(GREETING, "en")
    assert {who for who, _ in turns} == {"Ada Stone"} and len(turns) == 4
