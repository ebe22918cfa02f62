"""When a page was published: by its article's own word before any other date on the page."""

from __future__ import annotations

import copy
import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from qa.language import lexicon
from qa.sources.parsers.common import metadata_line, parse_date
from qa.sources.parsers.visible import ABOUT

# Names of meta tags, the surest first; those of the last group are often the page's or today's.
_ARTICLE_METAS = lexicon.ordered("pages", "published_metas")
_LOOSE_METAS = lexicon.ordered("pages", "loose_date_metas")
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Recipe)$")
_PAGE = re.compile(r"(?:Page|CreativeWork|VideoObject)$")
# What a page is about stands in these; comments and lists of other stories stand elsewhere.
_INNER = ("@graph", "mainEntity", "mainEntityOfPage")
_JSON_DATE = re.compile(r'"datePublished"\s*:\s*"([^"\\]{4,60})"')
# A day later than this is a mistake, or an event's.
_AHEAD = datetime.timedelta(days=7)
# What lies in these is about the page, its reader or other stories.
_ASIDE = ("footer", "aside", "nav", "form", "blockquote")
_OTHERS = re.compile(lexicon.either("pages", "other_stories"), re.IGNORECASE)
_UPDATED = re.compile(r"updat|modif|edit", re.IGNORECASE)
_SENTENCE_WORDS = 12
_NEAR = 12
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# 04/03/2025 is two days on two sides of an ocean.
_FIGURES = re.compile(
    r"(?:\b[A-Za-z]{3,9},? )?\b(\d{1,2})([./-])(\d{1,2})\2(\d{4})\b(?:,? ?-? ?\d{1,2}[:.]\d\d)?"
)
_LOWER = "translate(@{0}, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz')"


def published(tree: Any, nodes: Sequence[Mapping[str, Any]], sources: Sequence[str]) -> str:
    """Return when the article of a page was published, in ISO 8601, "" when it does not say.

    ``nodes`` are those of ``page_nodes``, ``sources`` the text of its JSON-LD. In order: the
    article's own JSON-LD, metas of articles, microdata and ``<time>`` of the article itself,
    the page's JSON-LD, metas that tools fill as they like.
    """
    for value in _candidates(tree, nodes, sources):
        if (found := parse_date(value)) and _is_past(found):
            return found
    return ""


def _candidates(
    tree: Any, nodes: Sequence[Mapping[str, Any]], sources: Sequence[str]
) -> Iterator[Any]:
    for node in nodes:
        if is_type(node, _ARTICLE):
            yield node.get("datePublished")
    yield from _metas(tree, _ARTICLE_METAS)
    for element in tree.xpath("//*[@itemprop='datePublished']")[:20]:
        if _is_own(element):
            yield element.get("content") or element.get("datetime") or element.text_content()[:100]
    yield from _times(tree)
    for node in nodes:
        if is_type(node, _PAGE):
            yield node.get("datePublished")
    if not nodes:  # JSON that is damaged
        yield from (found[1] for source in sources for found in _JSON_DATE.finditer(source))
    yield from _lines(tree)
    yield from _metas(tree, _LOOSE_METAS)


def _metas(tree: Any, names: Sequence[str]) -> Iterator[str]:
    for name in names:
        for key in ("property", "name", "itemprop"):
            yield from map(str, tree.xpath(f"//meta[{_LOWER.format(key)}='{name}']/@content")[:5])


def _times(tree: Any) -> Iterator[str]:
    """Yield the dates of ``<time>`` elements that stand by the headline, the published first."""
    found: list[tuple[bool, str]] = []
    for element in tree.xpath(f"//*[self::time or @{ABOUT}][@datetime]")[:50]:
        about = " ".join(element.get(key) or "" for key in ("class", ABOUT, "itemprop"))
        before = (element.getprevious().tail if element.getprevious() is not None else None) or (
            element.getparent().text or ""
        )
        if not _is_own(element) or _in_sentence(element):
            continue
        if _UPDATED.search(about) or _UPDATED.search(before[-30:]):
            continue
        named = "publi" in about or "pubdate" in element.attrib or "publi" in before.lower()
        found.append((not named, element.get("datetime")))
    yield from (value for _, value in sorted(found, key=lambda each: each[0])[:3])


def _lines(tree: Any) -> Iterator[str]:
    """Yield the short lines with a year that follow the top heading, but for those of updates."""
    heading = next(tree.iter("h1"), None)
    if heading is None:
        return
    for element in heading.xpath("following::*[self::p or self::div or self::span]")[:_NEAR]:
        text = " ".join(element.text_content().split())
        if len(text.split()) <= _SENTENCE_WORDS and _YEAR.search(text):
            if not _UPDATED.search(text) and _is_own(element):
                yield text
        elif element.tag == "p" and len(text.split()) > _SENTENCE_WORDS:
            return


def _is_own(element: Any) -> bool:
    """Say whether an element is about the page's own article, and no list, comment or teaser."""
    for above in element.iterancestors():
        if above.tag in _ASIDE or (above.tag == "li" and above.xpath("count(.//a)") > 0):
            return False
        named = f"{above.get('class') or ''} {above.get('id') or ''}"
        if above.tag != "body" and above.tag != "html" and _OTHERS.search(named):
            return False
        if above.get("itemscope") is not None or above.tag == "article":
            # Another story's box has its headline as a link, and not as the page's.
            return bool(above.xpath("count(.//h1)")) or not above.xpath(
                "count(.//h2/a | .//h3/a | .//h4/a | .//a/h2 | .//a/h3 | .//a/h4)"
            )
    return True


def _in_sentence(element: Any) -> bool:
    parent = element.getparent()
    return parent is not None and len(parent.text_content().split()) > _SENTENCE_WORDS


def page_nodes(told: Sequence[Any], headings: Sequence[str]) -> list[Mapping[str, Any]]:
    """Return the things that a page's JSON-LD is about, that of its headline first.

    Lists of other stories, comments, publishers and the like lie within these, and are left out.
    """
    waiting = list(told)
    found: list[Mapping[str, Any]] = []
    while waiting and len(found) < 200:
        value = waiting.pop(0)
        if isinstance(value, list):
            waiting[:0] = value[:200]
        elif isinstance(value, dict):
            found.append(value)
            waiting += [value[key] for key in _INNER if isinstance(value.get(key), dict | list)]
    wanted = [_lean(each) for each in headings if each]

    def fits(node: Mapping[str, Any]) -> int:
        named = _lean(metadata_line(node.get("headline") or node.get("name")))
        return 0 if named and any(named in each or each in named for each in wanted) else 1

    return sorted(found, key=fits)


def is_article(node: Mapping[str, Any]) -> bool:
    """Say whether a thing of JSON-LD is an article of some sort."""
    return is_type(node, _ARTICLE)


def is_type(node: Mapping[str, Any], form: re.Pattern[str]) -> bool:
    """Say whether a thing of JSON-LD is of a type whose name ends so."""
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and form.search(kind) for kind in listed[:5])


def _lean(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _is_past(date: str) -> bool:
    limit = (datetime.datetime.now(datetime.UTC) + _AHEAD).date().isoformat()
    return date[:10] <= limit


def guessed(tree: Any, address: str) -> str:
    """Return the day that htmldate sees on a page or in its address, "" for none.

    It is shown no sentences, no footer and no other stories, and no day in figures that
    may be two.
    """
    try:
        from htmldate import find_date
    except ImportError:
        return ""
    page = copy.deepcopy(tree)
    for element in list(page.iter(*_ASIDE, "p", "li", "div", "section", "script", "time")):
        if element.getparent() is None:
            continue
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if (
            element.tag in _ASIDE
            or element.tag == "script"
            or _OTHERS.search(named)
            or (
                element.tag in ("p", "li") and len(element.text_content().split()) > _SENTENCE_WORDS
            )
        ):
            element.drop_tree()
    for element in page.iter():
        for key in ("text", "tail"):
            if (said := getattr(element, key)) and _FIGURES.search(said):
                setattr(element, key, _FIGURES.sub(lambda found: parse_date(found[0])[:10], said))
    try:
        found = find_date(
            page,
            url=address or None,
            original_date=True,
            extensive_search=False,
            outputformat="%Y-%m-%d",
        )
    except Exception:  # as trafilatura, which calls it
        return ""
    day = parse_date(found or "")
    return day if day and _is_past(day) else ""
