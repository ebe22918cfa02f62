"""The REST API: what it takes, what it gives, and how it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any
from unittest.mock import Mock

import pytest
from fastapi.testclient import TestClient

from qa.api import create_app
from qa.api.app import Access
from qa.api.problems import describe_problem
from qa.desk import Desk
from qa.errors import LibraryError
from qa.records.record import Record
from tests.api.conftest import BASE
from tests.support.events import parse_events

QUESTION = "What happened to the people aboard the Grey Petrel?"
CLAIM = "The ferry had 212 aboard."
STREAM = {"accept": "text/event-stream"}
PAGE = b"<html><title>The tower</title><body><article><p>%s</p></article></body></html>" % (
    b"The tower of Ostmark is 90 metres high, the mayor said, and a firm built it in 1990. " * 3
)

Ask = Callable[[Desk], Record]
# A text is checked by the shipped reader where the generator cannot point.
LOADING = (pytest.mark.model, pytest.mark.slow)
CASES: list[Any] = [
    ("ask", {"question": QUESTION}, lambda d: d.ask(QUESTION)),
    ("ask", {"question": QUESTION, "explain": True}, lambda d: d.ask(QUESTION, explain=True)),
    ("ask", {"question": "Who won?", "force": True}, lambda d: d.ask("Who won?", force=True)),
    ("ask", {"question": QUESTION, "top_k": 2, "mode": "lexical", "since": "2025-02-01"},
     lambda d: d.ask(QUESTION, top_k=2, mode="lexical", since="2025-02-01")),
    ("compare", {"question": QUESTION}, lambda d: d.compare(QUESTION)),
    ("summarize", {"about": "the kettle recall"}, lambda d: d.summarize(about="the kettle recall")),
    ("summarize", {"sentences": 2}, lambda d: d.summarize(sentences=2)),
    pytest.param("verify", {"text": CLAIM}, lambda d: d.verify(CLAIM), marks=LOADING),
]  # fmt: skip


def plain(value: Any) -> Any:
    """A result without its times, as JSON has it."""
    made = json.loads(json.dumps(value))
    made.pop("timings_ms", None)
    return made


@pytest.mark.parametrize(("path", "body", "ask"), CASES)
def test_an_operation_gives_what_the_desk_gives(
    client: TestClient, desk: Desk, path: str, body: dict[str, Any], ask: Ask
) -> None:
    response = client.post(f"/v1/{path}", json=body)
    assert response.status_code == 200, response.text
    assert plain(response.json()) == plain(ask(desk).to_dict())


@pytest.mark.parametrize(("path", "body", "ask"), CASES)
def test_a_stream_ends_with_the_same_result(
    client: TestClient, desk: Desk, path: str, body: dict[str, Any], ask: Ask
) -> None:
    response = client.post(f"/v1/{path}", json=body, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    events = parse_events(response.text)
    assert events[-1][0] == "result"
    assert plain(events[-1][1]) == plain(ask(desk).to_dict())
    assert {name for name, _ in events} <= {"progress", "piece", "result"}


def test_the_pieces_of_an_answer_are_the_answer(client: TestClient) -> None:
    events = parse_events(client.post("/v1/ask", json={"question": QUESTION}, headers=STREAM).text)
    pieces = "".join(value["text"] for name, value in events if name == "piece")
    assert pieces == events[-1][1]["answer"] != ""


def test_a_comparison_tells_how_far_it_is(client: TestClient) -> None:
    sent = client.post("/v1/compare", json={"question": QUESTION}, headers=STREAM)
    steps = [value for name, value in parse_events(sent.text) if name == "progress"]
    assert steps[0]["done"] == 0
    assert [step["done"] for step in steps] == sorted(step["done"] for step in steps)
    assert steps[-1]["done"] == steps[-1]["total"] > 1


def test_hits_and_quotes_are_the_desks(client: TestClient, desk: Desk) -> None:
    found = client.post("/v1/search", json={"question": "a ferry", "top_k": 3}).json()
    assert found == {"hits": [hit.to_dict() for hit in desk.search("a ferry", top_k=3)]}
    said = client.post("/v1/quotes", json={"speaker": "Rutte"}).json()
    assert said == {"quotes": [quote.to_dict() for quote in desk.quotes(speaker="Rutte")]}
    assert said["quotes"]


def test_articles_are_listed_in_parts(client: TestClient, desk: Desk) -> None:
    infos = [info.to_dict() for info in desk.articles()]
    whole = client.get("/v1/articles").json()
    assert whole == {"articles": infos, "total": len(infos), "offset": 0, "limit": 100}
    part = client.get("/v1/articles", params={"offset": 2, "limit": 3}).json()
    assert part["articles"] == infos[2:5]
    assert part["total"] == len(infos)
    oldest = client.get("/v1/articles", params={"order": "oldest"}).json()["articles"]
    assert oldest == infos[::-1]
    titles = [i["title"] for i in client.get("/v1/articles?order=title").json()["articles"]]
    assert titles == sorted(titles, key=str.casefold)


def test_articles_are_searched_and_filtered(client: TestClient) -> None:
    found = client.get("/v1/articles", params={"query": "petrel RADAR"}).json()
    assert [info["title"] for info in found["articles"]] == [
        "Broken radar blamed for Grey Petrel grounding"
    ]
    some = client.get(
        "/v1/articles", params={"source": "Halden Wire", "since": "2025-01-01"}
    ).json()
    assert {info["source"] for info in some["articles"]} == {"Halden Wire"}
    counts = client.get("/v1/articles/facets").json()
    assert counts["sources"]["Halden Wire"] == some["total"] == 2
    assert list(counts["years"]) == ["2025"]


def test_an_article_is_read_whole(client: TestClient, desk: Desk) -> None:
    article = desk.article(desk.articles()[0].id)
    read = client.get(f"/v1/articles/{article.id[:6]}").json()
    passages = read.pop("passages")
    assert read == {**article.to_dict(), "pages": []}
    assert [article.text[p["start"] : p["end"]] for p in passages] == [p["text"] for p in passages]


def test_a_text_is_added_read_and_removed(client: TestClient) -> None:
    text = "The bridge at Quell is 90 metres long.\nIt opened on Monday."
    body = {"text": text, "date": "2025-01-02", "source": "The Quell Post"}
    (added,) = client.post("/v1/articles", json=body).json()["added"]
    read = client.get(f"/v1/articles/{added['id']}").json()
    assert (read["text"], read["date"], read["source"]) == (text, "2025-01-02", "The Quell Post")
    assert client.post("/v1/articles", json=body).json()["unchanged"] == [added]
    assert client.delete(f"/v1/articles/{added['id']}").json() == {"removed": [added]}
    assert client.get(f"/v1/articles/{added['id']}").status_code == 404


def test_several_are_removed_or_none(client: TestClient, desk: Desk) -> None:
    first, second, *rest = desk.articles()
    refused = client.post("/v1/articles/remove", json={"articles": [first.id, "0" * 16]})
    assert refused.status_code == 404
    removed = client.post("/v1/articles/remove", json={"articles": [first.id, second.id]}).json()
    assert [info["id"] for info in removed["removed"]] == [first.id, second.id]
    assert desk.articles() == rest


@pytest.mark.slow
def test_files_are_uploaded_and_each_is_accounted_for(client: TestClient) -> None:
    files = [
        ("files", ("tower.html", PAGE)),
        ("files", ("..\\x/photo.png", b"\x89PNG\r\n\x1a\n\0")),
    ]
    sent = client.post(
        "/v1/articles/upload", files=files, data={"source": "Ostmark Wire"}, headers=STREAM
    )
    events = parse_events(sent.text)
    report = events[-1][1]
    assert [(i["title"], i["source"]) for i in report["added"]] == [("The tower", "Ostmark Wire")]
    assert [failure["path"] for failure in report["failed"]] == ["photo.png"]
    steps = [value for name, value in events if name == "progress"]
    assert steps[-1]["done"] == steps[-1]["total"] == 2


@pytest.mark.parametrize("address", ["http://127.0.0.1/", "http://[::1]/", "http://169.254.1.1/"])
def test_an_address_inside_the_network_is_not_fetched(client: TestClient, address: str) -> None:
    report = client.post("/v1/articles", json={"addresses": [address]}).json()
    assert report["added"] == []
    assert report["failed"][0]["path"] == address


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "ask", {"question": " "}, 400),
        ("POST", "ask", {"question": "x" * 3_000}, 400),
        ("POST", "ask", {"question": "Who?", "since": "soon"}, 400),
        ("POST", "ask", {"question": "Who?", "articles": ["0" * 16]}, 404),
        ("POST", "ask", {}, 422),
        ("POST", "ask", {"question": "Who?", "modus": "x"}, 422),
        ("POST", "ask", {"question": "Who?", "top_k": 0}, 422),
        ("POST", "summarize", {"sentences": 999}, 422),
        ("POST", "articles", {"addresses": ["/etc/passwd"]}, 422),
        ("POST", "articles", {"addresses": ["file:///etc/passwd"]}, 422),
        ("POST", "articles", {"text": " "}, 422),
        ("POST", "articles", {"text": "A line.", "date": "soon"}, 400),
        ("GET", "articles?order=random", None, 422),
        ("GET", "articles/zz", None, 404),
        ("GET", "ask", None, 405),
        ("GET", "nothing", None, 404),
    ],
)
def test_what_cannot_be_done_is_a_problem(
    client: TestClient, method: str, path: str, body: Any, status: int
) -> None:
    for headers in ({}, STREAM):
        response = client.request(method, f"/v1/{path}", json=body, headers=headers)
        assert response.status_code == status
        assert response.headers["content-type"] == "application/problem+json"
        problem = response.json()
        assert problem["status"] == status
        assert problem["type"] and problem["title"] and problem["detail"]


def test_broken_json_and_half_characters_are_refused(client: TestClient) -> None:
    for data in (
        b"{",
        b'{"question": "\\ud800"}',
        b'{"\\ud800": 1}',
        b'{"question": "\xff"}',
        b"[]",
        b"",
    ):
        sent = client.post("/v1/ask", content=data, headers={"content-type": "application/json"})
        assert sent.status_code in (400, 422), sent.text


def test_a_broken_library_does_not_tell_its_path(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise LibraryError(f"{desk.path}: is damaged")

    monkeypatch.setattr(type(desk), "browse", broken)
    sent = client.get("/v1/articles")
    assert sent.status_code == 503
    assert sent.json()["detail"] == f"{desk.path.name}: is damaged"


def test_an_address_of_milvus_is_not_told_either() -> None:
    address = "milvus://db.example:19530/news"
    service = Mock(desk=Mock(path=Path(address)))
    request = Mock(app=Mock(state=Mock(copydesk=service)))
    for shown in (address, Path(address)):
        told = describe_problem(LibraryError(f"{shown}: is closed"), request)
        assert told.detail == "news: is closed"


def test_what_nobody_foresaw_is_told_without_its_words(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise ZeroDivisionError("a secret")

    monkeypatch.setattr(type(desk), "compare", broken)
    for headers in ({}, STREAM):
        sent = client.post("/v1/compare", json={"question": QUESTION}, headers=headers)
        assert sent.status_code == 500
        assert "secret" not in sent.text
    assert "a secret" in caplog.text


def test_an_error_after_the_first_event_ends_the_stream(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_: Any, **__: Any) -> Iterator[str]:
        yield "one "
        raise LibraryError(f"{desk.path}: is full")

    monkeypatch.setattr(type(desk), "stream", late)
    events = parse_events(client.post("/v1/ask", json={"question": "?"}, headers=STREAM).text)
    assert [name for name, _ in events] == ["piece", "error"]
    assert events[-1][1]["status"] == 503


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"origin": BASE}, 200),
        ({"origin": "https://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "elsewhere.example"}, 403),
        ({"host": "elsewhere.example", "origin": "http://elsewhere.example"}, 403),
    ],
)
def test_pages_of_other_sites_are_turned_away(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    sent = client.get("/v1/articles", headers=headers)
    assert sent.status_code == status
    assert status == 403 or sent.headers["x-content-type-options"] == "nosniff"


def test_a_server_for_others_answers_to_any_name_but_not_across_origins(desk: Desk) -> None:
    with TestClient(
        create_app(desk, access=Access(local=False)), base_url="http://desk.example"
    ) as client:
        assert client.get("/v1/articles").status_code == 200
        own, other = {"origin": "http://desk.example"}, {"origin": "http://evil.example"}
        assert client.get("/v1/articles", headers=own).status_code == 200
        assert client.get("/v1/articles", headers=other).status_code == 403


def test_the_description_names_every_operation_and_its_problems(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) >= {
        f"/v1/{name}"
        for name in ("ask", "summarize", "compare", "verify", "quotes", "search", "articles")
    }
    ask = described["paths"]["/v1/ask"]["post"]["responses"]
    assert set(ask["200"]["content"]) == {"application/json", "text/event-stream"}
    answer = described["components"]["schemas"]["Answer"]
    assert {"answer", "confidence", "citations", "support"} <= set(answer["properties"])
    assert "429" in ask


def test_who_hangs_up_ends_long_work(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    from qa.api.progress import relay_progress
    from qa.api.work import Line, stream
    from qa.records import ProgressEvent

    ended, going = Event(), Event()

    def endless(emit: Any) -> None:
        try:
            while True:
                relay_progress(ProgressEvent("read", 0, 0))
                going.wait(0.01)
        finally:
            ended.set()

    async def listen_and_leave() -> None:
        events = stream(Line("reading", 1), endless)
        await anext(events)
        await events.aclose()

    asyncio.run(listen_and_leave())
    assert ended.wait(5)


def test_a_full_line_says_when_to_come_again(desk: Desk) -> None:
    app = create_app(desk)
    with TestClient(app, base_url=BASE) as client:
        app.state.copydesk.reading.waiting = 1_000
        sent = client.post("/v1/ask", json={"question": QUESTION})
        app.state.copydesk.reading.waiting = 0
    assert sent.status_code == 429
    assert int(sent.headers["retry-after"]) >= 1


@pytest.fixture
def empty(library: Path) -> Iterator[Desk]:
    from tests.support.fakes import HashEmbedder
    from tests.support.fakes_generator import OverlapGenerator

    with Desk.open(library, model=OverlapGenerator(), embedder=HashEmbedder()) as desk:
        yield desk


def test_an_empty_library_says_so(empty: Desk) -> None:
    with TestClient(create_app(empty), base_url=BASE) as client:
        assert client.get("/v1/articles").json()["total"] == 0
        sent = client.post("/v1/ask", json={"question": QUESTION})
        assert sent.status_code == 400
        assert "no articles" in sent.json()["detail"]
