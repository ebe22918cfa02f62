"""Metrics against values worked out by hand and against each other."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import InputError
from qa.evaluate import metrics

WORDS = st.lists(
    st.sampled_from(["the", "5%", "allies", "Spend", "a", "on", "per-cent"]), max_size=6
)
TEXTS = WORDS.map(" ".join)
SCORED = st.lists(st.tuples(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), st.booleans()))


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("The  Eiffel-Tower, a tower.", "eiffeltower tower"),
        ("An apple\tand another", "apple and another"),
        ("$1.2bn", "12bn"),
        ("the a an", ""),
        ("“5%”", "“5”"),  # SQuAD strips ASCII punctuation only
    ],
)
def test_answers_are_normalized_as_squad_does(text: str, normal: str) -> None:
    assert metrics.normalize_as_squad(text) == normal


@pytest.mark.parametrize(
    ("prediction", "golds", "exact", "overlap"),
    [
        ("5% of GDP", ["5%", "five percent"], 0.0, 0.5),  # 1 of 3 and 1 of 1 words
        ("the 5%!", ["5%"], 1.0, 1.0),
        ("Spain", ["Italy"], 0.0, 0.0),
        ("new york new york", ["new york"], 0.0, 2 * 0.5 * 1 / 1.5),
        ("", [], 1.0, 1.0),
        ("The", [], 1.0, 1.0),  # no words left: the official script sees ""
        ("Spain", [], 0.0, 0.0),
        ("", ["Spain"], 0.0, 0.0),
        ("Spain", ["the", "Spain"], 1.0, 1.0),  # a gold without words does not count
        ("", ["the"], 1.0, 1.0),
    ],
)
def test_squad_scores(prediction: str, golds: list[str], exact: float, overlap: float) -> None:
    assert metrics.exact_match(prediction, golds) == exact
    assert metrics.f1(prediction, golds) == pytest.approx(overlap)


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_squad_scores_agree(prediction: str, golds: list[str]) -> None:
    exact, overlap = metrics.exact_match(prediction, golds), metrics.f1(prediction, golds)
    assert 0.0 <= exact <= overlap <= 1.0
    assert metrics.f1(prediction, [*golds, "5%"]) >= overlap or not any(
        metrics.normalize_as_squad(gold) for gold in golds
    )


@given(TEXTS, TEXTS)
def test_f1_of_two_texts_is_symmetric(left: str, right: str) -> None:
    assert metrics.f1(left, [right]) == pytest.approx(metrics.f1(right, [left]))


@pytest.mark.parametrize(
    ("prediction", "gold", "held"),
    [
        ("Yellowstone National Park", "Yellowstone", True),
        ("Idaho", "Coeur d'Alene, Idaho", True),
        ("Russia", "US", False),
        ("", "US", False),
        ("the", "the", False),
    ],
)
def test_contains_either(prediction: str, gold: str, held: bool) -> None:
    assert metrics.contains_either(prediction, gold) is held


def test_ranking_by_hand() -> None:
    ranked = ["a", "b", "c", "d", "e", "f"]
    assert [metrics.hit_at(ranked, {"c"}, k) for k in (1, 2, 3, 10)] == [0.0, 0.0, 1.0, 1.0]
    assert metrics.reciprocal_rank(ranked, {"c", "f"}) == pytest.approx(1 / 3)
    assert metrics.reciprocal_rank(ranked, {"z"}) == 0.0
    # Relevant at ranks 1 and 3 of three relevant: (1 + 1/2) / (1 + 1/log2(3) + 1/2).
    expected = 1.5 / (1 + 1 / math.log2(3) + 0.5)
    assert metrics.ndcg(ranked, {"a", "c", "z"}) == pytest.approx(expected)
    assert metrics.ndcg(ranked, set()) == 0.0


def test_ranking_averages_and_names() -> None:
    scores = metrics.ranking([(["a", "b"], {"a"}), (["a", "b"], {"b"})])
    assert scores["hit@1"] == 0.5
    assert scores["hit@5"] == scores["hit@10"] == 1.0
    assert scores["mrr"] == 0.75
    assert scores["ndcg@10"] == pytest.approx((1 + 1 / math.log2(3)) / 2)
    assert set(metrics.ranking([]).values()) == {None}


@given(st.permutations("abcdefghijklm"), st.sets(st.sampled_from("abcdefghijklmz")))
def test_ranking_ranges(ranked: list[str], relevant: set[str]) -> None:
    hits = [metrics.hit_at(ranked, relevant, k) for k in (1, 5, 10)]
    assert hits == sorted(hits)
    value = metrics.ndcg(ranked, relevant)
    assert 0.0 <= value <= 1.0 + 1e-12
    assert (value > 0) == bool(hits[2])
    assert metrics.reciprocal_rank(ranked, relevant) >= hits[0]
    best = sorted(ranked, key=lambda item: item not in relevant)
    assert metrics.ndcg(best, relevant) >= value


def test_balanced_accuracy_by_hand() -> None:
    actual = [True, True, True, True, False]
    assert metrics.balanced_accuracy([True] * 5, actual) == 0.5
    assert metrics.balanced_accuracy([True, True, True, False, False], actual) == 0.875
    assert metrics.balanced_accuracy([True, False], [True, True]) == 0.5
    assert metrics.balanced_accuracy([], []) is None


def test_auroc_by_hand() -> None:
    # Pairs (positive, negative): .8>.6, .8>.2, .6=.6, .6>.2 -> 3.5 of 4.
    assert metrics.auroc([0.8, 0.6, 0.6, 0.2], [True, True, False, False]) == 0.875
    assert metrics.auroc([0.5, 0.5, 0.5], [True, False, False]) == 0.5
    assert metrics.auroc([0.5, 0.1], [True, True]) is None
    assert metrics.auroc([], []) is None


@given(SCORED)
def test_auroc_counts_pairs(scored: list[tuple[float, bool]]) -> None:
    positives = [score for score, label in scored if label]
    negatives = [score for score, label in scored if not label]
    value = metrics.auroc([score for score, _ in scored], [label for _, label in scored])
    if not positives or not negatives:
        assert value is None
        return
    pairs = list(itertools.product(positives, negatives))
    wins = sum((p > n) + (p == n) / 2 for p, n in pairs)
    assert value == pytest.approx(wins / len(pairs))


def test_calibration_by_hand() -> None:
    # Two bins: (0, .5] holds .4 right and .2 wrong, (.5, 1] holds .9 right and .7 right.
    # Gaps .3 - .5 and .8 - 1.0, each weighing one half.
    value = metrics.expected_calibration_error([0.4, 0.2, 0.9, 0.7], [True, False, True, True], 2)
    assert value == pytest.approx(0.2)
    assert metrics.expected_calibration_error([0.0, 1.0], [False, True]) == 0.0
    assert metrics.expected_calibration_error([1.0, 1.0], [False, False]) == 1.0
    assert metrics.expected_calibration_error([], []) is None


@given(SCORED)
def test_calibration_range(scored: list[tuple[float, bool]]) -> None:
    confidences, correct = [score for score, _ in scored], [label for _, label in scored]
    value = metrics.expected_calibration_error(confidences, correct)
    if not scored:
        assert value is None
        return
    assert value is not None
    # The gap inside bins is at least the gap overall, and at most one.
    overall = abs(sum(confidences) - sum(correct)) / len(scored)
    assert overall - 1e-9 <= value <= 1.0


@pytest.mark.parametrize("confidence", [-0.1, 1.5, math.nan])
def test_calibration_refuses_what_is_no_probability(confidence: float) -> None:
    with pytest.raises(InputError, match=r"\[0, 1\]"):
        metrics.expected_calibration_error([confidence], [True])


def test_mismatched_lengths_are_refused() -> None:
    with pytest.raises(InputError, match="2 scores for 1 labels"):
        metrics.auroc([0.1, 0.2], [True])
    with pytest.raises(InputError, match="1 confidences for 2 outcomes"):
        metrics.expected_calibration_error([0.1], [True, False])


def test_averages() -> None:
    assert metrics.mean([1.0, 2.0, 6.0]) == 3.0
    assert metrics.mean([]) is None
    assert metrics.share([True, False, False, True]) == 0.5
    assert metrics.share([]) is None


def test_percentiles_by_hand() -> None:
    values = [40.0, 10.0, 30.0, 20.0]
    assert metrics.percentile(values, 50) == 25.0
    assert metrics.percentile(values, 95) == pytest.approx(38.5)
    assert metrics.percentile([7.0], 95) == 7.0
    assert metrics.percentile([], 50) is None
    assert metrics.latency_percentiles(values) == {"ms_p50": 25.0, "ms_p95": pytest.approx(38.5)}
