"""Connections to one library file: lent to one thread at a time, errors put into words."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.errors import LibraryError, LibraryMissing
from qa.index.schema import Unusable, prepare
from qa.text.words import fold_name

MAGIC = b"SQLite format 3\0"

# Adding one article takes well under a second, so a wait this long means a stuck process.
BUSY_SECONDS = 30.0

LOCKED = "is locked by another process for over {seconds:g} s; try again when that has finished"
DAMAGED = "is damaged ({reason}); restore a copy, or start another with --library"
# The primary result codes that a user can do something about (sqlite.org/rescode.html).
REMEDIES = {
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_READONLY: "cannot be written; make it and its folder writable, or name "
    "another with --library",
    sqlite3.SQLITE_PERM: "may not be opened; change its permissions, or name another with "
    "--library",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; check that its folder exists and is writable, or "
    "name another with --library",
    sqlite3.SQLITE_FULL: "cannot grow, the disk is full; nothing was changed: free some space and "
    "try again",
    sqlite3.SQLITE_IOERR: "cannot be read or written ({reason}); check the disk, then try again",
    sqlite3.SQLITE_TOOBIG: "cannot hold a text of over 1 GB; split it",
}


class Pool:
    """Lends connections; idle ones are kept, so that as many exist as threads ever met."""

    def __init__(self, path: Path, *, create: bool, busy_seconds: float = BUSY_SECONDS) -> None:
        """Check ``path``, make it and its folder when ``create``, and open it.

        Raises:
            LibraryError: The file cannot be opened, is damaged or is no library.
        """
        self.path = path.expanduser().absolute()
        self._busy_seconds = busy_seconds
        self._idle: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        self._closed = False
        _check_file(self.path, create)
        # SQLite would lay its two files beside one that only it may not write.
        self._writable = not self.path.exists() or os.access(self.path, os.W_OK)
        try:
            with self._connection() as db:
                prepare(db)
        except LibraryError as error:
            if not self._writable or not _is_refused(error.__cause__) or not self.path.exists():
                raise
            self._writable = False
            with self._connection() as db:
                prepare(db)

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection inside a transaction: one unchanging state of the library."""
        with self._connection() as db, _transaction(db, "BEGIN"):
            yield db

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Lend the only connection that may write; all of it is kept, or on an error none."""
        # IMMEDIATE waits for its turn at the start: a later upgrade could not wait.
        with self._connection() as db, _transaction(db, "BEGIN IMMEDIATE"):
            yield db

    def close(self) -> None:
        """Close idle connections now, and lent ones as they come back."""
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for db in idle:
            db.close()

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        db = None
        try:
            db = self._take() or self._connect()
            yield db
        except (sqlite3.Error, Unusable) as error:
            if db is not None:
                db.close()
            raise LibraryError(f"{self.path}: {self._words(error)}") from error
        except BaseException:
            if db is not None:
                db.close()
            raise
        self._give(db)

    def _take(self) -> sqlite3.Connection | None:
        with self._lock:
            if self._closed:
                raise LibraryError(f"{self.path}: is closed; open it again")
            return self._idle.pop() if self._idle else None

    def _give(self, db: sqlite3.Connection) -> None:
        with self._lock:
            # What cannot be locked may be changed by others, and is opened anew each time.
            if not self._closed and self._writable:
                self._idle.append(db)
                return
        db.close()

    def _connect(self) -> sqlite3.Connection:
        # A URI keeps names such as ":memory:" plain files.
        db = sqlite3.connect(
            f"{self.path.as_uri()}?{self._mode()}",
            timeout=self._busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            uri=True,
        )
        try:
            db.execute("PRAGMA foreign_keys = ON")
            # With WAL a power cut can lose the last article, never damage the file.
            db.execute("PRAGMA synchronous = NORMAL")
            db.create_function("fold", 1, fold_name, deterministic=True)
        except BaseException:
            db.close()
            raise
        return db

    def _mode(self) -> str:
        """Return how SQLite opens the file (sqlite.org/uri.html).

        In a folder where nothing can be written WAL has no room for its two files, so the
        library is read as one that nobody changes, unless somebody's log lies there already.
        """
        if self._writable:
            return "mode=rwc"
        log = self.path.with_name(f"{self.path.name}-wal")
        return "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"

    def _words(self, error: sqlite3.Error | Unusable) -> str:
        if isinstance(error, Unusable):
            return str(error)
        # Without a code it is Python's own: text that is not UTF-8.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT) & 0xFF
        return REMEDIES.get(code, DAMAGED).format(seconds=self._busy_seconds, reason=error)


def _is_refused(error: BaseException | None) -> bool:
    """Say whether SQLite could not write, or make a file beside the library."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    return code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


@contextmanager
def _transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        # SQLite has rolled back by itself after some errors, a full disk among them.
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _check_file(path: Path, create: bool) -> None:
    """Refuse what is no SQLite file before SQLite touches it; make the folder."""
    if "\0" in str(path):
        raise LibraryError(f"{path}: a name cannot hold a NUL; name another with --library")
    try:
        if path.is_dir():
            raise LibraryError(f"{path}: is a folder; name a file with --library")
        if path.exists():
            with path.open("rb") as file:
                head = file.read(len(MAGIC))
            if head and head != MAGIC:
                raise LibraryError(f"{path}: is not a library; name another file with --library")
        elif create:
            path.parent.mkdir(parents=True, exist_ok=True)
        else:
            raise LibraryMissing(
                f"{path}: there is no such library; check --library, or make it with "
                "`copydesk add PATH`"
            )
    except OSError as error:
        raise LibraryError(
            f"{path}: cannot be opened ({error.strerror}); name another with --library"
        ) from error
