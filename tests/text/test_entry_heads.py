"""Heads of live-blog entries that a page ran into their first sentences."""

from __future__ import annotations

import pytest

from qa.text.parts import find_parts

DAY = "pm ET June 3, 2025 Share this update"


def parts_of(text: str) -> list[tuple[str, str]]:
    return [(part.kind, text[part.start : part.end]) for part in find_parts(text)]


@pytest.mark.parametrize(
    ("head", "writer", "prose"),
    [
        ("Ferry towed into harbour", "Ann Poe", "The ferry to Skerra was towed."),
        ("When did the ferry leave?", "Bo Krug", "Skerra saw it leave on Monday."),
        ("Divers find oil", "Bo Krug and Ann Poe", "Authorities have asked for help."),
    ],
)
def test_headline_and_writer_are_no_part_of_the_sentence(
    head: str, writer: str, prose: str
) -> None:
    text = (
        f"4:10 {DAY} {head} {writer} {prose}\n\n"
        f"3:05 {DAY} Ferry breaks down Bo Krug Engineers were called on Monday.\n\n"
        f"2:01 {DAY} Ferry leaves Skerra Bo Krug Witnesses saw it leave."
    )
    assert parts_of(text)[:4] == [
        ("stamp", "4:10 pm ET"),
        ("subheading", head),
        ("byline", writer),
        ("prose", prose),
    ]


def test_without_a_name_the_whole_first_sentence_is_a_headline() -> None:
    text = (
        f"4:10 {DAY} Ferry towed the ferry was towed. It is safe.\n\n"
        f"3:05 {DAY} Ferry stuck the ferry was stuck. It is not safe."
    )
    assert parts_of(text)[1:3] == [
        ("subheading", "Ferry towed the ferry was towed."),
        ("prose", "It is safe."),
    ]
