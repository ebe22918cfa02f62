"""The rules that ``benchmarks.rules`` leaves out, by their names."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator

import pytest

from benchmarks.support.leaving_out import watching, without
from benchmarks.support.outcomes import Outcome, Row, differ, figures, table
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


def test_a_text_read_before_is_read_again_without_a_rule() -> None:
    from qa.language.short_answers import normalize_answer

    assert normalize_answer("on 4 May 2025").kind == "date"
    with without("language.dates.find_dates", lambda *_: []):
        assert normalize_answer("on 4 May 2025").kind != "date"
    assert normalize_answer("on 4 May 2025").kind == "date"


def test_a_rule_tells_where_it_says_something_else() -> None:
    from qa.question import reading

    told: list[str] = []
    rules = {"question.reading._count": lambda _: 0}
    with watching(rules, told.append):
        reading.read("Who closed the port?")
        assert told == []
        reading.read("Which five ports closed?")
    assert told == ["question.reading._count"]


def test_a_rule_that_yields_tells_by_what_it_yields(monkeypatch: pytest.MonkeyPatch) -> None:
    from qa.question import reading

    def own(text: str) -> Iterator[str]:
        yield from text.split()

    told: list[str] = []
    monkeypatch.setattr(reading, "split", own, raising=False)
    with watching({"question.reading.split": lambda _: ()}, told.append):
        assert list(reading.__dict__["split"]("")) == []
        assert told == []
        assert list(reading.__dict__["split"]("a b")) == ["a", "b"]
    assert told == ["question.reading.split"]


def test_what_changes_is_counted() -> None:
    rows = [Row("claims", "a", ()), Row("quotes", "", ()), Row("wiki", "b", ())]
    first = [
        Outcome("True", True, "right"),
        Outcome("", True, grades=("words", "words", "place")),
        Outcome("b", True, overlap=0.5, exact=0.0, confidence=0.5),
    ]
    full = figures(rows, first)
    assert full["claims right"] == 1
    assert full["quotes words"] == 2
    assert full["wiki F1"] == 50
    assert full["wiki Brier"] == 25
    other = [*first[:1], Outcome("", True, grades=("words",)), first[2]]
    shown = table(full, {"a.rule": figures(rows, other)}, {"a.rule": 1}).splitlines()
    assert shown[-1].split(" | ")[:2] == ["| a.rule", "1"]
    assert "-1.0" in shown[-1]


def test_outcomes_differ_by_what_is_said_and_how_sure_it_is() -> None:
    one = Outcome("a", True, confidence=0.5)
    assert not differ(one, Outcome("a", True, confidence=0.505))
    assert differ(one, Outcome("a", True, confidence=0.52))
    assert differ(one, Outcome("b", True, confidence=0.5))
    assert differ(one, Outcome("a", True, confidence=0.5, grades=("right",)))
