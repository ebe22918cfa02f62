"""The lists of words: each once, each with a line that says what it is for, each in use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from qa.language import lexicon

PACKAGE = Path(__file__).resolve().parents[2] / "qa"
SUBJECTS = sorted(path.stem for path in Path(lexicon.__file__).parent.glob("*.toml"))
HEAD = re.compile(r"(?:\[(?P<table>\w+)\]|(?P<list>\w+) = .*)")


def written(subject: str) -> str:
    return (Path(lexicon.__file__).parent / f"{subject}.toml").read_text("utf-8")


def lists(subject: str) -> list[str]:
    return list(tomllib.loads(written(subject)))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_word_stands_twice_in_one_list(subject: str) -> None:
    for key in lists(subject):
        found = lexicon.ordered(subject, key)
        twice = {word for word in found if found.count(word) > 1}
        assert not twice, f"{subject}.{key}: {twice}"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_list_says_in_the_line_before_what_it_is_for(subject: str) -> None:
    lines = written(subject).splitlines()
    keys = set(lists(subject))
    for before, line in zip(["", *lines], lines, strict=False):
        match = HEAD.fullmatch(line)
        key = match and (match["table"] or match["list"])
        if key in keys:
            keys.discard(key)
            assert before.startswith("# "), f"{subject}.{key} has no comment"
    assert not keys, f"{subject}: {keys} not found at the beginning of a line"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_list_is_used_by_some_module(subject: str) -> None:
    calls = re.compile(rf"""lexicon\.\w+\(\s*["']{subject}["'],([^)]*)\)""")
    # A list may be named by a variable: then its name, or its beginning, stands in that module.
    named = re.compile(rf"""lexicon\.\w+\(\s*["']{subject}["'],\s*\*?(?:f["']\{{\w+\}}(\w+)|\w)""")
    sources = [path.read_text("utf-8") for path in PACKAGE.rglob("*.py")]
    used = {
        key
        for source in sources
        for call in calls.finditer(source)
        for key in re.findall(r"""["'](\w+)["']""", call[1])
    }
    for source in sources:
        endings = {"", *(call[1] or "" for call in named.finditer(source))}
        if named.search(source):
            literals = re.findall(r"""["'](\w+)["']""", source)
            used |= {literal + ending for literal in literals for ending in endings}
    assert set(lists(subject)) <= used


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(KeyError):
        lexicon.words("time", "nothing of the sort")


def test_a_star_stands_for_more_letters_and_a_blank_for_any_blanks() -> None:
    assert "|rain\\w*|" in lexicon.either("questions", "empty_it")
    assert "|as\\s+of|" in lexicon.either("time", "bounds")


def test_forms_lead_back_to_their_base() -> None:
    assert lexicon.forms("irregular", "verbs")["went"] == "go"
