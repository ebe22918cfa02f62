"""Rows of evaluation files: JSON lines, gzipped or not, read strictly.

A wrong line stops the run with the file, the line and the field, since a score
over the rows that happened to parse would not be the file's score.
"""

from __future__ import annotations

import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from qa.desk import MAX_QUESTION
from qa.errors import ArticleError, InputError
from qa.sources.metadata import normalise_date

GZIP_MAGIC = b"\x1f\x8b"
"""First bytes of a gzip stream: the content decides, not the file's name."""

SAMPLE_SEED = 0
"""Seed of the shuffle behind ``limit``."""

Row = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QARow:
    """A question on one paragraph; no golds means that it holds no answer."""

    question: str
    context: str
    golds: tuple[str, ...]
    title: str


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """An article, its human summaries, and the outputs of other systems by name."""

    document: str
    references: tuple[str, ...]
    systems: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class GroundingRow:
    """A claim and whether the document supports it; ``edit_types`` say how it was falsified."""

    document: str
    claim: str
    supported: bool
    edit_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ArchiveArticle:
    """One article of an archive."""

    url: str
    title: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class ArchiveQuestion:
    """A question put to an archive; ``relevant`` holds urls of articles with the answer.

    ``date`` is the ISO day of asking, "" when unknown.
    """

    question: str
    answer: str
    relevant: tuple[str, ...]
    date: str = ""


def qa_row(row: Row) -> QARow:
    """Take question, context and answers ([] or [{"text": ...}]); title may be missing."""
    answers = _list(row, "answers")
    if not all(isinstance(item, Mapping) and isinstance(item.get("text"), str) for item in answers):
        raise InputError('"answers" must be a list of objects with a text, as {"text": "5%"}')
    golds = tuple(_checked("answers", item["text"]) for item in answers)
    title = _text(row, "title", empty=True) if "title" in row else ""
    return QARow(_question(row), _text(row, "context"), golds, title)


def summary_row(row: Row) -> SummaryRow:
    """Take document and at least one reference; systems ({name: output}) may be missing."""
    references = _texts(row, "references")
    if not references:
        raise InputError('"references" is empty; give at least one summary')
    systems = row.get("systems", {})
    if not isinstance(systems, Mapping) or not all(isinstance(s, str) for s in systems.values()):
        raise InputError('"systems" must be an object of texts, as {"LEAD-3": "..."}')
    return SummaryRow(_text(row, "document"), references, dict(systems))


def grounding_row(row: Row) -> GroundingRow:
    """Take document, claim and supported; edit_types may be missing."""
    supported = _field(row, "supported")
    if not isinstance(supported, bool):
        raise InputError(f'"supported" is {_short(supported)}; it must be true or false')
    edits = _texts(row, "edit_types") if "edit_types" in row else ()
    return GroundingRow(_text(row, "document"), _text(row, "claim"), supported, edits)


def archive_article(row: Row) -> ArchiveArticle:
    """Take url and text; title and date may be missing or empty."""
    title, date = (_text(row, key, empty=True) if key in row else "" for key in ("title", "date"))
    return ArchiveArticle(_text(row, "url"), title, date, _text(row, "text"))


def archive_question(row: Row) -> ArchiveQuestion:
    """Take question, answer and relevant (urls); date may be missing or empty."""
    date = _text(row, "date", empty=True) if "date" in row else ""
    try:
        day = normalise_date(date)
    except ArticleError as error:
        raise InputError(str(error)) from None
    return ArchiveQuestion(_question(row), _text(row, "answer"), _texts(row, "relevant"), day)


def read(path: str | Path, parse: Callable[[Row], T]) -> list[T]:
    """Return every row of a .jsonl or .jsonl.gz file.

    Raises ``InputError`` naming the file, and the line where it has one, when
    the file is missing, empty, damaged, or a row is not what ``parse`` takes.
    """
    rows: list[T] = []
    for item in scan(path, parse):
        if isinstance(item, InputError):
            raise item
        rows.append(item)
    if not rows:
        raise InputError(f"{path}: no rows; one JSON object a line is expected")
    return rows


def scan(path: str | Path, parse: Callable[[Row], T]) -> Iterator[T | InputError]:
    """Yield a row, or the error that says what is wrong with it, line by line.

    Raises ``InputError`` only for a file that cannot be read on.
    """
    for number, line in _lines(Path(path)):
        if not line.strip():
            continue
        try:
            yield parse(_object(line))
        except InputError as error:  # a parser knows the field, not the place
            yield InputError(f"{path}, line {number}: {error}")


def count(path: str | Path) -> int:
    """Return how many rows ``scan`` will yield, good and bad."""
    return sum(1 for _, line in _lines(Path(path)) if line.strip())


def sample(rows: Sequence[T], limit: int | None) -> list[T]:
    """Return all rows in order, or the first ``limit`` after a shuffle with a fixed seed.

    Files are often sorted by article or source; the first rows of a shuffle
    estimate the whole file's score without bias, and are the same every time.
    Raises ``InputError`` for a limit under 1.
    """
    if limit is None:
        return list(rows)
    if limit < 1:
        raise InputError(f"limit {limit} is under 1; leave it out to use all {len(rows)} rows")
    order = list(range(len(rows)))
    random.Random(SAMPLE_SEED).shuffle(order)
    return [rows[index] for index in order[:limit]]


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield (number from 1, line); bytes, as only a line feed ends a line of JSON."""
    number = 0
    try:
        with path.open("rb") as probe:
            packed = probe.read(len(GZIP_MAGIC)) == GZIP_MAGIC
        with cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb") as file:
            for number, line in enumerate(file, 1):
                yield number, line
    except FileNotFoundError:
        raise InputError(f"{path}: no such file; give a .jsonl or .jsonl.gz file") from None
    except IsADirectoryError:
        raise InputError(f"{path}: is a folder; give a .jsonl or .jsonl.gz file") from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise InputError(
            f"{path}: the gzip data is damaged or cut off after line {number}; copy the file again"
        ) from None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})") from None


def _object(line: bytes) -> Row:
    try:
        value = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InputError("not UTF-8; save the file as UTF-8") from None
    except (ValueError, RecursionError):
        raise InputError("not JSON; one JSON object a line is expected") from None
    if not isinstance(value, dict):
        raise InputError(f"{_short(value)} is not a JSON object")
    return value


def _field(row: Row, key: str) -> Any:
    if key not in row:
        raise InputError(f'the field "{key}" is missing')
    return row[key]


def _text(row: Row, key: str, *, empty: bool = False) -> str:
    value = _checked(key, _field(row, key))
    if not empty and not value.strip():
        raise InputError(f'the field "{key}" is empty')
    return value


def _question(row: Row) -> str:
    """Return a question that a desk will take: better refused here than after an hour."""
    question = _text(row, "question")
    if len(question) > MAX_QUESTION:
        raise InputError(
            f'"question" has {len(question):,} characters, over the limit of {MAX_QUESTION:,}; '
            "shorten it"
        )
    return question


def _checked(key: str, value: Any) -> str:
    """Return a text that UTF-8 can hold: JSON can spell half a surrogate pair."""
    if not isinstance(value, str):
        raise InputError(f'"{key}" is {_short(value)}; it must be a text')
    try:
        value.encode()
    except UnicodeEncodeError:
        raise InputError(f'"{key}" holds half a surrogate pair, which is no character') from None
    return value


def _list(row: Row, key: str) -> list[Any]:
    value = _field(row, key)
    if not isinstance(value, list):
        raise InputError(f'"{key}" is {_short(value)}; it must be a list')
    return value


def _texts(row: Row, key: str) -> tuple[str, ...]:
    return tuple(_checked(key, item) for item in _list(row, key))


def _short(value: Any) -> str:
    shown = json.dumps(value)
    return shown if len(shown) <= 40 else f"{shown[:37]}..."
