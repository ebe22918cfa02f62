"""Every article answers for itself; who agrees is one group, who has no answer is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from qa.answering.fitting.yes_no import UNDECIDED
from qa.answering.pipeline import answer_from_readings
from qa.comparison.compare import article_answers, build_comparison
from qa.desk import Desk
from qa.neural.resources import models_dir
from qa.question import Question, read
from qa.records import Article, ArticleAnswer, ArticleInfo, Comparison, Hit, Reading, SourceSpan
from tests.support.fakes import article_of, line_passages

FIRST = article_of("Allies will spend 5% of GDP.\nIt rained.", "First", date="2025-01-01")
SECOND = article_of("They agreed on five per cent.", "Second", date="2025-01-02")
THIRD = article_of("They agreed on 3%, he said.", "Third", date="2025-01-03")
FOURTH = article_of("A storm cut power.", "Fourth", date="2025-01-04")
ALL = [FOURTH, THIRD, SECOND, FIRST]

ANY = read("")


def info(article: Article) -> ArticleInfo:
    return ArticleInfo(article.id, article.title, "", "", article.date, "", "", 0, 1)


def hits_of(article: Article) -> list[Hit]:
    return [Hit(p, article.title, article.date, 0, 0, 0) for p in line_passages(article)]


def found(article: Article, line: int, text: str, no_answer: float) -> Reading:
    start = hits_of(article)[line].passage.text.index(text)
    return Reading(text, -0.1, no_answer, (SourceSpan(0, start, start + len(text)),))


READINGS = {
    FIRST.id: [found(FIRST, 0, "5%", 0.05), found(FIRST, 1, "rained", 0.4)],
    SECOND.id: [found(SECOND, 0, "five per cent", 0.2)],
    THIRD.id: [found(THIRD, 0, "3%", 0.2)],
    FOURTH.id: [found(FOURTH, 0, "storm", 0.9)],
}


def test_each_article_gives_its_own_best_answer_in_the_order_asked() -> None:
    answers = answer_each([info(a) for a in ALL], {a.id: hits_of(a) for a in ALL}, READINGS, ANY)
    assert [(a.article_id, a.answer) for a in answers] == [
        (FOURTH.id, ""),
        (THIRD.id, "3%"),
        (SECOND.id, "five per cent"),
        (FIRST.id, "5%"),
    ]
    assert [a.answerable for a in answers] == [False, True, True, True]
    assert answers[0].citations == ()
    for answer, article in zip(answers, ALL, strict=True):
        assert (answer.title, answer.date) == (article.title, article.date)
        assert 0.0 <= answer.confidence <= 1.0
        for citation in answer.citations:
            assert citation.article_id == article.id
            assert article.text[citation.start : citation.end] == citation.quote == answer.answer


def answer_each(
    infos: Sequence[ArticleInfo],
    hits: Mapping[str, Sequence[Hit]],
    readings: Mapping[str, Sequence[Reading]],
    question: Question,
) -> tuple[ArticleAnswer, ...]:
    """What each article says by itself, as read in ``readings``."""
    made = [
        answer_from_readings(question, hits.get(i.id, ()), readings.get(i.id, ()), lambda _: None)
        for i in infos
    ]
    return article_answers(infos, made, question)


def compared(
    answers: tuple[ArticleAnswer, ...],
    copies: tuple[tuple[str, ...], ...] = (),
    *,
    open_ended: bool = False,
) -> Comparison:
    return build_comparison("How much?", answers, copies, "m", {}, open_ended=open_ended)


def test_agreeing_articles_are_one_group_and_the_silent_are_named() -> None:
    answers = answer_each([info(a) for a in ALL], {a.id: hits_of(a) for a in ALL}, READINGS, ANY)
    made = compared(answers)
    # Of three days, each with its figure: a development, told from its end.
    assert [g.article_ids for g in made.groups] == [(THIRD.id,), (SECOND.id, FIRST.id)]
    assert [g.independent for g in made.groups] == [1, 2]
    assert made.silent == (FOURTH.id,)
    assert compared(answers[::-1]).groups == made.groups
    assert made.relation == "develops"
    assert {a.article_id: a.label for a in made.answers} == {
        FIRST.id: "earlier",
        SECOND.id: "earlier",
        THIRD.id: "newest",
        FOURTH.id: "silent",
    }
    assert made.differences == ()
    assert [(e.date, e.answer, e.changed) for e in made.timeline] == [
        ("2025-01-03", "3%", True),
        ("2025-01-02", "five per cent", False),
        ("2025-01-01", "5%", False),
    ]


def test_figures_of_one_day_differ() -> None:
    answers = on_one_day(
        answer_each([info(a) for a in ALL], {a.id: hits_of(a) for a in ALL}, READINGS, ANY)
    )
    made = compared(answers)
    assert made.relation == "differ"
    assert {a.article_id: a.label for a in made.answers} == {
        FIRST.id: "agree",
        SECOND.id: "agree",
        THIRD.id: "differ",
        FOURTH.id: "silent",
    }
    assert [(d.kind, d.reason) for d in made.differences] == [("number", "5% vs 3%")]


def on_one_day(answers: tuple[ArticleAnswer, ...]) -> tuple[ArticleAnswer, ...]:
    return tuple(replace(answer, date="2025-01-03") for answer in answers)


def test_wire_copies_are_one_voice() -> None:
    answers = on_one_day(
        answer_each([info(a) for a in ALL], {a.id: hits_of(a) for a in ALL}, READINGS, ANY)
    )
    made = compared(answers, ((FIRST.id, SECOND.id),))
    labels = {a.label for a in made.answers if a.answerable}
    assert labels == {"differ"}  # one source against one
    alone = tuple(a for a in answers if a.article_id != THIRD.id)
    assert compared(alone).relation == "agree"
    assert compared(alone, ((FIRST.id, SECOND.id),)).relation == "one"
    assert {a.label for a in compared(alone, ((FIRST.id, SECOND.id),)).answers} == {"one", "silent"}


def test_an_article_without_passages_is_silent() -> None:
    answers = answer_each([info(FIRST), info(SECOND)], {FIRST.id: []}, {FIRST.id: []}, ANY)
    made = compared(answers)
    assert (made.groups, made.silent, made.relation) == ((), (FIRST.id, SECOND.id), "none")
    assert compared(()).relation == "none"


def measured(article: Article, line: int, text: str, dense: float, sure: float) -> (
    tuple[list[Hit], list[Reading]]
):  # fmt: skip
    """One passage, ``dense`` from the question, read with confidence ``sure``."""
    hit = replace(hits_of(article)[line], dense=dense)
    start = hit.passage.text.index(text)
    return [hit], [Reading(text, 0.0, 1.0 - sure, (SourceSpan(0, start, start + len(text)),))]


COST = "How much will the tunnel cost?"
PLAN = article_of("The tunnel will cost $90 million, the town said.", "Tunnel", date="2025-01-01")
AUDIT = article_of("Auditors say the tunnel cost is $120 million.", "Audit", date="2025-01-05")
RENT = article_of("She pays $700 a month near the tunnel.", "A street", date="2025-01-04")


def asked(*given: tuple[Article, str, float, float]) -> dict[str, str]:
    found = {a.id: measured(a, 0, text, dense, sure) for a, text, dense, sure in given}
    answers = answer_each(
        [info(a) for a, *_ in given],
        {key: hits for key, (hits, _) in found.items()},
        {key: readings for key, (_, readings) in found.items()},
        read(COST),
    )
    return {a.title: a.answer for a in answers}


def test_a_weak_guess_about_something_else_is_no_answer() -> None:
    strong = (PLAN, "$90 million", 0.6, 0.9)
    said = asked(strong, (AUDIT, "$120 million", 0.55, 0.8), (RENT, "$700 a month", 0.45, 0.55))
    assert said == {"Tunnel": "$90 million", "Audit": "$120 million", "A street": ""}


def test_a_weak_answer_that_agrees_with_a_strong_one_stands() -> None:
    same = article_of("It is priced at $90 million, they say.", "Elsewhere")
    said = asked((PLAN, "$90 million", 0.6, 0.9), (same, "$90 million", 0.4, 0.55))
    assert said["Elsewhere"] == "$90 million"
    # The same evidence for another figure is none.
    other = article_of("It is priced at $70 million, they say.", "Elsewhere")
    assert asked((PLAN, "$90 million", 0.6, 0.9), (other, "$70 million", 0.4, 0.55)) == {
        "Tunnel": "$90 million",
        "Elsewhere": "",
    }


@pytest.mark.parametrize(
    ("best", "other", "backed", "heard"),
    [
        (0.9, 0.6, 0.0, True),
        (0.9, 0.4, 0.0, False),
        (0.9, 0.4, 0.7, True),  # a third article says the same
        (0.45, 0.4, 0.0, True),  # nothing is sure
    ],
)
def test_a_doubtful_voice_is_none_against_a_sure_one(
    best: float, other: float, backed: float, heard: bool
) -> None:
    third = article_of("The tunnel cost is $120 million, they say.", "Backing")
    given = [(PLAN, "$90 million", best), (AUDIT, "$120 million", other)]
    given += [(third, "$120 million", backed)] if backed else []
    made = []
    for article, text, sure in given:
        hits, readings = measured(article, 0, text, 0.6, 0.9)
        answered = answer_from_readings(read(COST), hits, readings, lambda _: None)
        made.append(replace(answered, confidence=sure))
    answers = article_answers([info(a) for a, *_ in given], made, read(COST))
    assert {a.title: a.answerable for a in answers}["Audit"] is heard


@pytest.mark.parametrize(("beside", "heard"), [("61", False), ("", True)])
def test_a_count_without_a_figure_is_none_beside_a_figure(beside: str, heard: bool) -> None:
    rough = article_of("Dozens of sheds will be shut.", "Rough", date="2025-01-04")
    exact = article_of("The town will shut 61 sheds.", "Exact", date="2025-01-05")
    given = [(rough, "Dozens")] + ([(exact, beside)] if beside else [])
    found = {a.id: measured(a, 0, text, 0.6, 0.9) for a, text in given}
    answers = answer_each(
        [info(a) for a, _ in given],
        {key: hits for key, (hits, _) in found.items()},
        {key: readings for key, (_, readings) in found.items()},
        read("How many sheds will be shut?"),
    )
    assert {a.title: a.answerable for a in answers}["Rough"] is heard


def test_a_sure_answer_of_another_kind_is_shown() -> None:
    rate = article_of("The tunnel will cost $700 a month to run.", "Running it")
    said = asked((PLAN, "$90 million", 0.6, 0.9), (rate, "$700 a month", 0.6, 0.9))
    assert said["Running it"] == "$700 a month"


def test_an_only_answer_is_measured_against_itself() -> None:
    assert asked((RENT, "$700 a month", 0.25, 0.6))["A street"] == "$700 a month"


def sentence_of(article: Article) -> tuple[list[Hit], list[Reading]]:
    """The first line, of which the reader takes the first word."""
    (hit, *_), word = hits_of(article), article.text.split()[0]
    return [replace(hit, dense=0.5)], [Reading(word, -0.1, 0.2, (SourceSpan(0, 0, len(word)),))]


def compared_on(question: str, *articles: Article) -> Comparison:
    found = {a.id: sentence_of(a) for a in articles}
    answers = answer_each(
        [info(a) for a in articles],
        {key: hits for key, (hits, _) in found.items()},
        {key: readings for key, (_, readings) in found.items()},
        read(question),
    )
    return compared(answers, open_ended=read(question).statement is not None)


VOTED = "Did the council approve the ferry contract?"
FOR = article_of("The council approved the ferry contract on Monday.", "For", date="2025-02-01")
AGAINST = article_of("The council did not approve the ferry contract.", "Against")
NEAREST = article_of("The council will vote on the ferry contract in May.", "Before the vote")


def test_yes_and_no_are_two_answers_to_one_question() -> None:
    made = compared_on(VOTED, FOR, AGAINST)
    assert {a.title: a.answer for a in made.answers} == {"For": "Yes", "Against": "No"}
    assert made.relation == "differ"
    assert [(d.kind, d.reason) for d in made.differences] == [("negation", "yes vs no")]
    for answer, article in zip(made.answers, (FOR, AGAINST), strict=True):
        (citation,) = answer.citations
        assert article.text[citation.start : citation.end] == citation.quote == article.text


def test_what_somebody_said_stands_beside_what_she_said_elsewhere() -> None:
    sung = article_of(
        "In May, \u201cWe sing at the quay until the last boat is home,\u201d said Ida Holm.",
        "Songs",
    )
    sold = article_of("Ida Holm said that her boat had been sold to a choir.", "Sales")
    held = article_of("Boats lay at the quay, and Ida Holm was there.", "Quay")
    made = compared_on("What did Ida Holm say?", sung, sold, held)
    said = {answer.title: answer.answer for answer in made.answers if answer.answerable}
    assert said["Songs"] == "We sing at the quay until the last boat is home"
    assert said["Sales"] == "her boat had been sold to a choir"
    assert made.relation == "varied"
    assert made.differences == ()


def test_two_articles_that_say_yes_agree() -> None:
    again = article_of("On Monday the council approved the ferry contract.", "Again")
    made = compared_on(VOTED, FOR, again)
    assert [(g.answer, g.independent) for g in made.groups] == [("Yes", 2)]
    assert made.relation == "agree"


def test_what_decides_nothing_is_silent_beside_a_verdict_and_shown_without_one() -> None:
    made = compared_on(VOTED, FOR, NEAREST)
    assert {a.title: a.answer for a in made.answers} == {"For": "Yes", "Before the vote": ""}
    assert made.silent == (NEAREST.id,)
    (nearest,) = compared_on(VOTED, NEAREST).answers
    assert (nearest.answer, nearest.note) == (NEAREST.text, UNDECIDED)


def test_a_heading_that_asks_the_same_says_nothing() -> None:
    heading = article_of("Did the council approve the ferry contract?\nNobody would say.", "Asked")
    (silent,) = compared_on(VOTED, heading).answers
    assert not silent.answerable


def test_two_that_decide_nothing_are_not_two_answers() -> None:
    further = article_of("The council will vote on the contract in June.", "Further off")
    made = compared_on(VOTED, further, NEAREST)
    assert {a.title: a.answer for a in made.answers if a.answerable} == {
        "Before the vote": NEAREST.text
    }
    assert made.relation == "one"
    assert made.differences == ()


def test_each_articles_list_is_whole_and_what_only_one_has_is_named() -> None:
    asked = "Which countries signed the fishing treaty?"
    first = article_of("Peru, Chile and Cuba signed the fishing treaty.", "First")
    same = article_of("Cuba, Peru and Chile signed the fishing treaty.", "Same")
    more = article_of("Peru, Chile, Cuba and Brazil signed the fishing treaty.", "More")
    assert compared_on(asked, first, same).relation == "agree"
    made = compared_on(asked, first, same, more)
    assert {a.answer for a in made.answers} == {
        "Peru, Chile and Cuba",
        "Cuba, Peru and Chile",
        "Peru, Chile, Cuba and Brazil",
    }
    assert [(d.kind, d.reason) for d in made.differences] == [
        ("name", "only the second has Brazil; 3 in both")
    ]


@pytest.mark.model
@pytest.mark.slow
def test_the_shipped_reader_compares_verdicts_and_lists(tmp_path: Path) -> None:
    if not (models_dir() / "copydesk-small" / "config.json").is_file():
        pytest.skip("models/copydesk-small is not there")
    texts = (
        "Sorrel Bay's council approved the tram line on Monday. The line will be served by "
        "depots in Fenwick, Low Moor and Tarn. Fares are not yet known.",
        "Sorrel Bay's council did not approve the tram line on Monday, after a long debate. The "
        "line would be served by depots in Fenwick, Low Moor and Harrow Gate.",
        "The heron colony on the island has doubled since the spring, wardens say.",
    )
    with Desk.open(tmp_path / "library.copydesk", reader="small") as desk:
        articles = [article_of(text, f"Report {n}") for n, text in enumerate(texts)]
        desk.add(*articles)
        made = desk.compare("Did the council approve the tram line?")
        assert {a.article_id: a.answer for a in made.answers} == {
            articles[0].id: "Yes",
            articles[1].id: "No",
            articles[2].id: "",
        }
        assert [d.reason for d in made.differences] in (["yes vs no"], ["no vs yes"])
        alone = desk.ask("Did the council approve the tram line?", articles=[articles[0].id])
        assert alone.answer == "Yes"
        (difference,) = desk.compare("Which places have depots for the tram line?").differences
        assert difference.reason.endswith("; 2 in both")
        assert {"Tarn", "Harrow Gate"} <= set(difference.reason.replace(";", " vs ").split(" vs "))
