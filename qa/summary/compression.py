"""Shorten a sentence by leaving characters out: what stays are pieces of it, in order.

Only what English news sets apart by itself is a cut: datelines, linking words, brackets, asides
between dashes, relative clauses after a comma, ages, weekdays of the past (the list follows
Dorr, Zajic and Schwartz 2003, "Hedge Trimmer", section 3). Never cut are negations, conditions,
who said it, and anything within quote marks, so what stays says nothing new.
"""

# Typographic quotes and dashes are what news text is made of.

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from qa.language import lexicon
from qa.text.words import find_words

MIN_KEPT = 6
"""Words: what is left of a sentence must still be one."""

_AGENCY = f"(?:{lexicon.either('names', 'agencies', blank=' ')})"
_WORDS = r"(?: [A-Z]\w*){0,3}"
_PLACE_WORDS = r"(?:,? (?:[A-Z(\d][\w.'’)-]*|de|del|la|of|the)){0,8},? "
# "March", "Mar", "Sept." and "June", but not "Jun".
_MONTH = "|".join(
    (name if len(name) == len("June") else name[:3]).capitalize()
    for name in lexicon.ordered("time", "months")
)
_DAY = rf"(?:{_MONTH})[a-z]*\.? \d{{1,2}}"
# Only agencies after any place: in "Tom Yeo (Labour) – who resigned – said" the bracket is part
# of the sentence. After a place in capitals, or with nothing before it, it can be any paper.
_DATELINE = re.compile(
    rf"(?:[A-Z][\w.'’/-]*{_PLACE_WORDS}\({_AGENCY}{_WORDS}\)"  # LONDON, England (CNN)
    rf"|(?:[A-Z]{{3,}}[\w.'’/-]*{_PLACE_WORDS})?\([A-Z][\w.]*{_WORDS}\)"  # (Daily Herald)
    rf"|(?:\*\*)?[A-Z]{{3,}}(?:,? [A-Z][\w.'’-]*){{0,5}}, {_DAY}(?:\*\*)?)"  # PORT ELM, May 3
    r"\s*[-–—]+\s*(?=[^\s\-–—])"
    rf"|(?:[A-Z][\w.'’/-]*{_PLACE_WORDS})?\({_AGENCY}\)\s*(?=[A-Z\"“‘'])"  # (CNN)The council
)

_LINKS = lexicon.either("sentences", "links", blank=" ")
_PERSONAL = lexicon.either("grammar", "personal")
_LINK = re.compile(
    rf"(?:{_LINKS}), |(?:But|And|Yet) "
    rf"(?=(?:{_PERSONAL}|{lexicon.either('sentences', 'after_link')}|[A-Z]\w+) )"
)
# The first word of a main clause that goes on after an aside.
_GOES_ON = rf"(?:{lexicon.either('grammar', 'auxiliaries')}|said|says|may|might|must)\b"
_RELATIVE = (
    rf"(?:(?:\w+ of|{lexicon.either('grammar', 'before_relative')}) )?"
    r"(?:which|who|whom|whose|where)\b"
)
_COMMA = r",(?!\d)"
_INNER = r"(?:[^,;:]|,(?=\d))"
_NO_PARTICIPLES = rf"(?!(?:{lexicon.either('verbs', 'no_asides')})\b)"
_TAIL = re.compile(
    rf"{_COMMA}\s+(?:{_RELATIVE}|while\b|with\b|including\b|when\b|"
    rf"as (?!of\b|long\b|far\b|if\b|well\b)|and (?:he|she|it|they|we) |"
    rf"{_NO_PARTICIPLES}[a-z]{{3,}}ing\b){_INNER}*$"
)
_TAIL_DASH = re.compile(r"\s+(?:--|–|—)\s+[^–—;]*$|;\s[^;–—]*$")
_ASIDE = re.compile(
    rf"{_COMMA}\s+(?:{_RELATIVE}|(?:an?|the) \w){_INNER}{{3,140}},(?=\s+{_GOES_ON})"
)
_DASHES = re.compile(
    r"(?<=[^\W\d])\s+(--|–|—)\s+(?:(?!\s(?:--|–|—)\s)[^;]){3,140}?\s\1(?=\s[^\W\d])"
)
_PAIR = 2
_DASH = re.compile(r"(?:^|\s)(?:--|–|—|-)\s")
_BRACKET = re.compile(r"(?<=\w)\s+\((?![A-Z]{2,}s?\))[^()\[\]]{2,80}\)(?=[\s,.;:])")
_CAPTION = re.compile(r"\s+\((?:pictured|left|right|above|below|cent(?:re|er))(?: [\w ]{1,30})?\)")
_AGE = re.compile(
    rf"(?<=[a-z]),\s+\d\d,(?=\s+(?:{_GOES_ON}|and\b))"
    r"|(?<=[a-z]),\s+\d\d(?=,\s+(?:of|from|who)\b)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PART = r"(?: (?:morning|afternoon|evening|night))?"
_PAST_DAY = re.compile(
    rf"(?<=[a-z])(?: (?:late|early))? on {_WEEKDAY}{_PART}"
    r"(?=\.|,? [a-z\"“])(?!,? (?:and|or|to|through)\b)"
    rf"|(?<= (?:said|told)) {_WEEKDAY}{_PART}(?=\.| [a-z])(?! (?:and|or|to|through)\b)"
)
# With any of these before it, a weekday tells when something holds, or will.
_TIMED = re.compile(rf"\b(?:prepar\w+|{lexicon.either('time', 'binding')})\b|n't\b|n’t\b")
_DENIED = re.compile(
    rf"\b(?:{lexicon.either('grammar', 'negators')}|{lexicon.either('verdicts', 'denied')})\b"
    r"|n't\b|n’t\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(rf"\b(?:{lexicon.either('saying', 'claimed')}|hop\w+)\b", re.IGNORECASE)
_QUOTED = re.compile(
    r"\"[^\"]*(?:\"|$)|“[^”]*(?:”|$)|‘(?:[^’]|’(?=\w))*(?:’|$)|(?<!\w)'(?:[^']|'(?=\w))*(?:'|$)"
)
_CLOSING = re.compile(r"[.!?…]+[\"'”’)\]]*\s*$")
_BROKEN = re.compile(r"[,;:]\s*[,;:.]|\s[,;:.](?:\s|$)|\(\s|^\W*$")


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters ``[start, end)`` that a sentence can do without.

    ``light`` ones tell nothing (a link, a dateline); others tell a fact of their own.
    """

    start: int
    end: int
    light: bool


def skip_dateline(sentence: str) -> int:
    """Return where a sentence begins after blanks and a dateline such as "LONDON (CNN) -- "."""
    blank = len(sentence) - len(sentence.lstrip())
    dateline = _DATELINE.match(sentence, blank)
    return dateline.end() if dateline else blank


def find_cuts(sentence: str) -> list[Cut]:
    """Return what could be cut, in order of place; cuts may lie within each other."""
    first = skip_dateline(sentence)
    closing = _CLOSING.search(sentence)
    stop = closing.start() if closing else len(sentence.rstrip())
    quoted = [match.span() for match in _QUOTED.finditer(sentence, first)]
    found = [*_light(sentence, first), *_heavy(sentence, first, stop)]
    return sorted(
        (c for c in found if not any(a < c.end and c.start < b for a, b in quoted)),
        key=lambda c: (c.start, -c.end),
    )


def shorten(sentence: str, wanted: Callable[[str], bool]) -> list[tuple[int, int]]:
    """Return the pieces of a sentence that stay; their characters in order read as one.

    Light cuts are always made, of the others those whose characters ``wanted`` says yes to.
    Where what is left is too short or badly joined, fewer are made. Empty for a blank text.
    """
    start, end = skip_dateline(sentence), len(sentence.rstrip())
    if start >= end:
        return []
    cuts = find_cuts(sentence)
    light = [c for c in cuts if c.light]
    for chosen in ([c for c in cuts if c.light or wanted(sentence[c.start : c.end])], light):
        pieces = _without(start, end, chosen)
        text = join_pieces(sentence, pieces)
        if len(find_words(text)) >= MIN_KEPT and not _BROKEN.search(text):
            return pieces
    return [(start, end)]


def join_pieces(sentence: str, pieces: Sequence[tuple[int, int]]) -> str:
    """Return the pieces' characters; the first one in upper case where its beginning was cut."""
    text = "".join(sentence[start:end] for start, end in pieces)
    return text[:1].upper() + text[1:] if pieces and _cut_at_start(sentence, pieces[0][0]) else text


def _cut_at_start(sentence: str, start: int) -> bool:
    return len(sentence[start : start + 1].upper()) == 1 and bool(sentence[:start].strip())


def _without(start: int, end: int, cuts: Sequence[Cut]) -> list[tuple[int, int]]:
    pieces: list[tuple[int, int]] = []
    at = start
    for cut in cuts:
        if cut.start < at:  # within or across the one before
            continue
        if cut.start > at:
            pieces.append((at, cut.start))
        at = cut.end
    return [*pieces, (at, end)] if at < end else pieces


def _light(sentence: str, first: int) -> Iterator[Cut]:
    match = _LINK.match(sentence, first)
    word = re.match(r"\w*", sentence[match.end() :]) if match else None
    if match and word and word[0][1:] == word[0][1:].lower():  # "iPhone" has no other capital
        yield Cut(first, match.end(), light=True)
    for match in _CAPTION.finditer(sentence, first):
        yield Cut(match.start(), match.end(), light=True)


def _heavy(sentence: str, first: int, stop: int) -> Iterator[Cut]:
    for match in _AGE.finditer(sentence, first):
        yield Cut(match.start(), match.end(), light=False)
    for match in _PAST_DAY.finditer(sentence, first):
        if not _TIMED.search(sentence, first, match.start()):
            yield Cut(match.start(), match.end(), light=False)
    dashes = len(_DASH.findall(sentence, first, stop))
    # Inside a clause of its own, whoever speaks speaks of that clause alone.
    for pattern in (_ASIDE, _DASHES) if dashes == _PAIR else (_ASIDE,):
        for match in pattern.finditer(sentence, first, stop):
            if not _DENIED.search(match[0]):
                yield Cut(match.start(), match.end(), light=False)
    # At the end, "police said" may be said of all before it.
    for pattern in (_BRACKET, _TAIL, _TAIL_DASH) if dashes < _PAIR else (_BRACKET, _TAIL):
        for match in pattern.finditer(sentence, first):
            low, high = match.start(), min(match.end(), stop)
            if low < high and not _DENIED.search(match[0]) and not _CLAIMED.search(match[0]):
                yield Cut(low, high, light=False)
