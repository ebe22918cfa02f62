"""Ctrl-C at any point of a process: no traceback, and 130, wherever Python was just then."""

from __future__ import annotations

import _thread
import atexit
import contextlib
import os
import signal
import sys
import threading
from types import FrameType, TracebackType
from typing import Any, NoReturn

# What shells give a command that SIGINT ended: 128 + 2.
INTERRUPTED = 130
_AGAIN_SECONDS = 0.05

Traceback = TracebackType | None


class _State:
    """What is known of Ctrl-C in this process."""

    listening = came = ended = False


def listen() -> None:
    """Raise ``KeyboardInterrupt`` at the first Ctrl-C from here on, and end at the second.

    Where Python would drop it (a finaliser, a callback of C) it comes again; where it would
    show a traceback, the process ends without one. A process that ignores SIGINT goes on
    ignoring it.
    """
    _State.came = _State.ended = False
    if threading.current_thread() is not threading.main_thread():
        return
    if signal.getsignal(signal.SIGINT) is not signal.default_int_handler or _State.listening:
        return
    _State.listening = True
    signal.signal(signal.SIGINT, _met)
    show, drop = sys.excepthook, sys.unraisablehook

    def excepthook(kind: type[BaseException], error: BaseException, at: Traceback) -> Any:
        if issubclass(kind, KeyboardInterrupt):
            leave()
        show(kind, error, at)

    def unraisablehook(lost: Any) -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            drop(lost)
        elif _State.ended:
            leave()
        else:
            _State.came = False
            again = threading.Timer(_AGAIN_SECONDS, _thread.interrupt_main)
            again.daemon = True
            again.start()

    sys.excepthook, sys.unraisablehook = excepthook, unraisablehook
    # Python's last steps put SIGINT back to what kills; all that could be cut short is done then.
    atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)


def came() -> bool:
    """Say whether Ctrl-C came since ``listen``."""
    return _State.came


def end() -> None:
    """Say that the work is done: what still closes may be cut short."""
    _State.ended = True


def _met(number: int, frame: FrameType | None) -> None:
    del number, frame
    if _State.came:
        leave()
    _State.came = True
    raise KeyboardInterrupt


def leave() -> NoReturn:
    """End the process here with 130.

    ``sys.exit`` would not do: Python kills itself with SIGINT at its end where Ctrl-C had come
    within an ``exec`` of text, as in making a dataclass, though it was met.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(INTERRUPTED)
