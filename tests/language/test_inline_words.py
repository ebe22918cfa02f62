"""No module of qa holds a list of more than ten English words: those lie in the lexicon."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

import pytest

from tests.support.paths import ROOT

PACKAGE = ROOT / "qa"
MOST = 10
WORD = re.compile(r"[a-z]+(?:['\u2019-][a-z]+)*")
# What stands in a regular expression for blanks, boundaries, endings and groups within a word.
AROUND = re.compile(r"\\s[+*]?|\\b|\\w[+*]?|<group>[?*+]?|\[\][?*+]?|[?*+^$]")
GROUP = re.compile(r"\((?:\?(?:P<\w+>|[a-z]*:|[=!>]|<[=!]))?")
# Lists of more than ten words that are no English; each by its file and its first word.
NOT_ENGLISH = {
    ("sources/parsers/feed.py", "a"): "the tags of HTML that feeds carry",
    ("sources/parsers/trees.py", "tfoot"): "the tags of HTML that part blocks",
    ("sources/parsers/visible.py", "span"): "the tags of HTML within a sentence",
    ("records/parts.py", "headline"): "the kinds of parts",
    ("grounding/markers.py", "planned"): "the names of standings",
    ("sources/parsers/web.py", "list"): "parts of the class names that pages give their comments",
}


def branches(pattern: str) -> Iterator[list[str]]:
    """Yield the alternatives of every group of a regular expression, and of the whole of it."""
    open_groups, place = [[""]], 0
    while place < len(pattern):
        here, end = open_groups[-1], place + 1
        if pattern[place] == "\\":
            end = place + 2
            here[-1] += pattern[place:end]
        elif pattern[place] == "[":
            inner = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]?", re.DOTALL).match(pattern, place)
            end = inner.end() if inner else end
            here[-1] += "[]"
        elif pattern[place] == "(":
            head = GROUP.match(pattern, place)
            end = head.end() if head else end
            open_groups.append([""])
        elif pattern[place] == ")" and len(open_groups) > 1:
            yield open_groups.pop()
            open_groups[-1][-1] += "<group>"
        elif pattern[place] == "|":
            here.append("")
        else:
            here[-1] += pattern[place]
        place = end
    yield from open_groups


def words_of(texts: list[str]) -> list[str]:
    """Return those of ``texts`` that are lower-case words, or several with blanks between."""
    plain = [AROUND.sub(" ", text).split() for text in texts]
    return [" ".join(p) for p in plain if p and all(WORD.fullmatch(word) for word in p)]


def strings(nodes: Iterable[ast.expr | None]) -> list[str]:
    """Return the strings among ``nodes``."""
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def lists_in(tree: ast.Module) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, words) of every list of words in a module, however it is written."""
    skipped = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}  # docstrings
    skipped |= {id(p) for n in ast.walk(tree) if isinstance(n, ast.JoinedStr) for p in n.values}
    skipped |= {id(n.value) for n in tree.body if isinstance(n, ast.Assign) and is_all(n)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Set | ast.Tuple | ast.List):
            yield node.lineno, words_of(strings(node.elts))
        elif isinstance(node, ast.Dict):
            if strings(node.values):  # the names of a record's fields are no words of a text
                yield node.lineno, words_of(strings(node.keys))
        elif isinstance(node, ast.JoinedStr):
            pattern = "".join([*strings([part]), "{}"][0] for part in node.values)
            yield from ((node.lineno, words_of(group)) for group in branches(pattern))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((node.lineno, words_of(group)) for group in branches(node.value))
            words = node.value.split()
            if len(words_of(words)) == len(words):  # for a "...".split()
                yield node.lineno, words


def is_all(node: ast.Assign) -> bool:
    """Say whether a statement is a module's ``__all__``."""
    return isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"


def long_lists(source: str) -> list[tuple[int, list[str]]]:
    """Return (line, words) of the lists of a module that are too long to stand in it."""
    return [found for found in lists_in(ast.parse(source)) if len(found[1]) > MOST]


def test_no_module_holds_a_list_of_more_than_ten_words() -> None:
    found = {
        (path.relative_to(PACKAGE).as_posix(), words[0]): line
        for path in PACKAGE.rglob("*.py")
        for line, words in long_lists(path.read_text("utf-8"))
    }
    assert {place: line for place, line in found.items() if place not in NOT_ENGLISH} == {}
    assert set(NOT_ENGLISH) <= found.keys(), "what is excused is gone"


ELEVEN = "one two three four five six seven eight nine ten eleven"


@pytest.mark.parametrize(
    "source",
    [
        f"A = {{{', '.join(map(repr, ELEVEN.split()))}}}",
        f"A = {ELEVEN.split()}",
        f"A = frozenset({tuple(ELEVEN.split())})",
        f"A = {dict.fromkeys(ELEVEN.split(), 'x')}",
        f"A = '{ELEVEN}'.split()",
        f"A = r'\\b(?:{'|'.join(ELEVEN.split())})\\b'",
        f"A = r'({'?|'.join(ELEVEN.split())})' + B",
        f"A = rf'{{B}}(?P<word>of [abc]|{'s?|'.join(ELEVEN.split())}\\w*)'",
        "A = r'the\\s+" + r"|the\s+".join(ELEVEN.split()) + "'",
    ],
)
def test_a_list_is_seen_however_it_is_written(source: str) -> None:
    assert len(long_lists(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        f"A = '{ELEVEN.removesuffix(' eleven')}'.split()",
        f'"""{ELEVEN}"""',
        f"A = 'This sentence has {ELEVEN}, and says so.'",
        f"__all__ = {ELEVEN.split()}",
    ],
)
def test_what_is_no_long_list_is_let_be(source: str) -> None:
    assert long_lists(source) == []
