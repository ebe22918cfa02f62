"""What users give, checked: questions, dates, ids, and the filters made of them."""

from __future__ import annotations

import datetime
import os
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, Unpack

from qa.desk.options import FilterOptions
from qa.errors import ArticleError, ArticleNotFound, InputError
from qa.language.english import NOT_ENGLISH, seems_english
from qa.protocols import Index
from qa.question import Question, read
from qa.records import Article, Filters
from qa.sources.metadata import normalise_date

LIBRARY_VARIABLE = "COPYDESK_LIBRARY"
LIBRARY_NAME = "library.copydesk"

MAX_QUESTION = 2000
"""Characters; the reader sees the first 96 word pieces, so a longer one is a mistake."""
MAX_TEXT = 20_000
"""Characters of a text to verify: some 200 sentences, a minute or two of two cores."""
MAX_TOP_K = 50
"""Passages read for one answer: a second or two of two cores."""

EMPTY = "the library holds no articles; add some with `copydesk add PATH`"

_ID_PREFIX = re.compile(r"[0-9a-f]{4,16}")


def default_library() -> Path:
    """Return ``$COPYDESK_LIBRARY``, or ``library.copydesk`` in the user's data folder."""
    named = os.environ.get(LIBRARY_VARIABLE, "").strip()
    if named:
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("copydesk", appauthor=False) / LIBRARY_NAME


def checked_question(text: str) -> str:
    """Return a question without the blanks around it, refusing what is none."""
    asked = " ".join(text.split())
    if not asked:
        raise InputError("the question is empty; ask something, such as 'What did he demand?'")
    if len(asked) > MAX_QUESTION:
        raise InputError(
            f"the question has {len(asked):,} characters, over the limit of {MAX_QUESTION:,}; "
            "shorten it, or add the text as an article"
        )
    return asked


def checked_text(text: str) -> str:
    """Return a text to verify as it is, refusing a blank or too long one."""
    if not text.strip():
        raise InputError("the text to verify is empty; give one sentence or more")
    if len(text) > MAX_TEXT:
        raise InputError(
            f"the text to verify has {len(text):,} characters, over the limit of {MAX_TEXT:,}; "
            "verify it in parts"
        )
    return text


def read_question(text: str, today: str = "", top_k: int = 1) -> Question:
    """Return a question read against ``today``, by default this day.

    Raises:
        InputError: a blank or too long question, ``today`` is no day, ``top_k`` is out of range.
    """
    asked = checked_question(text)
    if not 1 <= top_k <= MAX_TOP_K:
        raise InputError(f"top_k: {top_k} is not between 1 and {MAX_TOP_K}")
    return read(asked, checked_date("today", today) or this_day())


def require_english(question: str) -> None:
    """Refuse a question in another language, to which any span would be as good an answer.

    Raises:
        InputError: it is in none that the shipped reader knows.
    """
    if not seems_english(question):
        raise InputError(
            f"the question seems not to be in English, and {NOT_ENGLISH}; ask in English, or load "
            "a model that knows its language with --model"
        )


def this_day() -> str:
    """Return the day of asking in ISO 8601, as this machine's clock has it."""
    return datetime.date.today().isoformat()


def checked_date(name: str, value: str) -> str:
    """Return a day in ISO 8601, "" for a blank, refusing what is none."""
    try:
        return normalise_date(value)
    except ArticleError as error:
        raise InputError(str(error).replace("date", name, 1)) from None


def full_id(index: Index, given: str, library: str) -> str:
    """Return the whole id that ``given`` is, or is a prefix of; ``library`` names the file."""
    wanted = given.strip().lower()
    if not _ID_PREFIX.fullmatch(wanted):
        raise ArticleNotFound(
            f"{given[:40]!r} is not an article's id; give 4 to 16 hex digits, "
            "as `copydesk list` shows them"
        )
    if len(wanted) == 16:
        found = [wanted] if index.get(wanted) is not None else []
    else:
        found = [i.id for i in index.articles() if i.id.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise ArticleNotFound(f"{wanted} begins {len(found)} ids; give more digits")
    raise ArticleNotFound(f"no article {wanted} in {library}; `copydesk list` shows all ids")


def full_ids(index: Index, given: Sequence[str], library: str) -> tuple[str, ...]:
    """Return the whole ids in order, each once."""
    return tuple(dict.fromkeys(full_id(index, each, library) for each in given))


def stored_articles(index: Index, article_ids: Iterable[str]) -> dict[str, Article]:
    """Return the articles by their whole ids, without those that are removed by now."""
    found = {each: index.get(each) for each in dict.fromkeys(article_ids)}
    return {each: article for each, article in found.items() if article is not None}


def make_filters(article_ids: tuple[str, ...], **which: Unpack[FilterOptions]) -> Filters:
    """Return the filters that a caller's keywords mean, with whole ids in ``articles``' place.

    Raises:
        InputError: a date that is none, or ``since`` after ``until``.
    """
    base = which.get("filters", Filters())

    def words(name: Literal["source", "author", "language", "url"]) -> tuple[str, ...] | None:
        value = which.get(name, "").strip()
        return (value,) if value else None

    first = checked_date("since", which.get("since", "")) or base.since
    last = checked_date("until", which.get("until", "")) or base.until
    if first and last and first[: len(last)] > last[: len(first)]:
        raise InputError(f"since {first} is after until {last}; swap them")
    return Filters(
        article_ids=article_ids or base.article_ids,
        sources=words("source") or base.sources,
        since=first,
        until=last,
        authors=words("author") or base.authors,
        languages=words("language") or base.languages,
        urls=words("url") or base.urls,
    )


def chosen_ids(index: Index, filters: Filters) -> list[str]:
    """Return the ids of the articles that pass: in the order given, if ids alone are given."""
    if filters.article_ids and filters == Filters(article_ids=filters.article_ids):
        return list(filters.article_ids)
    return [info.id for info in index.articles(filters)]
