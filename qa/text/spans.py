"""Exact search for a quote in a text, whatever its case, blanks and quote marks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Several quotes are looked up in the same sources one after the other.
_CACHED_TEXTS = 512
_CACHED_CHARS = 5_000
# Typographic marks and the plain ones they stand for.
_PLAIN = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
    }
)
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")


def find_span(quote: str, text: str, near: int | None = None) -> tuple[int, int] | None:
    """Return the place ``[start, end)`` of ``quote`` in ``text``, None when it is not there.

    Case, accents, runs of blanks and the shape of quote marks and dashes do not matter, words are
    matched whole ("5" is not in "15" or "2.5"). With ``near``, the occurrence that starts
    nearest to that offset wins, else the first. Time is linear in both lengths (Knuth,
    Morris and Pratt 1977).
    """
    pattern, _, _ = _folded(quote.strip())
    haystack, starts, ends = _folded(text)
    if not pattern or pattern not in haystack:
        return None
    best: tuple[int, int] | None = None
    for at in _occurrences(pattern, haystack):
        last = at + len(pattern) - 1
        if at and starts[at - 1] == starts[at]:
            continue  # within one character that folds to several
        if last + 1 < len(starts) and starts[last + 1] == starts[last]:
            continue
        if not _is_whole(haystack, at, last + 1):
            continue
        span = (starts[at], ends[last])
        if near is None:
            return span
        if best is None or abs(span[0] - near) < abs(best[0] - near):
            best = span
    return best


def strip_span(text: str, start: int, end: int, marks: str) -> tuple[int, int]:
    """Narrow ``[start, end)`` as ``str.strip(marks)`` narrows a text."""
    while start < end and text[start] in marks:
        start += 1
    while start < end and text[end - 1] in marks:
        end -= 1
    return start, end


def _folded(text: str) -> tuple[str, list[int], list[int]]:
    return _remembered(text) if len(text) <= _CACHED_CHARS else _fold(text)


@lru_cache(maxsize=_CACHED_TEXTS)
def _remembered(text: str) -> tuple[str, list[int], list[int]]:
    return _fold(text)


def _fold(text: str) -> tuple[str, list[int], list[int]]:
    """Return the comparing form, and for each of its characters where it came from."""
    out: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, char in enumerate(text):
        if char in _INVISIBLE:
            continue
        if char.isspace():
            if out and out[-1] == " ":
                ends[-1] = at + 1
                continue
            plain = " "
        else:
            plain = _plain(char)
            if not plain and ends:  # a mark of its own belongs to the letter before it
                ends[-1] = at + 1
        for piece in plain:
            out.append(piece)
            starts.append(at)
            ends.append(at + 1)
    return "".join(out), starts, ends


def _plain(char: str) -> str:
    """Return a character without case, accent and typography; nothing of a mark alone."""
    if char.isascii():
        return char.lower()
    parted = unicodedata.normalize("NFKD", char.translate(_PLAIN))
    return "".join(c for c in parted if not unicodedata.combining(c)).casefold()


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before.isalnum() and text[start].isalnum():
        return False
    if after.isalnum() and text[end - 1].isalnum():
        return False
    if (
        text[start].isdigit()
        and before
        and before in ".,"
        and text[start - 2 : start - 1].isdigit()
    ):
        return False
    return not (
        text[end - 1].isdigit() and after and after in ".," and text[end + 1 : end + 2].isdigit()
    )


def _occurrences(pattern: str, text: str) -> Iterator[int]:
    """Yield every start of ``pattern`` in ``text``, overlapping ones too."""
    fail = [0] * len(pattern)
    matched = 0
    for at in range(1, len(pattern)):
        while matched and pattern[at] != pattern[matched]:
            matched = fail[matched - 1]
        matched += pattern[at] == pattern[matched]
        fail[at] = matched
    matched = 0
    for at, char in enumerate(text):
        while matched and char != pattern[matched]:
            matched = fail[matched - 1]
        matched += char == pattern[matched]
        if matched == len(pattern):
            yield at - matched + 1
            matched = fail[matched - 1]
