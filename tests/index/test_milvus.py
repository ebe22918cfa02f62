"""What is Milvus's own: addresses, coded texts, what a half-written article leaves, care."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.errors import LibraryError, LibraryMissing, MissingDependency
from qa.index import open_file, open_index
from qa.index.milvus import mending
from qa.index.milvus.address import is_milvus, parse_address
from qa.index.milvus.coding import code, coded_words, expression
from qa.index.milvus.engine import Engine
from qa.index.milvus.gathering import Gathering
from qa.index.milvus.index import MilvusIndex
from qa.index.milvus.mending import find_faults
from qa.index.milvus.spelling import correct_spelling
from qa.maintenance import check_library, reindex
from qa.protocols import Index
from qa.records import Article, Filters, Origin
from tests.support.fakes import HashEmbedder, add_to, article_of
from tests.support.libraries import NEEDS_MILVUS
from tests.support.paths import ROOT

EMBEDDER = HashEmbedder()
FERRY = article_of(
    "The ferry to Norvik is late.\nIts engine failed at noon.",
    "Ferry late",
    source="Herald",
    author="Åsa Lund",
    date="2025-05-02",
)
BAKER = article_of(
    "The baker of Norvik opens a second shop.\nBread costs 2.5% more.",
    "Bakery grows",
    source="Courier",
    date="2024-11-30",
)
EMPTY = article_of("\n")
LONG = article_of("\n".join(f"Clause {n} of the treaty binds both états." for n in range(1_600)))


@pytest.fixture
def index(library: Path) -> Iterator[MilvusIndex]:
    made = open_index(f"milvus-lite:{library}.db", EMBEDDER.name, EMBEDDER.dimension)
    assert isinstance(made, MilvusIndex)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("given", "uri", "name"),
    [
        ("milvus://db.example:19530/news", "http://db.example:19530", "news"),
        ("milvus:/db.example:19530/news", "http://db.example:19530", "news"),  # as a Path has it
        ("milvus://localhost/news", "http://localhost:19530", "news"),
        ("milvus+tls://db.example:443/news_2", "https://db.example:443", "news_2"),
        ("milvus://[::1]:9/news", "http://[::1]:9", "news"),
    ],
)
def test_addresses(given: str, uri: str, name: str) -> None:
    assert is_milvus(given)
    address = parse_address(given)
    assert (address.uri, address.name, address.lite) == (uri, name, False)


def test_a_file_of_milvus_lite(tmp_path: Path) -> None:
    address = parse_address(f"milvus-lite:{tmp_path}/news.db")
    assert (address.uri, address.lite) == (f"{tmp_path}/news.db", True)


@pytest.mark.parametrize(
    "given",
    ["milvus://", "milvus://host", "milvus://host/a b", "milvus://host/x;drop", "milvus-lite:news",
     "milvus://host:19530/", "milvus://user:secret@host/news"],
)  # fmt: skip
def test_addresses_that_are_none(given: str) -> None:
    with pytest.raises(LibraryError, match=r"milvus://HOST:PORT/NAME|NAME\.db"):
        parse_address(given)


@pytest.mark.parametrize("given", ["library.copydesk", "/tmp/milvus.db", "milvus", "a/milvus:b"])
def test_other_names_are_files(given: str) -> None:
    assert not is_milvus(given)


TEXT = st.text(max_size=30)


@given(TEXT, TEXT)
def test_codes_compare_as_the_bytes_do(one: str, other: str) -> None:
    a, b = (each.encode("utf-8", "replace") for each in (one, other))
    assert (code(one) == code(other)) == (a == b)
    assert (code(one) < code(other)) == (a < b)
    assert code(one).startswith(code(other)) == a.startswith(b)
    assert (code(other) in code(one)) == (b in a)


@given(
    st.builds(
        Filters,
        sources=st.tuples(TEXT),
        authors=st.tuples(TEXT),
        urls=st.tuples(TEXT),
        languages=st.tuples(TEXT),
        article_ids=st.tuples(TEXT),
        since=TEXT,
        until=TEXT,
    )
)
def test_no_text_reaches_an_expression(filters: Filters) -> None:  # fmt: skip
    quoted = re.findall(r'"([^"]*)"', expression(filters))
    assert all(re.fullmatch(r"%?[0-9A-Za-z_-]*%?", each, re.ASCII) for each in quoted)


@given(st.text())
def test_words_are_what_any_analyzer_leaves(text: str) -> None:
    words = coded_words(text)
    assert words.split() == re.findall(r"[a-z0-9]+", words)


def test_a_missing_client_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *args: Any, **named: Any) -> Any:
        if name.startswith("pymilvus"):
            raise ImportError(name)
        return real(name, *args, **named)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingDependency, match=r"pip install 'copydesk\[milvus\]'") as caught:
        open_index("milvus://localhost:19530/news")
    assert "\n" not in str(caught.value)


def test_a_failed_start_leaves_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Mock(has=Mock(side_effect=LibraryError("Milvus refused")))
    monkeypatch.setattr("qa.index.milvus.store.Engine", lambda _: engine)
    with pytest.raises(LibraryError, match="refused"):
        open_index("milvus://localhost:19530/news")
    engine.close.assert_called_once()


def test_a_listing_that_fails_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    iterator = Mock()
    monkeypatch.setattr(Engine, "_iterator", lambda *_: iterator)
    monkeypatch.setattr(Engine, "_next", Mock(side_effect=[[{"id": "a"}], LibraryError("gone")]))
    rows = object.__new__(Engine).all_rows("articles", "", ["id"])
    assert next(rows) == {"id": "a"}
    with pytest.raises(LibraryError, match="gone"):
        next(rows)
    iterator.close.assert_called_once()


def test_a_word_without_end_is_not_corrected() -> None:
    store = Mock()
    text = "norvk" * 5_000
    assert correct_spelling(store, "passages", text, lambda _: "") == text
    store.engine.nearest.assert_not_called()


def test_an_article_that_goes_while_a_library_is_checked_is_no_fault() -> None:
    store = Mock()
    store.state.return_value = {"passages": "p", "embedder": "e", "dimension": 2}
    store.engine.all_rows.side_effect = lambda name, *_: (
        [{"id": "a", "number": 1}] if name == "articles" else []
    )
    store.article_rows.return_value = {}
    assert list(find_faults(store)) == []


def test_what_is_gone_waits_for_no_vectors() -> None:
    store = Mock()
    store.state.return_value = {"passages": "p"}
    store.whole.return_value = {"b": article_of("It rains.")}
    store.passage_rows.return_value = []
    store.engine.all_rows.return_value = []
    gathering = Gathering(store)
    gathering._left = [{"id": each, "number": n} for n, each in enumerate("abc")]
    found, left = gathering.waiting(2)
    assert ([each.number for each in found], left) == ([1], 2)


@NEEDS_MILVUS
def test_a_library_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LibraryMissing, match="no such library"):
        open_index(f"milvus-lite:{tmp_path}/none.db", create=False)
    assert not (tmp_path / "none.db").exists()


@NEEDS_MILVUS
def test_long_texts_come_back_whole(index: MilvusIndex) -> None:
    assert len(LONG.text.encode()) > 65_535
    add_to(index, EMBEDDER, LONG)
    assert index.get(LONG.id) == LONG
    (best,) = (h for h in index.search("1234", None, 3) if "1234" in h.passage.text)
    assert LONG.text[best.passage.start : best.passage.end] == best.passage.text
    assert index.remove(LONG.id)
    assert check_library(index).ok


def add_without_row(index: MilvusIndex, article: Article) -> None:
    """Add an article as who is killed before its row, which is written last."""
    put = Engine.put

    def killed(self: Engine, collection: str, rows: Sequence[Any]) -> None:
        if collection == "articles":
            raise KeyboardInterrupt
        put(self, collection, rows)

    with pytest.MonkeyPatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(Engine, "put", killed)
        add_to(index, EMBEDDER, article)


@NEEDS_MILVUS
def test_a_repair_leaves_what_another_process_is_writing(
    index: MilvusIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_without_row(index, FERRY)
    # The other process goes on while the repair waits.
    waiting = SimpleNamespace(sleep=lambda _: add_to(index, EMBEDDER, FERRY))
    monkeypatch.setattr(mending, "time", waiting)
    assert check_library(index, repair=True, embedder=lambda: EMBEDDER).ok
    assert len(index.passages(FERRY.id)) == 2
    assert index.get(FERRY.id) == FERRY


@NEEDS_MILVUS
def test_what_a_kill_leaves_is_not_found_and_is_mended(
    index: MilvusIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mending, "WRITING_S", 0.0)
    add_to(index, EMBEDDER, BAKER)
    add_without_row(index, FERRY)
    assert [info.id for info in index.articles()] == [BAKER.id]
    hits = index.search("ferry Norvik", EMBEDDER.encode_query("ferry Norvik"), 5)
    assert {hit.passage.article_id for hit in hits} == {BAKER.id}
    report = check_library(index)
    assert [(each.part, each.mendable) for each in report.problems] == [("orphans", True)]
    assert check_library(index, repair=True, embedder=lambda: EMBEDDER).ok
    assert check_library(index).problems == ()
    # Added again it writes the same rows.
    assert add_to(index, EMBEDDER, FERRY)
    assert len(index.passages(FERRY.id)) == 2


@NEEDS_MILVUS
def test_lost_passages_are_made_anew(index: MilvusIndex) -> None:
    add_to(index, EMBEDDER, FERRY)
    state = index.store.state()
    index.store.engine.delete(state["passages"], "position == 1")
    assert [each.part for each in check_library(index).problems] == ["passages"]
    report = check_library(index, repair=True, embedder=lambda: EMBEDDER)
    assert (report.ok, report.articles) == (True, 1)
    assert index.get(FERRY.id) == FERRY


@NEEDS_MILVUS
def test_another_embedder_takes_over(index: MilvusIndex) -> None:
    for article in (FERRY, BAKER, EMPTY):
        add_to(index, EMBEDDER, article)
    before = [index.passages(each.id) for each in (FERRY, BAKER, EMPTY)]
    other = HashEmbedder("hash-64", 64)
    report = reindex(index, other)
    assert (report.embedded, report.switched) == (2, True)
    assert [index.passages(each.id) for each in (FERRY, BAKER, EMPTY)] == before
    hits = index.search("ferry", other.encode_query("The ferry to Norvik is late."), 1)
    assert hits[0].passage.text == "The ferry to Norvik is late."
    assert not reindex(index, other).switched
    assert check_library(index).ok


@NEEDS_MILVUS
def test_reindexing_goes_on_where_it_stopped(index: MilvusIndex) -> None:
    for n in range(40):
        add_to(index, EMBEDDER, article_of(f"Boat {n} sails."))
    other = HashEmbedder("hash-64", 64)

    class Stopping(HashEmbedder):
        def encode_passages(self, texts: Sequence[str]) -> Any:
            if getattr(self, "used", False):
                raise KeyboardInterrupt
            self.used = True
            return super().encode_passages(texts)

    first = reindex(index, Stopping("hash-64", 64))
    assert (first.interrupted, first.embedded) == (True, 16)
    second = reindex(index, other)
    assert (second.resumed, second.embedded, second.switched) == (16, 24, True)


@NEEDS_MILVUS
def test_what_was_taken_out_comes_back(index: MilvusIndex) -> None:
    add_to(index, EMBEDDER, FERRY)
    index.link(Origin("/news/ferry.txt", "", FERRY.id))
    passages = index.passages(FERRY.id)
    taken = index.take_out([FERRY.id, "0" * 16])
    assert index.articles() == []
    assert index.put_back(taken) == [FERRY.id]
    assert index.get(FERRY.id) == FERRY
    assert index.passages(FERRY.id) == passages
    assert [each.article_id for each in index.origins("/news/ferry.txt")] == [FERRY.id]
    assert index.put_back(taken) == []


@NEEDS_MILVUS
def test_lists_are_those_of_a_file(index: MilvusIndex, library: Path) -> None:
    file = open_file(library, EMBEDDER.name, EMBEDDER.dimension)
    plain = article_of("A note without a date.", "Aside")
    kinds: tuple[Index, ...] = (index, file)
    for each in kinds:
        for article in (FERRY, plain, BAKER):
            add_to(each, EMBEDDER, article)
    assert index.facets(Filters()) == file.facets(Filters())
    for order in ("added", "newest", "oldest", "title", "source"):
        for query in ("", "norvik", "engine", "Courier bread", "nothing"):
            ours, theirs = (each.browse(query, Filters(), order, 0, 2) for each in kinds)
            assert ours == theirs, (order, query)
            ids = [each.browse_ids(query, Filters(), order, 1) for each in kinds]
            assert ids[0] == ids[1]
    for filters in (Filters(authors=("asa",)), Filters(until="2024"), Filters(sources=("herald",))):
        assert index.articles(filters) == file.articles(filters)
    file.close()


@NEEDS_MILVUS
def test_misspelt_names_are_read_as_the_library_spells_them(index: MilvusIndex) -> None:
    add_to(index, EMBEDDER, FERRY)

    def suggest(word: str) -> str:
        return word if word in ("where", "ferry") else ""

    assert index.correct_spelling("Where is Norvick?", suggest) == "Where is Norvik?"
    assert index.correct_spelling("Where is Norvik?", suggest) == "Where is Norvik?"
    assert index.correct_spelling("Where is Springfield?", suggest) == "Where is Springfield?"


@NEEDS_MILVUS
def test_conversations_are_kept_beside(index: MilvusIndex) -> None:
    with index.notes().writing() as db:
        db.execute("CREATE TABLE probe (x)")
    with index.notes().reading() as db:
        assert db.execute("SELECT count(*) FROM probe").fetchone() == (0,)


@pytest.mark.slow
@NEEDS_MILVUS
def test_another_process_reads_what_this_one_wrote(tmp_path: Path) -> None:
    # Milvus Lite is one process's at a time, so that each is one of its own.
    script = (
        "import sys; from qa.index import open_index; from tests.support.fakes import *\n"
        "from tests.index.test_milvus import FERRY, EMBEDDER as E\n"
        f"index = open_index('milvus-lite:{tmp_path}/n.db', E.name, E.dimension)\n"
        "print(add_to(index, E, FERRY), len(index.search('ferry', E.encode_query('ferry'), 5)))\n"
        "index.close()\n"
    )
    command = [sys.executable, "-c", script]
    runs = [
        subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
        for _ in range(2)
    ]
    assert [run.stdout for run in runs] == ["True 2\n", "False 2\n"]
    assert [run.stderr for run in runs] == ["", ""]
