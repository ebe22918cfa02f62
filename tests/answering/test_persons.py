"""Who cannot be the one that is asked for: the one it befell, and who holds the office no more."""

from __future__ import annotations

import pytest

from qa.answering.persons import without_wrong_persons
from qa.question import read
from tests.support.readings import make_reading

SHOT = (
    "The attack on former mayor Ann Poe shocked Elm. Ann Poe, the head of the Greens, was shot "
    "by Jo Krug."
)
OFFICE = (
    "Former Elm Mayor Ann Poe spoke first. Mayor Bo Lund, her successor, thanked her. Jo Krug is "
    "running for mayor. Elm Mills CEO Ada Lind resigned. The baker Ida Moss cut the cake. "
    "Kai Holm, who is a candidate, was booed. Mayor Una Sand waves on her last day in office."
)


@pytest.mark.parametrize(
    ("question", "text", "said", "kept"),
    [
        ("Who shot Ann Poe?", SHOT, "Jo Krug", True),
        ("Who shot Ann Poe?", SHOT, "former mayor Ann Poe", False),
        ("Who shot Poe?", SHOT, "Ann Poe", False),
        ("Who was shot, Ann Poe or Jo Krug?", SHOT, "Ann Poe", True),
        ("Who is Poe?", SHOT, "Ann Poe", True),
        ("Who is Ann Poe?", SHOT, "former mayor", True),
        ("Who is the mayor of Elm?", OFFICE, "Ann Poe", False),
        ("Who is the mayor of Elm?", OFFICE, "Bo Lund", True),
        ("Who is the mayor of Elm?", OFFICE, "Jo Krug", False),
        ("Who is the mayor of Elm?", OFFICE, "Kai Holm", False),
        ("Who is the mayor of Elm?", OFFICE, "Una Sand", False),
        ("Who was the mayor of Elm?", OFFICE, "Una Sand", True),
        ("Who is the chief executive of Elm Mills?", OFFICE, "Ada Lind", True),
        ("Who is the CEO of Elm Mills?", OFFICE, "Ada Lind", True),
        ("Who was the mayor of Elm?", OFFICE, "Ann Poe", True),
        ("Who is the former mayor of Elm?", OFFICE, "Ann Poe", True),
        ("Who spoke first?", OFFICE, "Ann Poe", True),
    ],
)
def test_who_is_the_one_asked_for(question: str, text: str, said: str, kept: bool) -> None:
    hit, reading = make_reading(text, said)
    [made] = without_wrong_persons(read(question), [hit], [reading])
    assert made.no_answer == (0.2 if kept else 1.0)
