"""Whole articles: who "the minister", "she" and a bare surname are, and what goes on without a cue."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotestance.languages import language_for, load_languages
from quotestance.quotes import extract_quotes
from quotestance.records import Article, Quote, Span
from quotestance.sentences import split_sentences
from quotestance.speakers import load_speakers

CONF = Path(__file__).resolve().parent.parent / "conf"
LANGUAGES = load_languages(CONF / "languages")
SPEAKERS = load_speakers(CONF / "speakers.yaml")


def quotes_of(text: str, code: str, title: str = "", date: str = "", body: tuple[Span, ...] = ()) -> tuple[Quote, ...]:
    body = body or (Span(0, len(text)),)
    article = Article(id="a", source="a", text=text, language=code, title=title, date=date, body=body)
    language = language_for(LANGUAGES, code)
    return extract_quotes(article, split_sentences(article, language), language, SPEAKERS)


SPOKEN = [
    (
        "en",
        "Foreign Minister Anna Kern said the road was open. She thanked the mission.\n\n“It stays open,” the minister "
        "added.\n\nColonel Ivan Belov denied any blockade. “Trucks pass every day,” he said. Kern, asked about it, "
        "replied: “I hope so.”\n\nAccording to the Russian Foreign Minister, talks go on.",
        ["anna_kern", "anna_kern", "anna_kern", "ivan_belov", "ivan_belov", "anna_kern", "sergey_lavrov"],
    ),
    (
        "ru",
        "Министр обороны Иван Белов заявил, что дорога открыта. Он отверг обвинения.\n\n«Колонны идут каждый день», — "
        "подчеркнул министр.\n\nПо словам депутата Анны Крыловой, дорога закрыта. «Хлеба нет», — добавила она.\n\n"
        "Белов призвал жителей не волноваться. Президент Владимир Путин сообщил, что в курсе.",
        ["иван_белов", "иван_белов", "иван_белов", "анна_крылова", "анна_крылова", "иван_белов", "vladimir_putin"],
    ),
    (
        "fr",
        "La ministre Anne Girard a déclaré que la route était ouverte. « Elle le restera », a ajouté la ministre.\n\n"
        "Le général Paul Roche a démenti tout blocus. « Les camions passent », a-t-il dit. Selon Mme Girard, « tout va "
        "bien ».",
        ["anne_girard", "anne_girard", "paul_roche", "paul_roche", "anne_girard"],
    ),
    (
        "de",
        "Außenministerin Eva Lindner sagte, die Straße sei offen. Sie werde offen bleiben.\n\n„Niemand blockiert sie“, "
        "betonte die Ministerin.\n\nGeneral Karl Meier wies die Vorwürfe zurück. „Die Lastwagen fahren“, sagte er.",
        ["eva_lindner", "eva_lindner", "eva_lindner", "karl_meier", "karl_meier"],
    ),
    (
        "tr",
        "Dışişleri Bakanı Ahmet Yılmaz, yolun açık olduğunu söyledi. Bakan, ablukayı reddetti.\n\nSözcü Elif Kaya, "
        '"Kamyonlar geçiyor." dedi. Kaya\'ya göre, durum sakin. Yılmaz, görüşmelerin süreceğini belirtti.',
        ["ahmet_yilmaz", "ahmet_yilmaz", "elif_kaya", "elif_kaya", "ahmet_yilmaz"],
    ),
    (
        "az",
        "Nazir Elçin Vəliyev bildirib ki, yol açıqdır. O, blokadanı təkzib edib.\n\n“Maşınlar hər gün keçir”, – deyə "
        "nazir əlavə edib.\n\nDeputat Nigar Səmədovanın sözlərinə görə, yol bağlıdır. Vəliyevin fikrincə, "
        "problem yoxdur.",
        ["elcin_valiyev", "elcin_valiyev", "elcin_valiyev", "nigar_samadova", "elcin_valiyev"],
    ),
    (
        "hy",
        "Նախարար Տիգրան Սիմոնովը հայտարարել է, որ ճանապարհը բաց է։ Նա հերքել է շրջափակումը։\n\n«Մեքենաներն անցնում "
        "են»,- ասել է նախարարը։\n\nՊատգամավոր Աննա Սահակյանի խոսքով՝ ճանապարհը փակ է։ «Հաց չկա»,- ավելացրել է նա։\n\n"
        "Ըստ Սիմոնովի՝ խնդիր չկա։",
        [
            "տիգրան_սիմոնով",
            "տիգրան_սիմոնով",
            "տիգրան_սիմոնով",
            "աննա_սահակյան",
            "աննա_սահակյան",
            "տիգրան_սիմոնով",
        ],
    ),
]


@pytest.mark.parametrize(("code", "text", "speakers"), SPOKEN, ids=[row[0] for row in SPOKEN])
def test_speakers_of_an_article(code: str, text: str, speakers: list[str]) -> None:
    assert [quote.speaker_id for quote in quotes_of(text, code, date="2022-06-01")] == speakers


def test_pronouns_follow_what_is_known_of_gender() -> None:
    text = "Spokeswoman Mary Bell said that talks go on. Vladimir Putin denied these claims. She added that it is late."
    assert [quote.speaker_id for quote in quotes_of(text, "en")] == ["mary_bell", "vladimir_putin", "mary_bell"]
    text = "“We wait,” said Karine, who lives there, after Maria Zakharova had spoken. “Still,” she added."
    assert {quote.speaker_id for quote in quotes_of(text, "en")} == {"karine"}


@pytest.mark.parametrize(
    ("code", "text", "speakers"),
    [
        ("en", "Anna Kern said it was late. A diplomat said it was early. He added that it rained.", ["Anna Kern", ""]),
        ("en", "Officials said that the road was open.", [""]),
        ("ru", "Олег Белов заявил, что дорога открыта. Его заместитель сообщил, что идёт дождь.", ["Олег Белов", ""]),
        ("fr", "Une source a déclaré que la route était ouverte.", [""]),
        ("tr", "Bir diplomat, yolun açık olduğunu söyledi.", [""]),
        ("de", "Ein Mitarbeiter sagte, die Straße sei offen.", [""]),
    ],
)
def test_who_has_no_name_gives_none(code: str, text: str, speakers: list[str]) -> None:
    found = quotes_of(text, code)
    assert [quote.speaker for quote in found][: len(speakers)] == speakers
    assert all(bool(quote.speaker_id) == bool(quote.speaker) and quote.speaker_span for quote in found)


def test_a_nameless_speaker_stays_who_is_meant() -> None:
    text = "Anna Kern left. Colonel Ivan Belov said it was late. A diplomat said it was early. He added that it rained."
    assert [quote.speaker for quote in quotes_of(text, "en")] == ["Ivan Belov", "", ""]
    told = "Ivan Belov said a colonel told the town: “We wait.” He added that it was late."
    assert quotes_of(told, "en")[-1].speaker == "Ivan Belov"


def test_a_body_keeps_its_full_name() -> None:
    text = "The Justice Ministry denied the claims. The ministry said that the road is open."
    assert [quote.speaker for quote in quotes_of(text, "en")] == ["Justice Ministry", "Justice Ministry"]


@pytest.mark.parametrize(
    ("code", "text", "speaker"),
    [
        ("en", "Anna Kern told a meeting that the road is open, Reuters reports.", "anna_kern"),
        ("ru", "Иван Белов заявил, что дорога открыта, сообщает ТАСС.", "иван_белов"),
        ("de", "Wie Interfax berichtet, sagte Eva Lindner, die Straße sei offen.", "eva_lindner"),
    ],
)
def test_an_agency_that_passes_on_is_no_speaker(code: str, text: str, speaker: str) -> None:
    assert [quote.speaker_id for quote in quotes_of(text, code)] == [speaker]


def test_a_first_quote_without_frame_is_the_headlines() -> None:
    text = "“The road is open for everyone.”\n\nIt rained. Anna Kern left the town."
    (quote,) = quotes_of(text, "en", title="Anna Kern: road is open")
    assert (quote.speaker, quote.kind, quote.cue) == ("Anna Kern", "direct", None)
    assert quote.confidence < 0.5


def test_a_sentence_between_two_of_a_speaker_goes_on() -> None:
    text = (
        "Anna Kern said that the text is public. The group will decide the rest later.\n\nKern added that it is late."
    )
    flags = [(quote.continuation, quote.speaker) for quote in quotes_of(text, "en")]
    assert flags == [(False, "Anna Kern"), (True, "Anna Kern"), (False, "Anna Kern")]


@pytest.mark.parametrize(
    "between",
    ["Kern left the hall.", "Earlier, trucks had passed.", "She was speaking in Geneva.", "He met Ivan Belov there."],
)
def test_the_reporters_sentences_do_not_go_on(between: str) -> None:
    text = f"Anna Kern said that the text is public. {between}\n\nKern added that it is late."
    assert not any(quote.continuation for quote in quotes_of(text, "en"))


def test_units_of_one_quotation_share_id_cue_and_mention() -> None:
    text = "“One is open. Two is closed,” Anna Kern said. “Three is new.”"
    units = quotes_of(text, "en")
    assert len(units) == 3
    assert len({(unit.quote_id, unit.cue, unit.speaker_span) for unit in units}) == 1


def test_explicit_names_are_surer_than_pronouns_and_nobody() -> None:
    text = "“It is open,” Anna Kern said.\n\n“It stays open,” she said.\n\n“Nothing will ever change.”"
    confidences = [quote.confidence for quote in quotes_of(text, "en")]
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) == 3


SPANISH = """
code: es
name: Spanish
speech:
  traits: [invert, incise]
  verbs:
    say: [dijo, declaró, afirmó, aseguró, añadió]
    act: [rechazó, condenó, acusó]
  according: [según]
  complementizers: [que]
  prepositions: [de, en, a, por, según]
  determiners: [el, la, los, las, un, una]
  links: [de, del]
  pronouns: [él, ella]
  titles: [ministro, ministra, presidente, portavoz]
  feminine: [ella, ministra]
"""


def test_a_new_language_is_a_new_file(tmp_path: Path) -> None:
    (tmp_path / "es.yaml").write_text(SPANISH, encoding="utf-8")
    language = load_languages(tmp_path)["es"]
    text = (
        "La ministra Carmen Ruiz dijo que la ruta está abierta. «Nadie la cerró», añadió ella. "
        "Según el portavoz Luis Vega, los camiones pasan. El ministro acusó a los vecinos de mentir."
    )
    article = Article(id="a", source="a", text=text, language="es", body=(Span(0, len(text)),))
    quotes = extract_quotes(article, split_sentences(article, language), language, SPEAKERS)
    assert [(quote.speaker, quote.kind, quote.pieces[0].of(text)) for quote in quotes] == [
        ("Carmen Ruiz", "indirect", "la ruta está abierta"),
        ("Carmen Ruiz", "direct", "Nadie la cerró"),
        ("Luis Vega", "indirect", "los camiones pasan"),
        ("", "indirect", "a los vecinos de mentir"),
    ]


@pytest.mark.parametrize(
    "rule", ['cases: ["abc"]', 'agreements: ["a b"]', 'homographs: ["de | het"]', "companies: [x]"]
)
def test_a_rule_without_its_parts_is_an_error_that_names_file_and_key(tmp_path: Path, rule: str) -> None:
    (tmp_path / "es.yaml").write_text(f"{SPANISH}  {rule}\n", encoding="utf-8")
    with pytest.raises(ValueError, match=rf"es\.yaml: speech: {rule.partition(':')[0]}: expected .* in each rule"):
        load_languages(tmp_path)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("„Az út mindenki számára nyitva áll”, mondta Kiss János a téren.", "Kiss János"),
        ("Kiss János mondta: „Az út mindenki számára nyitva áll”.", "Kiss János"),
        ("”Tie on avoinna aivan kaikille”, totesi tänään Juha Salonen.", "Juha Salonen"),
        ("„Kelias atviras visiems žmonėms“, — pabrėžė Jonas Kalnius.", "Jonas Kalnius"),
        ("„Miért nem szólt senki?” – így a kisváros lapja.", ""),
        ("도시는 조용하다. 안내문: “길은 다음 주에 다시 열릴 것입니다.”", ""),
    ],
)
def test_a_language_without_knowledge_takes_the_name_beside(text: str, speaker: str) -> None:
    (quote,) = quotes_of(text, "hu")
    assert (quote.speaker, quote.kind) == (speaker, "direct")
    assert quote.confidence < 0.6 or ":" in text


def test_a_language_without_knowledge_keeps_whole_quotations() -> None:
    text = "Juan Pérez: “La ruta está abierta para todos.”\n\n“Nadie la cerró en diciembre.”"
    quotes = quotes_of(text, "es")
    assert [(quote.speaker, quote.kind) for quote in quotes] == [("Juan Pérez", "direct"), ("Juan Pérez", "direct")]


@pytest.mark.parametrize(
    ("code", "text", "units"),
    [
        (
            "en",
            "Denying a link, Ann Marl said she would go on.",
            {("ann_marl", "a link"), ("ann_marl", "she would go on")},
        ),
        ("en", "The general claimed his men had won; rebels denied it.", {("", "his men had won")}),
        ("en", "The bank expects growth of 3.1 per cent, Ann Marl told reporters.", {("ann_marl", "3.1 per cent")}),
        ("ru", "«Дорога открыта», — сказал тренер «Волны» Драган Петкович.", {("драган_петкович", "Дорога открыта")}),
        (
            "ru",
            "Начальник УГИБДД подполковник Ренат Асхатов заявил, что путь открыт.",
            {("ренат_асхатов", "путь открыт")},
        ),
        ("ru", "По мнению режиссёра Льва Аграновича, дорога открыта.", {("лев_агранович", "дорога открыта")}),
        (
            "fr",
            "Pour Hamid Teloui, secrétaire du syndicat, la loi est mauvaise.",
            {("hamid_teloui", "la loi est mauvaise")},
        ),
        ("tr", "Genç kadın, itfaiyenin geç geldiğini öne sürdü.", {("", "geç geldiğini")}),
    ],
)
def test_frames_of_the_press(code: str, text: str, units: set[tuple[str, str]]) -> None:
    found = {(quote.speaker_id, quote.hull.of(text)) for quote in quotes_of(text, code, date="2022-06-01")}
    for speaker, content in units:
        assert any(speaker == who and content in what and ";" not in what for who, what in found), found
