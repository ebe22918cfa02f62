"""What of a text may stand in an expression or in the engine's list of words.

No character of an article or a question reaches an expression: texts go there in letters of two
alphabets, byte by byte. So nothing has to be escaped, and equality, prefix, substring and order
of the UTF-8 bytes stay what they were.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence

from qa.index.terms import text_terms
from qa.records import Filters
from qa.text.words import fold_name

MAX_BYTES = 65_000
"""Of one text field; Milvus takes 65,535."""
MAX_CODED = 8_192
"""Letters of a coded field that a filter sees, two for each byte."""
LONGEST_WORD = 40

_HIGH, _LOW = "ABCDEFGHIJKLMNOP", "abcdefghijklmnop"
_PAIRS = tuple(_HIGH[byte >> 4] + _LOW[byte & 15] for byte in range(256))
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}", re.ASCII)


def code(text: str) -> str:
    """Return ``text`` in two letters for each byte of its UTF-8."""
    return "".join(_PAIRS[byte] for byte in text.encode("utf-8", "replace"))[:MAX_CODED]


def is_id(text: str) -> bool:
    """Say whether an article can have this id."""
    return _ID.fullmatch(text) is not None


def key_of(*parts: str) -> str:
    """Return a key for what these parts name together."""
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]


def any_of(field: str, values: Iterable[str]) -> str:
    """Return the expression that a field has one of these values, which are ids or coded."""
    listed = ", ".join(f'"{value}"' for value in values)
    return f"{field} in [{listed}]" if listed else 'article == ""'


def coded_words(*texts: str) -> str:
    """Return the terms of texts, parted by blanks, as every standard analyzer leaves them."""
    words = " ".join(_word(term) for text in texts for term in text_terms(text))
    return words if len(words) <= MAX_BYTES else words[:MAX_BYTES].rpartition(" ")[0]


def coded_query(terms: Sequence[str]) -> str:
    """Return a question's terms in the same way."""
    return " ".join(map(_word, terms))


def _word(term: str) -> str:
    if term.isascii() and term.isalnum() and len(term) <= LONGEST_WORD:
        return term
    return "zq" + hashlib.sha256(term.encode("utf-8", "replace")).hexdigest()[:20]


def filter_fields(article_id: str, **known: str) -> dict[str, str]:
    """Return the fields that ``expression`` reads, of an article's metadata."""
    return {
        "article": article_id,
        "source": code(fold_name(known["source"])),
        "author": code(fold_name(known["author"])),
        "date": code(known["date"]),
        "url": code(known["url"].lower()),
        "language": code(known["language"].lower()),
    }


def expression(filters: Filters) -> str:
    """Return the expression that passes what ``Filters`` says; "" when that is everything."""
    parts: list[str] = []
    if filters.article_ids:
        parts.append(any_of("article", filter(is_id, filters.article_ids)))
    if filters.sources:
        parts.append(any_of("source", (code(fold_name(value)) for value in filters.sources)))
    # A name or address is known in part; "en" also means "en-GB".
    for field, values in (
        ("author", [code(fold_name(value)) for value in filters.authors]),
        ("url", [code(value.lower()) for value in filters.urls]),
    ):
        if values:
            likes = " or ".join(f'{field} like "%{value}%"' for value in values)
            parts.append(f'{field} != "" and ({likes})')
    if filters.languages:
        codes = [code(value.lower()) for value in filters.languages]
        dash = code("-")
        likes = " or ".join(
            f'language == "{value}" or language like "{value}{dash}%"' for value in codes
        )
        parts.append(f'language != "" and ({likes})')
    parts += _dates(filters.since, filters.until)
    return " and ".join(f"({part})" for part in parts)


def _dates(since: str, until: str) -> list[str]:
    """Return conditions that compare dates to the precision that both sides have."""
    parts = []
    if since:
        bound = code(since)
        shorter = any_of("date", (bound[:n] for n in range(2, len(bound), 2)))
        parts.append(f'date != "" and (date >= "{bound}" or {shorter})')
    if until:
        bound = code(until)
        parts.append(f'date != "" and (date <= "{bound}" or date like "{bound}%")')
    return parts
