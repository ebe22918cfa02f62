"""Tells every open page what has changed, so that none has to ask again and again."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

HEARTBEAT_SECONDS = 15.0
"""Silence after which a line is sent that says nothing: it shows that the connection holds."""
LONGEST = 1_000
"""Messages that a page may be behind; one further behind is told to load everything anew."""


class Broadcast:
    """Sends plain data to all who listen; ``publish`` may be called from any thread."""

    def __init__(self) -> None:
        """Begin with nobody listening."""
        self._lock = threading.Lock()
        self._listeners: dict[asyncio.Queue[str | None], tuple[asyncio.AbstractEventLoop, str]] = {}
        self._closed = False

    def publish(self, message: dict[str, Any], owner: str | None = None) -> None:
        """Send ``message`` to the pages of ``owner``, or to all."""
        data = f"data: {json.dumps(message)}\n\n"
        with self._lock:
            listeners = list(self._listeners.items())
        for queue, (loop, name) in listeners:
            if owner in (None, name) and not loop.is_closed():
                loop.call_soon_threadsafe(_put, queue, data)

    def close(self) -> None:
        """End every stream, and each that begins later."""
        with self._lock:
            self._closed = True
            listeners = list(self._listeners.items())
        for queue, (loop, _) in listeners:
            if not loop.is_closed():
                loop.call_soon_threadsafe(queue.put_nowait, None)

    async def stream(self, owner: str = "") -> AsyncIterator[str]:
        """Yield server-sent events for one page until it goes away or the server ends."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        with self._lock:
            if self._closed:
                return
            self._listeners[queue] = (asyncio.get_running_loop(), owner)
        try:
            yield 'data: {"type": "hello"}\n\n'
            while True:
                try:
                    data = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if data is None:
                    return
                yield data
        finally:
            with self._lock:
                self._listeners.pop(queue, None)


def _put(queue: asyncio.Queue[str | None], data: str) -> None:
    if queue.qsize() == LONGEST:
        queue.put_nowait('data: {"type": "hello"}\n\n')
    elif queue.qsize() < LONGEST:
        queue.put_nowait(data)
