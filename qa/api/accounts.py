"""Who may come in: users with hashed passwords and tokens, kept in one file.

The file is JSON that only its owner can read. Passwords are hashed with Argon2id (RFC 9106);
tokens are 256 random bits, of which SHA-256 keeps nothing that can be guessed.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import logging
import os
import re
import secrets
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, cast

from qa.api.access import SCOPES, Caller, Scope
from qa.errors import InputError

log = logging.getLogger(__name__)

PREFIX = "copydesk_"
LARGEST = 20_000_000
"""Bytes of a file of users, which is read whole: some 50,000 users."""
LEAST_PASSWORD = 10
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class User:
    """A name, the hash of its password, and what it may do."""

    name: str
    password: str
    scopes: tuple[Scope, ...] = SCOPES


@dataclass(frozen=True, slots=True)
class Token:
    """A key for programs: ``id`` names it, ``sha256`` is of the whole token."""

    id: str
    user: str
    sha256: str
    scopes: tuple[Scope, ...]
    made: str
    note: str = ""


@dataclass(slots=True)
class Accounts:
    """The users and tokens of a file, read again when it has changed; safe for threads.

    Where it has changed into something else, those of before stay, and the log says so.
    """

    path: Path
    users: dict[str, User] = field(default_factory=dict)
    tokens: dict[str, Token] = field(default_factory=dict)
    _read: tuple[int, ...] = ()
    _known: dict[bytes, Caller] = field(default_factory=dict, repr=False)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _lock: Any = field(default_factory=threading.RLock, repr=False)

    @classmethod
    def open(cls, path: str | os.PathLike[str], *, create: bool = False) -> Accounts:
        """Return the accounts of a file, none with ``create`` where there is no file yet.

        Raises:
            InputError: the file is not there, cannot be read or holds something else.
        """
        accounts = cls(Path(path))
        try:
            accounts._load()
        except FileNotFoundError:
            if not create:
                remedy = "make it with `copydesk user add NAME`"
                raise InputError(f"{path}: no such file; {remedy}") from None
        return accounts

    def refresh(self) -> None:
        """Read the file if it has changed; one that is gone or damaged changes nothing."""
        with self._lock:
            try:
                self._load()
            except FileNotFoundError:
                pass
            except InputError as error:
                log.error("%s; the users of before stay", error)

    def _load(self) -> None:
        """Read the file if it has changed since it was looked at last.

        Raises:
            InputError: it cannot be read or holds something else.
            FileNotFoundError: it is not there.
        """
        try:
            status = self.path.stat()
            state = (status.st_mtime_ns, status.st_ctime_ns, status.st_size)
            if state == self._read:
                return
            if status.st_size > LARGEST:
                self._read = state
                limit = f"over the limit of {LARGEST // 1_000_000} MB"
                raise InputError(f"{self.path}: is {limit} for a file of users; name another")
            text = self.path.read_bytes()
            self._read = state  # a damaged one is not parsed again at each request
            users, tokens = _rows(json.loads(text))
        except FileNotFoundError:
            raise
        except OSError as error:
            raise InputError(f"{self.path}: cannot be read ({error.strerror})") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise InputError(
                f"{self.path}: is not a file of users; name another, or bring back a copy of it"
            ) from error
        self.users = {user.name: user for user in users}
        self.tokens = {token.sha256: token for token in tokens}
        self._known.clear()

    def save(self) -> None:
        """Write the file, whole or not at all, for its owner's eyes only."""
        held = {
            "users": [asdict(user) for user in self.users.values()],
            "tokens": [asdict(token) for token in self.tokens.values()],
        }
        draft = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(held, file, indent=1)
            draft.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                draft.unlink()
            raise InputError(f"{self.path}: cannot be written ({error.strerror})") from error

    def add_user(self, name: str, password: str, scopes: Sequence[str] = SCOPES) -> None:
        """Add a user, or give one a new password and scopes.

        Raises:
            InputError: a name that is none, a short password, or an unknown scope.
        """
        if not NAME.fullmatch(name):
            raise InputError(f"{name[:80]!r}: a name has letters, digits, '.', '_' and '-'")
        if len(password) < LEAST_PASSWORD:
            raise InputError(
                f"the password has under {LEAST_PASSWORD} characters; take a longer one"
            )
        from argon2 import PasswordHasher

        hashed = PasswordHasher().hash(password)
        self.users[name] = User(name, hashed, checked_scopes(scopes))

    def remove_user(self, name: str) -> None:
        """Remove a user and all its tokens.

        Raises:
            InputError: there is none of this name.
        """
        if self.users.pop(name, None) is None:
            raise InputError(f"no user {name!r}; `copydesk user list` shows all")
        self.tokens = {k: token for k, token in self.tokens.items() if token.user != name}

    def add_token(self, user: str, scopes: Sequence[str], note: str = "") -> str:
        """Return a new token of a user; it is shown now and never again.

        Raises:
            InputError: no such user, or a scope that it lacks.
        """
        if user not in self.users:
            raise InputError(f"no user {user!r}; `copydesk user add {user}` makes one")
        wanted = checked_scopes(scopes)
        lacking = [each for each in wanted if each not in self.users[user].scopes]
        if lacking:
            raise InputError(f"{user} lacks the scope {lacking[0]!r}, so no token can have it")
        text = PREFIX + secrets.token_urlsafe(32)
        made = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
        digest = hash_token(text)
        self.tokens[digest] = Token(secrets.token_hex(4), user, digest, wanted, made, note)
        return text

    def revoke(self, token_id: str) -> None:
        """Remove a token.

        Raises:
            InputError: there is none of this id.
        """
        found = [key for key, token in self.tokens.items() if token.id == token_id]
        if not found:
            raise InputError(f"no token {token_id!r}; `copydesk token list` shows all")
        del self.tokens[found[0]]

    def by_token(self, text: str) -> Caller | None:
        """Return whose token this is; None for nobody's."""
        self.refresh()
        token = self.tokens.get(hash_token(text))
        user = self.users.get(token.user) if token is not None else None
        if token is None or user is None:
            return None
        return Caller(user.name, frozenset(token.scopes) & frozenset(user.scopes))

    def by_password(self, name: str, password: str) -> Caller | None:
        """Return the user of this name if the password is right.

        Hashing takes its time by design, so one that was right is remembered until the file
        changes, under a key of this process alone.
        """
        from argon2 import PasswordHasher
        from argon2.exceptions import Argon2Error, InvalidHashError

        self.refresh()
        mark = hashlib.blake2b(f"{name}\0{password}".encode(), key=self._key).digest()
        if mark in self._known:
            return self._known[mark]
        user = self.users.get(name)
        # A name that is not there takes as long as a wrong password.
        hashed = user.password if user is not None else _nobody()
        try:
            PasswordHasher().verify(hashed, password)
        except (Argon2Error, InvalidHashError, UnicodeError):  # the hash is the file's
            return None
        if user is None:
            return None
        self._known[mark] = caller = Caller(user.name, frozenset(user.scopes))
        return caller


def _rows(held: Any) -> tuple[list[User], list[Token]]:
    """Return the users and tokens of what a file holds.

    Raises:
        ValueError, KeyError, TypeError, AttributeError: it holds something else.
    """
    return (
        [User(**_row(each)) for each in held["users"]],
        [Token(**_row(each)) for each in held["tokens"]],
    )


def _row(held: dict[str, Any]) -> dict[str, Any]:
    """Return what the file holds of a user or token, its scopes as a tuple."""
    words = {name: value for name, value in held.items() if name != "scopes"}
    if not all(isinstance(value, str) for value in words.values()):
        raise TypeError("not text")
    scopes = tuple(held["scopes"])
    if not scopes or not set(scopes) <= set(SCOPES):
        raise ValueError("no scopes")
    return {**words, "scopes": scopes}


def hash_token(text: str) -> str:
    """Return the SHA-256 of a token, or of a session's key, in hex."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def checked_scopes(scopes: Sequence[str]) -> tuple[Scope, ...]:
    """Return scopes, each once; ``InputError`` for an unknown one or none."""
    wrong = [each for each in scopes if each not in SCOPES]
    if wrong or not scopes:
        raise InputError(f"scopes: {', '.join(wrong) or 'none'}; use {' and '.join(SCOPES)}")
    return cast("tuple[Scope, ...]", tuple(dict.fromkeys(scopes)))


_NOBODY: list[str] = []


def _nobody() -> str:
    """Return the hash of a password that nobody has."""
    if not _NOBODY:
        from argon2 import PasswordHasher

        _NOBODY.append(PasswordHasher().hash(secrets.token_hex(16)))
    return _NOBODY[0]
