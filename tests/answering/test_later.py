"""Of several states of a thing that an article tells with their days, the last is how it stands."""

from __future__ import annotations

import pytest

from qa.answering.later import add_later_states
from qa.question import read
from tests.support.readings import make_article, make_reading

DATE = "2024-06-10"
FIRE = "By June 4, the Holm Fire had grown to 90 acres."
NEXT = " On June 8, the fire reached 2,300 acres, crews said."


@pytest.mark.parametrize(
    ("question", "after", "told"),
    [
        ("How many acres has the Holm Fire burned?", NEXT, "2,300 acres"),
        ("How many acres had the Holm Fire burned on June 4?", NEXT, ""),
        ("How many acres did the Holm Fire burn?", NEXT, ""),  # which day is not told
        ("How many acres has the Holm Fire burned?", "", ""),
        # The last of three, wherever it stands.
        (
            "How many acres has the Holm Fire burned?",
            NEXT + FIRE.replace("4, ", "9, ") + NEXT,
            "2,",
        ),
        # Another fire, a day without a figure, another measure, a day to come, a day of no year.
        ("How many acres has the Holm Fire burned?", NEXT.replace("the f", "the Lund F"), ""),
        ("How many acres has the Holm Fire burned?", " On June 8, the fire grew.", ""),
        ("How many acres has the Holm Fire burned?", NEXT.replace("acres", "homes"), ""),
        ("How many acres has the Holm Fire burned?", NEXT.replace("8", "18"), ""),
        ("How many acres has the Holm Fire burned?", NEXT.replace("On June 8", "Now"), ""),
        ("How many acres has the Holm Fire burned?", NEXT.replace("2,300", "40"), ""),
        # An earlier day is no later state, nor is another thing.
        ("How many acres has the Holm Fire burned?", NEXT.replace("8", "2"), ""),
        ("How many acres has the Holm Fire burned?", NEXT.replace("the fire", "the farm"), ""),
    ],
)
def test_the_last_state_is_told(question: str, after: str, told: str) -> None:
    hit, reading = make_reading(FIRE, "90", date=DATE)
    article = make_article(FIRE + after, date=DATE)
    hits, readings = add_later_states(read(question), [hit], [reading], lambda _: article)
    assert (readings[0].no_answer == 1.0) is bool(told)
    assert len(hits) == len(readings) == 1 + bool(told)
    if told:
        assert readings[1].text.startswith(told)
        [span] = readings[1].spans or ()
        passage = hits[span.index].passage
        assert passage.text[span.start : span.end] == readings[1].text
        assert article.text[passage.start : passage.end] == passage.text


def test_a_state_without_a_day_stays() -> None:
    text = FIRE.replace("By June 4, the", "The")
    hit, reading = make_reading(text, "90", date=DATE)
    article = make_article(text + NEXT, date=DATE)
    asked = read("How many acres has the Holm Fire burned?")
    assert add_later_states(asked, [hit], [reading], lambda _: article) == ([hit], [reading])
