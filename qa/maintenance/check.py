"""Check that a library is whole, and make anew from its texts what is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.errors import LibraryError
from qa.ingest import embedding_text
from qa.maintenance.reports import CheckReport, Problem
from qa.neural.token_counts import count_tokens
from qa.protocols import Embedder, Index, Vectors
from qa.records import Article, Passage, Progress, ProgressEvent
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
    found = index.survey()
    # Writing to a file whose pages are damaged may damage more of it.
    sound = all(each.mendable for each in found if each.part == "file")
    left = {(each.part, each.number) for each in found}
    if repair and sound and any(each.mendable for each in found):
        index.mend(found, _Remaker(embedder, progress))
        left = {(each.part, each.number) for each in index.survey()}
    problems = tuple(
        Problem(
            *(each.part, each.article_id, each.detail, each.mendable),
            repaired=(each.part, each.number) not in left,
        )
        for each in found
    )
    articles, passages = index.counts()
    return CheckReport(articles, passages, problems, ok=not left)


@dataclass(slots=True)
class _Remaker:
    """Splits and embeds as adding does; the embedder is loaded when first needed."""

    load: Callable[[], Embedder] | None
    progress: Progress | None
    loaded: Embedder | None = None

    def split(self, article: Article) -> list[Passage]:
        return split_passages(article, count_tokens)

    def embedder(self) -> Embedder:
        if self.loaded is None:
            if self.load is None:
                raise LibraryError("vectors are missing; give the embedder to repair them")
            self.loaded = self.load()
        return self.loaded

    def embed(self, title: str, passages: Sequence[str]) -> Vectors:
        about = Article("", "", title)
        return self.embedder().encode_passages([embedding_text(about, each) for each in passages])

    def tell(self, done: int, total: int, title: str) -> None:
        if self.progress is not None:
            self.progress(ProgressEvent("repair", done, total, title))
