from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.dates import find_dates, parse_value
from qa.language.names import find_names
from qa.language.numbers import find_quantities
from qa.language.quantities import format_decimal
from qa.language.same_answers import same_answer
from qa.language.short_answers import normalize_answer
from qa.text.words import find_words

SAME = [
    ("five per cent", "5%"),
    ("5%", "5 percent"),
    ("5%", "5.0%"),
    ("5.0 per cent", "five percent"),
    ("about 5%", "5%"),
    ("the 5% target", "5%"),
    ("5% of GDP", "five per cent of national output"),
    ("nineteen", "19"),
    ("1,200", "1200"),
    ("2.5 million", "2,500,000"),
    ("twenty-five", "25"),
    ("one hundred and five", "105"),
    ("$1.2bn", "1.2 billion dollars"),
    ("$1.2bn", "US$1.2 billion"),
    ("£3m", "three million pounds"),
    ("50 cents", "$0.50"),
    ("$5-10m", "5 to 10 million dollars"),
    ("a dozen", "12"),
    ("two dozen", "24"),
    ("half", "50%"),
    ("half", "one half"),
    ("two-thirds", "two thirds"),
    ("half a million", "500,000"),
    ("two and a half million", "2.5 million"),
    ("half a per cent", "0.5%"),
    ("the first", "1st"),
    ("twenty-first", "21st"),
    ("12 years", "12-year-old"),
    ("3 p.m.", "15:00"),
    ("at least 12 dead", "12 dead"),
    ("19 people were killed", "19 dead"),
    ("19 people", "19"),
    ("no fewer than 12 dead", "12 dead"),
    ("4 May", "May 4"),
    ("May 4", "May 4, 2025"),
    ("2025-05-04", "4 May"),
    ("2025-05-04", "May 4th, 2025"),
    ("Sunday, May 4", "4 May"),
    ("Sept. 11, 2001", "11 September 2001"),
    ("in May 2025", "May 2025"),
    ("the 1990s", "1990's"),
    ("Mark Rutte", "Rutte"),
    ("Rutte", "NATO Secretary General Mark Rutte"),
    ("Mark Rutte", "NATO Secretary General Mark Rutte"),
    ("Mark Rutte", "Mark Rutte, the NATO secretary general"),
    ("President Trump", "Donald Trump"),
    ("John F. Kennedy", "John Kennedy"),
    ("U.S.", "US"),
    ("US", "United States"),
    ("the United States", "U.S."),
    ("UK", "United Kingdom"),
    ("Britain", "the UK"),
    ("NATO", "North Atlantic Treaty Organization"),
    ("World Trade Organization", "WTO"),
    ("the bridge", "Bridge."),
    ("“a bridge too far”", "a bridge too far"),
    ("in Rotterdam", "Rotterdam"),
    ("Rotterdam", "Rotterdam, Netherlands"),
    ("the city of Rotterdam", "Rotterdam"),
    ("France and Germany", "Germany and France"),
    ("a faulty valve", "faulty valve in the pump"),
    ("because the valve was faulty", "the valve was faulty"),
    ("10 km", "6.2 miles"),
    ("90 minutes", "one and a half hours"),
    ("18 months", "1.5 years"),
    ("2 tonnes", "2,000 kg"),
    ("$540 a month", "$540 per month"),
    ("$540 a month", "$540"),
    ("about 1,200", "1,187"),
    ("more than 10 dead", "12 dead"),
    ("nearly 20", "19"),
]
DIFFERENT = [
    ("5%", "50%"),
    ("5%", "5"),
    ("5", "$5"),
    ("5%", "$5"),
    ("5", "50"),
    ("1.2", "12"),
    ("$1.2bn", "$1.2m"),
    ("$5", "€5"),
    ("5 km", "5 miles"),
    ("5 days", "5 months"),
    ("5%", "5 percentage points"),
    ("5th", "5"),
    ("half", "a third"),
    ("3 a.m.", "3 p.m."),
    ("10-15%", "10-20%"),
    ("12 dead", "19 dead"),
    ("12 dead", "12 injured"),
    ("more than 5%", "less than 5%"),
    ("Boeing 737", "Airbus 737"),
    ("4 May", "5 May"),
    ("4 May", "4 June"),
    ("May 4, 2025", "May 4, 2024"),
    ("2024", "2025"),
    ("Monday", "Tuesday"),
    ("1990s", "1980s"),
    ("John Smith", "Jane Smith"),
    ("Donald Trump", "Donald Trump Jr."),
    ("NATO", "NATO Secretary General Mark Rutte"),
    ("Tesla Motors", "General Motors"),
    ("Energy Department", "Justice Department"),
    ("Germany", "Chancellor of Germany"),
    ("North Korea", "South Korea"),
    ("US", "UK"),
    ("New York", "New York Times"),
    ("Trump", "Trump Tower"),
    ("France", "France and Germany"),
    ("storm", "storm surge"),
    ("the bridge", "collapse of the bridge"),
    ("not guilty", "guilty"),
    ("it will not open", "it will open"),
    ("yes", "no"),
    ("prices will rise next year", "prices will fall next year"),
    ("19", "Rutte"),
    ("10 km", "10 kg"),
    ("10 km", "7 miles"),
    ("5 years", "5 months"),
    ("$540 a month", "$540 a year"),
    ("about 1,200", "1,400"),
    ("more than 10 dead", "8 dead"),
    ("more than 10 dead", "19 dead"),
]


def same(a: str, b: str, date_a: str = "", date_b: str = "") -> bool:
    forms = normalize_answer(a, date=date_a), normalize_answer(b, date=date_b)
    assert same_answer(*forms) == same_answer(*reversed(forms))
    return same_answer(*forms)


@pytest.mark.parametrize(("a", "b"), SAME)
def test_spellings_of_one_answer_agree(a: str, b: str) -> None:
    assert same(a, b)


@pytest.mark.parametrize(("a", "b"), DIFFERENT)
def test_different_answers_do_not_agree(a: str, b: str) -> None:
    assert not same(a, b)


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("five per cent", "percent", "5", "%"),
        ("about $1.2bn", "money", "1200000000", "USD"),
        ("a dozen eggs", "number", "12", ""),
        ("1,200 km", "number", "1200", "km"),
        ("4 May 2025", "date", "2025-05-04", ""),
        ("May 4", "date", "--05-04", ""),
        ("in 2012", "date", "2012", ""),
        ("Mark Rutte", "text", "mark rutte", ""),
    ],
)
def test_the_form_says_what_was_read(text: str, kind: str, value: str, unit: str) -> None:
    form = normalize_answer(text)
    assert (form.kind, form.value, form.unit) == (kind, value, unit)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Thursday", "2025-05-08"),
        ("Saturday", "2025-05-10"),
        ("last Saturday", "2025-05-03"),
        ("next Friday", "2025-05-16"),
        ("yesterday", "2025-05-09"),
        ("last year", "2024"),
        ("last month", "2025-04"),
        ("two days ago", "2025-05-08"),
        ("10 days ago", "2025-04-30"),
        ("a month ago", "2025-04"),
        ("six months ago", "2024-11"),
        ("three years ago", "2022"),
    ],
)
def test_relative_dates_follow_the_article(words: str, day: str) -> None:
    # 10 May 2025 was a Saturday.
    assert normalize_answer(words, date="2025-05-10T08:00:00Z").value == day


def test_weekdays_of_different_weeks_differ() -> None:
    assert same("Thursday", "May 8", "2025-05-10", "")
    assert same("Thursday", "Thursday", "2025-05-10", "2025-05-09")
    assert not same("Thursday", "Thursday", "2025-05-10", "2025-05-20")
    assert same("Thursday", "May 8, 2025")
    assert not same("Thursday", "May 9, 2025")
    assert same("on Thursday", "on Thursday", "no date", "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("between 5 and 10 percent", [("5", "%"), ("10", "%")]),
        ("from 2% to 5%", [("2", "%"), ("5", "%")]),
        ("the boat sank in 2.5 hours.", [("2.5", "hour")]),
        ("hundreds of people", []),
        ("a 2-1 win in the first half", [("2", ""), ("1", ""), ("1", "th")]),
        ("-5 degrees", [("-5", "degree")]),
        ("one million two hundred thousand", [("1200000", "")]),
    ],
)
def test_quantities_in_running_text(text: str, found: list[tuple[str, str]]) -> None:
    assert [(format_decimal(q.value), q.unit) for q in find_quantities(text)] == found


@pytest.mark.parametrize(
    "text", ["it may be so", "they march on", "the sun sat low", "31 February"]
)
def test_words_that_only_look_like_dates(text: str) -> None:
    assert find_dates(text, "2025-05-10") == []


def test_names_leave_out_function_words() -> None:
    text = "The mayor told Mark Rutte that U.S. officials met in The Hague."
    names = [text[n.start : n.end] for n in find_names(text)]
    assert names == ["Mark Rutte", "U.S.", "Hague"]


PIECES = (
    "5 % per cent $ bn million half and a two dozen May 4 2025 Thursday Mr. Rutte U.S. not , - "
    "1,200 .5 ½ ’s first to third £ 3:30 pm"
)
FRAGMENTS = st.sampled_from(PIECES.split())
ANY_TEXT = st.one_of(st.text(max_size=60), st.lists(FRAGMENTS, max_size=10).map(" ".join))


@given(ANY_TEXT, ANY_TEXT)
def test_agreement_is_symmetric_and_reflexive(a: str, b: str) -> None:
    x, y = normalize_answer(a, date="2025-05-10"), normalize_answer(b)
    assert same_answer(x, x)
    assert same_answer(x, y) == same_answer(y, x)


@given(ANY_TEXT)
def test_spans_are_ordered_and_inside(text: str) -> None:
    for found in (find_quantities(text), find_dates(text), find_names(text), find_words(text)):
        spans = [(item.start, item.end) for item in found]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


@given(ANY_TEXT)
def test_a_date_survives_its_value(text: str) -> None:
    for date in find_dates(text, "2025-05-10") + find_dates(text):
        assert parse_value(date.value).value == date.value


@given(st.integers(0, 10**12))
def test_grouped_digits_are_the_number(number: int) -> None:
    assert same(f"{number:,}", str(number))


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("3 p.m. on Monday, May 8", "May 8", True),
        ("3 p.m. on Monday, May 8", "May 9", False),
        ("3 p.m. on May 8", "5 p.m. on May 8", False),
        ("3 p.m. on May 8", "May 8 at 3 p.m.", True),
    ],
)
def test_an_hour_of_a_day_is_of_the_day(a: str, b: str, same: bool) -> None:
    assert same_answer(normalize_answer(a), normalize_answer(b)) == same


@pytest.mark.parametrize(
    ("first", "second", "alike"),
    [
        ("$1.34B", "$1.337 billion", True),
        ("1.3 million", "1,340,000", True),
        ("$1.3 billion", "$1.37 billion", False),  # that rounds to 1.4
        ("$1 billion", "$1.3 billion", False),  # one digit may be any figure
        ("130", "125", False),  # a count is not rounded
        ("1.34 million", "1.34 billion", False),
    ],
)
def test_a_large_figure_is_the_same_in_fewer_digits(first: str, second: str, alike: bool) -> None:
    assert same(first, second) is alike
