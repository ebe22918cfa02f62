"""Articles to one paragraph: sentences chosen or written by the generator, checked, cited."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.grounding.alignment import align, best_sentences
from qa.grounding.check import check_claim
from qa.grounding.judging import ClaimJudge
from qa.grounding.overtaken import find_overtaken
from qa.language.mentions import find_mentions
from qa.protocols import Generator, Pointer
from qa.records import Article, Citation, GeneratedSentence, SourceSpan, SummarySentence
from qa.sources.pages import page_of
from qa.text.parts import find_parts
from qa.text.sentences import split_sentences

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_WORD = re.compile(r"\w")
_FULL_STOP = re.compile(r"(?<!\.)\.[\"'”’)\]]*$")
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
    """Return the sentences of an article, or those that reach into its part.

    What is no prose of the article is left out: title and headings, bylines and datelines, notes,
    captions, tables, and lines about other stories. An article of nothing else keeps all.
    """
    stop = len(article.text) if end is None else end
    every = [SourceSentence(article, a, b) for a, b in split_sentences(article.text)]
    kept = [s for s in map(_prose, every) if s and not _is_heading(s.text, article.title)]
    return [s for s in kept or every if s.start < stop and s.end > start]


def current_sentences(article: Article) -> list[SourceSentence]:
    """Return the same but for those of a live blog whose figure a newer entry has put right."""
    return [s for s in source_sentences(article) if not find_overtaken(s.text, article.text)]


def _prose(sentence: SourceSentence) -> SourceSentence | None:
    """Return a sentence without its dateline or time, None for one that is no prose."""
    article = sentence.article
    for part in find_parts(article.text, article.title):
        if part.kind == "prose" and part.start < sentence.end and sentence.start < part.end:
            return replace(sentence, start=max(sentence.start, part.start))
    return None


def _is_heading(text: str, title: str) -> bool:
    line = " ".join(text.split())
    if line.lstrip("# ").casefold() == " ".join(title.split()).casefold():
        # An article without a headline has its first sentence as title.
        return not _FULL_STOP.search(line)
    return not _SENTENCE_END.search(line) and len(line.split()) <= HEADING_WORDS


def summarize_each(
    groups: Sequence[Sequence[SourceSentence]], generator: Generator, budget: int
) -> list[GeneratedSentence]:
    """Return at most ``budget`` sentences; their spans index the groups' sentences, joined.

    Each group (one article's sentences) is summarised by itself, since a generator reads one
    article's order and lead; of several, the sentences left are then summarised together.
    """
    first: list[GeneratedSentence] = []
    sources = [source.text for group in groups for source in group]
    offset = 0
    for group in groups:
        if not group:
            continue
        for sentence in generator.summarize([source.text for source in group], budget):
            first.append(_shifted(sentence, offset))
        offset += len(group)
    if len(groups) < 2 or len(first) <= budget:
        return first[:budget]
    second = generator.summarize([sentence.text for sentence in first], budget)
    return [_composed(sentence, first, sources) for sentence in second[:budget]]


def _shifted(sentence: GeneratedSentence, offset: int) -> GeneratedSentence:
    if sentence.spans is None:
        return sentence
    spans = tuple(SourceSpan(s.index + offset, s.start, s.end) for s in sentence.spans)
    return GeneratedSentence(sentence.text, spans)


def _composed(
    sentence: GeneratedSentence, first: Sequence[GeneratedSentence], sources: Sequence[str]
) -> GeneratedSentence:
    """Follow spans into first-stage sentences on to the source.

    That needs sentences made of pieces of it; of others nothing is known.
    """
    spans: list[SourceSpan] = []
    for span in sentence.spans or ():
        middle = first[span.index]
        below = middle.spans or ()
        pieces = [sources[piece.index][piece.start : piece.end] for piece in below]
        # The first letter may be a capital where its sentence was cut.
        same = "".join(pieces)[1:] == middle.text[1:] and len("".join(pieces)) == len(middle.text)
        if not below or not same:
            return GeneratedSentence(sentence.text, None)
        at = 0
        for piece, text in zip(below, pieces, strict=True):
            low, high = max(span.start - at, 0), min(span.end - at, len(text))
            if low < high:
                spans.append(SourceSpan(piece.index, piece.start + low, piece.start + high))
            at += len(text)
    return GeneratedSentence(sentence.text, tuple(spans) or None)


def check_sentences(
    generated: Sequence[GeneratedSentence],
    sources: Sequence[SourceSentence],
    pointer: Pointer | None = None,
    judge: ClaimJudge | None = None,
) -> tuple[SummarySentence, ...]:
    """Cite and check every generated sentence.

    ``pointer`` and ``judge`` read those that were freely worded.
    One that its sources do not bear out is replaced by the source sentence it comes
    nearest to; where there is none, it stays and is marked as unsupported.
    """
    texts = [source.text for source in sources]
    sentences: list[SummarySentence] = []
    for sentence in generated:
        made = _check(sentence, sources, texts, pointer, judge)
        if made.text and all(made.text != other.text for other in sentences):
            sentences.append(made)
    return tuple(sentences)


def _check(
    sentence: GeneratedSentence,
    sources: Sequence[SourceSentence],
    texts: Sequence[str],
    pointer: Pointer | None,
    judge: ClaimJudge | None,
) -> SummarySentence:
    readers = (pointer, judge) if sentence.spans is None else (None, None)
    spans = sentence.spans
    if spans is None:
        spans = tuple(span for span, _ in align(sentence.text, texts))
    spans = tuple(s for s in spans if 0 <= s.start < s.end <= len(texts[s.index]))
    # Of the pieces of a shortened sentence, a full stop alone needs no source.
    worded = [s for s in spans if _WORD.search(texts[s.index], s.start, s.end)]
    citations = tuple(cite_span(sources[s.index], s.start, s.end) for s in worded)
    cited = sorted({span.index for span in spans})
    verdict = check_claim(sentence.text, [texts[index] for index in cited] or list(texts), *readers)
    if not verdict.supported and cited:
        best = best_sentences(
            find_mentions(sentence.text), [find_mentions(texts[index]) for index in cited]
        )
        nearest = sources[cited[best[0].index if best else 0]]
        return SummarySentence(
            text=join_lines(nearest.text),
            supported=True,
            score=1.0,
            citations=(cite_span(nearest, 0, nearest.end - nearest.start),),
        )
    return SummarySentence(
        text=join_lines(sentence.text),
        supported=verdict.supported and bool(citations),
        score=verdict.score,
        citations=citations,
        reasons=verdict.reasons,
        doubts=verdict.doubts,
    )


def join_lines(text: str) -> str:
    """Join the lines of a hard-wrapped sentence: a summary is one paragraph."""
    return " ".join(text.split())


def cite_span(source: SourceSentence, start: int, end: int) -> Citation:
    """Return characters ``[start, end)`` of a sentence, without blanks at their ends, as cited."""
    text = source.text[start:end]
    low = source.start + start + len(text) - len(text.lstrip())
    high = source.start + start + len(text.rstrip())
    return Citation(
        article_id=source.article.id,
        title=source.article.title,
        start=low,
        end=high,
        quote=source.article.text[low:high],
        page=page_of(source.article.pages, low),
    )
