"""Lists of English words, kept as data in the TOML files of this folder.

A file is a subject (``verbs``), a key in it one list. A list is a string of words parted by
blanks, or an array where its entries hold blanks themselves; a table maps words to words.
Modules keep the rules and ask here for the words. Nothing of ``qa`` is imported.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any


def ordered(subject: str, *keys: str) -> tuple[str, ...]:
    """Return the words of one or more lists of a subject, in order; a table gives its keys.

    Raises:
        FileNotFoundError: There is no file of that subject.
        KeyError: The file has no such list.
    """
    lists = (_read(subject)[key] for key in keys)
    return tuple(
        word for said in lists for word in (said.split() if isinstance(said, str) else said)
    )


def words(subject: str, *keys: str) -> frozenset[str]:
    """Return the words of one or more lists of a subject as one set."""
    return frozenset(ordered(subject, *keys))


def table(subject: str, key: str) -> Mapping[str, str]:
    """Return a table of words, in the order of its file."""
    found: dict[str, str] = _read(subject)[key]
    return found


def forms(subject: str, *keys: str) -> dict[str, str]:
    """Return tables of base words and their forms turned around: each form with its base."""
    tables = (table(subject, key) for key in keys)
    return {form: base for each in tables for base, said in each.items() for form in said.split()}


def either(subject: str, *keys: str, blank: str = r"\s+") -> str:
    """Return a regular expression, without its group, that matches a word of any of the lists.

    A ``*`` at the end of an entry stands for any more letters; ``blank`` is what stands for the
    blanks within one. The order matters only where no boundary follows.
    """
    found = map(re.escape, ordered(subject, *keys))
    return "|".join(word.replace(r"\ ", blank).replace(r"\*", r"\w*") for word in found)


def _parts(said: str | Iterable[str]) -> Iterable[str]:
    return said.split() if isinstance(said, str) else said


@cache
def _read(subject: str) -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name(f"{subject}.toml").read_text("utf-8"))
