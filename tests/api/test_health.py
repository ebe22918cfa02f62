"""What whoever runs the server sees: health, metrics, and lines that hold no question."""

from __future__ import annotations

import json
import logging

import pytest
from fastapi.testclient import TestClient

from qa.api import create_app
from qa.desk import Desk
from qa.errors import LibraryError
from qa.server.logs import JsonFormatter
from tests.api.conftest import BASE

QUESTION = "How many people were aboard the Grey Petrel?"


def test_a_server_lives_at_once_and_is_ready_with_its_models(desk: Desk) -> None:
    app = create_app(desk, load=True)
    with TestClient(app, base_url=BASE) as client:
        assert client.get("/health/live").json() == {"status": "live"}
        client.post("/v1/ask", json={"question": QUESTION})
        assert client.get("/health/ready").json() == {"status": "ready"}
        app.state.copydesk.not_ready = "the models are loading"
        assert client.get("/health/ready").status_code == 503


def test_a_broken_library_is_not_ready(
    client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise LibraryError(f"{desk.path}: is damaged")

    monkeypatch.setattr(type(desk), "browse", broken)
    sent = client.get("/health/ready")
    assert sent.status_code == 503
    assert str(desk.path) not in sent.text


def test_metrics_have_the_time_of_each_stage(client: TestClient) -> None:
    client.post("/v1/ask", json={"question": QUESTION})
    client.get("/v1/articles/0000")
    text = client.get("/metrics").text
    assert 'copydesk_stage_seconds_count{operation="ask",stage="read"} 1.0' in text
    assert 'copydesk_stage_seconds_count{operation="ask",stage="retrieve"} 1.0' in text
    assert 'path="/v1/articles/{article_id}",status="404"} 1.0' in text
    assert 'copydesk_waiting{line="reading"} 0.0' in text


@pytest.mark.parametrize("wanted", [False, True])
def test_a_line_holds_the_question_only_if_wanted(
    desk: Desk, caplog: pytest.LogCaptureFixture, wanted: bool
) -> None:
    with (
        caplog.at_level(logging.INFO, "qa"),
        TestClient(create_app(desk, log_questions=wanted), base_url=BASE) as client,
    ):
        client.post("/v1/ask", json={"question": QUESTION})
        client.get("/v1/articles", params={"query": "a secret"})
    lines = [JsonFormatter().format(r) for r in caplog.records if r.name.startswith("qa")]
    assert {json.loads(line)["message"] for line in lines} >= {"request", "result"}
    assert any(QUESTION in line for line in lines) == wanted
    assert not any("secret" in line for line in lines)
