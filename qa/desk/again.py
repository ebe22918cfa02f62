"""A second look at a library, where what was read first may be out of date or nameless."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.again import NEXT_READ, leaves_who_open, newer_articles
from qa.answering.changing import asks_what_changes
from qa.answering.pipeline import Answered
from qa.desk.models import Models
from qa.index.retrieval import CANDIDATES, DEFAULT_TOP_K
from qa.protocols import Index
from qa.question import Question
from qa.records import Filters, Hit, SearchMode

OF_EACH = DEFAULT_TOP_K
"""Passages that are read of each newer article: as many as a comparison reads of one."""


def look_again(
    index: Index,
    models: Models,
    asked: Question,
    made: Answered,
    *,
    filters: Filters,
    mode: SearchMode,
    ranked: Sequence[Hit] = (),
) -> Sequence[Hit]:
    """Return passages to read beside those that ``made`` was made of, () for none.

    ``ranked`` are all candidates of the search that ``made`` began with, if they are at hand.
    Of what changes from day to day these are the best of newer articles on the event, and to
    "who" without a name the next best of all.
    """
    changes = asks_what_changes(asked)
    if not changes and not leaves_who_open(asked, made):
        return ()
    known = {hit.passage for hit in made.hits}
    ranked = ranked or models.rank(asked, filters, mode)
    candidates = models.first_hits(ranked, asked, CANDIDATES, mode)
    if not changes:
        return [hit for hit in candidates if hit.passage not in known][:NEXT_READ]
    found: list[Hit] = []
    for each in newer_articles(asked, made, candidates, index.get):
        narrow = replace(filters, article_ids=(each,))
        best = models.retrieve(asked, OF_EACH, narrow, mode)
        found += [hit for hit in best if hit.passage not in known]
    return found
