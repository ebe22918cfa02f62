"""The chat API: conversations, streams, and refusals that OpenAI's clients understand."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient

from qa.desk import Desk

QUESTION = "What happened to the people aboard the Grey Petrel?"


def chat(client: TestClient, *messages: tuple[str, Any], **more: Any) -> Any:
    said = [{"role": role, "content": content} for role, content in messages]
    return client.post("/v1/chat/completions", json={"messages": said, **more})


def test_the_one_model_is_listed(client: TestClient) -> None:
    assert [each["id"] for each in client.get("/v1/models").json()["data"]] == ["copydesk"]
    assert client.get("/v1/models/copydesk").json()["object"] == "model"
    refused = client.get("/v1/models/other")
    assert refused.status_code == 404
    assert "copydesk" in refused.json()["error"]["message"]


def test_a_follow_up_is_understood_by_what_was_asked_before(client: TestClient, desk: Desk) -> None:
    second = "And who ran it?"
    talk = desk.chat()
    talk.ask(QUESTION)
    own = talk.ask(second).answer
    made = chat(client, ("user", QUESTION), ("assistant", "231"), ("user", second)).json()
    assert made["copydesk"]["question"] == own.question != second
    assert made["copydesk"]["answer"] == own.answer


def test_parts_of_a_message_are_read_and_the_rest_is_passed_over(client: TestClient) -> None:
    parts = [{"type": "text", "text": QUESTION}, {"type": "image_url", "image_url": {"url": "x"}}]
    made = chat(client, ("system", "Answer in verse."), ("user", parts), temperature=2, user="me")
    assert made.status_code == 200
    plain = chat(client, ("user", QUESTION)).json()
    assert made.json()["copydesk"]["answer"] == plain["copydesk"]["answer"] != ""


def test_filters_narrow_the_articles(client: TestClient) -> None:
    made = chat(client, ("user", QUESTION), copydesk={"since": "2124-01-01"})
    assert made.status_code == 400
    assert "2124-01-01" in made.json()["error"]["message"]


def test_a_stream_ends_with_the_count_that_was_asked_for(client: TestClient) -> None:
    sent = chat(
        client, ("user", QUESTION), stream=True, stream_options={"include_usage": True}
    ).text
    *chunks, end = [line.removeprefix("data: ") for line in sent.split("\n\n") if line]
    assert end == "[DONE]"
    last = json.loads(chunks[-1])
    assert last["choices"] == []
    assert last["usage"]["total_tokens"] > 0


@pytest.mark.parametrize(
    ("messages", "more", "status"),
    [
        ([("user", "")], {}, 400),
        ([("user", None)], {}, 400),
        ([("assistant", "231")], {}, 400),
        ([], {}, 422),
        ([("user", QUESTION)], {"model": "other"}, 404),
        ([("user", QUESTION)], {"copydesk": {"since": "soon"}}, 400),
        ([("wizard", QUESTION)], {}, 422),
    ],
)
def test_a_refusal_says_why(client: TestClient, messages: Any, more: Any, status: int) -> None:
    refused = chat(client, *messages, **more)
    assert refused.status_code == status
    assert refused.json()["error"]["message"]
