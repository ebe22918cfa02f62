"""Where the server listens, and what the page says of errors."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from qa.errors import CopydeskError, InputError
from qa.neural import resources
from qa.server import serve
from qa.ui import samples
from qa.ui.messages import page_message
from qa.ui.server import listen, page_url


def test_examples_are_offered_for_the_samples_that_are_there() -> None:
    files = {path.name for path in resources.seed_articles()}
    assert {example.file for example in samples.EXAMPLES} <= files
    assert len(samples.sample_questions(samples.sample_ids())) == len(samples.EXAMPLES)
    assert samples.sample_questions(set()) == []


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (
            "the library holds no articles; add some with `copydesk add PATH`",
            "The library holds no articles.",
        ),
        (
            "48 articles are over the limit of 40; name fewer, or give a topic with --about",
            "48 articles are over the limit of 40.",
        ),
        ("run `copydesk check`", "This can't be done here."),
        ("the question is empty; ask something", "The question is empty; ask something."),
        (
            "PDF files need pypdf; install it with `pip install 'copydesk[pdf]'`",
            "PDF files need pypdf.",
        ),
        (
            "it could not be fetched; check the network and HF_HUB_OFFLINE",
            "It could not be fetched.",
        ),
        # A file may be called what it likes.
        ("storm --final.txt: is empty; give a text", "storm --final.txt: is empty; give a text."),
        ("/srv/my news/a.copydesk: is damaged", "a.copydesk: is damaged."),
        ("/opt/models/reader/config.json: cannot be read", "config.json: cannot be read."),
        (
            "https://a.example/b/c.html: the server answered 404",
            "https://a.example/b/c.html: the server answered 404.",
        ),
    ],
)
def test_the_page_says_errors_without_commands_and_folders(error: str, said: str) -> None:
    assert page_message(InputError(error), Path("/srv/my news/a.copydesk")) == said


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
