"""What a sentence can lose and still say the same, and what it must never lose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.summary.compression import find_cuts, join_pieces, shorten, skip_dateline


def short(sentence: str, *, heavy: bool = True) -> str:
    return join_pieces(sentence, shorten(sentence, lambda _: heavy))


REST = "the council of Marlow Bay backed the bridge."


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"However, {REST}", f"T{REST[1:]}"),
        (f"But {REST}", f"T{REST[1:]}"),
        (f"(CNN)T{REST[1:]}", f"T{REST[1:]}"),
        (f"LONDON (CNN) -- But {REST}", f"T{REST[1:]}"),
        (
            "Ilse Odell (pictured) backed the bridge at noon.",
            "Ilse Odell backed the bridge at noon.",
        ),
    ],
)
def test_links_datelines_and_captions_go(sentence: str, expected: str) -> None:
    assert short(sentence, heavy=False) == expected


@pytest.mark.parametrize(
    ("sentence", "cut"),
    [
        ("Ilse Odell, who grew up there, was elected mayor of the bay.", ", who grew up there,"),
        ("Ilse Odell, a former pilot, has been elected mayor.", ", a former pilot,"),
        ("Ilse Odell, 52, was elected mayor of Marlow Bay.", ", 52,"),
        ("Ilse Odell, 52, of Skerra, was elected mayor today.", ", 52"),
        ("The council backed the new bridge, which opens to traffic in 2031.",
         ", which opens to traffic in 2031"),
        ("The council backed the new bridge, killing a plan for 2,000 berths.",
         ", killing a plan for 2,000 berths"),
        ("The council backed the bridge on Tuesday night after a debate.", " on Tuesday night"),
        ("The bridge – the longest of the bay – opened to great crowds.",
         " – the longest of the bay –"),
        ("The new bridge of Marlow Bay (450 metres long) was opened.", " (450 metres long)"),
        ("The council backed the new bridge, and it voted for a ferry.",
         ", and it voted for a ferry"),
    ],
)  # fmt: skip
def test_asides_go_where_wanted(sentence: str, cut: str) -> None:
    assert short(sentence) == sentence.replace(cut, "")
    assert short(sentence, heavy=False) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The mayor took the money, which she denies having ever seen.",  # a denial
        "The bridge will be built in spring, with no tolls at all.",  # a negation
        "The mayor took bribes from the builders, police said.",  # who said it
        "The mayor took bribes, according to the auditor of the bay.",
        "The mayor took bribes from builders, which is a crime, prosecutors said.",
        "The bridge will open in spring, if the council votes for it.",  # a condition
        "The bridge will open, assuming that the council votes for it.",
        "The council will meet on Tuesday to vote on the bridge.",  # weekdays to come
        "The bridge is closed on Sunday for the yearly regatta.",
        "The ferry ran between Monday and Friday on Tuesday or Wednesday.",
        "The mayor said: “However, the bridge, which I love, is not dead.”",  # quotations
        '"The mayor, who grew up here, was elected by you," he said.',
        "Smith, who was arrested, charged and released, left for Skerra.",  # where a clause ends
        "The International Monetary Fund (IMF) lent the bay a billion.",  # later sentences use it
        "So far the council has backed the bridge of Marlow Bay.",
        "But for the rain the bridge would have opened at noon.",
        "Still waters run deep under the bridge of Marlow Bay.",
        "The bay was quiet. (pictured)",
        "He met the mayor, whom all knew.",  # what is left would be too short
    ],
)
def test_what_must_stay_stays(sentence: str) -> None:
    assert short(sentence) == sentence


def test_a_brand_keeps_its_letters() -> None:
    sentence = "However, iPhone sales in Marlow Bay fell by 2.5% last year."
    assert short(sentence) == sentence


def test_numbers_survive_byte_for_byte() -> None:
    sentence = "The U.S. bank lent $1.2bn, or 2.5%, on Monday, which built 1,200 homes."
    assert short(sentence) == "The U.S. bank lent $1.2bn, or 2.5%, on Monday."


def test_nothing_of_nothing() -> None:
    for blank in ("", "  \n", "(CNN) -- "):
        assert join_pieces(blank, shorten(blank, lambda _: True)) in ("", blank.strip())


PARTS = st.sampled_from(
    ["However, ", "But ", "the mayor", ", who left", ", 33, ", "was", " on Tuesday", " – ", '"',
     "“", " (x y)", ", which", " said", "not ", ".", " ", "\n", "İ", "ß", "1,200", "—", "(CNN) -- ",
     "’s"]
)  # fmt: skip


@given(st.lists(PARTS | st.text(max_size=5), max_size=24).map("".join), st.booleans())
def test_pieces_are_in_order_and_only_a_first_letter_changes(text: str, heavy: bool) -> None:
    pieces = shorten(text, lambda _: heavy)
    at = 0
    for start, end in pieces:
        assert at <= start < end <= len(text)
        at = end
    exact = "".join(text[start:end] for start, end in pieces)
    made = join_pieces(text, pieces)
    assert len(made) == len(exact)
    assert made[1:] == exact[1:]
    assert made[:1] in (exact[:1], exact[:1].upper())
    assert bool(pieces) == (skip_dateline(text) < len(text.rstrip()))
    for cut in find_cuts(text):
        assert skip_dateline(text) <= cut.start < cut.end <= len(text)
