"""Whom "he said" and "she said" are given to: invented news, each with the speaker or nobody."""

from __future__ import annotations

import pytest

from qa.quotes.extraction import find_quotes

HOLM = "Governor Ida Holm lost the vote on Sunday. Holm has not left her office.\n\n"
LIND = "Nils Lind runs the ferry. He bought it in May.\n\n"


def speaker_of(text: str) -> str:
    """Return the speaker of the last quote whose mention is a pronoun."""
    return [q for q in find_quotes(text) if q.mention.lower() in ("he", "she")][-1].speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Who is named as the source right before.
        (HOLM + "Holm can be removed, according to court reporter Jo Falk.\n\n“It takes a week,” "
         "she told the Post.", "Jo Falk"),
        (LIND + "The ferry would sink, according to marsh warden Tom de Bruyn Kops. “It is old,” he"
         " said.", "Tom de Bruyn Kops"),
        (LIND + "The ferry is safe, said Tom Falk, who teaches at the harbour school.\n\nMany ships"
         " use Low Quay because it is deep, he said.", "Tom Falk"),
        (LIND + "In a letter, Tom Falk argued that Lind never asked. All this takes time, Falk "
         "argued.\n\nEven if Lind asked, it was late, he added.", "Falk"),
        # The subject of the sentence before, with what explains it.
        (LIND + "Tom Falk, an independent surveyor, compared the ferry to a barge, saying Lind is "
         "late.\n\n“The work will take a year,” he said.", "Tom Falk"),
        (HOLM + "Judge Ann Roe of the harbour court read the ruling and fined Holm 40 crowns. She "
         "said the court had heard Holm's apology.", "Judge Ann Roe"),
        (HOLM + "During a speech on Monday in Low Quay, de Witt showed a plan. “It costs less,” he "
         "said.", "de Witt"),
        (HOLM + "In the first answer by her side, Holm's son, Sen. Jon Holm, took to the radio.\n\n"
         "“Thank you all,” he wrote.", "Sen. Jon Holm"),
        (HOLM + "The council named Ida Holm and Mayor Jo Falk.\n\nErin Falk was “grateful” for it, "
         "she said.", "Erin Falk"),
        ("Nora Holm lost. Nora Holm sued. The council spoke with Holm's wife. Ida Holm was “glad”"
         " of it, she said. “We go on,” she said. “We hope.”", "Ida Holm"),
        # The one who goes on.
        (HOLM + "“It takes a week,” Jo Falk, a reporter, said.\n\n“Holm can shout as she likes,” "
         "she added.", "Jo Falk"),
        # Spoken of by name: not the speaker.
        ("Nils Lind met Tom Falk, a widower, on Monday. “Lind should resign,” he said.",
         "Tom Falk"),
    ],
)  # fmt: skip
def test_the_sentence_before_goes_first(text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker


@pytest.mark.parametrize(
    "text",
    [
        # Places and things look like names.
        "Ships left the East Quay on Monday. East Quay crews were late. “It is late,” he said.",
        "The talks were held in San Moro. San Moro has two mills. “They run,” she said.",
        "Harbour Nomad has some of the best plates in town.\n\nThe room is old, he says.",
        "Harbour Nomad has good plates. The cups are blue. You can stay. The room is old, he says.",
        "It tours in May. Ida Holm/Harbour Press\n\n“We sing,” she added.",
        "The fleet was seized, Harbour TV reported. He told the paper that it was late.",
        # Two are as likely.
        "Ida Holm met Nora Falk on Monday. “It is late,” she said.",
        "Ida Holm remembers how Nora Falk sang. She does so still.\n\n“I love it,” she says.",
        # Nobody is known for the words before.
        "Ida Holm met Nora Falk. “It is late,” she said.\n\n“It is cold,” she added.",
        # A name that only owns something.
        "They played Nils Lind's song, which he liked, at school. “I was shy,” he says.",
    ],
)
def test_nobody_goes_before_the_wrong_person(text: str) -> None:
    assert speaker_of(text).lower() in ("he", "she")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("A local officer at the fire told the paper that it spread fast. It began at noon, he "
         "said.", "A local officer at the fire"),
        ("A doctor at the harbour clinic said beds were short. Nurses were tired, she added.",
         "A doctor at the harbour clinic"),
    ],
)  # fmt: skip
def test_a_role_may_be_meant(text: str, speaker: str) -> None:
    assert speaker_of(text) == speaker


def test_a_middle_name_is_the_same_person() -> None:
    text = "Mayor Rui Inez Tula de Sao lost. Tula's party was small. “We go on,” he said."
    assert speaker_of(text) in ("Tula", "Mayor Rui Inez Tula de Sao")
