"""What somebody is called before the name has to be said of that one."""

from __future__ import annotations

import pytest

from qa.grounding.callings import find_miscalled
from qa.language.mentions import find_mentions
from qa.text.sentences import split_sentences

LAW = (
    "Gov. Jon Roe signed the ferry law on Friday. Attorney General Ida Vance will defend it. "
    "Marta Holm, the state's auditor and a former mayor of Elm, welcomed it."
)
FLIGHT = (
    "Holm will lead a crew that includes pilot Tom “Red” Vance and engineers Ida Roe and Mo Tell."
)
FIRM = "Elm Works CEO Tom Vance resigned. Elm Works counsel Ida Roe wrote to the staff."
VISIT = "Russian President Ivan Orlov met Ida Roe in Lund."


@pytest.mark.parametrize(
    ("source", "claim", "miscalled"),
    [
        (LAW, "Attorney General Jon Roe signed the law.", True),
        (LAW, "Governor Jon Roe signed the law.", False),
        (LAW, "Jon Roe signed the law.", False),
        (LAW, "Gov. Ida Vance will defend the law.", True),
        (LAW, "Mayor Marta Holm welcomed the law.", False),
        (LAW, "The auditor Marta Holm welcomed the law.", False),
        (FLIGHT, "Pilot Ida Roe belongs to the crew.", True),
        (FLIGHT, "Pilot Tom Vance belongs to the crew.", False),
        (FLIGHT, "Engineer Ida Roe belongs to the crew.", False),
        (FIRM, "Elm Works CEO Ida Roe wrote to the staff.", True),
        (FIRM, "Elm Works CEO Tom Vance resigned.", False),
        (VISIT, "President Ida Roe met Orlov.", False),
        ("Roe won another Gold Mask.", "Roe won another Iron Mask.", False),
        ("Roe won another Mask, and one more Iron Mask.", "Roe won another Iron Mask.", False),
    ],
)
def test_a_calling_is_of_its_bearer(source: str, claim: str, miscalled: bool) -> None:
    read = [find_mentions(source[a:b]) for a, b in split_sentences(source)]
    assert bool(list(find_miscalled(find_mentions(claim), read))) is miscalled, claim
