"""One question put to several articles, each by itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace

from qa.answering import choice as answering
from qa.answering.support import backing
from qa.comparison.compare import answer_each, comparison
from qa.comparison.copies import near_copies
from qa.desk.inputs import EMPTY
from qa.desk.models import Models
from qa.desk.timings import timings
from qa.errors import InputError
from qa.protocols import Index
from qa.question import Question
from qa.records import ArticleAnswer, ArticleInfo, Comparison, Filters, Reading

COMPARE_TOP_K = 3
"""Passages read per compared article."""
COMPARE_LIMIT = 40
"""Articles compared at once; of a larger library, those the retriever ranks first."""


def compare(
    index: Index, models: Models, question: str, asked: Question, filters: Filters
) -> Comparison:
    """Compare what articles say to ``asked``, ``question`` as it was read, as ``Desk.compare``."""
    started = time.perf_counter()
    infos = _compared(index, models, asked, filters)
    generator = models.ready("hybrid")
    loaded = time.perf_counter()
    hits = {
        info.id: models.retrieve(asked, COMPARE_TOP_K, Filters(article_ids=(info.id,)), "hybrid")
        for info in infos
    }
    found = time.perf_counter()
    every = [hit for info in infos for hit in hits[info.id]]
    read = iter(answering.read_passages(asked, every, generator, models.reading(len(every))))
    readings: dict[str, list[Reading]] = {
        info.id: [next(read) for _ in hits[info.id]] for info in infos
    }
    answers = [
        _backed(index, models, asked, answer)
        for answer in answer_each(infos, hits, readings, asked)
    ]
    ended = time.perf_counter()
    copies = _copies(index, [answer.article_id for answer in answers if answer.answerable])
    spent = timings(started, load=loaded, retrieve=found, read=ended, match=time.perf_counter())
    return comparison(question, answers, copies, generator.name, spent)


def _backed(index: Index, models: Models, asked: Question, answer: ArticleAnswer) -> ArticleAnswer:
    """Hold an article's own answer against the whole of the article."""
    article = index.get(answer.article_id) if answer.answerable else None
    if article is None:  # silent, or removed by another process a moment ago
        return answer
    support = backing(asked, answer.answer, answer.citations, [article], models.pointer)
    return replace(answer, support=support)


def _copies(index: Index, ids: Sequence[str]) -> list[list[str]]:
    """Return the groups of articles that are one text, printed by several."""
    found = [index.get(each) for each in ids]
    groups = near_copies([article.text if article is not None else "" for article in found])
    return [[ids[place] for place in group] for group in groups]


def _compared(index: Index, models: Models, asked: Question, filters: Filters) -> list[ArticleInfo]:
    """Return the articles to ask: those named, all, or the ``COMPARE_LIMIT`` that fit best."""
    infos = index.articles(filters)
    if not infos:
        raise InputError(EMPTY)
    if len(filters.article_ids) > COMPARE_LIMIT:
        raise InputError(
            f"{len(filters.article_ids)} articles are over the limit of {COMPARE_LIMIT} for "
            "one comparison; name fewer, or none to compare those that fit best"
        )
    if len(infos) > COMPARE_LIMIT:
        return _likeliest(models, asked, infos, filters)
    return infos


def _likeliest(
    models: Models, asked: Question, infos: Sequence[ArticleInfo], filters: Filters
) -> list[ArticleInfo]:
    """Keep the ``COMPARE_LIMIT`` articles whose passages fit the question best."""
    hits = models.retrieve(asked, COMPARE_LIMIT * COMPARE_TOP_K * 2, filters, "hybrid")
    ranked = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:COMPARE_LIMIT]
    kept = set(ranked)
    return [info for info in infos if info.id in kept]
