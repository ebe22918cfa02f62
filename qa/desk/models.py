"""The embedder and the generator of one desk: loaded once, on first use."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import get_args

from qa.desk.versions import make_versions
from qa.errors import InputError
from qa.grounding.judging import ClaimJudge
from qa.index.retrieval import CANDIDATES, RERANKED, first_hits, rank, rerank
from qa.neural.memory import release_freed_memory
from qa.neural.token_counts import suggest_word
from qa.protocols import Embedder, Generator, Index, Judge, Pointer, Reranker
from qa.question import Question
from qa.records import (
    Checkpoint,
    Filters,
    Hit,
    Progress,
    ProgressEvent,
    ReaderName,
    SearchMode,
    Versions,
)


def require_one(model: str | Generator | None, reader: ReaderName) -> None:
    """Raise ``InputError`` where both a model and a shipped reader are named, or no known one."""
    if reader not in get_args(ReaderName):
        raise InputError(f"no reader {reader!r}; use one of {', '.join(get_args(ReaderName))}")
    if model is not None and reader != "auto":
        raise InputError(f"the reader {reader} is a shipped one; leave it out, or the model")


def _given(embedder: Embedder) -> Embedder:
    return embedder


class Models:
    """Hold both models of a desk over one index; safe to share between threads."""

    def __init__(
        self,
        index: Index,
        *,
        model: str | Generator | None,
        reader: ReaderName,
        embedder: str | Embedder | None,
        reranker: str | Reranker | None = None,
        allow_download: bool,
        device: str | None,
        dtype: str | None,
        progress: Progress | None,
    ) -> None:
        self.progress = progress
        self._index = index
        self._model = model
        self._reader: ReaderName = reader
        self._embedder_name = embedder
        self._reranker = reranker
        self._allow_download = allow_download
        self._device = device
        self._dtype = dtype
        self._lock = threading.RLock()
        self._generator: Generator | None = None
        self._pointer: Pointer | None = None
        self._claim_judge: ClaimJudge | None = None
        self._judge_known = False
        self._embedder: Embedder | None = None
        self._shared: Models | None = None

    def share(self, other: Models) -> None:
        """Read with what ``other`` has loaded or will load; its generator was given as ``model``.

        Else every library of a server would load a large reader of its own to judge claims.
        """
        self._shared = other

    @property
    def english_only(self) -> bool:
        """Whether the reader is a shipped one, which knows no other language."""
        return self._model is None if self._shared is None else self._shared.english_only

    def prepare(self, mode: SearchMode) -> Generator:
        """Load what ``mode`` needs, so that later stages are timed without it."""
        if mode != "lexical":
            self.embedder()
        return self.generator()

    def generator(self) -> Generator:
        """Return the generator, loading it the first time."""
        with self._lock:
            if self._generator is None:
                self._generator = self._loaded()
            return self._generator

    def claim_judge(self) -> ClaimJudge | None:
        """Return the large reader as a judge of claims; None where it isn't there or not wanted.

        The reader "small" loads nothing of it. Any other model is judged by it, too.
        """
        if self._shared is not None:
            return self._shared.claim_judge()
        with self._lock:
            if not self._judge_known:
                self._claim_judge, self._judge_known = self._load_judge(), True
            return self._claim_judge

    def _load_judge(self) -> ClaimJudge | None:
        from qa.neural.seq2seq.loading import BASE_MODEL, has_base, load_claim_blend, load_generator

        if self._reader == "small" or not has_base():
            return None
        blend = load_claim_blend()
        if blend is None:
            return None
        generator = self.generator()
        judge = getattr(generator, "large", generator)  # of a cascade
        if self._model is not None:
            judge = load_generator(BASE_MODEL, device=self._device)
        return ClaimJudge(judge, blend) if isinstance(judge, Judge) else None

    def pointer(self) -> Pointer:
        """Return the reader that checks claims: the generator if it can, else the shipped one."""
        if self._shared is not None:
            return self._shared.pointer()
        generator = self.generator()
        if isinstance(generator, Pointer):
            return generator
        with self._lock:
            if self._pointer is None:
                self._tell("reader")
                from qa.neural.seq2seq.loading import load_pointer

                self._pointer = load_pointer(device=self._device)
            return self._pointer

    def embedder(self) -> Embedder:
        """Return the embedder, loading it and telling the index of it the first time."""
        with self._lock:
            return (
                self._embedder
                if self._embedder is not None
                else self.use_embedder(self.load_embedder())
            )

    def load_embedder(self, name: str | Embedder | None = None) -> Embedder:
        """Return an embedder without using it; None is the one that was asked for first."""
        wanted = self._embedder_name if name is None else name
        if isinstance(wanted, Embedder):
            return wanted
        self._tell("embedder")
        from qa.neural.embedder import load_embedder

        return load_embedder(wanted, allow_download=self._allow_download, device=self._device)

    def embedder_loader(self) -> Callable[[], Embedder]:
        """Return what loads the same embedder in another process."""
        wanted = self._embedder_name
        if isinstance(wanted, Embedder):
            return partial(_given, wanted)
        from qa.neural.embedder import load_embedder

        return partial(
            load_embedder, wanted, allow_download=self._allow_download, device=self._device
        )

    def use_embedder(self, embedder: Embedder) -> Embedder:
        """Take ``embedder`` from now on, unless the library's vectors are another's."""
        with self._lock:
            self._index.use_embedder(embedder.name, embedder.dimension)
            self._embedder = embedder
            return embedder

    def retrieve(
        self, question: Question, top_k: int, filters: Filters, mode: SearchMode
    ) -> list[Hit]:
        """Return hits as ``qa.index.retrieval.retrieve``, loading the embedder only if needed."""
        wanted = max(top_k, CANDIDATES)
        ranked = self.rank(question, filters, mode, wanted)
        return self.first_hits(ranked, question, top_k, mode)

    def rank(
        self, question: Question, filters: Filters, mode: SearchMode, candidates: int = CANDIDATES
    ) -> list[Hit]:
        """Return all candidates, from which ``first_hits`` takes as many as are wanted."""
        embedder = None if mode == "lexical" else self.embedder()
        return rank(
            *(self._index, embedder, question), filters=filters, mode=mode, candidates=candidates
        )

    def first_hits(
        self, ranked: Sequence[Hit], question: Question, top_k: int, mode: SearchMode
    ) -> list[Hit]:
        """Return the best of what ``rank`` found, by the reranker where there is one."""
        reranker = self.reranker()
        if reranker is None:
            return first_hits(ranked, question, mode, top_k)
        hits = first_hits(ranked, question, mode, max(top_k, RERANKED))
        return rerank(hits, reranker, question, top_k)

    def reranker(self) -> Reranker | None:
        """Return the reranker, loading it the first time; None where none was asked for."""
        with self._lock:
            if isinstance(self._reranker, str):
                self._tell("reranker")
                from qa.neural.reranker import load_reranker

                self._reranker = load_reranker(
                    self._reranker, allow_download=self._allow_download, device=self._device
                )
            return self._reranker

    def versions(self, *, embedded: bool = True, searched: bool = True) -> Versions:
        """Return the versions of a result; say where vectors, or a search, had no part in it."""
        embedder = self.embedder() if embedded else None
        reranker = self.reranker() if searched else None
        return make_versions(self.generator(), embedder, reranker, self._checkers())

    def _checkers(self) -> tuple[Checkpoint, ...]:
        """Return the shipped readers that check what another model says, loaded or not.

        They are named also where an answer was too plain to need them: else the first question
        and the second would differ.
        """
        if self._shared is not None:
            return self._shared._checkers()
        if self._model is None:
            return ()
        from qa.neural.seq2seq import loading

        made = []
        if not isinstance(self.generator(), Pointer):
            made.append(loading.DEFAULT_CHECKPOINT)
        if self._reader != "small" and loading.has_base() and loading.load_claim_blend():
            made.append(loading.base_checkpoint())
        return tuple(made)

    def correct_spelling(self, question: str) -> str:
        """Return a question with what no article has, and no dictionary, spelt as articles do."""
        return self._index.correct_spelling(question, suggest_word)

    def progress_callback(self, total: int, stage: str = "read") -> Callable[[int], None] | None:
        """Return what reports that so many of ``total`` passages, or sentences, are done."""
        listener = self.progress
        if listener is None:
            return None
        return lambda done: listener(ProgressEvent(stage, done, total))

    def _loaded(self) -> Generator:
        if isinstance(self._model, Generator):
            return self._model
        self._tell("reader")
        from qa.neural.seq2seq.loading import load_generator, load_reader

        if self._model is None:
            made = load_reader(self._reader, device=self._device, dtype=self._dtype)
        else:
            made = load_generator(
                self._model,
                allow_download=self._allow_download,
                device=self._device,
                dtype=self._dtype,
            )
        release_freed_memory()
        return made

    def _tell(self, model: str) -> None:
        if self.progress is not None:
            self.progress(ProgressEvent("model", 0, 0, model))
