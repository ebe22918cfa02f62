"""The verbs of a sentence with their sides: who does it, and to whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.language import lexicon
from qa.language.mentions import Mentions, SentenceMention
from qa.language.names import core_name, is_title, same_name
from qa.language.synonyms import base_stem
from qa.language.verbs import may_be_verb
from qa.text.words import STOPWORDS, Word, overlaps, stem

_BREAKS = lexicon.words("grammar", "clause_breaks")
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_BEING = lexicon.words("grammar", "being")
_SINGULAR = frozenset({"he", "she"})
_PRONOUNS = lexicon.words("grammar", "personal") | {"i", "we", "you"}
_OPENING = lexicon.words("grammar", "determiners")
_PREPOSITIONS = lexicon.words("grammar", "prepositions")
_SAYING = frozenset(map(stem, lexicon.words("saying", "core", "public", "lively", "of_speakers")))
_SAYS = lexicon.words("saying", "claimed")
_PLACING = frozenset({"in", "at", "near", "from", "to", "for", "with", "into"})
_BY_REACH = 4  # words after a verb among which its "by" stands
_NEAREST = 3  # words before a verb among which a pronoun is its doer
_NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Party:
    """A name or a noun at word ``at`` of its sentence; ``keys`` are those of a name, else ()."""

    at: int
    stem: str
    keys: tuple[str, ...]
    text: str

    def same(self, other: Party) -> bool:
        """Say whether two parties may be one."""
        if self.keys and other.keys:
            return bool(set(self.keys) & set(other.keys)) or same_name(self.keys, other.keys)
        return self.stem == other.stem


@dataclass(frozen=True, slots=True)
class Deed:
    """A verb, who does it, and to whom or what else in its clause.

    ``doer`` is the nearest name before it; ``target`` the name of whom it is done to, right behind
    it, or right before a passive.
    """

    verb: Word
    agents: tuple[Party, ...]
    others: tuple[Party, ...]
    doer: Party | None
    target: Party | None = None

    @property
    def says(self) -> bool:
        """Say whether it is a verb of saying or believing."""
        return stem(self.verb.key) in _SAYING or base_stem(self.verb) in _SAYING


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name after a preposition, and the word that both belong to: "born in Lund"."""

    head: str
    preposition: str
    name: Party


def find_deeds(
    text: Mentions, sentence: SentenceMention, known_keys: frozenset[str] = _NOBODY
) -> list[Deed]:
    """Return the verbs of a sentence with what stands before and after them in their clause.

    A capitalised word that opens the sentence is a name where ``known_keys`` have it.
    """
    words = sentence.words
    parties = _parties(text, words, known_keys)
    named = {at for p in parties if p.keys for at in range(p.at, p.at + len(p.text.split()))}
    deeds: list[Deed] = []
    for at, verb in enumerate(words):
        if verb.key in STOPWORDS or at in named:
            continue
        if not (may_be_verb(verb, words) or _is_present(text, words, at, named)):
            continue
        low, high = _clause(text, words, at, named)
        before = [p for p in parties if low <= p.at < at]
        after = [p for p in parties if at < p.at < high]
        if low and words[low - 1].key in _RELATIVES and not before:
            before = [p for p in parties if p.at < low][-1:]
        by = next((i for i in range(at + 1, min(high, at + _BY_REACH)) if words[i].key == "by"), 0)
        passive = not verb.key.endswith("ing") and any(
            w.key in _BEING for w in words[max(low, at - _NEAREST) : at]
        )
        pronoun = next(
            (w.key for w in words[max(low, at - _NEAREST) : at] if w.key in _PRONOUNS), ""
        )
        subject = None if pronoun else _subject(before, words)
        if pronoun in _SINGULAR and deeds and deeds[-1].says:  # "Poe said he would go"
            subject = deeds[-1].doer
        if by and (passive or by == at + 1):
            ends = next((i for i in range(by, high) if words[i].key in _PLACING), high)
            doers = [p for p in after if by < p.at < ends]
            before += [p for p in after if p.at > ends]  # "sold by Roe to Vance"
            doer = _first_named(doers, words, by)
            deeds.append(Deed(verb, tuple(doers), tuple(before), doer, subject))
        elif passive:
            deeds.append(Deed(verb, (), tuple(before), None, subject))
        else:
            target = _object(after, words, at)
            deeds.append(Deed(verb, tuple(before), tuple(after), subject, target))
    return deeds


def find_phrases(text: Mentions, sentence: SentenceMention) -> list[Phrase]:
    """Return the names of a sentence that stand right after a preposition of place."""
    words = sentence.words
    found = []
    for party in _parties(text, words):
        at = party.at - 1
        if not party.keys or at < 1 or words[at].key not in _PLACING:
            continue
        head = words[at - 1]
        if head.key not in STOPWORDS and not is_named(text, head):
            found.append(Phrase(base_stem(head), words[at].key, party))
    return found


def known_names(texts: Iterable[Mentions]) -> frozenset[str]:
    """Return the last words of all sure names: "Poe" that opens a sentence is "Jo Poe"."""
    return frozenset(n.keys[-1] for text in texts for n in text.names if n.sure)


def is_named(text: Mentions, word: Word) -> bool:
    """Say whether a word is of a sure name."""
    return any(n.start <= word.start < n.end for n in text.names if n.sure)


def _subject(before: Sequence[Party], words: Sequence[Word]) -> Party | None:
    """Return the name right before a verb, unless a preposition leads it: "the court in Lund"."""
    if not before or not before[-1].keys:
        return None
    led = words[max(0, before[-1].at - 1)].key in _PREPOSITIONS
    return None if led else before[-1]


def _object(after: Sequence[Party], words: Sequence[Word], at: int) -> Party | None:
    """Return the name right behind the verb at ``at``, articles aside; whose it is, is none."""
    if not after or not after[0].keys or after[0].text.endswith(("'", "\u2019", "s'", "'s")):
        return None
    between = words[at + 1 : after[0].at]
    return after[0] if all(w.key in _OPENING for w in between) else None


def _parties(
    text: Mentions, words: Sequence[Word], known_keys: frozenset[str] = _NOBODY
) -> list[Party]:
    """Return the names and the other words with meaning, but for figures, in order."""
    figures = text.figures
    found: list[Party] = []
    names = {n.start: n for n in text.names if n.sure or set(n.keys) <= known_keys}
    ends = 0
    for at, word in enumerate(words):
        if word.start < ends or overlaps(word.start, word.end, figures):
            continue
        if name := names.get(word.start):
            ends = name.end
            last = stem(name.keys[-1])
            keys = () if is_title(name.keys) else core_name(name.keys)
            found.append(Party(at, last, keys, text.text[name.start : name.end]))
        elif word.key not in STOPWORDS:
            found.append(Party(at, base_stem(word), (), word.text))
    return found


def _clause(text: Mentions, words: Sequence[Word], at: int, named: set[int]) -> tuple[int, int]:
    """Return the words of the clause of a verb, cut at conjunctions, relatives and semicolons.

    An "and" between two names cuts nothing.
    """
    breaks = [i for i in range(len(words)) if words[i].key in _BREAKS]
    breaks = [i for i in breaks if not (words[i].key == "and" and {i - 1, i + 1} <= named)]
    low = max((i + 1 for i in breaks if i < at), default=0)
    high = next((i for i in breaks if i > at), len(words))
    cuts = [i for i in range(low + 1, high) if ";" in text.text[words[i - 1].end : words[i].start]]
    low = max((i for i in cuts if i <= at), default=low)
    return low, next((i for i in cuts if i > at), high)


def _is_present(text: Mentions, words: Sequence[Word], at: int, named: set[int]) -> bool:
    """Say whether a word in -s is the verb of a name, or of "who": "Ida Roe runs the mill"."""
    if not 0 < at < len(words) - 1 or not words[at].key.endswith("s"):
        return False
    before, after = words[at - 1], words[at + 1]
    close = text.text[before.end : words[at].start] == " " == text.text[words[at].end : after.start]
    led = before.key in _RELATIVES | _SINGULAR or at - 1 in named
    return close and led and (after.key in _OPENING or after.capital or words[at].key in _SAYS)


def _first_named(doers: Sequence[Party], words: Sequence[Word], by: int) -> Party | None:
    """Return the name after "by", or after its nouns: "by the charity Kell Trust"."""
    named = next((p for p in doers if p.keys), None)
    if named is None or named.at > by + _BY_REACH:
        return None
    between = words[by + 1 : named.at]
    plain = all(w.key in _OPENING or w.key not in STOPWORDS for w in between)
    return named if plain and doers[0].at <= named.at else None
