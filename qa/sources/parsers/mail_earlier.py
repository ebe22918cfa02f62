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
_FORWARDED = re.compile(rf"(?:{lexicon.either('mail', 'forwarded')})", re.IGNORECASE)
_FORWARDING = re.compile(rf"\s*(?:{lexicon.either('mail', 'forwarding')})\s*:", re.IGNORECASE)
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
_MAX_SIGNATURE = 12
"""Lines below "-- ": more are no signature."""
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


def own_words(text: str, subject: str = "") -> tuple[str, bool]:
    """Return a mail's text without the earlier mail below it, and whether there was one.

    A signature after "-- " goes, too. A mail that is forwarded is the text, and so is all of one
    that is answered line by line.
    """
    lines = text.split("\n")
    if _FORWARDING.match(subject) or any(_FORWARDED.search(line) for line in lines):
        return text, False
    at = _earlier(lines)
    kept = _unsigned(lines[:at] if at is not None else lines)
    own = "\n".join(kept).rstrip()
    if sum(len(line.split()) for line in kept) < _MIN_OWN:
        return text, False
    return (own, at is not None) if len(kept) < len(lines) else (text, False)


def _earlier(lines: Sequence[str]) -> int | None:
    """Return the first line of the earlier mail that ends a text, None for none."""
    for number, line in enumerate(lines):
        if _ORIGINAL.match(line) or _is_headed(lines, number):
            return number
        if _RULE.match(line) and _is_headed(lines, _next(lines, number + 1)):
            return number
        if (begun := _introduced(lines, number)) is not None:
            return begun
    return None


def _is_headed(lines: Sequence[str], number: int) -> bool:
    """Say whether a header of a mail stands at a line: three lines of names and values."""
    filled = (each for each in lines[number:] if each.strip())
    block = list(islice(filled, _LEAST_HEADS))
    if number < len(lines) and not lines[number].strip():
        return False
    return len(block) == _LEAST_HEADS and all(_HEAD.match(line) for line in block)


def _introduced(lines: Sequence[str], number: int) -> int | None:
    """Return where "... wrote:" begins whose mail, to the end, follows at a line; else None."""
    line = lines[number]
    if not line.rstrip().endswith(":"):
        return None
    rest = [each for each in lines[number + 1 :] if each.strip()]
    if not rest:
        return None
    start = number
    if number and lines[number - 1].strip() and not _DATED.search(line):
        start, line = number - 1, f"{lines[number - 1]} {line}"
    quoted = sum(each.lstrip().startswith(">") for each in rest)
    if quoted and all(each.lstrip().startswith(">") for each in _unsigned(rest)):
        return start
    return start if _WROTE.match(line) and not quoted else None


def _unsigned(lines: Sequence[str]) -> list[str]:
    """Return lines without the signature that ends them."""
    for number in range(max(0, len(lines) - _MAX_SIGNATURE), len(lines)):
        if _SIGNED.match(lines[number]):
            return list(lines[:number])
    return list(lines)


def _next(lines: Sequence[str], number: int) -> int:
    """Return the next line that is not blank."""
    while number < len(lines) and not lines[number].strip():
        number += 1
    return number
