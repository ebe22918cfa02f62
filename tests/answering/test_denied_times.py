"""A day that a sentence denies is no answer to "when"."""

from __future__ import annotations

import pytest

from qa.answering.denied_times import without_denied_times
from qa.question import read
from tests.support.readings import make_reading


@pytest.mark.parametrize(
    ("question", "text", "day", "kept"),
    [
        (
            "When will the council vote?",
            "The vote won't be on Thursday.",
            "Thursday",
            False,
        ),
        ("When will the council vote?", "The council will not vote Thursday.", "Thursday", False),
        ("When will the council vote?", "It votes Friday rather than Thursday.", "Thursday", False),
        ("When will the council vote?", "It votes Friday rather than Thursday.", "Friday", True),
        ("When will the council vote?", "The vote is not Thursday but Friday.", "Friday", True),
        ("When will the council vote?", "They won't vote until Thursday.", "Thursday", True),
        ("When will the council vote?", "They can't vote before Thursday.", "Thursday", True),
        ("When was she last seen?", "She has not been seen since Thursday.", "Thursday", True),
        (
            "When will they race?",
            "The current is under a knot Thursday, so they race.",
            "Thursday",
            True,
        ),
        ("When will the council vote?", "The vote cannot be Thursday.", "Thursday", False),
        ("When will it open?", "It is not ready, and will open on Thursday.", "Thursday", True),
        ("When will it not open?", "It will not open on Thursday.", "Thursday", True),
        ("Where will it open?", "It will not open on Thursday.", "Thursday", True),
    ],
)
def test_a_day_that_is_denied_goes(question: str, text: str, day: str, *, kept: bool) -> None:
    hit, reading = make_reading(text, day)
    [made] = without_denied_times(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
