"""Verbs of two words and their opposites: who was laid off was not hired."""

from __future__ import annotations

import pytest

from qa.grounding.check import check_claim


@pytest.mark.parametrize(
    ("claim", "source", "supported"),
    [
        ("The mill hired 40 weavers.", "The mill laid off 40 weavers.", False),
        ("The mill laid off 40 weavers.", "The mill took on 40 weavers.", False),
        ("The mill dismissed 40 weavers.", "The mill laid off 40 weavers.", True),
        ("The mill laid off 40 weavers.", "The mill laid off 40 weavers.", True),
        ("The court upheld the ferry law.", "The court threw out the ferry law.", False),
        ("The court upheld the ferry law.", "The court struck down the ferry law.", False),
        ("The board passed the plan.", "The board voted down the plan.", False),
        ("The captain stayed on as head.", "The captain stepped down as head.", False),
        ("The captain quit as head.", "The captain stepped down as head.", True),
        ("Rents went up in Holm.", "Rents fell in Holm.", False),
        ("Rents went up in Holm.", "Rents rose in Holm.", True),
    ],
)
def test_two_words_are_one_verb(claim: str, source: str, supported: bool) -> None:
    found = check_claim(claim, [source])
    assert any("where this says" in reason for reason in found.reasons) != supported
