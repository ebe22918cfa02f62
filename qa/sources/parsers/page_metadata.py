"""What a web page says of itself: who wrote it, when, in which language, under which headline."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.sources.parsers.common import metadata_line
from qa.sources.parsers.page_dates import is_article, is_type, page_nodes, published

_LOWER = "translate(@{0}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"
_AUTHOR_NAMES = ("author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_LANGUAGE_METAS = (
    "//meta[@property='og:locale']/@content",
    f"//meta[{_LOWER.format('http-equiv')}='content-language']/@content",
    f"//meta[{_LOWER.format('name')}='language']/@content",
)
_LIVE = re.compile(r"LiveBlogPosting$")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
# What scripts of XHTML are wrapped in.
_WRAPPING = re.compile(
    r"\A\s*(?:/\*|//)?\s*<!\[CDATA\[\s*(?:\*/)?|(?:/\*|//)?\s*\]\]>\s*(?:\*/)?\s*\Z"
)
_MAX_SCRIPTS, _MAX_JSON, _MAX_NODES = 20, 200_000, 2_000
# What stands between a headline and the site's name in a title.
_BETWEEN = frozenset("|-\u2013\u2014:\xb7\u2022/\xbb\u203a")
_LEAD_WORDS = 8
_MIN_HEADLINE, _HEADLINE_SHARE = 8, 0.4
_QUOTES = str.maketrans("\u2018\u2019\u201c\u201d\xa0", "''\"\" ")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """A page's own words, "" for what it does not say; ``headings`` are those of the top.

    ``headline`` is that of its article's JSON-LD, ``title`` the page's own. ``live`` says that
    it is a live blog, ``paid`` that readers who have not paid see a part of it.
    """

    published: str
    author: str
    language: str
    headings: tuple[str, ...]
    headline: str = ""
    title: str = ""
    live: bool = False
    paid: bool = False


def read_page_metadata(tree: Any) -> PageMetadata:
    """Return what an ``lxml.html`` tree of a page says of itself."""
    scripts = tree.xpath("//script[@type='application/ld+json']")[:_MAX_SCRIPTS]
    sources = [(script.text or "")[:_MAX_JSON] for script in scripts]
    told = [value for source in sources if (value := _loaded(source)) is not None]
    tops = [
        each
        for each in tree.xpath("//h1")[:10]
        if each.text_content().strip() and not _is_masthead(each)
    ] or _first(tree)
    headings = (metadata_line(each.text_content()[:1_000].replace("\xad", "")) for each in tops)
    known = tuple(text for text in headings if text)
    title = metadata_line(" ".join(tree.xpath("//title[1]//text()"))[:1_000])
    nodes = page_nodes(told, (*known, title))
    articles = [node for node in nodes if is_article(node)]
    return PageMetadata(
        published=published(tree, nodes, sources),
        author=_author(tree, [*articles, *told]),
        language=_language(tree),
        headings=known,
        headline=metadata_line(articles[0].get("headline")) if articles else "",
        title=title,
        live=any(is_type(node, _LIVE) for node in nodes),
        paid=any(str(node.get("isAccessibleForFree")).lower() == "false" for node in nodes),
    )


def _is_masthead(heading: Any) -> bool:
    """Say whether a top heading is the site's name: a link to its front page, or so called."""
    named = f"{heading.get('class') or ''} {heading.get('id') or ''}"
    links = [link.get("href") or "" for link in heading.iter("a")]
    front = any(re.fullmatch(r"(?:https?://[^/]+)?/?", link) for link in links)
    return front or re.search(r"site|logo|brand|masthead", named, re.IGNORECASE) is not None


def _first(tree: Any) -> list[Any]:
    """Return the second-level heading that opens the article of a page without a top one."""
    for article in tree.xpath("(//article | //main)[1]"):
        for element in article.iter("h2", "p"):
            if element.tag == "h2":
                return [element]
            if len(element.text_content().split()) > _LEAD_WORDS:
                break
    return []


def _loaded(source: str) -> Any:
    """Return what a script of JSON-LD says, None where it cannot be read."""
    lean = _WRAPPING.sub("", source)
    for form in (source, lean, html.unescape(lean)):
        try:
            return json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def headline_of(title: str, about: PageMetadata) -> str:
    """Return the headline of a page whose title an extractor found.

    The page's top heading, if it has one alone or its JSON-LD says the same; a heading that is
    the site's name stands in the title beside the headline, or above others.
    """
    for heading in about.headings:
        if _same(heading, about.headline):
            return heading
    if len(about.headings) == 1 and not _is_site(about.headings[0], title):
        return about.headings[0]
    return title_without_site(title or about.headline, about.headings)


def _same(one: str, other: str) -> bool:
    return bool(one) and one.translate(_QUOTES).casefold() == other.translate(_QUOTES).casefold()


def _is_site(heading: str, title: str) -> bool:
    """Say whether a heading is only the smaller part of a title, as a site's name is."""
    plain, lean = heading.translate(_QUOTES), title.translate(_QUOTES)
    if len(heading.split()) < 2 and not _same(heading, title):
        return True
    at = lean.casefold().find(plain.casefold())
    return at >= 0 and len(plain) < _HEADLINE_SHARE * len(lean)


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


def _author(tree: Any, told: Sequence[Any]) -> str:
    for value in told:
        for node in _nodes(value):
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
