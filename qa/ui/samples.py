"""Questions that the sample articles answer, offered while those are in the library."""

from __future__ import annotations

import functools
from collections.abc import Collection
from dataclasses import dataclass

from qa.errors import ArticleError
from qa.neural import resources
from qa.sources.articles import read_file


@dataclass(frozen=True, slots=True)
class Example:
    """Something to ask, and the sample file that has to be in the library."""

    text: str
    file: str


EXAMPLES = (
    Example("When will the bridge open?", "002_callisa-bridge-audit.md"),
    Example("What target did Trump demand?", "000_eef376b0b7bf4c0c.txt"),
    Example("How many people were aboard the Grey Petrel?", "007_grey-petrel-aground.txt"),
    Example("Compare: How much will the bridge cost?", "002_callisa-bridge-audit.md"),
    Example("Compare: How many kettles were recalled?", "005_hearthling-recall-widened.txt"),
    Example("Summarise the kettle recall", "004_hearthling-recall.txt"),
    Example("Who won the football match in Lisbon?", "000_eef376b0b7bf4c0c.txt"),
)


def sample_questions(article_ids: Collection[str]) -> list[str]:
    """Return the examples whose sample articles are among ``article_ids``."""
    return [each.text for each in EXAMPLES if _sample_ids().get(each.file) in article_ids]


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


def sample_ids() -> frozenset[str]:
    """Return the ids of the sample articles."""
    return frozenset(_sample_ids().values())
