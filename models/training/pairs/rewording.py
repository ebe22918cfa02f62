"""Say a sentence another way that is as true: shorter, spelled otherwise, with a synonym."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from qa.language.mentions import find_mentions
from qa.summary.compression import joined, shorten
from qa.text.words import listed

_DIGITS = dict(
    zip(
        listed(
            "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
        ),
        range(2, 16),
        strict=True,
    )
)
_SPELLED = {str(value): word for word, value in _DIGITS.items()}
# Both ways, whole words only. Each holds in news at large, not in every sentence one could make.
SAME = tuple(
    tuple(pair.split("/"))
    for pair in (
        "almost/nearly", "although/though", "announced/revealed", "approximately/roughly",
        "began/started", "believes/thinks", "big/large", "biggest/largest", "bought/purchased",
        "car/vehicle", "children/kids", "chief executive/CEO", "company/firm", "companies/firms",
        "ended/finished", "film/movie", "hopes/is hoping", "however/nevertheless", "huge/enormous",
        "injured/hurt", "many/numerous", "need to/have to", "needs/requires", "often/frequently",
        "quit/resigned", "rising/increasing", "rose/climbed", "rose/increased", "fell/dropped",
        "fell/declined", "showed/demonstrated", "started/got under way", "tried/attempted",
        "wants to/would like to", "warned/cautioned", "worried/concerned", "whilst/while",
        "across/throughout", "helped/assisted", "major/significant", "main/principal",
        "prison/jail", "doctors/medics", "alleged/claimed", "stopped/halted", "shut/closed",
    )
)  # fmt: skip
_PERCENT = re.compile(r"(?<=\d)%|(?<=\d) per ?cent\b")
_DAY_MONTH = re.compile(
    r"\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November"
    r"|December)\b(?! \d)"
)
_SPEECH = re.compile(r"[\"\u201c\u201d]")


def reworded(sentence: str, rng: random.Random, most: int = 3) -> str:
    """Return ``sentence`` after up to ``most`` random changes that keep it true.

    Quoted words stay as they are; a sentence with any is only shortened.
    """
    text = " ".join(sentence.split())
    if rng.random() < 0.6:
        text = joined(text, shorten(text, lambda _: rng.random() < 0.6))
    if _SPEECH.search(text):
        return text
    ways: list[Callable[[str, random.Random], str]] = [
        _synonym, _synonym, _numeral, _percent, _day, _short_name,
    ]  # fmt: skip
    for _ in range(rng.randint(0, most)):
        text = rng.choice(ways)(text, rng)
    return text


def fused(first: str, second: str) -> str:
    """Join two sentences that follow each other into one, where the second begins plainly."""
    start = re.match(r"(?:The|He|She|It|They|A|His|Her|Their|There) ", second)
    if not start or not first.endswith(".") or _SPEECH.search(first + second):
        return first
    return f"{first[:-1]}, and {second[0].lower()}{second[1:]}"


def _synonym(text: str, rng: random.Random) -> str:
    options = []
    for pair in SAME:
        for one, other in (pair, pair[::-1]):
            if found := re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", text):
                options.append((found.span(), other))
    if not options:
        return text
    (start, end), other = rng.choice(options)
    return text[:start] + other + text[end:]


def _numeral(text: str, rng: random.Random) -> str:
    found = [
        m for m in re.finditer(r"(?<![\w.,$£€-])(\d{1,2}|[a-z]{3,8})(?![\w,.%-])", text)
        if m[1] in _DIGITS or m[1] in _SPELLED
    ]  # fmt: skip
    if not found:
        return text
    match = rng.choice(found)
    other = _SPELLED.get(match[1]) or str(_DIGITS.get(match[1], match[1]))
    return text[: match.start(1)] + other + text[match.end(1) :]


def _percent(text: str, rng: random.Random) -> str:
    return _PERCENT.sub(lambda m: rng.choice((" percent", "%", " per cent")), text, count=1)


def _day(text: str, rng: random.Random) -> str:
    return _DAY_MONTH.sub(r"\2 \1", text, count=1)


def _short_name(text: str, rng: random.Random) -> str:
    """Leave a person's first name out: two capitalised words that "said" or a comma follows."""
    names = [n for n in find_mentions(text).names if len(n.keys) == 2 and n.sure and n.start]
    if not names:
        return text
    name = rng.choice(names)
    said = re.match(r" (?:said|says|told|added|warned|won|was|has)\b", text[name.end :])
    words = text[name.start : name.end].split()
    if not said or len(words) != 2:
        return text
    return text[: name.start] + words[-1] + text[name.end :]
