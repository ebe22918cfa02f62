"""Arrays of JSON, packed and relative feeds, hidden Word text, columns and heads of PDFs."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Sequence

import pytest
from fpdf import FPDF

from qa.records import Document, Failure
from qa.sources.parsers import feed_links, read_documents
from qa.sources.parsers.pdf_heads import drop_running_heads
from qa.sources.parsers.pdf_paragraphs import join_pages

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def only(data: bytes, name: str) -> Document:
    [found] = read_documents(data, name)
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "page"])
@pytest.mark.parametrize("indent", [None, 2])
def test_an_array_of_articles(name: str, indent: int | None) -> None:
    rows = [{"text": "The ferry sails.", "title": "Ferry"}, {"text": "The bakery burned."}]
    first, second = read_documents(json.dumps(rows, indent=indent).encode(), name)
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.text, first.title, second.text) == (
        "The ferry sails.", "Ferry", "The bakery burned."
    )  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        {"title": "F", "maintext": "Text.", "authors": ["A", "B"], "date_publish": "2024-05-06"},
        {"title": "F", "text": "Text.", "author": "A, B", "publish_date": "20240506"},
        {"version": "1.1", "items": [
            {"title": "F", "content_html": "<p>Text.</p>", "date_published": "2024-05-06",
             "authors": [{"name": "A"}, {"name": "B"}]}]},
    ],
)  # fmt: skip
@pytest.mark.parametrize("indent", [None, 1])
def test_json_of_other_tools(value: object, indent: int | None) -> None:
    found = only(json.dumps(value, indent=indent).encode(), "a.json")
    assert (found.title, found.text) == ("F", "Text.")
    assert (found.author, found.date) == ("A, B", "2024-05-06")


def test_a_json_feed_says_some_things_of_all_its_items() -> None:
    feed = {
        "title": "Courier", "home_page_url": "https://courier.example/", "language": "en",
        "authors": [{"name": "Tove Lind"}],
        "items": [
            {"content_text": "The ferry sails.", "url": "/a", "author": "Per Holt"},
            {"content_text": "The bakery burned.", "url": "https://other.example/b"},
        ],
    }  # fmt: skip
    first, second = read_documents(json.dumps(feed).encode(), "feed.json")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.source, first.language, first.author) == ("Courier", "en", "Per Holt")
    assert (first.url, second.url) == ("https://courier.example/a", "https://other.example/b")
    assert (second.source, second.author) == ("Courier", "Tove Lind")


def test_json_of_wordpress_is_html_and_its_numbers_are_no_authors() -> None:
    rows = [
        {"id": 5, "date": "2024-05-06T10:00:00", "link": "https://courier.example/a", "author": 3,
         "guid": {"rendered": "https://courier.example/?p=5"},
         "title": {"rendered": "Ferry &#8220;strike&#8221;"},
         "content": {"rendered": "<p>The ferry <b>sails</b>.</p><p>It is late.</p>"}},
    ]  # fmt: skip
    found = only(json.dumps(rows).encode(), "posts.json")
    assert (found.title, found.text) == ("Ferry “strike”", "The ferry sails.\n\nIt is late.")
    assert (found.author, found.url) == ("", "https://courier.example/a")


def test_json_in_utf_16() -> None:
    lines = '{"text": "The ferry sails."}\n{"text": "The bakery burned."}\n'.encode("utf-16")
    found = [each.text for each in read_documents(lines, "a.jsonl") if isinstance(each, Document)]
    assert found == ["The ferry sails.", "The bakery burned."]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"[", "is not JSON"),
        (b"[]", "empty array"),
        (b'[{"text": "x"}', "is not JSON"),
        (b'{"name": "package", "version": "1"}', 'has no "text"'),
        (b"[1, 2]", "is no JSON object"),
    ],
)
def test_json_without_articles(data: bytes, reason: str) -> None:
    found = list(read_documents(data, "a.json"))
    assert all(isinstance(each, Failure) and reason in each.reason for each in found) and found


def test_a_date_that_may_be_two_is_said() -> None:
    found = only(b"---\ntitle: F\ndate: 05/06/2024\n---\nText.", "a.md")
    assert found.date == "" and "'05/06/2024'" in found.notes[0]


FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{channel}<item>'
    "<title>Ferry</title><link>{link}</link><description>Short.</description></item></channel></rss>"
)


@pytest.mark.parametrize(
    ("name", "channel", "link", "url"),
    [
        ("https://c.example/feeds/all", "", "/a", "https://c.example/a"),
        ("https://feeds.example/c", "<link>https://c.example/</link>", "/a", "https://c.example/a"),
        ("https://c.example/x/feed", "<link>/x/</link>", "a", "https://c.example/x/a"),
        ("feed.xml", "<link>https://c.example/x/</link>", "a?b=1", "https://c.example/x/a?b=1"),
        ("feed.xml", "", "//c.example/a", "https://c.example/a"),
        ("feed.xml", "", "https://c.example/a", "https://c.example/a"),
    ],
)
def test_relative_links(name: str, channel: str, link: str, url: str) -> None:
    data = FEED.format(title="C", channel=channel, link=link).encode()
    for packed, called in ((data, name), (gzip.compress(data), f"{name}.gz")):
        [found] = feed_links(packed, called, kind="text/xml")
        assert found.url == url


def test_a_feeds_title_is_plain() -> None:
    data = FEED.format(title="Island &lt;b&gt;News&lt;/b&gt;", channel="", link="").encode()
    assert only(data, "a.rss").source == "Island News"


def test_a_packed_bomb_is_refused() -> None:
    [found] = read_documents(gzip.compress(b" " * 30_000_000), "a.xml.gz")
    assert isinstance(found, Failure) and "times its size" in found.reason
    [found] = read_documents(gzip.compress(b"<rss></rss>")[:15], "a.xml.gz")
    assert isinstance(found, Failure) and "damaged gzip" in found.reason


def word(*paragraphs: str, styles: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        body = "".join(f"<w:p>{each}</w:p>" for each in paragraphs)
        packed.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        )
        if styles:
            packed.writestr("word/styles.xml", f'<w:styles xmlns:w="{W}">{styles}</w:styles>')
    return out.getvalue()


def test_hidden_text_of_word_is_left_out_and_its_title_is_the_title() -> None:
    data = word(
        "<w:r><w:t>Harbour office</w:t></w:r>",
        '<w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Ferry strike</w:t></w:r>',
        "<w:r><w:t>It ended </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>badly </w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>on </w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="Sec"/></w:rPr><w:t>secret </w:t></w:r>'
        "<w:r><w:t>Monday.</w:t></w:r>",
        '<w:pPr><w:pStyle w:val="Sec"/></w:pPr><w:r><w:t>Hidden by its paragraph.</w:t></w:r>',
        styles='<w:style w:styleId="Sec"><w:rPr><w:vanish/></w:rPr></w:style>',
    )
    found = only(data, "a.docx")
    assert found.title == "Ferry strike"
    assert found.text == "Harbour office\n\nFerry strike\n\nIt ended on Monday."


def drawn(rows: Sequence[tuple[str, ...]], starts: tuple[int, ...] = (20, 110, 160)) -> bytes:
    sheet = FPDF()
    sheet.add_page()
    sheet.set_font("Helvetica", size=11)
    for number, row in enumerate(rows):
        for text, x in zip(row, starts, strict=False):
            sheet.text(x, 30 + 6 * number, text)
    return bytes(sheet.output())


def test_columns_drawn_across_the_page_are_told_apart() -> None:
    left = ["The ferry to Skerra did not", "sail this morning because", "its crew refused to work",
            "through the night again,", "the captain of it said."]  # fmt: skip
    right = ["A bakery in Holm has burned", "down for the second time", "in three years, and its",
             "owner said that she would", "build it up once more."]  # fmt: skip
    found = only(drawn(list(zip(left, right, strict=True))), "a.pdf")
    assert found.text.split("\n\n") == [" ".join(left), " ".join(right)]
    assert "columns were told" in found.notes[0]


def test_a_drawn_table_keeps_its_rows() -> None:
    rows = [("Island", "Boats", "Crews"), ("Skerra", "3", "40"), ("Holm", "11", "125"),
            ("Vest", "1", "9")]  # fmt: skip
    found = only(drawn(rows), "a.pdf")
    assert found.text.split("\n\n") == [" | ".join(row) for row in rows]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["a new agree-", "ment on fees"], "a new agreement on fees"),
        (["the depart-", "ment's head"], "the department's head"),
        (["the weather-", "dependent line"], "the weather-dependent line"),
        (["a long-", "term plan"], "a long-term plan"),
        (["it costs $3.5-", "$4 million"], "it costs $3.5-$4 million"),
        (["rose by 5-", "(perhaps 6) percent"], "rose by 5-(perhaps 6) percent"),
    ],
)
def test_hyphens_at_a_lines_end(lines: list[str], text: str) -> None:
    assert join_pages([lines])[0] == text


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        ("Courier Monday 6 May 2024", "Page {} of 2"),
        ("5/6/24, 7:08 AM Ferry strike - Courier", "https://courier.example/ferry {}/2"),
        ("", "- {} -"),
    ],
)
def test_what_printing_adds_goes(head: str, foot: str) -> None:
    pages = [[head, "The ferry will sail again when the", foot.format(1)],
             [head, "crew agrees to the hours.", foot.format(2)]]  # fmt: skip
    text, _ = join_pages(drop_running_heads(pages))
    assert text == "The ferry will sail again when the crew agrees to the hours."


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("<p>Two <b>ships</b> met.</p><p>No one saw it.</p>", "Two ships met.\n\nNo one saw it."),
        ('<div class="x">The fee is 2.5%.</div>', "The fee is 2.5%."),
        ("If x <b and b> y, the tag </b> is none.", "If x <b and b> y, the tag </b> is none."),
        ("<3 is a heart.", "<3 is a heart."),
    ],
)
def test_pages_that_json_calls_texts(text: str, stored: str) -> None:
    assert only(json.dumps({"content": text, "title": "F"}).encode(), "a.jsonl").text == stored


SENTENCES = "The last mink farm of Rind has closed. Its owner will grow hops."


@pytest.mark.parametrize(
    ("content", "called", "stored"),
    [
        (f"<p>{SENTENCES}</p>", "a.xml", SENTENCES),
        (f"<p>{SENTENCES}</p><p>The post <a>Mink</a> appeared first on <a>Rind Avis</a>.</p>",
         "a.xml", SENTENCES),
        ("<p>The last mink farm of Rind has closed</p>", "a.xml", ""),  # no sentence
        (f"<p>{SENTENCES} Its neighbours ...</p>", "a.xml", ""),  # cut off
        (f"<p>{SENTENCES}</p>", "https://rind.example/feed", ""),  # its page has all of it
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["rss", "rdf"])
def test_a_short_item_of_a_feed_file(content: str, called: str, stored: str, kind: str) -> None:
    about = "https://rind.example/1"
    item = (
        f'<item rdf:about="{about}"><title>Mink</title><link>{about}</link>'
        f"<c:encoded><![CDATA[{content}]]></c:encoded></item>"
    )
    spaces = (
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:c="http://purl.org/rss/1.0/modules/content/"'
    )
    head = "<channel><title>Rind Avis</title>"
    rss = f'<rss version="2.0" {spaces}>{head}{item}</channel></rss>'
    rdf = f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" {spaces}>{head}</channel>{item}</rdf:RDF>'
    made = {"rss": rss, "rdf": rdf}
    found = list(read_documents(made[kind].encode(), called))
    assert [each.text for each in found if isinstance(each, Document)] == [stored] * bool(stored)


def test_all_authors_of_an_item_are_named() -> None:
    entry = (
        "<entry><title>Roof</title><id>1</id><author><name>Kit Moss</name></author><author>"
        f"<name>Ray Olu</name></author><content>{SENTENCES}</content></entry>"
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Q</title>{entry}</feed>'
    assert only(feed.encode(), "a.xml").author == "Kit Moss, Ray Olu"


def test_titles_in_json_are_plain() -> None:
    row = {"title": "Fish &amp; chips", "text": "Fish & chips &amp; so on."}
    found = only(json.dumps(row).encode(), "a.jsonl")
    assert (found.title, found.text) == ("Fish & chips", "Fish & chips &amp; so on.")
