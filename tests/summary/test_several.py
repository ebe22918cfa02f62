"""What articles agree on comes first, where they differ last, all in their own sentences."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from qa import Desk
from qa.records import Article, SummarySentence
from qa.summary.paragraph import join_lines, source_sentences
from qa.summary.several import find_consensus
from tests.support.fakes import HashEmbedder, article_of
from tests.support.fakes_generator import OverlapGenerator

EMBEDDER = HashEmbedder()
FIRST = article_of(
    "The old mill at Corrin burned down on Monday night. Nobody slept in Lower Corrin. "
    "The fire at the mill destroyed 12 looms. Rain is expected on the coast.",
    "Mill burns",
    source="Courier",
    date="2025-05-02",
)
SECOND = article_of(
    "The old mill at Corrin burned down on Monday night, the fire brigade said. "
    "The fire at the mill destroyed 19 looms. A choir sang in the square.",
    "After the fire",
    source="Ledger",
    date="2025-05-04",
)
SAME_DAY = article_of(
    "The mill of Corrin is gone. The fire at the mill destroyed 19 looms.",
    "Looms lost",
    source="Ledger",
    date="2025-05-02",
)
THIRD = article_of(
    "Apples were cheap in the market of Dunmarrow. Its band played three waltzes.", "Market"
)


def found(
    *articles: Article, copies: tuple[tuple[str, ...], ...] = ()
) -> tuple[list[SummarySentence], list[SummarySentence]]:
    return find_consensus([source_sentences(a) for a in articles], EMBEDDER.encode_passages, copies)


def test_what_two_articles_say_is_agreed_and_cited_in_both() -> None:
    agreed, _ = found(FIRST, SECOND, THIRD)
    assert [s.text for s in agreed] == ["The old mill at Corrin burned down on Monday night."]
    assert {c.article_id for c in agreed[0].citations} == {FIRST.id, SECOND.id}


def test_a_figure_that_differs_is_shown_from_both_sides_the_older_first() -> None:
    _, differing = found(FIRST, SAME_DAY)
    assert [s.text for s in differing] == [
        "The fire at the mill destroyed 12 looms. But Ledger says: "
        "The fire at the mill destroyed 19 looms."
    ]
    assert [c.article_id for c in differing[0].citations] == [FIRST.id, SAME_DAY.id]
    assert all(s.supported for s in differing)


def test_figures_of_different_days_do_not_differ() -> None:
    assert found(FIRST, SECOND)[1] == []


def test_copies_of_one_text_bear_nothing_out() -> None:
    assert found(FIRST, SECOND, copies=((FIRST.id, SECOND.id),)) == ([], [])
    assert found(FIRST) == ([], [])
    assert found() == ([], [])


def test_a_question_is_nothing_to_agree_on() -> None:
    asking = "Who set fire to the old mill at Corrin on Monday night?"
    assert found(one(asking), one(f'The brigade asked: "{asking}"')) == ([], [])


def one(text: str) -> Article:
    return article_of(text, text, source=text[:3])


def test_what_only_looks_like_a_difference() -> None:
    for a, b in [
        ("The ferry Petrel carried 212 people.", "The ferry Petrel carries up to 320 people."),
        ("The Hearthling 300 kettle was recalled.", "The Hearthling 500 kettle was recalled."),
        ("The ferry Petrel carried 212 people.", "The ferry Petrel carried 14 cars."),
        ("The ferry sailed at 5:40 p.m. to Sorrel.", "The ferry sailed at 6:10 p.m. to Sorrel."),
    ]:
        assert found(one(a), one(b))[1] == [], (a, b)


SENTENCES = st.sampled_from(
    [
        *("The mill burned down.", "The mill did not burn down.", "It rained.", "12 looms burned."),
        *(
            "19 looms burned.",
            "The looms cost $5 million.",
            "The looms cost $7m.",
            "«»",
            "Mr. Hale",
        ),
        *("The mill opens on 4 May 2026.", "The mill opens on 9 May 2026.", "“So it is,” he said."),
    ]
)
TEXTS = st.lists(st.lists(SENTENCES, min_size=1, max_size=5).map(" \n".join), max_size=4)


@given(TEXTS)
def test_every_word_is_some_articles_own_and_cited(texts: list[str]) -> None:
    articles = [article_of(t, f"T{n}", source=f"S{n}") for n, t in enumerate(dict.fromkeys(texts))]
    by_id = {a.id: a for a in articles}
    agreed, differing = found(*articles)
    for sentence in (*agreed, *differing):
        for c in sentence.citations:
            assert by_id[c.article_id].text[c.start : c.end] == c.quote
        assert len({c.article_id for c in sentence.citations}) > 1
    for sentence in agreed:
        assert sentence.text == join_lines(sentence.citations[0].quote)
    for sentence in differing:
        x, y = (join_lines(c.quote) for c in sentence.citations)
        assert sentence.text.startswith(f"{x} But ") and sentence.text.endswith(f"says: {y}")
    places = [(c.article_id, c.start) for s in (*agreed, *differing) for c in s.citations]
    assert len(places) == len(set(places))


def test_a_summary_of_several_puts_them_in_order(library: Path) -> None:
    with Desk.open(library, model=OverlapGenerator(), embedder=EMBEDDER) as desk:
        desk.add(FIRST, SAME_DAY)
        made = desk.summarize(articles=[FIRST.id, SAME_DAY.id], sentences=4)
        assert "But Ledger says:" in made.sentences[-1].text
        assert made.summary == " ".join(s.text for s in made.sentences)
        assert 2 < len(made.sentences) <= 4
        assert len(desk.summarize(articles=[FIRST.id, SAME_DAY.id], sentences=1).sentences) == 1
        assert "But" not in desk.summarize(articles=[FIRST.id], sentences=4).summary
