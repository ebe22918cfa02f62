"""Reasons asked once more of the articles that gave none: in the sentences nearest to others'.

Going through long passages a small reader misses a reason that no "because" marks, or points at
what came of it. In one sentence it sees what is asked about.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from qa.answering.others import count_missing_names
from qa.answering.pipeline import Answered
from qa.comparison.confirming import Ask
from qa.comparison.consensus import BACKED, Encode
from qa.protocols import Vectors
from qa.question import Question
from qa.records import Article, ArticleAnswer, Hit, Passage
from qa.text.sentences import split_sentences

READ_AGAIN = 3
"""Sentences of an article that are read by themselves."""


def confirm_reasons(
    question: Question,
    answered: Sequence[Answered],
    answers: Sequence[ArticleAnswer],
    article: Callable[[str], Article | None],
    ask: Ask,
    encode: Encode,
) -> list[Answered]:
    """Return ``answered``; a silent article that has a reason near to another's gives it.

    ``answers`` are what stands of them. Near is a cosine of ``BACKED`` at least, by ``encode``.
    """
    told = [each.answer for each in answers if each.answerable]
    if question.asked.kind != "why" or question.statement is not None or not told:
        return list(answered)
    reasons = np.asarray(encode(told))
    found = []
    for made, own in zip(answered, answers, strict=True):
        whole = None if own.answerable else article(own.article_id)
        if whole is None or not made.hits or count_missing_names(question, whole, ""):
            found.append(made)
            continue
        again = [ask([hit]) for hit in _nearest(made, whole, reasons, encode)]
        likely = [each for each in again if each.shown and each.choice.answerable]
        near = _nearness([each.choice.text for each in likely], reasons, encode)
        best = max(range(len(likely)), key=near.__getitem__, default=None)
        found.append(likely[best] if best is not None and near[best] >= BACKED else made)
    return found


def _nearest(made: Answered, article: Article, reasons: Vectors, encode: Encode) -> list[Hit]:
    """Return the sentences of an article that are nearest to the reasons, as hits of their own."""
    spans = [
        (low, high)
        for low, high in split_sentences(article.text)
        if not article.text[low:high].rstrip().endswith("?")
    ]
    near = _nearness([article.text[low:high] for low, high in spans], reasons, encode)
    ranked = sorted(range(len(spans)), key=near.__getitem__, reverse=True)[:READ_AGAIN]
    hit = max(made.hits, key=lambda each: each.dense)
    passages = (Passage(article.id, *spans[n], article.text[slice(*spans[n])]) for n in ranked)
    return [replace(hit, passage=passage) for passage in passages]


def _nearness(texts: Sequence[str], reasons: Vectors, encode: Encode) -> list[float]:
    """Return the cosine of each text to the reason that it is nearest to."""
    if not texts:
        return []
    cosines = np.asarray(encode(texts)) @ reasons.T
    return [float(each) for each in cosines.max(axis=1)]
