"""The form in which two texts compare: composed letters, nothing invisible or struck out.

What is stored and cited stays as it is; ``Comparing.starts`` leads back to its characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from qa.text.struck import find_struck

# Soft hyphens, zero-width and direction characters: no reader sees them.
_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_COMBINING = "\u0300-\u036f"
# Letters, digits and signs of full width, ligatures, and the hyphens of typesetters.
_OTHER_FORMS = "\u3000\uff01-\uff5e\uffe0-\uffe6\ufb00-\ufb06\u2010\u2011"
_BROKEN = re.compile(rf"(?<=[^\W\d_])[{_INVISIBLE}]*[-\u2010]\s+(?=[^\W\d_])")
_ODD = re.compile(rf"[{_INVISIBLE}{_COMBINING}{_OTHER_FORMS}]")
_UNSEEN = re.compile(f"[{_INVISIBLE}]")
_ASCII = re.compile("[\x00-\x7f]+")
_LETTERS = re.compile(rf"(?:[^\W\d_]|[{_COMBINING}{_INVISIBLE}])+")


@dataclass(frozen=True, slots=True)
class Comparing:
    """A text's comparing form; ``starts[i]`` is where its character ``i`` begins in the text.

    ``starts`` has the text's length as its last entry; it is None where nothing has changed.
    """

    text: str
    starts: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``[start, end)`` of this form lies in the text itself."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end]


def comparing(text: str, other: Iterable[str] = ()) -> Comparing:
    """Return the form in which ``text`` compares.

    A word broken at a line's end, or where that end was, is one word where ``text`` itself or
    one of the ``other`` texts has it whole ("gar-/dener"), and keeps its hyphen where none has.
    """
    broken, struck = list(_BROKEN.finditer(text)), find_struck(text)
    if not broken and not struck and (text.isascii() or not _ODD.search(text)):
        return Comparing(text)
    gaps = dict(_mended(text, broken, other)) | {start: (end, "") for start, end in struck}
    stops = sorted((*gaps, len(text)), reverse=True)
    pieces: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(text):
        while stops[-1] <= at:
            stops.pop()
        plain_end = min(_ascii_end(text, at), stops[-1] - 1)
        if at not in gaps and plain_end > at:
            pieces.append(text[at:plain_end])
            starts += range(at, plain_end)
            at = plain_end
            continue
        end, plain = gaps.get(at) or _cluster(text, at)
        pieces.append(plain)
        starts += [at] * len(plain)
        at = end
    return Comparing("".join(pieces), (*starts, len(text)))


def _mended(
    text: str, broken: Iterable[re.Match[str]], other: Iterable[str]
) -> Iterator[tuple[int, tuple[int, str]]]:
    """Yield where each break of a word begins, where it ends, and what stands for it."""
    whole: set[str] | None = None
    for match in broken:
        if whole is None:
            whole = {w for each in (text, *other) for w in _words(each)}
        first = _LETTERS.search(text[: match.start()][::-1])
        second = _LETTERS.match(text, match.end())
        left = first.group()[::-1] if first else ""
        joined = _key(left + (second.group() if second else ""))
        if joined in whole:
            yield match.start(), (match.end(), "")
        elif "\n" in match.group():  # "pre- and post-war" stays as it is
            yield match.start(), (match.end(), "-")


def _words(text: str) -> Iterator[str]:
    return (_key(match.group()) for match in _LETTERS.finditer(text))


def _key(word: str) -> str:
    return unicodedata.normalize("NFC", _UNSEEN.sub("", word)).casefold()


def _ascii_end(text: str, at: int) -> int:
    """Return where characters end that are their own plain form, whatever follows them."""
    run = _ASCII.match(text, at)
    return run.end() - 1 if run else at


def _cluster(text: str, at: int) -> tuple[int, str]:
    """Return where the character at ``at`` ends, its marks included, and its plain form."""
    char = text[at]
    if _UNSEEN.match(char):
        return at + 1, ""
    end = at + 1
    marks = ""
    while end < len(text) and (unicodedata.combining(text[end]) or _UNSEEN.match(text[end])):
        marks += "" if _UNSEEN.match(text[end]) else text[end]
        end += 1
    if char in "\u2010\u2011":
        char = "-"
    elif _ODD.match(char):
        char = unicodedata.normalize("NFKC", char)
    return end, unicodedata.normalize("NFC", char + marks)
