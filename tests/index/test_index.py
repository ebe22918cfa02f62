"""The contract of ``Index``: every implementation passes all of this."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    rule,
)

from qa.errors import EmbedderMismatch, InputError, LibraryError
from qa.protocols import Index
from qa.records import Article, Filters, Passage
from tests.support.fakes import HashEmbedder, add_to, article_of, line_passages
from tests.support.libraries import BACKENDS, NEEDS_MILVUS, Opener, open_milvus, open_sqlite

EMBEDDER = HashEmbedder()

ALL = Filters()

BRIDGE = article_of(
    "The Halden bridge was closed on Monday.\nRepairs will cost $1.2bn, the mayor said.",
    "Bridge shut",
    source="Herald",
    date="2025-03-14",
)
CUP = article_of(
    "The U.S. team won the football cup.\nFans cheered for 2.5% longer than last year.",
    "Cup final",
    source="Courier",
    date="2025-03-15T21:30",
)
RECALL = article_of(
    "Orlo Motors recalls 40,000 cars.\nThe brakes of the cars fail in the cold.",
    "Recall",
    source="Herald",
)


@pytest.fixture(params=BACKENDS)
def opener(request: pytest.FixtureRequest) -> Opener:
    chosen: Opener = request.param
    return chosen


@pytest.fixture
def index(opener: Opener, tmp_path: Path) -> Iterator[Index]:
    opened = opener(tmp_path / "library.copydesk", EMBEDDER)
    yield opened
    opened.close()


@pytest.fixture
def filled(index: Index) -> Index:
    for article in (BRIDGE, CUP, RECALL):
        assert add_to(index, EMBEDDER, article)
    return index


def found(
    index: Index, query: str, k: int = 10, filters: Filters = ALL, dense: bool = True
) -> list[str]:
    """Texts of the hits: by cosine, or by BM25 among those with a shared word."""
    vector = EMBEDDER.encode_query(query) if dense else None
    hits = index.search(query, vector, k, filters)
    hits.sort(key=lambda hit: -(hit.dense if dense else hit.lexical))
    return [hit.passage.text for hit in hits][:k]


def test_is_an_index(index: Index) -> None:
    assert isinstance(index, Index)


def test_an_article_comes_back_whole(filled: Index) -> None:
    for article in (BRIDGE, CUP, RECALL):
        assert filled.get(article.id) == article
        assert filled.passages(article.id) == line_passages(article)


def test_texts_of_several_articles(filled: Index) -> None:
    asked = [BRIDGE.id, "0" * 16, "\ud800", CUP.id]
    assert filled.texts(asked) == {each.id: each.text for each in (BRIDGE, CUP)}
    assert filled.texts([]) == {}


def test_infos_say_what_is_stored(filled: Index) -> None:
    info = next(info for info in filled.articles() if info.id == BRIDGE.id)
    assert (info.title, info.source, info.date) == ("Bridge shut", "Herald", "2025-03-14")
    assert (info.characters, info.passages) == (len(BRIDGE.text), 2)


def test_newest_first_then_as_added(index: Index) -> None:
    order = [
        article_of(f"Story {number}.", date=date)
        for number, date in enumerate(["", "2024-01-02", "2025-01-01T08:00", "2025-01-01", ""])
    ]
    for article in order:
        add_to(index, EMBEDDER, article)
    assert [info.id for info in index.articles()] == [order[i].id for i in (2, 3, 1, 0, 4)]


def test_adding_twice_changes_nothing(filled: Index) -> None:
    again = Article(BRIDGE.id, BRIDGE.text, "Another title", date="1999-01-01")
    before = filled.articles()
    assert not add_to(filled, EMBEDDER, again)
    assert filled.articles() == before
    assert filled.get(BRIDGE.id) == BRIDGE


def test_unknown_ids(filled: Index) -> None:
    assert filled.get("0" * 16) is None
    assert filled.get("\ud800") is None
    assert filled.passages("0" * 16) == []
    assert not filled.remove("0" * 16)


def test_removed_articles_leave_no_trace(index: Index, opener: Opener, tmp_path: Path) -> None:
    for article in (BRIDGE, CUP, RECALL):
        add_to(index, EMBEDDER, article)
    assert index.remove(CUP.id)
    assert not index.remove(CUP.id)
    assert index.get(CUP.id) is None
    assert index.passages(CUP.id) == []
    assert CUP.id not in {info.id for info in index.articles()}
    assert found(index, "football", dense=False) == []

    never = opener(tmp_path / "never.copydesk", EMBEDDER)
    for article in (BRIDGE, RECALL):
        add_to(never, EMBEDDER, article)
    question = "Which bridge and cars of the cup?"
    vector = EMBEDDER.encode_query(question)
    # BM25 depends on every stored passage, so equal scores mean that none is left.
    assert index.search(question, vector, 9) == never.search(question, vector, 9)
    never.close()


def test_an_article_can_come_back(filled: Index) -> None:
    filled.remove(CUP.id)
    assert add_to(filled, EMBEDDER, CUP)
    assert filled.get(CUP.id) == CUP
    assert found(filled, "football", dense=False) == ["The U.S. team won the football cup."]


def test_both_signals_find(filled: Index) -> None:
    for dense in (True, False):
        assert found(filled, "Who won the football cup?", dense=dense)[0] == (
            "The U.S. team won the football cup."
        )
        assert found(filled, "repairs cost", dense=dense)[0].startswith("Repairs")


def test_words_are_found_in_every_form(filled: Index) -> None:
    for query in ("bridges", "BRIDGE", "bridgé"):
        assert "The Halden bridge was closed on Monday." in found(filled, query, dense=False)


def test_titles_are_searched(filled: Index) -> None:
    # "final" is in the cup's title alone.
    assert set(found(filled, "final", dense=False)) == set(CUP.text.split("\n"))


def test_facts_are_found_as_written(filled: Index) -> None:
    assert found(filled, "2.5%", dense=False) == [CUP.text.split("\n")[1]]
    assert found(filled, "40,000", dense=False) == ["Orlo Motors recalls 40,000 cars."]
    assert found(filled, "U.S.", dense=False) == ["The U.S. team won the football cup."]
    # The same digits in another order are another number.
    assert found(filled, "5.2", dense=False) == []


def test_hits_carry_both_scores(filled: Index) -> None:
    question = "Who closed the bridge?"
    vector = EMBEDDER.encode_query(question)
    hits = filled.search(question, vector, 10)
    assert len(hits) == 6
    for hit in hits:
        cosine = float(EMBEDDER.encode_query(hit.passage.text) @ vector)
        assert hit.dense == pytest.approx(cosine, abs=1e-3)
        assert hit.score == 0.0
    texts = {hit.passage.text: hit for hit in hits}
    assert texts["The Halden bridge was closed on Monday."].lexical > 0.0
    assert texts["The brakes of the cars fail in the cold."].lexical == 0.0
    assert texts["The Halden bridge was closed on Monday."].title == "Bridge shut"
    assert texts["The Halden bridge was closed on Monday."].date == "2025-03-14"


def test_the_union_is_of_both_tops(index: Index) -> None:
    lines = ["zebra zebra zebra crossing", "a zebrafish", "nothing of the kind", "no word shared"]
    add_to(index, EMBEDDER, article_of("\n".join(lines)))
    vector = EMBEDDER.encode_query("nothing of the kind")
    hits = index.search("zebra", vector, 1)
    assert [hit.passage.text for hit in hits] == [lines[0], lines[2]]
    # The dense hit's words and the lexical hit's cosine are looked up too.
    assert hits[0].lexical > 0.0
    assert hits[0].dense == pytest.approx(float(EMBEDDER.encode_query(lines[0]) @ vector), abs=1e-3)
    assert hits[1].lexical == 0.0
    assert hits[1].dense == pytest.approx(1.0, abs=1e-3)


def test_without_a_vector_words_alone_count(filled: Index) -> None:
    hits = filled.search("cars", None, 10)
    assert {hit.passage.text for hit in hits} == set(RECALL.text.split("\n"))
    assert all(hit.dense == 0.0 and hit.lexical > 0.0 for hit in hits)


def test_hits_come_in_the_order_added(index: Index) -> None:
    same = "The same words."
    for number in range(5):
        add_to(index, EMBEDDER, article_of(f"{same}\nStory {number}."))
    ids = [info.id for info in index.articles()]
    vector = EMBEDDER.encode_query(same)
    for k in (1, 3, 5):
        hits = [hit for hit in index.search(same, vector, k) if hit.passage.text == same]
        # Equals go to the first added, at any cut.
        assert [hit.passage.article_id for hit in hits] == ids[:k]


def test_search_of_nothing(index: Index) -> None:
    assert index.search("anything", EMBEDDER.encode_query("anything"), 5) == []
    assert index.articles() == []


def test_k_has_a_least(filled: Index) -> None:
    with pytest.raises(InputError, match="k: 0 is under"):
        filled.search("bridge", None, 0)


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), {"bridge", "cup", "recall"}),
        (Filters(article_ids=(CUP.id,)), {"cup"}),
        (Filters(article_ids=(CUP.id, RECALL.id, "0" * 16)), {"cup", "recall"}),
        (Filters(article_ids=("0" * 16,)), set()),
        (Filters(sources=("Herald",)), {"bridge", "recall"}),
        (Filters(sources=("herald",)), {"bridge", "recall"}),  # whatever the case
        (Filters(sources=("Herald", "Courier")), {"bridge", "cup", "recall"}),
        (Filters(since="2025-03-14"), {"bridge", "cup"}),
        (Filters(since="2025-03-15"), {"cup"}),
        (Filters(since="2025-03-15T21:30"), {"cup"}),
        (Filters(since="2025-03-15T21:31"), set()),
        (Filters(until="2025-03-14"), {"bridge"}),
        (Filters(until="2025-03-15"), {"bridge", "cup"}),
        (Filters(until="2025-03-15T21:29"), {"bridge"}),
        (Filters(until="2025-03"), {"bridge", "cup"}),
        (Filters(since="2025-03-15", until="2025-03-14"), set()),
        (Filters(sources=("Herald",), since="2025-01-01"), {"bridge"}),
        (Filters(sources=("' OR 1=1 --",)), set()),
        (Filters(since="\ud800"), set()),
    ],
)
def test_filters(filled: Index, filters: Filters, expected: set[str]) -> None:
    names = {BRIDGE.id: "bridge", CUP.id: "cup", RECALL.id: "recall"}
    assert {names[info.id] for info in filled.articles(filters)} == expected
    question = "the bridge, the cup and the cars"
    for vector in (EMBEDDER.encode_query(question), None):
        hits = filled.search(question, vector, 10, filters)
        assert {names[hit.passage.article_id] for hit in hits} == expected


def test_filters_apply_before_the_cut(index: Index) -> None:
    for number in range(20):
        add_to(index, EMBEDDER, article_of(f"The bridge of town {number} is closed.", source="A"))
    far = article_of("A bridge game for four in the evening.", source="B")
    add_to(index, EMBEDDER, far)
    for dense in (True, False):
        only = found(index, "bridge closed", 1, Filters(sources=("B",)), dense)
        assert only == [far.text]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(query=st.text() | st.text(alphabet="\"'*()^:-+{}NEARORANDT \0title"))
def test_any_query_is_safe(filled: Index, query: str) -> None:
    for hit in filled.search(query, EMBEDDER.encode_query(query), 3):
        assert hit.passage.text
    filled.search(query, None, 3)


@pytest.mark.parametrize(
    "query",
    [
        "",
        " \n\t",
        "\0",
        "\ud800",
        '"',
        '" OR "',
        "title : bridge",
        "{title text} : x",
        "NEAR(bridge cup, 2)",
        "bridge*",
        "^bridge",
        "-bridge",
        "AND OR NOT",
        "_ __",
        "²",
        "'; DROP TABLE articles; --",
        "\u0301\u0301",
        "bridge " * 14_286,
        "x" * 100_000,
        " ".join(f"word{n}" for n in range(12_000)),
    ],
)
def test_hostile_queries(filled: Index, query: str) -> None:
    filled.search(query, EMBEDDER.encode_query(query[:100]), 3)
    assert len(filled.articles()) == 3


def test_operators_are_words(filled: Index) -> None:
    assert found(filled, 'bridge" NOT "halden', dense=False)[0].startswith("The Halden bridge")
    assert found(filled, "text:brid*", dense=False) == []


def test_stop_words_count_only_alone(filled: Index) -> None:
    the = {line for a in (BRIDGE, CUP, RECALL) for line in a.text.split("\n") if "the " in line}
    assert set(found(filled, "the bridge", dense=False)) == set(BRIDGE.text.split("\n"))
    assert the <= set(found(filled, "the", dense=False))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1),
    title=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
)
def test_text_is_kept_to_the_character(index: Index, text: str, title: str) -> None:
    article = article_of(text, title)
    add_to(index, EMBEDDER, article)
    try:
        stored = index.get(article.id)
        assert stored is not None
        assert stored.text == text
        assert index.passages(article.id) == line_passages(article)
        for hit in index.search(text, EMBEDDER.encode_query(text), 5):
            assert text[hit.passage.start : hit.passage.end] == hit.passage.text
    finally:
        assert index.remove(article.id)


def test_a_hundred_thousand_characters(index: Index) -> None:
    lines = [f"Line {n} of the long report \U0001f4f0." for n in range(3_000)]
    article = article_of("\n".join(lines))
    add_to(index, EMBEDDER, article)
    (info,) = index.articles()
    assert (info.characters, info.passages) == (len(article.text), 3_000)
    hit = max(index.search("2718", None, 3), key=lambda hit: hit.lexical)
    assert hit.passage.text == lines[2718]
    assert article.text[hit.passage.start : hit.passage.end] == hit.passage.text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 60), k=st.integers(1, 20))
def test_the_scan_is_exact(opener: Opener, seed: int, count: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(count, 32)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    article = article_of("\n".join(f"p{n}" for n in range(count)))
    with tempfile.TemporaryDirectory() as folder:
        index = opener(Path(folder) / "library.copydesk", HashEmbedder("rows", 32))
        index.add(article, line_passages(article), rows)
        hits = index.search("", rows[0], k)
        index.close()
    cosines = np.sort(rows @ rows[0])[::-1][:k]
    assert sorted((hit.dense for hit in hits), reverse=True) == pytest.approx(cosines, abs=1e-3)


def test_another_embedder_is_refused(opener: Opener, tmp_path: Path) -> None:
    path = tmp_path / "library.copydesk"
    index = opener(path, EMBEDDER)
    add_to(index, EMBEDDER, BRIDGE)
    index.close()
    for other in (HashEmbedder("hash-512", 512), HashEmbedder("other", 256)):
        with pytest.raises(EmbedderMismatch) as caught:
            opener(path, other)
        message = str(caught.value)
        assert "hash-256 (256)" in message
        assert f"{other.name} ({other.dimension})" in message
        assert "--embedder hash-256" in message
        assert "--library" in message
    again = opener(path, EMBEDDER)
    assert again.get(BRIDGE.id) == BRIDGE
    with pytest.raises(EmbedderMismatch, match="asked for"):
        again.search("bridge", HashEmbedder("hash-256", 64).encode_query("bridge"), 3)
    again.close()


def test_an_emptied_library_takes_any_embedder(opener: Opener, tmp_path: Path) -> None:
    path = tmp_path / "library.copydesk"
    index = opener(path, EMBEDDER)
    add_to(index, EMBEDDER, BRIDGE)
    index.remove(BRIDGE.id)
    index.close()
    other = HashEmbedder("hash-64", 64)
    index = opener(path, other)
    assert add_to(index, other, CUP)
    hits = index.search("football", other.encode_query("football"), 5)
    assert {hit.passage.article_id for hit in hits} == {CUP.id}
    index.close()


@pytest.mark.parametrize("fault", ["rows", "dimension", "nan", "foreign", "text", "surrogate"])
def test_parts_that_do_not_fit_are_refused(filled: Index, fault: str) -> None:
    article = article_of("One line.\nAnother line.")
    passages = line_passages(article)
    vectors = EMBEDDER.encode_passages([p.text for p in passages])
    if fault == "rows":
        vectors = vectors[:1]
    elif fault == "dimension":
        vectors = vectors[:, :100]
    elif fault == "nan":
        vectors[1, 7] = np.nan
    elif fault == "foreign":
        passages[1] = Passage(BRIDGE.id, passages[1].start, passages[1].end, passages[1].text)
    elif fault == "text":
        passages[1] = Passage(article.id, 0, 5, "Other")
    else:
        article = Article(article.id, article.text, "half \ud83d of a pair")
    before = filled.articles()
    with pytest.raises(InputError, match=article.id):
        filled.add(article, passages, vectors)
    assert filled.articles() == before
    assert filled.get(article.id) is None


def test_an_article_without_passages(index: Index) -> None:
    empty = article_of("\n")
    assert index.add(empty, [], EMBEDDER.encode_passages([]))
    add_to(index, EMBEDDER, BRIDGE)
    assert index.passages(empty.id) == []
    assert found(index, "bridge")[0].startswith("The Halden bridge")


def test_closed_means_closed(filled: Index) -> None:
    filled.close()
    filled.close()
    for use in (
        filled.articles,
        lambda: filled.get(BRIDGE.id),
        lambda: filled.remove(BRIDGE.id),
        lambda: add_to(filled, EMBEDDER, BRIDGE),
        lambda: filled.search("bridge", None, 1),
    ):
        with pytest.raises(LibraryError, match="closed"):
            use()


def test_threads_share_an_index(index: Index) -> None:
    articles = [
        article_of(f"Bridge {n} is closed.\nRepairs of bridge {n} begin.", date=f"2025-01-{n:02}")
        for n in range(1, 25)
    ]
    by_id = {article.id: article for article in articles}

    def work(article: Article) -> int:
        assert add_to(index, EMBEDDER, article)
        seen = index.search("closed bridge", EMBEDDER.encode_query("closed bridge"), 50)
        ids = [hit.passage.article_id for hit in seen]
        # Both passages of an article, or none: never half of one.
        assert all(ids.count(article_id) == 2 for article_id in ids)
        assert article.id in ids
        for hit in seen:
            text = by_id[hit.passage.article_id].text
            assert text[hit.passage.start : hit.passage.end] == hit.passage.text
        if int(article.date[-2:]) % 2:
            assert index.remove(article.id)
        return len(index.articles())

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, articles))
    kept = [article for article in articles if int(article.date[-2:]) % 2 == 0]
    assert {info.id for info in index.articles()} == {article.id for article in kept}
    hits = index.search("", EMBEDDER.encode_query("bridge"), 100)
    assert len(hits) == 2 * len(kept)


WORDS = ("bridge", "cup", "car", "river", "vote", "snow")


class Library(RuleBasedStateMachine):
    """Any order of adding and removing leaves what a dict would hold."""

    opener: Opener
    stored = Bundle("stored")

    @initialize()
    def start(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "library.copydesk"
        self.index = self.opener(self.path, EMBEDDER)
        self.model: dict[str, Article] = {}

    @rule(
        target=stored,
        lines=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        number=st.integers(0, 3),
        source=st.sampled_from(["", "A", "B"]),
        date=st.sampled_from(["", "2025-01-01", "2025-01-02T03:04"]),
    )
    def add(self, lines: list[str], number: int, source: str, date: str) -> str:
        text = "\n".join(f"{word} {number}" for word in lines)
        article = article_of(text, source=source, date=date)
        assert add_to(self.index, EMBEDDER, article) == (article.id not in self.model)
        self.model.setdefault(article.id, article)
        return article.id

    @rule(article_id=consumes(stored))
    def remove(self, article_id: str) -> None:
        assert self.index.remove(article_id) == (article_id in self.model)
        self.model.pop(article_id, None)

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = self.opener(self.path, EMBEDDER)

    @rule(word=st.sampled_from(WORDS), source=st.sampled_from(["", "A", "B"]))
    def search(self, word: str, source: str) -> None:
        filters = Filters(sources=(source,)) if source else Filters()
        inside = [a for a in self.model.values() if source in ("", a.source)]
        lines = sorted((a.id, line) for a in inside for line in a.text.split("\n"))
        hits = self.index.search(word, None, 1000, filters)
        assert sorted((h.passage.article_id, h.passage.text) for h in hits) == [
            (article_id, line) for article_id, line in lines if word in line
        ]
        hits = self.index.search("", EMBEDDER.encode_query(word), 1000, filters)
        assert sorted((h.passage.article_id, h.passage.text) for h in hits) == lines

    @invariant()
    def lists_what_the_model_holds(self) -> None:
        infos = self.index.articles()
        order = {article_id: place for place, article_id in enumerate(self.model)}
        # Later first by date, then as added: sorted() is stable over the model's order.
        expected = sorted(self.model, key=lambda i: order[i])
        expected.sort(key=lambda i: self.model[i].date, reverse=True)
        assert [info.id for info in infos] == expected
        for info in infos:
            assert self.index.get(info.id) == self.model[info.id]

    def teardown(self) -> None:
        if hasattr(self, "index"):
            self.index.close()
            self.folder.cleanup()


class SQLiteLibrary(Library):
    opener = staticmethod(open_sqlite)


TestSQLiteLibrary = pytest.mark.slow(SQLiteLibrary.TestCase)
TestSQLiteLibrary.settings = settings(max_examples=25, stateful_step_count=20)


class MilvusLibrary(Library):
    opener = staticmethod(open_milvus)


TestMilvusLibrary = NEEDS_MILVUS(pytest.mark.slow(MilvusLibrary.TestCase))
TestMilvusLibrary.settings = settings(max_examples=8, stateful_step_count=12)
