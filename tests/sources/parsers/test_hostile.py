"""Files made to harm: each has a defined end, and none ends the process that reads it."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject

from benchmarks.support import made_files as made
from qa.records import Document, Failure
from qa.sources.articles import article_from_document
from qa.sources.parsers import Limits, read_documents, read_items
from qa.sources.parsers.pdf_paragraphs import join_pages
from qa.sources.parsers.worker import Reader

BOMB = """<!DOCTYPE lolz [<!ENTITY a "lol">""" + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def failures(data: bytes, name: str, limits: Limits | None = None) -> list[str]:
    found = list(read_documents(data, name, limits=limits or Limits()))
    assert all(isinstance(item, Failure) for item in found), found
    return [item.reason for item in found if isinstance(item, Failure)]


def texts(data: bytes, name: str) -> list[str]:
    found = list(read_documents(data, name))
    assert all(isinstance(item, Document) for item in found), found
    return [item.text for item in found if isinstance(item, Document)]


# --- archives ---


def test_zip_bombs_by_ratio_and_in_sum() -> None:
    [reason] = failures(made.packed({"a.txt": bytes(5_000_000)}), "a.zip")
    assert "over 200 times its size, as zip bombs do" in reason
    many = made.packed({f"{n}.txt": b"word " * 40_000 for n in range(20)})
    *good, last = read_documents(many, "a.zip", limits=Limits(unpacked_mb=1))
    assert len(good) == 5
    assert isinstance(last, Failure)
    assert "unpacks to more than the limit of 1 MB" in last.reason
    assert "--max-unpacked-mb" in last.reason


def test_nested_archives_share_one_budget() -> None:
    inner = made.packed({"a.txt": os.urandom(200_000).hex()})
    data = made.packed({f"{n}.zip": inner for n in range(5)})
    found = list(read_documents(data, "a.zip", limits=Limits(unpacked_mb=1.3)))
    assert [type(item) for item in found] == [Document, Document, Failure]


def test_a_header_that_lies_about_its_size_is_not_believed() -> None:
    data = bytearray(made.packed({"a.txt": b"x " * 1_000_000}))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.index(signature) + offset
        data[at : at + 4] = (10).to_bytes(4, "little")
    found = list(read_documents(bytes(data), "a.zip", limits=Limits(unpacked_mb=1)))
    for item in found:
        assert isinstance(item, Failure) or len(item.text) <= 10


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "/etc/x.txt", "..\\x.txt", "C:\\x.txt"])
def test_names_in_archives_are_labels(name: str, tmp_path: Path) -> None:
    os.chdir(tmp_path)
    assert texts(made.packed({name: "words"}), "a.zip") == ["words"]
    assert list(tmp_path.iterdir()) == []


def test_names_that_drive_a_terminal_do_not() -> None:
    [failure] = read_documents(made.packed({"\x1b[2J\u202eb.txt": b"\xff"}), "a.zip")
    assert isinstance(failure, Failure)
    assert failure.path == "a.zip: [2J b.txt"


def test_links_and_locked_members_are_not_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert "is a link" in failures(out.getvalue(), "a.zip")[0]
    data = bytearray(made.packed({"a.txt": "x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    data[data.index(b"PK\x03\x04") + 6] |= 1
    assert "is encrypted" in failures(bytes(data), "a.zip")[0]


def test_the_limit_of_members() -> None:
    data = made.packed({f"{n}.png": "" for n in range(11)})
    assert "holds 11 files, over the limit of 10" in failures(data, "a.zip", Limits(members=10))[0]


# --- XML ---


@pytest.mark.parametrize("prolog", [f"{BOMB}]>", OUTSIDE])
def test_entities_are_refused_in_every_kind_of_xml(prolog: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        feed = (
            f'{prolog}<rss version="2.0"><channel><item><title>&a;</title></item></channel></rss>'
        )
        assert "declares XML entities" in failures(feed.encode(encoding), "a.xml")[0]
    word = made.packed({"word/document.xml": f"{prolog}<document>&a;</document>"})
    assert "declares XML entities" in failures(word, "a.docx")[0]
    for part in ({"container": f"{prolog}<x>&a;</x>"}, {"package": f"{prolog}<x>&a;</x>"}):
        assert "declares XML entities" in failures(made.epub({"A": "b"}, **part), "a.epub")[0]


def test_entities_of_a_page_are_words() -> None:
    page = f"{OUTSIDE}<html><body><p>Before &a; after, and {BOMB[:30]}</p></body></html>"
    [text] = texts(page.encode(), "a.html")
    assert "root:" not in text and "Before" in text


def test_xml_nested_without_end() -> None:
    deep = "<w:p>" * 20_000 + "<w:t>x</w:t>" + "</w:p>" * 20_000
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{namespace}">{deep}</w:document>'
    assert texts(made.packed({"word/document.xml": document}, deflate=False), "a.docx") == ["x"]


# --- pages ---


@pytest.mark.parametrize("tag", ["div", "b", "table><tr><td", "ul><li", "blockquote", "font"])
@pytest.mark.parametrize("depth", [140, 400, 1_000])
def test_nested_pages_keep_their_text(tag: str, depth: int) -> None:
    page = f"<p>Above.</p>{f'<{tag}>' * depth}<i>Deep &amp; 2.5</i>%{'</x>' * depth}<p>Below."
    if depth * (tag.count("<") + 1) > 1_900:
        pytest.skip("deeper than the parser goes: see the next test")
    [text] = texts(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert "Above." in text and "Deep & 2.5%" in text and "Below." in text


def test_pages_nested_beyond_the_parser_are_refused_not_cut() -> None:
    page = f"{'<div>' * 100_000}<p>Deep.</p>{'</div>' * 100_000}<p>Below."
    [reason] = failures(page.encode(), "a.html")
    assert "nested over 2,048 deep" in reason


def test_markup_in_titles_is_text() -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    escaped = script.replace("<", "&lt;").replace(">", "&gt;")
    page = f"<title>Big \u202enews\x00 {escaped}</title><p>{'Words of the page. ' * 20}</p>"
    [found] = read_documents(page.encode(), "a.html")
    assert isinstance(found, Document)
    assert found.title.startswith("Big news")
    for bad in ("\u202e", "\x00", "\n"):
        assert bad not in found.title
    article = article_from_document(found, "a.html")
    assert article.title == found.title


def test_long_lines_and_many_elements() -> None:
    line = "word " * 100_000
    assert texts(f"<p>{line}</p>".encode(), "a.html") == [line.strip()]
    assert texts(made.jsonl({"text": line}), "a.jsonl") == [line]
    ten_megabytes = "x" * 10_000_000
    assert texts(ten_megabytes.encode(), "a.txt") == [ten_megabytes]
    cells = "".join(f"<td>{n}" for n in range(3_000))
    [text] = texts(f"<table><tr>{cells}</table>".encode(), "a.html")
    assert text.endswith("2999")


# --- characters ---


def test_nul_bytes() -> None:
    assert texts(b"<p>a\0b</p>", "a.html") == ["ab"]
    assert texts(made.jsonl({"text": "a\0b"}), "a.jsonl") == ["ab"]
    assert texts(b"Subject: x\nFrom: a@b\n\na\0b\n", "a.eml") == ["ab"]
    assert "NUL" in failures(b"a\0b", "a.txt")[0]
    assert "NUL" in failures(made.packed({"a.txt": b"a\0b"}), "a.zip")[0]


def test_lone_surrogates_become_replacement_characters() -> None:
    [text] = texts(b'{"text": "a\\ud83d b \\ud83d\\ude00"}\n', "a.jsonl")
    assert text == "a\ufffd b \U0001f600"
    assert texts(b"<p>a&#xD83D;b</p>", "a.html")[0].startswith("a")
    [found] = read_documents(b'{"text": "x", "title": "a\\ud83d"}', "a.jsonl")
    assert isinstance(found, Document)
    json.dumps(found.to_dict(), ensure_ascii=False).encode("utf-8")


def test_direction_marks_stay_in_texts_and_go_from_titles() -> None:
    turned = "to \u202eevael\u202c or \u2066not\u2069"
    for data, name in (
        (f"<title>{turned}</title><p>{turned}</p>".encode(), "a.html"),
        (made.jsonl({"text": turned, "title": turned}), "a.jsonl"),
        (turned.encode(), "a.txt"),
    ):
        [found] = read_documents(data, name)
        assert isinstance(found, Document)
        assert found.text == turned
        assert found.title == "to evael or not"


# --- many, deep, broken ---


def test_the_limit_of_items() -> None:
    data = made.jsonl(*({"text": str(n)} for n in range(12)))
    *good, last = read_documents(data, "a.jsonl", limits=Limits(items=10))
    assert len(good) == 10
    assert isinstance(last, Failure) and "more than 10 articles" in last.reason


def test_the_limit_of_characters() -> None:
    for data, name in ((made.jsonl({"text": "x" * 11}), "a.jsonl"), (b"<p>" + b"x" * 11, "a.html")):
        [reason] = failures(data, name, Limits(characters=10))
        assert "11 characters are over the limit of 10" in reason


def test_json_nested_without_end() -> None:
    [reason] = failures(b"[" * 200_000 + b"\n", "a.jsonl")
    assert reason.startswith("a.jsonl: is not JSON")


def test_mail_of_many_parts() -> None:
    part = b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n"
    deep = b"From: a@b\n" + b"".join(part % (n, n) for n in range(2_000)) + b"\nx\n"
    assert "over 500 parts" in failures(deep, "a.eml")[0]


def test_a_pdf_whose_pages_are_each_other() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    tree = writer._root_object["/Pages"].get_object()
    assert isinstance(tree, DictionaryObject)
    node = DictionaryObject(
        {NameObject("/Type"): NameObject("/Pages"), NameObject("/Count"): NumberObject(50_000)}
    )
    loop = writer._add_object(node)
    node[NameObject("/Kids")] = ArrayObject([loop, loop])
    tree[NameObject("/Kids")] = ArrayObject([loop] * 3)
    tree[NameObject("/Count")] = NumberObject(50_000)
    out = io.BytesIO()
    writer.write(out)
    assert failures(out.getvalue(), "a.pdf")


@pytest.mark.slow
def test_a_pdf_of_fifty_thousand_pages() -> None:
    kids = " ".join(["3 0 R"] * 50_000)
    objects = (
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count 50000/Kids[{kids}]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    )
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{content}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer<</Size 4/Root 1 0 R>>\nstartxref\n{len(body)}\n%%EOF"
    data = f"{body}xref\n0 4\n0000000000 65535 f \n{table}{trailer}".encode()
    [reason] = failures(data, "a.pdf")
    assert "50,000 pages are over the limit of 2,000" in reason


# --- the process of its own ---


@pytest.mark.slow
def test_a_reader_reads_file_after_file() -> None:
    data = made.pdf(["One."])
    with Reader() as reader:
        first = list(reader.read(made.PAGE.encode(), "a.html"))
        again = list(reader.read(data, "b.pdf"))
        bad = list(reader.read(b"", "c.jsonl"))
    assert first == list(read_items(made.PAGE.encode(), "a.html"))
    assert again == list(read_items(data, "b.pdf"))
    assert [type(item) for item in bad] == [Failure]


def patched(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Start readers whose JSON Lines parser does ``code`` at a line "stop"."""
    monkeypatch.setattr(
        "qa.sources.parsers.worker._START",
        "import json, sys; sys.path[:] = json.loads(sys.argv[1])\n"
        "import qa.sources.parsers.jsonl as lines, os, time, ctypes\n"
        "real = lines._document\n"
        "def changed(value, limits):\n"
        f"    if 'stop' in str(value): {code}\n"
        "    return real(value, limits)\n"
        "lines._document = changed\n"
        "from qa.sources.parsers.worker import serve; serve()",
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "limits", "message"),
    [
        ("time.sleep(600)", Limits(seconds=1), "took longer than the limit of 1 s"),
        # Stuck in C, and holding the interpreter's lock.
        ("sum(1 for _ in iter(int, 1))", Limits(seconds=1), "took longer than the limit of 1 s"),
        ("os.kill(os.getpid(), 11)", Limits(), f"made its reader end (signal {signal.SIGSEGV:d})"),
        ("os._exit(3)", Limits(), "made its reader end (code 3)"),
    ],
)
def test_the_end_of_a_parser_costs_one_file(
    monkeypatch: pytest.MonkeyPatch, code: str, limits: Limits, message: str
) -> None:
    patched(monkeypatch, code)
    with Reader(limits) as reader:
        before, end = reader.read(made.jsonl({"text": "x"}, {"text": "stop"}), "a.jsonl")
        assert before == Document(text="x")
        assert isinstance(end, Failure)
        assert message in end.reason
        [after] = reader.read(made.jsonl({"text": "y"}), "b.jsonl")
        assert after == Document(text="y")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="the limit on memory is Linux's")
def test_hunger_is_a_failure_of_that_file(monkeypatch: pytest.MonkeyPatch) -> None:
    patched(monkeypatch, "bytearray(3_000_000_000)")
    with Reader(Limits(memory_mb=1_500)) as reader:
        [end] = reader.read(made.jsonl({"text": "stop"}), "a.jsonl")
        assert isinstance(end, Failure)
        assert "MemoryError" in end.reason or "MB" in end.reason
        [after] = reader.read(made.jsonl({"text": "y"}), "b.jsonl")
        assert after == Document(text="y")


@pytest.mark.slow
def test_a_reader_that_is_left_in_the_middle_starts_anew() -> None:
    data = made.jsonl(*({"text": f"{n} " * 5_000} for n in range(200)))
    with Reader() as reader:
        items = reader.read(data, "a.jsonl")
        assert isinstance(next(items), Document)
        items.close()  # type: ignore[attr-defined]
        assert len(list(reader.read(data, "a.jsonl"))) == 200


PIECES = (" ", "\n", "<!-- ", "<?xml ", "a-", "a: b\n", "From ", "\xa0", "=?")


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("name", ["a", "a.html", "a.eml", "a.mbox", "a.jsonl", "a.xml"])
def test_a_piece_over_and_over_ends(piece: str, name: str) -> None:
    # Patterns that look back would need hours for these.
    assert list(read_items(piece.encode() * 40_000, name))


def test_a_pdf_line_without_end_ends() -> None:
    text, starts = join_pages([["a" * 300_000 + "-", "b" * 300_000]] * 3)
    assert text.count("b") == 900_000 and len(starts) == 3
