"""Entries of live blogs, by the times that open their lines."""

from __future__ import annotations

import pytest

from qa.text.entries import find_entries

NEWEST_FIRST = "Flood live\n\n21:05 The dam holds.\n\n20:40 The dam may break.\n\n19:10 It rains."


def test_the_newest_entry_has_the_highest_rank() -> None:
    found = find_entries(NEWEST_FIRST)
    assert [entry.rank for entry in found] == [2, 1, 0]
    assert NEWEST_FIRST[found[0].start : found[0].end].strip() == "21:05 The dam holds."
    assert found[-1].end == len(NEWEST_FIRST)


@pytest.mark.parametrize(
    ("text", "ranks"),
    [
        ("19:10 It rains.\n20:40 The dam may break.\n21:05 The dam holds.", [0, 1, 2]),
        ("00:20 The dam holds.\n23:50 It may break.\n23:10 It rains.", [2, 1, 0]),
        ("9.40am It rains.\n8.15am Good morning.", [1, 0]),
        ("Updated 4:10 p.m. ET\nThe dam holds.\n3:55 p.m. ET\nIt rains.", [1, 0]),
        ("Update, 5:45 a.m.: The dam holds.\nUpdate, 11 p.m.: It rains.", [1, 0]),
        ("UPDATE (9:40 p.m. EDT Monday): The dam holds.\nUpdate:8 p.m. It rains.", [1, 0]),
        ("Updated May 4, 9:40 p.m. ET\nUpdate: 20 people left.\nUpdate: 30 came.", []),
        ("[16:10] It rains.\n[15:00] Good afternoon.", [1, 0]),
        ("12.50 crowns is the toll.\n11.20 crowns it was.", []),
        ("21:05 The dam holds. At 20:40 it shook.", []),
        ("2,000 people left.\n3,000 came.", []),
        ("", []),
    ],
)
def test_lines_that_begin_with_a_time_are_entries(text: str, ranks: list[int]) -> None:
    assert [entry.rank for entry in find_entries(text)] == ranks
