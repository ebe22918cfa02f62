"""Who does what to whom: whether a claim and a source give a verb the same sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.grounding.deeds import Deed, Phrase, find_deeds, find_phrases, is_named, known_names
from qa.grounding.nearby import find_matching_sentences
from qa.language import lexicon
from qa.language.mentions import Mentions
from qa.language.polarity import CONVERSES
from qa.language.synonyms import base_stem, find_synonym
from qa.text.words import STOPWORDS, stem

MIN_SHARE = 0.6
"""Of a claim's words but names that a sentence has to hold for its roles to be compared."""
_MUTUAL = frozenset(map(stem, lexicon.ordered("opposites", "mutual")))


def find_exchanged(
    claim: Mentions, sources: Sequence[Mentions], *, doers: bool = True
) -> Iterator[str]:
    """Yield one reason for each sentence of ``claim`` that exchanges the sides of a deed.

    With ``doers`` also where a source names another doer, or another place. A sentence that has a
    deed as the claim has it clears that deed, not the others.
    """
    known_keys = known_names([claim, *sources])
    for told in claim.sentences:
        plain = [w for w in told.words if w.key not in STOPWORDS and not is_named(claim, w)]
        deeds = find_deeds(claim, told, known_keys)
        phrases = find_phrases(claim, told)
        reasons: dict[tuple[str, int], str] = {}
        borne: set[tuple[str, int]] = set()
        for source, sentence, _ in find_matching_sentences(plain, sources, MIN_SHARE):
            known = find_deeds(source, sentence, known_keys)
            found: list[tuple[str, int, str | None]] = []
            for place, deed in enumerate(deeds):
                pairs = [(deed, each) for each in _on_the_same(deed, known)]
                found += [("sides", place, _compare(*pair)) for pair in pairs]
                if doers:
                    found += [("target", place, _done_to_another(*pair)) for pair in pairs]
                if doers:
                    found += [("sides", place, _renamed(*pair)) for pair in pairs]
            if doers:
                others = find_phrases(source, sentence)
                found += [("place", i, _misplaced(each, others)) for i, each in enumerate(phrases)]
            borne |= {(sort, place) for sort, place, reason in found if reason == ""}
            for sort, place, reason in found:
                if reason:
                    reasons.setdefault((sort, place), reason)
        yield from [reason for key, reason in reasons.items() if key not in borne][:1]


def _on_the_same(deed: Deed, known: Sequence[Deed]) -> list[Deed]:
    """Return the deeds without those of its verb on something else: "led the search".

    All are returned where none of its verb is on the same thing.
    """
    alike = [each for each in known if find_synonym(deed.verb, [each.verb]) is not None]
    met = [d for d in alike if any(a.same(b) for a in deed.others for b in d.others)]
    return [d for d in known if d in met or d not in alike] if met else list(known)


def _misplaced(phrase: Phrase, known: Sequence[Phrase]) -> str | None:
    """Return which other name a source has in a phrase, "" for the same, None for no phrase."""
    same = [p.name for p in known if (p.head, p.preposition) == (phrase.head, phrase.preposition)]
    if not same:
        return None
    if any(name.same(phrase.name) for name in same):
        return ""
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


def _done_to_another(deed: Deed, known: Deed) -> str | None:
    """Return to whom else a source says that a deed was done, "" for the same one."""
    if find_synonym(deed.verb, [known.verb]) is None or not (deed.target and known.target):
        return None
    if deed.target.same(known.target):
        return ""
    if any(deed.target.same(party) for party in (*known.agents, *known.others)):
        return None
    return f"a source says this of {known.target.text}, not of {deed.target.text}"
