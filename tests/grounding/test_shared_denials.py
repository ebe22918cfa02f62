"""A denial that a source makes as well is borne out, whatever sentence has most of its words."""

from __future__ import annotations

import pytest

from qa.grounding.check import check_claim
from qa.text.sentences import split_sentences

TEXTS = {
    "mine": (
        "Rescuers dug for four days to get to the second tunnel of the Elm mine, where six miners "
        "were trapped. Water rose, and they never got to the second tunnel, the owner said."
    ),
    "there": (
        "Rescuers dug for four days to get to the second tunnel of the Elm mine. "
        "They never got there."
    ),
    "ferry": (
        "The board of Orm Lines talked for a year about selling the ferry Tern to a Norland firm. "
        "The board did not manage to sell the ferry. Its engines are forty years old."
    ),
    "debate": (
        "Vance said the debate should come to the harbour question, but the candidates never got "
        "to the harbour question. They spoke of taxes for an hour."
    ),
    "climb": (
        "Ida Moor set out to climb Mount Orm on Monday, and reached the lower camp, but a storm "
        "came up and she did not manage to climb the peak."
    ),
}


def check(text: str, claim: str) -> tuple[bool, tuple[str, ...]]:
    source = TEXTS[text]
    support = check_claim(claim, [source[a:b] for a, b in split_sentences(source)])
    return support.supported, support.reasons


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("mine", "Rescuers never got to the second tunnel."),
        ("mine", "Rescuers did not get to the second tunnel of the Elm mine."),
        ("mine", "Rescuers did not reach the second tunnel."),
        ("mine", "Rescuers failed to get to the second tunnel of the Elm mine."),
        ("there", "Rescuers never got to the second tunnel of the Elm mine."),
        ("ferry", "The board did not manage to sell the ferry Tern to a Norland firm."),
        ("ferry", "The board of Orm Lines did not sell the ferry."),
        ("ferry", "Orm Lines failed to sell the ferry Tern."),
        ("debate", "The candidates never got to the harbour question in the debate."),
        ("climb", "Ida Moor did not manage to climb Mount Orm."),
        ("climb", "Ida Moor never reached the peak of Mount Orm."),
    ],
)
def test_a_denial_that_a_source_shares_stands(text: str, claim: str) -> None:
    supported, reasons = check(text, claim)
    assert supported, reasons


@pytest.mark.parametrize(
    ("text", "claim", "why"),
    [
        ("mine", "Rescuers got to the second tunnel.", '"never" before "got"'),
        ("mine", "Rescuers never dug at the Elm mine.", '"never" denies'),
        ("mine", "Six miners were not trapped.", '"not" denies'),
        ("there", "Rescuers got to the second tunnel of the Elm mine.", '"never" before "got"'),
        ("there", "Rescuers did not dig for four days.", '"not" denies'),
        ("ferry", "The board of Orm Lines sold the ferry Tern.", '"not" before "sell"'),
        ("ferry", "The board of Orm Lines managed to sell the ferry.", '"not" before "manage"'),
        ("ferry", "The board of Orm Lines never talked about selling the ferry.", "denies"),
        ("debate", "The candidates got to the harbour question.", '"never" before "got"'),
        ("debate", "The candidates did not speak of taxes.", '"not" denies'),
        ("climb", "Ida Moor climbed Mount Orm on Monday.", '"not" before "climb"'),
        ("climb", "Ida Moor never reached the lower camp.", '"never" denies'),
    ],
)
def test_a_claim_that_turns_a_denial_round_fails(text: str, claim: str, why: str) -> None:
    supported, reasons = check(text, claim)
    assert not supported
    assert any(why in reason for reason in reasons), reasons


def test_what_is_denied_is_the_deed_and_not_what_it_leads_to() -> None:
    from qa.language.polarity import denied_deeds
    from qa.text.words import find_words

    said = {
        "They did not manage to sell the old ferry.": ["manage", "sell"],
        "They never got to the pier.": ["got"],
        "They failed to reach the pier.": ["reach"],
        "No boats sailed on Friday.": ["boats", "sailed"],
        "They sold the ferry.": [],
    }
    for text, deeds in said.items():
        assert [word.text for word in denied_deeds(text, find_words(text))] == deeds
