"""Whether the cited articles bear out an answer: its words, and the facts its question assumes.

A reader finds "1912" for "When did NASA sign it?" in an article that never names NASA. The
words are copied, so they are true of something; whether of what was asked, the question's own
names, numbers and dates tell: each has to stand in an article that is cited (SQuAD 2.0's
"entity swap" and "impossible condition", Rajpurkar et al. 2018, table 1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from qa.answer import Choice
from qa.exact import has_date, has_name, has_quantity
from qa.ground import check
from qa.kinds import without_lead
from qa.mentions import Mentions, find_mentions
from qa.protocols import Pointer
from qa.types import Article, Support

NOTHING_SAID = Support(False, 0.0, ("there is no answer",))


def backing(
    question: str,
    choice: Choice,
    articles: Sequence[Article],
    pointer: Callable[[], Pointer] | None = None,
) -> Support:
    """Say whether ``articles``, those that ``choice`` cites, bear it out, and what fails.

    Words that were copied are there; words that were not, a hub model's own, go through
    ``qa.ground.check``, with the reader that ``pointer`` returns when it is needed. ``score``
    in [0, 1] is that check's, 1.0 for a copy, times the share of the question's names, numbers
    and dates that the articles have.
    """
    if choice.reading is None or not choice.text.strip():
        return NOTHING_SAID
    sources = [f"{a.title}\n{a.date}\n{a.text}" for a in articles]
    worded = _worded(choice, sources, pointer)
    assumed = find_mentions(without_lead(question))
    read = [find_mentions(source) for source in sources]
    missing = tuple(_missing(assumed, read))
    facts = len(assumed.names) + len(assumed.dates) + len(assumed.quantities)
    share = 1.0 - len(missing) / facts if facts else 1.0
    return Support(worded.supported and not missing, worded.score * share, worded.reasons + missing)


def _worded(
    choice: Choice, sources: Sequence[str], pointer: Callable[[], Pointer] | None
) -> Support:
    """Check the answer's own words, where they are not the articles'."""
    if not choice.citations:
        return Support(False, 0.0, ("its words could not be traced to an article",))
    if choice.reading is not None and choice.reading.spans is not None:
        return Support(True, 1.0)
    quotes = {citation.quote for citation in choice.citations}
    if choice.text in quotes:
        return Support(True, 1.0)
    return check(choice.text, sources, pointer() if pointer is not None else None)


def _missing(assumed: Mentions, read: Sequence[Mentions]) -> Iterator[str]:
    text = assumed.text
    for name in assumed.names:
        if not any(has_name(name, source) for source in read):
            yield f"{text[name.start : name.end]}, which the question names, is not in the article"
    for date in assumed.dates:
        if not any(has_date(date, source) for source in read):
            yield f"{text[date.start : date.end]}, asked about, is not in the article"
    for number in assumed.quantities:
        literal = text[number.start : number.end]
        if number.spelled and number.value == 1:  # the "one" of grammar
            continue
        if not any(has_quantity(number, literal, source) for source in read):
            yield f"{literal}, which the question takes for granted, is not in the article"
