"""A library's file and models: opened, loaded, shared and closed."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, Unpack

from qa.desk.inputs import default_library, full_ids, make_filters
from qa.desk.models import Models, require_one
from qa.desk.options import FilterOptions
from qa.grounding.judging import ClaimJudge
from qa.index import open_index
from qa.protocols import Embedder, Generator, Index, Pointer, Reranker
from qa.records import Filters, Progress, ReaderName


class OpenLibrary:
    """An index and the models that read it."""

    def __init__(
        self,
        index: Index,
        path: Path,
        *,
        model: str | Generator | None = None,
        reader: ReaderName = "auto",
        embedder: str | Embedder | None = None,
        reranker: str | Reranker | None = None,
        allow_download: bool = False,
        device: str | None = None,
        dtype: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Wrap an open index; ``Desk.open`` is the usual way."""
        self.path = path
        self._index = index
        self._models = Models(
            index,
            model=model,
            reader=reader,
            embedder=embedder,
            reranker=reranker,
            allow_download=allow_download,
            device=device,
            dtype=dtype,
            progress=progress,
        )

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str] | None = None,
        *,
        model: str | Generator | None = None,
        reader: ReaderName = "auto",
        embedder: str | Embedder | None = None,
        reranker: str | Reranker | None = None,
        allow_download: bool = False,
        device: str | None = None,
        dtype: str | None = None,
        progress: Progress | None = None,
        create: bool = True,
    ) -> Self:
        """Open the library at ``path``, making it when it is not there, if ``create``.

        Args:
            path: the library file, or milvus://HOST:PORT/NAME; None for ``$COPYDESK_LIBRARY``,
                else a file in the user's data folder.
            model: a generator, a folder, a .gguf file or a hub name; None for a shipped one.
            reader: which shipped one: "small"; "base", larger and slower; "cascade", where small
                reads all passages and base the best two again; "auto", the cascade where base
                is installed.
            embedder: an embedder, a folder or a hub name; None for all-MiniLM-L6-v2.
            reranker: a reranker, or a cross-encoder's folder or hub name; None for none.
            allow_download: let a hub name that is not on this disk be fetched.
            device: cpu, cuda, cuda:1 or mps; None for the best there is.
            dtype: float32, bfloat16, float16, or int8 (the shipped model on a CPU only, and its
                default there); None for what suits the device.
            progress: told of models loading, files added and passages read.
            create: make the library where there is none; else that is an error.

        A library that cannot be written can be asked all the same.

        Raises:
            LibraryError: the file is damaged, foreign, not there or cannot be made.
            InputError: no such reader, or both a model and a reader are named.
        """
        require_one(model, reader)
        where = Path(path) if path is not None else default_library()
        return cls(
            open_index(where, create=create),
            where,
            model=model,
            reader=reader,
            embedder=embedder,
            reranker=reranker,
            allow_download=allow_download,
            device=device,
            dtype=dtype,
            progress=progress,
        )

    def load(self) -> str:
        """Load the models now, and return the name of the one that reads.

        Raises:
            ModelError: a model cannot be loaded.
            EmbedderMismatch: the library's vectors are another embedder's.
        """
        return self._models.prepare("hybrid").name

    def claim_readers(self) -> tuple[Pointer, ClaimJudge | None]:
        """Return what ``verify`` reads claims with: one that fills gaps, and a judge if any.

        Raises:
            ModelError: a model cannot be loaded.
        """
        return self._models.pointer(), self._models.claim_judge()

    def another(self, path: str | os.PathLike[str]) -> Self:
        """Open another library with the models of this one, which are loaded for it.

        Raises:
            LibraryError: the file is damaged, foreign or cannot be written.
            ModelError: a model cannot be loaded.
        """
        models = self._models
        made = type(self).open(
            path,
            model=models.generator(),
            embedder=models.embedder(),
            reranker=models.reranker(),
            progress=models.progress,
        )
        made._models.share(models)
        return made

    def close(self) -> None:
        """Release the library's file."""
        self._index.close()

    def __enter__(self) -> Self:
        """Return self; leaving the block closes the library."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the library."""
        self.close()

    def _ids(self, given: Sequence[str]) -> tuple[str, ...]:
        """Return the whole ids of ids and prefixes, each once."""
        return full_ids(self._index, given, self.path.name)

    def _filters(self, **which: Unpack[FilterOptions]) -> Filters:
        """Return the filters that a caller's keywords mean."""
        return make_filters(self._ids(which.get("articles", ())), **which)
