"""An enumeration whole, where a part of it was found: "France" in "France, Spain and Italy"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.list_items import CLAUSE, WORD, Part, are_names, first_item_start, last_item_end
from qa.language.quantities import Quantity
from qa.text.sentences import split_sentences
from qa.text.words import split_list

MAX_CHARS = 320
"""A longer run is prose with commas, not a list."""
MAX_ITEM_WORDS = 10
LINES_AFTER = 2
"""Lines after the one that names a list, among which one ends in the colon before it."""
LEAST_LINES = 3
MAX_ITEMS = 40
"""A longer list is compared as one text: pairing two lists takes the square of it."""

_SEPARATOR = re.compile(
    # "and, since the school moved, potters": the aside goes with the "and".
    r"\s*[,;]?\s+(?:and|or),\s[^,;:.]{1,80},\s+"
    r"|\s*[,;]\s+(?:and|or|as well as)\s+|\s*[,;]\s+|\s+(?:and|or|as well as)\s+",
    re.IGNORECASE,
)
_LINE = re.compile(r"\S[^\n]*?(?=[ \t]*$)", re.MULTILINE)
_RELATIVE = frozenset(split_list("that who which whose"))
_NUMBERS = lexicon.words("numbers", "two_to_ten") | {"both", "all"}
_INTRODUCED = re.compile(
    r"(?:together|along)\s+with\b|including\b|such\s+as\b|among\s+them\b|namely\b|like\b", re.I
)
_DASH = re.compile(r"\s[-\u2013\u2014]\s")
_SKIPPED = 2  # words at an item's beginning that a span may leave out, "the island of"


@dataclass(frozen=True, slots=True)
class _Run:
    """The parts of a list, first and last, and the characters from its first item to its last."""

    left: int
    right: int
    head: int
    tail: int


def find_enumeration(
    text: str, start: int, end: int, low: int, high: int
) -> tuple[int, int] | None:
    """Return the enumeration around ``[start, end)`` within the sentence ``[low, high)``.

    None where the span is in none. The result holds the span, begins with the first item
    and ends with the last. A span that says what the list before it is, "two clubs that have
    met 214 times", stands for that list.
    """
    parts = _parts(text, low, high)
    inside = [i for i, part in enumerate(parts) if part.start < end and start < part.end]
    if inside and inside[-1] and _is_apposition(text, parts[inside[-1]]):
        last = inside.pop() - 1  # what it stands for goes before it
        inside = inside or [last]
        start, end = min(start, parts[inside[0]].start), parts[last].end
    if not inside or len(parts) < 2:
        return None
    run = _run(text, parts, inside[0], inside[-1])
    if run is None:
        return None
    first = parts[inside[0]].start
    if not _is_whole_item(text, start, end, run.head if inside[0] == run.left else first):
        return None
    begin, stop = min(start, run.head), max(end, run.tail)
    return (begin, stop) if stop - begin <= MAX_CHARS else None


def find_counted_enumeration(text: str, low: int, high: int, count: int) -> tuple[int, int] | None:
    """Return the first enumeration of ``count`` items within the sentence ``[low, high)``."""
    parts = _parts(text, low, high)
    for at in range(len(parts) - 1):
        run = _run(text, parts, at, at)
        if run is None or run.left != at:
            continue
        head, size = run.head, run.right - run.left + 1
        first = WORD.search(text, head, parts[at].end)
        if size == count + 1 and first is not None and first[0].lower() in _NUMBERS:
            head, size = parts[at + 1].start, count  # "Three mayors, A, B and C, voted"
        if size == count and run.tail - head <= MAX_CHARS:
            return head, run.tail
    return None


def _run(text: str, parts: list[Part], first: int, last: int) -> _Run | None:
    """Return the list that parts ``first`` to ``last`` lie in."""
    right = _last_item(text, parts, last)
    left = _first_item(text, parts, first, right)
    if right is None or left is None or left == right:
        return None
    if right == left + 1 and "," in parts[right].link:
        return None  # "A spoke, and B was silent"
    names = are_names(text, parts[left + 1 : right + 1])
    head = first_item_start(text, parts[left], names)
    if "(" in text[head : parts[right].start]:
        return None
    tail = last_item_end(text, parts[right], names)
    return _Run(left, right, head, tail)


def find_lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the lines listed after ``[start, end)``, three at least, or [].

    They follow a line that ends in a colon, ``LINES_AFTER`` lines on at most, and are short.
    """
    lines = [m.span() for m in _LINE.finditer(text)]
    own = next((n for n, (low, high) in enumerate(lines) if low < end and start < high), None)
    if own is None:
        return []
    ahead = range(own, min(own + LINES_AFTER + 1, len(lines)))
    head = next((n for n in ahead if text[lines[n][0] : lines[n][1]].endswith(":")), None)
    if head is None:
        return []
    items = []
    for low, high in lines[head + 1 :]:
        line = text[low:high].rstrip(" .;,")
        if not line[:1].isupper() or len(line.split()) > MAX_ITEM_WORDS or line[-1] in ":?":
            break
        if len(split_sentences(line)) > 1:
            break
        items.append((low, low + len(line)))
    return items if len(items) >= LEAST_LINES else []


def split_items(text: str) -> tuple[str, ...]:
    """Return the items of an answer that lists two to ``MAX_ITEMS`` things, else ().

    Items are parted by ";", or by commas with "and" or "or" before the last one: "Peru, Chile
    and Cuba". Two things joined by "and" alone may be one: "Bright and Sons".
    """
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if len(parts) > 1:
        return tuple(parts) if len(parts) <= MAX_ITEMS else ()
    found = _parts(text, 0, len(text))
    if not 3 <= len(found) <= MAX_ITEMS or not _closes(found[-1]):
        return ()
    if any(_closes(part) for part in found[:-1]):
        return ()
    if not all(_is_item(text, part, last=False) for part in found):
        return ()
    return tuple(text[part.start : part.end].strip(" .") for part in found)


def _is_whole_item(text: str, start: int, end: int, head: int) -> bool:
    """Say whether a span is an item from its beginning, a few small words apart, or holds it."""
    return start <= head < end or (
        head <= start and len(WORD.findall(text[head:start])) <= _SKIPPED
    )


def _parts(text: str, low: int, high: int) -> list[Part]:
    parts: list[Part] = []
    at, link = low, ""
    for match in _SEPARATOR.finditer(text, low, high):
        parts.append(Part(at, match.start(), link))
        at, link = match.end(), match.group()
    parts.append(Part(at, high, link))
    return parts


def _closes(part: Part) -> bool:
    return bool(re.search(r"\b(?:and|or|as)\b", part.link, re.IGNORECASE))


def _last_item(text: str, parts: list[Part], at: int) -> int | None:
    """Return the part that "and" leads to, from part ``at`` on through commas."""
    if (
        at
        and _closes(parts[at])
        and not (
            at + 1 < len(parts)
            and _closes(parts[at + 1])
            and _is_item(text, parts[at + 1], last=True)
        )
    ):
        return at
    for place in range(at + 1, len(parts)):
        if not _is_item(text, parts[place], last=_closes(parts[place])):
            return None
        if _closes(parts[place]):
            return place
    return None


def _first_item(text: str, parts: list[Part], at: int, right: int | None) -> int | None:
    """Return the first part of the list that holds part ``at``."""
    if right is None:
        return None
    place = at
    while place > 0:
        own, before = parts[place], parts[place - 1]
        if place != right and not _is_item(text, own, last=False):
            return place  # the sentence goes over into the list within this part
        if _INTRODUCED.match(text, own.start) or (_closes(own) and place != right):
            return place
        if not _is_item(text, before, last=False):
            return place - 1
        place -= 1
    return place


def _is_apposition(text: str, part: Part) -> bool:
    """Say whether a part tells what those before it are: "two clubs that have ..."."""
    words = [w.lower() for w in WORD.findall(text[part.start : part.end])]
    return (
        part.link.strip() == ","
        and bool(words)
        and words[0] in _NUMBERS
        and not _RELATIVE.isdisjoint(words)
    )


def _is_item(text: str, part: Part, *, last: bool) -> bool:
    found = WORD.findall(text[part.start : part.end])
    words = [w.lower() for w in found]
    # Behind a comma "Will" is a name; at the beginning of a sentence it may be anything.
    if not words or (found if part.link else words)[0] in CLAUSE or _is_apposition(text, part):
        return False
    if _DASH.search(text, part.start, part.end):
        return False
    if last:
        return True  # what follows the list is cut off later
    return len(words) <= MAX_ITEM_WORDS and not any(w in CLAUSE - {"that"} for w in words[:4])


def small_count(number: Quantity) -> int:
    """Return the number of items that a quantity may count, 2 to ``MAX_ITEMS``; else 0."""
    whole = number.value == int(number.value) and not number.unit
    return int(number.value) if whole and 1 < number.value <= MAX_ITEMS else 0
