"""What the care of a library hands about: articles taken out, faults, passages to embed anew."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from qa.records.articles import Article, Origin
from qa.records.passages import Passage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FaultPart = Literal["file", "settings", "orphans", "article", "passages", "vectors", "words"]
"""What a finding is about; all but some of "file" and "article" can be rebuilt from the text."""


@dataclass(frozen=True, slots=True)
class Removed:
    """One article with all that was derived of it; ``vectors`` is (n, d), ``made_by`` theirs."""

    article: Article
    passages: tuple[Passage, ...]
    vectors: NDArray[np.float32] = field(repr=False)
    made_by: tuple[str, int]
    origins: tuple[Origin, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong; ``number`` and ``article_id`` are 0 and "" where it is no article's."""

    part: FaultPart
    detail: str
    number: int = 0
    article_id: str = ""
    mendable: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """An article without new vectors, and the texts of its passages in their order."""

    number: int
    title: str
    passages: tuple[str, ...]
    article_id: str = ""
