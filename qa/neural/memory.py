"""Memory that was freed, given back to the system."""

from __future__ import annotations

import ctypes
import sys


def release_freed_memory() -> bool:
    """Give freed memory back to the system; return whether the C library could do so.

    To load a reader, its weights are unpacked and packed anew. glibc keeps what that frees, 185 MB
    of 650 for the readers and the embedder. Other C libraries give back by themselves, or never.
    No garbage is collected first: there is none, and to look takes 25 ms, beside PyTorch 250.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):  # musl has none
        return False
    return bool(trim(0))
