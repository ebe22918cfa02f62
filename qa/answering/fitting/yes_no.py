"""Yes or no, where a sentence or a judge decides; else the nearest sentence, as what it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.choice import NO_CHOICE, ON_TOPIC_COSINE, Choice, answer_probability
from qa.answering.fitting.spans import HitSpan, answer_span, make_choice, sentence_around
from qa.answering.verdict import find_verdict, says_something
from qa.grounding.judging import ClaimJudge, answer_question
from qa.question import Question
from qa.question.claims import Claim
from qa.records import Hit

DECIDED = 0.9
"""Confidence in a "Yes" or "No". Of the 1,420 claims of FEVER-symmetric (Schuster et al. 2019) the
rules decided 244 when they first saw them, 228 of these rightly, 93 %."""
QUOTED = 0.55
"""The same where the sentence is somebody's words, which the article only quotes: below what is
shown without "possibly"."""
READ = 0.4
"""Least probability that a passage answers, for the sentence that the reader points at in it to be
shown in place of a verdict."""
NEAREST = 0.6
"""Least share of a yes/no question's words in a sentence that a judge may answer it by, or that is
shown where the reader points at none."""
UNDECIDED = "no clear yes or no; the nearest sentence is shown"
DIVIDED = "the articles disagree; a sentence for each side is shown"


def is_undecided(choice: Choice) -> bool:
    """Say whether a choice is the sentence nearest to a yes/no question, for want of a verdict."""
    return choice.note == UNDECIDED


def is_divided(choice: Choice) -> bool:
    """Say whether a choice shows a sentence for yes and one for no."""
    return choice.note == DIVIDED


GetJudge = Callable[[], ClaimJudge | None]
"""Returns the reader that judges claims, None where there is none; called where one is needed."""


def answer_yes_no(
    question: Question, hits: Sequence[Hit], choice: Choice, judge: GetJudge | None = None
) -> Choice:
    """Answer "Yes" or "No" where a sentence decides, else show the nearest sentence.

    ``judge`` decides what no sentence does by its words alone, by the one that has most of them and
    is "open" (see ``Verdict``), where it is sure. Else a sentence is shown: that of ``choice``, the
    reader's answer, where its passage likely has one, as the article may say it in other words;
    or the one that has most of the question's words.

    Raises:
        ValueError: the question is none of yes or no.
    """
    claim = question.claim
    if claim is None:
        raise ValueError(f"no question of yes or no: {question.text}")
    sides: dict[str, HitSpan] = {}
    quoted: dict[str, HitSpan] = {}
    nearest, most, plain = None, 0.0, False
    for index, hit in enumerate(hits):
        verdict = find_verdict(claim, hit.passage.text, hit.date, hit.title)
        if verdict is None or (hit.dense and hit.dense < ON_TOPIC_COSINE):
            continue
        place = HitSpan(index, verdict.start, verdict.end)
        if verdict.said in ("yes", "no"):
            (quoted if verdict.quoted else sides).setdefault(verdict.said, place)
        if verdict.coverage > most:
            nearest, most, plain = place, verdict.coverage, verdict.said == "open"
    sure = DECIDED if sides else QUOTED
    sides = sides or quoted
    if len(sides) == 1:
        ((word, place),) = sides.items()
        return make_choice(hits, [place], sure, text=word.capitalize())
    if sides:
        return replace(make_choice(hits, list(sides.values()), DECIDED / 2), note=DIVIDED)
    if nearest is not None and plain and most >= NEAREST:
        asked = judge() if judge is not None else None
        said = None if asked is None else _judged(claim, hits, nearest, asked)
        if said is not None:
            return said
    pointed = _pointed_at(hits, choice)
    if pointed is not None:
        nearest, most = pointed, max(most, NEAREST)
    if nearest is not None and most >= NEAREST:
        return replace(make_choice(hits, [nearest], most / 2), note=UNDECIDED)
    return NO_CHOICE if choice.hit is None else replace(choice, answerable=False)


def _judged(claim: Claim, hits: Sequence[Hit], place: HitSpan, judge: ClaimJudge) -> Choice | None:
    """Return what a judge answers by one sentence; None where it is not sure."""
    sentence = hits[place.index].passage.text[place.start : place.end]
    said = answer_question(claim.statement, sentence, judge)
    return None if said is None else make_choice(hits, [place], said[1], text=said[0])


def _pointed_at(hits: Sequence[Hit], choice: Choice) -> HitSpan | None:
    """Return the sentence that the reader's answer stands in; None where it may well be none."""
    at = next((i for i, hit in enumerate(hits) if hit is choice.hit), None)
    if at is None or choice.reading is None or not choice.citations:
        return None
    if answer_probability(hits[at], choice.reading) < READ:
        return None
    text = hits[at].passage.text
    start, end = sentence_around(text, *answer_span(choice, hits[at]))
    return HitSpan(at, start, end) if says_something(text[start:end]) else None
