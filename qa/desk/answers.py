"""One answer out of a library, whole or in pieces."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import partial

from qa.answering.pipeline import Answered, answer
from qa.desk.again import look_again
from qa.desk.models import Models
from qa.desk.no_match import require_passing
from qa.desk.pages import add_answer_pages
from qa.desk.quotes import find_attribution
from qa.desk.timings import elapsed_ms
from qa.index.retrieval import CANDIDATES, DEFAULT_TOP_K
from qa.language.english import NOT_ENGLISH, seems_english
from qa.protocols import Index
from qa.question import Question
from qa.records import Answer, Filters, SearchMode
from qa.text.parts import is_cut_off

_SIGNS = ".,;:!?\"'()\u201c\u201d\u2018\u2019"
_WORDS = re.compile(r"\s*\S+\s*")


class AnswerStream(Iterator[str]):
    """The pieces of an answer's text, in order; ``answer`` is the whole, as ``ask`` gives it.

    There are no pieces where there is no answer.
    """

    def __init__(self, answer: Answer, pieces: Iterator[str]) -> None:
        self.answer = answer
        self._pieces = pieces

    def __next__(self) -> str:
        """Return the next piece."""
        return next(self._pieces)


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
    explained: bool,
) -> AnswerStream:
    """Answer ``asked``, ``question`` as it was read; ``Desk.ask`` says the rest.

    The pieces are made only when they are asked for.
    """
    started = time.perf_counter()
    generator = models.prepare(mode)
    loaded = time.perf_counter()
    ranked = models.rank(asked, filters, mode, max(top_k, CANDIDATES))
    hits = models.first_hits(ranked, asked, top_k, mode)
    require_passing(index, bool(hits), filters)
    found = time.perf_counter()
    progress = models.progress_callback(len(hits))
    look = partial(look_again, index, models, asked, ranked=ranked, filters=filters, mode=mode)
    made = answer(
        *(asked, hits, generator, index.get, models.pointer, models.claim_judge),
        force=force,
        english_only=models.english_only,
        progress=progress,
        again=look if top_k >= DEFAULT_TOP_K else None,
    )
    choice, ended = made.choice, time.perf_counter()
    said = choice.note or ("" if made.shown else _why_none(index, models, made))
    whole = Answer(
        question=question,
        answer=choice.text if made.shown else "",
        answerable=choice.answerable,
        confidence=made.confidence,
        citations=choice.citations if made.shown else (),
        passages=made.hits,
        model=generator.name,
        timings_ms=elapsed_ms(started, load=loaded, retrieve=found, read=ended),
        attribution=find_attribution(index, choice.citations) if choice.answerable else None,
        explanation=made.explanation() if explained else None,
        note="; ".join(note for note in (_respelt(question, asked.text), said) if note),
        support=made.support,
        means=made.means if made.shown else "",
        others=made.others,
        versions=models.versions(embedded=mode != "lexical"),
    )
    return AnswerStream(add_answer_pages(index, whole), _pieces(made))


def _why_none(index: Index, models: Models, made: Answered) -> str:
    """Return what else than the articles' silence there is no answer for, "" for nothing."""
    if not made.hits:
        return ""
    if models.english_only and not seems_english(made.hits[0].passage.text):
        return f"the nearest article is not in English, and {NOT_ENGLISH}"
    nearest = index.get(made.hits[0].passage.article_id)
    if nearest is not None and is_cut_off(nearest.text):
        return "the nearest article is cut off: one has to pay for the rest"
    return ""


def _respelt(question: str, read: str) -> str:
    """Say which words were read as others, "no article has Hendriks: read as Hendricks"."""
    pairs = zip(question.split(), read.split(), strict=False)
    changed = [(a.strip(_SIGNS), b.strip(_SIGNS)) for a, b in pairs if a != b]
    return ", ".join(f"no article has {asked}: read as {meant}" for asked, meant in changed)


def _pieces(made: Answered) -> Iterator[str]:
    """Yield the answer word by word, each with the space after it.

    A second reading of one passage alone would cost time, and a cascade might word it otherwise.
    """
    if made.shown:
        yield from _WORDS.findall(made.choice.text)
