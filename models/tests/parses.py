"""The parser that questions and claims are made with, loaded once for the tests of a process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from models.training.questions.parsing import load

if TYPE_CHECKING:
    from spacy.language import Language


@cache
def parser() -> Language:
    """Return it; the extra ``train`` has to be installed."""
    return load()
