"""What a claim and a source both deny, and what only the source does, in whatever sentence.

"They dug for days to reach the second shaft. They never got there." The first sentence has the
words of "They never reached the second shaft", and the second its "never".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from qa.language import lexicon
from qa.language.mentions import Mentions, SentenceMention
from qa.language.polarity import denied_deeds, negated_stems
from qa.language.synonyms import find_synonym, form_stems
from qa.language.verbs import is_past, may_be_verb
from qa.text.words import STOPWORDS, Word, stem

MIN_SHARED = 0.5
"""Of a claim's stems that a denying sentence and the one before it have to hold."""
_OWN = 2
"""Of them it has so many itself, unless it says "they"."""
_PRONOUNS = lexicon.words("grammar", "personal")
_ASIDE = frozenset({"without", "hardly", "barely"})  # "without control of the ball": an aside
_NOTHING = SentenceMention(0, 0, (), ())


def shares_denial(claim: Mentions, sources: Sequence[Mentions]) -> bool:
    """Say whether some sentence on the same denies what ``claim`` denies.

    That is the deed of the claim, or another, where no sentence says that the claim's was done.
    """
    told = [word for s in claim.sentences for word in s.words]
    mine = denied_deeds(claim.text, told)
    if not mine:
        return False
    objects = negated_stems(claim.text, told).keys()
    done = _is_there(mine[0], sources)
    for text, sentence in _denying(_stems(claim), sources):
        theirs = denied_deeds(text, sentence.words)
        if find_synonym(mine[0], theirs) is not None:
            return True
        if not done and objects & negated_stems(text, sentence.words).keys():
            return True
    return False


def find_reversed(claim: Mentions, sources: Sequence[Mentions]) -> Iterator[str]:
    """Yield which deed of ``claim`` a source denies and none tells as done, if it denies none."""
    told = [word for s in claim.sentences for word in s.words]
    if negated_stems(claim.text, told):
        return
    deeds = [w for w in told if w.key not in STOPWORDS and may_be_verb(w, told)]
    for text, sentence in _denying(_stems(claim), sources):
        theirs = denied_deeds(text, sentence.words)
        for deed in deeds:
            at = find_synonym(deed, theirs)
            if at is None or _is_done(deed, sources):
                continue
            negator = negated_stems(text, sentence.words)[stem(theirs[at].key)]
            if negator.lower() not in _ASIDE:
                yield f'a source has "{negator}" before "{theirs[at].text}"'
                return


def _stems(claim: Mentions) -> set[str]:
    return {stem for s in claim.sentences for stem in s.stems}


def _denying(stems: set[str], sources: Sequence[Mentions]) -> Iterator[tuple[str, SentenceMention]]:
    """Yield the sentences that deny something of a claim's ``stems``, each with its text."""
    every = [(source.text, s) for source in sources for s in source.sentences]
    for (_, before), (text, sentence) in pairwise([("", _NOTHING), *every]):
        own = stems.intersection(sentence.stems)
        if len(own) < _OWN and not any(word.key in _PRONOUNS for word in sentence.words):
            continue
        if len(own | stems.intersection(before.stems)) < MIN_SHARED * len(stems):
            continue
        if negated_stems(text, sentence.words):
            yield text, sentence


def _is_there(deed: Word, sources: Sequence[Mentions]) -> bool:
    """Say whether a sentence has ``deed`` in any form without denying it."""
    forms = form_stems(deed)
    return any(
        forms.intersection(s.stems) - negated_stems(source.text, s.words).keys()
        for source in sources
        for s in source.sentences
    )


def _is_done(deed: Word, sources: Sequence[Mentions]) -> bool:
    """Say whether a sentence has ``deed`` in the past without denying it."""
    forms = form_stems(deed)
    return any(
        is_past(word) and stem(word.key) in forms and stem(word.key) not in denied
        for source in sources
        for s in source.sentences
        for denied in [negated_stems(source.text, s.words)]
        for word in s.words
    )
