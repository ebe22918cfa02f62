"""ROUGE by hand and against rouge-score used plainly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.evaluate.rouge import TYPES, rouge

SENTENCES = st.lists(
    st.sampled_from(
        [
            "The bridge closes in May.",
            "Bridges are closing.",
            "It cost $1.2 million.",
            "Mayor Odell said no.",
            "The toll rises to 2.5% of the U.S. average.",
        ]
    ),
    min_size=1,
    max_size=4,
)


def test_by_hand() -> None:
    # Unigrams shared: the bridge close in -> 4 of 5 and 4 of 4 ("closed" stems to "close").
    # Bigrams shared: the-bridge, bridge-close, close-in -> 3 of 4 and 3 of 3.
    scores = rouge("The bridge closed in May.", ["The bridge closes in", "Nothing here"])
    assert scores["rouge1_max"] == pytest.approx(8 / 9)
    assert scores["rouge1_mean"] == pytest.approx(4 / 9)
    assert scores["rouge2_max"] == pytest.approx(6 / 7)
    assert scores["rougeLsum_max"] == pytest.approx(8 / 9)


def test_lsum_forgives_another_order_of_sentences() -> None:
    swapped = rouge("It cost a lot. The bridge closed.", ["The bridge closed. It cost a lot."])
    assert swapped["rougeLsum_max"] == 1.0
    assert swapped["rouge2_max"] < 1.0


def test_an_empty_summary_scores_nothing() -> None:
    assert set(rouge("", ["The bridge closed."]).values()) == {0.0}


@settings(max_examples=30, deadline=None)
@given(SENTENCES, st.lists(SENTENCES, min_size=1, max_size=3))
def test_equals_rouge_score_on_split_sentences(ours: list[str], theirs: list[list[str]]) -> None:
    from rouge_score.rouge_scorer import RougeScorer  # 3 s of other libraries

    scores = rouge(" ".join(ours), [" ".join(reference) for reference in theirs])
    plain = RougeScorer(list(TYPES), use_stemmer=True)
    scored = [plain.score("\n".join(reference), "\n".join(ours)) for reference in theirs]
    for kind in TYPES:
        values = [score[kind].fmeasure for score in scored]
        assert scores[f"{kind}_max"] == pytest.approx(max(values))
        assert scores[f"{kind}_mean"] == pytest.approx(sum(values) / len(values))
