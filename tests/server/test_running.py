"""The server as a process: its end finishes what has begun, and others are not let in unasked."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from tests.support.processes import BARE, SMALL, command, environment

pytestmark = pytest.mark.slow

QUESTION = "How many people were aboard the Grey Petrel?"
# A reader that takes a second, so that its answer is in flight when the signal comes.
SLOW = (
    SMALL
    + BARE
    + """
import time
read = OverlapGenerator.answer
def slowly(self, question, passages):
    if question:
        time.sleep(1)
    return read(self, question, passages)
OverlapGenerator.answer = slowly
"""
)


@pytest.fixture(scope="module")
def filled(seeds_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = tmp_path_factory.mktemp("running") / "library.copydesk"
    shutil.copy(seeds_made, library)
    return library


@pytest.fixture(scope="module")
def running(filled: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and its address; the last test that takes it ends it."""
    process = subprocess.Popen(
        command("serve", "--port", "0", "--json", "--log", prelude=SLOW),
        env=environment(filled),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        said = ""
        while not said.rstrip().endswith("}"):
            line = process.stdout.readline()
            assert line, "the server ended"
            said += line
        yield process, json.loads(said)["url"]
    finally:
        process.kill()
        process.communicate()


def test_a_connection_that_was_idle_for_a_while_can_be_used(
    running: tuple[subprocess.Popen[str], str],
) -> None:
    parts = httpx.URL(running[1])
    line = HTTPConnection(parts.host, parts.port, timeout=30)
    line.request("GET", "/health/live")
    assert line.getresponse().read()
    line.auto_open = 0  # a lost connection is not to be made anew
    time.sleep(7)
    line.request("GET", "/health/live")
    assert line.getresponse().status == 200
    line.close()


def test_a_signal_to_end_finishes_the_answer_that_has_begun(
    running: tuple[subprocess.Popen[str], str],
) -> None:
    process, url = running
    got: list[httpx.Response] = []

    def ask() -> None:
        got.append(httpx.post(f"{url}v1/ask", json={"question": QUESTION}, timeout=60))

    httpx.post(f"{url}v1/ask", json={"question": QUESTION}, timeout=60)  # loads the models
    asking = threading.Thread(target=ask)
    asking.start()
    while 'copydesk_waiting{line="reading"} 1.0' not in httpx.get(f"{url}metrics").text:
        assert asking.is_alive(), "the answer came before the signal"
    process.send_signal(signal.SIGTERM)
    asking.join(60)
    _, errors = process.communicate(timeout=60)
    assert got[0].status_code == 200
    assert got[0].json()["question"] == QUESTION
    assert process.returncode == 0, errors
    assert QUESTION not in errors
    lines = [json.loads(line) for line in errors.splitlines() if line.startswith("{")]
    assert [each["path"] for each in lines if each["message"] == "request"].count("/v1/ask") == 2


def test_others_are_not_let_in_unasked(filled: Path) -> None:
    done = subprocess.run(
        command("serve", "--host", "0.0.0.0", "--port", "0"),
        env=environment(filled),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "--auth-file" in done.stderr and "--no-auth" in done.stderr
    assert "Traceback" not in done.stderr
