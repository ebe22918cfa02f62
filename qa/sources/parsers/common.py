"""What every reader needs: safe text, lenient dates, and words for what went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from qa.errors import ArticleError, MissingDependency
from qa.records import Document, Failure, FeedItem
from qa.sources.dates import date_or_blank
from qa.sources.metadata import escape_surrogates, one_line
from qa.sources.parsers.limits import Limits

Item = Document | FeedItem | Failure
"""What a reader yields: an article's text, where one can be read, or why there is none."""

# NUL ends a string in C, lone surrogates cannot be stored, and other controls are no text.
# Direction marks stay: they are part of Arabic and Hebrew text, and are shown as signs.
_UNSTORABLE = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_MB = 1_000_000


def clean(text: str) -> str:
    """Return ``text`` without control characters, lone surrogates replaced by U+FFFD.

    For text that a converter made; a text file is never changed.
    """
    return _CONTROLS.sub("", _UNSTORABLE.sub("\ufffd", text))


def collapse(text: str) -> str:
    """Return ``text`` with runs of ASCII blanks made single spaces; no-break spaces stay."""
    return _BLANKS.sub(" ", text)


def metadata_line(value: object) -> str:
    """Return a piece of metadata as one line of text, "" when it is none."""
    if isinstance(value, list | tuple):
        value = ", ".join(part for part in value if isinstance(part, str))
    return escape_surrogates(one_line(value)) if isinstance(value, str) else ""


def parse_date(value: object) -> str:
    """Return a date in ISO 8601, "" when it cannot be told."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    return date_or_blank(value) if isinstance(value, str) else ""


def date_notes(value: object) -> tuple[str, ...]:
    """Return a note on a date that is given and cannot be read, none otherwise."""
    said = metadata_line(str(value))[:60]
    if not said or parse_date(value):
        return ()
    return (
        f"its date {said!r} is not a day that can be read with certainty, so it has none; "
        "write it like 2025-03-14",
    )


def host_of(url: str) -> str:
    """Return the host of an address without "www.", "" when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def web_url(value: object) -> str:
    """Return ``value`` if it is an http or https address, else ""."""
    text = metadata_line(value)
    return text if text.lower().startswith(("http://", "https://")) else ""


def make_failure(name: str, reason: str) -> Failure:
    """Return a failure whose reason is a whole message, the name included."""
    label = metadata_line(name)
    return Failure(label, f"{label}: {reason}")


def check_text(text: str, limits: Limits) -> None:
    """Refuse a text that is blank, over the limit, or has a NUL in it.

    Raises:
        Unreadable: with the remedy.
    """
    if not text.strip():
        raise Unreadable("has no text (0 characters that are not blank); give it some")
    if (nul := text.find("\0")) >= 0:
        raise Unreadable(f"has a NUL at character {nul}, so it is not text; remove it")
    if len(text) > limits.characters:
        raise Unreadable(
            f"{len(text):,} characters are over the limit of {limits.characters:,}; split it"
        )


class Unreadable(ArticleError):
    """A whole file, or one item of it, that gives no article; the message lacks its name."""


class Budget:
    """Counts what archives unpack to, over all of one file's nested ones."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.left = int(limits.unpacked_mb * _MB)

    def spend(self, size: int) -> None:
        """Take ``size`` bytes off.

        Raises:
            Unreadable: they are more than is left.
        """
        self.left -= size
        if self.left < 0:
            raise Unreadable(
                f"unpacks to more than the limit of {self.limits.unpacked_mb:g} MB; "
                "unpack it and add the files, or raise it with --max-unpacked-mb"
            )


def missing_extra(kind: str, extra: str) -> MissingDependency:
    """Return the error that says which extra reads a kind of file."""
    return MissingDependency(
        f"reading {kind} needs an optional package; pip install 'copydesk[{extra}]'"
    )


def limit_items(items: Iterator[Item], limits: Limits) -> Iterator[Item]:
    """Yield ``items`` up to the limit, then one failure for the rest."""
    for count, item in enumerate(items):
        if count >= limits.items:
            raise Unreadable(
                f"holds more than {limits.items:,} articles; the first {limits.items:,} were "
                "read; split it"
            )
        yield item
