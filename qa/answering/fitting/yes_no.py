"""Yes or no, where a sentence decides; else the nearest sentence, as what it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qa.answering.choice import NO_CHOICE, ON_TOPIC_COSINE, Choice
from qa.answering.fitting.spans import HitSpan, make_choice
from qa.answering.verdict import judge
from qa.question.claims import Claim
from qa.records import Hit

DECIDED = 0.9
"""Confidence in a "Yes" or "No". Of the 1,420 claims of FEVER-symmetric (Schuster et al. 2019) the
rules decided 244 when they first saw them, 228 of these rightly, 93 %."""
NEAREST = 0.6
"""Least share of a yes/no question's words in a sentence that is shown in place of a verdict."""
UNDECIDED = "no sentence says yes or no to this; the nearest one is shown"
DIVIDED = "the articles disagree; a sentence for each side is shown"


def is_undecided(choice: Choice) -> bool:
    """Say whether a choice is the sentence nearest to a yes/no question, for want of a verdict."""
    return choice.note == UNDECIDED


def is_divided(choice: Choice) -> bool:
    """Say whether a choice shows a sentence for yes and one for no."""
    return choice.note == DIVIDED


def answer_yes_no(claim: Claim, hits: Sequence[Hit], choice: Choice) -> Choice:
    """Answer "Yes" or "No" where a sentence decides, else show the nearest sentence."""
    sides: dict[str, HitSpan] = {}
    nearest, most = None, 0.0
    for index, hit in enumerate(hits):
        verdict = judge(claim, hit.passage.text, hit.date, hit.title)
        if verdict is None or (hit.dense and hit.dense < ON_TOPIC_COSINE):
            continue
        place = HitSpan(index, verdict.start, verdict.end)
        if verdict.said != "open":
            sides.setdefault(verdict.said, place)
        if verdict.coverage > most:
            nearest, most = place, verdict.coverage
    if len(sides) == 1:
        ((word, place),) = sides.items()
        return make_choice(hits, [place], DECIDED, text=word.capitalize())
    if sides:
        return replace(make_choice(hits, list(sides.values()), DECIDED / 2), note=DIVIDED)
    if nearest is not None and most >= NEAREST:
        return replace(make_choice(hits, [nearest], most / 2), note=UNDECIDED)
    return NO_CHOICE if choice.hit is None else replace(choice, answerable=False)
