"""A word of courtesy or command at the start of a line or sentence names nobody."""

from __future__ import annotations

import pytest

from qa.language.names import find_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ferry strike\nPlease write to the board.", []),
        ("\u25feRead the rest of it.", []),
        ("Please Ann Poe, stay.", ["Ann Poe"]),
        ("Watch Jo Krug sing.", ["Jo Krug"]),
        ("The strike\nAnn Poe spoke.", ["Ann Poe"]),
        ("Alongside Ann Poe sang Jo Krug.", ["Ann Poe", "Jo Krug"]),
        ("Regarding Tarn Quay, the board is silent.", ["Tarn Quay"]),
        ("Per Tarn Quay it rained.", ["Tarn Quay"]),
        ("The board met Watch in Elm.", ["Watch", "Elm"]),
    ],
)
def test_openers_are_no_names(text: str, names: list[str]) -> None:
    assert [text[n.start : n.end] for n in find_names(text) if n.sure] == names
