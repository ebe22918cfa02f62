"""The one amount in a span, with its unit and what is counted; None where there is not just one."""

from __future__ import annotations

import re

from qa.answering.fitting.leading_words import can_drop
from qa.answering.fitting.spans import sentence_around
from qa.language import lexicon
from qa.language.mentions import find_mentions
from qa.language.numbers import Quantity
from qa.language.units import MONEY
from qa.question import Question
from qa.question.kinds import Asked
from qa.question.measures import is_paid
from qa.text.words import STOPWORDS, content_stems, find_words, stem

_HEDGED = re.compile(
    rf"(?:\b(?:{lexicon.either('amounts', 'hedges', 'bounds', blank=' ')})\s+)+$",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"\s+(?:an?|per|each|every)\s+[a-z]+\b|\s+(?:annually|yearly|monthly|weekly|daily|hourly)\b"
    r"|/[a-z]{1,4}\b"
)
_OF = re.compile(r"\s+of\s+")
# A remark on the value: "5%, a target that ..." of which only the number was asked for.
_REMARK = re.compile(
    r"\s*(?:[,;\u2014]|\s[-\u2013])\s*"
    r"(?:an?|the|which|who|but|although|though|while|making)\s",
    re.IGNORECASE,
)
COUNTED = 3
"""Words that name what is counted, "barrels of crude oil" at most; a longer run is a clause."""
# No amounts: a rank, a time of day.
_NEVER = ("th", "clock")


def find_amount(question: Question, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the characters of the one amount in ``text[start:end]``, where only it is asked for.

    None leaves the span as it is: no quantity or several in it, one of another measure, one
    whose own words say that the span is about something else.
    """
    asked = question.asked
    low, high = sentence_around(text, start, end)
    inside = [
        q
        for q in find_mentions(text[low:high]).quantities
        if low + q.start < end and start < low + q.end
    ]
    if len(inside) != 1 or not _measured(asked, inside[0]):
        return None
    first, last = low + inside[0].start, low + inside[0].end
    if first < start or last > end or text[last : last + 1] in ("-", "\u2013", "/"):
        return None  # "30-metre": the mast is meant
    if first > 0 and text[first - 1] in "-\u2013/":
        return None  # "best-of-seven"
    if hedge := _HEDGED.search(text[start:first]):
        first = start + hedge.start()
    front = find_words(text[start:first])
    if re.search(r"\d", text[start:first]) or re.search(r"\d", text[last:end]):
        return None
    if not front:
        remark = _REMARK.match(text, last, end)
        return (start, last) if remark else None
    bare = not inside[0].unit
    if not can_drop(question, front, bare=bare) or not _is_counted(asked, text, first, end):
        return None
    return first, _stop(question, text, last, end, bare=bare)


def _is_counted(asked: Asked, text: str, first: int, end: int) -> bool:
    """Say whether the number at ``first`` counts what "how many" asks for, or nothing named."""
    if not asked.head:
        return True
    stems = {stem(w.key) for w in find_words(text[first : _counted(text, first, end)])[1:]}
    return not stems or bool(stems & set(asked.head))


def _measured(asked: Asked, quantity: Quantity) -> bool:
    """Say whether a quantity is of the measure that is asked for."""
    unit = quantity.unit
    if unit in _NEVER or (quantity.spelled and quantity.value == 1 and not unit):
        return False
    if asked.measure in ("money", "spending"):
        return is_paid(asked.measure, unit)
    if asked.measure == "percent":
        return unit in ("%", "pp", "part")
    if asked.measure == "age":
        return unit in ("", "year", "month")
    if asked.measure == "length":
        return bool(unit) and unit not in MONEY and unit not in ("%", "pp", "part")
    if asked.measure == "count":
        return unit not in MONEY and unit not in ("%", "pp")
    return True


def _stop(question: Question, text: str, last: int, end: int, *, bare: bool) -> int:
    """Return where the amount that has its number's end at ``last`` stops, ``end`` at most."""
    stop = last
    if bare:
        stop = _counted(text, stop, end)
    if rate := _RATE.match(text, stop, end):
        return rate.end()
    if of := _OF.match(text, stop, end):
        whole = _counted(text, of.end() - 1, end)
        told = set(content_stems(find_words(text[of.end() : whole])))
        # "Of the vote" is no news to who asks for a share of the vote.
        if told and not told <= question.content:
            return whole
    return stop


def _counted(text: str, start: int, end: int) -> int:
    """Return where the noun phrase that begins at ``start`` ends, within ``end``."""
    stop, seen = start, 0
    for word in find_words(text[start:end]):
        gap = text[stop : start + word.start]
        if gap.strip() or seen == COUNTED:
            break
        if word.key in STOPWORDS:
            if seen or word.key not in _DETERMINERS:
                break
        else:
            seen += 1
        stop = start + word.end
    return stop if seen else start


_DETERMINERS = lexicon.words("grammar", "determiners", "amount_determiners")
