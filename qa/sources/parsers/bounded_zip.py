"""Zip files as they come: what they unpack to is counted, and no name of theirs is a path."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from types import TracebackType

from qa.sources.parsers.common import Budget, Unreadable
from qa.sources.parsers.kinds import describe_error

# Below this a ratio says nothing: a small file of blanks packs a thousandfold.
_RATIO_FROM = 1_000_000
_CHUNK = 1 << 16


GZIP = b"\x1f\x8b"


def unpacked_gzip(data: bytes, budget: Budget) -> bytes:
    """Return what a gzip file unpacks to, counted against a budget.

    Raises:
        Unreadable: it is damaged, or unpacks to more than the limits allow.
    """
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            while chunk := file.read(_CHUNK):
                size += len(chunk)
                budget.spend(len(chunk))
                if size > _RATIO_FROM and size > budget.limits.ratio * len(data):
                    raise Unreadable(
                        f"unpacks to over {budget.limits.ratio:g} times its size, as bombs do; "
                        "if it is none, unpack it with gunzip"
                    )
                parts.append(chunk)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(
            f"is a damaged gzip file ({describe_error(error)}); get it again"
        ) from None
    return b"".join(parts)


class BoundedZip:
    """An open zip file; members are read into memory, counted against a budget."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        """Open ``data``.

        Raises:
            Unreadable: it is damaged, or has too many members.
        """
        self._budget = budget
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except Exception as error:  # zipfile raises what struct and its own code happen to
            raise Unreadable(
                f"is a damaged zip file ({describe_error(error)}); get it again"
            ) from None
        self.members = self._archive.infolist()
        if len(self.members) > budget.limits.members:
            raise Unreadable(
                f"holds {len(self.members):,} files, over the limit of "
                f"{budget.limits.members:,}; unpack it and add the folder"
            )
        self.names = {member.filename for member in self.members}

    def __enter__(self) -> BoundedZip:
        """Return self; leaving the block closes the file."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self._archive.close()

    def read(self, member: str | zipfile.ZipInfo) -> bytes:
        """Return a member's bytes.

        Raises:
            Unreadable: there is no such member, it is encrypted, a link or damaged, or it
                unpacks to more than the limits allow, whatever its header says.
        """
        try:
            info = self._archive.getinfo(member) if isinstance(member, str) else member
        except KeyError:
            raise Unreadable(f"has no {member} in it, so it is damaged; save it anew") from None
        if info.flag_bits & 1:
            raise Unreadable("is encrypted; unpack the archive with its password")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise Unreadable("is a link, and links in archives are not followed")
        limits = self._budget.limits
        parts: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    self._budget.spend(len(chunk))
                    if size > _RATIO_FROM and size > limits.ratio * max(1, info.compress_size):
                        raise Unreadable(
                            f"unpacks to over {limits.ratio:g} times its size, as zip bombs do; "
                            "if it is none, unpack the archive and add the file"
                        )
                    parts.append(chunk)
        except Unreadable:
            raise
        except Exception as error:  # zlib, bz2, lzma, struct and zipfile each have their own
            raise Unreadable(f"is damaged in the archive ({describe_error(error)})") from None
        return b"".join(parts)
