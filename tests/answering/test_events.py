"""Articles on one topic under many names, and others that only share a kind of event."""

from __future__ import annotations

import pytest

from qa.answering.events import share_event, share_saga, share_topic
from qa.question import read
from tests.support.fakes import article_of

BODY = (
    "In Holm the Board of Health, Mayor Ida Storm and Per Lund spoke. Ana Ruiz of Tarn, the "
    "Guild of Skerra and Omar Said of Elm were heard in Dunmarrow."
)
OTHER = (
    "In Holm the Office of Ships, Minister Tove Odell and Jo Bo spoke. Pål Lind of Ness, the "
    "League of Velden and Eva Roux of Oss were heard in Aldport."
)


@pytest.mark.parametrize(
    ("first", "second", "date", "question", "shared"),
    [
        ("Saltpox spreads in Holm", "Cure for saltpox", "2025-03-01", "How far is saltpox?", True),
        ("Saltpox spreads in Holm", "Cure for saltpox", "2026-03-01", "How far is saltpox?", False),
        ("Saltpox spreads in Holm", "Cure for it", "2025-03-01", "How far is saltpox?", False),
        ("Storm hits Holm", "Storm hits again", "2025-03-01", "How far is the storm?", False),
        ("Saltpox spreads", "Cure for saltpox", "2025-03-01", "Who is the mayor?", False),
    ],
)
def test_topics(first: str, second: str, date: str, question: str, shared: bool) -> None:
    one, other = article_of(BODY, first, date="2025-02-01"), article_of(OTHER, second, date=date)
    assert not share_event(one, other)
    assert share_topic(one, other, read(question).content) == shared


FEWER = BODY.replace("Omar Said", "Kai Moss").replace("Ana Ruiz", "Pia Holt").replace(
    "Ida Storm", "Jo Bo").replace("Dunmarrow", "Oss").replace("Per Lund", "Pål Lind").replace(
    "Guild of Skerra", "League of Velden")  # fmt: skip


@pytest.mark.parametrize(
    ("body", "date", "one"),
    [
        (FEWER, "2025-02-20", True),
        (FEWER, "2026-02-20", False),  # a quarter of the names is not enough a year later
        (BODY, "2026-02-20", True),
    ],
)
def test_a_saga_needs_more_names_in_common_than_the_news_of_a_month(
    body: str, date: str, one: bool
) -> None:
    first = article_of(BODY, "News of the day", date="2025-02-01")
    other = article_of(body, "More of it", date=date)
    assert share_event(first, other)
    assert share_saga(read("Who spoke?"), first, other) == one
