"""A text held against the articles of a library."""

from __future__ import annotations

import time

from qa.desk.inputs import MAX_QUESTION, this_day
from qa.desk.models import Models
from qa.desk.no_match import require_passing
from qa.desk.timings import elapsed_ms
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
        best = list(dict.fromkeys(hit.passage.article_id for hit in hits))[:ARTICLES]
        found = [index.get(each) for each in best]
        return [article for article in found if article is not None]

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
