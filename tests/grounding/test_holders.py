"""Which articles are read beside the nearest: those with the names and dates that these lack."""

from __future__ import annotations

import pytest

from qa.grounding.holders import holding, lacking
from qa.records import Article
from tests.support.fakes import article_of

NEAR = article_of("The pier of Elm closed for repairs, the port said.", "Pier", date="2024-07-20")
DATED = article_of("The pier closed on Monday.", "Elm", date="2024-07-15")
NAMED = article_of("Ida Roe, who runs the pier, said on 15 July 2024 that it is shut.", "Pier")
FAR = article_of("Tarn won the cup.", "Cup", date="2024-05-02")
LOST = article_of("Takings fell by 12 percent, said the port.", "Takings")
EVERY = [FAR, DATED, NAMED, LOST]


@pytest.mark.parametrize(
    ("claim", "facts", "articles"),
    [
        ("The pier of Elm closed for repairs.", 0, []),
        ("The pier of Elm closed on July 15.", 1, [DATED, NAMED]),
        ("The pier closed on 15 July 2024, said Ida Roe.", 2, [NAMED, DATED]),
        ("The pier closed on 2 May 2024.", 1, []),
        ("The pier was run by Tarn on Friday.", 2, [FAR]),
        ("The pier closed, said Paul Crane.", 1, []),
        ("The pier of Elm closed with a loss of 12 percent.", 1, [LOST]),
    ],
)
def test_articles_with_what_is_lacking_are_found(
    claim: str, facts: int, articles: list[Article]
) -> None:
    lacked = lacking(claim, [NEAR])
    assert len(lacked) == facts
    assert holding(lacked, claim, EVERY) == articles


def test_nothing_is_lacking_where_one_article_has_all() -> None:
    assert lacking("The pier closed on July 15.", [NEAR, DATED]) == []
    assert lacking("The pier closed on July 15.", []) == []
