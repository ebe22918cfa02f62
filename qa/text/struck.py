"""What Markdown strikes out: "The toll is ~~5~~ 6 crowns" says 6."""

from __future__ import annotations

import re

MARK = "~~"
_STRUCK = re.compile(
    r"(?<![~\\])~~(?=[^\s~])(?:(?!\n\s*\n|~~).){1,1000}(?<![\s\\])~~(?!~)", re.DOTALL
)


def find_struck(text: str) -> list[tuple[int, int]]:
    """Return the characters of ``text`` that are struck out, with their marks and a space after.

    They end in their paragraph, and a word goes before or after them.
    """
    if MARK not in text:
        return []
    return [_with_space(text, *found.span()) for found in _STRUCK.finditer(text)]


def blank_struck(text: str) -> str:
    """Return ``text`` with blanks for what is struck out, each other character in its place."""
    for start, end in find_struck(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _with_space(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span with the space after it, where one is before it, too."""
    parted = (not start or text[start - 1] in " \n") and text[end : end + 1] == " "
    return start, end + parted
