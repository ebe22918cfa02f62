"""Passwords whose hashing takes no time, for what is not about how strong the hashes are."""

from __future__ import annotations

from functools import partial

import argon2
from pytest import MonkeyPatch

QUICK = partial(argon2.PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)


def quick_passwords(patch: MonkeyPatch) -> None:
    """Let accounts hash in as little time and memory as argon2 takes."""
    patch.setattr(argon2, "PasswordHasher", QUICK)
    patch.setattr("qa.api.accounts._NOBODY", [])
