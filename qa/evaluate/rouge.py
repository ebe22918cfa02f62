"""ROUGE of a summary against several references, by Google's rouge-score."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import Any

from qa.evaluate.metrics import mean
from qa.text.sentences import split_sentences

TYPES = ("rouge1", "rouge2", "rougeLsum")

CACHED_TEXTS = 4096
"""Tokenised texts kept: stemming is nearly all of the cost, and references recur."""


def rouge(summary: str, references: Sequence[str]) -> dict[str, float]:
    """Return ``rouge1_mean``, ``rouge1_max`` and so on for ROUGE-1, -2 and -Lsum, in [0, 1].

    F-measures with Porter stemming (Lin 2004), sentences on lines of their own
    as ROUGE-Lsum wants; mean and max run over the references, which are one or more.
    """
    lines = _on_lines(summary)
    scored = [_scorer().score(_on_lines(reference), lines) for reference in references]
    scores: dict[str, float] = {}
    for kind in TYPES:
        values = [float(score[kind].fmeasure) for score in scored]
        scores[f"{kind}_mean"] = mean(values) or 0.0
        scores[f"{kind}_max"] = max(values)
    return scores


@lru_cache(CACHED_TEXTS)
def _on_lines(text: str) -> str:
    return "\n".join(" ".join(text[start:end].split()) for start, end in split_sentences(text))


@cache
def _scorer() -> Any:
    # Imported late: rouge-score loads nltk, which takes seconds.
    from rouge_score.rouge_scorer import RougeScorer
    from rouge_score.tokenizers import DefaultTokenizer

    plain = DefaultTokenizer(use_stemmer=True)
    kept = SimpleNamespace(tokenize=lru_cache(CACHED_TEXTS)(plain.tokenize))
    return RougeScorer(list(TYPES), tokenizer=kept)
