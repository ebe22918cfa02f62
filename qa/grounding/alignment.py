"""Find the source characters that support a text which came without provenance.

Quotes, numbers, dates and names are looked up exactly, allowing for spelling; the rest
falls to the sentences that share most of its words. What is not found is not cited.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.language.dates import covers
from qa.language.mentions import Mentions, SentenceMention, find_mentions
from qa.language.names import same_name
from qa.language.quantities import same_quantity
from qa.records import SourceSpan
from qa.text.comparing import comparing
from qa.text.spans import find_span as find_span
from qa.text.words import content_stems, overlaps

# Below this share of a claim's weighted words a sentence merely has the same topic.
MIN_COVERAGE = 0.35
# A second sentence is worth citing when it explains this much more of the claim.
MIN_GAIN = 0.2
_EDGES = " \t\r\n.,;:!?\"'\u2018\u2019\u201c\u201d"


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """Sentence ``sentence`` of source ``index``; ``coverage`` in [0, 1] of the claim's words."""

    index: int
    sentence: SentenceMention
    coverage: float

    @property
    def span(self) -> SourceSpan:
        """Return its place among the sources."""
        return SourceSpan(self.index, self.sentence.start, self.sentence.end)


def align(claim: str, sources: Sequence[str]) -> list[tuple[SourceSpan, float]]:
    """Return the spans of ``sources`` that support ``claim``, each with a score in (0, 1].

    A claim that stands in a source word for word gives that one span. Otherwise come the
    best one or two sentences, if they cover enough of it, with that share as score, and
    then, with score 1, its quotes, numbers, dates and names outside of those sentences. A
    claim of nothing but such facts gives the facts alone. Spans do not overlap.
    """
    forms = [comparing(source, [claim]) for source in sources]
    found = _align(comparing(claim, sources).text, [form.text for form in forms])
    return [
        (SourceSpan(s.index, *forms[s.index].span(s.start, s.end)), score) for s, score in found
    ]


def _align(claim: str, sources: Sequence[str]) -> list[tuple[SourceSpan, float]]:
    words = claim.strip(_EDGES)
    if not any(c.isalnum() for c in words):
        return []
    for index, source in enumerate(sources):
        if whole := find_span(words, source):
            return [(SourceSpan(index, *whole), 1.0)]
    read = [find_mentions(source) for source in sources]
    asked = find_mentions(claim)
    best = best_sentences(asked, read)
    facts = _find_facts(asked, read, best)
    known = [span for span, _ in facts]
    chosen = [s for s in best if s.coverage >= MIN_COVERAGE]
    if len(known) and not _has_more(asked, [span for _, span in facts]):
        chosen = []
    elif len(best) > 1 and best[0].coverage >= MIN_COVERAGE:
        chosen = best
    result = [(s.span, s.coverage) for s in chosen]
    for span in known:
        taken = [(s.start, s.end) for s, _ in result if s.index == span.index]
        if not overlaps(span.start, span.end, taken):
            result.append((span, 1.0))
    return result


def best_sentences(claim: Mentions, sources: Sequence[Mentions]) -> list[ScoredSentence]:
    """Return the sentence that covers most of the claim, and one more if it adds to it.

    Words weigh by rarity among the source sentences, log(1 + N / n), so that the topic's
    own words, which stand in every sentence, decide nothing. Coverage is that of the sentence
    alone; none is returned that shares no word.
    """
    wanted = dict.fromkeys(stem for s in claim.sentences for stem in s.stems)
    weight = word_weights(wanted, sources)
    total = sum(weight.values()) or 1.0
    found: list[ScoredSentence] = []
    left = set(wanted)
    while len(found) < 2:
        top: tuple[float, int, SentenceMention] | None = None
        for index, source in enumerate(sources):
            for sentence in source.sentences:
                gain = math.fsum(weight[s] for s in left.intersection(sentence.stems))
                if gain > 0 and (top is None or gain > top[0]):
                    top = (gain, index, sentence)
        if top is None or (found and top[0] / total < MIN_GAIN):
            break
        shared = set(wanted).intersection(top[2].stems)
        covered = min(1.0, math.fsum(weight[s] for s in shared) / total)
        found.append(ScoredSentence(top[1], top[2], covered))
        left -= shared
    return found


def is_copy(sentence: str, sources: Sequence[Mentions]) -> bool:
    """Say whether a whole sentence of a source is this one, but for spaces, quotes and its end.

    A part of a sentence is no copy: "no one thinks it is safe" does not say "it is safe".
    """
    words = sentence.strip(_EDGES)
    if not words:
        return False
    for source in sources:
        found = find_span(words, source.text)
        if found is not None and any(
            s.start <= found[0]
            and found[1] <= s.end
            and not source.text[s.start : found[0]].strip(_EDGES)
            and not source.text[found[1] : s.end].strip(_EDGES)
            for s in source.sentences
        ):
            return True
    return False


def word_weights(stems: Sequence[str] | dict[str, None], sources: Sequence[Mentions]) -> (
    dict[str, float]
):  # fmt: skip
    """Return the weight of each stem: log(1 + N / n), n of N source sentences holding it."""
    wanted = set(stems)
    count = Counter(
        stem
        for source in sources
        for sentence in source.sentences
        for stem in wanted.intersection(sentence.stems)
    )
    sentences = max(1, sum(len(source.sentences) for source in sources))
    return {stem: math.log1p(sentences / max(1, count[stem])) for stem in stems}


def _has_more(claim: Mentions, facts: Sequence[tuple[int, int]]) -> bool:
    """Say whether the claim has words with meaning beside its facts."""
    return any(
        content_stems([word]) and not overlaps(word.start, word.end, facts)
        for sentence in claim.sentences
        for word in sentence.words
    )


def _find_facts(
    claim: Mentions, sources: Sequence[Mentions], best: Sequence[ScoredSentence]
) -> list[tuple[SourceSpan, tuple[int, int]]]:
    """Return each fact's place in the sources, beside its place in the claim."""
    order = sorted(range(len(sources)), key=lambda i: [i != s.index for s in best])
    found: list[tuple[SourceSpan, tuple[int, int]]] = []

    def take(span: tuple[int, int], places: Iterator[tuple[int, int, int]]) -> None:
        if overlaps(*span, [asked for _, asked in found]):
            return
        homes = [(s.index, s.sentence.start, s.sentence.end) for s in best]
        first: tuple[int, int, int] | None = None
        for index, start, end in places:
            first = first or (index, start, end)
            if any(i == index and a <= start and end <= b for i, a, b in homes):
                first = (index, start, end)
                break
        if first:
            found.append((SourceSpan(*first), span))

    near = {s.index: s.sentence.start for s in reversed(best)}
    for start, end in claim.quotes:
        quote = claim.text[start:end].strip(_EDGES)
        take((start, end), _literal(quote, sources, order, near))
    for date in claim.dates:
        take(
            (date.start, date.end),
            ((i, d.start, d.end) for i in order for d in sources[i].dates if covers(d, date)),
        )
    for quantity in claim.quantities:
        take(
            (quantity.start, quantity.end),
            (
                (i, q.start, q.end)
                for i in order
                for q in sources[i].quantities
                if same_quantity(quantity, q)
            ),
        )
    for name in claim.names:
        if not name.sure and not best:
            continue
        literal = claim.text[name.start : name.end]
        take((name.start, name.end), _literal(literal, sources, order, near))
        take(
            (name.start, name.end),
            (
                (i, n.start, n.end)
                for i in order
                for n in sources[i].names
                if same_name(name.keys, n.keys)
            ),
        )
    return found


def _literal(
    quote: str, sources: Sequence[Mentions], order: Sequence[int], near: dict[int, int]
) -> Iterator[tuple[int, int, int]]:
    for index in order:
        if span := find_span(quote, sources[index].text, near.get(index)):
            yield index, *span
