"""The form by which a browser says whose it is, and the sessions that it begins."""

from __future__ import annotations

import asyncio
import base64
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from qa.api import create_app, relay_progress
from qa.api.access import Caller
from qa.api.accounts import Accounts
from qa.api.app import Access
from qa.api.logins import (
    COOKIE,
    GUESSES,
    GUESSES_IN_ALL,
    HASHED_AT_ONCE,
    IDLE_SECONDS,
    LONGEST_SECONDS,
    Logins,
)
from qa.api.problems import TooMany
from qa.desk import Desk
from qa.server.login import add_login
from qa.server.users import Libraries
from qa.ui.application import make_application
from tests.support.fakes import HashEmbedder
from tests.support.fakes_generator import OverlapGenerator
from tests.support.passwords import quick_passwords

BASE = "http://localhost"
PASSWORD = "nine grey pelicans"
OWN = {"origin": BASE}
VISIT = {"accept": "text/html,*/*;q=0.8", "sec-fetch-site": "none"}
FETCH = {"origin": BASE, "sec-fetch-site": "same-origin"}


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        quick_passwords(patch)
        yield


@pytest.fixture(scope="module")
def auth_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of two users."""
    path = tmp_path_factory.mktemp("login") / "users.json"
    accounts = Accounts.open(path, create=True)
    accounts.add_user("ana", PASSWORD)
    accounts.add_user("bo", PASSWORD, ["read"])
    accounts.save()
    return path


@pytest.fixture
def accounts(auth_file: Path, tmp_path: Path) -> Accounts:
    return Accounts.open(shutil.copy(auth_file, tmp_path / "users.json"))


@pytest.fixture
def desk(library: Path) -> Iterator[Desk]:
    with Desk.open(
        library, model=OverlapGenerator(), embedder=HashEmbedder(), progress=relay_progress
    ) as desk:
        yield desk


@pytest.fixture
def client(desk: Desk, accounts: Accounts) -> Iterator[TestClient]:
    app = create_app(
        desk, access=Access(accounts=accounts, form=True), pages=make_application(desk)
    )
    add_login(app)
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        yield client


def log_in(client: TestClient, name: str = "ana", password: str = PASSWORD) -> int:
    sent = client.post("/login", data={"name": name, "password": password}, headers=OWN)
    return sent.status_code


def test_a_browser_is_sent_to_the_form_and_a_program_is_asked(client: TestClient) -> None:
    sent = client.get("/", headers=VISIT)
    assert (sent.status_code, sent.headers["location"]) == (303, "/login")
    form = client.get("/login", headers=VISIT)
    assert form.status_code == 200 and 'type="password"' in form.text and "$" not in form.text
    assert "unsafe" not in form.headers["content-security-policy"]
    # Else the browser would send the form with the origin "null".
    assert form.headers["referrer-policy"] == "same-origin"
    assert client.get("/static/css/login.css").status_code == 200
    assert client.get("/v1/articles").headers["www-authenticate"].startswith("Basic")
    # A page whose session has ended gets no question from the browser itself.
    ended = client.get("/desk/state", headers=FETCH)
    assert (ended.status_code, ended.headers["www-authenticate"]) == (401, "Bearer")


def test_a_session_opens_the_page_and_ends(client: TestClient) -> None:
    assert log_in(client) == 303
    assert client.get("/", headers=VISIT).status_code == 200
    state = client.get("/desk/state").json()
    assert (state["user"], state["mayWrite"]) == ("ana", True)
    assert client.get("/login").headers["location"] == "/"
    key = client.cookies[COOKIE]
    assert client.post("/logout", headers=OWN).status_code == 303
    assert COOKIE not in client.cookies
    client.cookies.set(COOKIE, key)
    assert client.get("/desk/state").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(client: TestClient) -> None:
    sent = client.post("/login", data={"name": "ana", "password": PASSWORD}, headers=OWN)
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie and "secure" not in cookie
    secure = client.post(
        "https://localhost/login",
        data={"name": "ana", "password": PASSWORD},
        headers={"origin": "https://localhost"},
    )
    assert "secure" in secure.headers["set-cookie"].lower()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_no_other_site_uses_a_session(client: TestClient, headers: dict[str, str]) -> None:
    assert log_in(client) == 303
    refused = client.post("/desk/conversations", headers=headers)
    assert refused.status_code in (401, 403)
    assert client.post("/logout", headers=headers).status_code == 403
    form = {"name": "bo", "password": PASSWORD}
    assert client.post("/login", data=form, headers=headers).status_code == 403
    assert client.get("/desk/state").json()["user"] == "ana"
    assert client.post("/desk/conversations", headers=FETCH).status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("ana", "wrong"), ("nobody", PASSWORD), ("", ""), ("<b>", "x")]
)
def test_what_is_wrong_is_said_and_the_name_stays(
    client: TestClient, name: str, password: str
) -> None:
    sent = client.post("/login", data={"name": name, "password": password}, headers=OWN)
    assert sent.status_code == 401 and 'role="alert"' in sent.text
    assert "<b>" not in sent.text and COOKIE not in client.cookies
    assert "www-authenticate" not in sent.headers


def test_a_form_is_small_and_its_letters_are_whole(client: TestClient) -> None:
    sent = client.post("/login", data={"name": "ana", "password": "x" * 40_000}, headers=OWN)
    assert sent.status_code == 413
    # "\ud800" in the charset "unicode_escape" is half of a surrogate pair.
    parts = "".join(
        f'--b\r\ncontent-disposition: form-data; name="{each}"\r\n\r\n\\ud800\r\n'
        for each in ("name", "password")
    )
    kind = "multipart/form-data; boundary=b; charset=unicode_escape"
    sent = client.post("/login", content=f"{parts}--b--\r\n", headers={**OWN, "content-type": kind})
    assert sent.status_code == 422


def test_the_form_cannot_be_tried_without_end(client: TestClient) -> None:
    client.app.state.logins.clock = lambda: 0.0  # type: ignore[attr-defined]
    tried = [log_in(client, password=f"guess {n}") for n in range(GUESSES + 1)]
    assert tried == [401] * GUESSES + [429]
    assert log_in(client) == 429
    basic = base64.b64encode(f"ana:{PASSWORD}".encode()).decode()
    by_header = client.get("/v1/articles", headers={"authorization": f"Basic {basic}"})
    assert by_header.status_code == 429
    assert log_in(client, "bo") == 303


def tried(logins: Logins, address: str, name: str, password: str = "a guess") -> bool:
    """Tell whether a password was told right from wrong."""
    try:
        asyncio.run(logins.by_password(address, name, password))
    except TooMany:
        return False
    return True


@pytest.mark.parametrize(
    ("one", "same", "other"),
    [
        ("192.0.2.7", "192.0.2.7", "192.0.2.8"),
        ("192.0.2.7", "::ffff:192.0.2.7", "::ffff:192.0.2.8"),
        # A customer has a /64 to choose addresses of.
        ("2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:1::1"),
        ("fe80::1%eth0", "fe80::2", "fe81::1"),
        ("testclient", "testclient", ""),
    ],
)
def test_one_guess_at_each_of_many_names_is_guessing_too(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch, one: str, same: str, other: str
) -> None:
    def check(_: Accounts, name: str, password: str) -> Caller | None:
        return Caller(name) if password == PASSWORD else None

    monkeypatch.setattr(Accounts, "by_password", check)
    now = [0.0]
    logins = Logins(accounts, clock=lambda: now[0])
    told = [tried(logins, one, f"name{n}") for n in range(GUESSES_IN_ALL + 5)]
    assert told == [True] * GUESSES_IN_ALL + [False] * 5
    assert not tried(logins, same, "ana", PASSWORD)
    assert tried(logins, other, "ana", PASSWORD)
    now[0] += 60 / GUESSES_IN_ALL
    assert tried(logins, same, "ana", PASSWORD)


def test_right_passwords_are_never_too_many(accounts: Accounts) -> None:
    logins = Logins(accounts, clock=lambda: 0.0)
    assert all(tried(logins, "::1", "ana", PASSWORD) for _ in range(2 * GUESSES_IN_ALL))


def test_the_form_says_when_too_many_names_were_tried(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Accounts, "by_password", lambda *_: None)  # hashing takes its time
    client.app.state.logins.clock = lambda: 0.0  # type: ignore[attr-defined]
    told = [log_in(client, f"name{n}") for n in range(GUESSES_IN_ALL)]
    assert told == [401] * GUESSES_IN_ALL
    sent = client.post("/login", data={"name": "ana", "password": PASSWORD}, headers=OWN)
    assert sent.status_code == 429 and int(sent.headers["retry-after"]) >= 1
    assert "Too many wrong passwords" in sent.text


def test_guesses_at_once_are_no_more_than_guesses_in_turn(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(_: Accounts, name: str, password: str) -> Caller | None:
        return Caller(name) if password == PASSWORD else None

    monkeypatch.setattr(Accounts, "by_password", check)
    logins = Logins(accounts, clock=lambda: 0.0)

    async def scenario() -> list[object]:
        tried = [f"guess {n}" for n in range(3 * GUESSES)] + [PASSWORD]
        return await asyncio.gather(
            *(logins.by_password("::1", "ana", each) for each in tried), return_exceptions=True
        )

    told = asyncio.run(scenario())
    assert sum(isinstance(each, TooMany) for each in told) >= 2 * GUESSES


def test_few_passwords_are_hashed_at_once(
    accounts: Accounts, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_work: list[str] = []
    most = [0]

    def check(_: Accounts, name: str, password: str) -> None:
        at_work.append(name)
        most[0] = max(most[0], len(at_work))
        time.sleep(0.01)
        at_work.remove(name)

    monkeypatch.setattr(Accounts, "by_password", check)
    logins = Logins(accounts)

    async def scenario() -> None:
        await asyncio.gather(*(logins.by_password("::1", f"n{n}", "x") for n in range(20)))

    asyncio.run(scenario())
    assert most[0] <= HASHED_AT_ONCE


@pytest.mark.parametrize("other", ['seen={"a":1}', "plain", "a/b=1", "note=two words"])
def test_cookies_of_other_programs_on_the_host_do_no_harm(client: TestClient, other: str) -> None:
    assert log_in(client) == 303
    cookie = f"{other}; {COOKIE}={client.cookies[COOKIE]}"
    client.cookies.clear()
    assert client.get("/desk/state", headers={"cookie": cookie}).json()["user"] == "ana"


def test_scopes_hold_and_a_new_password_ends_sessions(
    client: TestClient, accounts: Accounts
) -> None:
    assert log_in(client, "bo") == 303
    assert client.get("/desk/state").json()["mayWrite"] is False
    added = client.post("/desk/add/text", json={"text": "The mill burned."}, headers=FETCH)
    assert added.status_code == 403
    accounts.add_user("bo", "quite another one", ["read"])
    accounts.save()
    assert client.get("/desk/state").status_code == 401
    assert log_in(client, "bo", "quite another one") == 303
    accounts.remove_user("bo")
    accounts.save()
    assert client.get("/desk/state").status_code == 401


def test_sessions_end_by_themselves(accounts: Accounts) -> None:
    now = [0.0]
    logins = Logins(accounts, clock=lambda: now[0])

    async def scenario() -> None:
        key = await logins.log_in("::1", "ana", PASSWORD)
        assert key is not None
        for _ in range(int(LONGEST_SECONDS // IDLE_SECONDS)):
            now[0] += IDLE_SECONDS - 1
            assert await logins.by_session(key) is not None
        now[0] = LONGEST_SECONDS + 1
        assert await logins.by_session(key) is None
        other = await logins.log_in("::1", "ana", PASSWORD)
        assert other is not None
        now[0] += IDLE_SECONDS + 1
        assert await logins.by_session(other) is None
        assert await logins.by_session("") is None

    asyncio.run(scenario())


def test_the_form_is_there_where_each_user_has_a_library(
    desk: Desk, accounts: Accounts, tmp_path: Path
) -> None:
    with Libraries(desk, tmp_path / "libraries") as own:
        access = Access(accounts=accounts, libraries=own.desk_of, form=True)
        app = create_app(desk, access=access, pages=own.page_of)
        add_login(app)
        with TestClient(app, base_url=BASE) as client:
            assert 'type="password"' in client.get("/", headers=VISIT).text
            assert client.get("/static/css/theme.css").status_code == 200
            assert log_in(client) in (200, 303)
            assert client.get("/desk/state").json()["library"] == "ana"


@pytest.mark.parametrize("path", ["/desk/state", "/gradio_api/info", "/v1/articles"])
def test_a_token_that_may_only_write_reads_nothing(
    client: TestClient, accounts: Accounts, path: str
) -> None:
    token = accounts.add_token("ana", ["write"])
    accounts.save()
    headers = {"authorization": f"Bearer {token}"}
    assert client.get(path, headers=headers).status_code == 403
    sent = client.post("/v1/articles", json={"text": "The mill burned."}, headers=headers)
    assert sent.status_code == 200
