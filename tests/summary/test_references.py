"""What a sentence leans on has to be told before it."""

from __future__ import annotations

import pytest

from qa.summary.references import introduces, leans_back

BEFORE = "A report on the ferry came out. Mayor Ann Poe read it. A man was seen in a video."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The man in the video had a red coat and a lamp.", ""),
        ("At least two other ferries broke down in the sound.", ""),
        ("Three others were taken to the harbour on Monday.", ""),
        ("The owner of it has been held since then in Dunmarrow.", ""),
        ("Authorities have since begun to call it an accident.", ""),
        ("About 20 minutes later the ferry came into the harbour.", "The ferry left."),
        ("Of those boats, nine have no bell on the bridge.", ""),
        ("The ferry was unsafe for years, according to the report.", "The ferry sank."),
        ("Poe said on Monday that the ferry was never safe.", ""),
    ],
)
def test_it_leans(text: str, told: str) -> None:
    assert leans_back(text, told, BEFORE)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The man in the video had a red coat and a lamp.", "A man was filmed."),
        ("The owner of the Skerra ferry spoke to the court.", ""),
        ("A ferry sank and two other ferries broke down.", ""),
        ("Nine people drowned and three others were taken to Holm.", ""),
        ("The ferry was unsafe, according to the report.", "The ferry had a report."),
        ("Poe said on Monday that the ferry was never safe.", "Mayor Ann Poe spoke."),
        ("On June 3 it left, and the next day it came back to Skerra.", ""),
    ],
)
def test_it_stands(text: str, told: str) -> None:
    assert not leans_back(text, told, BEFORE)


def test_the_first_sentence_of_an_article_introduces_what_it_names() -> None:
    assert not leans_back("The ferry broke down on Monday.", "", "", opening=True)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ferry broke down on Monday.", True),
        ("The owner of a ferry spoke on Monday.", True),
        ("The Skerra line broke down on Monday.", True),
        ("A delay is due to fog in the sound.", True),
        ("The delay is due to fog in the sound.", False),
        ("The young crew hopes to reach the island.", False),
    ],
)
def test_a_first_sentence_introduces_what_its_headline_has(text: str, told: bool) -> None:
    assert introduces(text, "Ferry to Skerra breaks down") == told
