"""A silent article is asked again about the sentence that has what others answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qa.answering.pipeline import Answered, answer_from_readings
from qa.comparison.confirming import confirm_answers
from qa.question import Question, read
from qa.records import Article, ArticleAnswer, Hit, Passage, Reading, SourceSpan
from tests.support.fakes import article_of

QUESTION = read("How many sailors drowned in the gale?")
ONE = article_of("The gale drowned 41 sailors.", "One", date="2025-03-04")
TWO = article_of("In the gale 41 sailors drowned.", "Two", date="2025-03-05")
LATE = "Rain fell on the quay. The owner of a boat in the gale that drowned 41 sailors is heard."


def whole(article: Article) -> Hit:
    passage = Passage(article.id, 0, len(article.text), article.text)
    return Hit(passage, article.title, article.date, 0.6, 1.0, 1.0)


def made_of(hits: Sequence[Hit], said: str, question: Question = QUESTION) -> Answered:
    """What a reader makes of passages that points at ``said`` in each, if it is there."""
    readings = []
    for number, hit in enumerate(hits):
        start = hit.passage.text.find(said) if said else -1
        spans = (SourceSpan(number, start, start + len(said)),) if start >= 0 else ()
        readings.append(Reading(said if spans else "", -0.1, 0.1 if spans else 0.99, spans))
    return answer_from_readings(question, hits, readings, lambda _: None)


def told(article: Article, said: str) -> ArticleAnswer:
    return ArticleAnswer(article.id, article.title, article.date, said, bool(said), 0.9, ())


@pytest.mark.parametrize(
    ("text", "date", "first", "again", "expected"),
    [
        (LATE, "2025-03-06", "", "41", "41"),  # silent, until it is asked about one sentence
        (LATE, "2025-03-06", "", "", ""),
        ("Rain fell. The gale drowned 7 goats.", "2025-03-06", "", "7", ""),
        ("The gale drowned 28 sailors at once, 41 in all.", "2025-03-04", "28", "41", "41"),
        ("The gale drowned 28 sailors at once, 41 in all.", "2025-03-04", "28", "28", "28"),
        # A newer figure stands, and the older one beside it.
        ("The gale drowned 52 sailors, not 41.", "2025-03-07", "52", "41", "52"),
    ],
)
def test_an_article_may_turn_out_to_say_what_several_others_do(
    text: str, date: str, first: str, again: str, expected: str
) -> None:
    article = article_of(text, "Late", date=date)
    articles = {each.id: each for each in (ONE, TWO, article)}
    answered = [made_of([whole(ONE)], "41"), made_of([whole(TWO)], "41")]
    answered.append(made_of([whole(article)], first))
    answers = [told(ONE, "41"), told(TWO, "41"), told(article, first)]
    read_again: list[Hit] = []

    def ask(hits: Sequence[Hit]) -> Answered:
        read_again.extend(hits)
        return made_of(hits, again)

    found = confirm_answers(QUESTION, answered, answers, articles.get, ask)
    last = found[-1].choice
    assert (last.text if last.answerable else "") == expected
    assert found[:2] == answered[:2]
    for hit in read_again:
        passage = hit.passage
        assert articles[passage.article_id].text[passage.start : passage.end] == passage.text


def test_one_article_alone_puts_nothing_into_another() -> None:
    article = article_of(LATE, "Late", date="2025-03-06")
    answered = [made_of([whole(ONE)], "41"), made_of([whole(article)], "")]
    answers = [told(ONE, "41"), told(article, "")]
    found = confirm_answers(
        *(QUESTION, answered, answers, {article.id: article}.get), lambda hits: made_of(hits, "41")
    )
    assert found == answered


def test_yes_or_no_and_reasons_are_not_asked_again() -> None:
    article = article_of(LATE, "Late", date="2025-03-06")
    for question in ("Did the gale drown 41 sailors?", "Why did 41 sailors drown?"):
        answered = [replace(made_of([whole(article)], ""), means="")]
        found = confirm_answers(
            *(read(question), answered, [told(article, "")], {article.id: article}.get),
            lambda hits: made_of(hits, "41"),
        )
        assert found == answered


MEET = read("When will the second round of talks in Tarn be held?")
DATED = article_of("The second round of talks in Tarn is on May 20.", "One", date="2025-05-02")


@pytest.mark.parametrize(
    ("text", "again", "expected"),
    [
        # The sentence before says who meets; both are read.
        ("The first round of talks failed. They meet again on May 20.", "May 20", "May 20"),
        ("The first round of talks failed. They meet again on May 9.", "May 9", "later this month"),
        ("It rained. Ned Quill turns 50 on May 20.", "May 20", "later this month"),
    ],
)
def test_an_article_with_the_month_may_have_the_day(text: str, again: str, expected: str) -> None:
    text = f"A second round of talks in Tarn is due later this month.\n\nIt rains. {text}"
    vague = article_of(text, "Two", date="2025-05-03")
    answered = [
        made_of([whole(DATED)], "May 20", MEET),
        made_of([whole(vague)], "later this month", MEET),
    ]
    answers = [told(DATED, "May 20"), told(vague, "later this month")]
    articles = {each.id: each for each in (DATED, vague)}
    shown: list[str] = []

    def ask(hits: Sequence[Hit]) -> Answered:
        shown.extend(hit.passage.text for hit in hits)
        return made_of(hits, again, MEET)

    found = confirm_answers(MEET, answered, answers, articles.get, ask)
    assert [each.choice.text for each in found] == ["May 20", expected]
    assert all(text.endswith("May 20.") for text in shown)


@pytest.mark.parametrize(
    ("text", "date", "expected"),
    [
        ("Of the crew 28 of the 41 sailors who drowned were Danes.", "2025-03-06", "41"),
        ("Some 28 of 41 sailors who drowned were Danes.", "2025-03-06", "41"),
        ("The gale took 28 of 41 sailors.", "2025-03-01", "28"),  # the others came later
        ("The gale took 28 of the 52 sailors.", "2025-03-06", "28"),
        ("The gale took 28 of them.", "2025-03-06", "28"),
    ],
)
def test_a_part_gives_way_to_the_whole_that_another_article_has(
    text: str, date: str, expected: str
) -> None:
    article = article_of(text, "Danes", date=date)
    answered = [made_of([whole(ONE)], "41"), made_of([whole(article)], "28")]
    answers = [told(ONE, "41"), told(article, "28")]
    found = confirm_answers(
        *(QUESTION, answered, answers, {article.id: article}.get), lambda hits: made_of(hits, "")
    )
    choice = found[-1].choice
    (cited,) = choice.citations
    assert choice.text == cited.quote == article.text[cited.start : cited.end] == expected
