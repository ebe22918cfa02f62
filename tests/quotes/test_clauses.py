"""What was said: no word lost that turns it, no frame within it, and what goes on after it."""

from __future__ import annotations

import pytest

from qa.quotes.extraction import find_quotes


def words(text: str) -> list[str]:
    return [q.quote.rstrip(".") for q in find_quotes(text)]


@pytest.mark.parametrize(
    ("said", "clause"),
    [
        ("Holm said she doesn't know whether the lock leaks.",
         "she doesn't know whether the lock leaks"),
        ("Holm told reporters she doubts that the lock leaks.", "she doubts that the lock leaks"),
        ("Holm said in an interview she cannot say that the lock leaks.",
         "she cannot say that the lock leaks"),
        ('Holm said she does not believe that "the lock leaks."',
         'she does not believe that "the lock leaks."'),
        ("Holm asked whether the lock leaks.", "whether the lock leaks"),
        ("Holm wondered. She explained how the lock works in winter.",
         "how the lock works in winter"),
        ("Holm said Tuesday that even she was late.", "even she was late"),
        ("Holm said on May 6 that the lock leaks.", "the lock leaks"),
        ("Holm told the board on May 6 that the lock leaks.", "the lock leaks"),
        ("Holm revealed she was eager to leave.", "she was eager to leave"),
        ("Holm said in a short statement the lock leaks.", "the lock leaks"),
        ("Holm said via email that the lock leaks.", "the lock leaks"),
        ("The keepers asked the town to lift an order closing that lock, and left.", ""),
        ("However, Holm says this lock is leaking, and that makes it hard.",
         "this lock is leaking, and that makes it hard"),
        ("The lock was shut, Holm said during a ball on Sunday amid fears the weir will break.",
         "The lock was shut"),
        ("For the town, Holm said on Sunday the lock will leak.", "the lock will leak"),
        ("Holm agrees that the lock leaks, but said \"the weir holds.\"", "the lock leaks"),
        ("Holm admitted she was late but testified she had run.", "she was late"),
        ("Holm said that was the only way out of the harbour.",
         "that was the only way out of the harbour"),
    ],
)  # fmt: skip
def test_a_clause_keeps_its_head(said: str, clause: str) -> None:
    assert words(said)[:1] == [clause.rstrip(".")] * bool(clause)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The lock leaks badly, yard director Ida Holm confirmed on Monday.", "Ida Holm"),
        ("The lock leaks badly, company spokesperson Ida Holm said in a letter.", "Ida Holm"),
        ("Ida Holm of Low Quay, D.C., said the lock leaks badly.", "Ida Holm of Low Quay, D.C."),
        ("In Low Quay, D.C., officials said the lock leaks badly.", "officials"),
        ("The town of Low Quay, D.C., said the lock leaks badly.", "The town of Low Quay, D.C."),
        ("Keeper of the Old Locks in Elm, Ida Holm, said the lock leaks badly.", "Ida Holm"),
    ],
)
def test_who_reports_is_read_past_places_and_roles(text: str, speaker: str) -> None:
    assert [(q.speaker, q.quote) for q in find_quotes(text)] == [
        (speaker, "the lock leaks badly" if "said the" in text else "The lock leaks badly")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Holm never said that the lock leaks.",
        "Holm would not say that the lock leaks.",
        "Holm warned nobody knows whether the lock leaks.",
    ],
)
def test_what_is_not_said_is_no_quote(text: str) -> None:
    assert words(text) == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The lock is shut, the town said in a letter to The Harbour Post of Low Quay on May 6.",
         ["The lock is shut"]),
        ("Pell, 50, is a pilot who, according to the police, was trying to sell the boat.",
         ["Pell, 50, is a pilot who, according to the police, was trying to sell the boat"]),
        ("The lock opens in May, Holm said, and the weir will close in June.",
         ["The lock opens in May", "the weir will close in June"]),
        ("The lock opens in May, Holm said Monday, speaking at the mill.",
         ["The lock opens in May"]),
        ("Locks, Holm said, are old in Low Quay.", ["Locks, Holm said, are old in Low Quay"]),
        ("In short, Holm said, the lock is old.", ["the lock is old"]),
        ('"The lock is old" for now, Holm said.', ["The lock is old"]),
        ('Holm told "Morning Quay" that the lock holds.', ["the lock holds"]),
        ('Nils Lind said the family was tired, adding, "We want her back."',
         ["the family was tired", "We want her back"]),
        ('Holm stressed that "the lock holds. It will hold."', ["the lock holds. It will hold"]),
        ('The council characterized the lock as "a wonder."', ["a wonder"]),
    ],
)  # fmt: skip
def test_words_have_no_frame_in_them(text: str, parts: list[str]) -> None:
    assert words(text) == parts


def test_a_capital_he_begins_a_sentence() -> None:
    text = 'Al Roe said that "it is late!" He added that it will rain.'
    assert words(text) == ["it is late!", "it will rain"]


def test_one_says_what_another_says() -> None:
    quotes = find_quotes("Holm says the lock leaks, according to a friend.")
    assert [(q.speaker, q.quote) for q in quotes] == [
        ("a friend", "Holm says the lock leaks"), ("Holm", "the lock leaks"),
    ]  # fmt: skip


SECOND = '"We mend it each spring."'


@pytest.mark.parametrize(
    "first",
    [
        '"It holds," Holm said.',
        '"It holds," Holm told The Post\'s Ann Roe in Low Quay on Sunday.',
        '"It holds," Holm told "Morning Quay" on Sunday.',
        '"It holds," said Holm, the keeper of the Old Locks.',
        '"It holds" for now, Holm said.',
        "Holm said the lock was old.",
    ],
)
def test_a_quote_goes_on_after_its_attribution(first: str) -> None:
    quote = find_quotes(f"{first} {SECOND}")[-1]
    assert (quote.speaker, quote.quote) == ("Holm", SECOND.strip('"'))


@pytest.mark.parametrize(
    "text",
    [
        f'"It holds," Holm said.\n\n{SECOND}',
        f'"It holds," Holm said. The hall was full. {SECOND}',
        f"Holm said the lock was old, but Lind said it was new. {SECOND}",
        f"The lock was old, according to a report. {SECOND}",
        'Holm said the lock was old. "The Long Lock" is her book.',
        'Holm said the lock was old. "We mend it," shouted a voice that nobody knew.',
    ],
)
def test_a_quote_does_not_go_on_elsewhere(text: str) -> None:
    assert not [q for q in find_quotes(text) if q.start > text.index(".")]


def test_a_quote_goes_on_over_paragraphs() -> None:
    text = f'"It holds," Ida\'s son, Nils, said. "It is old.\n\n{SECOND}'
    assert [(q.speaker, q.quote) for q in find_quotes(text)] == [
        ("Nils", "It holds"), ("Nils", "It is old."), ("Nils", SECOND.strip('"')),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Ida Holm said it “was late” and Mayor Nora Falk said she was glad.",
         [("Ida Holm", "it “was late”"), ("Mayor Nora Falk", "she was glad")]),
        ("Ida Holm said it was a “loss of time,” and Mayor Nora Falk said it was “odd.”",
         [("Ida Holm", "it was a “loss of time,”"), ("Mayor Nora Falk", "it was “odd.”")]),
        ("The police said she had the key; Ida Holm said the door was open.",
         [("The police", "she had the key"), ("Ida Holm", "the door was open")]),
        ("Elm Line said it is late, and Oak Line said it is not.",
         [("Elm Line", "it is late"), ("Oak Line", "it is not")]),
        ("Ida Holm said the lamp and the lock were old, and the wall was not.",
         [("Ida Holm", "the lamp and the lock were old, and the wall was not")]),
        ("Ida Holm said during the hearing, which was short, that the lock was old.",
         [("Ida Holm", "the lock was old")]),
        ("Jobs: Yards with few boats might have to close, Ida Holm said.",
         [("Ida Holm", "Yards with few boats might have to close")]),
        ("Ida Holm warned the work would take time.",
         [("Ida Holm", "the work would take time")]),
        ("According to the Department of Locks, Elm, Oak and Ash are open.",
         [("the Department of Locks", "Elm, Oak and Ash are open")]),
    ],
)  # fmt: skip
def test_words_end_where_another_speaks(text: str, rows: list[tuple[str, str]]) -> None:
    assert [(q.speaker, q.quote) for q in find_quotes(text)] == rows


def test_of_two_who_spoke_nobody_goes_on() -> None:
    text = "Ida Holm said it was late, and Nora Falk said it was not. “We will see,” she said."
    assert find_quotes(text)[-1].speaker == "she"
