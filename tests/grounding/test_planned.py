"""What is only planned is not done, whatever form the verb has and whatever figure stands by."""

from __future__ import annotations

import pytest

from qa.grounding.assertions import find_unstated
from qa.language.mentions import find_mentions
from qa.text.sentences import split_sentences

PLANS = [
    ("Doctors hope to wake Ida Roe this week.", "Doctors woke Ida Roe three weeks later."),
    ("The crew plans to freeze the account.", "The crew froze the account two days later."),
    ("Norland vowed to withhold the grant.", "Norland withheld the grant a year later."),
    ("The board intends to sweep the harbour.", "The board swept the harbour."),
    ("The union promised to shake the cabinet.", "The union shook the cabinet early in 2021."),
    ("Vance is set to oversee the repairs.", "Vance oversaw the repairs."),
    ("Roe will appeal against the fine.", "Roe has appealed against the fine."),
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
        ("Three towns will have to wait for the ferry.", "Three towns have to wait for the ferry."),
        ("Roe will appeal against the fine.", "Roe has ten days to appeal against the fine."),
        ("Roe may appeal against the fine.", "The court gave Roe a week to appeal against it."),
    ],
)
def test_what_was_done_or_is_told_as_a_plan_stands(source: str, claim: str) -> None:
    assert not list(find_unstated(find_mentions(claim), [find_mentions(source)])), claim


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("The city is settling, agreeing to pay 4 million.", "The city paid 4 million."),
        ("The order, if signed, would raise the toll to 6 crowns.", "The order raised the toll."),
        ("Elm announced plans to cut a third of its lines.", "Elm has cut a third of its lines."),
        ("Roe is the favourite to win the cup in May.", "Roe won the cup in May."),
        ("The panel's final report is due this May.", "The panel published its final report."),
        ("The crew are yet to set a date for the race.", "The crew has set a date for the race."),
        ("Roe faces five charges of taking bribes.", "Roe took bribes."),
        ("It is too soon to tell whether the storm had hit the mill.", "The storm hit the mill."),
        ("Roe would advise the council to send troops.", "The council sent troops."),
        ("Elm has committed to buy the ferry.", "Elm bought the ferry."),
        # Somebody else did it, in a sentence that has less of the claim.
        ("Ida Roe will resign in May. Two aides of Vance resigned.", "Ida Roe has resigned."),
        # A sentence without the verb states nothing, nor does a heading that asks.
        (
            "Will Elm cut its lines? Elm plans to cut its lines. The lines of Elm are long.",
            "Elm has cut its lines.",
        ),
    ],
)
def test_other_ways_to_say_that_it_is_not_done(source: str, claim: str) -> None:
    read = [find_mentions(source[a:b]) for a, b in split_sentences(source)]
    assert list(find_unstated(find_mentions(claim), read)), claim


ENDED = [
    ("Ann Roe resigned as harbour master last week.", "Ann Roe is the harbour master."),
    ("The former harbour master Ann Roe sued.", "Ann Roe is the harbour master."),
    ("Elm's former CEO Ann Roe sued.", "Ann Roe is the CEO of Elm."),
]


@pytest.mark.parametrize(("source", "claim"), ENDED)
def test_who_was_something_is_it_no_longer(source: str, claim: str) -> None:
    assert list(find_unstated(find_mentions(claim), [find_mentions(source)])), claim


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Ann Roe resigned as harbour master last week.", "Ann Roe was the harbour master."),
        ("Ann Roe resigned as harbour master.", "Ann Roe is the former harbour master."),
        ("The harbour master, Ann Roe, met the former mayor.", "Ann Roe is the harbour master."),
        ("Ann Roe took over from Tom Vance, who quit as mayor.", "Ann Roe is the mayor."),
        ("The former mayor Tom Vance praised Ann Roe.", "Ann Roe is the mayor."),
        ("The former skier Ann Roe is keen on the job.", "Ann Roe is keen on the job."),
        ("Whether Elm pays is open. Roe won the cup.", "Roe won the cup."),
        ("The board would not comment. It raised the toll.", "The board raised the toll."),
    ],
)
def test_what_still_holds_or_held_once_stands(source: str, claim: str) -> None:
    read = [find_mentions(source[a:b]) for a, b in split_sentences(source)]
    assert not list(find_unstated(find_mentions(claim), read)), claim
