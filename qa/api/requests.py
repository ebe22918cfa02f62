"""What callers send: the keywords of the desk's methods, typed and bounded."""

from __future__ import annotations

import re
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from qa.desk.inputs import MAX_TOP_K
from qa.desk.options import AskOptions, FilterOptions, SearchOptions
from qa.desk.summaries import MAX_SENTENCES
from qa.index.retrieval import DEFAULT_TOP_K
from qa.records import SearchMode

MAX_IDS = 1_000
MAX_QUERY_IDS = 100
MAX_ADDRESSES = 100
MAX_ITEMS = 200

Word = Annotated[str, StringConstraints(max_length=500)]
Id = Annotated[str, StringConstraints(max_length=64)]
Address = Annotated[
    str, StringConstraints(max_length=2_000, pattern=r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s]+$")
]
_HALF = re.compile("[\ud800-\udfff]")


class Body(BaseModel):
    """A request body: a name that is not known is refused, not passed over."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="after")
    def _whole_characters(self) -> Self:
        """Refuse half a surrogate pair, which JSON can escape but no answer can hold."""
        for value in self.__dict__.values():
            for text in value if isinstance(value, list) else [value]:
                if isinstance(text, str) and not text.isascii() and _HALF.search(text):
                    raise ValueError("holds half a surrogate pair; send whole characters")
        return self


class Which(Body):
    """Which articles count; what is left out, or empty, leaves out none."""

    articles: list[Id] = Field(
        default=[], max_length=MAX_IDS, description="Only these: ids, or prefixes of 4 digits."
    )
    source: Word = Field(default="", description="Only articles whose source is this.")
    author: Word = Field(default="", description="Only articles whose author's name has this.")
    language: Word = Field(default="", description="Only articles in this language: en, pt-BR.")
    url: Word = Field(default="", description="Only articles whose address has this.")
    since: Word = Field(default="", description="Only articles of this day or later: 2025-03-14.")
    until: Word = Field(default="", description="Only articles of this day or earlier.")

    def which(self) -> FilterOptions:
        """Return the keywords of a desk's methods."""
        return FilterOptions(
            articles=self.articles,
            source=self.source,
            author=self.author,
            language=self.language,
            url=self.url,
            since=self.since,
            until=self.until,
        )


class WhichByQuery(Which):
    """The same as a part of an address, which servers take up to 64 KiB of."""

    articles: list[Id] = Field(
        default=[], max_length=MAX_QUERY_IDS, description="Only these: ids, or prefixes."
    )


class Asked(Which):
    """A question, and where to look."""

    question: str = Field(description="The question, of at most 2,000 characters.")
    today: Word = Field(
        default="", description='The day from which "last week" is counted; by default today.'
    )


class SearchRequest(Asked):
    """A question whose passages alone are wanted."""

    top_k: int = Field(
        default=DEFAULT_TOP_K, ge=1, le=MAX_TOP_K, description="How many passages to find."
    )
    mode: SearchMode = Field(default="hybrid", description="How passages are ranked.")

    def search_options(self) -> SearchOptions:
        """Return the keywords of ``Desk.search``."""
        return SearchOptions(**self.which(), top_k=self.top_k, mode=self.mode, today=self.today)


class AskRequest(SearchRequest):
    """A question to answer."""

    explain: bool = Field(default=False, description="Also why there is this answer, or none.")
    force: bool = Field(default=False, description="Show the best answer even where it is none.")

    def options(self) -> AskOptions:
        """Return the keywords of ``Desk.ask``."""
        return AskOptions(**self.search_options(), explain=self.explain, force=self.force)


class CompareRequest(Asked):
    """A question to put to several articles."""


class SummarizeRequest(Which):
    """What to summarise: articles, or what they say about a topic."""

    about: Annotated[str, StringConstraints(max_length=2_000)] | None = Field(
        default=None, description="The topic; without one, all of each article."
    )
    sentences: int = Field(
        default=3, ge=1, le=MAX_SENTENCES, description="Write at most this many sentences."
    )


class VerifyRequest(Which):
    """A text to hold against the articles."""

    text: str = Field(description="The text, of at most 20,000 characters.")


class QuotesRequest(Which):
    """Whose words are wanted, and from which articles."""

    speaker: Word = Field(default="", description="Only what this speaker said.")


class Known(Body):
    """What is known of an article, in place of what it says of itself."""

    title: Word = ""
    source: Word = ""
    author: Word = ""
    date: Word = Field(default="", description="The day it appeared: 2025-03-14.")
    url: Word = ""

    def known(self) -> dict[str, Any]:
        """Return the keywords of ``Desk.add``."""
        return {name: getattr(self, name) for name in Known.model_fields}


class AddRequest(Known):
    """Articles to add: addresses to fetch, a text, or both."""

    addresses: list[Address] = Field(
        default=[], max_length=MAX_ADDRESSES, description="Pages and feeds to fetch."
    )
    text: str = Field(default="", description="The text of one article, stored as it is.")
    max_items: int = Field(
        default=50, ge=1, le=MAX_ITEMS, description="Fetch at most this many items of a feed."
    )


class RemoveRequest(Body):
    """Articles to remove; either all of them go, or, if one is not there, none."""

    articles: list[Id] = Field(min_length=1, max_length=MAX_IDS)


class ReadRequest(Body):
    """An article to read."""

    article: Word = Field(description="Its id, or the first 4 digits of it.")
