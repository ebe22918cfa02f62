"""Entries are worked on in turn, can be stopped, and never get another's result."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa.desk import Desk
from qa.desk.listening import relay_progress
from qa.errors import InputError
from qa.neural.resources import seed_articles
from qa.records import Entry
from qa.ui.events import Broadcast
from qa.ui.runner import MOST_WAITING, Runner
from tests.support.fakes import HashEmbedder
from tests.ui.support import SlowGenerator


@pytest.fixture
def reader() -> Iterator[SlowGenerator]:
    reader = SlowGenerator()
    yield reader
    reader.go.set()


@pytest.fixture
def desk(library: Path, reader: SlowGenerator) -> Iterator[Desk]:
    with Desk.open(library, model=reader, embedder=HashEmbedder(), progress=relay_progress) as desk:
        desk.add(*seed_articles()[1:3])
        yield desk


@pytest.fixture
def runner(desk: Desk, reader: SlowGenerator) -> Iterator[Runner]:
    runner = Runner(desk, Broadcast())
    yield runner
    reader.go.set()
    runner.close()


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.01)


def state(desk: Desk, entry: Entry) -> str:
    return desk.history.entry(entry.id).state


def test_two_questions_in_a_row_are_both_answered_in_their_order(
    desk: Desk, runner: Runner, reader: SlowGenerator
) -> None:
    talk = desk.history.begin().id
    first = runner.submit(talk, "ask", "How slow is the bridge?", {})
    second = runner.submit(talk, "ask", "When will the bridge open?", {})
    reader.begun.wait(20)
    assert (state(desk, first), state(desk, second)) == ("running", "waiting")
    reader.go.set()
    until(lambda: state(desk, second) == "done")
    entries = desk.history.entries(talk)
    assert [each.id for each in entries] == [first.id, second.id]
    assert all(each.result and each.result["question"] == each.understood for each in entries)


def test_what_is_stopped_is_stopped_at_once_and_stays_so(
    desk: Desk, runner: Runner, reader: SlowGenerator
) -> None:
    talk = desk.history.begin().id
    first = runner.submit(talk, "ask", "How slow is the bridge?", {})
    waiting = runner.submit(talk, "ask", "Who opposed it?", {})
    reader.begun.wait(20)
    begun = time.monotonic()
    assert runner.stop(waiting.id) and runner.stop(first.id)
    assert time.monotonic() - begun < 1
    assert (state(desk, first), state(desk, waiting)) == ("stopped", "stopped")
    assert not runner.stop(first.id)
    # The next one does not wait for the thread that still reads.
    third = runner.submit(talk, "ask", "When will the bridge open?", {})
    until(lambda: state(desk, third) == "done")
    reader.go.set()
    runner.close()
    assert state(desk, first) == "stopped"


def test_conversations_do_not_wait_for_each_other(
    desk: Desk, runner: Runner, reader: SlowGenerator
) -> None:
    first = runner.submit(desk.history.begin().id, "ask", "How slow is the bridge?", {})
    other = runner.submit(desk.history.begin().id, "ask", "When will the bridge open?", {})
    until(lambda: state(desk, other) == "done")
    assert state(desk, first) == "running"


def test_what_fails_says_why_and_the_next_goes_on(desk: Desk, runner: Runner) -> None:
    talk = desk.history.begin().id
    bad = runner.submit(talk, "ask", "When?", {"articles": ["0123456789abcdef"]})
    good = runner.submit(talk, "ask", "When will the bridge open?", {})
    until(lambda: state(desk, good) == "done")
    failed = desk.history.entry(bad.id)
    assert failed.state == "failed"
    assert "0123456789abcdef" in failed.message and "copydesk" not in failed.message.lower()[:20]


def test_a_line_has_an_end(desk: Desk, runner: Runner, reader: SlowGenerator) -> None:
    talk = desk.history.begin().id
    for _ in range(MOST_WAITING + 1):
        runner.submit(talk, "ask", "How slow is the bridge?", {})
    with pytest.raises(InputError, match="wait already"):
        runner.submit(talk, "ask", "One more?", {})


def test_another_server_marks_what_the_last_one_left(
    desk: Desk, runner: Runner, reader: SlowGenerator
) -> None:
    entry = desk.history.append(desk.history.begin().id, "ask", "Who?", {})
    Runner(desk, Broadcast()).close()
    assert state(desk, entry) == "stopped"


def test_a_deleted_conversation_takes_its_work_along(
    desk: Desk, runner: Runner, reader: SlowGenerator
) -> None:
    talk = desk.history.begin().id
    runner.submit(talk, "ask", "How slow is the bridge?", {})
    reader.begun.wait(20)
    runner.forget(talk)
    desk.history.delete(talk)
    with pytest.raises(InputError, match="gone"):
        desk.history.entries(talk)
