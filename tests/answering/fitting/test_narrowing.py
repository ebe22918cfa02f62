"""A value asked for is shown alone where the span holds it and nothing else that may be meant.

``tests/data/values.jsonl`` has questions of ours with the span a reader gave and what is left
of it; in more than half of them, all.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.fitting import fit
from qa.answering.fitting.narrowing import narrow_to_value
from qa.desk import Desk
from qa.neural.resources import models_dir
from qa.question import read
from qa.question.kinds import classify
from qa.text.whole_facts import widen_to_facts
from tests.support.fakes import article_of
from tests.support.fitted import chosen, fitted
from tests.support.paths import DATA

ROWS = [json.loads(line) for line in (DATA / "values.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['question']} {row['span']}")
def test_values_are_narrowed_and_all_else_stays(row: dict[str, str]) -> None:
    start = row["text"].index(row["span"])
    hit, reading, choice = chosen(row["text"], start, start + len(row["span"]))
    made = fit(read(row["question"]), [hit], [reading], choice)
    assert made.text == row["answer"]
    assert (made.answerable, made.confidence) == (True, choice.confidence)
    (cited,) = made.citations
    assert row["text"][cited.start - 7 : cited.end - 7] == cited.quote == row["answer"]


def test_the_set_has_as_many_that_stay() -> None:
    assert len(ROWS) >= 60
    assert 2 * sum(row["span"] == row["answer"] for row in ROWS) >= len(ROWS)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What target did Trump demand?", "value"),
        ("What's the new speed limit in Merrow?", "value"),
        ("What is the company's sales target for 2026?", "value"),
        ("What is the minimum wage in Tarrow?", "quantity"),
        ("To what level did the river rise?", "value"),
        ("What target do the unions want?", "value"),
        ("What target audience does the show have?", "other"),
        ("What price war began in June?", "quantity"),
        ("What figure skater won?", "other"),
        ("What decided the price of oil?", "other"),
        ("Which budget airline went bankrupt?", "other"),
        ("Which goals did they score?", "list"),
    ],
)
def test_which_questions_ask_for_a_value(question: str, kind: str) -> None:
    assert classify(question).kind == kind


QUESTIONS = (
    "What target did they set?",
    "What price did they pay?",
    "How many were there?",
    "In which year was it?",
    "When was it?",
    "What percentage did they win?",
)
PIECES = (
    "allies spend pay 5% $1.2 billion 2.5 million barrels a day of GDP at least 40 4 1887 in May "
    "2028 , - that a target who won not and the 30-metre US $5 U.S. few hundred to rose"
)


@given(
    st.sampled_from(QUESTIONS),
    st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=14).map(" ".join),
    st.integers(0, 80),
    st.integers(1, 60),
)
def test_what_is_left_lies_in_the_span_and_cuts_no_fact(
    question: str, text: str, start: int, length: int
) -> None:
    start, end = widen_to_facts(text, min(start, len(text) - 1), min(start + length, len(text)))
    hit, _, choice = chosen(text, start, end)
    made = narrow_to_value(read(question), [hit], choice)
    (cited,) = made.citations
    first, last = cited.start - 7, cited.end - 7
    assert start <= first < last <= end
    assert text[first:last] == cited.quote == made.text
    assert widen_to_facts(text, first, last) == (first, last)


@pytest.mark.model
@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What target did Trump demand?", "5%"),
        ("What target did the housing ministry set?", "40,000 homes a year"),
        ("What target did the army hit?", "a convoy of 30 trucks"),
    ],
)
def test_the_shipped_reader_gives_the_value(tmp_path: Path, question: str, answer: str) -> None:
    if not (models_dir() / "copydesk-small" / "model.safetensors").is_file():
        pytest.skip("models/copydesk-small is not there")
    texts = (
        # The sentence alone is read as "allies" or "allies spend 5%", as integers are rounded.
        "At the next summit in June, NATO will seek to raise its members' defense spending target "
        "to at least 3%. Trump has demanded that allies spend 5% - a target that many consider "
        "unrealistic and that even the US does not achieve.",
        "The housing ministry set a target of 40,000 homes a year when it took office.",
        "At dawn the army hit a convoy of 30 trucks, its only target that day.",
    )
    with Desk.open(tmp_path / "library.copydesk") as desk:
        desk.add(*(article_of(text, f"Report {n}") for n, text in enumerate(texts)))
        found = desk.ask(question)
    assert found.answer == answer


@pytest.mark.parametrize(
    ("question", "text", "span", "answer"),
    [
        # What counts players is nobody's age.
        ("How old is Solberg?", "Of 58, 30 will be kept by the coach, Solberg.", "30", ""),
        ("How old is Solberg?", "Solberg has won 30 matches as coach.", "30", ""),
        ("How old is Solberg?", "Solberg, 30, is the coach of the club.", "30", "30"),
        ("How old is Solberg?", "Solberg is 30 this week.", "30", "30"),
        ("What age is too young?", "People under the age of 18 are too young.", "18", "18"),
        ("How old was the ship?", "The ship was 30 years old.", "30 years", "30 years"),
        # A salary is money, or the article does not tell it.
        ("What salary will Solberg get?", "The coach will be Solberg.", "The coach", ""),
        (
            "What salary will Solberg get?",
            "Solberg, the coach, gets £9,000.",
            "the coach",
            "£9,000",
        ),
    ],
)
def test_what_cannot_be_the_value_is_no_answer(
    question: str, text: str, span: str, answer: str
) -> None:
    made = fitted(question, text, span)
    assert (made.text if made.answerable else "") == answer
