"""Why no article passes the filters, and what there is instead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from qa.desk.inputs import EMPTY
from qa.errors import InputError
from qa.protocols import Index
from qa.records import ArticleInfo, Filters
from qa.text.words import fold

NAMED = 10
"""Names of what there is; a library of an archive has hundreds of authors."""


def require_passing(index: Index, found: bool, filters: Filters) -> None:
    """Refuse a library of which nothing passes, unless something was ``found`` in it.

    Raises:
        InputError: the library is empty, or the filters leave nothing of it.
    """
    if not found and (reason := explain_no_match(index, filters)):
        raise InputError(reason)


def explain_no_match(index: Index, filters: Filters) -> str:
    """Return which filter leaves no article, and what there is; "" where an article passes."""
    if index.articles(filters):
        return ""
    infos = index.articles()
    if not infos:
        return EMPTY
    parts = _parts(filters, infos)
    for part, words, there in parts:
        if not index.articles(part):
            return f"no article {words}; {there}"
    return f"no article {' and '.join(words for _, words, _ in parts)} at once; leave one out"


def _parts(filters: Filters, infos: Sequence[ArticleInfo]) -> list[tuple[Filters, str, str]]:
    """Return each filter by itself, in words, and what the library has in its place."""
    none, parts = Filters(), []
    if ids := filters.article_ids:
        there = "`copydesk list` shows them"
        parts.append((replace(none, article_ids=ids), f"of the ids {_list(ids)}", there))
    for name, words, values in (
        ("sources", "of source", [info.source for info in infos]),
        ("authors", "by", [info.author for info in infos]),
        ("languages", "in language", [info.language for info in infos]),
        ("urls", "with address", [urlsplit(info.url).netloc for info in infos]),
    ):
        if wanted := getattr(filters, name):
            said = f"{words} {' or '.join(wanted)}"
            parts.append((replace(none, **{name: wanted}), said, _there(values, wanted[0])))
    if filters.since or filters.until:
        bounds = (("from", filters.since), ("to", filters.until))
        said = "dated " + " ".join(f"{word} {day}" for word, day in bounds if day)
        days = sorted(info.date[:10] for info in infos if info.date)
        there = f"they are dated {days[0]} to {days[-1]}" if days else "none has a date"
        parts.append((replace(none, since=filters.since, until=filters.until), said, there))
    return parts


def _there(values: Iterable[str], wanted: str) -> str:
    """Name the values that are most like the one that was asked for, each once."""
    known = sorted({value for value in values if value}, key=fold)
    if not known:
        return "no article has one"
    likeness = SequenceMatcher(b=fold(wanted))

    def unlike(value: str) -> float:
        likeness.set_seq1(fold(value))
        return -likeness.ratio()

    shown = known if len(known) <= NAMED else sorted(known, key=unlike)[:NAMED]
    rest = len(known) - len(shown)
    return f"there are: {_list(shown)}" + (f" and {rest:,} more" if rest else "")


def _list(values: Iterable[str]) -> str:
    return ", ".join(values)
