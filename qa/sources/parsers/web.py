"""Web pages: trafilatura finds the article in a page, and what the page says of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from qa.records import Document
from qa.sources.parsers.common import (
    Unreadable,
    clean,
    host_of,
    metadata_line,
    missing_extra,
    web_url,
)
from qa.sources.parsers.encodings import decode_html
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.page_blocks import headings_and_items, lean_texts, restore_verbatim
from qa.sources.parsers.page_dates import guessed
from qa.sources.parsers.page_metadata import headline_of, read_page_metadata
from qa.sources.parsers.stand_ins import read_clues, refuse_stand_in
from qa.sources.parsers.stories import drop_link_lines, separate_stories
from qa.sources.parsers.trees import paragraphs, parse_html
from qa.text.parts import is_cut_off

# Their reports of odd pages are for their developers.
for _name in ("trafilatura", "htmldate", "courlan", "justext"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False

# Of a page whose article is shorter, everything but navigation may be the article: a notice,
# or a page that trafilatura, made for articles, does not see through.
_SHORT = 200
_PAID = (
    "the page says that it is for those who pay: what was added is perhaps no more than the "
    "article's beginning; save the whole page from a browser"
)
_COMMENTS = re.compile(
    r"(?:[a-z]+[_-])?comments?(?:[_-]?(?:list|area|section|body|text|content|wrapper|container|author|"
    r"info|meta|item|thread|\d+))?",
    re.IGNORECASE,
)


def read_html(data: bytes, name: str, limits: Limits, *, charset: str = "") -> Iterator[Document]:
    """Yield the one article of a page, or each of several that stand beside each other.

    Paragraphs are set apart by a blank line. ``name`` is the page's address where it was
    fetched, and then stands in for one that the page does not give.

    Raises:
        Unreadable: no text can be found, the page cannot be parsed, or it stands in an
            article's place, as a log-in does.
        MissingDependency: lxml or trafilatura is not installed.
    """
    tree = parse_html(decode_html(data, charset), limits)
    address = web_url(name)
    about = read_page_metadata(tree)  # before trafilatura takes the tree apart
    day = "" if about.published else guessed(tree, address)
    clues = read_clues(tree, address)
    body = tree.find("body")
    _drop_comments(body)
    stories = [] if about.live else separate_stories(body)
    parts = [_story(each) for each in stories]
    drop_link_lines(body)
    own, fill = list(paragraphs(body)), headings_and_items(body)
    if about.live:
        fill |= _set_stamps(body)
        own = list(paragraphs(body))
    everything = "\n\n".join(paragraphs(body, furniture=False))
    found = _extracted(tree, address)
    text = restore_verbatim(paragraphs(found.body), own, fill) if found is not None else ""
    if len(text) < _SHORT:
        text = max(text, everything, key=len)
    title = metadata_line(getattr(found, "title", ""))
    refuse_stand_in(clues, (title, about.title, *about.headings), text)
    if not text.strip():
        raise Unreadable(
            "has no text; if a browser shows one, scripts make it: save the page from there"
        )
    url = web_url(getattr(found, "url", "")) or address
    site = metadata_line(getattr(found, "sitename", ""))
    headline = headline_of(title, about)
    page = Document(
        text=clean(text),
        title=headline,
        source=site if site and site != headline else host_of(url),
        # What is guessed of both comes last: a guessed date is a day, without time and zone.
        author=about.author or metadata_line(getattr(found, "author", "")).replace("; ", ", "),
        date=about.published or day,
        url=url,
        language=about.language,
    )
    if parts:
        yield from (_one_of_several(page, *part) for part in parts)
        return
    notes = (_PAID,) if about.paid or is_cut_off(page.text) else ()
    yield replace(page, notes=notes)


def _story(article: Any) -> tuple[str, str, str]:
    """Return headline, text and address, relative to its page's, of one of several articles."""
    heading = next(article.iter("h1", "h2", "h3", "h4"))
    above = heading.getparent()
    links = [*heading.iter("a"), *([above] if above.tag == "a" else ())]
    own = next((link.get("href") for link in links if link.get("href")), "")
    return (
        metadata_line(heading.text_content()[:1_000]),
        "\n\n".join(paragraphs(article, furniture=False)),
        metadata_line(own) or (f"#{place}" if (place := metadata_line(article.get("id"))) else ""),
    )


def _one_of_several(page: Document, title: str, text: str, place: str) -> Document:
    try:
        url = web_url(urljoin(page.url, place)) or page.url
    except ValueError:
        url = page.url
    return replace(page, text=clean(text), title=title, url=url)


def _set_stamps(body: Any) -> frozenset[str]:
    """Make paragraphs of the times of a live blog's entries; return them as ``fill`` has them."""
    for stamp in list(body.iter("time")):
        if re.match(r"\s*\d{1,2}[:.]\d\d", stamp.text_content()):
            stamp.tag = "p"
            stamp.attrib.clear()
    return lean_texts(stamp for stamp in body.iter("p") if _is_stamp(stamp))


def _is_stamp(paragraph: Any) -> bool:
    return re.match(r"\s*\d{1,2}[:.]\d\d[^.!?]{0,20}\Z", paragraph.text_content()) is not None


def _drop_comments(body: Any) -> None:
    """Take out what a page calls comments; never most of its text, which may be an opinion."""
    most = len(body.text_content()) / 2
    for element in list(body.iter("div", "section", "ol", "ul", "li", "p", "span")):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if "omment" not in named or not any(map(_COMMENTS.fullmatch, named.split())):
            continue
        if element.getparent() is not None and len(element.text_content()) < most:
            element.drop_tree()


def _extracted(tree: Any, address: str) -> Any:
    try:
        from trafilatura import bare_extraction
    except ImportError:
        raise missing_extra("HTML", "html") from None
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


def html_to_text(markup: str, limits: Limits) -> str:
    """Return the paragraphs of a piece of HTML that is an article already, as mail and feeds."""
    if not clean(markup).strip():
        return ""
    return clean("\n\n".join(paragraphs(parse_html(markup, limits).find("body"))))
