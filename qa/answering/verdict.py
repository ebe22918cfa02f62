"""Yes or no: does a sentence say what a question asks, or its contrary?

Precision goes first. A sentence decides only if it holds every word of the question that
carries meaning, in the same order, and its facts agree or clash; whatever may, might or would
be so decides nothing. All else is left to the reader, who is shown the sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qa.answering.contradictions import Verdict, compare_date, compare_quantity, select_quantities
from qa.answering.word_order import keeps_roles_order, same_agent
from qa.grounding.fact_checks import has_name
from qa.language import lexicon
from qa.language.dates import Date, find_dates
from qa.language.mentions import Mentions, find_mentions
from qa.language.names import Name
from qa.language.polarity import are_opposites, denies, negated_stems
from qa.language.synonyms import base_stem, find_synonym
from qa.question.claims import Claim
from qa.text.words import STOPWORDS, Word, find_words, is_negator, overlaps, split_list, stem

# Around a word, these leave open whether it is so.
_OPEN = lexicon.words("verdicts", "leaving_open")
_RANKS = lexicon.words("numbers", "second_to_tenth") | {"next", "last", "2nd", "3rd", "4th", "5th"}
_FUTURE = frozenset(split_list("will would shall going"))
_SUBJECTS = lexicon.words("grammar", "subjects")
_ANYTHING = frozenset(split_list("nobody none no nothing there"))
_OBJECTS = frozenset(split_list("it them him her"))
_WAS = frozenset(split_list("was were had did"))
_BEING = lexicon.words("verbs", "being")
_DETERMINERS = lexicon.words("grammar", "determiners", "claim_determiners")
_NEAR = 3  # words before a word within which a modal governs it
_OPENING = 6  # words of a sentence among which its subject stands
_BACK = 2  # sentences looked back at for what a pronoun means


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one sentence says to a yes/no question; ``coverage`` in [0, 1] of its words.

    ``other`` says that a "no" rests on another number or date than the one asked about.
    """

    verdict: Verdict
    coverage: float
    other: bool = False


@dataclass(frozen=True, slots=True)
class _Match:
    """What of a claim a sentence holds: where each word stands, what is missing or opposed.

    ``matched`` are the places of the claim's words among those of the sentence, ``facts`` the
    verdict on each of its numbers and dates, and ``coverage`` in [0, 1] the share that is held.
    """

    places: dict[Word, int | None]
    matched: tuple[int, ...]
    clashes: tuple[Word, ...]
    missing: tuple[Word, ...]
    absent: tuple[Name, ...]
    facts: tuple[Verdict, ...]
    coverage: float

    @property
    def compares(self) -> bool:
        """Say whether the sentence speaks of what is asked, and of every number and date."""
        return bool(self.matched or self.clashes) and "open" not in self.facts


def judge(claim: Claim, sentence: str, before: Sequence[str], title: str, date: str) -> Judgement:
    """Return what ``sentence`` says to ``claim``.

    ``before`` are the sentences before it, nearest last; ``date`` the article's, ISO or "".
    """
    said = find_mentions(sentence)
    words = [w for s in said.sentences for w in s.words]
    match = _matched(claim, said, words, find_dates(sentence, date))
    unknown = Judgement("open", match.coverage)
    if not match.compares or _leaves_open(claim, match, said, words, before, title):
        return unknown
    denied = _denied(said, words, match.matched)
    other = "no" in match.facts
    if denied is None or (other and not _of_the_same(claim, match.matched, words)):
        return unknown
    against = len(match.clashes) + match.facts.count("no") + denied + claim.negative
    if against > 1:
        # "Not" before a number that differs, twice "not": beyond these rules.
        return unknown
    return Judgement("no" if against else "yes", match.coverage, other)


def _matched(claim: Claim, said: Mentions, words: Sequence[Word], dates: Sequence[Date]) -> _Match:
    """Look for every word, name, number and date of ``claim`` in a sentence."""
    places = {w: find_synonym(w, words) for w in claim.words}
    lacking = [w for w, place in places.items() if place is None]
    clashes = [w for w in lacking if any(_opposed(other, [w]) for other in words)]
    missing = [w for w in lacking if w not in clashes]
    absent = [n for n in claim.names if not has_name(n, said)]
    facts = [compare_quantity(q, claim.mentions, said) for q in select_quantities(claim.mentions)]
    facts += [compare_date(d, dates) for d in claim.mentions.dates]
    units = len(places) + len(claim.names) + len(facts)
    held = units - len(missing) - len(absent) - facts.count("open")
    return _Match(
        places=places,
        matched=tuple(place for place in places.values() if place is not None),
        clashes=tuple(clashes),
        missing=tuple(missing),
        absent=tuple(absent),
        facts=tuple(facts),
        coverage=held / units if units else 0.0,
    )


def _leaves_open(
    claim: Claim,
    match: _Match,
    said: Mentions,
    words: Sequence[Word],
    before: Sequence[str],
    title: str,
) -> bool:
    """Say whether the sentence decides nothing: it lacks too much, or only may or will be so."""
    missing, absent = match.missing, match.absent
    lacking = bool(missing or absent)
    return (
        (lacking and not _understood(claim, missing, absent, words, before, title))
        or claim.denying
        or denies(said.text)
        or _is_ranked(claim, words, match.matched)
        or not same_agent(claim, words)
        or not claim.telling <= {w.key for w in words}
        or _may_not_be(claim, said, words, match.clashes)
        or _is_to_come(claim, words, match.matched)
        or not keeps_roles_order(claim, match.places, words)
    )


def _of_the_same(claim: Claim, matched: Sequence[int], words: Sequence[Word]) -> bool:
    """Say whether another number or date is said of the same: two words, or "the toll is" it.

    "The latest eclipse news, as of April 3" does not say when the eclipse is; nor does what the
    last one "was".
    """
    keys = {w.key for w in words}
    if not claim.past and keys & _WAS and not keys & _FUTURE:
        return False
    if len(matched) + len(claim.names) > 1:
        return True
    return any(words[at + 1].key in _BEING for at in matched if at + 1 < len(words))


def _opposed(word: Word, asked: Sequence[Word]) -> bool:
    return any(are_opposites(stem(word.key), stem(other.key)) for other in asked)


def _understood(
    claim: Claim,
    missing: Sequence[Word],
    absent: Sequence[Name],
    words: Sequence[Word],
    before: Sequence[str],
    title: str,
) -> bool:
    """Say whether what the sentence leaves out is what its pronoun, or its place, stands for."""
    near = [find_words(s) for s in list(before)[-_BACK:]][::-1]
    opens = words[0].key if words else ""
    if opens in _ANYTHING or _only_placed(claim, missing, absent):
        around = {base_stem(w) for w in find_words(title + "\n" + " ".join(before))}
        known = sum(base_stem(w) in around for w in missing)
        return not absent and bool(missing) and 2 * known >= len(missing)
    if opens in _SUBJECTS and near:
        # The subject of the sentence before is what "he" or "it" means.
        reach = near[0][:_OPENING] if opens in ("he", "she") else near[0]
        keys = {base_stem(w) for w in reach}
        names = [
            w
            for name, inside in zip(claim.names, claim.name_words, strict=True)
            if name in absent
            for w in inside
        ]
        return all(base_stem(w) in keys for w in (*missing, *names))
    if len(missing) == 1 and not absent and near and _OBJECTS & {w.key for w in words}:
        known = base_stem(missing[0]) in {base_stem(w) for w in near[0]}
        return known and _is_noun(claim, missing[0])
    return False


def _is_noun(claim: Claim, word: Word) -> bool:
    """Say whether an article or the like stands before the word, so that "it" may mean it."""
    before = [w.key for w in claim.every if w.end <= word.start]
    return bool(before) and before[-1] in _DETERMINERS


def _only_placed(claim: Claim, missing: Sequence[Word], absent: Sequence[Name]) -> bool:
    """Say whether all that is missing stands in the last phrase, "during the strike"."""
    if absent or not missing:
        return False
    return claim.placed is not None and all(w.start >= claim.placed for w in missing)


def _may_not_be(
    claim: Claim, said: Mentions, words: Sequence[Word], clashes: Sequence[Word]
) -> bool:
    """Say whether the sentence leaves open what the question asks."""
    days = [(d.start, d.end) for d in said.dates]  # "May 2028" leaves nothing open
    return any(
        w.key in _OPEN
        and w.key not in claim.keys
        and not _opposed(w, clashes)
        and not overlaps(w.start, w.end, days)
        for w in words
    )


def _is_to_come(claim: Claim, words: Sequence[Word], matched: Sequence[int]) -> bool:
    """Say whether the sentence leaves to the future what the question asks of the past."""
    return claim.past and any(
        words[i].key in _FUTURE
        for place in matched
        for i in range(max(0, place - _NEAR), place)
        if all(w.key in STOPWORDS for w in words[i + 1 : place])
    )


def _is_ranked(claim: Claim, words: Sequence[Word], matched: Sequence[int]) -> bool:
    """Say whether "largest" is asked for and "second-largest" is said, or the "last" of them."""
    for place in matched:
        before = place - 1
        while before in matched:  # "the last total solar eclipse"
            before -= 1
        if before >= 0 and words[before].key in _RANKS - claim.keys:
            return True
    return False


def _denied(said: Mentions, words: Sequence[Word], matched: Sequence[int]) -> int | None:
    """Return 1 where the matched words are denied, 0 where nothing is, None in doubt."""
    inside = [i for i, w in enumerate(words) if is_negator(w.key)]
    scope = negated_stems(said.text, words)
    keys = {stem(words[place].key) for place in matched}
    # Only the word right after "not" is surely denied by it.
    hit = bool(scope) and next(iter(scope)) in keys
    if not inside:
        return None if keys & scope.keys() else 0  # "failed to stop": whom does it deny?
    if len(inside) > 1:
        return None
    at = inside[0]
    if words[at].key in ("nothing", "nobody", "none") and at and at - 1 in matched:
        return 1
    if hit:
        return 1
    return 0 if words[at].key in ("no", "without") and not keys & scope.keys() else None
