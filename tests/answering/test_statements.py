"""What somebody said is answered in the words of who is asked for."""

from __future__ import annotations

import pytest

from qa.answering.statements import is_said, with_statements
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan
from tests.support.fakes import article_of

TEXT = (
    "The ferry to Skarv was late again on Monday, and forty passengers spent the night at the "
    "quay.\n\n"
    "\u201cWe will run a second boat from Tuesday on,\u201d said harbour master Ida Holm.\n\n"
    "She also said that the quay would get a new roof.\n\n"
    "Jon Brenk, who missed his train, called the service \u201ca bad joke for all of us\u201d."
)


def no_article(_: str) -> None:
    """A library that has lost its articles."""


def read_as(question: str, span: str, text: str = TEXT) -> Reading:
    article = article_of(text, "Ferry late again")
    hit = Hit(Passage(article.id, 0, len(text), text), article.title, "", 0.0, 1.0, 1.0)
    start = text.index(span)
    given = Reading(span, -0.1, 0.2, (SourceSpan(0, start, start + len(span)),))
    (made,) = with_statements(read(question), [hit], [given], {article.id: article}.get)
    for found in made.spans or ():
        assert text[found.start : found.end] == made.text
    return made


@pytest.mark.parametrize(
    ("question", "span", "answer"),
    [
        # The reader pointed at what the article says itself.
        ("What did Ida Holm say about the boat?", "late again",
         "We will run a second boat from Tuesday on"),
        ("What did Holm say about the roof?", "late again",
         "the quay would get a new roof"),
        ("What did Ida Holm say?", "late again", "We will run a second boat from Tuesday on"),
        ("What did Brenk say about the service?", "late again", "a bad joke for all of us"),
        # A part of the speaker's words stays as it was read.
        ("What did Holm say about the roof?", "a new roof", "a new roof"),
        # Other questions stay as they are.
        ("How was the ferry on Monday?", "late again", "late again"),
        ("What did Holm say the quay would get?", "late again", "late again"),
    ],
)  # fmt: skip
def test_the_speaker_speaks(question: str, span: str, answer: str) -> None:
    assert read_as(question, span).text == answer


def test_the_words_of_others_are_doubted_beside_the_speakers_own() -> None:
    other = "The roof of the quay leaks, and the ferry was late, said Per Lund."
    hits, readings = [], []
    for number, (text, span) in enumerate(((TEXT, "a new roof"), (other, "leaks"))):
        article = article_of(text, "Ferry late again")
        hits.append(Hit(Passage(article.id, 0, len(text), text), "", "", 0.0, 1.0, 1.0))
        start = text.index(span)
        readings.append(Reading(span, -0.1, 0.2, (SourceSpan(number, start, start + len(span)),)))
    said = with_statements(
        read("What did Ida Holm say about the roof?"), hits, readings, no_article
    )
    assert [(each.text, round(each.no_answer, 2)) for each in said] == [
        ("a new roof", 0.2),
        ("leaks", 0.6),
    ]
    # Whose words are found nowhere may be named otherwise.
    said = with_statements(read("What did the baker say?"), hits, readings, no_article)
    assert said == readings


def test_who_is_quoted_most_is_meant() -> None:
    text = (
        "Ida Holm said the ferry would sail on Monday.\n\n"
        "Her brother, Per Holm, said the ferry was an old tub.\n\nIda Holm said the crew was ready."
    )
    assert read_as("What did Holm say about the ferry?", "crew", text).text == (
        "the ferry would sail on Monday"
    )
    assert read_as("What did Per Holm say about the ferry?", "crew", text).text == (
        "the ferry was an old tub"
    )


def test_a_single_word_gives_way_to_a_fuller_quote() -> None:
    text = (
        "Ida Holm called the new toll \u201cridiculous.\u201d\n\n"
        "\u201cNobody should pay the new toll twice,\u201d said Holm."
    )
    made = read_as("What did Ida Holm say about the toll?", "ridiculous", text)
    assert made.text == "Nobody should pay the new toll twice"


def test_a_namesake_who_alone_is_quoted_is_not_meant() -> None:
    text = (
        "Mayor Ida Holm opened the ferry on Monday. Ida Holm had fought for it.\n\n"
        "Her brother Per Holm stood by. \u201cThe ferry is an old tub of ours,\u201d said Per Holm."
    )
    assert read_as("What did Holm say about the ferry?", "fought for it", text).text == (
        "fought for it"
    )


def test_of_two_the_one_by_the_last_name_alone_is_meant() -> None:
    text = (
        "Mayor Ida Holm opened the ferry. Per Holm had built the ferry, and Per Holm paid.\n\n"
        "\u201cThe ferry is an old tub of ours,\u201d Per Holm said.\n\n"
        "\u201cThe ferry will sail on Monday,\u201d Holm said."
    )
    assert read_as("What did Holm say about the ferry?", "opened the ferry", text).text == (
        "The ferry will sail on Monday"
    )


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("What did Ida Holm say?", True),
        ("What did Ida Holm say about the mill?", True),
        ("What did Ida Holm say about the ferry?", False),
        ("What did Per Lund say about the mill?", False),
    ],
)
def test_whether_a_reading_is_what_the_speaker_said(question: str, said: bool) -> None:
    text = "\u201cThe mill burnt down at night,\u201d said Ida Holm."
    hit = Hit(Passage("a", 0, len(text), text), "Fire", "", 0.0, 1.0, 1.0)
    reading = Reading("The mill burnt down", -0.1, 0.2, (SourceSpan(0, 1, 20),))
    asked = read(question).statement
    assert asked is not None
    assert is_said(asked, hit, reading, no_article) is said
