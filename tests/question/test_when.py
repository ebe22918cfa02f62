"""What time a question speaks of, against a day of asking, and how close an article is to it."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.when import When, asked_period, closeness, find_when

TODAY = "2025-06-18"  # a Wednesday


@pytest.mark.parametrize(
    ("question", "words", "since", "until"),
    [
        ("Who won the cup last June?", "last June", "2024-06-01", "2024-06-30"),
        ("Who won the election in 2024?", "2024", "2024-01-01", "2024-12-31"),
        ("Who won the 2024 election?", "2024", "2024-01-01", "2024-12-31"),
        ("What closed in March 2025?", "March 2025", "2025-03-01", "2025-03-31"),
        ("What closed in March?", "March", "2025-03-01", "2025-03-31"),
        ("What closed in September?", "September", "2024-09-01", "2024-09-30"),
        ("What closed in late May?", "late May", "2025-05-21", "2025-05-31"),
        ("Who spoke yesterday?", "yesterday", "2025-06-17", "2025-06-17"),
        ("Who spoke last night?", "last night", "2025-06-17", "2025-06-18"),
        ("Who spoke on Monday?", "Monday", "2025-06-16", "2025-06-16"),
        ("Who spoke last Friday?", "last Friday", "2025-06-13", "2025-06-13"),
        ("Who spoke on July 4?", "July 4", "2024-07-04", "2024-07-04"),
        ("Who spoke on 29 February?", "29 February", "2024-02-29", "2024-02-29"),
        ("Who spoke on 2025-04-03?", "2025-04-03", "2025-04-03", "2025-04-03"),
        ("What fell last week?", "last week", "2025-06-09", "2025-06-15"),
        ("What fell this week?", "this week", "2025-06-16", "2025-06-22"),
        ("Who played last weekend?", "last weekend", "2025-06-14", "2025-06-15"),
        ("What fell last month?", "last month", "2025-05-01", "2025-05-31"),
        ("What rose this year?", "this year", "2025-01-01", "2025-12-31"),
        ("What rose late last year?", "late last year", "2024-09-01", "2024-12-31"),
        ("What rose in the past year?", "the past year", "2024-06-18", "2025-06-18"),
        ("What rose last quarter?", "last quarter", "2025-01-01", "2025-03-31"),
        ("What rose in Q3?", "Q3", "2024-07-01", "2024-09-30"),
        ("What rose in H1 2023?", "H1 2023", "2023-01-01", "2023-06-30"),
        ("The first quarter of 2024?", "first quarter of 2024", "2024-01-01", "2024-03-31"),
        ("Who left two weeks ago?", "two weeks ago", "2025-06-01", "2025-06-07"),
        ("Who left in the last 3 days?", "the last 3 days", "2025-06-15", "2025-06-18"),
        ("What burned this summer?", "this summer", "2025-06-01", "2025-08-31"),
        ("What burned last summer?", "last summer", "2024-06-01", "2024-08-31"),
        ("What froze last winter?", "last winter", "2024-12-01", "2025-02-28"),
        ("What burned in the fall of 2023?", "fall of 2023", "2023-09-01", "2023-11-30"),
        ("Who won in the 2022-23 season?", "2022-23", "2022-01-01", "2023-12-31"),
        ("Who sang in the 1990s?", "1990s", "1990-01-01", "1999-12-31"),
        ("Who has left since May?", "since May", "2025-05-01", ""),
        (
            "Who left before the 3rd of April 2025?",
            "before the 3rd of April 2025",
            "",
            "2025-04-02",
        ),
        ("Who left by 2020?", "by 2020", "", "2020-12-31"),
        (
            "Left between March and June 2024?",
            "between March and June 2024",
            *("2024-03-01", "2024-06-30"),
        ),
        ("Left between May and June?", "between May and June", "2025-05-01", "2025-06-30"),
        ("Who led from 2020 to 2022?", "from 2020 to 2022", "2020-01-01", "2022-12-31"),
        ("What starts next month?", "next month", "2025-07-01", "2025-07-31"),
    ],
)
def test_a_time_in_words_is_a_range_of_days(
    question: str, words: str, since: str, until: str
) -> None:
    (when,) = find_when(question, TODAY)
    assert (question[when.start : when.end], when.since, when.until) == (words, since, until)
    assert not when.published


@pytest.mark.parametrize(
    "question",
    [
        "Who led the fall of Kabul?",
        "May he march on?",
        "What sold on Black Friday?",
        "Who owns the Sunday Times?",
        "How many of the 2000 people fled?",
        "What is 2.5% of 2,024?",
        "Was it worth $2000?",
        "Who scored in the second half?",
        "What is the price?",
    ],
)
def test_other_words_are_no_times(question: str) -> None:
    assert find_when(question, TODAY) == []


@pytest.mark.parametrize(
    ("question", "published"),
    [
        ("What do articles of last week say of the bridge?", True),
        ("What was in yesterday's news?", True),
        ("Which stories published in May name the mayor?", True),
        ("Which book was published in May?", False),
        ("Who won the election in 2024?", False),
    ],
)
def test_a_time_of_publication_is_told_from_one_of_an_event(question: str, published: bool) -> None:
    (when,) = find_when(question, TODAY)
    assert when.published is published


def test_without_a_day_of_asking_only_times_with_a_year_are_found() -> None:
    question = "Who left last week, in June, on Monday, on 3 April, in May 2024 or in 2021?"
    found = [question[when.start : when.end] for when in find_when(question, "")]
    assert found == ["May 2024", "2021"]


def test_the_shortest_time_that_has_begun_counts() -> None:
    question = "Who, the first since 1999, resigned this week to run in 2028?"
    when = asked_period(question, TODAY)
    assert when is not None
    assert question[when.start : when.end] == "this week"
    assert asked_period("Who will run in 2028?", TODAY) is None
    assert asked_period("Who ran?", TODAY) is None


def test_articles_of_the_days_after_an_event_are_near_and_those_before_hardly() -> None:
    when = When(0, 0, "2025-03-10", "2025-03-16")
    dates = ["2025-03-12T23:00:00+02:00", "2025-03-18", "2025-04-15", "2025-12-01", ""]
    near = [closeness(date, when) for date in dates]
    assert near[0] == 1.0
    assert near == sorted(near, reverse=True)
    assert near[-1] == 0.0
    assert closeness("2025-03-31", when) == pytest.approx(0.5)
    assert closeness("2025-03-08", when) > closeness("2025-02-20", when)
    assert closeness("2025-03-04", when) < closeness("2025-03-22", when)
    assert closeness("2025", when) == closeness("2025-03", when) == 1.0
    assert closeness("soon", when) == 0.0


def test_open_ranges_hold_all_to_their_side() -> None:
    since, until = When(0, 0, "2025-05-01", ""), When(0, 0, "", "2025-05-01")
    assert closeness("2025-09-09", since) == 1.0 == closeness("1999-01-01", until)
    assert closeness("2025-04-01", since) < 0.1
    assert closeness("2025-05-16", until) == pytest.approx(0.5)


def test_outside_a_time_of_publication_nothing_counts() -> None:
    when = When(0, 0, "2025-03-10", "2025-03-16", published=True)
    assert closeness("2025-03-16", when) == 1.0
    assert closeness("2025-03-17", when) == closeness("2025-03-09", when) == 0.0


VOCABULARY = """
    last this next past June May 2024 1999 week year 3 12 two ago since before between and to in
    on Monday the of early late fall quarter Q2 first yesterday 29 February 's articles , - 0001
    9999-12-31 0001-01-01 \u0662\u0660\u0662\u0664 decade weekend
"""
WORDS = st.sampled_from(sorted(set(VOCABULARY.split())))


@given(
    st.one_of(st.text(), st.lists(WORDS, max_size=12).map(" ".join)),
    st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)),
)
def test_any_question_gives_ranges_in_its_order(question: str, today: datetime.date) -> None:
    place = 0
    for when in find_when(question, today.isoformat()):
        assert place <= when.start < when.end <= len(question)
        place = when.end
        for day in filter(None, (when.since, when.until)):
            assert datetime.date.fromisoformat(day).isoformat() == day
        assert not when.since or not when.until or when.since <= when.until
        assert 0.0 <= closeness(today.isoformat(), when) <= 1.0
    assert asked_period(question, today.isoformat()) is None or question
