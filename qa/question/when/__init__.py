"""The time that a question speaks of, as a range of days; pure text, without a clock."""

from __future__ import annotations

from qa.question.when.question_time import When, asked_period, closeness, find_when

__all__ = ["When", "asked_period", "closeness", "find_when"]
