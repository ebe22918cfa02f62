"""Split a text into sentences, as character spans; the text itself is never changed.

Rules decide where English news leaves no doubt, and syntok (MIT licence) votes on the
rest, about one stop in thirteen. Measured in one run on one core over real news articles
of 8,449 characters on average: syntok alone splits 46 articles a second, in time linear in
the length of a paragraph; pysbd 16, in time that grows with the square of the length (4
times the text took 10 times as long), so one long line would hold up a whole archive; rules
and votes together 270. syntok misses "Rep." and "Gov.", pysbd "Approx. 5"; the rules know.
"""

# Typographic quotes and dashes are what news text is made of.
# ruff: noqa: RUF001

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.text.abbreviations import (
    CALENDAR,
    CLOCK,
    CLOCK_FOLLOWERS,
    NEVER_LAST,
    ORGANISATIONS,
    PLACES,
    SPEECH_VERBS,
    STARTERS,
    TITLES,
    WITH_NUMBER,
)
from qa.text.blocks import split_blocks

# No sentence of prose is longer (the 99.99th percentile in news is under 900); what is
# longer is a table, a log or a list, and would fill the reader's window several times.
MAX_SENTENCE_CHARS = 1_000
# How much text before and after a doubtful stop syntok sees: two or three sentences.
VOTE_BEFORE = 240
VOTE_AFTER = 120
# Such windows, a few hundred characters each: an answer's texts are split several times.
_REMEMBERED = 2_048
# Rule after rule asks for the sentences of the same few passages, and of their articles.
_CACHED_TEXTS = 256
_CACHED_CHARS = 20_000
# The longest word looked at before a stop; longer ones are addresses and hashes.
_WORD_CHARS = 40

_CLOSERS = "\"'”’»›)\\]}"
_CLOSING = "\"'”’»›)] \t\n*_"
_OPENERS = "\"'“‘«‹„([{¿¡*_"
# Possessive runs that start at their first character: every character is tried once.
_STOP = re.compile(
    rf"(?<![.!?…])[.!?…]++[{_CLOSERS}*_]*+(?: [\"”’](?=\s|\Z))?(?=\s|\Z)"  # Latin and its like
    rf"|(?<=[a-z]{{3}})[.!?][”\"]?(?=[A-Z“][a-z])"  # "said.The": the space was lost
    r"|(?<![।॥۔؟])[।॥۔؟]++[”\"’)]*+(?=\s)"  # Devanagari, Urdu, Arabic
    r"|[。！？｡]++[」』”’）】》\"]*+"  # Chinese and Japanese: no space
)
_NEXT = re.compile(rf"\s*([{_OPENERS}\-–—]{{0,5}})\s?([^\s,;:]{{0,{_WORD_CHARS}}})")
_ATTRIBUTION = re.compile(rf"\s++(?:[A-Z][\w.’'-]{{0,30}}\s++){{1,4}}(?:{SPEECH_VERBS})\b")
_ALPHA = re.compile(r"[^\W\d_]+")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]{1,2}|Ph\.D")
_COMPOUND = re.compile(r"[-–—:/]")
_ADDRESS = re.compile(r"[a-z\d]\.[a-z]{2,}|[a-z][A-Z]")  # "example.com"; or "SpaceX", "YouTube"
_ROMAN = re.compile(r"[IVXLC]{2,}")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})")
_PLAIN_WORD = re.compile(r"[a-zà-öø-ÿ’'-]*[aeiouyà-öø-ÿ][a-zà-öø-ÿ’'-]*")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return the character spans ``[start, end)`` of the sentences of ``text``, in order.

    Spans are not blank, do not overlap, have no blanks at their ends, and together cover
    every non-blank character. Lines are sentences unless hard wrapping broke them; a
    sentence of more than ``MAX_SENTENCE_CHARS`` is cut at a space, or at the cap where
    there is none. Time and memory are linear in ``len(text)``; any ``str`` is accepted,
    lone surrogates and controls included.
    """
    return list(_remembered(text) if len(text) <= _CACHED_CHARS else _split(text))


@lru_cache(maxsize=_CACHED_TEXTS)
def _remembered(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(_split(text))


def _split(text: str) -> Iterator[tuple[int, int]]:
    for start, end in split_blocks(text):
        for sentence in _sentences(text, start, end):
            yield from cut_at_spaces(text, *sentence, MAX_SENTENCE_CHARS)


def is_question(sentence: str) -> bool:
    """Say whether a sentence ends with a question mark, within closing quotes or brackets."""
    return sentence.rstrip(_CLOSING).endswith("?")


def cut_at_spaces(text: str, start: int, end: int, limit: int) -> Iterator[tuple[int, int]]:
    """Yield ``[start, end)`` in pieces of at most ``limit`` characters, cut at spaces.

    A word longer than ``limit`` is cut at ``limit``. Pieces have no blanks at their ends.
    """
    while end - start > limit:
        cut = start + limit
        while cut > start and not text[cut].isspace():
            cut -= 1
        if cut == start:
            cut = start + limit
        stop = cut
        while text[stop - 1].isspace():
            stop -= 1
        yield start, stop
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one block, whatever their length."""
    for stop in _STOP.finditer(text, start, end):
        after = stop.end()
        while after < end and text[after].isspace():
            after += 1
        if after >= end:
            break
        verdict = _is_boundary(text, start, end, stop)
        if verdict is None:
            verdict = _vote(text, start, end, stop.end(), after)
        if verdict:
            yield start, stop.end()
            start = after
    yield start, end


def _is_boundary(text: str, start: int, end: int, stop: re.Match[str]) -> bool | None:
    """Say whether a sentence that began at ``start`` ends at ``stop``; None in doubt."""
    marks = stop.group()
    follows = _NEXT.match(text, stop.end(), end)
    assert follows is not None  # every part of it may be empty
    opener, word = follows.groups()
    if marks[0] in "।॥۔؟":
        return True
    if marks[0] in "。！？｡":
        # A quoted sentence that its clause goes on after: 「行く。」と言った。
        return not (marks[-1] in "」』" and word[:1] in "とっ")
    if not word:
        # A dash, a mark or the end comes next: ". . ." or '." - But'.
        return None if opener else False
    if len(marks) == 1 and word in ("...", "…"):
        # "He left. ... She stayed": the ellipsis belongs to what it leads to.
        return text[follows.end() : follows.end() + 2].strip(' \n"“').isupper()
    if _goes_on_after(word, opener):
        return False
    before = _word_before(text, start, stop.start())
    if not text[stop.end()].isspace():
        return _is_lost_space(before, marks, word)
    if "!" in marks or "?" in marks:
        return not (marks[-1] in "\"”’'" and _ATTRIBUTION.match(text, stop.end(), end))
    if marks.startswith(("..", "…")):
        # "Well... I do not know" goes on; a leading "... " opens its own sentence.
        led = text[start : min(start + 5, stop.start())].strip(_OPENERS)
        return bool(led) and _alpha(word) != "I"
    if len(marks) == 1 and start == stop.start() - len(before) and _ENUMERATOR.fullmatch(before):
        return False  # "1. Apples": a list's number belongs to its item
    return _after_period(before, marks, opener, word)


def _after_period(before: str, marks: str, opener: str, word: str) -> bool | None:
    """Decide about one full stop that an upper-case word, a digit or an opener follows."""
    # The last part of "then-Sen", "Minneapolis-St", "More:U.S".
    name = _COMPOUND.split(before.rstrip("”\"’'").lstrip("“\"‘'([{$£€"))[-1]
    bare = name.lower()
    capital = name[:1].isupper()
    number = word[:1].isdigit()
    quoted = any(mark in '”’"' for mark in marks)
    starter = _alpha(word) in STARTERS and word[1:2] != "."  # not the "A." of "J. A. Smith"
    if len(name) == 1 and capital:
        return starter or name == "X"  # an initial; or the end of "plan B", "wrote on X"
    if bare in NEVER_LAST or (capital and bare in TITLES):
        return bare == "st" and starter and not opener  # "on Main St. He", the one exception
    if capital and bare in CALENDAR:
        # "on Thurs. Nov. 5"
        return starter if starter or number or _alpha(word).lower() in CLOCK_FOLLOWERS else None
    if bare in WITH_NUMBER:
        # "No. 10" is far more frequent than "he said no. 10 people left".
        return starter if starter or number else None
    if _ACRONYM.fullmatch(name):
        if bare in CLOCK:
            return _alpha(word).lower() not in CLOCK_FOLLOWERS and not number
        return starter or bool(opener.strip("([{–—-")) or quoted
    if bare in ORGANISATIONS or (capital and bare in PLACES):
        dateline = opener[:1] in set("–—-([")  # "PORT ELM, Pa. - The port", "Calif. (AP) -"
        return (starter and not dateline) or quoted
    if len(marks) > 1:
        return True  # a quotation or bracket closes too
    if name.isdigit() and len(name) < 3:
        # A list's number, a German ordinal or a spaced decimal ("3. 5"), or a sentence's end.
        return None if not number else len(word.rstrip(".!?")) > 2
    if _ROMAN.fullmatch(name) or name.endswith("%") or any(c.isdigit() for c in name):
        return True
    if len(name) < 2:
        return None
    # The rest is a word: certainly one if plain, before a starter or a number, or an address.
    certain = starter or (number and name.islower()) or _ADDRESS.search(name)
    certain = certain or (len(name) > 3 and _PLAIN_WORD.fullmatch(name))
    return True if certain else None


def _goes_on_after(word: str, opener: str) -> bool:
    """Tell whether what follows a stop cannot begin a sentence."""
    if opener.strip("-–—"):
        return word[0].islower() and not opener.strip("-–—(")
    if word[0].islower():
        # "iPhone" and "eBay" begin one; "he said" does not.
        return not word[1:2].isupper()
    return not opener and word[0] in ".!?…”’»)]}%/&="


def _is_lost_space(before: str, marks: str, word: str) -> bool:
    """Tell "said.The" from "example.Com", with no space after the stop."""
    if any(mark in before for mark in "@/.:_") or "@" in word:
        return False
    return marks[0] in "!?" or len(marks) > 1 or _alpha(word) in STARTERS


def _vote(text: str, start: int, end: int, stop: int, after: int) -> bool:
    """Ask syntok, shown only the words around, so that no text costs more than its share."""
    left = max(start, stop - VOTE_BEFORE)
    while start < left < stop and not text[left - 1].isspace():
        left += 1
    right = min(end, after + VOTE_AFTER)
    window = text[left:right].replace("\n", " ").replace("\r", " ")
    return after - left in _starts(window)


@lru_cache(maxsize=_REMEMBERED)
def _starts(window: str) -> tuple[int, ...]:
    """Return where syntok begins sentences."""
    # Imported here: it loads the regex package, which `copydesk --help` does not need.
    from syntok import segmenter

    return tuple(
        sentence[0].offset for paragraph in segmenter.analyze(window) for sentence in paragraph
    )


def _word_before(text: str, start: int, end: int) -> str:
    """Return the word that ends at ``end``, at most ``_WORD_CHARS`` of it."""
    tail = text[max(start, end - _WORD_CHARS) : end]
    return "" if tail[-1:].isspace() else "".join(tail.split()[-1:])


def _alpha(word: str) -> str:
    """Return the letters that ``word`` begins with: "It" of "It's"."""
    found = _ALPHA.match(word)
    return found.group() if found else ""
