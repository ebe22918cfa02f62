"""Which passage's reading becomes the answer, and what it is traced to."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.answering.choice import (
    NO_CHOICE,
    READ_AT_ONCE,
    Choice,
    choose,
    cite_reading,
    confidence,
    normalize_confidence,
    read_passages,
    score_reading,
    topic_probability,
)
from qa.question import read
from qa.records import Article, GeneratedSentence, Hit, Passage, Reading, SourceSpan, Token
from tests.support.fakes import article_of, line_passages
from tests.support.fakes_generator import OverlapGenerator

ARTICLE = article_of(
    "The harbour bridge will cost $1.2 billion.\n"
    "Mayor Ilse Odell said so on Tuesday.\n"
    "A storm cut power to 85% of homes on Skerra.",
    "Bridge",
)


def hits_of(article: Article) -> list[Hit]:
    passages = line_passages(article)
    return [Hit(p, article.title, article.date, 0.5, 1.0, 1.0) for p in passages]


HITS = hits_of(ARTICLE)


def reading(
    text: str, probability: float = 1.0, no_answer: float = 0.0, *spans: tuple[int, int]
) -> Reading:
    found = tuple(SourceSpan(0, *span) for span in spans) or None
    return Reading(text, math.log(probability), no_answer, found)


def in_passage(number: int, text: str, probability: float, no_answer: float) -> Reading:
    start = HITS[number].passage.text.index(text)
    return reading(text, probability, no_answer, (start, start + len(text)))


def choose_of(*readings: Reading) -> Choice:
    return choose(HITS[: len(readings)], readings)


def test_other_answers_make_one_less_sure_and_the_same_one_surer() -> None:
    own, other = in_passage(0, "$1.2 billion", 1.0, 0.2), in_passage(1, "Tuesday", 1.0, 0.5)
    silent = in_passage(1, "Tuesday", 1.0, 1.0)

    def sure(*readings: Reading) -> float:
        hits = HITS[: len(readings)]
        return normalize_confidence(choose(hits, readings), hits, readings).confidence

    assert sure(own) == pytest.approx(0.8, abs=1e-3)  # odds of 4 to 1
    assert sure(own, silent) == pytest.approx(0.8, abs=1e-3)
    assert sure(own, other) == pytest.approx(4 / 6, abs=1e-3)  # 4 to 1 to 1
    assert sure(own, replace(own, no_answer=0.5)) == pytest.approx(5 / 6, abs=1e-3)
    assert normalize_confidence(NO_CHOICE, HITS[:1], [own]) is NO_CHOICE
    yes = replace(choose_of(own), reading=reading("Yes"), confidence=0.9)
    assert normalize_confidence(yes, HITS[:2], [own, other]) is yes
    no = replace(yes, reading=reading("No"))
    assert normalize_confidence(no, HITS[:2], [replace(own, text="Nordic ferries"), other]) is no


def test_the_best_joint_probability_wins() -> None:
    sure = in_passage(0, "$1.2 billion", 0.9, 0.1)  # 0.81
    vague = in_passage(1, "Tuesday", 0.95, 0.3)  # 0.665
    for readings in ((sure, vague), (sure, in_passage(1, "Tuesday", 0.5, 0.1))):
        choice = choose_of(*readings)
        assert (choice.text, choice.answerable) == ("$1.2 billion", True)
        assert choice.confidence == pytest.approx(0.81, abs=1e-4)
        assert choice.hit is HITS[0]
    assert choose_of(vague, in_passage(1, "Tuesday", 0.9, 0.1)).hit is HITS[1]


def test_odds_of_an_answer_weigh_more_than_sureness_of_its_words() -> None:
    doubtful = in_passage(0, "$1.2 billion", 0.95, 0.25)
    there = in_passage(1, "Tuesday", 0.7, 0.04)
    assert confidence(HITS[0], doubtful) > confidence(HITS[1], there)
    assert choose_of(doubtful, there).hit is HITS[1]


def test_passages_that_say_the_same_count_together() -> None:
    alone = reading("November 2029", 0.9, 0.05)
    agreeing = [reading("May 2028", 0.9, 0.07), reading("may  2028", 0.9, 0.1)]
    third = replace(HITS[1], passage=replace(HITS[1].passage))
    assert choose([HITS[0], HITS[1]], [alone, agreeing[0]]).text == "November 2029"
    choice = choose(
        [HITS[0], HITS[1], third],
        [alone, *agreeing],
    )
    assert choice.reading is agreeing[0]


def test_equal_readings_go_to_the_better_hit() -> None:
    choice = choose_of(in_passage(0, "$1.2 billion", 0.5, 0.2), in_passage(1, "Odell", 0.5, 0.2))
    assert choice.text == "$1.2 billion"


@pytest.mark.parametrize(
    ("cosine", "no_answer", "wins"),
    [
        (0.6, 0.5, "85%"),  # nearer, if later in the search
        (0.45, 0.5, "$1.2 billion"),  # further away
        (0.3, 0.02, "85%"),  # further away, but the reader is far surer
    ],
)
def test_of_answers_that_are_as_sure_the_nearer_passage_has_the_say(
    cosine: float, no_answer: float, wins: str
) -> None:
    """The other hit has cosine .5, and its reader says .5, too."""
    hits = [replace(HITS[0], dense=0.5), replace(HITS[2], dense=cosine)]
    readings = [in_passage(0, "$1.2 billion", 0.9, 0.5), in_passage(2, "85%", 0.9, no_answer)]
    assert choose(hits, readings).text == wins


def test_a_passage_that_most_likely_has_none_answers_nothing() -> None:
    choice = choose_of(in_passage(0, "$1.2 billion", 1.0, 0.5))
    assert not choice.answerable
    assert choice.text == "$1.2 billion"  # for `force`, with its citation
    assert choice.citations
    assert choose_of(in_passage(0, "$1.2 billion", 1.0, 0.49)).answerable


def test_blank_readings_never_win() -> None:
    choice = choose_of(reading(" ", 1.0, 0.0), in_passage(1, "Tuesday", 0.1, 0.4))
    assert choice.text == "Tuesday"
    nothing = choose_of(reading("", 1.0, 0.0))
    assert nothing == choose([], [])
    assert (nothing.text, nothing.answerable, nothing.citations) == ("", False, ())


def test_no_citation_no_answer() -> None:
    for empty in (
        Reading("forty elephants", 0.0, 0.0, None),
        Reading("$1.2 billion", 0.0, 0.0, ()),
        reading("$1.2 billion", 1.0, 0.0, (5, 5)),
        reading("$1.2 billion", 1.0, 0.0, (30, 10_000)),
        reading("$1.2 billion", 1.0, 0.0, (-3, 2)),
    ):
        choice = choose_of(empty)
        assert not choice.answerable
        assert choice.citations == ()


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("$1.2 billion", "$1.2 billion"),
        ("the HARBOUR bridge", "The harbour bridge"),
        ("Cost: $1.2 billion", "$1.2 billion"),  # not in the passage word for word
        ("It will cost 1.2 billion dollars", "$1.2 billion"),
    ],
)
def test_free_text_is_traced_to_its_passage(text: str, quote: str) -> None:
    citations = cite_reading(Reading(text, 0.0, 0.0, None), HITS[0])
    assert any(quote in citation.quote for citation in citations)
    assert_exact(citations)


def test_offsets_are_the_articles() -> None:
    [citation] = cite_reading(in_passage(2, "85%", 1.0, 0.0), HITS[2])
    assert citation.start == ARTICLE.text.index("85%")
    assert (citation.article_id, citation.title) == (ARTICLE.id, "Bridge")
    two = Reading("storm 85%", 0.0, 0.0, (SourceSpan(2, 2, 7), SourceSpan(2, 21, 24)))
    assert [c.quote for c in cite_reading(two, HITS[2])] == ["storm", "85%"]


def assert_exact(citations: Sequence[object], article: Article = ARTICLE) -> None:
    from qa.records import Citation

    for citation in citations:
        assert isinstance(citation, Citation)
        assert 0 <= citation.start < citation.end <= len(article.text)
        assert article.text[citation.start : citation.end] == citation.quote


TEXT = st.text(min_size=1, max_size=60).filter(lambda text: bool(text.strip()))


@given(st.data())
def test_a_quote_is_the_articles_own_characters(data: st.DataObject) -> None:
    text = data.draw(TEXT)
    article = Article("0" * 16, text, "t")
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    hit = Hit(Passage(article.id, start, end, text[start:end]), "t", "", 0.0, 0.0, 0.0)
    places = st.integers(-2, end - start + 2)
    spans = data.draw(
        st.none()
        | st.lists(st.builds(SourceSpan, st.just(0), places, places), max_size=3).map(tuple)
    )
    answer = data.draw(st.text(max_size=20) | st.just(text[start:end]))
    citations = cite_reading(Reading(answer, 0.0, 0.0, spans), hit)
    assert_exact(citations, article)
    assert all(start <= c.start and c.end <= end for c in citations)


UNIT = st.floats(0, 1)


@given(st.lists(st.tuples(UNIT, st.floats(max_value=0, allow_nan=False)), max_size=3))
def test_the_choice_is_the_maximum(values: list[tuple[float, float]]) -> None:
    readings = [Reading(h.passage.text, s, n) for h, (n, s) in zip(HITS, values, strict=False)]
    choice = choose(HITS[: len(readings)], readings)
    if readings:
        # No two passages here say the same, so none adds to another.
        best = max(score_reading(h, r) for h, r in zip(HITS, readings, strict=False))
        assert choice.hit and choice.reading
        assert score_reading(choice.hit, choice.reading) == pytest.approx(best)
    assert 0.0 <= choice.confidence <= 1.0
    assert all(0.0 <= confidence(h, r) <= 1.0 for h, r in zip(HITS, readings, strict=False))


def test_a_passage_about_something_else_does_not_answer() -> None:
    sure = in_passage(0, "$1.2 billion", 1.0, 0.1)
    near, far = (replace(HITS[0], dense=cosine) for cosine in (0.3, 0.05))
    assert choose([near], [sure]).answerable
    assert not choose([far], [sure]).answerable
    # Searching by words alone compares no vectors.
    assert choose([replace(HITS[0], dense=0.0)], [sure]).answerable


class Counting:
    """Reads the first word, and remembers how many passages each call had."""

    def __init__(self) -> None:
        self.calls: list[int] = []

    @property
    def name(self) -> str:
        return "counting"

    @property
    def max_input_tokens(self) -> int:
        return 64

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.calls.append(len(passages))
        spans = [SourceSpan(index, 0, 1) for index in range(len(passages))]
        return [
            Reading(p[:1], 0.0, 0.0, (s,), (Token(p[:1], s, 1.0), Token("?", None, 0.0)))
            for p, s in zip(passages, spans, strict=True)
        ]

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        return []

    def stream(self, question: str, passage: str) -> Iterator[str]:
        yield passage[:1]


@pytest.mark.parametrize("count", [0, 1, READ_AT_ONCE, 2 * READ_AT_ONCE + 3])
def test_reading_says_how_far_it_is(count: int) -> None:
    lines = article_of("\n".join(f"Line {n}" for n in range(count)) or "x")
    hits = hits_of(lines)[:count]
    generator, heard = Counting(), list[int]()
    readings = read_passages(read("what?"), hits, generator, heard.append)
    assert sum(generator.calls) == len(readings) == count
    assert max(generator.calls, default=0) <= READ_AT_ONCE
    assert heard == ([*range(0, count, READ_AT_ONCE), count] if count else [])
    # Spans and tokens count passages from the first of all.
    assert [r.spans and r.spans[0].index for r in readings] == list(range(count))
    sources = [token.source for r in readings for token in r.tokens]
    assert [s.index for s in sources if s] == list(range(count))
    assert sources.count(None) == count


def test_reading_in_parts_changes_nothing() -> None:
    text = "\n".join(f"The pier number {n} will cost {n} million." for n in range(40))
    hits = hits_of(article_of(text))
    generator, asked = OverlapGenerator(), "How much will the pier 7 cost?"
    made = [replace(each, coverage=0.0) for each in read_passages(read(asked), hits, generator)]
    assert made == generator.answer(asked, [h.passage.text for h in hits])


@pytest.mark.parametrize(
    ("cosine", "question", "on_topic"),
    [
        # Of a short question the words tell more than the cosine.
        (0.08, "What will the bridge cost?", True),
        (0.08, "What will the old ferry cost?", False),
        (0.08, "Who sank the ferry?", False),
        (0.3, "Who sank the ferry?", True),
        (-0.3, "What will the bridge cost?", False),
    ],
)
def test_a_passage_with_all_words_of_the_question_is_about_it(
    cosine: float, question: str, on_topic: bool
) -> None:
    hit = replace(HITS[0], dense=cosine)
    [made] = read_passages(read(question), [hit], OverlapGenerator())
    assert (topic_probability(hit, made.coverage) > 0.5) == on_topic
