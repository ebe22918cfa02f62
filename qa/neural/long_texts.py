"""Summaries of texts that are longer than a model's window: of parts, then of their summaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence

PART_SENTENCES = 3
"""What a part of a long text is summed up in, before the whole is; fewer lose names and figures."""
MOST_PARTS = 12
"""Windows that are read of one text, some 27,000 words of 3,000 tokens each; the end of a longer
one is left out."""
MOST_ROUNDS = 6
"""Each round leaves a tenth or so of the text; a model that writes more than it read must end."""


def summarize_parts(
    sentences: Sequence[str],
    budget: int,
    fits: Callable[[str, int], bool],
    summarize: Callable[[list[str], int], list[list[str]]],
) -> list[str]:
    """Return at most ``budget`` sentences of a text of any length.

    ``fits`` says whether a text can be read at once for a summary of so many sentences;
    ``summarize`` sums up each of some texts, and may cut what does not fit.
    """
    texts = list(sentences)
    for _ in range(MOST_ROUNDS):
        whole = " ".join(texts)
        if fits(whole, budget) or len(texts) == 1:
            break
        parts = split_parts(texts, lambda text: fits(text, PART_SENTENCES))
        shorter = [each for found in summarize(parts, PART_SENTENCES) for each in found]
        if not shorter or sum(map(len, shorter)) >= sum(map(len, texts)):
            break
        texts = shorter
    return summarize([" ".join(texts)], budget)[0][:budget]


def split_parts(sentences: Sequence[str], fits: Callable[[str], bool]) -> list[str]:
    """Return the sentences joined to runs that fit, each as long as it can be.

    A sentence that does not fit by itself is a part of its own. There are ``MOST_PARTS`` at most.
    """
    parts: list[str] = []
    start = 0
    while start < len(sentences) and len(parts) < MOST_PARTS:
        # Doubling, then halving: a part costs some tens of readings, not one for each sentence.
        low, high = 1, 2
        while start + high <= len(sentences) and fits(" ".join(sentences[start : start + high])):
            low, high = high, 2 * high
        high = min(high, len(sentences) - start + 1)
        while high - low > 1:
            middle = (low + high) // 2
            if fits(" ".join(sentences[start : start + middle])):
                low = middle
            else:
                high = middle
        parts.append(" ".join(sentences[start : start + low]))
        start += low
    return parts
