"""How well each kind of question is answered, by the real desk with the shipped model.

The least shares lie two questions or more under what ``python -m benchmarks.kinds`` printed
when they were set, so that weights or rules that are worse in earnest fail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from benchmarks.kinds import filled, grade, rows, table
from qa.desk import Desk
from qa.neural.resources import models_dir

pytestmark = [pytest.mark.slow]

LEAST_RIGHT = {
    "yes-no": 0.50,
    "quantity": 0.83,
    "list": 0.62,
    "why": 0.70,
    "plain": 0.80,
    "unanswerable": 0.30,
}
MOST_WRONG_VERDICTS = 0.05
"""A wrong "Yes" or "No" is worse than none."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    if not (models_dir() / "copydesk-small" / "config.json").is_file():
        pytest.skip("models/copydesk-small is not there")
    # The cascade takes longer, and has tests of its own.
    with filled(tmp_path_factory.mktemp("kinds") / "l", reader="small") as opened:
        yield opened


@pytest.fixture(scope="module")
def counts(desk: Desk) -> dict[str, Counter[str]]:
    return table(desk, rows())


@pytest.mark.model
@pytest.mark.parametrize("kind", LEAST_RIGHT)
def test_each_kind_is_answered(counts: dict[str, Counter[str]], kind: str) -> None:
    found = counts[kind]
    assert found["right"] / found.total() >= LEAST_RIGHT[kind], found


@pytest.mark.model
def test_verdicts_are_seldom_wrong(counts: dict[str, Counter[str]]) -> None:
    assert counts["yes-no"]["wrong"] / counts["yes-no"].total() <= MOST_WRONG_VERDICTS


@pytest.mark.model
def test_a_verdict_cites_the_sentence_that_decides(desk: Desk) -> None:
    answer = desk.ask("Did Norway withdraw in March?")
    assert answer.answer == "Yes"
    (citation,) = answer.citations
    text = desk.article(citation.article_id).text
    assert text[citation.start : citation.end] == citation.quote
    assert citation.quote.startswith("Norway, which had taken part")
    nearest = desk.ask("Will the bridge be 1,340 metres long?")
    assert nearest.answer not in ("Yes", "No")
    assert nearest.note


def test_the_set_is_as_large_as_it_says() -> None:
    questions = rows()
    assert len(questions) == 120
    kinds = Counter(row["kind"] for row in questions)
    assert all(kinds[kind] == 24 for kind in ("yes-no", "quantity", "list", "why"))


@pytest.mark.parametrize(
    ("kind", "answer", "gold", "result"),
    [
        ("yes-no", "Yes", ["Yes"], "right"),
        ("yes-no", "No", ["Yes"], "wrong"),
        ("yes-no", "", ["Yes"], "honest"),
        ("yes-no", "Norway withdrew.", ["Yes"], "honest"),
        ("yes-no", "Yes", [""], "wrong"),
        ("yes-no", "", [""], "right"),
        ("unanswerable", "", [], "right"),
        ("unanswerable", "Paris", [], "wrong"),
        ("quantity", "", ["31"], "honest"),
        ("quantity", "94", ["31"], "wrong"),
        ("list", "Peru", ["Peru, Chile, Brazil and Cuba"], "wrong"),
        ("why", "It closed because money was short.", ["money was short"], "right"),
    ],
)
def test_grades(kind: str, answer: str, gold: list[str], result: str) -> None:
    assert grade(kind, answer, gold) == result
