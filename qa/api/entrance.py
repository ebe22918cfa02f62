"""Lets callers in: by name and password, by token, or, where nobody is asked, as anyone."""

from __future__ import annotations

import base64
import binascii
import math
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.access import ANYONE, CALLER_KEY, Caller, set_caller
from qa.api.accounts import PREFIX, Accounts
from qa.api.problems import Problem, TooMany, respond

USER_KEY = "copydesk_user"
"""Where the scope of a request has its user's name, for the page."""
MAY_WRITE_KEY = "copydesk_may_write"
"""Where it has whether the user may change the library, for the page."""
OPEN = ("/health/live", "/health/ready")
"""What anybody may ask, so that a container can be watched."""
WRITING = ("/desk/articles/", "/desk/add/")
"""Where the page changes the library; the API's operations ask for their scope themselves."""
WORKING = ("/v1/", "/mcp", "/desk/", "/gradio_api/")
"""Where a POST is counted against the rate."""
MOST_CALLERS = 10_000
GUESSES = 10
"""Wrong passwords a minute for one name from one address; hashing is not begun for more."""
VISITOR = re.compile(r"(?:^|;\s*)copydesk_visitor=([\w-]{32})(?:;|$)")


@dataclass(slots=True)
class Rate:
    """So many requests a minute for each caller, as a bucket that fills up again."""

    per_minute: float
    clock: Callable[[], float] = time.monotonic
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, who: str) -> float:
        """Return 0 if one more may pass, else the seconds until it may."""
        wait, left = self._look(who)
        self._left.pop(who, None)
        self._left[who] = (left if wait else left - 1, self.clock())
        if len(self._left) > MOST_CALLERS:
            self._left.popitem(last=False)
        return wait

    def wait(self, who: str) -> float:
        """Return what ``take`` would, and take nothing."""
        return self._look(who)[0]

    def _look(self, who: str) -> tuple[float, float]:
        """Return the seconds until one more may pass, and how many may now."""
        now = self.clock()
        left, since = self._left.get(who, (self.per_minute, now))
        left = min(self.per_minute, left + (now - since) * self.per_minute / 60)
        return (0.0 if left >= 1 else (1 - left) * 60 / self.per_minute), left


class Entrance:
    """Middleware: says who calls, refuses who may not, and slows down who calls too often."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        accounts: Accounts | None,
        rate: Rate | None,
        read_only: bool,
        visitors: bool,
    ) -> None:
        self._app = app
        self._visitors = visitors and accounts is None
        self._accounts = accounts
        self._rate = rate
        self._read_only = read_only
        self._guesses = Rate(GUESSES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        if scope["type"] not in ("http", "websocket") or scope["path"] in OPEN:
            await self._app(scope, receive, send)
            return
        try:
            caller = await self._caller(scope)
        except TooMany as error:
            await _too_many(error)(scope, receive, send)
            return
        problem, headers = self._refusal(scope, caller)
        if problem is not None:
            await respond(problem, headers)(scope, receive, send)
            return
        if caller is None:  # told apart above; for the type checker
            return
        if self._read_only:
            caller = Caller(caller.name, caller.scopes - {"write"})
        set_caller(caller)
        scope[CALLER_KEY] = caller
        scope[USER_KEY] = caller.name
        scope[MAY_WRITE_KEY] = "write" in caller.scopes
        if self._visitors:
            send = _as_visitor(scope, send)
        await self._app(scope, receive, send)

    def _refusal(
        self, scope: Scope, caller: Caller | None
    ) -> tuple[Problem | None, dict[str, str]]:
        """Return why a request is refused, and the headers that go with it."""
        path, method = scope["path"], scope.get("method", "GET")
        if caller is None:
            detail = "This server asks for a name and password, or a token."
            kind, title = "urn:copydesk:unauthorized", "Unauthorized"
            # A program that sent a token has no use for a browser's question.
            ask = 'Basic realm="Copydesk", charset="UTF-8"'
            bearer = _credentials(scope)[0] == "bearer"
            headers = {"www-authenticate": "Bearer" if bearer else ask}
            return Problem(type=kind, title=title, status=401, detail=detail), headers
        changes = method not in ("GET", "HEAD") and path.startswith(WRITING)
        if changes and (self._read_only or "write" not in caller.scopes):
            detail = "The library is read-only for you."
            kind, title = "urn:copydesk:forbidden", "Forbidden"
            return Problem(type=kind, title=title, status=403, detail=detail), {}
        if self._rate is not None and method == "POST" and path.startswith(WORKING):
            wait = self._rate.take(caller.name or _address(scope))
            if wait:
                error = TooMany("too many requests; ask again later", wait)
                return _too_many_problem(error), dict(error.headers)
        return None, {}

    async def _caller(self, scope: Scope) -> Caller | None:
        accounts = self._accounts
        if accounts is None:
            return ANYONE
        kind, value = _credentials(scope)
        if kind == "bearer" or (kind == "basic" and value.partition(":")[2].startswith(PREFIX)):
            # Some clients can only send a password: a token may stand in its place.
            token = value if kind == "bearer" else value.partition(":")[2]
            return await anyio.to_thread.run_sync(accounts.by_token, token)
        if kind == "basic":
            name, _, password = value.partition(":")
            guess = f"{_address(scope)} {name[:80]}"
            if wait := self._guesses.wait(guess):
                raise TooMany("too many wrong passwords; try again later", wait)
            caller = await anyio.to_thread.run_sync(accounts.by_password, name, password)
            if caller is None:
                self._guesses.take(guess)
            return caller
        return None


def _address(scope: Scope) -> str:
    return str((scope.get("client") or ("",))[0])


def _too_many_problem(error: TooMany) -> Problem:
    kind, title = "urn:copydesk:too-many", "Too many"
    return Problem(type=kind, title=title, status=429, detail=str(error))


def _too_many(error: TooMany) -> ASGIApp:
    return respond(_too_many_problem(error), dict(error.headers))


def _as_visitor(scope: Scope, send: Send) -> Send:
    """Give a browser without a name one that nobody can guess: its conversations are its own."""
    known = VISITOR.search(
        next((v.decode("latin-1") for n, v in scope["headers"] if n == b"cookie"), "")
    )
    name = known[1] if known else secrets.token_urlsafe(24)
    scope[USER_KEY] = f"visitor:{name}"

    async def with_cookie(message: Message) -> None:
        if message["type"] == "http.response.start" and not known:
            cookie = f"copydesk_visitor={name}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000"
            added = [(b"set-cookie", cookie.encode())]
            message["headers"] = [*message.get("headers", []), *added]
        await send(message)

    return with_cookie


def _credentials(scope: Scope) -> tuple[str, str]:
    """Return ("basic", "name:password"), ("bearer", token), or two blanks."""
    header = next((v for n, v in scope["headers"] if n == b"authorization"), b"")
    kind, _, value = header.decode("latin-1").strip().partition(" ")
    if kind.lower() == "bearer":
        return "bearer", value.strip()
    if kind.lower() == "basic":
        try:
            return "basic", base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return "basic", ""
    return "", ""


def make_rate(per_minute: float) -> Rate | None:
    """Return a rate; None where 0 or less, or infinity, says that there is none."""
    return Rate(per_minute) if 0 < per_minute < math.inf else None
