"""Article text as safe HTML: escaped, unreorderable, its cited characters marked.

Article text is data. Nothing here lets it become an element, an attribute, a
script or a change of reading direction.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.records import Citation

# Direction overrides and isolates (UAX #9) can make a page show other words than it holds;
# lone surrogates cannot be sent as UTF-8; the other controls show as nothing at all.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# The Unicode block "Control Pictures" has a visible sign for each of the first 32 characters.
_PICTURES = 0x2400
# A run of text without a line break is cut here, so that one huge line can fold as well.
BLOCK_CHARACTERS = 2_000
# Folded text longer than this is announced, not sent: a 50 MB article must not become a page.
FOLD_CHARACTERS = 60_000
# Shown around a citation: one paragraph either side gives its context.
CONTEXT_BLOCKS = 1
# Without any citation, an article opens with its first paragraphs.
OPENING_BLOCKS = 3
# A citation's surroundings in a short excerpt, in characters on each side.
EXCERPT_CHARACTERS = 140


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters ``[start, end)`` to mark, and the numbers of the citations they belong to."""

    start: int
    end: int
    numbers: tuple[int, ...]


def show_controls(text: str) -> str:
    """Return ``text`` with control and direction-changing characters made visible.

    Tabs and line breaks stay. Text without such characters is returned as it is.
    """
    return _HIDDEN.sub(_show, text)


def _show(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    if 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return "\N{SYMBOL FOR DELETE}" if code == 0x7F else f"[U+{code:04X}]"


def escape_html(text: str) -> str:
    """Return ``text`` ready to stand in HTML, between tags or inside a quoted attribute."""
    return html.escape(show_controls(text), quote=True)


def merge_citations(
    citations: Sequence[Citation], length: int, numbers: Sequence[int] | None = None
) -> list[Mark]:
    """Return the marks of ``citations`` in order, overlapping and adjacent ones as one.

    ``numbers`` names the citations, 1, 2, 3... by default. Empty citations, and
    what lies outside ``[0, length)``, are dropped.
    """
    if numbers is None:
        numbers = range(1, len(citations) + 1)
    spans = sorted(
        (max(c.start, 0), min(c.end, length), number)
        for number, c in zip(numbers, citations, strict=True)
    )
    marks: list[Mark] = []
    for start, end, number in spans:
        if start >= end:
            continue
        if marks and start <= marks[-1].end:
            last = marks[-1]
            marks[-1] = Mark(last.start, max(last.end, end), (*last.numbers, number))
        else:
            marks.append(Mark(start, end, (number,)))
    return marks


def highlight(
    article_text: str, citations: Sequence[Citation], *, numbers: Sequence[int] | None = None
) -> str:
    """Return a whole article as HTML with the cited characters in ``<mark>``.

    Paragraphs away from every citation are folded into ``<details>``. All text
    between tags is the article's: without the tags and unescaped it is
    ``visible(article_text)`` again, unless a fold is longer than 60,000
    characters, which is then announced by its length instead of sent.

    Args:
        article_text: The stored text that the citations point into.
        citations: Citations of this article only.
        numbers: What ``data-cite`` of a mark calls each citation; from 1 when not given.
    """
    marks = merge_citations(citations, len(article_text), numbers)
    pieces = [
        _shown(article_text, start, end, marks) if keep else _folded(article_text, start, end)
        for keep, start, end in _runs(article_text, marks)
    ]
    return f'<div class="cd-text" dir="auto">{"".join(pieces)}</div>'


def excerpt(article_text: str, citations: Sequence[Citation]) -> str:
    """Return the surroundings of the first citation, its characters in ``<mark>``; "" for none."""
    marks = merge_citations(citations, len(article_text))
    if not marks:
        return ""
    near = marks[0]
    start = _near_edge(article_text, near.start, -1)
    end = _near_edge(article_text, near.end, 1)
    before = "… " if article_text[:start].strip() and article_text[start - 1] != "\n" else ""
    after = " …" if article_text[end:].strip() and article_text[end] != "\n" else ""
    return before + _marked(article_text, start, end, marks) + after


def _near_edge(text: str, position: int, step: int) -> int:
    """Walk from ``position`` to the paragraph's edge, or to a space past the excerpt's width."""
    limit = position + step * EXCERPT_CHARACTERS
    here = position
    while 0 < here < len(text) if step < 0 else here < len(text):
        character = text[here - 1] if step < 0 else text[here]
        past = here < limit if step < 0 else here > limit
        if character == "\n" or (past and character.isspace()):
            break
        # A text without spaces must not make an excerpt of the whole article.
        if abs(here - position) >= 2 * EXCERPT_CHARACTERS:
            break
        here += step
    return here


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the lines of ``text`` with their breaks, long ones cut at a space where possible."""
    start = 0
    while start < len(text):
        newline = text.find("\n", start, start + BLOCK_CHARACTERS)
        if newline >= 0:
            end = newline + 1
        elif len(text) - start <= BLOCK_CHARACTERS:
            end = len(text)
        else:
            space = text.rfind(" ", start, start + BLOCK_CHARACTERS)
            end = space + 1 if space >= start else start + BLOCK_CHARACTERS
        yield start, end
        start = end


def _runs(text: str, marks: Sequence[Mark]) -> Iterator[tuple[bool, int, int]]:
    """Yield (shown?, start, end) of runs of blocks that tile ``text``."""
    blocks = list(_blocks(text))
    solid = [i for i, (start, end) in enumerate(blocks) if not text[start:end].isspace()]
    keep = [False] * len(blocks)
    for i in _wanted(blocks, solid, marks):
        keep[i] = True
    # Blank lines stay with what surrounds them, and one lone paragraph is not worth a fold.
    for left, right in _gaps(keep):
        inside = [i for i in solid if left <= i < right]
        if len(inside) < 2:
            keep[left:right] = [True] * (right - left)
    at = 0
    while at < len(blocks):
        last = at
        while last + 1 < len(blocks) and keep[last + 1] == keep[at]:
            last += 1
        yield keep[at], blocks[at][0], blocks[last][1]
        at = last + 1


def _wanted(
    blocks: Sequence[tuple[int, int]], solid: Sequence[int], marks: Sequence[Mark]
) -> Iterable[int]:
    """Return the blocks to show: each with a mark, and its neighbours that are not blank."""
    if not marks:
        return solid[:OPENING_BLOCKS]
    wanted: set[int] = set()
    at = 0
    for i, (start, end) in enumerate(blocks):
        while at < len(marks) and marks[at].end <= start:
            at += 1
        if at < len(marks) and marks[at].start < end:
            wanted.add(i)
    cited = [place for place, i in enumerate(solid) if i in wanted]
    for place in cited:
        low = max(place - CONTEXT_BLOCKS, 0)
        wanted.update(solid[low : place + CONTEXT_BLOCKS + 1])
    return wanted


def _gaps(keep: Sequence[bool]) -> list[tuple[int, int]]:
    """Return the maximal runs of blocks that are not kept."""
    gaps: list[tuple[int, int]] = []
    for i, kept in enumerate(keep):
        if kept:
            continue
        if gaps and gaps[-1][1] == i:
            gaps[-1] = (gaps[-1][0], i + 1)
        else:
            gaps.append((i, i + 1))
    return gaps


def _shown(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    return f'<div class="cd-run">{_paragraphs(text, start, end, marks)}</div>'


def _paragraphs(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """Wrap each line of ``text[start:end]`` in ``<p>``, its line break included."""
    pieces: list[str] = []
    while start < end:
        newline = text.find("\n", start, end)
        stop = end if newline < 0 else newline + 1
        blank = ' class="cd-blank"' if text[start:stop].isspace() else ""
        pieces.append(f"<p{blank}>{_marked(text, start, stop, marks)}</p>")
        start = stop
    return "".join(pieces)


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """Escape ``text[start:end]`` with its marks; a mark is clipped to that range."""
    pieces: list[str] = []
    at = start
    for mark in marks:
        low, high = max(mark.start, start), min(mark.end, end)
        if low >= high:
            continue
        numbers = " ".join(map(str, mark.numbers))
        pieces.append(escape_html(text[at:low]))
        pieces.append(f'<mark data-cite="{numbers}">{escape_html(text[low:high])}</mark>')
        at = high
    pieces.append(escape_html(text[at:end]))
    return "".join(pieces)


def _folded(text: str, start: int, end: int) -> str:
    """Fold ``text[start:end]`` away; its label lies in an attribute, not in the text."""
    if end - start > FOLD_CHARACTERS:
        label = f"{end - start:,} characters are not shown here"
        return f'<div class="cd-gap" data-label="{label}" aria-label="{label}"></div>'
    count = sum(1 for line in text[start:end].splitlines() if line.strip())
    label = f"{count} more paragraph{'' if count == 1 else 's'}"
    return (
        f'<details class="cd-fold"><summary data-label="{label}" aria-label="{label}"></summary>'
        f'<div class="cd-run">{_paragraphs(text, start, end, ())}</div></details>'
    )
