"""The share of another round, and a part that is paid, are no answers."""

from __future__ import annotations

import pytest

from qa.answering.other_sums import without_other_sums
from qa.question import read
from tests.support.readings import make_reading

ROUNDS = "Holm had 44% in the first round. Holm took 52% in the runoff."
PRIZE = "The raffle stands at $90 million, with a cash value of $40 million."
CHOICE = "She may take $41 million in cash, or a lump sum of $42 million, of the $90 million prize."


@pytest.mark.parametrize(
    ("question", "text", "figure", "kept"),
    [
        ("What share did Holm win in the runoff?", ROUNDS, "52%", True),
        ("What share did Holm win in the runoff?", ROUNDS, "44%", False),
        ("What share did Holm win in the second round?", ROUNDS, "44%", False),
        ("What share did Holm win in the first round?", ROUNDS, "52%", False),
        ("What share of the vote did Holm win?", ROUNDS, "44%", True),
        ("How much is the raffle?", PRIZE, "$90 million", True),
        ("How much is the raffle?", PRIZE, "$40 million", False),
        ("How much is the raffle?", CHOICE, "$41 million", False),
        ("How much is the raffle?", CHOICE, "$42 million", False),
        ("How much is the raffle?", CHOICE, "$90 million", True),
        ("How much is the raffle in cash?", PRIZE, "$40 million", True),
        ("Who won the runoff?", ROUNDS, "Holm", True),
    ],
)
def test_a_figure_of_another_round_or_payment_goes(
    question: str, text: str, figure: str, *, kept: bool
) -> None:
    hit, reading = make_reading(text, figure)
    [made] = without_other_sums(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
