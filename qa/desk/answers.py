"""One answer out of a library: retrieve, read, choose, fit to the kind of question."""

from __future__ import annotations

import time
from collections.abc import Iterator

from qa.answering import choice as answering
from qa.answering.choice import Choice
from qa.answering.explanation import explain
from qa.answering.fitting import fit
from qa.answering.support import NOTHING_SAID, backing
from qa.desk.inputs import require_articles
from qa.desk.models import Models
from qa.desk.saying import attribution
from qa.desk.timings import timings
from qa.protocols import Index
from qa.question import Question
from qa.records import Answer, Filters, SearchMode, Support


def ask(
    index: Index,
    models: Models,
    question: str,
    asked: Question,
    *,
    filters: Filters,
    top_k: int,
    mode: SearchMode,
    force: bool,
    explained: bool = False,
) -> Answer:
    """Answer ``asked``, ``question`` as it was read; ``Desk.ask`` says the rest."""
    started = time.perf_counter()
    generator = models.ready(mode)
    loaded = time.perf_counter()
    hits = models.retrieve(asked, top_k, filters, mode)
    require_articles(index, bool(hits))
    found = time.perf_counter()
    readings = answering.read_passages(asked, hits, generator, models.reading(len(hits)))
    choice = fit(asked, hits, readings, answering.choose(hits, readings))
    choice = answering.settled(choice, hits, readings)
    ended = time.perf_counter()
    shown = choice.answerable or force
    return Answer(
        question=question,
        answer=choice.text if shown else "",
        answerable=choice.answerable,
        confidence=choice.confidence,
        citations=choice.citations if shown else (),
        passages=tuple(hits),
        model=generator.name,
        timings_ms=timings(started, load=loaded, retrieve=found, read=ended),
        attribution=attribution(index, choice.citations) if choice.answerable else None,
        explanation=explain(hits, readings, choice) if explained else None,
        note=choice.note,
        support=_backing(index, models, asked, choice) if shown else NOTHING_SAID,
    )


def _backing(index: Index, models: Models, asked: Question, choice: Choice) -> Support:
    """Hold the answer against the whole of the articles that it cites."""
    cited = dict.fromkeys(citation.article_id for citation in choice.citations)
    found = [index.get(article_id) for article_id in cited]
    articles = [article for article in found if article is not None]
    return backing(asked, choice.text, choice.citations, articles, models.pointer)


def stream(
    index: Index, models: Models, asked: Question, *, filters: Filters, top_k: int, mode: SearchMode
) -> Iterator[str]:
    """Yield the answer to a question in pieces; ``Desk.stream`` says the rest."""
    hits = models.retrieve(asked, top_k, filters, mode)
    require_articles(index, bool(hits))
    generator = models.generator()
    readings = answering.read_passages(asked, hits, generator, models.reading(len(hits)))
    choice = fit(asked, hits, readings, answering.choose(hits, readings))
    if choice.answerable and choice.hit is not None:
        if not any(choice.reading is reading for reading in readings):
            return iter((choice.text,))  # no reader's words: a "Yes", a whole list
        return generator.stream(asked.text, choice.hit.passage.text)
    return iter(())
