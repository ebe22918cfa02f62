"""Whether the cited articles bear out an answer: its words, and the facts its question assumes.

A reader finds "1912" for "When did NASA sign it?" in an article that never names NASA. The
words are copied, so they are true of something; whether of what was asked, the question's own
names, numbers and dates tell: each has to stand in an article that is cited (SQuAD 2.0's
"entity swap" and "impossible condition", Rajpurkar et al. 2018, table 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from qa.answering.choice import EPSILON, NO, VERDICTS
from qa.answering.fitting.spans import sentence_around
from qa.grounding.assertions import find_unstated
from qa.grounding.check import check_claim
from qa.grounding.denials import find_contradictions
from qa.grounding.fact_checks import has_date, has_name, has_quantity
from qa.grounding.judging import ClaimJudge
from qa.language import lexicon
from qa.language.mentions import Mentions, find_mentions
from qa.language.synonyms import find_synonym
from qa.language.verbs import may_be_verb
from qa.protocols import Pointer
from qa.question import Question, reworded
from qa.records import Article, Citation, Support
from qa.records.probabilities import bounded_sigmoid, log_odds
from qa.text.comparing import comparing
from qa.text.words import STOPWORDS, split_words, stem, word_key

COUNTED = 10
"""Spelled numbers of a question up to this need not stand in an article."""
CONTRARY = 0.5
"""What is left of a score where a cited sentence says the contrary."""
DOUBT = 1.0
"""By how much the log-odds of a copied answer fall where nothing that is asked is in the article.

A logistic regression on 900 held-out training questions, 72 of whose answers had reasons against
them, gives 1.19 (`models.calibrate_support`). Log loss is .533 with 1, where it was .561 with the
confidence times the score.
"""
_MEASURED = frozenset({"when", "quantity", "value"})
_TO_COME = lexicon.words("questions", "to_come")
NO_ANSWER_SUPPORT = Support(False, 0.0, ("there is no answer",))


def check_support(
    question: Question,
    answer: str,
    citations: Sequence[Citation],
    articles: Sequence[Article],
    pointer: Callable[[], Pointer] | None = None,
    judge: Callable[[], ClaimJudge | None] | None = None,
) -> Support:
    """Say whether ``articles``, those that are cited, bear an answer out, and what fails.

    Words that were copied are there, and a "Yes" or "No" has its sentence; words that were not,
    a hub model's own, go through ``grounding.check``, with the readers that ``pointer`` and
    ``judge`` return when they are needed. ``score`` in [0, 1] is that check's, 1.0 for a copy,
    times the share of the question's names, numbers and dates that the articles have.
    """
    if not answer.strip():
        return NO_ANSWER_SUPPORT
    own = [f"{a.title}\n{a.date}\n{a.text}" for a in articles]
    sources = [comparing(each, [question.text]).text for each in own]
    worded = _worded(answer, citations, sources, pointer, judge)
    question = reworded(question, comparing(question.text, own).text)
    assumed = question.mentions
    read = [find_mentions(source, a.date) for source, a in zip(sources, articles, strict=True)]
    missing = tuple(_missing(assumed, read, denied=answer == NO))
    facts = sum(n.sure for n in assumed.names) + len(assumed.dates) + len(assumed.quantities)
    share = 1.0 - len(missing) / facts if facts else 1.0
    contrary = _contradictions(question, answer, citations, articles)
    return Support(
        worded.supported and not missing and not contrary,
        worded.score * share * (CONTRARY if contrary else 1.0),
        worded.reasons + missing + contrary,
        worded.doubts,
    )


def weigh_support(
    confidence: float, support: Support, answer: str, citations: Sequence[Citation]
) -> float:
    """Return what is left of a confidence in [0, 1] where ``support`` has reasons against it.

    The words of a copy are right for something: its log-odds fall by at most ``DOUBT``. Of an
    answer that was worded freely the score says how much is borne out at all.
    """
    if not support.reasons:
        return confidence
    if not _is_copied(answer, citations):
        return confidence * support.score
    return bounded_sigmoid(log_odds(confidence, EPSILON) - DOUBT * (1 - support.score))


def _is_copied(answer: str, citations: Sequence[Citation]) -> bool:
    quotes = [citation.quote for citation in citations]
    return answer in (*quotes, "; ".join(quotes), *VERDICTS)


def _contradictions(
    question: Question,
    answer: str,
    citations: Sequence[Citation],
    articles: Sequence[Article],
) -> tuple[str, ...]:
    """Return what the cited sentences say to the contrary of question and answer together.

    "Who backed it?" and "Ann" claim that "Ann backed it". A "Yes" or "No" has its own rules.
    """
    asked, opening = question.text, question.opening
    if opening is None or question.claim is not None or not citations:
        return ()
    did, rest = opening.did, opening.rest
    # At the end, where no noun after it looks like its verb.
    claim = find_mentions(f"{answer} {rest} {did}.")
    bare = find_mentions(f"{did} {rest}.")
    ahead = question.asked.kind in _MEASURED and not _TO_COME.isdisjoint(question.keys)
    by_id = {article.id: article.text for article in articles}
    found: tuple[str, ...] | None = None
    for citation in citations:
        text = by_id.get(citation.article_id, citation.quote)
        low, high = sentence_around(text, citation.start, citation.end)
        sentence = find_mentions(comparing(text[low:high], [asked]).text)
        contrary = find_contradictions(claim, [sentence], ordered=not did, ahead=ahead)
        if not _says_verb(bare, sentence):
            contrary += _unfounded(claim, text, asked)
        found = contrary if found is None or len(contrary) < len(found) else found
    return found or ()


def _says_verb(claim: Mentions, sentence: Mentions) -> bool:
    """Say whether a sentence has a verb of ``claim``; of one without verbs, any word."""
    said = [word for each in sentence.sentences for word in each.words]
    words = [w for each in claim.sentences for w in each.words if w.key not in STOPWORDS]
    verbs = [word for word in words if may_be_verb(word, words)] or words
    return any(find_synonym(word, said) is not None for word in verbs)


def _unfounded(claim: Mentions, text: str, asked: str) -> tuple[str, ...]:
    """Return what the article denies, where the sentence that is cited speaks of something else."""
    whole = find_mentions(comparing(text, [asked]).text)
    return tuple(find_unstated(claim, [whole], denied=True, asked=True))


def _worded(
    answer: str,
    citations: Sequence[Citation],
    sources: Sequence[str],
    pointer: Callable[[], Pointer] | None,
    judge: Callable[[], ClaimJudge | None] | None,
) -> Support:
    """Check the answer's own words, where they are not the articles'."""
    if not citations:
        return Support(False, 0.0, ("its words could not be traced to an article",))
    if _is_copied(answer, citations):
        return Support(True, 1.0)
    return check_claim(
        answer,
        sources,
        pointer() if pointer is not None else None,
        judge() if judge is not None else None,
    )


def _missing(assumed: Mentions, read: Sequence[Mentions], *, denied: bool) -> Iterator[str]:
    text = assumed.text
    for name in assumed.names:
        # "Instead of ..." begins with a capital, and is no name.
        if not name.sure or any(has_name(name, source) for source in read):
            continue
        # "Norman" is told by "Normans".
        words = {word for source in read for word in split_words(source.text)}
        stems = {stem(word_key(word)) for word in words}
        if not all(stem(key) in stems for key in name.keys):
            yield f"{text[name.start : name.end]}, which the question names, is not in the article"
    if denied:  # "No" to "in 2027?" means that the article has another year
        return
    for date in assumed.dates:
        if not any(has_date(date, source) for source in read):
            yield f"{text[date.start : date.end]}, asked about, is not in the article"
    for number in assumed.quantities:
        literal = text[number.start : number.end]
        # "Which three countries" counts what the article may only list.
        if number.spelled and number.value <= COUNTED and number.unit in ("", "th"):
            continue
        if not any(has_quantity(number, literal, source) for source in read):
            yield f"{literal}, which the question takes for granted, is not in the article"
