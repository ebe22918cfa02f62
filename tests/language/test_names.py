"""A word of courtesy or command at the start of a line or sentence names nobody."""

from __future__ import annotations

import pytest

from qa.grounding.fact_checks import has_name
from qa.language.mentions import Mentions
from qa.language.names import canonical_keys, find_names, is_title, key_set
from qa.text.words import find_words, split_words


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


@pytest.mark.parametrize(
    "text",
    [
        "The United States of America and the united states' ports.",
        "The US sent us to the U.S. Senate, and IT\u2019s AI to us.",
        "The United Kingdom and the European Union's ferry, 1,200. Caf\u00e9 \u00c9lys\u00e9e.",
        "World Health\nOrganization",
        "",
    ],
)
def test_keys_without_places_are_those_of_the_words(text: str) -> None:
    words = find_words(text)
    assert split_words(text) == [word.text for word in words]
    assert key_set(split_words(text)) >= {*canonical_keys(words), *(word.key for word in words)}
    assert "us" not in key_set(["they", "led"])


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("Ann Roe", "Mayor Roe spoke.", False),
        ("Roe", "Mayor Ann Roe spoke.", True),
        ("ODR", "The Orlo Dam Railway closed.", True),
        ("ODR", "The Orlo Dam closed, and a Railway.", False),
        ("Orlo Dam Railway", "It is the ODR that closed.", True),
        ("Orlo Dam Railway", "It is the dam that closed.", False),
        ("Dutch", "A ship of the Netherlands sank.", True),
        ("Kale", "Nobody was named.", False),
    ],
)
def test_a_name_is_there_in_short_too(name: str, text: str, there: bool) -> None:
    (asked,) = find_names(f"Of {name}.")
    assert has_name(asked, Mentions(text)) is there
