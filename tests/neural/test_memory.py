"""Freed memory goes back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

from qa.neural.memory import release_freed_memory

KEPT = """
import ctypes
from pathlib import Path
from qa.neural.memory import release_freed_memory

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096

ctypes.CDLL(None).mallopt(-3, 1 << 26)  # blocks of less than 64 MB come from the heap
blocks = [b"x" * (1 << 20) for _ in range(100)]
kept = blocks[-1]  # at the end of the heap, so that it can't just be cut
del blocks
before = resident()
assert release_freed_memory()
print(before - resident())
"""


def has_malloc_trim() -> bool:
    return sys.platform.startswith("linux") and hasattr(ctypes.CDLL(None), "malloc_trim")


@pytest.mark.skipif(not has_malloc_trim(), reason="the C library has no malloc_trim")
def test_it_is_given_back() -> None:
    done = subprocess.run([sys.executable, "-c", KEPT], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 50 << 20


def test_other_libraries_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    assert not release_freed_memory()
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not release_freed_memory()
