"""The data that flows through Copydesk: frozen, slotted, and free of behaviour.

Every ``start`` and ``end`` counts characters (``str`` indices) of the stored
article text, half open, so that ``article.text[start:end] == quote``.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

SearchMode = Literal["hybrid", "dense", "lexical"]
"""How passages are ranked: both signals mixed, vectors alone, or BM25 alone."""


class Record:
    """Gives every dataclass below ``to_dict``."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the fields as plain dicts, lists and scalars, ready for JSON."""
        plain: dict[str, Any] = _plain(self)
        return plain


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


@dataclass(frozen=True, slots=True)
class Article(Record):
    """A stored text, byte for byte as it was read, and what is known of it.

    ``id`` is the first 16 hex digits of the sha256 of the UTF-8 text.
    ``date`` is ISO 8601 (``2025-03-14`` or with a time), or "" when unknown.
    ``pages[i]`` is the character at which page ``i + 1`` begins; empty without pages.
    """

    id: str
    text: str
    title: str
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document(Record):
    """A text that a reader took out of a file, before it is stored; fields as in ``Article``.

    ``title`` is "" when the file does not say, ``pages`` empty unless it has pages.
    """

    text: str
    title: str = ""
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedItem(Record):
    """An entry of a feed that has no full text of its own, only where to read it."""

    url: str
    title: str = ""
    author: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Origin(Record):
    """Where an article was read: an absolute path or an address, and which part of it.

    ``origin`` is "" for a text that was given by itself; ``item`` is "" where the file is one
    article. ``size`` in bytes, ``modified`` in nanoseconds since 1970 and ``digest`` (sha256)
    tell whether the file has changed; with -1 or "" it is read again in any case.
    """

    origin: str
    item: str
    article_id: str
    size: int = -1
    modified: int = -1
    digest: str = ""


Outcome = Literal["added", "unchanged", "replaced"]
"""What storing an article did; "replaced" also deleted what its origin had held before."""


@dataclass(frozen=True, slots=True)
class ArticleInfo(Record):
    """An article without its text, as lists show it."""

    id: str
    title: str
    source: str
    author: str
    date: str
    url: str
    language: str
    characters: int
    passages: int


@dataclass(frozen=True, slots=True)
class Passage(Record):
    """A run of whole sentences of one article; ``text`` is ``article.text[start:end]``."""

    article_id: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Filters(Record):
    """Which articles count; an empty field filters nothing.

    ``since`` and ``until`` are inclusive ISO dates; undated articles fail both.
    """

    article_ids: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit(Record):
    """A passage found for a question, with every score that placed it.

    ``dense`` is a cosine in [-1, 1]; ``lexical`` a BM25 score, 0 without a
    shared word and higher for better; ``score`` the fused one, comparable
    within one search only.
    """

    passage: Passage
    title: str
    date: str
    dense: float
    lexical: float
    score: float


@dataclass(frozen=True, slots=True)
class Citation(Record):
    """Characters of one article: ``article.text[start:end] == quote``.

    ``page`` counts from 1; None when the article has no pages.
    """

    article_id: str
    title: str
    start: int
    end: int
    quote: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourceSpan(Record):
    """Characters ``[start, end)`` of the text given to the generator as number ``index``."""

    index: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Token(Record):
    """One generated token: its text, the source characters it copies (or none), and how surely.

    ``copy_probability`` in [0, 1] is the share of the token's probability that came from copying.
    """

    text: str
    source: SourceSpan | None
    copy_probability: float


@dataclass(frozen=True, slots=True)
class Reading(Record):
    """What a generator read in one passage for one question.

    ``text`` is its best answer, even where "no answer" is likelier.
    ``score`` is the natural logarithm (<= 0) of that answer's probability, given that the
    passage holds one.
    ``no_answer`` in [0, 1] is the probability that the passage holds no answer.
    ``spans`` are the passage's characters the answer was copied from, None where the
    generator does not know. ``tokens`` may be empty.
    """

    text: str
    score: float
    no_answer: float
    spans: tuple[SourceSpan, ...] | None = None
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True)
class Pointing(Record):
    """Where in a passage the answer to a question begins, if it is there at all.

    ``starts`` holds characters ``[start, end)`` of every token and the probability that the
    answer starts with it, given that there is one; they add up to 1. ``no_answer`` in [0, 1]
    is the probability that there is none.
    """

    no_answer: float
    starts: tuple[tuple[int, int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class GeneratedSentence(Record):
    """A summary sentence; ``spans`` index the source sentences given, None when unknown."""

    text: str
    spans: tuple[SourceSpan, ...] | None = None


@dataclass(frozen=True, slots=True)
class Quote(Record):
    """What somebody said, and who; all offsets are the article's, and every text round-trips.

    ``quote`` is the words said, without quote marks when ``direct``, else the clause that
    reports them. ``mention`` is the speaker as the sentence has it, perhaps a pronoun;
    ``speaker`` the name it stands for, at the place where that was read, or the mention.
    ``verb`` is "said", "according to" and the like.
    """

    article_id: str
    speaker: str
    speaker_start: int
    speaker_end: int
    mention: str
    mention_start: int
    mention_end: int
    verb: str
    verb_start: int
    verb_end: int
    quote: str
    start: int
    end: int
    direct: bool


@dataclass(frozen=True, slots=True)
class PassageReading(Record):
    """Why a passage did or did not win: its scores as a hit, then as read, in plain numbers.

    ``dense``, ``lexical`` and ``score`` are those of its ``Hit``. ``reader`` is the
    probability of ``answer`` given that the passage holds one, ``no_answer`` that it holds
    none, ``on_topic`` that it is about the question; all in [0, 1]. ``confidence`` is
    reader x (1 - no_answer) x on_topic.
    """

    article_id: str
    title: str
    date: str
    start: int
    end: int
    dense: float
    lexical: float
    score: float
    answer: str
    reader: float
    no_answer: float
    on_topic: float
    confidence: float
    chosen: bool


@dataclass(frozen=True, slots=True)
class Explanation(Record):
    """Every passage read, in retrieved order, and in one sentence why this answer, or none."""

    readings: tuple[PassageReading, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Support(Record):
    """Verdict of the grounding check; ``score`` in [0, 1]; ``reasons`` name what failed.

    ``doubts`` name facts that a reader sees in another's place; they do not decide.
    """

    supported: bool
    score: float
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer(Record):
    """An answer out of the library; ``answer`` is "" when not ``answerable``.

    ``confidence`` in [0, 1] is how likely it is right, the other passages' answers considered.
    ``support`` says whether the cited articles bear it out; one that is not supported is shown
    with a warning. ``attribution`` is the quote that the answer lies in, None where its article
    says so itself. ``explanation`` is there when asked for. ``note`` tells what the answer is
    not, where it is not all that was asked; mostly "".
    """

    question: str
    answer: str
    answerable: bool
    confidence: float
    citations: tuple[Citation, ...]
    passages: tuple[Hit, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    attribution: Quote | None = None
    explanation: Explanation | None = None
    note: str = ""
    support: Support = Support(supported=False, score=0.0)


@dataclass(frozen=True, slots=True)
class Turn(Record):
    """One question of a conversation, as it was asked and as it was understood.

    ``rewritten`` is ``question`` itself where that stands alone. ``depends`` says whether it
    needed those before it; then the articles cited last are looked at first.
    """

    question: str
    rewritten: str
    depends: bool
    answer: Answer


@dataclass(frozen=True, slots=True)
class SummarySentence(Record):
    """One sentence of a summary, or of a text that is verified, checked against its citations.

    ``reasons`` say why it is not ``supported``; ``doubts`` what to look at even if it is.
    """

    text: str
    supported: bool
    score: float
    citations: tuple[Citation, ...]
    reasons: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary(Record):
    """One paragraph; ``summary`` joins the sentences' texts with single spaces."""

    summary: str
    sentences: tuple[SummarySentence, ...]
    article_ids: tuple[str, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verification(Record):
    """Somebody's text, each sentence held against the articles; ``supported`` if all are.

    A sentence's citations are of the one article that bears it out best, or comes nearest.
    """

    text: str
    supported: bool
    sentences: tuple[SummarySentence, ...]
    article_ids: tuple[str, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)


Label = Literal["agree", "differ", "one", "silent"]
"""Where an article stands among all: with most, against them, alone in answering, or nowhere."""
Relation = Literal["agree", "differ", "one", "none"]
"""How the answers stand to each other; "one" when a single independent source answers."""
DifferenceKind = Literal["number", "date", "name", "text", "negation", "not comparable"]


@dataclass(frozen=True, slots=True)
class ArticleAnswer(Record):
    """One article's own answer to the question put to all, and whether it bears that out.

    ``note`` says what the answer is not, where it is not all that was asked.
    """

    article_id: str
    title: str
    date: str
    answer: str
    answerable: bool
    confidence: float
    citations: tuple[Citation, ...]
    label: Label = "silent"
    support: Support = Support(supported=False, score=0.0)
    note: str = ""


@dataclass(frozen=True, slots=True)
class AnswerGroup(Record):
    """Articles that give the same answer, whatever its spelling.

    ``copies`` lists ids of articles that are one text, such as a wire story, each list two
    or longer; ``independent`` counts the articles with every such text as one.
    """

    answer: str
    article_ids: tuple[str, ...]
    independent: int = 0
    copies: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference(Record):
    """Two groups' answers that differ, in what, and both side by side: "3% vs 5%"."""

    first: str
    second: str
    kind: DifferenceKind
    reason: str
    first_ids: tuple[str, ...]
    second_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry(Record):
    """What articles of one day (ISO 8601) say; ``changed`` when no article of the day before did.

    The day before is the last earlier one with an answer.
    """

    date: str
    answer: str
    article_ids: tuple[str, ...]
    changed: bool


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """Who agrees with whom; ``silent`` lists the ids of articles without an answer.

    ``differences`` sets every later group against the first; ``timeline`` is newest first.
    """

    question: str
    answers: tuple[ArticleAnswer, ...]
    groups: tuple[AnswerGroup, ...]
    silent: tuple[str, ...]
    model: str
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    relation: Relation = "none"
    differences: tuple[Difference, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure(Record):
    """A source that could not be added, and why, in words for its owner."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddReport(Record):
    """What one ``add`` did; nothing given to it is missing here.

    ``interrupted`` is true after Ctrl-C: the articles listed as added are stored.
    ``replaced`` lists the new articles of changed files, ``removed`` what ``sync`` took out.
    """

    added: tuple[ArticleInfo, ...] = ()
    unchanged: tuple[ArticleInfo, ...] = ()
    failed: tuple[Failure, ...] = ()
    interrupted: bool = False
    replaced: tuple[ArticleInfo, ...] = ()
    removed: tuple[ArticleInfo, ...] = ()


@dataclass(frozen=True, slots=True)
class ProgressEvent(Record):
    """One step of long work: ``stage`` is "model", "add", "read", "verify" or "watch".

    ``total`` is 0 when unknown. While adding, ``passages`` counts those embedded so far, in
    ``seconds``, and ``article_id`` is the article that this step has stored, "" when none.
    """

    stage: str
    done: int
    total: int
    detail: str = ""
    passages: int = 0
    seconds: float = 0.0
    article_id: str = ""


Progress = Callable[[ProgressEvent], None]
"""Called from the working thread; it must not raise."""
