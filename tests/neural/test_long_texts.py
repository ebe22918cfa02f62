"""Summaries of parts, then of their summaries."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from qa.neural.long_texts import MOST_PARTS, split_parts, summarize_parts

WORDS = st.lists(st.integers(1, 9).map(lambda n: "w" * n), min_size=1, max_size=40)


@given(WORDS, st.integers(9, 40))
def test_parts_fit_are_whole_and_as_long_as_they_can_be(sentences: list[str], limit: int) -> None:
    parts = split_parts(sentences, lambda text: len(text) <= limit)
    read = [word for part in parts for word in part.split()]
    assert read == sentences[: len(read)]
    assert len(read) == len(sentences) or len(parts) == MOST_PARTS
    assert all(len(part) <= limit for part in parts)
    for part, after in itertools.pairwise(parts):
        assert len(part) + 1 + len(after.split()[0]) > limit


def test_a_sentence_over_the_limit_is_a_part_of_its_own() -> None:
    assert split_parts(["a", "b" * 50, "c"], lambda text: len(text) <= 10) == ["a", "b" * 50, "c"]


def test_what_fits_is_read_once() -> None:
    calls: list[str] = []

    def summarize(texts: list[str], budget: int) -> list[list[str]]:
        calls.extend(texts)
        return [text.split()[:budget] for text in texts]

    assert summarize_parts(["one two", "three"], 2, lambda *_: True, summarize) == ["one", "two"]
    assert calls == ["one two three"]


def test_what_is_longer_is_read_in_parts() -> None:
    calls: list[str] = []

    def summarize(texts: list[str], budget: int) -> list[list[str]]:
        calls.extend(texts)
        return [[word for word in text.split() if word.isupper()][:budget] for text in texts]

    sentences = ["a b c d", "e FIRST g h", "i j k l", "m n SECOND p", "q r s t"]
    found = summarize_parts(sentences, 2, lambda text, _: len(text) <= 20, summarize)
    assert found == ["FIRST", "SECOND"]
    assert len(calls) > 2 and all(len(call) <= 20 for call in calls)


def test_a_model_that_writes_more_than_it_reads_ends() -> None:
    def summarize(texts: list[str], budget: int) -> list[list[str]]:
        return [[text * 3] * budget for text in texts]

    assert len(summarize_parts(["x" * 30] * 9, 2, lambda text, _: len(text) < 40, summarize)) == 2
