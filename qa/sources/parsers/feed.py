"""RSS and Atom: items that carry their text are articles, the others say where to read it."""

from __future__ import annotations

import html
import io
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from qa.errors import ArticleError
from qa.records import Document, FeedItem
from qa.sources.parsers.common import (
    Item,
    Unreadable,
    clean,
    collapse,
    host_of,
    make_failure,
    metadata_line,
    missing_extra,
    parse_date,
    web_url,
)
from qa.sources.parsers.encodings import decode_html
from qa.sources.parsers.kinds import describe_error
from qa.sources.parsers.limits import Limits
from qa.sources.parsers.web import html_to_text
from qa.text.sentences import split_sentences

# Teasers are a sentence or two, at most a paragraph of some 400 characters.
FULL_TEXT_CHARS = 600
# What a feed file has no more of: an element for the whole text, with sentences that end.
_SHORT_SENTENCES = 2
# What WordPress puts below each item.
_BELOW = re.compile(
    r"\n\s*The post \S[^\n]{0,300} (?:appeared first|first appeared) on [^\n]{1,200}\s*\Z"
)
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|read more|continue reading)[\s.»→]*\Z", re.IGNORECASE
)
_TAG = re.compile(
    r"</?(?:a|article|b|blockquote|br|center|code|div|em|figure|font|h[1-6]|hr|i|iframe|img|li|ol|"
    r"p|pre|s|section|small|span|strong|sub|sup|table|td|tr|tt|u|ul|video)\b[^<>]{0,2000}>",
    re.IGNORECASE,
)
_ANY_TAG = re.compile(r"<[A-Za-z/!?][^<>]{0,2000}>")
_ENCODING = re.compile(r"(\A<\?xml[^>]{0,200}?)\s+encoding\s*=\s*[\"'][^\"'>]{0,60}[\"']")
_ENDED = re.compile(r"[.!?][\"'\u201d\u2019\u00bb)]*\s*\Z")
_ENTITY = re.compile(rb"<!\s*ENTITY", re.IGNORECASE)


def read_feed(data: bytes, name: str, limits: Limits) -> Iterator[Item]:
    """Yield the items of a feed in its order.

    An item with at least ``FULL_TEXT_CHARS`` characters of text that are not cut off is a
    ``Document``; one with less, and a link, a ``FeedItem``. Of a feed file no link is followed:
    there a short text is one, too, that the feed calls the content, and that is whole sentences.

    Raises:
        Unreadable: it is no feed, or declares XML entities.
        MissingDependency: feedparser or lxml is not installed.
    """
    try:
        import feedparser
    except ImportError:
        raise missing_extra("feeds", "feeds") from None
    # Entities can be made to grow without bound, and to name files. Feeds need none.
    if _ENTITY.search(data.replace(b"\0", b"")):
        raise Unreadable("declares XML entities, which feeds need not; get the feed anew")
    try:
        # A stream, since feedparser takes a string for the name of a file or an address.
        parsed = feedparser.parse(
            io.BytesIO(_as_utf8(data)), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # its lenient parser fails on what it did not foresee
        raise Unreadable(f"is a damaged feed ({describe_error(error)}); get it again") from None
    if not parsed.entries:
        if parsed.get("version"):
            raise Unreadable("is a feed without items")
        raise Unreadable("is XML, but neither RSS nor Atom; if it is a page, name it .html")
    feed = parsed.feed
    base = _base(feed, name)
    for number, entry in enumerate(parsed.entries, 1):
        try:
            yield _item(entry, feed, base, limits, fetched=bool(web_url(name)))
        except ArticleError as error:
            title = metadata_line(entry.get("title"))[:80]
            label = f"{name}: item {number}" + (f" ({title})" if title else "")
            yield make_failure(label, str(error))


def _as_utf8(data: bytes) -> bytes:
    """Return a feed in UTF-8, whatever it is in: feedparser takes what says nothing for Latin-1.

    Raises:
        Unreadable: nothing tells what it is in.
    """
    text = decode_html(data).lstrip("\ufeff\t\n\r ")
    return _ENCODING.sub(r"\1", text, count=1).encode("utf-8", "replace")


def _base(feed: Any, name: str) -> str:
    """Return the address that a feed's relative links are relative to, "" where none is known.

    RSS says nothing of it; the channel's own link is what its authors mean. Of a feed file
    nothing else is known.
    """
    base, own = web_url(name), metadata_line(feed.get("link"))
    return web_url(_joined(base, own)) or base


def _joined(base: str, link: str) -> str:
    """Return a link, relative to ``base``, "" where it cannot be one."""
    try:
        return urljoin(base or "https://" * link.startswith("//"), link)
    except ValueError:
        return ""


def _item(
    entry: Any, feed: Any, base: str, limits: Limits, *, fetched: bool
) -> Document | FeedItem:
    parts = [*entry.get("content", ()), entry.get("summary_detail") or {}]
    # The longest is the whole text; a summary may repeat its beginning.
    chosen = max(parts, key=lambda part: len(str(part.get("value") or "")))
    text = _BELOW.sub("", _text(chosen, limits))
    link = metadata_line(entry.get("link"))
    url = (web_url(_joined(base, link)) if link else "") or web_url(entry.get("id"))
    title = metadata_line(_text(entry.get("title_detail") or {}, limits))
    author = _authors(entry) or metadata_line(feed.get("author"))
    written = _date(entry)
    cut = _CUT_OFF.search(text[-200:]) is not None
    # Of a feed that is a file no link is followed, so that its longer teasers are all there is.
    short = len(text) < FULL_TEXT_CHARS
    if short and not fetched and not cut and chosen in entry.get("content", ()):
        short = not _is_whole(text)
    if url and (short or (cut and fetched)):
        return FeedItem(url=url, title=title, author=author, date=written)
    if not text.strip():
        raise Unreadable("has neither text nor link")
    return Document(
        text=text,
        title=title,
        source=metadata_line(_text(feed.get("title_detail") or {}, limits)) or host_of(url),
        author=author,
        date=written,
        url=url,
        language=metadata_line(entry.get("language")) or metadata_line(feed.get("language")),
        notes=(f"its text is cut off in the feed; all of it is at {url}",) if cut and url else (),
    )


def _authors(entry: Any) -> str:
    """Return the names of all who wrote an item; feedparser's "author" is the last of them."""
    told = (metadata_line(each.get("name")) for each in entry.get("authors", ()))
    names = list(dict.fromkeys(filter(None, told)))
    return ", ".join(names) if len(names) > 1 else metadata_line(entry.get("author"))


def _is_whole(text: str) -> bool:
    """Say whether a short text is sentences to its end."""
    sentences = split_sentences(text)
    return len(sentences) >= _SHORT_SENTENCES and _ENDED.search(text) is not None


def _text(part: Any, limits: Limits) -> str:
    """Return the paragraphs of an element that is text, or HTML as text.

    Feeds call one the other; tags tell which it is ("if x<y" has none).
    """
    value = str(part.get("value") or "")
    plain = part.get("type") == "text/plain"
    if (_TAG if plain else _ANY_TAG).search(value):
        return html_to_text(value, limits)
    blocks = re.split(r"\n\s*\n", value if plain else html.unescape(value))
    return clean("\n\n".join(filter(None, (collapse(block).strip() for block in blocks))))


def _date(entry: Any) -> str:
    """Return when an item was published, else updated; its own zone where it gives one."""
    for key in ("published", "updated"):
        if key not in entry:
            continue  # feedparser would answer "updated" with "published", and warn of it
        if found := parse_date(entry.get(key)):
            return found
        parsed = entry.get(f"{key}_parsed")
        if isinstance(parsed, time.struct_time):
            return parse_date(time.strftime("%Y-%m-%dT%H:%M:%S+00:00", parsed))
    return ""
