"""Whether two short answers to one question agree, in the form that they are compared in."""

from __future__ import annotations

from decimal import Decimal

from qa.language import lexicon
from qa.language.dates import agree, parse_value
from qa.language.names import same_keys, same_name
from qa.language.short_answers import NormalForm
from qa.language.units import convert_unit
from qa.text.words import STOPWORDS, split_list, stem

_AFTER = lexicon.words("answers", "after")
_PLACE_NOUNS = frozenset(split_list("city town state village republic county port island province"))
# Beyond it, two texts that differ only by added words still say the same.
_MIN_SHARED = 3
_MIN_JACCARD = 0.6
# Rounding of a converted measure: "6 miles" for 10 km is off by 3.4 %.
_CONVERSION_SLACK = Decimal("0.035")
# What "about" and "more than" leave open when two articles are compared.
_ABOUT_SLACK = Decimal("0.05")
_OVER_SLACK = Decimal("0.2")
# A million and more is written in fewer digits by one writer than by another.
_LARGE, _DIGITS = Decimal(1_000_000), 2
CLAUSE = 5
"""Words of meaning, of which ``CLAUSE_PLAIN`` are no names: so long a text is a clause, and two
clauses in other words may both be right."""
CLAUSE_PLAIN = 3


def same_answer(a: NormalForm, b: NormalForm) -> bool:
    """Say whether two answers to one question agree; symmetric and reflexive, not transitive.

    "Smith" agrees with both "John Smith" and "Jane Smith", which do not agree. A longer answer
    agrees with its short form; more than and less than one number disagree. Two lists agree
    when they pair item by item, in any order.
    """
    if a.items and b.items:
        return len(match_items(a, b)) == len(a.items) == len(b.items)
    if a.negative != b.negative:
        return False
    if a.kind == b.kind == "text":
        return _same_text(a, b)
    if a.kind == b.kind == "date":
        if _clash(_hours(a), _hours(b)):
            return False
        return agree(parse_value(a.value), parse_value(b.value)) and not _clash(a.names, b.names)
    if {a.kind, b.kind} == {"date", "number"}:  # "1990" is a year or a count
        return a.value == b.value and not (a.unit or b.unit) and not _clash(a.tokens, b.tokens)
    if "text" in (a.kind, b.kind) or "date" in (a.kind, b.kind):
        return False
    if {a.hedge, b.hedge} == {"<", ">"} or not _same_quantity(a, b):
        return False
    if a.per and b.per and a.per != b.per:
        return False
    if a.kind == "number" and b.kind == "number" and _clash(a.tokens, b.tokens):
        return False
    return not _clash(a.names, b.names)


def _hours(form: NormalForm) -> tuple[str, ...]:
    return tuple(token for token in form.tokens if token.startswith("@"))


def are_comparable(a: NormalForm, b: NormalForm) -> bool:
    """Say whether two answers are of one kind, so that they can be held against each other."""
    if a.per != b.per and a.value != b.value:
        return False
    if {a.kind, b.kind} == {"date", "number"}:  # "1990" may be either
        return not (a.unit or b.unit or a.tokens or b.tokens)
    if a.kind != b.kind:
        return False
    if a.kind == "number":
        if a.tokens and b.tokens and not set(a.tokens) & set(b.tokens):
            return False
        return a.unit == b.unit or "" in (a.unit, b.unit)
    return a.unit == b.unit


def is_clause(form: NormalForm) -> bool:
    """Say whether an answer is a clause, a reason or a statement: no name, figure, day or list."""
    if form.kind != "text" or form.items:
        return False
    words = set(form.tokens) - STOPWORDS
    return len(words) >= CLAUSE and len(words - set(form.names)) >= CLAUSE_PLAIN


def match_items(a: NormalForm, b: NormalForm) -> dict[int, int]:
    """Pair the items of two lists so that as many agree as can; numbers of ``a``'s to ``b``'s."""
    owner: dict[int, int] = {}

    def place(item: int, tried: set[int]) -> bool:
        for other in range(len(b.items)):
            if other in tried or not same_answer(a.items[item], b.items[other]):
                continue
            tried.add(other)
            if other not in owner or place(owner[other], tried):
                owner[other] = item
                return True
        return False

    for item in range(len(a.items)):
        place(item, set())
    return {item: other for other, item in owner.items()}


def _same_quantity(a: NormalForm, b: NormalForm) -> bool:
    units = {a.unit, b.unit}
    if units == {"%", "part"}:  # "half" and "50%"
        shares = [float(f.value) * (100 if f.unit == "part" else 1) for f in (a, b)]
        return abs(shares[0] - shares[1]) < 0.5
    x, y = Decimal(a.value), Decimal(b.value)
    strict = a.kind != "number" or b.kind != "number" or bool(units & {"th", "pp", "bp", "clock"})
    if len(units) > 1 and (strict or "" not in units):
        in_b = None if strict else convert_unit(x, a.unit, b.unit)
        return in_b is not None and abs(in_b - y) <= _CONVERSION_SLACK * max(abs(in_b), abs(y))
    return x == y or _rounded(x, y) or _hedged(x, a.hedge, y) or _hedged(y, b.hedge, x)


def _rounded(x: Decimal, y: Decimal) -> bool:
    """Say whether one of two large figures is the other in fewer digits: 1.34 and 1.337 billion."""
    fewer, more = sorted((x, y), key=_digits)
    if min(abs(x), abs(y)) < _LARGE or _digits(fewer) < _DIGITS:
        return False
    step = Decimal(1).scaleb(fewer.adjusted() - _digits(fewer) + 1)
    return abs(more - fewer) <= step / 2


def _digits(value: Decimal) -> int:
    """Return how many digits a figure has, without the zeros at its end."""
    return len(value.normalize().as_tuple().digits)


def _hedged(value: Decimal, hedge: str, other: Decimal) -> bool:
    """Say whether "about", "more than" or "less than" ``value`` leaves ``other`` open."""
    if hedge == "~":
        return abs(value - other) <= _ABOUT_SLACK * abs(value)
    beyond = other - value if hedge == ">" else value - other
    return bool(hedge) and 0 < beyond <= _OVER_SLACK * abs(value)


def _clash(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Say whether both name something and nothing in common."""
    return bool(a) and bool(b) and not any(same_keys(x, y) for x in a for y in b)


def _same_text(a: NormalForm, b: NormalForm) -> bool:
    if a.tokens == b.tokens:
        return True
    if not a.tokens or not b.tokens:
        return False
    parts_a, parts_b = _head(a.tokens), _head(b.tokens)
    if _is_person(a, parts_a) and _is_person(b, parts_b) and same_name(parts_a, parts_b):
        return True
    if _contains(a.tokens, b.tokens) or _contains(b.tokens, a.tokens):
        return True
    set_a, set_b = (_meaning(t) for t in (a.tokens, b.tokens))
    if not set_a or not set_b:
        return False
    if set_a == set_b:
        return True
    smaller, larger = sorted((set_a, set_b), key=len)
    return (
        smaller < larger
        and len(smaller) >= _MIN_SHARED
        and len(smaller) / len(larger) >= _MIN_JACCARD
        and not any(t[:1].isdigit() for t in larger - smaller)
    )


def _meaning(tokens: tuple[str, ...]) -> frozenset[str]:
    return frozenset(stem(t) for t in tokens if (t not in STOPWORDS or t == "us") and t != ",")


def _head(tokens: tuple[str, ...]) -> tuple[str, ...]:
    """Return what stands before the first comma, unless commas part a list."""
    if "," in tokens and "and" not in tokens and "or" not in tokens:
        return tokens[: tokens.index(",")]
    return tokens


def _is_person(form: NormalForm, head: tuple[str, ...]) -> bool:
    """Say whether a form may be one name: few words, none of them joining two."""
    return len(head) <= 8 and not ({"and", "or", "not", ","} & set(head))


def _contains(long: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Say whether ``short`` is ``long`` without modifiers before and after its head."""
    size = len(short)
    if size >= len(long) or not any(t not in STOPWORDS for t in short):
        return False
    for start in range(len(long) - size + 1):
        if long[start : start + size] != short:
            continue
        before = long[start - 1] if start else ""
        named = before == "of" and start >= 2 and long[start - 2] in _PLACE_NOUNS
        after = long[start + size :]
        starts = not before or named or (before not in STOPWORDS and before != ",")
        listed = bool({"and", "or"} & set(after)) and after[:1] == (",",)
        ends = not after or ((after[0] in _AFTER or after[0] == ",") and not listed)
        if starts and ends:
            return start == 0 or not after or not _joined(long[:start])
    return False


def _joined(before: tuple[str, ...]) -> bool:
    return bool({"and", "or", ","} & set(before))
