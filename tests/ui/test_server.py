"""What the pages do and who may call them: the real desk, no browser."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.desk import Desk
from qa.errors import CopydeskError, InputError
from qa.neural import resources
from qa.records import Answer, ArticleInfo
from qa.ui import samples, serve
from qa.ui.handlers import Handlers
from qa.ui.server import is_loopback, listen, page_url
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as desk:
        yield desk


@pytest.fixture
def handlers(desk: Desk) -> Handlers:
    return Handlers(desk)


@pytest.fixture
def filled(handlers: Handlers) -> Handlers:
    assert "Added" in handlers.add_samples()
    return handlers


def test_a_question_is_answered_with_its_words_marked(filled: Handlers) -> None:
    source = filled.ask("What target did Trump demand?", [])
    assert "Trump has demanded that allies spend <mark" in source


def test_the_chosen_articles_alone_are_asked(filled: Handlers) -> None:
    ferry = next(info for info in filled.articles() if "212 aboard" in info.title)
    source = filled.ask("How many people were aboard the Grey Petrel?", [ferry.id])
    assert ferry.title in source
    assert "Broken radar" not in source and "Rutte" not in source


def test_a_topic_is_summarised_and_blank_means_no_topic(filled: Handlers) -> None:
    assert "cd-prose" in filled.summarise([], "the kettle recall", 2)
    one = filled.articles()[0]
    source = filled.summarise([one.id], "  ", 1)
    assert "Summary of 1 article" in source
    assert source.count('class="cd-sentence') == 1


def test_a_question_is_narrowed(filled: Handlers) -> None:
    question = "What target did Trump demand?"
    shown, turns = filled.converse(question, [], False, (), {"since": "2124-01-01"})
    assert "Not in" in shown and len(turns) == 1
    shown, _ = filled.converse(question, [], False, (), {"language": "en", "source": ""})
    assert "cd-" in shown


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://169.254.169.254/", "ftp://a/b"])
def test_an_address_is_fetched_with_care(filled: Handlers, address: str) -> None:
    before = filled.articles()
    shown = filled.add_address(address)
    assert 'role="alert"' in shown and address.rstrip("/") in shown
    assert filled.add_address("  ") == ""
    assert filled.articles() == before


def test_articles_are_compared(filled: Handlers) -> None:
    source = filled.compare("How many people were aboard the Grey Petrel?", None)
    assert "212" in source and "231" in source and "Silent" in source


@pytest.mark.parametrize("question", ["", "  \n", "x" * 100_000])
def test_a_question_that_cannot_be_asked_gets_a_message(filled: Handlers, question: str) -> None:
    for source in (filled.ask(question, []), filled.compare(question, [])):
        assert 'role="alert"' in source
        assert "Traceback" not in source
        assert len(source) < 1_000


def test_a_removed_article_gets_a_message(filled: Handlers) -> None:
    assert "0123456789abcdef" in filled.ask("Who?", ["0123456789abcdef"])


def test_an_article_removed_while_its_answer_was_made_is_shown_by_its_quote(
    filled: Handlers, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = desk.ask

    def ask_then_remove(
        question: str, *, articles: tuple[str, ...], explain: bool = False
    ) -> Answer:
        result = ask(question, articles=articles, explain=explain)
        desk.remove(*{citation.article_id for citation in result.citations})
        return result

    monkeypatch.setattr(desk, "ask", ask_then_remove)
    assert ">5%</mark>" in filled.ask("What target did Trump demand?", [])


def test_the_unforeseen_is_logged_and_told_without_its_details(
    handlers: Handlers,
    desk: Desk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> list[ArticleInfo]:
        raise RuntimeError("/home/secret/path")

    monkeypatch.setattr(desk, "articles", fail)
    with caplog.at_level(logging.ERROR):
        source = handlers.table()
    assert "Something went wrong" in source
    assert "secret" not in source
    assert "/home/secret/path" in caplog.text


def test_good_files_are_added_beside_bad_ones_and_no_path_shows(
    handlers: Handlers, tmp_path: Path
) -> None:
    folder = tmp_path / "gradio" / "0123abcd"
    folder.mkdir(parents=True)
    good, binary, empty = folder / "good.txt", folder / "photo <1>.txt", folder / "empty.md"
    good.write_text("A fine title\n\nThe mayor opened the bridge.\n", "utf-8")
    binary.write_bytes(b"\x89PNG\0\0\0")
    empty.write_bytes(b"")
    source = handlers.add([str(good), str(binary), str(empty)])
    assert "A fine title" in source
    assert "photo &lt;1&gt;.txt: is a picture" in source
    assert "empty.md: " in source
    assert "gradio" not in source and "0123abcd" not in source
    assert [info.title for info in handlers.articles()] == ["A fine title"]
    assert "Already in the library" in handlers.add([str(good)])


def test_removing_takes_what_is_ticked_and_asks_for_ticks(filled: Handlers) -> None:
    first, second, *rest = filled.articles()
    assert "Tick the articles" in filled.remove(" ")
    source = filled.remove(f"{first.id} {second.id}")
    assert "Removed" in source
    assert filled.articles() == rest


def test_examples_are_offered_for_the_samples_that_are_there(filled: Handlers) -> None:
    ids = {info.id for info in filled.articles()}
    files = {path.name for path in resources.seed_articles()}
    assert {example.file for example in samples.EXAMPLES} <= files
    assert "What target did Trump demand?" in samples.sample_questions("ask", ids)
    assert len(samples.sample_questions("compare", ids)) >= 3
    assert samples.sample_questions("ask", set()) == []


def test_a_taken_port_is_told_with_the_remedy(library: Path) -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CopydeskError, match=f"port {port} on 127.0.0.1 is in use.*--port"):
            serve(library, port=port)
    assert not library.exists()


@pytest.mark.parametrize("port", [-1, 65_536])
def test_a_port_out_of_range_is_refused(port: int) -> None:
    with pytest.raises(InputError, match=str(port)):
        listen("127.0.0.1", port)


@pytest.mark.parametrize("host", ["not a host", "x" * 300, "192.0.2.1"])
def test_a_host_that_is_not_here_is_refused(host: str) -> None:
    with pytest.raises(InputError, match=r"127\.0\.0\.1"):
        listen(host, 0)


def test_any_free_port_can_be_asked_for() -> None:
    with listen("localhost", 0) as listener:
        assert listener.getsockname()[1] > 0
        assert listener.family in (socket.AF_INET, socket.AF_INET6)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::1", "http://[::1]:80/"),
        ("[::1]", "http://[::1]:80/"),
        ("desk.example", "http://desk.example:80/"),
    ],
)
def test_the_address_is_one_a_browser_can_open(host: str, url: str) -> None:
    assert page_url(host, 80) == url


def test_loopback_is_told_from_the_world() -> None:
    assert all(map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "10.0.0.1", "desk.example", ""]))
