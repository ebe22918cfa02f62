"""Spans of a text, narrowed."""

from __future__ import annotations

import pytest

from qa.text.spans import strip_span


@pytest.mark.parametrize("text", ["", "*", "**", "* a *", "a", "| a | b |", "ab* "])
def test_a_span_is_stripped_as_a_text_is(text: str) -> None:
    start, end = strip_span(text, 0, len(text), "*| ")
    assert text[start:end] == text.strip("*| ")
