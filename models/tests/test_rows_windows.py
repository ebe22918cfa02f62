"""Rows are split by their text, windows keep the answer, made negatives do not hold it."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from models.training.claims import CONTRADICTED, ENTAILED, UNSUPPORTED, drawn, read_claims
from models.training.negatives import Negatives, opposites
from models.training.rows import Row, read_rows, split
from models.training.windows import window

CITIES = ("Lyon", "Oslo", "Quito", "Turin", "Kyoto", "Perth")
NAMES = ("Ana Ruiz", "Bo Lind", "Carl Moss", "Dina Vale", "Emil Roth", "Faye Hart")
SENTENCES = st.lists(st.text("abc XY.!?\n\"'", min_size=1, max_size=60), min_size=1, max_size=30)


def toy_rows() -> list[Row]:
    rows = []
    for number, (city, name) in enumerate(zip(CITIES, NAMES, strict=True)):
        text = f"The race of 19{50 + number} was held in {city}. It was won by {name} in rain."
        asked = f"Who won the first race in {city} in 19{50 + number}?"
        document = f"Races {number % 2}"
        rows.append(Row("toy", asked, text, name, text.index(name), document, document))
    return rows


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    return path


@given(SENTENCES, st.data(), st.integers(20, 400), st.integers())
def test_a_window_keeps_the_answers_characters(
    sentences: list[str], data: st.DataObject, limit: int, seed: int
) -> None:
    text = " ".join(sentences)
    start = data.draw(st.integers(0, len(text) - 1))
    answer = text[start : start + data.draw(st.integers(1, 50))]
    cut = window(Row("toy", "?", text, answer, start), limit, random.Random(seed))
    assert cut.start is not None
    assert cut.context[cut.start : cut.start + len(answer)] == answer
    assert cut.context in text


@given(SENTENCES, st.integers(20, 400), st.integers())
def test_a_window_without_an_answer_is_a_part_of_the_text(
    sentences: list[str], limit: int, seed: int
) -> None:
    text = " ".join(sentences)
    cut = window(Row("toy", "?", text, "", None), limit, random.Random(seed))
    assert cut.start is None
    assert cut.context in text
    assert len(cut.context) <= max(limit * 1.3, min(len(text), limit))


@given(st.integers())
def test_made_negatives_do_not_hold_the_answer(seed: int) -> None:
    rows, rng = toy_rows(), random.Random(seed)
    negatives = Negatives(rows)
    for row in rows:
        for made in (negatives.near_miss(row, rng), negatives.stranger(row, rng)):
            if made is not None:
                assert row.answer.lower() not in made.context.lower()
                assert (made.answer, made.start) == ("", None)
        changed = negatives.swapped(row, rng)
        assert changed is not None
        assert changed.question != row.question
        assert row.answer not in changed.question
        assert (changed.answer, changed.start) == ("", None)


def test_a_near_miss_is_of_the_same_document_and_a_stranger_is_not() -> None:
    rows, rng = toy_rows(), random.Random(0)
    negatives = Negatives(rows)
    own = {row.context for row in rows if row.document == rows[0].document}
    near = negatives.near_miss(rows[0], rng)
    assert near is not None
    assert near.context in own - {rows[0].context}
    strangers = [s for _ in range(9) if (s := negatives.stranger(rows[0], rng)) is not None]
    assert strangers
    assert not {s.context for s in strangers} & own


def test_no_word_is_its_own_opposite() -> None:
    assert all(word != other for word, other in opposites().items())


@given(st.lists(st.text(max_size=20), max_size=60))
def test_no_text_is_in_both_parts(texts: list[str]) -> None:
    rows = [Row("toy", str(n), text, "", None) for n, text in enumerate(texts)]
    training, held = split(rows)
    assert not {row.context for row in training} & {row.context for row in held}
    assert len(training) + len(held) == len(rows)


def test_rows_are_read_without_those_whose_answer_is_no_span(tmp_path: Path) -> None:
    common = {"question": " Who? ", "context": "Ana won.", "title": "A_race"}
    path = write(tmp_path / "rows.jsonl.gz", [
        {**common, "source": "squad", "answers": [{"text": "Ana", "start": 0}]},
        {**common, "source": "squad", "answers": []},
        {**common, "source": "tales", "answers": [{"text": "a woman", "start": -1}]},
        {**common, "source": "news", "title": "", "document": 7, "answers": []},
        {**common, "source": "qamr-x", "answers": []},
    ])  # fmt: skip
    rows = read_rows(path, ("qamr",))
    assert [(r.source, r.start, r.title) for r in rows] == [
        ("squad", 0, "A race"), ("squad", None, "A race"), ("news", None, ""), ("qamr-x", None, ""),
    ]  # fmt: skip
    assert [r.document for r in rows] == ["A race", "A race", "news 7", ""]
    assert rows[0].question == "Who?"


def test_questions_of_yes_or_no_are_claims(tmp_path: Path) -> None:
    write(tmp_path / "claims.jsonl.gz", [
        {"source": "q", "question": "is it so?", "context": "It is.", "answer": "yes"},
        {"source": "q", "question": "is it", "context": "It isn't.", "answer": "no"},
        {"source": "c", "claim": "It is.", "document": "It may be.", "supported": False},
    ])  # fmt: skip
    claims = read_claims(tmp_path, ["claims.jsonl.gz"])
    assert [c.text for c in claims] == ["Is it so?", "Is it?", "It is."]
    assert [c.label for c in claims] == [ENTAILED, CONTRADICTED, UNSUPPORTED]


def test_items_are_drawn_as_often_as_their_weights_say() -> None:
    chosen = drawn(["a", "b", "c"] * 1000, [2.0, 0.25, 0.0] * 1000, random.Random(0))
    assert chosen.count("a") == 2000
    assert 200 < chosen.count("b") < 300
    assert "c" not in chosen


def test_a_rival_is_of_another_document_and_shares_a_rare_word() -> None:
    rows = [
        Row("toy", "Who mended the Tollen bridge?", "Ana mended the bridge.", "Ana", 0, "", "a"),
        Row("toy", "?", "The Tollen bridge was painted by Otto.", "Otto", 33, "", "b"),
        Row("toy", "?", "Nothing of the kind was heard there.", "Nothing", 0, "", "c"),
        Row("toy", "?", "Ana opened the Tollen bridge.", "Ana", 0, "", "d"),
    ]
    made = Negatives(rows).rival(rows[0], random.Random(0))
    assert made is not None
    assert made.context == rows[1].context  # the last has the answer's words
    assert (made.answer, made.start, made.question) == ("", None, rows[0].question)
