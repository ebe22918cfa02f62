"""Follow-ups are understood, and plain questions are left as they are, byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.question.followup import resolve_followup
from qa.question.topics import Exchange, split_question
from tests.support.paths import DATA

TARGET = Exchange(
    "What target did Trump demand?",
    "5%",
    "Trump has demanded that allies spend 5% - a target that many consider unrealistic.",
)
KETTLES = Exchange("How many kettles were recalled?", "18,000", "It was recalling 18,000 kettles.")
CAPTAIN = Exchange(
    "Who was the captain of the Grey Petrel?",
    "Inez Valdemar",
    "The captain, Inez Valdemar, sounded the alarm within a minute.",
)
COST = Exchange("How much will the bridge cost?", "$840 million", "It will cost $840 million.")
OPENING = Exchange("When will the bridge open?", "May 2028", "The bridge will open in May 2028.")
CRITIC = Exchange("Who opposed the bridge?", "Perrin Osk", "Councillor Perrin Osk opposed it.")
HURT = Exchange("How many people were injured by the kettles?", "Eleven", "Eleven were injured.")
AGROUND = Exchange("Where did the ferry run aground?", "Sorrel Island", "A ferry ran onto rocks.")
VOTE = Exchange("Did the council approve the bridge?", "Yes", "Councillors voted for the bridge.")
PAIR = Exchange("Who voted against removal?", "Lewis Pettigrew and Una Drever", "")
HISTORIES = [TARGET, KETTLES, CAPTAIN, COST, OPENING, CRITIC, HURT, AGROUND, VOTE, PAIR]

# The question after an exchange, and what its rewriting has to name.
FOLLOWUPS = [
    (TARGET, "and who opposed it?", "Who opposed the 5% target that Trump demanded?"),
    (TARGET, "Why?", "Why did Trump demand 5%?"),
    (TARGET, "When did he demand it?", "When did Trump demand the 5% target?"),
    (TARGET, "What about Rutte?", "What target did Rutte demand?"),
    (TARGET, "Who is he?", "Who is Trump?"),
    (TARGET, "Does the US achieve it?", "the 5% target"),
    (TARGET, "What did he say about NATO?", "Trump"),
    (KETTLES, "How many of them were returned?", "the kettles"),
    (KETTLES, "Why?", "Why were 18,000 kettles recalled?"),
    (KETTLES, "Why were they recalled?", "Why were the kettles recalled?"),
    (KETTLES, "What about in March?", "How many kettles were recalled in March?"),
    (KETTLES, "By whom?", "By whom were 18,000 kettles recalled?"),
    (KETTLES, "Where were they made?", "the kettles"),
    (CAPTAIN, "What did she do?", "What did Inez Valdemar do?"),
    (CAPTAIN, "How old is she?", "How old is Inez Valdemar?"),
    (CAPTAIN, "and the owner?", "Who was the owner of the Grey Petrel?"),
    (CAPTAIN, "When did it run aground?", "When did the Grey Petrel run aground?"),
    (CAPTAIN, "Is she to blame?", "Inez Valdemar"),
    (CAPTAIN, "What was her order?", "Inez Valdemar's order"),
    (COST, "When will it open?", "When will the bridge open?"),
    (COST, "And the tram?", "How much will the tram cost?"),
    (COST, "What about the ferry?", "How much will the ferry cost?"),
    (COST, "and who pays for it?", "Who pays for the bridge?"),
    (COST, "Who is the builder?", "the builder of the bridge"),
    (COST, "What is its length?", "the bridge's length"),
    (COST, "What about 2030?", "How much will the bridge cost in 2030?"),
    (OPENING, "Why?", "Why will the bridge open?"),
    (OPENING, "How much does it cost?", "How much does the bridge cost?"),
    (OPENING, "And the tram?", "When will the tram open?"),
    (CRITIC, "Why?", "Perrin Osk opposed the bridge"),
    (CRITIC, "What did he say?", "What did Perrin Osk say?"),
    (CRITIC, "Who else?", "Who else opposed the bridge?"),
    (HURT, "How many of them are in hospital?", "the people injured by the kettles"),
    (HURT, "Where?", "Where were eleven people injured by the kettles?"),
    (HURT, "What caused it?", "the kettles"),
    (AGROUND, "When?", "When did the ferry run aground?"),
    (AGROUND, "Who lives there?", "Sorrel Island"),
    (AGROUND, "What did the captain say?", "the captain of the ferry"),
    (VOTE, "When?", "When did the council approve the bridge?"),
    (VOTE, "Who voted against it?", "Who voted against the bridge?"),
    (PAIR, "Why did they?", "Lewis Pettigrew and Una Drever"),
]

PLAIN = [
    "What target did Trump demand?",
    "How much will the bridge cost?",
    "When will the bridge open?",
    "How many kettles were recalled?",
    "How many people were injured by the kettles?",
    "What caused the accidents with the kettles?",
    "How many people were aboard the Grey Petrel?",
    "Who was the captain of the Grey Petrel?",
    "Who won the football match?",
    "What did Rutte say about Trump?",
    "Where did Rutte meet Trump?",
    "What did Trump say about his re-election?",
    "Why did the company say it would pay?",
    "How many people said they were hurt?",
    "When he took office, what did Rutte make his key message?",
    "How long does it take to cross the Tarnwater?",
    "Is it true that the bridge will open in May?",
    "Was it raining when the ferry struck the rocks?",
    "Is there a toll for cars on the bridge?",
    "Are there kettles that were not recalled?",
    "Who said that the bridge is late?",
    "What happens to water when it freezes?",
    "Did Norway say that it would withdraw?",
    "Why did the herders say they changed their minds?",
    "Which councillors voted against the plan that the mayor proposed?",
    "Where was the Grey Petrel when it struck the ledge?",
    "Who owns the ship that ran aground off Sorrel Island?",
    "What did the captain of the Grey Petrel do before her ship struck?",
    "Did the auditor publish her report in February?",
    "How did the thieves get into the Sandoval Museum?",
    "How many were hurt in Esterholm this week?",
    "What did Mayor Tessaly Brandt say when she saw the report?",
    "How did the lifeboat and its crew reach the wreck?",
    "Which kettles have HL300 on their base?",
    "What did those who live on Ropewalk Lane ask for?",
    "How much rent does Tomas Idrel pay?",
    "Why is Edda Marrick unhappy with her new garden?",
    "What did Anselm Breck ask for himself?",
    "Has the company that made the thermostats denied that they were defective?",
    "What is the name of the agency that rates the bonds of Port Callisa?",
    "Who is Mark Rutte?",
    "Why?",
    "NATO",
    "bridge cost",
    "When did the school put up passengers in its gymnasium?",
    "Who told reporters that the estimate has no inflation in it?",
    "What did scientists find out about the thermostats they tested?",
    "How many kettles had been handed back to their shops?",
    "What does Farid Ossory do while he waits for the cable ferry?",
    "What makes it hard to grow beans in Ammer?",
    "  What target did  Trump demand? ",
    "WHO OPPOSED THE BRIDGE IN PORT CALLISA?",
    "Who pays for the bridge, and when will it open?",
    "Which firm recalled kettles after its customers were scalded?",
    "What will happen to the dam once it is drained?",
    "How old was the boy who was treated for burns to his arm?",
    "Did Sound & Skerry Lines say that it accepted the findings?",
    "Which of the two radars was broken on the Grey Petrel?",
    "Were there any cars aboard the Grey Petrel?",
    "What did the union of the captain say about her?",
]
SETS = [
    json.loads(line)["question"] for line in (DATA / "kinds.jsonl").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("last", "question", "wanted"), FOLLOWUPS)
def test_followups_name_what_they_are_about(last: Exchange, question: str, wanted: str) -> None:
    understood = resolve_followup(question, [last])
    assert understood.depends
    assert wanted in understood.question


@pytest.mark.parametrize("question", [q for q in PLAIN if q != "Why?"])
def test_plain_questions_stay_as_they_are(question: str) -> None:
    for last in HISTORIES:
        understood = resolve_followup(question, [last])
        assert understood.question == question
        assert not understood.depends


def test_the_questions_of_the_set_stay_as_they_are() -> None:
    changed = {q for q in SETS for last in HISTORIES if resolve_followup(q, [last]).question != q}
    assert changed == set()


@pytest.mark.parametrize("question", [*PLAIN, *(q for _, q, _ in FOLLOWUPS)])
def test_without_a_history_nothing_changes(question: str) -> None:
    assert resolve_followup(question, []).question == question


def test_a_leading_and_is_dropped_from_a_question_that_stands_alone() -> None:
    understood = resolve_followup("And who built the bridge in Merrow?", [COST])
    assert understood.question == "Who built the bridge in Merrow?"
    assert not understood.depends


def test_it_may_mean_what_was_asked_two_questions_ago() -> None:
    history = [COST, Exchange("Who is Perrin Osk?", "a councillor", "")]
    assert resolve_followup("When will it open?", history).question == "When will the bridge open?"


def test_a_whole_sentence_is_not_said_again() -> None:
    long = Exchange("What did Trump demand?", "that " + "word " * 40, "")
    assert resolve_followup("Why?", [long]).question == "Why did Trump demand?"
    assert resolve_followup("Who is that?", [VOTE]).question == "Who is the bridge?"


def test_ms_is_no_he() -> None:
    last = Exchange("Who spoke?", "", "Ms. Corvane told Mr. Breck so.")
    assert resolve_followup("What did he say?", [last]).question == "What did Mr. Breck say?"
    assert resolve_followup("What did she say?", [last]).question == "What did Ms. Corvane say?"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("What target did Trump demand?", ("What target", "did", "Trump demand", "target")),
        ("Who opposed the bridge?", ("Who", "", "opposed the bridge", "")),
        ("Did the ferry sink?", ("", "Did", "the ferry sink", "")),
        ("In which year was it built?", ("In which year", "was", "it built", "year")),
    ],
)
def test_parts_of_a_question(question: str, parts: tuple[str, str, str, str]) -> None:
    parsed = split_question(question)
    assert (parsed.phrase, parsed.auxiliary, parsed.rest, parsed.noun) == parts


@pytest.mark.slow
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=30), st.text(max_size=80))
def test_any_text_is_understood(question: str, asked: str, answer: str, sentence: str) -> None:
    understood = resolve_followup(question, [Exchange(asked, answer, sentence)])
    assert understood.depends or understood.question.strip() or not question.strip()


@given(st.sampled_from(FOLLOWUPS), st.sampled_from(HISTORIES))
def test_understanding_is_settled(case: tuple[Exchange, str, str], last: Exchange) -> None:
    understood = resolve_followup(case[1], [last]).question
    assert resolve_followup(case[1], [last]).question == understood


SIGNED = Exchange("When was it that Captain Ida Brok leased the old yard?", "Monday")


@pytest.mark.parametrize(
    ("last", "question", "wanted"),
    [
        (SIGNED, "Where was she born?", "Where was Captain Ida Brok born?"),
        (Exchange("Who fought the lease of the yard?", "Jo Lund"), "Who praised it?",
         "Who praised the lease of the yard?"),
        (Exchange("When did the yard burn?", "1987"), "Who is the firm's chief?",
         "Who is the firm's chief?"),
    ],
)  # fmt: skip
def test_followups_after_a_rewritten_question(last: Exchange, question: str, wanted: str) -> None:
    assert resolve_followup(question, [last]).question == wanted


HE = Exchange("Did Ole Dahl back the pier?", "", "Ole Dahl, a smith, fought it.", "Did he back it?")
SHE = Exchange("What did Una Lie say?", "that it was late", "Una Lie said that it was late.",
               "What did she say?")  # fmt: skip


@pytest.mark.parametrize(
    ("past", "question", "wanted"),
    [
        ([HE], "What did he sell?", "What did Ole Dahl sell?"),
        ([HE], "What did she sell?", "What did she sell: the pier?"),
        ([SHE], "What did she sell?", "What did Una Lie sell?"),
        ([HE, SHE], "What did she sell?", "What did Una Lie sell?"),
        ([SHE, HE], "What did she sell?", "What did Una Lie sell?"),
        ([HE, SHE], "What did he sell?", "What did Ole Dahl sell?"),
        ([replace(HE, asked="")], "What did she sell?", "What did Ole Dahl sell?"),
        ([replace(HE, asked="Did Ole Dahl, as he says, back it?")], "What did she sell?",
         "What did Ole Dahl sell?"),
    ],
)  # fmt: skip
def test_who_was_he_is_not_she_a_question_later(
    past: list[Exchange], question: str, wanted: str
) -> None:
    assert resolve_followup(question, past).question == wanted


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("What about the pier?", "the pier"),
        ("And the pier?", "the pier"),
        ("What about 2024?", ""),
        ("What about 40 boats?", ""),
        ("When?", ""),
        ("What did it cost?", ""),
        ("Who is Una Lie?", ""),
    ],
)
def test_another_topic_is_noted(question: str, topic: str) -> None:
    assert resolve_followup(question, [COST]).topic == topic
