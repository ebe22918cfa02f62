"""Claims with a text: does it bear them out? Questions of yes or no are claims with a "?"."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from models.training.rows import is_held_out, read_lines

ENTAILED, NEUTRAL, CONTRADICTED, UNSUPPORTED = 0, 1, 2, 3
"""Labels; the last is "not supported, and nobody said which of the two"."""

_LABELS = {"neutral": NEUTRAL, "contradiction": CONTRADICTED}
_ANSWERS = {"yes": ENTAILED, "no": CONTRADICTED, "unknown": NEUTRAL}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence and the text that should bear it out."""

    source: str
    text: str
    evidence: str
    label: int


def read_claims(folder: Path, files: Iterable[str]) -> list[Claim]:
    """Return the claims of several files; questions of yes or no end with one "?"."""
    return [_claim(line) for file in files for line in read_lines(folder / file)]


def _claim(line: dict[str, Any]) -> Claim:
    if "question" in line:
        asked = line["question"].strip().rstrip("?")
        label = _ANSWERS[line["answer"]]
        return Claim(line["source"], asked[:1].upper() + asked[1:] + "?", line["context"], label)
    label = ENTAILED if line["supported"] else _LABELS.get(line.get("label3") or "", UNSUPPORTED)
    return Claim(line["source"], line["claim"], line["document"], label)


def split(claims: Iterable[Claim]) -> tuple[list[Claim], list[Claim]]:
    """Part training from held-out claims, so that no text is in both."""
    parts: tuple[list[Claim], list[Claim]] = ([], [])
    for claim in claims:
        parts[is_held_out(claim.evidence)].append(claim)
    return parts


def drawn(items: Sequence[T], weights: Sequence[float], rng: random.Random) -> list[T]:
    """Return each item as often as its weight says: 1.4 is once, and twice in 40 % of cases."""
    chosen: list[T] = []
    for item, weight in zip(items, weights, strict=True):
        whole = int(weight)
        chosen += [item] * (whole + (rng.random() < weight - whole))
    return chosen


def weight_of(source: str, weights: Mapping[str, float]) -> float:
    """Return how often a row of a source is seen an epoch; 1 where the source is not named."""
    return weights.get(source, 1.0)
