"""Connections that go to checked addresses only, and end with the deadline."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore

from qa.sources.fetch.addresses import Resolve, checked_addresses
from qa.sources.fetch.limits import FetchLimits


class Deadline:
    """A point in time that no wait goes beyond."""

    def __init__(self, seconds: float, idle_seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._idle = idle_seconds

    def wait(self) -> float:
        """Return how long the next step may take.

        Raises:
            ReadTimeout: there is no time left.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the deadline has passed")
        return min(left, self._idle)


class Backend(httpcore.NetworkBackend):
    """Looks a host up once, checks what it finds, and connects to that."""

    def __init__(self, limits: FetchLimits, resolve: Resolve) -> None:
        self._limits = limits
        self._resolve = resolve
        self._deadline = Deadline(limits.seconds, limits.idle_seconds)
        self._system = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers."""
        del timeout, local_address
        addresses = checked_addresses(
            host, port, self._resolve, allow_private=self._limits.allow_private
        )
        for place, address in enumerate(addresses):
            try:
                stream = self._system.connect_tcp(
                    str(address), port, self._deadline.wait(), None, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if place == len(addresses) - 1:
                    raise
            else:
                return Stream(stream, self._deadline)
        raise httpcore.ConnectError(f"no address of {host} answers")

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Refuse: no web address leads to a socket file."""
        raise httpcore.UnsupportedProtocol(f"{path}: is no web address")

    def sleep(self, seconds: float) -> None:
        """Wait; nothing here retries, so nothing waits."""
        time.sleep(min(seconds, self._deadline.wait()))


class Stream(httpcore.NetworkStream):
    """A connection each step of which is given what is left of the time."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, b"" at the end."""
        del timeout
        return self._stream.read(max_bytes, self._deadline.wait())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send all of ``buffer``."""
        del timeout
        self._stream.write(buffer, self._deadline.wait())

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Return the connection encrypted; the certificate must be the host's by its name."""
        del timeout
        made = self._stream.start_tls(ssl_context, server_hostname, self._deadline.wait())
        return Stream(made, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks about the socket."""
        return self._stream.get_extra_info(info)
