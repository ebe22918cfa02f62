"""What Markdown strikes out, and what only looks like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.struck import blank_struck, find_struck


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("The toll is ~~5~~ 6 crowns.", ["~~5~~ "]),
        ("It is ~~five~~six.", ["~~five~~"]),
        ("~~An old line.~~", ["~~An old line.~~"]),
        ("It will ~~close~~ open ~~soon~~ in May.", ["~~close~~ ", "~~soon~~ "]),
        ("~~two\nlines~~ stay", ["~~two\nlines~~ "]),
        ("~~two\n\nparagraphs~~", []),
        ("about ~~ 5 ~~ or so", []),
        ("~~~\ncode ~~~", []),
        (r"\~~kept\~~", []),
        ("plain", []),
    ],
)
def test_struck_text_is_found(text: str, struck: list[str]) -> None:
    assert [text[start:end] for start, end in find_struck(text)] == struck


@given(st.text("a ~\n\\.", max_size=30))
def test_blanks_keep_every_other_character_in_its_place(text: str) -> None:
    blank = blank_struck(text)
    assert len(blank) == len(text)
    inside = {at for span in find_struck(text) for at in range(*span)}
    assert all(blank[at] == (" " if at in inside else char) for at, char in enumerate(text))
