"""Facts stay whole, byte for byte, wherever a model ends its span."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from qa.text.whole_facts import FACT, trim_span, widen_to_facts

FACTS = [
    "2.5%",
    "5 %",
    "-2.5%",
    "−3.1",
    ".22",
    "U.S.",
    "U.S.A.",
    "p.m.",
    "$1.2bn",
    "$1.2 billion",
    "US$40",
    "US$1,200.50",
    "€3m",
    "1,200",
    "10:30",
    "10.30am",
    "10:30 p.m.",
    "7 AM",
    "14/03/2025",
    "1980s",
    "5G",
    "A4paper",
    "MH370",
    "v2.5",
    "12th",
    "20°C",
    "5 per cent",
    "3 million",
    "$2 trillion",
    "don't",
    "O’Neill",
    "Trump",
    "Zürich",
    "cafe\u0301s",
    "Ελλάδα",
    "x" * 300,
]
NEWS = st.lists(
    st.one_of(
        st.sampled_from([*FACTS, "'", '"', "“", "”", "’", "(", ")", "-", ".", ",", " ", "\n", "—"]),
        st.text(max_size=6),
    ),
    max_size=12,
).map("".join)


def spans(text: str) -> st.SearchStrategy[tuple[str, int, int]]:
    places = st.integers(0, len(text))
    return st.tuples(places, places).map(lambda p: (text, min(p), max(p)))


ANY_SPAN = NEWS.flatmap(spans)


@pytest.mark.parametrize("fact", FACTS)
@pytest.mark.parametrize(
    ("before", "after"), [("", ""), ("It was ", " there."), ("(", ")"), ("\n", "\n")]
)
def test_no_end_lies_inside_a_fact(fact: str, before: str, after: str) -> None:
    text = before + fact + after
    for cut in range(1, len(fact)):
        at = len(before) + cut
        assert widen_to_facts(text, at, len(text)) == (len(before), len(text)), (fact, cut)
        assert widen_to_facts(text, 0, at) == (0, len(before) + len(fact)), (fact, cut)


def test_a_whole_span_is_left_alone() -> None:
    text = "They will spend 2.5% of it in the U.S. by 2030."
    start = text.index("2.5%")
    assert widen_to_facts(text, start, start + 4) == (start, start + 4)
    assert widen_to_facts(text, 0, len(text)) == (0, len(text))


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        ("a 12-year-old boy", "12", "12"),  # hyphens part words
        ("a 12-year-old boy", "ye", "year"),
        ("the 2019-20 season", "201", "2019"),
        ("in 2019, 300 left", "2019", "2019"),  # "2019, 300" is not one number
        ("scored 3, 4 and 5", "3", "3"),
        ("for $1.2 billion-plus", "1.2", "$1.2 billion"),
        ("U.S-led talks", "U", "U.S"),
        ("He said.The end", "sai", "said"),
        ("pages 10-12", "12", "12"),  # no minus sign between two numbers
        ("Write to tips@holm.example.", "tips@holm", "tips@holm.example"),
        ("See https://holm.example/a?b=1.", "holm.example", "https://holm.example/a?b=1"),
    ],
)
def test_what_a_cut_span_becomes(text: str, span: str, expected: str) -> None:
    start, end = widen_to_facts(text, text.index(span), text.index(span) + len(span))
    assert text[start:end] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" 5%. ", "5%"),
        ("in the U.S.", "in the U.S."),
        ("the U.S...", "the U.S."),
        ("at 5 p.m.,", "at 5 p.m."),
        ("the council.", "the council"),
        ("— Paul Yeo –", "Paul Yeo"),
        ("-2.5%", "-2.5%"),
        ("- 2.5%", "2.5%"),
        ("…and so on…", "and so on"),
        ("“We won”", "“We won”"),
        ("“We won", "We won"),
        ("We won”", "We won"),
        ('"We won"', '"We won"'),
        ('"We won', "We won"),
        ("'don't'", "'don't'"),
        ("‘don’t’", "‘don’t’"),
        ("'don't", "don't"),
        ("” he said", "he said"),
        ("he said “", "he said"),
        ("the bridge (new", "the bridge (new"),
        ("bridge (new)", "bridge (new)"),
        ("(the bridge", "the bridge"),
        ("the bridge)", "the bridge"),
        ("“A” and “B”", "“A” and “B”"),
        ("", ""),
        (" .,;\n", ""),
    ],
)
def test_trimming(text: str, expected: str) -> None:
    start, end = trim_span(text, 0, len(text))
    assert text[start:end] == expected


@pytest.mark.slow
@given(ANY_SPAN)
@example(("5 million'" + "a" * 100, 60, 70))
def test_whole_widens_and_is_idempotent(case: tuple[str, int, int]) -> None:
    text, start, end = case
    low, high = widen_to_facts(text, start, end)
    assert 0 <= low <= start <= end <= high <= len(text)
    assert widen_to_facts(text, low, high) == (low, high)


@given(ANY_SPAN)
@example(("20°C2.5%", 0, 3))
def test_no_letters_are_parted(case: tuple[str, int, int]) -> None:
    text, start, end = case
    for at in widen_to_facts(text, start, end):
        assert not (text[:at][-1:].isalnum() and text[at:][:1].isalnum()), (text, at)


@given(ANY_SPAN)
def test_trim_narrows_and_is_idempotent(case: tuple[str, int, int]) -> None:
    text, start, end = case
    low, high = trim_span(text, start, end)
    assert start <= low <= high <= end
    assert trim_span(text, low, high) == (low, high)
    kept = text[low:high]
    assert kept == kept.strip()
    # Nothing with a letter or a digit is ever cut off.
    assert not any(char.isalnum() for char in text[start:low] + text[high:end])


@given(ANY_SPAN)
def test_trimming_never_cuts_a_fact(case: tuple[str, int, int]) -> None:
    text, start, end = case
    inside = text[slice(*widen_to_facts(text, start, end))]
    low, high = trim_span(inside, 0, len(inside))
    for match in FACT.finditer(inside):
        if any(char.isalnum() for char in match[0]):
            assert low <= match.start() and match.end() <= high
