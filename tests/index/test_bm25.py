"""BM25 from kept words is what FTS5 gives a whole question."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from qa.index import bm25
from qa.index.sqlite import SQLiteIndex
from qa.index.terms import query_terms
from qa.records import Article, Filters
from tests.support.fakes import HashEmbedder, add_to, article_of

EMBEDDER = HashEmbedder()
WORDS = [
    "ferry",
    "ferries",
    "bridge",
    "the",
    "harbour",
    "closed",
    "2.5",
    "1,200",
    "u.s.",
    "Elm",
    "won",
]


def story(number: int, shuffled: random.Random) -> Article:
    lines = (" ".join(shuffled.choices(WORDS, k=shuffled.randint(3, 30))) for _ in range(3))
    text = "\n".join(f"{number} {line}." for line in lines)
    title = " ".join(shuffled.choices(WORDS, k=3))
    return article_of(text, title, source="AB"[number % 2], date=f"2025-03-{1 + number % 28:02}")


def by_fts5(index: SQLiteIndex, question: str, filters: Filters) -> list[tuple[int, float]]:
    """Return all passages that pass with their BM25, the best first, by one query of FTS5."""
    expression = " OR ".join(f'"{term}"' for term in query_terms(question))
    allowed = {info.id for info in index.articles(filters)}
    with index.reading() as db:
        rows = db.execute(
            "SELECT p.number, -bm25(words, 1.0, 1.0), a.id FROM words "
            "JOIN passages p ON p.number = words.rowid JOIN articles a ON a.number = p.article "
            "WHERE words MATCH ?",
            (expression,),
        ).fetchall()
    passing = [(number, score) for number, score, article in rows if article in allowed]
    return sorted(passing, key=lambda pair: (-pair[1], pair[0]))


@pytest.mark.parametrize("remembered", [bm25.REMEMBERED, 20])
def test_scores_are_those_of_one_query(
    library: Path, monkeypatch: pytest.MonkeyPatch, remembered: int
) -> None:
    monkeypatch.setattr(bm25, "REMEMBERED", remembered)
    shuffled = random.Random(3)
    index = SQLiteIndex(library)
    index.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
    kept: list[Article] = []
    for number in range(24):
        kept.append(story(number, shuffled))
        add_to(index, EMBEDDER, kept[-1])
        if number % 5 == 4:
            index.remove(kept.pop(shuffled.randrange(len(kept))).id)
        for filters in (Filters(), Filters(sources=("A",)), Filters(since="2025-03-10")):
            question = " ".join(shuffled.choices(WORDS, k=3))
            hits = index.search(question, None, 7, filters)
            best = sorted(hits, key=lambda hit: -hit.lexical)
            expected = by_fts5(index, question, filters)
            assert [hit.lexical for hit in best] == pytest.approx([s for _, s in expected[:7]])
    index.close()


def test_passages_that_are_near_but_not_among_the_best_have_their_scores(library: Path) -> None:
    index = SQLiteIndex(library)
    index.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
    for text in ("The ferry, the ferry.", "A ferry came late again.", "The mayor slept."):
        add_to(index, EMBEDDER, article_of(text))
    scores = bm25.WordScores(1.0)
    with index.reading() as db:
        assert list(scores.best(db, 1, ["ferry"], 1, None, [])) == [1]
        both = scores.best(db, 1, ["ferry"], 1, None, [2, 3])
        assert list(both) == [1, 2]
        assert both[1] > both[2] > 0.0
        only = scores.best(db, 1, ["ferry"], 1, np.array([3]), [2])
        assert list(only) == [2]
    index.close()


def test_equals_go_to_the_passage_added_first(library: Path) -> None:
    index = SQLiteIndex(library)
    index.use_embedder(EMBEDDER.name, EMBEDDER.dimension)
    for number in range(6):
        add_to(index, EMBEDDER, article_of(f"The same words.\nStory {number}."))
    with index.reading() as db:
        found = bm25.WordScores(1.0).best(db, 1, ["same", "words"], 4, None, [])
    assert list(found) == [1, 3, 5, 7]
    index.close()
