"""Make the answer fit its question: a yes or no, a number, a whole list, a reason.

The reader finds a span for any question. Here the kind of question is looked at: another
passage's span may fit better, a span may be a part of what is asked, and "yes" stands in no
article at all. Whatever is shown is still the article's own characters, but for "Yes" and
"No", which cite the sentence that decides. Questions of other kinds pass unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answer import (
    ANSWERABLE,
    NOTHING,
    ON_TOPIC_COSINE,
    Choice,
    answerable,
    cite,
    confidence,
)
from qa.answer import citation as cited
from qa.enumeration import bullets, enumeration
from qa.facts import whole
from qa.ground import check
from qa.kinds import Asked, classify
from qa.measures import fits
from qa.mentions import find_mentions
from qa.normalize import normalize_answer, same_answer
from qa.numbers import Quantity
from qa.reasons import manner, reason
from qa.sentences import split_sentences
from qa.types import Citation, Hit, Reading, SourceSpan
from qa.units import MONEY
from qa.verdict import Claim, judge, read_claim
from qa.words import content_stems, find_words, stem

DECIDED = 0.8
"""Confidence in a "Yes" or "No": the rules are right about so often where they decide."""
NEAREST = 0.6
"""Least share of a yes/no question's words in a sentence that is shown in place of a verdict."""
SWAPPED = 0.5
"""Least part of the best reading's confidence for a better fitting one to take its place."""
JOINED = 0.5
"""Least part of it for another article's answer to join a list."""
MAIN_CLAUSE = 0.75
"""Least share of a why-question's words that the main clause of a reason holds."""
SHORT_REASON = 3
"""Words; a shorter span is no reason, and its sentence or clause is shown instead."""
UNDECIDED = "no sentence says yes or no to this; the nearest one is shown"
DIVIDED = "the articles disagree; a sentence for each side is shown"


@dataclass(frozen=True, slots=True)
class Place:
    """Characters ``[start, end)`` of the passage of hit number ``index``."""

    index: int
    start: int
    end: int


def fit(question: str, hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice) -> Choice:
    """Return ``choice``, or what answers the kind of question that was asked better.

    ``readings`` are those of ``hits``, and ``choice`` what ``qa.answer.choose`` made of them.
    """
    asked = classify(question)
    if asked.kind == "yes-no":
        return _decide(question, hits, choice)
    if choice.hit is None or choice.reading is None or not choice.answerable:
        return choice
    at = next((i for i, hit in enumerate(hits) if hit is choice.hit), None)
    if at is None:
        return choice
    if asked.kind in ("quantity", "when", "where", "who"):
        return _typed(asked, hits, readings, choice, at)
    if asked.kind == "list":
        return _listed(hits, readings, choice, at)
    if asked.kind in ("why", "how"):
        return _explained(asked, question, hits, choice, at)
    return choice


def _decide(question: str, hits: Sequence[Hit], choice: Choice) -> Choice:
    """Answer "Yes" or "No" where a sentence decides, else show the nearest sentence."""
    claim = read_claim(question)
    sides: dict[str, Place] = {}
    nearest, most = None, 0.0
    for index, hit in enumerate(hits):
        if hit.dense and hit.dense < ON_TOPIC_COSINE:
            continue
        text = hit.passage.text
        spans = split_sentences(text)
        for number, (start, end) in enumerate(spans):
            before = [text[a:b] for a, b in spans[:number]]
            said = judge(claim, text[start:end], before, hit.title, hit.date)
            verdict = said.verdict
            if verdict == "yes" and not _bears_out(claim, text[:end], hit.title):
                verdict = "open"
            if verdict != "open":
                sides.setdefault(verdict, Place(index, start, end))
            if said.coverage > most:
                nearest, most = Place(index, start, end), said.coverage
    if len(sides) == 1:
        ((word, place),) = sides.items()
        return _made(hits, [place], DECIDED, text=word.capitalize())
    if sides:
        return replace(_made(hits, list(sides.values()), DECIDED / 2), note=DIVIDED)
    if nearest is not None and most >= NEAREST:
        return replace(_made(hits, [nearest], most / 2), note=UNDECIDED)
    if choice.hit is None:
        return NOTHING
    return replace(choice, answerable=False)


def _bears_out(claim: Claim, text: str, title: str) -> bool:
    """Let the grounding check object: a "yes" needs every fact of the question in the text."""
    words = find_words(claim.mentions.text)
    said = claim.mentions.text[words[1].start :].rstrip("?! ") if len(words) > 1 else ""
    failed = check(said, [f"{title}. {text}"]).reasons
    return not any(reason.startswith(("number", "name", "date", "quote")) for reason in failed)


def _typed(
    asked: Asked, hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice, at: int
) -> Choice:
    """Prefer a reading of the right type; a number is also looked for beside the span."""
    if fits(asked, choice.text):
        return choice
    order = sorted(range(len(hits)), key=lambda i: -confidence(hits[i], readings[i]))
    for index in order:
        hit, reading = hits[index], readings[index]
        if answerable(hit, reading) <= ANSWERABLE or not reading.text.strip():
            continue
        sure = confidence(hit, reading)
        if asked.kind != "quantity" and sure < SWAPPED * choice.confidence:
            continue
        citations = cite(reading, hit)
        if citations and fits(asked, reading.text):
            return replace(choice, hit=hit, reading=reading, confidence=sure, citations=citations)
    if asked.kind != "quantity":
        return choice
    span = _span(choice, hits[at])
    found = _number(asked, hits[at].passage.text, *_sentence(hits[at].passage.text, *span))
    if found is not None:
        return _made(hits, [Place(at, *found)], choice.confidence, choice)
    # "How much has it changed" may be answered in words, "how many" may not.
    return replace(choice, answerable=False) if asked.measure else choice


def _number(asked: Asked, text: str, low: int, high: int) -> tuple[int, int] | None:
    """Return the one number of a sentence that measures what is asked."""
    mentions = find_mentions(text[low:high])
    wanted = [q for q in mentions.quantities if _measures(asked, q, text[low:high])]
    if len(wanted) != 1:
        return None
    return whole(text, low + wanted[0].start, low + wanted[0].end)


def _measures(asked: Asked, quantity: Quantity, sentence: str) -> bool:
    if asked.measure == "money":
        return quantity.unit in MONEY
    if asked.measure == "percent":
        return quantity.unit in ("%", "part")
    if asked.measure == "length":
        return quantity.unit not in ("", "%", "th", "clock") and quantity.unit not in MONEY
    if asked.measure == "count" and asked.head:
        after = find_words(sentence[quantity.start :])[:4]
        return asked.head[-1] in {stem(word.key) for word in after}
    return asked.measure == "age" and quantity.unit in ("", "year")


def _listed(hits: Sequence[Hit], readings: Sequence[Reading], choice: Choice, at: int) -> Choice:
    """Make a list whole, and join what other articles add to it."""
    places = _whole_list(hits, at, _span(choice, hits[at]))
    texts = [hits[p.index].passage.text[p.start : p.end] for p in places]
    for index, (hit, reading) in enumerate(zip(hits, readings, strict=True)):
        if hit.passage.article_id in {hits[p.index].passage.article_id for p in places}:
            continue
        sure = confidence(hit, reading)
        if answerable(hit, reading) <= ANSWERABLE or sure < JOINED * choice.confidence:
            continue
        citations = cite(reading, hit)
        if len(citations) != 1:
            continue
        span = citations[0].start - hit.passage.start, citations[0].end - hit.passage.start
        for place in _whole_list(hits, index, span):
            text = hit.passage.text[place.start : place.end]
            if not any(_repeats(text, other) for other in texts):
                places.append(place)
                texts.append(text)
    own = Place(at, *_span(choice, hits[at]))
    return choice if places == [own] else _made(hits, places, choice.confidence, choice)


def _whole_list(hits: Sequence[Hit], index: int, span: tuple[int, int]) -> list[Place]:
    text = hits[index].passage.text
    found = bullets(text, *span)
    if not found:
        low, high = _sentence(text, *span)
        found = [enumeration(text, *span, low, high) or span]
    return [Place(index, start, end) for start, end in found]


def _repeats(text: str, other: str) -> bool:
    a, b = set(content_stems(find_words(text))), set(content_stems(find_words(other)))
    return a <= b or b <= a or same_answer(normalize_answer(text), normalize_answer(other))


def _explained(asked: Asked, question: str, hits: Sequence[Hit], choice: Choice, at: int) -> Choice:
    """Show the clause that gives a reason, or the whole sentence around a bare name or number."""
    text = hits[at].passage.text
    start, end = _span(choice, hits[at])
    low, high = _sentence(text, start, end)
    words = len(find_words(text[start:end]))
    clause = (reason if asked.kind == "why" else manner)(text[low:high])
    if clause is not None:
        a, b = low + clause[0], low + clause[1]
        inside = a < end and start < b
        if inside and words >= SHORT_REASON:
            return choice
        if inside or (asked.kind == "why" and _asks_main(question, text[low:a], text[a:b])):
            return _made(hits, [Place(at, a, b)], choice.confidence, choice)
    if asked.kind == "why":
        other = _stated(question, hits, choice)
        if other is not None:
            return _made(hits, [other], choice.confidence, choice)
    if words >= SHORT_REASON or (asked.kind == "how" and words > 1):
        return choice
    return _made(hits, [Place(at, low, high)], choice.confidence, choice)


def _asks_main(question: str, main: str, clause: str) -> bool:
    """Say whether a why-question is about the main clause more than about the reason."""
    asked = set(content_stems(find_words(question)))
    in_main = len(asked & set(content_stems(find_words(main))))
    return in_main > len(asked & set(content_stems(find_words(clause))))


def _stated(question: str, hits: Sequence[Hit], choice: Choice) -> Place | None:
    """Return the reason that a passage states for just what a why-question asks."""
    asked = set(content_stems(find_words(question)))
    best, most = None, MAIN_CLAUSE
    for index, hit in enumerate(hits):
        if choice.hit is None or hit.passage.article_id != choice.hit.passage.article_id:
            continue
        text = hit.passage.text
        for low, high in split_sentences(text):
            clause = reason(text[low:high])
            if clause is None:
                continue
            a, b = low + clause[0], low + clause[1]
            main = set(content_stems(find_words(text[low:a] + " " + text[b:high])))
            share = len(asked & main) / len(asked) if asked else 0.0
            if share > most or (share == most and best is None):
                best, most = Place(index, a, b), share
    return best


def _span(choice: Choice, hit: Hit) -> tuple[int, int]:
    """Return where the answer stands in its passage."""
    start = min(c.start for c in choice.citations) - hit.passage.start
    end = max(c.end for c in choice.citations) - hit.passage.start
    return start, end


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence, or the sentences, that ``[start, end)`` lies in."""
    touched = [(a, b) for a, b in split_sentences(text) if a < end and start < b]
    return (touched[0][0], touched[-1][1]) if touched else (start, end)


def _made(
    hits: Sequence[Hit],
    places: Sequence[Place],
    sure: float,
    choice: Choice | None = None,
    text: str = "",
) -> Choice:
    """Return a choice of these characters, which are its text unless one is given."""
    first = hits[places[0].index]
    citations: tuple[Citation, ...] = tuple(
        cited(hits[p.index].passage, hits[p.index].title, p.start, p.end) for p in places
    )
    old = choice.reading if choice is not None else None
    reading = Reading(
        text or "; ".join(c.quote for c in citations),
        old.score if old is not None else 0.0,
        old.no_answer if old is not None else 1.0 - sure,
        tuple(SourceSpan(p.index, p.start, p.end) for p in places),
    )
    return Choice(first, reading, answerable=True, confidence=sure, citations=citations)
