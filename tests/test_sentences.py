"""Sentences: tables of texts, cut with ``|`` where sentences end; and what holds for every text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_body import ROOT

from quotestance.languages import Language, language_for, load_languages
from quotestance.records import Article, Span
from quotestance.sentences import split_sentences

LANGUAGES: dict[str, Language] = load_languages(ROOT.parent / "conf" / "languages")


def split(text: str, code: str = "en", *body: Span) -> list[str]:
    article = Article("a", "a", text, code, body=body or ((Span(0, len(text)),) if text else ()))
    return [sentence.span.of(text) for sentence in split_sentences(article, language_for(LANGUAGES, code))]


ROWS = [
    ("de", "Sie sitzt im Hof und rechnet.| 80 Leute kamen am 27. Mai."),
    # quotations of several sentences, frames, closing marks
    ("en", "“We came.| We saw.| We left,” he said.| Nobody asked."),
    ("en", '"We came.| We saw."| "We left," she said.'),
    ("en", "“Why?” he asked.| “What for!” she said.| “Why?” Ivan Petrov asked.| He left."),
    ("en", "“Why?”| She did not know.| He did."),
    ("en", "He said: “Go.”| Then he left."),
    ("en", "‘It is ours.’| ‘It is not,’ he said."),
    ("en", "He spoke (at length, e.g. about roads.) and left.| (That was all.)| It ended."),
    ("en", "“It ends.”"),
    # abbreviations, initials, numbers, addresses
    ("en", "Mr. Smith met Gen. J. R. Doe on Jan. 5.| He left at 5 p.m. on Friday."),
    ("fr", "V. D. : Chez un ami.| Oui."),
    ("en", "The road is closed.| :) We are glad."),
    ("en", "St. Petersburg and No. 5 are on p. 12.| The U.S. government agreed.| It lives in the U.S.| The end."),
    ("en", "It cost $3.5 million.| See example.org or Jane.Doe@example.org.| Inc. magazine ran it."),
    ("en", "They went on ... and on.| He stopped...| Then he left."),
    ("en", "It ended [...] there.| It ended.|Then it began."),
    ("en", "The road is open!?| Really?!| Yes."),
    ("en", "1. The first point.| 2. The second point."),
    ("en", "• The first point| • The second point"),
    (
        "en",
        "He said no.| Putin sat.| Lavrov saw the sun.| Kessler came in.| It cost 5 km.| Armenia paid, etc.| Baku did.",
    ),
    (
        "en",
        "It joined NATO.| Putin did not.| So.| Kessler left with Ch. Lang and A.-B. Doe of the U.N. Security Council.",
    ),
    # Russian
    ("ru", "«Зачем?» — спросил он.| «Не знаю.| Никто не знает», — ответила она.| Все ушли."),
    ("ru", "— Зачем? — спросил он.| — Не знаю, — сказала она.| — Никто не знает."),
    ("ru", "Это т.е. А. С. Пушкин.| В 2020 г. он уехал в г. Ереван.| В 2021 г.| Он вернулся."),
    ("ru", "Указ им. проф. Петрова от 5 янв. подписан.| Ушёл и И. о. министра."),
    ("ru", "Они спорили: «Не видали?».| И ушли!"),
    ("ru", "Убытки — 5 млн руб. и 3 тыс. долл. за год, и т. д. и т. п.| Это много."),
    (
        "ru",
        "Пришёл полк.| Лавров ждал тур в США.| Да.| Россия ушла и т. д.| Баку против.| Стоит 5 млн.| Армения платит.",
    ),
    # French
    ("fr", "« Pourquoi ? » demande-t-il.| « Nous irons.| Nous verrons », a dit M. Petit.| Fin."),
    ("fr", "« C’est fini ! » – « Non. »| Il partit avec Mme A. Durand à 5 h."),
    ("fr", "Voir p. 12, art. 3 et cf. M. Blanc.| C’est tout, etc.| Il partit."),
    ("fr", "Ils étaient sept.| Lavrov aime l’art.| Bakou a dit non.| Il vit au no. 5 de la rue."),
    # Azerbaijani
    ("az", "“Niyə?” - deyə o soruşub.| “Bilmirik.| Heç kim bilmir”, - deyə nazir bildirib."),
    ("az", "Prof. A. Məmmədov və s. adamlar s. 12-yə baxıb.| Bu azdır."),
    ("az", "Görüş 5 mart 2020-ci ildə olub.| Sonra dr. Əliyev gedib!"),
    ("az", "Bu 2020-ci il idi.| Bakı buna bax.| Lavrov hər yan.| Nazir kənddən gəldi."),
    # Turkish
    ("tr", "“Neden?” diye sordu.| “Bilmiyoruz.| Kimse bilmiyor.” dedi.| Gitti."),
    ("tr", "Prof. Dr. A. Yılmaz 5. maddeye baktı.| Sonra gitti.| T.C. Dışişleri Bakanlığı vb. kurumlar sustu."),
    ("tr", "Mart ayıydı.| Lavrov yaz geldi.| Putin ABD.| Bakan buna ara verdi."),
    # Armenian
    ("hy", "«Ինչո՞ւ»,- հարցրեց նա։| «Չգիտենք։| Ոչ ոք չգիտի»,- ասաց նախարարը։| Նա գնաց։"),
    ("hy", "Նա ասաց. «Մենք կգանք։»| Հետո գնաց։|Ու վերջ։"),
    ("hy", "Նա եկավ ժամը 14:30-ին:| Հետո գնաց Ա. Պետրոսյանի հետ:"),
    ("hy", "Նախարարը նշեց՝ դա ճիշտ է. ոչ ոք չի առարկել։"),
    # German
    ("de", "„Warum?“, fragte er.| „Wir wissen es nicht.| Niemand weiß es“, sagte sie.| Er ging."),
    ("de", "Am 12. Januar kam Dr. A. Meier, z. B. mit Prof. Lang.| Am 13.| Er ging, d. h. er floh."),
    ("de", "Das war 2020.| Danach kam Ludwig XIV. nach Berlin, s. S. 5.| »Gut.«| »Ja.«"),
    (
        "de",
        "Das ist so.| Putin kam um 5 Uhr.| Lavrov sagt, er mag.| Baku hat viele Arten usw.| Moskau zahlt 5 Mio. Euro.",
    ),
    # other languages and scripts, with the abbreviations that sentencex knows
    ("es", "«¿Por qué?», dijo el Sr. López.| ¿Quién?| ¡Nadie!"),
    ("es", "“Vino la Srta. Ruiz.| Luego se fue” (véase pág. 3), dijo el Gral. Paz.| Fin."),
    ("it", "“Parla l’Avv. Fabrizi.| Poi tace”, disse l'Ing. Rossi (cfr. Dante).| Fine."),
    ("da", "Han er ca. 30 år, siger dr. Holm.| »Ja.| Det er han,« siger hun."),
    ("sk", "Prišiel Ing. Novák z ul. SNP.| „Áno.| Viem to,“ povedal."),
    ("uk", "«Чому?» — спитав він.| «Не знаю.| Ніхто не знає», — сказала вона."),
    ("am", "መንገዱ ክፍት ነው።| ማን ያውቃል፧| ማንም።"),
    ("ka", "„რატომ?“ - ჰკითხა მან.| არავინ იცის.| დასასრული."),
    ("fa", "چرا؟| هیچ کس نمی‌داند.| پایان."),
    ("zh", "路开了。|“为什么？”他问。|没有人知道！"),
    ("hi", "सड़क खुली है।| कोई नहीं जानता।"),
]


@pytest.mark.parametrize(("code", "text"), ROWS)
def test_rows(code: str, text: str) -> None:
    assert split(text.replace("|", ""), code) == [sentence.strip() for sentence in text.split("|")]


def test_body_spans_and_blank_lines_end_sentences() -> None:
    text = "A headline\n\nIt was said\n \nby no one. And\nso it\r\nended.\r\n\r\nIt did"
    assert split(text, "en", Span(12, len(text))) == ["It was said", "by no one.", "And\nso it\r\nended.", "It did"]
    assert split("One two three.", "en", Span(0, 3), Span(4, 14)) == ["One", "two three."]
    assert split("") == []


def test_an_unknown_language_is_split_by_the_common_rules() -> None:
    assert split("Pan dr. Nowak wyszedł. Nikt nie pytał.", "pl") == ["Pan dr. Nowak wyszedł.", "Nikt nie pytał."]


MARKS = " \n\r\t.!?…։:;,—-–\"'“”„«»‘’()[]<>•1aAбБəƏհՀ中ა\u0301\u200d\U0001f600\ud800\x00\u00a0\u2029ا"


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.text(st.sampled_from(MARKS), max_size=80), st.text(max_size=80)),
    st.sampled_from([*sorted(LANGUAGES), "es", "it", "zh", "ja", "hi", "el", "am", "und"]),
)
def test_every_character_is_in_one_sentence(text: str, code: str) -> None:
    article = Article("a", "a", text, code, body=(Span(0, len(text)),) if text else ())
    spans = [sentence.span for sentence in split_sentences(article, language_for(LANGUAGES, code))]
    covered = [position for span in spans for position in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert all(text[position].isspace() for position in set(range(len(text))) - set(covered))
    assert all(span.of(text) == span.of(text).strip() for span in spans)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from(MARKS), max_size=80), st.sampled_from(sorted(LANGUAGES)))
def test_what_follows_a_blank_line_changes_nothing_before_it(text: str, code: str) -> None:
    before = split(text + "\n\n", code) if text.strip() else []
    assert split(text + "\n\nIt is “open”, he said.", code)[: len(before)] == before


LONG = [
    "“The road is open. It stays open,” Mr. Doe said on Jan. 5. " * 40_000,
    "?”" * 100_000,
    "“" * 200_000,
    ". " * 200_000,
    "a." * 200_000,
    "\n " * 200_000 + "a",
    "«а. " * 100_000,
    "1) a " * 100_000,
    "?»\u00a0" * 100_000,
    "'(“" * 100_000,
    "( .\n" * 100_000,
    "x" * 1_000_000,
]


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_time_grows_with_the_length_only(text: str) -> None:
    start = time.process_time()
    split(text)
    assert time.process_time() - start < 10
