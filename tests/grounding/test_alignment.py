from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.grounding.alignment import align, find_span

SOURCES = (
    "The NATO summit opened on Tuesday. Trump demanded that allies spend five per cent of GDP on "
    "defence.\n\nMark Rutte, the alliance's secretary general, said “We  will\nget there”. "
    "On 4 May the Kade bridge closed, killing 19 people.",
    "Nothing here but 15 dogs and a ship of 2.5 tonnes.",
)
PIECES = "The the Rutte said 5% five per cent . , “ ” 19 people May 4 not U.S. ß İ \n bridge"
WORDS = st.sampled_from(PIECES.split(" "))
TEXT = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join))


def plain(text: str) -> str:
    return "".join(text.upper().casefold().replace("“", '"').replace("”", '"').split())


def quoted(claim: str) -> list[str]:
    return [SOURCES[s.index][s.start : s.end] for s, _ in align(claim, SOURCES)]


@pytest.mark.parametrize(
    ("claim", "quotes"),
    [
        ("5%", ["five per cent"]),
        ("nineteen", ["19"]),
        ("May 4", ["4 May"]),
        ("15", ["15"]),
        ("Rutte", ["Rutte"]),
        ("NATO Secretary General Mark Rutte", ["Mark Rutte"]),
        ('"we will get there"', ["We  will\nget there"]),
        ("president trump", [SOURCES[0][35:100]]),  # without capitals only the words are left
        ("5", []),
        ("50%", []),
        ("football was played", []),
        ("", []),
        (" . ", []),
    ],
)
def test_short_answers_are_found_in_their_own_spelling(claim: str, quotes: list[str]) -> None:
    assert quoted(claim) == quotes


def test_a_sentence_is_cited_by_the_sentence_it_came_from() -> None:
    assert quoted("Trump wants allies to spend 5% on defence.") == [
        "Trump demanded that allies spend five per cent of GDP on defence."
    ]
    assert quoted("Nineteen people died when the Kade bridge closed on May 4.") == [
        "On 4 May the Kade bridge closed, killing 19 people."
    ]


def test_a_claim_of_two_sentences_cites_both_and_facts_beside_them() -> None:
    found = quoted(
        "The summit opened on Tuesday and the Kade bridge closed, killing 19, Rutte said."
    )
    assert found[:2] == [
        "On 4 May the Kade bridge closed, killing 19 people.",
        "The NATO summit opened on Tuesday.",
    ]
    assert "Rutte" in found[2]


def test_a_fact_is_cited_where_the_rest_of_the_claim_is() -> None:
    sources = ["Rain fell for 3 days.", "Schools were shut. The ferry was 3 days late in port."]
    claim = "The ferry came into port 3 days late"
    [(span, score)] = align(claim, sources)
    assert sources[span.index][span.start : span.end] == "The ferry was 3 days late in port."
    assert 0.5 < score <= 1.0


@given(TEXT, st.lists(TEXT, max_size=3))
def test_spans_are_valid_and_apart(claim: str, sources: list[str]) -> None:
    spans = align(claim, sources)
    for span, score in spans:
        assert 0 <= span.start < span.end <= len(sources[span.index])
        assert 0 < score <= 1
    for i, (a, _) in enumerate(spans):
        assert not any(
            a.index == b.index and a.start < b.end and b.start < a.end for b, _ in spans[:i]
        )


@given(st.lists(WORDS, min_size=1, max_size=12), st.data())
def test_what_stands_in_a_source_is_found_there(words: list[str], data: st.DataObject) -> None:
    low = data.draw(st.integers(0, len(words) - 1))
    high = data.draw(st.integers(low + 1, len(words)))
    text, quote = " ".join(words), " ".join(words[low:high])
    if not quote.strip():
        return
    span = find_span(quote.upper().replace(" ", "\n "), text)
    assert span is not None
    assert plain(text[slice(*span)]) == plain(quote)


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("five  PER cent", "spend Five per\ncent now", "Five per\ncent"),
        ("don't 'go'", "they don’t ‘go’ home", "don’t ‘go’"),
        ("5-10", "some 5–10 boats", "5–10"),
        ("strasse", "Die Straße hier", "Straße"),
        ("5", "15, 2.5 or 5,000 but 5.", "5"),
        ("12", "in 2012", None),
        ("art", "party", None),
        ("s", "ß", None),
        ("zero width", "zero\u200b width", "zero\u200b width"),
        ("", "text", None),
        ("text", "", None),
    ],
)
def test_find_span(quote: str, text: str, found: str | None) -> None:
    span = find_span(quote, text)
    assert (span and text[slice(*span)]) == found
    if quote == "5":
        assert span == (21, 22)


def test_near_picks_the_closest_occurrence() -> None:
    text = "Rutte met Rutte and Rutte"
    assert find_span("rutte", text) == (0, 5)
    assert find_span("rutte", text, near=12) == (10, 15)
    assert find_span("rutte", text, near=99) == (20, 25)


def test_repetitive_text_is_searched_in_linear_time() -> None:
    # A naive search compares 50,000 * 200,000 characters here, which takes minutes.
    assert find_span("a" * 50_000, "a" * 200_000 + " b") is None
    assert find_span("a" * 50_000, "a" * 200_000 + " " + "a" * 50_000) == (200_001, 250_001)
