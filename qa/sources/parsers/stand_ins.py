"""Pages that stand in an article's place: log-in, consent, challenge, "not found", "moved"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from qa.language import lexicon
from qa.sources.parsers.common import Unreadable, metadata_line, web_url

# An article under such a headline is longer.
_MAX_CHARS, _MAX_WORDED = 1_200, 700
_SAVE = "open it in a browser, and save the page from there once the article is shown"
_KINDS = {
    "log_in": f"asks for a log-in instead of showing an article; {_SAVE}",
    "consent": f"asks for consent instead of showing an article; {_SAVE}",
    "challenge": f"checks its visitor instead of showing an article; {_SAVE}",
    "scripts": "asks for scripts or another browser instead of showing an article; "
    "if a browser shows one, save the page from there",
    "region": "says that it is not shown here instead of showing an article; get it another way",
    "not_found": 'says "not found" instead of showing an article; check the address',
    "broken": "reports a fault of its site instead of showing an article; try again later",
}
_TITLES = {
    kind: re.compile(
        rf"\W*(?:(?:error|http|status) )?(?:[345]\d\d\W+)?"
        rf"(?:{lexicon.either('pages', kind)})\W*(?:error\W*)?\Z",
        re.IGNORECASE,
    )
    for kind in _KINDS
}
_WORDS = {
    kind: re.compile(lexicon.either("pages", f"{kind}_words"), re.IGNORECASE)
    for kind in ("log_in", "challenge", "consent", "not_found", "scripts", "region")
}
_PATHS = {kind: lexicon.words("pages", f"{kind}_paths") for kind in ("log_in", "consent")}
_BETWEEN = re.compile(r"\s+[-\u2013\u2014|:\u2022\u00b7\u00bb]\s+|\s*\|\s*")
_REFRESH = re.compile(r"\s*(\d+)\s*[;,]\s*(?:url\s*=\s*)?[\"']?([^\"']{1,2000})", re.IGNORECASE)
_MAX_REFRESH_SECONDS = 30
_OUTSIDE = ("a", "script", "style", "noscript", "template", *(f"h{n}" for n in range(1, 7)))
_UNLINKED = f"//body//text()[not({' or '.join(f'ancestor::{tag}' for tag in _OUTSIDE)})]"
# A front page's teaser: an article whose heading leads to another page.
_TEASER = "//body//article[.//h2//a/@href or .//h3//a/@href or .//h4//a/@href]"
_MIN_TEASERS = 3
_FEEDS = "//link[@rel='alternate'][contains(@type, 'rss') or contains(@type, 'atom')]/@href"


@dataclass(frozen=True, slots=True)
class Clues:
    """What tells that a page is no article: where it sends its reader, a password's field, links.

    ``listing`` says that all words are in links, headings or teasers, and ``feed`` is the address
    of the site's feed, "" for none.
    """

    onward: str
    password: bool
    listing: bool
    feed: str


def read_clues(tree: Any, address: str) -> Clues:
    """Return the clues of a page that is whole yet; ``address`` is its own, "" for a file."""
    field = "//input[translate(@type, 'PASWORD', 'pasword')='password']"
    words = tree.xpath(_UNLINKED)
    if len(teasers := tree.xpath(_TEASER)) >= _MIN_TEASERS:
        within = {id(each) for teaser in teasers for each in teaser.iter()}
        words = [each for each in words if id(each.getparent()) not in within]
    listing = bool(tree.xpath("//body//a[@href]")) and not any(map(str.strip, words))
    feeds = tree.xpath(_FEEDS) if listing else []
    feed = web_url(urljoin(address, str(feeds[0]))) if feeds else ""
    return Clues(_onward(tree, address), bool(tree.xpath(field)), listing, feed)


def refuse_stand_in(clues: Clues, titles: Sequence[str], text: str) -> None:
    """Refuse a page that is no article, by its title, top headings and the text of it.

    Raises:
        Unreadable: it is none, with what it is and what to do.
    """
    if len(text) >= _MAX_CHARS:
        return
    if clues.listing:
        feed = f"the site's feed, {clues.feed}" if clues.feed else "the site's feed"
        raise Unreadable(f"holds nothing but links to other pages; add these, or {feed}")
    if clues.onward:
        raise Unreadable(f"sends a browser on to {clues.onward}; add that address")
    lean = [title.replace("\u2019", "'") for title in titles]
    # A site's name stands before or behind.
    pieces = [*lean, *(piece for title in lean for piece in _BETWEEN.split(title))]
    for kind, form in _TITLES.items():
        if any(map(form.match, pieces)):
            raise Unreadable(_KINDS[kind])
    if len(text) >= _MAX_WORDED:
        return
    for kind, form in _WORDS.items():
        if form.search(text.replace("\u2019", "'")):
            raise Unreadable(_KINDS[kind])
    if clues.password:
        raise Unreadable(_KINDS["log_in"])


def refuse_redirect(asked: str, final: str) -> None:
    """Refuse an address that was redirected to a log-in or consent page.

    Raises:
        Unreadable: it was, with what to do.
    """
    before, after = _path_words(asked), _path_words(final)
    for kind, named in _PATHS.items():
        if named & (after - before):
            where = metadata_line(final)[:200]
            raise Unreadable(
                f"{metadata_line(asked)[:200]}: is redirected to {where}, which {_KINDS[kind]}"
            )


def _path_words(address: str) -> set[str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return set()
    host = (parts.hostname or "").split(".")[:-2]  # "login.site.example"
    return {*host, *(re.sub(r"\.\w+\Z", "", part) for part in parts.path.lower().split("/"))}


def _onward(tree: Any, address: str) -> str:
    """Return where a page's "refresh" sends its reader within seconds, "" for nowhere."""
    for value in tree.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content")[
        :3
    ]:
        found = _REFRESH.match(str(value))
        if found is None or int(found[1][:6]) > _MAX_REFRESH_SECONDS:
            continue
        try:
            target = urljoin(address, found[2].strip())
        except ValueError:
            continue
        if target.split("#")[0] != address.split("#")[0]:
            return web_url(target) or metadata_line(target)[:200]
    return ""
