"""The whole API on real library files; only the models are small and exact."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from qa import Desk
from qa.desk import (
    COMPARE_LIMIT,
    LIBRARY_VARIABLE,
    MAX_QUESTION,
    MAX_SENTENCES,
    MAX_TOP_K,
    SUMMARY_LIMIT,
    TOPIC_COSINE,
    TOPIC_SHARE,
    default_library,
)
from qa.errors import ArticleNotFound, EmbedderMismatch, InputError, LibraryError
from qa.index.retrieval import DEFAULT_TOP_K
from qa.ingest import store
from qa.protocols import Vectors
from qa.records import (
    AddReport,
    Answer,
    Article,
    Comparison,
    Filters,
    ProgressEvent,
    Record,
    Summary,
)
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator

BRIDGE = article_from_text(
    "Council backs harbour bridge\n\n"
    "The council of Marlow Bay voted on Tuesday to build the harbour bridge. "
    "The harbour bridge will cost $1.2 billion, said Mayor Ilse Odell. "
    "Ferries will carry commuters until the bridge opens in 2031.\n",
    source="Courier",
    date="2025-02-11",
)
AUDIT = article_from_text(
    "Auditor doubts the bridge\n\n"
    "An auditor looked at the plan of Marlow Bay. "
    "The harbour bridge will cost $1.9 billion, said the auditor, Paul Yeo.\n",
    source="Ledger",
    date="2025-02-27",
)
STORM = article_from_text(
    "Storm cuts power to Skerra\n\n"
    "A storm cut power to the island of Skerra overnight. "
    "Engineers restored electricity to 85% of homes by noon.\n",
    source="Courier",
    date="2025-03-02",
)
ALL = (BRIDGE, AUDIT, STORM)
COST = "How much will the harbour bridge cost?"
ABSENT = "Which opera won the festival prize in Vienna?"


def opened(path: Path, **options: Any) -> Desk:
    return Desk.open(path, **{"model": OverlapGenerator(), "embedder": HashEmbedder(), **options})


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    with opened(library) as made:
        yield made


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    report = desk.add(*ALL)
    assert len(report.added) == 3
    return desk


def many(count: int) -> list[Article]:
    return [
        article_from_text(f"Pier {n} in the news\n\nThe new pier {n} will cost ${n + 2} million.\n")
        for n in range(count)
    ]


def exact(desk: Desk, result: Answer | Summary | Comparison) -> int:
    """Check every citation against the stored text; return how many there are."""
    holders: Sequence[Any] = (result,)
    if isinstance(result, Summary):
        holders = result.sentences
    elif isinstance(result, Comparison):
        holders = result.answers
    citations = [c for holder in holders for c in holder.citations]
    for c in citations:
        assert c.start < c.end
        assert desk.article(c.article_id).text[c.start : c.end] == c.quote
    return len(citations)


# Adding, listing, showing, removing


def test_articles_are_listed_newest_first_and_shown_whole(stocked: Desk) -> None:
    assert [info.id for info in stocked.articles()] == [STORM.id, AUDIT.id, BRIDGE.id]
    for article in ALL:
        assert stocked.article(article.id) == article
        assert stocked.article(article.id[:8]) == article
        assert stocked.article(f" {article.id[:8].upper()}\n") == article
    for info in stocked.articles():
        assert info.characters == len(stocked.article(info.id).text)
        assert info.passages >= 1


@pytest.mark.parametrize("wrong", ["ffffffffffffffff", "ffff", "abc", "", "../etc", "%", "' OR 1"])
def test_an_unknown_id_is_not_found(stocked: Desk, wrong: str) -> None:
    calls: list[Callable[[], object]] = [
        lambda: stocked.article(wrong),
        lambda: stocked.remove(BRIDGE.id, wrong),
        lambda: stocked.ask(COST, articles=[wrong]),
        lambda: stocked.compare(COST, articles=[wrong]),
        lambda: stocked.summarize(articles=[wrong]),
        lambda: stocked.stream(COST, articles=[wrong]),
    ]
    for call in calls:
        with pytest.raises(ArticleNotFound):
            call()
    assert len(stocked.articles()) == 3


def test_an_ambiguous_prefix_is_refused_and_a_longer_one_taken(desk: Desk) -> None:
    by_prefix: dict[str, Article] = {}
    for number in range(100_000):  # two of some 300 texts share four digits
        article = article_from_text(f"Note {number}")
        twin = by_prefix.setdefault(article.id[:4], article)
        if twin is not article:
            break
    desk.add(twin, article)
    with pytest.raises(ArticleNotFound, match="begins 2 ids; give more digits"):
        desk.remove(article.id[:4])
    shared = next(n for n in range(4, 17) if twin.id[:n] != article.id[:n])
    assert [info.id for info in desk.remove(article.id[:shared])] == [article.id]
    assert desk.article(twin.id[:4]) == twin


def test_adding_twice_changes_nothing(stocked: Desk, library: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.txt").write_text(BRIDGE.text, "utf-8")
    before = stocked.articles()
    for again in (BRIDGE, tmp_path / "copy.txt", str(tmp_path / "copy.txt")):
        report = stocked.add(again, title="Another title", date="1999-01-01")
        assert report == AddReport(unchanged=(before[-1],))
    assert stocked.add(STORM, STORM).unchanged == (before[0], before[0])
    assert stocked.articles() == before


def test_removed_articles_are_gone_and_can_come_back(stocked: Desk) -> None:
    before = stocked.ask(COST)
    removed = stocked.remove(BRIDGE.id[:6], AUDIT.id, BRIDGE.id)
    assert [info.id for info in removed] == [BRIDGE.id, AUDIT.id]
    assert [info.id for info in stocked.articles()] == [STORM.id]
    assert not stocked.ask(COST).answerable
    assert {hit.passage.article_id for hit in stocked.search(COST)} == {STORM.id}
    stocked.add(BRIDGE, AUDIT)
    assert stocked.ask(COST).answer == before.answer
    assert stocked.remove() == []


def test_a_folder_with_one_bad_file(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    for article in ALL:
        (folder / f"{article.id}.txt").write_text(article.text, "utf-8")
    (folder / "binary.txt").write_bytes(b"\x00\x01\xff" * 50)
    (folder / "SOURCES.md").write_text("Where these come from\n")
    (folder / "README.txt").write_text("Read me\n")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    report = desk.add(folder, folder / "missing.txt")
    assert {info.id for info in report.added} == {article.id for article in ALL}
    reasons = {Path(failure.path).name: failure.reason for failure in report.failed}
    assert set(reasons) == {"binary.txt", "SOURCES.md", "README.txt", "missing.txt"}
    assert "NUL" in reasons["binary.txt"]
    assert "describes its folder" in reasons["SOURCES.md"]
    assert "no such file" in reasons["missing.txt"]
    assert not report.interrupted
    # What describes a folder can still be an article, when it is named.
    assert len(desk.add(folder / "SOURCES.md").added) == 1


def test_nothing_to_add(desk: Desk) -> None:
    with pytest.raises(InputError, match="nothing to add"):
        desk.add()


def test_flags_override_what_a_file_says(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("---\nsource: Courier\ndate: 2025-01-01\n---\nTitle\n\nIt rained all day.\n")
    [info] = desk.add(path, title="Rain", author="A. Yeo", date="3 March 2025", url="u:1").added
    assert (info.title, info.source, info.author) == ("Rain", "Courier", "A. Yeo")
    assert (info.date, info.url) == ("2025-03-03", "u:1")
    with pytest.raises(InputError, match="'soon' is not a day"):
        desk.add(path, date="soon")


def test_a_callers_article_is_checked_like_a_file(desk: Desk) -> None:
    blank = replace(BRIDGE, text=" \n")
    foreign = replace(BRIDGE, id="../../etc/passwd")
    nul = replace(BRIDGE, text="a\0b")
    dated = replace(BRIDGE, date="yesterday")
    surrogate = replace(STORM, title="half \ud83d of a pair")
    report = desk.add(blank, foreign, nul, dated, surrogate, AUDIT)
    assert [info.id for info in report.added] == [STORM.id, AUDIT.id]
    assert len(report.failed) == 4
    json.dumps(report.to_dict()).encode("utf-8")
    assert "article_from_text" in report.failed[1].reason


# Asking


def test_an_answer_is_quoted_from_an_article(stocked: Desk) -> None:
    answer = stocked.ask(COST, articles=[BRIDGE.id[:5]])
    assert answer.answerable
    assert answer.answer.startswith("$1.2")
    assert exact(stocked, answer) == 1
    assert answer.citations[0].article_id == BRIDGE.id
    assert 0.5 < answer.confidence <= 1.0
    assert answer.model == "overlap"
    assert set(answer.timings_ms) == {"load", "retrieve", "read", "total"}
    assert answer.passages[0].passage.article_id == BRIDGE.id


def test_no_answer_shows_the_nearest_passages(stocked: Desk) -> None:
    answer = stocked.ask(ABSENT)
    assert (answer.answer, answer.answerable, answer.citations) == ("", False, ())
    assert answer.passages
    forced = stocked.ask(ABSENT, force=True)
    assert not forced.answerable
    assert forced.answer
    assert exact(stocked, forced) == 1
    assert list(stocked.stream(ABSENT)) == []


@pytest.mark.parametrize("question", ["", " ", "\n\t \u2003", " " * 100_000])
def test_an_empty_question_is_refused(stocked: Desk, question: str) -> None:
    for call in (stocked.ask, stocked.search, stocked.compare, stocked.stream):
        with pytest.raises(InputError, match="the question is empty"):
            call(question)
    with pytest.raises(InputError, match="empty"):
        stocked.summarize(about=question)


def test_a_long_question_is_refused_with_its_length(stocked: Desk) -> None:
    for call in (stocked.ask, stocked.search, stocked.compare, stocked.stream):
        with pytest.raises(InputError, match=r"100,000 characters, over the limit of 2,000"):
            call("x" * 100_000)
    assert stocked.ask(f"{COST} {'x' * (MAX_QUESTION - len(COST) - 1)}").passages
    # Blanks do not count: a question pasted with its line breaks is as long as its words.
    assert stocked.ask("\n" * 5_000 + COST).question.endswith(COST)


@pytest.mark.parametrize(
    "question",
    [
        '"',
        "* OR NEAR(",
        "'; DROP TABLE articles; --",
        "\0",
        "half \ud83d pair",
        "桥要花多少钱?",
        "a" * 2000,
    ],
)
def test_any_question_is_safe(stocked: Desk, question: str) -> None:
    for mode in ("hybrid", "dense", "lexical"):
        answer = stocked.ask(question, mode=mode)
        assert not answer.answerable
    assert stocked.compare(question).groups == ()
    assert len(stocked.articles()) == 3


@pytest.mark.parametrize("top_k", [0, -1, MAX_TOP_K + 1])
def test_top_k_has_a_range(stocked: Desk, top_k: int) -> None:
    for call in (stocked.ask, stocked.search, stocked.stream):
        with pytest.raises(InputError, match=f"top_k: {top_k} is not between 1 and {MAX_TOP_K}"):
            call(COST, top_k=top_k)


def test_top_k_passages_are_read(stocked: Desk) -> None:
    assert [len(stocked.ask(COST, top_k=k).passages) for k in (1, 2, 3, MAX_TOP_K)] == [1, 2, 3, 3]
    assert stocked.ask(COST, top_k=2).passages == tuple(stocked.search(COST, top_k=2))


def test_an_unknown_mode_is_refused(stocked: Desk) -> None:
    with pytest.raises(InputError, match="mode"):
        stocked.ask(COST, mode="psychic")  # type: ignore[arg-type]


def test_an_empty_library_says_so(desk: Desk) -> None:
    calls: list[Callable[[], object]] = [
        lambda: desk.ask(COST),
        lambda: desk.stream(COST),
        lambda: desk.compare(COST),
        lambda: desk.summarize(),
        lambda: desk.summarize(about="the bridge"),
    ]
    for call in calls:
        with pytest.raises(InputError, match=r"no articles.*copydesk add PATH"):
            call()
    assert desk.articles() == []
    assert desk.search(COST) == []


def passages_of(answer: Answer) -> set[str]:
    return {hit.passage.article_id for hit in answer.passages}


def test_filters(stocked: Desk) -> None:
    ask = stocked.ask
    assert passages_of(ask(COST, articles=[AUDIT.id, STORM.id[:4]])) == {AUDIT.id, STORM.id}
    assert passages_of(ask(COST, source="Courier")) == {BRIDGE.id, STORM.id}
    assert passages_of(ask(COST, source=" Courier ", since="2025-02-12")) == {STORM.id}
    assert passages_of(ask(COST, since="2025-02-27")) == {AUDIT.id, STORM.id}
    assert passages_of(ask(COST, until="27 February 2025")) == {AUDIT.id, BRIDGE.id}
    assert passages_of(ask(COST, since="2025-02-27", until="2025-02-27")) == {AUDIT.id}
    with pytest.raises(InputError, match="no article of source Herald; there are: Courier, Ledger"):
        ask(COST, source="Herald")
    assert stocked.articles(source="Herald") == []
    assert "".join(stocked.stream(COST, articles=[AUDIT.id])) == ask(COST, source="Ledger").answer
    assert [i.id for i in stocked.articles(filters=Filters(sources=("Ledger",)))] == [AUDIT.id]
    assert stocked.articles(source="Ledger") == stocked.articles(articles=[AUDIT.id[:5]])


@pytest.mark.parametrize("value", ["soon", "2025-02-30", "03/04/2025", "2025", "\0", "é" * 500])
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_bad_date_is_an_input_error(stocked: Desk, name: str, value: str) -> None:
    with pytest.raises(InputError, match=rf"^{name} .* 2025-03-14"):
        stocked.ask(COST, **{name: value})  # type: ignore[arg-type]


def test_dates_the_wrong_way_round(stocked: Desk) -> None:
    with pytest.raises(InputError, match="since 2025-03-01 is after until 2025-02-01"):
        stocked.ask(COST, since="2025-03-01", until="2025-02-01")
    assert stocked.ask(COST, since="2025-03-02T09:00", until="2025-03-02").passages


@pytest.mark.parametrize("question", [COST, ABSENT, "Will the bridge cost $1.2 billion?"])
def test_streaming_gives_the_answer(stocked: Desk, question: str) -> None:
    stream = stocked.stream(question, explain=True)
    whole = stocked.ask(question, explain=True)
    assert replace(stream.answer, timings_ms={}) == replace(whole, timings_ms={})
    assert "".join(stream) == whole.answer


def test_the_words_of_a_reader_come_one_by_one(stocked: Desk) -> None:
    assert len(list(stocked.stream(COST))) > 1


# Summaries


def test_summaries_of_one_several_and_all(stocked: Desk) -> None:
    one = stocked.summarize(articles=[AUDIT.id[:6]])
    assert one.article_ids == (AUDIT.id,)
    both = stocked.summarize(articles=[AUDIT.id, BRIDGE.id, AUDIT.id], sentences=2)
    assert both.article_ids == (AUDIT.id, BRIDGE.id)
    assert both.summary.startswith("27 February 2025: ")  # a story of two days, the newest first
    whole = stocked.summarize(sentences=4)
    assert set(whole.article_ids) == {a.id for a in ALL}
    for made, most in ((one, 3), (both, 2), (whole, 4)):
        assert 0 < len(made.sentences) <= most
        assert all(s.text in made.summary for s in made.sentences)
        assert "\n" not in made.summary
        assert all(s.supported for s in made.sentences)
        assert exact(stocked, made) >= len(made.sentences)
        assert {c.article_id for s in made.sentences for c in s.citations} <= set(made.article_ids)


def test_a_topic_draws_on_what_is_about_it(stocked: Desk) -> None:
    made = stocked.summarize(about="harbour bridge")
    assert set(made.article_ids) == {BRIDGE.id, AUDIT.id}
    assert "bridge" in made.summary
    assert stocked.summarize(articles=[AUDIT.id, STORM.id], about="harbour bridge").article_ids == (
        AUDIT.id,
    )
    assert stocked.summarize(about="Skerra").article_ids == (STORM.id,)


def test_a_library_that_is_all_about_one_topic_is_not_cut_in_half(desk: Desk) -> None:
    articles = many(4)
    desk.add(*articles)
    assert set(desk.summarize(about="the pier").article_ids) == {a.id for a in articles}


class Angled(HashEmbedder):
    """Places passages at given cosines to every query, by the first word that they hold."""

    def __init__(self, **cosines: float) -> None:
        super().__init__("angled", 2)
        self._cosines = cosines

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        found = [next((c for w, c in self._cosines.items() if w in text), 0.0) for text in texts]
        return np.array([[c, (1 - c * c) ** 0.5] for c in found], dtype=np.float32)

    def encode_query(self, text: str) -> Vectors:
        return np.array([1.0, 0.0], dtype=np.float32)


def test_a_topic_need_not_be_named_nor_be_understood(library: Path) -> None:
    near, close, far = 0.8, 0.8 * TOPIC_SHARE + 0.01, 0.8 * TOPIC_SHARE - 0.01
    with opened(library, embedder=Angled(Auditor=near, Council=close, Storm=far)) as desk:
        desk.add(*ALL)
        # No word is shared: the cosine decides, against the best one's.
        assert set(desk.summarize(about="viaduct").article_ids) == {AUDIT.id, BRIDGE.id}
        # A name counts, however far its vector is.
        assert STORM.id in desk.summarize(about="Skerra").article_ids


def test_nothing_near_enough_is_no_topic(library: Path) -> None:
    angles = Angled(Auditor=TOPIC_COSINE - 0.01, Council=TOPIC_COSINE - 0.02)
    with opened(library, embedder=angles) as desk:
        desk.add(*ALL)
        with pytest.raises(InputError, match="no article is about 'viaduct'"):
            desk.summarize(about="viaduct")
        assert desk.summarize(about="Skerra").article_ids == (STORM.id,)


@pytest.mark.parametrize("topic", ["quantum chromodynamics", "opera festival", "zzz", "?!", "桥"])
def test_an_unknown_topic_is_refused(stocked: Desk, topic: str) -> None:
    with pytest.raises(InputError, match="no article is about"):
        stocked.summarize(about=topic)


def test_one_shared_word_of_many_makes_no_topic(library: Path) -> None:
    # "power" is in the storm's article; who directs which opera is not.
    topic = "who struggles for power among the ambitious directors of Viennese opera houses"
    with opened(library, embedder=HashEmbedder("hash-8192", 8192)) as desk:
        desk.add(*ALL)
        best = max(desk.search(topic), key=lambda hit: hit.lexical)
        assert best.lexical > 0
        assert best.dense < TOPIC_COSINE
        with pytest.raises(InputError, match="no article is about"):
            desk.summarize(about=topic)
        assert desk.summarize(about="power on Skerra").article_ids == (STORM.id,)


@pytest.mark.parametrize("sentences", [0, -1, MAX_SENTENCES + 1])
def test_sentences_have_a_range(stocked: Desk, sentences: int) -> None:
    with pytest.raises(InputError, match=f"{sentences} is not between 1 and {MAX_SENTENCES}"):
        stocked.summarize(articles=[BRIDGE.id], sentences=sentences)


def test_too_many_articles_for_one_summary(desk: Desk) -> None:
    desk.add(*many(SUMMARY_LIMIT + 1))
    with pytest.raises(InputError, match=rf"{SUMMARY_LIMIT + 1} articles are over the limit"):
        desk.summarize()
    ids = [info.id for info in desk.articles()]
    assert len(desk.summarize(articles=ids[1:], sentences=2).sentences) == 2
    assert desk.summarize(about="pier 7").summary


# Comparisons


def test_who_agrees_and_who_is_silent(stocked: Desk) -> None:
    made = stocked.compare(COST)
    assert [a.article_id for a in made.answers] == [STORM.id, AUDIT.id, BRIDGE.id]
    assert {g.article_ids for g in made.groups} == {(BRIDGE.id,), (AUDIT.id,)}
    assert made.silent == (STORM.id,)
    assert exact(stocked, made) == 2
    chosen = stocked.compare(COST, articles=[AUDIT.id[:6], STORM.id])
    assert {a.article_id for a in chosen.answers} == {AUDIT.id, STORM.id}


def test_comparing_more_than_fit(desk: Desk) -> None:
    desk.add(*many(COMPARE_LIMIT + 5), STORM)
    question = "How much power was cut on the island of Skerra overnight?"
    made = desk.compare(question)
    ids = [a.article_id for a in made.answers]
    assert STORM.id in ids  # those that fit the question best are kept
    assert 1 < len(ids) <= COMPARE_LIMIT
    everything = [info.id for info in desk.articles()]
    assert made.unread == len(everything) - len(ids)
    chosen = desk.compare(question, articles=everything)  # those that are chosen are all asked
    assert (len(chosen.answers), chosen.unread) == (len(everything), 0)


# Progress


def test_progress_is_reported(library: Path) -> None:
    heard: list[ProgressEvent] = []
    with opened(library, progress=heard.append) as desk:
        desk.add(BRIDGE, AUDIT)
        added = [(e.done, e.total, e.detail, e.article_id) for e in heard if e.stage == "add"]
        # Both are read, then embedded together, then stored one by one.
        assert added == [
            (0, 2, BRIDGE.title, ""),
            (0, 2, AUDIT.title, ""),
            (0, 2, BRIDGE.title, BRIDGE.id),
            (1, 2, AUDIT.title, AUDIT.id),
            (2, 2, "", ""),
        ]
        counted = [e.passages for e in heard if e.stage == "add"]
        assert counted == [0, 0, *[sum(i.passages for i in desk.articles())] * 3]
        heard.clear()
        desk.ask(COST)
        assert heard == [ProgressEvent("read", 0, 2), ProgressEvent("read", 2, 2)]
        heard.clear()
        list(desk.stream(COST, articles=[AUDIT.id]))
        assert heard == [ProgressEvent("read", 0, 1), ProgressEvent("read", 1, 1)]
        heard.clear()
        desk.add(*many(20), progress=lambda event: None)  # one call's own listener
        assert heard == []
        total = sum(min(DEFAULT_TOP_K, info.passages) for info in desk.articles())
        desk.compare(COST)
        assert {e.stage for e in heard} == {"read"}
        assert [e.done for e in heard] == sorted({e.done for e in heard})
        assert (heard[0].done, heard[-1].done) == (0, total)
        assert {e.total for e in heard} == {total}


# What goes wrong


class Interrupting(HashEmbedder):
    """Ctrl-C comes while the third article is embedded."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0

    def encode_passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        if self.calls == 3:
            raise KeyboardInterrupt
        return super().encode_passages(texts)


def test_ctrl_c_keeps_what_is_added_and_a_rerun_completes(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "BATCH_PASSAGES", 1)
    with opened(library, embedder=Interrupting()) as desk:
        report = desk.add(*ALL)
        assert report.interrupted
        assert [info.id for info in report.added] == [BRIDGE.id, AUDIT.id]
        assert desk.ask(COST).answerable
        assert {info.id for info in desk.articles()} == {BRIDGE.id, AUDIT.id}
    with opened(library) as desk:
        report = desk.add(*ALL)
        assert not report.interrupted
        assert [info.id for info in report.unchanged] == [BRIDGE.id, AUDIT.id]
        assert [info.id for info in report.added] == [STORM.id]


def test_a_full_disk_keeps_what_was_there(library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    big = article_from_text("\n".join(f"Line {n} is of a long report." for n in range(2_000)))
    with opened(library) as desk:
        desk.add(BRIDGE)
        before = desk.ask(COST)
    connect = sqlite3.connect
    pages = library.stat().st_size // 4_096 + 3

    def limited(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        db: sqlite3.Connection = connect(*args, **kwargs)
        db.execute(f"PRAGMA max_page_count = {pages}")
        return db

    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", limited)
        with opened(library) as desk:
            with pytest.raises(LibraryError, match="disk is full"):
                desk.add(big, STORM)
            assert [info.id for info in desk.articles()] == [BRIDGE.id]
            assert desk.ask(COST).answer == before.answer
    with opened(library) as desk:
        assert len(desk.add(big, STORM).added) == 2


def test_another_embedder_is_refused_with_the_remedy(stocked: Desk, library: Path) -> None:
    with opened(library, embedder=HashEmbedder("other", 64)) as other:
        calls: list[Callable[[], object]] = [
            lambda: other.ask(COST),
            lambda: other.compare(COST),
            lambda: other.add(many(1)[0]),
            lambda: other.summarize(about="bridge"),
        ]
        for call in calls:
            with pytest.raises(EmbedderMismatch, match=r"--embedder hash-256.*--library"):
                call()
        # What needs no vectors works all the same.
        assert other.ask(COST, mode="lexical").answerable
        assert other.summarize(articles=[BRIDGE.id]).summary
        assert len(other.articles()) == 3
        assert other.remove(STORM.id)


def test_a_foreign_file_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes")
    with pytest.raises(LibraryError, match="not a library"):
        opened(path)
    assert path.read_text() == "my notes"


def test_a_closed_desk_says_so(library: Path) -> None:
    with opened(library) as desk:
        desk.add(BRIDGE)
    for call in (desk.articles, lambda: desk.ask(COST), lambda: desk.add(AUDIT)):
        with pytest.raises(LibraryError, match="is closed"):
            call()


def test_where_the_library_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert default_library().name == "library.copydesk"
    assert default_library().is_relative_to(tmp_path)
    monkeypatch.setenv(LIBRARY_VARIABLE, "~/mine.copydesk")
    assert default_library() == tmp_path / "mine.copydesk"
    with Desk.open(model=OverlapGenerator(), embedder=HashEmbedder()) as desk:
        assert desk.path == tmp_path / "mine.copydesk"
    monkeypatch.setenv(LIBRARY_VARIABLE, "  ")
    assert default_library().name == "library.copydesk"


# Threads, other desks, and the same answer every time


def answers(desk: Desk) -> list[tuple[object, ...]]:
    """What must not depend on order or threads: texts, places, confidences."""
    found: list[tuple[object, ...]] = []
    for question in (COST, ABSENT, "What share of homes on Skerra got electricity back?"):
        answer = desk.ask(question)
        found.append(
            (answer.answer, answer.answerable, answer.citations, round(answer.confidence, 6))
        )
        compared = desk.compare(question)
        found.append((frozenset(compared.answers), compared.groups, frozenset(compared.silent)))
    return found


def test_the_same_answers_whatever_the_order_of_adding(tmp_path: Path) -> None:
    articles = [*ALL, *many(12)]
    seen = []
    for seed in range(4):
        shuffled = random.Random(seed).sample(articles, len(articles))
        with opened(tmp_path / f"{seed}.copydesk") as desk:
            desk.add(*shuffled)
            desk.remove(shuffled[0].id)
            desk.add(shuffled[0])
            seen.append(answers(desk))
    assert seen[0][0][1] is True
    assert all(other == seen[0] for other in seen)


def test_threads_ask_while_others_add(stocked: Desk) -> None:
    expected = answers(stocked)
    extra = [
        article_from_text(f"Recipe {n}\n\nStir the dough gently, then let number {n} rest.\n")
        for n in range(24)
    ]
    with ThreadPoolExecutor(8) as threads:
        adding = [threads.submit(stocked.add, article) for article in extra]
        asking = [threads.submit(stocked.ask, COST) for _ in range(16)]
        comparing = [
            threads.submit(stocked.compare, COST, articles=[a.id for a in ALL]) for _ in range(4)
        ]
        assert [len(f.result().added) for f in adding] == [1] * len(extra)
        results = [f.result() for f in asking]
        compared = [f.result() for f in comparing]
    assert {(r.answer, r.citations) for r in results} == {(expected[0][0], expected[0][2])}
    assert {c.groups for c in compared} == {expected[1][1]}
    assert len(stocked.articles()) == 27


def test_the_models_load_once_for_all_threads(
    library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[str] = []

    def load(name: object, **options: object) -> HashEmbedder:
        loads.append(str(name))
        time.sleep(0.05)  # lets a second thread in, were there no lock
        return HashEmbedder()

    monkeypatch.setattr("qa.neural.embedder.load_embedder", load)
    with opened(library, embedder="some/name") as desk, ThreadPoolExecutor(8) as threads:
        assert loads == []  # opening loads nothing
        list(threads.map(desk.add, many(8)))
        assert loads == ["some/name"]


def test_two_desks_share_one_file(stocked: Desk, library: Path) -> None:
    with opened(library) as other:
        assert answers(other) == answers(stocked)
        other.remove(BRIDGE.id)
        assert BRIDGE.id not in passages_of(stocked.ask(COST))
        stocked.add(BRIDGE)
        assert BRIDGE.id in passages_of(other.ask(COST))
        with ThreadPoolExecutor(4) as threads:
            reports = [
                threads.submit(desk.add, *many(10)) for desk in (other, stocked, other, stocked)
            ]
            added = [info.id for report in reports for info in report.result().added]
        # Every article is stored once, and exactly one of the four says that it was the one.
        assert sorted(added) == sorted(article.id for article in many(10))
        assert len(other.articles()) == 13


# What the results look like


def keys_of(record: Record) -> set[str]:
    plain = record.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    return set(plain)


def test_results_are_json_with_the_promised_names(stocked: Desk) -> None:
    answer = stocked.ask(COST)
    assert keys_of(answer) == {
        "question", "answer", "answerable", "confidence", "citations", "passages", "model",
        "timings_ms", "attribution", "explanation", "note", "support",
        "means", "others", "versions",
    }  # fmt: skip
    assert keys_of(answer.citations[0]) == {
        "article_id", "title", "start", "end", "quote", "page",
    }  # fmt: skip
    assert keys_of(answer.passages[0]) == {"passage", "title", "date", "dense", "lexical", "score"}
    summary = stocked.summarize(articles=[BRIDGE.id])
    assert {"summary", "sentences"} <= keys_of(summary)
    assert {"text", "supported", "citations"} <= keys_of(summary.sentences[0])
    compared = stocked.compare(COST)
    assert {"question", "answers", "groups", "silent"} <= keys_of(compared)
    assert keys_of(compared.answers[0]) == {
        "article_id", "title", "date", "answer", "answerable", "confidence", "citations",
        "label", "support", "note", "means",
    }  # fmt: skip
    assert keys_of(compared.groups[0]) == {
        "answer", "article_ids", "independent", "copies", "means",
    }  # fmt: skip
    assert keys_of(stocked.add(BRIDGE)) == {
        *("added", "unchanged", "failed", "interrupted", "replaced", "removed", "notes"),
        "skipped",
    }
    assert keys_of(stocked.articles()[0]) >= {"id", "title", "source", "date", "url"}
    assert keys_of(stocked.article(BRIDGE.id)) >= {"id", "text", "title"}
