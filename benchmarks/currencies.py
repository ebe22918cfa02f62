"""Write ``qa/language/lexicon/currencies.toml``: ``python -m benchmarks.currencies``.

Needs babel (``pip install babel``; 36 MB, which is why its data are kept here as one small
file). Codes, English names and signs are CLDR's; those are taken that are, or within
``RECENT`` years were, legal tender somewhere.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.languages import get_official_languages
from babel.numbers import get_currency_name

TARGET = Path(__file__).parents[1] / "qa" / "language" / "lexicon" / "currencies.toml"
RECENT = 10
OUTSIDE_CLDR = {
    # Spellings of newspapers beside CLDR's own.
    "RUB": "rouble roubles", "BYN": "rouble roubles", "CNY": "renminbi", "CZK": "crown crowns",
    "SEK": "crown crowns kr", "NOK": "crown crowns kr", "DKK": "crown crowns kr",
    "ISK": "crown crowns kr", "PLN": "zloties zloty zlotych", "ZAR": "rands", "TRY": "liras",
    "BRL": "reais", "RON": "leus", "MDL": "leus", "BGN": "lev leva levs", "KZT": "tenge",
    "CRC": "colones", "SAR": "rial rials", "QAR": "rial rials", "UAH": "hryvnia",
    "IRR": "toman tomans", "VES": "bolivares", "GBP": "sterling quid", "USD": "buck bucks",
}  # fmt: skip
SIGNS = {"\u00a3": "GBP", "\u00a5": "JPY", "Rs": "INR", "Rs.": "INR"}
USUAL = {
    "dollar": "USD", "pound": "GBP", "euro": "EUR", "yen": "JPY", "yuan": "CNY", "rupee": "INR",
    "franc": "CHF", "ruble": "RUB",
}  # fmt: skip
BEFORE_DOLLAR = {
    "USD": "US U.S.", "AUD": "A AU", "CAD": "C CA CDN", "HKD": "HK", "NZD": "NZ", "SGD": "S SG",
    "TWD": "NT", "MXN": "MX Mex", "XCD": "EC", "JMD": "J JA", "TTD": "TT", "BBD": "Bds", "BSD": "B",
    "FJD": "FJ F", "NAD": "N", "BRL": "R", "ARS": "AR", "CLP": "CL", "COP": "COL", "GYD": "GY G",
}  # fmt: skip


def codes() -> list[str]:
    """Return the ISO codes of the currencies that are taken, in their order."""
    oldest = datetime.date.today().year - RECENT
    return sorted(
        {
            code
            for used in get_global("territory_currencies").values()
            for code, _, end, tender in used
            if tender
            and (end is None or end[0] >= oldest)
            and "(" not in get_currency_name(code, locale="en")
        }
    )


def plain(text: str) -> str:
    """Return a text without accents and case, as words are compared."""
    text = text.replace("\u0142", "l").replace("\u02bb", "'")
    parted = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parted if not unicodedata.combining(c)).lower()


def names(code: str) -> tuple[str, list[str]]:
    """Return a currency's country, "swiss", and its nouns, "franc" and "francs"."""
    one, many = (plain(get_currency_name(code, n, locale="en")) for n in (1, 2))
    country = one.rpartition(" ")[0].removesuffix(" new")
    nouns = [each.rpartition(" ")[2] for each in (one, many)]
    if not nouns[1].endswith("s"):
        nouns.append(nouns[0] + "s")
    return country, list(dict.fromkeys([*nouns, *OUTSIDE_CLDR.get(code, "").split()]))


def signs() -> Iterator[tuple[str, str]]:
    """Yield (sign, code) of every sign that is no code, in English and in the country's words."""
    found: dict[str, set[str]] = defaultdict(set)
    wanted = set(codes())
    for place, used in get_global("territory_currencies").items():
        today = [code for code, _, end, tender in used if tender and end is None]
        for tongue in ("en", *get_official_languages(place, de_facto=True)):
            try:
                shown = Locale.parse(f"{tongue}_{place}").currency_symbols
            except Exception:
                continue
            for code in wanted.intersection(today):
                sign = shown.get(code, code)
                if not sign.isascii() and len(sign) <= 3 and "$" not in sign:
                    found[sign.strip("\u200f\u200e.")].add(code)
    for sign, of in sorted(found.items()):
        if len(of) == 1 and sum(not c.isalpha() for c in sign) <= 1 and is_written(sign):
            yield sign, next(iter(of))


def is_written(sign: str) -> bool:
    """Say whether a sign stands in English texts: one currency sign, or Latin letters."""
    if len(sign) == 1:
        return unicodedata.category(sign) == "Sc"
    return all("LATIN" in unicodedata.name(c) for c in sign)


def main() -> None:
    """Write the file."""
    lines = [
        "# Currencies, made by `python -m benchmarks.currencies` from CLDR; do not edit by hand.",
        "",
        "# Every currency by its ISO code: its country, a stroke, and the nouns that name it.",
        "[names]",
    ]
    for code in codes():
        country, nouns = names(code)
        lines.append(f'{code} = "{country} / {" ".join(nouns)}"')
    lines += ["", "# Signs that one currency alone has, beside the dollar's.", "[signs]"]
    found = {**dict(signs()), **SIGNS}
    lines += [f'"{sign}" = "{code}"' for sign, code in sorted(found.items())]
    lines += ["", "# What stands before a dollar sign that is not the United States'.", "[dollars]"]
    lines += [f'{code} = "{before}"' for code, before in BEFORE_DOLLAR.items()]
    lines += ["", "# What a noun of several countries' money means by itself.", "[usual]"]
    lines += [f'{noun} = "{code}"' for noun, code in USUAL.items()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
