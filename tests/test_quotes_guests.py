"""Who the guest of an interview is, under what labels; and who stands behind "he", "the officer" or a signature."""

from __future__ import annotations

import pytest

LABELLED = {
    "bracketed questions": (
        "ru",
        "Стенограмма брифинга в управлении портов\n\nБрифинг проводит Ульяна Ветрова.\n\n"
        "**Вопрос** (газета «Юг»): Пишут, что порт бездействует. Как вы это прокомментируете?\n\n"
        "**Ответ:** Не соглашусь. Мы работаем каждый день.\n\n"
        "**Вопрос** (агентство «Пульс»): Что станет с дорогой?\n\n**Ответ:** Дорога открыта.\n\n"
        "**Вопрос:** А база?\n\n**Ответ:** База никуда не уедет.\n",
        {"Ульяна Ветрова"},
        "Дорога открыта",
    ),
    "initials": (
        "fr",
        "Tofik Rivière : « On ne ferme pas un port »\n\nLa Revue des Quais, novembre 2021\n\n"
        "La Revue : Un an après, que reste-t-il ?\n\nT. R. : Beaucoup de choses. Mais sur le port, rien.\n\n"
        "La Revue : Et la route ?\n\nT. R. : Je ne la ferme pas.\n\nLa Revue : Et demain ?\n\n"
        "T. R. : Nous verrons demain.\n",
        {"Tofik Rivière"},
        "Je ne la ferme pas",
    ),
    "surnames in capitals": (
        "ru",
        "Хоакин Лунд: «Мы считаем мешки»\n\nПресс-конференция, полная расшифровка\n\n"
        "ВОПРОС («Порт»): Как вы доехали?\n\nЛУНД: Благодарю. Наша миссия мала.\n\n"
        "ВОПРОС («Листок»): Вы признаёте это?\n\nЛУНД: Я логист. Другого слова я не знаю.\n\n"
        "ВОПРОС (радио): Кто виноват?\n\nЛУНД: Я не судья.\n\nВОПРОС: Что дальше?\n\nЛУНД: Мы останемся.\n",
        {"Хоакин Лунд"},
        "Я не судья",
    ),
    "numbers and parties": (
        "fr",
        "Commission des ports, mercredi 18 octobre\n\n01.01  Grete Vande, présidente : Je vous remercie.\n\n"
        "01.02  Thibault Verne (Union) : Je demande la réouverture. Nous attendons.\n\n"
        "01.03  Yasmina Bouhlal (Verts) : Je cosigne presque tout.\n\n"
        "01.04  Thibault Verne (Union) : Je vous remercie.\n\n01.05  Yasmina Bouhlal (Verts) : Nous votons.\n\n"
        "01.06  Grete Vande, présidente : Je clos la séance.\n",
        {"Grete Vande", "Thibault Verne", "Yasmina Bouhlal"},
        "Nous attendons",
    ),
    "the chair in brackets": (
        "en",
        "Harbour: Winter\n\nActing Chairperson (Senator Nuala Geraghty): I call Senator Mulhern.\n\n"
        "Senator Fiachra Mulhern: I thank the chair. We are cold.\n\n"
        "Senator Donncha Prendiville: I have seen no boat.\n\nSenator Fiachra Mulhern: I have seen one.\n\n"
        "Senator Donncha Prendiville: We shall see.\n\n"
        "Acting Chairperson (Senator Nuala Geraghty): I must stop the Senator.\n",
        {"Nuala Geraghty", "Fiachra Mulhern", "Donncha Prendiville"},
        "I must stop the Senator",
    ),
    "questions as headings": (
        "tr",
        "Elman Sadık ile Mülakat: “Kapı Koyduk”\n\n"
        "Merkezimizin konuğu, Bakü'de yazan emekli albay Elman Sadık.\n\nNEDEN KURULDU?\n\n"
        "Biz yolu kapatmadık. Yolun başına bir kapı koyduk.\n\nYA ASKERLER?\n\nBence duruyorlar. Ben saymadım.\n\n"
        "SON SÖZ?\n\nBen umutluyum. Bekleriz.\n",
        {"Elman Sadık"},
        "Ben saymadım",
    ),
}


@pytest.mark.parametrize("name", LABELLED)
def test_labels_and_titles_tell_who_answers(name: str, said) -> None:
    code, text, speakers, line = LABELLED[name]
    found = said(text, code)
    assert {speaker for speaker, _ in found} == speakers
    assert any(line in content for _, content in found)


STATEMENTS = {
    "one in marks": (
        "en",
        "Groups on the bridge\n\nEleven organisations united in the Harbour Union have issued a statement in "
        "connection with the post. Bath Monitor presents the text in full.\n\n"
        '"We have spent the week with patients. The paper says that cars pass. A booth is a sentence in steel. '
        'We ask nothing for ourselves. We shall wait."\n',
        "Harbour Union",
    ),
    "a signature": (
        "az",
        "Müəllimin qonşulara məktubu\n\n“Əziz qonşular!\n\nMəni tanımırsınız. Biz otuz ildir bu şəhərdəyik.\n\n"
        "Mən də çayları sevirəm. Qızım uzaqdadır.\n\nSizdən heç nə istəmirəm.\n\nHörmətlə,\n\nNunə Daşlı”\n",
        "Nunə Daşlı",
    ),
    "a body, though somebody signs for it": (
        "de",
        "Offener Brief des Verbands deutscher Hafenlotsen an die Redaktion\n\nSehr geehrte Damen und Herren,\n\n"
        "wir sind Lotsen und Leser. Wir haben gewartet.\n\nSeit Monaten lesen wir Ihr Blatt.\n\n"
        "Wir bitten Sie um Antwort.\n\nAda Lindner\n",
        "Verband deutscher Hafenlotsen",
    ),
}


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_is_whose_it_says(name: str, said) -> None:
    code, text, speaker = STATEMENTS[name]
    found = said(text, code)
    assert len(found) > 3 and {one for one, _ in found} == {speaker}


ONLY = "Boats were sunk, deputy head of the Harbour Staff Colonel Gennady Stone told journalists.\n\n"


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (ONLY + "The colonel pointed out that the port is open.", ["Gennady Stone"] * 2),
        (ONLY + "According to the officer, the port is open.", ["Gennady Stone"] * 2),
        ("The port is open, deputy Sevada Stone said.\n\nAccording to him, it will stay so.", ["Sevada Stone"] * 2),
        (  # somebody else's office
            ONLY + '"It is closed," said engineer Ada Bell.\n\nThe senator added that it was cold.',
            ["Gennady Stone", "Ada Bell", ""],
        ),
        ("The spokesman of the office Garegin Stone held a briefing.\n\nHe said that it is cold.", ["Garegin Stone"]),
    ],
)
def test_whom_an_office_or_a_pronoun_means(text: str, speakers: list[str], said) -> None:
    assert [speaker for speaker, _ in said("Port news\n\n" + text + "\n", "en")] == speakers


OTHERS = {
    "a woman without a name is no man who spoke before": (
        "Coastguard officer John Hill said the boat was full.\n\nA woman was pulled from the water.\n\n"
        '"I thought I would die," she said from her bed.',
        "I thought I would die",
    ),
    "another office is another person": (
        "The prosecutor, Ada Stone, said the man was guilty.\n\nThe court sat for an hour. It was full.\n\n"
        "The judge said that the case was clear.",
        "the case was clear",
    ),
    "people in the street are not who published a statement": (
        "The council published a statement on the pier on Monday.\n\nAda Stone, the council leader, wants to build it. "
        'People wrote what they think.\n\n"What a waste of money. Nobody asked us."\n\n'
        '"I do not want it. My house is right there."\n\n"They should ask us first. It is our town."',
        "What a waste of money",
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_whoever_has_not_spoken_is_not_made_to(name: str, said) -> None:
    text, line = OTHERS[name]
    assert all(
        not speaker for speaker, content in said("Port news of the day\n\n" + text + "\n", "en") if line in content
    )


def test_a_byline_is_no_signature_and_an_explainer_no_interview(said) -> None:
    statement = (
        "Harbour Union publishes statement on the pier\n\nThe Harbour Union has published the following statement:\n\n"
        "We are glad that it is open.\n\nWe thank all who helped.\n\nWe will go on.\n\nPhoto: Tom Reed\n\nTom Reed\n"
    )
    assert {speaker for speaker, _ in said(statement, "en")} == {"Harbour Union"}
    explainer = (
        "Tax change: your questions answered\n\nBy Mary Field, money editor of the Herald\n\n"
        "The town changes its tax, and Ada Stone, the treasurer of Bath, has defended it.\n\nWHO PAYS THE TAX?\n\n"
        "Everybody pays it. We asked the treasury.\n\nHOW MUCH IS IT?\n\nIt is a pound. Our reporters did sums.\n\n"
        "WHEN IS IT DUE?\n\nIt is due in May. We will publish a list.\n"
    )
    assert "Ada Stone" not in {speaker for speaker, _ in said(explainer, "en")}


def test_lines_of_asterisks_alone(extract) -> None:
    from quotestance.records import Article, Span

    text = "Ada Stone said it was late.\n\n***\n\n**\n\n******\n\nWe are glad, she said."
    assert extract(Article("a", "a", text, "en", body=(Span(0, len(text)),)))
