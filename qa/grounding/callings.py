"""What somebody is called before the name: "Governor Roe" is not "Attorney General Roe"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qa.grounding.owners import Bearers, Keys, part_of
from qa.language.mentions import Mentions, SentenceMention
from qa.language.names import TITLES, Name, core_name
from qa.language.verbs import may_be_verb
from qa.text.words import STOPWORDS, Word, stem

# Titles beside which somebody may have another one.
_BESIDE_OTHERS = {"mr", "mrs", "ms", "miss", "dr", "former", "leader", "lawmaker", "founder"}
_OFFICES = TITLES - _BESIDE_OTHERS
_ALIKE = frozenset({"rep", "representative", "congressman", "congresswoman", "lawmaker"})
_NO_CALLINGS = STOPWORDS | {"another", "other", "each", "every", "next", "last"}
_SHORTEST = 3  # letters of a short title: "gov" for "governor"
_FULL = 3  # words of "Pilot Ida Roe", whose first may be what she is


@dataclass(frozen=True, slots=True)
class Called:
    """A name without what stands before it, those words, and all of it as it is written."""

    name: Keys
    words: tuple[str, ...]
    text: str
    start: int

    @property
    def head(self) -> str:
        """Return the title among the words, else the last one; "" for none."""
        titles = [word for word in self.words if word in TITLES]
        return (titles or list(self.words) or [""])[-1]


def find_miscalled(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    """Yield who of a claim is called what no source calls him, but something else or another."""
    bearers = Bearers([claim, *sources])
    asked = [each for s in claim.sentences for each in find_called(claim, s) if each.words]
    if not asked:
        return
    read = [(t, s, find_called(t, s)) for t in sources for s in t.sentences]
    for mine in asked:
        own = [(t, s, c) for t, s, called in read for c in called if _same(mine, c, bearers)]
        if not own or any(_is_near(mine.head, *each) for each in own):
            continue
        theirs = [c for _, _, c in own if _is_office(mine) and _is_office(c)]
        others = (c for _, _, called in read for c in called if not _same(mine, c, bearers))
        theirs += [c for c in others if _takes(mine, c)]
        if theirs:
            yield f'the sources say "{theirs[0].text}", where this says "{mine.text}"'


def find_called(text: Mentions, sentence: SentenceMention) -> list[Called]:
    """Return the names of a sentence with what stands right before each."""
    words = sentence.words
    found = []
    for name in text.names:
        if not (name.sure and sentence.start <= name.start < sentence.end):
            continue
        core = core_name(name.keys)
        before = list(name.keys[: len(name.keys) - len(core)])
        if not before and len(core) >= _FULL and name.start == sentence.start:
            before, core = [core[0]], core[1:]
        start = name.start
        if not before:
            led = [w for w in words if w.end == name.start - 1][-1:]
            if led and led[0].key not in _NO_CALLINGS and not may_be_verb(led[0], words):
                before, start = [led[0].key], led[0].start
        shown = text.text[start : name.end]
        found.append(Called(frozenset(core), tuple(before), shown, name.start))
    return found


def _same(mine: Called, other: Called, bearers: Bearers) -> bool:
    return bearers.same_name(mine.name, other.name)


def _is_office(called: Called) -> bool:
    return called.head in _OFFICES


def _takes(mine: Called, other: Called) -> bool:
    """Say whether a claim's words before a name stand before another one in a source."""
    if not _alike(mine.head, other.head):
        return False
    return mine.words == other.words and (len(mine.words) > 1 or mine.head not in TITLES)


def _is_near(role: str, text: Mentions, sentence: SentenceMention, called: Called) -> bool:
    """Say whether a source has a role beside a name, in its part of the sentence or the next.

    What stands right before another name is that one's.
    """
    low, high = part_of(text.text, sentence, called.start)
    if text.text[:low].rstrip().endswith(","):
        low = part_of(text.text, sentence, max(sentence.start, low - 2))[0]
    high = part_of(text.text, sentence, min(sentence.end - 1, high + 2))[1]
    taken = {n.start for n in text.names if n.start != called.start}
    return any(
        low <= word.start < high and _alike(role, word.key) and word.end + 1 not in taken
        for word in sentence.words
        if not _inside_other(text.names, word, called)
    )


def _inside_other(names: Sequence[Name], word: Word, called: Called) -> bool:
    """Say whether a word is of another name, "CEO" of "CEO Jo Poe"."""
    return any(
        n.start <= word.start < n.end and n.start != called.start and len(n.keys) > 1 for n in names
    )


def _alike(a: str, b: str) -> bool:
    short, long = sorted((a.rstrip("."), b.rstrip(".")), key=len)
    if len(short) >= _SHORTEST and (long.startswith(short) or stem(short) == stem(long)):
        return True
    return a in _ALIKE and b in _ALIKE
