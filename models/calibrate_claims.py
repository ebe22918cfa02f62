"""Fit how a judge's word on claims is weighed against the exact checks; held-out rows only.

``python -m models.calibrate_claims models/copydesk-base --data FILE...`` writes
``claims.json`` beside the judge's weights. The rows are those of texts that were kept out of
training, as many supported ones as others, of each source the same number. A ridge logistic
regression of three log-odds gives ``qa.grounding.judging.ClaimBlend``; its threshold has the best
balanced accuracy of the whole check on these rows. Of held-out claims that are turned into
questions of yes or no, the least probabilities are found at and over which ``PRECISION`` of the
answers are right. Needs the extra ``train``, whose parser turns them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from models.calibrate import Floats, fit_logistic
from models.training.claims import CONTRADICTED, ENTAILED, Claim, read_claims
from models.training.questions.inversion import invert
from models.training.questions.parsing import load, parse
from models.training.rows import is_held_out
from qa.answering.fitting.yes_no import NEAREST
from qa.answering.verdict import find_verdict
from qa.evaluate.data import GroundingRow, grounding_row, read
from qa.evaluate.metrics import auroc, balanced_accuracy
from qa.grounding.check import FAR, check_claim
from qa.grounding.judging import (
    ClaimBlend,
    Opinion,
    as_claim,
    ask_judge,
    blended,
    decide,
    features,
    read_claim_blend,
    write_claim_blend,
)
from qa.neural.seq2seq.copydesk import load_copydesk
from qa.neural.seq2seq.loading import CLAIMS
from qa.protocols import Judge
from qa.question import read as read_question
from qa.records import Support
from qa.text.sentences import split_sentences

SEED = 13
PRECISION = 0.9
"""Share of the Yes, and of the No, to questions that were held out, which has to be right."""
NINE_OF_TEN = 1.2816
"""Standard deviations below which one value of ten lies."""
FEWEST = 3
"""Sentences of a text: claims are held against articles, and a judge is surer of less."""
LEAST = 20
"""Fewer answers than this tell no share."""
LONGEST, CUT, DRAWN = 20, 6_000, 7
"""Words of a claim that is asked, characters of its text, and claims drawn for each of the limit:
one of eight is left to the judge."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A row's label, what the exact checks say, and what the judge says."""

    supported: bool
    exact: Support
    opinion: Opinion

    @property
    def far(self) -> bool:
        """Say whether no check failed, but the wording was too far from the text."""
        return self.exact.reasons == (FAR,)

    @property
    def silent(self) -> bool:
        """Say whether the exact checks leave the verdict to the judge."""
        return self.exact.supported or self.far


def rows_of(files: Sequence[Path], limit: int) -> list[GroundingRow]:
    """Return held-out rows, at most ``limit``, as many that are borne out as others."""
    rng = random.Random(SEED)
    groups: dict[bool, list[GroundingRow]] = defaultdict(list)
    for file in files:
        for row in read(file, grounding_row):
            if is_held_out(row.document) and len(split_sentences(row.document)) >= FEWEST:
                groups[row.supported].append(row)
    for rows in groups.values():
        rng.shuffle(rows)
    least = min(len(rows) for rows in groups.values())
    share = min(least, limit // max(1, len(groups)))
    return [row for rows in groups.values() for row in rows[:share]]


def judged(judge: Judge, row: GroundingRow) -> Judged | None:
    """Return a row with both verdicts; None where there is nothing to judge."""
    sources = [row.document[start:end] for start, end in split_sentences(row.document)]
    opinion = ask_judge(judge, row.claim, sources)
    if opinion is None:
        return None
    return Judged(row.supported, check_claim(row.claim, sources), opinion)


def fitted(rows: Sequence[Judged]) -> ClaimBlend:
    """Return the weights, fitted where the exact checks are silent, and the threshold."""
    silent = [row for row in rows if row.silent]
    table = np.array([[1.0, *features(row.exact.score, row.opinion)] for row in silent])
    labels = np.array([row.supported for row in silent], dtype=float)
    fit = fit_logistic(table, labels)
    if fit[-1] > 0:  # what contradicts a claim does not bear it out
        fit = np.append(fit_logistic(table[:, :-1], labels), 0.0)
    constant, exact, entailed, contradicted = (round(float(w), 4) for w in fit)
    weights = (constant, exact, entailed, contradicted)
    scores = sorted({blended(row.exact.score, row.opinion, ClaimBlend(weights, 0)) for row in rows})
    grid = np.quantile(scores, np.linspace(0.02, 0.98, 49))
    gains = [accuracy(rows, ClaimBlend(weights, round(float(t), 3))) for t in grid]
    return ClaimBlend(weights, round(float(grid[int(np.argmax(gains))]), 3))


def accuracy(rows: Sequence[Judged], blend: ClaimBlend) -> float:
    """Return the balanced accuracy of exact checks and judge together."""
    told = [not decided(row, blend)[1] for row in rows]
    return balanced_accuracy(told, [row.supported for row in rows]) or 0.0


def decided(row: Judged, blend: ClaimBlend) -> tuple[float, tuple[str, ...]]:
    """Return the blended score and what is left of the reasons."""
    return decide(row.exact.score, row.exact.reasons, row.far, row.opinion, blend)


def report(rows: Sequence[Judged], blend: ClaimBlend) -> dict[str, float | int]:
    """Return how the exact checks alone, the judge alone and both do on ``rows``."""
    labels = [row.supported for row in rows]
    judge: Floats = np.array([row.opinion.entailed for row in rows])
    ways = {
        "exact": [row.exact.score for row in rows],
        "judge": judge.tolist(),
        "both": [decided(row, blend)[0] for row in rows],
    }
    found: dict[str, float | int] = {"rows": len(rows), "silent": sum(row.silent for row in rows)}
    found |= {f"{name} AUROC": round(auroc(way, labels) or 0, 4) for name, way in ways.items()}
    alone = balanced_accuracy([row.exact.supported for row in rows], labels) or 0
    found["exact accuracy"] = round(alone, 4)
    found["both accuracy"] = round(accuracy(rows, blend), 4)
    return found


def threshold_of(chances: Sequence[float], right: Sequence[bool]) -> float | None:
    """Return the least chance at and over which ``PRECISION`` are right; None where too few are.

    The share has to be that high for sure, not by the luck of a few: see ``least_share``.
    """
    for least in sorted({math.floor(1000 * chance) / 1000 for chance in chances}):
        told = [good for chance, good in zip(chances, right, strict=True) if chance >= least]
        if len(told) < LEAST:
            break
        if least_share(sum(told), len(told)) >= PRECISION:
            return least
    return None


def least_share(right: int, count: int) -> float:
    """Return the share that ``right`` of ``count`` stand for at least, nine times of ten.

    It is the lower end of the score interval of Wilson 1927: .77 for 22 of 25.
    """
    share, odd = right / count, NINE_OF_TEN**2 / count
    spread = NINE_OF_TEN * math.sqrt(share * (1 - share) / count + odd / (4 * count))
    return (share + odd / 2 - spread) / (1 + odd)


@dataclass(frozen=True, slots=True)
class Asked:
    """A claim turned into a question of yes or no, and the sentence that its text answers it by."""

    statement: str
    sentence: str
    label: int


def asked_claims(claims: Sequence[Claim]) -> list[Asked]:
    """Return held-out claims as questions that the rules leave to a judge.

    Only such count whose text has an open sentence with most of their words, as in
    ``qa.answering.fitting.yes_no``; it may be one that says something else of them.
    """
    found = []
    docs = parse(load(), (claim.text for claim in claims))
    for claim, doc in zip(claims, docs, strict=True):
        question = invert(doc)
        asked = question and read_question(question).claim
        verdict = asked and find_verdict(asked, claim.evidence)
        if asked and verdict and verdict.said == "open" and verdict.coverage >= NEAREST:
            sentence = claim.evidence[verdict.start : verdict.end]
            found.append(Asked(as_claim(asked.statement), sentence, claim.label))
    return found


def yes_no_thresholds(
    judge: Judge, files: Sequence[Path], limit: int
) -> tuple[float | None, float | None, dict[str, float | int]]:
    """Return the least probabilities of a Yes and of a No, and how many rows they answer."""
    rows = [row for file in files for row in read_claims(file.parent, [file.name])]
    held = [row for row in rows if is_held_out(row.evidence)]
    held = [row for row in held if len(row.text.split()) <= LONGEST and len(row.evidence) <= CUT]
    random.Random(SEED).shuffle(held)
    asked = asked_claims(held[: limit * DRAWN])
    found = judge.entailment([row.statement for row in asked], [row.sentence for row in asked])
    yes = threshold_of(found[:, 0].tolist(), [row.label == ENTAILED for row in asked])
    no = threshold_of(found[:, 2].tolist(), [row.label == CONTRADICTED for row in asked])
    told: dict[str, float | int] = {"questions": len(asked)}
    told["to be said yes"] = sum(row.label == ENTAILED for row in asked)
    for word, column, least, label in (("yes", 0, yes, ENTAILED), ("no", 2, no, CONTRADICTED)):
        said = found[:, column] >= (2.0 if least is None else least)
        told[f"said {word}"] = int(said.sum())
        told[f"right {word}"] = int(
            sum(s and r.label == label for s, r in zip(said, asked, strict=True))
        )
    return yes, no, told


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--limit", type=int, default=1200, help="rows of each kind")
    parser.add_argument("--questions-only", action="store_true", help="keep the other weights")
    arguments = parser.parse_args()
    judge = load_copydesk(arguments.folder, name="judge")
    if not isinstance(judge, Judge):
        parser.error(f"{arguments.folder} has no claim head")
    kept = read_claim_blend(arguments.folder / CLAIMS) if arguments.questions_only else None
    blend = kept or fit_claims(judge, arguments.data, arguments.limit)
    yes, no, told = yes_no_thresholds(judge, arguments.data, arguments.limit)
    sys.stdout.write(json.dumps(told) + "\n")
    write_claim_blend(replace(blend, yes=yes, no=no), arguments.folder / CLAIMS)


def fit_claims(judge: Judge, files: Sequence[Path], limit: int) -> ClaimBlend:
    """Return the weights fitted on all rows; print how those of one half do on the other."""
    made = (judged(judge, row) for row in rows_of(files, limit))
    rows = [row for row in made if row is not None]
    random.Random(SEED).shuffle(rows)
    half = len(rows) // 2
    sys.stdout.write(json.dumps(report(rows[half:], fitted(rows[:half]))) + "\n")
    blend = fitted(rows)
    sys.stdout.write(json.dumps(report(rows, blend)) + "\n")
    return blend


if __name__ == "__main__":
    main()
