"""The figure alone for "what target" and its like, where the reader took the clause around it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.answering.choice import Choice
from qa.answering.fitting.spans import HitSpan, answer_span, make_choice
from qa.language.numbers import find_quantities
from qa.records import Hit
from qa.text.whole_facts import widen_to_facts

# After a figure, no more of it: "5%, a target that many consider unrealistic".
_REMARK = re.compile(r"\s*(?:,|\s[-\u2013\u2014]\s).*", re.DOTALL)
_NO_FIGURE = ("", "th", "clock", "part")
"""Units of numbers that a target may have about it without being one."""


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
