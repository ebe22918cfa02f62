"""Why a passage won, or why none did: every score that took part, and one sentence."""

from __future__ import annotations

import math
from collections.abc import Sequence

from qa.answering.choice import (
    ANSWERABLE,
    Choice,
    answer_probability,
    confidence,
    score_reading,
    topic_probability,
)
from qa.records import Explanation, Hit, PassageReading, Reading

NOTHING_FOUND = "No passage was found, so none was read."


def explain(hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice) -> Explanation:
    """Return what was read in each hit, in retrieved order, and why ``choice`` was made."""
    rows = tuple(
        PassageReading(
            article_id=hit.passage.article_id,
            title=hit.title,
            date=hit.date,
            start=hit.passage.start,
            end=hit.passage.end,
            dense=hit.dense,
            lexical=hit.lexical,
            score=hit.score,
            answer=reading.text,
            reader=math.exp(min(0.0, reading.score)),
            no_answer=reading.no_answer,
            on_topic=topic_probability(hit, reading.coverage),
            confidence=confidence(hit, reading),
            chosen=hit is choice.hit,
        )
        for hit, reading in zip(hits, readings, strict=True)
    )
    return Explanation(rows, _reason(hits, readings, choice))


def _reason(hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice) -> str:
    place = next((i for i, hit in enumerate(hits) if hit is choice.hit), None)
    if place is None:
        return NOTHING_FOUND if not hits else "No passage gave any words that could answer."
    hit, reading = hits[place], readings[place]
    where = f"passage {place + 1}"
    if choice.answerable:
        others = [i for i, other in enumerate(hits) if other is not hit]
        beaten = ""
        if others:
            second = max(others, key=lambda i: score_reading(hits[i], readings[i]))
            odds, sure = _shares(hits[second], readings[second])
            beaten = f"; the next best, passage {second + 1}, reaches {odds} and {sure}"
        copied = choice.text == reading.text
        words = "" if copied else " The answer was made to fit the question from what it read."
        odds, sure = _shares(hit, reading)
        return (
            f"The reader prefers {where}: an answer is there with {odds}, and it is this one with "
            f"{sure}{beaten}.{words}"
        )
    about, has = topic_probability(hit, reading.coverage), 1.0 - reading.no_answer
    if about * has > ANSWERABLE:
        if not choice.citations:
            return f"The words read in {where} could not be traced to it, so they are not shown."
        return f"What was read in {where} is no answer to a question of this kind."
    if about < has:
        return (
            f"Even the best, {where}, is likely about something else: its cosine to the question, "
            f"{hit.dense:.2f}, makes that {1.0 - about:.2f} likely, and an answer needs over "
            f"{ANSWERABLE:.2f}."
        )
    return (
        f"Even in the best, {where}, no answer is likelier than one: {reading.no_answer:.2f} that "
        f"there is none, and an answer needs over {ANSWERABLE:.2f}."
    )


def _shares(hit: Hit, reading: Reading) -> tuple[str, str]:
    return f"{answer_probability(hit, reading):.2f}", f"{math.exp(min(0.0, reading.score)):.2f}"
