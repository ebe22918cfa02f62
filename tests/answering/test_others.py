"""The newest article that answers wins, and the others are told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answering.persons import tells_name
from qa.answering.pipeline import Answered, answer_from_readings
from qa.answering.voices import split_entries
from qa.question import read
from qa.records import Article, Hit, Passage, Reading, SourceSpan
from tests.support.fakes import article_of

TODAY = "2026-01-01"
OLD = article_of("The toll on the Tarn bridge is 3 crowns.", "Tarn bridge", date="2024-03-01")
NEW = article_of("The toll on the Tarn bridge is 5 crowns.", "Tarn bridge", date="2025-06-01")
AGAIN = article_of("At the Tarn bridge 5 crowns are taken.", "Tarn bridge", date="2025-07-01")
ELSEWHERE = article_of("The toll at Holt Quay is 9 crowns.", "Holt Quay", date="2025-09-01")
TOLL = "What is the toll on the bridge?"


def answered(question: str, *told: tuple[Article, str, float]) -> Answered:
    """What comes of articles of one passage each, and what was read there, how surely."""
    hits: list[Hit] = []
    readings: list[Reading] = []
    for article, text, sure in told:
        passage = Passage(article.id, 0, len(article.text), article.text)
        hits.append(Hit(passage, article.title, article.date, 0.0, 1.0, 1.0))
        start = article.text.index(text)
        span = SourceSpan(len(readings), start, start + len(text))
        readings.append(Reading(text, 0.0, 1.0 - sure, (span,)))
    stored = {article.id: article for article, _, _ in told}
    return answer_from_readings(read(question, TODAY), hits, readings, stored.get)


def told(made: Answered) -> list[tuple[str, bool]]:
    return [(other.answer, other.same) for other in made.others]


@pytest.mark.parametrize(
    ("question", "old", "new", "answer", "others"),
    [
        (TOLL, 0.9, 0.8, "5 crowns", [("3 crowns", False)]),
        (TOLL, 0.8, 0.9, "5 crowns", [("3 crowns", False)]),
        # A guess takes no place, and what is only possible says nothing otherwise.
        (TOLL, 0.97, 0.62, "3 crowns", [("5 crowns", False)]),
        (TOLL, 0.97, 0.55, "3 crowns", []),
        ("What is the toll on the bridge now?", 0.95, 0.55, "5 crowns", [("3 crowns", False)]),
        ("What was the toll at first?", 0.9, 0.8, "3 crowns", []),
        ("What was the toll in 2024?", 0.9, 0.8, "3 crowns", []),
        ("As of March 2024, what is the toll?", 0.8, 0.9, "3 crowns", [("5 crowns", False)]),
    ],
)
def test_what_changes_is_as_the_newest_article_has_it(
    question: str, old: float, new: float, answer: str, others: Sequence[tuple[str, bool]]
) -> None:
    made = answered(question, (OLD, "3 crowns", old), (NEW, "5 crowns", new))
    assert made.choice.text == answer
    assert told(made) == others


@pytest.mark.parametrize(
    ("old", "said", "new", "says", "answer", "others"),
    [
        ("The ferry will sail in May.", "May", "It will sail in two weeks.", "in two weeks",
         "in two weeks", ["May"]),
        ("It will sail next week.", "next week", "It will sail next month.", "next month",
         "next month", ["next week"]),
        ("It will sail in May.", "May", "It will sail after the summer.", "after the summer",
         "after the summer", ["May"]),
        # Weekdays are of the week that the words before them name.
        ("It will sail on Monday.", "Monday", "It will sail on Tuesday.", "Tuesday",
         "Tuesday", ["Monday"]),
        ("It will sail in May.", "May", "It will sail for 3 crowns.", "3 crowns", "May", []),
    ],
)  # fmt: skip
def test_times_to_come_are_told_in_any_words(
    old: str, said: str, new: str, says: str, answer: str, others: list[str]
) -> None:
    first = article_of(old, "Grey Petrel", date="2025-03-01")
    second = article_of(new, "Grey Petrel", date="2025-04-20")
    made = answered("When will the ferry sail?", (first, said, 0.9), (second, says, 0.8))
    assert made.choice.text == answer
    assert [other for other, _ in told(made)] == others


@pytest.mark.parametrize(
    ("new", "says", "answer"),
    [
        ("The Holm mill was sold for 31 crowns a share.", "31 crowns", "31 crowns"),
        ("The Holm mill was sold for 40,000 crowns.", "40,000 crowns", "40,000 crowns"),
        ("The Holm mill was sold for 60 million crowns.", "60 million crowns", "42 crowns"),
    ],
)
def test_a_figure_of_another_scale_takes_no_place(new: str, says: str, answer: str) -> None:
    old = article_of("The Holm mill costs 42 crowns a share.", "Holm mill", date="2024-03-01")
    newer = article_of(new, "Holm mill", date="2024-03-20")
    made = answered("How much is the Holm mill?", (old, "42 crowns", 0.9), (newer, says, 0.85))
    assert made.choice.text == answer


def test_articles_that_agree_are_told_too_newest_first() -> None:
    made = answered(TOLL, (NEW, "5 crowns", 0.9), (OLD, "3 crowns", 0.8), (AGAIN, "5 crowns", 0.7))
    assert made.choice.text == "5 crowns"
    assert told(made) == [("5 crowns", True), ("3 crowns", False)]
    first = made.others[0]
    assert (first.article_id, first.date) == (AGAIN.id, "2025-07-01")
    (cited,) = first.citations
    assert AGAIN.text[cited.start : cited.end] == cited.quote == "5 crowns"


@pytest.mark.parametrize(
    ("question", "said", "says"),
    [
        ("Why is the Tarn bridge shut?", "the piers were worn down by forty winters of drift ice",
         "two of its bearings had slipped out of place on Monday night"),
        ("Why is the Tarn bridge shut?", "two of its bearings had slipped out of place",
         "bearings below the northern arch were no longer where they belong"),
    ],
)  # fmt: skip
def test_a_reason_in_other_words_says_nothing_otherwise(
    question: str, said: str, says: str
) -> None:
    old = article_of(f"The Tarn bridge is shut, as {said}.", "Tarn bridge", date="2024-03-01")
    new = article_of(f"The Tarn bridge is shut: {says}.", "Tarn bridge", date="2025-06-01")
    made = answered(question, (old, said, 0.9), (new, says, 0.88))
    assert made.others == ()


def test_another_bridge_is_no_voice() -> None:
    made = answered(TOLL, (OLD, "3 crowns", 0.9), (ELSEWHERE, "9 crowns", 0.9))
    assert (made.choice.text, made.others) == ("3 crowns", ())


def test_an_article_that_lacks_the_name_asked_for_is_no_voice() -> None:
    question = "What is the toll at Holt Quay?"
    made = answered(question, (NEW, "5 crowns", 0.9), (ELSEWHERE, "9 crowns", 0.8))
    assert (made.choice.text, made.others) == ("9 crowns", ())


def test_the_newest_entry_of_a_live_blog_corrects_the_older_ones() -> None:
    live = article_of("21:05 Three boats sank, not six.\n\n20:40 Six boats sank.", "Live")
    passage = Passage(live.id, 0, len(live.text), live.text)
    hits = split_entries([Hit(passage, "Live", "", 0.0, 1.0, 1.0)], {live.id: live}.get)
    assert [hit.passage.text[:5] for hit in hits] == ["21:05", "20:40"]
    assert all(live.text[h.passage.start : h.passage.end] == h.passage.text for h in hits)
    readings = [
        Reading("Three", 0.0, 0.2, (SourceSpan(0, 6, 11),)),
        Reading("Six", 0.0, 0.1, (SourceSpan(1, 6, 9),)),
    ]
    question = read("How many boats sank?", TODAY)
    made = answer_from_readings(question, hits, readings, {live.id: live}.get)
    assert made.choice.text == "Three"
    assert told(made) == [("Six", False)]


def test_a_relative_time_is_told_as_its_day() -> None:
    article = article_of("The bridge fell yesterday.", "Bridge", date="2025-06-02")
    made = answered("When did the bridge fall?", (article, "yesterday", 0.9))
    assert made.means == "1 June 2025"


@pytest.mark.parametrize(
    ("question", "shown", "other", "surer"),
    [
        # An earlier figure is no doubt of a later one, nor is another event or another kind.
        (TOLL, (NEW, "5 crowns"), (OLD, "3 crowns"), True),
        (TOLL, (OLD, "3 crowns"), (ELSEWHERE, "9 crowns"), True),
        ("How much is the toll on the bridge?", (NEW, "5 crowns"), (AGAIN, "taken"), True),
        (TOLL, (NEW, "5 crowns"), (AGAIN, "5 crowns"), True),
        ("What is the bridge called?", (NEW, "Tarn bridge"), (AGAIN, "crowns"), False),
    ],
)
def test_only_what_could_be_right_makes_an_answer_less_sure(
    question: str, shown: tuple[Article, str], other: tuple[Article, str], surer: bool
) -> None:
    alone = answered(question, (*shown, 0.9))
    made = answered(question, (*shown, 0.9), (*other, 0.6))
    assert made.choice.text == alone.choice.text == shown[1]
    assert (made.confidence >= alone.confidence) == surer


def test_the_same_figure_in_other_words_counts_together() -> None:
    words = article_of("Five crowns is the toll on the Tarn bridge.", "Tarn", date="2025-05-30")
    told = (OLD, "3 crowns", 0.75), (NEW, "5 crowns", 0.7), (words, "Five crowns", 0.7)
    assert answered("What was the toll on the bridge?", *told).choice.text == "5 crowns"


def test_an_answer_that_lacks_a_name_of_the_question_is_less_sure() -> None:
    sure = answered("What is the toll on the Tarn bridge?", (NEW, "5 crowns", 0.9))
    made = answered("What is the toll on the Ness bridge?", (NEW, "5 crowns", 0.9))
    assert made.support.reasons
    odds = [each.confidence / (1 - each.confidence) for each in (sure, made)]
    assert odds[1] <= 0.5 * odds[0]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ann Poe", True),
        ("Mayor Ann Poe", True),
        ("the French Prime Minister", False),
        ("former President", False),
        ("the crew", False),
        ("Krug", True),
    ],
)
def test_a_title_alone_names_nobody(text: str, named: bool) -> None:
    article = article_of(f"It was {text}.", "News")
    made = answered("Who was it?", (article, text, 0.9))
    assert tells_name(made.choice.text) == named


def test_an_older_figure_does_not_replace_one_that_the_newest_gives_again() -> None:
    first, second, third = (
        article_of(f"The toll on the Tarn bridge is {sum_}.", "Tarn", date=f"2025-0{month}-01")
        for month, sum_ in ((1, "3 crowns"), (2, "5 crowns"), (3, "3 crowns"))
    )
    told = (first, "3 crowns", 0.9), (second, "5 crowns", 0.9), (third, "3 crowns", 0.8)
    assert answered("What is the toll on the Tarn bridge?", *told).choice.text == "3 crowns"
    assert answered("What is the toll on the Tarn bridge?", *told[:2]).choice.text == "5 crowns"


def test_a_day_that_more_articles_give_is_not_replaced_by_the_newest() -> None:
    first, second, third = (
        article_of(f"The Tarn bridge opened {day}.", "Tarn bridge", date=date)
        for day, date in (
            ("in 1931, they say", "2025-01-01"),
            ("in 1931", "2025-02-01"),
            ("in 1913", "2025-03-01"),
        )
    )
    question = "When did the Tarn bridge open?"
    told = (first, "1931", 0.8), (second, "1931", 0.8), (third, "1913", 0.8)
    assert answered(question, *told).choice.text == "1931"
    assert answered(question, *told[1:]).choice.text == "1913"


@pytest.mark.parametrize("surest", [0, 1, 2])
def test_whoever_is_surest_the_same_articles_are_on_the_event(surest: int) -> None:
    approval = article_of(
        "Ada Ostrow and Ilse Brandvik met in Holt Quay. The tunnel opens in May 2031.",
        "Holt Quay approves the tunnel",
        date="2030-02-01",
    )
    audit = article_of(
        "Ilse Brandvik read the plans of Vey Partners. The tunnel opens in June 2032.",
        "Brandvik sees a later opening",
        date="2030-02-10",
    )
    walk = article_of(
        "On Elder Lane, Nell Marsh asked Ada Ostrow for time. The tunnel opens in May 2031.",
        "On Elder Lane, waiting",
        date="2030-02-20",
    )
    days = ("May 2031", "June 2032", "May 2031")
    articles = (approval, audit, walk)
    found = [
        (each, day, 0.95 if place == surest else 0.9)
        for place, (each, day) in enumerate(zip(articles, days, strict=True))
    ]
    made = answered("When does the tunnel open?", *found)
    assert {made.choice.text, *(text for text, _ in told(made))} == {"May 2031", "June 2032"}
    assert len(made.others) == 2
