"""Who may call, what they may do, and how often."""

from __future__ import annotations

import base64
import json
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import argon2
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from qa.api import create_app
from qa.api.accounts import Accounts
from qa.api.app import Access
from qa.api.logins import GUESSES
from qa.api.rate import Rate
from qa.cli import cli
from qa.desk import Desk
from qa.errors import InputError
from qa.server.settings import Settings
from qa.server.users import Libraries
from qa.ui.application import make_application
from tests.api.conftest import BASE
from tests.support.passwords import QUICK, quick_passwords

PASSWORD = "correct horse battery"
QUESTION = {"question": "How many people were aboard the Grey Petrel?"}
TEXT = {"text": "The mill at Orr burned on 3 May 2021."}


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        quick_passwords(patch)
        yield


@pytest.fixture(scope="module")
def auth_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("auth") / "users.json"
    accounts = Accounts.open(path, create=True)
    accounts.add_user("ana", PASSWORD)
    accounts.add_user("bo", PASSWORD, ["read"])
    accounts.save()
    return path


@pytest.fixture
def accounts(auth_file: Path) -> Accounts:
    return Accounts.open(auth_file)


@pytest.fixture
def guarded(desk: Desk, accounts: Accounts) -> Iterator[TestClient]:
    app = create_app(desk, access=Access(accounts=accounts))
    with TestClient(app, base_url=BASE) as client:
        yield client


def basic(name: str, password: str = PASSWORD) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize(
    "headers",
    [
        {},
        basic("ana", "wrong password"),
        basic("nobody"),
        basic("", ""),
        bearer("copydesk_wrong"),
        bearer(""),
        {"authorization": "Basic !!!"},
        {"authorization": "Digest x"},
    ],
)
def test_nobody_comes_in_unknown(guarded: TestClient, headers: dict[str, str]) -> None:
    for path in ("/v1/articles", "/v1/models", "/metrics", "/openapi.json", "/", "/mcp"):
        refused = guarded.get(path, headers=headers)
        assert refused.status_code == 401, path
        assert "www-authenticate" in refused.headers
    assert guarded.get("/health/live", headers=headers).status_code == 200


def test_passwords_cannot_be_guessed_without_end(guarded: TestClient) -> None:
    guarded.app.state.logins.clock = lambda: 0.0  # type: ignore[attr-defined]
    wrong = [guarded.get("/v1/articles", headers=basic("ana", f"guess {n}")) for n in range(12)]
    assert [each.status_code for each in wrong] == [401] * GUESSES + [429] * 2
    assert int(wrong[-1].headers["retry-after"]) >= 1
    # Neither the right password now, nor anybody else's name.
    assert guarded.get("/v1/articles", headers=basic("ana")).status_code == 429
    assert guarded.get("/v1/articles", headers=basic("bo")).status_code == 200


def test_a_password_lets_in_and_scopes_decide(guarded: TestClient) -> None:
    assert guarded.post("/v1/ask", json=QUESTION, headers=basic("bo")).status_code == 200
    refused = guarded.post("/v1/articles", json=TEXT, headers=basic("bo"))
    assert refused.status_code == 403
    assert "write" in refused.json()["detail"]
    assert guarded.post("/desk/add/text", json={}, headers=basic("bo")).status_code == 403
    assert guarded.post("/v1/articles", json=TEXT, headers=basic("ana")).status_code == 200


def test_a_token_has_its_scopes_and_ends_when_revoked(
    guarded: TestClient, accounts: Accounts
) -> None:
    made = accounts.add_token("ana", ["read"], "for a test")
    accounts.save()
    assert guarded.post("/v1/ask", json=QUESTION, headers=bearer(made)).status_code == 200
    assert guarded.post("/v1/ask", json=QUESTION, headers=basic("x", made)).status_code == 200
    assert guarded.post("/v1/articles", json=TEXT, headers=bearer(made)).status_code == 403
    (held,) = accounts.tokens.values()
    accounts.revoke(held.id)
    accounts.save()
    assert guarded.post("/v1/ask", json=QUESTION, headers=bearer(made)).status_code == 401


def test_the_file_keeps_hashes_only_and_for_its_owner(auth_file: Path) -> None:
    accounts = Accounts.open(auth_file)
    made = accounts.add_token("ana", ["read"])
    accounts.save()
    text = auth_file.read_text("utf-8")
    assert PASSWORD not in text and made not in text and "$argon2id$" in text
    assert stat.S_IMODE(auth_file.stat().st_mode) == 0o600


def test_a_stolen_hash_costs_time_and_memory_to_guess(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(argon2, "PasswordHasher", QUICK.func)  # the real one
    accounts = Accounts.open(tmp_path / "users.json", create=True)
    accounts.add_user("ana", PASSWORD)
    found = argon2.extract_parameters(accounts.users["ana"].password)
    assert (found.type, found.memory_cost >= 19 * 1024, found.time_cost >= 2) == (
        argon2.Type.ID,
        True,
        True,
    )
    assert accounts.by_password("ana", PASSWORD) is not None
    assert accounts.by_password("ana", PASSWORD + "s") is None


@pytest.mark.parametrize(
    ("name", "password", "scopes"),
    [
        ("", PASSWORD, ["read"]),
        ("../x", PASSWORD, ["read"]),
        ("a:b", PASSWORD, ["read"]),
        ("ana", "short", ["read"]),
        ("ana", PASSWORD, []),
        ("ana", PASSWORD, ["admin"]),
    ],
)
def test_what_is_no_user_is_refused(
    tmp_path: Path, name: str, password: str, scopes: list[str]
) -> None:
    with pytest.raises(InputError):
        Accounts.open(tmp_path / "u", create=True).add_user(name, password, scopes)


def test_a_token_cannot_do_more_than_its_user(accounts: Accounts) -> None:
    with pytest.raises(InputError, match="write"):
        accounts.add_token("bo", ["write"])


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"users": [{}], "tokens": []}'])
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "users.json"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError, match="not a file of users"):
        Accounts.open(path)
    with pytest.raises(InputError, match="user add"):
        Accounts.open(tmp_path / "missing")


def test_a_read_only_server_lets_nobody_write(desk: Desk) -> None:
    app = create_app(desk, access=Access(read_only=True))
    with TestClient(app, base_url=BASE) as client:
        assert client.post("/v1/articles", json=TEXT).status_code == 403
        assert client.delete(f"/v1/articles/{desk.articles()[0].id}").status_code == 403
        assert client.post("/desk/articles/remove", json={}).status_code == 403
        assert client.post("/v1/ask", json=QUESTION).status_code == 200


def test_each_user_has_a_library_of_its_own(desk: Desk, accounts: Accounts, tmp_path: Path) -> None:
    with Libraries(desk, tmp_path / "libraries") as own:
        app = create_app(
            desk,
            access=Access(accounts=accounts, libraries=own.desk_of),
            pages=own.page_of,
        )
        with TestClient(app, base_url=BASE) as client:
            added = client.post("/v1/articles", json=TEXT, headers=basic("ana")).json()["added"]
            seen = client.get("/v1/articles", headers=basic("ana")).json()["articles"]
            assert [info["id"] for info in seen] == [added[0]["id"]]
            assert client.get("/v1/articles", headers=basic("bo")).json()["total"] == 0
            assert client.get("/", headers=basic("bo")).status_code == 200
    assert (tmp_path / "libraries" / "ana.copydesk").is_file()


def test_conversations_are_their_owners(desk: Desk, accounts: Accounts) -> None:
    app = create_app(desk, access=Access(accounts=accounts), pages=make_application(desk))
    with TestClient(app, base_url=BASE) as client:
        made = client.post("/desk/conversations", headers=basic("ana")).json()
        path = f"/desk/conversations/{made['id']}"
        assert client.get(path, headers=basic("ana")).status_code == 200
        assert client.get(path, headers=basic("bo")).status_code == 400


def test_visitors_without_a_name_see_their_own_conversations(desk: Desk) -> None:
    app = create_app(desk, access=Access(local=False), pages=make_application(desk))
    with TestClient(app, base_url=BASE) as client:
        made = client.post("/desk/conversations").json()
        path = f"/desk/conversations/{made['id']}"
        assert client.get(path).status_code == 200
        client.cookies.clear()
        assert client.get(path).status_code == 400


def test_a_bucket_empties_and_fills_up_again() -> None:
    now = [0.0]
    rate = Rate(60, clock=lambda: now[0])
    assert [rate.take("a") for _ in range(60)] == [0.0] * 60
    assert rate.take("a") == pytest.approx(1.0)
    assert rate.take("b") == 0.0
    now[0] = 1.5
    assert rate.take("a") == 0.0
    assert rate.take("a") == pytest.approx(0.5)


def test_who_calls_too_often_is_told_when_to_come_again(desk: Desk) -> None:
    with TestClient(create_app(desk, access=Access(rate=2)), base_url=BASE) as client:
        sent = [client.post("/v1/search", json=QUESTION) for _ in range(3)]
        assert [each.status_code for each in sent] == [200, 200, 429]
        assert int(sent[-1].headers["retry-after"]) >= 1
        assert client.get("/v1/articles").status_code == 200


def test_too_large_a_request_is_refused(desk: Desk) -> None:
    with TestClient(create_app(desk, max_body=1_000), base_url=BASE) as client:
        sent = client.post("/v1/articles", json={"text": "x" * 2_000})
        assert sent.status_code == 413
        files = [("files", ("a.txt", b"x" * 2_000))]
        assert client.post("/v1/articles/upload", files=files).status_code == 413


@pytest.mark.parametrize(
    ("settings", "local", "word"),
    [
        (Settings(), False, "--no-auth"),
        (Settings(auth_file=Path("u"), no_auth=True), False, "contradict"),
        (Settings(libraries=Path("l")), True, "--auth-file"),
    ],
)
def test_a_server_is_not_opened_by_oversight(settings: Settings, local: bool, word: str) -> None:
    with pytest.raises(InputError, match=word):
        settings.check(local=local)
    Settings().check(local=True)
    Settings(no_auth=True).check(local=False)


def run(path: Path, *arguments: str, given: str = "") -> Any:
    return CliRunner().invoke(cli, [*arguments, "--auth-file", str(path)], input=given)


def test_users_and_tokens_are_made_by_command(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    assert run(path, "user", "add", "ana", given=f"{PASSWORD}\n").exit_code == 0
    made = run(path, "token", "create", "--user", "ana", "--scope", "read").stdout.strip()
    accounts = Accounts.open(path)
    found = accounts.by_token(made)
    assert found is not None and (found.name, *found.scopes) == ("ana", "read")
    assert accounts.by_password("ana", PASSWORD) is not None
    (row,) = json.loads(run(path, "token", "list", "--json").stdout)["tokens"]
    assert made not in json.dumps(row)
    assert run(path, "token", "revoke", row["id"]).exit_code == 0
    assert Accounts.open(path).by_token(made) is None
    assert run(path, "user", "add", "bo", given="short\n").exit_code == 1
    assert run(path, "user", "remove", "ana").exit_code == 0
    assert json.loads(run(path, "user", "list", "--json").stdout) == {"users": []}
