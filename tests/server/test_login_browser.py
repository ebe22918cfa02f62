"""The form for name and password in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.api.accounts import Accounts
from tests.ui.browser import ARGUMENTS, AXE, CHROMIUM, PHONE, WIDE, serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH; apt-get install chromium"),
]

if CHROMIUM is not None:
    from playwright.sync_api import Browser, expect, sync_playwright

    expect.set_options(timeout=30_000)

PASSWORD = "seven tin whistles"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("login")
    accounts = Accounts.open(folder / "users.json", create=True)
    accounts.add_user("ana", PASSWORD)
    accounts.save()
    with serving(folder, "fake", "bare", str(folder / "users.json")) as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def test_who_logs_in_asks_and_logs_out_again(server: str, chromium: Browser) -> None:
    context = chromium.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(server)
    expect(page).to_have_url(f"{server}login")
    page.get_by_label("Name").fill("ana")
    page.get_by_label("Password").fill("not this one")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("don't belong together")
    expect(page.get_by_label("Name")).to_have_value("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("Password").press("Enter")
    page.wait_for_selector("body[data-ready]")
    page.locator("#samples").click()
    page.locator("#question").fill("What target did Trump demand?")
    page.locator("#question").press("Enter")
    expect(page.locator(".entry").last).to_have_attribute("data-state", "done")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(page.locator("#logout")).to_be_in_viewport(ratio=1)
    page.locator("#logout").click()
    expect(page).to_have_url(f"{server}login")
    page.goto(server)
    expect(page).to_have_url(f"{server}login")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_form(server: str, chromium: Browser, theme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    context = chromium.new_context(viewport=WIDE, color_scheme=theme)  # type: ignore[arg-type]
    faults: list[str] = []
    page = context.new_page()
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.goto(f"{server}login")
    found = Axe().run(page, options=AXE[theme])
    assert found.violations_count == 0, found.generate_report()
    assert faults == []
    context.close()
