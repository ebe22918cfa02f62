"""Article text in pieces: nothing lost, nothing hidden, the cited words marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.ui.views.articles import WINDOW, article_view
from qa.ui.views.segments import (
    Mark,
    cut,
    merge_marks,
    sentence_around,
    sentence_pieces,
    show_controls,
)
from tests.support.fakes import article_of

TEXT = "The mill closed in 1987. Its owner, Ms. Varga, sold the looms.\nNobody bought the roof."


def joined(pieces: list[dict[str, object]]) -> str:
    return "".join(str(piece["text"]) for piece in pieces)


def marked(pieces: list[dict[str, object]]) -> list[str]:
    return [str(piece["text"]) for piece in pieces if "cites" in piece]


@given(
    st.text(
        # Without Markdown's marks, which are left out.
        st.characters(exclude_categories=["Cc", "Cf", "Cs"], exclude_characters="*_["),
        max_size=80,
    ),
    st.lists(st.tuples(st.integers(-5, 90), st.integers(-5, 90), st.integers(1, 9)), max_size=6),
)
def test_pieces_are_the_text_and_marks_the_cited_characters(
    text: str, spans: list[tuple[int, int, int]]
) -> None:
    marks = merge_marks(spans, len(text))
    pieces = cut(text, 0, len(text), marks)
    assert joined(pieces) == text
    inside = {i for s, e, _ in spans for i in range(max(s, 0), min(e, len(text)))}
    at, seen = 0, set()
    for piece in pieces:
        if "cites" in piece:
            seen |= set(range(at, at + len(piece["text"])))
        at += len(piece["text"])
    assert seen == inside


def test_overlapping_marks_are_one_and_keep_both_numbers() -> None:
    [mark] = merge_marks([(4, 10, 1), (8, 15, 2)], 40)
    assert (mark.start, mark.end, mark.numbers) == (4, 15, (1, 2))
    assert len(merge_marks([(4, 8, 1), (8, 15, 2)], 40)) == 2


@pytest.mark.parametrize(
    ("quote", "sentence"),
    [
        ("1987", "The mill closed in 1987."),
        ("Varga", "Its owner, Ms. Varga, sold the looms."),
        ("roof", "Nobody bought the roof."),
        (
            "1987. Its owner",
            "The mill closed in 1987. Its owner, Ms. Varga, sold the looms.",
        ),
    ],
)
def test_a_citation_stands_in_its_sentence(quote: str, sentence: str) -> None:
    start = TEXT.index(quote)
    low, high = sentence_around(TEXT, start, start + len(quote))
    assert TEXT[low:high] == sentence


def test_a_long_sentence_is_cut_near_its_mark() -> None:
    text = "It said " + "very " * 300 + "little about the weir " + "and more " * 200 + "."
    start = text.index("weir")
    pieces = sentence_pieces(
        text, start, start + 4, merge_marks([(start, start + 4, 1)], len(text))
    )
    assert len(joined(pieces)) < 400
    assert joined(pieces).startswith("… ") and joined(pieces).endswith(" …")
    assert marked(pieces) == ["weir"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a\N{SYMBOL FOR NULL}b"),
        ("a\x7fb", "a\N{SYMBOL FOR DELETE}b"),
        ("in\u202eout", "in[U+202E]out"),
        ("half \ud800 a pair", "half \N{REPLACEMENT CHARACTER} a pair"),
        ("tab\tand\nline stay", "tab\tand\nline stay"),
    ],
)
def test_hidden_characters_become_signs(text: str, shown: str) -> None:
    assert show_controls(text) == shown


def test_an_article_is_shown_in_paragraphs_with_its_marks() -> None:
    view = article_view(article_of(TEXT, "Mill"), [(19, 23, 1)])
    assert [joined(each["pieces"]) for each in view["paragraphs"]] == TEXT.split("\n")
    assert [marked(each["pieces"]) for each in view["paragraphs"]] == [["1987"], []]
    assert view["before"] is None and view["after"] is None


def test_a_book_is_shown_a_part_at_a_time_where_it_is_cited() -> None:
    book = article_of("A short line.\n" * 20_000)
    place = len(book.text) - 20
    view = article_view(book, [(place, place + 5, 1)])
    assert view["end"] - view["start"] <= WINDOW
    assert sum(len(marked(each["pieces"])) for each in view["paragraphs"]) >= 1
    assert view["after"] is None and view["before"] == view["start"] - 1
    first = article_view(book, at=0)
    assert first["before"] is None and first["after"] == WINDOW


@pytest.mark.parametrize(
    ("url", "shown"),
    [("https://a.example/b", "https://a.example/b"), ("javascript:alert(1)", ""), ("", "")],
)
def test_only_an_address_of_the_web_becomes_a_link(url: str, shown: str) -> None:
    from dataclasses import replace

    assert article_view(replace(article_of("A text."), url=url))["url"] == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ORR, May 3 - The weir broke. Two fled.", "The weir broke."),
        ("PORT ELM, Pa. (Wire) \u2014 The weir broke.", "The weir broke."),
        ("**ORR, May 3** - The weir broke.", "The weir broke."),
        ("**ORR, May 3 - The weir broke.** Two fled.", "The weir broke."),
        ("Weir\n\nORR, May 3 - The weir broke.", "The weir broke."),
        ("Orr says - The weir broke.", "Orr says - The weir broke."),
        ("**Note** The weir broke.", "Note The weir broke."),
    ],
)
def test_a_sentence_is_shown_without_its_dateline(text: str, shown: str) -> None:
    start = text.index("weir broke")
    pieces = sentence_pieces(text, start, start + 4, [Mark(start, start + 4, (1,))])
    assert joined(pieces) == shown
    assert marked(pieces) == ["weir"]


def test_a_dateline_that_is_cited_is_shown() -> None:
    text = "ORR, May 3 - The weir broke."
    assert joined(sentence_pieces(text, 0, 3, [Mark(0, 3, (1,))])) == text


def test_headings_are_headings_and_the_title_stands_once() -> None:
    text = "# Dam breaks\n\nWater rose.\n\n## What is next\n\nNo. #1 rose."
    view = article_view(article_of(text, "Dam breaks"))
    shown = [(each["heading"], joined(each["pieces"])) for each in view["paragraphs"]]
    assert shown == [(False, "Water rose."), (True, "What is next"), (False, "No. #1 rose.")]
    cited = article_view(article_of(text, "Dam breaks"), [(2, 5, 1)])
    assert joined(cited["paragraphs"][0]["pieces"]) == "# Dam breaks"
