"""Where a reading stands: its sentence, and the one before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from qa.records import Hit, Reading
from qa.text.blocks import split_blocks
from qa.text.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """A reading's characters ``text[start:end]``, in its sentence ``text[low:high]``.

    ``before`` is where the sentence before it in the same block begins, else ``low``.
    """

    text: str
    start: int
    end: int
    low: int
    high: int
    before: int

    @property
    def sentence(self) -> str:
        """The sentence."""
        return self.text[self.low : self.high]

    @property
    def window(self) -> str:
        """The sentence with the one before it."""
        return self.text[self.before : self.high]


def find_context(hit: Hit, reading: Reading) -> ReadingContext | None:
    """Return where a reading stands; None for one without a place, or with several."""
    if reading.spans is None or len(reading.spans) != 1:
        return None
    text, span = hit.passage.text, reading.spans[0]
    sentences = split_sentences(text)
    own = next((n for n, (low, high) in enumerate(sentences) if low <= span.start < high), None)
    if own is None:
        return None
    low, high = sentences[own]
    block = next((start for start, end in split_blocks(text) if start <= span.start < end), 0)
    before = sentences[own - 1][0] if own and sentences[own - 1][0] >= block else low
    return ReadingContext(text, span.start, span.end, low, max(high, span.end), before)


def rule_out(
    hits: Sequence[Hit], readings: Sequence[Reading], is_wrong: Callable[[ReadingContext], bool]
) -> list[Reading]:
    """Return the readings of ``hits``; one that ``is_wrong`` where it stands is "no answer".

    One without a place of its own stays.
    """
    made = []
    for hit, reading in zip(hits, readings, strict=True):
        place = find_context(hit, reading)
        wrong = place is not None and is_wrong(place)
        made.append(replace(reading, no_answer=1.0) if wrong else reading)
    return made
