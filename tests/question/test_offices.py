"""The office whose holder a question asks for."""

from __future__ import annotations

import pytest

from qa.question import read


@pytest.mark.parametrize(
    ("question", "office"),
    [
        ("Who is the mayor of Elm?", "mayor"),
        ("Who's the new police chief in Elm?", "chief"),
        ("Who is Elm's mayor?", "mayor"),
        ("Who is the baker of Elm?", None),
        ("Who was the mayor?", None),
        ("Who is the former mayor?", None),
        ("Who is the mayor's brother?", None),
    ],
)
def test_the_office_asked_for(question: str, office: str | None) -> None:
    found = read(question).office
    assert (found.key if found else None) == office
