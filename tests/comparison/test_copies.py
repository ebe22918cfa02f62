"""Copies are made here by what papers do to a wire story; other stories on the event are none."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from qa.comparison.copies import FEW, find_near_copies, is_copy, word_shingles

SUBJECTS = (
    "the council",
    "a fisherman",
    "the harbour master",
    "one engineer",
    "the ministry",
)
VERBS = (
    "said",
    "warned",
    "denied",
    "measured",
    "repaired",
    "counted",
    "ordered",
)
OBJECTS = (
    "the northern pier",
    "four cracked pumps",
    "a fallen crane",
    "every second lamp",
    "nine barges",
    "the tide tables",
)
WHEN = (
    "on Monday",
    "before dawn",
    "after the storm",
    "twice a year",
)


def story(seed: int, sentences: int = 40) -> str:
    pick = random.Random(seed)
    return " ".join(
        f"{pick.choice(SUBJECTS).capitalize()} {pick.choice(VERBS)} {pick.choice(OBJECTS)} "
        f"{pick.choice(WHEN)}, number {pick.randrange(1000)}."
        for _ in range(sentences)
    )


WIRE = story(1)


def test_what_papers_do_to_a_wire_story_leaves_it_a_copy() -> None:
    cut = " ".join(WIRE.split()[: len(WIRE.split()) * 2 // 3])
    copies = [
        WIRE,
        f"Pumps fail again\n\nBy A. Reporter, Marlow Bay\n\n{WIRE}",
        cut,
        f"{cut}\n\nOur own correspondent adds that the ferry ran all day.",
        WIRE.replace("said", "told reporters").upper(),
    ]
    others = [story(seed) for seed in range(2, 12)]
    assert len(others) > FEW  # by signatures, and below by comparing every pair
    assert find_near_copies([others[0], *copies, *others[1:]]) == [[1, 2, 3, 4, 5]]
    assert find_near_copies([others[0], *copies, others[1]]) == [[1, 2, 3, 4, 5]]


def test_another_story_with_the_same_quotes_is_no_copy() -> None:
    shared = " ".join(WIRE.split(". ")[:8]) + ". "
    assert find_near_copies([WIRE, shared + story(4), story(5)]) == []


def test_short_texts_are_copies_only_when_one_holds_the_other() -> None:
    first = "The bridge will cost $840 million, the council said."
    assert find_near_copies([first, "The bridge will cost $900 million, the council said."]) == []
    assert find_near_copies([first, f"Live: {first}"]) == [[0, 1]]
    assert find_near_copies([first, first.upper(), "A storm cut power."]) == [[0, 1]]


def test_nothing_is_a_copy_of_nothing() -> None:
    assert find_near_copies([]) == []
    assert find_near_copies(["", "", "?!"]) == []
    assert find_near_copies([WIRE]) == []
    assert word_shingles("") == frozenset()


@given(st.lists(st.sampled_from(["a b c d e f", "a b c", "x y z", "", "a b c d e g"]), max_size=6))
def test_groups_part_the_texts(texts: list[str]) -> None:
    groups = find_near_copies(texts)
    places = [place for group in groups for place in group]
    assert len(places) == len(set(places))
    for group in groups:
        assert len(group) > 1
        assert all(
            any(is_copy(word_shingles(texts[a]), word_shingles(texts[b])) for b in group if b != a)
            for a in group
        )
