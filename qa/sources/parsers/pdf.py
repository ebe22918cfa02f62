"""PDF: pypdf reads the lines of each page; here they become paragraphs that know their page."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qa.records import Document, Failure
from qa.sources.opening import read_opening
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
from qa.sources.parsers.pdf_heads import drop_running_heads
from qa.sources.parsers.pdf_paragraphs import join_pages

if TYPE_CHECKING:
    from pypdf import PdfReader

logging.getLogger("pypdf").addHandler(logging.NullHandler())
logging.getLogger("pypdf").propagate = False

# What programs write where a title should be.
_NO_TITLE = re.compile(
    r"(?:microsoft \w+ - .*|untitled.*|.*\.(?:docx?|pdf|indd|qxd|tex|dvi|rtf|odt|pptx?|xlsx?)|"
    r"(?:document|slide|title|none|pdf|print|layout|presentation)\s?\d*|[\W\d_]*)\Z",
    re.IGNORECASE,
)
_PDF_DATE = re.compile(
    r"(?:D:)?(\d{4})(\d\d)(\d\d)(?:(\d\d)(?:(\d\d)(\d\d)?)?)?"
    r"(?:(Z)(?:'|00'?(?:00'?)?)?|([+-])(\d\d)[':]?(\d\d)?'?)?"  # Apple writes Z00'00'
)
_XMP_DATE = re.compile(rb"xmp:CreateDate\s*(?:=\s*[\"']|>)\s*([\dT:.+Z-]{10,35})")
_MAX_XMP = 1_000_000
_MAX_TITLE = 500
# Shapes of letters, not letters: nobody would find "misfits" by its word otherwise.
_SHAPES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st"}
# Where the fonts Symbol and Wingdings have the bullets of word processors.
_SHAPES |= dict.fromkeys((0xF0A7, 0xF0B7, 0xF0D8, 0xF0FC, 0xF076, 0xF06E, 0xF071), "•")
# What programs write where nobody gave a name.
_NO_AUTHOR = re.compile(r"\W*(?:anonymous|unknown|author|user|administrator)\W*\Z", re.IGNORECASE)
_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_][ \u00a0]+){7,}[^\W\d_](?!\S)")
_SHOWN = 30  # characters of such words
_ARRANGED = "columns were told from where the letters stand; look at them"
# How many pages are named before "...".
_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Pages:
    """What the pages hold.

    Attributes:
        lines: of each page, stripped; none where it is blank or cannot be read.
        damaged: number from 1, and reason, of each page that cannot be read.
        arranged: numbers of pages whose columns were told from where letters stand.
    """

    lines: tuple[list[str], ...]
    damaged: tuple[tuple[int, str], ...]
    arranged: tuple[int, ...]

    @property
    def blank(self) -> list[int]:
        """Return the numbers of the pages that can be read and have no text."""
        bad = {number for number, _ in self.damaged}
        return [n for n, lines in enumerate(self.lines, 1) if not any(lines) and n not in bad]


def read_pdf(data: bytes, name: str, limits: Limits) -> Iterator[Document | Failure]:
    """Yield the text of a PDF with the places of its pages, then the pages without text.

    Raises:
        Unreadable: encrypted, damaged, over the limit of pages, or scanned as a whole.
        MissingDependency: pypdf is not installed.
    """
    reader = _opened(data, limits)
    pages = _read_pages(reader, limits)
    text, starts = join_pages(drop_running_heads(pages.lines))
    if not text:
        raise Unreadable(_why_empty(pages))
    yield _document(reader, text, starts, pages.arranged)
    if pages.damaged:
        named = _named([number for number, _ in pages.damaged])
        reason = f"{named} cannot be read ({pages.damaged[0][1]}); the others were added"
        yield make_failure(name, reason)
    if seen := [n for n in pages.blank if _has_image(reader, n)]:
        yield make_failure(
            name,
            f"{_named(seen)} {'has' if len(seen) == 1 else 'have'} a picture and no text, as "
            "scanned pages do; run OCR on the file to add them; the others were added",
        )


def _opened(data: bytes, limits: Limits) -> PdfReader:
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
    return reader


def _read_pages(reader: PdfReader, limits: Limits) -> _Pages:
    pages: list[list[str]] = []
    damaged: list[tuple[int, str]] = []
    arranged: list[int] = []
    total = 0
    for number in range(1, len(reader.pages) + 1):
        try:
            layout = read_lines(reader.pages[number - 1])
            text = clean("\n".join(layout.lines).translate(_SHAPES))
            arranged += [number] * layout.uncertain
        except Exception as error:
            damaged.append((number, describe_error(error)))
            text = ""
        pages.append([line.strip() for line in text.split("\n")])
        total += len(text)
        if total > limits.characters:
            raise Unreadable(
                f"{total:,} characters by page {number:,} are over the limit of "
                f"{limits.characters:,}; split it"
            )
    return _Pages(tuple(pages), tuple(damaged), tuple(arranged))


def _why_empty(pages: _Pages) -> str:
    if pages.damaged:
        return f"no page can be read ({pages.damaged[0][1]}); save or print it anew"
    return (
        f"none of its {len(pages.lines):,} pages has text: it is scanned, or drawn; run OCR on it "
        "first (ocrmypdf, for one), then add the result"
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


def _document(
    reader: PdfReader, text: str, starts: tuple[int, ...], arranged: Sequence[int]
) -> Document:
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
    said_author, said_date = read_opening(text)
    return Document(
        text=text,
        title="" if _NO_TITLE.fullmatch(title) else title,
        author=said_author if _NO_AUTHOR.match(author) or not author else author,
        date=said_date or pdf_date(known.get("/CreationDate", "")) or _xmp_date(reader),
        language=language,
        pages=starts,
        notes=tuple(_notes(text, arranged)),
    )


def _notes(text: str, arranged: Sequence[int]) -> Iterator[str]:
    """Yield what is doubtful in a text."""
    if arranged:
        yield f"{_named(arranged)}: {_ARRANGED}"
    if spaced := _SPACED.search(text):
        shown = " ".join(spaced[0].split())[:_SHOWN]
        yield f"its letters stand apart ({shown!r}), and no question finds such words; look at it"


def _xmp_date(reader: PdfReader) -> str:
    """Return the day that the file's XMP packet says it was made on, "" for none."""
    try:
        stream: Any = reader.root_object["/Metadata"].get_object()
        packet = stream.get_data()[:_MAX_XMP]
    except Exception:
        return ""
    found = _XMP_DATE.search(packet)
    return parse_date(found[1].decode("ascii")) if found else ""


def pdf_date(value: str) -> str:
    """Return a PDF date ("D:20250314093000+01'00'") in ISO 8601, "" when it is none."""
    found = _PDF_DATE.fullmatch(value.strip())
    if found is None:
        return parse_date(value)
    year, month, day, hour, minute, second, zulu, sign, ahead, past = found.groups()
    text = f"{year}-{month}-{day}"
    if hour:
        text += f"T{hour}:{minute or '00'}:{second or '00'}"
        if zulu:
            text += "+00:00"
        elif sign:
            text += f"{sign}{ahead}:{past or '00'}"
    return parse_date(text)
