"""The systems that are measured: each builds an index, opens it again, answers and summarises.

All embed by all-MiniLM-L6-v2, from the same folder. Copydesk cuts passages at sentences; the others
get runs of ``WORDS`` words, and put the best ``TOP_K`` before the question.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from benchmarks.peers.reader import ANSWER_TOKENS, SUMMARY_TOKENS, RandomT5

WORDS = 130
"""About as long as a passage of Copydesk: 800 characters."""
TOP_K = 5
PROMPT = "Answer the question from the context. Question: {question} Context: {context}"


@dataclass(frozen=True, slots=True)
class Row:
    """An article."""

    title: str
    text: str


class System(Protocol):
    """One system over one folder."""

    def build(self, articles: Sequence[Row]) -> int:
        """Index articles, save the index, and return how many passages there are."""

    def open(self) -> None:
        """Load the saved index and every model that a question needs."""

    def ask(self, question: str) -> str:
        """Return an answer."""

    def summarize(self, article: Row) -> str:
        """Return a summary of an indexed article."""


def passages_of(articles: Sequence[Row]) -> list[str]:
    """Return runs of words, the title before each."""
    made = []
    for article in articles:
        words = article.text.split()
        made += [
            f"{article.title}\n{' '.join(words[start : start + WORDS])}"
            for start in range(0, len(words), WORDS)
        ]
    return made


def embedder_folder() -> Path:
    """Return the folder of the weights that all share."""
    from qa.neural.embedder import default_folder

    return default_folder()


class Copydesk:
    """Copydesk itself."""

    def __init__(self, folder: Path, reader: Any) -> None:
        self._path = folder / "library.copydesk"
        self._reader = reader
        self._ids: dict[str, str] = {}

    def build(self, articles: Sequence[Row]) -> int:
        """Add the articles."""
        from qa.desk import Desk
        from qa.sources.articles import article_from_text

        made = [article_from_text(a.text, title=a.title) for a in articles]
        with Desk.open(self._path, reader=self._reader) as desk:
            desk.add(*made)
            return sum(len(desk.passages(each.id)) for each in desk.articles())

    def open(self) -> None:
        """Open the library, and load the models."""
        from qa.desk import Desk

        self._desk = Desk.open(self._path, reader=self._reader)
        self._desk.load()

    def ask(self, question: str) -> str:
        """Answer."""
        return self._desk.ask(question, top_k=TOP_K).answer

    def summarize(self, article: Row) -> str:
        """Summarise in three sentences."""
        from qa.sources.articles import article_from_text

        made = article_from_text(article.text, title=article.title)
        return self._desk.summarize(articles=[made.id]).summary


class Peer:
    """What the others share: the reader, and where they keep things."""

    def __init__(self, folder: Path, shape: str) -> None:
        self._folder = folder
        self._shape = shape

    def open(self) -> None:
        """Load the index, then the reader."""
        self.load()
        self._reader = RandomT5(self._shape, embedder_folder())

    def load(self) -> None:
        """Load the index and what embeds a question."""
        raise NotImplementedError

    def best(self, question: str) -> list[str]:
        """Return the passages that fit best."""
        raise NotImplementedError

    def ask(self, question: str) -> str:
        """Answer from the best passages."""
        context = " ".join(self.best(question))
        return self._reader.generate(
            PROMPT.format(question=question, context=context), ANSWER_TOKENS
        )

    def summarize(self, article: Row) -> str:
        """Summarise as much of the article as fits the window."""
        return self._reader.generate(f"summarize: {article.text}", SUMMARY_TOKENS)


class Plain(Peer):
    """sentence-transformers and FAISS, with nothing around them."""

    def build(self, articles: Sequence[Row]) -> int:
        """Encode all, and write a flat index and the texts."""
        import faiss

        self._load_model()
        texts = passages_of(articles)
        rows = self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
        index = faiss.IndexFlatIP(rows.shape[1])
        index.add(rows)
        faiss.write_index(index, str(self._folder / "index.faiss"))
        (self._folder / "texts.json").write_text(json.dumps(texts), "utf-8")
        return len(texts)

    def _load_model(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(
            str(embedder_folder()), device="cpu", local_files_only=True
        )

    def load(self) -> None:
        """Read both files."""
        import faiss

        self._load_model()
        self._index = faiss.read_index(str(self._folder / "index.faiss"))
        self._texts = json.loads((self._folder / "texts.json").read_text("utf-8"))

    def best(self, question: str) -> list[str]:
        """Search the flat index."""
        row = self._model.encode([question], normalize_embeddings=True, show_progress_bar=False)
        _, places = self._index.search(row, TOP_K)
        return [self._texts[place] for place in places[0] if place >= 0]


class Txtai(Peer):
    """txtai's embeddings database, and its RAG pipeline around the reader."""

    def _embeddings(self) -> Any:
        from txtai import Embeddings

        return Embeddings(path=str(embedder_folder()), content=True)

    def build(self, articles: Sequence[Row]) -> int:
        """Index texts with their content, and save."""
        embeddings = self._embeddings()
        texts = passages_of(articles)
        embeddings.index(texts)
        embeddings.save(str(self._folder / "txtai"))
        return len(texts)

    def load(self) -> None:
        """Load the database."""
        self._found = self._embeddings()
        self._found.load(str(self._folder / "txtai"))

    def open(self) -> None:
        """Load all, and put the pipeline together."""
        super().open()
        from txtai import RAG

        def read(prompts: list[str], **kwargs: Any) -> list[str]:
            del kwargs
            return [self._reader.generate(prompt, ANSWER_TOKENS) for prompt in prompts]

        self._rag = RAG(self._found, read, template=PROMPT, context=TOP_K, output="flatten")

    def ask(self, question: str) -> str:
        """Ask the pipeline."""
        answer: str = self._rag(question)
        return answer


class Haystack(Peer):
    """Haystack's store in memory, its embedders and retriever, in a pipeline of its own."""

    def build(self, articles: Sequence[Row]) -> int:
        """Embed documents, store them, and save the store."""
        from haystack import Document
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack.document_stores.types import DuplicatePolicy
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersDocumentEmbedder,
        )

        embedder = SentenceTransformersDocumentEmbedder(
            model=str(embedder_folder()), progress_bar=False, normalize_embeddings=True
        )
        embedder.warm_up()
        documents = [Document(content=text) for text in passages_of(articles)]
        store = InMemoryDocumentStore(embedding_similarity_function="dot_product")
        # Articles may have a passage in common, and a document is known by its text.
        store.write_documents(embedder.run(documents)["documents"], DuplicatePolicy.SKIP)
        store.save_to_disk(str(self._folder / "haystack.json"))
        return len(documents)

    def load(self) -> None:
        """Load the store, and connect embedder and retriever."""
        from haystack import Pipeline
        from haystack.components.retrievers.in_memory import InMemoryEmbeddingRetriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore
        from haystack_integrations.components.embedders.sentence_transformers import (
            SentenceTransformersTextEmbedder,
        )

        store = InMemoryDocumentStore.load_from_disk(str(self._folder / "haystack.json"))
        self._pipeline = Pipeline()
        self._pipeline.add_component(
            "embedder",
            SentenceTransformersTextEmbedder(
                model=str(embedder_folder()), progress_bar=False, normalize_embeddings=True
            ),
        )
        self._pipeline.add_component("retriever", InMemoryEmbeddingRetriever(store, top_k=TOP_K))
        self._pipeline.connect("embedder.embedding", "retriever.query_embedding")

    def best(self, question: str) -> list[str]:
        """Run the pipeline."""
        found = self._pipeline.run({"embedder": {"text": question}})
        return [document.content for document in found["retriever"]["documents"]]


SYSTEMS: dict[str, Callable[[Path], System]] = {
    "copydesk": lambda folder: Copydesk(folder, "auto"),
    "copydesk --reader small": lambda folder: Copydesk(folder, "small"),
    "txtai + T5-small": lambda folder: Txtai(folder, "t5-small"),
    "haystack + T5-small": lambda folder: Haystack(folder, "t5-small"),
    "faiss + T5-small": lambda folder: Plain(folder, "t5-small"),
    "faiss + T5-base": lambda folder: Plain(folder, "t5-base"),
}
SAME_INDEX = {"copydesk --reader small": "copydesk", "faiss + T5-base": "faiss + T5-small"}
"""Systems that ask the index that another one builds."""
