"""HEAD is answered wherever GET is, by the same headers and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api import create_app
from qa.api.accounts import Accounts
from qa.api.app import Access
from qa.desk import Desk
from qa.server.login import add_login
from qa.ui.application import make_application
from tests.api.conftest import BASE


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    app = create_app(desk, pages=make_application(desk))
    with TestClient(app, base_url=BASE) as client:
        yield client


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/static/js/app.js", "/desk/state", "/desk/conversations/none"),
        *("/v1/articles", "/v1/articles/facets", "/v1/articles/none", "/v1/models", "/v1/none"),
        *("/openapi.json", "/health/live", "/health/ready"),
    ],
)
def test_head_has_the_headers_of_get_and_no_body(client: TestClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert head.content == b"" and whole.content != b""
    for name in ("content-type", "content-length", "x-content-type-options"):
        assert head.headers.get(name) == whole.headers.get(name), name


def test_head_of_a_stream_ends(client: TestClient) -> None:
    head = client.head("/desk/events")
    assert head.status_code == 200
    assert head.headers["content-type"].startswith("text/event-stream")


def test_head_does_nothing_where_there_is_no_get(client: TestClient) -> None:
    assert client.head("/v1/ask").status_code == 405
    assert client.head("/desk/add/text").status_code == 405


def test_head_is_counted_as_head(client: TestClient) -> None:
    client.head("/v1/articles")
    counted = client.get("/metrics").text
    assert 'method="HEAD",path="/v1/articles",status="200"' in counted


def test_head_of_the_form(desk: Desk, tmp_path: Path) -> None:
    access = Access(accounts=Accounts(tmp_path / "users.json"), form=True)
    app = create_app(desk, access=access, pages=make_application(desk))
    add_login(app)
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        assert client.head("/login").status_code == 200
        visit = client.head("/", headers={"accept": "text/html"})
        assert (visit.status_code, visit.headers["location"]) == (303, "/login")
        assert client.head("/v1/articles").status_code == 401
