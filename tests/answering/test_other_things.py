"""What another thing of the kind has, or another year took, is not what is asked about."""

from __future__ import annotations

import pytest

from qa.answering.other_things import without_other_things
from qa.question import read
from tests.support.readings import make_reading

BRIDGES = (
    "The Tarn Bridge, a mile north of the Hale Bridge, is 410 feet long. The Hale Bridge is 905 "
    "feet long. It was built by the firm that built the Tarn Bridge in 1931. A toll of $3 is paid "
    "on the Hale Bridge, against $5 on the Tarn Bridge."
)
FLOODS = (
    "The Holm flood took 12 lives. The Lund flood of 2009 killed 77. In 2016 a dam broke at Lund. "
    "That flood left 45 people dead. Since 1980 the Holm dyke has broken 6 times."
)
POES = "Ida Poe, the mother of the baker Jo Poe, was ill for 12 days. Jo Poe ran the shop for 9."
RECORDS = (
    "The largest Holm raffle, of $9,000, was won in 2016. The oldest mill of Holm, built in 1931, "
    "has 40 looms. The raffle now stands at $5,000."
)
RATES = (
    "The fever is rare: 640 cases were counted between 1990 and 2020. Nine were found on the ferry."
)


@pytest.mark.parametrize(
    ("question", "text", "said", "kept"),
    [
        ("How long is the Hale Bridge?", BRIDGES, "410", False),
        ("How long is the Hale Bridge?", BRIDGES, "905", True),
        ("How long is the Tarn Bridge?", BRIDGES, "410", True),
        ("How long is the Tarn Bridge?", BRIDGES, "905", False),
        ("What is the toll on the Hale Bridge?", BRIDGES, "$3", True),
        ("What is the toll on the Hale Bridge?", BRIDGES, "$5", False),
        ("How much longer is the Hale Bridge than the Tarn Bridge?", BRIDGES, "410", True),
        ("How long is the bridge?", BRIDGES, "410", True),
        ("How long was Ida Poe ill?", POES, "12 days", True),
        ("How long was Jo Poe ill?", POES, "12 days", False),
        ("How long did Jo Poe run the shop?", POES, "9", True),
        ("How many people died in the Holm flood?", FLOODS, "12", True),
        ("How many people died in the Holm flood?", FLOODS, "77", False),
        ("How many people died in the Holm flood?", FLOODS, "45", False),
        ("How many people died in the Lund flood?", FLOODS, "77", True),
        ("How many people died in 2016?", FLOODS, "45", True),
        ("How many times has the Holm dyke broken?", FLOODS, "6", True),
        ("How much is the Holm raffle?", RECORDS, "$9,000", False),
        ("How much was the largest Holm raffle?", RECORDS, "$9,000", True),
        ("How much is the Holm raffle?", RECORDS, "$5,000", True),
        ("How many looms does the mill of Holm have?", RECORDS, "40", True),
        ("How many cases of the fever are there so far?", RATES, "640", False),
        ("How many cases of the fever were counted?", RATES, "640", True),
    ],
)
def test_a_figure_is_that_of_the_thing_asked_about(
    question: str, text: str, said: str, kept: bool
) -> None:
    hit, reading = make_reading(text, said)
    [made] = without_other_things(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
