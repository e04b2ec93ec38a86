"""The register of known speakers: one person in every script and inflection, and its checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from quotestance.languages import load_languages
from quotestance.quotes.lexicon import lexicon_of
from quotestance.speakers import Role, Speaker, load_speakers, speaker_slug, speakers_of

CONF = Path(__file__).resolve().parent.parent / "conf"
LANGUAGES = load_languages(CONF / "languages")
SPEAKERS = load_speakers(CONF / "speakers.yaml")


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("en", "Sergey Lavrov", "sergey_lavrov"),
        ("en", "Sergei Lavrov", "sergey_lavrov"),
        ("en", "Lavrov", "sergey_lavrov"),
        ("ru", "Лаврова", "sergey_lavrov"),
        ("ru", "Сергеем Лавровым", "sergey_lavrov"),
        ("ru", "Песковым", "dmitry_peskov"),
        ("ru", "Марии Захаровой", "maria_zakharova"),
        ("ru", "Захаровой", "maria_zakharova"),
        ("ru", "Ильхама Алиева", "ilham_aliyev"),
        ("ru", "Мехрибан Алиевой", "mehriban_aliyeva"),
        ("az", "Əliyevin", "ilham_aliyev"),
        ("az", "İlham Əliyev", "ilham_aliyev"),
        ("tr", "Erdoğan'ın", "recep_tayyip_erdogan"),
        ("tr", "Mevlüt Çavuşoğlu", "mevlut_cavusoglu"),
        ("hy", "Ալիևը", "ilham_aliyev"),
        ("hy", "Նիկոլ Փաշինյանի", "nikol_pashinyan"),
        ("fr", "Vladimir Poutine", "vladimir_putin"),
        ("fr", "Jean-Yves Le Drian", "jean_yves_le_drian"),
        ("de", "Sergej Lawrow", "sergey_lavrov"),
        ("de", "Paschinjan", "nikol_pashinyan"),
        ("en", "Artyom Vardanyan", None),
        ("en", "Aram Harutyunyan", None),
        ("en", "Aram Z. Haroutiounian", None),
        ("en", "Hayk A. Harutyunyan", None),
        ("en", "A. Harutyunyan", "arayik_harutyunyan"),
        ("en", "Elman Mammadyarov", None),
        ("ru", "Марина Захарова", None),
        ("ru", "Марией Захаровой", "maria_zakharova"),
        ("ru", "Сергея Лаврова", "sergey_lavrov"),
        ("en", "Grigoryan", None),
        ("en", "John Carter", None),
        ("en", "", None),
    ],
)
def test_named(code: str, name: str, expected: str | None) -> None:
    found = SPEAKERS.named(name, lexicon_of(LANGUAGES[code].speech).stems)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("title", "date", "expected"),
    [
        ("Russian Foreign Minister", "2021-01-18", "sergey_lavrov"),
        ("Armenian Foreign Minister", "2020-11-10", "zohrab_mnatsakanyan"),
        ("Armenian Foreign Minister", "2020-12-01", "ara_ayvazyan"),
        ("Armenian Foreign Minister", "2023-09-23", "ararat_mirzoyan"),
        ("Armenian Foreign Minister", "", None),
        ("азərbaycan", "2023-01-01", None),
        ("Azərbaycan Prezidenti", "2023-01-01", "ilham_aliyev"),
        ("Глава МИД РФ", "2023", "sergey_lavrov"),
    ],
)
def test_in_office(title: str, date: str, expected: str | None) -> None:
    found = SPEAKERS.in_office(title, date)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ara Ayvazyan", "ara_ayvazyan"),
        ("Élise Müller-Koç", "elise_muller_koc"),
        ("Иван Белов", "иван_белов"),
        ("", ""),
    ],
)
def test_slug(name: str, expected: str) -> None:
    assert speaker_slug(name) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("id: x", "expected a list of speakers"),
        ("- names: {en: [A B]}", "entry 1: id"),
        ("- {id: x, names: {}}", r"\(x\): names"),
        ("- {id: x, names: {en: A}}", r"names.en: expected a list of texts"),
        ("- {id: x, names: {en: [A B]}, age: 3}", "unknown key"),
        ("- {id: x, names: {en: [A B]}, roles: [{title: [t], from: May}]}", "expected an ISO date"),
        ("- {id: x, names: {en: [A B]}, feminine: maybe}", "feminine"),
        ("- {id: x, names: {en: [A B]}}\n- {id: x, names: {en: [C D]}}", "each id once"),
    ],
)
def test_errors_name_entry_and_field(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "speakers.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load_speakers(path)


def test_role_is_held_between_its_dates() -> None:
    role = Role(("minister",), "2020-11-18", "2021-05-31")
    held = [role.held_on(date) for date in ("2020-11-17", "2020-11-18", "2021-05-31", "2021-06-01")]
    assert held == [False, True, True, False]


def test_same_surname_needs_the_first_name() -> None:
    two = [Speaker("a_one", {"en": ("Anna One",)}), Speaker("b_one", {"en": ("Boris One",)})]
    speakers = speakers_of(two)
    assert speakers.named("One") is None
    assert speakers.named("Boris One") == two[1]
    assert speakers.named("B. One") == two[1]
