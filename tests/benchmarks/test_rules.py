"""The rules that ``benchmarks.rules`` leaves out, by their names."""

from __future__ import annotations

import importlib
import re

import pytest

from benchmarks.support.leaving_out import watching, without
from benchmarks.support.stand_ins import RULES


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_there_and_has_a_stand_in_of_its_sort(rule: str) -> None:
    module, _, name = rule.rpartition(".")
    own = getattr(importlib.import_module(f"qa.{module}"), name)
    assert isinstance(own, re.Pattern) == isinstance(RULES[rule], re.Pattern)
    assert callable(own) or isinstance(own, re.Pattern)


def test_a_rule_is_left_out_for_a_while() -> None:
    from qa.question import reading

    asked = "Name the five ports that closed."
    with without("question.reading._count", lambda _: 7):
        assert reading.read(asked).count == 7
    assert reading.read(asked).count != 7


def test_a_rule_tells_where_it_says_something_else() -> None:
    from qa.question import reading

    told: list[str] = []
    rules = {"question.reading._count": lambda _: 0}
    with watching(rules, told.append):
        reading.read("Who closed the port?")
        assert told == []
        reading.read("Which five ports closed?")
    assert told == ["question.reading._count"]
