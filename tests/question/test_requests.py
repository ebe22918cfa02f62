"""What somebody asks for, by the words it begins with."""

from __future__ import annotations

import pytest

from qa.question.requests import Request, read_request
from qa.records import EntryMode


@pytest.mark.parametrize(
    ("text", "mode", "rest"),
    [
        ("When does the mill close?", "ask", "When does the mill close?"),
        ("Compare when the mill closes", "compare", "when the mill closes"),
        ("please compare: who owns it?", "compare", "who owns it?"),
        ("compare it", "compare", ""),
        ("How did that change over time?", "compare", ""),
        ("Comparisons were drawn by whom?", "ask", "Comparisons were drawn by whom?"),
        ("Summarise the mill's end", "summarize", "the mill's end"),
        ("Summary of the strike", "summarize", "the strike"),
        ("Sum up all articles.", "summarize", ""),
        ("Who summarised the report?", "ask", "Who summarised the report?"),
        ("Quotes by the owner", "quotes", "owner"),
        ("quotes", "quotes", ""),
        ("Verify: The mill closed in 1987.", "verify", "The mill closed in 1987."),
        ("Check that the mill closed", "verify", "the mill closed"),
        ("Check-ups are done by whom?", "ask", "Check-ups are done by whom?"),
    ],
)
def test_words_say_what_is_to_be_done(text: str, mode: EntryMode, rest: str) -> None:
    assert read_request(text) == Request(mode, rest)


@pytest.mark.parametrize(
    ("mode", "text", "rest"),
    [
        ("compare", "When does it close?", "When does it close?"),
        ("compare", "Summarise who owns it", "Summarise who owns it"),
        ("summarize", "all", ""),
        ("verify", "Compare the two. They differ.", "Compare the two. They differ."),
        ("quotes", "Varga", "Varga"),
    ],
)
def test_a_mode_that_was_chosen_stays(mode: EntryMode, text: str, rest: str) -> None:
    assert read_request(text, mode) == Request(mode, rest)
