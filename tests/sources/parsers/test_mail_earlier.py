"""A mail's own words: what it answers, its signature and its soft line ends are none of them."""

from __future__ import annotations

import pytest

from qa.records import Document
from qa.sources.parsers import read_documents

OWN = "The council of Vell will sell its swimming bath in June, it said."
HEADS = "From: Ida Poe\nSent: Monday, 1 June 2026 09:00\nTo: News desk\nSubject: Bath\n"


def read(body: str, subject: str = "Re: Bath", kind: str = "text/plain") -> Document:
    raw = f"From: a@b.example\nSubject: {subject}\nContent-Type: {kind}; charset=utf-8\n\n{body}"
    [found] = read_documents(raw.encode(), "a.eml")
    assert isinstance(found, Document), found
    return found


@pytest.mark.parametrize(
    "earlier",
    [
        "On Mon, 1 Jun 2026 at 10:01, Ida Poe <ida@b.example> wrote:\n> The bath stays.\n> Ida",
        "On Mon, 1 Jun 2026 at 10:01, Ida Poe\n<ida@b.example> wrote:\n\n> The bath stays.",
        "Am 01.06.26 um 10:01 schrieb Ida Poe:\n> Das Bad bleibt.",
        "2026-06-01 10:01, Ida Poe:\n> The bath stays.\n>\n> Ida",
        "-----Original Message-----\n" + HEADS + "\nThe bath stays.",
        "________________________________\n" + HEADS + "\nThe bath stays.",
        HEADS + "\nThe bath stays.",
        "*From:* Ida Poe\n*Date:* 1 June\n*To:* Desk\n\nThe bath stays.",
        "Von: Ida Poe\nGesendet: Montag\nAn: Desk\nBetreff: Bad\n\nDas Bad bleibt.",
        "-- \nTove Lind\nVell Post",
        "-- \nTove Lind\n\nOn 1/6/26 10:01, Ida Poe wrote:\n> The bath stays.",
        "On 1/6/26 10:01, Ida Poe wrote:\n> The bath stays.\n\n-- \nTove Lind",
        "> The bath stays.\n>\n> Ida",
        "Sent from my telephone\n\n> On 1 Jun 2026, at 10:01, Ida Poe wrote:\n>\n> The bath stays.",
        "Get Outlook for iOS<https://a.example>\n________________________________\n" + HEADS,
        "--\nTove Lind\nVell Post",
        "Sent from my telephone",
        "On 1/6/26 10:01, Ida Poe wrote:\n> ---- Forwarded message ----\n> The bath stays.",
    ],
)
def test_what_a_mail_answers_and_its_signature_are_left_out(earlier: str) -> None:
    found = read(f"{OWN}\n\n{earlier}\n")
    assert found.text == OWN
    assert bool(found.notes) == any(part in earlier for part in (">", "bath stays", "Bad"))


def test_a_page_below_the_line_that_introduces_it_is_left_out() -> None:
    page = (
        f"<div>{OWN}</div><div>On Mon, 1 Jun 2026 at 10:01 Ida Poe wrote:<br></div>"
        "<blockquote><p>The bath stays, said Ida, and so does its old attendant.</p></blockquote>"
    )
    assert read(page, kind="text/html").text == OWN


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Fwd: Bath", f"See below.\n\n{HEADS}\n{OWN}"),
        ("Bath", f"Worth a story?\n\n------ Forwarded message -----\n{HEADS}\n{OWN}"),
        ("Bath", f"Yes.\n\nOn 1/6/26 10:01, Ida Poe wrote:\n> {OWN}"),
        ("Re: Bath", f"On 1/6/26 10:01, Ida Poe wrote:\n> Is it so?\n\n{OWN}\n\n> Why?\n\nAsk."),
        ("A letter", f"{OWN} In 1911 the mayor wrote:\n\nThe bath is the town's, and stays so."),
        ("A memo", f"{HEADS}\n{OWN}"),
        ("Dash", f"{OWN}\n--\n" + "More than a signature has.\n" * 13),
        ("Dash", f"{OWN}\n--\n" + "More than a name and a number.\n" * 6),
        ("Bath", f"{OWN}\n\n{HEADS}\nThe bath stays, the mail that was leaked says."),
        ("Bath", f"{OWN} At 10:01 on Monday the guard wrote:\n\nWater comes in."),
        ("Re: Bath", f"{OWN} At 10:01 on Monday the guard wrote:"),
        ("Re: Bath", f"{OWN} As follows:"),
        ("A poem", f"{OWN}\n\n> How green you were!"),
    ],
)  # fmt: skip
def test_what_is_forwarded_or_answered_line_by_line_stays(subject: str, body: str) -> None:
    assert read(body, subject).text == body.rstrip("\n")


@pytest.mark.parametrize("header", ["In-Reply-To", "References"])
def test_what_answers_is_told_by_its_headers_too(header: str) -> None:
    raw = f"From: a@b.example\nSubject: Bath\n{header}: <1@b.example>\n\n{OWN}\n\n{HEADS}\nStays."
    [found] = read_documents(raw.encode(), "a.eml")
    assert isinstance(found, Document)
    assert found.text == OWN
    assert found.notes


def test_prose_may_speak_of_forwarded_messages() -> None:
    own = f"{OWN}\nShe sent a forwarded message on."
    assert read(f"{own}\n\nOn 1/6/26 10:01, Ida Poe wrote:\n> Why?").text == own


def test_many_quoted_lines_take_no_time() -> None:
    body = f"{OWN}\n" + "> Yes:\n" * 50_000 + "No.\n"
    assert read(body).text.endswith("No.")


def test_soft_line_ends_are_joined() -> None:
    body = "The bath of Vell, which is \nthe oldest, closes.\nIt was built in \n1911.\n-- \nTove\n"
    kind = "text/plain; format=flowed"
    assert read(body, kind=kind).text == (
        "The bath of Vell, which is the oldest, closes.\nIt was built in 1911."
    )
    assert read("A  \nline.", kind=f"{kind}; delsp=yes").text == "A line."
    assert read("A line ends \nhere.").text == "A line ends \nhere."
