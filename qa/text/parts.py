"""Tell an article's own prose from what stands around it: headings, notes, captions, tables.

By structure first: Markdown's marks and the bars of rows, which is what headings and tables of
pages and Word files become. By shape second: how a line begins, how long it is, whether it ends
a sentence, and where it stands. Parts are told from the text alone, so that those of an old
library are the same as those of a new one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.language import lexicon
from qa.records.parts import Part, PartKind
from qa.text.blocks import split_blocks
from qa.text.entry_heads import CLOCK, entry_span, find_writers, head_parts
from qa.text.lines import ENDS, is_paywall, kind_by_words
from qa.text.publication import is_signature

_CACHED = 64
_TOP, _BOTTOM = 6, 4
"""Blocks from the top where a byline stands, and from the bottom where an author's box does."""
_HEADING_WORDS = 14

_MARKED = re.compile(r"#{1,6}\s|(?:\*\*|__)[^*_]{1,120}(?:\*\*|__)\Z")
_RULE = re.compile(r"[-=*_ ]{3,}\Z")
_ROW = re.compile(r"\|[^|\n]*\|[^\n]*|[^|\n]*\S\s?\|(?!\|)[^\n]*")
_TEXT = re.compile(r"[^\W_]")


_STORIES = re.compile(
    rf"[\s#*_]*(?:{lexicon.either('parts', 'story_lists')})(?: [A-Z]\w*){{0,3}}[\s:*_]*\Z", re.I
)
_AUTHOR = re.compile(
    r"(?:[A-Z][\w.’'-]+ ){1,4}is (?:an? |the )(?:[\w’'-]+ ){0,5}"
    rf"(?:{lexicon.either('parts', 'trades')})s?\b|"
    r"(?:[A-Z][\w.’'-]+ ){2,4}(?:writes|reports|covers) (?:about|on|for|from) "
)
_REACHED = re.compile(r"@|\b(?:e-?mail|follow|reach|contact|covers|writes about)\b", re.I)
# "PORT ELM, Pa. (Wire) - The ...": capitals, and a dash. "Elm (AP) The ...": an agency.
_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’ -]{2,40}(?:, [A-Z][\w. ]{1,30}){0,2}(?:, [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"(?: ?\([\w .,/]{2,40}\))?(?= ?(?:--|[-–—\u2015\u2212])\s)"
    r"|(?:[A-Z][\w.'’-]*(?:,? [A-Z][\w.'’-]*){0,5},? )?"
    rf"\((?:{lexicon.either('names', 'agencies')})\))"
    r"(?: ?(?:--|[-–—\u2015\u2212]))?\s(?=[\"“A-Z\d])"
)
_EMPHASIS = re.compile(r"(?P<mark>\*\*|__)(?P<said>[^*_\n]{1,120})(?P=mark)")
_MIN_ENTRIES = 2


@dataclass(frozen=True, slots=True)
class _Block:
    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())

    @property
    def is_sentence(self) -> bool:
        """Whether it ends as a sentence does."""
        return ENDS.search(self.text) is not None


@lru_cache(maxsize=_CACHED)
def find_parts(text: str, title: str = "") -> tuple[Part, ...]:
    """Return the parts of an article's text in its order; they cover all that is not blank.

    ``title`` helps to tell the headline. Prose that is parted by nothing but blank lines is one
    part.
    """
    blocks = [_Block(a, b, text[a:b]) for a, b in split_blocks(text)]
    kinds = _kinds(blocks, title)
    writers = find_writers(
        text[a:b] for a, b in (entry_span(text, each.start, each.end) for each in blocks)
    )
    parts: list[Part] = []
    for block, kind, after in zip(blocks, kinds, [*kinds, "stamp"][1:], strict=True):
        for piece in _pieces(text, block, kind, writers, headed=after not in _NO_ENTRY):
            last = parts[-1] if parts else None
            if last is not None and last.kind == piece.kind and piece.kind in _RUNNING:
                parts[-1] = Part(piece.kind, last.start, piece.end)
            else:
                parts.append(piece)
    return tuple(parts)


_RUNNING: frozenset[PartKind] = frozenset({"prose", "table", "stories"})
_NO_ENTRY: frozenset[PartKind] = frozenset({"stamp", "stories", "link", "notice"})
"""What does not follow the heading of a live blog's entry."""


def part_at(parts: Sequence[Part], place: int) -> Part | None:
    """Return the part that holds a character, None between parts."""
    return next((part for part in parts if part.start <= place < part.end), None)


def dateline_length(paragraph: str) -> int:
    """Return how many characters a paragraph's dateline takes, with its dash; 0 without one.

    "PORT ELM, Pa. - ", and the same in Markdown's bold.
    """
    bold = _EMPHASIS.match(paragraph)
    plain = paragraph if bold is None else bold["said"] + paragraph[bold.end() :]
    found = _DATELINE.match(plain)
    if found is None:
        return 0
    if bold is None:
        return found.end()
    # The bold may end behind the dateline, or go on.
    marks = 1 if found.end() < len(bold["said"]) else 2
    return found.end() + marks * len(bold["mark"])


def is_cut_off(text: str) -> bool:
    """Say whether an article says itself that the rest of it is only for those who pay."""
    return any(
        part.kind == "notice" and is_paywall(text, part.start, part.end)
        for part in find_parts(text)
    )


def is_author_box(text: str) -> bool:
    """Say whether a paragraph tells who its author is and how to write to them."""
    return _AUTHOR.match(text) is not None and _REACHED.search(text) is not None


def line_kind(text: str) -> PartKind | None:
    """Return what a line is that is no prose wherever it stands, None where it may be prose."""
    block = _Block(0, len(text), text.strip())
    if _STORIES.match(block.text) and block.words > 1:
        return "link"
    return kind_by_words(block.text)


def _pieces(
    text: str, block: _Block, kind: PartKind, writers: frozenset[str], *, headed: bool
) -> Iterator[Part]:
    """Yield a block's parts: a dateline or a stamp opens a paragraph of prose, or a note.

    With ``headed`` more of an entry follows, and what stands beside its time may be its heading.
    """
    form = _DATELINE if kind == "dateline" else CLOCK
    found = form.match(block.text) if kind in ("dateline", "stamp") else None
    if found is None:
        yield Part(kind, block.start, block.end)
        return
    name = "place" if kind == "dateline" else "clock"
    start = block.start + found.start(name)
    yield Part(kind, start, start + len(found[name].rstrip()))
    rest = block.text[found.end() :]
    told, end = entry_span(text, block.start, block.end) if kind == "stamp" else (0, 0)
    if end:
        yield from head_parts(text, told, end, writers)
    elif rest.strip():
        own: PartKind = "prose"
        if kind == "stamp" and line_kind(rest) == "note":
            own = "note"
        elif kind == "stamp" and headed and _is_heading(rest):
            own = "subheading"
        yield Part(own, block.end - len(rest.lstrip()), block.end)


def _kinds(blocks: Sequence[_Block], title: str) -> list[PartKind]:
    live = sum(CLOCK.match(block.text) is not None for block in blocks) >= _MIN_ENTRIES
    kinds: list[PartKind] = []
    listing = False
    for number, block in enumerate(blocks):
        kind = _kind(blocks, number, title, live)
        if kind == "stories":
            listing = True
        elif listing and kind in ("prose", "subheading", "link") and _is_teaser(block):
            kind = "stories"
        else:
            listing = False
        kinds.append(kind)
    _close_tables(blocks, kinds)
    return kinds


def _kind(blocks: Sequence[_Block], number: int, title: str, live: bool) -> PartKind:
    block = blocks[number]
    if _is_title(block, title) or (not number and _MARKED.match(block.text)):
        return "headline"
    if _STORIES.match(block.text) and number + 1 < len(blocks) and _is_teaser(blocks[number + 1]):
        return "stories"
    alone = block.words > 1 or number + 1 == len(blocks)
    if number and alone and _STORIES.match(block.text):
        return "link"
    if number and _RULE.match(block.text) and blocks[number - 1].words <= _HEADING_WORDS:
        return "subheading"  # the line under a heading
    if live and CLOCK.match(block.text):
        return "stamp"
    if (kind := kind_by_words(block.text)) is not None:
        return kind
    if _ROW.match(block.text) and not block.is_sentence:
        return "table"
    if (kind := _by_place(blocks, number)) is not None:
        return kind
    return "prose"


def _is_title(block: _Block, title: str) -> bool:
    lean = " ".join(block.text.strip("#* \t").split()).casefold()
    return bool(title) and lean == " ".join(title.split()).casefold() and not lean.endswith(".")


def _is_heading(line: str) -> bool:
    """Say whether what stands beside an entry's time is its heading: short, and no sentence."""
    lean = line.strip()
    return (
        len(lean.split()) <= _HEADING_WORDS
        and ENDS.search(lean) is None
        and lean[-1] not in ',;:"”'
        and not lean[0].islower()
    )


def _is_teaser(block: _Block) -> bool:
    return block.words <= 2 * _HEADING_WORDS and not block.text.rstrip().endswith((".", "”", '"'))


def _by_place(blocks: Sequence[_Block], number: int) -> PartKind | None:
    """Return what a block's place and shape say that it is."""
    block = blocks[number]
    if number < _TOP and (found := _DATELINE.match(block.text)) and len(found["place"]) < 80:
        return "dateline"
    if number >= len(blocks) - _BOTTOM and number and _AUTHOR.match(block.text):
        return "link"
    if _MARKED.match(block.text):
        return "subheading"
    if number and is_signature(block.text, blocks[number - 1].text):
        return "byline"
    after = blocks[number + 1] if number + 1 < len(blocks) else None
    if after is None or block.words > _HEADING_WORDS or not _TEXT.search(block.text):
        return None
    if after.text[:1] in "-=" and _RULE.match(after.text):
        return "headline" if not number else "subheading"
    asks = block.text.endswith("?")
    if (
        (block.is_sentence and not asks)
        or block.text[:1] in "-*+•>\"“‘'"
        or block.text[-1:] in ",;:"
    ):
        return None
    if block.text[:1].islower() or after.words <= block.words or not after.is_sentence:
        return "headline" if not number and not asks and after.words > block.words else None
    return "headline" if not number else "subheading"


def _close_tables(blocks: Sequence[_Block], kinds: list[PartKind]) -> None:
    """Make prose again of a single row, which is a line with a bar in it."""
    for number, kind in enumerate(kinds):
        if kind != "table":
            continue
        beside = kinds[max(0, number - 1) : number] + kinds[number + 1 : number + 2]
        if "table" not in beside:
            kinds[number] = "prose"
