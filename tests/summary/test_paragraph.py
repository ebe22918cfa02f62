"""Summaries: what is left out, what is checked, and what every sentence is traced to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.records import Article, GeneratedSentence, Reading, SourceSpan
from qa.summary.paragraph import (
    check_sentences,
    current_sentences,
    join_lines,
    source_sentences,
    summarize_each,
)
from tests.support.fakes import article_of
from tests.support.fakes_generator import OverlapGenerator

BRIDGE = article_of(
    "Council backs harbour bridge\n\n"
    "By Odile Varrens\n\n"
    "The council of Marlow Bay voted on Tuesday to build the harbour bridge. "
    "The harbour bridge will cost $1.2 billion, said Mayor Ilse Odell.\n\n"
    "What comes next\n\n"
    "Ferries will carry commuters until the harbour\nbridge opens in 2031.\n",
    "Council backs harbour bridge",
)
AUDIT = article_of(
    "Auditor doubts the bridge\n\n"
    "An auditor looked at the plan of Marlow Bay. "
    "The harbour bridge will cost $1.9 billion, said the auditor, Paul Yeo.\n",
    "Auditor doubts the bridge",
)
SENTENCES = source_sentences(BRIDGE)
BOTH = [SENTENCES, source_sentences(AUDIT)]


class Scripted(OverlapGenerator):
    """Returns the given lists, one a call, and keeps what it was asked."""

    def __init__(self, *lists: list[GeneratedSentence]) -> None:
        self._lists = list(lists)
        self.asked: list[list[str]] = []

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        self.asked.append(list(sentences))
        return self._lists.pop(0)

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        raise AssertionError("a summary asks nothing")

    def stream(self, question: str, passage: str) -> Iterator[str]:
        raise AssertionError("a summary asks nothing")


def copied(text: str, index: int, start: int = 0) -> GeneratedSentence:
    return GeneratedSentence(text, (SourceSpan(index, start, start + len(text)),))


def test_title_byline_and_headings_are_no_sentences() -> None:
    assert [join_lines(s.text)[:12] for s in SENTENCES] == [
        "The council ",
        "The harbour ",
        "Ferries will",
    ]
    for sentence in SENTENCES:
        assert BRIDGE.text[sentence.start : sentence.end] == sentence.text


def test_a_markdown_title_is_left_out_too() -> None:
    text = "# Will the bridge ever be built, after all of these many, many long years?\n\nNo."
    article = article_of(
        text, "Will the bridge ever be built, after all of these many, many long years?"
    )
    assert [s.text for s in source_sentences(article)] == ["No."]


def test_a_live_blog_s_older_figure_is_no_sentence_of_a_summary() -> None:
    blog = article_of(
        "Flood: as it happened\n\n19:20 Three houses are lost, the fire brigade says, not the "
        "seven it counted before.\n\n18:05 Seven houses are lost, the fire brigade says at the "
        "bridge of Arle in a first talk with reporters.\n\n"
        "17:30 The road to Arle is shut.\n\n17:00 Nine boats are on the river, a fisherman says.",
        "Flood: as it happened",
    )
    told = [sentence.text for sentence in current_sentences(blog)]
    assert [text.split()[0] for text in told] == ["Three", "The", "Nine"]
    assert len(source_sentences(blog)) == 4
    plain = article_of("Seven houses are lost. Three houses are lost, the mayor says.", "Flood")
    assert current_sentences(plain) == source_sentences(plain)


def test_a_first_sentence_that_serves_as_title_stays() -> None:
    text = "The council voted on Tuesday.\nThe mayor was glad."
    article = article_of(text, "The council voted on Tuesday.")
    assert [s.text for s in source_sentences(article)] == text.split("\n")


def test_an_article_of_short_lines_keeps_them() -> None:
    article = article_of("Results\n\nRovers 3\n\nUnited 1", "Results")
    assert [s.text for s in source_sentences(article)] == ["Results", "Rovers 3", "United 1"]


def test_a_part_has_the_sentences_that_reach_into_it() -> None:
    second = SENTENCES[1]
    part = source_sentences(BRIDGE, second.start + 3, second.start + 5)
    assert part == [second]
    heading = BRIDGE.text.index("What comes")
    assert source_sentences(BRIDGE, heading, heading + 15) == []


def test_one_article_is_summarised_in_one_stage() -> None:
    generator = Scripted([copied(SENTENCES[1].text, 1)])
    [made] = check_sentences(summarize_each([SENTENCES], generator, 3), SENTENCES)
    assert generator.asked == [[s.text for s in SENTENCES]]
    assert (made.text, made.supported) == (SENTENCES[1].text, True)
    [citation] = made.citations
    assert (citation.start, citation.end) == (SENTENCES[1].start, SENTENCES[1].end)


def test_several_articles_in_two_and_spans_lead_to_the_articles() -> None:
    cut = BOTH[1][1].text[4:]
    generator = Scripted(
        [copied(SENTENCES[0].text, 0), copied(SENTENCES[1].text, 1)],
        [copied(cut, 1, 4)],
        [copied(SENTENCES[1].text, 1), copied(cut[8:], 2, 8)],
    )
    sources = [s for group in BOTH for s in group]
    generated = summarize_each(BOTH, generator, 2)
    assert generator.asked[2] == [SENTENCES[0].text, SENTENCES[1].text, cut]
    made = check_sentences(generated, sources)
    assert [s.text for s in made] == [SENTENCES[1].text, cut[8:]]
    assert [s.citations[0].article_id for s in made] == [BRIDGE.id, AUDIT.id]
    assert made[1].citations[0].start == BOTH[1][1].start + 12
    assert made[1].citations[0].quote == cut[8:]


def test_a_rewritten_first_stage_is_aligned_not_composed() -> None:
    rewritten = GeneratedSentence(
        "Paul Yeo says the bridge costs $1.9 billion.", (SourceSpan(1, 0, 70),)
    )
    generator = Scripted(
        [copied(SENTENCES[0].text, 0)], [rewritten], [copied(rewritten.text[:20], 1)]
    )
    [generated] = summarize_each(BOTH, generator, 1)
    assert generated.spans is None  # offsets in a rewritten text are no offsets in the article


def test_few_enough_sentences_need_no_second_stage() -> None:
    generator = Scripted([copied(SENTENCES[0].text, 0)], [copied(BOTH[1][0].text, 0)])
    generated = summarize_each(BOTH, generator, 2)
    assert [s.spans[0].index for s in generated if s.spans] == [0, len(SENTENCES)]


def test_a_generator_that_says_too_much_is_cut() -> None:
    every = [copied(s.text, i) for i, s in enumerate(SENTENCES)]
    assert len(summarize_each([SENTENCES], Scripted(every), 2)) == 2
    both = Scripted(every, every[:2], every)
    assert len(summarize_each(BOTH, both, 2)) == 2
    assert summarize_each([], Scripted(), 2) == []
    assert summarize_each([[], []], Scripted(), 2) == []


def test_a_free_sentence_is_traced() -> None:
    free = GeneratedSentence("The harbour bridge will cost $1.2 billion.")
    [made] = check_sentences([free], SENTENCES)
    assert made.supported
    assert made.text == free.text
    assert any("$1.2 billion" in c.quote for c in made.citations)


@pytest.mark.parametrize(
    "text",
    [
        "The harbour bridge will cost $7.7 billion, said Mayor Ilse Odell.",
        "The harbour bridge will not cost $1.2 billion, said Mayor Ilse Odell.",
        "The harbour bridge will cost $1.2 billion, said Mayor Hector Itani.",
    ],
)
def test_an_unsupported_sentence_gives_way_to_its_source(text: str) -> None:
    spans = tuple(SourceSpan(i, 0, len(s.text)) for i, s in enumerate(SENTENCES))
    for generated in (GeneratedSentence(text), GeneratedSentence(text, spans)):
        [made] = check_sentences([generated], SENTENCES)
        assert made.text == SENTENCES[1].text  # the nearest of those cited, not the first
        assert made.supported
        assert [c.quote for c in made.citations] == [SENTENCES[1].text]


def test_a_sentence_from_nowhere_is_flagged() -> None:
    for spans in (None, (), (SourceSpan(0, 5, 5),), (SourceSpan(0, 0, 9_999),)):
        [made] = check_sentences([GeneratedSentence("Zebras dance quietly.", spans)], SENTENCES)
        assert (made.text, made.supported, made.citations) == ("Zebras dance quietly.", False, ())


def test_hard_wrapped_lines_are_joined_and_cited_as_they_are() -> None:
    [made] = check_sentences([copied(SENTENCES[2].text, 2)], SENTENCES)
    assert "harbour bridge opens" in made.text
    assert "harbour\nbridge opens" in made.citations[0].quote


def test_the_same_sentence_is_said_once_and_blanks_never() -> None:
    twice = [copied(SENTENCES[0].text, 0), copied(SENTENCES[0].text, 0), GeneratedSentence(" ")]
    assert len(check_sentences(twice, SENTENCES)) == 1


WORDS = st.sampled_from(
    ["the bridge", "cost", "$1.2 billion", "not", "Mayor Odell", "2031", ".", "\n", "é"]
)
LINES = st.lists(WORDS | st.text(max_size=8), max_size=8).map(" ".join)


@given(st.lists(LINES.filter(lambda text: bool(text.strip())), min_size=1, max_size=4), st.data())
def test_every_citation_is_exact(texts: list[str], data: st.DataObject) -> None:
    articles = [Article(f"{n:016x}", text, "") for n, text in enumerate(texts)]
    groups = [source_sentences(article) for article in articles]
    sources = [s for group in groups for s in group]
    places = st.integers(-1, 12)
    spans = st.builds(SourceSpan, st.integers(0, max(0, len(sources) - 1)), places, places)
    free = st.builds(
        GeneratedSentence,
        LINES,
        st.none() | (st.lists(spans, max_size=2).map(tuple) if sources else st.just(())),
    )
    budget = data.draw(st.integers(1, 4))
    generated = data.draw(
        st.lists(free, max_size=3)
        | st.just(summarize_each(groups, OverlapGenerator(), budget)[:budget])
    )
    made = check_sentences(generated, sources)
    by_id = {article.id: article.text for article in articles}
    assert len(made) <= len(generated)
    for sentence in made:
        assert sentence.text == " ".join(sentence.text.split()) != ""
        assert 0.0 <= sentence.score <= 1.0
        assert not (sentence.supported and not sentence.citations)
        for c in sentence.citations:
            assert 0 <= c.start < c.end
            assert by_id[c.article_id][c.start : c.end] == c.quote


def test_pieces_of_a_sentence_are_cited_one_by_one() -> None:
    article = article_of(
        "However, the council of Marlow Bay, which met on Skerra, was asked to build the bridge.",
        "",
    )
    [source] = source_sentences(article)
    ends = [(9, source.text.index(", which")), (source.text.index(" was"), len(source.text) - 1)]
    ends.append((len(source.text) - 1, len(source.text)))
    text = "The council of Marlow Bay was asked to build the bridge."
    generated = GeneratedSentence(text, tuple(SourceSpan(0, a, b) for a, b in ends))
    [made] = check_sentences([generated], [source])
    assert (made.text, made.supported) == (text, True)
    assert [c.quote for c in made.citations] == [
        "the council of Marlow Bay",
        "was asked to build the bridge",  # and no source for a full stop
    ]


def test_pieces_are_followed_through_two_stages() -> None:
    sources = ["But the council, which met, voted.", "Nothing else was said of it."]
    pieces = (SourceSpan(0, 4, 15), SourceSpan(0, 27, 34))
    first = GeneratedSentence("The council voted.", pieces)
    rest = copied(sources[1], 0)
    scripts = Scripted([first], [rest], [copied("council voted", 0, 4)])
    groups = [
        [s for s in source_sentences(article_of(text, "")) if s.text == text] for text in sources
    ]
    [made] = summarize_each(groups, scripts, 1)
    assert made.spans == (SourceSpan(0, 8, 15), SourceSpan(0, 27, 33))
