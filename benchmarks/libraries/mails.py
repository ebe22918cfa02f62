"""Earlier mails below an answer: mails of our own, each line marked as the sender's or not.

A library is taken at its best here: pages go to it as pages where it reads them. Beside "our rest"
it gets no mail that says that it is forwarded, and of what it leaves our rule takes the signature.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.sources.parsers.limits import Limits
from qa.sources.parsers.mail_earlier import is_answer, is_forwarded, own_words, unsigned
from qa.sources.parsers.web import html_to_text

CASES = Path(__file__).parent.parent / "data" / "mails.toml"
KEPT, EITHER = "+", "?"
LATER = "second"
"""The kind of the mails that were written after our rules had been mended by the others."""
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, the words that have to be kept of it, and those that may be."""

    name: str
    kind: str
    subject: str
    body: str
    is_page: bool
    kept: tuple[str, ...]
    allowed: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its text, of a page as Copydesk reads pages."""
        return html_to_text(self.body, Limits()) if self.is_page else self.body


Reader = Callable[[Mail], str]


def mails() -> Iterator[Mail]:
    """Yield the made-up mails."""
    for row in tomllib.loads(CASES.read_text("utf-8"))["mail"]:
        page = row.get("html", False)
        lines = row["body"].splitlines()
        yield Mail(
            row["name"],
            row["kind"],
            row.get("subject", "Re: Bath"),
            "\n".join(line[1:] for line in lines),
            page,
            tuple(_words(lines, KEPT, page)),
            tuple(_words(lines, KEPT + EITHER, page)),
        )


def _words(lines: list[str], marks: str, page: bool) -> list[str]:
    text = "\n".join(line[1:] for line in lines if line[0] in marks)
    return _split(html_to_text(text, Limits()) if page else text)


def _split(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", _TAG.sub(" ", text))


def own(mail: Mail) -> str:
    """Return what our rules keep."""
    return own_words(mail.text, mail.subject)[0]


def quotequail(mail: Mail) -> str:
    """Return what quotequail leaves around the mail that it finds, in pages by their markup."""
    library = importlib.import_module("quotequail")
    ending = "html" if mail.is_page else "text"
    found = (library.unwrap_html if mail.is_page else library.unwrap)(mail.body)
    if found is None:
        return mail.text
    parts = [found[key] for key in (f"{ending}_top", f"{ending}_bottom") if key in found]
    if mail.is_page:
        parts = [html_to_text(part, Limits()) for part in parts]
    return "\n\n".join(parts) or mail.text


def quotequail_alone(mail: Mail) -> str:
    """Return the same, but all of a mail that quotequail calls forwarded."""
    library = importlib.import_module("quotequail")
    found = (library.unwrap_html if mail.is_page else library.unwrap)(mail.body)
    return mail.text if found and found["type"] == "forward" else quotequail(mail)


def mail_parser_reply(mail: Mail) -> str:
    """Return the newest of the mails that mail-parser-reply finds, in all its languages."""
    library: Any = importlib.import_module("mailparser_reply.parser")
    known = importlib.import_module("mailparser_reply.constants").MAIL_LANGUAGES
    read = library.EmailMessage(text=mail.text, languages=list(known), keep_hyphen_lists=True)
    return str(read.read().replies[0].body) or mail.text


def email_reply_parser(mail: Mail) -> str:
    """Return what email-reply-parser takes for the answer."""
    library: Any = importlib.import_module("email_reply_parser")
    return str(library.EmailReplyParser.parse_reply(mail.text)) or mail.text


def email_reply_extractor(mail: Mail) -> str:
    """Return what email-reply-extractor takes for newly written."""
    extract: Any = importlib.import_module("email_reply_extractor").extract_new_text
    page = mail.body if mail.is_page else None
    return str(extract(None if page else mail.body, html_body=page).text) or mail.text


def unquotemail(mail: Mail) -> str:
    """Return what unquotemail leaves, whose text is Markdown."""
    library: Any = importlib.import_module("unquotemail")
    page, text = (mail.body, None) if mail.is_page else (None, mail.body)
    return str(library.Unquote(page, text).get_text()) or mail.text


LIBRARIES: dict[str, tuple[Reader, Reader]] = {
    # the package that is imported, what reads by it alone, and what does beside our rest
    "quotequail": (quotequail_alone, quotequail),
    "mailparser_reply": (mail_parser_reply, mail_parser_reply),
    "email_reply_parser": (email_reply_parser, email_reply_parser),
    "email_reply_extractor": (email_reply_extractor, email_reply_extractor),
    "unquotemail": (unquotemail, unquotemail),
}


def _beside(read: Reader) -> Reader:
    def beside(mail: Mail) -> str:
        held = is_forwarded(mail.text, mail.subject) or not is_answer(mail.subject)
        return "\n".join(unsigned((mail.text if held else read(mail)).split("\n")))

    return beside


def grade(mail: Mail, text: str) -> str:
    """Return "right", "lost", "left over" or "both": whether words are missing or too many."""
    said = Counter(_split(text))
    lost = Counter(mail.kept) - said
    over = said - Counter(mail.allowed)
    return ("both" if over else "lost") if lost else ("left over" if over else "right")


def report() -> Iterator[str]:
    """Yield a row for ours and for each library that is there, then what goes wrong."""
    readers: dict[str, Reader] = {"own": own}
    for package, (alone, beside) in LIBRARIES.items():
        if importlib.util.find_spec(package) is not None:
            readers |= {package: alone, f"{package} beside our rest": _beside(beside)}
    cases = list(mails())
    wrong: list[str] = []
    for name, read in readers.items():
        start = time.perf_counter()
        grades = [(mail, grade(mail, read(mail))) for mail in cases]
        spent = (time.perf_counter() - start) * 1000 / len(cases)
        parts = (
            _counts([had for mail, had in grades if (mail.kind == LATER) == later])
            for later in (False, True)
        )
        yield f"mails, {name}: {'; '.join(parts)}; {spent:.1f} ms"
        wrong += [f"  {name}: {mail.name}, {had}" for mail, had in grades if had != "right"]
    yield from wrong


def _counts(grades: list[str]) -> str:
    counts = Counter(grades)
    lost, over = (counts[each] + counts["both"] for each in ("lost", "left over"))
    return f"{counts['right']} of {len(grades)} right, {lost} lost, {over} left over"
