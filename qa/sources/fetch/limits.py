"""How much one address may take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """How much one address may take.

    Attributes:
        max_mb: megabytes (10^6 bytes) of the body, unpacked where it comes packed.
        seconds: from the first look-up to the last byte, redirects included.
        idle_seconds: without a byte.
        redirects: followed in a row.
        allow_private: fetch from private, loopback and other addresses that are not public.
    """

    max_mb: float = 10.0
    seconds: float = 60.0
    idle_seconds: float = 15.0
    redirects: int = 5
    allow_private: bool = False
