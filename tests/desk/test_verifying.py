"""A claim is held against the articles with its names and dates, too, if those lie further off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa import Desk
from tests.support.fakes import HashEmbedder, article_of
from tests.support.fakes_generator import OverlapGenerator

pytestmark = pytest.mark.slow
NEAR = [
    article_of(
        f"The old pier of Elm was closed to walkers, and the pier of Elm was closed again {when}.",
        f"Pier {when}",
        date=f"2024-{month:02d}-03",
    )
    for month, when in enumerate(["in spring", "at night", "for a film", "by storms"], 1)
]
DATED = article_of(
    "Elm council met in the hall. The old pier was closed to walkers on Monday. "
    "Councillors then spoke of bins, buses, benches and a new school for the west of the town.",
    "Council",
    date="2024-07-17",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Desk.open(
        tmp_path / "l.copydesk", model=OverlapGenerator(), embedder=HashEmbedder()
    ) as desk:
        desk.add(*NEAR, DATED)
        yield desk


@pytest.mark.parametrize(
    ("claim", "supported"),
    [
        ("The old pier of Elm was closed to walkers on 15 July 2024.", True),
        ("The old pier of Elm was closed to walkers on July 15.", True),
        ("The old pier of Elm was closed to walkers on 16 July 2024.", False),
    ],
)
def test_an_article_with_the_day_is_read(desk: Desk, claim: str, supported: bool) -> None:
    (sentence,) = desk.verify(claim).sentences
    assert sentence.supported is supported, sentence
    if supported:
        assert {citation.article_id for citation in sentence.citations} == {DATED.id}


def test_a_reason_says_how_many_articles_were_read(desk: Desk) -> None:
    (sentence,) = desk.verify("The old pier of Elm was closed to walkers on 3 May 2019.").sentences
    assert "date 3 May 2019 is in none of the 3 articles read" in sentence.reasons
    (sentence,) = desk.verify(
        "The old pier was closed on 3 May 2019.", articles=[DATED.id]
    ).sentences
    assert "date 3 May 2019 is not in the one article read" in sentence.reasons
