"""One rule of the package left out: another function or pattern in its place, for a while.

A rule is left out wherever a module has it. ``watching`` tells first for which questions that
could matter: where a rule never says anything else than what takes its place, the answer is the
same without it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import lru_cache, partial
from types import ModuleType
from typing import Any

_Remembering: Any = type(lru_cache(maxsize=1)(len))


class WatchedPattern:
    """A pattern that reports each match."""

    def __init__(self, own: re.Pattern[str], note: Callable[[], None]) -> None:
        self._own = own
        self._note = note

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._own, name)

        def called(*arguments: Any) -> Any:
            if self._own.search(arguments[-1] if name == "sub" else arguments[0]):
                self._note()
            return method(*arguments)

        return called if callable(method) else method


def _watched(own: Any, stand: Any, note: Callable[[], None]) -> Any:
    """Return the rule ``own``, which reports each time that ``stand`` says something else."""
    if isinstance(own, re.Pattern):
        return WatchedPattern(own, note)

    def called(*arguments: Any, **more: Any) -> Any:
        found = own(*arguments, **more)
        other = stand(*arguments, **more)
        if isinstance(found, Iterator):  # what it yields tells, not that it is a generator
            found = list(found)
            if found != list(other):
                note()
            return iter(found)
        if found != other:
            note()
        return found

    return called


def _places(rule: str) -> tuple[Any, list[tuple[ModuleType, str]]]:
    """Return a rule, "module.name" below qa, and every module that has it, with its name there."""
    module, _, name = rule.rpartition(".")
    own = getattr(__import__(f"qa.{module}", fromlist=[name]), name)
    modules = [found for key, found in list(sys.modules.items()) if key.startswith("qa.")]
    return own, [(m, n) for m in modules for n in list(vars(m)) if getattr(m, n) is own]


@contextmanager
def replaced(rule: str, make: Callable[[Any], Any]) -> Iterator[None]:
    """Put what ``make`` returns for a rule wherever a module of the package has the rule."""
    own, places = _places(rule)
    other = make(own)
    for place, attribute in places:
        setattr(place, attribute, other)
    forget_texts()
    try:
        yield
    finally:
        for place, attribute in places:
            setattr(place, attribute, own)
        forget_texts()


def forget_texts() -> None:
    """Empty what the package remembers of the last texts, as read with or without a rule."""
    modules = [module for name, module in sys.modules.items() if name.startswith("qa.")]
    for found in [each for module in modules for each in vars(module).values()]:
        if isinstance(found, _Remembering) and found.cache_info().maxsize is not None:
            found.cache_clear()


def without(rule: str, stand: Any) -> Any:
    """Return a context in which ``stand`` takes the place of a rule."""
    return replaced(rule, lambda _: stand)


@contextmanager
def watching(rules: Mapping[str, Any], note: Callable[[str], None]) -> Iterator[None]:
    """Call ``note`` with the name of a rule whenever it says something else than its stand-in."""
    with ExitStack() as stack:
        for rule, stand in rules.items():
            stack.enter_context(
                replaced(rule, partial(_watched, stand=stand, note=partial(note, rule)))
            )
        yield
