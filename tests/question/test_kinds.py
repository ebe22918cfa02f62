"""What a question asks for, by its own words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.kinds import Asked, classify
from qa.question.measures import fits, has_measure, is_figure
from tests.support.paths import DATA

ROWS = [json.loads(line) for line in (DATA / "kinds.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Did the bridge open in May?", "yes-no"),
        ("Isn't there a toll for cars?", "yes-no"),
        ("So, has anyone been hurt?", "yes-no"),
        ("As of 3 May, when was it due?", "when"),
        ("In 2019, which ports closed?", "list"),
        ("By Tuesday, had the lock been opened?", "yes-no"),
        ("Per the audit, how many kettles were sold?", "quantity"),
        ("Per Ilse Tarn, when will the bridge open?", "when"),
        ("As per the board, is the lock open?", "yes-no"),
        ("Regarding the ferry, who paid?", "who"),
        ("Per Tarn won which race?", "other"),
        ("Is it the mayor or the auditor who is right?", "other"),
        ("May 4 was the day of what?", "other"),
        ("How many kettles were recalled?", "quantity"),
        ("In how many shops were they sold?", "quantity"),
        ("What share of the price does the city pay?", "quantity"),
        ("How long has he been mayor?", "other"),
        ("When will the bridge open?", "when"),
        ("In which year was the ferry built?", "when"),
        ("Where did the ferry run aground?", "where"),
        ("To whom was the part sold?", "who"),
        ("Which countries signed?", "list"),
        ("Who are the members of the board?", "list"),
        ("Name all the lines that will not run.", "list"),
        ("What were the three demands of the drivers?", "list"),
        ("Name a luxury division of Toyota.", "other"),
        ("Which problem consists of two parts?", "other"),
        ("Which county loses the most schools?", "other"),
        ("Which ferry firm carries fewer cars?", "other"),
        ("Which ferry firms carry fewer cars?", "list"),
        ("What is the news?", "other"),
        ("Why did Norway withdraw?", "why"),
        ("What was the main reason for the delay?", "why"),
        ("How did the thieves get in?", "other"),
        ("What target do the unions want?", "value"),
        ("What tool do builders use?", "other"),
        ("", "other"),
        ("?!", "other"),
    ],
)
def test_kinds(question: str, kind: str) -> None:
    assert classify(question).kind == kind


@pytest.mark.parametrize(
    "row", [r for r in ROWS if r["kind"] == "yes-no"], ids=lambda r: r["question"]
)
def test_every_yes_no_question_of_the_set_is_one(row: dict[str, str]) -> None:
    assert classify(row["question"]).kind == "yes-no"


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("How much will the bridge cost?", Asked("quantity", "money")),
        ("How old is the driver?", Asked("quantity", "number")),
        ("At what age did she retire?", Asked("quantity", "number")),
        ("What percentage of kettles cracked?", Asked("quantity", "percent")),
        ("How many road accidents were there?", Asked("quantity", "count")),
        ("How high is the dam?", Asked("quantity", "number")),
        ("How much water is left?", Asked("quantity")),
        ("How much did ticket sales fall?", Asked("quantity", "money")),
        ("How much does it cost to increase the height?", Asked("quantity", "money")),
    ],
)
def test_quantities_have_a_measure(question: str, asked: Asked) -> None:
    assert classify(question) == asked


@pytest.mark.parametrize(
    ("question", "good", "bad"),
    [
        ("How much will it cost the city?", "$1.2bn", "12 tonnes"),
        ("How many people were hurt?", "eleven", "Brae Hollin"),
        ("How many people were hurt?", "most of them", "$40"),
        ("What share of the price?", "two thirds", "the city"),
        ("When did it open?", "on Tuesday", "the mayor"),
        ("When did it open?", "before the war", "a bridge"),
        ("Who paid?", "the city", "17"),
        ("Where was it built?", "Merrow", "1998"),
    ],
)
def test_answers_fit_or_do_not(question: str, good: str, bad: str) -> None:
    asked = classify(question)
    assert fits(asked, good)
    assert not fits(asked, bad)


def test_a_figure_is_a_number_and_nothing_else() -> None:
    assert is_figure("$4.8 million")
    assert is_figure("in May 2028")
    assert not is_figure("17 councillors")
    assert not is_figure("Merrow")


def test_money_is_no_count_but_a_percentage_is() -> None:
    assert not has_measure("$12", "count")
    assert has_measure("40%", "count")
    assert not has_measure("How much he paid", "money")
    assert has_measure("much of it", "percent")
    assert has_measure("5% of its output", "money")


@given(st.text(max_size=80))
def test_any_text_has_a_kind(text: str) -> None:
    asked = classify(text)
    assert asked == classify(text)
    assert asked.kind == "quantity" or not asked.measure
    fits(asked, text)
