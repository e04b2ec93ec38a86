"""The page of quotes: the text stands as it was read, strangers' text stays text, partners are linked."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotestance.commands import main
from quotestance.records import Article, Quote, Span
from quotestance.report.quotes_page import page
from quotestance.report.quotes_view import article_view, listed, segments

EVIL = (
    '<script>alert(1)</script> said "x\' onmouseover=alert(2)" </style></title><!-- &amp; \u202eRTL\u202c'
    " \r\n\r\x07\x85<img src=http://evil.example/x.png>\u2028 ]]> </div></article> \U0001f600\n\n  end "
)
TEXTS = {
    "en": "“We agree,” he said, “but not now.” The talks go on.",
    "ru": "Премьер сообщил, что Алиев сказал: «Мы с „друзьями“ откроем дорогу».",
    "fr": "« La route est ouverte », a déclaré le ministre.",
    "az": "Nazir “Yol açıqdır” dedi.",
    "tr": "Bakan, “Yol açık” dedi.",
    "hy": "«Ճանապարհը բաց է»,- ասաց նախարարը։",
    "de": "„Die Straße ist offen“, sagte der Minister.",
    "ar": "قال الوزير: «الطريق مفتوح»",
}


def span(text, part):
    start = text.index(part)
    return Span(start, start + len(part))


def quote(text, pieces, *, kind="direct", cue=None, at=None, speaker="", sure=0.5, quote_id="q"):
    return Quote(
        article_id="x",
        quote_id=quote_id,
        sentence=Span(0, len(text)),
        pieces=tuple(span(text, piece) for piece in pieces),
        kind=kind,
        marked=True,
        cue=span(text, cue) if cue else None,
        speaker_span=span(text, at) if at else None,
        speaker=speaker,
        speaker_id=speaker.lower().replace(" ", "_"),
        confidence=sure,
    )


def article(text, language="en", **fields):
    return Article(
        **{"id": "x", "source": "x.txt", "body": (Span(0, len(text)),)} | fields, text=text, language=language
    )


class Reader(HTMLParser):
    """Texts of the articles, links, ids, and every tag, as a browser would see them."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.texts, self.tags, self.depth, self.open = [], [], 0, []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        assert len(given) == len(attrs)
        self.tags.append((tag, given))
        if given.get("class") == "text":
            self.texts.append("")
            self.depth = 1
        elif self.depth:
            self.depth += 1

    def handle_endtag(self, tag):
        self.depth = max(0, self.depth - 1)

    def handle_data(self, data):
        if self.depth:
            self.texts[-1] += data

    def classed(self, name):
        return [attrs for _, attrs in self.tags if name in attrs.get("class", "").split()]


def nested():
    text = TEXTS["ru"]
    outer = "Алиев сказал: «Мы с „друзьями“ откроем дорогу»"
    units = [
        quote(text, [outer], kind="indirect", cue="сообщил", at="Премьер", speaker="Премьер", sure=0.9),
        quote(text, ["Мы с „друзьями“ откроем дорогу"], cue="сказал", at="Алиев", speaker="Ильхам Алиев", sure=0.4),
        quote(text, ["друзьями"], kind="mixed", sure=0.95),
    ]
    return article(text, "ru"), units


@pytest.mark.parametrize(("language", "text"), [*TEXTS.items(), ("und", EVIL)])
def test_the_text_stands_as_it_was_read(language, text):
    units = [quote(text, [text[3:9]]), quote(text, [text[5:20]]), quote(text, [text[:4], text[8:]])]
    found = Reader(page([article_view(article(text, language, body=(Span(2, len(text) - 3),)), units)]))
    assert found.texts == [text]
    assert found.classed("text")[0]["lang"] == ("" if language == "und" else language)
    assert found.classed("out")


@given(st.data())
def test_any_spans_split_any_text_without_loss(data):
    text = data.draw(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)
    )

    def some_span():
        start = data.draw(st.integers(0, len(text) - 1))
        return Span(start, data.draw(st.integers(start + 1, len(text))))

    def unit():
        return Quote("x", "q", some_span(), (some_span(),), "direct", True, cue=some_span(), speaker_span=some_span())

    found, gold = [unit() for _ in range(3)], [unit() for _ in range(2)]
    view = article_view(article(text, body=(some_span(),)), found, gold)
    parts = list(segments(view))
    assert "".join(part.span.of(text) for part in parts) == text
    for part in parts:
        assert all(mark.span.covers(part.span) for mark in part.marks)
    read = Reader(page([view]))
    assert read.texts == [text]
    assert_links(read)


def assert_links(read):
    ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {attrs["href"].removeprefix("#") for tag, attrs in read.tags if tag == "a"}
    assert targets <= set(ids)


def test_what_html_cannot_hold_keeps_its_place():
    text = "a\0b\ud800c"
    assert Reader(page([article_view(article(text), [quote(text, ["b"])])])).texts == ["a\u2400b\ufffdc"]


def test_nothing_of_strangers_becomes_markup():
    evil = quote(EVIL, ["alert(1)"], at="<script>alert(1)</script>", cue="said", speaker=EVIL)
    hostile = article(EVIL, 'e"><script>', id=EVIL, source=EVIL, title=EVIL, outlet=EVIL, date=EVIL)
    html = page([article_view(hostile, [evil], [evil]), article_view(hostile, [evil])])
    calm = page([article_view(article("x said y", title="t"), [quote("x said y", ["y"], at="x", cue="said")])] * 2)
    read = Reader(html)
    assert {tag for tag, _ in read.tags} <= {tag for tag, _ in Reader(calm).tags} | {"span", "strong"}
    assert sum(tag == "script" for tag, _ in read.tags) == 1
    assert not {name for _, attrs in read.tags for name in attrs if name.startswith("on") or name in ("src", "style")}
    assert {attrs["href"][0] for _, attrs in read.tags if "href" in attrs} == {"#", "d"}


def test_the_page_asks_for_nothing():
    html = page([article_view(*nested())])
    assert "default-src 'none'" in html
    assert not re.findall(r"https?:|@import|url\(|src=|fetch\(|//[a-z]", html.replace("/* ", "").replace("// data", ""))


def test_nested_quotes_lead_to_the_innermost_and_light_all():
    read = Reader(page([article_view(*nested())]))
    places = {attrs["id"]: attrs for attrs in read.classed("q") if "id" in attrs}
    deepest = places[f"a1-{TEXTS['ru'].index('друзьями')}"]
    assert deepest["data-u"].split() == ["a1u1", "a1u2", "a1u3"] and deepest["href"] == "#a1u3"
    assert {"q-mixed", "deep"} <= set(deepest["class"].split())
    mention = places[f"a1-{TEXTS['ru'].index('Алиев')}"]
    assert set(mention["data-u"].split()) == {"a1u1", "a1u2"} and mention["data-go"] == "a1u2"
    assert_links(read)


def test_unknown_speakers_stand_first_then_the_least_confident():
    view = article_view(*nested())
    assert [unit.number for unit in listed(view.units)] == [3, 2, 1]
    assert [attrs["id"] for attrs in Reader(page([view])).classed("unit")] == ["a1u3", "a1u2", "a1u1"]


def test_one_stop_of_the_tabulator_per_unit_in_the_text():
    read = Reader(page([article_view(*nested())]))
    links = [attrs for tag, attrs in read.tags if tag == "a" and "data-u" in attrs]
    stops = [attrs for attrs in links if attrs.get("tabindex") != "-1"]
    assert [attrs["data-n"] for attrs in stops] == ["1", "2", "3"]


def test_gold_beside_found():
    text = "Anna said it is open. Boris said it is shut. Carl said nothing new."
    found = [quote(text, ["it is open"], at="Anna", speaker="Anna"), quote(text, ["nothing new"], speaker="")]
    gold = [quote(text, ["it is"], at="Anna", speaker="Anna B."), quote(text, ["it is shut"], speaker="Boris")]
    view = article_view(article(text), found, gold)
    assert [(unit.status, unit.speaker_differs) for unit in view.units] == [
        ("both", True),
        ("gold", False),
        ("found", False),
    ]
    html = page([view])
    read = Reader(html)
    kinds = [
        (text[int(a["id"][3:]) :][:5], a["class"].split()[1], a.get("data-n")) for a in read.classed("q") if "id" in a
    ]
    assert kinds == [
        ("it is", "q-both", "1"),
        (" open", "q-found", None),
        ("it is", "q-gold", "2 gold only"),
        ("nothi", "q-found", "3 predicted only"),
    ]
    assert read.texts == [text] and "speaker <bdi>Anna B.</bdi>" in html
    assert_links(read)


def test_articles_without_gold_are_shown_as_they_are():
    read = Reader(page([article_view(*nested()), article_view(*nested(), [])]))
    assert read.classed("q-indirect") and read.classed("q-found") and read.classed("q-gold")  # the last: the legend


def test_the_command_writes_a_page(root, tmp_path):
    output = tmp_path / "out" / "quotes.html"
    articles, labels = root / "seeds" / "articles", root / "seeds" / "labels.jsonl"
    assert main(["quotes", f"articles={articles}", f"output={output}", f"gold={labels}"]) == 0
    read = Reader(output.read_text(encoding="utf-8"))
    texts = [path.read_text(encoding="utf-8") for path in sorted(articles.glob("*.txt"))]
    assert [text.strip() for text in read.texts] == [text.strip() for text in texts]
    assert read.classed("q-both") and [path.name for path in output.parent.iterdir()] == ["quotes.html"]


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        (["output={}/x.csv", "gold=labels.jsonl"], 2),
        (["output={}/x.html", "gold=nowhere.jsonl"], 2),
        (["output={}/x.htm"], 2),
    ],
)
def test_wrong_settings_are_refused(root, tmp_path, settings, code, capsys):
    given = [setting.format(tmp_path) for setting in settings]
    assert main(["quotes", f"articles={root / 'seeds' / 'articles'}", *given]) == code
    assert "quotestance: quotes:" in capsys.readouterr().err and not list(tmp_path.iterdir())


def test_gold_of_another_text_is_refused(root, tmp_path, capsys):
    labels = root / "seeds" / "labels.jsonl"
    name = json.loads(labels.read_text(encoding="utf-8").splitlines()[0])["article"]
    (tmp_path / f"{name}.txt").write_text("Talks go on. Anna Petrova said the road is open.", encoding="utf-8")
    output = tmp_path / "x.html"
    assert main(["quotes", f"articles={tmp_path}", f"output={output}", f"gold={labels}"]) == 1
    assert "another text was labelled" in capsys.readouterr().err and not output.exists()
