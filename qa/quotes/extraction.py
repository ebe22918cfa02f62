"""Quotes and reported speech: who said what, with the place of each word; rules, no model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from qa.language import lexicon
from qa.language.names import core_name, same_name
from qa.quotes.antecedents import find_antecedent, read_cast
from qa.quotes.direct import attribute_quotes, split_hidden
from qa.quotes.speakers import Person, find_persons, find_role_holder
from qa.quotes.speech import (
    ADDING,
    ANY_VERB,
    CLOSING,
    REPORTING,
    Attribution,
    plain_capitals,
    read_attribution,
)
from qa.records import Quote
from qa.text.composed import Composed, compose
from qa.text.quote_marks import MASK, Quoted, find_quoted, mask_quoted
from qa.text.whole_facts import trim_span
from qa.text.words import find_words

_PRONOUNS = frozenset({"he", "she", "they", "it"})
_TRIM = " \t\n,;:\u2014\u2013-"
_WHEN = lexicon.either("grammar", "circumstances", "more_circumstances")
_PREPOSITION = re.compile(rf"(?:{_WHEN}|of|by|from|nothing|so|no|yes)\b")
_DATELINE = re.compile(r"\W*[A-Z][A-Z .]+,[^\u2014\u2013-]{1,20}[\u2014\u2013-][\s*]+")
_CIRCUMSTANCE = re.compile(
    rf"\s+(?:(?:{_WHEN}|yesterday|today|last|this|when|while|as|again)\b"
    r"|[A-Z]\w+day\b|\w+ly\b)"
)
# "nobody knew": two words, and a clause all the same.
_PRONOUN_CLAUSE = re.compile(r"(?i:nobody|everybody|everyone|somebody|he|she|it|they|we)\s\w+")
# What ties a sentence to the one before it, and is not of what was said.
_OPENER = re.compile(r"(?:But|And|So|Yet)\s+|(?:Meanwhile|However|Now|Still|Also|In fact),\s+")
_LONGEST_REST = 8
"""Words after the verb that may still be about when and where it was said."""
_FEWEST_WORDS = 3
"""Of a reported clause; "said so" and "said nothing" report nothing."""
AROUND = 3_000
"""Characters before and after an answer that are searched for its speaker."""


def find_quotes(text: str, article_id: str = "") -> list[Quote]:
    """Return what is said in ``text`` and by whom, in order of the words said.

    Quotes without a speaker are left out: titles of books and words held at a distance look
    the same. A quote within a quote belongs to the outer one. A reported clause ends with its
    sentence.
    """
    composed = compose(text)
    found = _find_composed(composed.text, article_id)
    return [_moved(quote, composed, text) for quote in found] if composed.places else found


def _find_composed(text: str, article_id: str) -> list[Quote]:
    quoted = find_quoted(text)
    hidden = mask_quoted(text, quoted)
    persons = find_persons(hidden)
    plain = plain_capitals(hidden)
    said = _direct(text, plain, quoted)
    taken = {found.verb[0] for found, *_ in said}
    said += _reported(text, plain, taken, [found for found, *_ in said])
    said.sort(key=lambda item: item[0].mention)
    cast = read_cast(hidden, persons)
    speakers: list[tuple[int, Person]] = []
    quotes: list[Quote] = []
    for found, start, end, direct in said:
        mention = text[slice(*found.mention)]
        who = found.mention
        person = None
        if mention.lower() in _PRONOUNS:
            person = find_antecedent(mention.lower(), found.mention[0], cast, speakers)
            who = (person.start, person.end) if person else who
        else:
            person = next((p for p in persons if who[0] <= p.start < who[1]), None)
            person = person or find_role_holder(text, *who)
        if person is not None:
            speakers.append((found.mention[0], person))
        quotes.append(
            Quote(
                article_id=article_id,
                speaker=text[slice(*who)],
                speaker_start=who[0],
                speaker_end=who[1],
                mention=mention,
                mention_start=found.mention[0],
                mention_end=found.mention[1],
                verb=text[slice(*found.verb)],
                verb_start=found.verb[0],
                verb_end=found.verb[1],
                quote=text[start:end],
                start=start,
                end=end,
                direct=direct,
            )
        )
    return sorted(quotes, key=lambda q: (q.start, q.end))


def said_by(quote: Quote, speaker: str, named: Sequence[tuple[str, ...]] | None = None) -> bool:
    """Say whether ``speaker`` names who said it: a part of the name is enough, "Odell".

    ``named`` are the full names of the quote's article, as keys. With them a full name that is
    asked for is found by its last word only where no other person of that article has it too.
    """
    asked = tuple(word.key for word in find_words(speaker))
    if not asked:
        return False
    wanted = core_name(asked)
    for shown in (quote.speaker, quote.mention):
        keys = tuple(word.key for word in find_words(shown))
        core = core_name(keys) if keys else ()
        if set(asked) <= set(keys):
            return True
        if not core or not same_name(core, wanted):
            continue
        if named is None or len(core) > 1 or len(wanted) == 1:
            return True
        namesakes = [full for full in named if full[-1] == core[-1] and len(full) > 1]
        if namesakes and all(same_name(full, wanted) for full in namesakes):
            return True
    return False


def full_names(text: str) -> list[tuple[str, ...]]:
    """Return the names of more than one word that ``text`` gives persons, as keys, each once."""
    shown = compose(text).text
    persons = find_persons(mask_quoted(shown, find_quoted(shown)))
    return list(dict.fromkeys(person.keys for person in persons if len(person.keys) > 1))


def shortest_attributed_quote(quotes: Sequence[Quote], start: int, end: int) -> Quote | None:
    """Return the shortest quote that holds ``[start, end)``, if who said it is known by name."""
    holding = [q for q in quotes if q.start <= start and end <= q.end]
    named = [q for q in holding if q.speaker.lower() not in _PRONOUNS]
    return min(named, key=lambda q: q.end - q.start, default=None)


def find_attributed_quote(text: str, article_id: str, start: int, end: int) -> Quote | None:
    """Return the quote that ``text[start:end]`` rests on, None where nobody is named for it.

    Only the paragraphs around it are read: a book must not be searched for one answer.
    """
    low = text.rfind("\n\n", 0, max(0, start - AROUND)) + 1
    high = text.find("\n\n", end + AROUND)
    part = text[low : high if high >= 0 else len(text)][: 4 * AROUND + end - start]
    found = shortest_attributed_quote(find_quotes(part, article_id), start - low, end - low)
    if found is None:
        return None
    moved = {name: getattr(found, name) + low for name in _PLACES}
    return replace(found, **moved)


def _moved(quote: Quote, composed: Composed, text: str) -> Quote:
    """Return a quote of the composed text at its places in the text as it is stored."""
    moved = quote.to_dict() | {name: composed.original(getattr(quote, name)) for name in _PLACES}
    for name in ("speaker", "mention", "verb"):
        moved[name] = text[moved[f"{name}_start"] : moved[f"{name}_end"]]
    return Quote(**moved | {"quote": text[moved["start"] : moved["end"]]})


_PLACES = ("speaker_start", "speaker_end", "mention_start", "mention_end", "verb_start",
           "verb_end", "start", "end")  # fmt: skip
_Said = tuple[Attribution, int, int, bool]


def _direct(text: str, hidden: str, quoted: Sequence[Quoted]) -> list[_Said]:
    said: list[_Said] = []
    for quote, found in attribute_quotes(text, hidden, quoted):
        start, end = _trimmed(text, quote.start, quote.end)
        if found is not None and start < end:
            said.append((found, start, end, True))
    return said


def _reported(
    text: str, hidden: str, taken: set[int], direct: Sequence[Attribution]
) -> list[_Said]:
    said: list[_Said] = []
    before = list(direct)
    for start, end in split_hidden(hidden):
        if not ANY_VERB.search(hidden, start, end):
            continue
        clauses = (*_clauses(hidden, start, end), *_added(hidden, start, end, before))
        for found, low, high in clauses:
            if found.verb[0] in taken:
                continue
            low, high = _trimmed(hidden, *trim_span(text, low, high))
            clause = hidden[low:high]
            words = find_words(clause)
            short = len(words) < _FEWEST_WORDS and not _PRONOUN_CLAUSE.fullmatch(clause)
            short = short or not clause.strip(MASK + ".!?\u201d\u2019\"'")
            if short or (_PREPOSITION.match(clause) and len(words) < 6):
                continue
            taken.add(found.verb[0])
            before.append(found)
            said.append((found, low, high, False))
    return said


def _clauses(hidden: str, start: int, end: int) -> Iterator[tuple[Attribution, int, int]]:
    for ending in CLOSING:
        for match in ending.compiled.finditer(hidden, start, end):
            found = read_attribution(match)
            if found.mention[0] < found.verb[0] and _reports_after(hidden, found, end):
                continue
            low = start + (
                dateline.end() if (dateline := _DATELINE.match(hidden[start:end])) else 0
            )
            if opener := _OPENER.match(hidden, low, match.start()):
                low = opener.end()
            before = find_words(hidden[low : match.start()])
            inserted = found.mention[0] < found.verb[0] and _goes_on(hidden, found, end)
            whole = inserted or len(before) < _FEWEST_WORDS
            yield found, low, end if whole else match.start()
    for reporting in REPORTING:
        if reported := reporting.compiled.search(hidden, start, end):
            found = read_attribution(reported)
            if found.clause is not None:
                yield found, *found.clause


def _added(
    hidden: str, start: int, end: int, before: Sequence[Attribution]
) -> Iterator[tuple[Attribution, int, int]]:
    """Yield the clause of ", adding that ...", said by who spoke before in the sentence."""
    for match in ADDING.compiled.finditer(hidden, start, end):
        spoke = [each for each in before if start <= each.verb[0] < match.start()]
        if spoke:
            verb = match.span("verb") if match["verb"] else match.span("added")
            last = max(spoke, key=lambda each: each.verb)
            clause = match.span("clause")
            yield Attribution(last.mention, verb, match.end(), clause), *clause


def _reports_after(hidden: str, found: Attribution, end: int) -> bool:
    """Say whether the verb has its own clause after it: ", he said the bridge would open"."""
    rest = hidden[found.verb[1] : end].split(",")[0]
    words = find_words(rest)
    told = hidden[slice(*found.verb)] in ("told", "tell", "tells")  # whom it was told
    plain = not words or told or _CIRCUMSTANCE.match(rest)
    return not plain or len(words) > _LONGEST_REST


def _goes_on(hidden: str, found: Attribution, end: int) -> bool:
    """Say whether the clause goes on behind: "The bridge, he said, will open in May"."""
    _, comma, rest = hidden[found.verb[1] : end].partition(",")
    return bool(comma) and len(find_words(rest)) >= _FEWEST_WORDS


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out blanks and commas at both ends."""
    while start < end and text[start] in _TRIM:
        start += 1
    while start < end and text[end - 1] in _TRIM:
        end -= 1
    return start, end
