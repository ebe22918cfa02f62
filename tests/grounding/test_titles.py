"""A title with a full stop before a name, a party's word before a title: neither is a name."""

from __future__ import annotations

import pytest

from qa.grounding.check import check_claim

SENATE = (
    "Republican Sen. Ida Vance of Norland signed the ferry bill on Friday. "
    "Gen. Omar Tell, who led the guard, opposed it. "
    "The state's Democratic governor, Jon Roe, called the bill a gift to the docks."
)


@pytest.mark.parametrize(
    "claim",
    [
        "GOP Sen. Ida Vance signed the ferry bill.",
        "Sen. Ida Vance of Norland signed the ferry bill on Friday.",
        "Democratic Gov. Jon Roe called the bill a gift to the docks.",
        "Gen. Omar Tell opposed the ferry bill.",
        "The Governor called the bill a gift to the docks.",
    ],
)
def test_a_titled_name_is_that_of_its_bearer(claim: str) -> None:
    assert check_claim(claim, [SENATE]).supported, check_claim(claim, [SENATE])


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("GOP Sen. Ida Moor signed the ferry bill.", "name GOP Sen. Ida Moor"),
        ("Democratic Gov. Ida Roe called the bill a gift.", "Ida Roe is in no source"),
        ("Gen. Paul Crane opposed the ferry bill.", "name Gen. Paul Crane"),
        ("The Socialists signed the ferry bill on Friday.", "name Socialists"),
    ],
)
def test_another_bearer_is_found(claim: str, reason: str) -> None:
    support = check_claim(claim, [SENATE])
    assert any(reason in each for each in support.reasons), support
