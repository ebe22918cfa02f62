"""What each article, and each entry of a live blog, answers by itself."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.answering.choice import Choice, choose
from qa.answering.fitting import GetJudge, fit, is_undecided
from qa.question import Question
from qa.records import Article, Hit, Passage, Reading
from qa.text.entries import BlogEntry, find_entries


@dataclass(frozen=True, slots=True)
class Voice:
    """One article's or entry's own answer, and the article.

    ``entry`` is the rank of a live blog's entry from its oldest, 0 in other articles.
    """

    choice: Choice
    article: Article
    entry: int = 0

    @property
    def time(self) -> tuple[str, int]:
        """What tells which of two voices is newer; the day is "" where it is unknown."""
        return self.article.date[:10], self.entry


def split_entries(hits: Sequence[Hit], article: Callable[[str], Article | None]) -> list[Hit]:
    """Return the hits, those of live blogs cut into their entries, so that each is read alone."""
    made: list[Hit] = []
    for hit in hits:
        entries = _entries(hit, article)
        made += [replace(hit, passage=part) for part in _parts(hit.passage, entries)] or [hit]
    return made


def find_voices(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    article: Callable[[str], Article | None],
    judge: GetJudge | None = None,
) -> list[Voice]:
    """Return the voices among what was read that have an answer, in retrieved order.

    ``judge`` has a say on yes and no.
    """
    groups: dict[tuple[str, int], list[int]] = {}
    found: dict[str, Article] = {}
    for place, hit in enumerate(hits):
        own = hit.passage.article_id
        if own not in found and (whole := article(own)) is not None:
            found[own] = whole
        if own in found:
            groups.setdefault((own, _rank(hit, found[own])), []).append(place)
    voices = []
    for (own, rank), places in groups.items():
        read = [hits[place] for place in places], [readings[place] for place in places]
        choice = fit(question, *read, choose(*read), judge)
        if choice.answerable and not is_undecided(choice):
            voices.append(Voice(choice, found[own], rank))
    return voices


def _rank(hit: Hit, article: Article) -> int:
    middle = (hit.passage.start + hit.passage.end) // 2
    inside = (e.rank for e in find_entries(article.text) if e.start <= middle < e.end)
    return next(inside, 0)


def _entries(hit: Hit, article: Callable[[str], Article | None]) -> list[BlogEntry]:
    found = article(hit.passage.article_id) if len(find_entries(hit.passage.text)) > 0 else None
    return find_entries(found.text) if found is not None else []


def _parts(passage: Passage, entries: Sequence[BlogEntry]) -> list[Passage]:
    """Return a passage cut where entries begin; [] where none begins inside it."""
    cuts = [entry.start for entry in entries if passage.start < entry.start < passage.end]
    if not cuts:
        return []
    edges = [passage.start, *cuts, passage.end]
    parts = []
    for start, end in itertools.pairwise(edges):
        text = passage.text[start - passage.start : end - passage.start]
        if text.strip():
            parts.append(Passage(passage.article_id, start, end, text))
    return parts
