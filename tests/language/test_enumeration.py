"""An enumeration is found whole around one of its items, and nothing else is taken for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.enumeration import find_enumeration, find_lines

LISTS = [
    ("Morocco", "Portugal, Morocco, Canada, Chile and South Korea will share the price.",
     "Portugal, Morocco, Canada, Chile and South Korea"),
    ("Harnham", "It has since spread to the districts of Lower Vess, Harnham and Coldwell because",
     "Lower Vess, Harnham and Coldwell"),
    ("oxygen", "It is meant to search the air for oxygen, methane and water vapour.",
     "oxygen, methane and water vapour"),
    ("Chile", "Chile and Peru signed on Monday.", "Chile and Peru"),
    ("potters", "They are lived in by nurses, dockers and, since the school moved, potters.",
     "nurses, dockers and, since the school moved, potters"),
    ("Athletic, two clubs that met 214 times", "Tarrow Rovers and Athletic, two clubs that met "
     "214 times and agreed on nothing, will merge.", "Tarrow Rovers and Athletic"),
    ("two clubs", "Tarrow Rovers and Athletic, two clubs that met often, will merge.",
     "Tarrow Rovers and Athletic"),
    ("a clinic", "The builders promised three wells, a clinic and a school, and moved the road",
     "three wells, a clinic and a school"),
]  # fmt: skip


@pytest.mark.parametrize(("span", "sentence", "whole"), LISTS)
def test_enumerations_are_made_whole(span: str, sentence: str, whole: str) -> None:
    start = sentence.index(span)
    found = find_enumeration(sentence, start, start + len(span), 0, len(sentence))
    assert found is not None
    assert sentence[slice(*found)] == whole


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ("Osk", "Osk spoke, and the mayor was silent."),
        ("Pictish", "A wall kept out raiders and the incursion of Pictish tribes."),
        ("Merrow", "The bridge was built in Merrow."),
    ],
)
def test_what_is_no_list_is_left(span: str, sentence: str) -> None:
    start = sentence.index(span)
    assert find_enumeration(sentence, start, start + len(span), 0, len(sentence)) is None


@given(st.text(alphabet="Aab ,;and.:()", max_size=60), st.data())
def test_an_enumeration_holds_its_span(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = find_enumeration(text, start, end, 0, len(text))
    if found is not None:
        assert 0 <= found[0] <= start < end <= found[1] <= len(text)


CREW = (
    "The three who rowed the boat\n\nThey left at dawn. The list reads:\n\nAna Ruiz of Holm\n\n"
    "Pål Lind of Skerra.\n\nOmar Said\n\nWho paid?\n\nThe boat came home on Friday. "
    "Nobody on it was hurt at all."
)


@pytest.mark.parametrize(
    ("span", "items"),
    [
        ("The three", ["Ana Ruiz of Holm", "Pål Lind of Skerra", "Omar Said"]),
        ("The list", ["Ana Ruiz of Holm", "Pål Lind of Skerra", "Omar Said"]),
        ("The boat came", []),
    ],
)
def test_lines_after_a_colon_are_a_list(span: str, items: list[str]) -> None:
    start = CREW.index(span)
    found = find_lines(CREW, start, start + len(span))
    assert [CREW[low:high] for low, high in found] == items


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 50))
def test_any_text_is_looked_through_for_lines(text: str, start: int, length: int) -> None:
    for low, high in find_lines(text, start, start + length):
        assert 0 <= low < high <= len(text)
