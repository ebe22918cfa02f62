"""Front matter of all sorts, and the days that other people's files write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.sources.dates import date_or_blank
from qa.sources.front_matter import read_front_matter


@pytest.mark.parametrize(
    ("block", "values"),
    [
        ("title: Ferry strike: day two\n", {"title": "Ferry strike: day two"}),
        ("title: >-\n  Ferry strike\n  goes on\n", {"title": "Ferry strike goes on"}),
        ("headline: |\n  Ferry strike\n", {"title": "Ferry strike"}),
        (
            "title: x\nauthors:\n- Tove Lind\n- Per Holt\n",
            {"title": "x", "author": "Tove Lind, Per Holt"},
        ),
        ("Author: [Tove Lind, Per Holt]\n", {"author": "Tove Lind, Per Holt"}),
        ("authors:\n  - name: Tove Lind\n    role: reporter\n", {"author": "Tove Lind"}),
        ("published_at: 2024-05-06 # first\n", {"date": "2024-05-06"}),
        ("pubDate: '2024-05-06'\nupdated: 2024-06-01\n", {"date": "2024-05-06"}),
        ("site_name: Courier\nlang: en\n", {"source": "Courier", "language": "en"}),
        ("title: a\ntitle: b\ntags:\n  - c\n", {"title": "a"}),
        ("title: [broken\nauthor: Tove\n", {"title": "[broken", "author": "Tove"}),
        ("title: &a x\nauthor: *a\n", {"title": "x", "author": "*a"}),
        (
            'source: https://courier.example/a\nauthor:\n  - "[[people/tove|Tove Lind]]"\n',
            {"url": "https://courier.example/a", "author": "Tove Lind"},
        ),
        ("source: https://a.example\nurl: https://b.example\n", {"url": "https://b.example"}),
        ("title: t\ncover:\n  image: x.jpg\n  alt: y\n", {"title": "t"}),
    ],
)
def test_yaml(block: str, values: dict[str, str]) -> None:
    found = read_front_matter(f"---\n{block}---\nBody.\n")
    assert {key: " ".join(value.split()) for key, value in found.values.items()} == values
    assert f"---\n{block}---\nBody.\n"[found.start :] == "Body.\n"


@pytest.mark.parametrize(
    ("block", "values"),
    [
        (
            'title = "Ferry strike"\ndate = 2024-05-06\n',
            {"title": "Ferry strike", "date": "2024-05-06"},
        ),
        (
            'title = "x"\nauthors = ["Tove Lind", "Per Holt"]\ndate = 2024-05-06T07:08:09Z\n',
            {"title": "x", "author": "Tove Lind, Per Holt", "date": "2024-05-06T07:08:09+00:00"},
        ),
    ],
)
def test_toml(block: str, values: dict[str, str]) -> None:
    found = read_front_matter(f"+++\n{block}+++\nBody.\n")
    assert found.values == values
    assert f"+++\n{block}+++\nBody.\n"[found.start :] == "Body.\n"


def test_toml_that_is_none_is_text() -> None:
    assert read_front_matter("+++\nplus plus plus\n+++\nx").start == 0


@given(st.text(alphabet="-+:\n title=&*[]{}'\">|#", max_size=80))
def test_any_block_is_read(noise: str) -> None:
    for fence in ("---", "+++"):
        text = f"{fence}\ntitle: x\n{noise}\n{fence}\nbody"
        assert 0 <= read_front_matter(text).start <= len(text)


@pytest.mark.parametrize(
    ("given_date", "expected"),
    [
        ("20240506", "2024-05-06"),
        ("20240506T070809Z", "2024-05-06T07:08:09+00:00"),
        ("1714979289", "2024-05-06T07:08:09+00:00"),
        ("1714979289123", "2024-05-06T07:08:09+00:00"),
        ("05/26/2024", "2024-05-26"),
        ("26.05.2024", "2024-05-26"),
        ("05/05/2024", "2024-05-05"),
        ("Mon, 05/06/2024", "2024-05-06"),
        ("Wed, 05/06/2024", "2024-06-05"),
        ("lundi 6 mai 2024", "2024-05-06"),
        ("6 May 2024 7pm GMT", "2024-05-06T19:00:00+00:00"),
        ("May 6, 2024 at 7:08 a.m. EDT", "2024-05-06T07:08:00-04:00"),
        ("Published 6 May 2024", "2024-05-06"),
        *(
            (bad, "")
            for bad in ("05/06/2024", "2024-02-30", "May 2024", "2024", "yesterday", "7", "")
        ),
        *(
            (bad, "")
            for bad in ("two days ago", "spring 2024", "Fri, 05/06/2024", "99999999", "\x00")
        ),
    ],
)
def test_days_of_other_files(given_date: str, expected: str) -> None:
    assert date_or_blank(given_date) == expected


@given(st.text(max_size=40))
def test_any_date_is_read(text: str) -> None:
    assert isinstance(date_or_blank(text), str)
