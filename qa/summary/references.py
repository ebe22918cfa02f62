"""Words of a sentence that a reader understands only from what stood before it.

"The man in the video" is somebody where a man or a video has been told of; where its own article
has spoken of neither before, the sentence introduces him itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qa.language import lexicon
from qa.language.mentions import find_mentions
from qa.text.words import STOPWORDS, Word, content_stems, find_words, stem

_DEFINITE = re.compile(r"\W*(?:the|that|those|both)\s+(?=[a-z])", re.IGNORECASE)
_BACK = re.compile(rf"\b(?:{lexicon.either('sentences', 'pointing_back')})\b", re.IGNORECASE)
_COUNTS = "|".join(
    [r"\d[\d,]*", *lexicon.ordered("grammar", "speaker_determiners"), "several", "the", "all"]
)
_OTHERS = re.compile(rf"\b(?:{_COUNTS})\s+others?\b(?:\s+(?P<noun>[a-z]+))?", re.IGNORECASE)
_HAS_SINCE = re.compile(r"(?:has|have|had|was|were)\s+since\s+[a-z]", re.IGNORECASE)
_SOURCE = re.compile(r"\baccording to (?:the|that|this) (?P<noun>[a-z]+)(?=[,.;])", re.IGNORECASE)
_TELLING = lexicon.words("sentences", "telling")
_SAYING = lexicon.words("saying", "core", "public")
_LATER = re.compile(
    r"\W*(?:[a-z]+\s+){0,3}(?:second|minute|hour|day|week|month|year)s?\s+(?:later|earlier|before|after)\b"
    r"|\W*(?:about |some |roughly )?\d+ (?:minute|hour|day|week|month|year)s? (?:later|earlier)\b",
    re.IGNORECASE,
)
_OF_THOSE = re.compile(r"\W*(?:of|among|in) (?:those|these)\b(?! who)", re.IGNORECASE)
_FEW = 5
"""Words within which "have since" is about what was told before the sentence."""
_HEAD = 2
_NEAR = 8
"""Words of a noun phrase and of what tells it."""


def leans_back(text: str, told: str, before: str, *, opening: bool = False) -> bool:
    """Say whether a sentence leans on words that neither it nor what is ``told`` has.

    ``before`` is what its own article says in front of it. An ``opening`` sentence of an article
    introduces what it calls "the ferry".
    """
    return (
        _points_back(text)
        or _counts_others(text, told)
        or (not opening and _opens_with_known(text, told))
        or _rests_on_known(text, told, before)
        or any(_is_half_named(name, told, before) for name in _sayers(text))
    )


def introduces(text: str, title: str) -> bool:
    """Say whether the sentence that opens an article tells what it calls "the N" in front.

    Its headline has the N, or more words behind it tell which: "the owner of a ferry".
    """
    phrase = _opening_phrase(text)
    behind = phrase[len(_heads(phrase)) :][:1]
    return not _opens_with_known(text, title) or any(word.key in _TELLING for word in behind)


def _points_back(text: str) -> bool:
    """Say whether it means a day or a pair that it doesn't name itself in front of it."""
    back = _BACK.search(text)
    if back is not None:
        inside = find_mentions(text[: back.start()])
        if not inside.dates and all(q.spelled and q.value <= 1 for q in inside.quantities):
            return True
    if _LATER.match(text) or _OF_THOSE.match(text):
        return True
    since = _HAS_SINCE.search(text)
    return since is not None and len(find_words(text[: since.start()])) < _FEW


def _counts_others(text: str, told: str) -> bool:
    """Say whether it counts "two other fires" where no fire has been told of before."""
    for found in _OTHERS.finditer(text):
        before = find_mentions(text[: found.start()])
        noun = found["noun"]
        if noun is None or noun in STOPWORDS:
            if not before.quantities:
                return True
            continue
        if stem(noun) not in content_stems(find_words(text[: found.start()])):
            return True
    return False


def _opens_with_known(text: str, told: str) -> bool:
    """Say whether it opens with "the N" of which nothing is told yet, and no name tells which."""
    phrase = _opening_phrase(text)
    heads = _heads(phrase)
    if not heads or _is_told(phrase):
        return False
    return set(content_stems(find_words(told))).isdisjoint(heads)


def _opening_phrase(text: str) -> list[Word]:
    """Return the words behind the "the" that a sentence opens with; none where it does not."""
    opening = _DEFINITE.match(text)
    if opening is None:
        return []
    return [w for w in find_words(text) if w.start >= opening.end()][:_NEAR]


def _rests_on_known(text: str, told: str, before: str) -> bool:
    """Say whether it is told "according to the report", of which only its article has spoken."""
    for found in _SOURCE.finditer(text):
        noun = found["noun"].lower()  # not its stem: a crime that is reported is no report
        here = {word.key for word in find_words(f"{told} {text[: found.start()]}")}
        if noun not in here and any(word.key == noun for word in find_words(before)):
            return True
    return False


def _heads(phrase: list[Word]) -> list[str]:
    """Return the stems of the first two words of a noun phrase."""
    heads = []
    for word in phrase[:2]:
        if word.key in STOPWORDS or word.key in _TELLING:
            break
        heads.append(stem(word.key))
    return heads


def _is_told(phrase: list[Word]) -> bool:
    """Say whether a name or a figure tells which it is: "the suspect in the Elm fire"."""
    telling = False
    for place, word in enumerate(phrase):
        sure = word.capital or word.text[:1].isdigit()
        if sure and (telling or place < _HEAD):
            return True
        if word.key in _TELLING:
            telling = True
        elif not telling and word.key in STOPWORDS:
            return False
    return False


def _sayers(text: str) -> Iterator[str]:
    """Yield the single names that a sentence lets speak: "Poe" of "Poe said", "told Poe"."""
    words = find_words(text)
    for number, word in enumerate(words):
        if not word.capital or word.key in STOPWORDS:
            continue
        alone = (number == 0 or not words[number - 1].capital) and (
            number + 1 == len(words) or not words[number + 1].capital
        )
        near = {w.key for w in words[max(0, number - 1) : number + 2]} - {word.key}
        if alone and (near & _SAYING or near & {"to", "according"}):
            yield word.key


def _is_half_named(name: str, told: str, before: str) -> bool:
    """Say whether an article names somebody in full before, and what is told doesn't."""
    return _is_full(name, before) and not _is_full(name, told)


def _is_full(name: str, text: str) -> bool:
    words = find_words(text)
    return any(
        word.key == name
        and any(
            near.capital and near.key not in STOPWORDS and near.key != name
            for near in (*words[max(0, n - 1) : n], *words[n + 1 : n + 2])
            if abs(near.start - word.end) <= 1 or abs(word.start - near.end) <= 1
        )
        for n, word in enumerate(words)
    )
