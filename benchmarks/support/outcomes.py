"""What ``benchmarks.rules`` asks, what comes of it, and the figures of that."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qa.evaluate.metrics import mean

DEV = ("wiki", "news")


@dataclass(frozen=True, slots=True)
class Row:
    """One question, claim or article of a set, what is right, and its text; "" for a library."""

    group: str
    question: str
    golds: tuple[Any, ...]
    text: str = ""
    title: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, whether it is shown, and what it is worth: a grade, or F1 and exact match.

    ``confidence`` in [0, 1] is the answer's own. ``grades`` are those of an outcome of many parts.
    """

    answer: str
    shown: bool
    grade: str = ""
    overlap: float = 0.0
    exact: float = 0.0
    confidence: float = 0.0
    grades: tuple[str, ...] = ()


def figures(rows: Sequence[Row], outcomes: Sequence[Outcome]) -> dict[str, float]:
    """Return percentages for the dev sets, and counts of right and wrong for the others.

    "Brier" is the mean squared error of the confidence, times 100: on the dev sets, where all
    answers are shown, and on stories, of the answers there.
    """
    groups: defaultdict[str, list[Outcome]] = defaultdict(list)
    for row, outcome in zip(rows, outcomes, strict=True):
        groups[row.group].append(outcome)
    found: dict[str, float] = {}
    for group, own in groups.items():
        if group in DEV:
            scored = [each for each in own if not each.grade]
            found[f"{group} F1"] = 100 * (mean([each.overlap for each in scored]) or 0.0)
            found[f"{group} EM"] = 100 * (mean([each.exact for each in scored]) or 0.0)
            found[f"{group} Brier"] = _brier((each.confidence, each.exact) for each in own)
        elif any(each.grades for each in own):
            counts = Counter(grade for each in own for grade in each.grades)
            found |= {f"{group} {grade}": counts[grade] for grade in sorted(counts)}
        else:
            for value in ("right", "wrong"):
                found[f"{group} {value}"] = sum(each.grade == value for each in own)
            if group.endswith("stories"):
                said = [each for each in own if each.answer]
                found[f"{group} Brier"] = _brier((e.confidence, e.grade == "right") for e in said)
    return found


def _brier(sure: Iterable[tuple[float, float]]) -> float:
    """Return 100 times the mean squared difference of each pair."""
    return 100 * (mean([(each - right) ** 2 for each, right in sure]) or 0.0)


def differ(one: Outcome, other: Outcome) -> bool:
    """Say whether an answer is another one, or surer or less sure by a hundredth."""
    same = (one.answer, one.shown, one.grades) == (other.answer, other.shown, other.grades)
    return not same or abs(one.confidence - other.confidence) > 0.01


def table(
    full: Mapping[str, float],
    passes: Mapping[str, Mapping[str, float]],
    touched: Mapping[str, int],
) -> str:
    """Return a Markdown table: the figures with all rules, then what each pass changes."""
    heads = [*full]
    lines = ["| without | touched | " + " | ".join(heads) + " |"]
    lines.append("| --- " * (len(heads) + 2) + "|")
    lines.append("| (all rules) | | " + " | ".join(f"{full[h]:.1f}" for h in heads) + " |")
    for rule, found in passes.items():
        changes = (found.get(h, 0) - full[h] for h in heads)
        shown = " | ".join(f"{c:+.1f}" if abs(c) > 0.005 else "" for c in changes)
        lines.append(f"| {rule} | {touched[rule]} | {shown} |")
    return "\n".join(lines)
