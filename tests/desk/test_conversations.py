"""Conversations: in Python, line by line in JSON, and at a prompt."""

from __future__ import annotations

import contextlib
import inspect
import json
import os
import pty
import select
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from qa.cli import cli
from qa.desk import Conversation, Desk
from qa.desk.options import AskOptions, FilterOptions
from qa.errors import InputError
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.paths import ROOT

BRIDGE = (
    "Council backs the harbour bridge of Marlow Bay\n\n"
    "The council of Marlow Bay voted on Tuesday to build the harbour bridge. "
    "The harbour bridge will cost $1.2 billion, said Mayor Ilse Odell. "
    "The harbour bridge will open in 2031. It has no toll.\n"
)
STORM = (
    "Storm cuts power to Skerra\n\n"
    "A storm cut power to the island of Skerra overnight. "
    "The school will open in 2026, the council said. "
    "Engineers restored electricity to 85% of homes by noon.\n"
)
GUARD = 100.0
COST = "How much will the harbour bridge cost?"
FAKES = """
import sys
from qa.desk import Desk
from qa.cli import main
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
plain = Desk.open
def opened(path=None, **options):
    return plain(path, **{**options, "model": OverlapGenerator(), "embedder": HashEmbedder()})
Desk.open = opened
main(sys.argv[1:])
"""


@pytest.fixture
def desk(library: Path, tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "bridge.txt").write_text(BRIDGE, "utf-8")
    (tmp_path / "storm.txt").write_text(STORM, "utf-8")
    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as opened:
        opened.add(tmp_path / "bridge.txt", tmp_path / "storm.txt")
        yield opened


def test_a_followup_is_rewritten_and_answered(desk: Desk) -> None:
    chat = desk.chat()
    first = chat.ask(COST)
    assert first.answer.answer == "$1.2 billion"
    assert (first.rewritten, first.depends) == (COST, False)
    second = chat.ask("and when will it open?")
    assert second.rewritten == "When will the harbour bridge open?"
    assert second.depends
    assert second.answer.answer == "2031"
    assert [turn.question for turn in chat.turns] == [COST, "and when will it open?"]


@pytest.mark.parametrize(
    ("question", "topic", "answer"),
    [
        ("How much will the harbour bridge cost Mayor Ilse Odell?", "the tunnel", ""),
        ("How much will the harbour bridge cost Mayor Ilse Odell?", "the school", ""),
        ("How much will the harbour bridge cost Mayor Ilse Odell?", "the bridge", "$1.2 billion"),
        ("When will the harbour bridge open?", "the school", "2026"),
        ("When will the harbour bridge open?", "the bridge", "2031"),
        ("When will the school open?", "the bridge", "2031"),
    ],
)
def test_another_topic_is_not_answered_by_a_sentence_that_does_not_name_it(
    desk: Desk, question: str, topic: str, answer: str
) -> None:
    chat = desk.chat()
    assert chat.ask(question).answer.answerable
    turn = chat.ask(f"What about {topic}?").answer
    assert (turn.answer, turn.answerable, bool(turn.citations)) == (answer, *[bool(answer)] * 2)
    assert turn.note == ("" if answer else f"no article says this of {topic}")


def test_a_plain_question_is_answered_as_without_a_conversation(desk: Desk) -> None:
    chat = desk.chat()
    chat.ask(COST)
    question = "What was restored to most homes by noon?"
    alone, turn = desk.ask(question), chat.ask(question)
    assert turn.rewritten == question
    assert not turn.depends
    assert turn.answer.answer == alone.answer != ""
    assert turn.answer.citations == alone.citations
    assert turn.answer.passages == alone.passages


def test_the_article_cited_last_is_looked_at_first(desk: Desk) -> None:
    chat = desk.chat()
    chat.ask(COST)
    turn = chat.ask("When will it open?")
    assert {hit.passage.article_id for hit in turn.answer.passages} == {
        citation.article_id for citation in turn.answer.citations
    }


def test_the_library_is_looked_at_where_that_article_is_silent(desk: Desk) -> None:
    chat = desk.chat()
    chat.ask(COST)
    turn = chat.ask("What about the school?")
    assert turn.rewritten == "How much will the school cost?"
    asked = {hit.passage.article_id for hit in turn.answer.passages}
    assert turn.answer.answerable or len(asked) == 2


def test_chosen_articles_stay_chosen(desk: Desk) -> None:
    storm = next(info.id for info in desk.articles() if "Storm" in info.title)
    chat = desk.chat()
    chat.ask(COST)
    turn = chat.ask("When will it open?", articles=[storm])
    assert {hit.passage.article_id for hit in turn.answer.passages} == {storm}


def test_a_refused_question_leaves_no_trace(desk: Desk) -> None:
    chat = desk.chat()
    chat.ask(COST)
    with pytest.raises(InputError):
        chat.ask("   ")
    assert chat.ask("When will it open?").depends
    assert len(chat.turns) == 2


def test_reset_forgets_and_turns_can_be_taken_up(desk: Desk) -> None:
    chat = desk.chat()
    chat.ask(COST)
    again = Conversation(desk, chat.turns)
    chat.reset()
    assert chat.turns == ()
    assert chat.ask("When will it open?").rewritten == "When will it open?"
    assert again.ask("When will it open?").rewritten == "When will the harbour bridge open?"


def test_a_removed_article_is_not_looked_for(desk: Desk) -> None:
    chat = desk.chat()
    turn = chat.ask(COST)
    desk.remove(turn.answer.citations[0].article_id)
    assert chat.ask("When will it open?").answer.passages


def test_a_conversation_takes_every_option_of_ask() -> None:
    asked = inspect.signature(Desk.ask).parameters.keys() - {"self", "question", "which"}
    assert set(AskOptions.__annotations__) == asked | FilterOptions.__annotations__.keys()


def test_threads_share_a_conversation(desk: Desk) -> None:
    chat = desk.chat()
    threads = [threading.Thread(target=chat.ask, args=(COST,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [turn.answer.answer for turn in chat.turns] == ["$1.2 billion"] * 4


def lines(stdin: str | bytes, desk: Desk, monkeypatch: pytest.MonkeyPatch, *more: str) -> Any:
    """Run ``chat`` on the test's library with the quick stand-ins."""
    plain = Desk.open

    def opened(path: Path | None = None, **options: Any) -> Desk:
        return plain(path, **{**options, "model": OverlapGenerator(), "embedder": HashEmbedder()})

    monkeypatch.setattr(Desk, "open", opened)
    result = CliRunner().invoke(cli, ["chat", "--library", str(desk.path), *more], input=stdin)
    assert result.exit_code == 0, result.output
    return result


def test_json_is_one_object_a_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    stdin = f"{COST}\n\nwhen will it open?\n/reset\nwhen will it open?\n/quit\nnever read\n"
    result = lines(stdin, desk, monkeypatch, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [row.get("rewritten") for row in rows] == [
        COST,
        "When will the harbour bridge open?",
        None,
        "when will it open?",
    ]
    assert rows[2] == {"reset": True}
    assert rows[1]["answer"]["answer"] == "2031"


def test_a_bad_line_of_json_mode_does_not_end_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = b"\xff\n" + b"x" * 3000 + b"\n" + COST.encode() + b"\n"
    rows = [json.loads(r) for r in lines(stdin, desk, monkeypatch, "--json").stdout.splitlines()]
    assert "not UTF-8" in rows[0]["error"]
    assert "2,000" in rows[1]["error"]
    assert rows[2]["answer"]["answer"] == "$1.2 billion"


def test_text_shows_what_was_understood(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    result = lines(f"{COST}\nwhen will it open?\n/help\n/quit\n", desk, monkeypatch)
    assert result.stdout.count("Understood as:") == 1
    assert "Understood as: When will the harbour bridge open?" in result.stdout
    assert "$1.2 billion" in result.stdout
    assert "Commands:" in result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("end", [b"\x04", b"\x03"], ids=["ctrl-d", "ctrl-c"])
def test_a_terminal_can_leave(desk: Desk, end: bytes) -> None:
    main, side = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", FAKES, "chat", "--library", str(desk.path)],
        cwd=ROOT,
        stdin=side,
        stdout=side,
        stderr=side,
        start_new_session=True,
        preexec_fn=_own_terminal,
    ) as process:
        os.close(side)
        try:
            seen = _prompted(main)
            os.write(main, f"{COST}\n".encode())
            seen += _prompted(main)
            assert _left(process, main, end) == 0
        finally:
            process.kill()
            os.close(main)
    assert b"$1.2 billion" in seen
    assert b"Traceback" not in seen


def _left(process: subprocess.Popen[bytes], main: int, key: bytes) -> int | None:
    """Press ``key`` until the process ends; return its exit code.

    CPython loses one that comes after the prompt and before readline waits for keys.
    """
    for wait in (4, 8, 16, GUARD):
        os.write(main, key)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=wait)
    return None


def _own_terminal() -> None:
    """Make the pseudo-terminal the child's own, so that Ctrl-C reaches it."""
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _prompted(terminal: int) -> bytes:
    """Read until the next prompt; what a live line writes before it ends with more."""
    seen = b""
    while not seen.endswith(b"> "):
        # A guard against hanging for ever, far beyond what a busy machine needs.
        if not select.select([terminal], [], [], GUARD)[0]:
            raise AssertionError(f"no prompt after {seen!r}")
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # how Linux says that the other side is gone
            break
        seen += piece
    return seen
