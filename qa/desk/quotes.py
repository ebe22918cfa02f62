"""Who said what in the articles of a library, and on whose word an answer rests.

The patterns of speech take as long to compile as all else to import, so they wait until needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qa.desk.inputs import chosen_ids
from qa.desk.no_match import require_passing
from qa.language.names import core_name
from qa.protocols import Index
from qa.records import Article, Citation, Filters, Quote
from qa.text.words import find_words


def list_quotes(index: Index, filters: Filters, speaker: str) -> list[Quote]:
    """Return the quotes of the articles that pass ``filters``, as ``Desk.quotes``."""
    from qa.quotes.extraction import find_quotes

    chosen = chosen_ids(index, filters)
    if filters != Filters():
        require_passing(index, bool(chosen), filters)
    # Another process may have removed one since it was listed.
    articles = (article for each in chosen if (article := index.get(each)) is not None)
    if speaker.strip():
        return _said_by(articles, speaker)
    return [quote for each in articles for quote in find_quotes(each.text, each.id)]


def _said_by(articles: Iterable[Article], speaker: str) -> list[Quote]:
    """Return the quotes of a speaker; all articles say whose last name stands alone in one."""
    from qa.quotes.extraction import find_quotes
    from qa.quotes.naming import Keys, Named, read_names, said_by

    asked = (core_name(tuple(word.key for word in find_words(speaker))),)
    elsewhere: dict[Keys, None] = {}
    found: list[tuple[Quote, Named]] = []
    for article in articles:
        named = read_names(article.text)
        elsewhere.update(dict.fromkeys(named.full))
        quotes = find_quotes(article.text, article.id)
        # No more than may be the speaker's are kept: a library has many.
        found += [(quote, named) for quote in quotes if said_by(quote, speaker, named, asked)]
    names = tuple(elsewhere)
    return [quote for quote, named in found if said_by(quote, speaker, named, names)]


def find_attribution(index: Index, citations: Sequence[Citation]) -> Quote | None:
    """Return the quote that an answer's citations lie in; None where the article says so itself."""
    from qa.quotes.extraction import find_attributed_quote

    if not citations or len({citation.article_id for citation in citations}) > 1:
        return None
    article = index.get(citations[0].article_id)
    if article is None:
        return None
    start, end = min(c.start for c in citations), max(c.end for c in citations)
    return find_attributed_quote(article.text, article.id, start, end)
