"""Yes, no, or neither: every wrong "Yes" here would be a false statement on the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.reason_clauses import find_manner, find_reason
from qa.answering.verdict import judge
from qa.language.enumeration import find_bullets, find_enumeration
from qa.question.claims import read_claim

FERRY = ["The captain, Ines Valdemaar, is cleared of blame.", "Storm Bertil hit the harbour."]


def said(question: str, sentence: str, *before: str, title: str = "", date: str = "") -> str:
    return judge(read_claim(question), sentence, before, title, date).verdict


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Norway withdraw in March?", "Norway withdrew in March, saying it was too dear."),
        ("Will the mirror be 28 metres wide?", "The mirror will be 28 metres wide."),
        ("Were more than 200 people aboard?", "There were 212 people aboard."),
        ("Was the plan opposed by Osk?", "Osk opposed the plan from the first day."),
        ("Did Osk oppose the plan?", "The plan was opposed by Osk from the first day."),
        ("Has the league approved the merger?", "The league has approved the merger."),
        ("Isn't the bridge 1,340 metres long?", "The bridge is 1,340 metres long."),
        ("Did the council vote on Tuesday?", "The council voted on Tuesday night."),
        ("Will the bridge open in 2028?", "The bridge will open in May 2028."),
        ("Did it open on 4 May?", "It opened on May 4."),
    ],
)
def test_yes(question: str, sentence: str) -> None:
    assert said(question, sentence) == "yes"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Did Norway withdraw in May?", "Norway withdrew in March, saying it was too dear."),
        ("Did Petra Annick ask for a loan?", "Petra Annick did not ask for a loan."),
        ("Was anybody hurt?", "Nobody was hurt."),
        ("Did the storm kill more than ten people?", "The storm killed two people on Tuesday."),
        ("Did the guild accept the bonus?", "It was a bonus that the guild refused."),
        ("Is the toll $8?", "The toll is $6.50 for each lorry."),
        ("Do parents pay?", "Parents pay nothing."),
        ("Will the bridge open in 2027?", "The bridge will open in May 2028."),
        ("Is the eclipse on April 9?", "The eclipse is on April 8."),
    ],
)
def test_no(question: str, sentence: str) -> None:
    assert said(question, sentence) == "no"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        # somebody else
        ("Did Rutte demand 5%?", "Trump has demanded that allies spend 5%."),
        ("Did the captain resign?", "Its operations manager has resigned."),
        # the other way round
        ("Did the city sue the builder?", "The builder sued the city."),
        ("Did Norway defeat Chile?", "Chile defeated Norway in the final."),
        ("Did the plan oppose Osk?", "The plan was opposed by Osk."),
        ("Did he write the song on his own?", "He co-wrote the song with the band."),
        ("Did he write the song alone?", "He wrote the song with the band."),
        # a date of something else
        ("Is the eclipse on April 9?", "Read the latest eclipse news as of Wednesday, April 3."),
        ("Is the total eclipse on April 9?", "The last total eclipse is from August 2017."),
        ("Is the total eclipse on April 9?", "A total eclipse was seen in August 2017."),
        # not yet, or only perhaps
        ("Did the bridge open in May?", "The bridge will open in May 2028."),
        ("Will the ship return in June?", "The ship may return in June."),
        ("Will the ship return in June?", "In May it was said the ship may return in June."),
        ("Has the captain been blamed?", "The captain denied that she was to blame."),
        ("Was the captain to blame?", "The captain is cleared of blame."),
        ("Did the ferry sink?", "The ferry almost sank."),
        # another thing of the same number
        ("Did four people die?", "Four people were injured."),
        ("Did all the players stay?", "Some players stay."),
        ("Will the bridge cost $840 million?", "The bridge will cost millions."),
        ("Was the vote held before the storm?", "The vote was held after the storm."),
        ("Is it true?", "It is raining."),
    ],
)
def test_neither(question: str, sentence: str) -> None:
    assert said(question, sentence) == "open"


def test_a_pronoun_means_the_subject_before() -> None:
    night = "The night guard, who was watching the front hall, heard nothing."
    question = "Is the night guard a suspect?"
    assert said(question, "He is not a suspect, the police said.", night) == "no"
    assert said(question, "He is not a suspect.", "Mr. Maddox spoke to reporters.") == "open"
    bridge = "The bridge will cost $840 million."
    assert (
        said("Will the bridge link Ammer with Lowquay?", "It will link Ammer with Lowquay.", bridge)
        == "yes"
    )


def test_an_object_pronoun_means_a_noun_not_a_verb() -> None:
    report = "The auditor sees a later opening of the bridge."
    cost = "The bridge will cost more than they were told when they approved it in 2025."
    assert said("Will the bridge open in 2027?", cost, report) == "open"
    plan = "The council has seen the plan."
    assert said("Did the council approve the plan?", "The council approved it.", plan) == "yes"


def test_the_place_of_an_event_may_be_left_to_its_surroundings() -> None:
    question = "Will the schools stay open during the strike?"
    title = "Tram drivers call a four-day strike"
    assert said(question, "Schools will stay open.", title=title) == "yes"
    assert said(question, "Schools will stay open.", title="Storm Bertil") == "open"


def test_weekdays_are_resolved_by_the_articles_date() -> None:
    question = "Did the council vote on 11 February 2025?"
    sentence = "The council voted on Tuesday night."
    assert said(question, sentence, date="2025-02-11") == "yes"
    assert said(question, sentence, date="2025-02-21") == "no"


@given(st.text(max_size=60), st.text(max_size=120))
def test_any_text_is_judged(question: str, sentence: str) -> None:
    judgement = judge(read_claim(f"Did {question}?"), sentence, [sentence], question, "")
    assert 0.0 <= judgement.coverage <= 1.0


LISTS = [
    ("Morocco", "Portugal, Morocco, Canada, Chile and South Korea will share the price.",
     "Portugal, Morocco, Canada, Chile and South Korea"),
    ("Harnham", "It has since spread to the districts of Lower Vess, Harnham and Coldwell because",
     "Lower Vess, Harnham and Coldwell"),
    ("oxygen", "It is meant to search the air for oxygen, methane and water vapour.",
     "oxygen, methane and water vapour"),
    ("Chile", "Chile and Peru signed on Monday.", "Chile and Peru"),
    ("potters", "They are lived in by nurses, dockers and, since the school moved, potters.",
     "nurses, dockers and, since the school moved, potters"),
    ("Athletic, two clubs that met 214 times", "Tarrow Rovers and Athletic, two clubs that met "
     "214 times and agreed on nothing, will merge.", "Tarrow Rovers and Athletic"),
    ("two clubs", "Tarrow Rovers and Athletic, two clubs that met often, will merge.",
     "Tarrow Rovers and Athletic"),
    ("a clinic", "The builders promised three wells, a clinic and a school, and moved the road",
     "three wells, a clinic and a school"),
]  # fmt: skip


@pytest.mark.parametrize(("span", "sentence", "whole"), LISTS)
def test_enumerations_are_made_whole(span: str, sentence: str, whole: str) -> None:
    start = sentence.index(span)
    found = find_enumeration(sentence, start, start + len(span), 0, len(sentence))
    assert found is not None
    assert sentence[slice(*found)] == whole


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ("Osk", "Osk spoke, and the mayor was silent."),
        ("concern", "Of concern are attacks that rose between 2005 and 2010."),
        ("Pictish", "A wall kept out raiders and the incursion of Pictish tribes."),
        ("Merrow", "The bridge was built in Merrow."),
    ],
)
def test_what_is_no_list_is_left(span: str, sentence: str) -> None:
    start = sentence.index(span)
    assert find_enumeration(sentence, start, start + len(span), 0, len(sentence)) is None


@given(st.text(alphabet="Aab ,;and.:()", max_size=60), st.data())
def test_an_enumeration_holds_its_span(text: str, data: st.DataObject) -> None:
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = find_enumeration(text, start, end, 0, len(text))
    if found is not None:
        assert 0 <= found[0] <= start < end <= found[1] <= len(text)
    for a, b in find_bullets(text, start, end):
        assert 0 <= a < b <= len(text)


def test_bullets_are_items() -> None:
    text = (
        "Three items:\n\n- steel, up by 22%;\n- foundations, 31 metres deep;\n- insurance.\n\nMore."
    )
    at = text.index("foundations")
    assert [text[a:b] for a, b in find_bullets(text, at, at + 11)] == [
        "steel, up by 22%",
        "foundations, 31 metres deep",
        "insurance",
    ]
    assert find_bullets(text, 0, 5) == []


@pytest.mark.parametrize(
    ("sentence", "clause"),
    [
        ("Nine schools left because their kitchens had no dishwashers.",
         "because their kitchens had no dishwashers"),
        ("Because it rained, the match was moved.", "Because it rained"),
        ("It moved the road so that it would not cross the land.",
         "so that it would not cross the land"),
        ("The vote was put off due to a strike, she said.", "due to a strike"),
        ("He is against it, since the money is gone.", "since the money is gone"),
    ],
)  # fmt: skip
def test_reasons(sentence: str, clause: str) -> None:
    found = find_reason(sentence)
    assert found is not None
    assert sentence[slice(*found)] == clause


def test_since_a_time_is_no_reason() -> None:
    assert find_reason("It has run since 1931.") is None
    assert find_reason("It rained, since last year, every day.") is None
    assert find_manner("They got in by hiding in a crate.") is not None
