"""The exact half of the grounding check: facts that a source must hold, or must not deny."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.grounding.alignment import ScoredSentence
from qa.grounding.assertions import find_unstated
from qa.grounding.callings import find_miscalled
from qa.grounding.comparatives import find_reversed
from qa.grounding.denials import find_opposed
from qa.grounding.figures import find_displaced, is_difference
from qa.grounding.roles import find_exchanged
from qa.language import lexicon
from qa.language.dates import Date, covers
from qa.language.mentions import Mentions
from qa.language.names import TITLES, Name, core_name, country_of, is_short_form, is_title
from qa.language.quantities import Quantity, same_quantity
from qa.text.spans import find_span
from qa.text.words import STOPWORDS

# A lone capitalised word that opens a sentence is a name when one of these follows.
_SAYING = lexicon.words("saying", "core", "public", "after_names")
# "Officials said": plurals and derived words open sentences as well as names do.
_COMMON_ENDING = re.compile(r"(?:s|ing|ed|ly|ion|ity|ment|ness|one|body)$")
# "Apollo 2" is "Apollo II".
_NUMERALS = {r: str(n) for n, r in enumerate(lexicon.ordered("numbers", "roman"), 2)}
_NUMERALS |= {number: roman for roman, number in _NUMERALS.items()}
NOWHERE = "is in no source"
"""How the reason ends that a fact of the claim is missing."""
_EDGES = " .,;:!?\"'\u2018\u2019\u201c\u201d"
_CUT = re.compile(r"\[[^\]]*\]|\.\.\.|\u2026")


def find_failed_facts(
    claim: Mentions, sources: Sequence[Mentions], best: Sequence[ScoredSentence]
) -> tuple[str, ...]:
    """Return what of the claim fails, one phrase each; () when every exact check passes."""
    return (
        *_numbers(claim, sources),
        *_dates(claim, sources),
        *_names(claim, sources),
        *_quotes(claim, sources),
        *find_opposed(claim, sources, best),
        *find_displaced(claim, sources),
        *find_unstated(claim, sources),
        *find_exchanged(claim, sources),
        *find_reversed(claim, sources),
        *find_miscalled(claim, sources),
    )


def has_quantity(quantity: Quantity, literal: str, source: Mentions) -> bool:
    """Say whether ``source`` holds a quantity, as a number, a year, or to the letter."""
    if any(same_quantity(quantity, other) for other in source.quantities):
        return True
    if any(_from_the_other_side(quantity, other) for other in source.quantities):
        return False
    bare = not quantity.unit and quantity.value == int(quantity.value)
    if bare and any(d.year == int(quantity.value) for d in source.dates):
        return True
    roman = _NUMERALS.get(str(int(quantity.value)), "") if bare else ""
    if len(roman) > 1 and roman in source.keys:  # "Orm 2" is "Orm II"; a V may be anything
        return True
    return find_span(literal, source.text) is not None


def _from_the_other_side(a: Quantity, b: Quantity) -> bool:
    """Say whether one figure is the least and the other the most: "at least 6", "up to 6"."""
    bare = same_quantity(replace(a, hedge=""), replace(b, hedge=""))
    return bare and {a.hedge, b.hedge} == {"<", ">"}


def has_date(date: Date, source: Mentions) -> bool:
    """Say whether ``source`` holds a date at least as exact."""
    if any(covers(other, date) for other in source.dates):
        return True
    alone = date.month is None and date.weekday is None and date.year is not None
    return alone and any(q.value == date.year for q in source.quantities)


def has_name(name: Name, source: Mentions) -> bool:
    """Say whether ``source`` holds every word of a name but its titles, or its other form.

    A last name alone in the claim is enough; a last name alone in the source is not.
    """
    core = [k for k in core_name(name.keys) if k not in STOPWORDS and k not in TITLES]
    if all(_has_key(k, source) for k in core):
        return True
    return _may_be_named(name.keys, source) and any(
        is_short_form(name.keys, known.keys)
        or (len(known.keys) == 1 and known.keys[0] not in core
            and is_short_form(known.keys, name.keys))
        for known in source.names
    )  # fmt: skip


def _may_be_named(keys: Sequence[str], source: Mentions) -> bool:
    """Say whether a name of ``source`` may be a form of another: by its words, or by initials.

    To read all names of an article takes ten times as long.
    """
    core = core_name(keys)
    initials = "".join(key[0] for key in core if key not in STOPWORDS)
    if not source.keys.isdisjoint((*keys, initials)):
        return True
    return len(core) == 1 and core[0] in source.initials


def _has_key(key: str, source: Mentions) -> bool:
    forms = {key, country_of(key), key.removesuffix("s"), _NUMERALS.get(key, key)}
    # Peoples that no list names: "Libyan" of "Libya", "Chadian" of "Chad".
    for ending in ("n", "an", "ian", "ese", "i"):
        if key.endswith(ending) and len(key) - len(ending) >= 4:
            forms |= {key.removesuffix(ending), key.removesuffix(ending) + "a"}
    return bool(forms & source.keys)


def _numbers(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    for quantity in claim.quantities:
        if quantity.spelled and quantity.value <= 2 and quantity.unit in ("", "th"):
            # "one of them", "the second": words of grammar more often than facts
            continue
        literal = claim.text[quantity.start : quantity.end]
        if any(has_quantity(quantity, literal, s) or is_difference(quantity, s) for s in sources):
            continue
        if any(_from_the_other_side(quantity, q) for source in sources for q in source.quantities):
            least, most = ("least", "most") if quantity.hedge == ">" else ("most", "least")
            yield f"this has {literal} as the {least}, a source as the {most}"
        else:
            yield f"number {literal} {NOWHERE}"


def _dates(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    for date in claim.dates:
        if not any(has_date(date, source) for source in sources):
            yield f"date {claim.text[date.start : date.end]} {NOWHERE}"


def _names(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    for name in claim.names:
        if is_title(name.keys) or not (name.sure or _speaks(claim.text, name)):
            continue
        literal = claim.text[name.start : name.end]
        if not any(has_name(name, source) for source in sources):
            yield f"name {literal} {NOWHERE}"
        elif other := _namesake(name, sources):
            yield f"name {literal} {NOWHERE}, which has {other}"


def _speaks(text: str, name: Name) -> bool:
    after = re.match(r"\s+(\w+)", text[name.end : name.end + 30])
    literal = text[name.start : name.end].lower()
    if after is None or after[1] not in _SAYING:
        return False
    return not _COMMON_ENDING.search(literal)


def _namesake(name: Name, sources: Sequence[Mentions]) -> str:
    """Return another bearer of the last name, where the first belongs to someone else.

    "John Smith" is then put together from John Brown and Jane Smith. Middle names do not
    count, and a first or last name that stands alone somewhere settles nothing.
    """
    core = core_name(name.keys)
    if len(core) != 2:
        return ""
    first, last = core
    elsewhere, other = False, ""
    for source in sources:
        for known in source.names:
            keys = known.keys
            if first in keys and (last in keys or keys[-1] == first):
                return ""
            elsewhere = elsewhere or first in keys
            titled = last in keys and core_name(keys) == (last,)
            if last in keys and not titled and len(keys) > 1:
                other = other or source.text[known.start : known.end]
    return other if elsewhere else ""


def _quotes(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    for start, end in claim.quotes:
        for piece in _CUT.split(claim.text[start:end]):
            quote = piece.strip(_EDGES)
            if quote and not any(find_span(quote, source.text) for source in sources):
                yield f'quote "{quote}" {NOWHERE}'
