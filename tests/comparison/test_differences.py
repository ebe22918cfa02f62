from __future__ import annotations

from dataclasses import replace

import pytest

from qa.comparison.differences import (
    LONGEST,
    build_timeline,
    classify_difference,
    classify_relation,
    is_development,
    label_answers,
    list_differences,
    newest_first,
)
from qa.comparison.grouping import group_answers
from qa.language.short_answers import normalize_answer
from qa.records import ArticleAnswer


@pytest.mark.parametrize(
    ("first", "second", "kind", "reason"),
    [
        ("3%", "5%", "number", "3% vs 5%"),
        ("$1.2bn", "$840 million", "number", "$1.2bn vs $840 million"),
        ("12 dead", "19 dead", "number", "12 dead vs 19 dead"),
        ("May 4", "May 6", "date", "May 4 vs May 6"),
        ("2028", "in 2029", "date", "2028 vs in 2029"),
        ("John Smith", "Jane Smith", "name", "John Smith vs Jane Smith"),
        ("a faulty valve", "human error", "text", "a faulty valve vs human error"),
        ("it will open", "it will not open", "negation", 
            "it will open vs it will not open: one denies"),
        ("5%", "$5", "not comparable", "5% vs $5: a percentage and an amount of money"),
        ("$5", "€5", "not comparable", "$5 vs €5: USD and EUR"),
        ("12 dead", "30 injured", "not comparable", "12 dead vs 30 injured: of different things"),
        ("$540 a month", "$840m", "not comparable", "$540 a month vs $840m: per month and in all"),
        ("5 km", "5 kg", "not comparable", "5 km vs 5 kg: km and kg"),
        ("Rutte", "19", "not comparable", "Rutte vs 19: words and a number"),
    ],
)  # fmt: skip
def test_why_two_answers_differ(first: str, second: str, kind: str, reason: str) -> None:
    forms = normalize_answer(first), normalize_answer(second)
    assert classify_difference(*forms, first, second) == (kind, reason)


def test_a_long_answer_is_cut_in_its_reason() -> None:
    long = "because the valve that the engineers had ordered was never delivered to the works"
    _, reason = classify_difference(normalize_answer(long), normalize_answer("rain"), long, "rain")
    assert reason.endswith(" ... vs rain")
    assert len(reason) < LONGEST + 15


def said(name: str, answer: str, date: str, confidence: float = 0.5) -> ArticleAnswer:
    return ArticleAnswer(name, name.title(), date, answer, bool(answer), confidence, ())


def test_a_day_to_come_is_the_day_that_its_article_means() -> None:
    def meant(name: str, answer: str, date: str, means: str) -> ArticleAnswer:
        return replace(said(name, answer, date), means=means)

    answers = [
        meant("a", "Tuesday", "2025-03-11", "11 March 2025"),
        meant("b", "Tuesday morning", "2025-03-10", "11 March 2025"),
        meant("c", "Friday", "2025-03-06", "7 March 2025"),
    ]
    groups = group_answers(answers)
    assert [group.article_ids for group in groups] == [("a", "b"), ("c",)]
    assert list_differences(groups, answers) == ()  # the launch was put off: a development


def test_a_weekday_is_read_by_its_own_article() -> None:
    answers = [said("a", "Tuesday", "2025-03-13"), said("b", "Tuesday", "2025-03-21")]
    groups = group_answers(answers)
    assert len(groups) == 2
    assert [d.kind for d in list_differences(groups, answers)] == ["date"]


def test_a_growing_toll_is_a_change_over_time_newest_first() -> None:
    answers = [
        said("a", "12 dead", "2025-05-02"),
        said("b", "twelve people killed", "2025-05-02T18:00", 0.9),
        said("c", "19 dead", "2025-05-04"),
        said("d", "19 dead", "2025-05-05"),
        said("e", "19", ""),
        said("f", "", "2025-05-06"),
    ]
    made = build_timeline(answers, group_answers(answers))
    assert [(e.date, e.answer, e.article_ids, e.changed) for e in made] == [
        ("2025-05-05", "19 dead", ("d",), False),
        ("2025-05-04", "19 dead", ("c",), True),
        ("2025-05-02", "twelve people killed", ("a", "b"), False),
    ]


def test_one_day_makes_no_timeline() -> None:
    answers = [
        said("a", "12 dead", "2025-05-02"),
        said("b", "19 dead", "2025-05-02"),
        said("c", "19", ""),
    ]
    assert build_timeline(answers, group_answers(answers)) == ()


@pytest.mark.parametrize(
    ("first", "second", "develops"),
    [
        # A day without a year is of its article's: still to come when it was written.
        (("12 May", "2025-04-01"), ("20 May", "2025-05-02"), True),
        (("12 May 2025", "2025-04-01"), ("20 May 2025", "2025-05-02"), True),
        (("12 March", "2025-04-01"), ("20 March", "2025-05-02"), False),
        (("12 March 2024", "2025-04-01"), ("20 March 2024", "2025-05-02"), False),
    ],
)
def test_days_to_come_develop_and_days_that_passed_differ(
    first: tuple[str, str], second: tuple[str, str], develops: bool
) -> None:
    a, b = (normalize_answer(text, date=date) for text, date in (first, second))
    days = frozenset({first[1]}), frozenset({second[1]})
    assert is_development(a, b, *days) == develops


@pytest.mark.parametrize(
    ("first", "second", "develops"),
    [
        (("40", "03"), ("55", "03"), False),  # one day
        (("40", "03 04"), ("55", "04"), True),  # the older figure is that of an earlier day
        (("40", "03"), ("55", "03 04"), True),
        (("40", "03 05"), ("55", "04"), True),  # no day has both
        (("40", "03 05"), ("55", "04 05"), False),
        (("40", "03 05"), ("55", "03 04"), False),
        (("40", "03 05"), ("55", "03 05"), False),
        (("12 March", "13 14"), ("11 March", "14"), False),  # what was, is not of a day
        (("Ann Poe", "13 14"), ("Bo Krug", "14"), False),
    ],
)
def test_on_the_day_of_a_change_papers_may_have_either_figure(
    first: tuple[str, str], second: tuple[str, str], develops: bool
) -> None:
    (a, b), days = (
        [normalize_answer(text, date="2025-03-20") for text, _ in (first, second)],
        [frozenset(f"2025-03-{day}" for day in told.split()) for _, told in (first, second)],
    )
    assert is_development(a, b, *days) == is_development(b, a, *days[::-1]) == develops


def test_of_two_groups_that_end_on_one_day_the_later_begun_is_newer() -> None:
    answers = [
        said("a", "40 dead", "2025-03-03"),
        said("b", "40 dead", "2025-03-04"),
        said("c", "55 dead", "2025-03-04"),
    ]
    groups = newest_first(group_answers(answers), answers)
    assert [group.answer for group in groups] == ["55 dead", "40 dead"]


CLAUSES = (
    "for the remarks he made about the drowning of Ida Holm",
    "because the port's insurers had threatened to sue the company",
)


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        (*CLAUSES, "varied"),  # two reasons may both be right
        (CLAUSES[0], "pressure from the port", "varied"),
        ("a faulty valve", "human error", "differ"),
        ("Ida Holm", "Jon Brenk", "differ"),
        ("Deputy Secretary of State for Harbours Ida Holm", "Jon Brenk", "differ"),
        (CLAUSES[1], "12", "differ"),
        (CLAUSES[1], "the boat should never have carried so many passengers", "varied"),
        ("the ferry will sail again on weekdays only", "the ferry will not sail again", "differ"),
    ],
)
def test_clauses_in_other_words_do_not_disagree(first: str, second: str, relation: str) -> None:
    answers = [said("a", first, "2025-03-13"), said("b", second, "2025-03-13")]
    groups = group_answers(answers)
    found = classify_relation(groups, list_differences(groups, answers), answers)
    assert found == relation
    labels = {label_answers(answers, groups, found)[place].label for place in (0, 1)}
    assert labels == {"own" if relation == "varied" else "differ"}


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("a faulty valve", "human error", "varied"),
        ("a faulty valve", "no faulty valve", "differ"),
        ("3 faulty valves", "5 faulty valves", "differ"),
        ("at the end of June", "human error", "varied"),  # the first is no reason
    ],
)
def test_two_reasons_may_be_right(first: str, second: str, relation: str) -> None:
    answers = [said("a", first, "2025-03-13"), said("b", second, "2025-03-13")]
    groups = group_answers(answers)
    differences = list_differences(groups, answers, open_ended=True)
    assert classify_relation(groups, differences, answers, open_ended=True) == relation


@pytest.mark.parametrize(
    ("told", "relation"),
    [
        # What one does not know is no objection to what another knows.
        ([("Monday", "2025-03-06"), ("it's not clear", "2025-03-05")], "develops"),
        ([("Monday", "2025-03-06"), ("unclear", "2025-03-06")], "varied"),
        ([("nothing has been decided", "2025-03-05"), ("no date has been set", "2025-03-05")],
         "varied"),
        # A plan that is put off, on whose last day some papers still have the old one.
        ([("Monday", "2025-03-05"), ("Monday", "2025-03-06"), ("Friday", "2025-03-06"),
          ("Friday", "2025-03-07")], "develops"),
        ([("in a week", "2025-03-05"), ("Monday", "2025-03-06")], "develops"),
        ([("in a week", "2025-03-05"), ("Monday", "2025-03-05")], "differ"),
        ([("it will not open", "2025-03-05"), ("Monday", "2025-03-05")], "differ"),
        ([("not Monday", "2025-03-05"), ("Monday", "2025-03-06")], "differ"),
        # A day that is over does not change.
        ([("2 March", "2025-03-05"), ("2 March", "2025-03-06"), ("1 March", "2025-03-06")],
         "differ"),
    ],
)  # fmt: skip
def test_days_to_come_and_what_is_not_known(told: list[tuple[str, str]], relation: str) -> None:
    answers = [
        replace(said(f"a{number}", text, date), means=MEANT.get(text, ""))
        for number, (text, date) in enumerate(told)
    ]
    groups = group_answers(answers)
    differences = list_differences(groups, answers)
    assert classify_relation(groups, differences, answers) == relation


MEANT = {"Monday": "10 March 2025", "Friday": "14 March 2025"}
