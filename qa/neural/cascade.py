"""A small reader that reads every passage, and a large one that reads the best again.

As in the cascades of Viola and Jones 2001: most of what is cheap to refuse never costs the large
reader's time. Where both have read, their scores are combined by coefficients that
``models/calibrate_cascade.py`` fits on held-out training rows.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from qa.errors import ModelError
from qa.protocols import Generator, PointingGenerator, Weighted
from qa.records import Checkpoint, GeneratedSentence, Pointing, Reading
from qa.records.probabilities import log_odds
from qa.records.readings import shift_reading

REREAD = 2
"""Passages of one call that the large reader reads, the small one's best."""


@dataclass(frozen=True, slots=True)
class Blend:
    """Coefficients of logistic regressions; the first of each is the constant.

    Log-odds of "no answer" and log-probabilities of answers go in, as the readers give them. The
    defaults leave the small reader as it is, and take the large one's word where it has read.

    ``no_answer``: that the passage holds no answer; constant, small, large, large score. A large
    reader that is not sure of its words has more often none to find.
    ``prefer_small``: where their words differ, that the small one's are right; constant, small
    score, large score.
    ``right``: that the chosen words are right where there is an answer; constant, score of
    the chosen, score of the other, whether both say the same.
    ``no_answer_alone`` and ``right_alone``: the same for passages that only the small one read;
    constant, small.
    """

    no_answer: tuple[float, ...] = (0.0, 0.0, 1.0, 0.0)
    prefer_small: tuple[float, ...] = (-1.0, 0.0, 0.0)
    right: tuple[float, ...] | None = None
    no_answer_alone: tuple[float, ...] = (0.0, 1.0)
    right_alone: tuple[float, ...] | None = None

    def alone(self, small: Reading) -> Reading:
        """Return what only the small reader has read, on the scale of what both have."""
        if not small.text:
            return small
        silent = probability(self.no_answer_alone, log_odds(small.no_answer))
        score = small.score
        if self.right_alone is not None:
            score = log_probability(self.right_alone, small.score)
        return replace(small, no_answer=silent, score=score)

    def together(self, small: Reading, large: Reading) -> Reading:
        """Return one reader's words with the scores that both of them give."""
        if not small.text or not large.text:
            return large if large.text else small
        same = agree(small, large)
        doubt = weigh(self.prefer_small, small.score, large.score)
        chosen, other = (small, large) if doubt > 0 and not same else (large, small)
        score = chosen.score
        if self.right is not None:
            score = log_probability(self.right, chosen.score, other.score, float(same))
        doubts = log_odds(small.no_answer), log_odds(large.no_answer), large.score
        silent = probability(self.no_answer, *doubts)
        return replace(chosen, no_answer=silent, score=score)


def read_blend(path: Path) -> Blend:
    """Return the coefficients of a JSON file; the defaults where there is none.

    Raises:
        ModelError: the file is damaged.
    """
    lengths = {
        "no_answer": 4, "prefer_small": 3, "right": 4, "no_answer_alone": 2, "right_alone": 2
    }  # fmt: skip
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        made = {name: tuple(map(float, content[name])) for name in lengths if content.get(name)}
    except FileNotFoundError:
        return Blend()
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise ModelError(f"{path}: cannot be read ({error}); install it again") from None
    if any(len(made[name]) != lengths[name] for name in made):
        raise ModelError(f"{path}: has too many or too few coefficients; install it again")
    return Blend(**made)


def write_blend(blend: Blend, path: Path) -> None:
    """Write the coefficients as JSON."""
    content = {f.name: list(getattr(blend, f.name) or ()) for f in fields(blend)}
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


class Cascade:
    """A ``Generator`` and ``Pointer`` of two; as safe to share between threads as they are."""

    def __init__(
        self,
        small: PointingGenerator,
        large: Generator,
        blend: Blend,
        *,
        reread: int = REREAD,
    ) -> None:
        """Hold both readers; the large one reads ``reread`` passages of each call again."""
        self.small = small
        self.large = large
        self._blend = blend
        self._reread = reread

    @property
    def name(self) -> str:
        """Return both checkpoints' names."""
        return f"{self.small.name}+{self.large.name}"

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """Return both checkpoints' weights, the small one's first."""
        parts = (self.small, self.large)
        return tuple(
            each for part in parts if isinstance(part, Weighted) for each in part.checkpoints
        )

    @property
    def max_input_tokens(self) -> int:
        """Return how many tokens of question and passage both readers see."""
        return min(self.small.max_input_tokens, self.large.max_input_tokens)

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        """Return one reading per passage, in order."""
        first = self.small.answer(question, passages)
        order = sorted(range(len(first)), key=lambda i: -promise(first[i]))
        again = sorted(i for i in order[: self._reread] if passages[i].strip())
        second = self.large.answer(question, [passages[i] for i in again]) if again else []
        numbered = enumerate(zip(again, second, strict=True))
        reread = {i: shift_reading(reading, i - n) for n, (i, reading) in numbered}
        return [
            self._blend.together(small, reread[i]) if i in reread else self._blend.alone(small)
            for i, small in enumerate(first)
        ]

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        """Return the small reader's summary, as it alone learnt to make one."""
        return self.small.summarize(sentences, budget)

    def stream(self, question: str, passage: str) -> Iterator[str]:
        """Yield the answer piece by piece, once both readers have read the passage."""
        (reading,) = self.answer(question, [passage])
        yield from re.findall(r"\S+\s*|\s+", reading.text)

    def point(self, question: str, passages: Sequence[str]) -> list[Pointing]:
        """Return where the small reader sees the answer begin."""
        return self.small.point(question, passages)


def promise(reading: Reading) -> float:
    """Return log-odds plus log-probability of a reading; no words promise nothing."""
    return reading.score - log_odds(reading.no_answer) if reading.text else -math.inf


def agree(one: Reading, other: Reading) -> bool:
    """Return whether two readings have the same words, but for case and spaces."""
    return one.text.casefold().split() == other.text.casefold().split()


def weigh(coefficients: Sequence[float], *values: float) -> float:
    """Return the constant plus the weighted values."""
    weighted = (c * value for c, value in zip(coefficients[1:], values, strict=True))
    return coefficients[0] + math.fsum(weighted)


def probability(coefficients: Sequence[float], *values: float) -> float:
    """Return the logistic function of what ``weigh`` returns."""
    return math.exp(log_probability(coefficients, *values))


def log_probability(coefficients: Sequence[float], *values: float) -> float:
    """Return the logarithm of ``probability``, at most 0 and finite."""
    x = max(-30.0, min(30.0, weigh(coefficients, *values)))
    return -math.log1p(math.exp(-x))
