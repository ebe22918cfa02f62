"""Of "they will shut 6 of their 20 shops" the 6 are shut."""

from __future__ import annotations

import pytest

from qa.answering.portions import with_portions
from qa.question import read
from tests.support.readings import make_reading

SHUT = "Orlo said on Monday that it would shut 6 of its 20 shops by June."
RAZED = "The flood razed about 12 of the 80 barns in Holm, and 9 of 30 sheds were damaged."


@pytest.mark.parametrize(
    ("question", "text", "said", "shown"),
    [
        ("How many shops will Orlo shut?", SHUT, "20", "6"),
        ("How many shops will Orlo close?", SHUT, "20", "6"),
        ("How many shops will Orlo shut?", SHUT, "20 shops", "6"),
        ("How many shops does Orlo have?", SHUT, "20", "20"),
        ("How many shops will Orlo shut?", SHUT, "6", "6"),
        ("How many sheds were damaged?", RAZED, "30", "9"),
        ("How many barns stood in Holm before the flood?", RAZED, "80", "80"),
        ("How many sailors drowned?", "She is one of the 40 sailors who drowned.", "40", "40"),
        ("How many boats sank?", "They raised 3 of the 40 boats sunk in May.", "40", "40"),
        ("How many boats sank?", "They raised 3 of the 40 boats that sank.", "40", "40"),
        ("Which shops will Orlo shut?", SHUT, "20", "20"),
    ],
)
def test_a_whole_gives_way_to_its_portion(question: str, text: str, said: str, shown: str) -> None:
    hit, reading = make_reading(text, said)
    [made] = with_portions(read(question), [hit], [reading])
    assert made.text == shown
    [span] = made.spans or ()
    assert text[span.start : span.end] == shown
