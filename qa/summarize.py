"""Articles to one paragraph: sentences chosen or written by the generator, checked, cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.align import align
from qa.ground import check
from qa.protocols import Generator
from qa.sentences import split_sentences
from qa.types import Article, Citation, GeneratedSentence, SourceSpan, SummarySentence

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
HEADING_WORDS = 14
"""A line without a full stop and no longer than this is a heading, a caption or a byline."""


@dataclass(frozen=True, slots=True)
class SourceSentence:
    """Characters ``[start, end)`` of an article that a summary may draw on."""

    article: Article
    start: int
    end: int

    @property
    def text(self) -> str:
        """The sentence's own characters."""
        return self.article.text[self.start : self.end]


def source_sentences(
    article: Article, start: int = 0, end: int | None = None
) -> list[SourceSentence]:
    """Return the sentences of an article, or of its part, without title and headings.

    An article of nothing but short lines keeps them all.
    """
    stop = len(article.text) if end is None else end
    every = [
        SourceSentence(article, a, b)
        for a, b in split_sentences(article.text)
        if a < stop and b > start
    ]
    kept = [s for s in every if not _is_heading(s.text, article.title)]
    return kept or every


def _is_heading(text: str, title: str) -> bool:
    line = " ".join(text.split())
    if line.lstrip("# ").casefold() == " ".join(title.split()).casefold():
        return True
    return not _SENTENCE_END.search(line) and len(line.split()) <= HEADING_WORDS


def summarize_each(
    groups: Sequence[Sequence[SourceSentence]], generator: Generator, budget: int
) -> list[GeneratedSentence]:
    """Return at most ``budget`` sentences; their spans index the groups' sentences, joined.

    Each group (one article's sentences) is summarised by itself, since a generator reads one
    article's order and lead; of several, the sentences left are then summarised together.
    """
    first: list[GeneratedSentence] = []
    offset = 0
    for group in groups:
        for sentence in generator.summarize([source.text for source in group], budget):
            first.append(_shifted(sentence, offset))
        offset += len(group)
    if len(groups) < 2 or len(first) <= budget:
        return first[:budget]
    second = generator.summarize([sentence.text for sentence in first], budget)
    return [_composed(sentence, first) for sentence in second]


def _shifted(sentence: GeneratedSentence, offset: int) -> GeneratedSentence:
    if sentence.spans is None:
        return sentence
    spans = tuple(SourceSpan(s.index + offset, s.start, s.end) for s in sentence.spans)
    return GeneratedSentence(sentence.text, spans)


def _composed(sentence: GeneratedSentence, first: Sequence[GeneratedSentence]) -> GeneratedSentence:
    """Follow spans into first-stage sentences on to the source, where those are one span each."""
    spans: list[SourceSpan] = []
    for span in sentence.spans or ():
        below = first[span.index].spans
        if below is None or len(below) != 1:
            return GeneratedSentence(sentence.text, None)
        start = below[0].start
        spans.append(SourceSpan(below[0].index, start + span.start, start + span.end))
    return GeneratedSentence(sentence.text, tuple(spans) or None)


def checked(
    generated: Sequence[GeneratedSentence], sources: Sequence[SourceSentence]
) -> tuple[SummarySentence, ...]:
    """Cite and check every generated sentence.

    One that its sources do not bear out is replaced by the source sentence it comes
    nearest to; where there is none, it stays and is marked as unsupported.
    """
    texts = [source.text for source in sources]
    sentences: list[SummarySentence] = []
    for sentence in generated:
        made = _check(sentence, sources, texts)
        if made.text and all(made.text != other.text for other in sentences):
            sentences.append(made)
    return tuple(sentences)


def _check(
    sentence: GeneratedSentence, sources: Sequence[SourceSentence], texts: Sequence[str]
) -> SummarySentence:
    spans = sentence.spans
    if spans is None:
        spans = tuple(span for span, _ in align(sentence.text, texts))
    citations = tuple(_citation(sources[s.index], s.start, s.end) for s in spans)
    cited = sorted({span.index for span in spans})
    verdict = check(sentence.text, [texts[index] for index in cited] or list(texts))
    if not verdict.supported and cited:
        nearest = sources[cited[0]]
        return SummarySentence(
            text=one_line(nearest.text),
            supported=True,
            score=1.0,
            citations=(_citation(nearest, 0, nearest.end - nearest.start),),
        )
    return SummarySentence(
        text=one_line(sentence.text),
        supported=verdict.supported and bool(citations),
        score=verdict.score,
        citations=citations,
    )


def one_line(text: str) -> str:
    """Join the lines of a hard-wrapped sentence: a summary is one paragraph."""
    return " ".join(text.split())


def _citation(source: SourceSentence, start: int, end: int) -> Citation:
    low = source.start + start
    high = source.start + end
    return Citation(
        article_id=source.article.id,
        title=source.article.title,
        start=low,
        end=high,
        quote=source.article.text[low:high],
    )
