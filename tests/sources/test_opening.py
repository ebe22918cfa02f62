"""Author and day in the lines below a headline, and nothing that only looks like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.sources.articles import read_file
from qa.sources.opening import read_opening

BODY = "The council voted on Thursday to rebuild the wall, eleven years after it broke."


@pytest.mark.parametrize(
    ("lines", "author", "date"),
    [
        ("By Ines Calloway\n3 April 2025", "Ines Calloway", "2025-04-03"),
        ("3 April 2025\n\nBy Ines Calloway", "Ines Calloway", "2025-04-03"),
        ("*By Lotte Finnemore, 20 May 2025*", "Lotte Finnemore", "2025-05-20"),
        ("By Piet van Hallam and Oona Tarrant", "Piet van Hallam and Oona Tarrant", ""),
        (
            "BY Ana Osk | Published: Thursday 3 April 2025, 09:15 BST",
            "Ana Osk",
            "2025-04-03",
        ),
        ("By Ana Osk, Political Editor", "Ana Osk", ""),
        ("By Ana Osk, Bo Lund and Cy Orr", "Ana Osk, Bo Lund and Cy Orr", ""),
        ("Written by Zoë Ångström · March 14, 2025", "Zoë Ångström", "2025-03-14"),
        ("Updated on 2 July 2025 at 10:05 pm", "", "2025-07-02"),
        ("2025-07-02", "", "2025-07-02"),
    ],
)
def test_what_the_lines_say_is_read(lines: str, author: str, date: str) -> None:
    assert read_opening(f"Wall to be rebuilt\n\n{lines}\n\n{BODY}\n") == (author, date)


@pytest.mark.parametrize(
    "lines",
    [
        "",
        "By Thursday the water had gone.",
        "By Order of the Council, the gates were shut on 3 April 2025.",
        "By the river",
        "In April 2025 the wall broke.",
        "03/04/2025",
        "April 2025",
        "A standfirst that tells more\nBy Ines Calloway",
        "By 3 April 2025",
        "31 April 2025",
        "1743638400",
        "By Ines Calloway in Tolmere said the wall would break.",
    ],
)
def test_what_says_something_else_is_not(lines: str) -> None:
    assert read_opening(f"Wall to be rebuilt\n\n{lines}\n\n{BODY}\n") == ("", "")


def test_the_body_is_not_searched() -> None:
    assert read_opening(f"Wall\n\n{BODY}\n\nBy Ines Calloway\n3 April 2025\n") == ("", "")
    assert read_opening("By Ines Calloway") == ("", "")  # that is its headline
    assert read_opening("") == ("", "")


def test_front_matter_and_what_is_given_come_first(tmp_path: Path) -> None:
    path = tmp_path / "wall.txt"
    path.write_text(f"---\ndate: 2024-01-02\n---\nWall\n\nBy Ines Calloway\n3 April 2025\n\n{BODY}")
    read = read_file(path)
    assert (read.author, read.date) == ("Ines Calloway", "2024-01-02")
    assert read_file(path, author="The desk").author == "The desk"
