"""A number for "how many", a time for "when", no number for "who"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.choice import (
    ANSWERABLE,
    Choice,
    answer_probability,
    cite_reading,
    confidence,
    score_reading,
    score_readings,
)
from qa.question.kinds import Asked
from qa.question.measures import fits
from qa.records import Hit, Reading

SWAPPED = 0.5
"""Least part of the best reading's confidence for a better fitting one to take its place."""


def prefer_answer_type(
    asked: Asked, hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice
) -> Choice:
    """Return ``choice``, or the best reading of the right type; none where a number is missing."""
    if fits(asked, choice.text):
        return choice
    joint = score_readings(hits, readings)
    order = sorted(
        range(len(hits)), key=lambda i: (-joint[i], -score_reading(hits[i], readings[i]))
    )
    for hit, reading in ((hits[i], readings[i]) for i in order):
        if answer_probability(hit, reading) <= ANSWERABLE or not fits(asked, reading.text):
            continue
        sure = confidence(hit, reading)
        if asked.kind != "quantity" and sure < SWAPPED * choice.confidence:
            continue
        if reading.text.strip() and (citations := cite_reading(reading, hit)):
            return replace(choice, hit=hit, reading=reading, confidence=sure, citations=citations)
    # "How much has it changed" may be answered in words, "how many" may not.
    return replace(choice, answerable=False) if asked.measure else choice
