"""Words for numbers, each with its value."""

from __future__ import annotations

from decimal import Decimal

from qa.language import lexicon
from qa.text.words import split_list

ONES = {
    w: Decimal(i)
    for i, w in enumerate(
        lexicon.ordered("numbers", "zero_one", "two_to_ten", "eleven_to_nineteen")
    )
}
TENS = {
    w: Decimal(10 * i)
    for i, w in enumerate(
        split_list("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10) ** 6,
    "billion": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "lakh": Decimal(10) ** 5,
    "crore": Decimal(10) ** 7,
    "dozen": Decimal(12),
}
SUFFIXES = {"k": 3, "m": 6, "mn": 6, "b": 9, "bn": 9, "tn": 12, "trn": 12}
ORDINALS = {
    w: Decimal(i)
    for i, w in enumerate(
        ("first", *lexicon.ordered("numbers", "second_to_tenth", "eleventh_to_twentieth")), start=1
    )
}
PARTS = {
    **{word + "s": int(value) for word, value in ORDINALS.items() if value > 2},
    **{"half": 2, "halves": 2, "third": 3, "quarter": 4, "quarters": 4, "hundredths": 100},
}
