"""Markdown's marks: the page shows the words in them, and nothing else is taken for a mark."""

from __future__ import annotations

import pytest

from qa.text.emphasis import without_marks
from qa.ui.views.articles import article_view
from qa.ui.views.segments import Mark, cut, sentence_pieces
from tests.support.fakes import article_of

TEXT = "**ORR, 3 May** - The mill *burned* on [Friday](https://a.example/1), it said."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TEXT, "ORR, 3 May - The mill burned on Friday, it said."),
        ("__Two__ and _one_, ***three***.", "Two and one, three."),
        ("See ![the mill](mill.png) here", "See ![the mill](mill.png) here"),
        ("![the mill](/mill.png) burned", "the mill burned"),
        ("a [note](/b_c_d.html) and *[more](#x)*", "a note and more"),
        ("**First**\n*second*", "First\nsecond"),
    ],
)
def test_marks_go(text: str, words: str) -> None:
    assert without_marks(text) == words


@pytest.mark.parametrize(
    "text",
    [
        *("5 * 3 * 2 = 30", "a_name_b and c_name_d", "f*** and s***", "* one\n* two", "***"),
        *("Price* rises for all*", r"\*not this\*", "snake_case_", "[1] (2)", "[draft](see below)"),
        *("**open\nand closed**", "** blank **", "_", "*" * 50, "[a][b]"),
    ],
)
def test_what_is_no_mark_stays(text: str) -> None:
    assert without_marks(text) == text


def test_cited_words_and_strong_ones_overlap() -> None:
    # The citation begins before the bold words, and ends within them.
    text = "In **May 2028** it opens."
    pieces = cut(text, 0, len(text), [Mark(0, 8, (1,))])
    assert pieces == [
        {"text": "In ", "cites": [1]},
        {"text": "May", "cites": [1], "strong": True},
        {"text": " 2028", "strong": True},
        {"text": " it opens."},
    ]


def test_a_sentence_that_begins_within_bold_words_has_no_marks() -> None:
    text = "**It closed. It burned in 1987.** Nobody came."
    at = text.index("1987")
    pieces = sentence_pieces(text, at, at + 4, [Mark(at, at + 4, (1,))])
    assert "".join(piece["text"] for piece in pieces) == "It burned in 1987."
    assert all(piece.get("strong") for piece in pieces)


def test_an_article_shows_no_marks_and_no_empty_lines() -> None:
    text = f"# The mill\n\n![](https://a.example/p.png)\n\n{TEXT}\n\n## **What was lost**\n\nAll."
    view = article_view(article_of(text), [(text.index("burned"), text.index("burned") + 6, 1)])
    shown = ["".join(piece["text"] for piece in each["pieces"]) for each in view["paragraphs"]]
    assert shown[-3:] == [without_marks(TEXT), "What was lost", "All."]
    assert not any("*" in line or "](" in line or not line for line in shown)
    [cited] = [p for each in view["paragraphs"] for p in each["pieces"] if "cites" in p]
    assert cited == {"text": "burned", "cites": [1]}


def test_long_lines_are_read_in_no_time() -> None:
    text = "*a [" * 20_000 + "_b" * 20_000
    assert cut(text, 30_000, 30_010, [])[0]["text"] == text[30_000:30_010]
