"""A reading of the right type takes the place of one that cannot be the answer."""

from __future__ import annotations

import pytest

from qa.answering.choice import choose
from qa.answering.fitting import fit
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan
from tests.support.fitted import fitted


def reading_of(text: str, span: str, no_answer: float) -> tuple[Hit, Reading]:
    start = text.index(span)
    hit = Hit(Passage("0" * 16, 0, len(text), text), "", "", 0, 0, 0)
    return hit, Reading(span, -0.1, no_answer, (SourceSpan(0, start, start + len(span)),))


@pytest.mark.parametrize(
    ("question", "other", "answer"),
    [
        ("How many kettles cracked?", "At the plant 18,000 cracked.", "18,000"),
        ("When was the recall?", "It was recalled on Tuesday.", "Tuesday"),
    ],
)
def test_another_passage_has_the_right_type(question: str, other: str, answer: str) -> None:
    read_two = [
        reading_of("The maker named the kettles.", "the kettles", 0.1),
        reading_of(other, answer, 0.2),
    ]
    hits, readings = [hit for hit, _ in read_two], [reading for _, reading in read_two]
    first = choose(hits, readings)
    assert first.text == "the kettles"
    assert fit(read(question), hits, readings, first).text == answer


def test_of_the_right_type_what_more_passages_say_is_preferred() -> None:
    told = [
        ("The gate was shut on the night of May 4.", "night of May 4", 0.1),
        ("A guard saw it shut at 9:50 p.m. or so.", "9:50 p.m.", 0.3),
        ("It was shut at 11:20 p.m., a film shows.", "11:20 p.m.", 0.35),
        ("The film has it open until 11:20 p.m.", "11:20 p.m.", 0.35),
    ]
    read_all = [reading_of(*each) for each in told]
    hits, readings = [hit for hit, _ in read_all], [reading for _, reading in read_all]
    first = choose(hits, readings)
    assert first.text == "night of May 4"
    asked = read("What time was the gate shut?")
    assert fit(asked, hits, readings, first).text == "11:20 p.m."


@pytest.mark.parametrize(
    ("question", "text", "span", "answer"),
    [
        ("How many were hurt?", "The mayor said so.", "The mayor", ""),
        ("How much will the coach be paid?", "The coach will be Solberg.", "The coach", ""),
        ("How much has the lake changed?", "It has changed a great deal.", "a great deal",
         "a great deal"),
        ("Who paid?", "It was paid in 1998.", "1998", "1998"),
    ],
)  # fmt: skip
def test_without_a_number_how_many_has_no_answer(
    question: str, text: str, span: str, answer: str
) -> None:
    made = fitted(question, text, span)
    assert (made.text if made.answerable else "") == answer
