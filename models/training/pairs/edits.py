"""Make a true claim false by one change, and keep which characters were changed."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from models.training.pairs.neighbours import TAGS, Neighbours
from qa.language.polarity import OPPOSITES
from qa.text.words import listed, stem

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

Change = tuple[int, int, str]
"""Characters ``[start, end)`` of a claim, and what stands there instead."""

_NAMES = frozenset(("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "PRODUCT"))
_AUXILIARIES = frozenset(
    listed("is was are were has have had will would can could should may might must")
)
# Too plain to be told from what replaces them, or said of anything.
_PLAIN = frozenset(
    listed(
        """
        be have do make get take go come say tell add state announce call use give show find year
        time people way thing man woman day week month lot number part case new other same such own
        many more most last first next former recent good
        """
    )
)
_SPEECH = frozenset(listed("say tell add claim insist warn argue announce explain admit believe"))
_MONTHS = listed(
    "January February March April May June July August September October November December"
)
_DAYS = listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
_COUNTS = listed("two three four five six seven eight nine ten twelve fifteen twenty")
# Small words that turn a statement: most are no opposites to a dictionary.
_TURNS: dict[str, tuple[str, ...]] = {
    "more": ("less", "fewer"), "less": ("more",), "fewer": ("more",), "all": ("some", "none"),
    "some": ("all", "no"), "many": ("few",), "few": ("many",), "before": ("after",),
    "after": ("before",), "always": ("never", "sometimes"), "never": ("always", "often"),
    "may": ("will",), "might": ("will",), "could": ("will", "could not"), "with": ("without",),
    "without": ("with",), "only": ("not only",), "both": ("neither of",), "for": ("against",),
    "against": ("for",), "over": ("under",), "under": ("over",), "despite": ("because of",),
    "his": ("her",), "her": ("his",), "he": ("she",), "she": ("he",), "first": ("last", "second"),
    "last": ("first",), "second": ("third",), "most": ("least", "few"), "least": ("most",),
    "up": ("down",), "down": ("up",), "until": ("since",), "since": ("until",),
    "still": ("no longer",), "yet": ("already",), "already": ("not yet",), "next": ("last",),
    "alone": ("together",), "likely": ("unlikely",), "unlikely": ("likely",), "daily": ("weekly",),
    "best": ("worst",), "worst": ("best",), "man": ("woman",), "woman": ("man",), "from": ("to",),
    "million": ("billion", "thousand"), "billion": ("million",), "years": ("months", "weeks"),
    "months": ("years", "weeks"), "weeks": ("months", "days"), "days": ("weeks", "hours"),
    "hours": ("minutes", "days"), "month": ("year", "week"), "week": ("month", "day"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Edit:
    """A false claim: what was done, the text, and its changed characters ``[start, end)``."""

    kind: str
    text: str
    spans: tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Material:
    """What a document has that could stand in a claim: names by sort, words by tag, phrases."""

    names: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    words: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    numbers: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)


def material(doc: Doc) -> Material:
    """Gather what ``doc`` has; phrases are those of a preposition, 2 to 7 words long."""
    made = Material()
    for ent in doc.ents:
        if ent.label_ in _NAMES:
            made.names[ent.label_].append(_bare(ent))
        elif ent.label_ == "CARDINAL" and ent.text.replace(",", "").isdigit():
            made.numbers.append(ent.text)
    for token in doc:
        if token.tag_ in TAGS and token.is_alpha and token.lemma_.lower() not in _PLAIN:
            made.words[token.tag_].append(token.lower_)
        if token.dep_ == "prep" and token.head.pos_ in ("VERB", "AUX"):
            low, high = token.left_edge.i, token.right_edge.i + 1
            phrase = doc[low:high].text
            if 2 <= high - low <= 7 and re.fullmatch(r"[\w' -]+", phrase):
                made.phrases.append(phrase)
    return made


def edit(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> Edit | None:
    """Return ``claim`` with one change, drawn by kind, or None where none can be made.

    ``own`` is its document's material, ``other`` another's. A word that replaces one is not
    in the claim already.
    """
    made = list(_EDITORS)
    weights = [weight for _, weight in _EDITORS.values()]
    while made:
        kind = rng.choices(made, weights)[0]
        changes = _EDITORS[kind][0](claim, own, other, near, rng)
        result = _apply(claim.text, changes) if changes else None
        if result and result[0].casefold() != claim.text.casefold():
            return Edit(kind, *result)
        place = made.index(kind)
        del made[place], weights[place]
    return None


def _apply(text: str, changes: Sequence[Change]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the changed text and where the changes lie; of a cut, the word that follows it."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    at = length = 0
    for start, end, new in sorted(changes):
        kept = text[at:start]
        article = re.search(r"\b([Aa])(n?) $", kept)
        if article and new[:1].isalpha():
            kept = kept[: article.start()] + article[1] + ("n" * (new[0] in "aeiouAEIOU")) + " "
        if not start or text[start : start + 1].isupper():
            new = new[:1].upper() + new[1:]
        parts += [kept, new]
        length += len(kept)
        following = re.match(r"\W*\w+", text[end:]) if not new.strip() else None
        spans.append((length, length + len(new) + (following.end() if following else 0)))
        length += len(new)
        at = end
    return "".join([*parts, text[at:]]), tuple(spans)


def _bare(ent: Span) -> str:
    text = re.sub(r"^(?:the|The) ", "", ent.text)
    return re.sub(r"['’]s$", "", text)


def _pick(options: Sequence[str], taken: str, rng: random.Random) -> str | None:
    """Return an option that shares no word with ``taken``."""
    words = set(re.findall(r"\w+", taken.casefold()))
    free = [o for o in dict.fromkeys(options) if not words & set(re.findall(r"\w+", o.casefold()))]
    return rng.choice(free) if free else None


def _place(ent: Span) -> tuple[int, int]:
    text = _bare(ent)
    start = ent.start_char + ent.text.find(text)
    return start, start + len(text)


def _name(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    names = [ent for ent in claim.ents if ent.label_ in _NAMES]
    if not names:
        return []
    ent = rng.choice(names)
    sources = [own, own, other]
    rng.shuffle(sources)
    for source in sources:
        if new := _pick(source.names.get(ent.label_, []), claim.text, rng):
            return [(*_place(ent), new)]
    return []


def _speaker(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    for ent in claim.ents:
        head = ent.root.head
        if ent.root.dep_ == "nsubj" and head.lemma_ in _SPEECH and ent.label_ in _NAMES:
            new = _pick(own.names.get(ent.label_, []), claim.text, rng)
            return [(*_place(ent), new)] if new else []
    return []


def _roles(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    """Let two names of one sort change places."""
    names = [ent for ent in claim.ents if ent.label_ in _NAMES]
    pairs = [
        (a, b) for i, a in enumerate(names) for b in names[i + 1 :]
        if a.label_ == b.label_ and _bare(a) != _bare(b)
        # "X and Y": nothing changes when these do
        and not any(t.dep_ == "cc" for t in claim[a.end : b.start])
        and any(t.is_alpha for t in claim[a.end : b.start])
    ]  # fmt: skip
    if not pairs:
        return []
    a, b = rng.choice(pairs)
    return [(*_place(a), _bare(b)), (*_place(b), _bare(a))]


def _number(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    found = [
        t for t in claim
        if re.fullmatch(r"[$£€]?\d[\d,]*(?:\.\d+)?", t.text) or t.lower_ in _COUNTS
    ]  # fmt: skip
    if not found:
        return []
    token = rng.choice(found)
    start, end = token.idx, token.idx + len(token.text)
    if token.lower_ in _COUNTS:
        return [(start, end, rng.choice([c for c in _COUNTS if c != token.lower_]))]
    digits = re.search(r"\d[\d,]*(?:\.\d+)?", token.text)
    assert digits is not None
    old, new = digits[0], _pick(own.numbers, claim.text, rng)
    if new is None or rng.random() < 0.6:
        new = _other_number(old, rng)
    return [(start + digits.start(), start + digits.end(), new)]


def _other_number(old: str, rng: random.Random) -> str:
    if re.fullmatch(r"(?:19|20)\d\d", old):
        return str(int(old) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 10)))
    places = [i for i, c in enumerate(old) if c.isdigit()]
    at = rng.choice(places)
    digits = "123456789" if at == places[0] else "0123456789"
    return old[:at] + rng.choice([c for c in digits if c != old[at]]) + old[at + 1 :]


def _date(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    for group in (_MONTHS, _DAYS):
        found = [t for t in claim if t.text in group and t.pos_ == "PROPN"]
        if found:
            token = rng.choice(found)
            new = rng.choice([w for w in group if w != token.text])
            return [(token.idx, token.idx + len(token.text), new)]
    return []


def _word(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    """Replace a noun, verb or adjective by its like: near in meaning, or of the document."""
    found = [
        t for t in claim
        if t.tag_ in TAGS and t.is_alpha and not t.ent_type_ and t.lemma_.lower() not in _PLAIN
    ]  # fmt: skip
    rng.shuffle(found)
    taken = {stem(t.lower_) for t in claim}
    for token in found[:4]:
        for _ in range(4):
            new = (
                near.near(token.lower_, token.tag_, rng)
                if rng.random() < 0.7 else rng.choice(own.words.get(token.tag_) or [""])
            )  # fmt: skip
            if new and stem(new) not in taken:
                return [(token.idx, token.idx + len(token.text), new)]
    return []


def _opposite(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    options: list[Change] = []
    for token in claim:
        start, end = token.idx, token.idx + len(token.text)
        if token.tag_ in TAGS and not token.ent_type_:
            for against in sorted(OPPOSITES.get(stem(token.lower_), ())):
                if new := _form(against, token, near):
                    options += [(start, end, new)] * 2
        if token.lower_ in _TURNS and not (token.lower_ == "her" and token.dep_ != "poss"):
            options.append((start, end, rng.choice(_TURNS[token.lower_])))
    return [rng.choice(options)] if options else []


def _form(stemmed: str, token: Token, near: Neighbours) -> str | None:
    """Return the form of a stem that has the token's tag, as documents spell it."""
    for (lemma, tag), form in near.forms.items():
        if tag == token.tag_ and stem(lemma) == stemmed:
            return form
    return None


def _negation(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    denied = [
        t for t in claim
        if t.dep_ == "neg" and t.lower_ in ("not", "n't", "n’t", "never")
        and not (t.i and claim[t.i - 1].lower_ in ("ca", "wo"))
    ]  # fmt: skip
    if denied:
        token = rng.choice(denied)
        start = token.idx
        while start and claim.text[start - 1] == " ":
            start -= 1
        return [(start, token.idx + len(token.text), "")]
    options: list[Change] = []
    for token in claim:
        end = token.idx + len(token.text)
        if token.lower_ in _AUXILIARIES and token.pos_ == "AUX":
            options.append((end, end, rng.choice((" not", " not", " never"))))
        elif token.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ == "VERB":
            does = {"VBD": "did", "VBZ": "does", "VBP": "do"}[token.tag_]
            options.append((token.idx, end, f"{does} not {token.lemma_}"))
    return [rng.choice(options)] if options else []


def _insertion(
    claim: Doc, own: Material, other: Material, near: Neighbours, rng: random.Random
) -> list[Change]:
    """Add a phrase that is said of something else: before the full stop, or after a verb."""
    phrases = [
        p for p in (*own.phrases, *other.phrases) if p.casefold() not in claim.text.casefold()
    ]
    end = len(claim.text.rstrip(".!?\"'”’ "))
    if not phrases:
        return []
    return [(end, end, " " + rng.choice(phrases))]


_EDITORS: dict[str, tuple[Callable[..., list[Change]], float]] = {
    "name": (_name, 0.24),
    "speaker": (_speaker, 0.05),
    "roles": (_roles, 0.06),
    "number": (_number, 0.1),
    "date": (_date, 0.04),
    "word": (_word, 0.24),
    "opposite": (_opposite, 0.16),
    "negation": (_negation, 0.1),
    "insertion": (_insertion, 0.06),
}


def kinds() -> Iterator[str]:
    """Name the kinds of edits."""
    return iter(_EDITORS)
