"""Statements turned into questions of yes or no."""

from __future__ import annotations

import pytest

from models.training.questions.inversion import invert
from models.training.questions.parsing import load, parse

pytestmark = pytest.mark.torch  # spaCy imports it


@pytest.mark.parametrize(
    ("statement", "question"),
    [
        ("The port closed on Monday.", "Did the port close on Monday?"),
        ("Ann Rowe has left the board.", "Has Ann Rowe left the board?"),
        ("The mill was sold for $1.2bn.", "Was the mill sold for $1.2bn?"),
        ("Talks are under way.", "Are talks under way?"),
        ("On Monday the port closed.", None),
        ("She didn't go.", None),
        ("It closed. It opened.", None),
    ],
)
def test_the_auxiliary_goes_to_the_front(statement: str, question: str | None) -> None:
    (doc,) = parse(load(), [statement])
    assert invert(doc) == question
