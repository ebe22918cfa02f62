"""Everything checkable in one text, each part read once, when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from qa.language.dates import Date, find_dates
from qa.language.names import Name, country_of, key_set, names_of
from qa.language.numbers import find_quantities
from qa.language.quantities import Quantity, format_decimal
from qa.text.sentences import split_sentences
from qa.text.words import (
    STOPWORDS,
    Word,
    content_stems,
    find_words,
    overlaps_sorted,
    split_words,
    word_key,
)

# Claim after claim is checked against the same sources, an article's sentences one by one; of
# whole articles those of a question or two are kept, so that the caches stay within some 40 MB.
_CACHED_TEXTS = 512
_CACHED_CHARS = 5_000
_LONG_TEXTS = 16
_LONG_CHARS = 50_000
_QUOTE = re.compile(r"[\"\u201c\u201d]([^\"\u201c\u201d]{2,400})[\"\u201c\u201d]")


@dataclass(frozen=True, slots=True)
class SentenceMention:
    """A sentence at ``text[start:end]``, its words, and the stems of those with meaning."""

    start: int
    end: int
    words: tuple[Word, ...]
    stems: tuple[str, ...]


class Mentions:
    """What one text mentions; all spans are its own characters, half open.

    Each part is read when it is first asked for: most articles are only asked for a name.

    Attributes:
        text: the text itself.
        date: the ISO day that it was written, "" when unknown.
    """

    def __init__(self, text: str, date: str = "") -> None:
        """Read nothing yet."""
        self.text, self.date = text, date

    @cached_property
    def words(self) -> list[Word]:
        """Return all words, in order."""
        return find_words(self.text)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return the canonical keys of all words, peoples also as their countries."""
        keys = key_set(split_words(self.text))
        return keys | {country_of(k) for k in keys}

    @cached_property
    def initials(self) -> str:
        """Return the first letters of the words in their order, without function words."""
        keys = map(word_key, split_words(self.text))
        return "".join(key[:1] for key in keys if key not in STOPWORDS)

    @cached_property
    def dates(self) -> tuple[Date, ...]:
        """Return the dates, in order."""
        return tuple(find_dates(self.text, self.date))

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """Return the numbers with their units, but those inside a date."""
        days = [(d.start, d.end) for d in self.dates]
        found = find_quantities(self.text)
        return tuple(q for q in found if not overlaps_sorted(q.start, q.end, days))

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Return the names, but those inside a date or a quantity."""
        numbers = sorted(self.figures)
        found = names_of(self.text, self.words)
        return tuple(n for n in found if not overlaps_sorted(n.start, n.end, numbers))

    @cached_property
    def quotes(self) -> tuple[tuple[int, int], ...]:
        """Return where words between quotation marks stand."""
        return tuple(m.span(1) for m in _QUOTE.finditer(self.text))

    @cached_property
    def sentences(self) -> tuple[SentenceMention, ...]:
        """Return the sentences; a number or date counts as one word, however it is spelled."""
        values = [(d.start, d.end, d.value) for d in self.dates]
        values += [(q.start, q.end, format_decimal(q.value) + q.unit) for q in self.quantities]
        return tuple(_sentences(self.text, self.words, sorted(values)))

    @property
    def figures(self) -> list[tuple[int, int]]:
        """Return where the quantities stand, then the dates."""
        numbers = [(q.start, q.end) for q in self.quantities]
        return numbers + [(d.start, d.end) for d in self.dates]


def find_mentions(text: str, date: str = "") -> Mentions:
    """Return what ``text`` mentions; the last few texts are remembered.

    ``date`` is the ISO day that the text was written: with it "yesterday" is a date.
    """
    if len(text) <= _CACHED_CHARS:
        return _remembered(text, date)
    return _remembered_long(text, date) if len(text) <= _LONG_CHARS else Mentions(text, date)


@lru_cache(maxsize=_CACHED_TEXTS)
def _remembered(text: str, date: str) -> Mentions:
    return Mentions(text, date)


@lru_cache(maxsize=_LONG_TEXTS)
def _remembered_long(text: str, date: str) -> Mentions:
    return Mentions(text, date)


def _sentences(
    text: str, words: list[Word], figures: list[tuple[int, int, str]]
) -> Iterator[SentenceMention]:
    spans = [(start, end) for start, end, _ in figures]
    place = figure = 0
    for start, end in split_sentences(text):
        first = place
        while place < len(words) and words[place].start < end:
            place += 1
        inside = tuple(words[first:place])
        stems = content_stems([w for w in inside if not overlaps_sorted(w.start, w.end, spans)])
        while figure < len(figures) and figures[figure][0] < end:
            stems.append(figures[figure][2])
            figure += 1
        yield SentenceMention(start, end, inside, tuple(stems))
