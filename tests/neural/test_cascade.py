"""Two readers as one: who reads what, and how what they say is combined."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest

from qa.errors import ModelError
from qa.neural.cascade import Blend, Cascade, read_blend, write_blend
from qa.protocols import Generator, Pointer
from qa.records import GeneratedSentence, Pointing, Reading, SourceSpan, Token
from tests.support.fakes_generator import OverlapGenerator

PASSAGES = ["none", "first", "third", "second"]
SMALL = {"none": ("", 1.0), "first": ("one", 0.1), "second": ("two", 0.2), "third": ("three", 0.4)}
LARGE = {"none": ("", 1.0), "first": ("uno", 0.3), "second": ("two", 0.05), "third": ("", 0.9)}


class Scripted(OverlapGenerator):
    """Says what it is told of each passage, and remembers what it was given."""

    def __init__(self, name: str, says: dict[str, tuple[str, float]], score: float) -> None:
        self.said_name, self.says, self.score = name, says, score
        self.given: list[str] = []

    @property
    def name(self) -> str:
        return self.said_name

    def answer(self, question: str, passages: Sequence[str]) -> list[Reading]:
        self.given += passages
        made = []
        for index, passage in enumerate(passages):
            text, silent = self.says[passage]
            span = SourceSpan(index, 0, len(text))
            tokens = (Token(text, span, 1.0),) if text else ()
            made.append(Reading(text, self.score, silent, (span,) if text else (), tokens))
        return made

    def summarize(self, sentences: Sequence[str], budget: int) -> list[GeneratedSentence]:
        return [GeneratedSentence(self.said_name)]

    def point(self, question: str, passages: Sequence[str]) -> list[Pointing]:
        return [Pointing(0.5) for _ in passages]


def cascade(blend: Blend | None = None, reread: int = 2) -> tuple[Cascade, Scripted, Scripted]:
    small, large = Scripted("small", SMALL, -0.5), Scripted("large", LARGE, -0.25)
    return Cascade(small, large, blend or Blend(), reread=reread), small, large


def test_it_is_a_generator_and_a_pointer() -> None:
    made, _, _ = cascade()
    assert isinstance(made, Generator) and isinstance(made, Pointer)
    assert made.name == "small+large"


def test_the_large_reader_reads_the_two_best() -> None:
    made, small, large = cascade()
    readings = made.answer("?", PASSAGES)
    assert small.given == PASSAGES
    assert large.given == ["first", "second"]
    assert [reading.text for reading in readings] == ["", "uno", "three", "two"]


def test_spans_are_of_the_passages_that_were_given() -> None:
    made, _, _ = cascade()
    for number, reading in enumerate(made.answer("?", PASSAGES)):
        for span in (*(reading.spans or ()), *(t.source for t in reading.tokens if t.source)):
            assert span.index == number


@pytest.mark.parametrize(("reread", "given"), [(0, []), (1, ["first"]), (9, PASSAGES)])
def test_as_many_are_read_again_as_is_said(reread: int, given: list[str]) -> None:
    made, _, large = cascade(reread=reread)
    made.answer("?", PASSAGES)
    assert large.given == given


def test_blank_passages_are_not_read_again() -> None:
    small = Scripted("small", {" ": ("", 1.0)}, -0.5)
    large = Scripted("large", {}, -0.5)
    assert Cascade(small, large, Blend()).answer("?", [" "])[0].text == ""
    assert large.given == []


def test_the_defaults_leave_scores_as_they_are() -> None:
    made, _, _ = cascade()
    readings = made.answer("?", PASSAGES)
    assert [r.no_answer for r in readings] == pytest.approx([1.0, 0.3, 0.4, 0.05], abs=1e-5)
    assert [r.score for r in readings] == pytest.approx([-0.5, -0.25, -0.5, -0.25])


def test_coefficients_combine_the_scores() -> None:
    blend = Blend(
        no_answer=(0.1, 0.5, 0.7, -1.5),
        right=(1.0, 2.0, 3.0, 4.0),
        no_answer_alone=(0.3, 0.9),
        right_alone=(0.2, 2.0),
    )
    made, _, _ = cascade(blend)
    _, first, third, second = made.answer("?", PASSAGES)

    def logit(p: float) -> float:
        return math.log(p / (1 - p))

    assert logit(first.no_answer) == pytest.approx(
        0.1 + 0.5 * logit(0.1) + 0.7 * logit(0.3) + 1.5 * 0.25
    )
    assert logit(math.exp(first.score)) == pytest.approx(1 - 2 * 0.25 - 3 * 0.5)
    assert logit(math.exp(second.score)) == pytest.approx(1 - 2 * 0.25 - 3 * 0.5 + 4)
    assert logit(third.no_answer) == pytest.approx(0.3 + 0.9 * logit(0.4))
    assert logit(math.exp(third.score)) == pytest.approx(0.2 - 2 * 0.5)


def test_the_small_reader_may_be_preferred() -> None:
    made, _, _ = cascade(Blend(prefer_small=(1.0, 0.5, 0.5)))
    assert [r.text for r in made.answer("?", PASSAGES)] == ["", "one", "three", "two"]


def test_words_that_only_one_reader_has_are_taken() -> None:
    made, _, _ = cascade(reread=4)
    third = made.answer("?", PASSAGES)[2]
    assert (third.text, third.no_answer) == ("three", 0.4)


def test_summaries_and_places_are_the_small_readers() -> None:
    made, _, _ = cascade()
    assert made.summarize(["a"], 1)[0].text == "small"
    assert made.point("?", ["a"]) == [Pointing(0.5)]


def test_a_stream_joins_to_the_answer() -> None:
    made, _, _ = cascade()
    assert "".join(made.stream("?", "first")) == made.answer("?", ["first"])[0].text


def test_coefficients_are_read_as_they_are_written(tmp_path: Path) -> None:
    blend = Blend(no_answer=(0.5, 0.25, 1.0, -1.0), right=(1.0, 2.0, 3.0, 4.0))
    write_blend(blend, tmp_path / "cascade.json")
    assert read_blend(tmp_path / "cascade.json") == blend
    assert read_blend(tmp_path / "none.json") == Blend()


@pytest.mark.parametrize(
    "text", ["", "[1]", '{"right": [1]}', '{"right": "all of it"}', '{"no_answer": 3}']
)
def test_damaged_coefficients_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "cascade.json").write_text(text)
    with pytest.raises(ModelError, match="install it again"):
        read_blend(tmp_path / "cascade.json")
