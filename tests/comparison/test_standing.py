"""Which answers stand: those of the event that most strong ones are of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.answering.choice import Choice
from qa.comparison.standing import borne_out, on_one_event, without_strays
from qa.language.short_answers import normalize_answer
from qa.question import read
from qa.records import Article, Hit, Passage, Reading, SourceSpan
from tests.support.fakes import article_of

WHEN = read("When will Tarn Hall reopen?")
FLOOD = (
    "Tarn Hall was flooded as Lake Orm rose, said Ida Holm of Orm County. It may open Monday. "
    "Bridges in Fell, Wick and Ashby are shut, said Mayor Ned Quill."
)
GUIDE = (
    "Tarn Hall is shut. Try Elm Mill, Fox Barn, Gull House, Ivy Tower, Oak Court, Plum Hill, "
    "Rose Lodge or Sun Quay. It is not clear when it opens."
)
DIARY = (
    "Visitors of Bo Lund, Kim Dahl and Lia Fox waited in Hale, Morrow and Dale on Monday, "
    "in Pell on Sunday, in Kirk and Lunt all week."
)


def chosen(article: Article, text: str, sure: float) -> Choice:
    passage = Passage(article.id, 0, len(article.text), article.text)
    hit = Hit(passage, article.title, article.date, 0.6, 1.0, 1.0)
    return Choice(hit, Reading(text, 0.0, 1.0 - sure, ()), True, sure, ())


def stand(given: Sequence[tuple[Article, str, float]]) -> list[bool]:
    articles = {article.id: article for article, *_ in given}
    choices = [chosen(*each) for each in given]
    return on_one_event(choices, [True] * len(choices), WHEN, articles.get)


def test_the_surest_article_is_not_the_event_if_the_others_share_another() -> None:
    first = article_of(FLOOD, "Lake Orm floods Tarn Hall", date="2025-05-01")
    second = article_of(FLOOD + " More later.", "Orm County waits", date="2025-05-02")
    guide = article_of(GUIDE, "Out and about", date="2025-05-02")
    given = [(guide, "It is not clear", 0.95), (first, "Monday", 0.8), (second, "Monday", 0.8)]
    assert stand(given)[1:] == [True, True]


@pytest.mark.parametrize(
    ("title", "text", "answer", "date", "told"),
    [
        # The same names in the headline, in the same days, or the same day as an answer.
        ("Tarn Hall: what visitors need to know", GUIDE, "Tuesday", "2025-05-03", True),
        ("Tarn Hall: what visitors need to know", GUIDE, "Tuesday", "2024-05-03", False),
        ("A diary", DIARY + " Tarn Hall waits.", "Sunday", "2025-05-02", False),
        ("A diary", DIARY + " Tarn Hall waits.", "Monday", "2025-05-02", True),
    ],
)
def test_few_names_in_common_are_enough_with_the_headline_or_the_answer(
    title: str, text: str, answer: str, date: str, *, told: bool
) -> None:
    first = article_of(FLOOD, "Lake Orm floods Tarn Hall", date="2025-05-01")
    other = article_of(text, title, date=date)
    assert stand([(first, "Monday", 0.9), (other, answer, 0.8)]) == [True, told]


@pytest.mark.parametrize(
    ("answer", "told"), [("a week", True), ("next month", True), ("the lake", False)]
)
def test_a_span_of_time_stands_beside_a_day(answer: str, *, told: bool) -> None:
    first = article_of(FLOOD, "Lake Orm floods Tarn Hall", date="2025-05-01")
    text = f"Tarn Hall may be shut for {answer}, says Ida Holm of Orm County, as Lake Orm rose."
    other = article_of(text, "Orm County waits", date="2025-05-02")
    assert stand([(first, "Monday", 0.9), (other, answer, 0.8)]) == [True, told]


@pytest.mark.parametrize(
    ("asked", "answer", "stands"),
    [
        ("How many huts did the storm take?", "70", False),
        ("How many huts did the storm take?", "90", True),
        ("How many huts has the storm taken?", "70", True),  # on its day it may be right
    ],
)
def test_what_is_only_possible_is_no_voice_against_what_is_more(
    asked: str, answer: str, *, stands: bool
) -> None:
    articles = [article_of("The storm took 90 huts."), article_of(f"It took {answer} huts.")]
    choices = [chosen(articles[0], "90", 0.8), chosen(articles[1], answer, 0.8)]
    forms = [normalize_answer(choice.text) for choice in choices]
    assert borne_out(forms, choices, [0.8, 0.55], read(asked)) == [True, stands]


@pytest.mark.parametrize("first", ["dozens", "6 to 12"])
def test_what_gives_way_to_a_figure_silences_none(first: str) -> None:
    texts = (f"The storm took {first} huts.", "The storm took 90 huts.", "Some 40 huts went.")
    answers, sure = (first, "90", "40"), [0.95, 0.8, 0.65]
    given = zip(texts, answers, sure, strict=True)
    choices = [chosen(article_of(text), said, likely) for text, said, likely in given]
    forms = [normalize_answer(choice.text) for choice in choices]
    assert borne_out(forms, choices, sure, read("How many huts did the storm take?")) == [
        False,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("title", "told"), [("Tarn Hall shuts its doors", True), ("Doors shut in the hills", False)]
)
def test_an_article_of_the_same_headline_need_not_use_the_word_that_is_asked(
    title: str, *, told: bool
) -> None:
    first = article_of(FLOOD, "Lake Orm floods Tarn Hall", date="2025-05-01")
    text = "Tarn Hall lets visitors in again on Monday, said Ida Holm of Orm County at Lake Orm."
    other = article_of(text, title, date="2025-05-02")
    choices = [chosen(first, "Monday", 0.9), chosen(other, "Monday", 0.8)]
    articles = {first.id: first, other.id: other}
    asked = read("When will Tarn Hall open?")
    assert on_one_event(choices, [True, True], asked, articles.get) == [True, told]


@pytest.mark.parametrize(
    ("text", "day", "stands"),
    [
        ("Ada was reported lost on Sunday.", "Sunday", False),
        ("Ada was last seen on Sunday.", "Sunday", True),
        ("Ada was reported lost. She went out on Saturday.", "Saturday", True),  # as others say
    ],
)
def test_a_day_alone_that_tells_of_something_else_goes(
    text: str, day: str, *, stands: bool
) -> None:
    texts = ["Ada was last seen on Saturday.", "They had last seen Ada on Saturday.", text]
    days = ["Saturday", "Saturday", day]
    choices = []
    for each, said in zip(texts, days, strict=True):
        made = chosen(article_of(each, date="2025-05-05"), said, 0.8)
        start = each.index(said)
        span = SourceSpan(0, start, start + len(said))
        choices.append(replace(made, reading=Reading(said, 0.0, 0.2, (span,))))
    forms = [normalize_answer(said, date="2025-05-05") for said in days]
    asked = read("When was Ada last seen?")
    assert without_strays(choices, [True] * 3, forms, asked) == [True, True, stands]
