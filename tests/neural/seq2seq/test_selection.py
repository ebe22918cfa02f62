"""Which sentences a summary takes, and from which character on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.neural.seq2seq.selection import (
    WEIGHTS,
    WORDS_PER_SENTENCE,
    compose_summary,
    select_sentences,
    weigh_sentences,
)
from qa.summary.compression import join_pieces

ORPHAN_COST = WEIGHTS.orphan

BRIDGE = "The council of Marlow Bay voted to build the harbour bridge."
COST = "Engineers expect the work to cost $1.2 billion until 2031."
FERRY = "Ferries will carry commuters from the northern shore meanwhile."
STORM = "A storm cut power to the island of Skerra overnight."
NEWS = [BRIDGE, COST, FERRY, STORM]


def chosen(sentences: list[str], scores: list[float], budget: int) -> list[int]:
    return [choice.index for choice in select_sentences(sentences, scores, budget)]


@pytest.mark.parametrize(("budget", "expected"), [(0, []), (-1, []), (1, [3]), (2, [0, 3])])
def test_the_best_within_the_budget(budget: int, expected: list[int]) -> None:
    assert chosen(NEWS, [2.0, 0.0, 1.0, 3.0], budget) == expected


def test_reading_order_whatever_the_scores() -> None:
    assert chosen(NEWS, [0.0, 1.0, 2.0, 3.0], 9) == [0, 1, 2, 3]
    assert chosen(NEWS, [3.0, 2.0, 1.0, 0.0], 9) == [0, 1, 2, 3]


def test_equal_scores_go_to_the_earlier() -> None:
    assert chosen(NEWS, [1.0] * 4, 2) == [0, 1]


def test_nothing_to_choose_from() -> None:
    assert select_sentences([], [], 3) == []
    assert select_sentences(["", " \n", "..."], [1.0, 1.0, 1.0], 3) == []


def test_repeats_are_skipped() -> None:
    again = "The council of Marlow Bay voted on Tuesday to build the harbour bridge."
    assert chosen([BRIDGE, again, STORM], [3.0, 2.0, 1.0], 2) == [0, 2]
    assert chosen([BRIDGE, again], [1.0, 2.0], 2) == [1]


def test_short_lines_count_only_among_themselves() -> None:
    assert chosen(["Bridge to open soon", BRIDGE], [9.0, 1.0], 2) == [1]
    assert chosen(["Bridge opens", "Storm hits", "***"], [1.0, 2.0, 9.0], 1) == [1]


@pytest.mark.parametrize(
    "opening", ["He", "She", "“It", "But she", "However, he", "Their mayor", "Two of them"]
)
def test_a_pronoun_comes_with_the_sentence_it_leans_on(opening: str) -> None:
    orphan = f"{opening} said the plan would need another vote in spring."
    sentences = [BRIDGE, COST, orphan, STORM]
    close = ORPHAN_COST / 2
    # Its lead over the storm is smaller than what the pronoun costs ...
    assert chosen(sentences, [3.0, 0.0, 1.0 + close, 1.0], 2) == [0, 3]
    # ... unless the sentence before it is there too, or the lead is large.
    assert chosen(sentences, [0.0, 3.0, 1.0 + close, 1.0], 2) == [1, 2]
    assert chosen(sentences, [3.0, 0.0, 1.0 + 3 * close, 1.0], 2) == [0, 2]


def test_names_that_begin_like_pronouns_cost_nothing() -> None:
    sentences = [BRIDGE, COST, "Hector Itani said the plan would need a vote in spring.", STORM]
    assert chosen(sentences, [3.0, 0.0, 1.1, 1.0], 2) == [0, 2]


REST = "The council voted to build the harbour bridge."


@pytest.mark.parametrize(
    "dateline",
    [
        "(CNN) -- ",
        "LONDON, England (CNN) -- ",
        "Washington (CNN) — ",
        "PORT ELM, Pa. (AP) - ",
        "NEW YORK, May 3 (Reuters) - ",
        "SAN JOSE DE LA VEGA (AFP) – ",
        "MARLOW BAY (Daily Herald) - ",
        "(CNN Business)--",
        "PORT ELM, Feb. 11 - ",
        "**ESTERHOLM, March 6** – ",
        "(The Marlow Bay Reporter) -- ",
        "  (Reuters) - ",
    ],
)
def test_datelines_are_cut(dateline: str) -> None:
    sentence = dateline + REST + " \n"
    [choice] = select_sentences([sentence], [1.0], 1)
    assert (choice.index, join_pieces(sentence, choice.pieces)) == (0, REST)


@pytest.mark.parametrize(
    "sentence",
    [
        "Tom Yeo (Labour) – who had resigned – said the plan was dead.",
        "The Mayor (Ilse Odell) - said the plan was dead after all.",
        "NATO — the alliance of 32 members — has agreed to spend more.",
        "The channel (CNN) said the plan was dead after all.",
        "Reports (CNN) -- ",
    ],
)
def test_what_is_no_dateline_stays(sentence: str) -> None:
    [choice] = select_sentences([sentence], [1.0], 1)
    assert join_pieces(sentence, choice.pieces) == sentence.strip()


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [*NEWS, "(CNN) -- " + REST, "He left town in a hurry today.", " ", "(AP) -"]
        ),
        st.text(max_size=30),
    ),
    max_size=8,
)


@given(TEXTS, st.integers(-1, 9))
def test_offsets_and_budget_hold_for_any_text(texts: list[str], budget: int) -> None:
    scores = [((index * 7919) % 13) / 3 - 2 for index in range(len(texts))]
    picked = select_sentences(texts, scores, budget)
    indices = [choice.index for choice in picked]
    assert len(picked) <= max(0, budget)
    assert indices == sorted(set(indices))
    for choice in picked:
        text, at = texts[choice.index], 0
        assert choice.pieces
        for start, end in choice.pieces:
            assert at <= start < end <= len(text)
            at = end
        made = join_pieces(text, choice.pieces)
        assert made == made.strip()
        assert any(char.isalnum() or char == "_" for char in made)


def test_pronouns_come_after_names_in_the_paragraph() -> None:
    """Whatever the salience of "she", the sentence that names her comes along or she goes."""
    article = [
        "Mayor Ilse Odell opened the harbour bridge of Marlow Bay.",
        "Ferries will carry commuters from the northern shore.",
        "Paul Yeo, an auditor, doubts the price of the works.",
        "He wants every contract to be read again by spring.",
        "A storm cut power to the island of Skerra overnight.",
    ]
    made = [s.text for s in compose_summary(article, [0.0, 0.0, 0.0, 2.5, 1.5], 2)]
    assert made == [article[0], article[4]]
    made = [s.text for s in compose_summary(article, [0.0, 0.0, 3.0, 3.5, 1.0], 3)]
    assert made == [article[0], article[2], article[3]]


def test_a_paragraph_has_room_for_so_many_words() -> None:
    long = "The council " + "and the port " * 20 + "agreed."
    assert chosen([BRIDGE, long, STORM], [3.0, 2.0, 1.0], 2) == [0, 2]
    assert chosen([BRIDGE, long, STORM], [3.0, 2.0, 1.0], 3) == [0, 2]  # no room for the third
    assert chosen([BRIDGE, long], [3.0, 2.0], 3) == [0, 1]  # but two there are in any case
    assert chosen([long], [1.0], 1) == [0]  # something rather than nothing
    assert len(long.split()) > 2 * WORDS_PER_SENTENCE


def test_long_sentences_lose_their_asides_short_ones_keep_them() -> None:
    long = (
        "The council of Marlow Bay, which met in the old customs house by the quay, was told "
        "that the harbour bridge needs nine thousand new rivets before winter."
    )
    [made] = compose_summary([long], [1.0], 1)
    assert made.text == (
        "The council of Marlow Bay was told "
        "that the harbour bridge needs nine thousand new rivets before winter."
    )
    assert [long[s.start : s.end] for s in made.spans or ()] == [made.text[:25], made.text[25:]]
    short = "The council, which met on the quay, was told of rivets."
    assert [s.text for s in compose_summary([short], [1.0], 1)] == [short]


def test_what_the_article_is_about_stays() -> None:
    aside = ", which the rivet makers of the northern shore had asked for,"
    long = f"The vote{aside} was held in the old customs house by the quay of Marlow Bay at noon."
    others = [f"The rivet makers {verb} every year." for verb in ("meet", "sing", "march")]
    assert aside in compose_summary([long, *others], [9.0, 0.0, 0.0, 0.0], 1)[0].text
    assert aside not in compose_summary([long], [9.0], 1)[0].text


def test_weights_prefer_the_lead_the_short_and_the_reported() -> None:
    lead, later = weigh_sentences([BRIDGE, BRIDGE], [0.0, 0.0])
    assert lead > later
    plain, quoted = weigh_sentences([BRIDGE, f"“{BRIDGE}”"], [0.0, lead - later])
    assert plain > quoted
    longer = weigh_sentences([BRIDGE, BRIDGE + " and" * 60], [0.0, 0.0])[1]
    assert longer < later
