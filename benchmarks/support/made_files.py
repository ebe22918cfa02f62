"""Real files of many kinds, made by real writers where there are some."""

from __future__ import annotations

import io
import json
import mailbox
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

PARAGRAPHS = (
    "The harbour board of Skerra voted on Tuesday to raise mooring fees by 2.5% from 1 June, "
    "the first rise since 2019, chair Ingrid Voss said after a meeting of four hours.",
    "The U.S. firm that runs the ferries, Norling & Sons, will pay $1.2bn over ten years. "
    "“We can live with that,” its director told reporters.",
    "Fishing boats under eight metres stay exempt. The board had planned to charge them too, "
    "but dropped the idea when 412 of 430 owners objected in writing.",
)
TITLE = "Skerra raises mooring fees"

PAGE = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>{TITLE} | The Skerra Courier</title>
<meta property="og:title" content="{TITLE}">
<meta property="og:site_name" content="The Skerra Courier">
<meta name="author" content="Tove Lind">
<meta property="article:published_time" content="2025-03-14T09:30:00+01:00">
<link rel="canonical" href="https://courier.example/2025/fees">
<style>p {{ color: red }}</style><script>var secret = "do not read";</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport today</a></li></ul></nav>
<main><article><h1>{TITLE}</h1>
{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}
</article></main>
<footer><p>Copyright 2011 The Skerra Courier. All rights reserved.</p></footer></body></html>
"""


def pdf(pages: Sequence[str], *, title: str = "", author: str = "", compress: bool = True) -> bytes:
    """Text pages, each paragraph wrapped to the page's width; the core fonts have Latin-1."""
    from fpdf import FPDF

    made = FPDF(format="A4")
    made.set_compression(compress)
    made.set_auto_page_break(False)
    for text in pages:
        made.add_page()
        made.set_font("Helvetica", size=11)
        for paragraph in text.encode("latin-1", "replace").decode("latin-1").split("\n\n"):
            made.multi_cell(0, 6, paragraph, new_x="LMARGIN", new_y="NEXT", align="L")
    if title:
        made.set_title(title)
    if author:
        made.set_author(author)
    return bytes(made.output())


def picture_pdf(pages: Sequence[str]) -> bytes:
    """Pages of which the blank ones hold a picture, as a scanner makes them."""
    from fpdf import FPDF
    from PIL import Image

    picture = Image.new("L", (40, 40), 200)
    made = FPDF(format="A4")
    for text in pages:
        made.add_page()
        made.set_font("Helvetica", size=11)
        if text:
            made.multi_cell(0, 6, text)
        else:
            made.image(picture, x=10, y=10, w=100)
    return bytes(made.output())


def docx(paragraphs: Sequence[str] = PARAGRAPHS) -> bytes:
    """A Word file with a heading, paragraphs and a table."""
    import datetime

    import docx as writer

    made = writer.Document()
    made.add_heading(TITLE, 1)
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    table = made.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Boat", "Fee"), ("Under 8 m", "€0")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made.core_properties.title = TITLE
    made.core_properties.author = "Tove Lind"
    made.core_properties.created = datetime.datetime(2025, 3, 14, 9, 30)
    made.core_properties.language = "en-GB"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def packed(members: Mapping[str, bytes | str], *, deflate: bool = True) -> bytes:
    """Return a zip file with these members."""
    out = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def epub(chapters: Mapping[str, str], *, container: str = "", package: str = "") -> bytes:
    """An EPUB 3 book; chapters are heading -> paragraphs set apart by blank lines."""
    items, spine, files = [], [], {}
    for number, (heading, text) in enumerate(chapters.items(), 1):
        items.append(
            f'<item id="c{number}" href="text/c{number}.xhtml" media-type="application/xhtml+xml"/>'
        )
        spine.append(f'<itemref idref="c{number}"/>')
        body = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
        files[f"OPS/text/c{number}.xhtml"] = (
            '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
            f"<head><title>x</title></head><body><h1>{heading}</h1>{body}</body></html>"
        )
    return packed(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container
            or '<?xml version="1.0"?><container version="1.0" '
            'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
            'full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles>'
            "</container>",
            "OPS/book.opf": package
            or '<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Skerra Annual'
            "</dc:title><dc:creator>Tove Lind</dc:creator><dc:language>en</dc:language>"
            f"<dc:date>2025-03-14</dc:date></metadata><manifest>{''.join(items)}</manifest>"
            f"<spine>{''.join(spine)}</spine></package>",
            **files,
        }
    )


def rss(items: Sequence[str], *, head: str = "") -> bytes:
    """Return an RSS feed with these items."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>' + head + '<rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Skerra Courier</title>'
        "<link>https://courier.example/</link><description>News</description>"
        f"<language>en-gb</language>{''.join(items)}</channel></rss>"
    ).encode()


def rss_item(title: str, content: str, *, link: str = "", date: str = "") -> str:
    """Return one item of an RSS feed, its content in ``content:encoded``."""
    return (
        f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate>"
        f"<dc:creator>Tove Lind</dc:creator><description>A teaser.</description>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded></item>"
    )


def mail(text: str, *, html: str = "", subject: str = TITLE, sender: str = "") -> EmailMessage:
    """Return a message with a text body and, where given, an HTML one."""
    made = EmailMessage()
    made["Subject"] = subject
    made["From"] = sender or "Tove Lind <tove@courier.example>"
    made["To"] = "desk@example.org"
    made["Date"] = "Fri, 14 Mar 2025 09:30:00 +0100"
    if text:
        made.set_content(text)
        if html:
            made.add_alternative(html, subtype="html")
    elif html:
        made.set_content(html, subtype="html")
    return made


def mbox(messages: Sequence[EmailMessage]) -> bytes:
    """Return a mailbox file with these messages."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box"
        box = mailbox.mbox(path)
        for message in messages:
            box.add(message)
        box.close()
        return path.read_bytes()


def jsonl(*values: object) -> bytes:
    """Return one line of JSON for each value."""
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)
