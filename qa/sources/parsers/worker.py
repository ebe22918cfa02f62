"""Readers in a process of their own, where a parser's crash, hang or hunger costs one file.

The parsers are large, and some are C. Limits on size and depth keep them from most that is
hostile; a limit on time and memory that holds for whatever nobody foresaw needs a process.
One serves file after file, so that its start is paid once.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from qa.records import Document, Failure, FeedItem
from qa.sources.parsers import read_items
from qa.sources.parsers.common import Item, make_failure
from qa.sources.parsers.limits import Limits

_ITEMS: Mapping[str, type[Document] | type[FeedItem] | type[Failure]] = {
    kind.__name__: kind for kind in (Document, FeedItem, Failure)
}
# -I: the user's folder and environment decide nothing; the parent's paths are handed over.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from qa.sources.parsers.worker import serve; serve()"
)
_MB = 1_000_000
# How faulthandler ends a process.
_LATE = 1


class Reader:
    """Reads files in another process, which starts with the first one and ends with ``close``.

    Not for several threads at once; every thread may have its own.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self.limits = limits if limits is not None else Limits()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, data: bytes, name: str, *, kind: str = "") -> Iterator[Item]:
        """Yield what ``qa.sources.parsers.read_items`` does; a parser's end is a ``Failure`` too.

        The last ``Failure`` of a file whose reading took longer than ``limits.seconds`` for
        one article, or ended the process, says so; what came before it stands.
        """
        process = self._started()
        assert process.stdin is not None and process.stdout is not None
        whole = False
        began = time.monotonic()
        try:
            job = {"size": len(data), "name": name, "kind": kind, "limits": asdict(self.limits)}
            process.stdin.write(json.dumps(job).encode() + b"\n")
            process.stdin.write(data)
            process.stdin.flush()
            while answer := _answer(process.stdout):
                if "end" in answer:
                    whole = True
                    return
                began = time.monotonic()
                yield _item(answer)
        except BrokenPipeError:
            pass  # it ended before it had read all; why is told below
        finally:
            if not whole:
                self.close()
        yield make_failure(name, self._why(process.returncode, time.monotonic() - began))

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            paths = json.dumps([path or str(Path.cwd()) for path in sys.path])
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", _START, paths],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Ctrl-C is for the parent, which ends its reader when it is done.
                start_new_session=True,
            )
        return self._process

    def _why(self, code: int | None, waited: float) -> str:
        # Its clock and this one start at different times when the machine is busy.
        if code == _LATE and waited >= self.limits.seconds / 2:
            return (
                f"took longer than the limit of {self.limits.seconds:g} s for one article; "
                "raise it with --max-seconds, or save its text as .txt"
            )
        ending = f"signal {-code}" if code is not None and code < 0 else f"code {code}"
        return (
            f"made its reader end ({ending}); it is damaged, or needs more than "
            f"{self.limits.memory_mb:,.0f} MB; save its text as .txt"
        )

    def close(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                # What was buffered can perhaps no longer be written.
                with contextlib.suppress(OSError):
                    stream.close()
        if process.poll() is None:
            process.kill()
        process.wait()

    def __enter__(self) -> Reader:
        """Return self; leaving the block ends the process."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the process."""
        self.close()


def _answer(stream: IO[bytes]) -> dict[str, Any]:
    """Return the next answer, {} where the process ended, in the middle of one perhaps."""
    raw = stream.readline()
    if not raw.endswith(b"\n"):
        return {}
    answer: dict[str, Any] = json.loads(raw)
    return answer


def _item(answer: dict[str, Any]) -> Item:
    kind = _ITEMS[answer.pop("is")]
    for several in ("pages", "notes"):
        if several in answer:
            answer[several] = tuple(answer[several])
    return kind(**answer)


def serve() -> None:
    """Answer jobs on stdin until it ends: the other end of ``Reader``."""
    jobs = sys.stdin.buffer
    # What a library prints must not end up among the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    silence = open(os.devnull, "w")  # noqa: PTH123, SIM115 - for as long as the process lives
    os.dup2(silence.fileno(), sys.stdout.fileno())
    bounded = False
    while header := jobs.readline():
        job = json.loads(header)
        data = jobs.read(job["size"])
        if len(data) != job["size"]:
            return  # the parent has gone
        limits = Limits(**job["limits"])
        if not bounded:
            bound_memory(limits.memory_mb)
            bounded = True
        items = read_items(data, job["name"], kind=job["kind"], limits=limits)
        while True:
            # A thread in C ends the process in time whatever the parser is stuck in. It does
            # not run while the parent is slow to take the answer.
            faulthandler.dump_traceback_later(limits.seconds, exit=True, file=silence)
            item = next(items, None)
            faulthandler.cancel_dump_traceback_later()
            answer = {"end": True} if item is None else {"is": type(item).__name__, **asdict(item)}
            answers.write(json.dumps(answer).encode() + b"\n")
            answers.flush()  # a later end of this process must not take it along
            if item is None:
                break


def bound_memory(megabytes: float) -> None:
    """Bound this process' address space; a system without such limits does nothing."""
    try:
        import resource

        wanted = int(megabytes * _MB)
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            wanted = min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_AS, (wanted, hard))
    except (ImportError, OSError, ValueError):
        return  # a system without such limits; the one on time holds there too
