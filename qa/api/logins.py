"""Who somebody is, by password or token, and the sessions of browsers that have logged in."""

from __future__ import annotations

import ipaddress
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

import anyio

from qa.api.access import Caller
from qa.api.accounts import Accounts, hash_token
from qa.api.problems import TooMany
from qa.api.rate import Rate

COOKIE = "copydesk_session"
GUESSES = 10
"""Wrong passwords a minute for one name from one address; no more are told right from wrong."""
GUESSES_IN_ALL = 30
"""Wrong passwords a minute from one address: one guess at each of many names is guessing, too."""
HASHED_AT_ONCE = 4
"""Passwords; each takes 64 MB, and anybody may send one. Other work has threads of its own."""
IDLE_SECONDS = 12 * 3600.0
"""A session ends so long after it was used last,"""
LONGEST_SECONDS = 7 * 24 * 3600.0
"""and so long after it began."""
MOST_SESSIONS = 10_000


@dataclass(slots=True)
class Session:
    """A browser that has logged in; ``password`` is the hash of then, so that a new one ends it."""

    user: str
    password: str
    begun: float
    used: float


class Logins:
    """The accounts of a file, and who has logged in; sessions end with the process.

    Of a session's key only the SHA-256 is kept. To be used by one event loop.
    """

    def __init__(self, accounts: Accounts, clock: Callable[[], float] = time.monotonic) -> None:
        self._accounts = accounts
        self.clock = clock
        self._guesses = Rate(GUESSES, clock=lambda: self.clock())
        self._guesses_in_all = Rate(GUESSES_IN_ALL, clock=lambda: self.clock())
        self._hashing = anyio.CapacityLimiter(HASHED_AT_ONCE)
        self._sessions: OrderedDict[str, Session] = OrderedDict()

    async def by_token(self, token: str) -> Caller | None:
        """Return whose token this is; None for nobody's."""
        return await anyio.to_thread.run_sync(self._accounts.by_token, token)

    async def by_password(self, address: str, name: str, password: str) -> Caller | None:
        """Return the user of this name if the password is right.

        Raises:
            TooMany: too many wrong ones came from this address, for this name or for any.
        """
        network = _network(address)
        guess = f"{network} {name[:80]}"
        self._may_guess(network, guess)
        caller = await anyio.to_thread.run_sync(
            self._accounts.by_password, name, password, limiter=self._hashing
        )
        # Others that came at once may have been wrong meanwhile: then this one learns nothing.
        self._may_guess(network, guess)
        if caller is None:
            self._guesses.take(guess)
            self._guesses_in_all.take(network)
        return caller

    def _may_guess(self, network: str, guess: str) -> None:
        if wait := max(self._guesses.wait(guess), self._guesses_in_all.wait(network)):
            raise TooMany("too many wrong passwords; try again later", wait)

    async def log_in(self, address: str, name: str, password: str) -> str | None:
        """Begin a session, and return its key; None for a wrong name or password.

        Raises:
            TooMany: as ``by_password``.
        """
        caller = await self.by_password(address, name, password)
        user = self._accounts.users.get(caller.name) if caller is not None else None
        if user is None:
            return None
        key, now = secrets.token_urlsafe(32), self.clock()
        self._sessions[hash_token(key)] = Session(user.name, user.password, now, now)
        if len(self._sessions) > MOST_SESSIONS:
            self._sessions.popitem(last=False)
        return key

    async def by_session(self, key: str) -> Caller | None:
        """Return whose session this is, with what the user may do now; None if it has ended."""
        digest, now = hash_token(key), self.clock()
        session = self._sessions.get(digest)
        if session is None:
            return None
        await anyio.to_thread.run_sync(self._accounts.refresh)
        user = self._accounts.users.get(session.user)
        late = now - session.used > IDLE_SECONDS or now - session.begun > LONGEST_SECONDS
        if late or user is None or user.password != session.password:
            self._sessions.pop(digest, None)
            return None
        session.used = now
        return Caller(user.name, frozenset(user.scopes))

    def log_out(self, key: str) -> None:
        """End a session, if there is one."""
        self._sessions.pop(hash_token(key), None)


def _network(address: str) -> str:
    """Return whose guesses count together: an address, of IPv6 the /64 that a customer is given."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))
