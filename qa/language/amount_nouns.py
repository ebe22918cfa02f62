"""Words that ask for an amount: "what price", "what target", "how much did it cost"."""

from __future__ import annotations

from typing import Literal

from qa.language import lexicon
from qa.text.words import split_list, stem

Measure = Literal["", "money", "spending", "percent", "age", "count", "length"]
"""What a quantity is measured in; "" where any number will do.

"spending" is money or a share: nations spend $1.2bn, or 5%, on their armies.
"""

AMOUNTS: dict[str, Measure] = {
    **dict.fromkeys(lexicon.ordered("amounts", "sums", "money_nouns"), "money"),
    **dict.fromkeys(split_list("percentage percent proportion"), "percent"),
    **dict.fromkeys(lexicon.ordered("amounts", "amount_nouns"), ""),
}
"""Nouns that name an amount and seldom anything else, and its measure where that is sure."""
SUMS = lexicon.words("amounts", "sums")
"""Nouns whose answer has to be a sum of money; a fine may be three months of a pension."""
OPEN_NOUNS = lexicon.words("amounts", "open_nouns")
"""Nouns that may name an amount: "what target" is 5%, or the bridge that was hit."""
# A free-standing "how much ... cost": money is meant where one of these stands anywhere.
MONEY_STEMS = frozenset(
    map(
        stem,
        lexicon.ordered("amounts", "money_words"),
    )
)
