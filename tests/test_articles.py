"""Articles from every format; whatever is wrong with one record costs that record only."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from quotestance.articles import identify_language
from quotestance.articles.decoding import NotTextError, decode, well_formed
from quotestance.articles.html import read_page, stated_date
from quotestance.articles.reading import iso_date
from quotestance.records import Article, Skipped

ROOT = Path(__file__).resolve().parent.parent
TEXT = "Minister keeps the road open\n\nThe minister said on Monday that the road would stay open.\n"
RUSSIAN = "Министр не закроет дорогу\n\nМинистр заявил в понедельник, что дорога останется открытой для всех.\n"
Read = Callable[[object], tuple[list[Article], list[Skipped]]]


def page(paragraphs: int = 6, head: str = "", html: str = "<html lang='en'>") -> str:
    body = "".join(
        f"<p>The minister said on Monday that point {n} of the plan would be kept.</p>" for n in range(paragraphs)
    )
    return (
        f"{html}<head><title>Minister keeps his word</title>{head}</head><body><article>{body}</article></body></html>"
    )


# plain files ----------------------------------------------------------------------------------------------------------


def test_a_plain_file(tmp_path: Path, read: Read) -> None:
    (tmp_path / "road.txt").write_text(TEXT, encoding="utf-8")
    (article,), skipped = read(tmp_path / "road.txt")
    assert (article.id, article.language, article.title) == ("road", "en", "Minister keeps the road open")
    assert (article.date, article.date_basis, article.text) == ("", "none", TEXT)
    assert [span.of(article.text) for span in article.body] == [TEXT.split("\n")[2]]
    assert not skipped


def test_tags_left_in_a_plain_file(tmp_path: Path, read: Read) -> None:
    (tmp_path / "road.txt").write_text(TEXT.replace("The", "<p><strong>The") + "</p><!-- -->", encoding="utf-8")
    (article,), _ = read(tmp_path / "road.txt")
    assert article.text.split() == TEXT.split()
    assert [span.of(article.text) for span in article.body] == [TEXT.split("\n")[2]]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("utf-8", RUSSIAN), ("utf-8-sig", RUSSIAN), ("utf-16", RUSSIAN), ("cp1251", RUSSIAN * 3), ("koi8-r", RUSSIAN * 3)],
)
def test_encodings(encoding: str, text: str, tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))
    (article,), _ = read(tmp_path)
    assert (article.text, article.language) == (text, "ru")


BROKEN = [
    ("empty.txt", b"", "no text"),
    ("blank.txt", b" \n\r\n\t", "no text"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0" * 20, "binary"),
    ("no_mark.txt", TEXT.encode("utf-16-le"), "binary"),
    ("torn.txt", "Նախարարն ասաց".encode() + b"\xff\xfe\xfd", "UTF-8"),
    ("empty.html", b"", "HTML without"),
    ("nothing.html", b"<html><body></body></html>", "HTML without"),
    ("deep.html", b"<div>" * 50_000, "HTML without"),
    ("many.html", b"<p>" * 200_001, "tags"),
    ("broken.parquet", b"PAR1 this is none", "arquet"),
    ("empty.parquet", b"", "arquet"),
    ("empty.csv", b"", "column text"),
    ("columns.csv", b"id,body\n1,x\n", "column text"),
    ("broken.jsonl", b'{"text": ', "broken JSON"),
    ("list.jsonl", b'["text"]', "expected a JSON object; got list"),
    ("number.jsonl", b'{"text": 3}', "expected a text; got int"),
    ("null.jsonl", b'{"text": null}', "missing or null"),
    ("missing.jsonl", b'{"id": "a"}', "missing or null"),
    ("nested.jsonl", b"[" * 100_000, "broken JSON"),
    ("bytes.jsonl", b'{"text": "caf\xe9"}', "not UTF-8"),
]


@pytest.mark.parametrize(("name", "data", "reason"), BROKEN, ids=[row[0] for row in BROKEN])
def test_what_cannot_be_used_is_skipped(name: str, data: bytes, reason: str, tmp_path: Path, read: Read) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "zz_good.txt").write_text(TEXT, encoding="utf-8")
    articles, (skipped,) = read(tmp_path)
    assert [article.id for article in articles] == ["zz_good"]
    assert reason in skipped.reason
    assert skipped.source.endswith(name)


def test_metadata_beside_plain_files_wins(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    table = "file,title,date,date_basis,language,outlet,event\na.txt,Given,2021-01-18,inferred,de,Courier,talks\n"
    (tmp_path / "articles.csv").write_text(table, encoding="utf-8")
    (first, second), skipped = read(tmp_path)
    assert (first.title, first.date, first.date_basis, first.language) == ("Given", "2021-01-18", "inferred", "de")
    assert (first.outlet, first.event) == ("Courier", "talks")
    assert (second.title, second.date, second.language) == ("Minister keeps the road open", "", "en")
    assert not skipped
    (again,), _ = read(tmp_path / "a.txt")
    assert again == first


def test_a_table_of_articles_named_articles_csv_is_read_as_one(tmp_path: Path, read: Read) -> None:
    (tmp_path / "articles.csv").write_text(f'file,text\na.txt,"{TEXT}"\n', encoding="utf-8")
    articles, _ = read(tmp_path)
    assert [article.id for article in articles] == ["articles-2"]


# places ---------------------------------------------------------------------------------------------------------------


def test_the_table_beside_a_plain_file_may_name_its_id(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "articles.csv").write_text("file,id\na.txt,first\n", encoding="utf-8")
    assert [article.id for article in read(tmp_path)[0]] == ["first"]


def test_folders_are_read_whole_and_other_files_passed_over(tmp_path: Path, read: Read) -> None:
    for name in ("b/a.txt", "a.txt", "c/d/e.html", "notes.md", ".hidden.txt", ".git/x.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page() if name.endswith("html") else TEXT, encoding="utf-8")
    articles, skipped = read(tmp_path)
    assert [article.id for article in articles] == ["a", "a-2", "e"]
    assert not skipped


def test_patterns(tmp_path: Path, read: Read) -> None:
    for name in ("one.txt", "two.txt", "[3].txt", "two.md"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert [article.id for article in read(tmp_path / "t*")[0]] == ["two"]
    assert [article.id for article in read(tmp_path / "[3].txt")[0]] == ["[3]"]


def test_nothing_there_is_an_error(tmp_path: Path, read: Read) -> None:
    with pytest.raises(FileNotFoundError, match="expected a file, a folder or a pattern"):
        read(tmp_path / "none.txt")
    with pytest.raises(FileNotFoundError, match="expected a file, a folder or a pattern"):
        read(tmp_path / "*.txt")
    (tmp_path / "a.docx").write_bytes(b"x")
    with pytest.raises(ValueError, match=r"expected one of \.csv"):
        read(tmp_path / "a.docx")
    for place in (tmp_path, tmp_path / "*.docx"):
        with pytest.raises(FileNotFoundError, match=r"expected files of \.csv"):
            read(place)


# pages ----------------------------------------------------------------------------------------------------------------


def test_a_page(tmp_path: Path, read: Read) -> None:
    head = "<meta property='og:site_name' content='The Courier'>"
    head += "<meta property='article:published_time' content='2021-01-18T10:00'>"
    (tmp_path / "p.html").write_text(page(head=head), encoding="utf-8")
    (article,), _ = read(tmp_path)
    assert (article.id, article.title, article.outlet) == ("p", "Minister keeps his word", "The Courier")
    assert (article.date, article.date_basis, article.language, len(article.body)) == ("2021-01-18", "stated", "en", 6)


DATES = [
    ("<meta property='article:published_time' content='2021-01-18T10:00:00+04:00'>", "2021-01-18"),
    ('<meta content="2021-01-18" itemprop="datePublished" />', "2021-01-18"),
    ('<script>{"@type": "NewsArticle", "datePublished": "2021-01-18T10:00"}</script>', "2021-01-18"),
    ('<time datetime="2021-01-18">18 January</time>', "2021-01-18"),
    ('<time datetime="2021-01-18">a</time><time datetime="2020-01-01">b</time>', ""),
    ("<meta property='article:modified_time' content='2021-01-18'>", ""),
    ("<p>Last updated 3 May 2022</p><footer>Copyright 2023</footer>", ""),
]


@pytest.mark.parametrize(("html", "date"), DATES)
def test_only_stated_dates(html: str, date: str) -> None:
    assert stated_date(html) == date


def test_pages_in_a_declared_encoding() -> None:
    text = page(html="<html lang='ru'><meta charset='windows-1251'>").replace("The minister said", "Министр сказал")
    found = read_page(text.encode("cp1251"))
    assert "Министр сказал" in found["text"]
    assert found["language"] == "ru"


# dates, encodings, languages ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "date"),
    [
        ("2021", "2021"),
        ("2021-01", "2021-01"),
        ("2021-01-18", "2021-01-18"),
        ("2021-01-18T10:00:00Z", "2021-01-18"),
        ("2021-02-30", ""),
        ("18.01.2021", ""),
        ("yesterday", ""),
        ("0000", ""),
        ("2021-1-8", ""),
    ],
)
def test_dates(given: str, date: str) -> None:
    assert iso_date(given) == date


def test_decoding_says_why_not() -> None:
    with pytest.raises(NotTextError, match="binary"):
        decode(b"\0" * 100)
    with pytest.raises(NotTextError, match="utf-8 throughout"):
        decode(b"a" * 70_000 + b"\xff")
    assert well_formed("a\ud800\0") == "a\ufffd\ufffd"


LANGUAGES = [
    ("en", "The minister said that the road would stay open."),
    ("ru", "Министр заявил, что дорога останется открытой."),
    ("fr", "Le ministre a déclaré que la route resterait ouverte."),
    ("az", "Nazir bildirib ki, yol açıq qalacaq və bağlanmayacaq."),
    ("az", "Bakıda görüş keçirilib."),
    ("tr", "Bakan, yolun açık kalacağını ve kapanmayacağını söyledi."),
    ("tr", "Ankara'da görüşme yapıldı."),
    ("hy", "Նախարարն ասաց, որ ճանապարհը բաց կմնա։"),
    ("de", "Der Minister sagte, die Straße bleibe offen."),
    ("es", "El ministro dijo que la carretera seguiría abierta."),
    ("uk", "Міністр заявив, що дорога залишиться відкритою."),
    ("ka", "მინისტრმა განაცხადა, რომ გზა ღია დარჩება."),
    ("fa", "وزیر گفت که جاده باز خواهد ماند."),
    ("und", ""),
    ("und", "Yes."),
    ("und", "12.04.2022 18:05 — 3 456 789 000"),
]


@pytest.mark.parametrize(("code", "text"), LANGUAGES)
def test_languages(code: str, text: str) -> None:
    assert identify_language(text) == code


def test_a_long_line_is_read_quickly(tmp_path: Path, read: Read) -> None:
    (tmp_path / "long.txt").write_text("“The road is open,” he said. " * 180_000, encoding="utf-8")
    start = time.perf_counter()
    (article,), _ = read(tmp_path)
    assert len(article.body) == 1
    assert time.perf_counter() - start < 10
