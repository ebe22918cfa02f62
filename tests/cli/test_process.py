"""The command as a process of its own: streams, signals, locales, and what it loads."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import IO

import pytest

from qa.neural.resources import seed_articles
from tests.support.paths import ROOT
from tests.support.processes import BARE, SMALL, command, environment, fill

pytestmark = pytest.mark.slow

HEAVY = {"torch", "transformers", "sentence_transformers", "gradio", "numpy", "sqlite3"}
TEXT = "The tower is 90 metres high.\n" * 40
NO_FULL_DEVICE = not Path("/dev/full").exists()


def run(
    library: Path, *arguments: str | Path, prelude: str = SMALL, **more: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments, prelude=prelude),
        env=environment(library, **more),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "tower.txt"
    path.write_text(f"The tower of Zürich – “old”\n\n{TEXT}", "utf-8")
    return path


def test_help_is_light(capsys: pytest.CaptureFixture[str]) -> None:
    code = (
        "import contextlib, sys\nfrom qa.cli import main\n"
        "with contextlib.suppress(SystemExit):\n    main(['--help'])\n"
        "print(' '.join({name.split('.')[0] for name in sys.modules}))"
    )
    begun = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    with capsys.disabled():  # told, not tested: a busy machine is no fault of the code
        sys.stdout.write(f" [copydesk --help: {time.perf_counter() - begun:.2f} s]")
    loaded = set(done.stdout.decode().splitlines()[-1].split())
    assert "click" in loaded, "the help did not run"
    assert not loaded & HEAVY


def test_python_m_qa_is_the_command(library: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qa", "--version"], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout.startswith(b"copydesk, version ")


def test_json_is_alone_on_stdout_and_utf8_in_any_locale(library: Path, article: Path) -> None:
    for locale in ({"PYTHONIOENCODING": "latin-1"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}):
        done = run(library, "add", article, "--json", **locale)
        assert done.returncode == 0, done.stderr
        (info,) = [
            info for kind in ("added", "unchanged") for info in json.loads(done.stdout)[kind]
        ]
        assert info["title"] == "The tower of Zürich – “old”"
        shown = run(library, "show", info["id"], **locale)
        assert (shown.returncode, shown.stderr) == (0, b"")


def test_a_path_that_is_not_utf8_is_named_in_valid_json(library: Path, tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    done = run(library, "add", path, "--json")
    assert done.returncode == 1
    json.loads(done.stdout.decode("utf-8"))
    assert b"Traceback" not in done.stderr


def test_a_question_that_is_not_utf8_is_no_traceback(library: Path, article: Path) -> None:
    fill(library, article)
    done = run(library, "ask", os.fsdecode(b"How high is the caf\xe9 \xff?"), "--json")
    assert b"Traceback" not in done.stderr
    assert done.returncode in {0, 1}
    if done.returncode == 0:
        json.loads(done.stdout.decode("utf-8"))


def test_a_closed_pipe_is_silent(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_text("A line of a long article.\n" * 20_000, "utf-8")
    (info,) = fill(library, path)
    with subprocess.Popen(
        command("show", info.id),
        env=environment(library),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout and process.stderr
        assert process.stdout.readline().startswith(b"A line")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


@pytest.mark.parametrize(
    ("name", "form", "unbuffered"),
    [
        ("list", (), ""),
        ("list", (), "1"),
        ("show", (), ""),
        ("show", ("--json",), "1"),
    ],
    ids=str,
)
def test_a_reader_who_left_before_the_first_word_is_no_error(
    library: Path, article: Path, name: str, form: tuple[str, ...], unbuffered: str
) -> None:
    (info,) = fill(library, article)
    gone, pipe = os.pipe()
    os.close(gone)
    try:
        done = subprocess.run(
            command(name, *([info.id] if name == "show" else []), *form),
            env=environment(library, PYTHONUNBUFFERED=unbuffered),
            stdout=pipe,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(pipe)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(NO_FULL_DEVICE, reason="no /dev/full here")
@pytest.mark.parametrize("form", [[], ["--json"]], ids=["text", "json"])
def test_a_full_disk_is_one_line(library: Path, article: Path, form: list[str]) -> None:
    fill(library, article)
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command("list", *form), env=environment(library), stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 1
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith("Error: ")
    assert "space" in line


def read_until(stream: IO[bytes], wanted: bytes) -> None:
    for line in stream:
        if wanted in line:
            return
    raise AssertionError(f"the process ended without {wanted!r}")


SLOW = (
    SMALL
    + """
import time
encode = HashEmbedder.encode_passages
def slowly(self, texts):
    if any("second" in text for text in texts):
        print("embedding the second", file=sys.stderr, flush=True)
        time.sleep(60)
    return encode(self, texts)
HashEmbedder.encode_passages = slowly
"""
)


def test_ctrl_c_keeps_what_was_added(library: Path, tmp_path: Path) -> None:
    for name in ("first", "second"):
        (tmp_path / f"{name}.txt").write_text(f"The {name} article.\n{TEXT}", "utf-8")
    process = subprocess.Popen(
        command("add", tmp_path / "first.txt", tmp_path / "second.txt", prelude=SLOW),
        env=environment(library),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stderr
    read_until(process.stderr, b"embedding the second")
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in err
    (line,) = err.decode().strip().splitlines()
    assert line.startswith("Interrupted: ")
    assert "kept" in line
    assert out.count(b"added: ") == len(fill(library)) <= 1


def test_ctrl_c_while_modules_load_is_no_traceback(library: Path) -> None:
    program = (
        "import qa.cli, sys\n"
        "class Slow:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'qa.cli.group': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Slow())\n"
        "qa.cli.main(['list'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(library), capture_output=True
    )
    assert (done.returncode, done.stdout) == (130, b"")
    assert done.stderr.decode().split() == ["Interrupted."]


def fetched(url: str) -> int:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url) as page:
        return int(page.status)


def test_serve_tells_its_address_and_ends_with_ctrl_c(library: Path) -> None:
    process = subprocess.Popen(
        command("serve", "--port", "0", "--json", prelude=SMALL + BARE),
        env=environment(library),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stderr
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.rstrip() == b"}":
                break
        url = json.loads(b"".join(lines))["url"]
        assert url.startswith("http://127.0.0.1:")
        assert fetched(url) == 200
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert process.returncode == 0, err
    assert b"Traceback" not in err
    assert out == b""


def test_app_serves_the_sample_articles(library: Path) -> None:
    run = f"import runpy\nrunpy.run_path({str(ROOT / 'app.py')!r}, run_name='__main__')"
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", SMALL + BARE + run],
        env=environment(library, GRADIO_SERVER_PORT="0"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout and process.stderr
    try:
        url = process.stdout.readline().decode().strip()
        assert url.startswith("http://127.0.0.1:")
        assert fetched(url) == 200
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
    assert b"Traceback" not in err
    titles = {info.title for info in fill(library)}
    assert len(titles) == len(seed_articles())


def on_a_terminal(library: Path, *arguments: str | Path) -> str:
    """Run a command with all its streams on a pseudo-terminal; return what it would show."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        env=environment(library, TERM="xterm", COLUMNS="60", LINES="24"),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    with contextlib.suppress(OSError):  # EIO: the other end is closed
        while part := os.read(ours, 65_536):
            shown += part
    os.close(ours)
    assert process.wait() == 0, shown
    return shown.decode("utf-8")


def test_a_terminal_gets_tables_colours_and_progress(library: Path, tmp_path: Path) -> None:
    path = tmp_path / "evil.txt"
    path.write_text(f"The \x1b]0;owned\x07 [red]tower[/red]\n\n{TEXT}", "utf-8")
    added = on_a_terminal(library, "add", path)
    assert "Adding" in added or "Loading" in added
    asked = on_a_terminal(library, "ask", "How high is the tower?")
    assert "\x1b[1;7m90" in asked
    assert "The tower is " in asked
    table = on_a_terminal(library, "list")
    assert "characters" in table
    for shown in (added, asked, table):
        assert "\x1b]" not in shown
        assert "\x07" not in shown
        assert "[red]tower[/red]" in shown
