"""For "what target" the figure alone is shown where the reader took the clause around it."""

from __future__ import annotations

import pytest

from qa.question.kinds import classify
from tests.support.fitted import fitted


@pytest.mark.parametrize(
    ("text", "span", "figure"),
    [
        ("The mayor demanded that wards save 8% on heating.", "wards save 8%", "8%"),
        ("She set a goal of $1.2bn for the fund.", "a goal of $1.2bn", "$1.2bn"),
        ("He asked for 12%, a level that few think real.", "12%, a level that few think real",
         "12%"),
        # Not one figure with a unit, or not the end of what was read: all of it stays.
        ("The club set a goal of 40 wins.", "a goal of 40 wins", "a goal of 40 wins"),
        ("It wants from 3% to 5% by May.", "from 3% to 5%", "from 3% to 5%"),
        ("They must save 8% of all heat.", "save 8% of all heat", "save 8% of all heat"),
        ("The goal is a clean river.", "a clean river", "a clean river"),
        ("It is at least 8%.", "at least 8%", "at least 8%"),
    ],
)  # fmt: skip
def test_a_figure_is_narrowed_and_all_else_stays(text: str, span: str, figure: str) -> None:
    made = fitted("What target did the mayor demand?", text, span)
    assert (made.text, made.answerable, made.confidence) == (figure, True, 0.9)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("What target did the mayor demand?", "value"),
        ("What is the new sales target for May?", "value"),
        ("What was the goal?", "value"),
        ("What target audience has the film?", "other"),
        ("What did the target say?", "other"),
        ("What are the goals of the club?", "list"),
    ],
)
def test_a_noun_that_ends_its_phrase_asks_for_a_value(question: str, kind: str) -> None:
    assert classify(question).kind == kind


@pytest.mark.parametrize(
    ("question", "text", "span", "amount"),
    [
        ("How much will the pier cost?", "It will cost eleven million pesos.", "eleven million",
         "eleven million pesos"),
        ("How much was paid?", "The club paid 3.5 million euros for him.", "3.5 million",
         "3.5 million euros"),
        ("By how much did the rent rise?", "Rents rose by a quarter to 1,200 francs.",
         "a quarter to 1,200 francs", "a quarter"),
        ("By how much did sales fall?", "Sales fell 12% to $40m.", "12% to $40m", "12%"),
        ("How many boats sank?", "Between 20 and 30 boats sank.", "20 and 30", "Between 20 and 30"),
        ("How much did it cost?", "It cost between 5 and 6 million francs.", "5 and 6 million",
         "between 5 and 6 million francs"),
        ("How many boats are there?", "There are 20 and 30 boats.", "20 and 30", "20 and 30"),
        ("How far is it?", "It is between the 20 and 30 mile marks.", "20 and 30", "20 and 30"),
        ("How many of the boats leak?", "A sixth of the boats leak.", "sixth", "A sixth"),
        ("What share of the boats leak?", "An eighth of them leak.", "eighth", "An eighth"),
        ("How much of it burned?", "Some two-fifths of it burned.", "fifths", "two-fifths"),
        ("How many leak?", "One in nine boats leaks.", "nine", "One in nine"),
        ("How much of it burned?", "A third of it burned.", "A third", "A third"),
        # A range, a count, a whole figure, and what other words follow stay as they are.
        ("By how much will it rise?", "It will rise by 5 to 10 percent.", "5 to 10 percent",
         "5 to 10 percent"),
        ("By how much did it rise?", "It rose by 5% to 10%.", "5% to 10%", "5% to 10%"),
        ("How many boats are there?", "There are 40 boats at 90 francs.", "40", "40"),
        ("How much did it cost?", "It cost $4m, the mayor said.", "$4m", "$4m"),
        ("How much was paid?", "He paid 300, and 20 euros for a drink.", "300", "300"),
        ("How much did it rain?", "So much that 20 euros of wood were lost.", "So much", "So much"),
    ],
)  # fmt: skip
def test_an_amount_is_whole_and_no_more_than_one(
    question: str, text: str, span: str, amount: str
) -> None:
    made = fitted(question, text, span)
    assert (made.text, made.answerable) == (amount, True)


def test_a_rank_is_no_fraction() -> None:
    assert not fitted("How many boats leak?", "A sixth boat leaks.", "sixth").answerable
