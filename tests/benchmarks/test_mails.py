"""The made-up mails of benchmarks/libraries/mails.py: which of them our rules do not read right."""

from __future__ import annotations

import pytest

from benchmarks.libraries.mails import Mail, grade, mails, own

WRONG = {
    "Proton": "left over",
    "Zoho": "left over",
    "Zoho page": "left over",
    "Polish Outlook": "left over",
    "an answer that gives a timetable": "lost",
}


def test_every_other_mail_is_read_right() -> None:
    cases = list(mails())
    assert len({mail.name for mail in cases}) == len(cases)
    found = {mail.name: grade(mail, own(mail)) for mail in cases}
    assert {name: grade for name, grade in found.items() if grade != "right"} == WRONG


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the bath is sold", "right"),
        ("the bath is sold. Ida", "right"),
        ("the bath is", "lost"),
        ("the bath is sold, why", "left over"),
        ("the bath why", "both"),
    ],
)
def test_a_mail_is_graded_by_its_words(text: str, expected: str) -> None:
    kept = ("the", "bath", "is", "sold")
    mail = Mail("", "", "", "", is_page=False, kept=kept, allowed=(*kept, "Ida"))
    assert grade(mail, text) == expected
