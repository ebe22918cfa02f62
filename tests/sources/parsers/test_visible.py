"""What a reader sees: words within a sentence stay, hidden elements go."""

from __future__ import annotations

import pytest

from qa.records import Document
from qa.sources.parsers import read_documents

PARAGRAPHS = (
    "The line carried 12,000 passengers last year, and the island has no bridge or airport.",
    "Talks are to go on next week at the offices of the line, both sides told the Courier.",
)


def text_of(first: str, head: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    page = (
        f"<!doctype html><html lang=en><head><title>Ferry strike</title>{head}</head><body>"
        f"<article><h1>Ferry strike goes on</h1>{first}{body}</article></body></html>"
    )
    [found] = read_documents(page.encode(), "a.html")
    assert isinstance(found, Document)
    return found.text


@pytest.mark.parametrize(
    "inline",
    [
        *(
            f"<{tag}>9 June</{tag}>"
            for tag in ("time", "button", "label", "output", "abbr", "data")
        ),
        *(f"<{tag}>9 June</{tag}>" for tag in ("center", "bdi", "font", "ins", "nobr", "meter")),
        "<svg><title>icon</title><text>9 June</text></svg>",
        '<span class="timestamp">9 June</span>',
        '<span class="tooltip" role="button">9 June</span>',
        "<b><time>9 June</time></b>",
        "<sup>9</sup> June",
        '9 <span class="ad">Advertisement</span>June',
        "9 June<span hidden> or never</span>",
    ],
)
def test_words_within_a_sentence_stay(inline: str) -> None:
    text = text_of(f"<p>The ferry to Skerra will sail again on {inline} if the crew agrees.</p>")
    assert "will sail again on 9 June if the crew agrees." in text


@pytest.mark.parametrize(
    ("inline", "shown"),
    [
        ("<math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mn>9</mn></math>", "x²=9"),
        ("<math><mfrac><mn>3</mn><mn>4</mn></mfrac></math>", "3/4"),
        ("10<sup>6</sup>", "10⁶"),
        ("21<sup>st</sup>", "21st"),
    ],
)
def test_formulas(inline: str, shown: str) -> None:
    text = text_of(f"<p>The engineers of the line say that it is {inline} of what was planned.</p>")
    assert f"say that it is {shown} of what" in text


def test_a_time_alone_with_its_label_stays() -> None:
    text = text_of("<p>Updated: <time datetime='2026-05-09T10:00'>9 May 2026, 10:00</time></p>")
    assert "Updated: 9 May 2026, 10:00\n\n" in text


HIDDEN = "The board of the line is corrupt and has been sold to its rivals."


@pytest.mark.parametrize(
    ("element", "head"),
    [
        (f"<p hidden>{HIDDEN}</p>", ""),
        (f"<div hidden><p>{HIDDEN}</p></div>", ""),
        (f'<p style="display: none">{HIDDEN}</p>', ""),
        (f'<p style="color:red;visibility:hidden">{HIDDEN}</p>', ""),
        (f'<p style="opacity:0">{HIDDEN}</p>', ""),
        (f'<p style="font-size:0.0px;color:transparent">{HIDDEN}</p>', ""),
        (f'<p style="position:absolute; left:-9999px">{HIDDEN}</p>', ""),
        (f'<h2 style="text-indent: -10000px">{HIDDEN}</h2>', ""),
        (f'<p style="position:absolute;clip:rect(0 0 0 0);width:1px">{HIDDEN}</p>', ""),
        (f'<p style="clip-path: inset(50%)">{HIDDEN}</p>', ""),
        (f'<p class="sr-only">{HIDDEN}</p>', ""),
        (f'<p class="d-none">{HIDDEN}</p>', ""),
        (f'<div class="box hidden"><p>{HIDDEN}</p></div>', ""),
        (f"<template><p>{HIDDEN}</p></template>", ""),
        (f'<amp-consent layout="nodisplay"><div>{HIDDEN}</div></amp-consent>', ""),
        (f"<dialog><p>{HIDDEN}</p></dialog>", ""),
        (f'<p class="x1">{HIDDEN}</p>', "<style>.x1, .x2 { display:none }</style>"),
    ],
)
def test_what_nobody_sees_is_left_out(element: str, head: str) -> None:
    assert "corrupt" not in text_of(f"<p>The ferry to Skerra did not sail.</p>{element}", head)


@pytest.mark.parametrize(
    ("element", "head"),
    [
        (f'<p hidden="until-found">{HIDDEN}</p>', ""),
        (f'<p style="opacity:0.9">{HIDDEN}</p>', ""),
        (f'<p style="margin-left:-20px;font-size:0.9em">{HIDDEN}</p>', ""),
        (f'<p class="hidden md:block">{HIDDEN}</p>', ""),
        (f'<p class="d-none d-sm-block">{HIDDEN}</p>', ""),
        (
            f'<p class="x1">{HIDDEN}</p>',
            "<style>@media (max-width:9px) { .x1 { display:none } }</style>",
        ),
    ],
)
def test_what_is_seen_stays(element: str, head: str) -> None:
    assert HIDDEN in text_of(f"<p>The ferry to Skerra did not sail.</p>{element}", head)


def test_a_page_that_scripts_show_is_read() -> None:
    page = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    data = f"<html><body><div style='opacity:0'><h1>Ferry</h1>{page}</div></body></html>".encode()
    [found] = read_documents(data, "a.html")
    assert isinstance(found, Document) and PARAGRAPHS[0] in found.text


def test_the_first_line_that_mail_shows_in_lists_is_left_out() -> None:
    html = (
        f'<div style="display:none;max-height:0">Do not miss this offer</div><p>{PARAGRAPHS[0]}</p>'
    )
    data = (
        "From: a@courier.example\nSubject: News\nMIME-Version: 1.0\n"
        f"Content-Type: text/html; charset=utf-8\n\n{html}"
    ).encode()
    [found] = read_documents(data, "a.eml")
    assert isinstance(found, Document) and found.text == PARAGRAPHS[0]
