"""Sentences: fifty and more hard cases, whole texts, and what holds for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from syntok import segmenter

from qa.text import sentences
from qa.text.blocks import split_blocks
from qa.text.sentences import MAX_SENTENCE_CHARS, cut_at_spaces, split_sentences

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)  # lone surrogates included
# Texts dense in what the rules look at, which random characters would never hit.
NEWSY = st.lists(
    st.sampled_from(
        [
            *("U.S.", "Mr.", "2.5%", "$1.2bn", "No.", "10", "he said", "The", "I", "St.", "5 p.m."),
            *(
                ".",
                "...",
                "…",
                "?!",
                "。",
                "”",
                "“",
                '"',
                "(",
                ")",
                "- ",
                "* ",
                "\n",
                "\n\n",
                "\r\n",
            ),
            *(
                " ",
                "  ",
                "\t",
                "\x00",
                "\ud83d",
                "\u202e",
                "\u200b",
                "\u2028",
                "\x85",
                "word",
                "今天",
            ),
        ]
    ),
    max_size=60,
).map("".join)


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


# "|" marks where a sentence ends.
CASES = [
    # abbreviations and acronyms
    "The U.S. economy grew.| He left.",
    "He moved to the U.S.| The economy grew.",
    "He lives in the U.S.| He likes it.",
    "The U.S. Supreme Court ruled on Friday.",
    "She won the U.S. Open.| Then she rested.",
    "U.N. Secretary-General Anna Varga spoke at the U.N. on Monday.",
    "Mr. Smith and Dr. Jones met St. Louis officials.| Mrs. Hale did not.",
    "Sen. Warne and Rep. Smith met Gov. Abel.",
    "Lt. Gov. Dana Pell and Maj. Gen. Ott agreed.",
    "Capt. Lee, Sgt. Bo and Cmdr. Kim stayed.| The rest left.",
    "Then-Sen. Ola Bright voted no.",
    "He lived on Main St.| He never left it.",
    "St. Patrick's Day came.| It rained.",
    "It opened on Jan. 5 in St. Louis.",
    "He was born in Sept. 2001.| She was born later.",
    "It closes on Thurs. Nov. 5 at noon.",
    "He arrived in Jan.| He left in Feb.",
    "No. 10 declined to comment.| So did No. 11.",
    "He said no.| She said yes.",
    "See p. 5 and pp. 6-7.| It is there.",
    "The firm (Acme Inc. of Ohio) failed.",
    "He works at Acme Inc.| The firm failed.",
    "Acme Corp. Chief Executive Ann Lee resigned.",
    "Carl Odd Jr. said so.| He smiled.",
    "PORT ELM, Calif. (AP) - The port closed.",
    "PORT ELM, Pa. – The port closed.| It was late.",
    "She has a Ph.D. in law.| He has none.",
    "Roe v. Wade was cited.| Smith vs. Jones was not.",
    "Some fruits, e.g. apples, fell.| Others, i.e. pears, rose.",
    "Fruits, e.g. Bramley apples, fell.",
    # initials
    "J. K. Rowling wrote it.| She smiled.",
    "J.K. Rowling wrote it.",
    "J. A. Smith met George W. Hall.",
    "They chose plan B.| Then it rained.",
    "World War II.| Then came peace.",
    # clock times
    "At 5 p.m. on Monday he left.",
    "He left at 5 p.m.| She stayed.",
    "It begins at 3:30 p.m. ET on Sunday.",
    "It fell at 11:30 a.m. JST on Sunday.",
    "It ends at 9 a.m. Monday.",
    # numbers and money
    "It rose 2.5% to $1.2bn.| Then 3.5 million left.",
    "It grew 5%.| Sales fell 2.5%.",
    "Rates hit 5.5%.| 300 people left.",
    "That was in 2020.| Prices have doubled since.",
    "There were 300.| 5,000 had come before.",
    "Version 2.0.1 is out.| Get it.",
    "Profit rose in Q4.| Sales did not.",
    # addresses on the web
    "Visit example.com.| It works.",
    "Write to ann.lee@example.com.| Follow her there.",
    "See https://example.com/a.b?c=d.e for more.| Then stop.",
    "Node.js and Booking.Com stay whole.",
    # ellipses
    "Well... I do not know.",
    "He waited ... and left.",
    "He waited…| Then he left.",
    "He trailed off...| Then he left.",
    "He left.| ... She stayed.",
    "So . . . he left.",
    # quotation marks
    '"I will go." he said.',
    '"I will go," he said.| "You stay."',
    '"I will go."| He left.',
    'He said "no".| She left.',
    "“Stop!” she cried.| “Now.”",
    "“Why?” Ms. Hale asked.| Nobody knew.",
    "“We won.”| The crowd cheered.",
    "‘We won.’| The crowd cheered.",
    "«On y va.»| Il partit.",
    "He asked “why?” and left.",
    "“‘We won.’ ”| The crowd cheered.",
    "\"He said, 'We won.' \"",
    "“… We won.”| The crowd cheered.",
    # brackets
    "He left (he was tired).| She stayed.",
    "(It was late.)| He left.",
    "[He left.]| She stayed.",
    "He left (see No. 5.)| She stayed.",
    # other marks
    "Who?| Me?| Yes!",
    "Really?!| Yes.",
    "Yahoo! announced results.",
    "First; However this is one sentence.",
    "It fell.| iPhone sales rose.",
    "It was on X.| He saw it.",
    "The rule was dropped.The council agreed.".replace(".The", ".|The"),
    # lines
    "A heading without a stop|\nThe text begins.| It goes on.",
    "- first item|\n- second item. It is long|\n* third|\n• fourth".replace(". It", ".| It"),
    "1. Apples are good.|\n2. Pears are better.",
    "# Title|\ntext below|\n\nmore text",
    "The only line without a stop",
    # other scripts
    "今天天气好。|我们去。",
    "これは本です。|「行く。」と言った。",
    "नमस्ते।| मैं जाता हूँ।",
    "هل تذهب؟| نعم.",
    "Привет.| Как дела?",
]


@pytest.mark.parametrize("marked", CASES)
def test_case(marked: str) -> None:
    expected = [part.strip() for part in marked.split("|")]
    assert split(marked.replace("|", "")) == expected


WRAPPED = """\
The council of Port Elm voted on Tuesday to close the old harbour, which
Mr. Abel Hart, the mayor, had called "the heart of the town", after the U.S.
Army Corps of Engineers warned that its walls could fall within the next
2.5 years. Nobody was hurt when a part of the northern wall came down in
the storm of last March.

Work begins on Jan. 5 and will cost $1.2bn, the council said in a report
that was published on Monday. Its author was the engineering firm Dodd
Smith & Hale.
"""


def test_hard_wrapped_lines_are_joined() -> None:
    first, second, third, fourth = split(WRAPPED)
    assert first.startswith("The council") and first.endswith("next\n2.5 years.")
    assert "which\nMr. Abel" in first and "U.S.\nArmy" in first
    assert second.startswith("Nobody was hurt") and second.endswith("March.")
    assert third.startswith("Work begins on Jan. 5") and third.endswith("Monday.")
    assert fourth == "Its author was the engineering firm Dodd\nSmith & Hale."


def test_a_wrapped_text_keeps_its_headings_and_bullets_apart() -> None:
    text = "What happens next\n" + WRAPPED + "\n- the pier\n- the quay\nThe End\n"
    parts = split(text)
    assert parts[0] == "What happens next"
    assert parts[-3:] == ["- the pier", "- the quay", "The End"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_newline_wraps_alike(newline: str) -> None:
    joined = [" ".join(part.split()) for part in split(WRAPPED.replace("\n", newline))]
    assert joined == [" ".join(part.split()) for part in split(WRAPPED)]


def test_lines_that_are_paragraphs_stay_apart() -> None:
    text = (
        "Rivers rise again across the northern valley and its towns\n"
        "Callisa • Wire\n"
        "Details of the storm that nobody had foreseen or prepared\n"
        "iPhone alerts were sent to forty thousand people in the valley\n"
    )
    assert split(text) == text.splitlines()


def test_blank_lines_always_separate() -> None:
    assert split("one line that goes on for quite a while and stops here\n \nand on") == [
        "one line that goes on for quite a while and stops here",
        "and on",
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It rained. The har-\nbour was shut.", ["It rained.", "The har-\nbour was shut."]),
        ("The har\u2010\nbour was shut.", ["The har\u2010\nbour was shut."]),
        ("The har\u00ad\nbour was shut.", ["The har\u00ad\nbour was shut."]),
        ("A ferry -\nand a tram", ["A ferry -", "and a tram"]),
        ("Pages 4-\nand a picture", ["Pages 4-", "and a picture"]),
        ("Lowquay-\nAmmer line", ["Lowquay-", "Ammer line"]),
        ("The har-\n\nbour was shut.", ["The har-", "bour was shut."]),
    ],
)
def test_a_word_parted_at_a_line_s_end_is_one(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in split_sentences(text)] == sentences


def test_a_list_of_short_lines_in_lower_case_is_not_wrapped() -> None:
    assert split("apples\npears\nplums") == ["apples", "pears", "plums"]


def test_a_long_sentence_is_cut_at_spaces_and_nowhere_else() -> None:
    text = "3.5 million people paid $1,200.50 " * 200
    parts = split(text)
    assert all(len(part) <= MAX_SENTENCE_CHARS for part in parts)
    assert all(len(part) > MAX_SENTENCE_CHARS - 20 for part in parts[:-1])
    assert " ".join(parts).split() == text.split()


def test_without_a_space_the_cap_cuts() -> None:
    text = "x" * (2 * MAX_SENTENCE_CHARS + 1)
    assert [len(part) for part in split(text)] == [MAX_SENTENCE_CHARS, MAX_SENTENCE_CHARS, 1]


@pytest.mark.slow
def test_ten_megabytes_on_one_line() -> None:
    text = "word 3.5 " * 1_150_000
    spans = split_sentences(text)
    assert max(end - start for start, end in spans) <= MAX_SENTENCE_CHARS
    assert spans[-1][1] == len(text.rstrip())


@pytest.mark.parametrize(
    "unit", ["A (b) C. ", "Rome. Paris ", "! A ", "... ", "x.", ".)", "।", "。", "((", "Gov.\n"]
)
def test_no_stop_is_looked_at_twice_or_shown_to_syntok_with_more_than_its_surroundings(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Linear by structure: as many decisions as stops, each over a bounded window."""
    sentences._starts.cache_clear()
    stops: list[int] = []
    shown: list[int] = []
    boundary, analyze = sentences._is_boundary, segmenter.analyze

    def counting_boundary(text: str, start: int, end: int, stop: re.Match[str]) -> bool | None:
        stops.append(stop.start())
        return boundary(text, start, end, stop)

    def counting_analyze(window: str) -> Iterator[Iterator[list[segmenter.Token]]]:
        shown.append(len(window))
        yield from analyze(window)

    monkeypatch.setattr(sentences, "_is_boundary", counting_boundary)
    monkeypatch.setattr(segmenter, "analyze", counting_analyze)
    split_sentences(unit * 3_000)
    assert len(set(stops)) == len(stops) <= 6_000
    assert len(shown) <= len(stops)
    assert max(shown, default=0) <= sentences.VOTE_BEFORE + sentences.VOTE_AFTER + 1


def clear_caches() -> None:
    for cached in (sentences._starts, sentences._remembered):
        cached.cache_clear()


def test_syntok_is_asked_and_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Nadie vio al Excmo. Pedro en Madrid. Bob did."
    assert split(text) == ["Nadie vio al Excmo. Pedro en Madrid.", "Bob did."]
    clear_caches()
    monkeypatch.setattr(segmenter, "analyze", lambda window: iter(()))
    assert split(text) == [text]
    clear_caches()


@given(st.one_of(ANY_TEXT, NEWSY))
def test_spans_are_ordered_lean_and_cover_everything(text: str) -> None:
    before = str(text)
    spans = split_sentences(text)
    assert text == before
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert not text[start].isspace() and not text[end - 1].isspace()
        assert end - start <= MAX_SENTENCE_CHARS
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    assert all(place in covered or char.isspace() for place, char in enumerate(text))
    assert split_sentences(text) == spans


@given(st.one_of(ANY_TEXT, NEWSY))
def test_sentences_never_cross_blocks(text: str) -> None:
    blocks = split_blocks(text)
    assert all(a[1] <= b[0] for a, b in pairwise(blocks))
    for start, end in split_sentences(text):
        assert any(left <= start and end <= right for left, right in blocks)


@given(
    st.lists(st.sampled_from(["a", "2.5%", "$1.2bn", "long-word"]), min_size=1, max_size=40),
    st.integers(9, 30),
)
def test_cutting_keeps_every_word_whole(words: list[str], limit: int) -> None:
    text = "  ".join(words)
    pieces = [text[start:end] for start, end in cut_at_spaces(text, 0, len(text), limit)]
    assert " ".join(pieces).split() == words
    assert all(len(piece) <= limit for piece in pieces)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\t \r\n", "\u2028"])
def test_blank_text_has_no_sentences(text: str) -> None:
    assert split_sentences(text) == []
