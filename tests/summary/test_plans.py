"""Sentences that tell a plan and no more, and what a story makes of them."""

from __future__ import annotations

import pytest

from qa.summary.paragraph import source_sentences
from qa.summary.plans import is_plan
from qa.summary.story import tell_story
from tests.support.fakes import HashEmbedder, article_of

EMBEDDER = HashEmbedder()


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("The tunnel at Orrin will open on Friday.", True),
        ("Mara Quist is set to leave the board of Orrin Rail.", True),
        ("The fair, which began in 1902, is scheduled for Tuesday.", True),
        ("Divers hope to reach the wreck on Sunday, the navy said.", True),
        ("The navy said that divers will reach the wreck on Sunday.", False),
        ("Orrin Rail has put off the day when the tunnel will open.", False),
        ("The tunnel will not open this year.", False),
        ("Water may have been in the tunnel since May.", False),
        ("The line will have to wait, as its first train was stopped at Holm.", False),
        ("The tunnel at Orrin opened on Friday.", False),
        ("Orrin Rail filed for bankruptcy on Sunday and plans to sell its trains.", False),
        ("Orrin Rail closed the tunnel and will mend it.", False),
        ("The city-owned Orrin Rail is expected to vote on Tuesday.", True),
        ("The long-awaited first crewed train is set to leave on Friday.", True),
    ],
)
def test_a_plan_is_what_a_sentence_tells_first(text: str, plan: bool) -> None:
    assert is_plan(text) == plan


@pytest.mark.parametrize(
    ("plan", "done"),
    [
        (
            "The tunnel at Orrin is set to open on Saturday with a train to Holm.",
            "The tunnel at Orrin opened on Saturday and the first train reached Holm.",
        ),
        (
            "The tunnel at Orrin will open on June 7 with a train to Holm.",
            "The tunnel at Orrin stays shut after water came in, the owner said.",
        ),
    ],
)
def test_a_plan_for_a_day_that_has_come_is_not_told(plan: str, done: str) -> None:
    days = {
        "2025-06-05": f"{plan} Workers at Orrin laid the last rail of the tunnel on Wednesday.",
        "2025-06-08": done,
    }
    groups = [source_sentences(article_of(t, "Tunnel", date=day)) for day, t in days.items()]
    told = [s.text for s in tell_story(groups, EMBEDDER.encode_passages, 4)]
    assert told == [done, "Workers at Orrin laid the last rail of the tunnel on Wednesday."]


def test_a_plan_of_the_newest_day_is_told() -> None:
    days = {
        "2025-06-05": "Workers at Orrin laid the last rail of the tunnel on Wednesday.",
        "2025-06-08": "The tunnel at Orrin will open on Saturday with a train to Holm.",
    }
    groups = [source_sentences(article_of(t, "Tunnel", date=day)) for day, t in days.items()]
    assert len(tell_story(groups, EMBEDDER.encode_passages, 4)) == 2


def test_somebodys_plans_are_no_plan_of_the_sentence() -> None:
    assert not is_plan("The train of the town\u2019s plans to reach Holm arrived on Friday.")
    assert not is_plan("The heart of Orrin's plans to build a tunnel came on Friday.")
