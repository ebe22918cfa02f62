"""What of a mail's text its sender wrote: the mail that it answers is left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from qa.language import lexicon

_HEADS = lexicon.either("mail", "header_names")
# "From: Ida Poe", in bold as well: Outlook puts four such lines over the mail that it answers.
_HEAD = re.compile(rf"[*_\s]{{0,3}}(?:{_HEADS})[*_]{{0,2}}\s?:[*_]{{0,2}}\s*\S", re.IGNORECASE)
_LEAST_HEADS = 3
_ORIGINAL = re.compile(
    rf"[-_\s]{{2,}}(?:{lexicon.either('mail', 'original')})[-_\s:]{{2,}}\Z", re.IGNORECASE
)
# "---- Forwarded message ----", a line by itself: prose speaks of "a forwarded message", too.
_FORWARDED = re.compile(
    rf"^[-_ \t]*(?:{lexicon.either('mail', 'forwarded')})(?:[^\n]*--|[ \t]*:)[ \t]*\r?$",
    re.IGNORECASE | re.MULTILINE,
)
_FORWARDING = re.compile(rf"\s*(?:{lexicon.either('mail', 'forwarding')})\s*:", re.IGNORECASE)
_ANSWERING = re.compile(
    rf"\s*(?:{lexicon.either('mail', 'answering')})\s*(?:\[\d+\]\s*)?:", re.IGNORECASE
)
# "On 3 May 2026 at 10:01, Ida Poe wrote:", perhaps over two lines. A letter in an article that "she
# wrote" has no hour.
_WROTE = re.compile(
    rf"[^\n]{{0,200}}\d[:.]\d\d[^\n]{{0,150}}\b(?:{lexicon.either('mail', 'wrote')})"
    r"[^\n]{0,60}:\s*\Z",
    re.IGNORECASE,
)
_DATED = re.compile(r"\d")
_RULE = re.compile(r"\s*[_-]{5,}\s*\Z")
_SIGNED = re.compile(r"--\s?\Z")
_SENT_BY = re.compile(rf"\s*(?:{lexicon.either('mail', 'sent_by')})\b.{{0,80}}\Z", re.IGNORECASE)
_MAX_SIGNATURE = 12
"""Lines below "-- ": more are no signature."""
_MAX_BARE = 5
"""The same below "--", which divides parts of a text as well."""
_MIN_OWN = 4
"""Words that make a text of a sender's own."""


def join_flowed(text: str, *, lone: bool = False) -> str:
    """Return a text of "format=flowed" (RFC 3676) with its lines joined that end in a blank.

    With ``lone``, its "delsp=yes", that blank stands there for this alone, and is no word's end.
    """
    made: list[str] = []
    depth, soft = 0, False
    for line in text.split("\n"):
        marks = len(line) - len(line.lstrip(">"))
        body = line[marks:].removeprefix(" ")
        if soft and marks == depth and not _SIGNED.match(body):
            made[-1] = (made[-1][:-1] if lone else made[-1]) + body
        else:
            made.append(">" * marks + (" " if marks else "") + body)
        depth, soft = marks, body.endswith(" ") and not _SIGNED.match(body)
    return "\n".join(made)


def own_words(text: str, subject: str = "", *, answers: bool = False) -> tuple[str, bool]:
    """Return a mail's text without the earlier mail below it, and whether there was one.

    Only a mail whose subject says that it answers has one, or with ``answers`` any. A signature
    after "-- " goes, too. A mail that is forwarded is the text, and so is all of one that is
    answered line by line.
    """
    if is_forwarded(text, subject):
        return text, False
    lines = text.rstrip().split("\n")
    at = _earlier(lines) if answers or is_answer(subject) else None
    kept = unsigned(lines[:at] if at is not None else lines)
    own = "\n".join(kept).rstrip()
    if sum(len(line.split()) for line in kept) < _MIN_OWN:
        return text, False
    return (own, at is not None) if len(kept) < len(lines) else (text, False)


def is_forwarded(text: str, subject: str = "") -> bool:
    """Say whether a mail says that it passes another one on."""
    return bool(_FORWARDING.match(subject) or _FORWARDED.search(text))


def is_answer(subject: str) -> bool:
    """Say whether a mail answers one, by its subject: "Re: Bath"."""
    return bool(_ANSWERING.match(subject))


def _earlier(lines: Sequence[str]) -> int | None:
    """Return the first line of the earlier mail that ends a text, None for none."""
    last = max((number for number, line in enumerate(lines) if _is_quote(line)), default=-1)
    tail = _quoted_from(lines, last)
    for number, line in enumerate(lines):
        if _ORIGINAL.match(line) or _is_headed(lines, number):
            return number
        if _RULE.match(line) and _is_headed(lines, _next(lines, number + 1)):
            return number
        if (
            line.rstrip().endswith(":")
            and number + 1 < len(lines)
            and (number + 1 >= tail or (last < number and _WROTE.match(_whole(lines, number)[1])))
        ):
            return _whole(lines, number)[0]
        if number >= tail and line.strip():
            return number
    return None


def _quoted_from(lines: Sequence[str], last: int) -> int:
    """Return where the quoted lines begin that end a text, but for a signature; else its end.

    Blank lines above them count as theirs. ``last`` is the last quoted line, -1 for none.
    """
    if last < 0 or any(line.strip() for line in unsigned(lines[last + 1 :])):
        return len(lines)
    start = last
    while start and (not lines[start - 1].strip() or _is_quote(lines[start - 1])):
        start -= 1
    return start


def _whole(lines: Sequence[str], number: int) -> tuple[int, str]:
    """Return the line "... wrote:" with that above it if it began there, and where it begins."""
    line = lines[number]
    if number and lines[number - 1].strip() and not _DATED.search(line):
        return number - 1, f"{lines[number - 1]} {line}"
    return number, line


def _is_headed(lines: Sequence[str], number: int) -> bool:
    """Say whether a header of a mail stands at a line: three lines of names and values."""
    if number < len(lines) and not lines[number].strip():
        return False
    filled = (lines[at] for at in range(number, len(lines)) if lines[at].strip())
    block = list(islice(filled, _LEAST_HEADS))
    return len(block) == _LEAST_HEADS and all(_HEAD.match(line) for line in block)


def _is_quote(line: str) -> bool:
    return line.lstrip().startswith(">")


def unsigned(lines: Sequence[str]) -> list[str]:
    """Return lines without the signature that ends them, and what a telephone puts in its place."""
    kept = list(lines)
    for number in range(max(0, len(kept) - _MAX_SIGNATURE), len(kept)):
        most = _MAX_SIGNATURE if kept[number].endswith(" ") else _MAX_BARE
        if _SIGNED.match(kept[number]) and len(kept) - number <= most:
            del kept[number:]
            break
    while kept and (not kept[-1].strip() or _SENT_BY.match(kept[-1])):
        kept.pop()
    return kept


def _next(lines: Sequence[str], number: int) -> int:
    """Return the next line that is not blank."""
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number
