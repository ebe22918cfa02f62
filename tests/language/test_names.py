"""A word of courtesy or command at the start of a line or sentence names nobody."""

from __future__ import annotations

import pytest

from qa.language.names import find_names, is_title


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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("When GOP Gov. Ida Roe signed it.", ["GOP Gov. Ida Roe"]),
        ("It was Sen. Tom Vance who left.", ["Sen. Tom Vance"]),
        ("We saw Lt. Gov. Ida Roe there.", ["Lt. Gov. Ida Roe"]),
        ("They met Mrs. Vance in Elm.", ["Mrs. Vance", "Elm"]),
        ("Then Gen. Omar Tell spoke.", ["Gen. Omar Tell"]),
        ("He met J. R. Tell.", ["J. R. Tell"]),
        ("They left Elm. Ida Roe stayed.", ["Elm", "Ida Roe"]),
        ("They saw the Park. Tom left.", ["Park"]),
    ],
)
def test_a_full_stop_after_a_title_ends_no_name(text: str, names: list[str]) -> None:
    assert [text[n.start : n.end] for n in find_names(text) if n.sure] == names


@pytest.mark.parametrize(
    ("name", "titles"),
    [
        ("gop gov", True),
        ("democratic senator", True),
        ("lt gov", True),
        ("pope", True),
        ("republicans", False),
        ("labour", False),
        ("gop gov roe", False),
        ("vance", False),
    ],
)
def test_titles_with_or_without_a_party_are_nobody_s_name(name: str, titles: bool) -> None:
    assert is_title(name.split()) is titles
