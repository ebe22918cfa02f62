"""Addresses among the sources: pages, feeds and their items, and standard input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.index import open_file
from qa.index.sqlite import SQLiteIndex
from qa.ingest import Blob, Source, Web, add_all
from qa.records import AddReport
from qa.sources.fetch import FetchLimits
from tests.support.fakes import HashEmbedder
from tests.support.site import Site

pytestmark = pytest.mark.usefixtures("reads_here")

EMBEDDER = HashEmbedder()
LOCAL = Web(FetchLimits(allow_private=True, seconds=20, idle_seconds=5))
STORY = "The harbour bridge is closed until Monday, the council said. Repairs will cost $1.2bn."


@pytest.fixture
def index(library: Path) -> Iterator[SQLiteIndex]:
    made = open_file(library, EMBEDDER.name, EMBEDDER.dimension)
    yield made
    made.close()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.close()


def add(index: SQLiteIndex, *sources: Source, web: Web = LOCAL, **metadata: str) -> AddReport:
    return add_all(sources, index, lambda: EMBEDDER, metadata=metadata, web=web)


def page(title: str, story: str = STORY) -> bytes:
    return (
        f"<!doctype html><html lang='en'><head><title>{title}</title></head><body><article>"
        f"<h1>{title}</h1><p>{story}</p><p>The ferries run in its place, {title} reports.</p>"
        "</article></body></html>"
    ).encode()


def feed(*links: str) -> bytes:
    items = "".join(
        f"<item><title>Item {number}</title><link>{link}</link>"
        "<pubDate>Tue, 11 Feb 2025 09:00:00 GMT</pubDate></item>"
        for number, link in enumerate(links, 1)
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>Bay News</title>{items}'
        "</channel></rss>"
    ).encode()


def counts(report: AddReport) -> tuple[int, int, int, int]:
    parts = (report.added, report.unchanged, report.replaced, report.failed)
    added, unchanged, replaced, failed = (len(part) for part in parts)
    return added, unchanged, replaced, failed


def test_a_page_is_an_article_with_its_address(index: SQLiteIndex, site: Site) -> None:
    pytest.importorskip("trafilatura")
    url = site.serve("/bridge", page("Bridge shut"))
    report = add(index, url)
    [info] = report.added
    assert (info.title, info.url, info.language) == ("Bridge shut", url, "en")
    assert "$1.2bn" in index.search("repairs", None, 5)[0].passage.text
    assert counts(add(index, url)) == (0, 1, 0, 0)
    site.serve("/bridge", page("Bridge shut", STORY.replace("Monday", "Friday")))
    assert counts(add(index, url)) == (0, 0, 1, 0)
    assert len(index.articles()) == 1


def test_a_private_address_is_refused_unless_allowed(index: SQLiteIndex, site: Site) -> None:
    url = site.serve("/bridge", page("Bridge shut"))
    [failure] = add(index, url, web=Web()).failed
    assert failure.path == url
    assert "--allow-private" in failure.reason
    assert site.seen == []


def test_a_feed_s_items_are_fetched_and_a_bad_one_is_passed_by(
    index: SQLiteIndex, site: Site
) -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("feedparser")
    good = [site.serve(f"/{n}", page(f"Story {n}", f"{STORY} Edition {n}.")) for n in range(3)]
    missing = site.serve("/missing", b"", "text/html", 404)
    inside = "http://127.1/a"
    picture = site.serve("/picture", b"\x89PNG", "image/png")
    nested = site.serve("/nested", feed(good[0]), "application/rss+xml")
    links = (good[0], missing, good[1], inside, picture, nested, good[2])
    url = site.serve("/feed.xml", feed(*links), "application/rss+xml")
    report = add(index, url)
    assert [info.title for info in report.added] == ["Story 0", "Story 1", "Story 2"]
    assert [info.date for info in report.added] == ["2025-02-11T09:00:00+00:00"] * 3
    assert [f.path for f in report.failed] == [missing, inside, picture, nested]
    # Nothing but the feed itself is asked for again, apart from what failed.
    site.seen.clear()
    assert counts(add(index, url)) == (0, 3, 0, 4)
    assert {path for path, _ in site.seen} == {"/feed.xml", "/missing", "/picture", "/nested"}


def test_a_feed_s_items_are_bounded(index: SQLiteIndex, site: Site) -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("feedparser")
    links = [site.serve(f"/{n}", page(f"Story {n}", f"{STORY} Edition {n}.")) for n in range(4)]
    url = site.serve("/feed", feed(*links), "application/rss+xml")
    report = add(index, url, web=Web(LOCAL.limits, max_items=2))
    assert len(report.added) == 2
    [failure] = report.failed
    assert "the first 2 of its 4 links were fetched; raise it with --max-items" in failure.reason
    assert len(site.seen) == 3


def test_a_feed_on_this_disk_asks_nobody(index: SQLiteIndex, site: Site, tmp_path: Path) -> None:
    pytest.importorskip("feedparser")
    path = tmp_path / "feed.xml"
    path.write_bytes(feed(site.serve("/1", page("Story"))))
    [failure] = add(index, path).failed
    assert "1 of its items are links only; add the feed by its address" in failure.reason
    assert site.seen == []


def test_items_with_their_text_replace_nothing_as_they_roll_off(
    index: SQLiteIndex, site: Site
) -> None:
    pytest.importorskip("trafilatura")
    pytest.importorskip("feedparser")

    def atom(title: str, number: int) -> bytes:
        text = f"&lt;p&gt;{title}. {STORY * 9}&lt;/p&gt;"
        return (
            '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Bay</title>'
            f"<entry><title>{title}</title><link href='{site.url(f'/{number}')}'/>"
            f"<content type='html'>{text}</content></entry></feed>"
        ).encode()

    url = site.serve("/atom", atom("First", 1), "application/atom+xml")
    assert counts(add(index, url)) == (1, 0, 0, 0)
    site.serve("/atom", atom("Second", 2), "application/atom+xml")
    assert counts(add(index, url)) == (1, 0, 0, 0)
    assert {info.title for info in index.articles()} == {"First", "Second"}
    site.serve("/atom", atom("Second, mended", 2), "application/atom+xml")
    assert counts(add(index, url)) == (0, 0, 1, 0)
    assert {info.title for info in index.articles()} == {"First", "Second, mended"}


def test_addresses_are_met_once(index: SQLiteIndex, site: Site) -> None:
    url = site.serve("/text", STORY.encode(), "text/plain")
    assert counts(add(index, url, f" {url}", url)) == (1, 0, 0, 0)
    assert len(site.seen) == 1


@pytest.mark.parametrize(
    ("data", "kind", "added", "failed"),
    [
        (STORY.encode(), "", 1, 0),
        (b'{"text": "Snow falls.", "title": "A"}\n{"text": "Rain."}\n', "jsonl", 2, 0),
        (b"\0\1\2\3" * 50, "", 0, 1),
        (b"", "", 0, 1),
    ],
    ids=["text", "lines", "binary", "empty"],
)
def test_bytes_that_are_no_file(
    index: SQLiteIndex, data: bytes, kind: str, added: int, failed: int
) -> None:
    assert counts(add(index, Blob(data, "stdin", kind))) == (added, 0, 0, failed)
    assert counts(add(index, Blob(data, "stdin", kind))) == (0, added, 0, failed)
    # They replace nothing: the next bytes are another text.
    add(index, Blob(b"Another text.", "stdin"))
    assert len(index.articles()) == added + 1


def test_patterns_are_expanded(index: SQLiteIndex, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.txt", "b.txt", "sub/c.txt", "d.md", "[a].txt"):
        (tmp_path / name).write_text(f"Text of {name}.", "utf-8")

    def titles(pattern: str) -> set[str]:
        report = add(index, str(tmp_path / pattern))
        return {info.title for info in (*report.added, *report.unchanged)}

    assert titles("?.txt") == {"Text of a.txt.", "Text of b.txt."}
    assert titles("**/*.txt") == {f"Text of {n}.txt." for n in ("[a]", "a", "b", "sub/c")}
    assert titles("[a].txt") == {"Text of [a].txt."}
    [failure] = add(index, str(tmp_path / "*.html")).failed
    assert "no file fits this pattern" in failure.reason
