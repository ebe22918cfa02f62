"""Which sentences a summary takes, and from which character on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.seq2seq.selection import ORPHAN_COST, select

BRIDGE = "The council of Marlow Bay voted to build the harbour bridge."
COST = "Engineers expect the work to cost $1.2 billion until 2031."
FERRY = "Ferries will carry commuters from the northern shore meanwhile."
STORM = "A storm cut power to the island of Skerra overnight."
NEWS = [BRIDGE, COST, FERRY, STORM]


def chosen(sentences: list[str], scores: list[float], budget: int) -> list[int]:
    return [index for index, _, _ in select(sentences, scores, budget)]


@pytest.mark.parametrize(("budget", "expected"), [(0, []), (-1, []), (1, [3]), (2, [0, 3])])
def test_the_best_within_the_budget(budget: int, expected: list[int]) -> None:
    assert chosen(NEWS, [2.0, 0.0, 1.0, 3.0], budget) == expected


def test_reading_order_whatever_the_scores() -> None:
    assert chosen(NEWS, [0.0, 1.0, 2.0, 3.0], 9) == [0, 1, 2, 3]
    assert chosen(NEWS, [3.0, 2.0, 1.0, 0.0], 9) == [0, 1, 2, 3]


def test_equal_scores_go_to_the_earlier() -> None:
    assert chosen(NEWS, [1.0] * 4, 2) == [0, 1]


def test_nothing_to_choose_from() -> None:
    assert select([], [], 3) == []
    assert select(["", " \n", "..."], [1.0, 1.0, 1.0], 3) == []


def test_repeats_are_skipped() -> None:
    again = "The council of Marlow Bay voted on Tuesday to build the harbour bridge."
    assert chosen([BRIDGE, again, STORM], [3.0, 2.0, 1.0], 2) == [0, 2]
    assert chosen([BRIDGE, again], [1.0, 2.0], 2) == [1]


def test_short_lines_count_only_among_themselves() -> None:
    assert chosen(["Bridge to open soon", BRIDGE], [9.0, 1.0], 2) == [1]
    assert chosen(["Bridge opens", "Storm hits", "***"], [1.0, 2.0, 9.0], 1) == [1]


@pytest.mark.parametrize("opening", ["He", "She", "“It", "But she", "However, he", "Their mayor"])
def test_a_pronoun_comes_with_the_sentence_it_leans_on(opening: str) -> None:
    orphan = f"{opening} said the plan would need another vote in spring."
    sentences = [BRIDGE, COST, orphan, STORM]
    close = ORPHAN_COST / 2
    # Its lead over the storm is smaller than what the pronoun costs ...
    assert chosen(sentences, [3.0, 0.0, 1.0 + close, 1.0], 2) == [0, 3]
    # ... unless the sentence before it is there too, or the lead is large.
    assert chosen(sentences, [0.0, 3.0, 1.0 + close, 1.0], 2) == [1, 2]
    assert chosen(sentences, [3.0, 0.0, 1.0 + 3 * close, 1.0], 2) == [0, 2]


def test_names_that_begin_like_pronouns_cost_nothing() -> None:
    sentences = [BRIDGE, COST, "Hector Itani said the plan would need a vote in spring.", STORM]
    assert chosen(sentences, [3.0, 0.0, 1.1, 1.0], 2) == [0, 2]


REST = "The council voted to build the harbour bridge."


@pytest.mark.parametrize(
    "dateline",
    [
        "(CNN) -- ",
        "LONDON, England (CNN) -- ",
        "Washington (CNN) — ",
        "PORT ELM, Pa. (AP) - ",
        "NEW YORK, May 3 (Reuters) - ",
        "SAN JOSE DE LA VEGA (AFP) – ",
        "MARLOW BAY (Daily Herald) - ",
        "(CNN Business)--",
        "PORT ELM, Feb. 11 - ",
        "**ESTERHOLM, March 6** – ",
        "(The Marlow Bay Reporter) -- ",
        "  (Reuters) - ",
    ],
)
def test_datelines_are_cut(dateline: str) -> None:
    sentence = dateline + REST + " \n"
    [(index, start, end)] = select([sentence], [1.0], 1)
    assert (index, sentence[start:end]) == (0, REST)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tom Yeo (Labour) – who had resigned – said the plan was dead.",
        "The Mayor (Ilse Odell) - said the plan was dead after all.",
        "NATO — the alliance of 32 members — has agreed to spend more.",
        "The channel (CNN) said the plan was dead after all.",
        "Reports (CNN) -- ",
    ],
)
def test_what_is_no_dateline_stays(sentence: str) -> None:
    [(_, start, end)] = select([sentence], [1.0], 1)
    assert sentence[start:end] == sentence.strip()


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [*NEWS, "(CNN) -- " + REST, "He left town in a hurry today.", " ", "(AP) -"]
        ),
        st.text(max_size=30),
    ),
    max_size=8,
)


@given(TEXTS, st.integers(-1, 9))
def test_offsets_and_budget_hold_for_any_text(texts: list[str], budget: int) -> None:
    scores = [((index * 7919) % 13) / 3 - 2 for index in range(len(texts))]
    picked = select(texts, scores, budget)
    indices = [index for index, _, _ in picked]
    assert len(picked) <= max(0, budget)
    assert indices == sorted(set(indices))
    for index, start, end in picked:
        assert 0 <= start < end <= len(texts[index])
        assert texts[index][start:end] == texts[index][start:end].strip()
        assert any(char.isalnum() or char == "_" for char in texts[index][start:end])
