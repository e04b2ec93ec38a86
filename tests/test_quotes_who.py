"""Who a name, a title or a pronoun means: the speakers of small articles in seven languages."""

import pytest
from test_quotes_articles import quotes_of

from quotestance.records import Article, Span

MAVI, HOLLOW = "Mavi Deniz Sendikası", "Hollow Health Partners"


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("en", "The Justice Ministry denied it. A spokesman said that the road was open.", "Justice Ministry"),
        ("en", "A spokesperson for the Harbour Council said that the road was open.", "Harbour Council"),
        ("en", "Paul Stone, 45, sold cars. Adam Reed said it rained. The 45-year-old said it was late.", "Paul Stone"),
        ("en", "Ada Stone won. Her son, Neil Stone, lost. Mrs Stone said it was late.", "Ada Stone"),
        ("en", "Ada Stone said it was late. The Spaniard explained that it rained.", "Ada Stone"),
        ("de", "Der Bäcker Udo M. (61) steht dort. Es sei kalt, sagte der 61-Jährige.", "Udo M."),
        ("de", "Angeklagt ist Detlef K. (52). „Mach das, Detlef“, hieß es. „Ich bin müde“, sagt Detlef.", "Detlef K."),
        ("fr", "Paul Roche baisse les yeux.\n\nMe Luc Petit est là.\n\nLe prévenu reconnaît avoir bu.", "Paul Roche"),
        (
            "fr",
            "Anne Roux cite son père, le fondateur Paul Roche, mort en 2011, qui disait : « Restez. »",
            "Paul Roche",
        ),
        ("de", "Udo Mohn kam spät. Es sei kalt, sagte der 29-jährige Schnitzkünstler vor Gericht.", "Udo Mohn"),
        ("de", "Es sei kalt, rief die Chefin der Partei Neue Wege, Ada Berg, den Leuten zu.", "Ada Berg"),
        ("de", "Der Fraktionschef, Udo Mohn, hat den Plan im Parlament als „Theater“ bezeichnet.", "Udo Mohn"),
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
        ("ru", "Путь, по мнению депутата от партии «Луч» Олега Крылова, открыт.", "Олег Крылов"),
        ("ru", "По мнению сопредседателя партии «Тихий луч» Лены Дарбо-Карян, путь открыт.", "Лена Дарбо-Карян"),
        ("ru", "Дом Чонга Багдуляна пуст. «Никто не придёт», — уверяет хозяин. Багдулян ждёт.", "Чонг Багдулян"),
        ("ru", "Олег Цой, 58 лет, ждал. «Путь долгий», — почти кричал 58-летний предприниматель.", "Олег Цой"),
        ("ru", "Высокий парень, назвавшийся Глебом, говорит, что ждёт.", "Глеб"),
        ("ru", "Сын молчит. Жена его, Вера, входит. «Пишите мне», — просит она.", "Вера"),
        ("ru", "По данным Больницы святой Нины, помощь получили все.", "Больница святой Нины"),
        ("ru", "Депутат Олег Цой в эфире телеканала «Луч-9»: «Никто ничего не отзовёт».", "Олег Цой"),
        ("ru", "Наш корреспондент Олег Цой с площади: людей стало заметно больше.", "Олег Цой"),
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
        ("tr", "Mavi Deniz Sendikası Başkanı Ayşe Kaya konuştu. Sendika, yolun açık olduğunu söyledi.", MAVI),
        (
            "ru",
            "Союз пасечников ждёт. Союз пасечников просил мёда. В организации заявили, что ждут.",
            "Союз пасечников",
        ),
        ("en", "A spokesperson for Harbour Lights said that the road was open.", "Harbour Lights"),
        ("en", "A spokesperson for Anna Stone said that the road was open.", ""),
        ("fr", "Une porte-parole de Nordia Villes a déclaré que la route était ouverte.", "Nordia Villes"),
        ("en", "Stone Harbour announced that it was late. The company said it rained.", "Stone Harbour"),
        ("ru", "Газета «Луч» со ссылкой на соседей пишет, что дорога открыта.", "Газета «Луч»"),
        ("ru", "По данным техцентра «Луч», дорога открыта.", "Луч"),
        ("ru", "Союз сообщил, что ждёт. Объединение «Луч» сообщило, что дорога открыта.", "Объединение «Луч»"),
        ("ru", "Дорожная служба Кедрова сообщила, что ждёт. По данным ведомства, пусто.", "Дорожная служба Кедрова"),
        ("ru", "В областном департаменте спорта сообщили, что ждут.", "областной департамент спорта"),
        ("ru", "На улице Кедрова, по оценке водителей, «темно и холодно».", ""),
        ("ru", "«Ждём, — обратилась к гостям активистка движения «Новый берег» Анна Белова. — Идите».", "Анна Белова"),
        ("tr", "Rusya Orman Bakanlığı, yolun açık olduğunu belirtti.", "Rusya Orman Bakanlığı"),
        ("tr", "Kasabadaki Mavi Deniz Sendikası, yolun açık olduğunu söyledi.", MAVI),
        ("ru", "Управление речных переправ «Плёс» сообщило, что ждёт.", "Управление речных переправ «Плёс»"),
        ("en", "The retailer Stone Mutual said it was late. The company said it rained.", "Stone Mutual"),
        ("en", "Hollow Health Partners was late, it said. The ward lost money, according to the company.", HOLLOW),
        ("de", "Der Konzern Nordholm teilte mit, es sei spät. Das Unternehmen erklärte, es regne.", "Nordholm"),
        ("en", "“No,” said a Greek sailor who gave his name as Ikaros. “I stayed.”", "Ikaros"),
        ("en", "Its cook, a Swede named Bo Falk, insists that the soup is hot.", "Bo Falk"),
        ("en", "Dova, a baker who asked us not to print her surname, says that it is late.", "Dova"),
        ("tr", "Ikaros adlı balıkçı, yolun açık olduğunu söyledi.", "Ikaros"),
        ("en", "Ida Moss said it was late. Ida’s son, Pim, 19, keeps the shop. The mill is shut, he says.", "Pim"),
        ("en", "Paul Stone said it was late. His wife, Anna, is tired.\n\nAnna shrugs. “He is a fool.”", "Anna"),
        (
            "fr",
            "Paul Roche a dit que c'était tard.\n\nDugo, étudiant de 23 ans, est là. « J'ai froid », raconte-t-il.",
            "Dugo",
        ),
        (
            "fr",
            "La mère de l'enfant, Nora Petit, a lu une lettre. « Ma fille aimait lire. Elle compte les marches. » "
            "Son avocat, Paul Roche, s'est levé.",
            "Nora Petit",
        ),
        (
            "de",
            "Karl Meier sagte, es sei spät. Neben ihm steht der Student Joscha Rabe. Er friere, erzählt er.",
            "Joscha Rabe",
        ),
        ("de", "Berg sei krank, sagte Ärztin Nora Lenk der Agentur Nordblick.", "Nora Lenk"),
        (
            "de",
            "Eva Lenk sagte, es sei spät. Karl Rabe sagte, es regne. Lenk kennt das. Es sei kalt, klagt sie.",
            "Eva Lenk",
        ),
        (
            "tr",
            "Savunmasını yapan sanık Okan Demirtepe, yolun açık olduğunu söyledi.",
            "Okan Demirtepe",
        ),
        (
            "az",
            "Klubun baş məşqçisi Ramin Daşlı gəlib. Əməkdar məşqçi Kamil Suluzadə susub.\n\n"
            "Ramin Daşlı deyib ki, gecdir. “Yol bağlıdır”, – məşqçi bildirib.",
            "Ramin Daşlı",
        ),
    ],
)
def test_who_is_meant(code: str, text: str, speaker: str) -> None:
    assert quotes_of(text, code)[-1].speaker == speaker


def test_who_is_interviewed_answers_behind_a_dash() -> None:
    text = "Олег Цой дома.\n\nОлег, как дела?\n\n— (Смеётся.) Жарко. Терплю.\n\nА дети?\n\n— Учатся.\n\nКуда?\n\n— Да."
    said = [(quote.speaker, quote.hull.of(text)) for quote in quotes_of(text, "ru")]
    assert said == [("Олег Цой", "Жарко."), ("Олег Цой", "Терплю."), ("Олег Цой", "Учатся."), ("Олег Цой", "Да.")]


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


def test_a_heading_names_whoever_the_text_below_calls_by_the_surname() -> None:
    first, heading, said = (
        "Maç bitti.",
        "Kıyıspor Teknik Direktörü Yücel Badem",
        "Badem, “Sahada tek takım vardı” dedi.",
    )
    text = "\n\n".join([first, heading, said])
    body = (Span(0, len(first)), Span(len(text) - len(said), len(text)))
    assert [quote.speaker for quote in quotes_of(text, "tr", body=body)] == ["Yücel Badem"]


def test_a_quotation_over_paragraphs_is_one_quote(extract) -> None:
    text = "“It was late when we left,” Ada Stone told reporters.\n\n“We waited for an hour on the road.\n\n"
    text += "“Nobody came to help us.”\n\nTom Bell said it was cold."
    quotes = extract(Article("a", "a", text, "en", body=(Span(0, len(text)),)))
    assert len(quotes) == 4 and len({quote.quote_id for quote in quotes[:3]}) == 1
    assert quotes[3].quote_id != quotes[0].quote_id
