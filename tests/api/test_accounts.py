"""A file of users that is none: refused at the start, and later those of before stay."""

from __future__ import annotations

import base64
import json
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient

from qa.api import create_app
from qa.api.accounts import LARGEST, Accounts, User
from qa.api.app import Access
from qa.cli import cli
from qa.desk import Desk
from qa.errors import InputError
from tests.api.conftest import BASE
from tests.support.passwords import quick_passwords

PASSWORD = "correct horse battery"
USER = {"name": "ana", "password": "$argon2id$", "scopes": ["read"]}
DAMAGED: dict[str, bytes] = {
    "empty": b"",
    "blank": b"\n \n",
    "binary": bytes(range(256)) * 40,
    "half written": b'{"users": [{"name": "ana", "passw',
    "a list": b"[]",
    "a number": b"7",
    "nested": b"[" * 200_000,
    "no tokens": b'{"users": []}',
    "no users": b'{"users": null, "tokens": []}',
    "a user of text": b'{"users": ["ana"], "tokens": []}',
    "a name that is a number": json.dumps({"users": [{**USER, "name": 7}], "tokens": []}).encode(),
    "no password": json.dumps({"users": [{**USER, "password": None}], "tokens": []}).encode(),
    "an unknown scope": json.dumps({"users": [{**USER, "scopes": ["all"]}], "tokens": []}).encode(),
    "no scope": json.dumps({"users": [{**USER, "scopes": []}], "tokens": []}).encode(),
    "more than there is": json.dumps({"users": [{**USER, "mail": "a@b"}], "tokens": []}).encode(),
}


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        quick_passwords(patch)
        yield


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    accounts = Accounts.open(tmp_path_factory.mktemp("auth") / "users.json", create=True)
    accounts.add_user("ana", PASSWORD)
    accounts.save()
    return accounts.path.read_bytes()


@pytest.fixture
def auth_file(tmp_path: Path, whole: bytes) -> Path:
    path = tmp_path / "users.json"
    path.write_bytes(whole)
    return path


@pytest.fixture
def client(desk: Desk, auth_file: Path) -> Iterator[TestClient]:
    app = create_app(desk, access=Access(accounts=Accounts.open(auth_file)))
    with TestClient(app, base_url=BASE) as client:
        yield client


def status(client: TestClient, password: str = PASSWORD) -> int:
    held = base64.b64encode(f"ana:{password}".encode()).decode()
    return client.get("/v1/articles", headers={"authorization": f"Basic {held}"}).status_code


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_file_is_refused_at_the_start_and_left_as_it_is(
    tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "users.json"
    path.write_bytes(data)
    for create in (False, True):
        with pytest.raises(InputError, match=r"users\.json: is not a file of users; name another"):
            Accounts.open(path, create=create)
    said = CliRunner().invoke(
        cli, ["user", "add", "bo", "--auth-file", str(path)], input=f"{PASSWORD}\n"
    )
    assert said.exit_code == 1
    assert "is not a file of users" in said.output and "Traceback" not in said.output
    assert path.read_bytes() == data


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "users.json"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InputError, match="over the limit of 20 MB"):
        Accounts.open(path)


def test_a_folder_and_a_file_that_is_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        Accounts.open(tmp_path)
    with pytest.raises(InputError, match="no such file"):
        Accounts.open(tmp_path / "users.json")


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED)
def test_while_it_is_damaged_those_of_before_stay(
    client: TestClient, auth_file: Path, whole: bytes, data: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    assert status(client) == 200
    auth_file.write_bytes(data)
    with caplog.at_level(logging.ERROR):
        assert [status(client) for _ in range(3)] == [200] * 3
        assert status(client, "a wrong one") == 401
    # Said once, not at each request.
    assert caplog.text.count("the users of before stay") == 1
    held = json.loads(whole)
    auth_file.write_text(json.dumps({**held, "users": []}))
    assert status(client) == 401
    auth_file.write_bytes(whole)
    assert status(client) == 200


def test_a_file_that_is_huge_or_gone_changes_nothing(client: TestClient, auth_file: Path) -> None:
    assert status(client) == 200
    with auth_file.open("wb") as file:
        file.truncate(LARGEST + 1)
    assert status(client) == 200
    auth_file.unlink()
    assert status(client) == 200


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_be_read_again_is_read(auth_file: Path) -> None:
    accounts = Accounts.open(auth_file)
    accounts.remove_user("ana")
    accounts.save()
    other = Accounts.open(auth_file)
    auth_file.chmod(0)
    other.refresh()
    auth_file.chmod(0o600)
    other.refresh()
    assert not other.users


@pytest.mark.parametrize("held", ["", "plain", "$argon2id$ü", "$argon2id$v=19$m=1,t=1,p=1$ü$ü"])
def test_a_hash_that_is_none_lets_nobody_in(tmp_path: Path, held: str) -> None:
    accounts = Accounts(tmp_path / "users.json", users={"ana": User("ana", held)})
    assert accounts.by_password("ana", PASSWORD) is None
