"""One comparing form for short answers, so that "5%" and "five per cent" agree.

The form is only compared. What users read stays the article's own characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from qa.language import lexicon
from qa.language.dates import Date, find_dates
from qa.language.enumeration import split_items
from qa.language.names import canonical_keys, core_name, names_of
from qa.language.numbers import find_quantities
from qa.language.polarity import is_negative
from qa.language.quantities import Quantity, format_decimal
from qa.language.units import MONEY, rate_after
from qa.text.words import ARTICLES, STOPWORDS, Word, find_words, overlaps, stem

Kind = Literal["percent", "money", "number", "date", "text"]

# Words that say nothing of which thing is counted or dated.
_FILLERS = frozenset(stem(w) for w in lexicon.ordered("answers", "fillers"))
# Left out at the front: they tie an answer to its question and are no part of it.
_LEADS = lexicon.words("answers", "leads")
_COMMA = re.compile(r",(?!\d)")
_REMEMBERED = 1_024  # of the few answers to a question, each is asked for by rule after rule


@dataclass(frozen=True, slots=True)
class NormalForm:
    """What an answer says, apart from its spelling.

    ``value`` is a plain decimal for percent, money and number, an ISO date or part of one
    for date, and the joined words for text. ``unit`` is "%", a currency code or a measure.
    ``tokens`` are the other words in order, inflections kept, "," for a comma;
    ``names`` are those of them written with a capital. ``hedge`` is "", "~", ">" or "<".
    ``per`` is what a rate is counted by, "month" of "$540 a month", else "".
    ``items`` are the forms of what an answer lists, in its order, two at least or none.
    """

    kind: Kind
    value: str
    unit: str
    tokens: tuple[str, ...]
    names: tuple[str, ...] = ()
    negative: bool = False
    hedge: str = ""
    per: str = ""
    items: tuple[NormalForm, ...] = ()


def normalize_answer(text: str, *, date: str = "", means: str = "") -> NormalForm:
    """Return the comparing form of a short answer.

    ``date`` is the ISO date of its article; with it "on Thursday" becomes a day, the last before
    it. ``means`` is the day that the words around it make of it, "10 May 2024". An answer
    with exactly one number or one date is of that kind; any other is text, its numbers and
    dates in their own canonical spelling. A list also has the form of each of its items.
    """
    each = split_items(text)
    form = _form(text, date)
    if means and form.kind == "date" and (day := _form(means, "")).kind == "date":
        form = replace(form, value=day.value)
    if not each:
        return form
    # "Three wells; a clinic" is no number, whereas "12 dead, many hurt and one missing" may be.
    if ";" in text:
        form = replace(form, kind="text", unit="", per="")
    return replace(form, items=tuple(_form(item, date) for item in each))


@lru_cache(maxsize=_REMEMBERED)
def _form(text: str, date: str) -> NormalForm:
    dates = find_dates(text, date)
    day_spans = [(d.start, d.end) for d in dates]
    quantities = [q for q in find_quantities(text) if not overlaps(q.start, q.end, day_spans)]
    spans = [*day_spans, *((q.start, q.end) for q in quantities)]
    words = find_words(text)
    rest = [w for w in words if not overlaps(w.start, w.end, spans)]
    names = _capitalised(text, rest)
    negative = is_negative(text, words) and not any(
        q.hedge for q in quantities if re.search(r"\bno\b", text, re.IGNORECASE)
    )
    clocks = all(q.unit == "clock" for q in quantities)
    if len(dates) == 1 and clocks:  # "3 p.m. on Monday" is of the day
        hours = tuple(f"@{format_decimal(q.value)}" for q in quantities)
        return NormalForm("date", dates[0].value, "", (*hours, *_content(rest)), names, negative)
    if len(quantities) == 1 and not dates:
        only = quantities[0]
        return NormalForm(
            _kind(only), format_decimal(only.value), only.unit, _content(rest), names, negative,
            only.hedge, rate_after(text, only.end),
        )  # fmt: skip
    tokens = _text_tokens(text, words, dates, quantities)
    return NormalForm("text", " ".join(tokens), "", tokens, names, negative)


def _kind(quantity: Quantity) -> Kind:
    if quantity.unit == "%":
        return "percent"
    return "money" if quantity.unit in MONEY else "number"


def _content(words: list[Word]) -> tuple[str, ...]:
    keys = canonical_keys(words)
    stems = (stem(k) for k in keys if k not in STOPWORDS or k in ("us",))
    return tuple(s for s in stems if s not in _FILLERS)


def _capitalised(text: str, words: list[Word]) -> tuple[str, ...]:
    return tuple(k for name in names_of(text, words) if name.sure for k in core_name(name.keys))


def _text_tokens(
    text: str, words: list[Word], dates: list[Date], quantities: list[Quantity]
) -> tuple[str, ...]:
    commas = [m.start() for m in _COMMA.finditer(text)]
    marks: list[tuple[int, int, str]] = [(d.start, d.end, d.value) for d in dates]
    marks += [(q.start, q.end, format_decimal(q.value) + q.unit) for q in quantities]
    marks += [(c, c + 1, ",") for c in commas if not any(a <= c < b for a, b, _ in marks)]
    marks.sort()
    tokens: list[str] = []
    place = 0
    for start, end, value in [*marks, (len(text) + 1, len(text) + 1, "")]:
        between = [w for w in words[place:] if w.end <= start]
        place += len(between)
        tokens += [k for k in canonical_keys(between) if k not in ARTICLES]
        tokens += [value] if value else []
        while place < len(words) and words[place].start < end:
            place += 1
    while tokens and (tokens[0] in _LEADS or tokens[0] == ","):
        tokens.pop(0)
    while tokens and tokens[-1] == ",":
        tokens.pop()
    return tuple(tokens)
