"""Evaluation files: what is read, what is refused, and how a refusal reads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import InputError
from qa.evaluate import data

QA: dict[str, Any] = {
    "question": "How long is the bridge?",
    "context": "The bridge is 1.2 km long.",
    "answers": [{"text": "1.2 km", "start": 14}],
    "title": "Bridge",
}


def write(path: Path, *lines: str | bytes) -> Path:
    raw = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return path


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_reads_plain_and_gzipped(tmp_path: Path, name: str) -> None:
    none = {**QA, "answers": []}
    path = write(tmp_path / name, "\ufeff" + json.dumps(QA), "", json.dumps(none), "  ")
    first, second = data.read(path, data.qa_row)
    assert first == data.QARow(QA["question"], QA["context"], ("1.2 km",), "Bridge")
    assert second.golds == ()
    assert data.count(path) == 2


def test_gzip_is_known_by_its_content(tmp_path: Path) -> None:
    packed = write(tmp_path / "rows.jsonl.gz", json.dumps(QA))
    renamed = packed.rename(tmp_path / "rows.jsonl")
    assert len(data.read(renamed, data.qa_row)) == 1


def test_a_line_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    row = {**QA, "context": "one\u2028two\x85three"}
    path = write(tmp_path / "rows.jsonl", json.dumps(row, ensure_ascii=False))
    assert data.read(path, data.qa_row)[0].context == "one\u2028two\x85three"


def test_reads_the_other_formats(tmp_path: Path) -> None:
    rows: list[tuple[Callable[[data.Row], Any], dict[str, Any], Any]] = [
        (
            data.summary_row,
            {"document": "d", "references": ["r"], "systems": {"M0": "s"}},
            data.SummaryRow("d", ("r",), {"M0": "s"}),
        ),
        (
            data.grounding_row,
            {"document": "d", "claim": "c", "supported": False, "edit_types": ["swap"]},
            data.GroundingRow("d", "c", False, ("swap",)),
        ),
        (
            data.archive_article,
            {"url": "u", "title": "", "date": "2022/05/21", "text": "t"},
            data.ArchiveArticle("u", "", "2022/05/21", "t"),
        ),
        (
            data.archive_question,
            {"question": "q", "answer": "a", "relevant": ["u"]},
            data.ArchiveQuestion("q", "a", ("u",)),
        ),
    ]
    for parse, row, expected in rows:
        assert data.read(write(tmp_path / "rows.jsonl.gz", json.dumps(row)), parse) == [expected]


@pytest.mark.parametrize(
    ("parse", "row", "message"),
    [
        (data.qa_row, {"context": "c", "answers": []}, 'the field "question" is missing'),
        (data.qa_row, {**QA, "question": " "}, 'the field "question" is empty'),
        (data.qa_row, {**QA, "question": "x" * 2001}, "2,001 characters, over the limit of 2,000"),
        (data.qa_row, {**QA, "question": 7}, '"question" is 7; it must be a text'),
        (data.qa_row, {**QA, "answers": "5%"}, '"answers" is "5%"; it must be a list'),
        (data.qa_row, {**QA, "answers": ["5%"]}, "a list of objects with a text"),
        (data.qa_row, {**QA, "context": "\ud800"}, '"context" holds half a surrogate pair'),
        (data.summary_row, {"document": "d", "references": []}, '"references" is empty'),
        (data.summary_row, {"document": "d", "references": ["r"], "systems": ["s"]}, '"systems"'),
        (data.grounding_row, {"document": "d", "claim": "c", "supported": "yes"}, "true or false"),
        (data.archive_article, {"url": "u", "text": "\n"}, 'the field "text" is empty'),
        (data.archive_question, {"question": "q", "answer": "a"}, '"relevant" is missing'),
    ],
)
def test_a_wrong_row_names_file_line_and_field(
    tmp_path: Path, parse: Callable[[data.Row], Any], row: dict[str, Any], message: str
) -> None:
    path = write(tmp_path / "rows.jsonl", "", json.dumps(row))
    with pytest.raises(InputError) as caught:
        data.read(path, parse)
    assert str(caught.value).startswith(f"{path}, line 2: ")
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"not json", "line 1: not JSON"),
        (b"[1, 2]", "line 1: [1, 2] is not a JSON object"),
        (b'{"question": "\xff"}', "line 1: not UTF-8"),
        (b"[" * 200_000, "line 1: not JSON"),
    ],
)
def test_a_line_that_is_no_object(tmp_path: Path, line: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        data.read(write(tmp_path / "rows.jsonl.gz", line), data.qa_row)
    assert message in str(caught.value)
    assert len(str(caught.value)) < len(str(tmp_path)) + 200


def test_scan_goes_on_after_a_wrong_row(tmp_path: Path) -> None:
    path = write(tmp_path / "rows.jsonl", json.dumps(QA), "{", json.dumps(QA))
    rows = list(data.scan(path, data.qa_row))
    assert [isinstance(row, InputError) for row in rows] == [False, True, False]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl.gz"
    lines = "".join(json.dumps({**QA, "title": str(n)}) + "\n" for n in range(2000))
    cut.write_bytes(gzip.compress(lines.encode())[:-200])
    broken = tmp_path / "broken.jsonl.gz"
    broken.write_bytes(b"\x1f\x8b" + b"no gzip at all")
    spoilt = tmp_path / "spoilt.jsonl.gz"
    packed = bytearray(gzip.compress(lines.encode()))
    packed[-6] ^= 0xFF  # the checksum
    spoilt.write_bytes(packed)
    empty = write(tmp_path / "empty.jsonl.gz", "")
    for path, message in (
        (cut, "damaged or cut off after line"),
        (broken, "damaged or cut off"),
        (spoilt, "damaged or cut off after line 2000"),
        (empty, "no rows"),
        (tmp_path / "none.jsonl", "no such file"),
        (tmp_path, "is a folder"),
    ):
        with pytest.raises(InputError, match=message) as caught:
            data.read(path, data.qa_row)
        assert str(path) in str(caught.value)


@given(st.integers(1, 60), st.integers(1, 80))
def test_sample_is_seeded_nested_and_without_repeats(size: int, limit: int) -> None:
    rows = list(range(size))
    taken = data.sample(rows, limit)
    assert len(taken) == len(set(taken)) == min(size, limit)
    assert taken == data.sample(rows, limit) == data.sample(rows, limit + 1)[:limit]
    assert data.sample(rows, None) == rows


def test_sample_is_not_the_head_of_the_file() -> None:
    rows = list(range(1000))
    assert abs(sum(data.sample(rows, 200)) / 200 - 499.5) < 60  # 3 standard errors


@pytest.mark.parametrize("limit", [0, -3])
def test_sample_refuses_a_limit_under_one(limit: int) -> None:
    with pytest.raises(InputError, match=f"limit {limit} is under 1"):
        data.sample(["row"], limit)
