"""PDF: pages, paragraphs across them, and files that give no text."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.support import made_files as made
from qa.records import Citation, Document, Failure
from qa.sources.articles import article_from_document
from qa.sources.pages import add_pages, page_of
from qa.sources.parsers import Limits, read_documents
from qa.sources.parsers.pdf import pdf_date
from qa.sources.parsers.pdf_heads import drop_running_heads
from qa.sources.parsers.pdf_paragraphs import join_pages

FACTS = (
    "The harbour board voted to raise fees by 2.5% from 1 June, the first rise since 2019, its "
    "chair said after a meeting of four hours in the old town hall.",
    "The U.S. firm that runs the ferries will pay $1.2bn over ten years, and may leave after "
    "five if fewer than 80,000 people travel in a year.",
    "Boats under eight metres stay exempt. The board had planned to charge them too, but dropped "
    "the idea when 412 of 430 owners objected.",
    "A vote of the islanders is planned for the autumn, and both sides have begun to campaign, "
    "with posters along the whole of the quay.",
    "Elsewhere, the lighthouse will be open to visitors from May, when its lamp turns 150, and "
    "a keeper of the last crew will guide them.",
)


def document(data: bytes) -> Document:
    [found] = read_documents(data, "a.pdf")
    assert isinstance(found, Document), found
    return found


def failure(data: bytes, limits: Limits | None = None) -> str:
    [found] = read_documents(data, "a.pdf", limits=limits or Limits())
    assert isinstance(found, Failure), found
    return found.reason


def rewritten(data: bytes, *, password: str = "", owner: str = "") -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data))
    writer.encrypt(user_password=password, owner_password=owner, algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_paragraphs_are_whole_and_know_their_page() -> None:
    pages = ["\n\n".join(FACTS[:2]), FACTS[2], "\n\n".join(FACTS[3:])]
    found = document(made.pdf(pages, title="Fees rise", author="Tove Lind"))
    assert found.text.split("\n\n") == list(FACTS)
    assert (found.title, found.author) == ("Fees rise", "Tove Lind")
    assert [found.text[start:][:12] for start in found.pages] == [p[:12] for p in pages]
    article = article_from_document(found, "a.pdf", {"title": "Given"})
    assert (article.title, article.pages) == ("Given", found.pages)
    for fact, page in zip(FACTS, (1, 1, 2, 3, 3), strict=True):
        start = article.text.index(fact)
        for at in (start, start + len(fact) - 1):
            assert page_of(article.pages, at) == page
        cited = Citation(article.id, "", start, start + len(fact), fact)
        [same] = add_pages([cited], {article.id: article})
        assert same.page == page
    assert add_pages([cited], {})[0].page is None
    assert page_of((), 5) is None


def test_running_heads_do_not_cut_a_sentence() -> None:
    words = " ".join(FACTS).split()
    parts = [" ".join(words[n::5]) for n in range(5)]
    sheets = [f"Skerra annual report\n\n{part}\n\nPage {n} of 5" for n, part in enumerate(parts, 1)]
    text = document(made.pdf(sheets)).text
    assert text.startswith("Skerra annual report\n\n")
    assert text.count("Skerra annual report") == 1
    assert "Page" not in text
    last, first = parts[0].split()[-1], parts[1].split()[0]
    assert f"{last} {first}" in text


def test_heads_need_several_pages() -> None:
    pages = [["Head", "a b"], ["Head", "c d"], ["Head", "e f"]]
    assert drop_running_heads(pages) == pages
    four = drop_running_heads([*pages, ["Head", "g h"]])
    assert four == [["a b"], ["c d"], ["e f"], ["g h"]]


def test_words_cut_at_a_line_are_joined_only_where_the_file_has_them_whole() -> None:
    lines = ["The infor-", "mation is well-", "known. All information", "of COVID-", "19 counts."]
    text, _ = join_pages([lines])
    assert text == "The information is well-known. All information of COVID-19 counts."
    # Not known from elsewhere: the hyphen stays, as nobody can tell.
    assert join_pages([["the skip-", "perette"]])[0] == "the skip-perette"
    assert join_pages([["hy\xad", "phen"]])[0] == "hyphen"


@given(st.lists(st.lists(st.text("ab. \xad-", max_size=8), max_size=5), max_size=6))
def test_page_starts_ascend_and_begin_with_their_pages_text(pages: list[list[str]]) -> None:
    stripped = [[line.strip() for line in lines] for lines in pages]
    text, starts = join_pages(stripped)
    assert len(starts) == len(pages)
    assert list(starts) == sorted(starts)
    for lines, start in zip(stripped, starts, strict=True):
        first = next((line for line in lines if line), "")
        # A hyphen at its end may go where a word is joined.
        assert text[start:].startswith(first[:-1])
    letters = [char for lines in stripped for line in lines for char in line if char in "ab."]
    assert [char for char in text if char in "ab."] == letters


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("D:20250314093000+01'00'", "2025-03-14T09:30:00+01:00"),
        ("D:20250314093000-05'00", "2025-03-14T09:30:00-05:00"),
        ("D:20250314093000Z", "2025-03-14T09:30:00+00:00"),
        ("20250314", "2025-03-14"),
        ("D:20250314093000Z00'00'", "2025-03-14T09:30:00+00:00"),
        ("D:20250314093000Z'", "2025-03-14T09:30:00+00:00"),
        ("D:20250314093000+01:00", "2025-03-14T09:30:00+01:00"),
        ("D:2025031409", "2025-03-14T09:00:00"),
        ("D:20251399", ""),
        ("D:2025", ""),
        ("yesterday", ""),
    ],
)
def test_dates_of_files(given_date: str, expected: str) -> None:
    assert pdf_date(given_date) == expected


def dated(text: str, created: str, packet: str) -> bytes:
    """Return a PDF whose information has the day ``created``, and its XMP packet another."""
    writer = pypdf.PdfWriter(io.BytesIO(made.pdf([text])))
    writer.metadata = {"/CreationDate": created} if created else {}
    if packet:
        stream = pypdf.generic.StreamObject()
        stream.set_data(packet.encode())
        writer.root_object[pypdf.generic.NameObject("/Metadata")] = stream
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BYLINE = f"Fees rise\n\nBy Tove Lind | Published 3 April 2025\n\n{FACTS[0]}"
PACKET = "<x:xmpmeta><xmp:CreateDate>2025-01-02T03:04:05Z</xmp:CreateDate></x:xmpmeta>"
BRIEF = "<rdf:Description xmp:CreateDate='2025-01-02'/>"


@pytest.mark.parametrize(
    ("text", "created", "packet", "date"),
    [
        (BYLINE, "D:20250501", PACKET, "2025-04-03"),
        (FACTS[0], "D:20250501", PACKET, "2025-05-01"),
        (FACTS[0], "D:20250501120000Z00'00'", "", "2025-05-01T12:00:00+00:00"),
        (FACTS[0], "", PACKET, "2025-01-02T03:04:05+00:00"),
        (FACTS[0], "soon", BRIEF, "2025-01-02"),
        (FACTS[0], "", "<xmp:CreateDate>then</xmp:CreateDate>", ""),
        (FACTS[0], "", "", ""),
    ],
)
def test_the_texts_own_day_goes_before_the_files(
    text: str, created: str, packet: str, date: str
) -> None:
    assert document(dated(text, created, packet)).date == date


@pytest.mark.parametrize("title", ["Microsoft Word - fees.doc", "untitled", "fees.pdf", "--"])
def test_what_programs_write_as_title_is_none(title: str) -> None:
    assert document(made.pdf([FACTS[0]], title=title)).title == ""


def test_scanned_files_and_pages_are_named() -> None:
    assert "none of its 2 pages has text: it is scanned" in failure(made.picture_pdf(["", ""]))
    found = list(read_documents(made.picture_pdf([FACTS[0], "", FACTS[1], ""]), "a.pdf"))
    text, note = found
    assert isinstance(text, Document) and isinstance(note, Failure)
    assert note.reason.startswith("a.pdf: pages 2, 4 have a picture and no text")
    assert [page_of(text.pages, text.text.index(fact)) for fact in FACTS[:2]] == [1, 3]


def test_an_empty_page_is_nothing_to_report() -> None:
    found = list(read_documents(made.pdf([FACTS[0], "", FACTS[1]]), "a.pdf"))
    assert len(found) == 1


def test_encrypted_files() -> None:
    data = made.pdf([FACTS[0]])
    assert "open it with its password" in failure(rewritten(data, password="x"))
    # Without a user password anybody may read it.
    assert document(rewritten(data, owner="x")).text == FACTS[0]


def test_the_limit_of_pages() -> None:
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(100, 100)
    for _ in range(10):
        writer.add_page(page)
    out = io.BytesIO()
    writer.write(out)
    reason = failure(out.getvalue(), Limits(pages=10))
    assert reason == (
        "a.pdf: 11 pages are over the limit of 10; split it, or raise it with --max-pages"
    )


@pytest.mark.parametrize("cut", [20, 300, -300, -20])
def test_damaged_files_give_text_or_a_reason(cut: int) -> None:
    found: Sequence[object] = list(read_documents(made.pdf([FACTS[0]])[:cut], "a.pdf"))
    assert found
    for item in found:
        assert isinstance(item, Failure) or (isinstance(item, Document) and item.text == FACTS[0])


@pytest.mark.parametrize(
    ("line", "noted"),
    [
        ("T h e f e r r y s a i l s on Monday.", True),
        ("The ferry s a i l e d a n d came back.", True),
        ("The ferry sails on Monday. I saw A, B and C aboard.", False),
        ("Gates A B C and D are shut, and so is the quay.", False),
        ("At 5 6 7 8 9 10 11 and 12 o'clock the ferry sails.", False),
        ("It is a day I call a B C D day.", False),
    ],
)
def test_letters_that_stand_apart_are_named(line: str, noted: bool) -> None:
    [found] = read_documents(made.pdf([line]), "a.pdf")
    assert isinstance(found, Document)
    assert any("stand apart" in note for note in found.notes) is noted
