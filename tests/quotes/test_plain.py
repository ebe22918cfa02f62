"""Marks that are no words: quotes and speakers are read without them, and lie where they stand."""

from __future__ import annotations

import pytest

from qa.quotes.extraction import find_quotes
from qa.quotes.plain import read_plain


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ('"We sold out," said **Ida Holm**.', "Ida Holm", "We sold out"),
        ('> "They were never gone," says ranger *Ebba Holt*.', "Ebba Holt", "They were never gone"),
        ("_Kim Roe_ said the fair would come back.", "Kim Roe", "the fair would come back"),
        ('"It is [late](/a)," said [Ann Moss](/b), a baker.', "Ann Moss", "It is [late](/a)"),
        ('Head teacher [Ann Moss](/b) wrote: "No homework."', "Ann Moss", "No homework."),
        ('**Kim Roe** said: "**Never**, never again."', "Kim Roe", "**Never**, never again."),
        ("``It is late,'' said Mayor Ann Moss.", "Mayor Ann Moss", "It is late"),
        ("The clerk, Bo Tern, called it ``a joke.''", "Bo Tern", "a joke."),
        ("Kim Roe said: ``I said `no' and left.''", "Kim Roe", "I said `no' and left."),
        ("\u00bbWe shall not pay,\u00ab said Kim Roe.", "Kim Roe", "We shall not pay"),
        ("\u2039It is so\u203a, said Bo Tern.", "Bo Tern", "It is so"),
        ("\uff02Never again,\uff02 said Wu Lan.", "Wu Lan", "Never again"),
    ],
)
def test_marks_are_read_over(text: str, speaker: str, said: str) -> None:
    [quote] = find_quotes(text)
    assert (quote.speaker, quote.quote) == (speaker, said)
    assert text[quote.start : quote.end] == said
    assert text[quote.speaker_start : quote.speaker_end] == speaker


def test_a_quote_of_several_paragraphs_keeps_its_first_mark() -> None:
    text = "``It is late,'' said Kim Roe. ``We go.\n\n``And we stay away.''"
    assert [quote.quote for quote in find_quotes(text)] == [
        "It is late", "We go.", "And we stay away."
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["A b", "5 * 3 * 2", "a_name_b", "x > y", "\u00ab Non \u00bb", "'tis"]
)
def test_text_without_marks_is_itself(text: str) -> None:
    assert read_plain(text).text == text


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"Never," Kim Roe shot back.', "Kim Roe"),
        ('"It is late. Too late," Kim Roe went on.', "Kim Roe"),
        ('"It is late," Kim Roe pointed out.', "Kim Roe"),
        ('"It is late," she snapped. Kim Roe left.', "she"),
        ('"It is late," Kim Roe snapped.', "Kim Roe"),
        ('"Not I," said the accused.', "the accused"),
        ('"Fewer each year," nods Kim Roe.', "Kim Roe"),
        ('"It is late," prosecutor Kim Roe shot back.', "Kim Roe"),
        ('His lawyer, Kim Roe, chimed in: "It is late."', "Kim Roe"),
        ("Kim Roe pointed out that the mill was shut.", "Kim Roe"),
        ('Asked whether she would sing again, Kim Roe shrugs: "Not here."', "Kim Roe"),
        ('Kim Roe, a baker, laughs: "Not here."', "Kim Roe"),
        ('Fair\n\nThe hurler, Kim Roe, called it "a joke".', "Kim Roe"),
    ],
)
def test_other_words_for_saying(text: str, speaker: str) -> None:
    assert [quote.speaker for quote in find_quotes(text)] == [speaker]


@pytest.mark.parametrize(
    "text",
    ['The dull show goes on "for hours on end".', 'The sign reads: "Keep off."'],
)
def test_what_does_not_speak(text: str) -> None:
    assert find_quotes(text) == []


def test_a_dateline_is_no_part_of_what_is_said() -> None:
    [quote] = find_quotes("KIRKHOLM \u2014 The ferry will not sail in May, the operator said.")
    assert quote.quote == "The ferry will not sail in May"


def test_whom_somebody_does_something_to_is_another() -> None:
    text = 'Al Roe slept. "Not I," said Al Roe.\n\nJudge Anke Voss freed him. "It is so," she said.'
    assert [quote.speaker for quote in find_quotes(text)] == ["Al Roe", "Judge Anke Voss"]


def test_who_is_she_once_is_not_he_further_down() -> None:
    text = (
        'Nurse Ida Wolny won. "They lied," she said.\n\n'
        'The inn\'s manager, Gil Harl, dismissed her. "She was never here," he said.'
    )
    assert "Ida Wolny" not in find_quotes(text)[1].speaker
