"""A topic that names one side of a story brings that side's sentences, not the whole story."""

from __future__ import annotations

import pytest

from qa.question import read
from qa.summary.paragraph import source_sentences
from qa.summary.sides import narrow_to_side
from tests.support.fakes import HashEmbedder, article_of

EMBEDDER = HashEmbedder()
SUNK = article_of(
    "The ferry to Skerra sank off Holm on Monday with ninety people aboard. All of them swam to "
    "the shore of the island in an hour. A tug searched the sound for the ferry until the evening. "
    "The mayor of Holm opened the school for them at night. "
    "The owner promised a refund of every ticket to Skerra.",
    "Ferry to Skerra sinks",
    date="2025-06-02",
)
RAISED = article_of(
    "Divers raised the ferry to Skerra from the sound on Friday morning. The wreck lies in the "
    "harbour of Dunmarrow until the inquiry is over. The mayor of Holm came to look at it. "
    "A crowd of children came with her on bicycles. Every ticket will be paid back by the end of "
    "June, the owner said in a letter, and who paid in cash gets a refund at the pier.",
    "Ferry to Skerra raised",
    date="2025-06-06",
)
GROUPS = [source_sentences(SUNK), source_sentences(RAISED)]


def narrowed(topic: str) -> list[list[str]]:
    encode = EMBEDDER.encode_passages
    groups = narrow_to_side(GROUPS, read(topic), encode, EMBEDDER.encode_query(topic))
    return [[sentence.text for sentence in group] for group in groups]


@pytest.mark.parametrize("topic", ["the ticket refunds", "Ticket refund"])
def test_only_the_side_is_told(topic: str) -> None:
    told = [text for group in narrowed(topic) for text in group]
    assert len(told) == 2
    assert all("refund" in text for text in told)


@pytest.mark.parametrize("topic", ["the ferry to Skerra", "ferry sinks", "the mayor's budget"])
def test_the_story_itself_and_a_side_that_is_not_told_leave_all(topic: str) -> None:
    every = [[sentence.text for sentence in group] for group in GROUPS]
    assert [sum(map(len, narrowed(topic))), narrowed(topic)] == [10, every]


def test_a_topic_near_the_headlines_is_the_story_in_other_words() -> None:
    every = [[sentence.text for sentence in group] for group in GROUPS]
    encode = EMBEDDER.encode_passages
    near = encode([SUNK.title, RAISED.title]).mean(axis=0)
    topic = read("ticket refunds")
    told = narrow_to_side(GROUPS, topic, encode, near / (near @ near) ** 0.5)
    assert [[sentence.text for sentence in group] for group in told] == every
