"""Make the answer fit its question: a yes or no, a number, a whole list.

The reader finds a span for any question. Here the kind of question is looked at: another
passage's span may fit better, a span may be a part of what is asked, and "yes" stands in no
article at all. Whatever is shown is still the article's own characters, but for "Yes" and
"No", which cite the sentence that decides. Questions of other kinds pass unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.answering.choice import Choice
from qa.answering.fitting.amounts import fit_amount, narrow_to_figure, widen_to_fraction
from qa.answering.fitting.answer_types import prefer_answer_type
from qa.answering.fitting.dates import narrow_to_date
from qa.answering.fitting.lists import complete_list
from qa.answering.fitting.yes_no import GetJudge, answer_yes_no, is_undecided
from qa.question import Question
from qa.records import Hit, Reading

__all__ = ["GetJudge", "fit", "is_undecided"]


def fit(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    choice: Choice,
    judge: GetJudge | None = None,
) -> Choice:
    """Return ``choice``, or what answers the kind of question that was asked better.

    ``readings`` are those of ``hits``, and ``choice`` what ``choose`` made of them; ``judge`` has
    a say on yes and no.
    """
    asked = question.asked
    if question.claim is not None:
        return answer_yes_no(question, hits, choice, judge)
    if choice.hit is None or choice.reading is None or not choice.answerable:
        return choice
    at = next((i for i, hit in enumerate(hits) if hit is choice.hit), None)
    if asked.kind == "quantity" and at is not None:
        choice = widen_to_fraction(hits, choice, at)
    if asked.kind in ("quantity", "when", "where", "who"):
        choice = prefer_answer_type(asked, hits, readings, choice)
    at = next((i for i, hit in enumerate(hits) if hit is choice.hit), None)
    if at is None:
        return choice
    if asked.kind == "when":
        return narrow_to_date(hits, choice, at, asked.unit)
    if asked.kind == "quantity":
        return fit_amount(hits, choice, at)
    if asked.kind == "value":
        return narrow_to_figure(hits, choice, at)
    if asked.kind == "list":
        return complete_list(question, hits, readings, choice, at)
    return choice
