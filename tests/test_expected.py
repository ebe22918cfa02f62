"""Which words of a passage a kind of question expects, and which tokens lie in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.seq2seq.expected import expected, touched

TEXT = "On Monday the singer Ilse Brandt sold 1,200 tickets in Halmere for $2.5m."


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Who sold the tickets?", ["Ilse Brandt", "Halmere"]),
        ("Where were they sold?", ["Ilse Brandt", "Halmere"]),
        ("How many tickets were sold?", ["1,200", "$2.5m"]),
        ("How much did they cost?", ["1,200", "$2.5m"]),
        ("When were they sold?", []),
        ("Why were they sold?", []),
        ("", []),
    ],
)
def test_a_question_expects_words_of_its_kind(question: str, words: list[str]) -> None:
    assert [TEXT[start:end] for start, end in expected(question, TEXT)] == words


def test_tokens_of_a_span_are_touched() -> None:
    # As a tokenizer gives them: the question's tokens first, then the passage's, from 0 again.
    offsets = [[0, 0], [0, 3], [4, 9], [0, 0], [0, 2], [3, 9], [10, 13], [0, 0]]
    assert touched([(3, 6), (10, 13)], offsets) == [
        *(False, False, True, False),
        *(False, True, True, False),
    ]
    assert touched([], offsets) == [False] * 8


@given(
    st.lists(st.integers(0, 40), min_size=2, max_size=10, unique=True).map(sorted),
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 6)), max_size=20),
)
def test_touched_is_overlap(ends: list[int], tokens: list[tuple[int, int]]) -> None:
    spans = list(zip(ends[::2], ends[1::2], strict=False))
    offsets = [[start, start + length] for start, length in tokens]
    assert touched(spans, offsets) == [
        any(low < end and start < high for low, high in spans) and start < end
        for start, end in offsets
    ]
