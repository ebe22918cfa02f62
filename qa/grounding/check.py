"""Check a claim that Copydesk wrote against the sentences it was written from.

Facts are checked exactly, after normalisation; the wording by how much of it the best one
or two source sentences cover. A claim is supported only if both agree. A reader, where there
is one, doubts facts that stand in another's place.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from qa.grounding.alignment import best_sentences, is_copy, word_weights
from qa.grounding.cloze import fill_blanks
from qa.grounding.fact_checks import find_failed_facts, has_date, has_name, has_quantity
from qa.grounding.judging import ClaimJudge, ask_judge, decide
from qa.grounding.restating import restate_figures
from qa.language.mentions import Mentions, find_mentions
from qa.protocols import Pointer
from qa.records import Support
from qa.text.comparing import comparing

# Found by `python -m benchmarks.fit_ground --data DIR`: ridge logistic regression on the 1,043
# rows of WiCE (Kamoi et al. 2023) in grounding_train, its only source with whole documents as
# evidence, and 675 edits of their true claims (swapped numbers, years, names, opposites, "not"
# put in or taken out), sources and verdicts weighted equally. Word pairs and the best two
# sentences together got negative weights, and were left out. The threshold gives the best balanced
# accuracy of the whole check on the same rows: 0.687 (AUROC 0.747).
WEIGHTS: Mapping[str, float] = {
    "bias": -0.8,
    "single": 0.82,
    "anywhere": 1.52,
    "facts": 0.18,
    "failed": -1.86,
}
THRESHOLD = 0.52
FAR = "its wording is too far from the sources: no sentence bears it out clearly"
"""The reason where no exact check fails, and the score is under the threshold."""
DISPLACED = 0.03
"""A share under this (see ``cloze``) says that a fact stands where another should: a rival has a
sixth of the reader's belief or more, and the fact itself next to none."""

# More failed facts than this make a claim no less true.
_MAX_FAILED = 2


def check_claim(
    claim: str,
    sources: Sequence[str],
    pointer: Pointer | None = None,
    judge: ClaimJudge | None = None,
    date: str = "",
) -> Support:
    """Say whether ``sources`` support ``claim``, how surely, what failed, and what is in doubt.

    Every number with its unit, date, capitalised name and quoted string of the claim must
    occur in the sources, in any spelling; no word that claim and source share may be negated
    in one only, or stand against its opposite. ``score`` in [0, 1] is a logistic function of
    ``features``; ``supported`` also needs every exact check to pass. Whole sentences of the
    sources are supported, with score 1.0. A blank claim is not supported. ``date`` is the ISO day
    of the sources, which tells what day their "yesterday" was.

    With ``pointer``, a reader, ``doubts`` name the facts that the sources have elsewhere. They
    leave the verdict as it is: a free wording misleads the reader, too. With ``judge``, its
    probabilities go into the score, and decide where no exact check fails.
    """
    if not claim.strip():
        return Support(False, 0.0, ("the claim is empty",))
    claim, sources = _comparing(claim, sources)
    asked, read = find_mentions(claim), [find_mentions(source, date) for source in sources]
    if asked.sentences and all(is_copy(claim[s.start : s.end], read) for s in asked.sentences):
        return Support(True, 1.0, ())
    values, reasons = features(claim, sources, date)
    if not reasons:  # whether figures are the same is decided; the wording is not theirs
        claim = restate_figures(asked, read)
        values = features(claim, sources, date)[0]
    score = logistic(values, WEIGHTS)
    far = not reasons and score < THRESHOLD
    if far:
        reasons = (FAR,)
    if judge is not None:
        opinion = ask_judge(judge.judge, claim, sources)
        score, reasons = decide(score, reasons, far, opinion, judge.blend)
    found = [] if pointer is None else find_doubts(claim, sources, pointer)
    return Support(not reasons, score, reasons, tuple(found))


def _comparing(claim: str, sources: Sequence[str]) -> tuple[str, list[str]]:
    """Return all texts in the form in which they compare."""
    return comparing(claim, sources).text, [comparing(each, [claim]).text for each in sources]


def find_doubts(claim: str, sources: Sequence[str], pointer: Pointer) -> list[str]:
    """Name the facts of a claim in whose place the reader sees others in the sources."""
    return [
        f"where this has {fact.literal}, the article seems to have {fact.rival}"
        for fact in fill_blanks(claim, sources, pointer)
        if fact.share < DISPLACED and fact.rival
    ]


def features(
    claim: str, sources: Sequence[str], date: str = ""
) -> tuple[dict[str, float], tuple[str, ...]]:
    """Return what the score is made of, each in [0, 1], and the exact checks that failed.

    ``single``: weighted share of the claim's content words in the best sentence;
    ``anywhere``: in all sources; ``facts``: share of its numbers, dates and names that are in
    the best two sentences, 1.0 when it has none; ``failed``: failed checks, 0.5 for one, 1.0
    for more.
    """
    asked = find_mentions(claim)
    read = [find_mentions(source, date) for source in sources]
    best = best_sentences(asked, read)
    reasons = find_failed_facts(asked, read, best)
    stems = [stem for s in asked.sentences for stem in s.stems]
    weight = word_weights(dict.fromkeys(stems), read)
    total = math.fsum(weight.values()) or 1.0
    all_stems = {stem for source in read for s in source.sentences for stem in s.stems}
    texts = [sources[s.index][s.sentence.start : s.sentence.end] for s in best]
    values = {
        "single": best[0].coverage if best else 0.0,
        "anywhere": math.fsum(w for stem, w in weight.items() if stem in all_stems) / total,
        "facts": _facts(asked, [find_mentions(text, date) for text in texts]),
        "failed": min(len(reasons), _MAX_FAILED) / _MAX_FAILED,
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
