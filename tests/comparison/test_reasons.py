"""A silent article is asked again, why, about the sentences nearest to others' reasons."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answering.pipeline import Answered
from qa.comparison.reasons import READ_AGAIN, confirm_reasons
from qa.question import read
from qa.records import Hit
from tests.comparison.test_confirming import made_of, told, whole
from tests.support.fakes import HashEmbedder, article_of

QUESTION = read("Why did Orla Mill close?")
FIRST = article_of("Orla Mill closed because flax had grown dear.", "One", date="2025-03-04")
LATE = (
    "Orla Mill was quiet. Gulls sat on its roof. The dear flax had been too much for Orla Mill. "
    "Was flax too dear? A choir sang of geese. It was cold."
)


def ask_twice(text: str, first: str, again: str, question: str = "") -> tuple[str, list[str]]:
    """Return what comes of an article that says ``first``, and the sentences read again."""
    asked = read(question) if question else QUESTION
    article = article_of(text, "Late", date="2025-03-06")
    articles = {each.id: each for each in (FIRST, article)}
    reason = "flax had grown dear"
    answered = [made_of([whole(FIRST)], reason, asked), made_of([whole(article)], first, asked)]
    answers = [told(FIRST, reason), told(article, first)]
    sentences: list[str] = []

    def ask(hits: Sequence[Hit]) -> Answered:
        sentences.extend(hit.passage.text.strip() for hit in hits)
        return made_of(hits, again, asked)

    encode = HashEmbedder().encode_passages
    found = confirm_reasons(asked, answered, answers, articles.get, ask, encode)
    assert found[0] == answered[0]
    choice = found[1].choice
    return choice.text if choice.answerable else "", sentences


@pytest.mark.parametrize(
    ("first", "again", "expected"),
    [
        ("", "The dear flax had been too much", "The dear flax had been too much"),
        ("", "A choir sang of geese", ""),  # nobody else says so
        ("", "", ""),
        ("It was cold", "The dear flax had been too much", "It was cold"),  # it has a reason
    ],
)
def test_an_article_may_turn_out_to_give_a_reason_that_another_gives(
    first: str, again: str, expected: str
) -> None:
    assert ask_twice(LATE, first, again)[0] == expected


def test_few_sentences_are_read_again_and_no_question_of_them() -> None:
    _, sentences = ask_twice(LATE, "", "geese")
    assert len(sentences) == READ_AGAIN
    assert sentences[0].startswith("The dear flax")
    assert not any(each.endswith("?") for each in sentences)


def test_an_article_without_the_names_of_the_question_is_not_asked_again() -> None:
    assert ask_twice(LATE.replace("Orla", "Tarn"), "", "The dear flax") == ("", [])


def test_other_questions_are_not_asked_again() -> None:
    assert ask_twice(LATE, "", "dear", "When did Orla Mill close?") == ("", [])
