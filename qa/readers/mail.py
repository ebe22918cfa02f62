"""Mail: single messages and MBOX folders, by the standard library's parser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr

from qa.errors import ArticleError
from qa.readers.common import Unreadable, clean, date, line, refuse
from qa.readers.encodings import decode_html
from qa.readers.kinds import line_of
from qa.readers.limits import Limits
from qa.readers.web import html_to_text
from qa.types import Document, Failure

# A message begins at a line "From " after a blank line (RFC 4155, appendix A).
_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
# Parts within parts; mail forwarded ten times is rare.
_MAX_PARTS = 500
# A plain part that only says to read the other one: no longer than this, and the other is longer.
_MAX_STUB = 500
_STUB_RATIO = 3
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
    # The older policy: that of today parses every header at a cost of its length squared.
    message = message_from_bytes(raw, policy=compat32)
    text = _text(message, limits)
    if not text.strip():
        raise Unreadable("has no text; attachments are not read, save and add them")
    # Before it is decoded: a comma in an encoded name is none between two senders.
    sender, address = parseaddr(_raw(message, "From"))
    return Document(
        text=text,
        title=_header(message, "Subject"),
        source=line(address).rpartition("@")[2].lower() if "@" in address else "",
        author=_decoded(sender) or line(address),
        date=date(re.sub(r"\s*\([^()]*\)\s*\Z", "", _header(message, "Date")[:100])),
        language=_header(message, "Content-Language").partition(",")[0],
    )


def _header(message: Message, key: str) -> str:
    return _decoded(_raw(message, key))


def _raw(message: Message, key: str) -> str:
    """Return a header as it is written: parsing it may fail, or take for ever."""
    for name, value in message.raw_items():
        if name.lower() == key.lower():
            text = str(value)[:_MAX_HEADER]
            # Bytes that no header may have come as surrogates; they are text all the same.
            return decode_html(text.encode("utf-8", "surrogateescape"))
    return ""


def _decoded(text: str) -> str:
    """Return a header's text without its encoding (RFC 2047), in one line."""
    try:
        pairs = [
            (decode_html(part, charset), "utf-8")
            if isinstance(part, bytes) and charset
            else (part, charset)
            for part, charset in decode_header(text)
        ]
        return line(str(make_header(pairs)))
    except Exception:  # unknown charsets and broken base64 raise several kinds
        return line(text)


def _text(message: Message, limits: Limits) -> str:
    """Return the texts of a message's parts; of two forms of one text the plain one."""
    bodies = [(part, forms, _content(part)) for part, forms in _bodies(message)]
    plain = {form: "" for _, forms, _ in bodies for form in forms}
    for part, forms, content in bodies:
        if part.get_content_type() == "text/plain":
            plain |= {form: plain[form] + content.strip() for form in forms}
    pieces: list[str] = []
    stubs: set[int] = set()
    for part, forms, content in reversed(bodies):  # the plain form comes first, and may be a stub
        if part.get_content_type() == "text/plain":
            if not stubs.intersection(forms):
                pieces.append(clean(content.strip("\r\n").replace("\r\n", "\n")))
            continue
        if any(len(plain[form]) > _MAX_STUB for form in forms):
            continue
        text = html_to_text(content, limits)
        if any(len(text) < _STUB_RATIO * len(plain[form]) for form in forms if plain[form]):
            continue
        stubs.update(form for form in forms if plain[form])
        pieces.append(text)
    return "\n\n".join(piece for piece in reversed(pieces) if piece.strip())


def _bodies(message: Message) -> Iterator[tuple[Message, tuple[int, ...]]]:
    """Yield the parts that are text and no attachments, in order, without recursion.

    With each comes by which "multipart/alternative" parts it is one form among others.
    """
    stack: list[tuple[Message, tuple[int, ...]]] = [(message, ())]
    count = 0
    while stack:
        count += 1
        if count > _MAX_PARTS:
            raise Unreadable(_TOO_MANY)
        part, forms = stack.pop()
        kind = part.get_content_type()
        if part.is_multipart():
            payload = part.get_payload()
            inner = (*forms, count) if kind == "multipart/alternative" else forms
            if isinstance(payload, list):
                children = [child for child in payload if isinstance(child, Message)]
                stack += [(child, inner) for child in reversed(children)]
        elif kind in ("text/plain", "text/html") and (
            part is message or not (part.get_filename() or _is_attached(part))
        ):
            yield part, forms


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return decode_html(data, part.get_content_charset() or "")
