"""Reasons in plain words: what the sources say, and what a claim says there."""

from __future__ import annotations

from qa.text.words import Word

LONGEST = 60
"""Characters of a source that a reason shows; the middle of more is left out."""


def unlike(text: str, start: int, word: Word, claimed: str) -> str:
    """Return that ``text`` says what stands from ``start`` to ``word``, the claim ``claimed``."""
    said = " ".join(text[start : word.end].split())
    if len(said) > LONGEST:
        said = f"{said.split()[0]} ... {word.text}"
    return f'the sources say "{said}", where this says "{claimed}"'
