"""What a quantity is, and whether two of them say the same."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from qa.language.units import MONEY, STRICT, convert_unit, is_rounded, same_unit

_EXACT = Decimal("1e-9")  # what dividing leaves
_SHARE_SLACK = Decimal("0.021")  # "a third" is 33 or 34 %, "one in six" 17
_CONVERSION_SLACK = Decimal("0.035")
_ABOUT = Decimal("0.05")
_COARSE_ABOUT = Decimal("0.1")
_BEYOND = Decimal("0.2")
_BEYOND_SHARE = Decimal("0.5")  # "more than half" are two thirds, too


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``text[start:end]``, its unit within the span.

    ``unit`` is "" for a bare number, "%" , a currency code, "th" for a rank, "part" for
    a fraction in words, "clock" for a time of day (``value`` in minutes), or a measure.
    ``hedge`` is "~", ">" or "<" for words such as "about", "more than", "up to" before it.
    ``per`` is what a rate is counted by, "month" of "$540 a month", and ``noun`` the plural that
    a bare number counts, stemmed; "" where there is none.
    """

    start: int
    end: int
    value: Decimal
    unit: str
    hedge: str = ""
    spelled: bool = False
    scale: Decimal = Decimal(1)
    per: str = ""
    noun: str = ""


def format_decimal(value: Decimal) -> str:
    """Return the shortest decimal notation: "5" for 5.0, "1200000000" for 1.2E+9."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def same_quantity(claim: Quantity, source: Quantity) -> bool:
    """Say whether a source's quantity bears out a claim's, whatever their spelling and unit.

    Percentages, money and ranks need their own unit; a measure may be left unsaid. Other units
    are converted, miles to km as roundly as the claim's digits are. A claim's "about" allows
    5 %, or up to 10 % where its last digit is that coarse; "more than" and "less than" a fifth
    to that side.
    """
    b = _in_unit_of(claim, source)
    if b is None or {claim.hedge, source.hedge} == {"<", ">"}:
        return False
    a = claim.value * (100 if claim.unit == "part" and source.unit == "%" else 1)
    gap = abs(a - b)
    if gap <= abs(a) * _EXACT:
        return True
    if {claim.unit, source.unit} == {"%", "part"} and gap <= min(Decimal(1), abs(a) * _SHARE_SLACK):
        return True
    coarse = _half_digit(a)
    if is_rounded(claim.unit, source.unit) and gap <= min(coarse, abs(a) * _CONVERSION_SLACK):
        return True
    if claim.hedge == "~":
        return gap <= max(abs(a) * _ABOUT, min(coarse, abs(a) * _COARSE_ABOUT))
    slack = abs(a) * (_BEYOND_SHARE if claim.unit == "part" else _BEYOND)
    return a <= b <= a + slack if claim.hedge == ">" else claim.hedge == "<" and a - slack <= b <= a


def _in_unit_of(claim: Quantity, source: Quantity) -> Decimal | None:
    """Return a source's value in the unit of the claim, None where they count different things."""
    value = source.value
    if claim.per and source.per and claim.per != source.per:
        one = convert_unit(Decimal(1), claim.per, source.per)
        if one is None:
            return None
        value *= one
    if same_unit(claim.unit, source.unit):
        return value
    if {claim.unit, source.unit} == {"%", "part"}:
        return value * (100 if source.unit == "part" else 1)
    if claim.unit and source.unit:
        return convert_unit(value, source.unit, claim.unit)
    if {claim.unit, source.unit} & (MONEY | STRICT) or claim.noun or source.noun:
        return None
    return value


def _half_digit(value: Decimal) -> Decimal:
    """Return half of one in the last digit that is not nought: 0.05 of 5.4, 500 of 5,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** int(exponent) / 2
