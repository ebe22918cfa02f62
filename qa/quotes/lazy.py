"""Patterns that are compiled when they are first needed: those of speech take 0.2 to 0.4 s."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

_VERB_GROUP = re.compile(r"\(\?P<verb>([^()]+)\)")


class LazyPattern:
    """A pattern, compiled when it is first needed.

    Where none of the words of its group ``verb`` stands, ``match``, ``search`` and ``finditer``
    find nothing and compile nothing; they are for patterns that have the group in every match.
    """

    def __init__(self, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        """Keep the pattern."""
        self._pattern = pattern
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Return the pattern, compiled."""
        return re.compile(self._pattern, self._flags)

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """Return the pattern of the group ``verb`` alone."""
        group = _VERB_GROUP.search(self._pattern)
        return re.compile(group[1] if group else "")

    def match(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Return the match that begins at ``start`` and ends at ``end`` at the latest."""
        return self.compiled.match(text, start, end) if self._may_match(text, start, end) else None

    def search(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Return the first match between two places."""
        return self.compiled.search(text, start, end) if self._may_match(text, start, end) else None

    def finditer(self, text: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """Return the matches between two places."""
        may = self._may_match(text, start, end)
        return self.compiled.finditer(text, start, end) if may else iter(())

    def _may_match(self, text: str, start: int, end: int) -> bool:
        return self.verb.search(text, start, end) is not None
