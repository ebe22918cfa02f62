"""Ctrl-C wherever the command is just then: no traceback, and 130."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.support.paths import ROOT
from tests.support.processes import environment

pytestmark = pytest.mark.slow

CTRL_C = "import os, signal\nctrl_c = lambda *_: os.kill(os.getpid(), signal.SIGINT)\n"
CLICK = (
    "import click\nclass Context(click.Context):\n"
    "    def close(self):\n        ctrl_c()\n        super().close()\n"
    "import qa.cli.group\nqa.cli.group.Group.context_class = Context\n"
)
START = (
    "from qa.cli import interrupts, main\ninterrupts.listen()\nprint(flush=True)\nmain(['list'])"
)
PLACES = {
    "before a command begins": "import qa.cli.config as m\nm.tomllib = None\n"
    "import click\nclick.Group.make_context = ctrl_c\n",
    "after a command has ended": CLICK,
    "while an error is shown": "import click\nclick.ClickException.show = ctrl_c\n"
    "from qa.cli.group import cli\nfrom qa.errors import InputError\n"
    "def failing(*_, **__):\n    raise InputError('no')\ncli.commands['list'].callback = failing\n",
    "in a finaliser": "class Lost:\n    def __del__(self):\n        ctrl_c()\n"
    "import qa.cli.library, time\nfrom qa.cli.group import cli\n"
    "def late(*_, **__):\n    Lost()\n    time.sleep(30)\ncli.commands['list'].callback = late\n",
    "in a callback of SQLite": "import sqlite3\nfrom qa.cli.group import cli\n"
    "def asked(*_, **__):\n    db = sqlite3.connect(':memory:')\n"
    "    db.create_function('f', 0, lambda: [ctrl_c() for _ in range(9)])\n"
    "    db.execute('select f()')\ncli.commands['list'].callback = asked\n",
    "while a dataclass is made": "from qa.cli.group import cli\n"
    "def making(*_, **__):\n    exec('ctrl_c()')\ncli.commands['list'].callback = making\n",
    "as an error of its own": "from qa.cli.group import cli\nfrom qa.errors import InputError\n"
    "def failing(*_, **__):\n    try:\n        ctrl_c()\n    except KeyboardInterrupt:\n"
    "        raise InputError('interrupted') from None\ncli.commands['list'].callback = failing\n",
}


def run(library: Path, prelude: str) -> subprocess.CompletedProcess[str]:
    program = f"{CTRL_C}{prelude}\nfrom qa.cli import main\nmain(['list'])"
    return subprocess.run(
        [sys.executable, "-c", program],
        env=environment(library),
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("place", PLACES)
def test_wherever_it_comes_it_is_no_failure(library: Path, place: str) -> None:
    done = run(library, PLACES[place])
    assert done.returncode == 130, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "where",
    [
        "import atexit\natexit.register(ctrl_c)\n",
        "import threading\nthreading.Thread(target=lambda: (time.sleep(0.3), ctrl_c(), "
        "time.sleep(0.3))).start()\n",
    ],
    ids=["at the end", "while threads end"],
)
def test_once_the_work_is_done_there_is_no_traceback(library: Path, where: str) -> None:
    done = run(library, f"import time\n{where}")
    assert done.returncode in (0, 130), done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_the_second_ends_at_once_what_does_not_hear_the_first(library: Path) -> None:
    deaf = (
        "import time\nfrom qa.cli.group import cli\n"
        "def deaf(*_, **__):\n    try:\n        ctrl_c()\n    except KeyboardInterrupt:\n"
        "        ctrl_c()\n        time.sleep(60)\ncli.commands['list'].callback = deaf\n"
    )
    done = run(library, deaf)
    assert (done.returncode, "Traceback" in done.stderr) == (130, False)


def test_at_any_moment(library: Path) -> None:
    moments = random.Random(7)
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", START],
            cwd=ROOT,
            env=environment(library),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout
        process.stdout.readline()
        time.sleep(moments.uniform(0, 0.6))
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        assert b"Traceback" not in err
        assert process.returncode in (0, 130), err
