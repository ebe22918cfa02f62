"""What is more than what: claims that turn a comparison round are not supported."""

from __future__ import annotations

import pytest

from qa.grounding.check import check_claim

SOURCE = (
    "The Brig, 92 metres long, carries sixty cars and is older than the Lark. "
    "Rye is dearer than oats, but less popular than wheat."
)


@pytest.mark.parametrize(
    "claim",
    [
        "The Lark is older than the Brig.",
        "Oats are dearer than rye.",
        "Wheat is less popular than rye.",
    ],
)
def test_a_comparison_turned_round_is_not_supported(claim: str) -> None:
    found = check_claim(claim, [SOURCE])
    assert any("other way round" in reason for reason in found.reasons), found


@pytest.mark.parametrize(
    "claim",
    [
        "The Brig is older than the Lark.",
        "Rye is dearer than oats.",
        "Rye is less popular than wheat.",
    ],
)
def test_a_comparison_kept_is_none(claim: str) -> None:
    assert check_claim(claim, [SOURCE]).reasons == ()
