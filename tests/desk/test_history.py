"""Conversations that a library keeps: found again, each its owner's, and answers restored."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.desk import Desk
from qa.desk.performing import perform
from qa.desk.restoring import restore
from qa.errors import InputError
from qa.neural.resources import seed_articles
from qa.records import Answer, Comparison, Entry
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator


def opened(library: Path) -> Desk:
    return Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder())


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    with opened(library) as desk:
        desk.add(*seed_articles())
        yield desk


def asked(desk: Desk, talk: str, text: str, **options: object) -> Entry:
    past = desk.history.entries(talk)
    done = perform(desk, desk.history.append(talk, "ask", text, dict(options)), past)
    desk.history.put(done)
    return done


def test_a_library_without_conversations_has_none(desk: Desk) -> None:
    assert desk.history.conversations() == []
    with pytest.raises(InputError, match="gone"):
        desk.history.entries("0" * 16)


def test_another_process_finds_what_was_asked_and_goes_on(library: Path, desk: Desk) -> None:
    talk = desk.history.begin().id
    first = asked(desk, talk, "How much will the bridge cost?")
    with opened(library) as other:
        assert other.history.entries(talk) == [first]
        assert asked(other, talk, "and when will it open?").understood == (
            "When will the bridge open?"
        )
    [info] = desk.history.conversations()
    assert (info.title, info.entries) == ("How much will the bridge cost?", 2)


def test_an_answer_restored_is_the_answer(desk: Desk) -> None:
    talk = desk.history.begin().id
    entry = asked(desk, talk, "How much will the bridge cost?")
    answer = desk.ask("How much will the bridge cost?", explain=True)
    assert entry.result is not None
    kept = restore(Answer, entry.result)
    assert (kept.answer, kept.citations, kept.passages) == (
        answer.answer,
        answer.citations,
        answer.passages,
    )
    assert kept.to_dict() == entry.result
    compared = asked(desk, talk, "compare it")
    assert compared.mode == "compare" and compared.result is not None
    assert restore(Comparison, compared.result).question == "How much will the bridge cost?"


def test_a_field_of_a_later_version_is_no_obstacle() -> None:
    plain = Answer("Who?", "", False, 0.0, (), (), "m").to_dict()
    del plain["note"]
    assert restore(Answer, plain | {"later": 1}).note == ""


def test_a_conversation_is_its_owners(desk: Desk) -> None:
    mine = desk.history.begin("ann")
    entry = desk.history.append(mine.id, "ask", "Who?", {})
    assert desk.history.conversations("ben") == []
    for forbidden in (
        lambda: desk.history.entries(mine.id, "ben"),
        lambda: desk.history.entry(entry.id, "ben"),
        lambda: desk.history.delete(mine.id, "ben"),
    ):
        with pytest.raises(InputError, match="gone"):
            forbidden()
    desk.history.delete(mine.id, "ann")
    with pytest.raises(InputError, match="gone"):
        desk.history.put(entry)


def test_only_the_chosen_articles_are_asked(desk: Desk) -> None:
    talk = desk.history.begin().id
    narrow = asked(desk, talk, "How many people were aboard?", words="petrel", since="2025-03-01")
    answer = restore(Answer, narrow.result or {})
    assert {hit.title for hit in answer.passages} == {
        "Broken radar blamed for Grey Petrel grounding"
    }
    with pytest.raises(InputError, match="fits"):
        asked(desk, talk, "Who?", words="zebra")


def test_a_library_with_conversations_is_sound(desk: Desk) -> None:
    asked(desk, desk.history.begin().id, "Who owns the mill? \ud800")
    assert desk.check().ok and desk.check(repair=True).ok
    assert len(desk.history.conversations()) == 1


def test_what_was_taken_out_comes_back_as_it_was(desk: Desk) -> None:
    before, hits = desk.articles(), desk.search("kettle", top_k=20)
    removed = desk.take_out(*(info.id for info in before[:4]))
    assert len(desk.articles()) == len(before) - 4
    assert len(desk.put_back(removed)) == 4
    assert desk.put_back(removed) == []
    assert sorted(desk.articles(), key=lambda i: i.id) == sorted(before, key=lambda i: i.id)
    assert {h.passage for h in desk.search("kettle", top_k=20)} == {h.passage for h in hits}
    assert desk.check().ok
    # Where it came from is known again: the unchanged file is not read a second time.
    assert not desk.add(*seed_articles()).added
