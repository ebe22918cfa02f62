"""Check a claim that Copydesk wrote against the sentences it was written from.

Facts are checked exactly, after normalisation; the wording by how much of it the best one
or two source sentences cover. A claim is supported only if both agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from qa.align import best_sentences, is_copy, word_weights
from qa.exact import failed_facts, has_date, has_name, has_quantity
from qa.mentions import Mentions, find_mentions
from qa.types import Support

Similarity = Callable[[Sequence[str], Sequence[str]], NDArray[np.float32]]
"""Cosines, shape (n, m), of n texts with m others."""

# Found by `python -m benchmarks.fit_ground --data DIR --cosine`: ridge logistic regression on
# the 1,043 rows of WiCE (Kamoi et al. 2023) in grounding_train, its only source with whole
# documents as evidence, and 675 edits of their true claims (swapped numbers, years, names,
# opposites, "not" put in or taken out), sources and verdicts weighted equally. Word pairs, the
# best two sentences together and, beside the cosine, the nearby facts got negative weights,
# and were left out. The thresholds give the best balanced accuracy of the whole check on
# the same rows: 0.687 (AUROC of the score 0.747), with the cosine 0.688 (0.761).
LEXICAL_WEIGHTS: Mapping[str, float] = {
    "bias": -0.8,
    "single": 0.82,
    "anywhere": 1.52,
    "facts": 0.18,
    "failed": -1.86,
}
LEXICAL_THRESHOLD = 0.52
COSINE_WEIGHTS: Mapping[str, float] = {
    "bias": -1.53,
    "single": 0.35,
    "anywhere": 1.31,
    "failed": -1.99,
    "cosine": 2.06,
}
COSINE_THRESHOLD = 0.37

# More failed facts than this make a claim no less true.
_MAX_FAILED = 2


def check(claim: str, sources: Sequence[str], similarity: Similarity | None = None) -> Support:
    """Say whether ``sources`` support ``claim``, how surely, and what failed.

    Every number with its unit, date, capitalised name and quoted string of the claim must
    occur in the sources, in any spelling; no word that claim and source share may be negated
    in one only, or stand against its opposite. ``score`` in [0, 1] is a logistic function of
    ``features``; ``supported`` also needs every exact check to pass. With ``similarity`` the
    cosine of the claim with its best sentences counts too. Whole sentences of the sources are
    supported, with score 1.0. A blank claim is not supported.
    """
    if not claim.strip():
        return Support(False, 0.0, ("the claim is empty",))
    asked, read = find_mentions(claim), [find_mentions(source) for source in sources]
    if asked.sentences and all(is_copy(claim[s.start : s.end], read) for s in asked.sentences):
        return Support(True, 1.0, ())
    values, reasons = features(claim, sources, similarity)
    weights = LEXICAL_WEIGHTS if similarity is None else COSINE_WEIGHTS
    threshold = LEXICAL_THRESHOLD if similarity is None else COSINE_THRESHOLD
    score = logistic(values, weights)
    if not reasons and score < threshold:
        reasons = (f"its wording is too far from the sources: {score:.2f} is under {threshold}",)
    return Support(not reasons, score, reasons)


def features(
    claim: str, sources: Sequence[str], similarity: Similarity | None = None
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return what the score is made of, each in [0, 1], and the exact checks that failed.

    ``single``: weighted share of the claim's content words in the best sentence;
    ``anywhere``: in all sources; ``facts``: share of its numbers, dates and names that are in
    the best two sentences, 1.0 when it has none; ``failed``: failed checks, 0.5 for one, 1.0
    for more; ``cosine``, only with ``similarity``: the higher of the best two sentences'.
    """
    asked = find_mentions(claim)
    read = [find_mentions(source) for source in sources]
    best = best_sentences(asked, read)
    reasons = failed_facts(asked, read, best)
    stems = [stem for s in asked.sentences for stem in s.stems]
    weight = word_weights(dict.fromkeys(stems), read)
    total = math.fsum(weight.values()) or 1.0
    all_stems = {stem for source in read for s in source.sentences for stem in s.stems}
    texts = [sources[s.index][s.sentence.start : s.sentence.end] for s in best]
    values = {
        "single": best[0].coverage if best else 0.0,
        "anywhere": math.fsum(w for stem, w in weight.items() if stem in all_stems) / total,
        "facts": _facts(asked, [find_mentions(text) for text in texts]),
        "failed": min(len(reasons), _MAX_FAILED) / _MAX_FAILED,
    }
    if similarity is not None:
        values["cosine"] = float(similarity([claim], texts).max()) if texts else 0.0
    return values, reasons


def logistic(values: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return 1 / (1 + exp(-(bias + sum of weight times value)))."""
    z = weights["bias"] + math.fsum(w * values[k] for k, w in weights.items() if k != "bias")
    return 1.0 / (1.0 + math.exp(-z))


def _facts(claim: Mentions, near: Sequence[Mentions]) -> float:
    found = [any(has_name(n, m) for m in near) for n in claim.names]
    found += [any(has_date(d, m) for m in near) for d in claim.dates]
    found += [
        any(has_quantity(q, claim.text[q.start : q.end], m) for m in near) for q in claim.quantities
    ]
    return sum(found) / len(found) if found else 1.0
