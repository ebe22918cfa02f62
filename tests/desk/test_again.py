"""What changed since is read, though the older article has the question's words more often."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.answering.changing import asks_what_changes
from qa.desk import Desk
from qa.question import read
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator

OLD = "The number of sailors who have died at Holm is 12, said Mayor Ida Storm of Holm.\n"
NEW = (
    "Mayor Ida Storm of Holm wept on Monday.\n\nThe chapel was full. Flags flew low.\n\n"
    "By then 19 sailors had died at Holm.\n"
)


def test_newer_articles_on_the_event_are_read(library: Path) -> None:
    with Desk.open(library, embedder=HashEmbedder(), model=OverlapGenerator()) as desk:
        for day in range(1, 7):
            text = OLD.replace("12", str(day + 6))
            desk.add(article_from_text(text, title=f"Holm, {day}", date=f"2025-02-0{day}"))
        new = article_from_text(NEW, title="Holm mourns", date="2025-02-09")
        desk.add(new)
        answer = desk.ask("How many sailors have died at Holm?", top_k=5)
        assert new.id in {hit.passage.article_id for hit in answer.passages}
        before = desk.ask("How many sailors drowned at Holm?", top_k=5)
        assert len(before.passages) <= 5


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        ("How many people have died?", True),
        ("How many people drowned?", False),
        ("How many people are missing?", True),
        ("When will the bridge open?", True),
        ("When did the bridge open?", False),
        ("Where is Ida Storm now?", True),
        ("Where was Ida Storm?", False),
        ("Who is the mayor of Holm?", True),
        ("Who is Ida Storm?", False),
        ("Who is running the club now?", True),
        ("How many people had died at first?", False),
        ("Why did it open?", False),
    ],
)
def test_questions_on_what_changes(question: str, changes: bool) -> None:
    assert asks_what_changes(read(question)) == changes
