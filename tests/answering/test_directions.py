"""Where something is going is not where it came from."""

from __future__ import annotations

import pytest

from qa.answering.directions import without_wrong_directions
from qa.question import read
from tests.support.readings import make_reading

WAY = "The ferry left the port of Elm on 3 May. It sailed from Holt to Tarn, and is moored at Ness."


@pytest.mark.parametrize(
    ("question", "said", "kept"),
    [
        ("Where is the ferry heading?", "Elm", False),
        ("Where is the ferry heading?", "from Holt", False),
        ("Where is the ferry heading?", "Holt", False),
        ("Where is the ferry heading?", "Tarn", True),
        ("Where is the ferry heading?", "Ness", True),
        ("Where did the ferry come from?", "Tarn", False),
        ("Where did the ferry come from?", "Holt", True),
        ("Where did the ferry sail from?", "to Tarn", False),
        ("Where is the ferry now?", "Elm", True),
        ("When is the ferry going?", "Elm", True),
    ],
)
def test_the_wrong_end_of_a_way_is_no_answer(question: str, said: str, kept: bool) -> None:
    hit, reading = make_reading(WAY, said)
    [made] = without_wrong_directions(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
