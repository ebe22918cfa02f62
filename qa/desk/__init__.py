"""The Python API: a library, an embedder and a generator behind one object."""

from __future__ import annotations

from qa.desk.answers import AnswerStream
from qa.desk.comparisons import COMPARE_LIMIT
from qa.desk.conversations import Conversation
from qa.desk.desk import Desk
from qa.desk.inputs import (
    LIBRARY_NAME,
    LIBRARY_VARIABLE,
    MAX_QUESTION,
    MAX_TOP_K,
    default_library,
)
from qa.desk.summaries import MAX_SENTENCES, SUMMARY_LIMIT
from qa.desk.topics import TOPIC_COSINE, TOPIC_HITS, TOPIC_SHARE

__all__ = [
    "COMPARE_LIMIT",
    "LIBRARY_NAME",
    "LIBRARY_VARIABLE",
    "MAX_QUESTION",
    "MAX_SENTENCES",
    "MAX_TOP_K",
    "SUMMARY_LIMIT",
    "TOPIC_COSINE",
    "TOPIC_HITS",
    "TOPIC_SHARE",
    "AnswerStream",
    "Conversation",
    "Desk",
    "default_library",
]
