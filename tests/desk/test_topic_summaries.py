"""A summary about a topic: whole articles of one event, and of a round-up what is about it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.desk import Desk
from qa.errors import InputError
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder, article_of
from tests.support.fakes_generator import OverlapGenerator

LEADS = (
    "The ferry Alda sank off Brevik on Monday with 41 people on board, the coast guard said.",
    "Divers found the ferry Alda at a depth of 80 metres off Brevik on Tuesday, police said.",
    "The owner of the ferry Alda was charged with neglect in Brevik on Wednesday, a court said.",
)
LATER = (
    "Ilse Brandt of the coast guard led the search for survivors with four boats and a helicopter.",
    "Ilse Brandt told reporters that divers would have to wait until the currents were weaker.",
    "Ilse Brandt gave evidence to the court about the life jackets that were found on the beach.",
)
FILLER = "Harbour workers watched from the quay while the wind rose and cranes stood still. " * 9
DAYS = ("2025-03-03", "2025-03-04", "2025-03-05")
ROUND_UP = article_of(
    "Teachers in Tollen walked out on Thursday over their pay.\n\n"
    + "Nobody in Tollen expected the schools to open before the weekend, the mayor said. " * 9
    + "\n\nThe ferry Alda will be raised off Brevik next week, Ilse Brandt said.",
    "Thursday's news",
    date="2025-03-06",
)


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as opened:
        opened.add(*(
            article_of(f"{lead}\n\n{FILLER}\n\n{later}", f"Ferry Alda: day {n}", date=day)
            for n, (lead, later, day) in enumerate(zip(LEADS, LATER, DAYS, strict=True), 1)
        ))  # fmt: skip
        yield opened


def test_an_article_about_the_topic_may_tell_its_first_sentence(desk: Desk) -> None:
    made = desk.summarize(about="Ilse Brandt and the ferry Alda", sentences=3)
    assert {sentence.text for sentence in made.sentences} >= set(LEADS[1:])


def test_of_a_round_up_only_what_is_about_the_topic_is_told(desk: Desk) -> None:
    desk.add(ROUND_UP)
    made = desk.summarize(about="ferry Alda", sentences=4)
    assert ROUND_UP.id in made.article_ids
    assert "Tollen" not in made.summary


def test_an_event_that_shares_no_names_with_the_main_one_is_left_out(desk: Desk) -> None:
    other = article_of(
        "The ferry sank in Lake Orm in 2019, when Bo Lind and Ada Quist of Sundby were rescued.\n\n"
        "Bo Lind said that Sundby had been warned by Lake Orm Shipping for years.",
        "Ferry sinks in Lake Orm",
        date="2019-06-01",
    )
    desk.add(other)
    made = desk.summarize(about="the ferry that sank", sentences=4)
    assert other.id not in made.article_ids
    assert len(made.article_ids) == len(LEADS)


def test_all_articles_of_a_long_story_are_drawn_on(desk: Desk) -> None:
    texts = (
        f"Report {n} on the ferry Alda names Ilse Brandt of Brevik and item {n}.\n\n{FILLER}\n\n"
        f"The report on the ferry Alda was read in Brevik by Ilse Brandt, page {n}."
        for n in range(9)
    )
    added = desk.add(*(article_from_text(text, title="Ferry Alda") for text in texts))
    made = desk.summarize(about="ferry Alda", sentences=3)
    assert {each.id for each in added.added} <= set(made.article_ids)


@pytest.mark.parametrize("topic", ["Orm ferry", "Tollen: the ferry that sank"])
def test_a_name_that_opens_a_topic_has_to_be_in_the_article(desk: Desk, topic: str) -> None:
    with pytest.raises(InputError, match="no article is about"):
        desk.summarize(about=topic)


@pytest.mark.parametrize(
    ("topic", "days"),
    [
        ("the launch of Orm II", {2, 3}),
        ("the launch of Orm 2", {2, 3}),
        ("the launch of Orm I", {1}),
        ("the launch of the boat Orm", {1, 2, 3}),
    ],
)
def test_a_number_tells_two_names_apart(library: Path, topic: str, days: set[int]) -> None:
    texts = [
        "The boat Orm I had its launch at Brevik on Monday, before the Orm II, Bo Lind said.",
        "The boat Orm II had its launch at Brevik on Tuesday, after the Orm I, Bo Lind said.",
        "The launch of the boat Orm 2 at Brevik was a triumph, Bo Lind said on Wednesday.",
    ]
    titles = ["Orm I leaves Brevik", "Orm II leaves Brevik", "Boat leaves Brevik"]
    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as desk:
        found = [
            article_of(text, title, date=day)
            for text, title, day in zip(texts, titles, DAYS, strict=True)
        ]
        desk.add(*found)
        told = desk.summarize(about=topic).article_ids
    assert {n for n, article in enumerate(found, 1) if article.id in told} == days


@pytest.mark.parametrize("topic", ["the strike of nurses", "a new school for the town of sailors"])
def test_a_topic_of_which_half_is_told_nowhere_is_refused(desk: Desk, topic: str) -> None:
    desk.add(ROUND_UP)
    with pytest.raises(InputError, match="no article is about"):
        desk.summarize(about=topic)
