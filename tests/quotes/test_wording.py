from __future__ import annotations

import pytest

from qa.quotes.wording import before_words, within_sentence


@pytest.mark.parametrize(
    ("speaker", "said"),
    [
        ("The ministry", "the ministry"),
        ("A spokeswoman for the port", "a spokeswoman for the port"),
        ("Their lawyer", "their lawyer"),
        ("The Orr Gazette", "The Orr Gazette"),
        ("Theo Marsh", "Theo Marsh"),
        ("the ministry", "the ministry"),
        ("Mayor Ines Koh", "Mayor Ines Koh"),
        ("He", "he"),
        ("", ""),
    ],
)
def test_a_speaker_stands_in_a_sentence(speaker: str, said: str) -> None:
    assert within_sentence(speaker) == said


@pytest.mark.parametrize(
    ("verb", "shown"),
    [("said", "said"), ("told", ""), ("According to", ""), ("explaining", ""), (":", "")],
)
def test_a_verb_stands_before_the_words(verb: str, shown: str) -> None:
    assert before_words(verb) == shown
