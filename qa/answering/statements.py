"""Whose words a passage has, where a question asks what somebody said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from qa.language.names import core_name, same_name
from qa.question import Question
from qa.question.statements import Statement
from qa.records import Article, Hit, Quote, Reading, SourceSpan
from qa.text.blocks import split_blocks
from qa.text.words import content_stems, find_words

GetArticle = Callable[[str], Article | None]

AROUND = 1_500
"""Characters before a passage that are searched for who "he" is."""
LEAST_WORDS = 3
"""Words of a quote; "shocking" tells nobody what was said."""
NOT_SAID = 0.5
"""What is left of the probability that a passage answers, if only others have the speaker's words.

Set by hand. Where no passage has them all stay as they are: the speaker may be named otherwise."""


def with_statements(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading], article: GetArticle
) -> list[Reading]:
    """Return the readings, each in the words of the speaker that the question asks for.

    A span that lies in these stays. One that does not gives way to what the passage quotes the
    speaker with, nearest to the topic, if there is such a quote; else it is doubted where other
    passages have the speaker's words.
    """
    asked = question.statement
    if asked is None:
        return list(readings)
    found = {hit.passage.article_id: article(hit.passage.article_id) for hit in hits}
    texts = [each.text for each in found.values() if each is not None]
    said = _of_one_person(asked, [_quotes_in(asked, hit, article) for hit in hits], texts)
    if not any(said):  # "the man" may be named otherwise
        return list(readings)
    return [
        _read(asked, hit, reading, quotes)
        for hit, reading, quotes in zip(hits, readings, said, strict=True)
    ]


def is_said(
    asked: Statement, hit: Hit | None, reading: Reading | None, article: GetArticle
) -> bool:
    """Say whether a reading lies in the words, near the topic, of the speaker asked for."""
    if hit is None or reading is None or not reading.spans:
        return False
    found = article(hit.passage.article_id)
    texts = [found.text] if found is not None else []
    (quotes,) = _of_one_person(asked, [_quotes_in(asked, hit, article)], texts)
    about = [quote for quote in quotes if not asked.topic or _nearness(asked, quote, hit)]
    return _lies_in(about, reading)


def _lies_in(quotes: Sequence[Quote], reading: Reading) -> bool:
    return any(
        quote.start < span.end and span.start < quote.end
        for quote in quotes
        for span in reading.spans or ()
    )


def _of_one_person(
    asked: Statement, said: Sequence[Sequence[Quote]], texts: Iterable[str]
) -> list[list[Quote]]:
    """Return the quotes without those of a namesake: of "Holm" the one named most is meant.

    Of two Holms the one that an article calls by the last name alone is meant.
    """
    keys = [word.key for word in find_words(asked.speaker)]
    quoted = {name for quotes in said for each in quotes if len(name := _name(each)) > 1}
    if len(keys) != 1 or not quoted:
        return [list(quotes) for quotes in said]
    from qa.quotes.naming import read_names

    counts: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        words = Counter(word.key for word in find_words(text))
        for full in read_names(text).full:
            name = core_name(full)
            if len(name) > 1 and name[-1] == keys[0]:
                counts[name] += words[name[0]]
    meant = next((name for name, _ in counts.most_common(1)), ())
    bare = any(len(_name(each)) == 1 for quotes in said for each in quotes)
    if len(counts) > 1 and bare:
        return [[each for each in quotes if len(_name(each)) == 1] for quotes in said]
    if not meant:
        return [list(quotes) for quotes in said]
    return [
        [each for each in quotes if len(name := _name(each)) < 2 or same_name(name, meant)]
        for quotes in said
    ]


def _name(quote: Quote) -> tuple[str, ...]:
    return core_name(tuple(word.key for word in find_words(quote.speaker)))


def _read(asked: Statement, hit: Hit, reading: Reading, quotes: Sequence[Quote]) -> Reading:
    told = [quote for quote in quotes if len(find_words(quote.quote)) >= LEAST_WORDS]
    if _lies_in(quotes, reading) and (not told or len(find_words(reading.text)) >= LEAST_WORDS):
        return reading
    if not told:
        return replace(reading, no_answer=1.0 - NOT_SAID * (1.0 - reading.no_answer))
    near = {id(quote): _nearness(asked, quote, hit) for quote in told}
    best = max(told, key=lambda quote: (near[id(quote)], -quote.start))
    if asked.topic and not near[id(best)]:
        return replace(reading, no_answer=1.0 - NOT_SAID * (1.0 - reading.no_answer))
    number = reading.spans[0].index if reading.spans else 0
    span = SourceSpan(number, best.start, best.end)
    return replace(reading, text=best.quote, spans=(span,), tokens=())


def _quotes_in(asked: Statement, hit: Hit, article: GetArticle) -> list[Quote]:
    """Return the speaker's quotes that lie in the passage, at their places in it."""
    # Their patterns take long to compile.
    from qa.quotes.extraction import find_quotes
    from qa.quotes.naming import read_names, said_by

    passage, found = hit.passage, article(hit.passage.article_id)
    low = max(0, passage.start - AROUND)
    text = found.text[low : passage.end] if found is not None else passage.text
    by = passage.start - low if found is not None else 0
    named = read_names(found.text if found is not None else text)
    return [
        replace(quote, start=quote.start - by, end=quote.end - by)
        for quote in find_quotes(text, passage.article_id)
        if quote.start >= by and said_by(quote, asked.speaker, named)
    ]


def _nearness(asked: Statement, quote: Quote, hit: Hit) -> int:
    """Return how many words of the topic a quote has, twice, and its paragraph and headline."""
    text = hit.passage.text
    block = next(((a, b) for a, b in split_blocks(text) if a <= quote.start < b), (0, len(text)))
    own = _stems(quote.quote)
    around = _stems(f"{hit.title} {text[slice(*block)]}")
    return 2 * len(asked.topic & own) + len(asked.topic & around)


def _stems(text: str) -> frozenset[str]:
    return frozenset(content_stems(find_words(text)))
