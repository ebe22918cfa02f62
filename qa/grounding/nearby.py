"""The sentences of sources that hold most of what a claim's sentence says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.language.mentions import Mentions, SentenceMention
from qa.language.polarity import CONVERSES
from qa.language.synonyms import base_stem, find_synonym, form_stems
from qa.text.words import Word

_SURE = 0.5
"""Of the words that have to be held, so many are the same without a synonym."""


def find_matching_sentences(
    wanted: Sequence[Word], sources: Sequence[Mentions], share: float
) -> Iterator[tuple[Mentions, SentenceMention, dict[Word, int]]]:
    """Yield each sentence with at least ``share`` of ``wanted``, and where it has each of them.

    A verb's converse counts, too: "sold" for "bought".
    """
    least = share * len(wanted)
    forms = [form_stems(w) for w in wanted]
    for source in sources if wanted else ():
        for sentence in source.sentences:
            stems = set(sentence.stems)
            if sum(not stems.isdisjoint(each) for each in forms) < _SURE * least:
                continue
            found = {w: _place(w, sentence.words) for w in wanted}
            places = {w: at for w, at in found.items() if at is not None}
            if len(places) >= least:
                yield source, sentence, places


def _place(word: Word, words: Sequence[Word]) -> int | None:
    at = find_synonym(word, words)
    if at is not None:
        return at
    converses = CONVERSES.get(base_stem(word))
    if not converses:
        return None
    return next((i for i, w in enumerate(words) if base_stem(w) in converses), None)
