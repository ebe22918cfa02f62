"""Readings kept within one part of their article, and within one sentence where one is asked for.

A reader's span may begin in one paragraph and end in the next, in the time of a live blog's next
entry, or in another row of a table. It is cut to the piece whose sentence has most of the
question's words. What is no statement of the article answers nothing: a heading that asks, an
offer of the site.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from qa.answering.tables import Cell, find_answer_cell
from qa.language import lexicon
from qa.language.english import seems_english
from qa.question import Question
from qa.question.measures import fits
from qa.records import Article, Hit, Reading, SourceSpan
from qa.records.parts import Part
from qa.text.blocks import split_blocks
from qa.text.parts import find_parts
from qa.text.sentences import split_sentences
from qa.text.spans import strip_span
from qa.text.words import content_stems, find_words

_ONE_SENTENCE = frozenset({"quantity", "value", "when", "where", "who"})
_WRITING = lexicon.words("questions", "writing")
_FIGURES = frozenset({"quantity", "value", "when"})
_SEVERAL_BLOCKS = frozenset({"list"})
# Marks of Markdown and of rows that stand beside words, and are none.
_MARKS = "*_`|#>~ \t\r\n\v\f\u2028\u2029"
_CELL_SURE, _CELL_NO_ANSWER = math.log(0.8), 0.2
"""How sure a cell is that its row's and its column's names in the question lead to."""

_UNSURE, _MIN_CELLS = 0.5, 3

# "Least 100" without its "at", "hundreds of" without what is counted.
_HALF_HEDGE = re.compile(r"\b(?:at|more|less|fewer)[ ]\Z", re.IGNORECASE)
_HEDGED = re.compile(r"(?:least|most|than)\b", re.IGNORECASE)
_DANGLING = re.compile(r"(?:\s+(?:of|to|the|an?|and|or|than))+\Z", re.IGNORECASE)

# "Jo Bo/AP": who took the picture.
_CREDIT = re.compile(rf"\w/(?:{lexicon.either('names', 'agencies', 'pictures')})\b")
CREDITED = 12
"""Characters after a name in which its agency stands."""

_POSSESSIVES = ("'s", "\u2019s")
_QUOTE_MARKS = '"\u201c\u201d'

Span = tuple[int, int]


def confine(
    question: Question,
    hits: Sequence[Hit],
    readings: Sequence[Reading],
    article: Callable[[str], Article | None],
) -> list[Reading]:
    """Return the readings of ``hits``, each within one part of its article.

    One that no part can hold counts as "no answer". Readings whose characters are not known
    pass unchanged.
    """
    found: list[Reading] = []
    for number, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        whole = article(hit.passage.article_id)
        parts = find_parts(whole.text, whole.title) if whole is not None else ()
        found.append(_confined(question, hit, reading, parts, number))
    return found


def without_other_languages(hits: Sequence[Hit], readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings, those of passages in other languages than English as "no answer"."""
    return [
        reading if seems_english(hit.passage.text) else replace(reading, no_answer=1.0)
        for hit, reading in zip(hits, readings, strict=True)
    ]


def _confined(
    question: Question, hit: Hit, reading: Reading, parts: Sequence[Part], number: int
) -> Reading:
    passage = hit.passage
    inside = [
        Part(
            p.kind,
            max(p.start, passage.start) - passage.start,
            min(p.end, passage.end) - passage.start,
        )
        for p in parts
        if p.start < passage.end and passage.start < p.end
    ]
    text, spans = passage.text, reading.spans
    if not inside or spans is None or len(spans) > 1:
        return reading
    span = (spans[0].start, spans[0].end) if spans else None
    if (cell := _table(question, text, inside, span, reading)) is not None:
        if not cell.text:
            return replace(reading, no_answer=1.0)
        return _moved(
            replace(
                reading,
                score=max(reading.score, _CELL_SURE),
                no_answer=min(reading.no_answer, _CELL_NO_ANSWER),
            ),
            text, (cell.start, cell.end), number,
        )  # fmt: skip
    if span is None:
        return reading
    if question.asked.kind in ("who", "list") and _CREDIT.search(text, span[0], span[1] + CREDITED):
        return replace(reading, no_answer=1.0)
    pieces = _pieces(question, text, inside, span)
    best = max(pieces, key=lambda each: _rank(question, text, *each[:2]), default=None)
    if best is None:
        return reading
    cut, _, part = best
    if part.kind == "notice" or (part.kind in ("headline", "subheading") and _asks(text, part)):
        return replace(reading, no_answer=1.0)
    if part.kind == "dateline" and question.asked.kind in _FIGURES:
        return replace(reading, no_answer=1.0)  # when it was put out
    if part.kind == "byline" and (question.asked.kind in _FIGURES or _is_no_writer(question)):
        return replace(reading, no_answer=1.0)  # that, or who wrote it
    if _is_question(text, best[1]):
        return replace(reading, no_answer=1.0)
    if any(each.kind == "stamp" for _, _, each in pieces):
        if question.asked.kind == "when":
            cut = _own_stamp(question, text, inside) or cut
        elif part.kind == "stamp":
            return replace(reading, no_answer=1.0)
    low, high = strip_span(text, *cut, _MARKS)
    if question.asked.kind in ("quantity", "value"):
        low, high = _whole_amount(text, low, high)
    if question.asked.kind == "who" and text[low:high].endswith(_POSSESSIVES):
        high -= 2
    one = question.asked.kind in _ONE_SENTENCE and (low, high) != best[1]
    if one and cut != span and text[low:high].endswith("."):
        high -= 1  # the stop of a sentence that the span was cut at
    if low >= high:
        return replace(reading, no_answer=1.0)
    return reading if (low, high) == span else _moved(reading, text, (low, high), number)


def _is_no_writer(question: Question) -> bool:
    """Say whether a question asks for somebody else than who wrote an article."""
    return question.asked.kind == "who" and question.keys.isdisjoint(_WRITING)


def _moved(reading: Reading, text: str, span: Span, number: int) -> Reading:
    return replace(reading, text=text[slice(*span)], spans=(SourceSpan(number, *span),), tokens=())


def _pieces(
    question: Question, text: str, parts: Sequence[Part], span: Span
) -> list[tuple[Span, Span, Part]]:
    """Return the pieces of a span with the sentence, or block, and the part that each lies in."""
    kind = question.asked.kind
    units = split_sentences(text) if kind in _ONE_SENTENCE else split_blocks(text)
    if kind in _SEVERAL_BLOCKS:
        units = [(part.start, part.end) for part in parts]
    found: list[tuple[Span, Span, Part]] = []
    for low, high in units:
        for part in parts:
            start, end = max(low, part.start, span[0]), min(high, part.end, span[1])
            if start < end and any(map(str.isalnum, text[start:end])):
                found.append(((start, end), (max(low, part.start), min(high, part.end)), part))
    return found


def _overlap(question: Question, text: str, unit: Span) -> int:
    """Return how many of the question's words of meaning stand in a unit of a passage."""
    return len(question.content.intersection(content_stems(find_words(text[slice(*unit)]))))


def _rank(question: Question, text: str, piece: Span, unit: Span) -> tuple[int, bool, int]:
    """Return by what a piece of a span is preferred: its sentence's words, its type, its place."""
    said = text[slice(*piece)]
    return _overlap(question, text, unit), fits(question.asked, said), -piece[0]


def _whole_amount(text: str, start: int, end: int) -> Span:
    """Return a span with all of "at least" before it, and without the "of" of what is counted."""
    if (hedge := _HALF_HEDGE.search(text, 0, start)) and _HEDGED.match(text, start):
        start = hedge.start()
    left = _DANGLING.search(text, start, end)
    return start, left.start() if left else end


def _asks(text: str, part: Part) -> bool:
    return text[part.start : part.end].rstrip("*_ ").endswith("?")


def _is_question(text: str, unit: Span) -> bool:
    """Say whether a sentence asks, and is nobody's words: "Can the mayor stay?"."""
    said = text[slice(*unit)].rstrip("*_ \n")
    return said.endswith("?") and not any(mark in said for mark in _QUOTE_MARKS)


def _own_stamp(question: Question, text: str, parts: Sequence[Part]) -> Span | None:
    """Return the time of the entry of a live blog that has most of the question's words."""
    stamps = [n for n, part in enumerate(parts) if part.kind == "stamp"]
    entries = [
        (parts[n], (parts[n].start, parts[[*stamps, len(parts)][k + 1] - 1].end))
        for k, n in enumerate(stamps)
    ]
    best = max(entries, key=lambda each: _overlap(question, text, each[1]), default=None)
    return (best[0].start, best[0].end) if best is not None else None


def _table(
    question: Question, text: str, parts: Sequence[Part], span: Span | None, reading: Reading
) -> Cell | None:
    """Return the cell that answers, one without text where the span lies in a wrong one.

    None where no table is concerned: the span lies elsewhere, and answers or no cell does.
    """
    tables = [part for part in parts if part.kind == "table"]
    touched = span is not None and any(t.start < span[1] and span[0] < t.end for t in tables)
    for table in tables:
        cell = find_answer_cell(question, text, table.start, table.end)
        if cell is not None and (
            touched
            or span is None
            or reading.no_answer >= _UNSURE
            or _is_surer(question, text, cell, span)
        ):
            return cell
    return Cell("", 0, 0) if touched else None


def _is_surer(question: Question, text: str, cell: Cell, span: Span) -> bool:
    """Say whether a cell is surer than a span whose sentence does not name the cell's row.

    It has names over its column, too: rows of two cells have none that the question must bear.
    """
    low = text.rfind("\n", 0, cell.start) + 1
    high = text.find("\n", cell.end)
    row = text[low : high if high >= 0 else len(text)].strip().strip("|").split("|")
    if len(row) < _MIN_CELLS or (cell.text and not fits(question.asked, cell.text)):
        return False
    sentence = next((u for u in split_sentences(text) if u[0] <= span[0] < u[1]), span)
    label = content_stems(find_words(row[0]))
    return not set(label) <= set(content_stems(find_words(text[slice(*sentence)])))
