"""The claims of our own that a judge is measured on: told or only seemingly told, none twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.evaluate.data import grounding_row, read

DATA = Path(__file__).parents[1] / "data"


@pytest.mark.parametrize(
    ("name", "count"), [("told_claims.jsonl", 80), ("told_claims_later.jsonl", 40)]
)
def test_about_half_are_borne_out_and_none_stands_twice(name: str, count: int) -> None:
    rows = list(read(DATA / name, grounding_row))
    assert len({(row.document, row.claim) for row in rows}) == len(rows) == count
    assert 0.4 < sum(row.supported for row in rows) / count < 0.6


def test_no_claim_is_in_both_files() -> None:
    first, later = (
        {row.document for row in read(DATA / name, grounding_row)}
        for name in ("told_claims.jsonl", "told_claims_later.jsonl")
    )
    assert first.isdisjoint(later)
