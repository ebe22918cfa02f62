"""Who speaks: a whole phrase that a name, a role or a body heads, or nobody."""

from __future__ import annotations

import pytest

from qa.quotes.extraction import find_quotes
from qa.quotes.subjects import speaks


def speakers(text: str) -> list[str]:
    return [q.speaker for q in find_quotes(text)]


@pytest.mark.parametrize(
    ("subject", "speaker"),
    [
        ("Ruiz and Hale", "Ruiz and Hale"),
        ("The Society for Locks and Weirs", "The Society for Locks and Weirs"),
        ("The Harbour Post and Quay Times", "The Harbour Post and Quay Times"),
        ("The mayor and her deputy", "The mayor and her deputy"),
        ("In Low Quay, Ruiz and Hale", "Ruiz and Hale"),
        ("The bridge closed and Ruiz", "Ruiz"),
        ("Local papers in the Uplands", "Local papers in the Uplands"),
        ("A letter from the union to the mayor", "A letter from the union to the mayor"),
        ("The report by Ida Holm", "The report by Ida Holm"),
        ("Ida's son, Nils Lind,", "Nils Lind"),
        ("Ida's son, Nils,", "Nils"),
        ("The keeper, Nils Lind,", "Nils Lind"),
        ("Ida Holm's letter", "Ida Holm's letter"),
        ("Ida Holm — who rows in the Dee team each week —", "Ida Holm"),
        ("The Harbour Lights Society (HLS)", "The Harbour Lights Society"),
        ("A keeper who asked not to be named", "A keeper"),
        ("Ida Holm, who has fed the swans of the old harbour each day for all these years, also",
         "Ida Holm"),
        ("She went to jail after police", "police"),
        ("The rain came hours after Lind", "Lind"),
        ("Al St. Clare", "Al St. Clare"),
        ("Rep. Al Roe, D-Ga.,", "Rep. Al Roe"),
        ("But officers", "officers"),
        ("But officers from Dee Rowing", "officers from Dee Rowing"),
        ("Asked about the town's old lock, Lind, of Dee Rowing,", "Lind"),
        ("Ruiz and fellow Upland Sen. Al Hale, both bakers,",
         "Ruiz and fellow Upland Sen. Al Hale"),
    ],
)  # fmt: skip
def test_a_subject_is_read_as_a_whole(subject: str, speaker: str) -> None:
    assert speakers(f"{subject} said that the lock leaks.") == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "It rained, and a talk on the condition of silence said that the lock leaks.",
        "A thing of clay from the north that is believed to leak was lifted in May.",
        "The lock is said to leak.",
        "No keeper said that the lock leaks.",
        "Nobody at the mill said that the lock leaks.",
        "If the mayor said that the lock leaks, he lied.",
        "Ida Holm, the boats gone, announced a new company in Low Quay.",
        "Ida Holm, the boats gone, announced the new ferry in Low Quay.",
    ],
)
def test_nobody_is_better_than_the_wrong_one(text: str) -> None:
    assert speakers(text) == []


def test_what_moves_somebody_does_not_speak() -> None:
    (quote,) = find_quotes("Ida Holm, who rows, said the sight of the swans moved her to tears.")
    assert quote.speaker == "Ida Holm"
    assert quote.quote == "the sight of the swans moved her to tears"


def test_who_is_denied_to_have_spoken_has_not() -> None:
    assert speakers("Lind denied that Holm said the lock leaks.") == ["Lind"]


def test_a_participle_is_no_part_of_a_speaker() -> None:
    assert speakers("“It is late,” says a letter signed by Lind.") == ["a letter"]


def test_two_speakers_are_one_after_the_verb() -> None:
    assert speakers("“It holds,” said Ida Holm and Nils Lind.") == ["Ida Holm and Nils Lind"]
    assert speakers("According to Ida Holm and Nils Lind, the lock leaks.") == [
        "Ida Holm and Nils Lind"
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ruiz called her lawyer, Al Roe, at noon. The town is late, her lawyer said.", "Al Roe"),
        ("The keeper, Al Roe, left. The keeper, Bo Poe, came. The keeper said it was late.",
         "The keeper"),
        ("Her boat sank. It is late, her lawyer said.", "her lawyer"),
    ],
)  # fmt: skip
def test_a_role_is_whom_the_text_names_by_it(text: str, speaker: str) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("phrase", "right"),
    [
        ("the trainer", True), ("several councillors", True), ("the agencies", True),
        ("a statement posted", True), ("the head of the union", True), ("the Uplands", True),
        ("a strain found", False), ("the sight of the mayor", False), ("the weather", False),
        ("the condition", False), ("no keeper", False), ("", False),
    ],
)  # fmt: skip
def test_the_head_of_a_phrase_says_whether_it_speaks(phrase: str, right: bool) -> None:
    assert speaks(phrase) is right
