"""Which parts of a mail are its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from qa.sources.parsers.common import Unreadable, clean
from qa.sources.parsers.encodings import decode_html
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.mail_earlier import join_flowed
from qa.sources.parsers.web import html_to_text

# Parts within parts; mail forwarded ten times is rare.
MAX_PARTS = 500
TOO_MANY = f"has over {MAX_PARTS} parts; save the one with the text"
# A plain part that only says to read the other one: no longer than this, and the other is longer.
_MAX_STUB = 500
_STUB_RATIO = 3
_DIVIDED = re.compile(r"^--([^\s\"]{1,70})[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Body:
    """A part that is text; ``forms`` are the multipart/alternative parts that it lies in."""

    text: str
    is_plain: bool
    is_named: bool
    forms: tuple[int, ...]


def body_of(message: Message, limits: Limits) -> str:
    """Return the texts of a message's parts; of two forms of one text the plain one.

    Parts with a file's name count where there are no others: some programs name all.

    Raises:
        Unreadable: there are too many parts.
    """
    bodies = list(_bodies(message))
    unnamed = [each for each in bodies if not each.is_named]
    return _joined(unnamed, limits) or _joined(bodies, limits)


def _joined(bodies: list[_Body], limits: Limits) -> str:
    plain = {form: 0 for body in bodies for form in body.forms}
    for body in bodies:
        if body.is_plain:
            plain |= {form: plain[form] + len(body.text.strip()) for form in body.forms}
    pieces: list[str] = []
    stubs: set[int] = set()
    for body in reversed(bodies):  # the plain form comes first, and may be a stub
        lengths = [plain[form] for form in body.forms if plain[form]]
        if body.is_plain:
            if not stubs.intersection(body.forms):
                pieces.append(clean(body.text.strip("\r\n").replace("\r\n", "\n")))
        elif all(length <= _MAX_STUB for length in lengths):
            text = html_to_text(body.text, limits)
            if all(len(text) >= _STUB_RATIO * length for length in lengths):
                stubs.update(form for form in body.forms if plain[form])
                pieces.append(text)
    return "\n\n".join(piece for piece in reversed(pieces) if piece.strip())


def _bodies(message: Message) -> Iterator[_Body]:
    """Yield the parts that are text and no attachments, in order, without recursion."""
    stack: list[tuple[Message, tuple[int, ...]]] = [(message, ())]
    count = 0
    mended = False
    while stack:
        count += 1
        if count > MAX_PARTS:
            raise Unreadable(TOO_MANY)
        part, forms = stack.pop()
        kind = part.get_content_type()
        children = part.get_payload() if part.is_multipart() else None
        if children is None and kind.startswith("multipart/"):
            kind = "text/plain"  # the parser found no division in it
            if not mended:
                children, mended = _divided(part), True
        if isinstance(children, list):
            inner = (*forms, count) if kind == "multipart/alternative" else forms
            stack += [(each, inner) for each in reversed(children) if isinstance(each, Message)]
        elif kind in ("text/plain", "text/html") and not _is_attached(part):
            named = part is not message and bool(part.get_filename())
            yield _Body(_content(part), kind == "text/plain", named, forms)


def _divided(part: Message) -> list[Message] | None:
    """Return the parts of one that is divided by another line than it says, else None."""
    payload = part.get_payload()
    if not isinstance(payload, str) or (found := _DIVIDED.search(payload)) is None:
        return None
    head = f'Content-Type: multipart/mixed; boundary="{found[1]}"\n\n'
    data = (head + payload).encode("utf-8", "surrogateescape")
    children = message_from_bytes(data, policy=compat32).get_payload()
    return [each for each in children if isinstance(each, Message)] if children else None


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition", "")).strip().lower().startswith("attachment")


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    text = decode_html(data, part.get_content_charset() or "")
    if part.get_content_type() == "text/plain" and part.get_param("format") == "flowed":
        lone = str(part.get_param("delsp", "")).lower() == "yes"
        return join_flowed(text.replace("\r\n", "\n"), lone=lone)
    return text
