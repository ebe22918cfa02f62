"""What a line's own words say that it is, wherever it stands: a note, a caption, a byline ..."""

from __future__ import annotations

import re

from qa.language import lexicon
from qa.records.parts import PartKind
from qa.text.publication import is_publication_line

_LINE_WORDS, _NOTE_WORDS = 30, 120

ENDS = re.compile(r"[.!?…][\"'”’)\]*_]*\Z")
"""How a sentence ends."""
# A comment of Markdown, or a call of its site's maker: "{{< youtube x >}}", "[gallery]".
_CODE = re.compile(r"(?:<!--.*-->|\{\{.*\}\}|\{%.*%\}|\[/?[a-z_-]+(?: [a-z_-]+=[^\]]*)?\])\Z", re.S)
_PICTURE = re.compile(r"!\[[^\]]{0,500}\]\([^)]{0,2000}\)")


def _opens(*keys: str) -> re.Pattern[str]:
    """Return what a line begins with, behind marks of lists and emphasis."""
    return re.compile(
        rf"[\s>*_(\[–—▶►→»•-]{{0,6}}(?P<said>{lexicon.either('parts', *keys)})(?!\w)(?P<rest>.*)\Z",
        re.IGNORECASE | re.DOTALL,
    )


_NOTE, _CAPTION, _LINK = _opens("notes"), _opens("captions"), _opens("links")
_NOTE_LABEL, _SURE_CAPTION = _opens("note_labels"), _opens("sure_captions")
_SURE_LINK, _NOTICE, _PAYWALL = _opens("sure_links"), _opens("notices"), _opens("paywalls")
_BYLINE, _STAMPED = _opens("bylines"), _opens("stamps")
_CREDITED = re.compile(
    rf"(?:[/(|:–—-]|\.)\s*(?:{lexicon.either('parts', 'picture_credits')})\b[^.]{{0,60}}[.)]*\Z",
    re.I,
)
_NUMBERED = re.compile(r"\A\s*\d{1,3}[a-z]?(?=\s*[:.|–—])")
_NAME = re.compile(r"[:\s]+(?:[A-Z][\w.’'-]*|and|,|&|\||in|for|[–—-])(?:[\s,]|\Z)")
_HELPED = re.compile(
    rf"[*_(]*(?:[A-Z][\w.’'-]*(?:,| and| in)? ){{2,16}}(?:{lexicon.either('parts', 'helped')})\b"
)
_FOLLOW = re.compile(
    rf"[*_]*Follow .{{1,80}}? on (?:the )?(?:{lexicon.either('parts', 'networks')})\b",
    re.IGNORECASE,
)
# What blogs put behind each item of their feeds.
_POSTED_FIRST = re.compile(
    r"The post .{1,300} (?:appeared first|first appeared) on .{1,100}\Z", re.S
)


def is_paywall(text: str, start: int, end: int) -> bool:
    """Say whether the notice ``text[start:end]`` says that the article is cut off there."""
    return _PAYWALL.match(text, start, end) is not None


def kind_by_words(text: str) -> PartKind | None:
    """Return what the words of a line's beginning or end say that it is, None where they do not."""
    words = len(text.split())
    if _PICTURE.match(text) or (words <= 2 * _LINE_WORDS and _SURE_CAPTION.match(text)):
        return "caption"
    if words > _NOTE_WORDS:
        return None
    if _NOTE.match(text) or _is_led(_NOTE_LABEL.match(text)) or _CODE.match(text):
        return "note"
    if words <= 2 * _LINE_WORDS and _NOTICE.match(text):
        return "notice"
    if words <= _LINE_WORDS and (_is_link(text) or _is_led(_LINK.match(text))):
        return "link"
    if words <= 2 * _LINE_WORDS and (_is_led(_CAPTION.match(text)) or _CREDITED.search(text)):
        return "caption"
    if words <= _LINE_WORDS and _is_byline(text):
        return "byline"
    return None


def _is_link(text: str) -> bool:
    return any(form.match(text) for form in (_SURE_LINK, _FOLLOW, _POSTED_FIRST))


def _is_led(found: re.Match[str] | None) -> bool:
    """Say whether a label stands by itself: alone, in capitals, or before a colon or a bar.

    A number may stand behind it, as in "Figure 2:".
    """
    if found is None:
        return False
    said, rest = found["said"], _NUMBERED.sub("", found["rest"])
    lean = rest.lstrip("*_)] ")
    return not lean.strip(".… >»→") or lean[:1] in ":|>»→" or (said.isupper() and len(said) > 3)


def _is_byline(text: str) -> bool:
    if is_publication_line(text) or _HELPED.match(text):
        return True
    found = _BYLINE.match(text)
    if found is not None:
        named = _NAME.match(found["rest"]) is not None
        return named and (found["said"].lower() != "by" or not ENDS.search(text))
    stamped = _STAMPED.match(text)
    return stamped is not None and any(char.isdigit() for char in text) and not ENDS.search(text)
