"""Choose the questions, their contexts and their spelling."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.training.questions.clauses import Candidate
from models.training.questions.parsing import sentences_of
from models.training.questions.rules import ask
from models.training.questions.words import NEWSWORTHY, STOP

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

SOURCE = "news-rules"
SHORTEST, LONGEST = 400, 1200
"""Characters of a context; the shipped reader's window holds about 1,200."""
PER_SENTENCE = 3
DRAWS = 2
"""Times that each sentence is put through the rules; the best of equal questions is kept."""
SHARES = {
    "subject": 0.17, "object": 0.16, "where": 0.09, "when": 0.09, "how long": 0.03,
    "how many": 0.09, "how much": 0.09, "said about": 0.10, "said": 0.03, "speaker": 0.07,
    "wants": 0.07, "why": 0.08, "who is": 0.07, "role": 0.07, "called": 0.02, "how old": 0.03,
    "happened": 0.04, "belongs": 0.04,
}  # fmt: skip
"""The largest part of the output that a kind may have."""
WORD = re.compile(r"[^\W_]+(?:[.'’,-][^\W_]+)*")
UNCLEAN = re.compile(r"[\"“”;:()\[\]\n…,]|--| [-–] |''|(^| )['‘-]|['’](?: |$)|\.$|\b(?:i|we|you) ")
SELF_CONTAINED = frozenset(
    ("happened", "belongs", "who is", "how old", "said", "said about", "role", "wants")
)
"""Kinds whose question may have one word of content: a name."""
WHOLE_CLAUSES = frozenset(("said", "said about", "wants", "why", "who is"))
"""Kinds whose answer may repeat a word of the question."""


@dataclass(frozen=True, slots=True)
class Row:
    """One training row: ``context[start : start + len(answer)] == answer``."""

    kind: str
    question: str
    context: str
    answer: str
    start: int
    quality: float
    document: int = 0
    licence: str = ""

    def to_dict(self) -> dict[str, object]:
        """Write the row as the other training questions are, with its kind and document."""
        answers = [{"text": self.answer, "start": self.start}]
        return {
            "source": SOURCE, "licence": self.licence, "title": "", "question": self.question,
            "context": self.context, "answers": answers, "kind": self.kind,
            "document": self.document,
        }  # fmt: skip


def rows_of(doc: Doc, rng: random.Random, *, document: int = 0, licence: str = "") -> Iterator[Row]:
    """Yield the questions that a parsed document gives, at most three a sentence."""
    text = doc.text  # joined anew at every call
    sentences = sentences_of(doc)
    bounds = [(s.start_char, s.end_char) for s in sentences if s.text.strip()]
    asked: Counter[str] = Counter()
    for sentence in sentences:
        if not usable(sentence):
            continue
        made = 0
        for one in best(sentence, rng):
            answer = one.answer.text
            if made == PER_SENTENCE or asked[one.question.lower()] or asked["=" + answer] > 1:
                continue
            window = context_of(text, bounds, one, rng)
            if window is None:
                continue
            low, high = window
            start = one.answer.start_char - low
            written = surface(one.question, rng)
            good = quality(one, sentence)
            context = text[low:high]
            yield Row(one.kind, written, context, answer, start, good, document, licence)
            made += 1
            asked[one.question.lower()] += 1
            asked["=" + answer] += 1


def usable(sentence: Span) -> bool:
    """Say whether a sentence is whole: a verb, an end, and no fragment of a listing."""
    text = sentence.text.strip()
    if len(sentence) < 6 or text[-1] not in ".!\"'”’" or "Scroll down" in text or "?" in text:
        return False
    return text[0].isalnum() or text[0] in "\"'“‘"


def best(sentence: Span, rng: random.Random) -> list[Candidate]:
    """Put a sentence through the rules several times; keep one good question per answer."""
    found: dict[tuple[str, int], list[Candidate]] = defaultdict(list)
    for _ in range(DRAWS):
        for one in ask(sentence, rng):
            if is_good(one):
                found[one.kind, one.answer.start].append(one)
    words = content(sentence.text)
    kept = [min(group, key=lambda c: (_copied(c, words), rng.random())) for group in found.values()]
    rng.shuffle(kept)
    return sorted(kept, key=lambda c: SHARES[c.kind])


def quality(one: Candidate, sentence: Span) -> float:
    """Rate a question: names and a telling answer are good, copied words and bare nouns are not."""
    named = any(w[:1].isupper() or w[:1].isdigit() for w in one.question.split())
    bare = len(one.answer) == 1 and not one.answer[0].ent_type_
    length = len(one.question.split())
    return named - bare - _copied(one, content(sentence.text)) - abs(length - 7) / 10


def _copied(one: Candidate, words: set[str]) -> float:
    """Return the share of a question's content words that its sentence has, in steps of .25."""
    asked = content(one.question)
    return round(4 * len(asked & words) / max(1, len(asked))) / 4


def content(text: str) -> set[str]:
    """Return the lower-case words of a text that mean something."""
    return {w for w in WORD.findall(text.lower()) if w not in STOP}


def is_good(one: Candidate) -> bool:
    """Say whether a question can be understood, does not tell its answer and has a clean answer."""
    asked, answer = " ".join(one.question.split()), one.answer.text
    if UNCLEAN.search(asked) or "\n" in answer:
        return False
    if re.search(r"[\"“”()\[\];]", answer) or (not answer[-1:].isalnum() and answer[-1:] != "%"):
        return False
    if not answer[0].isalnum() and answer[0] not in "£$€":
        return False
    words, told = content(asked), content(answer)
    if not 3 <= len(asked.split()) <= 16:
        return False
    if len(words) < (1 if one.kind in SELF_CONTAINED or words & NEWSWORTHY else 2):
        return False
    if one.kind not in WHOLE_CLAUSES and (words & told):
        return False
    if one.kind in ("why", "wants") and len(words & told) > 1:
        return False
    return bool(told) or any(c.isdigit() for c in answer)


def context_of(
    text: str, bounds: list[tuple[int, int]], one: Candidate, rng: random.Random
) -> tuple[int, int] | None:
    """Choose whole sentences around an answer, and around the name its question was given."""
    spans = [one.answer, *([one.needs] if one.needs is not None else [])]
    low_char, high_char = min(s.start_char for s in spans), max(s.end_char for s in spans)
    inside = [i for i, (a, b) in enumerate(bounds) if a < high_char and b > low_char]
    first, last = inside[0], inside[-1]
    limit = rng.randint(SHORTEST + 100, LONGEST)
    while True:
        room = limit - (bounds[last][1] - bounds[first][0])
        before = first > 0 and bounds[first][0] - bounds[first - 1][0] <= room
        after = last + 1 < len(bounds) and bounds[last + 1][1] - bounds[last][1] <= room
        if not before and not after:
            break
        if before and (not after or rng.random() < 0.5):
            first -= 1
        else:
            last += 1
    low, high = bounds[first][0], bounds[last][1]
    high -= len(text[low:high]) - len(text[low:high].rstrip())
    return (low, high) if min(SHORTEST, len(text) // 2) <= high - low <= LONGEST else None


def surface(question: str, rng: random.Random) -> str:
    """Write a question as people type it: mostly with a capital and a question mark."""
    asked = " ".join(question.split())
    if rng.random() < 0.12:
        asked = asked.lower()
    elif rng.random() < 0.93:
        asked = asked[0].upper() + asked[1:]
    return asked if rng.random() < 0.08 else asked + "?"


def balance(rows: list[Row], limit: int, rng: random.Random) -> list[Row]:
    """Choose up to ``limit`` rows so that no kind has more than its share of them."""
    left = {kind: int(share * limit) for kind, share in SHARES.items()}
    kept: list[Row] = []
    noisy = [(row.quality + rng.gauss(0, 0.5), row) for row in rows]
    for _, row in sorted(noisy, key=lambda each: -each[0]):
        if left[row.kind] > 0 and len(kept) < limit:
            left[row.kind] -= 1
            kept.append(row)
    rng.shuffle(kept)
    return kept
