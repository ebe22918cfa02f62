"""Questions that look answerable and are not: abstaining has to be learnt from these."""

from __future__ import annotations

import math
import random
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from models.training.rows import Row

WORD = re.compile(r"\w+")
LOWER_WORD = re.compile(r"\b[a-z]+\b")
NAME = re.compile(r"(?<!^)(?<![.?!] )\b[A-Z][\w'-]+(?: (?:of |the |de )?[A-Z][\w'-]+)*")
NUMBER = re.compile(r"\b\d[\d,.]*\d\b|\b\d\b")
LIKE_LONG = 12
"""A name is exchanged for one that is at most so many characters longer or shorter."""
LOOKED_AT = 12
"""Passages of a document that a near miss is chosen from."""
SELDOM = 400
"""A word in more passages than this, of all documents, brings none to a rival."""
LEAST_LIKE = 0.5
"""Least part of the nearest one's score."""
USUAL_LENGTH = 800
"""Characters of a passage that is neither long nor short."""
RIVALS = 3
"""A rival is one of so many passages, those that share most rare words with the question."""


class Negatives:
    """Makes questions without answer out of answerable rows, from what their documents hold."""

    def __init__(self, rows: Iterable[Row]) -> None:
        """Collect passages, names, numbers and the rarity of words of every document."""
        texts: dict[str, dict[str, None]] = defaultdict(dict)
        for row in rows:
            if row.document:
                texts[row.document][row.context] = None
        self._texts = {document: list(group) for document, group in texts.items()}
        self._documents = list(self._texts)
        self._words: dict[str, frozenset[str]] = {}
        total = sum(map(len, self._texts.values()))
        seen = Counter(w for group in self._texts.values() for text in group for w in words(text))
        self._rarity = {word: math.log(total / count) for word, count in seen.items()}
        self._others: dict[str, tuple[list[str], list[str]]] = {}
        self._holders: dict[str, list[tuple[str, str]]] = {}

    def near_miss(self, row: Row, rng: random.Random) -> Row | None:
        """Put the question to another passage of its document, one that a retriever would bring.

        Of those that lack the answer, the one that shares most rare words with the question.
        """
        passages = self._texts.get(row.document, [])
        if len(passages) > LOOKED_AT:
            passages = rng.sample(passages, LOOKED_AT)
        lacking = [p for p in passages if row.answer.lower() not in p.lower()]
        if not lacking:
            return None
        asked = words(row.question)

        def shared(passage: str) -> float:
            common = asked & self._words_of(passage)
            return sum(self._rarity.get(word, 0.0) for word in common) + rng.random()

        return _unanswered(row, "near miss", context=max(lacking, key=shared))

    def stranger(self, row: Row, rng: random.Random) -> Row | None:
        """Put the question to a passage of another document."""
        document = rng.choice(self._documents) if self._documents else row.document
        if document == row.document:
            return None
        passage = rng.choice(self._texts[document])
        if row.answer.lower() in passage.lower():
            return None
        return _unanswered(row, "stranger", context=passage)

    def rival(self, row: Row, rng: random.Random) -> Row | None:
        """Put the question to the passage of another document that a search would bring.

        Karpukhin et al. 2020, "Dense Passage Retrieval", section 3.2: the best passages by words
        that lack the answer. In an archive most passages that are read are of this kind.
        """
        shared: dict[tuple[str, str], float] = defaultdict(float)
        for word in words(row.question):
            for holder in self._found_by(word):
                shared[holder] += self._rarity[word]
        near = {held: score / _length_norm(held[1]) for held, score in shared.items()}
        answer = row.answer.lower()
        fitting = [
            (near[document, text], text)
            for document, text in sorted(near, key=lambda held: -near[held])
            if document != row.document and text != row.context and answer not in text.lower()
        ][:RIVALS]
        found = [text for score, text in fitting if score >= fitting[0][0] * LEAST_LIKE]
        return _unanswered(row, "rival", context=rng.choice(found)) if found else None

    def _found_by(self, word: str) -> list[tuple[str, str]]:
        """Return document and text of the passages that hold a rare word, none for others."""
        if not self._holders:
            for document, group in self._texts.items():
                for text in group:
                    for each in self._words_of(text):
                        self._holders.setdefault(each, []).append((document, text))
            self._holders = {w: found for w, found in self._holders.items() if len(found) <= SELDOM}
        return self._holders.get(word, [])

    def swapped(self, row: Row, rng: random.Random) -> Row | None:
        """Exchange one name, number or word of the question for another of its document."""
        options = [
            (match, replacement)
            for pattern, pool in zip((NAME, NUMBER), self._names_and_numbers(row), strict=True)
            for match in pattern.finditer(row.question)
            if (replacement := _another(match[0], pool, row, rng)) is not None
        ]
        options += [
            (match, opposites()[match[0]])
            for match in LOWER_WORD.finditer(row.question)
            if match[0] in opposites()
        ]
        if not options:
            return None
        match, replacement = rng.choice(options)
        asked = row.question[: match.start()] + replacement + row.question[match.end() :]
        return _unanswered(row, "swapped", question=asked)

    def _names_and_numbers(self, row: Row) -> tuple[list[str], list[str]]:
        if row.document not in self._others:
            passages = self._texts.get(row.document, [])
            self._others[row.document] = _found(NAME, passages), _found(NUMBER, passages)
        return self._others[row.document]

    def _words_of(self, passage: str) -> frozenset[str]:
        if passage not in self._words:
            self._words[passage] = words(passage)
        return self._words[passage]


@cache
def opposites() -> Mapping[str, str]:
    """Return the words that ``swapped`` turns round, each with its opposite."""
    text = Path(__file__).with_name("opposites.toml").read_text(encoding="utf-8")
    pairs: dict[str, str] = tomllib.loads(text)["opposites"]
    return pairs


def words(text: str) -> frozenset[str]:
    """Return the lower-case words of a text."""
    return frozenset(WORD.findall(text.lower()))


def _length_norm(text: str) -> float:
    """Return what a passage's score is divided by, as in BM25: long ones hold every word."""
    return 0.6 + 0.4 * len(text) / USUAL_LENGTH


def _found(pattern: re.Pattern[str], passages: list[str]) -> list[str]:
    return sorted({match for passage in passages for match in pattern.findall(passage)})


def _another(given: str, pool: list[str], row: Row, rng: random.Random) -> str | None:
    """Return one of ``pool`` that stands neither in the question nor in the answer."""
    asked, answer = row.question.lower(), row.answer.lower()
    fitting = [
        other
        for other in pool
        if abs(len(other) - len(given)) < LIKE_LONG
        and other.lower() not in asked
        and other.lower() not in answer
        and answer not in other.lower()
    ]
    return rng.choice(fitting) if fitting else None


def _unanswered(row: Row, source: str, *, context: str = "", question: str = "") -> Row:
    return replace(
        row, source=source, answer="", start=None,
        context=context or row.context, question=question or row.question,
    )  # fmt: skip
