"""Keywords that several methods of a desk share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from qa.records import Filters, SearchMode


class FilterOptions(TypedDict, total=False):
    """Which articles count; what is left out, or empty, leaves out none.

    ``articles`` are ids or prefixes; ``source`` is the only source; ``since`` and ``until`` are
    the first and last day in ISO 8601, inclusive; ``author`` and ``url`` are parts of the name
    and address, and case and accents do not count; of ``language`` "en" also means "en-GB".
    ``filters`` holds the same as one object with whole ids, and a keyword beside it overrides
    its field. To ask where no article passes is an ``InputError`` that says what there is.
    """

    articles: Sequence[str]
    source: str
    since: str
    until: str
    author: str
    language: str
    url: str
    filters: Filters


class SearchOptions(FilterOptions, total=False):
    """The keywords of ``Desk.search``, which says what they mean."""

    top_k: int
    mode: SearchMode
    today: str


class AskOptions(SearchOptions, total=False):
    """The keywords of ``Desk.ask``, which says what they mean."""

    force: bool
    explain: bool
