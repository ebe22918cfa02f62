"""What real files, of other tools' tests, were read wrongly: each in small, made by hand."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from benchmarks.support import made_files as made
from qa.records import Document, FeedItem
from qa.sources.parsers import read_documents, read_items
from qa.sources.parsers.page_blocks import restore_verbatim
from qa.sources.parsers.page_metadata import title_without_site
from qa.sources.parsers.pdf_heads import drop_running_heads
from qa.sources.parsers.pdf_paragraphs import join_pages

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LONG = "\n\n".join(made.PARAGRAPHS)


def only(data: bytes, name: str, kind: str = "") -> Document:
    [document] = read_documents(data, name, kind=kind)
    assert isinstance(document, Document), document
    return document


# --- encodings ---


@pytest.mark.parametrize(
    ("label", "codec", "text"),
    [
        ("gb2312", "gbk", "朱镕基 said 2.5%"),
        ("shift_jis", "cp932", "①は 2.5%、髙橋"),
        ("euc-kr", "cp949", "똠방각하 2.5%"),
        ("iso-8859-8-i", "iso-8859-8", "שלום 2.5%"),
        ("iso-2022-jp", "iso-2022-jp", "会議は 2.5%"),
        ("us-ascii", "utf-8", "Zoë paid 5 €"),
        ("iso-8859-1", "cp1252", "“Zoë” paid 5 €"),
        ("windows-1251", "cp1251", "Привет, 2.5%"),
        ("no-such", "utf-8", "Zoë"),
        ("hex", "utf-8", "Zoë"),
        ("utf-16", "utf-8", "Zoë"),
        ("", "cp1252", "Zoë"),
    ],
)
def test_labels_of_encodings_mean_what_the_web_takes_them_for(
    label: str, codec: str, text: str
) -> None:
    head = f"Subject: x\nContent-Type: text/plain; charset={label}\n\n".encode()
    assert only(head + text.encode(codec), "a.eml").text == text
    page = f'<meta charset="{label}"><p>'.encode() + text.encode(codec)
    assert only(page, "a.html").text == text


def test_a_few_bad_bytes_do_not_change_the_encoding_of_the_others() -> None:
    page = "<p>Zoë’s café, 5 € — “naïve” Ærø, Łódź, Пётр".encode() + b" \x93quoted\x94"
    assert only(page, "a.html").text.startswith("Zoë’s café, 5 € — “naïve” Ærø, Łódź, Пётр ")
    cut = "<meta charset=utf-8><p>Zoë paid 5 €".encode()[:-1]
    assert only(cut, "a.html").text == "Zoë paid 5 \ufffd"


# --- within a line ---


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("10<sup>6</sup> boats, 5 m<sup>2</sup>", "10⁶ boats, 5 m²"),
        ("in 2019<sup><a href='#n1'>1</a></sup> it fell", "in 2019 it fell"),
        ("in 2019<a href='/x#n1'><sup>[1]</sup></a> it fell", "in 2019 it fell"),
        ("from <del>5%</del><ins>6%</ins> to <s>$10</s>$8", "from 6% to $8"),
        ("9.<sup>99</sup> for the 21<sup>st</sup>", "9.⁹⁹ for the 21st"),
        ("a mil&shy;lion", "a million"),
        ('said Voss.<a role="doc-noteref" href="n.xhtml#n1">1</a> So', "said Voss. So"),
        ('<del>a<a class="footnote-ref" href="#n1"><sup>1</sup></a></del>said', "said"),
        ('said<a class="footnote-ref" href="#n1"><sup>1</sup></a> so', "said so"),
        ("<b>all</b><a href='#all'>¶</a> of it <a href='#r1'>↩</a>in May", "all of it in May"),
    ],
)
@pytest.mark.parametrize("around", [True, False])
def test_figures_are_not_joined_with_what_is_raised_or_struck_out(
    markup: str, text: str, around: bool
) -> None:
    rest = "".join(f"<p>{p}</p>" for p in made.PARAGRAPHS) if around else ""
    page = f"<html><body><article><p>It was {markup} again.</p>{rest}</article></body></html>"
    assert f"It was {text} again." in only(page.encode(), "a.html").text


def test_raised_figures_of_word_files() -> None:
    raised = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>{}</w:t></w:r>'
    body = (
        f"<w:document {W}><w:body><w:p><w:r><w:t>10</w:t></w:r>{raised.format(6)}<w:r><w:t> on the "
        f"21</w:t></w:r>{raised.format('st')}</w:p></w:body></w:document>"
    )
    assert only(made.packed({"word/document.xml": body}), "a.docx").text == "10⁶ on the 21st"


def test_struck_out_runs_and_exponents_of_word_files() -> None:
    math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    body = (
        f"<w:document {W} {math}><w:body><w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>Five </w:t></w:r>"
        '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>Six </w:t></w:r><m:oMath><m:sSup><m:e><m:r>'
        "<m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup><m:r><m:t>+1</m:t>"
        "</m:r></m:oMath></w:p></w:body></w:document>"
    )
    assert only(made.packed({"word/document.xml": body}), "a.docx").text == "Six x²+1"


def test_what_a_template_says_is_not_said_of_the_file() -> None:
    core = (
        '<c xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:t="http://purl.org/dc/terms/">'
        "<dc:title>Word Document</dc:title><dc:creator>python-docx</dc:creator>"
        "<t:created>2013-12-23T23:15:00Z</t:created></c>"
    )
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>2.5%</w:t></w:r></w:p></w:body></w:document>"
    data = made.packed({"word/document.xml": body, "docProps/core.xml": core})
    assert only(data, "a.docx") == Document(text="2.5%")
    assert only(made.pdf(["2.5%"], title="untitled", author="(anonymous)"), "a.pdf").author == ""


def test_lists_of_contents_and_bullets_of_pdfs() -> None:
    lines = ["1 Fees ........................ 7", "1.1 Boats ..................... 12", "2 Ferries"]
    text, _ = join_pages([lines])
    assert text.split("\n\n") == lines


def test_heads_of_several_lines_and_of_left_and_right_pages() -> None:
    pages = [
        [f"The Siege of Skerra. {n}", "Version 2, all rights kept", f"text {word}", "Index"]
        if n % 2
        else [f"{n} The Siege of Skerra.", "Version 2, all rights kept", f"text {word}", "Index"]
        for n, word in enumerate(("one", "two", "three", "four", "five", "six"))
    ]
    first, *others = drop_running_heads(pages)
    assert first == ["0 The Siege of Skerra.", "Version 2, all rights kept", "", "text one"]
    assert others == [["text two"], ["text three"], ["text four"], ["text five"], ["text six"]]


def test_word_files_whose_parts_are_numbered() -> None:
    body = f"<w:document {W}><w:body><w:p><w:r><w:t>2.5%</w:t></w:r></w:p></w:body></w:document>"
    data = made.packed({"[Content_Types].xml": "", "word/document2.xml": body})
    assert only(data, "a.docx").text == "2.5%"


# --- mail ---


def test_pages_and_plain_parts_of_one_mail_are_both_kept_unless_they_are_two_forms() -> None:
    mixed = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>The body."
        b"\n--b\n\nThe list's footer.\n--b\nContent-Disposition: attachment\n\nsecret\n--b--\n"
    )
    assert only(mixed, "a.eml").text == "The body.\n\nThe list's footer."


def test_parts_with_names_count_where_there_are_no_others() -> None:
    part = "Content-Type: text/plain; name=a.txt\n\nThe fee is 2.5%.\n--b--\n"
    head = "Content-Type: multipart/mixed; boundary=b\n\n--b\n"
    assert only(f"{head}{part}".encode(), "a.eml").text == "The fee is 2.5%."
    both = f"{head}Content-Type: text/plain\n\nHello.\n--b\n{part}"
    assert only(both.encode(), "a.eml").text == "Hello."


@pytest.mark.parametrize(
    "parts",
    [
        "--other\nContent-Type: text/html\n\n<p>The fee is 2.5%.\n--other--\n",
        "The fee is 2.5%.\n",
    ],
)
def test_mail_that_is_divided_otherwise_than_it_says(parts: str) -> None:
    head = "Subject: x\nContent-Type: multipart/alternative; boundary=said\n\n"
    assert only(f"{head}{parts}".encode(), "a.eml").text == "The fee is 2.5%."


def test_a_plain_part_that_only_says_that_there_is_a_page_is_passed_over() -> None:
    page = "".join(f"<p>{p}</p>" for p in made.PARAGRAPHS)
    stub = made.mail("This message is in HTML; use another reader.", html=page)
    assert only(bytes(stub), "a.eml").text == LONG
    short = made.mail("Moved to 5 May.", html="<p>Moved to 5 May.</p><p>Voss</p>")
    assert only(bytes(short), "a.eml").text == "Moved to 5 May."


def test_headers_of_mail_are_read_as_the_web_would_read_them() -> None:
    name = "=?gb2312?B?" + base64.b64encode("朱镕基".encode("gbk")).decode() + "?="
    head = f"Subject: {name}\nFrom: =?utf-8?q?Voss=2C_Zo=C3=AB?= <z@c.example>\n\nx"
    found = only(head.encode(), "a.eml")
    assert (found.title, found.author, found.source) == ("朱镕基", "Voss, Zoë", "c.example")
    bare = only("Subject: Zoë pays\nFrom: Zoë <z@c.example>\n\nx".encode(), "a.eml")
    assert (bare.title, bare.author) == ("Zoë pays", "Zoë")


def test_rows_of_cells_with_paragraphs_stay_rows() -> None:
    cells = "<td><p>Fee</p></td><td><div>2.5<br></div><p>EUR</td><td> </td>"
    page = f"<table><tr>{cells}</tr><tr><td> </td><td></td></tr></table>"
    mail = made.mail("", html=page)
    assert only(bytes(mail), "a.eml").text == "Fee | 2.5 EUR |"


def test_a_header_of_thousands_of_words_is_read_in_time() -> None:
    head = b"Content-Type: text/plain; " + b"a b, " * 40_000 + b"\nSubject: x\n\nText."
    assert only(head, "a.eml").text == "Text."  # in the square of its length it were minutes


# --- books and feeds ---


def test_numbers_of_printed_pages_do_not_break_sentences() -> None:
    mark = '<span epub:type="pagebreak" id="p7">7</span>'
    chapter = f"It rose to {mark}2.5%. {LONG}"
    assert only(made.epub({"Fees": chapter}), "a.epub").text.startswith("Fees\n\nIt rose to 2.5%.")


def test_a_member_of_an_archive_without_a_name_is_passed_by() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo(""), "x")
        archive.writestr("a.txt", "2.5%")
    assert only(out.getvalue(), "a.zip").text == "2.5%"


def test_books_name_all_authors_and_lists_of_contents_are_no_chapters() -> None:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title><dc:creator>A'
        '</dc:creator><dc:creator>B</dc:creator><dc:date opf:event="creation">2001-01-01</dc:date>'
        '<dc:date opf:event="publication">2002-02-02</dc:date></metadata><manifest><item id="n" '
        'href="text/c1.xhtml" media-type="application/xhtml+xml" properties="nav scripted"/><item '
        'id="c" href="text/c2.xhtml" media-type="application/xhtml+xml"/></manifest><spine>'
        '<itemref idref="n"/><itemref idref="c"/></spine></package>'
    )
    found = only(made.epub({"Contents": LONG, "Fees": LONG}, package=package), "a.epub")
    assert (found.title, found.author, found.date) == ("Fees", "A, B", "2002-02-02")


def test_text_of_feeds_that_is_no_markup_is_kept_whole() -> None:
    item = (
        "<item><title>If x&lt;y then AT&amp;T</title><description>If x&lt;y then AT&amp;T pays.\n\n"
        "More at 2.5%.</description></item>"
    )
    found = only(made.rss([item]), "a.rss")
    assert found.text == "If x<y then AT&T pays.\n\nMore at 2.5%."
    assert found.title == "If x<y then AT&T"
    marked = "<item><description>&lt;p&gt;One&lt;br/&gt;two &amp;amp; 3</description></item>"
    assert only(made.rss([marked]), "a.rss").text == "One\ntwo & 3"
    [link] = read_items(made.rss([made.rss_item("A", "B", link="https://c.example/1")]), "a.rss")
    assert isinstance(link, FeedItem)


# --- pages ---

BODY = "".join(f"<p>{part}</p>" for part in made.PARAGRAPHS)


@pytest.mark.parametrize("anchor", ['<a name="p1"></a>', '<a href="/x"> </a>', "<a><img></a>"])
def test_places_to_lead_to_do_not_cost_their_paragraph(anchor: str) -> None:
    page = f"<body><article>{BODY}<p>It was begun {anchor}and ended in May.</p></article>"
    text = only(page.encode(), "a.html").text
    assert " ".join(text.split()).endswith("It was begun and ended in May.")


def test_text_after_a_captioned_picture_is_kept() -> None:
    picture = '<div class="image"><a href="/x"><img src="x"></a><div>A caption</div></div>'
    page = f"<body><div class=article-body>{BODY}{picture} More was said in May.<br><br>"
    for part in made.PARAGRAPHS:
        page += f"{part}<br><br>"
    assert "More was said in May." in only(page.encode(), "a.html").text


def test_short_headings_and_items_between_paragraphs_are_kept_and_links_are_not() -> None:
    more = "<h2>Boats</h2><ul><li>8 m: 2.5%</li><li><p>10 m: 3%</p></li></ul>"
    links = '<h3>Related</h3><ul><li><a href="/x">Ferries late</a></li></ul>'
    first, *rest = (f"<p>{part}</p>" for part in made.PARAGRAPHS)
    page = f"<body><article>{first}{more}{''.join(rest)}{links}{first}{''.join(rest)}</article>"
    text = only(page.encode(), "a.html").text
    assert f"{made.PARAGRAPHS[0]}\n\nBoats\n\n8 m: 2.5%\n\n10 m: 3%\n\nThe U.S." in text
    own = ["A b", "Head", "item", "C d"]
    kept = restore_verbatim(iter(["Ab", "C d"]), own, frozenset(("Head", "item")))
    assert kept == "A b\n\nHead\n\nitem\n\nC d"
    assert restore_verbatim(iter(["Ab", "C d"]), own, frozenset(("item",))) == "A b\n\nC d"
    assert restore_verbatim(iter(["C d", "x", "A b"]), own, frozenset()) == "C d\n\nx\n\nA b"


def test_comments_of_readers_are_no_part_of_an_article_but_an_opinion_is() -> None:
    said = '<div class="sf_comment"><p>What a fee, says I, a reader who has much to say.</p></div>'
    page = f"<body><div class=entry>{BODY}<div id=comments>{said * 9}</div></div>"
    assert only(page.encode(), "a.html").text == LONG
    opinion = f"<body><div class=comment>{BODY}</div><p>Footer.</p>"
    assert made.PARAGRAPHS[0] in only(opinion.encode(), "a.html").text


def test_quotes_and_code_within_a_sentence_do_not_split_it() -> None:
    page = f"<body><article>{BODY}<p>She said <q>2.5%</q> of <code>all</code> is much.</p>"
    assert only(page.encode(), "a.html").text.endswith("She said 2.5% of all is much.")


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("Fees rise in Skerra | The Courier", "Fees rise in Skerra", "Fees rise in Skerra"),
        ("Courier - News: Fees ‘rise’ again", "Fees 'rise' again", "Fees 'rise' again"),
        ("Fees rise in Skerra again", "Fees rise in Skerra", "Fees rise in Skerra again"),
        ("Courier | News of the coast", "Courier", "Courier | News of the coast"),
        ("Fees rise | The Courier", "", "Fees rise | The Courier"),
    ],
)
def test_titles_lose_the_name_of_their_site(title: str, heading: str, expected: str) -> None:
    assert title_without_site(title, [heading] if heading else []) == expected


LD = '<script type="application/ld+json">{}</script>'


@pytest.mark.parametrize(
    ("head", "author"),
    [
        (
            '<meta name=author content="The Courier">'
            + LD.format(
                '{"@graph": [{"@type": "NewsArticle", "author": [{"@type": "Person", "name": "T. '
                'A. Lind"}, {"@type": "Person", "name": "I. Voss"}, {"@type": "Organization", '
                '"name": "AP"}]}]}'
            ),
            "T. A. Lind, I. Voss",
        ),
        (LD.format('{"@type": "Article", "author": "T. A. Lind"}'), "T. A. Lind"),
        (LD.format('{"author": {"@type": "Organization", "name": "AP"}}'), "AP"),
        ('<meta name=author content="A"><meta name=author content="B">', "A, B"),
        (LD.format("{not json") + '<meta name=byl content="By T. A. Lind">', "T. A. Lind"),
        ('<meta name=author content="https://courier.example/lind">', ""),
    ],
)
def test_authors_are_those_that_the_page_names(head: str, author: str) -> None:
    page = f"<html><head><title>T</title>{head}</head><body><article>{BODY}</article>"
    assert only(page.encode(), "a.html").author == author


@pytest.mark.parametrize(
    ("page", "language"),
    [
        ('<html xml:lang="de">', "de"),
        ('<html><head><meta property="og:locale" content="en_GB">', "en-GB"),
        ('<html><head><meta http-equiv="Content-Language" content="fr">', "fr"),
        ('<html lang="{{ lang }}">', ""),
    ],
)
def test_languages_of_pages(page: str, language: str) -> None:
    assert only(f"{page}<body>{BODY}".encode(), "a.html").language == language
