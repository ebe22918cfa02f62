"""One paragraph of several articles, or of what a library says about a topic."""

from __future__ import annotations

import time
from collections.abc import Sequence

from qa.comparison.copies import find_near_copies
from qa.desk.inputs import chosen_ids
from qa.desk.models import Models
from qa.desk.no_match import require_passing
from qa.desk.timings import elapsed_ms
from qa.desk.topics import topic_sentences
from qa.errors import EmbedderMismatch, InputError
from qa.language.dates import parse_value, spell_day
from qa.protocols import Index
from qa.records import Filters, Summary, SummarySentence
from qa.summary.paragraph import (
    SourceSentence,
    check_sentences,
    current_sentences,
    summarize_each,
)
from qa.summary.several import find_consensus
from qa.summary.story import tell_story

MAX_SENTENCES = 20
SUMMARY_LIMIT = 40
"""Articles pooled into one summary."""
PARTS = 3
"""Of a summary of several articles: what they agree on, what else is told, where they differ."""


def summarize(
    index: Index, models: Models, filters: Filters, *, about: str | None, sentences: int
) -> Summary:
    """Summarise the articles that pass ``filters``; ``Desk.summarize`` says the rest."""
    started = time.perf_counter()
    generator = models.prepare("hybrid" if about is not None else "lexical")
    loaded = time.perf_counter()
    groups = (
        article_sentences(index, filters)
        if about is None
        else topic_sentences(index, models, about, filters)
    )
    found = time.perf_counter()
    story = _story(groups, models, sentences)
    if story:
        return Summary(
            summary=_dated(story),
            sentences=tuple(story),
            article_ids=_ids(groups),
            model=generator.name,
            timings_ms=elapsed_ms(started, load=loaded, retrieve=found, write=time.perf_counter()),
            versions=models.versions(searched=about is not None),
        )
    agreed, differing = _weighed(groups, models, sentences)
    told = {(c.article_id, c.start) for s in (*agreed, *differing) for c in s.citations}
    left = [[s for s in group if (s.article.id, s.start) not in told] for group in groups]
    room = sentences - len(agreed) - len(differing)
    generated = summarize_each(left, generator, room) if room else []
    # A sentence of pieces of its source needs no reader to say where its facts are.
    free = any(sentence.spans is None for sentence in generated)
    readers = (models.pointer(), models.claim_judge()) if free else (None, None)
    made = (
        *agreed,
        *check_sentences(generated, [sentence for group in left for sentence in group], *readers),
        *differing,
    )
    return Summary(
        summary=" ".join(sentence.text for sentence in made),
        sentences=made,
        article_ids=_ids(groups),
        model=generator.name,
        timings_ms=elapsed_ms(started, load=loaded, retrieve=found, write=time.perf_counter()),
        versions=models.versions(
            embedded=about is not None or bool(agreed or differing), searched=about is not None
        ),
    )


def _ids(groups: Sequence[Sequence[SourceSentence]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(s.article.id for group in groups for s in group))


def _story(
    groups: Sequence[Sequence[SourceSentence]], models: Models, sentences: int
) -> list[SummarySentence]:
    """Return what articles of several days tell, [] where they are of one day, or of none."""
    days = {group[0].article.date[:10] for group in groups if group}
    if len(days) < 2 or "" in days:
        return []
    try:
        embedder = models.embedder()
    except EmbedderMismatch:  # a summary needs no vectors of the library
        return []
    return tell_story(groups, embedder.encode_passages, sentences)


def _dated(story: Sequence[SummarySentence]) -> str:
    """Return the sentences as one paragraph, each new day before its first."""
    pieces: list[str] = []
    before = ""
    for sentence in story:
        day = spell_day(parse_value(sentence.date)) if sentence.date != before else ""
        before = sentence.date
        pieces.append(f"{day}: {sentence.text}" if day else sentence.text)
    return " ".join(pieces)


def _weighed(
    groups: Sequence[Sequence[SourceSentence]], models: Models, sentences: int
) -> tuple[list[SummarySentence], list[SummarySentence]]:
    """Return what several articles bear out, and where they differ: a third of the room each."""
    if len(groups) < 2 or sentences < 2:
        return [], []
    try:
        encode = models.embedder().encode_passages
    except EmbedderMismatch:  # a summary needs no vectors of the library
        return [], []
    articles = [group[0].article for group in groups if group]
    copies = [
        [articles[place].id for place in text]
        for text in find_near_copies([a.text for a in articles])
    ]
    agreed, differing = find_consensus(groups, encode, copies)
    share = max(1, sentences // PARTS)
    return agreed[:share], differing[:share]


def check_length(sentences: int) -> None:
    """Refuse a length that no summary has."""
    if not 1 <= sentences <= MAX_SENTENCES:
        raise InputError(f"sentences: {sentences} is not between 1 and {MAX_SENTENCES}")


def article_sentences(index: Index, filters: Filters) -> list[list[SourceSentence]]:
    """Return the sentences of every article that passes ``filters``."""
    chosen = chosen_ids(index, filters)
    require_passing(index, bool(chosen), filters)
    if len(chosen) > SUMMARY_LIMIT:
        raise InputError(
            f"{len(chosen)} articles are over the limit of {SUMMARY_LIMIT} for one summary; "
            "name fewer, or give a topic with --about"
        )
    found = [index.get(each) for each in chosen]
    # Another process may have removed one since they were listed.
    return [current_sentences(article) for article in found if article is not None]
