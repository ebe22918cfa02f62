"""What a result was made with, so that it can be made again."""

from __future__ import annotations

from dataclasses import dataclass

from qa.records.record import Record


@dataclass(frozen=True, slots=True)
class Checkpoint(Record):
    """A model's name, and its weights: the sha256 of their file in hexadecimal.

    Of weights in several files it is that of their list, as ``sha256sum *.safetensors |
    sha256sum`` prints it. "" where they are not known, as of an object of your own.
    """

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Versions(Record):
    """Code and weights that a result came of.

    ``commit`` is that of a checkout, "" of an installed package; ``torch`` is PyTorch's version.
    ``reader`` has the small one and the large one of a cascade, ``checker`` those that check what
    another model worded and that are not in ``reader``. What had no part is empty.
    """

    copydesk: str = ""
    commit: str = ""
    torch: str = ""
    reader: tuple[Checkpoint, ...] = ()
    embedder: tuple[Checkpoint, ...] = ()
    reranker: tuple[Checkpoint, ...] = ()
    checker: tuple[Checkpoint, ...] = ()


UNKNOWN = Versions()
"""Of results that an earlier version kept."""
