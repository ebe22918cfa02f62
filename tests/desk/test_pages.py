"""From a PDF to an answer that names its page; articles narrowed by author, language, address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.support.made_files import pdf
from qa import Desk
from qa.cli import render
from qa.cli.output import stdout_console
from qa.desk.inputs import make_filters
from qa.index import open_index
from qa.neural.token_counts import count_tokens
from qa.records import Article, Citation, Comparison, Filters, Summary
from qa.sources.articles import article_from_text
from qa.sources.pages import pages_label
from qa.text.passages import split_passages
from qa.ui.views.cites import Cites
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator

FACTS = (
    "The council of Marlow Bay met on Tuesday, and heard three hours of speeches. No vote on the "
    "lighthouse was taken.",
    "The harbour bridge will cost $1.2 billion, said Mayor Ilse Odell. Work begins in spring.",
    "Ferries will carry commuters until then, as they have done for ninety years.",
)
COST = "How much will the harbour bridge cost?"


@pytest.fixture
def desk(library: Path, tmp_path: Path) -> Desk:
    made = Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder())
    (tmp_path / "bridge.pdf").write_bytes(pdf(FACTS, title="Bridge"))
    report = made.add(tmp_path / "bridge.pdf")
    assert len(report.added) == 1, report
    return made


def test_citations_of_a_pdf_name_the_page(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    with desk:
        [info] = desk.articles()
        article = desk.article(info.id)
        assert len(article.pages) == 3
        answer = desk.ask(COST)
        assert answer.citations
        for cited in answer.citations:
            assert article.text[cited.start : cited.end] == cited.quote
            assert cited.page == 2
        assert json.loads(json.dumps(answer.to_dict()))["citations"][0]["page"] == 2
        comparison: Comparison = desk.compare(COST)
        assert [c.page for each in comparison.answers for c in each.citations] == [2]
        summary: Summary = desk.summarize(sentences=4)
        for sentence in summary.sentences:
            for c in sentence.citations:
                start = article.pages[(c.page or 0) - 1]
                assert start <= c.start
                assert c.page == 3 or c.start < article.pages[c.page or 0]
    articles = {article.id: article}
    render.write_answer(stdout_console(), answer, articles, False)
    assert " · p. 2\n" in capsys.readouterr().out
    cites = Cites(articles)
    cites.numbers(answer.citations)
    assert cites.shown[0]["where"].endswith("page 2")


def test_pages_as_words() -> None:
    cited = [Citation("a", "", 0, 1, "x", page) for page in (7, None, 3, 7)]
    assert pages_label(cited) == "pp. 3, 7"
    assert pages_label(cited[:2]) == "p. 7"
    assert pages_label(cited[1:2]) == ""


def made(text: str, **known: str) -> Article:
    return article_from_text(text, **known)


A = made("One.", author="Tove Lind", language="en-GB", url="https://www.courier.example/a")
B = made("Two.", author="Ann Lindqvist, Bo Ek", language="en", url="https://ledger.example/b?x=%")
C = made("Three.", author="", language="eng", url="")
D = made("Four.", author='O\'Hara "Z"', language="pt-BR", url="http://COURIER.example/d")
E = made("Five.", author="Zoe\u0308 Żak", language="sv", url="")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(authors=("lind",)), (A, B)),
        (Filters(authors=("Tove Lind",)), (A,)),
        (Filters(authors=("bo ek", 'O\'Hara "z"')), (B, D)),
        (Filters(authors=("%",)), ()),
        (Filters(authors=("Zo\u00eb Z\u0307ak",)), (E,)),
        (Filters(authors=("zoe zak",)), (E,)),
        (Filters(languages=("en",)), (A, B)),
        (Filters(languages=("EN-gb",)), (A,)),
        (Filters(languages=("e",)), ()),
        (Filters(languages=("pt", "eng")), (C, D)),
        (Filters(urls=("courier.example",)), (A, D)),
        (Filters(urls=("?x=%",)), (B,)),
        (Filters(urls=("courier.example",), languages=("en",)), (A,)),
        (Filters(urls=("\ud83d",)), ()),
        (Filters(), (A, B, C, D, E)),
    ],
)
def test_filters(library: Path, filters: Filters, expected: tuple[Article, ...]) -> None:
    embedder = HashEmbedder()
    index = open_index(library, embedder.name, embedder.dimension)
    for article in (A, B, C, D, E):
        passages = split_passages(article, count_tokens)
        index.add(article, passages, embedder.encode_passages([p.text for p in passages]))
    assert {info.id for info in index.articles(filters)} == {article.id for article in expected}
    hits = index.search("one two three four", None, 9, filters)
    assert {hit.passage.article_id for hit in hits} <= {article.id for article in expected}
    index.close()


def test_words_of_a_caller_become_filters() -> None:
    assert make_filters((), author=" Tove ", language="en", url="x.org") == Filters(
        authors=("Tove",), languages=("en",), urls=("x.org",)
    )
