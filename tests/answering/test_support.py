"""Whether an article bears out an answer: what the question takes for granted must be in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qa.answering.choice import Choice, choose
from qa.answering.support import check_support, weigh_support
from qa.question import read
from qa.records import Article, Hit, Reading, SourceSpan, Support
from tests.support.fakes import article_of, line_passages

BRIDGE = article_of(
    "Halmere's council voted 9-4 on Tuesday to close the Kade Bridge from 3 June 2021.\n"
    "Mayor Ilse Brandt said repairs will cost $1.2bn, five per cent of it paid by Norland.",
    "Bridge closes",
)


def answer_of(article: Article, text: str, *, copied: bool = True) -> Choice:
    """Return the choice of ``text``, which stands in ``article`` if it was copied."""
    passages = line_passages(article)
    at = next((i for i, p in enumerate(passages) if text in p.text), 0)
    start = passages[at].text.find(text)
    spans = (SourceSpan(0, start, start + len(text)),) if copied else None
    hit = Hit(passages[at], article.title, article.date, 0.5, 1.0, 1.0)
    return choose([hit], [Reading(text, -0.1, 0.1, spans)])


def backed(question: str, text: str, *, copied: bool = True) -> Support:
    choice = answer_of(BRIDGE, text, copied=copied)
    return check_support(read(question), choice.text, choice.citations, [BRIDGE])


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What will the repairs cost?", "$1.2bn"),
        ("When will the Kade Bridge close?", "3 June 2021"),
        ("Who said that repairs will cost 1.2 billion dollars?", "Mayor Ilse Brandt"),
        ("Who pays 5% of the repairs?", "Norland"),
        ("What closes on June 3?", "the Kade Bridge"),
        ("which bridge closes in 2021", "the Kade Bridge"),
        ("So, how did the council of Halmere vote?", "9-4"),
        ("Which one is closing?", "the Kade Bridge"),
        ("Instead of a vote, what did the Halmeres close?", "the Kade Bridge"),
    ],
)
def test_a_copy_from_an_article_with_the_question_s_facts_is_supported(
    question: str, text: str
) -> None:
    assert backed(question, text) == Support(True, 1.0)


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("When will the Tollen Bridge close?", "3 June 2021", "Tollen Bridge"),
        ("When did NASA vote to close the bridge?", "3 June 2021", "NASA"),
        ("What closes on July 3?", "the Kade Bridge", "July 3"),
        ("What closed in 2019?", "the Kade Bridge", "2019"),
        ("Who pays 15% of the repairs?", "Norland", "15%"),
        ("Who will pay $2bn for the bridge?", "Norland", "$2bn"),
    ],
)
def test_a_fact_of_the_question_that_the_article_lacks_is_named(
    question: str, text: str, missing: str
) -> None:
    support = backed(question, text)
    assert not support.supported and support.score < 1.0
    assert any(reason.startswith(missing) for reason in support.reasons)


def test_a_no_may_rest_on_another_number_or_date_but_not_on_another_name() -> None:
    def said(question: str, verdict: str) -> tuple[str, ...]:
        choice = answer_of(BRIDGE, "to close the Kade Bridge from 3 June 2021")
        return check_support(read(question), verdict, choice.citations, [BRIDGE]).reasons

    assert said("Will the Kade Bridge close in 2024?", "No") == ()
    assert said("Will the Kade Bridge close for 90 days?", "No") == ()
    assert "2024" in said("Will the Kade Bridge close in 2024?", "Yes")[0]
    assert "Tollen Bridge" in said("Will the Tollen Bridge close in 2021?", "No")[0]


def test_the_title_and_the_date_of_an_article_count() -> None:
    dated = replace(BRIDGE, date="2021-05-30")
    choice = answer_of(dated, "the Kade Bridge")
    for question in ("What closed in May 2021?", "What does Bridge closes say?"):
        assert check_support(read(question), choice.text, choice.citations, [dated]).supported
    assert check_support(
        read("What closed in May 2021?"), choice.text, choice.citations, [dated]
    ).supported
    assert check_support(
        read("What does Bridge closes say?"), choice.text, choice.citations, [dated]
    ).supported


def test_a_generator_s_own_words_are_checked_against_the_article() -> None:
    true = backed("What will happen?", "The Kade Bridge closes from 3 June 2021.", copied=False)
    false = backed("What will happen?", "The Kade Bridge closes from 8 June 2021.", copied=False)
    assert true.supported
    assert not false.supported and "8 June 2021" in " ".join(false.reasons)


def test_words_without_a_source_are_not_supported() -> None:
    choice = answer_of(BRIDGE, "zebra", copied=False)
    assert not choice.citations
    assert check_support(read("What?"), choice.text, (), []) == Support(
        False, 0.0, ("its words could not be traced to an article",)
    )


def test_no_answer_is_not_supported() -> None:
    assert check_support(read("What?"), "", (), []) == Support(False, 0.0, ("there is no answer",))


def test_a_verdict_and_a_list_are_as_good_as_their_citations() -> None:
    cited = [
        *answer_of(BRIDGE, "the Kade Bridge").citations,
        *answer_of(BRIDGE, "Norland").citations,
    ]
    assert check_support(read("Does it close?"), "Yes", cited[:1], [BRIDGE]).supported
    assert check_support(read("Which two?"), "the Kade Bridge; Norland", cited, [BRIDGE]).supported
    assert not check_support(read("Does it close?"), "Yes", (), [BRIDGE]).supported


@pytest.mark.parametrize(
    ("question", "text", "sentence", "reason"),
    [
        ("Who backed the merger?", "Ole Brask", "Ole Brask opposed the merger.", "opposed"),
        ("When was the budget approved?", "Tuesday", "The budget was rejected on Tuesday.",
         "rejected"),
        ("By how much did prices rise?", "4 percent", "Prices fell 4 percent.", "fell"),
        ("When did Tova Lind sell the barn?", "Friday",
         "Tova Lind denied that she had sold the barn on Friday.", "denied"),
        ("When will the library close?", "June",
         "It is not true that the library will close in June.", "not true"),
        ("Who sued Tova Lind?", "Marek Holt", "Tova Lind sued Marek Holt.", "the other way round"),
        ("Who bought the dairy?", "Brindle Foods", "Brindle Foods sold the dairy.", "the reverse"),
        ("How many people did it hire?", "12", "It plans to hire 12 people.", "plans to"),
        ("Who voted for the canal?", "Ada Quist", "Ada Quist voted against the canal.", "against"),
        ("Who set the archive on fire?", "Ivo Pell",
         "There is no proof that Ivo Pell set the archive on fire.", "no proof"),
        ("Who backed the merger?", "Ole Brask", "Ole Brask backed the merger.", ""),
        ("When was the budget rejected?", "Tuesday", "The budget was rejected on Tuesday.", ""),
        ("By how much did prices fall?", "4 percent", "Prices fell 4 percent.", ""),
        ("Who sold the dairy?", "Brindle Foods", "Brindle Foods sold the dairy.", ""),
        ("Whom did Tova Lind sue?", "Marek Holt", "Tova Lind sued Marek Holt.", ""),
        ("When will the library close?", "June", "The library plans to close in June.", ""),
        ("When will the library close?", "June", "The library could close in June.", ""),
        ("How many people will it hire?", "12", "It may hire 12 people.", ""),
        ("When did the library close?", "June", "The library could close in June.", "could"),
        ("How many people does it plan to hire?", "12", "It plans to hire 12 people.", ""),
        ("Who was sued by Tova Lind?", "Marek Holt", "Tova Lind sued Marek Holt.", ""),
        ("When did the library close?", "June", "The library, which could burn, closed in June.",
         ""),
        ("Who voted against the canal?", "Ada Quist", "Ada Quist voted against the canal.", ""),
    ],
)  # fmt: skip
def test_a_cited_sentence_that_says_the_contrary_bears_nothing_out(
    question: str, text: str, sentence: str, reason: str
) -> None:
    article = article_of(sentence, "News")
    choice = answer_of(article, text)
    support = check_support(read(question), choice.text, choice.citations, [article])
    assert support.supported is (reason == ""), support
    assert reason in "; ".join(support.reasons)


@pytest.mark.parametrize(
    ("question", "text", "told", "reason"),
    [
        (
            "By how much did rents fall?",
            "2 percent",
            "Wages rose 5 percent while rents fell 2 percent.",
            "",
        ),
        (
            "By how much did wages fall?",
            "2 percent",
            "Wages rose 5 percent in May; in June they fell 2 percent.",
            "",
        ),
        (
            "By how much did wages fall?",
            "2 percent",
            "Wages rose 5 percent in May but fell 2 percent in June.",
            "",
        ),
        (
            "How many boats did it build after the fire?",
            "12",
            "Before the fire the yard built 40 boats; after the fire it built 12.",
            "",
        ),
        (
            "When will a third round be held?",
            "next Friday",
            "A third round will be held next Friday.",
            "",
        ),
        ("When may the ferry sail?", "Monday", "The ferry may sail on Monday.", ""),
        ("When did the ferry sail?", "Monday", "The ferry may sail on Monday.", "may"),
        (
            "When did the court hear the appeal?",
            "in July",
            "The court will hear the appeal in July.",
            "will",
        ),
        ("To what did the fare rise?", "$4", "The fare rose from $3 to $4.", ""),
        ("From what did the fare rise?", "$3", "The fare rose from $3 to $4.", ""),
        ("To whom was the farm sold?", "Ivo Pell", "The farm was sold to Ivo Pell.", ""),
        (
            "Who opposed the bill?",
            "Ada Quist",
            "Ole Brask backed the bill, while Ada Quist opposed it.",
            "",
        ),
        (
            "Who poisoned the well?",
            "Ivo Pell",
            "There is no proof that the well was poisoned. Ivo Pell owns the farm beside it.",
            "no proof",
        ),
        (
            "Who poisoned the dog?",
            "Ivo Pell",
            "Tests failed to show that the dog was poisoned. Ivo Pell owns the farm beside it.",
            "failed to show",
        ),
        (
            "What did imports cost?",
            "$4m",
            "They cost $4m, and exports brought in $9m.",
            "",
        ),
        (
            "Who owns the farm beside the well?",
            "Ivo Pell",
            "There is no proof that the well was poisoned. Ivo Pell owns the farm beside it.",
            "",
        ),
        (
            "Who poisoned the well?",
            "Ivo Pell",
            "The well was poisoned in May. It was Ivo Pell, a judge found.",
            "",
        ),
        ("How many people did it hire?", "12", "It plans to hire 12 people.", "plans"),
        ("When has the firm moved?", "in May", "The firm plans to move in May.", "plans"),
        # A noun may be wanted, planned or denied: it is the question's all the same.
        (
            "Who called for an inquiry into the fire?",
            "Ada Quist",
            "The fire led Ada Quist to call for an inquiry.",
            "",
        ),
        (
            "Why was the ferry held up?",
            "a fault in its engine",
            "The ferry was held up on Monday due to a fault in its engine.",
            "",
        ),
        (
            "What does the yard want to buy?",
            "12 boats",
            "The yard wants to buy 12 boats.",
            "",
        ),
        (
            "What did the yard buy?",
            "12 boats",
            "The yard wants to buy 12 boats.",
            "wants to",
        ),
        (
            "Who is the economist at Tarn Bank?",
            "Ole Brask",
            "There is no sign of a slump, says the Tarn Bank economist Ole Brask.",
            "",
        ),
        (
            "Who did the dairy sign with?",
            "Brindle Foods",
            "If all goes well, the dairy will make cheese for Brindle Foods, with which it signed.",
            "",
        ),
    ],
)
def test_an_answer_beside_the_contrary_of_what_is_asked_is_not_supported(
    question: str, text: str, told: str, reason: str
) -> None:
    article = article_of(told, "News")
    choice = answer_of(article, text)
    support = check_support(read(question), choice.text, choice.citations, [article])
    assert support.supported is (reason == ""), support
    assert reason in "; ".join(support.reasons)


@pytest.mark.parametrize(
    ("score", "copied", "low", "high"),
    [
        (0.0, True, 0.59, 0.60),  # odds of 4 to 4 / e
        (0.5, True, 0.70, 0.71),
        (1.0, True, 0.8, 0.8),
        (0.5, False, 0.4, 0.4),  # worded freely: times the score
        (0.0, False, 0.0, 0.0),
    ],
)
def test_reasons_take_some_of_a_copy_s_confidence_and_all_of_free_wording_s(
    score: float, copied: bool, low: float, high: float
) -> None:
    choice = answer_of(BRIDGE, "3 June 2021")
    answer = choice.text if copied else "in the summer of 2021"
    against = Support(supported=False, score=score, reasons=("Tollen is not in the article",))
    left = weigh_support(0.8, against, answer, choice.citations)
    assert low <= round(left, 6) <= high


@pytest.mark.parametrize("confidence", [0.0, 0.3, 1.0])
def test_confidence_without_reasons_stays_as_it_is(confidence: float) -> None:
    choice = answer_of(BRIDGE, "3 June 2021")
    kept = weigh_support(confidence, Support(True, 1.0), choice.text, choice.citations)
    assert kept == confidence
