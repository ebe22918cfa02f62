"""Who said what: rules over invented news sentences, and figures over a labelled file."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.quotes.extraction import (
    find_attributed_quote,
    find_quotes,
    shortest_attributed_quote,
)
from qa.quotes.naming import said_by
from qa.records import Quote
from qa.text.quote_marks import MASK, find_quoted, mask_quoted
from tests.support.paths import DATA, SEEDS

LABELLED = [json.loads(line) for line in (DATA / "quotes.jsonl").read_text("utf-8").splitlines()]
LEAST_PRECISION = 0.95
LEAST_RECALL = 0.9


def said(text: str) -> list[tuple[str, str, str, bool]]:
    return [(q.speaker, q.verb, q.quote, q.direct) for q in find_quotes(text)]


def wanted(case: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    return [(q["speaker"], q["verb"], q["quote"], q["direct"]) for q in case["quotes"]]


@pytest.mark.parametrize("case", LABELLED, ids=lambda case: case["text"][:30])
def test_every_quote_is_found_from_words_within_it(case: dict[str, Any]) -> None:
    """The cheap look before the search misses nothing that the search would find."""
    text = case["text"]
    quotes = find_quotes(text)
    for quote in quotes:
        at = (quote.start + quote.end) // 2, quote.end
        assert find_attributed_quote(text, "", *at) == shortest_attributed_quote(quotes, *at)


def test_precision_and_recall_over_the_labelled_cases() -> None:
    found = [(case["text"], quote) for case in LABELLED for quote in said(case["text"])]
    right = [(case["text"], quote) for case in LABELLED for quote in wanted(case)]
    assert len(LABELLED) >= 40
    true = len(set(found) & set(right))
    wrong = sorted(set(found) - set(right))
    missed = sorted(set(right) - set(found))
    assert true / len(found) >= LEAST_PRECISION, wrong
    assert true / len(right) >= LEAST_RECALL, missed


def exact(text: str, quotes: list[Quote]) -> None:
    for q in quotes:
        assert text[q.start : q.end] == q.quote
        assert text[q.speaker_start : q.speaker_end] == q.speaker
        assert text[q.mention_start : q.mention_end] == q.mention
        assert text[q.verb_start : q.verb_end] == q.verb
        assert q.quote.strip() and q.speaker.strip() and q.verb


PIECES = st.sampled_from(
    [
        *("“", "”", '"', "'", "‘", "’", ",", ".", "!", "?", ":", ";", "\n", "\n\n", " ", "—", MASK),
        *("said", "says", "told reporters", "that", "according to", "added", "promised to", "and"),
        *("Ana Ruiz", "Mr. Hale", "he", "she", "the mayor", "Police", "the pier was safe", "5%"),
        *("U.S.", "don’t", "workers'", "in May", "İ", "é", "called it"),
    ]
)


@given(st.one_of(st.lists(PIECES, max_size=30).map(" ".join), st.text(max_size=200)))
def test_every_offset_round_trips(text: str) -> None:
    exact(text, find_quotes(text, "a" * 16))


@given(st.lists(PIECES, max_size=30).map("".join))
def test_masking_keeps_every_place(text: str) -> None:
    quoted = find_quoted(text)
    hidden = mask_quoted(text, quoted)
    assert len(hidden) == len(text)
    assert all(a in (b, MASK) for a, b in zip(hidden, text, strict=True))
    assert all(a.outer_end <= b.outer for a, b in pairwise(quoted))
    assert all(q.outer < q.start <= q.end <= q.outer_end <= len(text) for q in quoted)


def test_the_samples_round_trip() -> None:
    for path in sorted(SEEDS.glob("0*")):
        text = path.read_text("utf-8")
        quotes = find_quotes(text)
        assert quotes, path.name
        exact(text, quotes)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Mr. Hale left. Mrs. Odell stayed. “No,” he said. “It is late,” he said.", "Mr. Hale"),
        ("Ana Ruiz spoke first. “It is late,” she said.", "Ana Ruiz"),
        ("The agency Pell Harrow fell silent. “It is late,” she said.", "she"),
        ("It rained. “It is late,” they said.", "they"),
    ],
)
def test_a_pronoun_is_the_person_named_last_or_stays(text: str, speaker: str) -> None:
    last = [q for q in find_quotes(text) if q.quote == "It is late"]
    assert [q.speaker for q in last] == [speaker]
    assert last[0].mention in ("he", "she", "they")


def test_a_speaker_is_asked_for_by_any_part_of_the_name() -> None:
    (quote,) = find_quotes("“It is late,” said Mayor Ilse Odell.")
    for name in ("Odell", "ilse odell", "Mayor Odell", "mayor ilse odell"):
        assert said_by(quote, name), name
    for name in ("Ruiz", "Ilse Ruiz", "", "?"):
        assert not said_by(quote, name), name


def test_an_answer_is_attributed_to_whoever_is_named_nearest_to_it() -> None:
    text = "The mill made 40 tonnes. Costs rose 5%, said Ida Holm. “We sold 7%,” he said."
    quotes = find_quotes(text)

    def speaker(answer: str) -> str:
        start = text.index(answer)
        found = shortest_attributed_quote(quotes, start, start + len(answer))
        return found.speaker if found else ""

    assert speaker("40 tonnes") == ""  # the article says so itself
    assert speaker("5%") == "Ida Holm"
    assert speaker("Ida Holm") == ""  # who said it was said by nobody


def test_a_long_text_takes_no_unreasonable_time() -> None:
    # Nothing closes, and every word may begin a speaker: what backtracking is worst at.
    text = "The man of the house of the town of the hill of the mill " * 400 + "said"
    assert find_quotes(text) == []
    assert find_quotes("“" * 2000) == []
    assert find_quotes(re.sub("x", "“ no ” he said ", "x" * 300))
