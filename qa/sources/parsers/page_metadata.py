"""What a web page says of itself: who wrote it, when, in which language, under which headline."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.sources.parsers.common import metadata_line, parse_date

# Where pages say when they were published, the surest first; an update's date is another.
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//*[@itemprop='datePublished']/@datetime",
)
_LOWER = "translate(@{0}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_PUBLISHED_NAMES = (
    *("article:published_time", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate"),
    *("publish-date", "publish_date", "dc.date.issued", "dcterms.created", "dc.date", "date"),
)
_AUTHOR_NAMES = ("author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_LANGUAGE_METAS = (
    "//meta[@property='og:locale']/@content",
    f"//meta[{_LOWER.format('http-equiv')}='content-language']/@content",
    f"//meta[{_LOWER.format('name')}='language']/@content",
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*("(?:[^"\\]|\\.){4,60}")')
_MAX_SCRIPTS, _MAX_JSON, _MAX_NODES = 20, 200_000, 2_000
# What stands between a headline and the site's name in a title.
_BETWEEN = frozenset("|-\u2013\u2014:\xb7\u2022/\xbb\u203a")
_MIN_HEADLINE, _HEADLINE_SHARE = 8, 0.4
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\xa0", "''\"\" ")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """A page's own words, "" for what it does not say; ``headings`` are those of the top."""

    published: str
    author: str
    language: str
    headings: tuple[str, ...]


def read_page_metadata(tree: Any) -> PageMetadata:
    """Return what an ``lxml.html`` tree of a page says of itself."""
    scripts = tree.xpath("//script[@type='application/ld+json']")[:_MAX_SCRIPTS]
    sources = [(script.text or "")[:_MAX_JSON] for script in scripts]
    headings = (metadata_line(each.text_content()[:1_000]) for each in tree.xpath("//h1")[:10])
    return PageMetadata(
        published=_published(tree, sources),
        author=_author(tree, sources),
        language=_language(tree),
        headings=tuple(text for text in headings if text),
    )


def title_without_site(title: str, headings: Sequence[str]) -> str:
    """Return the headline that a title holds beside the name of its site or section.

    It is one of the page's headings that is most of the title, and set apart in it.
    """
    plain = title.translate(_QUOTES)
    for heading in headings:
        at = plain.find(heading.translate(_QUOTES))
        if at < 0 or len(heading) < max(_MIN_HEADLINE, _HEADLINE_SHARE * len(title)):
            continue
        before, after = plain[:at].rstrip()[-1:], plain[at + len(heading) :].lstrip()[:1]
        if all(not mark or mark in _BETWEEN for mark in (before, after)):
            return heading
    return title


def _published(tree: Any, sources: Sequence[str]) -> str:
    """Return when the page says that it was published, in ISO 8601, "" when it does not."""
    named = [f"//meta[{_LOWER.format('name')}='{name}']/@content" for name in _PUBLISHED_NAMES]
    for form in (*_PUBLISHED, *named):
        for value in tree.xpath(form)[:5]:
            if found := parse_date(str(value)):
                return found
    for source in sources:
        for match in _JSON_DATE.finditer(source):
            try:
                if found := parse_date(json.loads(match[1])):
                    return found
            except ValueError:
                continue
    return ""


def _author(tree: Any, sources: Sequence[str]) -> str:
    for source in sources:
        try:
            told = json.loads(source)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(told):
            if node.get("@type") != "Person" and (names := _names(node.get("author"))):
                return metadata_line(names)
    for name in _AUTHOR_NAMES:
        values = tree.xpath(f"//meta[{_LOWER.format('name')}='{name}']/@content")[:10]
        names = [re.sub(r"(?i)\Aby\s+", "", metadata_line(str(value))) for value in values]
        if found := [each for each in dict.fromkeys(names) if each and "://" not in each]:
            return ", ".join(found)
    return ""


def _nodes(told: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects of JSON-LD from the outermost inwards."""
    waiting, seen = [told], 0
    while waiting and seen < _MAX_NODES:
        seen += 1
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _names(author: Any) -> list[str]:
    """Return the persons among the authors; organisations where there are none."""
    listed = author if isinstance(author, list) else [author]
    persons: list[str] = []
    others: list[str] = []
    for each in listed[:20]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, str) and metadata_line(name) and "://" not in name:
            is_person = not isinstance(each, dict) or each.get("@type", "Person") == "Person"
            (persons if is_person else others).append(metadata_line(name))
    return list(dict.fromkeys(persons or others))


def _language(tree: Any) -> str:
    """Return what the page says that it is written in, as "en-GB", "" when it does not."""
    metas = [value for form in _LANGUAGE_METAS for value in tree.xpath(form)[:5]]
    for value in (tree.get("lang"), tree.get("xml:lang"), *metas):
        found = metadata_line(value).replace("_", "-")
        if _LANGUAGE.fullmatch(found):
            return found
    return ""
