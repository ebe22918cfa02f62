"""Web pages: trafilatura finds the article in a page, and what the page says of it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from qa.readers.about import read_about, title_without_site
from qa.readers.common import Unreadable, clean, date, host, line, missing, web_url
from qa.readers.encodings import decode_html
from qa.readers.limits import Limits
from qa.readers.trees import paragraphs, parse_html
from qa.types import Document

# Their reports of odd pages are for their developers.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False

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
    about = read_about(tree)  # before trafilatura takes the tree apart
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
    title, site = line(getattr(found, "title", "")), line(getattr(found, "sitename", ""))
    yield Document(
        text=clean(text),
        title=title_without_site(title, about.headings),
        source=site if site and site != title else host(url),
        # What is guessed of both comes last: a guessed date is a day, without time and zone.
        author=about.author or line(getattr(found, "author", "")).replace("; ", ", "),
        date=about.published or date(getattr(found, "date", "")),
        url=url,
        language=about.language,
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
    becomes "2.5 %", and join paragraphs or, at quotes, split them. Which characters it chose is
    told by those that are not blank, and what stands between two blocks that follow each other
    in the page is what does there; a block that is not found is left as it is.
    """
    places = [at for at, char in enumerate(own) if char not in _IGNORED]
    lean = own.translate(_DROPPED)
    done = before = 0  # where the search goes on, and where the block before ended
    text = ""
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
        start = places[at] if at >= 0 else 0
        follows = text and at == before >= 1
        joint = own[places[at - 1] + 1 : start] if follows else "\n\n"
        before = at + len(wanted) if at >= 0 else 0
        written = own[start : places[before - 1] + 1] if at >= 0 else block
        text += f"{joint}{written}" if text else written
    return text


def html_to_text(markup: str, limits: Limits) -> str:
    """Return the paragraphs of a piece of HTML that is an article already, as mail and feeds."""
    if not clean(markup).strip():
        return ""
    return clean("\n\n".join(paragraphs(parse_html(markup, limits).find("body"))))
