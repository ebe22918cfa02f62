"""Of "from 500 to 400" the second figure is how things stand."""

from __future__ import annotations

import pytest

from qa.answering.latter import with_latter_figures
from qa.question import read
from tests.support.readings import make_reading

TEXT = (
    "The number of pupils fell from more than 500 in May to about 400. Rents went from $9 to $7, "
    "and the hall seats from 60 to 80 guests."
)


@pytest.mark.parametrize(
    ("question", "said", "shown"),
    [
        ("How many pupils are there?", "more than 500", "about 400"),
        ("How many pupils are there now?", "500", "about 400"),
        ("How many pupils were there?", "500", "500"),
        ("From how many pupils has it fallen?", "500", "500"),
        ("How many pupils are there?", "400", "400"),
        ("How much is the rent?", "$9", "$7"),
        ("How many guests can the hall seat?", "60", "80"),
    ],
)
def test_the_second_figure_is_the_present_one(question: str, said: str, shown: str) -> None:
    hit, reading = make_reading(TEXT, said)
    [made] = with_latter_figures(read(question), [hit], [reading])
    assert made.text.removeprefix("about ") == shown.removeprefix("about ")
    [span] = made.spans or ()
    assert TEXT[span.start : span.end] == made.text


ONCE = (
    "The league, which previously offered a $300 prize, raised it to $500 in May. The club, "
    "once at Elm Mill, had been paying $80 before rain fell."
)


@pytest.mark.parametrize(
    ("question", "said", "shown"),
    [
        ("What prize does the league offer?", "$300", "$500"),
        ("What prize did the league offer first?", "$300", "$300"),
        ("What prize does the league offer?", "$500", "$500"),
        ("What does the club pay?", "$80", "$80"),  # nothing has come after it
    ],
)
def test_what_was_once_gives_way_to_what_is(question: str, said: str, shown: str) -> None:
    hit, reading = make_reading(ONCE, said)
    [made] = with_latter_figures(read(question), [hit], [reading])
    assert made.text == shown
    [span] = made.spans or ()
    assert ONCE[span.start : span.end] == made.text
