"""Take a picture of every state of the page: ``python -m benchmarks.screenshots --out FOLDER``.

Each state at 1440x900 and 390x844, in light and dark, over the sample articles, as the shipped
reader answers them. Needs Chromium and
playwright. ``--only``, ``--sizes`` and ``--themes`` take some of them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from qa.api.accounts import Accounts
from qa.desk import Desk
from qa.desk.listening import relay_progress
from qa.desk.performing import perform
from qa.neural.resources import seed_articles

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
# What is asked, by the name of the picture.
TALK = {
    "answer": "When will the bridge open?",
    "followup": "and how much will it cost?",
    "weak": "Why did the magazine withdraw its award?",
    "undecided": "Did the mayor read the report before it was published?",
    "none": "Who won the football match in Lisbon?",
    "compare": "Compare: When will the bridge open?",
    "kettles": "Compare: How many kettles were recalled?",
    "summary": "Summarise the kettle recall",
    "quotes": "Quotes",
    "verify": "Verify: The Grey Petrel had 212 people aboard. The bridge will cost $999 million.",
    "long": "Please tell me, as far as these articles go and as exactly as they put it, " * 6
    + "how many people were aboard the Grey Petrel when it ran aground?",
}
JOB = {
    **{"id": "a1", "state": "running", "done": 38, "total": 61, "pace": "41 passages/s, 12 s left"},
    **{"detail": "", "added": 37, "unchanged": 0, "replaced": 0, "failed": [], "notes": []},
}
ENDED = JOB | {
    **{"id": "a2", "state": "done", "done": 61, "added": 58, "unchanged": 1},
    "failed": [
        "Harbour photo.txt: is a picture, not text; add a text.",
        "scan.pdf: has no text.",
    ],
}


def open_entry(page: Page, name: str) -> None:
    """Bring an entry of the conversation to the top, and its first citation into the source."""
    number = list(TALK).index(name)
    entry = page.locator(".entry").nth(number)
    entry.evaluate("(e) => { document.getElementById('scroller').scrollTop = e.offsetTop - 14; }")
    cite = entry.locator(".cite").first
    if page.viewport_size and page.viewport_size["width"] > 820 and cite.count():
        cite.click()


def pane(page: Page, name: str) -> None:
    """Show a pane; on a wide window all are there."""
    tab = page.locator(f"#tab-{name}")
    if tab.is_visible():
        tab.click()


def source(page: Page) -> None:
    """Show the source of a summary's second sentence."""
    open_entry(page, "summary")
    page.locator(".entry").nth(list(TALK).index("summary")).locator(".cite").nth(1).click()


def why(page: Page) -> None:
    """Show why an answer was chosen."""
    open_entry(page, "answer")
    page.get_by_role("button", name="Why this?").first.click()


def chosen(page: Page) -> None:
    """Show three chosen articles of a search, and one removed."""
    pane(page, "library")
    page.locator("#search").fill("bridge")
    page.wait_for_timeout(500)
    for number in range(2):
        page.locator(".art input").nth(number).check()


def nothing_found(page: Page) -> None:
    """Show a search that finds nothing."""
    pane(page, "library")
    page.locator("#search").fill("zebra crossing")
    page.wait_for_timeout(500)


def undo(page: Page) -> None:
    """Show the offer to undo a removal, and take it up after the picture."""
    pane(page, "library")
    page.locator(".art input").first.check()
    page.locator("#remove").click()
    page.locator(".toast").wait_for()


def undone(page: Page) -> None:
    """Take a removal back."""
    page.locator(".toast button").first.click()
    page.wait_for_timeout(600)


def history(page: Page) -> None:
    """Show the menu of conversations."""
    page.locator("#history-button").click()
    page.wait_for_timeout(400)


def dialog(identity: str) -> Callable[[Page], None]:
    """Return what opens a dialog."""
    return lambda page: page.evaluate(f"document.getElementById('{identity}').showModal()")


def working(page: Page) -> None:
    """Show an entry that is worked on, one that waits and one that failed."""

    def answer(state: str, number: int, **more: Any) -> None:
        view = {
            **{"id": f"e{number}", "conversation": conversation, "mode": "ask", "message": ""},
            **{"text": texts[number], "asked": "", "options": {}, "step": "", "state": state},
        }
        body = json.dumps(view | more)
        page.route("**/entries", lambda route: route.fulfill(json=json.loads(body)), times=1)
        page.locator("#question").fill(texts[number])
        page.locator("#question").press("Enter")
        page.wait_for_timeout(300)

    page.locator("#new").click()
    conversation = "c1"
    page.route("**/conversations", lambda route: route.fulfill(json={"id": conversation}), times=1)
    texts = ["Who opposed the bridge?", "When does work begin?", "How many homes will go?"]
    why_not = "The library can't be read: the disk does not answer. Check the disk, then try again."
    answer("failed", 0, message=why_not)
    answer("running", 1, step="Reading passages, 4 of 10")
    answer("waiting", 2)


def wrong_password(page: Page) -> None:
    """Show what a wrong password brings."""
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("alert").wait_for()


SCENES: dict[str, Callable[[Page], None]] = {
    **{name: (lambda page, name=name: open_entry(page, name)) for name in TALK},  # type: ignore[misc]
    "source": source,
    "why": why,
    "library": lambda page: pane(page, "library"),
    "chosen": chosen,
    "nothing-found": nothing_found,
    "undo": undo,
    "history": history,
    "help": dialog("help-dialog"),
    "paste": dialog("paste-dialog"),
    "working": working,
    "welcome": lambda page: page.locator("#new").click(),
    "adding": lambda page: pane(page, "library"),
    "added": lambda page: pane(page, "library"),
    "unreachable": lambda page: None,
    "empty": lambda page: None,
    "empty-library": lambda page: pane(page, "library"),
    "login": lambda page: None,
    "login-wrong": wrong_password,
}
AFTERWARDS = {"undo": undone}
JOBS = {"adding": JOB, "added": ENDED}


@contextmanager
def served(desk: Desk, accounts: Accounts | None = None) -> Iterator[str]:
    """Yield the address of the page over a desk, which asks for a name where there are accounts."""
    from qa.api import create_app
    from qa.api.app import Access
    from qa.server.login import add_login
    from qa.server.pages import end_streams, make_page
    from qa.server.running import make_server
    from qa.ui.server import listen

    page = make_page(desk)
    access = Access(accounts=accounts, form=accounts is not None)
    app = create_app(desk, access=access, pages=page)
    if accounts is not None:
        add_login(app)
    ready = threading.Event()
    with listen("127.0.0.1", 0) as listener:
        server = make_server(
            *(app, listener, "127.0.0.1"),
            ready=lambda _: ready.set(),
            stopping=lambda: end_streams(page),
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            ready.wait(60)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        finally:
            server.should_exit = True
            thread.join(60)


def talk(desk: Desk) -> None:
    """Ask everything, in one conversation."""
    desk.add(*seed_articles())
    conversation = desk.history.begin().id
    for text in TALK.values():
        past = desk.history.entries(conversation)
        entry = desk.history.append(conversation, "ask", text, {})
        desk.history.put(perform(desk, entry, past))


def open_page(page: Page, url: str, scene: str) -> None:
    """Open the page as a scene needs it."""
    page.unroute_all()
    if scene == "unreachable":
        page.route("**/desk/state", lambda route: route.abort())
    if scene in JOBS:

        def with_job(route: Any) -> None:
            state = route.fetch().json()
            route.fulfill(json=state | {"job": JOBS[scene]})

        page.route("**/desk/state", with_job)
    page.goto("about:blank")
    page.goto(url)
    if scene == "unreachable":
        page.locator("[role=alert]").wait_for()
    elif scene.startswith("login"):
        page.locator("form").wait_for()
    else:
        page.wait_for_selector("body[data-ready]")


def kind_of(scene: str) -> str:
    """Return which server a scene is of: one with articles, an empty one, or one that asks who."""
    first = scene.partition("-")[0]
    return first if first in ("empty", "login") else "full"


def take(
    urls: dict[str, str],
    out: Path,
    only: Sequence[str],
    sizes: Sequence[str],
    themes: Sequence[str],
) -> int:
    """Write every picture; return how many. ``urls`` are those of servers, by kind."""
    from playwright.sync_api import sync_playwright

    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(CHROMIUM))
        for size in sizes:
            width, height = SIZES[size]
            for theme in themes:
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme="dark" if theme == "dark" else "light",
                    reduced_motion="reduce",
                )
                page = context.new_page()
                for scene, play in SCENES.items():
                    if only and scene not in only:
                        continue
                    open_page(page, urls[kind_of(scene)], scene)
                    play(page)
                    page.wait_for_timeout(350)
                    page.screenshot(path=out / f"{scene}-{size}-{theme}.png")
                    if scene in AFTERWARDS:
                        AFTERWARDS[scene](page)
                    taken += 1
                context.close()
        browser.close()
    return taken


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--out", type=Path, required=True, help="a folder for the pictures")
    parser.add_argument("--only", nargs="*", default=[], choices=list(SCENES), help="these states")
    parser.add_argument("--sizes", nargs="*", default=list(SIZES), choices=list(SIZES))
    parser.add_argument("--themes", nargs="*", default=list(THEMES), choices=THEMES)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        full, empty = Path(folder) / "merrow.copydesk", Path(folder) / "news.copydesk"
        with (
            Desk.open(full, progress=relay_progress) as desk,
            Desk.open(empty, progress=relay_progress) as bare,
        ):
            talk(desk)
            accounts = Accounts(Path(folder) / "users.json")
            with served(desk) as url, served(bare) as other, served(bare, accounts) as guarded:
                urls = {"full": url, "empty": other, "login": guarded}
                taken = take(urls, given.out, given.only, given.sizes, given.themes)
    print(f"{taken} pictures in {given.out}")


if __name__ == "__main__":
    main()
