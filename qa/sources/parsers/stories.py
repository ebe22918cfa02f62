"""Stories of a page: several articles beside each other, and lines that lead to others."""

from __future__ import annotations

from typing import Any

from qa.text.parts import is_author_box, line_kind

_MIN_CHARS, _MIN_LINKED_CHARS, _MIN_PARAGRAPHS = 150, 400, 2
_MAX_LINKED = 0.4
_HEADINGS = ("h1", "h2", "h3", "h4")
_LINK_WORDS, _PROSE_WORDS = 4, 8
_LAST = 4


def separate_stories(body: Any) -> list[Any]:
    """Return the ``<article>``s of a page that are stories of their own; [] for fewer than two.

    A teaser is short and its headline is a link, a comment has no headline, and an entry of a
    live blog begins with a time. Where there are stories, what is shorter beside them is one, too.
    """
    outer = [
        each for each in body.iter("article") if next(each.iterancestors("article"), None) is None
    ]
    found = [each for each in outer if _is_story(each)]
    if len(found) < 2:
        return []
    beside = {id(each.getparent()) for each in found}
    return [
        each
        for each in outer
        if each in found or (id(each.getparent()) in beside and _is_brief(each))
    ]


def _is_story(article: Any) -> bool:
    if (heading := _heading(article)) is None:
        return False
    text = " ".join(article.text_content().split())
    paragraphs = [p for p in article.iter("p") if len(p.text_content().split()) >= _PROSE_WORDS]
    least = _MIN_LINKED_CHARS if _is_linked(heading) else _MIN_CHARS
    return (
        len(text) >= least
        and len(paragraphs) >= _MIN_PARAGRAPHS
        and _linked_chars(article) <= _MAX_LINKED * len(text)
    )


def _is_brief(article: Any) -> bool:
    heading = _heading(article)
    if heading is None or _is_linked(heading):
        return False
    text = " ".join(article.text_content().split())
    said = len(text) - len(" ".join(heading.text_content().split()))
    return said > _linked_chars(article) and said > 0


def _heading(article: Any) -> Any:
    """Return the first heading of an article, None where there is none, or it is a comment."""
    if "omment" in f"{article.get('class') or ''} {article.get('id') or ''}":
        return None
    return next(article.iter(*_HEADINGS), None)


def _is_linked(heading: Any) -> bool:
    return next(heading.iter("a"), None) is not None or heading.getparent().tag == "a"


def _linked_chars(article: Any) -> int:
    return sum(len(link.text_content()) for link in article.iter("a"))


def drop_link_lines(body: Any) -> None:
    """Take out the lines of a page that lead to other stories, and the box about its author.

    A paragraph that is nothing but a link goes where the paragraphs around it are prose.
    """
    paragraphs = list(body.iter("p", *_HEADINGS))
    prose = [p.tag == "p" and _unlinked_words(p) >= _PROSE_WORDS for p in paragraphs]
    if sum(prose) < _MIN_PARAGRAPHS:
        return
    last = max(number for number, is_prose in enumerate(prose) if is_prose)
    going: list[Any] = []
    for number, paragraph in enumerate(paragraphs):
        text = " ".join(paragraph.text_content().split())
        if paragraph.tag == "h1" or not text:
            continue
        is_line = paragraph.tag == "p" and not prose[number] and _is_link(paragraph)
        is_box = number > last - _LAST and is_author_box(text)
        if any(prose[:number]) and (is_line or is_box or line_kind(text) == "link"):
            going.append(paragraph)
    for paragraph in going:
        paragraph.drop_tree()


def _is_link(paragraph: Any) -> bool:
    """Say whether a paragraph is one or two links to other pages, and no more."""
    links = [a for a in paragraph.iter("a") if a.get("href")]
    if not 1 <= len(links) <= 2 or any(a.get("href").startswith(("#", "mailto:")) for a in links):
        return False
    text = " ".join(paragraph.text_content().split())
    if len(text.split()) < _LINK_WORDS or text.endswith((".", "”", '"')):
        return False
    return _unlinked_words(paragraph) == 0


def _unlinked_words(paragraph: Any) -> int:
    links = " ".join(a.text_content() for a in paragraph.iter("a"))
    return len(paragraph.text_content().split()) - len(links.split())
