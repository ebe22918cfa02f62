"""Damaged files, each a function of seed, parser and number.

A valid file of its kind is given random damage: bytes flipped, cut, doubled and spliced, and
pieces that are known to hurt. Inside zip-based files the members are damaged before they are
packed, else all would end at a checksum. One input in ``LARGE_EVERY`` is made from a whole file
by a real writer; the others from the smallest that shows the same structure, so that damage hits
it more often and an input costs milliseconds.
"""

from __future__ import annotations

import functools
import io
import random
import zipfile
from collections.abc import Mapping

from benchmarks.support import made_files as made

PARSERS = ("text", "html", "feed", "jsonl", "eml", "mbox", "pdf", "docx", "epub", "zip")
LARGE_EVERY = 20
MAX_BYTES = 200_000

NASTY = (
    *(b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x80\xae"),
    *(b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE x [", b'<!ENTITY a "b">', b"&a;", b"&#0;"),
    *(b"&#xD800;", b"&#99999999;", b"<div>" * 300, b"</p>", b"<table><tr><td>", b"<svg><style>"),
    *(b"<script>", b"<template>", b"<plaintext>", b"<title>", b"<meta charset=utf-7>", b"<?xml"),
    *(b"[" * 500, b'{"text":', b"\\ud800", b"1e999", b"-" * 400, b"9" * 5_000, b"Infinity"),
    *(b"\n\nFrom ", b"\nboundary=", b"=?utf-8?b?", b"?=", b"=?x?q?=FF?=", b"\nContent-Type: "),
    *(b"multipart/mixed; boundary=a\n\n--a\n", b"Content-Transfer-Encoding: base64\n\n", b"\r"),
    *(b" obj", b"endobj", b"stream\n", b"endstream", b"/Length 99999999", b"/Kids[1 0 R 1 0 R]"),
    *(b"/Filter[/FlateDecode/FlateDecode/LZWDecode]", b"/Type/Pages/Count 99999", b"xref\n0 9\n"),
    *(
        b"startxref\n0",
        b"/Prev 0",
        b"<<" * 200,
        b"(((((",
        b"BT /F1 9 Tf (",
        b") Tj T* ",
        b"PK\x05\x06",
    ),
)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHORT = "Fees rise by 2.5% from 1 June, says I. Voss. “Fine,” said the U.S. firm’s café."
# Parts shorter than a paragraph, and items shorter than an article, are left out.
_LONG = f"{_SHORT} " * 8
_SMALL_PAGE = (
    "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>T | C</title><meta name=author "
    'content="T. Lind"><meta property="article:published_time" content="2025-03-14T09:30:00Z">'
    '<script type="application/ld+json">{"@type":"Article","datePublished":"2025-03-14"}</script>'
    f"</head><body><nav><a href=/>Home</a></nav><article><h1>T</h1><p>{_LONG}</p><ul><li>a<li>b"
    '</ul><p>10<sup>6</sup><a name=p></a><del>5</del><a role=doc-noteref href="#n"><sup>1</sup></a>'
    "<span role=doc-pagebreak>7</span><ul><li>c"
    "</ul><table><tr><td>1<td>2</table><pre> x\n y</pre></article><footer>(c) 2011</footer>"
)
_SMALL_ATOM = (
    '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>C'
    "</title><entry><title>F</title><author><name>T</name></author><link href="
    '"https://c.example/1"/><updated>2025-03-14T09:30:00Z</updated><content type="xhtml"><div '
    f'xmlns="http://www.w3.org/1999/xhtml"><p>{_LONG}</p></div></content></entry></feed>'
)
_SMALL_MAIL = (
    "From: =?utf-8?q?T=C3=A9a?= <t@c.example>\nSubject: =?utf-8?b?RsOpZXM=?=\nDate: Fri, 14 Mar "
    "2025 09:30:00 +0100\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=b\n\n"
    "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
    "Fees rise by 2.5=25, caf=C3=A9=\n and all.\n--b\nContent-Type: text/html; charset=cp1252\n"
    "Content-Transfer-Encoding: base64\n\nPHA+RmVlcyByaXNlIGJ5IDIuNSUuPC9wPg==\n--b--\n"
)
_PLAIN_MAIL = f"From: t@c.example\nSubject: Fees\nDate: 14 Mar 2025 09:30 GMT\n\n{_LONG}\n"


@functools.cache
def seeds(parser: str) -> tuple[bytes, ...]:
    """Return whole files of a kind, as real writers make them."""
    text = "\n\n".join(made.PARAGRAPHS)
    html = "".join(f"<p>{part}</p>" for part in made.PARAGRAPHS)
    plain, rich = made.mail(text), made.mail(text, html=made.PAGE)
    if parser == "text":
        return f"---\ntitle: T\n---\n{text}".encode(), text.encode("utf-16")
    if parser == "html":
        odd = f"<ul><li>{html}<table><tr><td>1<td>2</table><pre> x\n y</pre>"
        return made.PAGE.encode(), odd.encode(), html.encode("cp1252", "replace")
    if parser == "feed":
        day = "Fri, 14 Mar 2025 09:30 GMT"
        first = made.rss_item("One", html * 2, link="https://c.example/1", date=day)
        second = made.rss_item("Two", "<p>Short.</p>", link="https://c.example/2")
        return made.rss([first, second]), _SMALL_ATOM.replace(_LONG, html * 2).encode()
    if parser == "jsonl":
        whole = {"text": text, "title": "T", "date": "2025-03-14"}
        return (made.jsonl(whole, {"text": "x", "n": [1]}),)
    if parser == "eml":
        return bytes(plain), bytes(rich), bytes(made.mail("", html=html))
    if parser == "mbox":
        return (made.mbox([plain, rich]),)
    if parser == "pdf":
        open_ = made.pdf([text, made.PARAGRAPHS[0]], title="T", compress=False)
        return open_, made.pdf([text]), made.picture_pdf(["x", ""])
    if parser == "docx":
        return (made.docx(),)
    if parser == "epub":
        return (made.epub({"A": text, "B": text}),)
    inner = made.packed({"d.md": text})
    return (made.packed({"a.txt": text, "b.html": made.PAGE, "c.zip": inner}),)


@functools.cache
def small_seeds(parser: str) -> tuple[bytes, ...]:
    """Return small files of a kind that can be read."""
    if parser == "text":
        return f"---\ntitle: T\ndate: 2025-03-14\n---\n{_SHORT}\n\nB".encode(), _SHORT.encode()
    if parser == "html":
        return (_SMALL_PAGE.encode(), f"<title>T</title><p>{_SHORT}<p>Two".encode("cp1252"))
    if parser == "feed":
        item = made.rss_item("One", f"&lt;p>{_LONG}", link="https://c.example/1", date="2025-03-14")
        return made.rss([item]), _SMALL_ATOM.encode()
    if parser == "jsonl":
        return (
            made.jsonl({"text": _SHORT, "title": "T", "url": "https://c.example"}, {"text": "x"}),
        )
    if parser == "eml":
        return _SMALL_MAIL.encode(), _PLAIN_MAIL.encode()
    if parser == "mbox":
        return (f"From a\n{_PLAIN_MAIL}\nFrom b\n{_SMALL_MAIL}".encode(),)
    if parser == "pdf":
        return _small_pdf(), made.pdf([_SHORT], title="T", compress=False)
    if parser == "docx":
        return (made.packed(_small_docx(), deflate=False),)
    if parser == "epub":
        return (made.epub({"A": _LONG}),)
    return (made.packed({"a.txt": _SHORT, "b.zip": made.packed({"d.md": _SHORT})}),)


def _small_docx() -> Mapping[str, str]:
    run = (
        f"<w:p><w:r><w:t>{_SHORT}</w:t><w:tab/></w:r><w:r><w:rPr>"
        '<w:vertAlign w:val="superscript"/><w:strike/></w:rPr><w:t>6</w:t></w:r>'
        "<w:r><w:t>6</w:t></w:r><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>"
    )
    table = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    note = "<w:footnote><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>"
    return {
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{run}{table}</w:body>'
        "</w:document>",
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}">{note}</w:footnotes>',
        "docProps/core.xml": '<c xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T</dc:title>'
        "</c>",
    }


def _small_pdf() -> bytes:
    """One page of text in three objects, the table of places at its end."""
    shown = (
        b"BT /F 9 Tf 12 TL 20 700 Td (Fees rise by 2.5%, she) ' (said.) ' [(Fi) -300 (ne)] TJ ET"
    )
    objects = (
        b"<</Type/Catalog/Pages 2 0 R/Lang(en)>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 "
        b"R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        b"<</Title(T)/CreationDate(D:20250314093000+01'00')>>",
    )
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    tail = b"trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return bytes(out) + head + table + tail


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return ``data`` with one to eight pieces of damage."""
    made_of = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8))):
        size = len(made_of)
        at = chance.randrange(size + 1)
        span = min(size - at, chance.choice((1, 2, 8, 50, 400, 3_000)))
        kind = chance.randrange(8)
        if kind == 0 and size:
            made_of[min(at, size - 1)] ^= 1 << chance.randrange(8)
        elif kind == 1:
            made_of[at : at + span] = chance.randbytes(span)
        elif kind == 2:
            del made_of[at : at + span]
        elif kind == 3:
            made_of[at:at] = made_of[at : at + span] * chance.choice((1, 2, 30))
        elif kind == 4:
            made_of[at:at] = chance.choice(NASTY)
        elif kind == 5:
            made_of[at : at + span] = chance.choice(NASTY) * chance.choice((1, 1, 20))
        elif kind == 6:
            other = chance.randrange(size + 1)
            made_of[at : at + span] = made_of[other : other + span]
        elif chance.random() < 0.3:
            del made_of[at:]
        del made_of[MAX_BYTES:]
    return bytes(made_of)


def made_input(parser: str, number: int, seed: int) -> bytes:
    """Return input ``number``."""
    chance = random.Random(f"{seed}:{parser}:{number}")
    data = chance.choice((small_seeds if number % LARGE_EVERY else seeds)(parser))
    if parser in ("docx", "epub", "zip") and chance.random() < 0.8:
        return _damaged_inside(data, chance)
    return damaged(data, chance)


def _damaged_inside(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    wanted = [
        name for name in members if name.endswith((".xml", ".opf", ".xhtml", ".html", ".zip"))
    ]
    for name in chance.sample(wanted, min(len(wanted), chance.choice((1, 1, 2)))):
        members[name] = damaged(members[name], chance)
    return made.packed(members, deflate=False)
