"""Which hosts are this machine."""

from __future__ import annotations

from qa.sources.fetch.addresses import is_loopback


def test_loopback_is_told_from_the_world() -> None:
    assert all(map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "10.0.0.1", "desk.example", ""]))
