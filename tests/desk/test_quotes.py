"""Quotes and explanations through the desk, the commands and the pages, on a real library."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa import Desk
from qa.cli import main
from qa.cli.group import cli
from qa.errors import ArticleNotFound
from qa.sources.articles import article_from_text
from qa.ui.views.answers import answer_view
from qa.ui.views.cites import Cites
from qa.ui.views.quotes import quotes_view
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.loaders import fake_loaders

BRIDGE = article_from_text(
    "Council backs harbour bridge\n\n"
    "The council of Marlow Bay voted on Tuesday to build the harbour bridge.\n\n"
    "The harbour bridge will cost $1.2 billion, said Mayor Ilse Odell. "
    "“It is <b>worth</b> it,” she added.\n",
    date="2025-02-11",
)
STORM = article_from_text(
    "Storm cuts power\n\nA storm cut power to 85% of homes in Skerra. "
    "According to Paul Yeo, the lines will be mended by noon.\n",
    date="2025-03-02",
)
COST = "How much will the harbour bridge cost?"


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as made:
        made.add(BRIDGE, STORM)
        yield made


def test_quotes_by_article_and_by_speaker(desk: Desk) -> None:
    assert {q.article_id for q in desk.quotes()} == {BRIDGE.id, STORM.id}
    assert [q.speaker for q in desk.quotes(articles=[STORM.id[:6]])] == ["Paul Yeo"]
    odell = desk.quotes(speaker="odell")
    assert [(q.mention, q.direct) for q in odell] == [("Mayor Ilse Odell", False), ("she", True)]
    for quote in desk.quotes():
        text = desk.article(quote.article_id).text
        assert text[quote.start : quote.end] == quote.quote
        assert text[quote.speaker_start : quote.speaker_end] == quote.speaker
    assert desk.quotes(speaker="Nobody") == []
    with pytest.raises(ArticleNotFound):
        desk.quotes(articles=["beef"])


def test_an_answer_out_of_a_quote_names_its_speaker(desk: Desk) -> None:
    answer = desk.ask(COST)
    assert answer.answer == "$1.2 billion"
    assert answer.attribution is not None
    assert answer.attribution.speaker == "Mayor Ilse Odell"
    own = desk.ask("How much power did the storm cut to homes in Skerra?")
    assert own.answer == "85%" and own.attribution is None


def test_an_explanation_comes_when_asked_for(desk: Desk) -> None:
    assert desk.ask(COST).explanation is None
    answer = desk.ask(COST, explain=True)
    assert answer.explanation is not None
    assert len(answer.explanation.readings) == len(answer.passages)
    assert sum(r.chosen for r in answer.explanation.readings) == 1
    json.dumps(answer.to_dict())


@pytest.fixture
def stocked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> str:
    fake_loaders(monkeypatch)
    return str(desk.path)


def run(*args: str) -> str:
    done = CliRunner().invoke(cli, args)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_quotes_command(stocked: str) -> None:
    text = run("quotes", "--library", stocked)
    assert "Mayor Ilse Odell said: The harbour bridge will cost $1.2 billion" in text
    assert "Mayor Ilse Odell (she) added: “It is <b>worth</b> it”" in text
    assert "Paul Yeo" in text
    assert "Odell" not in run("quotes", "--speaker", "Yeo", "--library", stocked)
    assert "No quotes of Nobody" in run("quotes", "--speaker", "Nobody", "--library", stocked)
    found = json.loads(run("quotes", STORM.id[:8], "--json", "--library", stocked))["quotes"]
    assert [q["speaker"] for q in found] == ["Paul Yeo"]


def test_ask_explains_itself(stocked: str) -> None:
    plain = run("ask", COST, "--library", stocked)
    assert "according to Mayor Ilse Odell" in plain and "no answer" not in plain
    text = run("ask", COST, "--explain", "--library", stocked)
    assert "The reader prefers passage" in text
    assert "\tno answer\t" in text
    shown = json.loads(run("ask", COST, "--explain", "--json", "--library", stocked))
    assert shown["explanation"]["readings"][0]["no_answer"] <= 1
    assert json.loads(run("ask", COST, "--json", "--library", stocked))["explanation"] is None


def test_the_page_shows_both(desk: Desk) -> None:
    view = answer_view(answer := desk.ask(COST), Cites(desk.stored([BRIDGE.id])))
    assert "according to Mayor Ilse Odell" in view["by"] and answer.answerable
    found = desk.quotes(speaker="Odell")
    articles = desk.stored([BRIDGE.id])
    said = quotes_view(found, Cites(articles), articles)
    assert said["head"] == "2 quotes"
    assert any("<b>worth</b>" in q["text"] for s in said["speakers"] for q in s["quotes"])
    assert quotes_view([], Cites({}), {})["state"] == "none"


def test_the_command_is_listed() -> None:
    assert "quotes" in cli.commands and callable(main)
