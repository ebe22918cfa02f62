"""One question put to several articles, each by itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from qa.answering.pipeline import Answered, answer
from qa.comparison.compare import article_answers, build_comparison
from qa.comparison.confirming import confirm_answers
from qa.comparison.copies import find_near_copies
from qa.comparison.reasons import confirm_reasons
from qa.desk.again import look_again
from qa.desk.models import Models
from qa.desk.no_match import require_passing
from qa.desk.timings import elapsed_ms
from qa.errors import InputError
from qa.index.retrieval import DEFAULT_TOP_K
from qa.protocols import Index
from qa.question import Question
from qa.records import ArticleInfo, Comparison, Filters, Hit

COMPARE_LIMIT = 40
"""Articles of a whole library that are compared: those the retriever ranks first."""
CHOSEN_LIMIT = 400
"""Articles that a user chose, by ids or filters, and that are all read: some minutes."""
LIKELIEST_HITS = 240
"""Passages looked through for those of a library: six for each."""


def compare(
    index: Index, models: Models, question: str, asked: Question, filters: Filters
) -> Comparison:
    """Compare what articles say to ``asked``, ``question`` as it was read, as ``Desk.compare``."""
    started = time.perf_counter()
    infos, unread = _compared(index, models, asked, filters)
    generator = models.prepare("hybrid")
    loaded = time.perf_counter()
    hits = [_hits_of(models, asked, info) for info in infos]
    found = time.perf_counter()
    answered = _answer_each(index, models, asked, infos, hits)
    encode = models.embedder().encode_passages
    answers = article_answers(infos, answered, asked, index.get, encode)
    ask = _ask_again(index, models, asked)
    again = confirm_answers(asked, answered, answers, index.get, ask)
    again = confirm_reasons(asked, again, answers, index.get, ask, encode)
    if again != answered:
        answers = article_answers(infos, again, asked, index.get, encode)
    ended = time.perf_counter()
    copies = _copies(index, [each.article_id for each in answers if each.answerable])
    spent = elapsed_ms(started, load=loaded, retrieve=found, read=ended, match=time.perf_counter())
    open_ended = asked.asked.kind == "why" or asked.statement is not None
    made = build_comparison(
        question, answers, copies, generator.name, spent, unread, open_ended=open_ended
    )
    return replace(made, versions=models.versions())


def _hits_of(models: Models, asked: Question, info: ArticleInfo) -> list[Hit]:
    """Return the best passages of one article, and its first, which tells what matters most.

    Within one article few passages share a word with the question: BM25 leaves the first out.
    """
    ranked = models.rank(asked, Filters(article_ids=(info.id,)), "hybrid")
    hits = models.first_hits(ranked, asked, DEFAULT_TOP_K, "hybrid")
    lead = next((hit for hit in ranked if hit.passage.start == 0), None)
    return hits if lead is None or lead in hits else [*hits, lead]


def _answer_each(
    index: Index,
    models: Models,
    asked: Question,
    infos: Sequence[ArticleInfo],
    hits: Sequence[Sequence[Hit]],
) -> list[Answered]:
    """Return the answer from each article's hits, read apart as ``ask`` reads them.

    A reader that looks twice at the best passages of a call would else look at a few articles.
    """
    generator, progress = models.generator(), models.progress_callback(sum(map(len, hits)))
    answered: list[Answered] = []
    done = 0
    if progress is not None:
        progress(0)
    for info, own in zip(infos, hits, strict=True):
        alone = Filters(article_ids=(info.id,))
        answered.append(
            answer(
                *(asked, own, generator, index.get, models.pointer, models.claim_judge),
                english_only=models.english_only,
                again=partial(look_again, index, models, asked, filters=alone, mode="hybrid"),
            )
        )
        done += len(own)
        if progress is not None:
            progress(done)
    return answered


def _ask_again(
    index: Index, models: Models, asked: Question
) -> Callable[[Sequence[Hit]], Answered]:
    """Return what puts the question to some sentences, without looking any further."""
    told = (index.get, models.pointer, models.claim_judge)
    return lambda hits: answer(
        *(asked, hits, models.generator(), *told), english_only=models.english_only
    )


def _copies(index: Index, ids: Sequence[str]) -> list[list[str]]:
    """Return the groups of articles that are one text, printed by several."""
    found = [index.get(each) for each in ids]
    groups = find_near_copies([article.text if article is not None else "" for article in found])
    return [[ids[place] for place in group] for group in groups]


def _compared(
    index: Index, models: Models, asked: Question, filters: Filters
) -> tuple[list[ArticleInfo], int]:
    """Return the articles to ask, and how many are left out.

    Those that were chosen are all asked; of a whole library the ``COMPARE_LIMIT`` that fit best.
    """
    infos = index.articles(filters)
    require_passing(index, bool(infos), filters)
    chosen = filters != Filters()
    if chosen and len(infos) > CHOSEN_LIMIT:
        raise InputError(
            f"{len(infos)} articles are over the limit of {CHOSEN_LIMIT} for one comparison; "
            "name fewer, or none to compare those that fit best"
        )
    if chosen or len(infos) <= COMPARE_LIMIT:
        return infos, 0
    likeliest = _likeliest(models, asked, infos, filters)
    return likeliest, len(infos) - len(likeliest)


def _likeliest(
    models: Models, asked: Question, infos: Sequence[ArticleInfo], filters: Filters
) -> list[ArticleInfo]:
    """Keep the ``COMPARE_LIMIT`` articles whose passages fit the question best."""
    hits = models.retrieve(asked, LIKELIEST_HITS, filters, "hybrid")
    ranked = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:COMPARE_LIMIT]
    kept = set(ranked)
    return [info for info in infos if info.id in kept]
