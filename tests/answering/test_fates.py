"""The missing are not the dead."""

from __future__ import annotations

import pytest

from qa.answering.fates import without_other_fates
from qa.question import read
from tests.support.readings import make_reading

QUAKE = "The quake killed 31 people and injured 208. Some 57 were unaccounted for on Monday."
CREWS = "The wave took much of the quay. About 640 soldiers are working there."
STATED = "Officials put the number of deaths at 31. It may rise."
FLIGHT = "Rain broke the dam and forced the evacuation of about 4,000 residents."
GEESE = "More than 900 geese were slaughtered on the farm, where 40 sheep were culled."
BARNS = "The storm razed 14 barns and damaged 60 others."


@pytest.mark.parametrize(
    ("question", "text", "figure", "kept"),
    [
        ("How many people died?", QUAKE, "31", True),
        ("How many people died?", QUAKE, "208", False),
        ("How many people were hurt?", QUAKE, "208", True),
        ("How many people were hurt in the quake?", QUAKE, "31", False),
        ("How many people are missing?", QUAKE, "57", True),
        ("How many people have died?", QUAKE, "57", False),
        ("What is the death toll?", QUAKE, "57", False),
        ("How many have died?", CREWS, "640", False),
        ("How many soldiers are there?", CREWS, "640", True),
        ("How many people have been killed?", STATED, "31", True),
        ("How many geese were killed?", GEESE, "900", True),
        ("How many sheep were killed?", GEESE, "40", True),
        ("How many geese are missing?", GEESE, "900", False),
        ("How many barns were damaged?", BARNS, "60", True),
        ("How many barns were damaged?", BARNS, "14", False),
        ("How many barns did the storm destroy?", BARNS, "14", True),
        ("How many residents were evacuated?", FLIGHT, "4,000", True),
        ("How many residents died?", FLIGHT, "4,000", False),
        ("Who died?", QUAKE, "208", True),
        ("How many drivers pay the toll?", CREWS, "640", True),
    ],
)
def test_a_figure_counts_those_of_its_own_fate(
    question: str, text: str, figure: str, kept: bool
) -> None:
    hit, reading = make_reading(text, figure)
    [made] = without_other_fates(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
