"""How well whole articles bear a question's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.index.wholes import whole_scores

QUESTION = "Which ferry won the 2.5 mile race for the U.S. team?"


def test_words_count_in_every_form_and_whatever_their_case() -> None:
    asked = "Which judge fined the caf\u00e9?"
    plain, forms, without = whole_scores(
        asked, ["judge fined caf\u00e9", "JUDGES, fining CAFES", "the owner of the shop slept"]
    )
    assert plain == pytest.approx(forms, rel=0.1)
    assert without == 0.0


def test_irregular_forms_are_the_same_word() -> None:
    won, wins, lost = whole_scores("Who won?", ["she won it", "she wins it", "she lost it"])
    assert won == pytest.approx(wins, rel=0.1)
    assert lost == 0.0


def test_rare_words_count_more_than_those_that_all_texts_have() -> None:
    texts = ["the ferry sank", "the ferry won", "the ferry was late", "the ferry left"]
    _, won, late, _ = whole_scores("Which ferry won?", texts)
    assert won > 3 * late > 0.0


def test_figures_and_initials_stay_whole() -> None:
    right, other = whole_scores("2.5 for the U.S.", ["2.5 for the U.S.", "2 of us, 5 of you"])
    assert right > 0.0 == other


def test_a_long_text_needs_more_of_a_word() -> None:
    short, long = whole_scores("Which ferry?", ["a ferry", "a ferry" + " and so on" * 50])
    assert short > long > 0.0


def test_nothing_asked_and_nothing_there() -> None:
    assert whole_scores("", ["text", ""]) == [0.0, 0.0]
    assert whole_scores("Which ferry?", ["", ""]) == [0.0, 0.0]
    assert whole_scores("Which ferry?", []) == []


@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=60))
def test_any_text_is_scored_and_its_order_says_nothing(texts: list[str], asked: str) -> None:
    found = whole_scores(asked, texts)
    assert all(score >= 0.0 for score in found)
    assert whole_scores(asked, texts[::-1])[::-1] == pytest.approx(found)
