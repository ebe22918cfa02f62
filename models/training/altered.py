"""Claims that their text bore out until one thing in them was altered.

People who check summaries find the same few faults again and again: another name or number, roles
exchanged, an opposite, a "not" too many or too few, a plan told as a deed (Kryściński et al. 2020,
section 3; Pagnoni et al. 2021, table 1). Sets of claims hold few of each, so true claims of every
source are altered in these ways.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from models.training.claims import CONTRADICTED, ENTAILED, UNSUPPORTED, Claim
from models.training.negatives import LIKE_LONG, NAME, NUMBER
from qa.text.sentences import split_sentences

FIRST_NAME = re.compile(r"^[A-Z][\w'-]+(?: [A-Z][\w'-]+)+")
"""A name that begins the claim: two words at least, as one may be any word with a capital."""
JOINING = ("", "and", "or", "&", "-")
"""What stands between names of a list."""
SENTENCES = 3
"""Of a text, so that a sentence of it is not nearly all of it."""
DIGIT = re.compile(r"\d")


def quoted(claim: Claim, rng: random.Random) -> Claim | None:
    """Return a sentence of the claim's text as a true claim; None where it has fewer than three."""
    sentences = split_sentences(claim.evidence)
    if len(sentences) < SENTENCES:
        return None
    start, end = rng.choice(sentences)
    return replace(claim, text=claim.evidence[start:end], label=ENTAILED)


def altered(claim: Claim, rng: random.Random) -> Claim | None:
    """Return a true claim with one thing altered; None where nothing in it can be."""
    if claim.label != ENTAILED or claim.text.endswith("?"):
        return None
    ways: list[Callable[[Claim, random.Random], Claim | None]] = [
        other_name, other_number, exchanged_roles, opposite, negated, told_as_done,
    ]  # fmt: skip
    rng.shuffle(ways)
    for way in ways:
        made = way(claim, rng)
        if made is not None and made.text != claim.text:
            return made
    return None


def other_name(claim: Claim, rng: random.Random) -> Claim | None:
    """Put another name of the text in place of one."""
    pool = sorted(set(NAME.findall(claim.evidence)))
    return _in_place_of(claim, names(claim.text), pool, rng)


def other_number(claim: Claim, rng: random.Random) -> Claim | None:
    """Put another number of the text in place of one, or one that differs in a digit."""
    found = [(m.start(), m.end()) for m in NUMBER.finditer(claim.text)]
    if not found:
        return None
    made = _in_place_of(claim, found, sorted(set(NUMBER.findall(claim.evidence))), rng)
    if made is not None and rng.random() < 0.5:
        return made
    start, end = rng.choice(found)
    digits = [m.start() for m in DIGIT.finditer(claim.text, start, end)]
    place = rng.choice(digits)
    new = rng.choice([d for d in "123456789" if d != claim.text[place]])
    text = claim.text[:place] + new + claim.text[place + 1 :]
    # The number of another thing in the same text may be the very one.
    return None if new in claim.evidence.split() else replace(claim, text=text, label=UNSUPPORTED)


def exchanged_roles(claim: Claim, rng: random.Random) -> Claim | None:
    """Let two names of the claim change places."""
    found = names(claim.text)
    pairs = [
        (one, two)
        for one, two in pairwise(found)
        # "A and B" says the same the other way round.
        if claim.text[one[1] : two[0]].strip(" ,").lower() not in JOINING
    ]
    if not pairs:
        return None
    (a, b), (c, d) = rng.choice(pairs)
    one, two = claim.text[a:b], claim.text[c:d]
    if one.lower() in two.lower() or two.lower() in one.lower():
        return None
    text = claim.text[:a] + two + claim.text[b:c] + one + claim.text[d:]
    return replace(claim, text=text, label=UNSUPPORTED)


def opposite(claim: Claim, rng: random.Random) -> Claim | None:
    """Put a word's opposite in its place."""
    return _reworded(claim, "opposites", rng)


def negated(claim: Claim, rng: random.Random) -> Claim | None:
    """Put a "not" in, or take it out."""
    return _reworded(claim, "negated", rng)


def told_as_done(claim: Claim, rng: random.Random) -> Claim | None:
    """Tell a plan, a charge or an attempt as a deed."""
    made = _reworded(claim, "told_as_done", rng)
    return made and replace(made, label=UNSUPPORTED)


def names(text: str) -> list[tuple[int, int]]:
    """Return where names stand in a claim."""
    first = FIRST_NAME.match(text)
    begins = [first.span()] if first else []
    return begins + [m.span() for m in NAME.finditer(text, first.end() if first else 0)]


@cache
def words(table: str) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a table's words as a pattern, and what takes their place."""
    text = Path(__file__).with_name("altered.toml").read_text(encoding="utf-8")
    pairs: dict[str, str] = tomllib.loads(text)[table]
    longest_first = sorted(pairs, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w'-])"), pairs


def _reworded(claim: Claim, table: str, rng: random.Random) -> Claim | None:
    pattern, pairs = words(table)
    found = list(pattern.finditer(claim.text))
    if not found:
        return None
    match = rng.choice(found)
    text = claim.text[: match.start()] + pairs[match[0]] + claim.text[match.end() :]
    return replace(claim, text=text, label=CONTRADICTED)


def _in_place_of(
    claim: Claim, places: list[tuple[int, int]], pool: list[str], rng: random.Random
) -> Claim | None:
    """Put one of ``pool``, about as long and not of the claim, in one of ``places``."""
    options = [
        (start, end, other)
        for start, end in places
        for other in pool
        if abs(len(other) - (end - start)) < LIKE_LONG
        and other.lower() not in claim.text.lower()
        and claim.text[start:end].lower() not in other.lower()
    ]
    if not options:
        return None
    start, end, other = rng.choice(options)
    return replace(claim, text=claim.text[:start] + other + claim.text[end:], label=UNSUPPORTED)
