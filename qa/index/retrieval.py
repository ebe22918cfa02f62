"""A question to the passages that may answer it: dense, lexical, or both mixed."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from qa.errors import InputError
from qa.index.wholes import whole_scores
from qa.protocols import Embedder, Index, Reranker
from qa.question import Question
from qa.question.when import When, closeness
from qa.records import Filters, Hit, SearchMode

# Candidates that each signal sends to the mix; measured by benchmarks/retrieval.py.
CANDIDATES = 50

# The dense share of the z-score mix, by benchmarks/retrieval.py: on paragraphs of an
# encyclopaedia 0.3 to 0.7 do equally well; on news, where questions name people and
# places, words weigh more: 0.4 has the right article first for 76% and 0.7 for 71%.
DENSE_WEIGHT = 0.4

# What an article of the time that a question speaks of gains, in standard deviations of the
# candidates' scores. By benchmarks/dates.py, 0.5 to 1.5 help BM25 about as much, and with 0.5
# the mix loses nothing either; from 3 on the date drowns the words.
TIME_WEIGHT = 0.5

# BM25 of a word that half of all passages have is about 1e-6: in a small
# library such noise must not be blown up to a standard deviation.
LEAST_SPREAD = 1e-3

# What an article gains that bears the question's words as a whole, in standard deviations:
# 0.2 to 1 do equally well on claims about news (docs/decisions.md).
WHOLE_WEIGHT = 0.4

# What the first passage of an article gains, in standard deviations: news tells first what counts.
# 350 questions on 1,698 articles: hit@1 .831 without, .840 with 0.3, .849 with 0.6; hit@5 .949,
# .946 and .943; right answers .417, .426 and .423 (`copydesk eval archive`, docs/measured.md).
LEAD_WEIGHT = 0.3

# Spread of what whole articles bear, as a share of their mean, below which it says nothing: copies
# differ by their lengths, and a question's time tells them apart.
SAME_WHOLES = 0.05

DEFAULT_TOP_K = 5
# Hits that a reranker reads: a cross-encoder of six layers takes some 15 ms for each.
RERANKED = 20

# Least share of the best cosine for a passage to be of the same story: on 34 articles of three
# stories and others, passages of the story have .85 and more, those of other storms .70 or less.
STORY_SHARE = 0.85
# Passages of one article that are read while others of its story have passages as near.
MOST_OF_ONE = 3
# Passages of the newest article of the story that take the place of an older article's third or
# fourth passage, so that what changed since is read.
NEWER_READ = 2

NO_FILTERS = Filters()


def fuse_zscore(
    dense: Sequence[float], lexical: Sequence[float], weight: float = DENSE_WEIGHT
) -> list[float]:
    """Mix two signals, each in standard deviations from its mean over the candidates.

    ``weight`` in [0, 1] is the dense share. A signal that is (nearly) the
    same for all says nothing and counts 0.
    """
    mixed = weight * _standardised(dense) + (1.0 - weight) * _standardised(lexical)
    fused: list[float] = mixed.tolist()
    return fused


def retrieve(
    index: Index,
    embedder: Embedder | None,
    question: Question,
    *,
    top_k: int = DEFAULT_TOP_K,
    filters: Filters = NO_FILTERS,
    mode: SearchMode = "hybrid",
    candidates: int = CANDIDATES,
) -> list[Hit]:
    """Return at most ``top_k`` hits for ``question``, best first.

    ``embedder`` may be None in mode "lexical", whose hits share a word with
    the question. ``score`` is the cosine, the BM25 score or their mix, by
    ``mode``; in the mix articles gain that bear the question's words as wholes, and first passages.
    Equal hits stay in the order their passages were added.
    Articles of the time that the question speaks of are looked at beside the best of all, and
    gain up to ``TIME_WEIGHT``; none is left out.

    Raises:
        InputError: ``top_k`` is under 1, the mode is unknown, or it needs an embedder.
    """
    if top_k < 1:
        raise InputError(f"top_k: {top_k} is under the least, 1; give 1 or more")
    wanted = max(top_k, candidates)
    ranked = rank(index, embedder, question, filters=filters, mode=mode, candidates=wanted)
    return first_hits(ranked, question, mode, top_k)


def rank(
    index: Index,
    embedder: Embedder | None,
    question: Question,
    *,
    filters: Filters = NO_FILTERS,
    mode: SearchMode = "hybrid",
    candidates: int = CANDIDATES,
) -> list[Hit]:
    """Return the ``candidates`` of each signal as ``retrieve`` ranks them, for ``first_hits``."""
    if mode not in ("hybrid", "dense", "lexical"):
        raise InputError(f"mode: {mode!r} is none of hybrid, dense, lexical; choose one")
    if mode != "lexical" and embedder is None:
        raise InputError(f"mode: {mode!r} needs an embedder; choose lexical, or give one")
    text, when = question.text, question.when
    vector = None if mode == "lexical" or embedder is None else embedder.encode_query(text)
    hits = index.search(text, vector, candidates, filters)
    if when is not None:
        known = {hit.passage for hit in hits}
        within = index.search(text, vector, candidates, _narrowed(filters, when))
        hits += [hit for hit in within if hit.passage not in known]
    if mode == "hybrid":
        scores = fuse_zscore([hit.dense for hit in hits], [hit.lexical for hit in hits])
        scores = favour_wholes(index, _without_time(text, when), hits, scores)
        scores = favour_leads(hits, scores)
    else:
        scores = [hit.lexical if mode == "lexical" else hit.dense for hit in hits]
    return _ranked(hits, scores if when is None else favour_time(hits, scores, when))


def first_hits(
    ranked: Sequence[Hit], question: Question, mode: SearchMode, top_k: int
) -> list[Hit]:
    """Return the first ``top_k`` hits of ``rank``, with the newest article of their story."""
    if mode == "hybrid" and question.when is None and not question.earliest:
        return include_newest(ranked, top_k)
    return list(ranked[:top_k])


def rerank(hits: Sequence[Hit], reranker: Reranker, question: Question, top_k: int) -> list[Hit]:
    """Return the ``top_k`` hits that the reranker scores best; ``score`` is its own.

    It reads a passage under its article's title. Equal hits keep their order.
    """
    texts = [f"{hit.title}\n{hit.passage.text}" for hit in hits]
    scores = np.round(reranker.score(question.text, texts).astype(np.float64), 5).tolist()
    return _ranked(hits, scores)[:top_k]


def include_newest(ranked: Sequence[Hit], top_k: int) -> list[Hit]:
    """Return the first ``top_k`` hits, with the newest article of their story among them.

    Its best passages take the place of further passages of articles that have better ones, up
    to ``NEWER_READ`` of them; no article leaves, and the first hit stays. Articles are of the story
    whose passages are nearly as near as the nearest (``STORY_SHARE``).
    """
    chosen = spread_articles(ranked, top_k)
    nearest = max((hit.dense for hit in ranked), default=0.0)
    if nearest <= 0.0:
        return chosen
    known = {hit.passage.article_id for hit in chosen}
    story = {h.passage.article_id: h.date for h in ranked if h.dense >= STORY_SHARE * nearest}
    newest = max(story, key=lambda each: story[each], default="")
    if newest in known or story[newest] <= max(hit.date for hit in chosen):
        return chosen
    coming = [hit for hit in ranked[top_k:] if hit.passage.article_id == newest][:NEWER_READ]
    for place in range(len(chosen) - 1, 0, -1):
        if not coming:
            break
        own = chosen[place].passage.article_id
        if any(hit.passage.article_id == own for hit in chosen[:place]):
            chosen[place] = coming.pop()
    return chosen


def spread_articles(ranked: Sequence[Hit], top_k: int) -> list[Hit]:
    """Return the first ``top_k`` hits, at most ``MOST_OF_ONE`` of an article while others tell.

    A page of captions has the question's names in each; the article that says it is then next.
    """
    least = STORY_SHARE * max((hit.dense for hit in ranked), default=0.0)
    taken: Counter[str] = Counter()
    chosen, more = [], []
    for place, hit in enumerate(ranked):
        own = hit.passage.article_id
        taken[own] += 1
        if taken[own] <= MOST_OF_ONE and (place < top_k or hit.dense >= least):
            chosen.append(hit)
        else:
            more.append(hit)
    return sorted((chosen + more)[:top_k], key=lambda hit: -hit.score)


def favour_wholes(
    index: Index,
    question: str,
    hits: Sequence[Hit],
    scores: Sequence[float],
    weight: float = WHOLE_WEIGHT,
) -> list[float]:
    """Return ``scores``, raised by how well each hit's whole article bears the question's words.

    A passage says "he" and "the company"; other passages of its article say who that is.
    """
    titles = {hit.passage.article_id: hit.title for hit in hits}
    texts = index.texts(list(titles))
    fits = whole_scores(question, [f"{titles[each]}\n{texts.get(each, '')}" for each in titles])
    if np.std(fits or 0.0) < SAME_WHOLES * np.mean(fits or 0.0):
        return list(scores)
    gains = dict(zip(titles, weight * _standardised(fits), strict=True))
    return [
        score + float(gains[hit.passage.article_id])
        for score, hit in zip(scores, hits, strict=True)
    ]


def favour_leads(
    hits: Sequence[Hit], scores: Sequence[float], weight: float = LEAD_WEIGHT
) -> list[float]:
    """Return ``scores``, raised by ``weight`` where a hit is the first passage of its article."""
    return [
        score + weight * (hit.passage.start == 0) for hit, score in zip(hits, scores, strict=True)
    ]


def favour_time(
    hits: Sequence[Hit], scores: Sequence[float], when: When, weight: float = TIME_WEIGHT
) -> list[float]:
    """Return ``scores``, raised by how close each hit's article is to a time.

    ``weight`` is what an article of that very time gains, in standard deviations of ``scores``.
    """
    spread = max(float(np.std(scores)), LEAST_SPREAD) if hits else 0.0
    gains = [weight * spread * closeness(hit.date, when) for hit in hits]
    return [score + gain for score, gain in zip(scores, gains, strict=True)]


def _without_time(question: str, when: When | None) -> str:
    """Return a question without the words of its time, which no article has to bear."""
    return question if when is None else f"{question[: when.start]} {question[when.end :]}"


def _narrowed(filters: Filters, when: When) -> Filters:
    """Return ``filters`` that also ask for articles of a time."""
    bounds = [until for until in (when.until, filters.until) if until]
    # "2025" ends after "2025-03", and "2025-03-14" after a time of that day: so sorts "~".
    until = min(bounds, key=lambda bound: f"{bound}~", default="")
    return dataclasses.replace(filters, since=max(when.since, filters.since), until=until)


def _ranked(hits: Sequence[Hit], scores: Sequence[float]) -> list[Hit]:
    # Sorting is stable, and an index returns hits in the order they were added.
    order = sorted(range(len(hits)), key=lambda i: -scores[i])
    return [dataclasses.replace(hits[i], score=scores[i]) for i in order]


def _standardised(scores: Sequence[float]) -> NDArray[np.float64]:
    values = np.asarray(scores, dtype=np.float64)
    spread = float(values.std()) if len(values) else 0.0
    if spread < LEAST_SPREAD:
        return np.zeros(len(values))
    return np.asarray((values - values.mean()) / spread, dtype=np.float64)
