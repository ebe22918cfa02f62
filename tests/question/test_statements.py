from __future__ import annotations

import pytest

from qa.question.reading import read


@pytest.mark.parametrize(
    ("question", "speaker", "topic"),
    [
        ("What did Ida Holm say about the ferry?", "Ida Holm", {"ferry"}),
        ("What did the mayor say?", "mayor", set()),
        ("What has Brenk told reporters about the dam?", None, None),
        ("What has Brenk said about the dam?", "Brenk", {"dam"}),
        ("What is Ida Holm saying about the ferry?", "Ida Holm", {"ferry"}),
        ("What do critics say about the new toll?", "critics", {"new", "toll"}),
        ("How did Holm respond to the strike?", "Holm", {"strik"}),
        ("What was Holm's reaction to the strike?", "Holm", {"strik"}),
        ("So, what did Holm think of the plan?", "Holm", {"plan"}),
        ("What did Holm tweet about the ferry?", "Holm", {"ferry"}),
        ("What did the mayor post?", "mayor", set()),
        # A part of what was said is asked for, or something else.
        ("What did Holm say the ferry costs?", None, None),
        ("What did she say about the ferry?", None, None),
        ("What did the doctor tell him to do?", None, None),
        ("What was Holm told about the ferry?", None, None),
        ("What did Holm buy?", None, None),
        ("Who said the ferry is late?", None, None),
        ("What was the mayor's salary?", None, None),
    ],
)
def test_whose_words_are_asked_for(
    question: str, speaker: str | None, topic: set[str] | None
) -> None:
    found = read(question).statement
    assert (found.speaker if found else None) == speaker
    assert (set(found.topic) if found else None) == topic
