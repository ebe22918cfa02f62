"""What somebody said is answered in the words of who is asked for."""

from __future__ import annotations

import pytest

from qa.answering.statements import with_statements
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


@pytest.mark.parametrize(
    "question",
    [
        "What did Mayor Lund say about the ferry?",  # who says nothing here
        "What did Brenk say about the roof?",  # who speaks of something else
    ],
)
def test_the_words_of_others_are_doubted(question: str) -> None:
    made = read_as(question, "a new roof")
    assert made.text == "a new roof"
    assert made.no_answer == pytest.approx(0.6)


def test_who_is_asked_for_without_a_name_may_have_one() -> None:
    made = read_as("What did the baker say about the ferry?", "a new roof")
    assert made.text == "a new roof"
    assert made.no_answer == pytest.approx(0.2)


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
