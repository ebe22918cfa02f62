"""Whether a source states what a claim does, or only says that it is planned, alleged or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from qa.grounding.markers import STANDINGS, WHOLE, Marker, Standing, find_markers
from qa.grounding.nearby import find_matching_sentences
from qa.grounding.wording import unlike
from qa.language import lexicon
from qa.language.mentions import Mentions, SentenceMention
from qa.language.verbs import is_past, may_be_verb
from qa.text.sentences import is_question
from qa.text.words import STOPWORDS, Word, content_stems, find_words, is_negator, overlaps

MIN_SHARE = 0.65
"""Of a claim's words that a sentence has to hold for what it says of them to count."""
_DENYING = frozenset({"denied", "unfounded"})
_TO_COME = frozenset({"planned", "possible"})
# These govern the verb right after them, the others a clause.
_MODAL = frozenset({"planned", "possible", "asked"})
# A standing of the source is kept by a claim that has one of these itself.
_KEPT_BY: dict[Standing, frozenset[Standing]] = {
    "planned": frozenset({"planned", "possible", "asked", "alleged", "denied"}),
    "awaited": frozenset({"planned", "awaited", "possible", "asked", "alleged", "denied"}),
    "ended": frozenset({"ended"}),
    "possible": frozenset({"possible", "asked", "alleged", "hearsay", "denied"}),
    "unsettled": frozenset({"unsettled", "possible", "asked", "alleged", "hearsay", "denied"}),
    "asked": frozenset({"asked", "planned", "possible"}),
    "conditional": frozenset({"possible", "conditional"}),
    "denied": frozenset({"denied", "unfounded", "alleged"}),
    "unfounded": frozenset({"denied", "unfounded", "alleged"}),
    "alleged": frozenset({"alleged", "hearsay", "denied", "possible"}),
    "hearsay": frozenset({"alleged", "hearsay", "denied", "possible"}),
}
_ATTRIBUTED = re.compile(
    r"\b(?:sa(?:ys?|id)|according\s+to|told|claim\w*|alleg\w*|accus\w*|report\w*|suspected)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(r"\b(?:is|remains?)\s+(?:still\s+)?(?:the|\S+['\u2019]s)\b", re.IGNORECASE)
_BESIDE = lexicon.words("time", "beside_figures")
_SPANS = lexicon.words("time", "units")
_IF = re.compile(r"\b(?:if|unless|provided)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A claim's sentence, the words of it that count, and what it says of its own standing.

    ``against`` are the standings of a source that would keep it from stating the claim.
    """

    told: SentenceMention
    words: list[Word]
    verbs: set[Word]
    own: frozenset[Standing]
    against: frozenset[Standing]
    negative: bool
    past: bool


def find_unstated(
    claim: Mentions,
    sources: Sequence[Mentions],
    *,
    denied: bool = False,
    asked: bool = False,
    ahead: bool = False,
) -> Iterator[str]:
    """Yield for each sentence of ``claim`` what keeps the sources from stating it.

    With ``denied`` only what the sources say is not so, or that nothing shows. With ``asked``
    the claim is a question with its answer: its nouns may well be planned or denied, as "an
    inquiry" of "called for an inquiry", and what it says itself counts as said. With ``ahead`` it
    asks for what is to come, which "could open" tells as well as "will open".
    """
    for told in claim.sentences:
        claimed = _read_claimed(claim, told)
        stated, most, reason = -1, -1, ""
        for source, sentence, held in find_matching_sentences(claimed.words, sources, MIN_SHARE):
            if is_question(source.text[sentence.start : sentence.end]):
                continue  # a heading that asks
            shared = len(set(told.stems).intersection(sentence.stems))
            marker = _governing(source.text, sentence, held, claimed, asked)
            if marker and marker.standing == "ended" and not _held(claim, source, sentence, marker):
                marker = None
            if (
                marker is None
                or (denied and marker.standing not in _DENYING)
                or (ahead and marker.standing in _TO_COME)
            ):
                kept = True
            else:
                kept = _keeps(claim.text, claimed, marker) or _is_infinitive(
                    claimed, marker, sentence, held
                )
            found = [sentence.words[held[w]] for w in claimed.verbs if w in held]
            does = any(may_be_verb(word, sentence.words) for word in found)
            if kept:
                stated = max(stated, shared + (does or not claimed.verbs))
            elif marker is not None:
                sure = len(told.words) if marker.standing == "ended" else 0
                if shared + sure > most:
                    most, reason = shared + sure, _reason(marker, held, sentence, source.text)
        if reason and most >= stated:
            yield reason


def _read_claimed(claim: Mentions, told: SentenceMention) -> _Claimed:
    """Return what of a claim's sentence decides whether a source states it."""
    words = _content(claim, told)
    own = {m.standing for m in find_markers(claim.text[told.start : told.end])}
    if _IF.search(claim.text, told.start, told.end):
        own.add("conditional")
    past = any(is_past(w) for w in told.words)
    holds = not past and _HOLDS.search(claim.text, told.start, told.end)
    against = STANDINGS if holds else STANDINGS - {"ended"}
    if not words:  # "Poe is the CEO": names alone
        words = [w for w in told.words if w.key not in STOPWORDS]
        against &= {"ended"}
    verbs = {w for w in words if may_be_verb(w, told.words)}
    negative = any(is_negator(w.key) for w in told.words)
    return _Claimed(told, words, verbs, frozenset(own), against, negative, past)


def _held(claim: Mentions, source: Mentions, sentence: SentenceMention, marker: Marker) -> bool:
    """Say whether the name nearest to "resigned as" or "former" is one of the claim's."""
    start, end = sentence.start + marker.start, sentence.start + marker.end
    inside = [
        name
        for name in source.names
        if sentence.start <= name.start < sentence.end
        and not source.text[name.start : name.end].isupper()  # "the former CEO Ann Roe"
    ]
    before = [n for n in inside if n.end <= start]
    after = [n for n in inside if n.start >= end]
    verb = may_be_verb(find_words(marker.words)[0], find_words(marker.words))
    near = (before[::-1] or after) if verb else (after or before[::-1])
    keys = {key for name in claim.names for key in name.keys}
    return bool(near) and not keys.isdisjoint(near[0].keys)


def _content(text: Mentions, sentence: SentenceMention) -> list[Word]:
    """Return the words with meaning of a sentence but names, figures, and what turns a figure."""
    taken = [(n.start, n.end) for n in text.names if n.sure]
    taken += text.figures
    taken += _beside_figures(text, sentence)
    marks = [
        (sentence.start + m.start, sentence.start + m.end)
        for m in find_markers(text.text[sentence.start : sentence.end])
    ]
    return [
        w
        for w in sentence.words
        if w.key not in STOPWORDS and not overlaps(w.start, w.end, [*taken, *marks])
    ]


def _beside_figures(text: Mentions, sentence: SentenceMention) -> list[tuple[int, int]]:
    """Return where "later" of "three weeks later" stands, "early" of "early May", "a year ago"."""
    nouns = [(w.start, w.end) for w in sentence.words if w.key.removesuffix("s") in _SPANS]
    spans = {*text.figures, *nouns}
    found = []
    for word in sentence.words:
        if word.key in _BESIDE:
            near = [(a, b) for a, b in spans if b == word.start - 1 or a == word.end + 1]
            found += [*near, (word.start, word.end)] if near else []
    return found


def _governing(
    text: str,
    sentence: SentenceMention,
    held: Mapping[Word, int],
    claimed: _Claimed,
    asked: bool,
) -> Marker | None:
    """Return what governs the verbs that a claim shares with a sentence, or most of the words.

    With ``asked`` nothing governs a noun, "if" governs nothing, nor does what is asked about.
    """
    words = sentence.words
    places = list(held.values())
    if asked:  # "did it hire": whether that is a verb, the source's "plans to hire" shows
        places = [at for at in places if may_be_verb(words[at], words)]
    verbs = [at for w, at in held.items() if at in places and w in claimed.verbs] or places
    shared = set(places)
    for marker in find_markers(text[sentence.start : sentence.end]):
        if marker.standing not in claimed.against:
            continue
        if asked and (marker.standing == "conditional" or _is_told(marker, claimed.told)):
            continue
        low, high = sentence.start + marker.low, sentence.start + marker.high
        inside = [at for at in range(len(words)) if low <= words[at].start < high]
        if marker.standing in _MODAL:
            first = next((at for at in inside if not _is_light(words[at])), None)
            if first in shared:
                return marker
            continue
        governed = [at for at in verbs if at in inside]
        if governed and 2 * len(governed) >= len(verbs):
            return marker
    return None


def _is_told(marker: Marker, told: SentenceMention) -> bool:
    """Say whether a claim has all of a marker's words of meaning itself."""
    stems = content_stems(find_words(marker.words))
    return bool(stems) and set(stems) <= set(told.stems)


def _is_light(word: Word) -> bool:
    return word.key in STOPWORDS or word.key.endswith("ly")


def _keeps(text: str, claimed: _Claimed, marker: Marker) -> bool:
    """Say whether a claim says of the source's words no more than the source does."""
    if claimed.own & _KEPT_BY[marker.standing]:
        return True
    if marker.standing in ("planned", "awaited"):
        return not claimed.past
    if marker.standing in ("denied", "unfounded", "possible", "unsettled"):
        return claimed.negative
    if marker.standing in ("alleged", "hearsay"):
        return bool(_ATTRIBUTED.search(text[claimed.told.start : claimed.told.end]))
    return False


def _is_infinitive(
    claimed: _Claimed, marker: Marker, sentence: SentenceMention, held: Mapping[Word, int]
) -> bool:
    """Say whether a claim, too, has only "to appeal" of what a source says is planned or asked."""
    if marker.standing not in _MODAL:
        return False
    low, high = sentence.start + marker.low, sentence.start + marker.high
    governed = [w for w, at in held.items() if low <= sentence.words[at].start < high]
    first = min(governed, key=lambda w: held[w], default=None)
    words = claimed.told.words
    before = next((a for a, b in pairwise(words) if b == first), None)
    return before is not None and before.key == "to"


def _reason(marker: Marker, held: Mapping[Word, int], sentence: SentenceMention, text: str) -> str:
    if marker.standing in WHOLE or marker.low == 0:
        return f'the sources say "{marker.words}" of this'
    after = [(sentence.words[at], w) for w, at in held.items()]
    behind = [pair for pair in after if pair[0].start - sentence.start >= marker.low]
    there, here = min(behind or after, key=lambda pair: pair[0].start)
    return unlike(text, sentence.start + marker.start, there, here.text)
