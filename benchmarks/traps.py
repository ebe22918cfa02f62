"""Which tests need each rule: ``python -m benchmarks.traps [FOLDER...] [--only RULE...]``.

The quick tests of plain functions are run with one rule of ``benchmarks.support.stand_ins`` left
out at a time, those in which it says something else than what takes its place, and those that
fail are counted and named. A rule that gains nothing by ``benchmarks.rules`` and that no test
needs keeps nothing away either.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from benchmarks.support.leaving_out import forget_texts, watching, without
from benchmarks.support.stand_ins import RULES

FOLDERS = ("text", "language", "question", "quotes", "grounding", "answering", "comparison")
QUICK = "not slow and not browser and not torch and not model"


class Watching:
    """A pytest plugin that notes which tests fail, and in which each rule says anything."""

    def __init__(self, wanted: frozenset[str] | None = None) -> None:
        """Run the tests ``wanted`` alone, with None all that are collected."""
        self.wanted = wanted
        self.failed: set[str] = set()
        self.touched: dict[str, set[str]] = {}
        self._test = ""

    def note(self, rule: str) -> None:
        """Note that a rule says something else than what takes its place, in the test that runs."""
        self.touched.setdefault(rule, set()).add(self._test)

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Note which test runs, by its whole path: a name of pytest's hangs on its root."""
        self._test = _name(item)
        forget_texts()  # a rule is seen only where a text is read

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that failed."""
        if report.failed:
            self.failed.add(self._test)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Keep what is wanted alone: names of tests may be too long for a command line."""
        if self.wanted is not None:
            items[:] = [item for item in items if _name(item) in self.wanted]


def _name(item: pytest.Item) -> str:
    return f"{item.path}::{item.name}"


def run(tests: Sequence[str], plugin: Watching, around: AbstractContextManager[Any]) -> Watching:
    """Run tests in a process of its own, within a context, and return what the plugin noted."""
    with TemporaryDirectory() as scratch:
        file = Path(scratch) / "noted.json"
        child = os.fork()
        if not child:
            try:
                _silent()
                with around:
                    pytest.main([*_options(), *tests], plugins=[plugin])
                touched = {rule: sorted(names) for rule, names in plugin.touched.items()}
                file.write_text(json.dumps([sorted(plugin.failed), touched]), encoding="utf-8")
            finally:
                os._exit(0)
        os.waitpid(child, 0)
        failed, touched = json.loads(file.read_text("utf-8"))
    plugin.failed = set(failed)
    plugin.touched = {rule: set(names) for rule, names in touched.items()}
    return plugin


def needing(rules: Mapping[str, Any], folders: Sequence[str]) -> dict[str, tuple[int, list[str]]]:
    """Return for each rule how many tests it says anything in, and those that fail without it."""
    watched = Watching()
    run(folders, watched, watching(rules, watched.note))
    if watched.failed:
        sys.exit(f"{len(watched.failed)} tests fail with all rules: {sorted(watched.failed)[:5]}")
    found = {}
    for rule, stand in rules.items():
        names = watched.touched.get(rule, set())
        plugin = Watching(frozenset(names))
        files = sorted({name.partition("::")[0] for name in names})
        if files:
            run(files, plugin, without(rule, stand))
        found[rule] = len(names), sorted(plugin.failed)
        print(f"{rule}: {len(names)} touched, {len(plugin.failed)} fail", file=sys.stderr)
    return found


def _options() -> list[str]:
    return ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=no", "-m", QUICK]


def _silent() -> None:
    """Send what this process writes nowhere."""
    null = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(null, stream)


def main() -> None:
    """Read the command line; print how many tests need each rule, and which."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folders", nargs="*", default=[f"tests/{each}" for each in FOLDERS])
    parser.add_argument("--only", nargs="*", default=list(RULES), metavar="RULE")
    options = parser.parse_args()
    rules = {rule: RULES[rule] for rule in options.only}
    for rule, (touched, failed) in needing(rules, options.folders).items():
        shown = [name.rpartition("/")[2] for name in failed[:20]]
        print(f"{rule}: {touched} touched, {len(failed)} fail", *shown, sep="\n  ")


if __name__ == "__main__":
    main()
