"""Currencies of the world, by ISO code, name and sign; the data are CLDR's."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from qa.language import lexicon

_LATIN = str.maketrans("\u0142\u0141\u00f8\u00d8", "lLoO")
_WINDOW = 48  # characters after a figure in which a country and a noun of money stand
_LARGE = 1000
"""From here on a figure before "won" or "real" is a sum of money."""

# What a noun means without a country.
_USUAL = lexicon.table("currencies", "usual")


def _read() -> tuple[dict[str, str], dict[tuple[str, str], str], dict[str, frozenset[str]]]:
    """Return each noun's unit, each country's currency by its noun, and the codes of a unit."""
    nouns: dict[str, str] = {}
    countries: dict[tuple[str, str], str] = {}
    codes: dict[str, set[str]] = {}
    for code, said in lexicon.table("currencies", "names").items():
        country, _, forms = said.partition("/")
        first, *_ = every = forms.split()
        for noun in every:
            # "Crown" and "krona" are both Swedish, but not both Icelandic and Czech.
            base = first if noun.startswith(first[:-1]) else noun.removesuffix("s")
            nouns.setdefault(noun, base)
            codes.setdefault(nouns[noun], set()).add(code)
            for name in {country.strip(), *country.split()[-1:]} - {""}:
                countries.setdefault((name, noun), code)
    for noun, base in nouns.items():
        only = codes[base]
        nouns[noun] = _USUAL.get(base) or (next(iter(only)) if len(only) == 1 else base)
    kept = {base: frozenset(of) for base, of in codes.items() if base not in _USUAL}
    for name in ("us", "american"):
        countries |= {(name, noun): "USD" for noun in ("dollar", "dollars")}
    return nouns, countries, kept


_NOUNS, _COUNTRIES, _FAMILIES = _read()
CODES = frozenset(lexicon.table("currencies", "names"))
SIGNS = lexicon.table("currencies", "signs")
MONEY = CODES | frozenset(_FAMILIES)
"""Units that are money: codes, and nouns that several countries' money has, "peso"."""

_DOLLARS = {
    before.upper(): code
    for code, said in lexicon.table("currencies", "dollars").items()
    for before in said.split()
}
_DOUBTFUL = lexicon.words("units", "other_than_money")
_PREFIX_CODES = sorted(CODES - lexicon.words("units", "word_codes"))
_BEFORE_DOLLAR = "|".join(re.escape(b) for b in sorted(_DOLLARS, key=len, reverse=True))
BEFORE = (
    rf"(?:(?:(?<![A-Za-z])(?:{_BEFORE_DOLLAR}))?\$"
    rf"|{'|'.join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))}"
    rf"|\b(?:{'|'.join(_PREFIX_CODES)})(?=\s?\d)"
    r"|\bR(?=\d[\d.]*\s?(?:m|bn|million|billion)\b|\d{1,3}(?:,\d{3})+\b))"
)
"""A regular expression for a sign or code before a figure; case tells."""

_PLACES = sorted({country for country, _ in _COUNTRIES}, key=len, reverse=True)
_AFTER = re.compile(
    rf"[\s-]{{0,2}}(?:(?P<country>U\.S\.|{'|'.join(map(re.escape, _PLACES))})"
    r"\s+(?:new\s+)?)?"
    rf"(?P<noun>{'|'.join(sorted(_NOUNS, key=len, reverse=True))})\b",
    re.IGNORECASE,
)  # fmt: skip
_SIGN_AFTER = re.compile(
    rf"\s?(?:(?P<code>{'|'.join(sorted(CODES))})\b"
    rf"|(?P<sign>{'|'.join(map(re.escape, SIGNS))})(?!\w))"
)
_WEIGHED = re.compile(r"\s+of\b", re.IGNORECASE)


def currency_before(sign: str) -> str:
    """Return the currency of a sign or code as ``BEFORE`` matches it, "" for none."""
    if sign.endswith("$"):
        return _DOLLARS.get(sign[:-1].upper(), "USD")
    return "ZAR" if sign == "R" else SIGNS.get(sign, sign)


def currency_after(text: str, end: int, value: Decimal | None) -> tuple[str, int]:
    """Return the money that a figure ending at ``end`` counts, "" for none, and where it ends.

    ``value`` is the figure, which tells 5,000 won from the 12 who won.
    """
    if sign := _SIGN_AFTER.match(text, end):
        return sign["code"] or SIGNS[sign["sign"]], sign.end()
    near = _plain(text[end : end + _WINDOW])
    match = _AFTER.match(near)
    if match is None:
        return "", end
    noun, country = match["noun"].lower(), (match["country"] or "").lower().replace(".", "")
    stop = end + match.end()
    if country:
        code = _COUNTRIES.get((" ".join(country.split()), noun), "")
        return (code, stop) if code else ("", end)
    if noun in _DOUBTFUL and (value is None or abs(value) < _LARGE):
        return "", end
    if _NOUNS[noun] == "GBP" and _WEIGHED.match(text, stop):
        return "", end
    return _NOUNS[noun], stop


def same_money(a: str, b: str) -> bool:
    """Say whether two units may be one money: "peso" may be the Mexican one."""
    return a == b or bool(_FAMILIES.get(a, frozenset({a})) & _FAMILIES.get(b, frozenset({b})))


def _plain(text: str) -> str:
    """Return a text without accents, character for character."""
    if text.isascii():
        return text
    parted = (unicodedata.normalize("NFKD", c)[0] for c in text.translate(_LATIN))
    return "".join(parted)
