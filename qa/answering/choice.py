"""Hits to one answer: every passage is read on its own, the best joint score wins.

Clark and Gardner 2018, "Simple and Effective Multi-Paragraph Reading Comprehension": each
passage has its own "no answer", so scores compare across passages.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.answering.broken_words import restored, unbroken
from qa.grounding.alignment import align, find_span
from qa.language.same_answers import same_answer
from qa.language.short_answers import normalize_answer
from qa.protocols import Generator
from qa.question import Question, word_overlap
from qa.records import Citation, Hit, Passage, Reading
from qa.records.probabilities import log_odds
from qa.records.readings import shift_reading

ANSWERABLE = 0.5
"""A passage less likely than this to answer does not; generators calibrate to it."""

READ_AT_ONCE = 16
"""Passages given to a generator in one call: two of its batches, about a second of two cores."""

ON_TOPIC_COSINE = 0.15
ON_TOPIC_SLOPE = 30.0
"""Of a passage's cosine to the question: where it is as likely as not about something else.

A reader trained on one passage at a time will find somebody who won something in a passage
on ferries. With all-MiniLM-L6-v2, 98 % of 150 questions on CNN articles have a passage of
their own article above 0.17, half of the questions put to another article none above 0.11.
Embedders whose cosines are all high (E5, BGE) are left unchanged by it.
"""

COVERED_GAIN = 0.56
"""By how much a passage that has all of the question's words counts as nearer in cosine.

On 400 held-out training questions, each with its own passage and the nearest of another article,
a logistic regression weighs cosine 11.8 and the share of words 6.6; log loss .313 to .214 on those
rows themselves. On 300 rows each F1 with abstention went from .492 to .508 on news, with other
rules of that day, and from .662 to .659 on encyclopaedia questions.
"""
COVERED_FREE = 0.5
"""Share of the question's words that any passage may have, of place or kind; set by hand."""


NEARNESS = 3.0
"""What a passage's cosine to the question weighs beside the reader's log-odds.

The reader sees one passage alone; where several could answer, the nearer one is more often meant.
1,000 held-out training questions put to 7,979 texts, the cascade, five passages each: the answer
chosen is right in 71.0 %, with this in 72.2 % (13 better, 1 worse), with 6 and a loss by the place
in the search in 72.8 % (25, 7), which lost 2 points of the archive's answers (docs/measured.md).
"""


MAX_LOG_ODDS = 600.0
"""A rank below minus this counts as this: the exponential of it is still above 0."""
NO = "No"
VERDICTS = ("Yes", NO)
"""Answers that stand in no article; each cites the sentence that decides."""
EPSILON = 1e-6
"""No probability counts as nearer to 0 or 1 than this."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The reading that won, its hit, and what it adds up to; all empty without hits.

    ``note`` tells a reader what the answer is not, where it is not all that was asked.
    """

    hit: Hit | None
    reading: Reading | None
    answerable: bool
    confidence: float
    citations: tuple[Citation, ...]
    note: str = ""

    @property
    def text(self) -> str:
        """The answer's text, also where it is not to be trusted."""
        return self.reading.text if self.reading else ""


NO_CHOICE = Choice(hit=None, reading=None, answerable=False, confidence=0.0, citations=())


def read_passages(
    question: Question,
    hits: Sequence[Hit],
    generator: Generator,
    progress: Callable[[int], None] | None = None,
) -> list[Reading]:
    """Return the generator's reading of every hit's passage, in order.

    ``progress`` hears how many are read: 0 first, then after every ``READ_AT_ONCE``.
    """
    readings: list[Reading] = []
    for first in range(0, len(hits), READ_AT_ONCE):
        if progress is not None:
            progress(first)
        part = [unbroken(hit, question) for hit in hits[first : first + READ_AT_ONCE]]
        read = generator.answer(question.text, [text for text, _ in part])
        readings += [
            replace(
                shift_reading(restored(reading, hit, cuts), first),
                coverage=word_overlap(question, text),
            )
            for reading, hit, (text, cuts) in zip(read, hits[first:], part, strict=False)
        ]
    if progress is not None and hits:
        progress(len(hits))
    return readings


def answer_probability(hit: Hit, reading: Reading) -> float:
    """Return the probability in [0, 1] that the passage answers: it is on topic, and has it."""
    return min(1.0, max(0.0, 1.0 - reading.no_answer)) * topic_probability(hit, reading.coverage)


def topic_probability(hit: Hit, coverage: float = 0.0) -> float:
    """Return the probability in [0, 1] that the passage is about the question.

    Its cosine says so, and ``coverage``, the share of the question's words that it has: the cosine
    to a short question says little.
    """
    if not hit.dense:  # no vectors were compared
        return 1.0
    nearness = hit.dense + COVERED_GAIN * max(0.0, coverage - COVERED_FREE)
    return 1.0 / (1.0 + math.exp(-ON_TOPIC_SLOPE * (nearness - ON_TOPIC_COSINE)))


def confidence(hit: Hit, reading: Reading) -> float:
    """Return P(answerable) times P(this answer | answerable), in [0, 1]."""
    return answer_probability(hit, reading) * math.exp(min(0.0, reading.score))


def score_reading(hit: Hit, reading: Reading) -> float:
    """Return by how much a passage's answer is to be preferred: log-odds plus log-probability.

    The odds that the passage answers at all weigh more than how sure its words are: a "three"
    without a doubt in a passage that may well not answer loses to an "18,000" that might have
    been "18,000 kettles". On 180 held-out questions with five paragraphs each, F1 .679 against
    .648 for the product of the two probabilities. A nearer passage is preferred (``NEARNESS``).
    """
    odds = log_odds(answer_probability(hit, reading), EPSILON)
    return odds + min(0.0, reading.score) + NEARNESS * hit.dense


def score_readings(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[float]:
    """Return every reading's rank, in order; what several passages say counts together.

    The odds of passages with the same words or figure are added, so that two articles that agree
    weigh more than one that is a little surer of something else.
    """
    own = [score_reading(hit, reading) for hit, reading in zip(hits, readings, strict=True)]
    said = [_said(hit, reading) for hit, reading in zip(hits, readings, strict=True)]
    together: dict[tuple[str, ...], float] = defaultdict(float)
    for each, value in zip(said, own, strict=True):
        together[each] += math.exp(max(-MAX_LOG_ODDS, value))
    return [math.log(together[each]) for each in said]


def _said(hit: Hit, reading: Reading) -> tuple[str, ...]:
    """Return what tells an answer from others: its figure or date, else its words."""
    form = normalize_answer(reading.text, date=hit.date)
    if form.kind == "text":
        return (" ".join(reading.text.casefold().split()),)
    return form.kind, form.value, form.unit, form.hedge, *form.tokens


def agreements(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[list[int]]:
    """Return for each reading which ones say the same, itself among them, in any spelling."""
    forms = [
        normalize_answer(reading.text, date=hit.date)
        for hit, reading in zip(hits, readings, strict=True)
    ]
    words = [" ".join(reading.text.casefold().split()) for reading in readings]
    return [
        [j for j, b in enumerate(forms) if words[i] == words[j] or same_answer(a, b)]
        for i, a in enumerate(forms)
    ]


def choose(hits: Sequence[Hit], readings: Sequence[Reading]) -> Choice:
    """Pick the best reading; equal ones go to the better hit.

    Nothing is answerable without a citation: what cannot be traced to characters of an
    article is not shown as a fact.
    """
    joint = score_readings(hits, readings)
    order = sorted(
        range(len(hits)), key=lambda i: (-joint[i], -score_reading(hits[i], readings[i]))
    )
    for index in order:
        hit, reading = hits[index], readings[index]
        if not reading.text.strip():
            continue
        citations = cite_reading(reading, hit)
        return Choice(
            hit=hit,
            reading=reading,
            answerable=answer_probability(hit, reading) > ANSWERABLE and bool(citations),
            confidence=confidence(hit, reading),
            citations=citations,
        )
    return NO_CHOICE


def normalize_confidence(
    choice: Choice, hits: Sequence[Hit], readings: Sequence[Reading]
) -> Choice:
    """Return ``choice`` with the confidence that is left when all passages have spoken.

    Each passage's odds are its own, as if it alone were read; of several that answer
    differently, one at most is right. So the odds of those that say the same are set
    against those of all and of none, as in the shared norm of Clark and Gardner 2018, section
    3.3: passages that agree make an answer surer, others less sure. A "Yes" or "No" stays as it
    is. Whether the answer is shown does not change. Nothing here is fitted; the expected
    calibration error goes from .137 to .083 on 400 rows of qa_dev_news (five passages each),
    and from .062 to .053 on qa_dev_wiki (one or two).
    """
    at = next((i for i, hit in enumerate(hits) if hit is choice.hit), None)
    if at is None or not choice.text or choice.text in VERDICTS:
        return choice
    if choice.text not in readings[at].text and readings[at].text not in choice.text:
        return choice  # made by rules of more than was read
    likely = [
        min(1 - EPSILON, max(EPSILON, answer_probability(hit, reading)))
        for hit, reading in zip(hits, readings, strict=True)
    ]
    odds = [p / (1 - p) for p in likely]
    same = math.fsum(odds[i] for i in agreements(hits, readings)[at])
    joint = same / (1 + math.fsum(odds))
    return replace(choice, confidence=min(1.0, choice.confidence * joint / likely[at]))


def cite_reading(reading: Reading, hit: Hit) -> tuple[Citation, ...]:
    """Return the article's characters that an answer came from.

    A generator that copies says so itself; another's text is searched for in its passage,
    and if it is not there word for word, aligned with it.
    """
    passage = hit.passage
    if reading.spans is not None:
        inside = [s for s in reading.spans if 0 <= s.start < s.end <= len(passage.text)]
        return tuple(make_citation(passage, hit.title, s.start, s.end) for s in inside)
    found = find_span(reading.text, passage.text)
    if found is not None:
        return (make_citation(passage, hit.title, *found),)
    return tuple(
        make_citation(passage, hit.title, span.start, span.end)
        for span, _ in align(reading.text, [passage.text])
    )


def make_citation(passage: Passage, title: str, start: int, end: int) -> Citation:
    """Turn characters ``[start, end)`` of a passage into a citation of its article."""
    return Citation(
        article_id=passage.article_id,
        title=title,
        start=passage.start + start,
        end=passage.start + end,
        quote=passage.text[start:end],
    )
