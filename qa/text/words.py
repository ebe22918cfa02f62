"""Words of a text with their places, and the forms under which they compare.

Everything here reads text and returns offsets or keys; no text is ever rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import NamedTuple

from qa.language import lexicon

# Dotted initials ("U.S.") stay one word; hyphens part words; an apostrophe does not, nor does an
# accent that stands after its letter.
_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?<!\w)(?:[^\W\d_]\.)+[^\W\d_](?!\w)"
    r"|\d[\d,.]*\d|\w+(?:['\u2019]\w+|[\u0300-\u036f]+\w*)*"
)


# A text repeats its words, and an archive its vocabulary.
_REMEMBERED = 50_000


def split_list(words: str) -> list[str]:
    """Return the words of a list written with blanks, as the tables of this package are."""
    return words.split()


ARTICLES = frozenset({"a", "an", "the"})
NEGATORS = lexicon.words("grammar", "negators") | {"cannot"}
# Words that carry no fact of their own: function words, auxiliaries and light adverbs.
STOPWORDS = ARTICLES | NEGATORS | lexicon.words("grammar", "stop_words", "more_stop_words")
# Verbs and nouns whose forms no suffix rule reaches; news is full of them.
_IRREGULAR = lexicon.forms("irregular", "verbs", "stem_verbs", "nouns", "events")
_BASES = frozenset(_IRREGULAR.values())
# "organis", "analys", "organisation"; "promise" and "advise" are the same to both, and to this.
_ISE = re.compile(r"(?<=[a-z]{2})(i|y)s(|ation|er)$")
_SHORT = 4
"""Stems of so many letters or fewer are spelled in one way: "call", "rise"."""


class Word(NamedTuple):
    """One word: its own characters, its place, and ``key``, the form that compares.

    A tuple, since an article has a thousand: a frozen dataclass takes three times as long to make.
    """

    text: str
    start: int
    end: int
    key: str

    @property
    def capital(self) -> bool:
        """Say whether it begins with an upper-case letter, as names do."""
        return self.text[:1].isupper()


_make_word = partial(tuple.__new__, Word)

# Letters that are no other with a mark, and what English papers write for them.
_LETTERS = str.maketrans(
    {"\u2019": "'", "\u0142": "l", "\u0141": "L", "\u00f8": "o", "\u00d8": "O", "\u0111": "d",
     "\u0110": "D", "\u0131": "i", "\u00e6": "ae", "\u00c6": "Ae", "\u0153": "oe", "\u00f0": "d"}
)  # fmt: skip


def fold(text: str) -> str:
    """Return ``text`` without case and accents, typographic apostrophes made plain."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def fold_name(text: str) -> str:
    """Return a name as filters compare it: folded, its words parted by single blanks."""
    return " ".join(fold(text).split())


def find_words(text: str) -> list[Word]:
    """Return the words of ``text`` in order; ``text[word.start:word.end] == word.text``."""
    found = list(_WORD.finditer(text))
    texts = [match.group() for match in found]
    starts, ends = (match.start() for match in found), (match.end() for match in found)
    return [*map(_make_word, zip(texts, starts, ends, map(word_key, texts), strict=True))]


def split_words(text: str) -> list[str]:
    """Return the words of ``text`` in order, without their places: in a fifth of the time."""
    return _WORD.findall(text)


@lru_cache(maxsize=_REMEMBERED)
def word_key(word: str) -> str:
    """Return the comparing form of one word: no case, accents, possessive or dots of initials."""
    key = fold(word)
    if key.endswith("'s"):
        key = key[:-2]
    if key[:1].isdigit():
        return key.replace(",", "")
    return key.replace(".", "")


@lru_cache(maxsize=_REMEMBERED)
def stem(key: str) -> str:
    """Return a crude stem, so that "demands", "demanded" and "demanding" are one word.

    It only strips inflections (step 1 of Porter 1980, simplified); "nation" and
    "national" stay apart, since they say different things. British and American spellings
    have one stem.
    """
    base = _IRREGULAR.get(key) or _IRREGULAR.get(stripped := _strip(key), stripped)
    found = _even(_strip(base) if base in _BASES else base)
    return _AMERICAN.get(found, found)


def _even(key: str) -> str:
    """Return a stem without what only one side of the Atlantic writes: "controll", "organis"."""
    if len(key) > _SHORT and key[-2:] in ("ll", "zz"):
        return key[:-1]
    return _ISE.sub(r"\1z\2", key) if len(key) > _SHORT else key


def irregular_forms(stemmed: str) -> tuple[str, ...]:
    """Return the forms of a stem that no suffix rule reaches: "said" of "say"."""
    return _FORMS.get(stemmed, ())


def _strip(key: str) -> str:
    if len(key) < 4 or not key.isalpha():
        return key
    if key.endswith("ies") and len(key) > 4:
        key = key[:-3] + "y"
    elif key.endswith(("sses", "shes", "ches", "xes")):
        key = key[:-2]
    elif key.endswith("s") and not key.endswith(("ss", "us", "is")):
        key = key[:-1]
    for suffix in ("ing", "ed"):
        if key.endswith(suffix) and len(key) - len(suffix) >= 3:
            key = key[: -len(suffix)]
            if key[-1] == key[-2] and key[-1] not in "lsz":
                key = key[:-1]
            break
    if key.endswith("ly") and len(key) > 5:
        key = key[:-2]
    key = key.removesuffix("e") if len(key) > 3 else key
    return key[:-1] + "y" if key.endswith("i") and len(key) > 3 else key


_AMERICAN = {
    _even(_strip(here)): _even(_strip(there))
    for here, there in lexicon.table("spellings", "british").items()
}


def _by_stem() -> dict[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for form in _IRREGULAR:
        forms[stem(form)] = (*forms.get(stem(form), ()), form)
    return forms


_FORMS = _by_stem()


def content_stems(words: Sequence[Word]) -> list[str]:
    """Return the stems of the words that carry meaning, in order, repeats kept."""
    return [stem(w.key) for w in words if w.key not in STOPWORDS and not w.key.endswith("n't")]


def is_negator(key: str) -> bool:
    """Say whether a word key negates what follows it ("not", "never", "didn't")."""
    return key in NEGATORS or key.endswith("n't")


def overlaps(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Say whether ``[start, end)`` shares a character with any of ``spans``."""
    return any(start < b and a < end for a, b in spans)


def overlaps_sorted(start: int, end: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Say the same for ``spans`` that are in order and apart, in logarithmic time."""
    place = bisect_left(spans, (end,))
    return place > 0 and spans[place - 1][1] > start
