"""Mixing signals, and retrieval over a real library with a fake embedder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import InputError
from qa.index import open_index
from qa.index.sqlite import SQLiteIndex
from qa.retrieve import DENSE_WEIGHT, RRF_CONSTANT, fuse_rrf, fuse_zscore, retrieve
from qa.types import Filters, SearchMode
from tests.fakes import HashEmbedder, add_to, article_of

EMBEDDER = HashEmbedder()

STORIES = (
    ("Bridge shut", "The Halden bridge was closed on Monday.", "A", "2025-03-14"),
    ("Ferry", "A ferry replaces the bridge until June.", "B", "2025-03-20"),
    ("Cup final", "The U.S. team won the football cup.", "A", "2025-03-15"),
    ("Recall", "Orlo Motors recalls 40,000 cars over their brakes.", "B", ""),
    ("Snow", "Schools stay shut as snow falls in the north.", "A", "2025-01-02"),
)

scores = st.lists(
    st.tuples(
        st.floats(-1, 1).map(lambda x: round(x, 5)), st.floats(0, 50).map(lambda x: round(x, 5))
    ),
    min_size=1,
    max_size=30,
)


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    made = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    for title, text, source, date in STORIES:
        add_to(made, EMBEDDER, article_of(text, title, source=source, date=date))
    yield made
    made.close()


def test_zscores_by_hand() -> None:
    dense, lexical = [0.9, 0.5, 0.1], [0.0, 6.0, 0.0]
    # Deviations: 0.4 / 0.32660 = 1.22474; BM25 mean 2, deviation 2.82843.
    expected = [
        0.7 * 1.224745 + 0.3 * -0.707107,
        0.7 * 0.0 + 0.3 * 1.414214,
        0.7 * -1.224745 + 0.3 * -0.707107,
    ]
    assert fuse_zscore(dense, lexical, 0.7) == pytest.approx(expected, abs=1e-5)


def test_rrf_by_hand() -> None:
    # Ranks: dense 1, 2, 3; lexical: the second alone has a shared word.
    expected = [1 / 61, 1 / 62 + 1 / 61, 1 / 63]
    assert fuse_rrf([0.9, 0.5, 0.1], [0.0, 6.0, 0.0]) == pytest.approx(expected)
    assert RRF_CONSTANT == 60


def test_nothing_fuses_to_nothing() -> None:
    assert fuse_zscore([], []) == []
    assert fuse_rrf([], []) == []


def test_a_signal_without_differences_counts_nothing() -> None:
    dense = [0.2, 0.9, 0.4]
    # 1e-6 is what BM25 gives to a word that half the passages have.
    for lexical in ([0.0, 0.0, 0.0], [3.0, 3.0, 3.0], [1.4e-6, 1.0e-6, 0.0]):
        mixed = fuse_zscore(dense, lexical)
        assert np.argsort(mixed).tolist() == [0, 2, 1]
        assert np.mean(mixed) == pytest.approx(0.0, abs=1e-9)
        assert np.std(mixed) == pytest.approx(DENSE_WEIGHT)


@given(pairs=scores, scale=st.floats(0.5, 100), shift=st.floats(0, 10))
def test_zscores_ignore_scale_and_origin(
    pairs: list[tuple[float, float]], scale: float, shift: float
) -> None:
    dense, lexical = [d for d, _ in pairs], [x for _, x in pairs]
    if 0.0 < float(np.std(lexical)) < 0.01:
        return  # so near to equal that scaling it decides whether it counts
    moved = [x * scale + shift for x in lexical]
    assert fuse_zscore(dense, moved) == pytest.approx(fuse_zscore(dense, lexical), abs=1e-6)


@given(pairs=scores)
def test_better_in_both_is_better_in_the_mix(pairs: list[tuple[float, float]]) -> None:
    dense, lexical = [d for d, _ in pairs], [x for _, x in pairs]
    for fused in (fuse_zscore(dense, lexical), fuse_rrf(dense, lexical)):
        for i, (d, x) in enumerate(pairs):
            for j, (e, y) in enumerate(pairs):
                if d > e and x > y:
                    assert fused[i] > fused[j] or fused[i] == pytest.approx(fused[j], abs=1e-9)


@given(pairs=scores, weight=st.sampled_from([0.0, 1.0]))
def test_the_weight_is_the_dense_share(pairs: list[tuple[float, float]], weight: float) -> None:
    dense, lexical = [d for d, _ in pairs], [x for _, x in pairs]
    signal = dense if weight else lexical
    mixed = fuse_zscore(dense, lexical, weight)
    if np.std(signal) >= 1e-3:
        assert np.argsort(mixed, kind="stable").tolist() == (
            np.argsort(np.round(signal, 12), kind="stable").tolist()
        )


MODES: tuple[SearchMode, ...] = ("hybrid", "dense", "lexical")


@pytest.mark.parametrize("mode", MODES)
def test_every_mode_finds_the_story(index: SQLiteIndex, mode: SearchMode) -> None:
    hits = retrieve(index, EMBEDDER, "Who won the football cup?", mode=mode, top_k=2)
    assert hits[0].title == "Cup final"
    assert len(hits) == (1 if mode == "lexical" else 2)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_scores_say_what_ranked(index: SQLiteIndex) -> None:
    question = "Is the bridge closed?"
    for hit in retrieve(index, EMBEDDER, question, mode="dense"):
        assert hit.score == hit.dense
    for hit in retrieve(index, None, question, mode="lexical"):
        assert hit.score == hit.lexical > 0.0
        assert hit.dense == 0.0
    hits = retrieve(index, EMBEDDER, question, mode="hybrid")
    assert len(hits) == 5
    assert [hit.score for hit in hits] == pytest.approx(
        fuse_zscore([hit.dense for hit in hits], [hit.lexical for hit in hits])
    )


def test_a_dense_hit_carries_its_words(index: SQLiteIndex) -> None:
    hits = retrieve(index, EMBEDDER, "Is the bridge closed?", mode="dense")
    assert hits[0].lexical > 0.0


@pytest.mark.parametrize("mode", MODES)
def test_top_k_is_a_prefix(index: SQLiteIndex, mode: SearchMode) -> None:
    every = retrieve(index, EMBEDDER, "the shut bridge", mode=mode, top_k=50)
    for k in range(1, 6):
        assert retrieve(index, EMBEDDER, "the shut bridge", mode=mode, top_k=k) == every[:k]


@pytest.mark.parametrize("mode", MODES)
def test_filters_reach_the_index(index: SQLiteIndex, mode: SearchMode) -> None:
    hits = retrieve(index, EMBEDDER, "bridge", mode=mode, filters=Filters(sources=("B",)))
    assert hits[0].title == "Ferry"
    assert {hit.title for hit in hits} <= {"Ferry", "Recall"}


def test_equals_stay_in_the_order_added(library: Path) -> None:
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    articles = [article_of(f"The same words.\nStory {number}.") for number in range(6)]
    for article in articles:
        add_to(index, EMBEDDER, article)
    for mode in MODES:
        hits = retrieve(index, EMBEDDER, "same words", mode=mode, top_k=4)
        assert [hit.passage.article_id for hit in hits] == [a.id for a in articles[:4]]
    index.close()


def test_another_fusion_can_be_asked_for(index: SQLiteIndex) -> None:
    hits = retrieve(index, EMBEDDER, "the closed bridge", fuse=fuse_rrf)
    assert hits[0].title == "Bridge shut"
    assert 0.0 < hits[0].score <= 2 / 61


def test_bad_arguments(index: SQLiteIndex) -> None:
    with pytest.raises(InputError, match="top_k: 0"):
        retrieve(index, EMBEDDER, "bridge", top_k=0)
    with pytest.raises(InputError, match="needs an embedder"):
        retrieve(index, None, "bridge")
    with pytest.raises(InputError, match="'fuzzy' is none of"):
        retrieve(index, EMBEDDER, "bridge", mode="fuzzy")  # type: ignore[arg-type]


def test_an_empty_library_has_no_hits(library: Path) -> None:
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    for mode in MODES:
        assert retrieve(index, EMBEDDER, "bridge", mode=mode) == []
    index.close()
