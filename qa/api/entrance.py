"""Lets callers in: by name and password, by token, or, where nobody is asked, as anyone."""

from __future__ import annotations

import base64
import binascii
import re
import secrets

from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qa.api.access import ANYONE, CALLER_KEY, Caller, set_caller
from qa.api.accounts import PREFIX
from qa.api.guard import is_own_origin
from qa.api.logins import COOKIE, Logins
from qa.api.problems import Problem, TooMany, respond
from qa.api.rate import Rate

USER_KEY = "copydesk_user"
"""Where the scope of a request has its user's name, for the page."""
MAY_WRITE_KEY = "copydesk_may_write"
"""Where it has whether the user may change the library, for the page."""
SESSION_KEY = "copydesk_logged_in"
"""Where it has whether the user has logged in by the form, for the page."""
OPEN = ("/health/live", "/health/ready", "/login", "/logout")
"""What anybody may ask: a container is watched, and whoever logs in is not known yet."""
DRESS = "/static/"
"""Style sheets and scripts of the page, which the form has, too."""
READING = ("/desk/", "/gradio_api/")
"""Where the page and Gradio's clients read the library."""
WRITING = ("/desk/articles/", "/desk/add/")
"""Where the page changes the library; the API's operations ask for their scope themselves."""
WORKING = ("/v1/", "/mcp", "/desk/", "/gradio_api/")
"""Where a POST is counted against the rate."""
VISITOR = re.compile(r"(?:^|;\s*)copydesk_visitor=([\w-]{32})(?:;|$)")


class Entrance:
    """Middleware: says who calls, refuses who may not, and slows down who calls too often."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        logins: Logins | None,
        form: bool,
        rate: Rate | None,
        read_only: bool,
        visitors: bool,
    ) -> None:
        self._app = app
        self._visitors = visitors and logins is None
        self._logins = logins
        self._form = form
        self._rate = rate
        self._read_only = read_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may pass."""
        path = scope.get("path", "")
        anybody = path in OPEN or (self._form and path.startswith(DRESS))
        if scope["type"] not in ("http", "websocket") or anybody:
            await self._app(scope, receive, send)
            return
        try:
            caller = await self._caller(scope)
            session = caller is None and self._logins is not None
            if session:
                caller = await self._by_session(scope)
        except TooMany as error:
            await _too_many(error)(scope, receive, send)
            return
        if caller is None and self._form and _is_visit(scope):
            await RedirectResponse("/login", status_code=303)(scope, receive, send)
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
        scope[SESSION_KEY] = session
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
            # Nor has a page, whose browser would put its own question over it.
            quiet = _credentials(scope)[0] == "bearer" or (self._form and is_browser(scope))
            headers = {"www-authenticate": "Bearer" if quiet else ask}
            return Problem(type=kind, title=title, status=401, detail=detail), headers
        if path.startswith(READING) and "read" not in caller.scopes:
            return _forbidden("This needs the scope 'read'."), {}
        changes = method not in ("GET", "HEAD") and path.startswith(WRITING)
        if changes and (self._read_only or "write" not in caller.scopes):
            return _forbidden("The library is read-only for you."), {}
        if self._rate is not None and method == "POST" and path.startswith(WORKING):
            wait = self._rate.take(caller.name or address_of(scope))
            if wait:
                error = TooMany("too many requests; ask again later", wait)
                return _too_many_problem(error), dict(error.headers)
        return None, {}

    async def _caller(self, scope: Scope) -> Caller | None:
        """Return who calls by what the request itself says."""
        logins = self._logins
        if logins is None:
            return ANYONE
        kind, value = _credentials(scope)
        if kind == "bearer" or (kind == "basic" and value.partition(":")[2].startswith(PREFIX)):
            # Some clients can only send a password: a token may stand in its place.
            return await logins.by_token(value if kind == "bearer" else value.partition(":")[2])
        if kind == "basic":
            name, _, password = value.partition(":")
            return await logins.by_password(address_of(scope), name, password)
        return None

    async def _by_session(self, scope: Scope) -> Caller | None:
        """Return who has logged in, if the request names nobody; what changes has to be a page's.

        A browser sends the cookie with whatever any page makes it ask for.
        """
        key = session_key(scope)
        if self._logins is None or not key or _header(scope, b"authorization"):
            return None
        if scope.get("method", "GET") not in ("GET", "HEAD") and not is_own_page(scope):
            return None
        return await self._logins.by_session(key)


def is_browser(scope: Scope) -> bool:
    """Tell whether a browser sent a request: all of them have said so since 2023."""
    return bool(_header(scope, b"sec-fetch-site"))


def is_own_page(scope: Scope) -> bool:
    """Tell whether a browser says that a page of this very server made a request."""
    origin = _header(scope, b"origin")
    if origin:
        return is_own_origin(_header(scope, b"host"), origin)
    return _header(scope, b"sec-fetch-site") == "same-origin"


def session_key(scope: Scope) -> str:
    """Return the key of a session that a request brings, or ""."""
    # Reads as browsers write: a cookie of another program on this host may hold anything.
    return cookie_parser(_header(scope, b"cookie")).get(COOKIE, "")


def _is_visit(scope: Scope) -> bool:
    """Tell whether somebody opens an address in a browser, and names nobody."""
    return (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and "text/html" in _header(scope, b"accept")
        and not _header(scope, b"authorization")
    )


def _header(scope: Scope, name: bytes) -> str:
    return next((v.decode("latin-1") for n, v in scope["headers"] if n == name), "")


def _forbidden(detail: str) -> Problem:
    return Problem(type="urn:copydesk:forbidden", title="Forbidden", status=403, detail=detail)


def address_of(scope: Scope) -> str:
    """Return the address that a request came from."""
    return str((scope.get("client") or ("",))[0])


def _too_many_problem(error: TooMany) -> Problem:
    kind, title = "urn:copydesk:too-many", "Too many"
    return Problem(type=kind, title=title, status=429, detail=str(error))


def _too_many(error: TooMany) -> ASGIApp:
    return respond(_too_many_problem(error), dict(error.headers))


def _as_visitor(scope: Scope, send: Send) -> Send:
    """Give a browser without a name one that nobody can guess: its conversations are its own."""
    known = VISITOR.search(_header(scope, b"cookie"))
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
    kind, _, value = _header(scope, b"authorization").strip().partition(" ")
    if kind.lower() == "bearer":
        return "bearer", value.strip()
    if kind.lower() == "basic":
        try:
            return "basic", base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, ValueError):
            return "basic", ""
    return "", ""
