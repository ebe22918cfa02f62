"""The day of asking: what "last week" in a question favours, from Desk to the command line."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from qa.cli import cli
from qa.desk import Desk
from qa.errors import InputError
from qa.evaluate.archive import evaluate_archive
from qa.records import SearchMode
from qa.sources.articles import article_from_text
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator

WEEKS = ("2025-02-04", "2025-02-11", "2025-02-18")
# The same words, so that the time alone tells them apart.
TEXTS = tuple(f"The ferry was opened by Ilse Odell{stops}\n" for stops in (".", "..", "..."))


@pytest.fixture
def desk(library: Path) -> Desk:
    made = Desk.open(library, embedder=HashEmbedder(), model=OverlapGenerator())
    for date, text in zip(WEEKS, TEXTS, strict=True):
        made.add(article_from_text(text, title="Ferry", date=date))
    return made


@pytest.mark.parametrize("mode", ["hybrid", "dense", "lexical"])
@pytest.mark.parametrize(("today", "first"), [("2025-02-12", 0), ("2025-02-20", 1)])
def test_last_week_is_counted_from_the_day_of_asking(
    desk: Desk, mode: SearchMode, today: str, first: int
) -> None:
    hits = desk.search("Who opened the ferry last week?", mode=mode, today=today)
    assert hits[0].date == WEEKS[first]
    assert {hit.date for hit in hits} == set(WEEKS)
    answer = desk.ask("Who opened the ferry last week?", mode=mode, today=today)
    assert answer.passages[0].date == WEEKS[first]
    desk.close()


def test_a_question_without_a_time_has_no_favourites(desk: Desk) -> None:
    for today in ("2025-02-12", "2025-02-20", ""):
        hits = desk.search("Who opened the ferry?", mode="lexical", today=today)
        assert [hit.date for hit in hits] == list(WEEKS)
        assert len({hit.score for hit in hits}) == 1
    desk.close()


def test_a_day_that_is_none_is_refused(desk: Desk, library: Path) -> None:
    with pytest.raises(InputError, match="today 'soon' is not a day"):
        desk.search("Who?", today="soon")
    desk.close()
    arguments = ["ask", "Who?", "--today", "soon", "--library", str(library)]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 1
    assert "today 'soon' is not a day" in result.stderr


def test_an_archive_is_asked_on_each_questions_own_day(tmp_path: Path) -> None:
    articles, questions = tmp_path / "articles.jsonl.gz", tmp_path / "questions.jsonl.gz"
    with gzip.open(articles, "wt") as file:
        for date, text in zip(WEEKS, TEXTS, strict=True):
            row = {"url": date, "title": "Ferry", "date": date.replace("-", "/"), "text": text}
            file.write(json.dumps(row) + "\n")

    def asked(*days: str) -> float:
        with gzip.open(questions, "wt") as file:
            for day, week in zip(days, WEEKS, strict=True):
                row = {"question": "Who opened the ferry this week?", "date": day}
                file.write(json.dumps({**row, "answer": "Odell", "relevant": [week]}) + "\n")
        result = evaluate_archive(
            articles,
            questions,
            open_desk=lambda path: Desk.open(
                path, embedder=HashEmbedder(), model=OverlapGenerator()
            ),
        )
        assert isinstance(result["hit@1"], float)
        return result["hit@1"]

    assert asked("2025/02/06", "2025/02/13", "2025-02-20") == 1.0
    assert asked("", "", "") < 1.0
    with pytest.raises(InputError, match="line 1"):
        asked("soon", "", "")
