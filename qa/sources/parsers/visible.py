"""What a reader of a page sees: hidden elements go, elements within a sentence stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from qa.language import lexicon
from qa.sources.parsers.inline_marks import superscript

_NONE = r"0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:!important)?\s*(?:;|$)"
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    rf"(?:^|;)\s*(?:font-size|max-height|opacity)\s*:\s*{_NONE}|"
    r"(?:^|;)\s*(?:left|top|right|margin-left|text-indent)\s*:\s*-\d{4,}|"
    r"(?:^|;)\s*clip(?:-path)?\s*:\s*(?:rect\(\s*[01]px[\s,]|rect\(\s*0[\s,]|inset\(\s*(?:50|100)%)",
    re.IGNORECASE,
)
# "hidden md:block", "d-none d-md-block": hidden on small screens only.
_SHOWN_WIDER = re.compile(r"(?:^|[:-])(?:block|flex|grid|inline(?:-\w+)?|table|show|visible)$")
# Rules of a style sheet outside @media, which may be for small screens.
_MEDIA = re.compile(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\}\s*)*[^{}]*\}|/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]{1,500})\{([^{}]{1,2000})\}")
_SIMPLE = re.compile(r"[.#][\w-]{1,80}\Z")
_MAX_SHEET = 200_000
_HIDDEN_CLASSES = lexicon.words("pages", "hidden_classes")
_UNSHOWN_CLASSES = lexicon.words("pages", "unshown_classes")
_ADVERTS = lexicon.words("pages", "advert_classes")
_MAX_ADVERT = 200
# Elements that extractors take for tools or ornaments wherever they stand.
_DROPPED_BY_OTHERS = ("time", "button", "label", "output", "math", "svg", "data", "meter", "nobr")
ABOUT = "data-about"
"""Where the class of a ``<time>`` stays that became a plain element."""
_INLINE = ("span", "a", "b", "i", "em", "strong", "font", "small", "u", "abbr", "cite", "q", "mark")
_LINES = (
    *("p", "li", "dd", "dt", "td", "th", "blockquote", "figcaption", "summary", "caption"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
)
_REST_WORDS = 3
# "sold to <center>Bell Mills</center> in June": what a browser sets on a line of its own.
_CENTRED = re.compile(r"(?<=[\w,] )<center>([^<>]{1,100})</center>(?=\s+[a-z(])", re.IGNORECASE)


def uncentre(source: str) -> str:
    """Return HTML without the ``<center>`` around words in the middle of a sentence."""
    return _CENTRED.sub(r"\1", source) if "<center" in source.lower() else source


def drop_hidden(tree: Any) -> None:
    """Take out what no reader sees, but never most of a page: that waits for its scripts."""
    body = tree.find("body")
    if body is None:
        return
    most = len(body.text_content()) / 2
    named = frozenset(_hidden_by_sheet(tree))
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        if element.tag == "template":
            element.drop_tree()
            continue
        if _is_hidden(element, named) and len(element.text_content()) < most:
            element.drop_tree()


def _is_hidden(element: Any, named: frozenset[str]) -> bool:
    if element.tag == "dialog" and element.get("open") is None:
        return True
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    classes = (element.get("class") or "").lower().split()
    if any(name in _HIDDEN_CLASSES for name in classes):
        return True
    if any(name in _UNSHOWN_CLASSES for name in classes) and not any(
        map(_SHOWN_WIDER.search, classes)
    ):
        return True
    if element.get("layout") == "nodisplay":  # of AMP
        return True
    if named and any(
        f"{mark}{name}" in named
        for mark, names in ((".", (element.get("class") or "").split()), ("#", [element.get("id")]))
        for name in names
    ):
        return True
    style = element.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _hidden_by_sheet(tree: Any) -> Iterator[str]:
    """Yield the plain selectors (".x", "#y") that a page's own style sheet hides."""
    for sheet in tree.iter("style"):
        text = (sheet.text or "")[:_MAX_SHEET]
        if "none" not in text and "hidden" not in text:
            continue
        for rule in _RULE.finditer(_MEDIA.sub("", text)):
            if re.search(r"display\s*:\s*none", rule[2], re.IGNORECASE):
                yield from filter(_SIMPLE.match, map(str.strip, rule[1].split(",")))


def keep_inline_elements(tree: Any) -> None:
    """Make plain ``<span>``s of what stands within a sentence, whatever its tag and class.

    ``<time>``, ``<button>``, ``<math>`` and the like are words there; extractors drop them. An
    advertisement's box in the middle of a sentence goes.
    """
    for element in list(tree.iter(*_DROPPED_BY_OTHERS, *_INLINE)):
        if element.getparent() is None or not _is_within_text(element):
            continue
        classes = (element.get("class") or "").lower().split()
        if any(name in _ADVERTS for name in classes):
            if len(element.text_content()) <= _MAX_ADVERT:
                element.drop_tree()
            continue
        if element.tag in ("math", "svg"):
            _flatten(element, _formula(element) if element.tag == "math" else _drawn(element))
        elif element.tag in _DROPPED_BY_OTHERS:
            if element.tag == "time":
                element.set(ABOUT, element.get("class") or "")
            element.tag = "span"
        for key in ("class", "id", "role", "style"):
            if element.tag != "a" and key in element.attrib:
                del element.attrib[key]


def _is_within_text(element: Any) -> bool:
    """Say whether words of the same line stand around an element."""
    block = element.getparent()
    while block.tag in _INLINE and block.getparent() is not None:
        block = block.getparent()
    if block.tag in _LINES:
        around = block.text_content().replace(element.text_content(), " ", 1)
        # "Updated: <time>2 May</time>" is all of its line.
        return len(around.split()) >= (1 if element.tag == "time" else _REST_WORDS)
    before = element.getprevious()
    lead = element.getparent().text if before is None else before.tail
    beside = [part for part in (lead, element.tail) if part and part.strip()]
    return len(" ".join(beside).split()) >= _REST_WORDS


def _flatten(element: Any, text: str) -> None:
    tail = element.tail
    element.clear()
    element.tag, element.text, element.tail = "span", text, tail


def _drawn(element: Any) -> str:
    return " ".join(" ".join(each.text_content().split()) for each in element.iter("text"))


def _formula(element: Any) -> str:
    """Return MathML as a line of text: exponents raised, fractions with a stroke."""
    for note in list(element.iter("annotation", "annotation-xml", "mphantom")):
        note.drop_tree()
    for power in list(element.iter("msup")):
        if len(power) == 2:
            _plain(power[1], superscript("".join(power[1].text_content().split())))
    for fraction in list(element.iter("mfrac")):
        if len(fraction) == 2:
            fraction[0].tail = "/"
    return "".join(element.text_content().split())


def _plain(element: Any, text: str) -> None:
    tail = element.tail
    element.clear()
    element.text, element.tail = text, tail
