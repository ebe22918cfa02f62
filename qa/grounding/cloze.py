"""Blank out a claim's facts one by one, and see whether a reader fills them in again.

"Arden welcomed the decision" has a name, a verb and a thing that all stand in the article, and
yet it was Brandt who did. So the claim becomes "What welcomed the decision?", and a reader
says where in the article the answer begins. Of that probability, the share that falls on the
claimed name, against the names it might have been, says whether the fact is in its place. The
idea is that of QAGS (Wang et al. 2020, "Asking and Answering Questions to Evaluate the Factual
Consistency of Summaries"), with gaps in place of generated questions, and a distribution in
place of one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.grounding.fact_checks import has_date, has_name, has_quantity
from qa.language.dates import Date
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name
from qa.language.quantities import Quantity
from qa.protocols import Pointer
from qa.records import Pointing
from qa.text.words import content_stems, find_words

WINDOW = 800
"""Characters of consecutive sources that are read at once: what a reader was trained on."""
WINDOWS = 2
"""Windows read for each gap, those that share most words with the rest of the claim: a fact may
stand in the second best. What comes of it, ``benchmarks.fit_ground --doubts`` measures."""
LEAST = 0.005
"""Added to both sides of a share: nothing is surer than the reader's own noise."""
SMALL = 2
"""Spelled numbers up to this are words of grammar more often than facts."""

Kind = Literal["name", "quantity", "date"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A name, number or date at ``text[start:end]`` of a claim's sentence."""

    kind: Kind
    start: int
    end: int
    value: Name | Quantity | Date


@dataclass(frozen=True, slots=True)
class FilledFact:
    """A fact of a claim, the ``share`` of the reader's belief in it, and its strongest rival.

    ``share`` in (0, 1) is half where the reader puts nothing of its kind there; ``rival`` is
    the words of the fact that it would rather put there, "" where it has no other.
    """

    literal: str
    share: float
    rival: str


def fill_blanks(claim: str, sources: Sequence[str], pointer: Pointer) -> list[FilledFact]:
    """Return for each fact of ``claim``, in order, how far ``sources`` put it in its place."""
    windows = [find_mentions(text) for text in join_windows(sources)]
    if not windows:
        return []
    stems = [{stem for s in window.sentences for stem in s.stems} for window in windows]
    found: list[FilledFact] = []
    told = find_mentions(claim)
    for sentence in told.sentences:
        said = find_mentions(claim[sentence.start : sentence.end])
        for fact in find_facts(said):
            rest = f"{said.text[: fact.start]} {said.text[fact.end :]}"
            asked = set(content_stems(find_words(rest)))
            order = sorted(range(len(windows)), key=lambda i: -len(asked & stems[i]))[:WINDOWS]
            near = [windows[i] for i in order]
            pointings = pointer.point(
                cloze_question(said.text, fact), [window.text for window in near]
            )
            found.append(_filled(said.text, fact, rest, near, pointings))
    return found


def join_windows(sources: Sequence[str]) -> list[str]:
    """Join consecutive sources to windows of up to ``WINDOW`` characters."""
    windows: list[str] = []
    for source in sources:
        if windows and len(windows[-1]) + len(source) < WINDOW:
            windows[-1] += " " + source
        else:
            windows.append(source)
    return windows


def find_facts(said: Mentions) -> list[Fact]:
    """Return what may be blanked out of a sentence, in its order."""
    found = [Fact("name", n.start, n.end, n) for n in said.names if n.sure]
    found += [
        Fact("quantity", q.start, q.end, q)
        for q in said.quantities
        if not (q.spelled and q.value <= SMALL and q.unit in ("", "th"))
    ]
    found += [Fact("date", d.start, d.end, d) for d in said.dates]
    return sorted(found, key=lambda fact: fact.start)


def cloze_question(text: str, fact: Fact) -> str:
    """Return the sentence as a question for one of its facts."""
    word = "what"
    if isinstance(fact.value, Quantity):
        word = "how much" if fact.value.unit else "how many"
    elif fact.kind == "date":
        word = "when"
    return f"{text[: fact.start]}{word}{text[fact.end :]}".rstrip(" .") + "?"


def _filled(
    text: str, fact: Fact, rest: str, windows: Sequence[Mentions], pointings: Sequence[Pointing]
) -> FilledFact:
    """Weigh the claimed fact against all of the windows' that may fill the gap."""
    literal = text[fact.start : fact.end]
    taken = {word.key for word in find_words(rest)}
    own = other = LEAST
    rival, most = "", 0.0
    for window, pointing in zip(windows, pointings, strict=True):
        for start, end in _candidates(fact.kind, window):
            words = window.text[start:end]
            weight = (1.0 - pointing.no_answer) * sum(
                p for low, high, p in pointing.starts if low < end and start < high
            )
            if _same(fact, literal, words):
                own += weight
            # What the claim says elsewhere does not fill its gap as well.
            elif not {word.key for word in find_words(words)} <= taken:
                other += weight
                rival, most = (words, weight) if weight > most else (rival, most)
    return FilledFact(literal, own / (own + other), rival)


def _candidates(kind: Kind, window: Mentions) -> Iterator[tuple[int, int]]:
    found: Mapping[Kind, Sequence[Name | Quantity | Date]] = {
        "name": window.names,
        "quantity": window.quantities,
        "date": window.dates,
    }
    return ((each.start, each.end) for each in found[kind])


def _same(fact: Fact, literal: str, words: str) -> bool:
    said = find_mentions(words)
    match fact.value:
        case Quantity():
            return has_quantity(fact.value, literal, said)
        case Date():
            return has_date(fact.value, said) or literal.casefold() == words.casefold()
        case Name():
            mine = {word.key for word in find_words(literal)}
            theirs = {word.key for word in find_words(words)}
            short = mine <= theirs or theirs <= mine
            return bool(mine & theirs) and (short or has_name(fact.value, said))
