"""A pattern is compiled, and looked for, where one of its verbs stands."""

from __future__ import annotations

import pytest

from qa.quotes import speech
from qa.quotes.lazy import LazyPattern

EVERY = [
    *speech.FOLLOWING,
    *speech.FOLLOWING_ROLE,
    *speech.LEADING,
    *speech.INTRODUCING,
    *speech.REPORTING,
    *speech.CLOSING,
]


@pytest.mark.parametrize("number", range(len(EVERY)))
def test_each_pattern_of_speech_tells_its_verbs(number: int) -> None:
    pattern = EVERY[number]
    assert pattern.verb.pattern
    assert pattern.compiled.groupindex["verb"]
    assert f"(?P<verb>{pattern.verb.pattern})" in pattern.compiled.pattern
    assert "|(?P<verb>" not in pattern.compiled.pattern, "it may match without the group"


@pytest.mark.parametrize(
    ("text", "start", "end", "found"),
    [
        ("Ida Holm said so.", 0, 17, (4, 13)),
        ("Ida Holm did so.", 0, 16, None),
        ("Ida Holm said so.", 0, 12, None),  # the verb ends behind it
        ("Ida Holm said so.", 5, 17, None),  # the name begins before it
        ("said Ida Holm, who said no", 0, 26, None),  # a verb, but no match
        ("", 0, 0, None),
    ],
)
def test_what_is_found_is_what_the_pattern_finds(
    text: str, start: int, end: int, found: tuple[int, int] | None
) -> None:
    pattern = LazyPattern(r"\bHolm (?P<verb>said|says)\b")
    match = pattern.search(text, start, end)
    plain = pattern.compiled.search(text, start, end)
    assert (match and match.span()) == (plain and plain.span()) == found
    spans = [each.span() for each in pattern.finditer(text, start, end)]
    assert spans == ([found] if found else [])
    matched, plainly = (each.match(text, 4, end) for each in (pattern, pattern.compiled))
    assert (matched and matched.span()) == (plainly and plainly.span())


def test_nothing_is_compiled_where_no_verb_stands() -> None:
    pattern = LazyPattern(r"Holm (?P<verb>said)")
    assert pattern.match("Holm did", 0, 8) is None
    assert list(pattern.finditer("Holm did", 0, 8)) == []
    assert "compiled" not in vars(pattern)
    assert pattern.match("Holm said", 0, 9) is not None
    assert "compiled" in vars(pattern)
