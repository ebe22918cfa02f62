"""Questions made by rules: answers are cut from contexts, and sentences give what they say."""

from __future__ import annotations

import gzip
import json
import random
import sys
from functools import cache
from pathlib import Path

import pytest

from models.tests.parses import parser
from models.training.questions import __main__ as command
from models.training.questions import parsing
from models.training.questions.choose import (
    LONGEST,
    PER_SENTENCE,
    SHARES,
    Row,
    balance,
    rows_of,
    surface,
)
from models.training.questions.forms import SYNONYMS, inflect
from models.training.questions.news import DOCUMENTS
from qa.errors import InputError

pytestmark = pytest.mark.torch  # spaCy imports it

# Importing spaCy, not only finding it: a build for another numpy is as good as none.
spacy = pytest.importorskip("spacy", reason="the train extra (spaCy) is not installed")
pytest.importorskip(parsing.MODEL, reason="the train extra (the parser) is not installed")

HEADLINE = "Bridge reopens in Tallinn"
STORY = (
    "The mayor of Tallinn, Kadri Saar, reopened the old bridge on Friday. "
    "Saar said the repairs would save the city a fortune. "
    "At least 12 workers were injured in March when a crane fell. "
    "The engineer Jaan Tamm, 41, was arrested for ignoring the warnings. "
    "Police detained two drivers in Warsaw. "
    "Nordbau bought the bridge for $3.2m in 1998. "
    "The company plans to build a second crossing. "
    "The ferry was cancelled because the harbour had frozen. "
    "It carried nobody for nine weeks. "
    "The council did not pay the builders."
)


@cache
def rows() -> tuple[Row, ...]:
    """Return the questions of the story, from several draws."""
    doc = next(iter(parsing.parse(parser(), [f"{HEADLINE}\n\n{STORY}"])))
    return tuple(row for seed in range(6) for row in rows_of(doc, random.Random(seed)))


def answers(kind: str, *words: str) -> set[str]:
    """Return the answers of a kind's questions that have all the words."""
    found = (r for r in rows() if r.kind == kind)
    return {r.answer for r in found if all(w in r.question.lower() for w in words)}


def test_every_answer_is_cut_from_its_context() -> None:
    assert len({r.question for r in rows()}) > 15
    for row in rows():
        assert row.context[row.start : row.start + len(row.answer)] == row.answer
        assert row.context in f"{HEADLINE}\n\n{STORY}"
        assert len(row.context) <= LONGEST
        assert row.answer.strip() == row.answer != ""


@pytest.mark.parametrize(
    ("kind", "words", "answer"),
    [
        ("subject", ("who", "reopened"), "The mayor of Tallinn"),
        ("object", ("what", "nordbau"), "the bridge"),
        ("when", ("mayor", "reopen"), "Friday"),
        ("where", ("where", "police", "drivers"), "Warsaw"),
        ("how many", ("how many workers",), "At least 12"),
        ("how much", ("how much", "bridge"), "$3.2m"),
        ("how old", ("how old", "tamm"), "41"),
        ("why", ("why", "ferry"), "the harbour had frozen"),
        ("said about", ("saar", "about", "repairs"), "the repairs would save the city a fortune"),
        ("happened", ("what happened to", "tamm"), "arrested for ignoring the warnings"),
    ],
)
def test_a_sentence_gives_the_question_of_each_kind(
    kind: str, words: tuple[str, ...], answer: str
) -> None:
    assert answer in answers(kind, *words)


def test_a_purpose_is_asked_for_with_or_without_its_to() -> None:
    found = answers("wants", "company", "to do") | answers("wants", "firm", "to do")
    assert found & {"to build a second crossing", "build a second crossing"}


def test_a_question_points_at_nothing_outside_it_and_does_not_tell_its_answer() -> None:
    for row in rows():
        words = set(row.question.lower().rstrip("?").split())
        assert not words & {"it", "he", "she", "they", "this", "we", "i"}
        if row.kind not in ("said", "said about", "why", "wants"):
            assert row.answer.lower() not in row.question.lower()


def test_a_denied_clause_is_not_asked_about() -> None:
    assert not [r for r in rows() if "builders" in r.question + r.answer]


def test_the_same_seed_gives_the_same_questions() -> None:
    first, again = parsing.parse(parser(), [STORY, STORY])
    assert list(rows_of(first, random.Random(3))) == list(rows_of(again, random.Random(3)))
    made = list(rows_of(first, random.Random(3)))
    assert 0 < len(made) <= PER_SENTENCE * STORY.count(". ") + PER_SENTENCE


def test_no_kind_has_more_than_its_share() -> None:
    many = [Row("subject", f"who {n}", "x", "x", 0, 0.0) for n in range(500)]
    many += [Row("when", f"when {n}", "x", "x", 0, 0.0) for n in range(20)]
    kept = [row.kind for row in balance(many, 400, random.Random(0))]
    assert kept.count("subject") == int(SHARES["subject"] * 400)
    assert kept.count("when") == 20


def test_the_better_questions_are_kept() -> None:
    mixed = [Row("why", "bad", "x", "x", 0, -9.0), Row("why", "good", "x", "x", 0, 9.0)]
    for seed in range(5):
        kept = balance(mixed, int(1 / SHARES["why"]) + 1, random.Random(seed))
        assert [row.question for row in kept] == ["good"]


def test_surface_keeps_the_words() -> None:
    for seed in range(50):
        written = surface("who  bought the Nordbau bridge ", random.Random(seed))
        assert written.lower().rstrip("?") == "who bought the nordbau bridge"


@pytest.mark.parametrize(
    ("lemma", "tag", "form"),
    [
        ("buy", "VBD", "bought"), ("acquire", "VBN", "acquired"), ("fall", "VBN", "fallen"),
        ("purchase", "VBG", "purchasing"), ("drop", "VBD", "dropped"), ("try", "VBZ", "tries"),
        ("call for", "VBD", "called for"), ("dismiss", "VBZ", "dismisses"), ("pick", "VB", "pick"),
        ("have", "VBZ", "has"), ("begin", "VBG", "beginning"),
    ],
)  # fmt: skip
def test_verbs_are_inflected(lemma: str, tag: str, form: str) -> None:
    assert inflect(lemma, tag) == form


def test_synonyms_are_never_the_verb_itself() -> None:
    assert all(lemma not in others for lemma, others in SYNONYMS.items())


def test_the_command_writes_rows_of_news_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "load", parser)
    documents = [
        {"source": "scitldr", "licence": "A", "document": STORY, "summary": ""},
        {"source": "bbc", "licence": "B", "document": f"{HEADLINE}\n\n{STORY}", "summary": ""},
        {"source": "bbc", "licence": "B", "document": f"{HEADLINE}\n\n{STORY}", "summary": ""},
    ]
    with gzip.open(tmp_path / DOCUMENTS, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in documents)
    out = tmp_path / "made.jsonl.gz"
    command.main(["--data", str(tmp_path), "--out", str(out), "--limit", "100"])
    with gzip.open(out, "rt", encoding="utf-8") as lines:
        made = [json.loads(line) for line in lines]
    assert made
    assert {row["licence"] for row in made} == {"B"}
    assert {row["document"] for row in made} == {0}
    assert len({row["question"].lower().rstrip("?") for row in made}) == len(made)
    for row in made:
        (gold,) = row["answers"]
        assert row["context"][gold["start"] :].startswith(gold["text"])
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".part"] == []


def test_without_spacy_the_remedy_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, parsing.MODEL, None)
    with pytest.raises(InputError, match=r"pip install 'copydesk\[train\]'"):
        parsing.load()
