"""Answers within one part of their article; cells by the names of row and column."""

from __future__ import annotations

import pytest

from qa.answering.confinement import confine, without_other_languages
from qa.answering.tables import find_answer_cell
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan
from qa.sources.articles import article_from_text


def confined(text: str, question: str, span: str, *, no_answer: float = 0.1) -> Reading:
    """Return the reading ``span`` of a whole article, confined."""
    article = article_from_text(text)
    hit = Hit(Passage(article.id, 0, len(text), text), article.title, "", 0.9, 1.0, 1.0)
    start = text.index(span)
    reading = Reading(span, -0.1, no_answer, (SourceSpan(0, start, start + len(span)),))
    [found] = confine(read(question), [hit], [reading], lambda _: article)
    if found.spans:
        assert found.text == text[found.spans[0].start : found.spans[0].end]
    return found


VOTES = (
    "Ferry law\n\nThe islanders backed the law by 14 to 3. Tove Lind was ill.\n\n"
    "Per Holt wrote it in 1999.\n\nWho pays?\n\nThe line pays 40 million crowns."
)


@pytest.mark.parametrize(
    ("question", "span", "answer"),
    [
        ("How many islanders backed the law?", "14 to 3. Tove Lind", "14 to 3"),
        ("Who wrote the law?", "3. Tove Lind was ill.\n\nPer Holt", "Per Holt"),
        ("Who was ill?", "3. Tove Lind was ill", "Tove Lind was ill"),
        ("How much does the line pay?", "Who pays?\n\nThe line pays 40 million crowns",
         "The line pays 40 million crowns"),
        ("When was it written?", "1999", "1999"),
        ("What happened?", "The islanders backed the law by 14 to 3. Tove Lind was ill.",
         "The islanders backed the law by 14 to 3. Tove Lind was ill."),
        ("What happened?", "Tove Lind was ill.\n\nPer Holt wrote it in 1999.",
         "Tove Lind was ill."),
    ],
)  # fmt: skip
def test_an_answer_stays_within_a_sentence_or_paragraph(
    question: str, span: str, answer: str
) -> None:
    assert confined(VOTES, question, span).text in (answer, answer + ".")


@pytest.mark.parametrize(
    ("text", "span", "answer"),
    [
        ("Some hundreds of boats were lost in the gale.", "hundreds of", "hundreds"),
        (
            "Hundreds of thousands of boats were lost.",
            "Hundreds of thousands of",
            "Hundreds of thousands",
        ),
        ("At least 40 boats were lost in the gale.", "least 40", "At least 40"),
        ("The gale sank more than 40 boats.", "than 40", "more than 40"),
        ("The gale sank 40 of the boats.", "40", "40"),
    ],
)
def test_an_amount_is_whole_and_has_no_loose_end(text: str, span: str, answer: str) -> None:
    assert confined(text, "How many boats were lost in the gale?", span).text == answer


def test_who_took_a_picture_is_no_answer_to_who() -> None:
    text = "The boat sank off Holm. Tove Lind/AP The owner, Per Holt, saw it."
    assert confined(text, "Who saw the boat sink?", "Tove Lind").no_answer == 1.0
    assert confined(text, "Who saw the boat sink?", "Per Holt").no_answer == 0.1


def test_the_day_of_a_dateline_is_no_answer_to_when() -> None:
    text = "Ferry law\n\nHOLM, May 6 (Wire) - The ferry was built in 1999 by Per Holt."
    assert confined(text, "When was the ferry built?", "May 6").no_answer == 1.0
    assert confined(text, "When was the ferry built?", "1999").text == "1999"


def test_a_heading_that_asks_is_no_answer() -> None:
    assert confined(VOTES, "Who has to pay for it?", "Who pays").no_answer == 1.0


def test_a_sentence_that_asks_is_no_answer_either() -> None:
    text = "Can the captain Ida Moss stay on? Yes, the crew says. \u201cDid Jo Lund ask?\u201d"
    assert confined(text, "Who is the captain?", "Ida Moss").no_answer == 1.0
    assert confined(text, "Who was spoken of?", "Jo Lund").no_answer == 0.1  # somebody's words


def test_when_it_was_put_out_is_no_answer() -> None:
    text = (
        "A ferry\n\nMay 6, 2024 Updated May 7, 2024, 6:54 p.m. ET\n\nThe ferry will sail on June 3."
    )
    assert confined(text, "When will it sail?", "May 7").no_answer == 1.0
    assert confined(text, "How many will sail?", "6").no_answer == 1.0
    assert confined(text, "When will it sail?", "June 3").no_answer == 0.1


@pytest.mark.parametrize(
    ("question", "no_answer"),
    [("Who stole the boat?", 1.0), ("Who wrote the article on the boat?", 0.1)],
)
def test_who_signs_an_entry_is_an_answer_to_who_wrote_it(question: str, no_answer: float) -> None:
    text = (
        "A boat was stolen in Skerra on Monday, and nobody has seen it since.\n\n"
        "\u2014 Tove Lind\n\nThe harbour master asks whoever saw it to write to him."
    )
    assert confined(text, question, "Tove Lind").no_answer == no_answer


def test_a_name_is_shown_without_its_possessive() -> None:
    assert confined(
        "The board backed Tove Lind's plan.", "Who planned it?", "Tove Lind's"
    ).text == ("Tove Lind")


def test_an_offer_of_the_site_is_no_answer() -> None:
    text = f"{VOTES}\n\nSubscribe to continue reading. It costs 4 crowns a week."
    assert confined(text, "How much does it cost?", "4 crowns a week").no_answer == 1.0


@pytest.mark.parametrize("span", ["*9 June", "9 June*", "*9 June*"])
def test_marks_of_markdown_are_no_words(span: str) -> None:
    assert confined("The ferry sails on *9 June*, at last.", "When?", span).text == "9 June"


LIVE = (
    "Ferry live\n\n18:20 The ferry has left the harbour.\n\n16:05 The crew has agreed to sail.\n\n"
    "9:00 Good morning from Skerra."
)


def test_the_time_of_an_entry_is_its_own() -> None:
    found = confined(LIVE, "When did the crew agree to sail?", "9:00 Good morning")
    assert found.text == "16:05"
    assert confined(LIVE, "Who left the harbour?", "18:20").no_answer == 1.0


TABLE = "Island | Boats 2020 | Boats 2024\n\nSkerra | 3 | 5\n\nOld Holm | 11 | 12\n\nVest | 7 | 9"
FERRIES = f"Boats of the islands\n\nThe line has more boats than it had.\n\n{TABLE}\n\nIt is new."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many boats does Skerra have?", "5"),
        ("How many boats did Skerra have in 2020?", "3"),
        ("How many boats had Old Holm in 2024?", "12"),
        ("How many boats has Holm?", None),
        ("Which island has 9 boats?", "Vest"),
        ("Which island has 4 boats?", None),
        ("How many crews does Skerra have?", None),
        ("How many boats has Lund?", None),
        ("How many boats did Skerra have in 1990?", None),
    ],
)
def test_cells(question: str, answer: str | None) -> None:
    start = FERRIES.index(TABLE)
    cell = find_answer_cell(read(question), FERRIES, start, start + len(TABLE))
    assert (cell.text if cell else None) == answer
    if cell:
        assert FERRIES[cell.start : cell.end] == cell.text


def test_an_answer_of_another_row_is_put_right_or_none() -> None:
    right = confined(FERRIES, "How many boats does Skerra have?", "11 | 12")
    assert right.text == "5" and right.no_answer < 0.5
    assert confined(FERRIES, "How many crews has Skerra?", "11").no_answer == 1.0
    prose = confined(FERRIES, "What does the line have?", "more boats than it had")
    assert prose.text == "more boats than it had"


def test_a_cell_comes_before_a_sentence_that_does_not_name_its_row() -> None:
    text = f"{FERRIES}\n\nAll boats have sailed from 1 May. Skerra has 6 boats, the crew said."
    moved = confined(text, "How many boats does Skerra have?", "1 May")
    assert (moved.text, moved.no_answer < 0.5) == ("5", True)
    assert confined(text, "How many boats does Skerra have?", "6").text == "6"
    blank = f"Ferries of the islands\n\n{SPREAD}\n\nThe new ships sail from 1 May."
    found = confined(blank, "How many passengers took the Vest route in 2024?", "1 May")
    assert found.no_answer == 1.0


def test_two_columns_need_no_head() -> None:
    text = "| Herons | 17 |\n| Otters | 8 |"
    cell = find_answer_cell(read("How many nests did Otters build?"), text, 0, len(text))
    assert cell is not None and cell.text == "8"


SPREAD = (
    "Route | Passengers | Passengers | Crew\n\nRoute | 2023 | 2024 | 2024\n\n"
    "Holm | 120 | 131 | 9\n\nVest | 88 | \u2013 | 7\n\n\u2013 | 12 | 15 | 1"
)
MEDALS = "| | Gold | Silver |\n|---|---|---|\n| Holm | 5 | |\n| Vest | 3 | 8 |"


@pytest.mark.parametrize(
    ("table", "question", "answer"),
    [
        (SPREAD, "How many passengers took the Holm route in 2023?", "120"),
        (SPREAD, "How many passengers took the Holm route in 2024?", "131"),
        (SPREAD, "How many passengers did Holm have?", "131"),
        (SPREAD, "How large is the crew on Vest?", "7"),
        (SPREAD, "How many passengers took the Vest route in 2024?", ""),
        (MEDALS, "How many gold medals did Holm win?", "5"),
        (MEDALS, "How many silver medals did Vest win?", "8"),
        (MEDALS, "How many silver medals did Holm win?", ""),
        (MEDALS.replace("| 5 | |", "| 5 |"), "How many silver medals did Holm win?", None),
        ("Gold | Silver\n\nHolm | 5 | 2", "How many silver medals did Holm win?", None),
        ("\tGold\tSilver\nHolm\t5\t2\nVest\t3\t8", "How many silver medals did Vest win?", "8"),
    ],
)
def test_cells_without_text_and_names_over_several_columns(
    table: str, question: str, answer: str | None
) -> None:
    cell = find_answer_cell(read(question), table, 0, len(table))
    assert (cell.text if cell else None) == answer
    assert cell is None or table[cell.start : cell.end] == cell.text


def test_passages_in_other_languages_answer_nothing() -> None:
    text = "Die Fähre fährt am Montag wieder nach Skerra, sagte der Kapitän der Zeitung."
    hit = Hit(Passage("0" * 16, 0, len(text), text), "", "", 0.9, 1.0, 1.0)
    [found] = without_other_languages([hit], [Reading("Montag", -0.1, 0.1)])
    assert found.no_answer == 1.0
