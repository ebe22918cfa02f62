"""Tables of true and false claims, kind by kind; the reader has no say here."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from qa.grounding.check import check_claim
from qa.text.sentences import split_sentences

KINDS = tomllib.loads((Path(__file__).parents[1] / "data" / "claim_kinds.toml").read_text("utf-8"))
TRUE = [(kind, claim) for kind, rows in KINDS.items() for claim in rows["true"]]
FALSE = [(kind, claim, why) for kind, rows in KINDS.items() for claim, why in rows["false"]]


def sentences(kind: str) -> list[str]:
    text = KINDS[kind]["source"]
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_twelve_rows_of_both_sorts(kind: str) -> None:
    assert len(KINDS[kind]["true"]) >= 12
    assert len(KINDS[kind]["false"]) >= 12


@pytest.mark.parametrize(("kind", "claim"), TRUE)
def test_a_fair_wording_is_supported(kind: str, claim: str) -> None:
    support = check_claim(claim, sentences(kind))
    assert support.supported, support


@pytest.mark.parametrize(("kind", "claim", "why"), FALSE)
def test_a_false_claim_is_not_supported_and_the_reason_says_what(
    kind: str, claim: str, why: str
) -> None:
    support = check_claim(claim, sentences(kind))
    assert not support.supported, support
    assert any(why in reason for reason in support.reasons), support.reasons
