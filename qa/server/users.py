"""The application with the page, for one library, or for one of each user."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from fastapi import FastAPI

from qa.api import create_app
from qa.api.access import Caller
from qa.api.accounts import NAME, Accounts
from qa.api.app import Access
from qa.desk import Desk
from qa.errors import InputError
from qa.server.login import add_login
from qa.server.pages import end_streams, make_page
from qa.server.settings import Settings
from qa.ui.application import make_application


@contextmanager
def open_doors(
    desk: Desk, settings: Settings, *, local: bool
) -> Iterator[tuple[FastAPI, Callable[[], None]]]:
    """Yield the application, and what ends the streams that open pages hold."""
    accounts = None if settings.auth_file is None else Accounts.open(settings.auth_file)
    with ExitStack() as stack:
        own = None
        if settings.libraries is not None:
            own = stack.enter_context(Libraries(desk, settings.libraries))
        access = Access(
            local=local,
            accounts=accounts,
            rate=settings.requests_a_minute(local=local),
            read_only=settings.read_only,
            libraries=own.desk_of if own is not None else None,
            form=accounts is not None,
        )
        shared = make_page(desk) if own is None else None
        app = create_app(
            desk,
            access=access,
            pages=shared if own is None else own.page_of,
            load=True,
            log_questions=settings.log_questions,
            max_body=int(settings.max_upload_mb * 1_000_000),
        )
        if accounts is not None:
            add_login(app)

        def end() -> None:
            if shared is not None:
                end_streams(shared)
            if own is not None:
                own.end_streams()

        yield app, end


class Libraries:
    """A library and a page for each user, opened when first called for; safe for threads."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self._desk = desk
        self._folder = folder
        self._desks: dict[str, Desk] = {}
        self._pages: dict[str, FastAPI] = {}
        self._lock = threading.RLock()

    def desk_of(self, name: str) -> Desk:
        """Return the desk over a user's library."""
        if not NAME.fullmatch(name):  # it becomes the name of a file
            raise InputError(f"{name[:80]!r} is no user's name")
        with self._lock:
            if name not in self._desks:
                self._desks[name] = self._desk.another(self._folder / f"{name}.copydesk")
            return self._desks[name]

    def page_of(self, caller: Caller) -> FastAPI:
        """Return the page over a user's library."""
        with self._lock:
            if caller.name not in self._pages:
                self._pages[caller.name] = make_application(self.desk_of(caller.name))
            return self._pages[caller.name]

    def end_streams(self) -> None:
        """End the streams of all open pages."""
        with self._lock:
            for page in self._pages.values():
                page.state.page.end_streams()

    def __enter__(self) -> Libraries:
        """Return self; leaving the block closes all libraries."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop the work of the pages, then close the libraries."""
        for page in self._pages.values():
            page.state.page.close()
        for desk in self._desks.values():
            desk.close()
