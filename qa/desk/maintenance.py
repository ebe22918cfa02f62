"""What a desk does to keep its library: copies, checks, and vectors of another embedder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, BinaryIO, Unpack

from qa.desk.library import Library
from qa.desk.no_match import require_passing
from qa.desk.options import FilterOptions
from qa.errors import InputError
from qa.protocols import Embedder
from qa.records import AddReport, Filters, Progress
from qa.sources.files import DEFAULT_MAX_MB

if TYPE_CHECKING:
    from qa.ingest import Source
    from qa.maintenance import CheckReport, ExportReport, ReindexReport
    from qa.maintenance.exporting import Format
    from qa.sources.parsers.limits import Limits


class MaintainedLibrary(Library):
    """A library with what keeps it whole."""

    def add_bulk(
        self,
        *sources: Source,
        workers: int | None = None,
        address: str | None = None,
        source: str = "",
        max_mb: float = DEFAULT_MAX_MB,
        limits: Limits | None = None,
        progress: Progress | None = None,
    ) -> AddReport:
        """Add files and folders by several processes or machines; the library is as after ``add``.

        Args:
            sources: files, folders and patterns.
            workers: how many embed at once; None for one for each core.
            address: a Ray cluster's, whose machines see the files at the same paths; None for
                processes on this machine.
            source: who published the articles.
            max_mb: bounds a file, as ``limits`` does.
            limits: what a file may take.
            progress: told of articles stored.

        After Ctrl-C or a kill the same call goes on from what was stored.

        Raises:
            MissingDependency: Ray is not installed.
            InputError: a source is an address or an article, or no cluster is at ``address``.
            EmbedderMismatch: the library's vectors are another embedder's.
            LibraryError: the library cannot take more (a full disk, say).
        """
        from qa.ingest.bulk import add_bulk  # it loads what adding needs

        if not sources:
            raise InputError("nothing to add; give files or folders")
        if workers is not None and workers < 1:
            raise InputError(f"{workers} workers; give one or more")
        return add_bulk(
            sources,
            self._index,
            self._models.embedder(),
            self._models.embedder_loader(),
            workers=workers,
            address=address,
            metadata={"source": source},
            max_mb=max_mb,
            limits=limits,
            progress=progress or self._models.progress,
        )

    def export(
        self,
        target: str | os.PathLike[str] | BinaryIO,
        *,
        format: Format = "jsonl",
        progress: Progress | None = None,
        **which: Unpack[FilterOptions],
    ) -> ExportReport:
        """Write articles to a file, whole or not at all, or to an open binary stream.

        ``format`` "jsonl" is what ``import_`` takes back, "markdown" is for reading and citing.

        Raises:
            InputError: the target cannot be written, is the library itself, or nothing passes.
            ArticleNotFound: no such article.
        """
        filters = self._filters(**which)
        if filters != Filters():
            require_passing(self._index, False, filters)
        from qa.maintenance import export

        return export(
            self._index,
            target,
            format=format,
            filters=filters,
            library=self.path,
            progress=progress or self._models.progress,
        )

    def import_(
        self, source: str | os.PathLike[str] | BinaryIO, *, progress: Progress | None = None
    ) -> AddReport:
        """Add the articles of a file or binary stream that ``export`` has written as JSON Lines.

        A bad line is in the report by its number, and the rest is added all the same.

        Raises:
            InputError: the file cannot be read.
            EmbedderMismatch: the library's vectors are another embedder's.
            LibraryError: the library cannot take more (a full disk, say).
        """
        from qa.maintenance import import_file

        return import_file(
            self._index,
            source,
            self._models.embedder,
            progress=progress or self._models.progress,
        )

    def check(self, *, repair: bool = False, progress: Progress | None = None) -> CheckReport:
        """Say what is wrong with the library's file; with ``repair``, mend it from the texts.

        Raises:
            LibraryError: the file cannot be opened, or not be written for a repair.
            EmbedderMismatch: vectors are missing, and the library's are another embedder's.
        """
        from qa.maintenance import check_library

        return check_library(
            self._index,
            repair=repair,
            embedder=self._models.load_embedder,
            progress=progress or self._models.progress,
        )

    def reindex(
        self, embedder: str | Embedder | None = None, *, progress: Progress | None = None
    ) -> ReindexReport:
        """Give the library the vectors of another embedder while others read it.

        ``embedder`` None is the one that the desk was opened with. After Ctrl-C or a kill the
        same call goes on from what was done. The desk uses the new embedder afterwards.

        Raises:
            LibraryError: the file cannot be written, or another process reindexes it otherwise.
        """
        loaded = self._models.load_embedder(embedder)
        from qa.maintenance import reindex

        report = reindex(self._index, loaded, progress=progress or self._models.progress)
        if not report.interrupted:
            self._models.use_embedder(loaded)
        return report
