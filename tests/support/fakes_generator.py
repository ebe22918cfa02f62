"""A generator that really reads: it answers by word overlap, and shows what it copied."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from qa.records import GeneratedSentence, Reading, SourceSpan, Token

SENTENCE = re.compile(r"[^\s].*?(?:[.!?](?=\s|$)|$)", re.MULTILINE)
# What short answers look like: a figure with its unit, or a name.
CANDIDATE = re.compile(
    r"\$?\d+(?:[.,]\d+)*(?:%|bn\b|m\b)?(?:\s(?:million|billion|seconds|people|votes))?"
    r"|[A-Z][\w-]+(?:\s[A-Z][\w-]+)*"
)
STOP = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at by did do does for from had has have how in is it its many much of "
        "on or that the this to was were what when where which who whom why will with",
    )
)


def content_words(text: str) -> set[str]:
    """The words that say what a text is about, crudely stemmed."""
    words = re.findall(r"\w+", text.casefold())
    return {word.removesuffix("s") for word in words if word not in STOP}


class OverlapGenerator:
    """Answers with a figure or name of the sentence that shares most words with the question.

    The share of the question's words found there is the answer's probability;
    a passage that shares few most likely holds no answer.
    """

    @property
    def name(self) -> str:
        return "overlap"

    @property
    def max_input_tokens(self) -> int:
        return 512

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        return [self._read(question, index, text) for index, text in enumerate(passages)]

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        counts = Counter(word for sentence in sentences for word in content_words(sentence))

        def weight(index: int) -> float:
            words = content_words(sentences[index])
            return sum(counts[word] - 1 for word in words) / (len(words) + 3)

        best = sorted(range(len(sentences)), key=weight, reverse=True)[:budget]
        return [
            GeneratedSentence(sentences[i], (SourceSpan(i, 0, len(sentences[i])),))
            for i in sorted(best)
        ]

    def stream(self, question: str, passage: str) -> Iterator[str]:
        yield from re.findall(r"\S+\s*", self._read(question, 0, passage).text)

    def _read(self, question: str, index: int, passage: str) -> Reading:
        asked = content_words(question)
        best, overlap = (0, 0), -1.0
        for sentence in SENTENCE.finditer(passage):
            shared = len(asked & content_words(sentence.group())) / max(len(asked), 1)
            found = self._candidate(asked, passage, *sentence.span())
            if found and shared > overlap:
                best, overlap = found, shared
        text = passage[slice(*best)]
        if not text:
            return Reading("", math.log(1e-6), 1.0, ())
        span = SourceSpan(index, *best)
        return Reading(
            text,
            math.log(max(overlap, 1e-6)),
            1.0 - overlap,
            (span,),
            (Token(text, span, 1.0),),
        )

    @staticmethod
    def _candidate(asked: set[str], passage: str, start: int, end: int) -> tuple[int, int] | None:
        for match in CANDIDATE.finditer(passage, start, end):
            if not content_words(match.group()) <= asked:
                return match.span()
        return None
