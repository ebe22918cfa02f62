"""A reason for "why": the clause that gives it, or the whole sentence around a bare name."""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.choice import Choice
from qa.answering.fitting.spans import (
    HitSpan,
    answer_span,
    make_choice,
    sentence_around,
    word_overlap,
)
from qa.answering.reason_clauses import find_manner, find_reason
from qa.question import Question
from qa.records import Hit
from qa.text.sentences import split_sentences
from qa.text.words import find_words

MAIN_CLAUSE = 0.75
"""Least share of a why-question's words that the main clause of a reason holds."""
SHORT_REASON = 3
"""Words; a shorter span is no reason, and its sentence or clause is shown instead."""


def answer_why(question: Question, hits: Sequence[Hit], choice: Choice, at: int) -> Choice:
    """Show the clause that gives a reason, or the whole sentence around a bare name or number."""
    kind, text = question.asked.kind, hits[at].passage.text
    start, end = answer_span(choice, hits[at])
    low, high = sentence_around(text, start, end)
    words = len(find_words(text[start:end]))
    clause = (find_reason if kind == "why" else find_manner)(text[low:high])
    if clause is not None:
        a, b = low + clause[0], low + clause[1]
        inside = a < end and start < b
        if inside and words >= SHORT_REASON:
            return choice
        if inside or (kind == "why" and _asks_main(question, text[low:a], text[a:b])):
            return make_choice(hits, [HitSpan(at, a, b)], choice.confidence, choice)
    if kind == "why":
        other = _stated(question, hits, choice)
        if other is not None:
            return make_choice(hits, [other], choice.confidence, choice)
    if words >= SHORT_REASON or (kind == "how" and words > 1):
        return choice
    return make_choice(hits, [HitSpan(at, low, high)], choice.confidence, choice)


def _asks_main(question: Question, main: str, clause: str) -> bool:
    """Say whether a why-question is about the main clause more than about the reason."""
    return word_overlap(question, main) > word_overlap(question, clause)


def _stated(question: Question, hits: Sequence[Hit], choice: Choice) -> HitSpan | None:
    """Return the reason that a passage states for just what a why-question asks."""
    best, most = None, MAIN_CLAUSE
    for index, hit in enumerate(hits):
        if choice.hit is None or hit.passage.article_id != choice.hit.passage.article_id:
            continue
        text = hit.passage.text
        for low, high in split_sentences(text):
            clause = find_reason(text[low:high])
            if clause is None:
                continue
            a, b = low + clause[0], low + clause[1]
            share = word_overlap(question, f"{text[low:a]} {text[b:high]}")
            if share > most or (share == most and best is None):
                best, most = HitSpan(index, a, b), share
    return best
