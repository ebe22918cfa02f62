"""What a judge, a reader with a claim head, adds to the exact checks.

The exact checks explain: a claim that fails one is not supported, whatever the judge says. Where
they are silent, the judge decides, by a logistic regression on its own probabilities and the exact
score; ``models/calibrate_claims.py`` fits it on rows that the judge has not seen.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from qa.errors import ModelError
from qa.grounding.evidence import choose_evidence
from qa.protocols import Judge
from qa.records.probabilities import bounded_sigmoid, log_odds
from qa.text.sentences import split_sentences

CONTRADICTED = "a reader finds it contradicted by the sources"
UNCLEAR = "a reader finds no sentence that bears it out clearly"
"""The reasons where the judge decides. How sure it is, the score says."""
SURE = 1e-4
"""No probability counts as nearer to 0 or 1 than this."""


@dataclass(frozen=True, slots=True)
class ClaimBlend:
    """Weights of the exact score, of entailment and of contradiction, all as log-odds.

    ``threshold`` in [0, 1] is that of the blended score, at and over which a claim is supported
    that passes the exact checks. ``yes`` and ``no`` in [0, 1] are the probabilities at and over
    which a yes/no question is decided so by the sentence that has most of its words; None where
    none was sure enough.
    """

    weights: tuple[float, float, float, float]
    threshold: float
    yes: float | None = None
    no: float | None = None


@dataclass(frozen=True, slots=True)
class ClaimJudge:
    """A judge, and how its word is weighed."""

    judge: Judge
    blend: ClaimBlend


@dataclass(frozen=True, slots=True)
class Opinion:
    """A judge's probabilities that the sources bear a claim out, and that they contradict it."""

    entailed: float
    contradicted: float


def ask_judge(judge: Judge, claim: str, sources: Sequence[str]) -> Opinion | None:
    """Return what a judge makes of ``claim``; None where there is nothing to judge.

    Each sentence of the claim is read with the sentences of the sources that share most with it
    (``choose_evidence``); the one that is borne out least has the say.
    """
    said = [claim[start:end] for start, end in split_sentences(claim)]
    read = [source[start:end] for source in sources for start, end in split_sentences(source)]
    if not said or not read:
        return None
    rows = judge.entailment(said, [choose_evidence(each, read) for each in said])
    least = min(rows.tolist(), key=lambda row: row[0])
    return Opinion(least[0], least[2])


def answer_question(statement: str, sentence: str, judge: ClaimJudge) -> tuple[str, float] | None:
    """Return "Yes" or "No" to a yes/no question, and how likely; None where it is not sure.

    ``statement`` is the question without its auxiliary, "the port close" of "did the port close?":
    a judge is surer, and more often right, of a claim and a sentence than of a question and a
    passage (docs/measured.md).
    """
    if judge.blend.yes is None and judge.blend.no is None:
        return None
    yes, _, no = judge.judge.entailment([as_claim(statement)], [sentence])[0].tolist()
    blend = judge.blend
    if blend.yes is not None and yes >= blend.yes:
        return "Yes", yes
    if blend.no is not None and no >= blend.no:
        return "No", no
    return None


def as_claim(statement: str) -> str:
    """Return what a question states as a judge reads claims: a capital first, a full stop last."""
    return f"{statement[:1].upper()}{statement[1:]}."


def decide(
    exact: float, reasons: tuple[str, ...], far: bool, opinion: Opinion | None, blend: ClaimBlend
) -> tuple[float, tuple[str, ...]]:
    """Return the score in [0, 1] and the reasons, () for a supported claim, as both see it.

    ``exact`` and ``reasons`` are those of the exact checks; ``far`` says that no check failed,
    but the wording was too far from the sources. A failed check stands, and the judge may only
    lower its score; else the blended score decides.
    """
    if opinion is None:
        return exact, reasons
    score = blended(exact, opinion, blend)
    if reasons and not far:
        return min(score, exact), reasons
    if score >= blend.threshold:
        return score, ()
    return score, (CONTRADICTED if opinion.contradicted > opinion.entailed else UNCLEAR,)


def blended(exact: float, opinion: Opinion, blend: ClaimBlend) -> float:
    """Return the probability in [0, 1] that a claim is borne out."""
    values = (1.0, *features(exact, opinion))
    z = math.fsum(w * v for w, v in zip(blend.weights, values, strict=True))
    return bounded_sigmoid(z)


def features(exact: float, opinion: Opinion) -> tuple[float, float, float]:
    """Return the log-odds of the exact score, of entailment, and of contradiction."""
    return (
        log_odds(exact, SURE),
        log_odds(opinion.entailed, SURE),
        log_odds(opinion.contradicted, SURE),
    )


def read_claim_blend(path: Path) -> ClaimBlend | None:
    """Return the blend of a JSON file; None where there is none.

    Raises:
        ModelError: the file is damaged.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        constant, exact, entailed, contradicted = map(float, content["weights"])
        weights = (constant, exact, entailed, contradicted)
        yes, no = (content.get(word) and float(content[word]) for word in ("yes", "no"))
        return ClaimBlend(weights, float(content["threshold"]), yes, no)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); install it again") from None


def write_claim_blend(blend: ClaimBlend, path: Path) -> None:
    """Write the blend as JSON."""
    content = {"weights": list(blend.weights), "threshold": blend.threshold}
    content |= {"yes": blend.yes, "no": blend.no}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
