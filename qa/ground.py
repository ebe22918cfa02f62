"""Check a claim that Copydesk wrote against the sentences it was written from.

Facts are checked exactly, after normalisation; the wording by how much of it the best one
or two source sentences cover; and, with a reader, every fact's place by blanking it out. A
claim is supported only if all agree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from qa.align import best_sentences, is_copy, word_weights
from qa.exact import failed_facts, has_date, has_name, has_quantity
from qa.gaps import Filled, fill
from qa.mentions import Mentions, find_mentions
from qa.protocols import Pointer
from qa.types import Support

# Found by `python -m benchmarks.fit_ground --data DIR`.
LEXICAL_WEIGHTS: Mapping[str, float] = {
    "bias": -0.8,
    "single": 0.82,
    "anywhere": 1.52,
    "facts": 0.18,
    "failed": -1.86,
}
LEXICAL_THRESHOLD = 0.52
READER_WEIGHTS: Mapping[str, float] = {
    "bias": -0.8,
    "single": 0.82,
    "anywhere": 1.52,
    "facts": 0.18,
    "failed": -1.86,
    "least": 0.2,
    "filled": 0.2,
}
READER_THRESHOLD = 0.5

EVEN = 0.5
# More failed facts than this make a claim no less true.
_MAX_FAILED = 2


def check(claim: str, sources: Sequence[str], pointer: Pointer | None = None) -> Support:
    """Say whether ``sources`` support ``claim``, how surely, and what failed.

    Every number with its unit, date, capitalised name and quoted string of the claim must
    occur in the sources, in any spelling; no word that claim and source share may be negated
    in one only, or stand against its opposite. ``score`` in [0, 1] is a logistic function of
    ``features``; ``supported`` also needs every exact check to pass. With ``pointer``, a
    reader, each fact has to be in its place too (see ``qa.gaps``). Whole sentences of the
    sources are supported, with score 1.0. A blank claim is not supported.
    """
    if not claim.strip():
        return Support(False, 0.0, ("the claim is empty",))
    asked, read = find_mentions(claim), [find_mentions(source) for source in sources]
    if asked.sentences and all(is_copy(claim[s.start : s.end], read) for s in asked.sentences):
        return Support(True, 1.0, ())
    filled = [] if pointer is None else fill(claim, sources, pointer)
    values, reasons = features(claim, sources, filled)
    weights = LEXICAL_WEIGHTS if pointer is None else READER_WEIGHTS
    threshold = LEXICAL_THRESHOLD if pointer is None else READER_THRESHOLD
    score = logistic(values, weights)
    if not reasons and score < threshold:
        reasons = (_doubt(filled, score, threshold),)
    return Support(not reasons, score, reasons)


def _doubt(filled: Sequence[Filled], score: float, threshold: float) -> str:
    """Name the fact that the sources put elsewhere, or say that the words are too far away."""
    worst = min(filled, key=lambda fact: fact.share, default=None)
    if worst is not None and worst.rival and worst.share < EVEN:
        return f"where the claim has {worst.literal}, the sources rather have {worst.rival}"
    return f"its wording is too far from the sources: {score:.2f} is under {threshold}"


def features(
    claim: str, sources: Sequence[str], filled: Sequence[Filled] = ()
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return what the score is made of, and the exact checks that failed.

    All in [0, 1] but the last two. ``single``: weighted share of the claim's content words in
    the best sentence; ``anywhere``: in all sources; ``facts``: share of its numbers, dates and
    names that are in the best two sentences, 1.0 when it has none; ``failed``: failed checks,
    0.5 for one, 1.0 for more; ``least`` and ``filled``: least and mean of the log-odds of
    ``filled``, 0 for even ones, within 6 of it.
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
    odds = [math.log(fact.share / (1.0 - fact.share)) for fact in filled] or [0.0]
    values = {
        "single": best[0].coverage if best else 0.0,
        "anywhere": math.fsum(w for stem, w in weight.items() if stem in all_stems) / total,
        "facts": _facts(asked, [find_mentions(text) for text in texts]),
        "failed": min(len(reasons), _MAX_FAILED) / _MAX_FAILED,
        "least": min(odds),
        "filled": math.fsum(odds) / len(odds),
    }
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
