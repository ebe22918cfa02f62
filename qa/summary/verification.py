"""Hold a text that somebody else wrote against articles, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.grounding.alignment import align, best_sentences
from qa.grounding.assertions import find_unstated
from qa.grounding.callings import find_miscalled
from qa.grounding.check import check_claim
from qa.grounding.denials import find_opposed
from qa.grounding.fact_checks import NOWHERE, has_name
from qa.grounding.figures import find_displaced
from qa.grounding.judging import ClaimJudge
from qa.grounding.overtaken import find_overtaken
from qa.language.mentions import Mentions, find_mentions
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
        tried: list[tuple[SummarySentence, Article]] = []
        for article in near(sentence):
            made = _held(sentence, article, pointer, judge)
            if not made.supported:
                made = check_in_tables(sentence, article) or made
            tried.append((made, article))
            if made.supported and made.score >= WHOLE:
                break
        found.append(_settle(sentence, tried) if tried else _untold(sentence))
    return found


def _settle(sentence: str, tried: Sequence[tuple[SummarySentence, Article]]) -> SummarySentence:
    """Return what the best article says, unless another one plainly says otherwise.

    What an older article says is planned, a newer one may tell as done. An article that is not
    older than the best one, and has more of the sentence in one of its own, has the last word.
    """
    best, bearer = max(tried, key=lambda pair: _rank(pair[0]))  # the first of equals: best first
    every = [made for made, _ in tried]
    if not best.supported:
        return _say_where(best, every)
    claim = find_mentions(sentence)
    most = max((_share(claim, each) for each in _read(bearer)), default=0.0)
    doubts: list[str] = []
    for made, article in tried:
        said, share = ("", 0.0) if made.supported else _denied(claim, article, bearer.date)
        if said and article.date >= bearer.date and share > most:
            return replace(made, supported=False, reasons=(said,), doubts=())
        if said:
            doubts.append(f'"{article.title}" says otherwise: {said}')
    return replace(best, doubts=(*best.doubts, *doubts))


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


def _denied(claim: Mentions, article: Article, since: str) -> tuple[str, float]:
    """Return what an article that has all names of a claim says to its contrary; "" for nothing.

    Beside it stands the share of the claim in the sentence that says so. Two articles may differ on
    what happened, and the one that bears a claim out is not the only one then. What is still to
    come in one from before ``since``, or had other figures then, differs from nothing.
    """
    whole = find_mentions(article.text, article.date)
    if not all(has_name(name, whole) for name in claim.names):
        return "", 0.0

    def denials(read: Sequence[Mentions]) -> list[str]:
        said = [*find_opposed(claim, read, best_sentences(claim, read))]
        if article.date >= since:
            said += [*find_unstated(claim, read), *find_displaced(claim, read)]
        return [*said, *find_miscalled(claim, read)]

    read = _read(article)
    said = denials(read)[:1]
    shares = (_share(claim, each) for each in read if said and said[0] in denials([each]))
    return ("", 0.0) if not said else (said[0], max(shares, default=0.0))


def _share(claim: Mentions, source: Mentions) -> float:
    """Return the share of a claim's words and figures that a source has, in [0, 1]."""
    wanted = {stem for sentence in claim.sentences for stem in sentence.stems}
    held = {stem for sentence in source.sentences for stem in sentence.stems}
    return len(wanted & held) / max(1, len(wanted))


def _read(article: Article) -> list[Mentions]:
    return [find_mentions(source.text, article.date) for source in source_sentences(article)]


def _rank(made: SummarySentence) -> tuple[bool, bool, int, float]:
    missing = sum(reason.endswith(NOWHERE) for reason in made.reasons)
    told = -missing if made.citations else -len(made.text)
    return made.supported, made.supported and not made.doubts, told, made.score


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
