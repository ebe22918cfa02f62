from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.text.comparing import comparing

PIECES = st.sampled_from(["a-\nb", "é", "\xad", "x\u200by", "１２", "Ł", "- c", "ﬁ", "😀"])


@pytest.mark.parametrize(
    ("text", "other", "form"),
    [
        ("plain - text\nas it is", "", "plain - text\nas it is"),
        ("Cafe\u0301 Zoe\u0308", "", "Café Zoë"),
        ("wa\u00adter\u200bmill", "", "watermill"),
        ("\uff11\uff12 \uff2f\uff4b", "", "12 Ok"),
        ("a su\ufb03x", "", "a suffix"),
        ("the gar-\ndener", "a gardener", "the gardener"),
        ("the gar-\ndener", "", "the gar-dener"),
        ("the gar- dener", "Gardener", "the gardener"),
        ("pre- and post-war", "", "pre- and post-war"),
        ("a price-\nfixing case", "fixing prices", "a price-fixing case"),
        ("well\u2011known", "", "well-known"),
        ("it is ~~five~~ six", "", "it is six"),
    ],
)
def test_the_form_is_what_a_reader_sees(text: str, other: str, form: str) -> None:
    assert comparing(text, [other]).text == form


@given(st.lists(PIECES, max_size=12).map("".join))
def test_spans_lead_back_to_the_text(text: str) -> None:
    made = comparing(text)
    assert made.span(0, len(made.text)) == (0 if made.starts is None else made.starts[0], len(text))
    for at, char in enumerate(made.text):
        start, end = made.span(at, at + 1)
        assert 0 <= start <= end <= len(text)
        if char.isalpha() and start < end:
            own = unicodedata.normalize("NFKC", text[start:end])
            assert char in unicodedata.normalize("NFC", own) or char in own
