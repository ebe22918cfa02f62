"""Yes and no by a judge, where no sentence decides by its words alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from qa.answering.choice import NO_CHOICE, Choice, choose
from qa.answering.fitting import is_undecided
from qa.answering.fitting.yes_no import DECIDED, QUOTED, answer_yes_no
from qa.grounding.judging import ClaimBlend, ClaimJudge
from qa.protocols import Vectors
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan

CLOSED = "The harbour board shut the east lock of Tarn on Friday. It rained."
ASKED = "Did the harbour board quickly shut the east lock of Tarn?"


class Says:
    """A judge of one opinion, which keeps what it was asked."""

    def __init__(self, yes: float, no: float) -> None:
        self.row = (yes, 1 - yes - no, no)
        self.asked: list[tuple[str, str]] = []

    def entailment(self, claims: Sequence[str], passages: Sequence[str]) -> Vectors:
        self.asked += zip(claims, passages, strict=True)
        return np.array([self.row] * len(claims), dtype=np.float32)


def hits(*texts: str) -> list[Hit]:
    return [
        Hit(Passage(str(i), 0, len(t), t), "Title", "2026-05-01", 0.8, 1.0, 1.0)
        for i, t in enumerate(texts)
    ]


def judge(yes: float, no: float) -> ClaimJudge:
    return ClaimJudge(Says(yes, no), ClaimBlend((0.0, 1.0, 1.0, -1.0), 0.5, 0.8, 0.8))


@pytest.mark.parametrize(
    ("yes", "no", "said"), [(0.9, 0.05, "Yes"), (0.05, 0.9, "No"), (0.7, 0.2, ""), (0.1, 0.1, "")]
)
def test_a_sure_judge_decides_and_the_nearest_sentence_is_cited(
    yes: float, no: float, said: str
) -> None:
    made = answer_yes_no(read(ASKED), hits(CLOSED), NO_CHOICE, lambda: judge(yes, no))
    (citation,) = made.citations
    assert citation.quote == CLOSED[: CLOSED.index(" It")]
    if said:
        assert (made.text, made.note) == (said, "")
        assert made.confidence == pytest.approx(max(yes, no), abs=1e-6)
    else:
        assert is_undecided(made)


def test_a_judge_that_was_never_sure_enough_decides_nothing() -> None:
    says = Says(0.99, 0.0)
    sure = ClaimJudge(says, ClaimBlend((0.0, 1.0, 1.0, -1.0), 0.5))
    assert is_undecided(answer_yes_no(read(ASKED), hits(CLOSED), NO_CHOICE, lambda: sure))
    assert not says.asked  # nor is it asked


def test_a_sentence_that_decides_needs_no_judge() -> None:
    question = read("Did the harbour board shut the east lock?")
    made = answer_yes_no(question, hits(CLOSED), NO_CHOICE, lambda: judge(0.0, 0.99))
    assert (made.text, made.confidence) == ("Yes", DECIDED)


def asking(question: str, *texts: str) -> list[tuple[str, str]]:
    """Return what a judge is asked about a question and passages."""
    says = Says(0.9, 0.0)
    made = ClaimJudge(says, ClaimBlend((0.0, 1.0, 1.0, -1.0), 0.5, 0.8, 0.8))
    answer_yes_no(read(question), hits(*texts), NO_CHOICE, lambda: made)
    return says.asked


def test_the_question_is_put_as_a_claim_to_the_sentence_that_has_its_words() -> None:
    sentence = CLOSED[: CLOSED.index(" It")]
    claim = "The harbour board quickly shut the east lock of Tarn."
    assert asking(ASKED, "It rained.", CLOSED) == [(claim, sentence)]


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("Did the mayor of Tarn resign?", "The mayor of Tarn may resign on Friday."),
        ("Did the mayor of Tarn resign?", "The mayor of Tarn is expected to resign."),
        ("Did the mayor of Tarn resign?", "A clerk in Tarn was told to repair the lock."),
        ("Did Ida Holm win the Tarn race?", "Per Brenk beat Ida Holm in the Tarn race, winning."),
        ("Did Ida Holm become head of Tarn?", "Ida Holm shifted her plans to become head of Tarn."),
    ],
)
def test_no_judge_is_asked_of_what_may_be_or_of_other_things(question: str, passage: str) -> None:
    assert asking(question, passage) == []


def test_another_question_is_refused() -> None:
    with pytest.raises(ValueError, match="no question of yes or no"):
        answer_yes_no(read("Who shut the lock?"), hits(CLOSED), NO_CHOICE)


OWN = "The harbour board shut the east lock of Tarn on Friday."
SAID = "\u201cThe harbour board shut the east lock of Tarn,\u201d Ida Holm said."
DENIED = "\u201cThe harbour board did not shut the east lock of Tarn,\u201d Per Brenk said."


@pytest.mark.parametrize(
    ("texts", "answer", "sure"),
    [
        ([SAID], "Yes", QUOTED),
        ([DENIED], "No", QUOTED),
        ([DENIED, OWN], "Yes", DECIDED),  # the article's own words go first
        ([f"{DENIED} {OWN}"], "Yes", DECIDED),
        ([OWN], "Yes", DECIDED),
    ],
)
def test_somebodys_words_decide_less_surely(texts: list[str], answer: str, sure: float) -> None:
    made = answer_yes_no(read("Did the harbour board shut the east lock?"), hits(*texts), NO_CHOICE)
    assert (made.text, made.confidence) == (answer, sure)


def test_a_link_is_no_nearest_sentence() -> None:
    told = hits("The board met on Friday.\n\nMore:Harbour board shut the east lock of Tarn, again")
    made = answer_yes_no(read("Did the harbour board shut the east lock?"), told, NO_CHOICE)
    assert not made.answerable


FERRY = "The Tarn ferry hit the lock. None of the crew came to harm. It rained."
HURT = "Did anybody get hurt on the Tarn ferry?"


def pointing(hit: Hit, words: str, no_answer: float) -> Choice:
    start = hit.passage.text.index(words)
    spans = (SourceSpan(0, start, start + len(words)),)
    return choose([hit], [Reading(words, -0.5, no_answer, spans)])


def test_the_sentence_that_the_reader_points_at_is_shown_whatever_its_words() -> None:
    (hit,) = hits(FERRY)
    made = answer_yes_no(read(HURT), [hit], pointing(hit, "None of the crew", 0.3))
    assert is_undecided(made)
    assert made.text == "None of the crew came to harm."
    assert made.confidence < 0.5


def test_where_the_reader_doubts_the_words_of_the_question_tell() -> None:
    (hit,) = hits("A boat hit the lock. None of the crew came to harm.")
    assert not answer_yes_no(read(HURT), [hit], pointing(hit, "None of the crew", 0.7)).answerable
    (closed,) = hits(CLOSED)
    made = answer_yes_no(read(ASKED), [closed], pointing(closed, "It rained", 0.9))
    assert made.text == CLOSED[: CLOSED.index(" It")]


def test_a_question_or_a_link_is_not_shown() -> None:
    for heading in ("Was anybody hurt on board?", "Read more: was anybody hurt"):
        (hit,) = hits(f"{heading}\n\nThe lock was painted.")
        assert not answer_yes_no(read(HURT), [hit], pointing(hit, "anybody", 0.2)).answerable


def test_what_the_reader_points_at_decides_nothing_by_itself() -> None:
    (hit,) = hits(FERRY)
    made = answer_yes_no(read(HURT), [hit], pointing(hit, "None of the crew", 0.01))
    assert is_undecided(made)
