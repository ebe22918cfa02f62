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
_BETWEEN = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_BEFORE = 24  # characters beside an answer in which the rest of its fraction stands
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


def widen_to_fraction(hits: Sequence[Hit], choice: Choice, at: int) -> Choice:
    """Return ``choice``, or the fraction that it is a part of: "a tenth" for "tenth"."""
    if len(choice.citations) != 1:
        return choice
    text = hits[at].passage.text
    start, end = answer_span(choice, hits[at])
    first = max(0, start - _BEFORE)
    for figure in find_quantities(text[first : end + _BEFORE]):
        low, high = first + figure.start, first + figure.end
        if figure.unit == "part" and low < start < end <= high:
            return make_choice(hits, [HitSpan(at, low, high)], choice.confidence, choice)
    return choice


def fit_amount(hits: Sequence[Hit], choice: Choice, at: int) -> Choice:
    """Return ``choice`` as one whole amount.

    "Forty million" of "forty million crowns" gets its currency, and "20 and 30" its "between";
    "a third to 90,000 crowns" says two things. A range, "5 to 10 percent", is one.
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
    low, high = start, end
    if last.unit in MONEY and start + last.end > end:
        high = start + last.end
    if len(inside) == 2:
        joined = text[start + inside[0].end : start + last.start].strip().lower()
        if joined == "to" and inside[0].unit not in ("", last.unit):
            high = start + inside[0].end
        if joined == "and" and (led := _BETWEEN.search(text, 0, start)):
            low = led.start()
    if (low, high) == (start, end):
        return choice
    return make_choice(hits, [HitSpan(at, low, high)], choice.confidence, choice)
