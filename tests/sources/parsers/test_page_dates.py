"""The article's own day, before any other on its page."""

from __future__ import annotations

import pytest

from qa.records import Document
from qa.sources.parsers import read_documents

BODY = "".join(
    f"<p>{text}</p>"
    for text in (
        "The ferry to Skerra did not sail this morning because its crew refused to work the night.",
        "The line carried 12,000 passengers last year, and the island has no bridge or airport.",
        "Talks are to go on next week at the offices of the line, both sides told the Courier.",
    )
)
OWN = '"headline":"Ferry strike goes on","datePublished":"2024-05-06T07:00:00+02:00"'


def day_of(head: str = "", before: str = "", after: str = "", lang: str = "en") -> str:
    page = (
        f'<!doctype html><html lang="{lang}"><head><title>Ferry strike goes on - Courier</title>'
        f"{head}</head><body><article><h1>Ferry strike goes on</h1>{before}{BODY}</article>"
        f"{after}</body></html>"
    )
    [found] = read_documents(page.encode(), "a.html")
    assert isinstance(found, Document)
    return found.date[:10]


def ld(*parts: str) -> str:
    return "".join(f'<script type="application/ld+json">{part}</script>' for part in parts)


@pytest.mark.parametrize(
    "head",
    [
        ld(f'{{"@type":"NewsArticle",{OWN}}}') + '<meta name="date" content="2026-01-02">',
        ld(f'[{{"@type":"Organization","foundingDate":"1990"}},{{"@type":["Article"],{OWN}}}]'),
        ld('{"@graph":[{"@type":"WebSite","datePublished":"2011-01-01"},{"@type":"WebPage",'
           '"datePublished":"2020-02-02"},{"@type":"BlogPosting",' + OWN + "}]}"),
        ld('{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"Other",'
           '"datePublished":"2023-01-01"}]}', f'{{"@type":"ReportageNewsArticle",{OWN}}}'),
        ld('{"@type":"NewsArticle","headline":"Another story","datePublished":"2023-01-01"}',
           f'{{"@type":"NewsArticle",{OWN}}}'),
        ld('{"@type":"NewsArticle","comment":[{"@type":"Comment","datePublished":"2025-01-01"}],'
           + OWN + "}"),
        ld(f'{{"@type":"WebPage","mainEntity":{{"@type":"NewsArticle",{OWN}}}}}'),
        ld(f'//<![CDATA[\n{{"@type":"NewsArticle",{OWN}}}\n//]]>'),
        ld('{"@type":"NewsArticle",\n"description":"one\ntwo",' + OWN + "}"),
        '<meta property="article:published_time" content="2024-05-06"><meta name="date" '
        'content="2026-01-02">',
        '<meta name="dcterms.created" content="2010-01-01"><meta name="pubdate" '
        'content="20240506">',
        '<meta property="article:published_time" content="1714979289">',
        '<meta name="date" content="2024-05-06">',
        '<meta property="article:published_time" content="2190-01-01"><meta name="date" '
        'content="2024-05-06">',
    ],
)  # fmt: skip
def test_the_head_says_when(head: str) -> None:
    assert day_of(head) == "2024-05-06"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<time class="updated" datetime="2024-05-09">9 May</time> '
         '<time class="published" datetime="2024-05-06">6 May</time>', ""),
        ('<p>Updated <time datetime="2024-05-09">9 May</time></p>'
         '<p>First published <time datetime="2024-05-06">6 May</time></p>', ""),
        ('<p>On <time class="modified" datetime="2024-05-09">9 May</time>, first on '
         '<time class="published" datetime="2024-05-06">6 May</time></p>', ""),
        ('<time itemprop="datePublished" datetime="2024-05-06">6 May</time>',
         '<div itemscope itemtype="https://schema.org/NewsArticle"><h3><a href="/x">Other</a></h3>'
         '<time itemprop="datePublished" datetime="2023-01-01">1 January</time></div>'),
        ('<p class="meta">By Tove Lind | 6 May 2024</p>', "<footer>Built 1 Jan 2026</footer>"),
        ("<p>Mon, 05/06/2024 - 09:30</p>", ""),
        ("<p>Mon 6 May 2024 10.15 CET</p><p>Last modified on Wed 8 May 2024 08.00 CET</p>", ""),
        ('<p class="date">May 6, 2024 at 7:08 a.m.</p>',
         '<aside><h3>More</h3><time datetime="2023-01-01">1 January 2023</time></aside>'),
    ],
)  # fmt: skip
def test_the_body_says_when(before: str, after: str) -> None:
    assert day_of(before=before, after=after) == "2024-05-06"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "<footer>All rights 2017-2026. Page made 3 January 2026</footer>"),
        ("<p>Published 05/06/2024 09:30</p>", ""),
        ('<p>The bridge of Skerra, which had stood for years, fell on <time datetime="2019-01-02">'
         "2 January 2019</time> in the storm of that night.</p>", ""),
        ("", '<section class="related-stories"><article><h3><a href="/x">Other</a></h3>'
         '<time datetime="2023-01-01">1 January 2023</time></article></section>'),
        ("", '<div class="comments"><p>Ann, 3 March 2025</p></div>'),
    ],
)  # fmt: skip
def test_another_day_is_none(before: str, after: str) -> None:
    assert day_of(before=before, after=after) == ""
