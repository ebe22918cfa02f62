"""A few damaged files for every reader; ``benchmarks.fuzz`` reads 100,000 of each."""

from __future__ import annotations

import pytest

from benchmarks.fuzz import PARSERS, check, made_input, run, seeds

pytestmark = pytest.mark.slow

# Files of a parser: some seconds in all on a free core.
COUNTS = {"html": 60, "pdf": 80, "epub": 60, "zip": 40, "feed": 120, "mbox": 120, "eml": 120}


@pytest.mark.parametrize("parser", PARSERS)
def test_damaged_files_give_documents_or_reasons(parser: str) -> None:
    outcome = run(parser, range(COUNTS.get(parser, 200)), seed=20_250_314)
    assert outcome.crashes == []
    assert outcome.documents and outcome.failures


@pytest.mark.parametrize("parser", PARSERS)
def test_the_damage_is_done_to_files_that_can_be_read(parser: str) -> None:
    for data in seeds(parser):
        documents, _ = check(data, parser)
        assert documents
    assert made_input(parser, 7, 1) == made_input(parser, 7, 1) != made_input(parser, 8, 1)
