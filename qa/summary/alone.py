"""The sentences of an article that a reader understands without those around them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.language import lexicon
from qa.language.mentions import find_mentions
from qa.summary.paragraph import SourceSentence, join_lines, source_sentences
from qa.text.parts import find_parts, part_at
from qa.text.sentences import is_question
from qa.text.words import find_words

FEWEST_WORDS, MOST_WORDS = 8, 48
MOST_OPENING_WORDS = 66
"""Of the sentence that opens an article: it tells what is new, at whatever length."""

_LEANS = re.compile(
    rf"\W*(?:{lexicon.either('grammar', 'personal')}|{lexicon.either('sentences', 'leaning')}"
    rf"|{lexicon.either('sentences', 'adding')})\b(?!\s+than\b)",
    re.IGNORECASE,
)
_DANGLES = re.compile(rf"\b(?:{lexicon.either('sentences', 'dangling')})\b", re.IGNORECASE)
_PAGE = re.compile(rf"\b(?:{lexicon.either('sentences', 'page_words')})\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|his|hers?)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|us|[Mm]y|[Yy]ou|[Yy]our)\b")
_NUMERAL = re.compile(r"\b([A-Z]\w+) I\b")  # "Orion I", but not "Yesterday I"
_STARTERS = lexicon.words("sentences", "starters", "more_starters")
_ENDED = re.compile(r"[.!?\u2026][\"'\u201d\u2019)]*$")
_QUOTED = re.compile(r"[\"\u201c][^\"\u201c\u201d]*[\"\u201d]")
_BULLET = re.compile(r"[^\w\"\u201c'\u2018($\u20ac\u00a3]+")
# "Key points The ferry ...": a heading that a page ran into its first line.
_LABEL = re.compile(
    rf"(?:{lexicon.either('parts', 'labels')})\b:?\s+(?=[A-Z\"\u201c])", re.IGNORECASE
)
# "Jo Bo/AP": a paragraph with it is the captions of pictures.
_CREDIT = re.compile(
    rf"\w/(?:{lexicon.either('names', 'agencies', 'pictures')})\b"
    r"|[.!?][\"\u201d]? +[A-Z@][\w@ .]{0,40}/[\w@ .]{1,30}$"
)
# "A lock is a gate that lifts boats": what a thing is, is no news.
_DEFINES = re.compile(r"\A\W*An? [\w-]+(?: [a-z-]+){0,2} is (?:an? |the |one of )", re.IGNORECASE)
# A number to call or an address to write to: a service, and no news.
_SERVICE = re.compile(r"\d{3}-\d{4}\b|\b\d-\d{3}-[A-Z\d]{3}|\w@\w|\b[\w-]+\.(?:com|org|gov|net)\b")
# "..., he said": somebody named before it.
_HE_SAID = re.compile(
    rf"[,\u201d\"] (?:he|she|they) (?:{lexicon.either('saying', 'core', 'public')})\b",
    re.IGNORECASE,
)
_BROAD = re.compile(rf"\b(?:{lexicon.either('sentences', 'broad')})\b", re.IGNORECASE)
# "Second, the owner ...": the sentences before it count from one.
_COUNTED = re.compile(r"\W*(?:first|second|third|fourth|finally|lastly),|\W*let[\u2019']?s\b", re.I)
_MARKS = '"\u201c\u201d'
# "Meanwhile, the owner said": the link may go where what follows leans on nothing.
_LINK = re.compile(rf"(?:{lexicon.either('sentences', 'links')}),\s+(?=\w)")


_LEANING = (_LEANS, _DEFINES, _COUNTED)


def standing_alone(group: Sequence[SourceSentence]) -> list[SourceSentence]:
    """Return the sentences of one article that say something by themselves."""
    if not group:
        return []
    article = group[0].article
    parts = find_parts(article.text, article.title)
    kept = []
    opening = opens_article(group)
    for source in group:
        part = part_at(parts, source.end - 1)
        if part is not None and part.kind != "prose":
            continue
        # A dateline or the time of an entry opens a paragraph, and is none of the sentence.
        start = max(source.start, part.start) if part is not None else source.start
        for mark in (_BULLET, _LABEL):
            if found := mark.match(article.text, start, source.end):
                start = found.end()
        linked = _LINK.match(article.text, start, source.end)
        start = linked.end() if linked is not None else start
        low, paragraph = _paragraph(article.text, start)
        alone = SourceSentence(article, start, source.end)
        text = join_lines(alone.text)
        if _CREDIT.search(paragraph) or _PAGE.search(_QUOTED.sub("", text)):
            continue
        if not _is_quoted(article.text[low:start]) and _stands(
            text, linked=linked is not None, opening=opening
        ):
            kept.append(alone)
        opening = False
    return kept


def opens_article(group: Sequence[SourceSentence]) -> bool:
    """Say whether sentences of an article begin with its first one."""
    first = group[0]
    return first.start <= source_sentences(first.article, 0, first.end)[0].start


def _paragraph(text: str, at: int) -> tuple[int, str]:
    """Return where the line around a place begins, and its characters."""
    low, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return low, text[low : end if end >= 0 else len(text)]


def _is_quoted(before: str) -> bool:
    """Say whether a quote that ``before`` opens goes on behind it."""
    return before.count("\u201c") > before.count("\u201d") or before.count('"') % 2 == 1


def _stands(text: str, *, linked: bool, opening: bool) -> bool:
    """Say whether a sentence needs none before it; none is before an ``opening`` one."""
    words = find_words(text)
    most = MOST_OPENING_WORDS if opening else MOST_WORDS
    if not FEWEST_WORDS <= len(words) <= most or not _ENDED.search(text):
        return False
    if (
        is_question(text)
        or any(form.match(text) for form in _LEANING)
        or (text[0].islower() and not linked)
    ):
        return False
    bare = _QUOTED.sub("", text)
    if any(mark in bare for mark in _MARKS) or len(bare) < len(text) / 2:
        return False  # half a quote, or little but a quote
    if _HE_SAID.search(text) or _SERVICE.search(bare) or _is_own(bare):
        return False
    if not opening and (_DANGLES.search(bare) or _BROAD.search(bare)):
        return False
    person = _PERSON.search(bare)
    if person is None:
        return True
    return any(name.sure and name.start < person.start() for name in find_mentions(bare).names)


def _is_own(text: str) -> bool:
    """Say whether a text speaks of its writer or its reader."""
    named = _NUMERAL.sub(lambda found: found[0] if found[1] in _STARTERS else found[1], text)
    return _OWN.search(named) is not None
