"""What is wrong with a library in Milvus, and what of it can be made anew."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np

from qa.errors import EmbedderMismatch
from qa.index.integrity import MAX_NORM_ERROR, id_of_text, spans_fault
from qa.index.milvus.coding import any_of
from qa.index.milvus.engine import Row
from qa.index.milvus.rows import ARTICLES, INFO_FIELDS, info_of
from qa.index.milvus.store import Store
from qa.protocols import Remaker
from qa.records import Article, FaultPart, Finding

WRITING_S = 5.0
"""Seconds that a process may take between an article's passages and its row."""


def find_faults(store: Store) -> Iterator[Finding]:
    """Yield what is wrong: rows of no article, then article by article."""
    state = store.state()
    rows = {str(row["id"]): row for row in store.engine.all_rows(ARTICLES, "", INFO_FIELDS)}
    if not state:
        return
    orphans = {name: len(_orphans(store, name, rows)) for name in (state["passages"], "texts")}
    for name, count in orphans.items():
        if count:
            what = name.partition("_")[0]
            yield Finding("orphans", f"{what} of {count} articles that are not there")
    for article_id, row in sorted(rows.items(), key=lambda pair: int(pair[1]["number"])):
        number = int(row["number"])
        for part, detail, mendable in _article_faults(store, state["passages"], article_id):
            yield Finding(part, detail, number, article_id, mendable)


def mend(store: Store, found: Sequence[Finding], remaker: Remaker) -> None:
    """Delete rows of no article, and make passages and vectors anew."""
    state = store.state()
    if any(each.part == "orphans" for each in found):
        _delete_orphans(store, (state["passages"], "texts"))
    broken = sorted({each.article_id for each in found if each.article_id and each.mendable})
    if not broken:
        return
    embedder = remaker.embedder()
    made_by = (state["embedder"], state["dimension"])
    if (embedder.name, embedder.dimension) != made_by:
        raise EmbedderMismatch(
            f"{store.path.name} holds vectors of {made_by[0]} ({made_by[1]}); repair it with "
            f"--embedder {made_by[0]}"
        )
    for done, article_id in enumerate(broken):
        article = _read(store, article_id)
        if article is None:
            continue
        remaker.tell(done, len(broken), article.title)
        passages = remaker.split(article)
        vectors = remaker.embed(article.title, [each.text for each in passages])
        store.write(article, passages, vectors, made_by)


def _article_faults(
    store: Store, collection: str, article_id: str
) -> Iterator[tuple[FaultPart, str, bool]]:
    rows = store.article_rows([article_id], text=True)
    if article_id not in rows:
        return  # removed meanwhile
    article = store.whole(rows).get(article_id)
    if article is None:
        yield "article", "a part of its text is missing; remove it, and add it again", False
        return
    if id_of_text(article.text) != article_id:
        yield "article", "its id is not that of its text; remove it, and add it again", False
    passages = store.passage_rows(collection, article_id, "dense")
    noted = info_of(rows[article_id]).passages
    if len(passages) != noted:
        yield "passages", f"{noted} passages are noted, and it has {len(passages)}", True
    elif fault := spans_fault(article.text, [(int(r["first"]), int(r["last"])) for r in passages]):
        yield "passages", fault, True
    vectors = np.array([each["dense"] for each in passages], dtype=np.float32)
    if len(vectors) and float(abs(np.linalg.norm(vectors, axis=1) - 1.0).max()) > MAX_NORM_ERROR:
        yield "vectors", "a vector is not of length 1", True


def _delete_orphans(store: Store, collections: Sequence[str]) -> None:
    """Delete rows whose article is still not there a while after they were seen.

    Another process writes the row of an article last: what it is about looks the same until then.
    """
    named = {
        name: {str(row["article"]) for row in store.engine.all_rows(name, "", ["article"])}
        for name in collections
    }
    time.sleep(WRITING_S)
    held = {str(row["id"]) for row in store.engine.all_rows(ARTICLES, "", ["id"])}
    for name, ids in named.items():
        for article_id in ids - held:
            store.engine.delete(name, any_of("article", [article_id]))


def _read(store: Store, article_id: str) -> Article | None:
    return store.whole(store.article_rows([article_id], text=True)).get(article_id)


def _orphans(store: Store, collection: str, rows: dict[str, Row]) -> set[str]:
    """Return the ids of articles that are not there, of which a collection has rows."""
    named = {str(row["article"]) for row in store.engine.all_rows(collection, "", ["article"])}
    return named - rows.keys()
