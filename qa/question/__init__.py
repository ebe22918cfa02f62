"""A question read once: its kind, what it counts, the time it speaks of, and what it claims."""

from __future__ import annotations

from qa.question.reading import Question, capital_stems, read, reworded, word_overlap

__all__ = ["Question", "capital_stems", "read", "reworded", "word_overlap"]
