"""What the rules of fitting make of an answer that a reader gave."""

from __future__ import annotations

from qa.answering.choice import Choice, make_citation
from qa.answering.fitting import fit
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan


def chosen(text: str, start: int, end: int) -> tuple[Hit, Reading, Choice]:
    """What the desk has when the reader took ``text[start:end]`` of the only passage."""
    passage = Passage("0" * 16, 7, 7 + len(text), text)
    hit = Hit(passage, "", "", 0, 0, 0)
    reading = Reading(text[start:end], -0.1, 0.1, (SourceSpan(0, start, end),))
    cited = (make_citation(passage, "", start, end),)
    return hit, reading, Choice(hit, reading, answerable=True, confidence=0.9, citations=cited)


def fitted(question: str, text: str, span: str) -> Choice:
    """What is made of ``span``, the reader's answer out of the only passage."""
    start = text.index(span)
    hit, reading, choice = chosen(text, start, start + len(span))
    return fit(read(question), [hit], [reading], choice)
