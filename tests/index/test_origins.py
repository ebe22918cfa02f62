"""Where articles came from: a contract of ``Index``, like that of tests/index/test_index.py."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from qa.index import open_index
from qa.protocols import Index
from qa.records import Article, Origin, Outcome
from tests.support.fakes import HashEmbedder, article_of, line_passages
from tests.support.libraries import BACKENDS

EMBEDDER = HashEmbedder()
BRIDGE = article_of("The bridge is closed.\nRepairs begin on Monday.", "Bridge")
CUP = article_of("The cup is won.\nFans cheer on Sunday.", "Cup")


def put(index: Index, article: Article, origin: str, item: str = "") -> Outcome:
    passages = line_passages(article)
    vectors = EMBEDDER.encode_passages([p.text for p in passages])
    return index.put(article, passages, vectors, Origin(origin, item, article.id))


def ids(index: Index) -> set[str]:
    return {info.id for info in index.articles()}


@pytest.fixture(params=BACKENDS)
def index(request: pytest.FixtureRequest, library: Path) -> Iterator[Index]:
    made: Index = request.param(library, EMBEDDER)
    yield made
    made.close()


def test_a_changed_file_replaces_its_article(index: Index) -> None:
    assert put(index, BRIDGE, "/news/a.txt") == "added"
    assert put(index, BRIDGE, "/news/a.txt") == "unchanged"
    assert put(index, CUP, "/news/a.txt") == "replaced"
    assert ids(index) == {CUP.id}
    assert (
        index.search(
            "bridge",
            EMBEDDER.encode_query("bridge"),
            9,
        )[0].passage.text
        in CUP.text
    )
    assert [o.article_id for o in index.origins("/news/a.txt")] == [CUP.id]


def test_what_another_file_holds_too_is_kept(index: Index) -> None:
    put(index, BRIDGE, "/news/a.txt")
    assert put(index, BRIDGE, "/news/b.txt") == "unchanged"
    assert put(index, CUP, "/news/a.txt") == "added"
    assert ids(index) == {BRIDGE.id, CUP.id}
    [b] = index.origins("/news/b.txt")
    assert [info.id for info in index.forget([b])] == [BRIDGE.id]
    assert index.forget([b]) == []


def test_a_file_that_becomes_a_copy_of_another(index: Index) -> None:
    put(index, BRIDGE, "/news/a.txt")
    put(index, CUP, "/news/b.txt")
    assert index.link(Origin("/news/b.txt", "", BRIDGE.id)) == "replaced"
    assert ids(index) == {BRIDGE.id}
    assert index.link(Origin("/news/c.txt", "", CUP.id)) is None
    assert index.origins("/news/c.txt") == []


def test_metadata_change_only_where_no_other_origin_gave_them(index: Index) -> None:
    put(index, BRIDGE, "/news/a.txt")
    dated = replace(BRIDGE, date="2025-02-11", title="Bridge shut")
    assert put(index, dated, "/news/a.txt") == "replaced"
    assert index.get(BRIDGE.id) == dated
    assert put(index, BRIDGE, "/news/b.txt") == "unchanged"
    assert put(index, replace(dated, date="2026-01-01"), "/news/a.txt") == "unchanged"
    assert index.get(BRIDGE.id) == dated
    # FTS5 has forgotten the old title: it was told of it when the article went.
    assert index.search("shut", None, 5)


def test_items_of_one_file_live_apart(index: Index) -> None:
    put(index, BRIDGE, "/news/all.jsonl", "1")
    put(index, CUP, "/news/all.jsonl", "2")
    index.stamp("/news/all.jsonl", 10, 20, "abc")
    assert index.origins("/news/all.jsonl") == [
        Origin("/news/all.jsonl", "1", BRIDGE.id, 10, 20, "abc"),
        Origin("/news/all.jsonl", "2", CUP.id, 10, 20, "abc"),
    ]
    assert [info.id for info in index.forget(index.origins("/news/all.jsonl")[:1])] == [BRIDGE.id]
    assert ids(index) == {CUP.id}


def test_removing_an_article_forgets_its_origins(index: Index) -> None:
    put(index, BRIDGE, "/news/a.txt")
    index.remove(BRIDGE.id)
    assert index.origins("/news/a.txt") == []
    assert put(index, BRIDGE, "/news/a.txt") == "added"


def test_what_lies_below_a_folder(index: Index) -> None:
    names = ("/news/a.txt", "/news/sub/b.txt", "/news", "/newsroom/c.txt", "/news0.txt", "/new")
    for number, name in enumerate(names):
        put(index, article_of(f"Text {number}."), name)
    for folder in ("/news", "/news/"):
        assert [o.origin for o in index.origins_under(folder)] == ["/news/a.txt", "/news/sub/b.txt"]
    assert len(index.origins_under("/")) == len(names)


def test_a_reader_meets_the_old_article_or_the_new_one(index: Index) -> None:
    versions = [article_of(f"The bridge is closed, edition {n}.\nMore.") for n in range(30)]
    put(index, versions[0], "/news/a.txt")
    done = threading.Event()
    seen: list[set[str]] = []

    def read() -> None:
        while not done.is_set():
            hits = index.search("bridge", EMBEDDER.encode_query("bridge"), 9)
            seen.append({hit.passage.article_id for hit in hits})

    reader = threading.Thread(target=read)
    reader.start()
    for version in versions[1:]:
        assert put(index, version, "/news/a.txt") == "replaced"
    done.set()
    reader.join()
    assert seen
    assert all(len(articles) == 1 for articles in seen)
    assert ids(index) == {versions[-1].id}


FILES = st.sampled_from(["/a/1", "/a/2", "/b/1"])
ITEMS = st.sampled_from(["", "x"])
TEXTS = st.sampled_from(["Snow falls.", "Snow melts.", "The cup is won.", "A car burns."])


class Files(RuleBasedStateMachine):
    """Whatever is put and forgotten, the articles are those that some origin holds."""

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "library.copydesk"
        self.index: Index = open_index(path, EMBEDDER.name, EMBEDDER.dimension)
        self.model: dict[tuple[str, str], str] = {}

    @rule(file=FILES, item=ITEMS, text=TEXTS)
    def put(self, file: str, item: str, text: str) -> None:
        article = article_of(text)
        before = set(self.model.values())
        self.model[file, item] = article.id
        gone = before - set(self.model.values())
        expected = "replaced" if gone else "unchanged" if article.id in before else "added"
        assert put(self.index, article, file, item) == expected

    @rule(file=FILES, item=ITEMS, text=TEXTS)
    def link(self, file: str, item: str, text: str) -> None:
        article = article_of(text)
        before = set(self.model.values())
        outcome = self.index.link(Origin(file, item, article.id))
        if article.id not in before:
            assert outcome is None
            return
        self.model[file, item] = article.id
        gone = before - set(self.model.values())
        assert outcome == ("replaced" if gone else "unchanged")

    @rule(folder=st.sampled_from(["/a", "/b", "/c"]))
    def forget(self, folder: str) -> None:
        before = set(self.model.values())
        gone = self.index.origins_under(folder)
        assert [(o.origin, o.item) for o in gone] == sorted(
            key for key in self.model if key[0].startswith(f"{folder}/")
        )
        self.model = {k: v for k, v in self.model.items() if not k[0].startswith(f"{folder}/")}
        deleted = self.index.forget(gone)
        assert {info.id for info in deleted} == before - set(self.model.values())

    @rule(text=TEXTS)
    def remove(self, text: str) -> None:
        article_id = article_of(text).id
        assert self.index.remove(article_id) == (article_id in self.model.values())
        self.model = {key: value for key, value in self.model.items() if value != article_id}

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        assert ids(self.index) == set(self.model.values())
        for file in ("/a/1", "/a/2", "/b/1"):
            held = {(o.origin, o.item): o.article_id for o in self.index.origins(file)}
            assert held == {key: value for key, value in self.model.items() if key[0] == file}

    def teardown(self) -> None:
        if hasattr(self, "index"):
            self.index.close()
            self.folder.cleanup()


TestFiles = Files.TestCase
TestFiles.settings = settings(max_examples=15, stateful_step_count=15, deadline=None)
