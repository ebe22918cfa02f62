"""What every Generator promises, run over each implementation."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import transformers

from benchmarks.support.tiny_models import (
    SENTENCES,
    make_bart,
    make_copydesk,
    make_flan,
    make_llama,
    make_t5,
    make_t5gemma,
)
from qa.neural.cascade import Blend, Cascade
from qa.neural.chat import generator as chat_generator
from qa.neural.seq2seq import transformers_generator
from qa.neural.seq2seq.checkpoint import silence_libraries
from qa.neural.seq2seq.hub import load_hub_generator
from qa.neural.seq2seq.loading import load_generator, load_pointer
from qa.protocols import Generator
from qa.records import Reading
from tests.support.threads import one_torch_thread

pytestmark = [pytest.mark.slow, pytest.mark.torch]

Factory = Callable[[Path], Generator]


def hub(make: Callable[[Path], Path]) -> Factory:
    """A factory that saves a tiny model and loads it the way users do."""
    return lambda folder: load_hub_generator(str(make(folder)), device="cpu")


def cascade_of_all(folder: Path) -> Generator:
    """A cascade that reads everything twice: a reading then depends on its passage alone."""
    small = load_pointer(str(make_copydesk(folder / "small")), device="cpu")
    large = load_generator(str(make_copydesk(folder / "large", "mpnet", seed=1)), device="cpu")
    return Cascade(small, large, Blend(no_answer=(0.1, 0.5, 0.5, 0.0)), reread=99)


FACTORIES: dict[str, Factory] = {
    "t5": hub(make_t5),
    "flan": hub(make_flan),
    "bart": hub(make_bart),
    "t5gemma": hub(make_t5gemma),
    "copydesk of bert": lambda folder: load_generator(str(make_copydesk(folder)), device="cpu"),
    "copydesk of mpnet": lambda folder: load_generator(
        str(make_copydesk(folder, "mpnet")), device="cpu"
    ),
    "llama": lambda folder: load_generator(str(make_llama(folder)), device="cpu"),
    "cascade": cascade_of_all,
    "copydesk-small": lambda folder: load_generator(device="cpu"),
}

QUESTION = "What did the council decide?"
PASSAGES = list(SENTENCES[:3])
ODD = [
    "",
    " \n\t ",
    "a\x00b",
    "👩‍🚀 flew 🇫🇷",
    "ارتفعت الأسعار بنسبة 2.5%",
    "half a pair: \ud83d and \udc00",
    "</s><pad> {question} {0} %s <|endoftext|> [INST] \\N",
    "\u202e\u200b\ufeff",
]
TOLERANCE = 1e-3
"""Padding changes the order of float32 sums; some 60 log-probabilities add up."""


@pytest.fixture(scope="module", autouse=True)
def short_work_on_one_thread() -> Iterator[None]:
    """Random weights write until their room is full, so give them little."""
    with one_torch_thread(), pytest.MonkeyPatch.context() as patch:
        for module in (transformers_generator, chat_generator):
            patch.setattr(module, "ANSWER_TOKENS", 8)
            patch.setattr(module, "TOKENS_PER_SENTENCE", 8)
        yield


@pytest.fixture(scope="module", params=FACTORIES)
def generator(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Generator:
    name: str = request.param
    return FACTORIES[name](tmp_path_factory.mktemp(name) / name)


@pytest.fixture(scope="module")
def readings(generator: Generator) -> list[Reading]:
    return generator.answer(QUESTION, PASSAGES)


def check(readings: list[Reading], passages: list[str]) -> None:
    assert len(readings) == len(passages)
    for number, (reading, passage) in enumerate(zip(readings, passages, strict=True)):
        assert reading.score <= 0.0
        assert 0.0 <= reading.no_answer <= 1.0
        assert reading.text == reading.text.strip()
        spans = list(reading.spans or ())
        spans += [token.source for token in reading.tokens if token.source is not None]
        for span in spans:
            assert span.index == number
            assert 0 <= span.start < span.end <= len(passage)


def same(left: Reading, right: Reading) -> bool:
    return (
        left.text == right.text
        and left.score == pytest.approx(right.score, abs=TOLERANCE)
        and left.no_answer == pytest.approx(right.no_answer, abs=TOLERANCE)
        and places(left) == places(right)
    )


def places(reading: Reading) -> list[tuple[int, int]] | None:
    """The characters an answer came from; which passage it was depends on the order given."""
    return None if reading.spans is None else [(s.start, s.end) for s in reading.spans]


def test_it_is_a_generator(generator: Generator) -> None:
    assert isinstance(generator, Generator)
    assert generator.name
    assert generator.max_input_tokens > 16


def test_one_reading_per_passage_in_order(readings: list[Reading], generator: Generator) -> None:
    check(readings, PASSAGES)
    turned = generator.answer(QUESTION, PASSAGES[::-1])
    assert all(map(same, readings, turned[::-1]))


def test_no_passages_no_readings(generator: Generator) -> None:
    assert generator.answer(QUESTION, []) == []


def test_a_batch_changes_nothing(readings: list[Reading], generator: Generator) -> None:
    alone = [generator.answer(QUESTION, [passage])[0] for passage in PASSAGES]
    assert all(map(same, readings, alone))
    # More than any batch holds, beside passages of other lengths.
    many = generator.answer(QUESTION, [*PASSAGES, "Rain.", " ".join(PASSAGES)] * 2)
    assert all(map(same, readings, many[5:8]))


def test_the_question_and_the_passage_matter(readings: list[Reading], generator: Generator) -> None:
    assert len({reading.score for reading in readings}) > 1
    other = generator.answer("Who fears for the harbour?", PASSAGES)
    assert [r.score for r in other] != [r.score for r in readings]


def test_asking_again_gives_the_same(readings: list[Reading], generator: Generator) -> None:
    assert generator.answer(QUESTION, PASSAGES) == readings


@pytest.mark.parametrize("length", [1_000, 50_000])
def test_long_texts_are_cut_to_the_window(generator: Generator, length: int) -> None:
    words = "The bridge will cost $1.2bn. " * (length // 29)
    passages = [words, "x" * length, PASSAGES[0]]
    for question in ("Why? " * (length // 5), "y" * length):
        check(generator.answer(question, passages), passages)


def test_odd_characters_are_read(generator: Generator) -> None:
    check(generator.answer(QUESTION, ODD), ODD)
    for odd in ("", "a\x00b", "half a pair: \ud83d", "{passage} </s>"):
        check(generator.answer(odd, PASSAGES[:1]), PASSAGES[:1])
    assert len(generator.summarize(ODD, 1)) <= 1


def test_threads_share_it(readings: list[Reading], generator: Generator) -> None:
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: generator.answer(QUESTION, PASSAGES), range(3)))
        streams = list(pool.map(lambda text: "".join(generator.stream(QUESTION, text)), PASSAGES))
    assert answers == [readings] * 3
    assert streams == [reading.text for reading in readings]


def test_threads_with_unlike_work_share_it(generator: Generator) -> None:
    """Each call has its own cuts and padding, which one tokenizer behind them must not mix up."""
    long = " ".join(PASSAGES * 8)

    def work(number: int) -> object:
        if number % 2:
            return generator.summarize([long, *PASSAGES], 2)
        return [reading.text for reading in generator.answer(QUESTION, [PASSAGES[0], long])]

    alone = [work(0), work(1)]
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)  # threads take turns as often as they can
    try:
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(work, range(8)))
    finally:
        sys.setswitchinterval(before)
    assert together == alone * 4


def test_a_stream_joins_to_the_answer(readings: list[Reading], generator: Generator) -> None:
    for passage, reading in zip(PASSAGES, readings, strict=True):
        assert "".join(generator.stream(QUESTION, passage)) == reading.text
    (odd,) = generator.answer(QUESTION, [" ".join(ODD)])
    assert "".join(generator.stream(QUESTION, " ".join(ODD))) == odd.text


def test_a_stream_left_early_leaves_nothing_behind(
    readings: list[Reading], generator: Generator
) -> None:
    before = set(threading.enumerate())  # some of which may end meanwhile
    for passage in PASSAGES:
        pieces = iter(generator.stream(QUESTION, passage))
        next(pieces, None)
        del pieces
    assert not set(threading.enumerate()) - before
    assert generator.answer(QUESTION, PASSAGES) == readings


@pytest.mark.parametrize("budget", [-1, 0, 1, 3])
def test_a_summary_keeps_its_budget(generator: Generator, budget: int) -> None:
    summary = generator.summarize(PASSAGES, budget)
    assert len(summary) <= max(budget, 0)
    for sentence in summary:
        assert sentence.text.strip()
        for span in sentence.spans or ():
            assert 0 <= span.start < span.end <= len(PASSAGES[span.index])


def test_a_summary_of_nothing_is_empty(generator: Generator) -> None:
    assert generator.summarize([], 3) == []
    assert generator.summarize(["", "  \n"], 3) == []


def test_a_summary_takes_any_length(generator: Generator) -> None:
    assert len(generator.summarize(PASSAGES * 200, 1)) <= 1
    assert len(generator.summarize(["no stop " * 5_000], 1)) <= 1


def test_two_threads_silence_the_libraries_one_after_the_other() -> None:
    logging: Any = transformers.utils.logging
    usual = logging.get_verbosity()
    entered, done = threading.Event(), threading.Event()

    def silence() -> None:
        with silence_libraries():
            entered.set()
        done.set()

    with silence_libraries():
        other = threading.Thread(target=silence)
        other.start()
        assert not entered.wait(0.2)
    assert done.wait(30)
    other.join()
    assert logging.get_verbosity() == usual
