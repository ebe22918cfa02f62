"""The Python API: a library, an embedder and a generator behind one object."""

from __future__ import annotations

import os
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType

from qa import answer as answering
from qa.articles import DEFAULT_MAX_MB
from qa.compare import agreement, answer_each
from qa.errors import ArticleError, ArticleNotFound, InputError
from qa.index import open_index
from qa.ingest import Source, add_all
from qa.metadata import normalise_date
from qa.protocols import Embedder, Generator, Index
from qa.retrieve import retrieve
from qa.summarize import SourceSentence, checked, source_sentences, summarize_each
from qa.types import (
    AddReport,
    Answer,
    Article,
    ArticleInfo,
    Comparison,
    Filters,
    Hit,
    Passage,
    Progress,
    ProgressEvent,
    Reading,
    SearchMode,
    Summary,
)
from qa.words import content_stems, find_words

LIBRARY_VARIABLE = "COPYDESK_LIBRARY"
LIBRARY_NAME = "library.copydesk"

MAX_QUESTION = 2000
"""Characters; the reader sees the first 96 word pieces, so a longer one is a mistake."""
MAX_TOP_K = 50
"""Passages read for one answer: a second or two of two cores."""
MAX_SENTENCES = 20
COMPARE_TOP_K = 3
"""Passages read per compared article."""
COMPARE_LIMIT = 40
"""Articles compared at once; of a larger library, those the retriever ranks first."""
SUMMARY_LIMIT = 40
"""Articles pooled into one summary."""
TOPIC_HITS = 10
"""Passages a summary about a topic draws on."""
TOPIC_COSINE = 0.25
"""Least cosine of a passage to a topic that it does not name; strangers reach 0.21 in seeds/."""
TOPIC_SHARE = 0.6
"""Least part of the best passage's cosine for another to be about the same topic."""


ALL = Filters()
_ID_PREFIX = re.compile(r"[0-9a-f]{4,16}")


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
        self._model = model
        self._embedder_name = embedder
        self._allow_download = allow_download
        self._device = device
        self._dtype = dtype
        self._progress = progress
        self._lock = threading.RLock()
        self._generator: Generator | None = None
        self._embedder: Embedder | None = None

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
        known["date"] = _date("date", date)
        return add_all(
            sources,
            self._index,
            self._loaded_embedder,
            metadata=known,
            max_mb=max_mb,
            progress=progress or self._progress,
        )

    def articles(self, filters: Filters = ALL) -> list[ArticleInfo]:
        """Return the articles, newest first."""
        return self._index.articles(filters)

    def article(self, article_id: str) -> Article:
        """Return one article by its id, or by a prefix of four digits or more.

        Raises:
            ArticleNotFound: none or several are meant.
        """
        found = self._index.get(self._full_id(article_id))
        if found is None:
            raise ArticleNotFound(f"{article_id}: removed a moment ago")
        return found

    def remove(self, *article_ids: str) -> list[ArticleInfo]:
        """Remove articles by id or prefix; return what was removed.

        Raises:
            ArticleNotFound: one of them is not there; then nothing is removed.
        """
        ids = list(dict.fromkeys(self._full_id(given) for given in article_ids))
        infos = {info.id: info for info in self._index.articles(Filters(article_ids=tuple(ids)))}
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
        asked = _checked(question, top_k)
        return self._retrieve(asked, top_k, filters, mode)

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
        started = time.perf_counter()
        asked = _checked(question, top_k)
        filters = self._filters(articles, source, since, until)
        generator = self._ready(mode)
        loaded = time.perf_counter()
        hits = self._retrieve(asked, top_k, filters, mode)
        self._require_articles(hits)
        found = time.perf_counter()
        readings = answering.read(asked, hits, generator, self._reading(len(hits)))
        choice = answering.choose(hits, readings)
        ended = time.perf_counter()
        shown = choice.answerable or force
        return Answer(
            question=question,
            answer=choice.text if shown else "",
            answerable=choice.answerable,
            confidence=choice.confidence,
            citations=choice.citations if shown else (),
            passages=tuple(hits),
            model=generator.name,
            timings_ms=_timings(started, load=loaded, retrieve=found, read=ended),
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
        filters = self._filters(articles, source, since, until)
        hits = self.search(question, top_k=top_k, filters=filters, mode=mode)
        self._require_articles(hits)
        generator = self._loaded_generator()
        asked = _question(question)
        readings = answering.read(asked, hits, generator, self._reading(len(hits)))
        choice = answering.choose(hits, readings)
        if choice.answerable and choice.hit is not None:
            return generator.stream(asked, choice.hit.passage.text)
        return iter(())

    def summarize(self, *article_ids: str, about: str | None = None, sentences: int = 3) -> Summary:
        """Summarise articles, or what the library says about a topic, in one paragraph.

        Without ids and topic, the whole library, up to ``SUMMARY_LIMIT`` articles. A topic
        that no article is about gives an empty summary.

        Raises:
            InputError: nothing to summarise, too many articles or sentences, a blank topic.
            ArticleNotFound: no such article.
        """
        if not 1 <= sentences <= MAX_SENTENCES:
            raise InputError(f"sentences: {sentences} is not between 1 and {MAX_SENTENCES}")
        started = time.perf_counter()
        ids = tuple(dict.fromkeys(self._full_id(given) for given in article_ids))
        generator = self._ready("hybrid" if about is not None else "lexical")
        loaded = time.perf_counter()
        groups = self._about(about, ids) if about is not None else self._whole(ids)
        found = time.perf_counter()
        sources = [sentence for group in groups for sentence in group]
        generated = summarize_each(groups, generator, sentences)
        made = checked(generated, sources)
        return Summary(
            summary=" ".join(sentence.text for sentence in made),
            sentences=made,
            article_ids=tuple(dict.fromkeys(s.article.id for s in sources)),
            model=generator.name,
            timings_ms=_timings(started, load=loaded, retrieve=found, write=time.perf_counter()),
        )

    def compare(self, question: str, *, articles: Sequence[str] = ()) -> Comparison:
        """Put one question to several articles and say who agrees, who differs, who is silent.

        Without ``articles``, to the whole library, or to the ``COMPARE_LIMIT`` articles of it
        that fit the question best.

        Raises:
            InputError: as ``ask`` does, and for more than ``COMPARE_LIMIT`` ``articles``.
            ArticleNotFound: no such article.
        """
        started = time.perf_counter()
        asked = _question(question)
        filters = self._filters(articles)
        infos = self._index.articles(filters)
        if not infos:
            raise InputError(_EMPTY)
        if len(filters.article_ids) > COMPARE_LIMIT:
            raise InputError(
                f"{len(filters.article_ids)} articles are over the limit of {COMPARE_LIMIT} for "
                "one comparison; name fewer, or none to compare those that fit best"
            )
        if len(infos) > COMPARE_LIMIT:
            infos = self._likeliest(asked, infos, filters)
        generator = self._ready("hybrid")
        loaded = time.perf_counter()
        own = [Filters(article_ids=(info.id,)) for info in infos]
        hits = {
            info.id: self._retrieve(asked, COMPARE_TOP_K, only, "hybrid")
            for info, only in zip(infos, own, strict=True)
        }
        found = time.perf_counter()
        every = [hit for info in infos for hit in hits[info.id]]
        read = iter(answering.read(asked, every, generator, self._reading(len(every))))
        readings: dict[str, list[Reading]] = {
            info.id: [next(read) for _ in hits[info.id]] for info in infos
        }
        answers = answer_each(infos, hits, readings)
        groups, silent = agreement(answers)
        return Comparison(
            question=question,
            answers=answers,
            groups=groups,
            silent=silent,
            model=generator.name,
            timings_ms=_timings(started, load=loaded, retrieve=found, read=time.perf_counter()),
        )

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

    def _filters(
        self, articles: Sequence[str], source: str = "", since: str = "", until: str = ""
    ) -> Filters:
        first, last = _date("since", since), _date("until", until)
        if first and last and first[: len(last)] > last[: len(first)]:
            raise InputError(f"since {first} is after until {last}; swap them")
        return Filters(
            article_ids=tuple(dict.fromkeys(self._full_id(given) for given in articles)),
            sources=(source.strip(),) if source.strip() else (),
            since=first,
            until=last,
        )

    def _full_id(self, given: str) -> str:
        """Return the whole id that ``given`` is, or is a prefix of."""
        wanted = given.strip().lower()
        if not _ID_PREFIX.fullmatch(wanted):
            raise ArticleNotFound(
                f"{given[:40]!r} is not an article's id; give 4 to 16 hex digits as listed"
            )
        if len(wanted) == 16:
            found = [wanted] if self._index.get(wanted) is not None else []
        else:
            found = [i.id for i in self._index.articles() if i.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise ArticleNotFound(f"{wanted} begins {len(found)} ids; give more digits")
        raise ArticleNotFound(f"no article {wanted} in {self.path.name}; list shows all ids")

    def _retrieve(self, question: str, top_k: int, filters: Filters, mode: SearchMode) -> list[Hit]:
        embedder = None if mode == "lexical" else self._loaded_embedder()
        return retrieve(self._index, embedder, question, top_k=top_k, filters=filters, mode=mode)

    def _require_articles(self, hits: Sequence[Hit]) -> None:
        if not hits and not self._index.articles():
            raise InputError(_EMPTY)

    def _likeliest(
        self, question: str, infos: Sequence[ArticleInfo], filters: Filters
    ) -> list[ArticleInfo]:
        """Keep the ``COMPARE_LIMIT`` articles whose passages fit the question best."""
        hits = self._retrieve(question, COMPARE_LIMIT * COMPARE_TOP_K * 2, filters, "hybrid")
        ranked = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:COMPARE_LIMIT]
        kept = set(ranked)
        return [info for info in infos if info.id in kept]

    def _whole(self, ids: Sequence[str]) -> list[list[SourceSentence]]:
        """Return every named article's sentences, or every article's."""
        chosen = list(ids) or [info.id for info in self._index.articles()]
        if not chosen:
            raise InputError(_EMPTY)
        if len(chosen) > SUMMARY_LIMIT:
            raise InputError(
                f"{len(chosen)} articles are over the limit of {SUMMARY_LIMIT} for one summary; "
                "name fewer, or give a topic with --about"
            )
        found = [self._index.get(each) for each in chosen]
        # Another process may have removed one since they were listed.
        return [source_sentences(article) for article in found if article is not None]

    def _about(self, topic: str, ids: Sequence[str]) -> list[list[SourceSentence]]:
        """Return the sentences of the passages about a topic, grouped by article."""
        hits = self._retrieve(
            _question(topic), TOPIC_HITS, Filters(article_ids=tuple(ids)), "hybrid"
        )
        self._require_articles(hits)
        # The fused score says which hit is better, not whether it is good: it counts standard
        # deviations among the candidates, which in a small library are all about the topic.
        least = max(TOPIC_COSINE, TOPIC_SHARE * max((hit.dense for hit in hits), default=0.0))
        passages: dict[str, list[Passage]] = {}
        for hit in hits:
            if hit.dense >= least or _names(topic, f"{hit.title}\n{hit.passage.text}"):
                passages.setdefault(hit.passage.article_id, []).append(hit.passage)
        groups = []
        for article_id, parts in passages.items():
            article = self._index.get(article_id)
            every = source_sentences(article) if article is not None else []
            groups.append(
                [s for s in every if any(s.start < p.end and s.end > p.start for p in parts)]
            )
        return [group for group in groups if group]

    def _ready(self, mode: SearchMode) -> Generator:
        """Load what ``mode`` needs, so that later stages are timed without it."""
        if mode != "lexical":
            self._loaded_embedder()
        return self._loaded_generator()

    def _loaded_generator(self) -> Generator:
        with self._lock:
            if self._generator is None:
                if isinstance(self._model, Generator):
                    self._generator = self._model
                else:
                    self._tell("reader")
                    from qa.seq2seq.loading import load_generator

                    self._generator = load_generator(
                        self._model,
                        allow_download=self._allow_download,
                        device=self._device,
                        dtype=self._dtype,
                    )
            return self._generator

    def _loaded_embedder(self) -> Embedder:
        with self._lock:
            if self._embedder is None:
                if isinstance(self._embedder_name, Embedder):
                    loaded = self._embedder_name
                else:
                    self._tell("embedder")
                    from qa.embed import load_embedder

                    loaded = load_embedder(
                        self._embedder_name,
                        allow_download=self._allow_download,
                        device=self._device,
                    )
                self._index.use_embedder(loaded.name, loaded.dimension)
                self._embedder = loaded
            return self._embedder

    def _reading(self, total: int) -> Callable[[int], None] | None:
        """Return what reports that so many of ``total`` passages are read."""
        listener = self._progress
        if listener is None:
            return None
        return lambda done: listener(ProgressEvent("read", done, total))

    def _tell(self, model: str) -> None:
        if self._progress is not None:
            self._progress(ProgressEvent("model", 0, 0, model))


_EMPTY = "the library holds no articles; add some with `copydesk add PATH`"


def default_library() -> Path:
    """Return ``$COPYDESK_LIBRARY``, or ``library.copydesk`` in the user's data folder."""
    named = os.environ.get(LIBRARY_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("copydesk", appauthor=False) / LIBRARY_NAME


def _question(text: str) -> str:
    """Return a question without the blanks around it, refusing what is none."""
    asked = " ".join(text.split())
    if not asked:
        raise InputError("the question is empty; ask something, such as 'What did he demand?'")
    if len(asked) > MAX_QUESTION:
        raise InputError(
            f"the question has {len(asked):,} characters, over the limit of {MAX_QUESTION:,}; "
            "shorten it, or add the text as an article"
        )
    return asked


def _checked(question: str, top_k: int) -> str:
    """Return the question as ``_question`` does, refusing a ``top_k`` out of range too."""
    asked = _question(question)
    if not 1 <= top_k <= MAX_TOP_K:
        raise InputError(f"top_k: {top_k} is not between 1 and {MAX_TOP_K}")
    return asked


def _date(name: str, value: str) -> str:
    """Return a day in ISO 8601, "" for a blank, refusing what is none."""
    try:
        return normalise_date(value)
    except ArticleError as error:
        raise InputError(str(error).replace("date", name, 1)) from None


def _names(topic: str, text: str) -> bool:
    """Say whether most of the topic's words with meaning stand in ``text``."""
    wanted = set(content_stems(find_words(topic)))
    return 2 * len(wanted.intersection(content_stems(find_words(text)))) > len(wanted)


def _timings(started: float, **ends: float) -> dict[str, float]:
    """Return milliseconds of each stage in order, and of them all."""
    timings, last = {}, started
    for stage, end in ends.items():
        timings[stage] = round((end - last) * 1000, 1)
        last = end
    return {**timings, "total": round((last - started) * 1000, 1)}
