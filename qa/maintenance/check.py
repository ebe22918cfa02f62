"""Check that a library is whole, and make anew from its texts what is not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from qa.errors import EmbedderMismatch, LibraryError
from qa.index import integrity, queries, repair
from qa.index.integrity import Finding, Stored
from qa.index.repair import ArticleRepair
from qa.index.sqlite import SQLiteIndex
from qa.ingest import embedding_text
from qa.maintenance.reports import CheckReport, Problem, as_sqlite
from qa.neural.token_counts import count_tokens
from qa.protocols import Embedder, Index
from qa.records import Article, Progress, ProgressEvent
from qa.text.passages import split_passages


def check_library(
    index: Index,
    *,
    repair: bool = False,
    embedder: Callable[[], Embedder] | None = None,
    progress: Progress | None = None,
) -> CheckReport:
    """Read the whole library and say what is wrong with it; with ``repair``, mend it.

    Checked are the file itself (SQLite's own check), the settings, rows that belong to no
    article, and of every article: its id, counts and pages, that its passages lie within the
    text, in order and leave nothing out, that it has one finite vector of length 1 for each,
    and that the index of words counts the words of the passages.

    Repair makes passages, vectors and words anew from the text, and deletes rows that belong
    to nothing; an article's text, title and metadata are never changed. An article whose id
    is not its text's gets the id of the text it has, as nothing tells which of them changed.
    ``embedder`` loads the library's embedder, and is called only when vectors are missing.

    Raises:
        LibraryError: the file cannot be opened, or cannot be written for a repair.
        EmbedderMismatch: vectors are missing, and ``embedder`` is not the library's.
    """
    library = as_sqlite(index)
    found = _survey(library)
    # Writing to a file whose pages are damaged may damage more of it.
    sound = all(each.mendable for each in found if each.part == "file")
    if repair and sound and any(each.mendable for each in found):
        _mend(library, found, embedder, progress)
        left = {(each.part, each.number) for each in _survey(library)}
    else:
        left = {(each.part, each.number) for each in found}
    problems = tuple(
        Problem(
            *(each.part, each.article_id, each.detail, each.mendable),
            repaired=(each.part, each.number) not in left,
        )
        for each in found
    )
    articles, passages = _counts(library)
    return CheckReport(articles, passages, problems, ok=not left)


def _survey(library: SQLiteIndex) -> list[Finding]:
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


def _counts(library: SQLiteIndex) -> tuple[int, int]:
    try:
        with library.reading() as db:
            return (
                int(db.execute("SELECT count(*) FROM articles").fetchone()[0]),
                int(db.execute("SELECT count(*) FROM passages").fetchone()[0]),
            )
    except LibraryError:
        return 0, 0  # the file cannot be read, as the problems say


def _mend(
    library: SQLiteIndex,
    found: Sequence[Finding],
    load: Callable[[], Embedder] | None,
    progress: Progress | None,
) -> None:
    if any(each.part == "file" for each in found):
        with library.writing() as db:
            repair.rebuild_indexes(db)
    mendable = [each for each in found if each.mendable]
    parts = {each.part for each in mendable}
    with library.writing() as db:
        repair.repair_settings(db)
        repair.drop_orphans(db)
        unknown = integrity.known_dimension(db) is None
    renewals, embedder = _renewals(library, mendable, load, progress, every=unknown)
    # One transaction: searches must not meet words of passages that are gone.
    with library.writing() as db:
        if unknown and embedder is not None:
            repair.record_embedder(db, embedder.name, embedder.dimension)
        repair.repair_articles(db, renewals)
        if parts & {"orphans", "article", "passages", "words"}:
            repair.rebuild_words(db)


def _renewals(
    library: SQLiteIndex,
    found: Sequence[Finding],
    load: Callable[[], Embedder] | None,
    progress: Progress | None,
    *,
    every: bool,
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
    embedder = _loaded(library, load, unknown=every) if needs_vectors else None
    renewals: list[ArticleRepair] = []
    for done, (number, parts) in enumerate(sorted(wanted.items())):
        with library.reading() as db:
            stored = integrity.read_article(db, number) if number in present else None
        if stored is None or stored.text is None or not stored.text.strip():
            continue
        if progress is not None:
            progress(ProgressEvent("repair", done, len(wanted), stored.title))
        renewals.append(_renewal(stored, stored.text, parts, embedder))
    return renewals, embedder


def _renewal(
    stored: Stored, text: str, parts: set[str], embedder: Embedder | None
) -> ArticleRepair:
    spans = None
    places = [(start, end) for _, start, end in stored.spans]
    article = Article(integrity.id_of_text(text), text, stored.title)
    if "passages" in parts:
        split = split_passages(article, count_tokens)
        spans = tuple((passage.start, passage.end) for passage in split)
        places = list(spans)
    if embedder is None or not parts & {"passages", "vectors"}:
        return ArticleRepair(stored.number, text, spans)
    vectors = embedder.encode_passages([embedding_text(article, text[s:e]) for s, e in places])
    return ArticleRepair(stored.number, text, spans, vectors)


def _loaded(
    library: SQLiteIndex, load: Callable[[], Embedder] | None, *, unknown: bool
) -> Embedder:
    """Load the embedder, which must be the one that the library notes, if it notes any."""
    if load is None:
        raise LibraryError(f"{library.path}: vectors are missing; give the embedder to repair them")
    embedder = load()
    if not unknown:
        with library.reading() as db:
            noted = queries.recorded_embedder(db)
        if noted is not None and noted != (embedder.name, embedder.dimension):
            raise EmbedderMismatch(
                f"{library.path.name} holds vectors of {noted[0]} ({noted[1]}); repair it with "
                f"--embedder {noted[0]}, or make all vectors anew with `copydesk reindex`"
            )
    return embedder
