"""Zip archives of anything else that can be read, and of one further zip within."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from qa.sources.parsers.bounded_zip import BoundedZip
from qa.sources.parsers.common import Budget, Item, Unreadable, make_failure, metadata_line
from qa.sources.parsers.kinds import kind_of
from qa.sources.suffixes import SUFFIXES

Read = Callable[[bytes, str, str, Budget, int], Iterator[Item]]
"""Reads a member: bytes, name to call it, kind, the budget, and how many zips it lies in."""

# A zip within a zip is a backup of backups; one within that is a bomb.
MAX_NESTED = 1


def read_zip(data: bytes, name: str, budget: Budget, nested: int, read: Read) -> Iterator[Item]:
    """Yield what the members give, in the archive's order.

    A member's name is a label, never a path: nothing is written, so "../../etc/passwd" is
    only an odd label. Files of unknown suffix and hidden ones are passed by, as in folders.

    Raises:
        Unreadable: damaged, over a limit, or with nothing to read in it.
    """
    known = 0
    with BoundedZip(data, budget) as packed:
        for member in packed.members:
            path = PurePosixPath(member.filename.replace("\\", "/"))
            hidden = any(
                part.startswith((".", "__MACOSX")) and part not in (".", "..")
                for part in path.parts
            )
            # zipfile's own is_dir fails on a name of no characters.
            if member.filename.endswith("/") or hidden or path.suffix.lower() not in SUFFIXES:
                continue
            known += 1
            label = f"{name}: {metadata_line(member.filename)}"
            try:
                content = packed.read(member)
                kind = kind_of(content, path.name)
                if kind == "zip" and nested >= MAX_NESTED:
                    raise Unreadable(
                        f"is zip {nested + 1} within another, over the limit of {MAX_NESTED}; "
                        "unpack it"
                    )
            except Unreadable as error:
                yield make_failure(label, str(error))
                if budget.left < 0:
                    return  # every further member would say the same
                continue
            yield from read(content, label, kind, budget, nested + 1)
            if budget.left < 0:
                return
    if not known:
        raise Unreadable(f"holds no {', '.join(sorted(SUFFIXES))} file")
