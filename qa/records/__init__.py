"""The data that flows through Copydesk: frozen, slotted, and free of behaviour."""

from __future__ import annotations

from qa.records.answers import (
    Answer,
    Explanation,
    OtherAnswer,
    PassageReading,
    Support,
    Turn,
)
from qa.records.articles import (
    Article,
    ArticleInfo,
    ArticlePage,
    Document,
    Facets,
    FeedItem,
    Origin,
    Outcome,
)
from qa.records.comparisons import (
    AnswerGroup,
    ArticleAnswer,
    Comparison,
    Difference,
    DifferenceKind,
    Label,
    Relation,
    TimelineEntry,
)
from qa.records.conversations import ConversationInfo, Entry, EntryMode, EntryState
from qa.records.library import FaultPart, Finding, Removed, Waiting
from qa.records.passages import Citation, Filters, Hit, Passage, SearchMode
from qa.records.quotes import Quote
from qa.records.readings import GeneratedSentence, Pointing, ReaderName, Reading, SourceSpan, Token
from qa.records.record import Record
from qa.records.reports import AddReport, Failure, Progress, ProgressEvent
from qa.records.summaries import Summary, SummarySentence, Verification
from qa.records.versions import Checkpoint, Versions

__all__ = [
    "AddReport",
    "Answer",
    "AnswerGroup",
    "Article",
    "ArticleAnswer",
    "ArticleInfo",
    "ArticlePage",
    "Checkpoint",
    "Citation",
    "Comparison",
    "ConversationInfo",
    "Difference",
    "DifferenceKind",
    "Document",
    "Entry",
    "EntryMode",
    "EntryState",
    "Explanation",
    "Facets",
    "Failure",
    "FaultPart",
    "FeedItem",
    "Filters",
    "Finding",
    "GeneratedSentence",
    "Hit",
    "Label",
    "Origin",
    "OtherAnswer",
    "Outcome",
    "Passage",
    "PassageReading",
    "Pointing",
    "Progress",
    "ProgressEvent",
    "Quote",
    "ReaderName",
    "Reading",
    "Record",
    "Relation",
    "Removed",
    "SearchMode",
    "SourceSpan",
    "Summary",
    "SummarySentence",
    "Support",
    "TimelineEntry",
    "Token",
    "Turn",
    "Verification",
    "Versions",
    "Waiting",
]
