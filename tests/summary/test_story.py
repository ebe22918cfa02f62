"""A story over several days: the newest state, then what happened in order of time."""

from __future__ import annotations

import pytest

from qa.summary.alone import standing_alone
from qa.summary.paragraph import source_sentences
from qa.summary.story import tell_story
from tests.support.fakes import HashEmbedder, article_of

EMBEDDER = HashEmbedder()
BROKEN = article_of(
    "Editor's note: This page was closed.\n\nThe ferry to Skerra broke down on Monday with 90 "
    "people on it. He said nothing. Another ferry will come.",
    "Ferry breaks down",
    date="2025-06-02",
)
TOWED = article_of(
    "A tug towed the ferry to Skerra into the harbour of Dunmarrow on Wednesday. But the owner "
    "denies it.",
    "Ferry towed",
    date="2025-06-04",
)
MENDED = article_of(
    "The ferry to Skerra sails again after a week in the harbour of Dunmarrow. It is full.",
    "Ferry sails",
    date="2025-06-09",
)


def test_the_newest_state_comes_first_and_the_rest_in_order_of_time() -> None:
    groups = [source_sentences(a) for a in (TOWED, MENDED, BROKEN)]
    told = tell_story(groups, EMBEDDER.encode_passages, 6)
    assert [s.date for s in told] == ["2025-06-09", "2025-06-02", "2025-06-04"]
    for sentence in told:
        (cited,) = sentence.citations
        article = next(a for a in (BROKEN, TOWED, MENDED) if a.id == cited.article_id)
        assert article.text[cited.start : cited.end] == cited.quote
        assert sentence.supported
    assert len(tell_story(groups, EMBEDDER.encode_passages, 1)) == 1
    assert tell_story([], EMBEDDER.encode_passages, 3) == []


@pytest.mark.parametrize(
    "text",
    [
        "He told the court of Dunmarrow that the ferry was never safe.",
        "Another ferry of the same owner broke down near Skerra last year.",
        "The ferry to Skerra is now in the harbour of Dunmarrow again.",
        "The ferry broke down because she had left the bridge for an hour.",
        "Why did the ferry to Skerra break down with so many people on it?",
        '"We were in the cold for nine hours and nobody came to help," said Jo Bo.',
        "Sign up for our newsletter on ferries, harbours and the islands of the north.",
        "But the owner of the ferry to Skerra denies that it was ever unsafe.",
        "The ferry broke.",
        "A ferry is a broad boat that carries people and cars over a river or a sound.",
    ],
)
def test_what_leans_on_other_sentences_is_not_told(text: str) -> None:
    article = article_of(f"The owner of the ferry spoke to the court on Monday.\n\n{text}", "Ferry")
    kept = [s.text for s in standing_alone(source_sentences(article))]
    assert kept == ["The owner of the ferry spoke to the court on Monday."]


def test_what_is_told_already_gives_way_to_what_is_not() -> None:
    days = {
        "2025-06-02": "The ferry to Skerra broke down on the rocks with ninety people aboard.",
        "2025-06-03": "The ferry to Skerra broke down on the rocks near Holm with ninety people. "
        "Divers of the navy found oil under the ferry to Skerra.",
        "2025-06-04": "The ferry to Skerra lay on the rocks all week.",
    }
    groups = [source_sentences(article_of(t, "Ferry", date=day)) for day, t in days.items()]
    told = [s.text for s in tell_story(groups, EMBEDDER.encode_passages, 3)]
    assert "Divers of the navy found oil under the ferry to Skerra." in told
    assert told[0].startswith("The ferry to Skerra lay")


@pytest.mark.parametrize("label", ["Key points ", "AI-assisted summary ", "KEY TAKEAWAYS: ", "- "])
def test_a_heading_run_into_a_line_is_none_of_its_sentence(label: str) -> None:
    said = "The owner of the ferry spoke to the court on Monday."
    [kept] = standing_alone(source_sentences(article_of(f"{label}{said}", "Ferry")))
    assert kept.text == said


def test_a_toll_that_a_newer_article_has_otherwise_is_not_told() -> None:
    days = {
        "2025-06-02": "The fire at Holm killed 12 people, the mayor of the town said Monday. The "
        "fire at Holm burned down the mill and the school of the town.",
        "2025-06-05": "The death toll of the fire at Holm rose to 19 on Thursday, the mayor said. "
        "At least 12 of the dead worked in the mill of the town.",
    }
    groups = [source_sentences(article_of(t, "Fire at Holm", date=day)) for day, t in days.items()]
    told = [s.text for s in tell_story(groups, EMBEDDER.encode_passages, 4)]
    assert told[0].startswith("The death toll of the fire at Holm rose to 19")
    assert not any("killed 12" in text for text in told)
    assert any("burned down the mill" in text for text in told)


def test_a_link_in_front_goes_and_what_is_cited_stays() -> None:
    text = "Meanwhile, divers found oil under the ferry to Skerra on Monday evening."
    article = article_of(f"The ferry to Skerra broke down on the rocks of Holm.\n\n{text}", "Ferry")
    assert [s.text for s in standing_alone(source_sentences(article))][1].startswith("divers found")


@pytest.mark.parametrize(
    "text",
    [
        "A day after the ferry to Skerra broke down, it is now in the harbour of Dunmarrow again.",
        "The ferry to Skerra broke down on Monday, and another boat has taken the people off it.",
        "More than 90 people were taken off the ferry to Skerra on Monday evening.",
        "The launch Orion I broke down on the way to Skerra on Monday evening.",
        "The ferry to Skerra, commonly called the old lady, broke down on Monday evening.",
        "The ferry to Skerra " + "and a boat of the coast guard " * 7 + "broke down on Monday.",
    ],
)
def test_the_sentence_that_opens_an_article_is_told(text: str) -> None:
    for note in ("", "This page has the news of Monday and Tuesday in Dunmarrow.\n\n"):
        article = article_of(f"{note}{text}\n\nThe owner spoke of it on Monday evening.", "Ferry")
        assert standing_alone(source_sentences(article))[0].text == text


@pytest.mark.parametrize(
    "text",
    [
        "Yesterday I went to the harbour of Skerra with ninety people on board.",
        "We were in the cold of the harbour of Skerra for nine long hours.",
        "More on the ferry to Skerra and the harbour of Dunmarrow in the north.",
        "Similar ferries of the same owner broke down near Skerra in the spring.",
    ],
)
def test_a_writer_and_a_reader_are_no_news(text: str) -> None:
    article = article_of(f"The owner of the ferry spoke to the court on Monday.\n\n{text}", "Ferry")
    assert len(standing_alone(source_sentences(article))) == 1


def test_the_middle_of_a_quote_is_not_told() -> None:
    text = (
        "The ferry to Skerra broke down on the rocks on Monday.\n\n\u201cThe engine of it was old. "
        "The owner of the ferry knew of the engine for years. Nobody mended it,\u201d said Jo Bo."
    )
    told = [s.text for s in standing_alone(source_sentences(article_of(text, "Ferry")))]
    assert told == ["The ferry to Skerra broke down on the rocks on Monday."]


def test_what_has_nothing_to_do_with_the_headlines_is_not_told() -> None:
    days = {
        "2025-06-02": "Even so, it was a strange morning for everybody in town.\n\n"
        "The ferry to Skerra broke down on the rocks with ninety people.",
        "2025-06-04": "The ferry to Skerra was towed off the rocks.",
    }
    title = "Ferry to Skerra on the rocks"
    groups = [source_sentences(article_of(t, title, date=day)) for day, t in days.items()]
    told = [s.text for s in tell_story(groups, EMBEDDER.encode_passages, 5)]
    assert told == [
        "The ferry to Skerra was towed off the rocks.",
        "The ferry to Skerra broke down on the rocks with ninety people.",
    ]


def test_an_event_of_one_day_is_told_once() -> None:
    days = {
        "2025-06-02": "The ferry to Skerra broke down on the rocks near Holm on Monday.",
        "2025-06-03": "The ferry to Skerra broke on Monday down on some rocks by the town of Holm.",
        "2025-06-06": "A court in Dunmarrow has charged the owner of the ferry.",
    }
    groups = [source_sentences(article_of(t, "Ferry", date=day)) for day, t in days.items()]
    told = [s.date for s in tell_story(groups, EMBEDDER.encode_passages, 5)]
    assert told == ["2025-06-06", "2025-06-02"] or told == ["2025-06-06", "2025-06-03"]


def test_the_sentences_of_the_newest_day_keep_the_order_of_their_article() -> None:
    groups = [source_sentences(a) for a in (BROKEN, TOWED)]
    last = article_of(
        "The ferry to Skerra sails again since Monday. In all, 12 people were hurt on the ferry.",
        "Ferry sails",
        date="2025-06-09",
    )
    told = [s for s in tell_story([*groups, source_sentences(last)], EMBEDDER.encode_passages, 5)]
    starts = [s.citations[0].start for s in told if s.date == "2025-06-09"]
    assert len(starts) == 2
    assert starts == sorted(starts)


def test_the_newest_state_is_no_event_of_days_before() -> None:
    days = {
        "2025-06-02": "The ferry to Skerra broke down on the rocks near Holm on Monday.",
        "2025-06-04": "A tug towed the ferry to Skerra into the harbour on Wednesday.",
        "2025-06-09": "A court has charged the owner of the ferry to Skerra with neglect.\n\n"
        "On June 2 the ferry to Skerra broke down near Holm with 90 people on it.",
    }
    groups = [source_sentences(article_of(t, "Ferry", date=day)) for day, t in days.items()]
    told = [s.text for s in tell_story(groups, EMBEDDER.encode_passages, 5)]
    assert told[0].startswith("A court has charged")
    assert not any("June 2" in text for text in told)


def test_what_is_left_of_an_article_has_no_first_sentence() -> None:
    text = (
        "The ferry to Skerra broke down on the rocks on Monday.\n\nThe mayor of Holm also went to "
        "the harbour on Tuesday.\n\nThe owner of the ferry spoke to the court on Monday."
    )
    whole = source_sentences(article_of(text, "Ferry", date="2025-06-02"))
    assert len(standing_alone(whole)) == 2
    assert [s.text for s in standing_alone(whole[1:])] == [whole[2].text]


@pytest.mark.parametrize("credit", ["Jo Bo/Skerra News", "Mira/north_shore", "@anna/Holm Press"])
def test_the_caption_of_a_picture_is_not_told(credit: str) -> None:
    text = (
        "The ferry to Skerra broke down on the rocks on Monday.\n\n"
        f"People of Skerra wave to the ferry on the rocks on Monday. {credit}\n\n"
        "The owner of the ferry spoke to the court on Monday."
    )
    told = [s.text for s in standing_alone(source_sentences(article_of(text, "Ferry")))]
    assert len(told) == 2
    assert not any("wave" in each for each in told)
