"""Questions that the sample articles answer, offered while those are in the library."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from qa.errors import ArticleError
from qa.neural import resources
from qa.sources.articles import read_file

Tab = Literal["ask", "compare"]


@dataclass(frozen=True, slots=True)
class Example:
    """A question, the tab it suits, and the sample file that has to be in the library."""

    tab: Tab
    question: str
    file: str


EXAMPLES = (
    Example("ask", "What target did Trump demand?", "000_eef376b0b7bf4c0c.txt"),
    Example("ask", "How many people were aboard the Grey Petrel?", "007_grey-petrel-aground.txt"),
    Example("ask", "What caused the accidents with the kettles?", "006_hearthling-laboratory.md"),
    Example("ask", "Who won the football match in Lisbon?", "000_eef376b0b7bf4c0c.txt"),
    Example("compare", "How much will the bridge cost?", "002_callisa-bridge-audit.md"),
    Example("compare", "When will the bridge open?", "002_callisa-bridge-audit.md"),
    Example("compare", "How many kettles were recalled?", "005_hearthling-recall-widened.txt"),
    Example("compare", "Who was the captain of the Grey Petrel?", "008_grey-petrel-inquiry.txt"),
)


def sample_questions(tab: Tab, article_ids: Collection[str]) -> list[str]:
    """Return the examples of ``tab`` whose sample articles are among ``article_ids``."""
    return [
        e.question for e in EXAMPLES if e.tab == tab and _sample_ids().get(e.file) in article_ids
    ]


@functools.cache
def _sample_ids() -> dict[str, str]:
    """Read the sample articles once: an article's id is its text's."""
    found: dict[str, str] = {}
    for path in resources.seed_articles():
        try:
            found[path.name] = read_file(path).id
        except ArticleError:
            continue
    return found
