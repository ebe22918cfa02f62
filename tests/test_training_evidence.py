"""Evidence: the sentences that a claim shares most with, and whole sentences that are copies."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.training.pairs.evidence import EVIDENCE_CHARS, choose_evidence, is_shortened
from qa.grounding.alignment import is_copy
from qa.language.mentions import find_mentions

STORY = (
    "The lighthouse at Cape Orrin was sold to a hotel group. "
    "Its keeper, Marta Lindqvist, had lived there for 31 years. "
    "Rain fell all day in the capital. "
    "The hotel group paid 4 million crowns and plans 12 rooms. "
    "No one thinks that the lamp will be lit again."
)


def chosen(claim: str, *sources: str, limit: int = EVIDENCE_CHARS) -> str:
    return choose_evidence(find_mentions(claim), [find_mentions(s) for s in sources], limit)


def copied(sentence: str, *sources: str) -> bool:
    return is_copy(sentence, [find_mentions(s) for s in sources])


def test_the_sentences_of_a_claim_come_first_and_in_their_order() -> None:
    found = chosen("The hotel group paid 4 million crowns for the lighthouse.", STORY, limit=140)
    assert found == (
        "The lighthouse at Cape Orrin was sold to a hotel group. "
        "The hotel group paid 4 million crowns and plans 12 rooms."
    )


def test_sources_of_one_sentence_each_give_the_same() -> None:
    claim = "Marta Lindqvist lived there for 31 years until the hotel group came."
    apart = [STORY[s.start : s.end] for s in find_mentions(STORY).sentences]
    assert chosen(claim, *apart, limit=200) == chosen(claim, STORY, limit=200)
    assert "Rain" not in chosen(claim, STORY, limit=200)


def test_nothing_shared_is_no_evidence() -> None:
    assert chosen("Penguins swim.", STORY) == ""
    assert chosen("", STORY) == ""
    assert chosen("Penguins swim.") == ""


@given(st.text(max_size=80), st.lists(st.text(max_size=200), max_size=3), st.integers(20, 300))
def test_evidence_fits_and_is_of_the_sources(claim: str, sources: list[str], limit: int) -> None:
    found = chosen(claim, *sources, limit=limit)
    assert len(found) <= limit
    everything = " ".join(" ".join(sources).split())
    assert set(found.split()) <= set(everything.split()) or len(found) == limit


def test_whole_sentences_are_copies_and_parts_are_not() -> None:
    assert copied("Rain fell all day in the capital.", STORY)
    assert copied("rain  fell all\nday in the capital", "", STORY)
    assert copied("“Rain fell all day in the capital.”", STORY)
    assert not copied("the lamp will be lit again", STORY)
    assert not copied("Rain fell all day.", STORY)
    assert not copied("Rain fell all night in the capital.", STORY)
    assert not copied(" . ", STORY)


def test_every_sentence_is_a_copy_of_its_source() -> None:
    for s in find_mentions(STORY).sentences:
        assert copied(STORY[s.start : s.end], STORY)


def shortened(sentence: str, *sources: str) -> bool:
    return is_shortened(sentence, [find_mentions(s) for s in sources])


def test_shortened_sentences_have_all_their_words_in_one_sentence_in_order() -> None:
    assert shortened("Marta Lindqvist had lived there for 31 years.", "", STORY)
    assert shortened("The hotel group plans 12 rooms.", STORY)
    assert not shortened("The hotel group plans 4 rooms and 12 million.", STORY)
    assert not shortened("The lighthouse had lived there.", STORY)
    assert not shortened("", STORY)


def test_a_sentence_without_what_denied_it_is_not_only_shortened() -> None:
    assert not shortened("The lamp will be lit again.", STORY)
    for before in ("Nobody said", "Officials denied", "If it rains,", "It may be that"):
        assert not shortened("The dam broke.", f"{before} the dam broke.")
    assert shortened("The dam broke.", "Officials said the dam broke.")
