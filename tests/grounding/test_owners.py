"""Whose a figure is: two figures of one sentence, or of two lines, may not change hands."""

from __future__ import annotations

import pytest

from qa.grounding.figures import find_displaced
from qa.grounding.owners import Bearers, Owner, find_owner
from qa.language.mentions import find_mentions
from qa.text.sentences import split_sentences

VOTE = "With the count done, Ida Roe had 52.4% and Vance 47.6%, the board said."
JOINED = f"Ida Lume da Roe is back. {VOTE.replace('Ida Roe', 'da Roe')}"
FARES = "Elm Air: $60 rescue fares until 4 May.\nKell Lines: fares by distance, up to $250."
RICH = "Roe is worth $3 million, by one list. She has earned roughly $9 million in her career."
GOALS = "Tarn let in four goals on Sunday. Vance scored 2 for Lund."
CUPS = "Tarn's nine cups are second only to Velden (14)."


@pytest.mark.parametrize(
    ("source", "claim", "displaced"),
    [
        (VOTE, "Vance won 52.4 percent of the vote.", True),
        (VOTE, "Ida Roe won 47.6 percent of the vote.", True),
        (VOTE, "Roe won 52.4 percent of the vote.", False),
        (VOTE, "Roe beat Vance with 52.4 percent of the vote.", False),
        (VOTE, "Roe got 52.4 percent and Vance 47.6 percent.", False),
        (VOTE, "Roe got 47.6 percent and Vance 52.4 percent.", True),
        (JOINED, "Lume beat Vance with 52.4 percent.", False),
        (JOINED, "Vance won 52.4 percent of the vote.", True),
        (FARES, "Kell Lines sells $60 fares.", True),
        (FARES, "Elm Air sells $60 fares.", False),
        (FARES, "Kell Lines sells fares of up to $250.", False),
        (RICH, "Roe is worth $9 million and has earned $3 million.", True),
        (RICH, "Roe is worth $3 million and has earned $9 million.", False),
        (CUPS, "Velden won 14 cups, Tarn nine.", False),
        (GOALS, "Tarn lost 4-2 on Sunday.", False),
        (GOALS, "Tarn let in 2 goals on Sunday.", True),
        (CUPS, "Velden won nine cups, Tarn 14.", True),
        (
            "Elm was sold for $5 million. Roe pays $8 a day.",
            "Roe bought Elm for $5 million.",
            False,
        ),
        ("The mill was fined $5 million.", "Elm was fined $5 million.", False),
    ],
)
def test_a_figure_belongs_to_its_owner(source: str, claim: str, displaced: bool) -> None:
    read = [find_mentions(source[a:b]) for a, b in split_sentences(source)]
    assert bool(list(find_displaced(find_mentions(claim), read))) is displaced, claim


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Roe had 9", Owner((frozenset({"roe"}),))),
        ("Roe slept, and Vance had 9", Owner((frozenset({"vance"}),))),
        ("Roe slept and ate 9", Owner((frozenset({"roe"}),))),
        ("Roe told Vance of 9", Owner((frozenset({"roe"}), frozenset({"vance"})))),
        ("The mill has 9", Owner(stem="mill")),
        ("There are 9", Owner()),
    ],
)
def test_the_nearest_part_says_whose(text: str, owner: Owner) -> None:
    text = f"{text} boats."
    read = find_mentions(text)
    bearers = Bearers([find_mentions("In May Roe met Vance.")])
    found = find_owner(read, read.sentences[0], text.index("9"), bearers, read.figures)
    assert found == owner
