"""Lines that say when an article was put out."""

from __future__ import annotations

import pytest

from qa.text.publication import is_publication_line


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("May 6, 2026", True),
        ("Updated 6 May 2026, 10:30 a.m. EST", True),
        ("Published: May 6, 2026 | Last updated: May 7, 2026 at 18:05", True),
        ("Monday, Sept. 3, 2025", True),
        ("May 6", False),
        ("The harbour was closed on May 6, 2026.", False),
        ("6 2026", False),
        ("Ferry 61, 2026", False),
        # No date in it, however its letters are parted: each part was tried once more before.
        ("Orlo Harbour Chamber of Commerce Young Keepers Board of Directors, 2018-2020", False),
        ("Are there other lighthouse things to see at the Orlo Harbour Museum in 2023?", False),
    ],
)
def test_a_line_of_dates_is_told_from_a_sentence(line: str, told: bool) -> None:
    assert is_publication_line(line) is told
