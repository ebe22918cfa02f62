"""What the reader does not see, and its spans in the stored text."""

from __future__ import annotations

import pytest

from qa.answering.broken_words import restored, unbroken
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan

TEXT = "The ferry com-\npany paid 5 crowns. Its long-\nterm plan is un-\n  known."


def hit() -> Hit:
    return Hit(Passage("0" * 16, 0, len(TEXT), TEXT), "", "", 0.9, 1.0, 1.0)


@pytest.mark.parametrize(
    ("question", "whole"),
    [
        ("What did the company pay?", "The ferry company paid 5"),
        ("Is the plan unknown?", "plan is unknown."),
        ("What is the plan?", "com-\npany"),
    ],
)
def test_words_of_the_question_are_whole(question: str, whole: str) -> None:
    text, cuts = unbroken(hit(), read(question))
    assert whole in text
    assert len(TEXT) - len(text) == sum(high - low for low, high in cuts)
    assert "long-\nterm" in text


@pytest.mark.parametrize("answer", ["5 crowns", "company paid", "known.", "The", "unknown"])
def test_spans_are_those_of_the_stored_text(answer: str) -> None:
    text, cuts = unbroken(hit(), read("Is the plan of the company unknown?"))
    at = text.index(answer)
    found = restored(
        Reading(answer, -0.1, 0.1, (SourceSpan(0, at, at + len(answer)),)), hit(), cuts
    )
    assert found.spans is not None
    assert found.text == TEXT[found.spans[0].start : found.spans[0].end]
    assert "".join(found.text.replace("-\n", "").split()) == "".join(answer.split())


@pytest.mark.parametrize(
    ("text", "seen", "answer", "stored"),
    [
        ("The toll is ~~5~~ 6 crowns.", "The toll is 6 crowns.", "6 crowns", "6 crowns"),
        ("~~No.~~ Yes, in May.", "Yes, in May.", "May", "May"),
        ("It is ~~5~~6 now, ~~a\nb~~ c.", "It is 6 now, c.", "c", "c"),
        ("It is ~~5 or 6.", "It is ~~5 or 6.", "5", "5"),
    ],
)
def test_what_is_struck_out_is_not_read(text: str, seen: str, answer: str, stored: str) -> None:
    own = Hit(Passage("0" * 16, 0, len(text), text), "", "", 0.9, 1.0, 1.0)
    shown, cuts = unbroken(own, read("How much is it?"))
    assert shown == seen
    at = shown.rindex(answer)
    found = restored(Reading(answer, 0.0, 0.1, (SourceSpan(0, at, at + len(answer)),)), own, cuts)
    assert found.text == stored
