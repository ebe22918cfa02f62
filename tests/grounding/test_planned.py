"""What is only planned is not done, whatever form the verb has and whatever figure stands by."""

from __future__ import annotations

import pytest

from qa.grounding.assertions import find_unstated
from qa.language.mentions import find_mentions

PLANS = [
    ("Doctors hope to wake Ida Roe this week.", "Doctors woke Ida Roe three weeks later."),
    ("The crew plans to freeze the account.", "The crew froze the account two days later."),
    ("Norland vowed to withhold the grant.", "Norland withheld the grant a year later."),
    ("The board intends to sweep the harbour.", "The board swept the harbour."),
    ("The union promised to shake the cabinet.", "The union shook the cabinet early in 2021."),
    ("Vance is set to oversee the repairs.", "Vance oversaw the repairs."),
    ("The mayor wants to swing the vote.", "The mayor swung the vote."),
    ("The pilots threatened to flee the port.", "The pilots fled the port four hours later."),
    ("Elm will rebuild the pier.", "Elm rebuilt the pier two years later."),
]


@pytest.mark.parametrize(("source", "claim"), PLANS)
def test_a_plan_does_not_bear_a_past_out(source: str, claim: str) -> None:
    assert list(find_unstated(find_mentions(claim), [find_mentions(source)])), claim


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Doctors woke Ida Roe on Friday.", "Doctors woke Ida Roe three weeks later."),
        ("Elm rebuilt the pier and hopes to reopen it.", "Elm rebuilt the pier two years later."),
        ("Doctors hope to wake Ida Roe.", "Doctors plan to wake Ida Roe this week."),
        ("Vance is set to oversee the repairs.", "Vance will oversee the repairs."),
        ("The pilots fled the port and hope to return.", "The pilots fled the port."),
    ],
)
def test_what_was_done_or_is_told_as_a_plan_stands(source: str, claim: str) -> None:
    assert not list(find_unstated(find_mentions(claim), [find_mentions(source)])), claim
