"""A title of somebody whom the question names is no answer to who did something."""

from __future__ import annotations

import pytest

from qa.answering.described import without_described
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan

TEXT = (
    "Former mayor Ida Storm was praised by Per Lund. The rower, Ida Storm, thanked captain "
    "Jo Bo.\n\nSkipper\n\nIda Storm left. Omar Said, Eva Roux's son, stayed."
)


@pytest.mark.parametrize(
    ("question", "span", "kept"),
    [
        ("Who praised Ida Storm?", "Former mayor", False),
        ("Who praised Storm?", "Former mayor", False),
        ("Who praised Ida Storm?", "The rower", False),
        ("Who praised Ida Storm?", "Per Lund", True),
        ("Who praised Ida Storm?", "Skipper", True),
        ("Who is Ida Storm?", "Former mayor", True),
        ("Who thanked Jo Bo?", "The rower", True),
        ("Who was it?", "Former mayor", True),
        ("Who succeeded Eva Roux?", "Omar Said", True),
        ("When was Ida Storm praised?", "Former mayor", True),
    ],
)
def test_descriptions(question: str, span: str, kept: bool) -> None:
    start = TEXT.index(span)
    reading = Reading(span, -0.1, 0.2, (SourceSpan(0, start, start + len(span)),))
    hit = Hit(Passage("a", 0, len(TEXT), TEXT), "", "", 0.5, 1.0, 1.0)
    [made] = without_described(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
