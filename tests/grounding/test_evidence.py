"""Which sentences a judge is given for a claim."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from qa.grounding.evidence import ROOM, choose_evidence
from qa.grounding.judging import ask_judge
from tests.grounding.test_judging import Says

FILLER = [
    f"Ferry number {n} left the northern pier on time and came back empty." for n in range(60)
]
DREDGED = "The council of Orvane had the harbour dredged."
COST = "It cost 4.2 million crowns, she said."


def test_a_short_text_is_read_whole() -> None:
    assert choose_evidence("Who cares?", FILLER[:3]) == " ".join(FILLER[:3])


def test_what_a_claim_speaks_of_is_read_wherever_it_stands() -> None:
    text = [*FILLER[:30], DREDGED, *FILLER[30:], COST]
    chosen = choose_evidence("Dredging the harbour cost the council 4.2 million crowns.", text)
    assert DREDGED in chosen
    assert COST in chosen
    assert chosen.index(DREDGED) < chosen.index(COST)
    assert len(chosen) <= ROOM


def test_the_sentence_before_comes_along() -> None:
    text = [*FILLER[:30], "Mayor Ines Talvik spoke last.", COST, *FILLER[30:]]
    assert "Ines Talvik" in choose_evidence("It cost 4.2 million crowns.", text)


def test_one_sentence_that_is_too_long_stands_alone() -> None:
    long = "The harbour " + "and the quay " * 200 + "were dredged."
    assert choose_evidence("The harbour was dredged.", [*FILLER[:20], long]) == long


def test_each_sentence_of_a_claim_is_asked_about_and_the_weakest_tells() -> None:
    judge = Says(0.9, 0.05)
    opinion = ask_judge(judge, f"{DREDGED} {COST}", [*FILLER, DREDGED, COST])
    assert judge.read == 2
    assert opinion is not None
    assert round(opinion.entailed, 3) == 0.9


@given(
    st.lists(st.sampled_from(["harbour", "quay", "ferry", "crowns"]), max_size=3),
    st.lists(st.lists(st.sampled_from(["harbour", "wind", "crowns"]), max_size=8), max_size=30),
    st.integers(min_value=0, max_value=300),
)
def test_whole_sentences_come_back_in_their_order(
    claim: list[str], words: list[list[str]], room: int
) -> None:
    sentences = [" ".join([f"number{n}.", *each]) for n, each in enumerate(words)]
    chosen = choose_evidence(" ".join(claim), sentences, room)
    kept = [sentence for sentence in sentences if sentence.split()[0] in chosen.split()]
    assert chosen == " ".join(kept)
    assert len(chosen) <= room or len(kept) == 1
