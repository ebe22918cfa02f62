from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.grounding.alignment import best_sentences
from qa.grounding.check import check_claim
from qa.grounding.cloze import fill_blanks
from qa.grounding.denials import find_opposed
from qa.language.mentions import find_mentions
from qa.records import Pointing

BRIDGE = (
    "Halmere's city council voted 9-4 on Tuesday to close the Kade Bridge from 3 June. "
    "Mayor Ilse Brandt said inspectors had found cracks in 19 of its 64 cables. "
    "“We will not gamble with lives,” she told reporters. "
    "Repairs are expected to cost about $1.2bn, of which the state of Norland pays five per cent. "
    "Tom Arden, who leads the drivers' union, did not welcome the decision. "
    "Traffic on the bridge rose sharply between 2019 and 2024. "
    "The Tollen ferry has 250 seats and will not run at night."
)
OTHER = "Peter Brandt, a lawyer, and Ilse Moor, a nurse, live in Halmere."

TRUE = [
    "The council of Halmere voted on Tuesday to close the Kade Bridge.",
    "The Kade Bridge will close from June 3.",
    "Inspectors found cracks in nineteen of the bridge's 64 cables, Mayor Brandt said.",
    "Repairs are expected to cost around 1.2 billion dollars.",
    "The state of Norland pays 5% of the repairs.",
    "“We will not gamble with lives,” Ilse Brandt told reporters.",
    "Traffic on the bridge rose sharply from 2019 to 2024.",
    "Tom Arden, leader of the drivers' union, did not welcome the decision.",
    "The Tollen ferry will not run at night.",
]
FALSE = [
    ("The Kade Bridge will close from June 13.", "date June 13"),
    ("The Kade Bridge will close from 3 July.", "date 3 July"),
    ("The Kade Bridge will close on Friday from 3 June.", "date Friday"),
    ("Traffic on the bridge rose sharply from 2018 to 2024.", "2018"),
    ("Inspectors found cracks in 29 of the bridge's 64 cables.", "number 29"),
    ("Inspectors found cracks in ninety of the bridge's 64 cables.", "number ninety"),
    ("Repairs are expected to cost about $1.2m.", "number $1.2m"),
    ("Repairs are expected to cost about €1.2bn.", "number €1.2bn"),
    ("The state of Norland pays 50% of the repairs.", "number 50%"),
    ("The state of Norland pays $5 of the repairs.", "number $5"),
    ("The state of Sudland pays five per cent of the repairs.", "name Sudland"),
    ("Mayor Greta Brandt said inspectors had found cracks.", "name Mayor Greta Brandt"),
    ("Okafor said inspectors had found cracks in 19 of its 64 cables.", "name Okafor"),
    ("“We will gamble with lives,” she told reporters.", 'quote "We will gamble with lives"'),
    ("Tom Arden, leader of the drivers' union, welcomed the decision.", 'say "not welcome'),
    ("The Tollen ferry will run at night.", 'say "not run'),
    ("The city council voted on Tuesday not to close the Kade Bridge.", 'this says "not to close'),
    (
        "Traffic on the bridge fell sharply between 2019 and 2024.",
        'say "rose", where this says "fell"',
    ),
    ("A new airport was opened by the prime minister amid cheers.", "wording"),
]


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ("Roe saw room for a new vote.", "Roe did not see room for a new vote."),
        ("Roe did not see room for a new vote.", "Roe saw a little room for a new vote."),
    ],
)
def test_a_not_denies_what_is_said_with_a_little_too(source: str, claim: str) -> None:
    asked, read = find_mentions(claim), [find_mentions(source)]
    assert list(find_opposed(asked, read, best_sentences(asked, read)))


@pytest.mark.parametrize("claim", TRUE)
def test_faithful_sentences_are_supported(claim: str) -> None:
    support = check_claim(claim, [OTHER, BRIDGE])
    assert support.supported, support
    assert support.reasons == ()


@pytest.mark.parametrize(("claim", "reason"), FALSE)
def test_edited_sentences_are_flagged_with_the_reason(claim: str, reason: str) -> None:
    support = check_claim(claim, [OTHER, BRIDGE])
    assert not support.supported
    assert any(reason in r for r in support.reasons), support.reasons


def test_each_sentence_of_a_source_supports_itself() -> None:
    from qa.text.sentences import split_sentences

    for start, end in split_sentences(BRIDGE):
        support = check_claim(BRIDGE[start:end], [OTHER, BRIDGE])
        assert (support.supported, support.score) == (True, 1.0)


def test_a_name_put_together_from_two_people_is_flagged() -> None:
    support = check_claim("Peter Moor lives in Halmere.", [OTHER])
    assert support.reasons == ("name Peter Moor is in no source, which has Ilse Moor",)
    assert check_claim("Ilse Moor lives in Halmere.", [OTHER]).supported


def test_a_full_name_needs_more_than_the_last_name_in_the_source() -> None:
    assert check_claim("Rutte met the cabinet.", ["Mark Rutte met the cabinet."]).supported
    assert check_claim(
        "Dutch minister Mark Rutte met the cabinet.",
        ["In the Netherlands, minister Mark Rutte met the cabinet."],
    ).supported
    assert not check_claim("Mark Rutte met the cabinet.", ["Rutte met the cabinet."]).supported


def test_a_roman_number_in_a_name_may_be_told_in_digits() -> None:
    assert check_claim("Orm II left the harbour.", ["Orm 2 left the harbour."]).supported
    assert check_claim("Orm 2 left the harbour.", ["Orm II left the harbour."]).supported
    assert not check_claim("Orm II left the harbour.", ["Orm 3 left the harbour."]).supported


def test_no_sources_and_no_claim_support_nothing() -> None:
    assert not check_claim(TRUE[0], []).supported
    assert not check_claim(TRUE[0], [""]).supported
    assert check_claim("  ", [BRIDGE]).reasons == ("the claim is empty",)


class Knows:
    """A pointer that knows the bridge: it points at the words that fill a gap, evenly."""

    def __init__(self, **fillings: str) -> None:
        self.fillings = fillings

    def point(self, question: str, passages: Sequence[str]) -> list[Pointing]:
        return [self._pointing(question, text) for text in passages]

    def _pointing(self, question: str, text: str) -> Pointing:
        for asked, filling in self.fillings.items():
            at = text.find(filling)
            if asked in question and at >= 0:
                return Pointing(0.1, ((at, at + len(filling), 0.9), (0, 1, 0.1)))
        return Pointing(0.9, ((0, 1, 1.0),) if text else ())


def test_a_fact_in_another_s_place_is_doubted_by_a_reader() -> None:
    claim = "Ilse Brandt, leader of the drivers' union, did not welcome the decision."
    knows = Knows(leader="Tom Arden")
    assert check_claim(claim, [BRIDGE]).doubts == ()
    support = check_claim(claim, [BRIDGE], knows)
    assert support.doubts == ("where this has Ilse Brandt, the article seems to have Tom Arden",)
    assert support.supported == check_claim(claim, [BRIDGE]).supported
    assert check_claim(claim.replace("Ilse Brandt", "Tom Arden"), [BRIDGE], knows).doubts == ()


def test_gaps_are_filled_fact_by_fact() -> None:
    claim = "Mayor Moor said repairs cost $1.2bn. They start on 3 June."
    knows = Knows(**{"how much": "$1.2bn", "said": "Ilse Brandt", "when": "3 June"})
    filled = fill_blanks(claim, [BRIDGE], knows)
    assert [fact.literal for fact in filled] == ["Mayor Moor", "$1.2bn", "3 June"]
    assert filled[0].share < 0.05 and "Brandt" in filled[0].rival
    assert all(fact.share > 0.95 for fact in filled[1:])
    assert fill_blanks("Nothing to blank out here.", [BRIDGE], knows) == []
    assert fill_blanks(claim, [], knows) == []


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=3))
def test_any_text_gets_a_verdict(claim: str, sources: list[str]) -> None:
    for support in (check_claim(claim, sources), check_claim(claim, sources, Knows(a="a"))):
        assert 0 <= support.score <= 1
        assert support.supported == (support.reasons == ())
