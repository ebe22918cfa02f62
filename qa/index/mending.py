"""Find and mend what is wrong with a library file: the steps, each in its transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from qa.errors import EmbedderMismatch, LibraryError
from qa.index import integrity, queries, repair
from qa.index.integrity import Stored
from qa.index.repair import ArticleRepair
from qa.protocols import Embedder, Remaker
from qa.records import Article, Finding


class _File(Protocol):
    path: Path

    def reading(self) -> AbstractContextManager[sqlite3.Connection]: ...

    def writing(self) -> AbstractContextManager[sqlite3.Connection]: ...


def survey(library: _File) -> list[Finding]:
    """Return what is wrong with the file, as far as it can be read."""
    found: list[Finding] = []
    try:
        with library.reading() as db:
            for each in integrity.find_faults(db):
                found.append(each)
    except LibraryError as error:
        # Reading damaged pages may fail anywhere, at the end of the transaction at last.
        if getattr(error.__cause__, "sqlite_errorcode", 0) & 0xFF != sqlite3.SQLITE_CORRUPT:
            raise
        if all(each.mendable for each in found):
            found.append(Finding("file", str(error.__cause__), mendable=False))
    return found


def counts(library: _File) -> tuple[int, int]:
    """Return how many articles and passages there are; (0, 0) when the file cannot be read."""
    try:
        with library.reading() as db:
            return (
                int(db.execute("SELECT count(*) FROM articles").fetchone()[0]),
                int(db.execute("SELECT count(*) FROM passages").fetchone()[0]),
            )
    except LibraryError:
        return 0, 0  # as the findings say


def mend(library: _File, found: Sequence[Finding], remaker: Remaker) -> None:
    """Make anew what can be made from the texts.

    Raises:
        LibraryError: the file cannot be written, or an embedder is needed and none given.
        EmbedderMismatch: vectors are missing, and the embedder is not the library's.
    """
    if any(each.part == "file" for each in found):
        with library.writing() as db:
            repair.rebuild_indexes(db)
    mendable = [each for each in found if each.mendable]
    parts = {each.part for each in mendable}
    with library.writing() as db:
        repair.repair_settings(db)
        repair.drop_orphans(db)
        unknown = integrity.known_dimension(db) is None
    renewals, embedder = _renewals(library, mendable, remaker, every=unknown)
    # One transaction: searches must not meet words of passages that are gone.
    with library.writing() as db:
        if unknown and embedder is not None:
            repair.record_embedder(db, embedder.name, embedder.dimension)
        repair.repair_articles(db, renewals)
        if parts & {"orphans", "article", "passages", "words"}:
            repair.rebuild_words(db)


def _renewals(
    library: _File, found: Sequence[Finding], remaker: Remaker, *, every: bool
) -> tuple[list[ArticleRepair], Embedder | None]:
    """Make what articles lack, outside of any transaction: embedding takes its time."""
    wanted: dict[int, set[str]] = {}
    for each in found:
        if each.number:
            wanted.setdefault(each.number, set()).add(each.part)
    with library.reading() as db:
        present = integrity.article_numbers(db)
    if every:
        wanted = {number: {*wanted.get(number, ()), "vectors"} for number in present}
    needs_vectors = any(parts & {"passages", "vectors"} for parts in wanted.values())
    embedder = _loaded(library, remaker, unknown=every) if needs_vectors else None
    renewals: list[ArticleRepair] = []
    for done, (number, parts) in enumerate(sorted(wanted.items())):
        with library.reading() as db:
            stored = integrity.read_article(db, number) if number in present else None
        if stored is None or stored.text is None or not stored.text.strip():
            continue
        remaker.tell(done, len(wanted), stored.title)
        renewals.append(_renewal(stored, stored.text, parts, remaker, embedder is not None))
    return renewals, embedder


def _renewal(
    stored: Stored, text: str, parts: set[str], remaker: Remaker, embeds: bool
) -> ArticleRepair:
    spans = None
    places = [(start, end) for _, start, end in stored.spans]
    if "passages" in parts:
        split = remaker.split(Article(integrity.id_of_text(text), text, stored.title))
        spans = tuple((passage.start, passage.end) for passage in split)
        places = list(spans)
    if not embeds or not parts & {"passages", "vectors"}:
        return ArticleRepair(stored.number, text, spans)
    vectors = remaker.embed(stored.title, [text[s:e] for s, e in places])
    return ArticleRepair(stored.number, text, spans, vectors)


def _loaded(library: _File, remaker: Remaker, *, unknown: bool) -> Embedder:
    """Load the embedder, which must be the one that the library notes, if it notes any."""
    embedder = remaker.embedder()
    if not unknown:
        with library.reading() as db:
            noted = queries.recorded_embedder(db)
        if noted is not None and noted != (embedder.name, embedder.dimension):
            raise EmbedderMismatch(
                f"{library.path.name} holds vectors of {noted[0]} ({noted[1]}); repair it with "
                f"--embedder {noted[0]}, or make all vectors anew with `copydesk reindex`"
            )
    return embedder
