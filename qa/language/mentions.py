"""Everything checkable in one text, read once: sentences, words, numbers, dates, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from qa.language.dates import Date, find_dates
from qa.language.names import Name, canonical_keys, country_of, names_of
from qa.language.numbers import find_quantities
from qa.language.quantities import Quantity, format_decimal
from qa.text.sentences import split_sentences
from qa.text.words import Word, content_stems, find_words, overlaps_sorted

# Claim after claim is checked against the same sources, an article's sentences one by one;
# a longer text than this is read anew, so that the cache stays within some 30 MB.
_CACHED_TEXTS = 512
_CACHED_CHARS = 5_000
_QUOTE = re.compile(r"[\"\u201c\u201d]([^\"\u201c\u201d]{2,400})[\"\u201c\u201d]")


@dataclass(frozen=True, slots=True)
class SentenceMention:
    """A sentence at ``text[start:end]``, its words, and the stems of those with meaning."""

    start: int
    end: int
    words: tuple[Word, ...]
    stems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mentions:
    """What one text mentions; all spans are its own characters, half open.

    ``keys`` are the canonical keys of all words, peoples also as their countries.
    Numbers inside a date are not quantities as well.
    """

    text: str
    sentences: tuple[SentenceMention, ...]
    quantities: tuple[Quantity, ...]
    dates: tuple[Date, ...]
    names: tuple[Name, ...]
    quotes: tuple[tuple[int, int], ...]
    keys: frozenset[str]

    @property
    def figures(self) -> list[tuple[int, int]]:
        """Return where the quantities stand, then the dates."""
        numbers = [(q.start, q.end) for q in self.quantities]
        return numbers + [(d.start, d.end) for d in self.dates]


def find_mentions(text: str, date: str = "") -> Mentions:
    """Return what ``text`` mentions; the last few texts are remembered.

    ``date`` is the ISO day that the text was written: with it "yesterday" is a date.
    """
    return _remembered(text, date) if len(text) <= _CACHED_CHARS else _read(text, date)


@lru_cache(maxsize=_CACHED_TEXTS)
def _remembered(text: str, date: str) -> Mentions:
    return _read(text, date)


def _read(text: str, date: str) -> Mentions:
    words = find_words(text)
    dates = find_dates(text, date)
    days = [(d.start, d.end) for d in dates]
    quantities = [q for q in find_quantities(text) if not overlaps_sorted(q.start, q.end, days)]
    figures = sorted(
        [(d.start, d.end, d.value) for d in dates]
        + [(q.start, q.end, format_decimal(q.value) + q.unit) for q in quantities]
    )
    numbers = [(start, end) for start, end, _ in figures]
    names = [n for n in names_of(text, words) if not overlaps_sorted(n.start, n.end, numbers)]
    keys = frozenset(canonical_keys(words)) | {w.key for w in words}
    return Mentions(
        text,
        tuple(_sentences(text, words, figures)),
        tuple(quantities),
        tuple(dates),
        tuple(names),
        tuple(m.span(1) for m in _QUOTE.finditer(text)),
        keys | {country_of(k) for k in keys},
    )


def _sentences(
    text: str, words: list[Word], figures: list[tuple[int, int, str]]
) -> Iterator[SentenceMention]:
    """Yield the sentences; a number or date counts as one word, however it is spelled."""
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
