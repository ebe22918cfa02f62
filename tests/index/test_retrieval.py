"""Mixing signals, and retrieval over a real library with a fake embedder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import InputError
from qa.index import open_index
from qa.index.retrieval import (
    DENSE_WEIGHT,
    favour_leads,
    favour_time,
    favour_wholes,
    fuse_zscore,
    retrieve,
    spread_articles,
)
from qa.protocols import Index
from qa.question import read
from qa.question.when import When
from qa.records import Filters, Hit, Passage, SearchMode
from tests.support.fakes import HashEmbedder, add_to, article_of
from tests.support.libraries import BACKENDS

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


@pytest.fixture(params=BACKENDS)
def index(request: pytest.FixtureRequest, library: Path) -> Iterator[Index]:
    made: Index = request.param(library, EMBEDDER)
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


def test_nothing_fuses_to_nothing() -> None:
    assert fuse_zscore([], []) == []


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
    fused = fuse_zscore(dense, lexical)
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
def test_every_mode_finds_the_story(index: Index, mode: SearchMode) -> None:
    hits = retrieve(index, EMBEDDER, read("Who won the football cup?"), mode=mode, top_k=2)
    assert hits[0].title == "Cup final"
    assert len(hits) == (1 if mode == "lexical" else 2)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_scores_say_what_ranked(index: Index) -> None:
    question = "Is the bridge closed?"
    for hit in retrieve(index, EMBEDDER, read(question), mode="dense"):
        assert hit.score == hit.dense
    for hit in retrieve(index, None, read(question), mode="lexical"):
        assert hit.score == hit.lexical > 0.0
        assert hit.dense == 0.0
    hits = retrieve(index, EMBEDDER, read(question), mode="hybrid")
    assert len(hits) == 5
    mixed = fuse_zscore([hit.dense for hit in hits], [hit.lexical for hit in hits])
    mixed = favour_leads(hits, favour_wholes(index, question, hits, mixed))
    assert [hit.score for hit in hits] == pytest.approx(mixed)


def test_the_first_passage_of_an_article_gains() -> None:
    first, later = (
        Hit(Passage("0" * 16, start, start + 1, "x"), "", "", 0.0, 0.0, 0.0) for start in (0, 7)
    )
    assert favour_leads([later, first], [1.0, 1.0], 0.5) == [1.0, 1.5]


def test_an_article_that_bears_all_words_comes_before_one_that_has_some(index: Index) -> None:
    told = article_of("He was fined on Friday.\nThe senator from Orlo Falls hit a heron.", "Court")
    other = article_of("He was fined on Friday.\nThe keeper of the lighthouse slept.", "Court")
    for article in (other, told):
        add_to(index, EMBEDDER, article)
    question = "Which senator was fined over a heron?"
    hits = [hit for hit in index.search(question, None, 50) if "fined" in hit.passage.text]
    assert [hit.passage.article_id for hit in hits] == [other.id, told.id]
    same, favoured = favour_wholes(index, question, hits, [1.0, 1.0])
    assert favoured > 1.0 > same


def test_what_has_gone_since_gains_nothing(index: Index) -> None:
    gone = Hit(Passage("0" * 16, 0, 1, "x"), "", "", 0.0, 0.0, 0.0)
    assert favour_wholes(index, "Is the bridge closed?", [gone], [0.5]) == [0.5]
    assert favour_wholes(index, "Is the bridge closed?", [], []) == []


def test_copies_gain_nothing_by_their_lengths(library: Path) -> None:
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    for stops in (".", "..", "..."):
        add_to(index, EMBEDDER, article_of(f"The ferry was opened by Ilse Odell{stops}"))
    hits = index.search("ferry", None, 50)
    assert favour_wholes(index, "Who opened the ferry?", hits, [0.3, 0.2, 0.1]) == [0.3, 0.2, 0.1]
    index.close()


def test_whole_articles_count_in_questions_of_a_time(index: Index) -> None:
    told = article_of("He was fined.\nThe senator hit a heron.", "Court", date="2024-05-01")
    other = article_of("He was fined.\nThe keeper slept.", "Court", date="2024-05-02")
    for article in (other, told):
        add_to(index, EMBEDDER, article)
    asked = replace(read("Which senator was fined over a heron?"), when=WINTER)
    hits = [h for h in retrieve(index, EMBEDDER, asked, top_k=50) if "fined" in h.passage.text]
    assert [hit.passage.article_id for hit in hits] == [told.id, other.id]


def test_a_dense_hit_carries_its_words(index: Index) -> None:
    hits = retrieve(index, EMBEDDER, read("Is the bridge closed?"), mode="dense")
    assert hits[0].lexical > 0.0


@pytest.mark.parametrize("mode", MODES)
def test_top_k_is_a_prefix(index: Index, mode: SearchMode) -> None:
    every = retrieve(index, EMBEDDER, read("the shut bridge"), mode=mode, top_k=50)
    for k in range(1, 6):
        assert retrieve(index, EMBEDDER, read("the shut bridge"), mode=mode, top_k=k) == every[:k]


@pytest.mark.parametrize("mode", MODES)
def test_filters_reach_the_index(index: Index, mode: SearchMode) -> None:
    hits = retrieve(index, EMBEDDER, read("bridge"), mode=mode, filters=Filters(sources=("B",)))
    assert hits[0].title == "Ferry"
    assert {hit.title for hit in hits} <= {"Ferry", "Recall"}


def test_equals_stay_in_the_order_added(library: Path) -> None:
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    articles = [article_of(f"The same words.\nStory {number}.") for number in range(6)]
    for article in articles:
        add_to(index, EMBEDDER, article)
    for mode in MODES:
        hits = retrieve(index, EMBEDDER, read("same words"), mode=mode, top_k=4)
        assert [hit.passage.article_id for hit in hits] == [a.id for a in articles[:4]]
    index.close()


def test_bad_arguments(index: Index) -> None:
    with pytest.raises(InputError, match="top_k: 0"):
        retrieve(index, EMBEDDER, read("bridge"), top_k=0)
    with pytest.raises(InputError, match="needs an embedder"):
        retrieve(index, None, read("bridge"))
    with pytest.raises(InputError, match="'fuzzy' is none of"):
        retrieve(index, EMBEDDER, read("bridge"), mode="fuzzy")  # type: ignore[arg-type]


def test_an_empty_library_has_no_hits(library: Path) -> None:
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    for mode in MODES:
        assert retrieve(index, EMBEDDER, read("bridge"), mode=mode) == []
    index.close()


WINTER = When(0, 0, "2025-01-01", "2025-01-31")


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
def test_articles_of_the_time_asked_about_gain(index: Index, mode: SearchMode) -> None:
    question = "What was shut?"
    plain = retrieve(index, EMBEDDER, read(question), top_k=5, mode=mode)
    timed = retrieve(index, EMBEDDER, replace(read(question), when=WINTER), top_k=5, mode=mode)
    places = [[hit.title for hit in hits].index("Snow") for hits in (plain, timed)]
    assert places[0] >= places[1]
    leads = [
        hits[place].score - max(hit.score for hit in hits if hit.title != "Snow")
        for hits, place in zip((plain, timed), places, strict=True)
    ]
    assert leads[1] > leads[0]
    assert mode == "lexical" or timed[0].title == "Snow"  # of two hits one stays behind
    # None is left out, and the others stay in their order.
    others = [hit.title for hit in plain if hit.title != "Snow"]
    assert [hit.title for hit in timed if hit.title != "Snow"] == others
    assert [hit.score for hit in timed] == sorted((hit.score for hit in timed), reverse=True)


def test_words_outweigh_a_time(index: Index) -> None:
    hits = retrieve(index, EMBEDDER, replace(read("Which cars have bad brakes?"), when=WINTER))
    assert hits[0].title == "Recall"


def test_those_of_the_time_are_candidates_though_others_fit_better(library: Path) -> None:
    index = open_index(library, EMBEDDER.name, EMBEDDER.dimension)
    for number in range(12):
        text = f"The ferry, the ferry, the ferry was late {number}."
        add_to(index, EMBEDDER, article_of(text, date="2024-05-05"))
    add_to(index, EMBEDDER, article_of("A ferry sank on a day like any other.", date="2025-01-09"))
    # Three candidates are the same ferry thrice; that of January is looked at all the same.
    for when, found in ((None, False), (WINTER, True)):
        hits = retrieve(
            index,
            EMBEDDER,
            replace(read("ferry"), when=when),
            mode="lexical",
            top_k=4,
            candidates=3,
        )
        assert ("2025-01-09" in {hit.date for hit in hits}) is found
    index.close()


def test_a_time_never_widens_filters(index: Index) -> None:
    for filters in (
        Filters(since="2025-03"),
        Filters(until="2025-01-01"),
        Filters(sources=("B",)),
        Filters(until="2024"),
    ):
        allowed = {info.title for info in index.articles(filters)}
        hits = retrieve(index, EMBEDDER, replace(read("shut"), when=WINTER), filters=filters)
        assert {hit.title for hit in hits} <= allowed


def test_without_any_difference_the_time_decides() -> None:
    hits = [
        Hit(Passage("a", 0, 1, "x"), "", date, 0.0, 0.0, 0.0)
        for date in ("2024-01-01", "2025-01-05", "")
    ]
    favoured = favour_time(hits, [1.0, 1.0, 1.0], WINTER)
    assert favoured[1] > favoured[0] >= favoured[2] == 1.0
    assert favour_time([], [], WINTER) == []


def hit_of(article: str, start: int, dense: float, score: float) -> Hit:
    return Hit(Passage(article, start, start + 4, "Text"), "", "", dense, 1.0, score)


def test_an_article_of_many_near_passages_leaves_room_for_others_of_its_story() -> None:
    captions = [hit_of("a", n, 0.7, 2.0 - n / 10) for n in range(5)]
    told, elsewhere = hit_of("b", 0, 0.68, 1.0), hit_of("c", 0, 0.3, 0.9)
    assert spread_articles([*captions, told, elsewhere], 5) == [*captions[:4], told]
    # Another event's passage takes no place, nor does anything where one article is all there is.
    assert spread_articles([*captions, elsewhere], 5) == captions
    assert spread_articles(captions, 3) == captions[:3]
    assert spread_articles([], 5) == []
