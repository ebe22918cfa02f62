"""Who said what, kind by kind: invented news, each with the right speaker and the right words."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest

from qa.quotes.extraction import find_quotes

Rows = list[tuple[str, str]]


def said(text: str) -> Rows:
    return [(q.speaker, q.quote) for q in find_quotes(text)]


SEVERAL_PARAGRAPHS = {
    "the speaker first": (
        "<“The ferry is old,” Ida Holm said. “We mend it each spring.\n\n"
        "“We cannot mend it for ever.\n\n"
        "“A new one costs less.”>",
        ["The ferry is old", "We mend it each spring.", "We cannot mend it for ever.",
         "A new one costs less."],
    ),
    "the speaker before a colon": (
        "<Ida Holm said: “The ferry is old.\n\n“We cannot mend it for ever.”>",
        ["The ferry is old.", "We cannot mend it for ever."],
    ),
    "the speaker after the last paragraph": (
        "<“The ferry is old.\n\n“We mend it each spring.\n\n"
        "“A new one costs less,” said Ida Holm.>",
        ["The ferry is old.", "We mend it each spring.", "A new one costs less"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("straight", [False, True], ids=["curly", "straight"])
@pytest.mark.parametrize("kind", SEVERAL_PARAGRAPHS)
def test_a_quote_over_several_paragraphs_has_one_speaker(kind: str, straight: bool) -> None:
    text, words = SEVERAL_PARAGRAPHS[kind]
    text = text.strip("<>") + "\n\nThe harbour has two slips."
    if straight:
        text = text.replace("“", '"').replace("”", '"')
    assert said(text) == [("Ida Holm", each) for each in words]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("\"It sank,” Jo Bell said. “We swam.\" The boat is lost.",
         [("Jo Bell", "It sank"), ("Jo Bell", "We swam.")]),
        ("“It sank,\" said Jo Bell.", [("Jo Bell", "It sank")]),
        ("“He told us to ‘row on’ and we did,” said Jo Bell.",
         [("Jo Bell", "He told us to ‘row on’ and we did")]),
        ("“It sank,\" Jo Bell, a cook, said. \"We swam.” The boat is lost.",
         [("Jo Bell", "It sank"), ("Jo Bell", "We swam.")]),
        ("“It sank,\" Jo Bell said. \"We swam.\" The boat is lost.",
         [("Jo Bell", "It sank"), ("Jo Bell", "We swam.")]),
        ("“It was a \"wreck\" by then,” Jo Bell said. “We swam.”",
         [("Jo Bell", "It was a \"wreck\" by then"), ("Jo Bell", "We swam.")]),
        ("“It sank,” Jo Bell said. \"We swam.\n\n“We were cold.”",
         [("Jo Bell", "It sank"), ("Jo Bell", "We swam."), ("Jo Bell", "We were cold.")]),
    ],
)  # fmt: skip
def test_marks_of_two_kinds_are_a_pair(text: str, rows: Rows) -> None:
    assert said(text) == rows


@pytest.mark.parametrize("mark", ['""', "“”", "‘’", "''"])
@pytest.mark.parametrize("after", ["Trams", "Lindqvist", "The line", "Forty", "Nobody"])
@pytest.mark.parametrize("stop", ["{0}a nuisance{1}.", "{0}a nuisance.{1}"])
def test_a_reported_clause_ends_where_its_sentence_ends(mark: str, after: str, stop: str) -> None:
    said_so = f"Carla Voss said the noise was {stop.format(*mark)}"
    (quote,) = find_quotes(f"{said_so} {after} ran late on Sunday.")
    assert quote.speaker == "Carla Voss"
    assert quote.quote.rstrip(".”’\"'") == f"the noise was {mark[0]}a nuisance"


NAMES = (
    "Ágnes Tóth", "Çağla Demir", "Đorđe Ilić", "Ērika Kalniņa", "Ħanna Vella", "İpek Kaya",
    "Ōta Haru", "Ørjan Lie", "Østen Berg", "Śarad Rao", "Ūla Petrauskė", "Žiga Zupan", "Ζωή Ρήγα",
    "Ольга Иванова", "Zoë Ångström",
)  # fmt: skip


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", NAMES)
def test_names_begin_with_any_capital(name: str, form: Literal["NFC", "NFD"]) -> None:
    text = f"“Yes,” said Ann Roe. “No,” said {name}. {name} said the well was dry."
    text = unicodedata.normalize(form, text)
    whole = unicodedata.normalize(form, name)
    quotes = find_quotes(text)
    assert [q.speaker for q in quotes] == ["Ann Roe", whole, whole]
    assert [q.quote for q in quotes] == ["Yes", "No", "the well was dry"]
    for q in quotes:
        assert text[q.start : q.end] == q.quote
        assert text[q.speaker_start : q.speaker_end] == q.speaker


@pytest.mark.parametrize(
    ("name", "speaker"),
    [
        ("van der Linde", "van der Linde"), ("de la Rue", "de la Rue"),
        ("l'Estrange", "l'Estrange"), ("al-Tamimi", "al-Tamimi"), ("3 Doors", "3 Doors"),
        ("adele mae", ""), ("李娜", ""),
        ("every one of the many people that had come from there", ""),
    ],
)  # fmt: skip
def test_who_cannot_be_read_is_not_the_one_before(name: str, speaker: str) -> None:
    rows = said(f"“Yes,” said Ann Roe. “Never,” said {name}.")
    assert rows == [("Ann Roe", "Yes"), *([(speaker, "Never")] if speaker else [])]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“It holds,” Ida Holm, the harbour master, said.", "Ida Holm"),
        ("“It holds,” said Ida Holm, the harbour master of Low Quay.", "Ida Holm"),
        ("“It holds,” harbour line spokeswoman Ida Holm said on Monday.", "Ida Holm"),
        ("“It holds,” Deputy Keeper of Locks and Weirs Ida Holm told the board.", "Ida Holm"),
        ("“It holds,” said Quay Line co-founder Ida Holm.", "Ida Holm"),
        ("Ida Holm: “It holds.”", "Ida Holm"),
        ("Ida Holm, the harbour master: “It holds.”", "Ida Holm"),
        ("Ida Holm wrote to the board:\n\n“It holds.”", "Ida Holm"),
        ("Ida Holm left the hall, saying: “It holds.”", "Ida Holm"),
        ("“It holds,” Ida Holm, the yard's owner and captain said in a letter.", "Ida Holm"),
        ("“It holds.” said Ida Holm', a spokesman for the yard.", "Ida Holm"),
        ("“It holds,” the Elm Trust, Mill Action and the Fund for Old Locks said.", "Elm Trust"),
        ("Head coach Ida Holm came.\n\n“It holds,” the coach said.", "Ida Holm"),
        ("Judge Ida Holm read the ruling.\n\n“It holds,” the judge said.", "Ida Holm"),
        ("Dock spokesperson Ida Holm came.\n\n“It holds,” the spokesperson said.", "Ida Holm"),
        ("Coach Ida Holm came.\n\n“It holds,” the coach said.\n\nCoach Al Roe left.", "Ida Holm"),
        ("“It holds,” keeper of the Old Locks in Elm, Ida Holm, said.", "Ida Holm"),
        ("Keeper of the Old Locks in Elm, Ida Holm, said: “It holds.”", "Ida Holm"),
        ("Chargé d'Affaires of the Elm Embassy, Ida Holm, said: “It holds.”", "Ida Holm"),
        ("Quay Trust president, Ida Holm, said: “It holds.”", "Ida Holm"),
        ("Trainer Ida Holm, Low Quay, said: “It holds.”", "Ida Holm"),
        ("Ida Baker of the Quay Trust, Elm Union, said: “It holds.”", "Ida Baker"),
        ("Ida Holm, who lived in the Low Quay, D.C., area, said: “It holds.”", "Ida Holm"),
        ("Ida Holm, a baker from Low Quay, Ore., said: “It holds.”", "Ida Holm"),
        ("Ida Holm of Low Quay, Ore., said: “It holds.”", "Ida Holm"),
        ("“It holds,” Al Holm, Jr., said.", "Al Holm, Jr."),
        ("The lock is shut, said Ida Holm, a clerk for the town, adding, “It holds.”", "Ida Holm"),
        ("The lock is shut, Ida Holm said, adding: “It holds.”", "Ida Holm"),
        ("Coach Ida Holm and coach Al Roe came.\n\n“It holds,” the coach said.", "the coach"),
        ("Coach Ida Holm left former coach Al Roe.\n\n“It holds,” the coach said.", "Ida Holm"),
        ("Elm's former coach Al Roe came.\n\n“It holds,” the coach said.", "the coach"),
        ("Coach Ida Holm left. A coach stayed.\n\n“It holds,” the coach said.", "the coach"),
    ],
)  # fmt: skip
def test_a_role_or_a_colon_may_stand_between(text: str, speaker: str) -> None:
    (quote,) = [each for each in find_quotes(text) if each.direct]
    assert speaker in quote.speaker
    assert quote.quote.rstrip(".") == "It holds"


@pytest.mark.parametrize(
    ("before", "pronoun", "speaker"),
    [
        ("Ida Holm met Nils Lind on Monday.", "she", "she"),
        ("Ida Holm met Nils Lind on Monday.", "he", "he"),
        ("Ida Holm met Nils Lind on Monday. Ida Holm sold her boat. Ida Holm lost her keys.", "she",
         "Ida Holm"),
        ("Ida Holm met her husband, Nils Lind, on Monday.", "he", "Nils Lind"),
        ("Ida Holm met her husband, Nils Lind, on Monday.", "she", "Ida Holm"),
        ("Nils Lind, a widower, met Ida Holm, a mother of two.", "she", "Ida Holm"),
        ("Nils Lind, a widower, met Ida Holm, a mother of two.", "he", "Nils Lind"),
        ("Actress Ida Holm met waiter Nils Lind.", "she", "Ida Holm"),
        ("Actress Ida Holm met waiter Nils Lind.", "he", "Nils Lind"),
        ("Mr. Lind met Ida Holm.", "he", "Mr. Lind"),
        ("Ida Holm won the Harbour Derby.", "she", "Ida Holm"),
        ("Nils Lind, a widower, won.", "she", "she"),
    ],
)  # fmt: skip
def test_he_and_she_go_by_what_the_text_says(before: str, pronoun: str, speaker: str) -> None:
    (quote,) = find_quotes(f"{before} “It is late,” {pronoun} said.")
    assert quote.speaker.removeprefix("Actress ") == speaker
    assert quote.mention == pronoun


def test_who_adds_is_who_has_spoken() -> None:
    rows = said("“It holds,” Ida Holm said, adding that the lock needs paint.")
    assert rows == [("Ida Holm", "It holds"), ("Ida Holm", "the lock needs paint")]
