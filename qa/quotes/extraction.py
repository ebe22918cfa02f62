"""Quotes and reported speech: who said what, with the place of each word; rules, no model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from qa.quotes.antecedents import find_antecedent
from qa.quotes.before import Pronoun, Spoken, names_in
from qa.quotes.cast import named_roles, read_cast, role_bearer
from qa.quotes.direct import attribute_quotes
from qa.quotes.going_on import go_on
from qa.quotes.plain import read_plain, with_marks, without_half_marks
from qa.quotes.reported import Said, find_reported, trimmed
from qa.quotes.speakers import Person, find_persons, find_role_holder
from qa.quotes.speech import ANY_VERB, Attribution, merge_capitals
from qa.records import Quote
from qa.text.composed import Composed
from qa.text.quote_marks import Quoted, find_quoted, mask_quoted

_PRONOUNS = frozenset({"he", "she", "they", "it"})
AROUND = 3_000
"""Characters before and after an answer that are searched for its speaker."""
_REMEMBERED = 64
"""Parts of articles, of some 12 KB at most."""


def find_quotes(text: str, article_id: str = "") -> list[Quote]:
    """Return what is said in ``text`` and by whom, in order of the words said.

    Quotes without a speaker are left out: titles of books and words held at a distance look
    the same. A quote within a quote belongs to the outer one. A reported clause ends with its
    sentence.
    """
    composed = read_plain(text)
    found = _find_composed(composed.text, article_id)
    return [_moved(quote, composed, text) for quote in found] if composed.places else found


def _find_composed(text: str, article_id: str) -> list[Quote]:
    hidden, said = _find_said(text)
    persons = find_persons(hidden)
    cast = read_cast(hidden, persons)
    roles = named_roles(hidden, persons)
    speakers: list[Spoken] = []
    resolved: dict[int, Person | None] = {}
    quotes: list[Quote] = []
    for found, start, end, direct in said:
        mention = text[slice(*found.mention)]
        who = found.mention
        person = None
        if mention.lower() in _PRONOUNS:
            person = None
            if mention.lower() in ("he", "she"):
                reports_before = not direct and start < who[0]
                names = frozenset() if reports_before else names_in(text[start:end])
                within = text[who[0] - 2 : who[0]] == ", " and text[found.verb[1]] == ","
                pronoun = Pronoun(mention.lower(), who[0], start, within, names)
                if who[0] not in resolved:  # a quote that goes on has the same pronoun
                    resolved[who[0]] = find_antecedent(pronoun, cast, speakers)
                    speakers.append((who[0], resolved[who[0]]))
                person = resolved[who[0]]
                if person is not None:  # who is "she" once is not "he" further down
                    cast.pronouns.setdefault(cast.identity(person), mention.lower())
            who = (person.start, person.end) if person else who
        else:
            inside = [p for p in persons if who[0] <= p.start < who[1] and not _owns(text, p)]
            person = inside[0] if len(inside) == 1 else None
            if not inside and (named := role_bearer(roles.get(mention.lower(), ()), who[0])):
                person, who = named, (named.start, named.end)
            person = person or (None if inside else find_role_holder(text, *who))
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


@lru_cache(maxsize=2)  # asked for twice in a row
def _find_said(text: str) -> tuple[str, tuple[Said, ...]]:
    """Return ``text`` with its quotes masked, and what is said in it, whoever "he" is."""
    quoted = find_quoted(text)
    hidden = mask_quoted(text, quoted)
    plain = merge_capitals(hidden)
    attributed = attribute_quotes(text, plain, quoted)
    said = _direct(text, attributed)
    said += find_reported(text, plain, quoted, [found for found, *_ in said])
    said += _direct(text, go_on(text, plain, attributed, said))
    return hidden, tuple(sorted(said, key=lambda item: item[0].mention))


def _owns(text: str, person: Person) -> bool:
    """Say whether a name is only whose: "Ida Holm's lawyer"."""
    return text[person.end : person.end + 2] in ("'s", "\u2019s")


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
    if not _may_be_said(part, start - low, end - low) or not _is_said(part, start - low, end - low):
        return None
    found = shortest_attributed_quote(_quotes_of(part), start - low, end - low)
    if found is None:
        return None
    moved = {name: getattr(found, name) + low for name in _PLACES}
    return replace(found, article_id=article_id, **moved)


def _may_be_said(text: str, start: int, end: int) -> bool:
    """Say whether a quote may hold ``text[start:end]``: in quote marks, or with a verb beside it.

    A cheap look, which spares half of the answers the 50 ms that the quotes of a part take.
    """
    between = "\n\n" if "\n\n" in text else "\n"
    low = text.rfind(between, 0, start) + 1
    high = text.find(between, end)
    if ANY_VERB.search(text, low, high if high >= 0 else len(text)):
        return True
    return any(quote.outer < end and start < quote.outer_end for quote in find_quoted(text))


def _is_said(part: str, start: int, end: int) -> bool:
    """Say whether ``part[start:end]`` lies in something said, which takes half of the time."""
    composed = read_plain(part)
    if composed.places:  # its characters stand elsewhere
        return True
    return any(low <= start and end <= high for _, low, high, _ in _find_said(part)[1])


@lru_cache(maxsize=_REMEMBERED)
def _quotes_of(part: str) -> tuple[Quote, ...]:
    """Return the quotes of a part of an article: question after question cites the same ones."""
    return tuple(find_quotes(part))


def _moved(quote: Quote, composed: Composed, text: str) -> Quote:
    """Return a quote of the composed text at its places in the text as it is stored."""
    moved = quote.to_dict()
    for name in _PLACES:
        back = composed.original_end if name.endswith("end") else composed.original
        moved[name] = back(getattr(quote, name))
    moved["start"], moved["end"] = with_marks(text, moved["start"], moved["end"])
    for name in ("speaker", "mention", "verb"):
        places = moved[f"{name}_start"], moved[f"{name}_end"]
        moved[f"{name}_start"], moved[f"{name}_end"] = without_half_marks(text, *places)
        moved[name] = text[moved[f"{name}_start"] : moved[f"{name}_end"]]
    return Quote(**moved | {"quote": text[moved["start"] : moved["end"]]})


_PLACES = ("speaker_start", "speaker_end", "mention_start", "mention_end", "verb_start",
           "verb_end", "start", "end")  # fmt: skip


def _direct(text: str, attributed: Sequence[tuple[Quoted, Attribution | None]]) -> list[Said]:
    said: list[Said] = []
    for quote, found in attributed:
        start, end = trimmed(text, quote.start, quote.end)
        if found is not None and start < end:
            said.append((found, start, end, True))
    return said
