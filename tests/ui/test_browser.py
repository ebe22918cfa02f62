"""The page in a real Chromium, over a real desk.

Most tests read with a quick stand-in for the model, so that what they say does
not hang on its weights; the last one asks the shipped model itself.
"""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.neural import resources
from tests.support.paths import ROOT
from tests.ui.browser import ARGUMENTS, AXE, CHROMIUM, PHONE, WIDE, Watched, serving
from tests.ui.support import LET_GO

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium on PATH; apt-get install chromium"),
]

if CHROMIUM is not None:
    from playwright.sync_api import Browser, Page, Route, expect, sync_playwright

    # Models load on the first question, on machines that may be busy.
    expect.set_options(timeout=30_000)

# An answer, sure or possible.
SAID = ".big, .possibly"
SHIPPED = resources.models_dir() / "copydesk-small" / "config.json"


STILL = """async () => {
  do {
    await new Promise((go) => setTimeout(go, 500));
    await Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)));
  } while (document.getAnimations().length);
}"""
"""Ends when nothing on a page has moved for half a second."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ui")


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[str]:
    """The address of a server whose reader is the quick stand-in."""
    with serving(folder, "fake") as url:
        yield url


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    assert CHROMIUM is not None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def visitor(server: str, chromium: Browser) -> Iterator[Watched]:
    """The page of one who fills the library by the button for it, and comes back for each test.

    Each new context would be a process of its own.
    """
    visitor = Watched(chromium, server, WIDE)
    expect(visitor.page.locator(".bigdrop")).to_be_visible()
    visitor.page.locator("#samples").click()
    expect(visitor.page.locator("#scope")).to_have_text("Asking all 9")
    expect(visitor.page.locator(".ideas button").first).to_be_visible()
    assert visitor.faults == []
    yield visitor
    visitor.context.close()


@pytest.fixture(scope="module")
def seeded(server: str, visitor: Watched) -> str:
    """The address of the server, its library filled."""
    return server


@pytest.fixture
def watched(seeded: str, visitor: Watched) -> Iterator[Watched]:
    """A page just loaded, in a new conversation; it loads nothing from elsewhere, no errors."""
    visitor.faults.clear()
    visitor.load(seeded)
    visitor.page.locator("#new").click()
    yield visitor
    visitor.page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    visitor.page.unroute_all()
    for other in visitor.context.pages:
        if other != visitor.page:
            other.close()
    assert visitor.faults == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_marked_words_are_seen_without_scrolling(watched: Watched, size: Any) -> None:
    watched.page.set_viewport_size(size)
    watched.ask("What target did Trump demand?")
    entry = watched.entry()
    expect(entry.locator(SAID)).to_contain_text("5%")
    mark = entry.locator(".quote mark").first
    expect(mark).to_contain_text("5%")
    expect(mark).to_be_in_viewport()
    entry.locator(".cite").first.click()
    lit = watched.page.locator("#source mark.now").first
    expect(lit).to_contain_text("5%")
    expect(lit).to_be_in_viewport()
    assert watched.page.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_two_questions_in_a_row_get_their_own_answers(watched: Watched, folder: Path) -> None:
    watched.ask("Who held the ferry and how many people were aboard the Grey Petrel?")
    watched.ask("What target did Trump demand?")
    first, second = watched.entry(0), watched.entry(1)
    expect(second.locator(".wait")).to_contain_text("Waits")
    (folder / "tmp" / LET_GO).touch()
    expect(second.locator(SAID)).to_contain_text("5%")
    expect(first).to_have_attribute("data-state", "done")
    expect(first.locator(".card")).not_to_contain_text("5%")


def test_questions_keep_their_order_on_a_slow_line(watched: Watched) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        """Keep the first question back for a while; the second may not overtake it."""
        first = not held
        held.append(route)
        if first:
            watched.page.wait_for_timeout(1_000)
        route.continue_()

    watched.page.route("**/entries", hold)
    watched.ask("How much will the bridge cost?")
    watched.ask("What target did Trump demand?")
    expect(watched.entry(1).locator(SAID)).to_contain_text("5%")
    expect(watched.entry(0).locator(".q")).to_have_text("How much will the bridge cost?")
    watched.page.unroute("**/entries")
    assert len(held) == 2


@pytest.mark.parametrize("how", ["button", "key"])
def test_stop_stops_within_a_second(watched: Watched, how: str) -> None:
    watched.ask("How slow is the ferry?")
    expect(watched.entry()).to_have_attribute("data-state", "running")
    if how == "button":
        watched.page.locator("#stop").click()
    else:
        watched.page.keyboard.press("Escape")
    expect(watched.entry()).to_have_attribute("data-state", "stopped", timeout=1_000)
    expect(watched.page.locator("#stop")).to_be_hidden()
    watched.ask("What target did Trump demand?")
    expect(watched.entry(1).locator(SAID)).to_contain_text("5%")
    expect(watched.entry(0)).to_have_attribute("data-state", "stopped")


MODES = ("Ask", "Compare", "Summarise", "Quotes", "Verify")


def seen_whole(page: Page, selector: str, within: str) -> list[str]:
    """Return the texts of the elements that nothing covers or cuts off."""
    return page.evaluate(  # type: ignore[no-any-return]
        """([selector, within]) => [...document.querySelectorAll(selector)].filter((each) => {
          const a = each.getBoundingClientRect();
          const b = document.querySelector(within).getBoundingClientRect();
          const at = (x, y) => each.contains(document.elementFromPoint(x, y));
          const shown = at(a.left + 3, a.top + 8) && at(a.right - 3, a.bottom - 8);
          return a.left >= b.left && a.right <= b.right && shown;
        }).map((each) => each.textContent)""",
        [selector, within],
    )


def test_a_phone_shows_every_mode_beside_stop_and_the_length(watched: Watched) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    for mode in MODES:
        page.get_by_role("radio", name=mode).click()
        assert tuple(seen_whole(page, "#modes button", ".box")) == MODES, mode
        assert len(seen_whole(page, "#go", ".box")) == 1, mode
    page.get_by_role("radio", name="Summarise").click()
    assert len(seen_whole(page, "#length", ".box")) == 1
    watched.ask("How slow is the ferry?", "Ask")
    expect(page.locator("#stop")).to_be_visible()
    assert tuple(seen_whole(page, "#modes button", ".box")) == MODES
    assert len(seen_whole(page, "#stop", ".box")) == 1
    # What is typed can be sent to wait its turn; the entry itself has Stop, too.
    page.locator("#question").fill("Who held it?")
    assert len(seen_whole(page, "#go", ".box")) == 1
    page.locator("#question").fill("")
    page.locator("#stop").click()
    expect(watched.entry()).to_have_attribute("data-state", "stopped", timeout=1_000)


def test_own_articles_come_with_something_to_begin_with(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path, "fake", "bare") as url:
        watched = Watched(chromium, url, WIDE)
        page = watched.page
        page.locator("#paste").click()
        page.locator("#paste-text").fill(
            "Weir breaks\n\nBy Ana Osk\n3 May 2024\n\nThe **weir** at Orr broke on Friday. "
            "\u201cIt was old,\u201d said the miller, Bo Lund."
        )
        page.locator("#paste-dialog").get_by_role("button", name="Add").click()
        expect(page.locator(".art .facts")).to_have_text("3 May 2024")
        expect(page.locator("#by-author option").nth(1)).to_have_text("Ana Osk (1)")
        page.locator(".ideas").get_by_role(
            "button", name="Summarise \u201cWeir breaks\u201d"
        ).click()
        expect(watched.entry()).to_have_attribute("data-state", "done")
        expect(watched.entry()).to_contain_text("The weir at Orr broke on Friday.")
        page.locator("#new").click()
        page.locator(".ideas").get_by_role("button", name="Who is quoted?").click()
        expect(watched.entry().locator(".speaker")).to_contain_text("Bo Lund")
        page.locator(".art button").click()
        expect(page.locator("#source .text strong")).to_have_text("weir")
        watched.context.close()
        assert watched.faults == []


@pytest.mark.parametrize("width", [1440, 1180, 900, 390])
def test_no_mode_stands_over_the_edge_of_its_box(watched: Watched, width: int) -> None:
    page = watched.page
    page.set_viewport_size({"width": width, "height": 844})
    for mode in MODES:
        page.get_by_role("radio", name=mode).click()
        assert tuple(seen_whole(page, "#modes button", ".box")) == MODES, mode
        assert len(seen_whole(page, "#go", ".box")) == 1, mode


def test_a_reload_and_a_second_window_find_the_conversation(watched: Watched, seeded: str) -> None:
    watched.ask("How much will the bridge cost?")
    expect(watched.entry(0)).to_have_attribute("data-state", "done")
    other = watched.open(seeded)
    expect(other.locator(".entry .q").first).to_have_text("How much will the bridge cost?")
    watched.ask("and when will it open?")
    expect(other.locator(".entry").nth(1).locator(".aside")).to_contain_text(
        "Understood as: When will the bridge open?"
    )
    watched.page.reload()
    expect(watched.page.locator(".entry")).to_have_count(2)
    expect(watched.entry(1)).to_have_attribute("data-state", "done")
    box = watched.page.locator("#question")
    box.press("ArrowUp")
    expect(box).to_have_value("and when will it open?")
    box.press("ArrowUp")
    expect(box).to_have_value("How much will the bridge cost?")


def test_a_comparison_is_a_table_by_date_that_can_be_taken_along(watched: Watched) -> None:
    watched.ask("Compare: What will the bridge cost?")
    entry = watched.entry()
    rows = entry.locator("table.compare tbody tr")
    expect(rows.first).to_be_visible()
    expect(rows.first.locator("td.date")).to_have_text("11 Feb 2025")
    expect(entry.locator(".timeline svg")).to_be_visible()
    expect(entry.locator(".silent li").first).to_be_hidden()
    entry.locator(".silent summary").click()
    expect(entry.locator(".silent li").first).to_be_visible()
    for name, suffix in (("CSV", ".csv"), ("Markdown", ".md"), ("PNG", ".png")):
        with watched.page.expect_download() as saved:
            entry.get_by_role("button", name=name).click()
        assert saved.value.suggested_filename.endswith(suffix)
        assert Path(saved.value.path()).stat().st_size > 100
    entry.get_by_role("button", name="Copy").click()
    expect(watched.page.locator(".toast")).to_contain_text("Copied")
    assert "[1]" in watched.page.evaluate("navigator.clipboard.readText()")


def test_the_day_that_a_yesterday_means_is_shown(watched: Watched) -> None:
    place = {"pieces": [{"text": "It broke yesterday."}], "cites": [], "title": "Dam", "where": ""}
    row = {
        **{"article": "a", "title": "Dam", "source": "Orr Herald", "date": "5 Mar 2025"},
        **{"day": "2025-03-05", "answer": "yesterday", "means": "4 March 2025", "cites": []},
        **{"quotes": [place], "label": "one", "tag": "alone", "note": "", "lane": 0},
    }
    made = {
        **{"id": "e1", "conversation": "c1", "mode": "compare", "text": "When?", "asked": ""},
        **{"state": "done", "message": "", "options": {}, "step": "", "cites": []},
        "result": {
            **{"state": "compared", "head": "One article answers this.", "rows": [row]},
            **{"silent": [], "differences": [], "groups": [{"answer": "yesterday"}]},
            "unread": "7 articles fit the question less and were not asked.",
        },
    }
    # A new conversation, which the server does not know.
    watched.page.route("**/conversations", lambda route: route.fulfill(json={"id": "c1"}), times=1)
    watched.page.route("**/entries", lambda route: route.fulfill(json=made), times=1)
    watched.ask("When?")
    expect(watched.entry().locator("td .means")).to_have_text(" (4 March 2025)")
    expect(watched.entry()).to_contain_text("7 articles fit the question less")
    told = {"date": "5 Mar 2025", "text": "The dam broke.", "cites": [], "supported": True}
    summed = {"head": "Summary", "warning": "", "sentences": [told | {"reasons": [], "doubts": []}]}
    other = made | {"id": "e2", "mode": "summarize", "result": summed}
    watched.page.route("**/entries", lambda route: route.fulfill(json=other), times=1)
    watched.ask("the dam", mode="Summarise")
    expect(watched.entry().locator(".prose")).to_contain_text("5 Mar 2025: The dam broke.")


def test_arrows_lead_from_one_citation_to_the_next(watched: Watched) -> None:
    watched.ask("the kettle recall", mode="Summarise")
    expect(watched.entry().locator(".cite")).to_have_count(3)
    place = watched.page.locator("#cite-place")
    expect(place).to_have_text("Citation 1 of 3")
    watched.page.get_by_role("button", name="Next citation").click()
    expect(place).to_have_text("Citation 2 of 3")
    expect(watched.page.locator("#source mark.now").first).to_be_in_viewport()
    expect(watched.entry().locator(".cite.now")).to_have_text("2")


def test_a_search_and_ticks_choose_what_is_asked(watched: Watched) -> None:
    page = watched.page
    page.locator("#search").fill("kettl")
    expect(page.locator("#scope")).to_have_text("Asking 3 of 9")
    expect(page.locator(".art")).to_have_count(3)
    page.locator("#search").fill("")
    expect(page.locator("#scope")).to_have_text("Asking all 9")
    page.locator(".art input").nth(1).click()
    page.locator(".art input").nth(4).click(modifiers=["Shift"])
    expect(page.locator("#scope")).to_have_text("Asking 4 of 9")
    watched.ask("Who?")
    expect(watched.entry().locator(".aside")).to_contain_text("4 chosen articles")


def test_many_are_chosen_over_parts_of_the_list(watched: Watched) -> None:
    """Shift chooses what lies between two rows, in the order that is shown."""
    page = watched.page
    page.locator("#order").select_option("oldest")
    # The first has no date.
    expect(page.locator(".art b").nth(1)).to_contain_text("Ferry with 212 aboard")
    expect(page.locator(".art time").first).to_have_text("· 19 Jan 2025")
    page.locator("#by-source").select_option("Halden Wire")
    expect(page.locator("#scope")).to_have_text("Asking 2 of 9")
    page.locator("#clear-filters").click()
    page.locator(".art input").nth(0).click()
    page.locator(".art input").nth(3).click(modifiers=["Shift"])
    expect(page.locator("#scope")).to_have_text("Asking 4 of 9")
    expect(page.locator(".art input:checked")).to_have_count(4)


def test_an_error_of_the_list_names_no_command(watched: Watched) -> None:
    why = "a disk does not answer; run `copydesk check`; give --library; check the disk"
    watched.page.route(
        "**/v1/articles?**", lambda route: route.fulfill(status=503, json={"detail": why}), times=1
    )
    watched.page.locator("#search").fill("kettl")
    told = watched.page.locator("#articles [role=alert]")
    expect(told).to_have_text("a disk does not answer; check the disk")
    watched.faults.clear()  # Chromium itself writes of an answer of 503


def test_control_characters_of_a_title_are_seen(watched: Watched) -> None:
    info = {"id": "a", "title": "Dam\u202e\x07 broke", "source": "Orr\x7f", "date": "2025-03-05"}
    listed = {"total": 1, "offset": 0, "limit": 100, "articles": [info]}
    watched.page.route("**/v1/articles?**", lambda route: route.fulfill(json=listed), times=1)
    watched.page.locator("#search").fill("dam")
    expect(watched.page.locator("#scope")).to_have_text("Asking 1 of 9")
    expect(watched.page.locator(".art b")).to_have_text("Dam[U+202E]\u2407 broke")
    expect(watched.page.locator(".art i")).to_have_text("Orr\u2421")


def test_a_press_that_news_of_the_library_interrupts_still_opens(watched: Watched) -> None:
    """The list is made anew whenever the library changes, also between press and release."""
    page = watched.page
    row = page.locator(".art button").nth(2)
    title = row.locator("b").text_content()
    row.hover()
    page.mouse.down()
    with page.expect_response("**/v1/articles?**"):
        page.locator("#order").dispatch_event("change")
    page.wait_for_timeout(200)  # what came is drawn after it has come
    page.mouse.up()
    expect(page.locator("#source h2")).to_have_text(title or "")
    tick = page.locator(".art input").nth(2)
    tick.check()
    expect(page.locator("#scope")).to_have_text("Asking 1 of 9")
    page.locator("#unchoose").click()
    expect(tick).not_to_be_checked()


def test_files_are_added_and_a_removal_is_undone(watched: Watched, tmp_path: Path) -> None:
    title = "<img src=x onerror=alert(1)> Mayor opens the Zorbian library"
    good, bad = tmp_path / "a (1).txt", tmp_path / "photo.txt"
    good.write_text(f"{title}\n\nIt holds 61,000 <b>books</b>.\n", "utf-8")
    bad.write_bytes(b"\x89PNG\r\n\0\0\0")
    page = watched.page
    page.locator("#files").set_input_files([good, bad])
    expect(page.locator("#job")).to_contain_text("1 article added")
    expect(page.locator("#job summary")).to_contain_text("1 file not added")
    expect(page.locator("#scope")).to_have_text("Asking all 10")
    page.reload()
    expect(page.locator("#job")).to_contain_text("1 article added")
    row = page.locator(".art").filter(has_text="Zorbian")
    expect(row.locator("b")).to_have_text(title)
    row.locator("button").click()
    expect(page.locator("#source h2")).to_have_text(title)
    expect(page.locator("#source img, #source b, .articles img")).to_have_count(0)
    page.locator("#source").get_by_role("button", name="Remove").click()
    expect(page.locator("#scope")).to_have_text("Asking all 9")
    page.locator(".toast button").click()
    expect(page.locator("#scope")).to_have_text("Asking all 10")
    row.locator("input").check()
    page.locator("#remove").click()
    expect(page.locator("#scope")).to_have_text("Asking all 9")
    page.locator("#job").get_by_role("button", name="Close").click()
    expect(page.locator("#job")).to_be_hidden()


@pytest.fixture(scope="module")
def talk(seeded: str, chromium: Browser) -> Iterator[Watched]:
    """A page with an entry of every kind."""
    watched = Watched(chromium, seeded, WIDE)
    watched.page.locator("#new").click()
    for text in (
        "What target did Trump demand?",
        "Who won the football match in Lisbon?",
        "Compare: How many people were aboard the Grey Petrel?",
        "Verify: The Grey Petrel had 977 people aboard.",
        "Quotes",
    ):
        watched.ask(text)
        expect(watched.entry()).to_have_attribute("data-state", "done", timeout=120_000)
    yield watched
    watched.context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing(talk: Watched, size: Any, theme: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = talk.page
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=theme)
    page.reload()
    page.wait_for_selector("body[data-ready]")
    expect(page.locator(".entry[data-state=done]")).to_have_count(5)
    talk.entry(0).locator(".cite").first.click()
    expect(page.locator("#source mark.now").first).to_be_visible()
    panes = ("library", "talk", "source") if size is PHONE else ("talk",)
    for pane in panes:
        if size is PHONE:
            page.locator(f"#tab-{pane}").click()
        page.evaluate(STILL)  # the light on a citation fades
        found = Axe().run(page, options=AXE[theme])
        assert found.violations_count == 0, found.generate_report()
    assert talk.faults == []


def test_arrow_keys_go_through_the_tab_bars(watched: Watched) -> None:
    page = watched.page
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.locator("#tab-talk").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#source")).to_be_visible()
    expect(page.locator("#talk")).to_be_hidden()
    page.keyboard.press("ArrowLeft")
    page.get_by_role("radio", name="Ask").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Compare")).to_be_checked()


@pytest.mark.parametrize(
    "headers", [{"Host": "attacker.example"}, {"Origin": "https://attacker.example"}]
)
def test_requests_of_other_sites_are_turned_away(server: str, headers: dict[str, str]) -> None:
    for path in ("", "desk/state", "desk/events", "gradio_api/info", "config"):
        request = urllib.request.Request(server + path, headers=headers)
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(request, timeout=30)
        assert caught.value.code == 403
        caught.value.close()


def test_no_file_of_the_machine_is_served(server: str) -> None:
    for path in ("/etc/hostname", str(ROOT / "pyproject.toml")):
        for way in ("gradio_api/file=", "static/", "static/..%2f..%2f..%2f.."):
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(f"{server}{way}{path}", timeout=30)
            assert caught.value.code in (403, 404)
            caught.value.close()


def test_gradio_clients_call_by_name(seeded: str) -> None:
    with urllib.request.urlopen(f"{seeded}gradio_api/info", timeout=30) as response:
        named = response.read().decode()
    for name in ("ask", "summarize", "compare", "verify", "quotes", "articles"):
        assert re.search(rf'"/{name}"', named)


@pytest.mark.model
@pytest.mark.skipif(not SHIPPED.is_file(), reason="models/copydesk-small is not there")
def test_the_shipped_model_answers_in_the_page(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(tmp_path_factory.mktemp("shipped"), "bare") as url:
        watched = Watched(chromium, url, WIDE)
        watched.page.locator("#samples").click()
        watched.page.get_by_role("button", name="What target did Trump demand?").click()
        expect(watched.entry().locator(SAID)).to_contain_text("5%")
        expect(watched.page.locator("#source mark.now").first).to_contain_text("5%")
        watched.context.close()
        assert watched.faults == []
