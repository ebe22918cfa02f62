"""Web pages: trafilatura finds the article in a page, and what the page says of it."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import Any

from qa.readers.common import Unreadable, clean, date, host, line, missing, web_url
from qa.readers.limits import Limits
from qa.readers.trees import decode_html, paragraphs, parse_html
from qa.types import Document

# Their reports of odd pages are for their developers.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False

# Where pages say when they were published, the surest first; an update's date is another.
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
    "//meta[translate(@name, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')="
    "'{name}']/@content",
)
_PUBLISHED_NAMES = (
    *("article:published_time", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate"),
    *("publish-date", "publish_date", "dc.date.issued", "dcterms.created", "dc.date", "date"),
)
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.){4,60}")')
# What may differ between a page's text and an extractor's: blanks, invisible marks, and the
# bars between cells.
_IGNORED = frozenset(" \t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000|") | {
    *(chr(code) for code in range(0x2000, 0x2010)),
    *"\xad\u2060\ufeff",
}
_DROPPED = {ord(char): None for char in _IGNORED}
# Of a page whose article is shorter, everything but navigation may be the article: a notice,
# or a page that trafilatura, made for articles, does not see through.
_SHORT = 200


def read_html(data: bytes, name: str, limits: Limits, *, charset: str = "") -> Iterator[Document]:
    """Yield the one article of a page.

    Paragraphs are set apart by a blank line. ``name`` is the page's address where it was
    fetched, and then stands in for one that the page does not give.

    Raises:
        Unreadable: no text can be found, or the page cannot be parsed.
        MissingDependency: lxml or trafilatura is not installed.
    """
    tree = parse_html(decode_html(data, charset), limits)
    address = web_url(name)
    # Both are read before trafilatura takes the tree apart.
    published, language = _published(tree), line(tree.get("lang") or tree.get("xml:lang"))
    body = tree.find("body")
    own = "\n\n".join(paragraphs(body))
    everything = "\n\n".join(paragraphs(body, furniture=False))
    found = _extracted(tree, address)
    text = _as_written(paragraphs(found.body), own) if found is not None else ""
    if len(text) < _SHORT:
        text = max(text, everything, key=len)
    if not text.strip():
        raise Unreadable(
            "has no text; if a browser shows one, scripts make it: save the page from there"
        )
    url = web_url(getattr(found, "url", "")) or address
    yield Document(
        text=clean(text),
        title=line(getattr(found, "title", "")),
        source=line(getattr(found, "sitename", "")) or host(url),
        author=line(getattr(found, "author", "")),
        date=_agreed(published, date(getattr(found, "date", ""))),
        url=url,
        language=language,
    )


def _extracted(tree: Any, address: str) -> Any:
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise missing("HTML", "html") from None
    try:
        return bare_extraction(
            tree,
            url=address or None,
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            with_metadata=True,
            # Without it, a footer's "(c) 2020" would date the article.
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except Exception:  # its cleaning meets trees that it did not foresee; the page is text still
        return None


def _as_written(blocks: Iterator[str], own: str) -> str:
    """Return the blocks that trafilatura chose, each in the characters of the page's own text.

    Its ways of last resort put blanks around every inline element, so that "<b>2.5</b>%"
    becomes "2.5 %", and join paragraphs. Which characters it chose is told by those that are
    not blank; a block that is not found so is left as it is.
    """
    places = [at for at, char in enumerate(own) if char not in _IGNORED]
    lean = own.translate(_DROPPED)
    done = 0
    parts: list[str] = []
    for block in blocks:
        wanted = block.translate(_DROPPED)
        if not wanted:
            continue
        # After the one before, where it stands in the article: headlines recur in menus.
        at = lean.find(wanted, done)
        if at < 0:
            at = lean.find(wanted, 0, done)
        else:
            done = at + len(wanted)
        parts.append(own[places[at] : places[at + len(wanted) - 1] + 1] if at >= 0 else block)
    return "\n\n".join(parts)


def _agreed(published: str, guessed: str) -> str:
    """Prefer the page's own statement, which has a time and zone; the guess is a day."""
    return published or guessed


def _published(tree: Any) -> str:
    """Return when the page says that it was published, in ISO 8601, "" when it does not."""
    for form in _PUBLISHED:
        for name in _PUBLISHED_NAMES if "{name}" in form else ("",):
            for value in tree.xpath(form.replace("{name}", name))[:5]:
                if found := date(str(value)):
                    return found
    for script in tree.xpath("//script[@type='application/ld+json']")[:20]:
        for match in _JSON_DATE.finditer((script.text or "")[:200_000]):
            try:
                if found := date(json.loads(match[1])):
                    return found
            except ValueError:
                continue
    return ""


def html_to_text(markup: str, limits: Limits) -> str:
    """Return the paragraphs of a piece of HTML that is an article already, as mail and feeds."""
    if not clean(markup).strip():
        return ""
    return clean("\n\n".join(paragraphs(parse_html(markup, limits).find("body"))))
