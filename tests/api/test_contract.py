"""Every door gives the same answer, confidence and citations to the same question."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

import qa.neural.embedder
import qa.neural.seq2seq.loading
from qa.api import relay_progress
from qa.cli import cli
from qa.desk import Desk
from qa.neural.embedder import load_embedder
from qa.neural.resources import models_dir, seed_articles
from qa.neural.seq2seq.loading import load_generator
from qa.protocols import Embedder, Generator
from qa.version import __version__
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.processes import command, environment
from tests.support.serving import all_doors, served
from tests.support.shipped import read_once

QUESTIONS = (
    "How many people were aboard the Grey Petrel?",
    "What target did Trump demand?",
    "Who blamed the radar?",
    "When was the kettle recalled?",
    "How much did the bridge in Port Callisa cost?",
    "Why did the ferry run aground?",
    "Was anybody hurt on the Grey Petrel?",
    "Who won the chess championship?",
)
SAME = 1e-5
"""Confidences nearer than this are the same: passages in another batch round otherwise."""


@dataclass(frozen=True)
class House:
    """A library, the desk over it, and the address where it is served."""

    desk: Desk
    library: Path
    address: str
    shipped: bool
    answers: dict[str, Any]


def shipped() -> tuple[Generator, Embedder]:
    if not (models_dir() / "copydesk-small" / "config.json").is_file():
        pytest.skip("models/copydesk-small is not there")
    return load_generator(None), load_embedder(None)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(False, id="made"),
        pytest.param(True, id="shipped", marks=(pytest.mark.model, pytest.mark.slow)),
    ],
)
def house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    library = tmp_path_factory.mktemp("contract") / "news.copydesk"
    reader, embedder = shipped() if request.param else (OverlapGenerator(), HashEmbedder())
    with (
        pytest.MonkeyPatch.context() as patch,
        read_once(),  # the doors differ in what they hand over, not in what is read
        Desk.open(library, model=reader, embedder=embedder, progress=relay_progress) as desk,
    ):
        # The command line opens the library itself, with the same models.
        patch.setattr(qa.neural.embedder, "load_embedder", lambda *_, **__: embedder)
        patch.setattr(qa.neural.seq2seq.loading, "load_reader", lambda *_, **__: reader)
        desk.add(*seed_articles())
        app = all_doors(desk)
        with served(app) as address:
            own = {each: json.loads(json.dumps(desk.ask(each).to_dict())) for each in QUESTIONS}
            yield House(desk, library, address, request.param, own)


def by_command(house: House) -> Iterator[Any]:
    for question in QUESTIONS:
        done = CliRunner().invoke(cli, ["ask", question, "--json", "--library", str(house.library)])
        assert done.exit_code == 0, done.output
        yield json.loads(done.stdout)


def by_rest(house: House) -> Iterator[Any]:
    with httpx.Client(timeout=60) as client:
        for question in QUESTIONS:
            yield client.post(f"{house.address}/v1/ask", json={"question": question}).json()


def by_openai(house: House) -> Iterator[Any]:
    openai = pytest.importorskip("openai")
    with openai.OpenAI(base_url=f"{house.address}/v1", api_key="none") as client:
        for question in QUESTIONS:
            made = client.chat.completions.create(
                model="copydesk", messages=[{"role": "user", "content": question}]
            )
            answer = made.copydesk
            assert_marked(made.choices[0].message, answer["citations"])
            assert answer["answer"] in made.choices[0].message.content
            yield answer


def assert_marked(message: Any, citations: list[dict[str, Any]]) -> None:
    """Each citation has its number in the text, and an annotation there."""
    marks = [mark.url_citation for mark in message.annotations]
    cited = [{k: c[k] for k in ("article_id", "start", "end", "quote")} for c in citations]
    assert [{k: getattr(mark, k) for k in cited[0]} for mark in marks if cited] == cited
    assert [message.content[mark.start_index : mark.end_index] for mark in marks] == [
        f"[{number}]" for number in range(1, len(marks) + 1)
    ]


def by_openai_stream(house: House) -> Iterator[Any]:
    openai = pytest.importorskip("openai")
    with openai.OpenAI(base_url=f"{house.address}/v1", api_key="none") as client:
        for question in QUESTIONS:
            stream = client.chat.completions.create(
                model="copydesk", messages=[{"role": "user", "content": question}], stream=True
            )
            chunks = list(stream)
            text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
            answer = chunks[-1].copydesk
            assert chunks[-1].choices[0].finish_reason == "stop"
            assert answer["answer"] in text
            yield answer


async def _called(where: Any, questions: Sequence[str]) -> list[Any]:
    async with Client(where) as client:
        results = [await client.call_tool("ask", {"question": each}) for each in questions]
    assert not any(result.is_error for result in results), results
    return [result.structured_content for result in results]


def by_mcp(house: House) -> Iterator[Any]:
    yield from asyncio.run(_called(f"{house.address}/mcp", QUESTIONS))


def by_gradio(house: House) -> Iterator[Any]:
    from gradio_client import Client as GradioClient

    client = GradioClient(house.address, verbose=False)
    try:
        for question in QUESTIONS:
            yield client.predict(question, api_name="/ask")
    finally:
        client.close()


DOORS: tuple[Callable[[House], Iterator[Any]], ...] = (
    by_command,
    by_rest,
    by_openai,
    by_openai_stream,
    by_mcp,
    by_gradio,
)


def compared(answer: Any) -> Any:
    """What every door has to give alike."""
    kept = {k: answer[k] for k in ("question", "answer", "answerable", "citations", "note")}
    # Who checks depends on whether the reader is the shipped one, and only the command line loads
    # that by itself here.
    versions = {k: v for k, v in answer["versions"].items() if k != "checker"}
    more = {"reasons": answer["support"]["reasons"], "by": answer["attribution"]}
    return {**kept, **more, "versions": versions}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_door_says_what_the_desk_says(
    house: House, door: Callable[[House], Iterator[Any]]
) -> None:
    for question, other in zip(QUESTIONS, door(house), strict=True):
        own = house.answers[question]
        assert compared(other) == compared(own)
        assert other["confidence"] == pytest.approx(own["confidence"], abs=SAME)
        for citation in own["citations"]:
            text = house.desk.article(citation["article_id"]).text
            assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_answers_name_the_models(house: House) -> None:
    for answer in house.answers.values():
        versions = answer["versions"]
        assert versions["copydesk"] == __version__
        assert [each["name"] for each in versions["reader"]] == [house.desk.load()]
        assert {len(each["sha256"]) for each in versions["reader"] + versions["embedder"]} == {
            64 if house.shipped else 0
        }


def test_the_questions_have_answers_and_have_none(house: House) -> None:
    assert {answer["answerable"] for answer in house.answers.values()} == {True, False}


@pytest.mark.slow
def test_the_tools_over_stdin_say_the_same(house: House) -> None:
    if house.shipped:
        pytest.skip("the process of its own has the made reader")
    program, *arguments = command("mcp")
    where = StdioServerParameters(command=program, args=arguments, env=environment(house.library))

    answers = asyncio.run(_called(stdio_client(where), QUESTIONS[:3]))
    for question, other in zip(QUESTIONS, answers, strict=False):
        assert compared(other) == compared(house.answers[question])
