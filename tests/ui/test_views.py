"""What the page shows of a result, of records made here."""

from __future__ import annotations

import csv
from dataclasses import replace

from qa.records import (
    Answer,
    AnswerGroup,
    Article,
    ArticleAnswer,
    Citation,
    Comparison,
    OtherAnswer,
    Summary,
    SummarySentence,
    Support,
    Verification,
)
from qa.ui.exports import entry_blocks, to_csv, to_text
from qa.ui.views.answers import answer_view
from qa.ui.views.cites import Cites
from qa.ui.views.comparisons import comparison_view
from qa.ui.views.summaries import summary_view, verification_view

TEXT = "The dam at Orr broke yesterday, the county said. Two hamlets were cleared."
ARTICLE = Article(id="a" * 16, text=TEXT, title="Dam", source="Orr Herald", date="2025-03-05")
PLACE = Citation(ARTICLE.id, "Dam", 21, 30, "yesterday")
BORNE = Support(supported=True, score=1.0)
DAY = "4 March 2025"
ANSWER = Answer(
    *("When did the dam break?", "yesterday", True, 0.9, (PLACE,)),
    passages=(),
    model="made",
    support=BORNE,
    means=DAY,
    others=(OtherAnswer("on Tuesday", "2025-03-06", "b" * 16, "Orr", (), False, 0.8, DAY),),
)
ROW = ArticleAnswer(
    *(ARTICLE.id, "Dam", "2025-03-05", "yesterday", True, 0.9, (PLACE,)),
    label="one",
    support=BORNE,
    means=DAY,
)
COMPARISON = Comparison(
    *("When did the dam break?", (ROW,), (AnswerGroup("yesterday", (ARTICLE.id,), 1, means=DAY),)),
    silent=(),
    model="made",
    relation="one",
    unread=7,
)
SENTENCE = SummarySentence(TEXT[:48], True, 1.0, (PLACE,), date="2025-03-05")


def cites() -> Cites:
    return Cites({ARTICLE.id: ARTICLE})


def exported(mode: str, result: object, shown: Cites) -> tuple[str, list[dict[str, str]]]:
    """Return what is copied of a result, and the rows of its CSV."""
    view = {"mode": mode, "text": "When?", "result": result, "cites": shown.shown, "message": ""}
    return to_text(entry_blocks(view)), list(csv.DictReader(to_csv(view).splitlines()))


def test_a_relative_day_stands_beside_what_it_means() -> None:
    shown = cites()
    view = answer_view(ANSWER, shown)
    assert (view["text"], view["means"]) == ("yesterday", DAY)
    assert view["others"][0]["means"] == DAY
    text, _ = exported("ask", view, shown)
    assert f"yesterday ({DAY}) [1]" in text and f"on Tuesday ({DAY})" in text
    assert answer_view(replace(ANSWER, means=""), cites())["means"] == ""


def test_a_comparison_says_what_days_mean_and_who_was_not_asked() -> None:
    shown = cites()
    view = comparison_view(COMPARISON, shown)
    assert view["rows"][0]["means"] == view["groups"][0]["means"] == DAY
    assert view["unread"] == "7 articles fit the question less and were not asked."
    text, rows = exported("compare", view, shown)
    assert f"yesterday ({DAY}) [1]" in text and view["unread"] in text
    assert (rows[0]["answer"], rows[0]["means"]) == ("yesterday", DAY)
    one = comparison_view(replace(COMPARISON, unread=1), cites())
    assert one["unread"].startswith("1 article fit the question less and was")
    assert comparison_view(replace(COMPARISON, unread=0), cites())["unread"] == ""


def test_a_sentence_of_a_story_has_its_day() -> None:
    shown = cites()
    made = Summary(SENTENCE.text, (SENTENCE,), (ARTICLE.id,), "made")
    view = summary_view(made, shown)
    assert view["sentences"][0]["date"] == "5 Mar 2025"
    assert "5 Mar 2025: The dam at Orr broke" in exported("summarize", view, shown)[0]
    plain = summary_view(replace(made, sentences=(replace(SENTENCE, date=""),)), cites())
    assert plain["sentences"][0]["date"] == ""
    assert "\nThe dam at Orr" in exported("summarize", plain, shown)[0]


def test_an_older_article_that_says_what_the_newest_does_is_not_the_newest() -> None:
    rows = (
        replace(ROW, article_id="a" * 16, date="2025-03-05", label="newest"),
        replace(ROW, article_id="b" * 16, date="2025-03-06", label="earlier"),
        replace(ROW, article_id="c" * 16, date="2025-03-07T08:00", label="newest"),
    )
    view = comparison_view(replace(COMPARISON, answers=rows, relation="develops"), cites())
    assert [row["tag"] for row in view["rows"]] == ["as newest", "earlier", "newest"]


def test_reasons_in_other_words_are_no_dispute_on_the_page() -> None:
    rows = tuple(replace(ROW, article_id=i * 16, label="own") for i in "ab")
    groups = tuple(replace(COMPARISON.groups[0], article_ids=(i * 16,)) for i in "ab")
    made = replace(COMPARISON, answers=rows, groups=groups, silent=(), relation="varied")
    view = comparison_view(made, cites())
    assert [row["tag"] for row in view["rows"]] == ["in its own words"] * 2
    assert view["head"] == "2 articles answer, in words of their own."


def test_a_doubt_that_a_reason_has_told_is_not_told_again() -> None:
    reasons = (
        "number $999 million is in no source; where this has $999 million, a source has $1bn",
    )
    doubts = ("where this has $999 million, the article seems to have $1bn", "it rests on one word")
    flagged = replace(SENTENCE, supported=False, reasons=reasons, doubts=doubts)
    sentences = (flagged, replace(SENTENCE, doubts=doubts))
    made = Verification("A text.", False, sentences, (ARTICLE.id,), "made")
    first, second = verification_view(made, cites())["sentences"]
    assert first["doubts"] == ["it rests on one word"]
    assert second["doubts"] == list(doubts)


def test_an_article_without_a_source_is_named_by_its_title() -> None:
    assert answer_view(ANSWER, cites())["by"] == "Orr Herald · 5 Mar 2025"
    unnamed = Cites({ARTICLE.id: replace(ARTICLE, source="")})
    assert answer_view(ANSWER, unnamed)["by"] == "Dam · 5 Mar 2025"


def test_every_day_of_a_table_is_written_alike() -> None:
    other = replace(ROW, article_id="b" * 16, date="2025-04-01T09:00", answerable=False)
    made = replace(COMPARISON, answers=(ROW, other), silent=("b" * 16,))
    shown = cites()
    _, rows = exported("compare", comparison_view(made, shown), shown)
    assert [(row["date"], row["stands"]) for row in rows] == [
        ("2025-03-05", "alone"),
        ("2025-04-01", "silent"),
    ]
