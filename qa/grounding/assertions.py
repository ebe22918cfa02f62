"""Whether a source states what a claim does, or only says that it is planned, alleged or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.grounding.nearby import find_matching_sentences
from qa.language import lexicon
from qa.language.mentions import Mentions, SentenceMention
from qa.language.verbs import is_past, may_be_verb
from qa.text.words import STOPWORDS, Word, content_stems, find_words, is_negator, overlaps

Standing = Literal[
    "planned", "possible", "asked", "conditional", "denied", "alleged", "unfounded", "hearsay"
]
MIN_SHARE = 0.65
"""Of a claim's words that a sentence has to hold for what it says of them to count."""
_WHOLE = frozenset({"unfounded", "hearsay", "conditional"})
_DENYING = frozenset({"denied", "unfounded"})
# These govern the verb right after them, the others a clause.
_MODAL = frozenset({"planned", "possible", "asked"})
# A standing of the source is kept by a claim that has one of these itself.
_KEPT_BY: dict[Standing, frozenset[Standing]] = {
    "planned": frozenset({"planned", "possible", "asked", "alleged", "denied"}),
    "possible": frozenset({"possible", "asked", "alleged", "hearsay", "denied"}),
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
_BESIDE = lexicon.words("time", "beside_figures")
_SPANS = lexicon.words("time", "units")
_DETERMINERS = lexicon.words("grammar", "determiners")
_IF = re.compile(r"\b(?:if|unless|provided)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"[;:\u2014]|\b(?:but|after|before|when|while|because|since|although|though|until)\b|,\s+(?=(?:who|which|where|while|although|though|said|says|and|but)\b)",
    re.IGNORECASE,
)


_LISTS = {
    "INTENDING": lexicon.either("standings", "intending"),
    "WANTING": lexicon.either("standings", "wanting"),
    "REPORTS": lexicon.either("standings", "reports"),
    "PROOFS": lexicon.either("standings", "proofs"),
}


def _pattern(said: Sequence[str]) -> re.Pattern[str]:
    either = "|".join(said)
    for name, words in _LISTS.items():
        either = either.replace(name, words)
    return re.compile(rf"(?:\b|^)(?:{either})\b", re.IGNORECASE)


_PATTERNS: dict[Standing, re.Pattern[str]] = {
    "denied": _pattern(lexicon.ordered("standings", "denied")),
    "unfounded": _pattern(lexicon.ordered("standings", "unfounded")),
    "alleged": _pattern(lexicon.ordered("standings", "alleged")),
    "hearsay": _pattern(lexicon.ordered("standings", "hearsay")),
    "asked": _pattern(lexicon.ordered("standings", "asked")),
    "possible": _pattern(lexicon.ordered("standings", "possible")),
    "conditional": _pattern(lexicon.ordered("standings", "conditional")),
    "planned": _pattern(lexicon.ordered("standings", "planned")),
}


@dataclass(frozen=True, slots=True)
class Marker:
    """Words at ``text[start:end]`` that give a standing to what stands in ``[low, high)``."""

    standing: Standing
    words: str
    start: int
    end: int
    low: int
    high: int


def find_unstated(
    claim: Mentions,
    sources: Sequence[Mentions],
    *,
    denied: bool = False,
    asked: bool = False,
) -> Iterator[str]:
    """Yield for each sentence of ``claim`` what keeps the sources from stating it.

    With ``denied`` only what the sources say is not so, or that nothing shows. With ``asked``
    the claim is a question with its answer: its nouns may well be planned or denied, as "an
    inquiry" of "called for an inquiry", and what it says itself counts as said.
    """
    for told in claim.sentences:
        wanted = _content(claim, told)
        own = {m.standing for m in find_markers(claim.text[told.start : told.end])}
        if _IF.search(claim.text, told.start, told.end):
            own.add("conditional")
        negative = any(is_negator(w.key) for w in told.words)
        past = any(is_past(w) for w in told.words)
        reasons: list[tuple[int, str]] = []
        for source, sentence, held in find_matching_sentences(wanted, sources, MIN_SHARE):
            marker = _governing(source.text, sentence, held, told, asked)
            stated = marker is None or (denied and marker.standing not in _DENYING)
            if stated or marker is None or _keeps(claim.text, told, own, marker, negative, past):
                reasons = []
                break
            reasons.append((len(held), _reason(marker, held, sentence)))
        if reasons:
            yield max(reasons, key=lambda pair: pair[0])[1]


def find_markers(text: str) -> list[Marker]:
    """Return what gives a standing to words of one sentence, in order."""
    found = []
    for standing, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            before = re.search(r"(\w+(?:['\u2019]t)?)\s+$", text[: match.start()])
            if before and is_negator(before[1].lower().replace("\u2019", "'")):
                continue  # "did not deny", "no doubt"
            low, high = 0, len(text)
            if standing not in _WHOLE:
                low = match.end()
                end = _CLAUSE_END.search(text, low)
                high = end.start() if end else high
            found.append(Marker(standing, match.group(), *match.span(), low, high))
    return found


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
    told: SentenceMention,
    asked: bool,
) -> Marker | None:
    """Return what governs the verbs that a claim shares with a sentence, or most of the words.

    With ``asked`` nothing governs a noun, "if" governs nothing, nor does what is asked about.
    """
    words = sentence.words
    places = list(held.values())
    if asked:  # "did it hire": whether that is a verb, the source's "plans to hire" shows
        places = [at for at in places if may_be_verb(words[at], words)]
        places = [at for at in places if not _has_determiner(words, at)]
    verbs = [at for w, at in held.items() if at in places and may_be_verb(w, told.words)] or places
    shared = set(places)
    for marker in find_markers(text[sentence.start : sentence.end]):
        if asked and (marker.standing == "conditional" or _is_told(marker, told)):
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


def _has_determiner(words: Sequence[Word], at: int) -> bool:
    """Say whether a word stands right behind "the" or "an", and so is no verb."""
    return at > 0 and words[at - 1].key in _DETERMINERS


def _is_told(marker: Marker, told: SentenceMention) -> bool:
    """Say whether a claim has all of a marker's words of meaning itself."""
    stems = content_stems(find_words(marker.words))
    return bool(stems) and set(stems) <= set(told.stems)


def _is_light(word: Word) -> bool:
    return word.key in STOPWORDS or word.key.endswith("ly")


def _keeps(
    text: str,
    told: SentenceMention,
    own: set[Standing],
    marker: Marker,
    negative: bool,
    past: bool,
) -> bool:
    """Say whether a claim says of the source's words no more than the source does."""
    if own & _KEPT_BY[marker.standing]:
        return True
    if marker.standing == "planned":
        return not past
    if marker.standing in ("denied", "unfounded", "possible"):
        return negative
    if marker.standing in ("alleged", "hearsay"):
        return bool(_ATTRIBUTED.search(text[told.start : told.end]))
    return False


def _reason(marker: Marker, held: Mapping[Word, int], sentence: SentenceMention) -> str:
    if marker.standing in _WHOLE or marker.low == 0:
        return f'a source says "{marker.words}" of this'
    after = [sentence.words[at] for at in held.values()]
    word = next((w for w in after if w.start - sentence.start >= marker.low), after[0])
    return f'a source has "{marker.words}" before "{word.text}"'
