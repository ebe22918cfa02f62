from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from qa.ground import check, features
from qa.words import content_stems, find_words

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
    ("Tom Arden, leader of the drivers' union, welcomed the decision.", '"not"'),
    ("The Tollen ferry will run at night.", '"not"'),
    ("The city council voted on Tuesday not to close the Kade Bridge.", '"not" denies'),
    ("Traffic on the bridge fell sharply between 2019 and 2024.", '"fell" is the opposite'),
    ("A new airport was opened by the prime minister amid cheers.", "wording"),
]


@pytest.mark.parametrize("claim", TRUE)
def test_faithful_sentences_are_supported(claim: str) -> None:
    support = check(claim, [OTHER, BRIDGE])
    assert support.supported, support
    assert support.reasons == ()


@pytest.mark.parametrize(("claim", "reason"), FALSE)
def test_edited_sentences_are_flagged_with_the_reason(claim: str, reason: str) -> None:
    support = check(claim, [OTHER, BRIDGE])
    assert not support.supported
    assert any(reason in r for r in support.reasons), support.reasons


def test_each_sentence_of_a_source_supports_itself() -> None:
    from qa.sentences import split_sentences

    for start, end in split_sentences(BRIDGE):
        support = check(BRIDGE[start:end], [OTHER, BRIDGE])
        assert (support.supported, support.score) == (True, 1.0)


def test_a_name_put_together_from_two_people_is_flagged() -> None:
    support = check("Peter Moor lives in Halmere.", [OTHER])
    assert support.reasons == ("name Peter Moor is in no source, which has Ilse Moor",)
    assert check("Ilse Moor lives in Halmere.", [OTHER]).supported


def test_a_full_name_needs_more_than_the_last_name_in_the_source() -> None:
    assert check("Rutte met the cabinet.", ["Mark Rutte met the cabinet."]).supported
    assert check("Dutch minister Mark Rutte met the cabinet.", ["In the Netherlands, minister Mark "
                 "Rutte met the cabinet."]).supported  # fmt: skip
    assert not check("Mark Rutte met the cabinet.", ["Rutte met the cabinet."]).supported


def test_no_sources_and_no_claim_support_nothing() -> None:
    assert not check(TRUE[0], []).supported
    assert not check(TRUE[0], [""]).supported
    assert check("  ", [BRIDGE]).reasons == ("the claim is empty",)


def bag_cosine(left: Sequence[str], right: Sequence[str]) -> NDArray[np.float32]:
    """Compare bags of stems: 1 for the same words, 0 for none shared."""
    bags = [[set(content_stems(find_words(text))) for text in side] for side in (left, right)]
    rows = [[len(a & b) / max(1.0, (len(a) * len(b)) ** 0.5) for b in bags[1]] for a in bags[0]]
    return np.array(rows, dtype=np.float32)


def test_similarity_counts() -> None:
    claim = "Drivers' union leader Tom Arden did not welcome the decision."
    with_cosine, _ = features(claim, [BRIDGE], bag_cosine)
    assert 0.5 < with_cosine["cosine"] <= 1
    assert check(claim, [BRIDGE], bag_cosine).supported
    none = check(claim, [BRIDGE], lambda a, b: np.zeros((len(a), len(b)), dtype=np.float32))
    assert none.score < check(claim, [BRIDGE], bag_cosine).score
    assert not check("Penguins swim in cold seas.", [BRIDGE], bag_cosine).supported


@given(st.text(max_size=120), st.lists(st.text(max_size=120), max_size=3))
def test_any_text_gets_a_verdict(claim: str, sources: list[str]) -> None:
    support = check(claim, sources)
    assert 0 <= support.score <= 1
    assert support.supported == (support.reasons == ())
