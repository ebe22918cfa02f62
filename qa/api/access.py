"""Who calls, and what they may do."""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

from qa.api.problems import RequestError

Scope = Literal["read", "write"]
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who was let in; ``name`` is "" where nobody needs one."""

    name: str = ""
    scopes: frozenset[Scope] = frozenset(SCOPES)


ANYONE = Caller()
CALLER_KEY = "copydesk.caller"
"""Where the scope of a request holds its caller."""
_caller: ContextVar[Caller] = ContextVar("copydesk_caller", default=ANYONE)


class Forbidden(RequestError):
    """The caller is known, but may not do this."""

    status = 403


def set_caller(caller: Caller) -> None:
    """Say whose the work of this task is."""
    _caller.set(caller)


def current_caller() -> Caller:
    """Return whose the work of this task is."""
    return _caller.get()


def require(scope: Scope) -> Caller:
    """Return the caller.

    Raises:
        Forbidden: the caller lacks ``scope``.
    """
    caller = current_caller()
    if scope not in caller.scopes:
        raise Forbidden(f"this needs the scope {scope!r}; ask whoever runs this server for it")
    return caller
