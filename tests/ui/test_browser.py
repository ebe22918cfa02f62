"""The pages in a real Chromium, over a real desk.

Most tests read with a quick stand-in for the model, so that what they say does
not hang on its weights; the last one asks the shipped model itself.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from qa.neural import resources
from tests.support.paths import ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH; apt-get install chromium"),
]

if CHROMIUM is not None:
    from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

    # Models load on the first question, on machines that may be busy.
    expect.set_options(timeout=180_000)

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SERVE = """
import functools, sys
from qa.ui import serve
models = {}
if "fake" in sys.argv:
    from tests.support.fakes import HashEmbedder
    from tests.support.fakes_generator import OverlapGenerator
    models = {"model": OverlapGenerator(), "embedder": HashEmbedder()}
serve(sys.argv[1], port=0, ready=functools.partial(print, flush=True), **models)
"""
SHIPPED = resources.models_dir() / "copydesk-small" / "model.safetensors"


class Watched:
    """A page, and everything it did that it should not have done."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.faults: list[str] = []
        context.on("request", lambda request: self._request(request.url))
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.faults.append(f"page error: {error}"))
        self.page.on(
            "console",
            lambda message: (
                self.faults.append(f"console: {message.text}") if message.type == "error" else None
            ),
        )
        self.page.on("dialog", lambda dialog: self._dialog(dialog.message, dialog.dismiss))
        self.page.goto(url)
        expect(self.page.get_by_role("tab", name="Ask")).to_be_visible()

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("data", "blob") and parts.hostname != "127.0.0.1":
            self.faults.append(f"request to {url}")

    def _dialog(self, message: str, dismiss: object) -> None:
        self.faults.append(f"dialog: {message}")
        assert callable(dismiss)
        dismiss()

    def tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name).click()

    def ask(self, question: str, tab: str = "ask") -> None:
        box = self.page.locator(f"#{tab}-question textarea, #{tab}-question input")
        box.fill(question)
        box.press("Enter")

    def choose(self, title: str, tab: str = "ask") -> None:
        box = self.page.locator(f"#{tab}-articles input")
        box.click()
        self.page.get_by_role("option", name=re.compile(title)).click()
        # The list stays open for another choice, over whatever lies below it.
        box.press("Escape")
        self.page.locator(".cd-mast").click()
        expect(self.page.get_by_role("option")).to_have_count(0)

    def upload(self, *files: Path) -> None:
        self.page.locator("#library-files input[type=file]").set_input_files(
            [str(file) for file in files]
        )


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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose reader is the quick stand-in."""
    with serving(tmp_path_factory.mktemp("ui"), "fake") as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def load_samples(url: str, chromium: Browser) -> None:
    """Press the button that an empty library shows."""
    context = chromium.new_context()
    watched = Watched(context, url)
    watched.page.get_by_role("button", name="Load the sample articles").click()
    expect(watched.page.locator("#ask-examples button").first).to_be_visible()
    expect(watched.page.locator("#welcome-samples")).to_be_hidden()
    context.close()
    assert watched.faults == []


@pytest.fixture(scope="module")
def seeded(server: str, chromium: Browser) -> str:
    """The address of the server, its library filled by the button for it."""
    load_samples(server, chromium)
    return server


@pytest.fixture
def watched(seeded: str, chromium: Browser) -> Iterator[Watched]:
    """A fresh page; it may load nothing from elsewhere and report no error."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context, seeded)
    yield watched
    context.close()
    assert watched.faults == []


def test_an_answer_and_the_words_it_came_from(watched: Watched) -> None:
    watched.ask("What target did Trump demand?")
    result = watched.page.locator("#ask-result")
    expect(result.locator(".cd-answer .cd-big")).to_contain_text("5%")
    mark = result.locator(".cd-source mark").first
    expect(mark).to_be_visible()
    expect(mark).to_contain_text("5%")
    cited = result.locator(".cd-run p").filter(has=watched.page.locator("mark"))
    expect(cited).to_contain_text("Trump has demanded that allies spend 5%")
    expect(result.locator(".cd-confidence")).to_contain_text(re.compile(r"\w+ · \d+%"))
    expect(result.locator(".cd-foot")).to_contain_text(" ms")
    expect(result.locator(".cd-more table")).to_be_hidden()
    result.locator(".cd-more summary").click()
    expect(result.locator(".cd-more tbody tr").first).to_be_visible()
    result.locator(".cd-fold summary").first.click()
    expect(result.locator(".cd-source")).to_contain_text("Kyiv • UNN")


def test_an_example_is_one_click_away(watched: Watched) -> None:
    watched.page.get_by_role("button", name="What target did Trump demand?").click()
    expect(watched.page.locator("#ask-result .cd-source mark").first).to_contain_text("5%")


def test_what_no_article_says_is_said_so(watched: Watched) -> None:
    watched.ask("Who won the football match in Lisbon?")
    result = watched.page.locator("#ask-result")
    expect(result).to_contain_text("Not in these articles")
    expect(result).to_contain_text("Nearest passage")
    expect(result.locator(".cd-answer")).to_have_count(0)


def test_an_empty_question_gets_a_message(watched: Watched) -> None:
    watched.ask("   ")
    expect(watched.page.locator("#ask-result [role=alert]")).to_be_visible()


def test_only_the_chosen_article_is_asked(watched: Watched) -> None:
    watched.choose("Port Callisa approves")
    watched.ask("What target did Trump demand?")
    result = watched.page.locator("#ask-result .cd-result")
    expect(result).to_be_visible()
    expect(result).not_to_contain_text("Rutte")


def test_a_follow_up_shows_what_it_was_understood_as(watched: Watched) -> None:
    result = watched.page.locator("#ask-result")
    watched.ask("How much will the bridge cost?")
    expect(result.locator(".cd-answer .cd-big")).to_be_visible()
    expect(result.locator(".cd-understood")).to_have_count(0)
    watched.page.locator("#ask-follow input").check()
    watched.ask("and when will it open?")
    understood = result.locator(".cd-understood")
    expect(understood).to_contain_text("Understood as: When will the bridge open?")
    expect(result.locator(".cd-result")).to_be_visible()
    watched.page.locator("#ask-follow input").uncheck()
    watched.ask("When will it open?")
    expect(understood).to_have_count(0)


def test_a_source_and_a_date_narrow_the_question(watched: Watched) -> None:
    result = watched.page.locator("#ask-result")
    watched.page.get_by_text("Narrow by source").click()
    watched.page.locator("#ask-since input, #ask-since textarea").fill("2124-01-01")
    watched.ask("What target did Trump demand?")
    expect(result.locator(".cd-none")).to_be_visible()
    watched.page.locator("#ask-since input, #ask-since textarea").fill("soon")
    watched.ask("What target did Trump demand?")
    expect(result).to_contain_text("soon")
    watched.page.locator("#ask-since input, #ask-since textarea").fill("")
    watched.ask("What target did Trump demand?")
    expect(result.locator(".cd-big")).to_contain_text("5%")


def test_an_address_inside_the_network_is_refused(watched: Watched) -> None:
    watched.tab("Library")
    box = watched.page.locator("#library-address input, #library-address textarea")
    message = watched.page.locator("#library-message")
    for address in ("http://127.0.0.1:1/x", "file:///etc/passwd", "/etc/passwd"):
        box.fill(address)
        box.press("Enter")
        expect(message).to_contain_text(address)
        expect(message.locator("[role=alert]")).to_be_visible()


def test_a_summary_leads_to_its_sources(watched: Watched) -> None:
    watched.tab("Summarise")
    watched.choose("Rutte: to ensure Russia", tab="summarise")
    watched.page.locator("#summarise-button").click()
    result = watched.page.locator("#summarise-result")
    expect(result.locator(".cd-sentence")).to_have_count(3)
    number = result.locator(".cd-ref").first
    mark = result.locator('mark[data-cite~="1"]').first
    number.hover()
    expect(mark).to_have_class(re.compile("cd-lit"))
    number.click()
    expect(mark).to_have_class(re.compile("cd-flash"))
    expect(mark).to_be_in_viewport()


def test_a_text_is_verified_sentence_by_sentence(watched: Watched) -> None:
    watched.tab("Verify")
    page = watched.page
    page.locator("#verify-text textarea").fill(
        "The Grey Petrel had 212 people aboard. The Grey Petrel had 977 people aboard."
    )
    page.locator("#verify-button").click()
    result = page.locator("#verify-result")
    expect(result).to_contain_text("1 of 2 sentences supported")
    expect(result).to_contain_text("number 977 is in no source")
    expect(result.locator("mark").first).to_be_visible()


def test_a_comparison_shows_who_says_what_and_who_is_silent(watched: Watched) -> None:
    watched.tab("Compare")
    watched.ask("How many people were aboard the Grey Petrel?", tab="compare")
    result = watched.page.locator("#compare-result")
    expect(result.locator(".cd-group").first).to_be_visible()
    expect(result.locator(".cd-group mark").first).to_be_visible()
    expect(result.locator(".cd-silent li").first).to_be_visible()


def test_files_are_added_bad_ones_named_and_articles_removed(
    watched: Watched, tmp_path: Path
) -> None:
    good, bad = tmp_path / "my article (1).txt", tmp_path / "photo of a bridge.txt"
    good.write_text("Mayor Opens The Zorbian Library\n\nIt holds 61,000 books.\n", "utf-8")
    bad.write_bytes(b"\x89PNG\r\n\0\0\0")
    watched.tab("Library")
    row = watched.page.locator("#library-table tr").filter(has_text="Zorbian Library")
    message = watched.page.locator("#library-message")

    watched.upload(good, bad)
    expect(row).to_have_count(1)
    expect(message).to_contain_text("Mayor Opens The Zorbian Library")
    expect(message).to_contain_text("photo of a bridge.txt: ")
    expect(message).not_to_contain_text(str(tmp_path))
    expect(message).not_to_contain_text("/gradio")
    expect(message).not_to_contain_text("copydesk-")

    # The drop box is empty again, so that the next file can follow.
    watched.upload(good)
    expect(message).to_contain_text("Already in the library")

    row.locator(".cd-pick").check()
    watched.page.locator("#library-remove").click()
    expect(message).to_contain_text("Removed")
    expect(row).to_have_count(0)
    expect(watched.page.locator("#library-table .cd-pick:checked")).to_have_count(0)
    expect(watched.page.locator("#library-table tbody tr")).to_have_count(9)


def test_hostile_titles_are_text(watched: Watched, tmp_path: Path) -> None:
    title = "<script>alert(1)</script><img src=x onerror=alert(2)> ${alert(3)} {{title}} & Zed"
    hostile = tmp_path / "x.txt"
    hostile.write_text(f"{title}\n\nThe Vexley dam was built in 1913. <b>Bold</b>\n", "utf-8")
    watched.tab("Library")
    watched.upload(hostile)
    row = watched.page.locator("#library-table tr").filter(has_text="alert(1)")
    expect(row).to_have_count(1)
    expect(row.locator(".cd-title")).to_have_text(title)
    watched.tab("Compare")
    watched.ask("When was the Vexley dam built?", tab="compare")
    expect(watched.page.locator("#compare-result")).to_contain_text("alert(1)")
    watched.tab("Ask")
    watched.choose("Zed")
    watched.ask("When was the Vexley dam built?")
    expect(watched.page.locator("#ask-result")).to_contain_text("alert(1)")
    for tab in ("#ask-result", "#compare-result", "#library-table", "#library-message"):
        place = watched.page.locator(tab)
        expect(place.locator("script, img, b")).to_have_count(0)
    watched.tab("Library")
    row.locator(".cd-pick").check()
    watched.page.locator("#library-remove").click()
    expect(row).to_have_count(0)


def test_pages_fit_a_phone(seeded: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    watched = Watched(context, seeded)
    watched.ask("What target did Trump demand?")
    expect(watched.page.locator("#ask-result mark").first).to_be_visible()
    for tab in ("Summarise", "Compare", "Library", "Ask"):
        watched.tab(tab)
        width = watched.page.evaluate("document.documentElement.scrollWidth")
        assert width <= 390, tab
    context.close()
    assert watched.faults == []


@pytest.mark.parametrize(
    "headers", [{"Host": "attacker.example"}, {"Origin": "https://attacker.example"}]
)
def test_requests_of_other_sites_are_turned_away(server: str, headers: dict[str, str]) -> None:
    for path in ("", "config", "gradio_api/info", "gradio_api/queue/join"):
        request = urllib.request.Request(server + path, headers=headers)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=30)
        assert caught.value.code == 403
        caught.value.close()


def test_no_file_of_the_machine_is_served(server: str) -> None:
    for path in ("/etc/hostname", str(ROOT / "pyproject.toml")):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"{server}gradio_api/file={path}", timeout=30)
        assert caught.value.code in (403, 404)
        caught.value.close()


def test_no_call_can_be_made_by_name(server: str) -> None:
    with urllib.request.urlopen(f"{server}gradio_api/info", timeout=30) as response:
        assert b'"named_endpoints":{}' in response.read().replace(b" ", b"")


@pytest.mark.model
@pytest.mark.skipif(not SHIPPED.is_file(), reason="models/copydesk-small is not there")
def test_the_shipped_model_answers_in_the_page(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(tmp_path_factory.mktemp("shipped")) as url:
        load_samples(url, chromium)
        context = chromium.new_context()
        watched = Watched(context, url)
        watched.page.get_by_role("button", name="What target did Trump demand?").click()
        result = watched.page.locator("#ask-result")
        expect(result.locator(".cd-answer .cd-big")).to_contain_text("5%")
        expect(result.locator(".cd-source mark").first).to_contain_text("5%")
        context.close()
        assert watched.faults == []
