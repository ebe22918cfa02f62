"""What came of a deed is no reason for it."""

from __future__ import annotations

import pytest

from qa.answering.consequences import without_consequences
from qa.question import read
from tests.support.readings import make_reading

SHUT = "The Orlo mill shut on Monday, leaving 40 people idle and stranding two barges."
CITED = "The Orlo mill shut on Monday, citing rising costs. Facing losses, it had sold its barges."
LEFT = "Mayor Ida Holm walked home \u2014 fearing the flood. It rained, flooding the quay."
WHY = "Why did the Orlo mill shut?"


@pytest.mark.parametrize(
    ("question", "text", "said", "kept"),
    [
        (WHY, SHUT, "leaving 40 people idle", False),
        (WHY, SHUT, "stranding two barges", False),
        ("What did the Orlo mill do when it shut?", SHUT, "leaving 40 people idle", True),
        ("Why were 40 people left idle?", SHUT, "The Orlo mill shut", True),
        (WHY, CITED, "citing rising costs", True),
        (WHY, CITED, "rising costs", True),
        (WHY, CITED, "Facing losses", True),
        ("Why did Ida Holm walk home?", LEFT, "fearing the flood", True),
        # Not of the deed that is asked about.
        ("Why did Ida Holm walk home?", LEFT, "flooding the quay", True),
    ],
)
def test_a_participle_behind_the_deed_tells_what_came_of_it(
    question: str, text: str, said: str, *, kept: bool
) -> None:
    hit, reading = make_reading(text, said)
    [made] = without_consequences(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
