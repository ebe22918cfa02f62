"""A text held against the articles of a library."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from qa.desk.inputs import MAX_QUESTION, this_day
from qa.desk.models import Models
from qa.desk.no_match import require_passing
from qa.desk.timings import elapsed_ms
from qa.grounding.holders import Fact, holding, lacking
from qa.language.dates import Date, parse_iso
from qa.protocols import Index
from qa.question import read
from qa.records import Article, Filters, Verification
from qa.summary.paragraph import join_lines
from qa.summary.verification import verify as verified
from qa.text.sentences import split_sentences

HITS = 10
"""Passages looked up for a sentence."""
ARTICLES = 3
"""Articles that a sentence is held against: those of the best passages."""
WIDE = 40
"""Passages looked up where none of these articles has a name or date of the sentence."""
LOOKED = 20
"""Articles of them that are looked through for it."""


def verify(index: Index, models: Models, text: str, filters: Filters) -> Verification:
    """Verify a checked text against the articles that pass; ``Desk.verify`` says the rest."""
    started = time.perf_counter()
    generator = models.prepare("hybrid")
    pointer = models.pointer()
    loaded = time.perf_counter()

    def near(sentence: str) -> list[Article]:
        """Return the articles whose passages fit a sentence best, best first."""
        asked = read(sentence[:MAX_QUESTION], this_day())
        hits = models.retrieve(asked, HITS, filters, "hybrid")
        require_passing(index, bool(hits), filters)
        ids = list(dict.fromkeys(hit.passage.article_id for hit in hits))
        best = _get(index, ids[:ARTICLES])
        if facts := lacking(sentence, best):
            for kept in (filters, *_after(facts, filters)):
                wider = models.retrieve(asked, WIDE, kept, "hybrid")
                ids += [hit.passage.article_id for hit in wider]
            rest = list(dict.fromkeys(ids[ARTICLES:]))[:LOOKED]
            known = {article.id for article in best}
            best += holding(
                facts, sentence, _get(index, [each for each in rest if each not in known])
            )
        return best

    lines = [join_lines(text[start:end]) for start, end in split_sentences(text)]
    sentences = tuple(
        verified(
            lines,
            near,
            pointer,
            models.progress_callback(len(lines), "verify"),
            models.claim_judge(),
        )
    )
    cited = dict.fromkeys(c.article_id for sentence in sentences for c in sentence.citations)
    return Verification(
        text=text,
        supported=bool(sentences) and all(sentence.supported for sentence in sentences),
        sentences=sentences,
        article_ids=tuple(cited),
        model=generator.name,
        timings_ms=elapsed_ms(started, load=loaded, verify=time.perf_counter()),
        versions=models.versions(),
    )


def _after(facts: Sequence[Fact], filters: Filters) -> Iterator[Filters]:
    """Yield filters for the week from each day of ``facts``: its articles say "on Monday"."""
    for fact in facts:
        day = parse_iso(fact.value) if isinstance(fact, Date) else None
        if day is not None:
            since = max(filters.since, day.isoformat())
            week = (day + timedelta(days=6)).isoformat()
            until = min(filters.until or week, week)
            if since <= until:
                yield replace(filters, since=since, until=until)


def _get(index: Index, ids: Sequence[str]) -> list[Article]:
    return [article for each in ids if (article := index.get(each)) is not None]
