"""Who does what to whom: whether a claim and a source give a verb the same sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.grounding.nearby import find_matching_sentences
from qa.language import lexicon
from qa.language.mentions import Mentions, SentenceMention
from qa.language.names import core_name, is_title, same_name
from qa.language.polarity import CONVERSES
from qa.language.synonyms import base_stem, find_synonym
from qa.language.verbs import may_be_verb
from qa.text.words import STOPWORDS, Word, overlaps, stem

MIN_SHARE = 0.6
"""Of a claim's words but names that a sentence has to hold for its roles to be compared."""
_BREAKS = lexicon.words("grammar", "clause_breaks")
_RELATIVES = frozenset({"who", "which", "that", "whom"})
_BEING = lexicon.words("grammar", "being")
_PRONOUNS = lexicon.words("grammar", "personal") | {"i", "we", "you"}
_OPENING = lexicon.words("grammar", "determiners")
_PREPOSITIONS = lexicon.words("grammar", "prepositions")
_MUTUAL = frozenset(map(stem, lexicon.ordered("opposites", "mutual")))
_PLACING = frozenset({"in", "at", "near", "from", "to", "for", "with", "into"})
_BY_REACH = 4  # words after a verb among which its "by" stands
_NEAREST = 3  # words before a verb among which a pronoun is its doer


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
    """A verb, who does it, and to whom or what else in its clause; ``doer`` is the nearest name."""

    verb: Word
    agents: tuple[Party, ...]
    others: tuple[Party, ...]
    doer: Party | None


def find_exchanged(
    claim: Mentions, sources: Sequence[Mentions], *, doers: bool = True
) -> Iterator[str]:
    """Yield one reason for each sentence of ``claim`` that exchanges the sides of a deed.

    With ``doers`` also where a source names another doer, or another place.
    """
    for told in claim.sentences:
        plain = [w for w in told.words if w.key not in STOPWORDS and not _named(claim, w)]
        deeds = find_deeds(claim, told)
        phrases = find_phrases(claim, told)
        reasons: list[str] = []
        for source, sentence, _ in find_matching_sentences(plain, sources, MIN_SHARE):
            known = find_deeds(source, sentence)
            pairs = [(deed, each) for deed in deeds for each in _on_the_same(deed, known)]
            found = [_compare(deed, each) for deed, each in pairs]
            if doers:
                others = find_phrases(source, sentence)
                found += [_misplaced(phrase, others) for phrase in phrases]
                found += [_renamed(*pair) for pair in pairs if not _told_of(pair[0], sources)]
            if "" in found:
                reasons = []
                break
            reasons += [reason for reason in found if reason]
        yield from reasons[:1]


def find_deeds(text: Mentions, sentence: SentenceMention) -> list[Deed]:
    """Return the verbs of a sentence with what stands before and after them in their clause."""
    words = sentence.words
    parties = _parties(text, words)
    deeds = []
    for at, verb in enumerate(words):
        if verb.key in STOPWORDS or _named(text, verb):
            continue
        if not (may_be_verb(verb, words) or _is_present(text, words, at)):
            continue
        low, high = _clause(text, words, at)
        before = [p for p in parties if low <= p.at < at]
        after = [p for p in parties if at < p.at < high]
        if low and words[low - 1].key in _RELATIVES and not before:
            before = [p for p in parties if p.at < low][-1:]
        by = next((i for i in range(at + 1, min(high, at + _BY_REACH)) if words[i].key == "by"), 0)
        passive = any(w.key in _BEING for w in words[max(low, at - 3) : at])
        if by and (passive or by == at + 1):
            ends = next((i for i in range(by, high) if words[i].key in _PLACING), high)
            doers = [p for p in after if by < p.at < ends]
            before += [p for p in after if p.at > ends]  # "sold by Roe to Vance"
            doer = _first_named(doers, words, by)
            deeds.append(Deed(verb, tuple(doers), tuple(before), doer))
        elif passive:
            deeds.append(Deed(verb, (), tuple(before), None))
        else:
            doer = before[-1] if before and before[-1].keys else None
            if doer and words[max(0, doer.at - 1)].key in _PREPOSITIONS:
                doer = None  # "the court in Lund": the court does it
            if any(w.key in _PRONOUNS for w in words[max(low, at - _NEAREST) : at]):
                doer = None
            deeds.append(Deed(verb, tuple(before), tuple(after), doer))
    return deeds


def _on_the_same(deed: Deed, known: Sequence[Deed]) -> list[Deed]:
    """Return the deeds without those of its verb on something else: "led the search".

    All are returned where none of its verb is on the same thing.
    """
    alike = [each for each in known if find_synonym(deed.verb, [each.verb]) is not None]
    met = [d for d in alike if any(a.same(b) for a in deed.others for b in d.others)]
    return [d for d in known if d in met or d not in alike] if met else list(known)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name after a preposition, and the word that both belong to: "born in Lund"."""

    head: str
    preposition: str
    name: Party


def find_phrases(text: Mentions, sentence: SentenceMention) -> list[Phrase]:
    """Return the names of a sentence that stand right after a preposition of place."""
    words = sentence.words
    found = []
    for party in _parties(text, words):
        at = party.at - 1
        if not party.keys or at < 1 or words[at].key not in _PLACING:
            continue
        head = words[at - 1]
        if head.key not in STOPWORDS and not _named(text, head):
            found.append(Phrase(base_stem(head), words[at].key, party))
    return found


def _misplaced(phrase: Phrase, known: Sequence[Phrase]) -> str | None:
    """Return which name a source has in a phrase, where it has only another; None for no other."""
    same = [p.name for p in known if (p.head, p.preposition) == (phrase.head, phrase.preposition)]
    if not same or any(name.same(phrase.name) for name in same):
        return None
    return f"where this has {phrase.name.text}, a source has {same[0].text}"


def _compare(deed: Deed, known: Deed) -> str | None:
    """Return how a claim's deed differs from a source's, "" for not, None where they are others."""
    mine, theirs = base_stem(deed.verb), base_stem(known.verb)
    converse = theirs in CONVERSES.get(mine, ())
    if not converse and find_synonym(deed.verb, [known.verb]) is None:
        return None
    agents = [(a, b) for a in deed.agents for b in known.agents if a.same(b)]
    crossed = [a for a in deed.agents if any(a.same(b) for b in known.others)]
    back = [a for a in deed.others if any(a.same(b) for b in known.agents)]
    if converse:
        if agents and not (crossed and back):
            return f'"{deed.verb.text}" is the reverse of "{known.verb.text}" in a source'
        return "" if crossed or back else None
    mutual = mine in _MUTUAL
    if not mutual and crossed and back and not any(a.same(b) for a in crossed for b in back):
        told = f"{crossed[-1].text} {deed.verb.text} {back[0].text}"
        return f'"{told}" is the other way round in a source'
    return "" if agents else None


def _renamed(deed: Deed, known: Deed) -> str | None:
    """Return whom else a source names as the doer of a claim's deed, None for nobody else."""
    if find_synonym(deed.verb, [known.verb]) is None:
        return None
    if any(a.same(b) for a in deed.agents for b in known.agents):
        return None
    if deed.doer and known.doer and not deed.doer.same(known.doer):
        return f"a source says this of {known.doer.text}, not of {deed.doer.text}"
    return None


def _told_of(deed: Deed, sources: Sequence[Mentions]) -> bool:
    """Say whether a source tells a deed of the same doer, and not of what: "Vance runs it"."""
    every = (d for text in sources for s in text.sentences for d in find_deeds(text, s))
    return any(
        not d.others
        and any(a.same(b) for a in deed.agents for b in d.agents)
        and find_synonym(deed.verb, [d.verb]) is not None
        for d in every
    )


def _parties(text: Mentions, words: Sequence[Word]) -> list[Party]:
    """Return the names and the other words with meaning, but for figures, in order."""
    figures = text.figures
    found: list[Party] = []
    names = {n.start: n for n in text.names if n.sure}
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


def _clause(text: Mentions, words: Sequence[Word], at: int) -> tuple[int, int]:
    """Return the words of the clause of a verb, cut at conjunctions, relatives and semicolons.

    An "and" between two names cuts nothing.
    """
    breaks = [i for i in range(len(words)) if words[i].key in _BREAKS]
    breaks = [i for i in breaks if not _joins_names(text, words, i)]
    low = max((i + 1 for i in breaks if i < at), default=0)
    high = next((i for i in breaks if i > at), len(words))
    cuts = [i for i in range(low + 1, high) if ";" in text.text[words[i - 1].end : words[i].start]]
    low = max((i for i in cuts if i <= at), default=low)
    return low, next((i for i in cuts if i > at), high)


def _joins_names(text: Mentions, words: Sequence[Word], at: int) -> bool:
    """Say whether a word is the "and" of "Ann Lund and Tom Vance"."""
    joined = words[at].key == "and" and 0 < at < len(words) - 1
    return joined and _named(text, words[at - 1]) and _named(text, words[at + 1])


def _is_present(text: Mentions, words: Sequence[Word], at: int) -> bool:
    """Say whether a word in -s is the verb of a name, or of "who": "Ida Roe runs the mill"."""
    if not 0 < at < len(words) - 1 or not words[at].key.endswith("s"):
        return False
    before, after = words[at - 1], words[at + 1]
    close = text.text[before.end : words[at].start] == " " == text.text[words[at].end : after.start]
    led = before.key in _RELATIVES or _named(text, before)
    return close and led and (after.key in _OPENING or after.capital)


def _first_named(doers: Sequence[Party], words: Sequence[Word], by: int) -> Party | None:
    """Return the name after "by", or after its nouns: "by the charity Kell Trust"."""
    named = next((p for p in doers if p.keys), None)
    if named is None or named.at > by + _BY_REACH:
        return None
    between = words[by + 1 : named.at]
    plain = all(w.key in _OPENING or w.key not in STOPWORDS for w in between)
    return named if plain and doers[0].at <= named.at else None


def _named(text: Mentions, word: Word) -> bool:
    return any(n.start <= word.start < n.end for n in text.names if n.sure)
