"""How much a file from anywhere may ask of this computer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what one file may unpack to, nest and take; each refusal names its own.

    Attributes:
        unpacked_mb: megabytes (10^6 bytes) that a .zip, .docx or .epub may unpack to in all.
        ratio: how many times its packed size a member may unpack to. Deflate cannot exceed
            1,032; text packs 2 to 10 times, repetitive logs 50.
        members: files in one archive.
        items: articles in one file of many (JSON Lines, MBOX, feed).
        pages: pages of a PDF; the longest government reports have some 1,500.
        depth: elements of HTML within each other; deeper ones are flattened into text. Real
            pages stay under 60.
        characters: text of one article.
        seconds: time for one article, where it is read in a process of its own.
        memory_mb: address space of that process.
    """

    unpacked_mb: float = 100.0
    ratio: float = 200.0
    members: int = 10_000
    items: int = 200_000
    pages: int = 2_000
    depth: int = 150
    characters: int = 20_000_000
    seconds: float = 120.0
    memory_mb: float = 2_000.0
