"""The built wheel alone answers questions, offline, from any folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT

MODEL = ROOT / "models" / "copydesk-small"

pytestmark = [
    pytest.mark.slow,
    pytest.mark.model,
    pytest.mark.skipif(not MODEL.is_dir(), reason=f"no {MODEL.relative_to(ROOT)}: make train"),
]


# What pip calls, in one process instead of three. Packing the weights takes seconds, for nothing.
BUILD = """
import sys, zlib
zlib.Z_DEFAULT_COMPRESSION = zlib.Z_NO_COMPRESSION
from hatchling.cli import hatchling
sys.exit(hatchling())
"""


def python(*arguments: str | Path) -> None:
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    python("-c", BUILD, "build", "--target", "wheel", "--directory", folder)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    pip = ("-m", "pip", "--disable-pip-version-check", "-q", "install", "--no-deps", "--no-index")
    python(*pip, "--no-compile", "--target", folder, wheel)
    return folder


def test_the_wheel_holds_the_package_its_model_and_its_seeds(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        assert archive.testzip() is None
    for path in [*(ROOT / "qa").rglob("*"), *MODEL.rglob("*"), *(ROOT / "seeds").rglob("*")]:
        if path.is_dir() or "__pycache__" in path.parts:
            continue
        name = path.relative_to(ROOT).as_posix()
        name = name.replace("models/", "qa/_models/", 1) if MODEL in path.parents else name
        name = name.replace("seeds/", "qa/_seeds/", 1) if name.startswith("seeds/") else name
        assert name in names
    assert "qa/py.typed" in names
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"qa"}


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    from qa import __version__

    assert wheel.name == f"copydesk-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
    assert "\nLicense-Expression: Apache-2.0\n" in text
    assert "\nRequires-Python: >=3.11\n" in text


def run(installed: Path, folder: Path, *arguments: str | Path) -> dict[str, Any]:
    environment = {k: v for k, v in os.environ.items() if k != "COPYDESK_LIBRARY"}
    environment |= {"PYTHONPATH": str(installed), "COPYDESK_LIBRARY": str(folder / "lib.copydesk")}
    done = subprocess.run(
        [installed / "bin" / "copydesk", *arguments, "--json"],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stderr.decode()
    value: dict[str, Any] = json.loads(done.stdout)
    return value


def test_the_wheel_alone_answers_from_another_folder(installed: Path, tmp_path: Path) -> None:
    seen = subprocess.run(
        [
            sys.executable,
            "-c",
            "from qa.neural import resources as r; print(r.__file__, r.models_dir())",
        ],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    )
    module, models = seen.stdout.split()
    assert Path(module).is_relative_to(installed)
    assert Path(models) == installed / "qa" / "_models"

    seeds = sorted((installed / "qa" / "_seeds").glob("00[0-2]*"))
    assert len(run(installed, tmp_path, "add", *seeds)["added"]) == len(seeds)
    answer = run(installed, tmp_path, "ask", "What target did Trump demand?")
    assert answer["answerable"]
    assert "5%" in answer["answer"]
    citation = answer["citations"][0]
    article = run(installed, tmp_path, "show", citation["article_id"])
    assert article["text"][citation["start"] : citation["end"]] == citation["quote"]
