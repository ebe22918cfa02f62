"""Claims made of news: what a text tells as done, and what it only seems to."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from models.tests.parses import parser
from models.training import made_claims as command
from models.training.claims import read_claims
from models.training.questions import parsing
from models.training.questions.factuality import pairs, standing, words
from models.training.questions.news import DOCUMENTS, write_rows
from models.training.questions.statements import statements
from models.training.rows import read_lines

pytestmark = pytest.mark.torch  # spaCy imports it

spacy = pytest.importorskip("spacy", reason="the train extra (spaCy) is not installed")
pytest.importorskip(parsing.MODEL, reason="the train extra (the parser) is not installed")


def made(text: str, seed: int = 0) -> set[tuple[str, bool]]:
    """Return kind and truth of every statement that a sentence gives."""
    rng = random.Random(seed)
    return {(each.kind, each.true) for each in statements(parser()(text)[:], rng)}


@pytest.mark.parametrize(
    ("text", "verb", "expected"),
    [
        ("The council closed the harbour.", "closed", "fact"),
        ("The council plans to close the harbour.", "close", "open"),
        ("The council will close the harbour.", "close", "open"),
        ("The council refused to close the harbour.", "close", "not so"),
        ("The council did not close the harbour.", "close", "not so"),
        ("The council managed to close the harbour.", "close", "fact"),
        ("The council said it closed the harbour.", "closed", "fact"),
        ("The council feared that the firm closed the harbour.", "closed", "open"),
        ("The governor asked the council to close the harbour.", "close", "open"),
        ("Its plan to close the harbour met anger.", "close", "open"),
        ("The council was accused of closing the harbour.", "closing", "open"),
        ("The storm passed without closing the harbour.", "closing", "not so"),
        ("Trade would suffer if the council closed the harbour.", "closed", "open"),
        ("Trade suffered after the council closed the harbour.", "closed", "fact"),
        ("The council did not plan to close the harbour.", "close", None),
        ("The council can close the harbour.", "close", None),
    ],
)
def test_how_a_text_tells_a_clause(text: str, verb: str, expected: str | None) -> None:
    token = next(token for token in parser()(text) if token.text == verb)
    assert standing(token) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council plans to close the harbour.", ("open", False)),
        ("The council will close the harbour.", ("to come", False)),
        ("Police arrested Jaan Tamm in Tallinn.", ("fact", True)),
        ("Jaan Tamm defeated Kadri Saar in Tallinn.", ("roles", False)),
        ("Kadri Saar's lawyer left the court.", ("owner", False)),
        ("The council sold the harbour.", ("contrary", False)),
        ("Traders demanded the closure of the harbour.", ("noun", False)),
        ("Traders marched after the closure of the harbour.", ("noun", True)),
    ],
)
def test_a_kind_of_statement(text: str, expected: tuple[str, bool]) -> None:
    assert expected in made(text)


def test_no_statement_is_of_a_pronoun() -> None:
    assert made("They closed it on Friday.") == set()


def test_a_verb_with_a_particle_is_told_in_one_word() -> None:
    doc = parser()("The board turned down the request.")
    told = {
        each.lemma
        for seed in range(20)
        for each in statements(doc[:], random.Random(seed))
        if each.kind == "fact"
    }
    assert "reject" in told


def test_every_form_is_one_that_was_seen_or_is_listed(tmp_path: Path) -> None:
    text = (
        "The council plans to keep the harbour open through the winter months. "
        "Traders in the town kept their shops shut for a week after the storm. "
        "The governor asked the council to build a second pier for the ferries."
    )
    rows = run(tmp_path, [text])
    assert rows
    assert all("keeped" not in str(row["claim"]) for row in rows)


def test_half_are_true_and_all_are_read_as_claims(tmp_path: Path) -> None:
    text = (
        "The council closed the harbour on Friday after the storm. "
        "The council plans to sell the old ferry to a firm in Riga. "
        "The governor visited the town and praised the council for its work. "
        "A museum in Tartu sold two of its ferries last year to a yard."
    )
    rows = run(tmp_path, [text])
    true = [row for row in rows if row["supported"]]
    assert len(true) == len(rows) - len(true) > 0
    claims = read_claims(tmp_path, ["out.jsonl.gz"])
    assert len(claims) == len(rows)


@pytest.fixture(autouse=True)
def loaded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "load", parser)


def run(folder: Path, texts: list[str]) -> list[dict[str, str | bool]]:
    """Return what the command writes for some texts, held out of training or not."""
    rows = [{"source": "made", "licence": "CC0-1.0", "document": each} for each in texts]
    write_rows(folder / DOCUMENTS, rows)
    out = folder / "out.jsonl.gz"
    arguments = ["--data", str(folder), "--out", str(out)]
    command.main(arguments)
    made = list(read_lines(out))
    if not made:
        command.main([*arguments, "--held-out"])
        made = list(read_lines(out))
    return made


@pytest.mark.parametrize("table", ["same", "contrary", "deeds"])
def test_words_of_a_table_are_lower_case_and_stand_for_others(table: str) -> None:
    assert all(one == one.lower() and one != other for one, other in pairs(table).items())


@pytest.mark.parametrize("table", ["verbs", "adjectives", "nouns", "governing", "conjunctions"])
def test_no_word_says_two_things(table: str) -> None:
    kinds = [kind for kind in pairs(table) if kind in ("done", "open", "not_done", "told")]
    listed = [word for kind in kinds for word in words(table, kind)]
    assert len(listed) == len(set(listed))
