"""Files of every kind in; text with its facts, paragraphs and metadata out."""

from __future__ import annotations

import pytest

from benchmarks.support import made_files as made
from qa.records import Document, Failure
from qa.sources.parsers import Limits, declared_kind, feed_links, kind_of, read_documents
from qa.sources.parsers.common import Unreadable
from qa.sources.suffixes import SUFFIXES

PARAGRAPHS = made.PARAGRAPHS


def documents(data: bytes, name: str, kind: str = "") -> list[Document]:
    found = list(read_documents(data, name, kind=kind))
    assert all(isinstance(item, Document) for item in found), found
    return [item for item in found if isinstance(item, Document)]


def only(data: bytes, name: str, kind: str = "") -> Document:
    [document] = documents(data, name, kind)
    return document


def failure(data: bytes, name: str, *, limits: Limits | None = None) -> str:
    [item] = read_documents(data, name, limits=limits or Limits())
    assert isinstance(item, Failure), item
    assert item.reason.startswith(f"{item.path}: ")
    return item.reason


# --- kinds ---


@pytest.mark.parametrize(
    ("data", "name", "kind", "expected"),
    [
        (made.PAGE.encode(), "a.html", "", "html"),
        (made.PAGE.encode(), "https://x.example/a.php?b=c.pdf", "", "html"),
        (made.PAGE.encode(), "x", "text/html; charset=utf-8", "html"),
        (made.PAGE.encode(), "x.xml", "", "html"),
        (made.PAGE.encode("utf-16"), "x", "", "html"),
        (b"<p>x</p>", "x.htm", "", "html"),
        (made.rss(["<item/>"]), "x.html", "", "feed"),
        (made.rss(["<item/>"]), "x", "application/octet-stream", "feed"),
        (b'<!-- c --><feed xmlns="a">', "x", "text/html", "feed"),
        (b"%PDF-1.4\n", "x.txt", "", "pdf"),
        (b"\n\n%PDF-1.4\n", "https://x.example/get?id=3", "text/html", "pdf"),
        (made.packed({"word/document.xml": ""}), "x.zip", "", "docx"),
        (made.epub({"A": "b"}), "x", "application/zip", "epub"),
        (made.packed({"a.txt": "x"}), "x.docx", "", "zip"),
        (b'{"text": "x"}\n', "x", "", "jsonl"),
        (b"From a@b Sat Jan  3 01:05:34 1996\nFrom: a\n\nx\n", "x", "", "mbox"),
        (b"Received: by x\nFrom: a@b\n\ntext\n", "x", "", "eml"),
        (b"Title: something\n\nFrom the text\n", "x", "", "text"),
        (b"Plain words.", "", "", "text"),
        (b"<b>bold</b> words", "notes.md", "", "markdown"),
        (made.PAGE.encode(), "page.txt", "", "html"),
        (b"<p>Words</p>", "notes.txt", "", "text"),
        (b'[{"text": "x"}]', "page", "", "jsonl"),
        (b"x", "x.pdf", ".txt", "text"),
        (b"x", "x", "eml", "eml"),
    ],
)
def test_kinds(data: bytes, name: str, kind: str, expected: str) -> None:
    assert kind_of(data, name, kind) == expected


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "save it as .docx"),
        (b"\x89PNG\r\n", "OCR"),
        (made.packed({"mimetype": "application/vnd.oasis.opendocument.text"}), "save it as .docx"),
        (made.packed({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "no text document"),
        (b"PK\x03\x04 and no more", "damaged zip"),
    ],
)
def test_kinds_that_cannot_be_read_say_what_to_do(data: bytes, remedy: str) -> None:
    with pytest.raises(Unreadable, match=remedy):
        kind_of(data, "x")
    assert remedy in failure(data, "x.doc")


def test_every_suffix_is_a_kind() -> None:
    assert {declared_kind(suffix) for suffix in SUFFIXES} == set(SUFFIXES.values())
    assert declared_kind(".exe") == declared_kind("") == declared_kind("image/png") == ""


# --- text ---


def test_text_is_not_changed() -> None:
    text = "  Head\r\n\r\n\u202eturned\u202c 2.5%\x0c\n"
    assert only(text.encode(), "a.txt").text == text
    found = only(b"---\ntitle: T\ndate: 14 March 2025\n---\n# H\n\nx", "a.md")
    assert (found.text, found.title, found.date) == ("# H\n\nx", "T", "2025-03-14")
    assert "NUL at byte 1" in failure(b"a\0b", "a.txt")
    assert "has no text" in failure(b" \n", "a.txt")


# --- pages ---


def test_a_page_gives_its_article_and_what_it_says_of_it() -> None:
    found = only(made.PAGE.encode(), "a.html")
    assert found.text.split("\n\n")[-3:] == list(PARAGRAPHS)
    assert found == Document(
        text=found.text,
        title=made.TITLE,
        source="The Skerra Courier",
        author="Tove Lind",
        date="2025-03-14T09:30:00+01:00",
        url="https://courier.example/2025/fees",
        language="en-GB",
    )
    for word in ("Copyright", "Sport today", "secret", "color"):
        assert word not in found.text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("rose <b>2.5</b>% to <i>$1.2</i><b>bn</b>", "rose 2.5% to $1.2bn"),
        ("H<sub>2</sub>O, 5<sup>th</sup>", "H2O, 5th"),
        ("the U.S.&nbsp;firm &amp; AT&amp;T", "the U.S.\u00a0firm & AT&T"),
        ('<a href="/x">Voss</a>, 52', "Voss, 52"),
        ("one<!-- not this --> line", "one line"),
        ("first<br>second", "first\nsecond"),
        ("&ldquo;Yes,&rdquo; he&nbsp;said &#8212; twice", "“Yes,” he\u00a0said — twice"),
        ("<span>10</span><span>,000</span>", "10,000"),
    ],
)
@pytest.mark.parametrize("around", [200, 0])
def test_markup_within_a_paragraph_leaves_no_trace(markup: str, text: str, around: int) -> None:
    # Long pages go through trafilatura, short ones through our own paragraphs.
    rest = "".join(f"<p>{p}</p>" for p in PARAGRAPHS) if around else ""
    page = f"<html><body><article><p>It {markup} again.</p>{rest}</article></body></html>"
    found = only(page.encode(), "a.html")
    # trafilatura makes no-break spaces plain ones; nothing else may differ.
    assert f"It {text} again.".replace("\u00a0", " ") in found.text.replace("\u00a0", " ")


def test_a_page_without_article_marks_keeps_what_is_not_navigation() -> None:
    page = b"<title>Notice</title><nav>Menu</nav><div>Closed on <b>5 May</b>.</div><p>Sorry</p>"
    found = only(page, "a.html")
    assert found.text == "Closed on 5 May.\n\nSorry"
    assert found.title == "Notice"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ('<meta name="DC.date.issued" content="2025-03-14">', "2025-03-14"),
        (
            '<meta itemprop="datePublished" content="2025-03-14T09:30Z">',
            "2025-03-14T09:30:00+00:00",
        ),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":'
            '"2025-03-14T09:30:00-05:00","dateModified":"2025-03-20"}</script>',
            "2025-03-14T09:30:00-05:00",
        ),
        (
            '<meta name="pubdate" content="Fri, 14 Mar 2025 09:30:00 GMT">',
            "2025-03-14T09:30:00+00:00",
        ),
        ("", ""),
    ],
)
def test_dates_of_pages(head: str, date: str) -> None:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS)
    page = f"<html><head>{head}</head><body><article>{body}</article><footer>© 2011</footer>"
    assert only(page.encode(), "a.html").date == date


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("<p>Zoë paid 5 €</p>".encode(), ""),
        ("<p>Zoë paid 5 €</p>".encode("utf-8-sig"), ""),
        ("<p>Zoë paid 5 €</p>".encode("utf-16"), ""),
        ("<p>Zoë paid 5 €</p>".encode("cp1252"), ""),
        ("<p>Zoë paid 5 €</p>".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ('<meta charset="iso-8859-15"><p>Zoë paid 5 €</p>'.encode("iso-8859-15"), ""),
        ("<p>Zoë paid 5 €</p>".encode("iso-8859-15"), "text/html; charset=iso-8859-15"),
        ('<meta charset="no-such"><p>Zoë paid 5 €</p>'.encode("cp1252"), ""),
        ('<meta charset="latin1"><p>Zoë paid 5 €</p>'.encode(), ""),
    ],
)
def test_encodings_of_pages(data: bytes, kind: str) -> None:
    assert only(data, "a.html", kind=kind).text == "Zoë paid 5 €"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Мост откроют в мае. Совет утвердил расходы во вторник, сказал мэр.", "cp1251"),
        ("Мост откроют в мае. Совет утвердил расходы во вторник, сказал мэр.", "koi8-r"),
        ("橋は五月に開通する予定です。市議会は火曜日に建設費を承認した。", "shift_jis"),
        ("Most bude otevřen v květnu. Zastupitelstvo schválilo výdaje na stavbu.", "cp1250"),
        ("Le maire a déclaré mardi que la salle fermée coûte 5 €.", "cp1252"),
        ("Nobody asked for the café to open again.", "cp1252"),
    ],
)
def test_a_page_that_declares_no_encoding_is_read_by_its_bytes(text: str, encoding: str) -> None:
    assert only(f"<p>{text}</p>".encode(encoding), "a.html").text == text


def test_where_a_page_was_fetched_stands_in_for_what_it_does_not_say() -> None:
    found = only(b"<p>Closed.</p>", "https://www.courier.example/a.html")
    assert (found.url, found.source) == ("https://www.courier.example/a.html", "courier.example")


def test_rows_of_a_table_are_lines() -> None:
    page = b"<table><tr><th>Boat<br><th>Fee<tr><td><p>8 m</p><td>5&euro;</table>\xef\xbf\xbf\x0c"
    assert only(page, "a.html").text == "Boat | Fee\n\n8 m | 5€"


def test_a_page_made_by_scripts_says_so() -> None:
    page = b"<html><body><div id=app></div><script>render()</script></body></html>"
    assert "scripts make it" in failure(page, "a.html")


# --- Word and books ---


def test_word_files() -> None:
    found = only(made.docx(), "a.docx")
    assert found.text.split("\n\n") == [made.TITLE, *PARAGRAPHS, "Boat | Fee", "Under 8 m | €0"]
    assert (found.title, found.author, found.language) == (made.TITLE, "Tove Lind", "en-GB")
    assert found.date == "2025-03-14T09:30:00+00:00"


def test_word_text_inside_insertions_and_controls_is_kept_and_deletions_are_not() -> None:
    body = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
        "<w:p><w:r><w:t>It rose </w:t></w:r><w:ins><w:r><w:t>2.5</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>3.5</w:delText></w:r></w:del><w:r><w:t>%.</w:t></w:r></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t><w:br/><w:t>two lines</w:t></w:r>"
        "</w:p></w:sdtContent></w:sdt></w:body></w:document>"
    )
    found = only(made.packed({"word/document.xml": body}), "a.docx")
    assert found.text == "It rose 2.5%.\n\nIn a control\ntwo lines"


def test_books_give_their_chapters() -> None:
    long = "\n\n".join(PARAGRAPHS)
    found = documents(made.epub({"Fees": long, "Ferries": long[::-1], "Colophon": "x"}), "a.epub")
    assert [chapter.title for chapter in found] == ["Fees", "Ferries"]
    first = found[0]
    assert first.text == f"Fees\n\n{long}"
    assert (first.source, first.author) == ("Skerra Annual", "Tove Lind")
    assert (first.date, first.language) == ("2025-03-14", "en")
    assert only(made.epub({"Note": "Short."}), "a.epub").text == "Note\n\nShort."


# --- many in one ---


def test_feeds_give_whole_texts_and_links() -> None:
    body = "".join(f"<p>{p}</p>" for p in PARAGRAPHS) * 2
    date = "Fri, 14 Mar 2025 09:30:00 +0100"
    data = made.rss(
        [
            made.rss_item(
                "Fees &amp; &lt;b&gt;ferries", body, link="https://c.example/1", date=date
            ),
            made.rss_item("Teaser", "<p>Only this.</p>", link="https://c.example/2", date=date),
            made.rss_item("Cut", f"{body} Read more...", link="https://c.example/3"),
            made.rss_item("No link", "<p>A note without a link.</p>"),
            "<item><title>Nothing</title></item>",
        ]
    )
    whole, cut, note, nothing = read_documents(data, "a.rss")
    assert isinstance(cut, Document) and cut.url == "https://c.example/3"
    assert cut.notes == ("its text is cut off in the feed; all of it is at https://c.example/3",)
    assert isinstance(whole, Document)
    assert whole.text.split("\n\n") == [*PARAGRAPHS, *PARAGRAPHS]
    assert (whole.title, whole.author) == ("Fees & ferries", "Tove Lind")
    assert whole.source == "The Skerra Courier"
    assert (whole.date, whole.url) == ("2025-03-14T09:30:00+01:00", "https://c.example/1")
    assert whole.language == "en-gb"
    assert isinstance(note, Document) and note.text == "A note without a link."
    assert isinstance(nothing, Failure)
    assert nothing.reason == "a.rss: item 5 (Nothing): has neither text nor link"
    links = feed_links(data, "https://c.example/a.rss")
    assert [(each.url, each.title) for each in links] == [
        ("https://c.example/2", "Teaser"),
        ("https://c.example/3", "Cut"),
    ]
    assert links[0].date == "2025-03-14T09:30:00+01:00"
    assert feed_links(b"words", "a.txt") == []


def test_atom_feeds() -> None:
    body = "&lt;p&gt;".join(PARAGRAPHS) * 2
    data = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Courier</title><entry><title>Fees</title>'
        '<link href="https://c.example/1"/><updated>2025-03-14T09:30:00Z</updated>'
        f'<author><name>Tove</name></author><content type="html">{body}</content></entry></feed>'
    ).encode()
    found = only(data, "a.atom")
    assert (found.date, found.author) == ("2025-03-14T09:30:00+00:00", "Tove")
    assert PARAGRAPHS[0] in found.text


def test_json_lines_and_a_bad_line_by_its_number() -> None:
    text = "\n\n".join(PARAGRAPHS)
    good = {"url": "https://c.example/1", "title": "T", "date": "14 March 2025", "text": text}
    data = made.jsonl({**good, "author": ["A", "B"], "other": [1]}, 5, {"title": "x"})
    data += (
        b"\n{not json}\n" + b'{"text": "caf\xe9"}\n' + made.jsonl({"text": "Last.", "date": True})
    )
    found = list(read_documents(data, "a.jsonl"))
    first, *bad, last = found
    assert first == Document(
        text=text, title="T", url="https://c.example/1", date="2025-03-14", author="A, B"
    )
    assert last == Document(text="Last.")
    assert [str(item.path) for item in bad if isinstance(item, Failure)] == [
        "a.jsonl: line 2",
        "a.jsonl: line 3",
        "a.jsonl: line 5",
        "a.jsonl: line 6",
    ]


def test_mail_prefers_plain_text() -> None:
    message = made.mail("Plain 2.5%.\n", html="<p>Rich</p>")
    message.add_attachment(b"secret", maintype="text", subtype="plain", filename="a.txt")
    assert only(bytes(message), "a.eml") == Document(
        text="Plain 2.5%.",
        title=made.TITLE,
        source="courier.example",
        author="Tove Lind",
        date="2025-03-14T09:30:00+01:00",
    )
    rich = made.mail("", html="<style>p{}</style><p>It rose <b>2.5</b>%.</p><p>Zoë</p>")
    assert only(bytes(rich), "a.eml").text == "It rose 2.5%.\n\nZoë"
    assert "attachments are not read" in failure(b"Subject: x\nFrom: a@b.c\n\n", "a.eml")


def test_mail_headers_in_other_letters() -> None:
    message = made.mail("x", subject="Zoë à Köln: 5 €", sender="Zoë <z@x.example>")
    found = only(bytes(message), "a.eml")
    assert (found.title, found.author) == ("Zoë à Köln: 5 €", "Zoë")


def test_mbox_gives_every_message() -> None:
    lines = "Said he:\nFrom here on it is quoted.\n"
    data = made.mbox([made.mail(lines), made.mail("Second."), made.mail("", html="<p> </p>")])
    first, second, third = read_documents(data, "box.mbox")
    assert isinstance(first, Document) and first.text == lines.strip()
    assert isinstance(second, Document) and second.text == "Second."
    assert isinstance(third, Failure) and third.path == "box.mbox: message 3"


def test_zips_give_what_their_files_do() -> None:
    inner = made.packed({"deep.txt": "Deep.", "deepest.zip": made.packed({"x.txt": "x"})})
    data = made.packed(
        {
            "news/": "",
            "news/a.txt": "A text.",
            "news/b.jsonl": made.jsonl({"text": "One."}, {}),
            "c.html": made.PAGE,
            "d.docx": made.docx(),
            "e.zip": inner,
            "picture.png": b"\x89PNG",
            "__MACOSX/._a.txt": "x",
            ".hidden/x.txt": "x",
            "bad.txt": b"\xff\xff",
        }
    )
    found = list(read_documents(data, "all.zip"))
    texts = [item.text for item in found if isinstance(item, Document)]
    assert texts[:2] == ["A text.", "One."]
    assert texts[-1] == "Deep." and len(texts) == 5
    assert [item.path for item in found if isinstance(item, Failure)] == [
        "all.zip: news/b.jsonl: line 2",
        "all.zip: e.zip: deepest.zip",
        "all.zip: bad.txt",
    ]
    assert "holds no" in failure(made.packed({"a.png": "x"}), "a.zip")
