"""A real Chromium before a real server, and everything that it must not do."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.support.paths import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# What a theme changes is its colours.
AXE: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {"resultTypes": ["violations"], "runOnly": ["color-contrast"]},
}
SERVE = """
import functools, pathlib, sys
from qa.server import Settings, serve
models = {}
if sys.argv[2:] and sys.argv[-1].endswith(".json"):
    models["settings"] = Settings(auth_file=pathlib.Path(sys.argv[-1]))
if "fake" in sys.argv:
    from qa.neural.seq2seq import loading
    loading.has_base = lambda: False  # small alone checks what is made up
    from tests.support.fakes import HashEmbedder
    from tests.ui.support import NappingGenerator
    models |= {"model": NappingGenerator(), "embedder": HashEmbedder()}
if "bare" in sys.argv:
    from tests.support.bare import leave_doors_out
    leave_doors_out()
serve(sys.argv[1], port=0, ready=functools.partial(print, flush=True), **models)
"""


class Watched:
    """A page, and everything it did that it should not have done."""

    def __init__(
        self, browser: Browser, url: str, size: dict[str, int], theme: str = "light"
    ) -> None:
        self.faults: list[str] = []
        self.context = browser.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
        self.context.on("request", lambda request: self._request(request.url))
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self.open(url)

    def open(self, url: str) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        page.on(
            "console",
            lambda said: (
                self.faults.append(f"console: {said.text}") if said.type == "error" else None
            ),
        )
        page.on("dialog", lambda dialog: self.faults.append(f"dialog: {dialog.message}"))
        self._go(page, url)
        return page

    def load(self, url: str) -> None:
        """Load an address anew."""
        self._go(self.page, url)

    @staticmethod
    def _go(page: Page, url: str) -> None:
        page.goto(url)
        page.wait_for_selector("body[data-ready]")

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.faults.append(f"request to {url}")

    def ask(self, text: str, mode: str = "") -> None:
        if mode:
            self.page.get_by_role("radio", name=mode).click()
        self.page.locator("#question").fill(text)
        self.page.locator("#question").press("Enter")

    def entry(self, number: int = -1) -> Locator:
        entries = self.page.locator(".entry")
        return entries.last if number < 0 else entries.nth(number)


@contextmanager
def serving(folder: Path, *arguments: str) -> Iterator[str]:
    """Yield the address of a server over an empty library; it has to end well on Ctrl-C."""
    temporary = folder / "tmp"
    temporary.mkdir()
    with (
        (folder / "log").open("w") as errors,
        subprocess.Popen(
            [sys.executable, "-c", SERVE, str(folder / "library.copydesk"), *arguments],
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT), "TMPDIR": str(temporary)},
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        ) as process,
    ):
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            assert url, (folder / "log").read_text("utf-8")
            yield url
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=60)
        finally:
            process.kill()
    log = (folder / "log").read_text("utf-8")
    assert code == 0, log
    assert "Traceback" not in log, log
    assert not list(temporary.glob("copydesk-*")), "uploaded files outlive the server"
