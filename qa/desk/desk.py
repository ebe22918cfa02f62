"""The one class users meet; the work of each method lies in the module named after it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType

from qa.articles import DEFAULT_MAX_MB
from qa.desk import answers, comparisons, summaries
from qa.desk.inputs import (
    checked_date,
    checked_question,
    checked_search,
    default_library,
    filters_of,
    full_id,
    full_ids,
)
from qa.desk.models import Models
from qa.errors import ArticleNotFound, InputError
from qa.index import open_index
from qa.ingest import Source, add_all
from qa.protocols import Embedder, Generator, Index
from qa.types import (
    AddReport,
    Answer,
    Article,
    ArticleInfo,
    Comparison,
    Filters,
    Hit,
    Progress,
    SearchMode,
    Summary,
)

ALL = Filters()


class Desk:
    """Ask, summarise and compare the articles of one library; safe to share between threads.

    Models load on first use, and only those that are needed.
    """

    def __init__(
        self,
        index: Index,
        path: Path,
        *,
        model: str | Generator | None = None,
        embedder: str | Embedder | None = None,
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
            embedder=embedder,
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
        embedder: str | Embedder | None = None,
        allow_download: bool = False,
        device: str | None = None,
        dtype: str | None = None,
        progress: Progress | None = None,
    ) -> Desk:
        """Open the library at ``path``, making it when it is not there.

        Args:
            path: the library file; None for ``$COPYDESK_LIBRARY``, else a file in the user's
                data folder.
            model: a generator, a folder or a hub name; None for the shipped one.
            embedder: an embedder, a folder or a hub name; None for all-MiniLM-L6-v2.
            allow_download: let a hub name that is not on this disk be fetched.
            device: cpu, cuda, cuda:1 or mps; None for the best there is.
            dtype: float32, bfloat16 or float16; None for what suits the device.
            progress: told of models loading, files added and passages read.

        Raises:
            LibraryError: the file is damaged, foreign or cannot be written.
        """
        where = Path(path) if path is not None else default_library()
        return cls(
            open_index(where),
            where,
            model=model,
            embedder=embedder,
            allow_download=allow_download,
            device=device,
            dtype=dtype,
            progress=progress,
        )

    def add(
        self,
        *sources: Source,
        title: str = "",
        source: str = "",
        author: str = "",
        date: str = "",
        url: str = "",
        max_mb: float = DEFAULT_MAX_MB,
        progress: Progress | None = None,
    ) -> AddReport:
        """Add files, folders and articles; adding one again changes nothing.

        The keywords override what the files say of themselves. Whatever cannot be added is
        in the report with its reason, and the rest is added all the same.

        Raises:
            InputError: nothing was given, or ``date`` is no day.
            EmbedderMismatch: the library's vectors are another embedder's.
            LibraryError: the file cannot take more (a full disk, say).
        """
        if not sources:
            raise InputError("nothing to add; give files or folders")
        known = {"title": title, "source": source, "author": author, "url": url}
        known["date"] = checked_date("date", date)
        return add_all(
            sources,
            self._index,
            self._models.embedder,
            metadata=known,
            max_mb=max_mb,
            progress=progress or self._models.progress,
        )

    def articles(self, filters: Filters = ALL) -> list[ArticleInfo]:
        """Return the articles, newest first."""
        return self._index.articles(filters)

    def article(self, article_id: str) -> Article:
        """Return one article by its id, or by a prefix of four digits or more.

        Raises:
            ArticleNotFound: none or several are meant.
        """
        found = self._index.get(full_id(self._index, article_id, self.path.name))
        if found is None:
            raise ArticleNotFound(f"{article_id}: removed a moment ago")
        return found

    def remove(self, *article_ids: str) -> list[ArticleInfo]:
        """Remove articles by id or prefix; return what was removed.

        Raises:
            ArticleNotFound: one of them is not there; then nothing is removed.
        """
        ids = self._ids(article_ids)
        infos = {info.id: info for info in self._index.articles(Filters(article_ids=ids))}
        return [infos[each] for each in ids if self._index.remove(each) and each in infos]

    def search(
        self,
        question: str,
        *,
        top_k: int = 5,
        filters: Filters = ALL,
        mode: SearchMode = "hybrid",
    ) -> list[Hit]:
        """Return the ``top_k`` passages that best fit a question, without reading them.

        Raises:
            InputError: the question is blank or too long, or ``top_k`` is out of range.
        """
        return self._models.retrieve(checked_search(question, top_k), top_k, filters, mode)

    def ask(
        self,
        question: str,
        *,
        articles: Sequence[str] = (),
        source: str = "",
        since: str = "",
        until: str = "",
        top_k: int = 5,
        mode: SearchMode = "hybrid",
        force: bool = False,
    ) -> Answer:
        """Answer a question from the library, or say that it has no answer.

        Args:
            question: at most ``MAX_QUESTION`` characters.
            articles: ids or prefixes of the only articles to look in.
            source: the only source to look in.
            since: first date, ISO 8601, inclusive.
            until: last date, inclusive.
            top_k: passages to read.
            mode: how they are ranked.
            force: fill in the best answer and its citations also when it is not answerable.

        Raises:
            InputError: a blank or too long question, an empty library, a value out of range.
            ArticleNotFound: no such article.
        """
        asked = checked_search(question, top_k)
        return answers.ask(
            self._index,
            self._models,
            question,
            asked,
            filters=filters_of(self._ids(articles), source, since, until),
            top_k=top_k,
            mode=mode,
            force=force,
        )

    def stream(
        self,
        question: str,
        *,
        articles: Sequence[str] = (),
        source: str = "",
        since: str = "",
        until: str = "",
        top_k: int = 5,
        mode: SearchMode = "hybrid",
    ) -> Iterator[str]:
        """Yield the answer piece by piece; nothing when there is none.

        The passages are read first, to know which of them answers; the pieces then come from
        that one as the generator makes them. Raises as ``ask`` does, before the first piece.
        """
        filters = filters_of(self._ids(articles), source, since, until)
        asked = checked_search(question, top_k)
        return answers.stream(
            self._index, self._models, asked, filters=filters, top_k=top_k, mode=mode
        )

    def summarize(self, *article_ids: str, about: str | None = None, sentences: int = 3) -> Summary:
        """Summarise articles, or what the library says about a topic, in one paragraph.

        Without ids and topic, the whole library, up to ``SUMMARY_LIMIT`` articles. A topic
        that no article is about gives an empty summary.

        Raises:
            InputError: nothing to summarise, too many articles or sentences, a blank topic.
            ArticleNotFound: no such article.
        """
        summaries.check_length(sentences)
        ids = self._ids(article_ids)
        return summaries.summarize(self._index, self._models, ids, about=about, sentences=sentences)

    def compare(self, question: str, *, articles: Sequence[str] = ()) -> Comparison:
        """Put one question to several articles and say who agrees, who differs, who is silent.

        Without ``articles``, to the whole library, or to the ``COMPARE_LIMIT`` articles of it
        that fit the question best.

        Raises:
            InputError: as ``ask`` does, and for more than ``COMPARE_LIMIT`` ``articles``.
            ArticleNotFound: no such article.
        """
        asked = checked_question(question)
        filters = filters_of(self._ids(articles))
        return comparisons.compare(self._index, self._models, question, asked, filters)

    def close(self) -> None:
        """Release the library's file."""
        self._index.close()

    def __enter__(self) -> Desk:
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
