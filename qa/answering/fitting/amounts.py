"""The figure alone, and the whole of it, where the reader took more or less than it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.choice import Choice
from qa.answering.fitting.spans import HitSpan, answer_span, make_choice
from qa.language.numbers import find_quantities
from qa.language.units import MONEY
from qa.records import Hit
from qa.text.whole_facts import widen_to_facts

# After a figure, no more of it: "5%, a target that many consider unrealistic".
_REMARK = re.compile(r"\s*(?:,|\s[-\u2013\u2014]\s).*", re.DOTALL)
_NO_FIGURE = ("", "th", "clock", "part")
"""Units of numbers that a target may have about it without being one."""
_AROUND = 80  # characters after an answer in which its currency may stand


def narrow_to_figure(hits: Sequence[Hit], choice: Choice, at: int) -> Choice:
    """Return ``choice``, or the one figure with a unit that ends its span: "allies spend 5%".

    Its confidence stays: what was narrowed is no surer to be right.
    """
    if len(choice.citations) != 1:
        return choice
    text = hits[at].passage.text
    start, end = answer_span(choice, hits[at])
    span = text[start:end]
    figures = find_quantities(span)
    if len(figures) != 1 or figures[0].unit in _NO_FIGURE or figures[0].hedge:
        return choice
    figure = figures[0]
    if span[figure.end :].strip(" .") and not _REMARK.fullmatch(span[figure.end :]):
        return choice
    first, last = widen_to_facts(text, start + figure.start, start + figure.end)
    if not start <= first < last <= end or (first, last) == (start, end):
        return choice
    return make_choice(hits, [HitSpan(at, first, last)], choice.confidence, choice)


def fit_amount(hits: Sequence[Hit], choice: Choice, at: int) -> Choice:
    """Return ``choice`` with its currency, and without what a figure rose to by another one.

    "Forty million" of "forty million crowns" is a sum of money, and "a third to 90,000 crowns"
    says two things. A range, "5 to 10 percent", is one.
    """
    if len(choice.citations) != 1:
        return choice
    text = hits[at].passage.text
    start, end = answer_span(choice, hits[at])
    figures = find_quantities(text[start : end + _AROUND])
    inside = [figure for figure in figures if start + figure.start < end]
    if not inside:
        return choice
    last = inside[-1]
    high = end
    if last.unit in MONEY and start + last.end > end:
        high = start + last.end
    elif len(inside) == 2 and inside[0].unit not in ("", last.unit):
        joined = text[start + inside[0].end : start + last.start].strip().lower()
        if joined == "to":
            high = start + inside[0].end
    if high == end:
        return choice
    return make_choice(hits, [HitSpan(at, start, high)], choice.confidence, choice)
