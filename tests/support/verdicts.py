"""What a passage says to a yes/no question, as a word."""

from __future__ import annotations

from qa.answering.verdict import find_verdict
from qa.question.claims import read_claim


def said(question: str, passage: str, title: str = "") -> str:
    """Return "yes" or "no", or "open" where a passage does not decide, for whatever reason."""
    verdict = find_verdict(read_claim(question), passage, title=title)
    return verdict.said if verdict and verdict.said in ("yes", "no") else "open"
