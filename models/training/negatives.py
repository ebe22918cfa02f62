"""Questions that look answerable and are not: abstaining has to be learnt from these.

Four kinds: a question put to a paragraph of another article (easy); to the paragraph of
its own article that shares most rare words with it but lacks the answer (what a retriever
would bring); with a name or number swapped for another of the same article; with a word
turned into its opposite (as in SQuAD 2.0, Rajpurkar et al. 2018, table 1).
"""

from __future__ import annotations

import math
import random
import re
from collections import Counter, defaultdict
from dataclasses import replace

from models.training.data import Example

WORD = re.compile(r"\w+")
NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w'-]+(?: (?:of |the |de )?[A-Z][\w'-]+)*")
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
OPPOSITES = {
    "first": "last", "before": "after", "largest": "smallest", "most": "least", "north": "south",
    "east": "west", "northern": "southern", "eastern": "western", "increase": "decrease",
    "increased": "decreased", "won": "lost", "win": "lose", "began": "ended", "begin": "end",
    "started": "stopped", "start": "stop", "oldest": "youngest", "higher": "lower",
    "highest": "lowest", "more": "fewer", "born": "buried", "support": "oppose",
    "supported": "opposed", "opened": "closed", "bought": "sold", "male": "female",
    "early": "late", "minimum": "maximum", "allowed": "banned", "accepted": "rejected",
    "founded": "dissolved", "joined": "left", "rise": "fall", "rose": "fell", "top": "bottom",
    "best": "worst", "long": "short", "longest": "shortest", "upper": "lower", "can": "cannot",
    "was": "was not", "did": "did not", "is": "is not", "are": "are not", "father": "mother",
    "king": "queen", "city": "village", "major": "minor", "common": "rare", "only": "second",
}  # fmt: skip


def easy(examples: list[Example], count: int, rng: random.Random) -> list[Example]:
    """Put questions to paragraphs of other articles."""
    made: list[Example] = []
    while len(made) < count:
        one, other = rng.choice(examples), rng.choice(examples)
        if one.title != other.title and one.answer.lower() not in other.context.lower():
            made.append(replace(one, kind="easy", context=other.context, answer="", start=None))
    return made


def neighbours(examples: list[Example], count: int, rng: random.Random) -> list[Example]:
    """Put questions to the paragraph of their own article that a retriever would rank first."""
    by_title: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        if example.title and example.context not in by_title[example.title]:
            by_title[example.title].append(example.context)
    seen = Counter(w for group in by_title.values() for c in group for w in words(c))
    total = sum(len(group) for group in by_title.values())
    pool = [e for e in examples if len(by_title[e.title]) > 2]
    rng.shuffle(pool)
    made: list[Example] = []
    for one in pool:
        if len(made) >= count:
            break
        asked = words(one.question)
        lacking = [c for c in by_title[one.title] if one.answer.lower() not in c.lower()]
        scored = [(sum(math.log(total / seen[w]) for w in asked & words(c)), c) for c in lacking]
        if scored and max(scored)[0] > 0:
            made.append(
                replace(one, kind="neighbour", context=max(scored)[1], answer="", start=None)
            )
    return made


def swapped(examples: list[Example], count: int, rng: random.Random) -> list[Example]:
    """Change one name, number or word of the question so that the paragraph no longer answers."""
    names: dict[str, set[str]] = defaultdict(set)
    numbers: dict[str, set[str]] = defaultdict(set)
    for example in examples:
        key = example.title or example.context[:40]
        names[key].update(NAME.findall(example.context))
        numbers[key].update(NUMBER.findall(example.context))
    pool = list(examples)
    rng.shuffle(pool)
    made: list[Example] = []
    for one in pool:
        if len(made) >= count:
            break
        key = one.title or one.context[:40]
        question = _swap(one, sorted(names[key]), sorted(numbers[key]), rng)
        if question is not None:
            made.append(replace(one, kind="swapped", question=question, answer="", start=None))
    return made


def _swap(one: Example, names: list[str], numbers: list[str], rng: random.Random) -> str | None:
    asked = one.question
    options: list[tuple[re.Match[str], str]] = []
    for pattern, pool in ((NAME, names), (NUMBER, numbers)):
        for match in pattern.finditer(asked):
            others = [
                o for o in pool
                if o.lower() not in asked.lower() and o.lower() not in one.answer.lower()
                and one.answer.lower() not in o.lower() and abs(len(o) - len(match[0])) < 12
            ]  # fmt: skip
            if others:
                options.append((match, rng.choice(others)))
    for match in re.finditer(r"\b[a-z]+\b", asked):
        if match[0] in OPPOSITES:
            options.append((match, OPPOSITES[match[0]]))
    if not options:
        return None
    match, new = rng.choice(options)
    return asked[: match.start()] + new + asked[match.end() :]


def words(text: str) -> set[str]:
    """Return the lower-case words of a text."""
    return set(WORD.findall(text.lower()))
