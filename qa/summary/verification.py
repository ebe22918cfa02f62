"""Hold a text that somebody else wrote against articles, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.grounding.alignment import align
from qa.grounding.check import check_claim
from qa.grounding.denials import find_denials
from qa.grounding.fact_checks import NOWHERE, has_name
from qa.grounding.judging import ClaimJudge
from qa.grounding.overtaken import find_overtaken
from qa.language.mentions import find_mentions
from qa.protocols import Pointer
from qa.records import Article, SummarySentence, Support
from qa.summary.paragraph import cite_span, source_sentences
from qa.summary.tabled import check_in_tables
from qa.text.parts import find_parts

NOT_MENTIONED = Support(False, 0.0, ("no article speaks of it",))
STAMPED = 300
"""Characters after the time of a live blog's entry that it may be the time of."""
WHOLE = 1.0
"""The score of a sentence that an article has word for word: no other can be better."""


def verify(
    sentences: Sequence[str],
    near: Callable[[str], Sequence[Article]],
    pointer: Pointer,
    progress: Callable[[int], None] | None = None,
    judge: ClaimJudge | None = None,
) -> list[SummarySentence]:
    """Check every sentence against the articles that ``near`` returns for it.

    The best article counts, since what two of them say together neither has to mean.
    ``progress`` hears how many are done, before each.
    """
    found: list[SummarySentence] = []
    for sentence in sentences:
        if progress is not None:
            progress(len(found))
        best: SummarySentence | None = None
        tried: list[SummarySentence] = []
        others: list[str] = []
        for article in near(sentence):
            made = _held(sentence, article, pointer, judge)
            if not made.supported:
                made = check_in_tables(sentence, article) or made
            if not made.supported:
                others += _told_otherwise(sentence, article)
            tried.append(made)
            # The first of equals: articles come best first.
            best = made if best is None else max(best, made, key=_rank)
            if best.supported and best.score >= WHOLE:
                break
        if best is not None and best.supported:
            best = replace(best, doubts=(*best.doubts, *others))
        found.append(_untold(sentence) if best is None else _say_where(best, tried))
    return found


def _say_where(best: SummarySentence, tried: Sequence[SummarySentence]) -> SummarySentence:
    """Say of what is missing in which articles it is: those that were read, not all there are."""
    read = f"{len(tried)} articles read"
    reasons = []
    for reason in best.reasons:
        fact, ends = reason.removesuffix(NOWHERE), reason.endswith(NOWHERE)
        if ends and all(reason in t.reasons or t.reasons == NOT_MENTIONED.reasons for t in tried):
            reason = (
                f"{fact}is in none of the {read}"
                if len(tried) > 1
                else f"{fact}is not in the one article read"
            )
        elif ends:
            reason = f"{fact}is not in the one of the {read} that fits best"
        reasons.append(reason)
    return replace(best, reasons=tuple(reasons))


def _told_otherwise(sentence: str, article: Article) -> list[str]:
    """Return what an article that has all names of a sentence says to its contrary, if anything.

    Two articles may differ on what happened, and the one that bears a claim out is not the only
    one then.
    """
    claim = find_mentions(sentence)
    whole = find_mentions(article.text, article.date)
    if not all(has_name(name, whole) for name in claim.names):
        return []
    read = [find_mentions(source.text, article.date) for source in source_sentences(article)]
    said = find_denials(claim, read)[:1]
    return [f'"{article.title}" says otherwise: {reason}' for reason in said]


def _rank(made: SummarySentence) -> tuple[bool, bool, float]:
    return made.supported, made.supported and not made.doubts, made.score


def _held(
    sentence: str, article: Article, pointer: Pointer, judge: ClaimJudge | None
) -> SummarySentence:
    """Check a sentence against one article, and cite what it rests on there."""
    sources = source_sentences(article)
    texts = [source.text for source in sources]
    # A headline states facts too, but is no sentence to be quoted for them.
    stamps = [
        f"{article.text[part.start : part.end]} {article.text[part.end : part.end + STAMPED]}"
        for part in find_parts(article.text, article.title)
        if part.kind == "stamp" and article.text[part.start : part.end] in sentence
    ]
    support = check_claim(
        sentence, [*texts, article.title, *stamps], pointer, judge, date=article.date
    )
    if support.supported and (newer := find_overtaken(sentence, article.text)):
        support = Support(False, support.score, newer, support.doubts)
    spans = [span for span, _ in align(sentence, texts)]
    citations = tuple(cite_span(sources[s.index], s.start, s.end) for s in spans)
    return SummarySentence(
        text=sentence,
        supported=support.supported and bool(citations),
        score=support.score,
        citations=citations,
        reasons=support.reasons if citations else NOT_MENTIONED.reasons,
        doubts=support.doubts if citations else (),
    )


def _untold(sentence: str) -> SummarySentence:
    return SummarySentence(
        sentence, NOT_MENTIONED.supported, NOT_MENTIONED.score, (), NOT_MENTIONED.reasons
    )
