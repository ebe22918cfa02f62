"""Words that ask for an amount: "what price", "what target", "how much did it cost"."""

from __future__ import annotations

from typing import Literal

from qa.text.words import listed, stem

Measure = Literal["", "money", "spending", "percent", "age", "count", "length", "year"]
"""What a quantity is measured in; "" where any number will do.

"spending" is money or a share: nations spend $1.2bn, or 5%, on their armies.
"""

AMOUNTS: dict[str, Measure] = {
    **dict.fromkeys(
        listed(
            """
            price cost fee fine salary wage budget rent ransom bail bonus dividend
            """
        ),
        "money",
    ),
    **dict.fromkeys(listed("percentage percent proportion"), "percent"),
    **dict.fromkeys(
        listed(
            """
            rate total toll sum amount population temperature speed minimum maximum average deficit
            surplus revenue profit debt income
            """
        ),
        "",
    ),
}
"""Nouns that name an amount and seldom anything else, and its measure where that is sure."""
SUMS = frozenset(listed("price cost fee salary wage rent ransom dividend"))
"""Nouns whose answer has to be a sum of money; a fine may be three months of a pension."""
OPEN_NOUNS = frozenset(
    listed("target figure level limit goal score size share number threshold ceiling cap quota")
)
"""Nouns that may name an amount: "what target" is 5%, or the bridge that was hit."""
# A free-standing "how much ... cost": money is meant where one of these stands anywhere.
MONEY_STEMS = frozenset(
    map(
        stem,
        listed(
            """
            cost costs price priced pay paid spend spent worth sell sold buy bought charge charged
            fine fined fee earn earned raise raised invest invested lend borrow owe owed donate
            donated fund budget salary rent money loan bill tax profit revenue dollars euros pounds
            """
        ),
    )
)
