"""The form by which a browser says whose it is, in place of its own question."""

from __future__ import annotations

import html
import importlib.resources
import string
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from qa.api.entrance import address_of, is_own_page, session_key
from qa.api.logins import COOKIE, LONGEST_SECONDS, Logins
from qa.api.problems import TooMany
from qa.ui.application import static_files

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": CONTENT_POLICY,
    # With no referrer at all, a browser sends a form with the origin "null".
    "referrer-policy": "same-origin",
}
WRONG = "That name and password don't belong together."
FOREIGN = "This form was not sent by this page. Please try again."

LARGEST = 32_000
"""Bytes of a form that is sent: anybody may send one, and it is read into memory."""

router = APIRouter(include_in_schema=False, max_body_size=LARGEST)


def add_login(app: FastAPI) -> None:
    """Give an application the form, and what it is dressed in."""
    app.include_router(router)
    # The pages below may be a user's own, and nobody is known yet.
    app.mount("/static", static_files())


@router.get("/login")
async def show_form(request: Request) -> Response:
    """Show the form; whoever has logged in already needs none."""
    if await _logins(request).by_session(session_key(request.scope)) is not None:
        return RedirectResponse("/", status_code=303)
    return _form()


@router.post("/login")
async def log_in(
    request: Request,
    name: Annotated[str, Form(max_length=200)] = "",
    password: Annotated[str, Form(max_length=2_000)] = "",
) -> Response:
    """Begin a session, and open the page; only a form of this server's may ask for it."""
    if not is_own_page(request.scope):
        return _form(FOREIGN, status=403)
    logins = _logins(request)
    try:
        key = await logins.log_in(address_of(request.scope), name, password)
    except TooMany as error:
        said = f"Too many wrong passwords. Try again in {error.headers['Retry-After']} seconds."
        return _form(said, name, status=429, headers=error.headers)
    if key is None:
        return _form(WRONG, name, status=401)
    logins.log_out(session_key(request.scope))
    response = RedirectResponse("/", status_code=303)
    response.set_cookie(COOKIE, key, max_age=int(LONGEST_SECONDS), **_cookie(request))
    return response


@router.post("/logout")
async def log_out(request: Request) -> Response:
    """End the session."""
    if not is_own_page(request.scope):
        return _form(FOREIGN, status=403)
    _logins(request).log_out(session_key(request.scope))
    response = RedirectResponse("/login", status_code=303)
    response.delete_cookie(COOKIE, **_cookie(request))
    return response


def _logins(request: Request) -> Logins:
    found: Logins = request.app.state.logins
    return found


def _cookie(request: Request) -> dict[str, Any]:
    """Return what keeps the cookie from scripts, other sites, and lines without TLS."""
    secure = request.url.scheme == "https"
    return {"httponly": True, "samesite": "lax", "secure": secure, "path": "/"}


def _form(said: str = "", name: str = "", *, status: int = 200, headers: Any = None) -> Response:
    page = importlib.resources.files("qa.server").joinpath("login.html").read_text("utf-8")
    made = string.Template(page).substitute(
        message=f'<p class="bad" role="alert">{html.escape(said)}</p>' if said else "",
        name=html.escape(name),
        first="" if name else "autofocus",
        second="autofocus" if name else "",
    )
    return HTMLResponse(made, status_code=status, headers={**HEADERS, **dict(headers or {})})
