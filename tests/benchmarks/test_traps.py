"""That a rule is found to be needed, by a file of tests made for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.support.stand_ins import RULES
from benchmarks.traps import needing

TESTS = """
from qa.question import reading

def test_needs_it():
    assert reading.read("Which five ports closed?").count == 5

def test_has_it_but_needs_it_not():
    assert reading.read("Which five ports closed?").text

def test_has_it_not():
    assert reading.read("Who closed the port?").count == 0
"""


@pytest.mark.slow
def test_the_tests_that_fail_without_a_rule_are_named(tmp_path: Path) -> None:
    file = tmp_path / "test_counts.py"
    file.write_text(TESTS, encoding="utf-8")
    rule = "question.reading._count"
    [(name, (touched, failed))] = needing({rule: RULES[rule]}, [str(file)]).items()
    assert (name, touched) == (rule, 2)
    assert [each.partition("::")[2] for each in failed] == ["test_needs_it"]
