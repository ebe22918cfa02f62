"""Misspelt words of a question, held against the library's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.index import open_file
from qa.index.sqlite import SQLiteIndex
from qa.neural.token_counts import suggest_word
from qa.sources.articles import article_from_text
from qa.text.edits import edit_distance, one_change_away
from qa.text.passages import split_passages
from tests.support.fakes import HashEmbedder

TEXT = (
    "Gales over Tarnholm\n\nMeteorologist Zuzana Kowalczyk warned of gales on the Skagerrak. "
    "The island’s electricity was restored by engineers from the coast. Élodie Brun paid."
)


@pytest.fixture
def stocked(tmp_path: Path) -> SQLiteIndex:
    embedder = HashEmbedder()
    index = open_file(tmp_path / "l.copydesk", embedder.name, embedder.dimension)
    article = article_from_text(TEXT)
    passages = split_passages(article, lambda texts: [len(text.split()) for text in texts])
    index.add(article, passages, embedder.encode_passages([p.text for p in passages]))
    return index


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        # Names, in any case, as the library spells them.
        ("Who is Zuzanna Kowalczik?", "Who is Zuzana Kowalczyk?"),
        ("who is zuzanna kowalczik?", "who is Zuzana Kowalczyk?"),
        ("Where is Tarnholn?", "Where is Tarnholm?"),
        ("did eloodie brun pay?", "did Élodie brun pay?"),
        # Other words: the library's before those of the language.
        ("who restored elektricity", "who restored electricity"),
        ("wehn did the meterologist warn?", "when did the Meteorologist warn?"),
        # What is spelt right stays, whether the library has it or not.
        ("Who is Zuzana Kowalczyk?", "Who is Zuzana Kowalczyk?"),
        ("WHO IS ZUZANA KOWALCZYK?", "WHO IS ZUZANA KOWALCZYK?"),
        ("How much did it cost?", "How much did it cost?"),
        ("Who is the mayor of Springfield?", "Who is the mayor of Springfield?"),
        # Nothing near, too short, or no word at all.
        ("Who is Xerxes Qvist?", "Who is Xerxes Qvist?"),
        ("What of 1,200 or 2.5% in the U.S.?", "What of 1,200 or 2.5% in the U.S.?"),
        ("", ""),
    ],
)
def test_a_misspelt_word_is_read_as_the_library_spells_it(
    stocked: SQLiteIndex, asked: str, meant: str
) -> None:
    assert stocked.correct_spelling(asked, suggest_word) == meant
    assert stocked.correct_spelling(asked, suggest_word) == meant  # nothing is left behind


@pytest.mark.parametrize(
    "asked",
    ['"', "words MATCH", "NEAR(gale)", "\x00gale", "\ud800galles", "галес", "é" * 500, "*?"],
)
def test_any_question_is_safe(stocked: SQLiteIndex, asked: str) -> None:
    assert isinstance(stocked.correct_spelling(asked, suggest_word), str)


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 3))
def test_a_distance_is_one_both_ways_and_bounded(a: str, b: str, most: int) -> None:
    found = edit_distance(a, b, most)
    assert found == edit_distance(b, a, most) <= most + 1
    assert (found == 0) == (a == b)
    assert edit_distance(a, b, 9) >= min(abs(len(a) - len(b)), found)


@given(st.text("abc", min_size=1, max_size=6), st.text("abc", min_size=1, max_size=6))
def test_words_one_change_away_are_all_of_one_first_letter(a: str, b: str) -> None:
    near = a[0] == b[0] and edit_distance(a, b, 1) <= 1
    assert (b in one_change_away(a)) == near


@pytest.mark.parametrize(
    ("a", "b", "far"),
    [("gale", "gale", 0), ("gale", "gael", 1), ("gale", "gal", 1), ("gale", "gable", 1),
     ("gale", "gate", 1), ("gale", "gates", 2), ("gale", "storm", 3)],
)  # fmt: skip
def test_drops_adds_changes_and_swaps_count_one(a: str, b: str, far: int) -> None:
    assert edit_distance(a, b, 2) == far
