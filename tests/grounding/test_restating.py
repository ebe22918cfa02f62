"""A claim is judged by its words once its figures are known to be those of the sources."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from qa.grounding.check import check_claim
from qa.grounding.judging import ClaimBlend, ClaimJudge
from qa.grounding.restating import restate_figures
from qa.language.mentions import find_mentions
from qa.protocols import Vectors

DAY = "2024-06-12"
SOURCE = (
    "The canal is 6.2 miles long and was dug in 1893. A barge takes 150 minutes. Each carries "
    "three tonnes. The lock was shut two years ago. The keeper was ill yesterday. Tolls were "
    "7.6 percent of $2.94 billion. Rain of 20 cm fell on 38 sheds. "
    "Rents rose from 410 to 450 francs."
)


@pytest.mark.parametrize(
    ("claim", "restated"),
    [
        ("The canal is about ten kilometres long.", "The canal is 6.2 miles long."),
        ("The canal was dug in the 1890s.", "The canal was dug in 1893."),
        ("A barge takes two and a half hours.", "A barge takes 150 minutes."),
        ("Each carries 3,000 kilograms.", "Each carries three tonnes."),
        ("The lock was shut in 2022.", "The lock was shut two years ago."),
        ("The keeper was ill on 11 June 2024.", "The keeper was ill yesterday."),
        ("Tolls were just under $3 billion.", "Tolls were $2.94 billion."),
        ("Rain fell on almost 40 sheds.", "Rain fell on 38 sheds."),
        ("Rents rose by 40 francs.", "Rents rose from 410 to 450 francs."),
        ("Rents rose by about 40 francs.", "Rents rose from 410 to 450 francs."),
        ("Rents rose by 60 francs.", "Rents rose by 60 francs."),
        ("Rents rose to 40 francs.", "Rents rose to 40 francs."),
        ("The canal is 6.2 miles long.", "The canal is 6.2 miles long."),
        ("The canal is 25 kilometres long.", "The canal is 25 kilometres long."),
        ("The canal was dug in the 1870s.", "The canal was dug in the 1870s."),
        ("The keeper was ill on 9 June 2024.", "The keeper was ill on 9 June 2024."),
    ],
)
def test_figures_that_sources_spell_otherwise_are_written_as_they_do(
    claim: str, restated: str
) -> None:
    assert restate_figures(find_mentions(claim), [find_mentions(SOURCE, DAY)]) == restated


class Literal:
    """A judge that takes a claim for true where its window has it word for word."""

    def entailment(self, claims: Sequence[str], passages: Sequence[str]) -> Vectors:
        """Return yes, neither and no."""
        rows = [
            [0.9, 0.05, 0.05] if claim.rstrip(".") in passage else [0.05, 0.05, 0.9]
            for claim, passage in zip(claims, passages, strict=True)
        ]
        return np.array(rows, dtype=np.float32)


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("The canal is about ten kilometres long", True),
        ("A barge takes 2.5 hours.", True),
        ("The keeper was ill on 11 June 2024.", True),
        ("The keeper was ill yesterday.", True),
        ("The canal is 25 kilometres long.", False),
        ("The keeper was ill on 9 June 2024.", False),
        ("The keeper slept on 11 June 2024.", False),
    ],
)
def test_a_judge_reads_a_claim_with_the_figures_of_the_sources(claim: str, supported: bool) -> None:
    judge = ClaimJudge(Literal(), ClaimBlend((0.0, 0.3, 0.5, -0.5), 0.5))
    sentences = SOURCE.replace("long and was", "long. It was").split(". ")
    assert check_claim(claim, sentences, judge=judge, date=DAY).supported is supported
