"""The page's addresses over a real desk, without a browser."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from qa.api import create_app
from qa.api.app import Access
from qa.desk import Desk
from qa.desk.listening import relay_progress
from qa.ui.application import make_application
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator


@pytest.fixture
def library(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    path = tmp_path / "library.copydesk"
    if "filled" in request.fixturenames:
        shutil.copy(request.getfixturevalue("seeds_made"), path)
    return path


@pytest.fixture
def desk(library: Path, small_alone: None) -> Iterator[Desk]:
    with Desk.open(
        library, model=OverlapGenerator(), embedder=HashEmbedder(), progress=relay_progress
    ) as desk:
        yield desk


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    app = create_app(desk, pages=make_application(desk))
    with TestClient(app, base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture
def filled(client: TestClient) -> TestClient:
    """The client of a library that holds the sample articles."""
    return client


def waited(client: TestClient, path: str, state: str = "done") -> dict[str, Any]:
    for _ in range(2_000):
        found: dict[str, Any] = client.get(path).json()
        if found["state"] == state:
            return found
        time.sleep(0.01)
    raise AssertionError(found)


def asked(client: TestClient, text: str, talk: str = "", **body: Any) -> dict[str, Any]:
    talk = talk or client.post("/desk/conversations").json()["id"]
    made = client.post(f"/desk/conversations/{talk}/entries", json={"text": text, **body})
    assert made.status_code == 200, made.text
    return waited(client, f"/desk/entries/{made.json()['id']}")


def finished(client: TestClient) -> dict[str, Any]:
    for _ in range(2_000):
        job: dict[str, Any] = client.get("/desk/state").json()["job"]
        if job["state"] != "running":
            return job
        time.sleep(0.01)
    raise AssertionError(job)


def test_the_page_loads_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert "http://" not in page.text and "https://" not in page.text.replace(
        'placeholder="https://"', ""
    )
    assert client.get("/static/js/app.js").status_code == 200
    assert client.get("/static/../routes.py").status_code == 404


def test_an_answer_has_its_sentence_and_its_numbered_place(filled: TestClient, desk: Desk) -> None:
    entry = asked(filled, "When will the bridge open?")
    [cite] = entry["cites"]
    article = desk.article(cite["article"])
    assert article.text[cite["start"] : cite["end"]] == cite["quote"] == entry["result"]["text"]
    pieces = entry["result"]["quotes"][0]["pieces"]
    assert [piece["text"] for piece in pieces if piece.get("cites") == [1]] == [cite["quote"]]
    shown = filled.get(f"/desk/articles/{cite['article']}", params={"entry": entry["id"]}).json()
    marks = [p["text"] for line in shown["paragraphs"] for p in line["pieces"] if "cites" in p]
    assert marks == [cite["quote"]]


def test_what_is_not_there_names_the_nearest(filled: TestClient) -> None:
    result = asked(filled, "Who won the regatta at Zuilen?")["result"]
    assert result["state"] in ("none", "weak")
    assert result["quotes"][0]["title"]


def test_a_conversation_is_found_again(filled: TestClient) -> None:
    first = asked(filled, "How much will the bridge cost?")
    second = asked(filled, "and when will it open?", first["conversation"])
    assert second["understood"] == "When will the bridge open?"
    again = filled.get(f"/desk/conversations/{first['conversation']}").json()
    assert [each["id"] for each in again["entries"]] == [first["id"], second["id"]]
    [info] = filled.get("/desk/state").json()["conversations"]
    assert info["title"] == "How much will the bridge cost?" and info["entries"] == 2
    assert filled.delete(f"/desk/conversations/{info['id']}").status_code == 200
    assert filled.get(f"/desk/conversations/{info['id']}").status_code == 400


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Compare how much the bridge will cost", "compare"),
        ("Summarise the kettle recall", "summarize"),
        ("Quotes by the mayor", "quotes"),
        # The shipped reader checks it.
        pytest.param(
            "Verify: The Grey Petrel had 212 people aboard.",
            "verify",
            marks=(pytest.mark.slow, pytest.mark.model),
        ),
    ],
)
def test_words_say_what_is_to_be_done(filled: TestClient, text: str, mode: str) -> None:
    entry = asked(filled, text)
    assert entry["mode"] == mode
    assert entry["cites"]
    for form in ("text", "markdown", "csv"):
        made = filled.get(f"/desk/entries/{entry['id']}/export", params={"form": form})
        assert made.status_code == 200 and len(made.text) > 60
        assert "attachment" in made.headers["content-disposition"]


def test_a_filter_narrows_what_is_asked(filled: TestClient) -> None:
    shown = {"source": "Halden Wire", "query": "kettl"}
    listed = filled.get("/v1/articles", params=shown).json()
    assert listed["total"] == 2 and {a["source"] for a in listed["articles"]} == {"Halden Wire"}
    options = {"source": "Halden Wire", "words": "kettl"}
    entry = asked(filled, "How many kettles were recalled?", options=options)
    assert {cite["source"] for cite in entry["cites"]} == {"Halden Wire"}


def test_files_are_added_bad_ones_named(client: TestClient) -> None:
    files = [
        ("files", ("../../note (1).txt", b"Mayor opens library\n\nIt holds 61,000 books.\n")),
        ("files", ("photo.txt", b"\x89PNG\r\n\0\0\0")),
        ("files", ("huge.txt", b"x" * 10_000_001)),
    ]
    assert client.post("/desk/add/files", files=files, params={"of": 3}).status_code == 200
    job = finished(client)
    assert (job["state"], job["added"], job["done"], job["total"]) == ("done", 1, 3, 3)
    assert any(each.lower().startswith("photo.txt") for each in job["failed"])
    assert any("10 MB" in each for each in job["failed"])
    [article] = client.get("/v1/articles").json()["articles"]
    assert article["title"] == "Mayor opens library"


def test_a_text_and_addresses_are_told_apart(client: TestClient) -> None:
    client.post("/desk/add/text", json={"text": "A weir breaks\n\nWater rose by 2 m."})
    assert finished(client)["added"] == 1
    client.post("/desk/add/text", json={"text": "http://127.0.0.1:1/a\nhttp://127.0.0.1:1/b"})
    job = finished(client)
    assert job["added"] == 0 and len(job["failed"]) == 2
    assert client.post("/desk/add/text", json={"text": " \n"}).status_code == 400


def test_removing_can_be_undone(filled: TestClient, desk: Desk) -> None:
    before = desk.articles()
    ids = [info.id for info in before[:2]]
    passages = desk.search("kettle", top_k=20)
    removed = filled.post("/desk/articles/remove", json={"articles": ids}).json()
    assert len(desk.articles()) == len(before) - 2
    back = filled.post("/desk/articles/restore", json={"key": removed["key"]}).json()
    assert sorted(back["titles"]) == sorted(removed["titles"])
    assert sorted(desk.articles(), key=lambda i: i.id) == sorted(before, key=lambda i: i.id)
    assert {h.passage for h in desk.search("kettle", top_k=20)} == {h.passage for h in passages}
    again = filled.post("/desk/articles/restore", json={"key": removed["key"]}).json()
    assert again["titles"] == []


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/desk/conversations/nope/entries", {"text": "Who?"}),
        ("POST", "/desk/conversations/nope/entries", {"text": ""}),
        ("GET", "/desk/entries/nope", None),
        ("GET", "/desk/articles/zzzz", None),
        ("POST", "/desk/articles/remove", {"articles": ["0123456789abcdef"]}),
        ("POST", "/desk/articles/remove", {"articles": []}),
        ("POST", "/desk/conversations/nope/entries", {"text": "x" * 30_000}),
    ],
)
def test_what_cannot_be_done_is_a_message_without_commands(
    filled: TestClient, method: str, path: str, body: Any
) -> None:
    answer = filled.request(method, path, json=body)
    assert 400 <= answer.status_code < 500
    message = answer.json()["message"]
    assert message and "copydesk " not in message and "--" not in message


def test_a_cell_of_a_table_is_no_formula(client: TestClient, desk: Desk) -> None:
    from qa.ui.exports import to_csv

    view = {"mode": "ask", "text": "=HYPERLINK(1)", "result": {"text": "-2"}, "cites": []}
    line = to_csv(view).splitlines()[1]
    assert line.startswith("'=HYPERLINK") and ",'-2," in line


def test_what_follows_a_stopped_addition_is_not_added(client: TestClient, desk: Desk) -> None:
    def send(number: int, job: str = "") -> dict[str, Any]:
        files = [("files", (f"{number}.txt", f"Weir {number}\n\nIt broke.\n".encode()))]
        found = client.post("/desk/add/files", files=files, params={"of": 3, "job": job})
        shown: dict[str, Any] = found.json()
        return shown

    job = send(1)["id"]
    assert client.post("/desk/add/stop").json()["state"] == "stopped"
    assert send(2, job)["state"] == "stopped"
    assert len(desk.articles()) <= 1
    send(3)
    client.post("/desk/add/text", json={"text": "Weir 4\n\nIt held."})
    assert client.post("/desk/add/stop").status_code == 200


def test_too_many_articles_for_a_summary_are_told_with_the_remedy(
    client: TestClient, desk: Desk
) -> None:
    from tests.support.fakes import article_of

    desk.add(*(article_of(f"Weir {n} held.", f"Weir {n}") for n in range(41)))
    talk = client.post("/desk/conversations").json()["id"]
    path = f"/desk/conversations/{talk}/entries"
    made = client.post(path, json={"text": "", "mode": "summarize"}).json()
    assert "name a topic" in waited(client, f"/desk/entries/{made['id']}", "failed")["message"]


def test_who_may_only_read_is_told_so(client: TestClient, desk: Desk) -> None:
    assert client.get("/desk/state").json()["mayWrite"] is True
    app = create_app(desk, access=Access(read_only=True), pages=make_application(desk))
    with TestClient(app, base_url="http://127.0.0.1") as reader:
        assert reader.get("/desk/state").json()["mayWrite"] is False
        assert reader.post("/desk/add/samples").status_code == 403
