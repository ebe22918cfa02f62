"""Clauses that report what somebody said, with the speaker; what is in quote marks is elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qa.language import lexicon
from qa.language.verbs import is_past, may_be_verb
from qa.quotes.direct import split_hidden
from qa.quotes.speech import (
    ADDING,
    ANY_VERB,
    CLOSING,
    REPORTING,
    Attribution,
    has_own_clause,
    read_attribution,
    search_sound,
)
from qa.text.parts import dateline_length
from qa.text.quote_marks import MASK, Quoted
from qa.text.spans import strip_span
from qa.text.whole_facts import trim_span
from qa.text.words import find_words

Said = tuple[Attribution, int, int, bool]
"""Who says so, where the words begin and end, and whether they are in quote marks."""
_Found = tuple[Attribution, tuple[tuple[int, int], ...]]

_TRIM = " \t\n,;:\u2014\u2013-"
_WHEN = lexicon.either("grammar", "circumstances", "more_circumstances")
_PREPOSITION = re.compile(rf"(?:{_WHEN}|of|by|from|nothing|so|no|yes)\b")
_AUXILIARY = re.compile(rf"(?:{lexicon.either('grammar', 'auxiliaries', 'more_auxiliaries')})\b")
_DATELINE = re.compile(r"\W*[A-Z][A-Z .]+,[^\u2014\u2013-]{1,20}[\u2014\u2013-][\s*]+")
# "Jobs: Fewer ships will come, the mayor said": a heading within the paragraph.
_LABEL = re.compile(r"\W*[A-Z][\w-]*(?:\s[\w-]+){0,3}:\s+(?=[A-Z])")
_CIRCUMSTANCE = re.compile(
    rf"\s+(?:(?:{_WHEN}|yesterday|today|last|this|when|while|as|again)\b"
    r"|[A-Z]\w+day\b|\w+ly\b)"
)
# "nobody knew": two words, and a clause all the same.
_PRONOUN_CLAUSE = re.compile(r"(?i:nobody|everybody|everyone|somebody|he|she|it|they|we)\s\w+")
# What ties a sentence to the one before it, and is not of what was said.
_OPENER = re.compile(r"(?:But|And|So|Yet)\s+|(?:Meanwhile|However|Now|Still|Also|In fact),\s+")
_MARKERS = lexicon.either("grammar", "clause_markers")
_THAT = re.compile(r"\bthat\b")
# "said during the hearing, which was short, that ...": the clause begins there.
_LATE_THAT = re.compile(rf"\s*(?:{_WHEN})\b[^;]*?,\sthat\s")
_LEFT_OPEN = re.compile(rf"\b(?:{_MARKERS}|and|or)\W*$")
# After ", he said," what the newspaper adds.
_ASIDE = re.compile(r"\s*(?:\w+ing|who|whose|which|when|after)\b")
_SUBORDINATE = re.compile(
    rf"\W*(?i:{_MARKERS}|{lexicon.either('grammar', 'subject_prepositions')}|despite|\w+ing)\b"
)
# Another attribution at the end of a clause, and a second verb of the same subject.
_SAYING = lexicon.either("saying", "core", "public", "lively", "of_speakers", "of_two_words")
_CUT = re.compile(
    rf",\s+according to\s[^,]*$|,?\sbut\s(?:{_SAYING})\b|,\sand\s(?:said|says|added|adds)\b"
)
# Where somebody else may go on: "Holm said it was late, and Falk said it was not".
_JOINT = re.compile(r"(?:;|,?\s(?:and|but|while))\s")
_COORDINATED = re.compile(r"\s*(?:and|but)\s+")
_FEWEST_WORDS = 3
"""Of a reported clause; "said so" and "said nothing" report nothing."""
_MOST_UNQUOTED = 3
"""Words behind a quote with which it is still a quote: "'It holds' for now, she said"."""


def find_reported(
    text: str, hidden: str, quoted: Sequence[Quoted], direct: Sequence[Attribution]
) -> list[Said]:
    """Return the reported clauses of a text; ``direct`` are the attributions of its quotes."""
    said: list[Said] = []
    before = list(direct)
    taken = {found.verb[0] for found in direct}
    opening = {quote.outer: quote for quote in quoted}
    # Where "adding" begins what has an entry of its own.
    parts = [f.verb[0] for f in direct if hidden[slice(*f.verb)].endswith("ing")]
    parts += [match.start() for match in ADDING.compiled.finditer(hidden) if match["verb"]]
    for start, end in split_hidden(hidden):
        if not ANY_VERB.search(hidden, start, end):
            continue
        here = (*_clauses(hidden, start, end), *_added(hidden, start, end, before))
        speakers = {found.mention[0] for found, _ in here} | {each.mention[0] for each in before}
        for found, spans in here:
            if found.verb[0] in taken:
                continue
            for low, high in spans:
                joints = _JOINT.finditer(hidden, low, high)
                high = next((j.start() for j in joints if j.end() in speakers), high)
                high = min((place for place in parts if low < place < high), default=high)
                if cut := _CUT.search(hidden, low, high):
                    high = cut.start() if found.clause else high
                if late := _LATE_THAT.match(hidden, low, high):
                    low = late.end()
                low, high = trimmed(hidden, *trim_span(text, low, high))
                quote = opening.get(low)
                if quote and _is_quote(hidden, quote, high):
                    said.append((found, *trimmed(text, quote.start, quote.end), True))
                elif _is_clause(hidden[low:high], text[low:high]):
                    said.append((found, low, high, False))
                else:
                    continue
                taken.add(found.verb[0])
                before.append(found)
    return said


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out blanks, commas and dashes at both ends."""
    return strip_span(text, start, end, _TRIM)


def _clauses(hidden: str, start: int, end: int) -> Iterator[_Found]:
    for ending in CLOSING:
        for match in ending.finditer(hidden, start, end):
            found = read_attribution(match)
            if found is None:
                continue
            low = start + dateline_length(hidden[start : match.start()])
            for opener in (_DATELINE, _LABEL, _OPENER):
                opens = opener.match(hidden, low, match.start())
                low = opens.end() if opens else low
            if _reports_after(hidden, found, hidden[low : match.start()], end):
                continue
            yield found, _around(hidden, found, (low, match.start()), end)
    joints = [joint.end() for joint in _JOINT.finditer(hidden, start, end)]
    for reporting in REPORTING:
        matches = [reporting.match(hidden, place, end) for place in joints]
        more = [read_attribution(match) for match in matches if match]
        for found in (search_sound(reporting, hidden, start, end), *more):
            if found is not None and found.clause is not None:
                yield found, (found.clause,)


def _around(
    hidden: str, found: Attribution, before: tuple[int, int], end: int
) -> tuple[tuple[int, int], ...]:
    """Return what is said before an attribution, and behind it where the sentence goes on.

    "The bridge, he said, will open" is one; "It will open, he said, and it is safe" is two. Of
    "In short, he said, it is safe" the last part is.
    """
    place = max(found.verb[1], found.mention[1])
    after, comma, rest = hidden[place:end].partition(",")
    words = find_words(rest)
    first_part = hidden[slice(*before)]
    if not comma or len(words) < _FEWEST_WORDS:
        return (before,)
    low = place + len(after) + 1
    whole = (before[0], end)
    if len(find_words(first_part)) < _FEWEST_WORDS:
        begins = _AUXILIARY.match(rest.lstrip()) or may_be_verb(words[0], words)
        return (whole,) if begins else ((low, end),)
    if _LEFT_OPEN.search(first_part):
        return (whole,)
    if found.mention[0] > found.verb[0]:
        return (whole,) if _AUXILIARY.match(rest.lstrip()) else (before,)
    joined = _COORDINATED.match(rest)
    if joined and _has_verb(rest[joined.end() :]):
        return before, (low + joined.end(), end)
    return (before,) if _ASIDE.match(rest) else (whole,)


def _added(hidden: str, start: int, end: int, before: Sequence[Attribution]) -> Iterator[_Found]:
    """Yield the clause of ", adding that ...", said by who spoke before in the sentence."""
    for match in ADDING.compiled.finditer(hidden, start, end):
        spoke = [each for each in before if start <= each.verb[0] < match.start()]
        verb = match.span("verb") if match["verb"] else match.span("added")
        clause = match.span("clause")
        if spoke and not has_own_clause(hidden[verb[1] : clause[0]]):
            last = max(spoke, key=lambda each: each.verb)
            yield Attribution(last.mention, verb, match.end(), clause), (clause,)


def _reports_after(hidden: str, found: Attribution, before: str, end: int) -> bool:
    """Say whether the verb has its own clause after it: ", he said the bridge would open".

    ``before`` stands before the attribution. What follows a clause there and begins as a time or
    a place does is one, however long.
    """
    if found.mention[0] > found.verb[0]:
        return False
    rest = hidden[found.verb[1] : end].split(",")[0]
    told = hidden[slice(*found.verb)] in ("told", "tell", "tells")  # whom it was told
    if find_words(rest) and not told and not _CIRCUMSTANCE.match(rest):
        return True
    stands_alone = _has_verb(before) and not _SUBORDINATE.match(before)
    return _THAT.search(rest) is not None or (_has_verb(rest) and not stands_alone)


def _is_clause(clause: str, shown: str) -> bool:
    """Say whether words can be what is reported: not "in a statement", "nothing" or "was late".

    ``shown`` has the quoted words too.
    """
    words = find_words(shown)
    if len(words) < _FEWEST_WORDS and not _PRONOUN_CLAUSE.fullmatch(clause):
        return False
    if not clause.strip(MASK + ".!?\u201d\u2019\"'") or _AUXILIARY.match(clause):
        return False
    if not words[0].capital and is_past(words[0]):
        return False  # "what they said led to it"
    circumstance = _PREPOSITION.match(clause)
    return not circumstance or (len(words) >= 2 * _FEWEST_WORDS and _has_verb(clause))


def _is_quote(hidden: str, quote: Quoted, end: int) -> bool:
    """Say whether a clause is a whole quote with no more than a few words behind it."""
    behind = hidden[quote.outer_end : end]
    return MASK not in behind and len(find_words(behind)) <= _MOST_UNQUOTED


def _has_verb(clause: str) -> bool:
    words = find_words(clause)
    maybe = [word for word in words if word.key.isalpha() and not word.key.endswith("ing")]
    return any(_AUXILIARY.fullmatch(w.key) or may_be_verb(w, words) for w in maybe)
