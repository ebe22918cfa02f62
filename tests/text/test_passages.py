"""Passages: whole sentences, exact offsets, full cover, at most a window long."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import InputError
from qa.records import Article, Passage
from qa.sources.articles import article_from_text
from qa.text.passages import split_passages
from qa.text.sentences import split_sentences


def count(texts: Sequence[str]) -> list[int]:
    """Count words and marks, long words as several tokens, as WordPiece does."""
    return [
        sum(-(-len(word) // 6) for word in re.findall(r"\w+|[^\w\s]", text, re.DOTALL))
        for text in texts
    ]


def article(text: str) -> Article:
    return Article("0" * 16, text, "title")


def new_starts(passages: Sequence[Passage]) -> list[int]:
    return [b.start if b.start >= a.end else a.end for a, b in pairwise(passages)]


STORY = "\n\n".join(
    " ".join(f"Sentence {p}.{s} says that {s + 3} boats came." for s in range(5)) for p in range(9)
)
TEXTS = st.lists(
    st.sampled_from(
        [
            *("The mayor left.", "U.S.", "2.5%", "a", "long " * 30, "x" * 90, "\n", "\n\n"),
            *("“Go.”", "今天天气好。", "\ud83d", "\x00", "- item\n", "He stayed, she said."),
        ]
    ),
    max_size=50,
).map(" ".join)


@given(
    st.one_of(TEXTS, st.text(st.characters(codec=None), max_size=200)),
    st.integers(1, 40),
    st.integers(0, 3),
)
def test_passages_of_any_text(text: str, max_tokens: int, overlap: int) -> None:
    passages = split_passages(article(text), count, max_tokens, overlap)
    assert all(p.text == text[p.start : p.end] and p.text.strip() for p in passages)
    covered = {place for p in passages for place in range(p.start, p.end)}
    assert all(place in covered or char.isspace() for place, char in enumerate(text))
    assert all(a.start < b.start and a.end < b.end for a, b in pairwise(passages))
    assert all(
        n <= max_tokens or len(p.text) == 1
        for p, n in zip(passages, count([p.text for p in passages]), strict=True)
    )
    ends = {end for _, end in split_sentences(text)}
    starts = {start for start, _ in split_sentences(text)}
    for before, after in pairwise(passages):
        shared = text[after.start : before.end] if after.start < before.end else ""
        assert len(split_sentences(shared)) <= overlap
        if shared:
            assert after.start in starts and before.end in ends


def test_overlap_is_one_whole_sentence() -> None:
    passages = split_passages(article(STORY), count, 60)
    assert len(passages) > 5
    for before, after in pairwise(passages):
        last = [before.text[a:b] for a, b in split_sentences(before.text)][-1]
        assert after.text.startswith(last)


def test_without_overlap_passages_are_disjoint() -> None:
    passages = split_passages(article(STORY), count, 60, overlap_sentences=0)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert [w for p in passages for w in p.text.split()] == STORY.split()


def test_a_sentence_that_would_fill_the_window_is_not_repeated() -> None:
    long = "One " + "word " * 20 + "ends."
    passages = split_passages(article(f"{long} {long} {long}"), count, 30)
    assert [p.text for p in passages] == [long, long, long]


def test_passages_end_with_their_paragraph_when_full_enough() -> None:
    size = count([STORY.split("\n\n")[0]])[0]
    passages = split_passages(article(STORY), count, int(size * 1.5), overlap_sentences=0)
    assert [p.text for p in passages] == STORY.split("\n\n")


def test_passages_run_on_over_short_paragraphs() -> None:
    size = count([STORY.split("\n\n")[0]])[0]
    passages = split_passages(article(STORY), count, size * 3, overlap_sentences=0)
    assert [p.text.count("\n\n") for p in passages] == [2, 2, 2]


def test_no_tiny_last_passage() -> None:
    text = " ".join(f"This is sentence number {n} here." for n in range(13))
    assert count([text])[0] == 13 * 8
    first, last = (p.text for p in split_passages(article(text), count, 12 * 8, 0))
    assert abs(count([first])[0] - count([last])[0]) <= 8


def test_a_sentence_longer_than_the_window_is_cut_at_spaces_in_equal_pieces() -> None:
    words = [f"$1.{n}bn" for n in range(50)]
    passages = split_passages(article(" ".join(words)), count, 100)
    assert [w for p in passages for w in p.text.split()] == words
    sizes = count([p.text for p in passages])
    assert max(sizes) <= 100 and min(sizes) >= 60


def test_a_word_longer_than_the_window_is_cut_within() -> None:
    passages = split_passages(article("x" * 90), count, 4)
    assert "".join(p.text for p in passages) == "x" * 90
    assert max(count([p.text for p in passages])) <= 4


def test_one_short_text_is_one_passage_with_its_own_offsets() -> None:
    made = article_from_text("\n  A short text.  \n")
    assert split_passages(made, count) == [Passage(made.id, 3, 16, "A short text.")]


def test_blank_text_has_no_passages() -> None:
    assert split_passages(article(" \n "), count) == []


def test_sentences_are_counted_in_one_batch() -> None:
    batches: list[int] = []

    def counting(texts: Sequence[str]) -> list[int]:
        batches.append(len(texts))
        return count(texts)

    split_passages(article(STORY), counting, 60)
    assert batches == [45]


@pytest.mark.parametrize(("max_tokens", "overlap"), [(0, 1), (-5, 1), (10, -1)])
def test_senseless_sizes_are_refused(max_tokens: int, overlap: int) -> None:
    with pytest.raises(InputError, match=r"give 0 or more|least is 1"):
        split_passages(article("Text."), count, max_tokens, overlap)
