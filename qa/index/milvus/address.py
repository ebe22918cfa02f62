"""Where a library of Milvus is: ``milvus://host:port/name`` or ``milvus-lite:FOLDER.db``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from qa.errors import LibraryError

TOKEN_VARIABLE = "COPYDESK_MILVUS_TOKEN"
"""Holds ``user:password`` or an API key: in an address every process list would show it."""

# A Path makes one slash of two, so both are read.
_SCHEME = re.compile(r"(milvus|milvus\+tls|milvus-lite):(.*)", re.DOTALL)
_CLUSTER = re.compile(
    r"/{1,2}(?P<host>[\w.-]+|\[[0-9a-fA-F:]+\])(?P<port>:\d{1,5})?/(?P<name>[A-Za-z_]\w{0,63})",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Address:
    """What pymilvus connects to, the first part of the collections' names, and how it is shown."""

    uri: str
    name: str
    shown: str
    lite: bool = False


def is_milvus(path: str | os.PathLike[str]) -> bool:
    """Say whether a library's name has one of Milvus's schemes."""
    return _SCHEME.fullmatch(os.fspath(path)) is not None


def parse_address(path: str | os.PathLike[str]) -> Address:
    """Return the address that a library's name means.

    Raises:
        LibraryError: it has no host and name, or no file that ends in .db.
    """
    text = os.fspath(path)
    found = _SCHEME.fullmatch(text)
    scheme, rest = found.groups() if found else ("", text)
    if scheme == "milvus-lite":
        file = Path(rest).expanduser().absolute()
        if file.suffix != ".db" or "\0" in rest:
            raise LibraryError(f"{text!r}: Milvus Lite wants milvus-lite:FOLDER/NAME.db")
        return Address(str(file), "copydesk", f"milvus-lite:{file}", lite=True)
    parts = _CLUSTER.fullmatch(rest)
    if parts is None:
        raise LibraryError(
            f"{text!r}: is no library of Milvus; give milvus://HOST:PORT/NAME, where NAME has "
            "letters, digits and _ only, or milvus-lite:FILE.db"
        )
    host, port, name = parts["host"], parts["port"] or ":19530", parts["name"]
    web = "https" if scheme == "milvus+tls" else "http"
    return Address(f"{web}://{host}{port}", name, f"{scheme}://{host}{port}/{name}")
