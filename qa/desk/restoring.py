"""Records made again of the plain data that ``to_dict`` gave."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from pydantic import TypeAdapter

T = TypeVar("T")

_adapters: dict[type[Any], TypeAdapter[Any]] = {}


def restore(kind: type[T], plain: Mapping[str, Any]) -> T:
    """Return the record of this kind whose ``to_dict`` is ``plain``.

    A field that an earlier version did not have gets its default.

    Raises:
        ValueError: ``plain`` is not of this kind.
    """
    if kind not in _adapters:
        from pydantic import TypeAdapter  # as slow to load as it is fast to run

        _adapters[kind] = TypeAdapter(kind)
    found: T = _adapters[kind].validate_python(plain)
    return found
