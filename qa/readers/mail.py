"""Mail: single messages and MBOX folders, by the standard library's parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr

from qa.errors import ArticleError
from qa.readers.common import Unreadable, clean, date, line, refuse
from qa.readers.kinds import line_of
from qa.readers.limits import Limits
from qa.readers.trees import decode_html
from qa.readers.web import html_to_text
from qa.types import Document, Failure

# A message begins at a line "From " after a blank line (RFC 4155, appendix A).
_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# Parts within parts; mail forwarded ten times is rare.
_MAX_PARTS = 500
_BOUNDARY = re.compile(rb"\bboundary\s*=", re.IGNORECASE)
_TOO_MANY = f"has over {_MAX_PARTS} parts; save the one with the text"
_MAX_HEADER = 10_000


def read_mbox(data: bytes, name: str, limits: Limits) -> Iterator[Document | Failure]:
    """Yield the messages of an MBOX file; a bad one is a ``Failure`` with its number.

    Raises:
        Unreadable: there is no message in it.
    """
    starts = list(_FROM.finditer(data))
    if not starts:
        raise Unreadable('has no line that begins with "From ", so it is no MBOX file')
    ends = [found.start() for found in starts[1:]] + [len(data)]
    for number, (found, end) in enumerate(zip(starts, ends, strict=True), 1):
        raw = _QUOTED_FROM.sub(rb"\1", data[found.end() : end])
        try:
            yield _document(raw, limits)
        except ArticleError as error:
            yield refuse(f"{name}: message {number}", str(error))
        except Exception as error:  # as in read_eml
            yield refuse(f"{name}: message {number}", f"is damaged ({line_of(error)})")


def read_eml(data: bytes, name: str, limits: Limits) -> Iterator[Document]:
    """Yield one message: its plain text, else its HTML as text; the subject is the title.

    Raises:
        Unreadable: it has no text.
    """
    try:
        yield _document(data, limits)
    except ArticleError:
        raise
    except Exception as error:  # the parser of headers raises many kinds on malformed ones
        raise Unreadable(f"is damaged ({line_of(error)})") from None


def _document(raw: bytes, limits: Limits) -> Document:
    # The parser compares every line with the boundary of every part that it is in.
    if len(_BOUNDARY.findall(raw)) > _MAX_PARTS:
        raise Unreadable(_TOO_MANY)
    message = message_from_bytes(raw, policy=default)
    text = _text(message, limits)
    if not text.strip():
        raise Unreadable("has no text; attachments are not read, save and add them")
    sender, address = parseaddr(_header(message, "From"))
    return Document(
        text=text,
        title=_header(message, "Subject"),
        source=address.rpartition("@")[2].lower() if "@" in address else "",
        author=line(sender) or address,
        date=date(re.sub(r"\s*\([^()]*\)\s*\Z", "", _header(message, "Date")[:100])),
        language=_header(message, "Content-Language").partition(",")[0],
    )


def _header(message: Message, key: str) -> str:
    """Return a header decoded, read from its source: parsing it may fail, or take for ever."""
    for name, value in message.raw_items():
        if name.lower() == key.lower():
            text = str(value)[:_MAX_HEADER]
            try:
                return line(str(make_header(decode_header(text))))
            except Exception:  # unknown charsets and broken base64 raise several kinds
                return line(text)
    return ""


def _text(message: Message, limits: Limits) -> str:
    plain: list[str] = []
    rich: list[str] = []
    for part in _parts(message):
        kind, filename = part.get_content_type(), part.get_filename()
        if part.is_multipart() or filename or kind not in ("text/plain", "text/html"):
            continue
        (plain if kind == "text/plain" else rich).append(_content(part))
    text = clean("\n\n".join(piece.strip("\r\n") for piece in plain))
    if not text.strip() and rich:
        return "\n\n".join(html_to_text(piece, limits) for piece in rich)
    return text.replace("\r\n", "\n")


def _parts(message: Message) -> Iterator[Message]:
    """Yield a message and its parts in order, without recursion."""
    stack = [message]
    count = 0
    while stack:
        count += 1
        if count > _MAX_PARTS:
            raise Unreadable(_TOO_MANY)
        part = stack.pop()
        yield part
        if part.is_multipart():
            payload = part.get_payload()
            if isinstance(payload, list):
                stack += [child for child in reversed(payload) if isinstance(child, Message)]


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    if isinstance(part, EmailMessage) and part.get_content_type() == "text/html":
        return decode_html(data, part.get_content_charset() or "")
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, ValueError):
        return decode_html(data)
