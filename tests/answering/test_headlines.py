"""Headlines that tell how many are believed before what their article says of earlier days."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from qa.answering.headlines import add_headlines
from qa.question import read
from qa.records import Hit, Passage, Reading, SourceSpan
from tests.support.fakes import article_of
from tests.support.fakes_generator import OverlapGenerator

TEXT = (
    "The sound took 14 boats, the harbour master said.\n\nOn Monday it was 9 boats.\n\n"
    "Two people drowned near Holm, and three years of work were lost.\n\nBy noon 11 had died.\n\n"
    "Over 20 new cabin roofs flew off, and 52 fishermen drowned in the sound."
)


class Figures(OverlapGenerator):
    """A reader that finds the first figure of a passage."""

    def __init__(self, no_answer: float = 0.1) -> None:
        super().__init__()
        self._no_answer = no_answer

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        words = [next(w for w in text.split() if w.strip(",.").isalnum()) for text in passages]
        figures = [
            next((w.strip(",.") for w in text.split() if w.strip(",.").isdigit()), word)
            for text, word in zip(passages, words, strict=True)
        ]
        return [Reading(figure, -0.1, self._no_answer, ()) for figure in figures]


@pytest.mark.parametrize(
    ("question", "title", "no_answer", "told"),
    [
        ("How many boats were lost?", "Storm takes 14 boats", 0.1, ["14"]),
        ("How many boats were lost?", "Storm takes 14 boats", 0.9, []),
        # A figure of something else, and one that the article does not have.
        ("How many boats were lost?", "Storm takes 14 sheds", 0.1, []),
        ("How many boats were lost?", "Storm takes 15 boats", 0.1, []),
        ("How many people drowned?", "Death toll hits 11", 0.1, ["11"]),
        # A part of those who are counted.
        ("How many people drowned?", "Navy names 11 divers who drowned", 0.1, []),
        ("How many divers drowned?", "Navy names 11 divers who drowned", 0.1, ["11"]),
        # The article has the headline's figure, but of other things.
        ("How many people drowned?", "Death toll hits 14", 0.1, []),
        ("How many people drowned in the sound?", "Death toll in sound passes 20", 0.1, []),
        ("How many people drowned in the sound?", "Death toll in sound passes 50", 0.1, []),
        ("How many boats were lost?", "Storm takes over 8 boats", 0.1, []),  # its article has 9
        ("Which boats were lost?", "Storm takes 14 boats", 0.1, []),
        ("How many boats were lost?", "Storm takes boats", 0.1, []),
    ],
)
def test_a_headline_s_figure_is_cited_from_its_article(
    question: str, title: str, no_answer: float, told: list[str]
) -> None:
    article = article_of(TEXT, title, date="2025-06-02")
    start = TEXT.index("9 boats")
    hit = Hit(Passage(article.id, 0, len(TEXT), TEXT), title, article.date, 0.6, 1.0, 1.0)
    older = Reading("9 boats", -0.1, 0.1, (SourceSpan(0, start, start + 7),))
    hits, readings = add_headlines(
        read(question), [hit], [older], Figures(no_answer), {article.id: article}.get
    )
    assert [reading.text for reading in readings[1:]] == told
    assert readings[0].no_answer == (1.0 if told else 0.1)
    for each, reading in zip(hits[1:], readings[1:], strict=True):
        passage = each.passage
        assert article.text[passage.start : passage.end] == passage.text
        assert reading.spans is not None
        assert passage.text[reading.spans[0].start : reading.spans[0].end] == reading.text


@pytest.mark.parametrize(("title", "told"), [("Toll passes 50", []), ("Toll falls to 50", ["50"])])
def test_a_headline_that_rounds_gives_way_to_its_article(title: str, told: list[str]) -> None:
    figure = "52" if not told else "70"
    text = f"By Sunday 50 had died. Of {figure} who drowned, some are not named."
    article = article_of(text, title, date="2025-06-02")
    start = text.index(figure)
    hit = Hit(Passage(article.id, 0, len(text), text), title, article.date, 0.6, 1.0, 1.0)
    own = Reading(figure, -0.1, 0.1, (SourceSpan(0, start, start + 2),))
    _, readings = add_headlines(
        *(read("How many people drowned?"), [hit], [own], Figures()), {article.id: article}.get
    )
    assert [reading.text for reading in readings[1:]] == told
