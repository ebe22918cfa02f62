"""What an article is made of beside its prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.records.parts import PartKind
from qa.text.parts import find_parts, is_cut_off, line_kind, part_at

FIRST = "The ferry to Skerra did not sail this morning because its crew refused to work at night."
SECOND = "The line carried 12,000 passengers last year, and the island has no bridge or airport."


def kinds(text: str, title: str = "") -> list[tuple[PartKind, str]]:
    return [(part.kind, text[part.start : part.end]) for part in find_parts(text, title)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("# Ferry strike goes on", "subheading"),
        ("**What the crew wants**", "subheading"),
        ("What does the crew want?", "subheading"),
        ("A long night", "subheading"),
        ("By Tove Lind and Per Holt", "byline"),
        ("Published 6 May 2024 at 10:15", "byline"),
        ("Additional reporting by Per Holt", "byline"),
        ("May 6, 2024 Updated May 7, 2024, 6:54 p.m. ET", "byline"),
        ("Tuesday, 7 May 2024 | 10:15", "byline"),
        ("On May 6, 2024, the ferry sailed for the first time since the strike began.", "prose"),
        ("— Tove Lind and Per Holt, Skerra Post", "byline"),
        ("– Tove Lind", "byline"),
        ("— Tove Lind slept on board.", "prose"),
        ("Editor’s note: The headline of this story was changed on Monday.", "note"),
        ("Correction: An earlier version of this story named another captain.", "note"),
        ("This article was amended on 7 May to say that the ferry is 40 years old.", "note"),
        ("Good morning and welcome to our live page on the strike.", "note"),
        ("Hello and welcome back. The ferry has not sailed yet.", "note"),
        ("Good morning, the captain said as the ferry left the harbour on Monday.", "prose"),
        ("Photo: The ferry in its harbour on Monday", "caption"),
        ("The ferry in its harbour on Monday. Per Holt/Getty Images", "caption"),
        ("Captain Lund on the bridge (AP Photo/Per Holt)", "caption"),
        ("![The ferry](ferry.jpg)", "caption"),
        ("READ MORE: Bakery in Holm burns down", "link"),
        ("RELATED Bakery in Holm burns down", "link"),
        ("See also: Bakery in Holm burns down", "link"),
        ("Follow us on Facebook and Instagram", "link"),
        ("Sign up for our morning newsletter", "link"),
        ("Subscribe to continue reading this story", "notice"),
        ("You have read 5 of 5 free articles this month.", "notice"),
        ("We use cookies to make this site better.", "notice"),
        ("Image source, Tove Lind", "caption"),
        ("Image caption: The ferry in its harbour", "caption"),
        ("Figure 2: The ferry's way through the ice", "caption"),
        ("Figure skaters crossed on the ferry on Monday, the crew said.", "prose"),
        ("Tove Lind contributed to this report.", "byline"),
        ("Tove Lind in Holm and Per Holt contributed reporting.", "byline"),
        ("The islanders contributed to this year's costs of the ferry line.", "prose"),
        ("8th May 2024", "byline"),
        ("Follow the Courier on Facebook and X.", "link"),
        ("Follow-up talks on Monday failed, the crew said.", "prose"),
        ("Listen to this story: 3 min", "link"),
        ("Have you got a story? Write to news@courier.example", "link"),
        ("The post Ferry strike goes on appeared first on Skerra Courier.", "link"),
        ("The post office on the island is closed.", "prose"),
        ("Corrects the number of passengers in paragraph 2 to 12,000", "note"),
        ("Our Standards: The Wire Trust Principles.", "note"),
        ("<!-- more -->", "note"),
        ('{{< figure src="ferry.jpg" caption="The ferry" >}}', "note"),
        ("You are receiving this email because you signed up.", "notice"),
        ("View this email in your browser", "notice"),
        ("Unsubscribe | Update preferences", "notice"),
        ("Keep reading with a free trial", "notice"),
        ("Related costs rose to 5 million crowns last year, the line said on Monday.", "prose"),
        ("By Monday the crew had gone home, and the ferry lay in its harbour.", "prose"),
        ("Watch keepers are paid 40 crowns an hour, which the crew calls too little.", "prose"),
        ("Photo shops on the island closed one after the other in those years.", "prose"),
        ("Correction of the course took an hour, the captain said in his report.", "prose"),
        ("More than 300 islanders signed a letter to the line.", "prose"),
        ("“We will not sail,” she said.", "prose"),
    ],
)
def test_a_line_between_paragraphs(line: str, kind: PartKind) -> None:
    text = f"{FIRST}\n\n{line}\n\n{SECOND}"
    [found] = [
        part.kind for part in find_parts(text) if text.find(line) in range(part.start, part.end)
    ]
    assert found == kind


def test_prose_runs_on_over_paragraphs() -> None:
    assert kinds(f"{FIRST}\n\n{SECOND}") == [("prose", f"{FIRST}\n\n{SECOND}")]


@pytest.mark.parametrize(
    "place",
    ["SKERRA, May 6 (Wire)", "SKERRA", "PORT HOLM, Vest.", "NEW HOLM (Courier)"],
)
@pytest.mark.parametrize("dash", [" - ", " — ", " – ", " \u2015 "])
def test_datelines(place: str, dash: str) -> None:
    text = f"Ferry strike\n\n{place}{dash}{FIRST}"
    assert kinds(text, "Ferry strike")[1:] == [("dateline", place), ("prose", FIRST)]


def test_entries_of_a_live_blog() -> None:
    text = f"Ferry live\n\n17:10 {SECOND}\n\n9.05am\n\n{FIRST}"
    assert kinds(text) == [
        ("headline", "Ferry live"), ("stamp", "17:10"), ("prose", SECOND), ("stamp", "9.05am"),
        ("prose", FIRST),
    ]  # fmt: skip


def test_one_time_is_no_live_blog() -> None:
    text = f"{FIRST}\n\n10:30 was when the talks began, and 12:15 when they ended."
    assert [kind for kind, _ in kinds(text)] == ["prose"]


@pytest.mark.parametrize(
    "rows",
    [
        "Island | Boats\n\nSkerra | 3\n\nHolm | 11",
        "| Island | Boats |\n|---|---|\n| Skerra | 3 |\n| Holm | 11 |",
    ],
)
def test_tables(rows: str) -> None:
    text = f"{FIRST}\n\n{rows}\n\n{SECOND}"
    assert kinds(text) == [("prose", FIRST), ("table", rows), ("prose", SECOND)]


def test_lists_of_other_stories() -> None:
    text = f"{FIRST}\n\nMost read\n\nBakery burns\n\nWho will be mayor?\n\nRain is due\n\n{SECOND}"
    listed = "Most read\n\nBakery burns\n\nWho will be mayor?\n\nRain is due"
    assert kinds(text) == [("prose", FIRST), ("stories", listed), ("prose", SECOND)]


def test_a_text_that_is_cut_off() -> None:
    assert is_cut_off(f"{FIRST}\n\nTo continue reading, subscribe for 4 crowns a week.")
    assert not is_cut_off(f"{FIRST}\n\nReaders subscribe to the letter of the line.")


@pytest.mark.parametrize("text", ["", "x", "|", "#", "12:30", "?"])
def test_short_texts(text: str) -> None:
    find_parts(text)
    line_kind(text)


@given(st.text(alphabet="abY .\n|#*?:-0123", max_size=120), st.text(max_size=5))
def test_parts_cover_the_text_in_order(text: str, title: str) -> None:
    parts = find_parts(text, title)
    place = 0
    for part in parts:
        assert place <= part.start < part.end <= len(text)
        assert not text[part.start].isspace() and not text[part.end - 1].isspace()
        assert part_at(parts, part.start) == part
        place = part.end


@pytest.mark.parametrize(
    "place", ["(AP)", "Port Holm (CNN)", "Port Holm (CNNBusiness)", "Holm, Vest. (Reuters)"]
)
def test_an_agency_in_brackets_opens_an_article(place: str) -> None:
    text = f"Ferry strike\n\n{place} {FIRST}"
    assert kinds(text, "Ferry strike")[1:] == [("dateline", place), ("prose", FIRST)]


def test_brackets_within_a_sentence_are_no_dateline() -> None:
    text = f"Ferry strike\n\nThe Union (UNM) The pay is low.\n\n{FIRST}"
    assert kinds(text, "Ferry strike")[1][0] == "prose"


def test_the_greeting_of_a_live_blog_is_no_prose_after_its_time() -> None:
    text = (
        "Strike: as it happened\n\n20:15 The ferry has sailed.\n\n19:10 Talks have ended.\n\n"
        "17:05 Good evening and welcome to our live page on the strike.\n"
    )
    parts = [(part.kind, text[part.start : part.end]) for part in find_parts(text)]
    assert ("prose", "The ferry has sailed.") in parts
    assert ("prose", "Talks have ended.") in parts
    assert ("note", "Good evening and welcome to our live page on the strike.") in parts


def test_who_is_quoted_signs_no_entry() -> None:
    text = f"{FIRST}\n\n“The sea gives nothing back.”\n\n— Tove Lind\n\n{SECOND}"
    assert "byline" not in [kind for kind, _ in kinds(text)]


def test_the_heading_beside_an_entrys_time_is_no_prose() -> None:
    text = (
        f"3:55 PM: What we know so far\n\n{FIRST}\n\n4:10 PM: Harbour shut\n\n{SECOND}\n\n"
        "5:05 PM: Crew goes home"
    )
    found = [each for each in kinds(text) if each[0] != "stamp"]
    assert found == [
        ("subheading", "What we know so far"),
        ("prose", FIRST),
        ("subheading", "Harbour shut"),
        ("prose", SECOND),
        ("prose", "Crew goes home"),
    ]
