"""What a source says to the contrary of a claim: a "not", an opposite, a plan or a rumour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from qa.grounding.alignment import ScoredSentence, best_sentences
from qa.grounding.assertions import find_unstated
from qa.grounding.roles import find_exchanged
from qa.language.mentions import Mentions, SentenceMention
from qa.language.polarity import (
    CONVERSES,
    are_opposites,
    negated_stems,
    phrasal_verbs,
    turned_preposition,
)
from qa.language.synonyms import form_stems
from qa.language.verbs import may_be_verb
from qa.text.words import Word, is_negator, stem

# A sentence that shares less of the claim than this speaks of something else, and what
# it denies is not what the claim says.
MIN_SHARED = 0.5
# What the police say is told as theirs, and not contradicted.
_ATTRIBUTED = re.compile(r"\"\w+ say\"")


def find_contradictions(
    claim: Mentions,
    sources: Sequence[Mentions],
    *,
    ordered: bool = True,
    ahead: bool = False,
) -> tuple[str, ...]:
    """Return what a source says to the contrary of ``claim``, a question's with its answer.

    Only with ``ordered`` do the claim's words stand in the order of a statement, so that who does
    what to whom can be told. With ``ahead`` the question is when, or how many, to come.
    """
    best = best_sentences(claim, sources)
    exchanged = find_exchanged(claim, sources, doers=False) if ordered else ()
    opposites = _opposites(claim, sources, best, verbs=True)
    told = find_unstated(claim, sources, asked=True, ahead=ahead)
    unstated = (each for each in told if not _ATTRIBUTED.search(each))
    return (*opposites, *unstated, *exchanged)


def find_opposed(
    claim: Mentions, sources: Sequence[Mentions], best: Sequence[ScoredSentence]
) -> Iterator[str]:
    """Yield the words that claim or best sentence negate, the other not, and opposites."""
    if not best or best[0].coverage < MIN_SHARED:
        return
    words, stems, text, sentence = _compared(claim, sources, best[0])
    there = set(sentence.stems)  # "dug" is there for "dig", and under its own stem in the claim
    shared = sorted(stems & {stem(w.key) for w in words if not there.isdisjoint(form_stems(w))})
    ours = negated_stems(claim.text, words)
    theirs = negated_stems(text, sentence.words)
    # "Was absent" says that somebody "did not attend".
    if any(_opposed(w, sentence.stems) for w in ours):
        ours = {}
    if any(_opposed(w, stems) for w in theirs):
        theirs = {}
    # Where both deny something, which word the "not" belongs to is beyond these rules.
    if not theirs and not any(is_negator(w.key) for w in sentence.words):
        denied = [w for w in shared if w in ours]
        if denied:
            yield f'this says "{_from(ours, denied[0], words)}", and the sources do not'
    elif not ours and not any(is_negator(w.key) for w in words):
        denied = [w for w in shared if w in theirs]
        if denied:
            said = _from(theirs, denied[0], sentence.words)
            yield f'the sources say "{said}", where this says "{_shown(denied[0], words)}"'
    yield from _opposites(claim, sources, best)


def _opposites(
    claim: Mentions,
    sources: Sequence[Mentions],
    best: Sequence[ScoredSentence],
    *,
    verbs: bool = False,
) -> Iterator[str]:
    """Yield the words of the claim whose opposites a source has; with ``verbs``, verbs alone."""
    if not best or best[0].coverage < MIN_SHARED:
        return
    words, stems, text, sentence = _compared(claim, sources, best[0])
    denied_words = {*negated_stems(claim.text, words), *negated_stems(text, sentence.words)}
    told = {stem(w.key) for w in words if may_be_verb(w, words)} if verbs else stems
    for word in sorted(told.intersection(stems).difference(sentence.stems)):
        for against in sorted(set(sentence.stems) - stems - CONVERSES.get(word, set())):
            if are_opposites(word, against) and not {word, against} & denied_words:
                there = _shown(against, sentence.words)
                yield f'the sources say "{there}", where this says "{_shown(word, words)}"'
    ours, theirs = phrasal_verbs(words), phrasal_verbs(sentence.words)
    yield from _phrasal({**dict.fromkeys(told, ""), **ours}, words, theirs, sentence.words)
    yield from _phrasal(ours, words, dict.fromkeys(sentence.stems, ""), sentence.words)
    if turned := turned_preposition(words, sentence.words):
        yield f'the sources say "{turned[1]}", where this says "{turned[0]}"'


def _compared(
    claim: Mentions, sources: Sequence[Mentions], best: ScoredSentence
) -> tuple[list[Word], set[str], str, SentenceMention]:
    """Return the words and stems of a claim, and the sentence nearest to it with its text."""
    words = [w for s in claim.sentences for w in s.words]
    stems = {stem for s in claim.sentences for stem in s.stems}
    return words, stems, sources[best.index].text, best.sentence


def _phrasal(
    ours: Mapping[str, str],
    words: Sequence[Word],
    theirs: Mapping[str, str],
    there: Sequence[Word],
) -> Iterator[str]:
    """Yield what of a claim is the opposite of a source's, where one has a verb of two words."""
    denied = any(is_negator(word.key) for word in (*words, *there))
    if denied or ours.keys() & theirs.keys():
        return
    for word, said in sorted(ours.items()):
        for against, told in sorted(theirs.items()):
            if are_opposites(word, against):
                shown = told or _shown(against, there)
                yield f'the sources say "{shown}", where this says "{said or _shown(word, words)}"'


def _opposed(word: str, stems: Iterable[str]) -> bool:
    return any(are_opposites(word, other) for other in stems)


def _shown(stemmed: str, words: Sequence[Word]) -> str:
    """Return the word among ``words`` that has this stem."""
    return next((w.text for w in words if stem(w.key) == stemmed), stemmed)


def _from(negated: Mapping[str, str], word: str, words: Sequence[Word]) -> str:
    """Return the words from the negator of a stem to its word: "not sink"."""
    at = next((i for i, w in enumerate(words) if stem(w.key) == word), 0)
    negators = [i for i, w in enumerate(words[:at]) if w.text == negated[word]]
    return " ".join(w.text for w in words[max(negators, default=at) : at + 1])
