"""Who said what in the articles of a library, and on whose word an answer rests.

The patterns of speech take as long to compile as all else to import, so they wait until needed.
"""

from __future__ import annotations

from collections.abc import Sequence

from qa.desk.inputs import chosen_ids
from qa.desk.no_match import require_passing
from qa.protocols import Index
from qa.records import Citation, Filters, Quote


def list_quotes(index: Index, filters: Filters, speaker: str) -> list[Quote]:
    """Return the quotes of the articles that pass ``filters``, as ``Desk.quotes``."""
    from qa.quotes.extraction import find_quotes, full_names, said_by

    found: list[Quote] = []
    chosen = chosen_ids(index, filters)
    if filters != Filters():
        require_passing(index, bool(chosen), filters)
    for article_id in chosen:
        article = index.get(article_id)
        if article is not None:  # another process may have removed it since it was listed
            own = find_quotes(article.text, article.id)
            if speaker.strip():
                named = full_names(article.text)
                own = [quote for quote in own if said_by(quote, speaker, named)]
            found += own
    return found


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
