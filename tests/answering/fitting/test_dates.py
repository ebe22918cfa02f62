"""For "when", the date alone is shown where the reader took more, and nothing is cut in two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.fitting.dates import narrow_to_date
from qa.language.dates import find_dates
from qa.text.whole_facts import widen_to_facts
from tests.support.fitted import chosen, fitted


@pytest.mark.parametrize(
    ("text", "span", "date"),
    [
        ("The tunnel opens to traffic in May 2028, two years late.",
         "The tunnel opens to traffic in May 2028", "May 2028"),
        ("It reopens on 4 March, a month late.", "4 March, a month late", "4 March"),
        # What stands beside the date belongs to it, or says that it is another.
        ("It was consecrated in the spring of 1311.", "the spring of 1311", "the spring of 1311"),
        ("The works closed some time before 1990.", "some time before 1990",
         "some time before 1990"),
        ("The train left on Tuesday, just after noon.", "Tuesday, just after noon",
         "Tuesday, just after noon"),
        ("The first reign, 1185-1226, was peaceful.", "1185-1226", "1185-1226"),
        ("It opens in May 2028.", "opens in May 2028", "opens in May 2028"),
        # A part of a date is not told without the rest.
        ("It opens at noon on Monday, May 8, they say.", "Monday", "Monday, May 8"),
        ("It opened on 3 June 1911 with a race.", "June", "3 June 1911"),
        ("It opens a week on Saturday.", "Saturday", "a week on Saturday"),
        ("It opened the day before yesterday.", "yesterday", "day before yesterday"),
        ("It opens in ten days' time.", "ten days", "ten days' time"),
        # Nor an hour without its day, where that stands beside it.
        ("It opens at 12.07 a.m. ET on Monday, May 8, they say.", "12.07 a.m. ET",
         "12.07 a.m. ET on Monday, May 8"),
        ("It opens at 3 p.m. local time Friday.", "3 p.m.", "3 p.m. local time Friday"),
        ("It opens at 3 p.m. and closes on Friday.", "3 p.m.", "3 p.m."),
    ],
)  # fmt: skip
def test_a_date_is_narrowed_and_all_else_stays(text: str, span: str, date: str) -> None:
    made = fitted("When does it open?", text, span)
    assert (made.text, made.answerable, made.confidence) == (date, True, 0.9)
    (cited,) = made.citations
    assert text[cited.start - 7 : cited.end - 7] == cited.quote == date


@pytest.mark.parametrize(
    ("question", "span", "date"),
    [
        ("In which year did it open?", "1911", "1911"),
        ("What year did it open?", "3 June 1911", "1911"),
        ("In what month of 1911 did it open?", "June", "June"),
        ("On which day did it open?", "June", "3 June 1911"),
        ("In which year did it open?", "between 1909 and 1911", "between 1909 and 1911"),
    ],
)
def test_no_more_of_a_date_is_told_than_is_asked_for(question: str, span: str, date: str) -> None:
    text = "It opened on 3 June 1911. It was built between 1909 and 1911."
    assert fitted(question, text, span).text == date


PIECES = (
    "the bridge opens to traffic on in at May 2028 , - 4 March Tuesday noon late 1887 not after"
)


@given(
    st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=14).map(" ".join),
    st.integers(0, 80),
    st.integers(1, 60),
)
def test_what_is_left_lies_in_the_span_and_cuts_no_fact(text: str, start: int, length: int) -> None:
    start, end = widen_to_facts(text, min(start, len(text) - 1), min(start + length, len(text)))
    hit, _, choice = chosen(text, start, end)
    made = narrow_to_date([hit], choice, 0)
    (cited,) = made.citations
    first, last = cited.start - 7, cited.end - 7
    if not start <= first < last <= end:  # all of a date that the span had a part of
        assert any(first == date.start or last == date.end for date in find_dates(text))
        assert first < end and start < last
    assert text[first:last] == cited.quote == made.text
    assert widen_to_facts(text, first, last) == (first, last)
