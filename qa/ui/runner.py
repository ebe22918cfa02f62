"""Works on what is asked: in each conversation one thing after the other, a few at once in all."""

from __future__ import annotations

import logging
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from qa.desk.history import stopped
from qa.desk.listening import Stopped, listening
from qa.desk.performing import perform
from qa.errors import CopydeskError, InputError
from qa.records import Entry, EntryMode, ProgressEvent
from qa.ui.events import Broadcast
from qa.ui.messages import UNEXPECTED, page_message, step_words

if TYPE_CHECKING:
    from qa.desk import Desk

log = logging.getLogger(__name__)

READERS = 2
"""Entries worked on at once: reading is bound by the processor, more make all of them late."""
MOST_WAITING = 16
"""Entries of one conversation that may wait; whoever asks more is told so."""


@dataclass(slots=True)
class _Work:
    entry: Entry
    owner: str
    stop: threading.Event = field(default_factory=threading.Event)
    step: str = ""


class Runner:
    """Takes entries of all conversations; safe to share between threads.

    An entry's result is stored under its own id, so no answer can land under another question.
    """

    def __init__(self, desk: Desk, broadcast: Broadcast, readers: int = READERS) -> None:
        """Begin with nothing to do; what another server left unfinished is marked as stopped."""
        self._desk = desk
        self._history = desk.history
        self._broadcast = broadcast
        self._lock = threading.RLock()
        self._waiting: dict[str, deque[_Work]] = {}
        self._running: dict[str, _Work] = {}
        self._pool = ThreadPoolExecutor(readers, thread_name_prefix="copydesk-page")
        self._history.stop_unfinished()

    def submit(
        self,
        conversation_id: str,
        mode: EntryMode,
        text: str,
        options: dict[str, Any],
        owner: str = "",
    ) -> Entry:
        """Store an entry, and work on it when those before it are done.

        Raises:
            InputError: no such conversation of this owner, or too many wait there.
        """
        self._history.entries(conversation_id, owner)
        with self._lock:
            line = self._waiting.setdefault(conversation_id, deque())
            if len(line) >= MOST_WAITING:
                raise InputError(f"{len(line)} questions wait already; let some of them finish")
            entry = self._history.append(conversation_id, mode, text, options)
            line.append(_Work(entry, owner))
            self._tell(entry, owner)
            self._next(conversation_id)
        return entry

    def stop(self, entry_id: str) -> bool:
        """Stop an entry, waiting or worked on; False when it is neither."""
        with self._lock:
            work = self._running.pop(entry_id, None) or self._out_of_line(entry_id)
            if work is None:
                return False
            work.stop.set()
            self._store(stopped(work.entry), work.owner)
            self._next(work.entry.conversation_id)
            return True

    def step(self, entry_id: str) -> str:
        """Return how far the work on an entry is, in words; "" for one that is not worked on."""
        work = self._running.get(entry_id)
        return work.step if work is not None else ""

    def forget(self, conversation_id: str) -> None:
        """Stop all that is asked in a conversation that is to be deleted."""
        with self._lock:
            ids = [work.entry.id for work in self._waiting.get(conversation_id, ())]
            ids += [
                work.entry.id
                for work in self._running.values()
                if work.entry.conversation_id == conversation_id
            ]
        for each in ids:
            self.stop(each)

    def close(self) -> None:
        """Stop everything, and wait until the threads have seen it."""
        with self._lock:
            ids = [work.entry.id for line in self._waiting.values() for work in line]
            ids += list(self._running)
        for each in ids:
            self.stop(each)
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _out_of_line(self, entry_id: str) -> _Work | None:
        """Take what waits out of its line."""
        for line in self._waiting.values():
            for work in line:
                if work.entry.id == entry_id:
                    line.remove(work)
                    return work
        return None

    def _next(self, conversation_id: str) -> None:
        """Begin the next entry of a conversation, unless it has one that runs."""
        line = self._waiting.get(conversation_id)
        if not line or any(
            work.entry.conversation_id == conversation_id for work in self._running.values()
        ):
            return
        work = line.popleft()
        self._running[work.entry.id] = work
        self._pool.submit(self._work, work)

    def _work(self, work: _Work) -> None:
        try:
            done = self._done(work)
        except (Stopped, InputError) as error:  # InputError: the conversation is gone
            log.debug("%s is not finished: %r", work.entry.id, error)
            done = None
        with self._lock:
            if self._running.get(work.entry.id) is work:
                del self._running[work.entry.id]
                if done is not None:
                    self._store(done, work.owner)
            self._next(work.entry.conversation_id)

    def _done(self, work: _Work) -> Entry:
        """Return the entry with its result, or with what went wrong."""
        running = replace(work.entry, state="running")
        with self._lock:
            if work.stop.is_set():
                raise Stopped
            self._store(running, work.owner)
        past = self._history.entries(running.conversation_id, work.owner)
        before = list(takewhile(lambda each: each.id != running.id, past))
        try:
            with listening(lambda event: self._step(work, event), work.stop.is_set):
                return perform(self._desk, running, before)
        except CopydeskError as error:
            return replace(running, state="failed", message=page_message(error, self._desk.path))
        except Exception:
            log.exception("an entry failed")
            return replace(running, state="failed", message=UNEXPECTED)

    def _step(self, work: _Work, event: ProgressEvent) -> None:
        said = step_words(event)
        if said == work.step:
            return
        work.step = said
        self._broadcast.publish(
            {
                "type": "step",
                "conversation": work.entry.conversation_id,
                "entry": work.entry.id,
                "step": said,
            },
            work.owner,
        )

    def _store(self, entry: Entry, owner: str) -> None:
        """Keep an entry as it is now, and tell the pages; one without a conversation goes."""
        try:
            self._history.put(entry)
        except InputError:
            return
        self._tell(entry, owner)

    def _tell(self, entry: Entry, owner: str) -> None:
        self._broadcast.publish(
            {
                "type": "entry",
                "conversation": entry.conversation_id,
                "entry": entry.id,
                "state": entry.state,
            },
            owner,
        )
