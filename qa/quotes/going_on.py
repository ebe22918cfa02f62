"""Quotes that go on: '"It holds," she said. "We mend it each spring."'."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from qa.quotes.direct import is_spoken, runs_on, split_hidden
from qa.quotes.reported import Said
from qa.quotes.speech import ANY_VERB, Attribution
from qa.text.quote_marks import Quoted

_Attributed = Sequence[tuple[Quoted, Attribution | None]]


def go_on(
    text: str, hidden: str, attributed: _Attributed, said: Sequence[Said]
) -> list[tuple[Quoted, Attribution]]:
    """Return the quotes that belong to who spoke in the sentence before them.

    Only whole sentences that nobody else speaks, in the same paragraph; where two have spoken in
    the sentence before, whose quote it began with.
    """
    sentences = split_hidden(hidden)
    starts = [start for start, _ in sentences]
    given: dict[int, Attribution] = {}
    found: list[tuple[Quoted, Attribution]] = []
    last: tuple[Quoted, Attribution | None] | None = None
    for quote, own in attributed:
        who = own
        if own is None and not any(
            low < quote.end and quote.start < high for _, low, high, _ in said
        ):
            place = bisect_right(starts, quote.outer) - 1
            if last is not None and last[1] is not None and runs_on(hidden, last[0], quote):
                who = last[1]
            elif _is_sentence(text, hidden, quote, sentences[place]):
                who = given.get(place - 1) or _speaker_before(hidden, sentences, place, said)
            if who is not None:
                given[place] = who
                found.append((quote, who))
        last = quote, who
    return found


def _is_sentence(text: str, hidden: str, quote: Quoted, sentence: tuple[int, int]) -> bool:
    """Say whether a quote is a sentence, or several, which nobody else speaks."""
    if hidden[sentence[0] : quote.outer].strip() or is_spoken(hidden, quote):
        return False
    return quote.open or text[quote.end - 1] in ".!?\u2026"


def _speaker_before(
    hidden: str, sentences: Sequence[tuple[int, int]], place: int, said: Sequence[Said]
) -> Attribution | None:
    """Return who alone spoke in the sentence before, if it stands in the same paragraph."""
    if place == 0:
        return None
    start, end = sentences[place - 1]
    if "\n" in hidden[end : sentences[place][0]]:
        return None
    spoke = [each for each in said if start <= each[0].verb[0] < end]
    direct = [each for each in spoke if each[3]]
    if len({each[0].mention for each in direct or spoke}) != 1:
        return None
    found = (direct or spoke)[-1][0]
    written = hidden[slice(*found.verb)].lower() == "according to"
    another = len(ANY_VERB.findall(hidden, start, end)) > len({each[0].verb for each in spoke})
    return None if not direct and (written or another) else found
