"""What kind of file some bytes are: by what they say of themselves, then by their name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import PurePosixPath

from qa.sources.parsers.common import Unreadable
from qa.sources.suffixes import SUFFIXES

# A zip-based kind is always confirmed by its members.
MIME_TYPES = {
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "application/x-pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/epub+zip": "epub",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
    "application/xml": "feed",
    "text/xml": "feed",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/x-jsonlines": "jsonl",
    "application/json": "jsonl",
    "application/feed+json": "jsonl",
    "application/mbox": "mbox",
    "message/rfc822": "eml",
    "application/zip": "zip",
    "application/x-zip-compressed": "zip",
}
KINDS = tuple(dict.fromkeys(SUFFIXES.values()))

# These may hold anything that begins with a tag; a page is often called XML, or the reverse.
_TAGGED = ("html", "feed", "")
_HEAD = 4_096
_PDF_HEAD = 1_024  # readers accept so much before "%PDF-" (ISO 32000-1, Annex H, note 13)
_MARKUP = re.compile(
    rb"\A(?>\s+|<\?xml[^>]{0,200}\?>|<!--.{0,2000}?-->|<!DOCTYPE\s+(?P<type>\w+)[^>]{0,1000}>|"
    rb"<\?xml-stylesheet[^>]{0,500}\?>)*+<(?P<root>[A-Za-z][\w:.-]{0,40})",
    re.DOTALL | re.IGNORECASE,
)
_FEEDS = (b"rss", b"feed", b"rdf:rdf", b"atom:feed")
_MAIL = re.compile(
    rb"\A(?:[A-Za-z][A-Za-z0-9-]{0,60}:[^\n]{0,998}\n(?:[ \t][^\n]{0,998}\n){0,100}){1,60}",
)
_MAIL_KEYS = re.compile(rb"^(?:from|received|return-path|mime-version|message-id):", re.I | re.M)
# First bytes of what people try, and what to do about it.
_REFUSED = (
    (b"\xd0\xcf\x11\xe0", "is an old Word or Office file; save it as .docx"),
    (b"{\\rtf", "is RTF; save it as .docx or .txt"),
    (b"\x89PNG", "is a picture; run OCR on it first, and add the text"),
    (b"\xff\xd8\xff", "is a picture; run OCR on it first, and add the text"),
    (b"GIF8", "is a picture; run OCR on it first, and add the text"),
    (b"7z\xbc\xaf", "is a 7z archive; unpack it, or pack it as .zip"),
    (b"Rar!", "is a RAR archive; unpack it, or pack it as .zip"),
)


def kind_of(data: bytes, name: str, kind: str = "") -> str:
    """Return one of ``KINDS`` for ``data``.

    Args:
        data: the whole file.
        name: its name or address, of which the suffix counts.
        kind: a suffix (".pdf"), kind ("pdf") or MIME type ("text/html; charset=utf-8") that
            takes precedence over the name's, but not over the bytes' own signature.

    Raises:
        Unreadable: the bytes are of a kind that cannot be read.
    """
    declared = declared_kind(kind) or SUFFIXES.get(suffix_of(name), "")
    for signature, reason in _REFUSED:
        if data.startswith(signature):
            raise Unreadable(reason)
    if b"%PDF-" in data[:_PDF_HEAD] and declared in ("pdf", "", "text", "html", "zip", "docx"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zipped(data)
    if declared in ("text", "markdown"):
        return _page(data[: 8 * _HEAD]) or declared
    if declared not in _TAGGED:
        return declared
    return _tagged(data[: 8 * _HEAD]) or declared or _plain(data[: 8 * _HEAD])


def declared_kind(kind: str) -> str:
    """Return the kind that a suffix, name of a kind or MIME type stands for, "" if none."""
    lean = kind.partition(";")[0].strip().lower()
    if lean in KINDS:
        return lean
    return SUFFIXES.get(lean if lean.startswith(".") else f".{lean}", MIME_TYPES.get(lean, ""))


def suffix_of(name: str) -> str:
    """Return the suffix of a file name or of an address' path, in lower case."""
    if name.lower().startswith(("http://", "https://")):
        name = re.split(r"[?#]", name, maxsplit=1)[0].partition("//")[2].partition("/")[2]
    return PurePosixPath(name.replace("\0", "")).suffix.lower()


def _zipped(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names:
                with archive.open("mimetype") as file:
                    if file.read(40).strip().startswith(b"application/vnd.oasis"):
                        raise Unreadable("is an OpenDocument file; save it as .docx")
    except Unreadable:
        raise
    except Exception as error:  # zipfile raises what struct, zlib and its own code happen to
        raise Unreadable(f"is a damaged zip file ({describe_error(error)}); get it again") from None
    if any(re.fullmatch(r"word/document\d*\.xml", name) for name in names):
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    if "[Content_Types].xml" in names:
        raise Unreadable("is an Office file that is no text document; save its text as .docx")
    return "zip"


def describe_error(error: BaseException) -> str:
    """Return an error's type and the start of its message, in one line."""
    text = " ".join(str(error).split())[:120]
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _tagged(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    found = _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf"))
    if found is None:
        return ""
    root = found["root"].lower()
    if root in _FEEDS:
        return "feed"
    if root in (b"html", b"head", b"body") or (found["type"] or b"").lower() == b"html":
        return "html"
    return ""


def _page(head: bytes) -> str:
    """Return "html" or "feed" for a whole page or feed; a text may begin with a tag."""
    found = _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf"))
    whole = found is not None and (found["type"] or found["root"].lower() in (b"html", *_FEEDS))
    return _tagged(head) if whole else ""


def _plain(head: bytes) -> str:
    if re.match(rb"\AFrom [^\n]{3,200}\n[A-Za-z-]+:", head):
        return "mbox"
    if (mail := _MAIL.match(head)) and _MAIL_KEYS.search(mail[0]):
        return "eml"
    if re.match(rb'\A\s*(?:\[\s*)?\{\s*"', head):
        return "jsonl"
    return "text"
