"""What every test gets: no network, and a library of its own; long files are run first."""

from __future__ import annotations

import gc
import os
import signal
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.collecting import pytest_collection_finish as pytest_collection_finish
from tests.support.collecting import pytest_ignore_collect as pytest_ignore_collect

# Set before any test imports a model library: these are read at import.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# So are the ways in which its threads wait; those of the commands themselves set it, too.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
if "PYTEST_XDIST_WORKER" in os.environ:
    # The processes share the cores already: one thread a process reads 30 passages in 2.5 s of
    # CPU time, two threads in 3.3 s.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
# A shell ignores Ctrl-C for what it runs in the background, and so would the commands under test.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
# A developer's own library must not be what a test opens.
os.environ.pop("COPYDESK_LIBRARY", None)

# The clock of a busy machine decides no test; on CI, a red run must be red again.
for profile, examples in (("quick", 25), ("thorough", 500)):
    settings.register_profile(
        profile,
        max_examples=examples,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        derandomize="CI" in os.environ,
    )
settings.load_profile("thorough" if "THOROUGH" in os.environ else "quick")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The path of a library that does not exist yet."""
    return tmp_path / "library.copydesk"


@pytest.fixture
def reads_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let added files be read in this process, where the start of another is not the subject.

    `test_a_reader_reads_file_after_file` holds that both give the same.
    """
    from tests.support.reading import ReaderHere

    monkeypatch.setattr("qa.ingest.ingestion.Reader", ReaderHere)


@pytest.fixture
def small_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the small reader alone check what another one made, where the judge isn't the subject."""
    monkeypatch.setattr("qa.neural.seq2seq.loading.has_base", lambda: False)


@pytest.fixture(scope="module", autouse=True)
def shipped_once() -> Iterator[None]:
    """Let all tests of a process share the shipped models: they check a made reader's answers, too.

    A module about their loading has a `shipped_once` of its own.
    """
    from tests.support.shipped import loaded_once

    with loaded_once():
        yield


@pytest.fixture(scope="session")
def seeds_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample articles with the made embedder, to be copied."""
    from qa.desk import Desk
    from qa.neural.resources import seed_articles
    from tests.support.fakes import HashEmbedder

    path = tmp_path_factory.mktemp("seeds") / "made.copydesk"
    with Desk.open(path, embedder=HashEmbedder()) as desk:
        desk.add(*seed_articles())
    return path


@pytest.fixture(scope="session")
def seeds_shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of the sample articles with the shipped embedder, to be copied."""
    from qa.desk import Desk
    from qa.neural.resources import seed_articles

    path = tmp_path_factory.mktemp("seeds") / "shipped.copydesk"
    with Desk.open(path) as desk:
        desk.add(*seed_articles())
    return path


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Import the tests without looking for garbage, and never look among what they hold.

    A process collects in 7 s of CPU time instead of 12.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)  # after what is not asked for has been left out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put long files first: one that a worker takes last keeps the others waiting."""
    longest: Counter[Path] = Counter()
    for item in items:
        marks = {mark.name for mark in item.iter_markers()}
        rank = 2 if marks & {"browser", "model"} else int("slow" in marks)
        longest[item.path] = max(longest[item.path], rank)
    items.sort(key=lambda item: -longest[item.path])
