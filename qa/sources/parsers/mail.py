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
from qa.records import Document, Failure
from qa.sources.parsers.common import Unreadable, make_failure, metadata_line, parse_date
from qa.sources.parsers.encodings import decode_html
from qa.sources.parsers.kinds import describe_error
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.mail_body import MAX_PARTS, TOO_MANY, body_of
from qa.sources.parsers.mail_earlier import own_words

# A message begins at a line "From " after a blank line (RFC 4155, appendix A).
_FROM = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_BOUNDARY = re.compile(rb"\bboundary\s*=", re.IGNORECASE)
_MAX_HEADER = 10_000
_LEFT_OUT = "it answers a mail, whose text below it was left out; add that one by itself"


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
            yield make_failure(f"{name}: message {number}", str(error))
        except Exception as error:  # as in read_eml
            yield make_failure(f"{name}: message {number}", f"is damaged ({describe_error(error)})")


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
        raise Unreadable(f"is damaged ({describe_error(error)})") from None


def _document(raw: bytes, limits: Limits) -> Document:
    # The parser compares every line with the boundary of every part that it is in.
    if len(_BOUNDARY.findall(raw)) > MAX_PARTS:
        raise Unreadable(TOO_MANY)
    # The older policy: that of today parses every header at a cost of its length squared.
    message = message_from_bytes(raw, policy=compat32)
    text = body_of(message, limits)
    if not text.strip():
        raise Unreadable("has no text; attachments are not read, save and add them")
    subject = _header(message, "Subject")
    answering = any(_raw(message, key).strip() for key in ("In-Reply-To", "References"))
    text, answers = own_words(text, subject, answers=answering)
    # Before it is decoded: a comma in an encoded name is none between two senders.
    sender, address = parseaddr(_raw(message, "From"))
    return Document(
        text=text,
        title=subject,
        source=metadata_line(address).rpartition("@")[2].lower() if "@" in address else "",
        author=_decoded(sender) or metadata_line(address),
        date=parse_date(re.sub(r"\s*\([^()]*\)\s*\Z", "", _header(message, "Date")[:100])),
        language=_header(message, "Content-Language").partition(",")[0],
        notes=(_LEFT_OUT,) if answers else (),
    )


def _header(message: Message, key: str) -> str:
    return _decoded(_raw(message, key))


def _raw(message: Message, key: str) -> str:
    """Return a header as it is written: parsing it may fail, or take for ever."""
    for name, value in message.raw_items():
        if name.lower() == key.lower():
            text = str(value)[:_MAX_HEADER]
            # Bytes that no header may have come as surrogates; they are text all the same.
            return decode_html(text.encode("utf-8", "surrogateescape"), strict=False)
    return ""


def _decoded(text: str) -> str:
    """Return a header's text without its encoding (RFC 2047), in one line."""
    try:
        pairs = [
            (decode_html(part, charset, strict=False), "utf-8")
            if isinstance(part, bytes) and charset
            else (part, charset)
            for part, charset in decode_header(text)
        ]
        return metadata_line(str(make_header(pairs)))
    except Exception:  # unknown charsets and broken base64 raise several kinds
        return metadata_line(text)
