"""Writing to the two streams: JSON as one object, and text that cannot drive a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from rich.console import Console

# Escape sequences, C1 controls and direction overrides can repaint a terminal or make text
# read as something else (Boucher and Anderson 2021, "Trojan Source"); lone surrogates stand
# for bytes that are not UTF-8. None of them is news.
_UNSAFE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Raw in JSON strings by the standard, but not in a terminal; escaped, they are the same JSON.
_ESCAPED = re.compile("[\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def replace_controls(text: str) -> str:
    """Return ``text`` with characters that act on a terminal replaced, its lines kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNSAFE.sub(_REPLACEMENT, text.replace("\v", " ").replace("\f", " "))


def one_line(text: str) -> str:
    """Return ``text`` safe for a terminal, its runs of white space made single spaces."""
    return " ".join(replace_controls(text).split())


def emit_json(value: Mapping[str, Any]) -> None:
    """Write ``value`` to stdout as one JSON object in UTF-8, whatever the locale."""
    _emit(json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2))


def emit_json_line(value: Mapping[str, Any]) -> None:
    """Write ``value`` to stdout as one line of JSON in UTF-8, at once."""
    _emit(json.dumps(value, ensure_ascii=False, allow_nan=False))
    sys.stdout.flush()


def _emit(text: str) -> None:
    text = _ESCAPED.sub(lambda match: f"\\u{ord(match.group()):04x}", text)
    sys.stdout.flush()
    click.echo(text.encode("utf-8"))


def discard_stdout() -> None:
    """Let what is still to be written go nowhere: the reader of the pipe has left.

    Without this Python would report the same at its end, and exit with 120.
    """
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def stdout_console() -> Console:
    """Return a console on stdout that takes article text literally."""
    return _console(stderr=False)


def stderr_console() -> Console:
    """Return a console on stderr that takes article text literally."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    from rich.console import Console as RichConsole

    class Console(RichConsole):
        def on_broken_pipe(self) -> None:
            raise  # Rich would end the command with 1; the group ends it with 0

    stream = sys.stderr if stderr else sys.stdout
    if hasattr(stream, "reconfigure"):
        # A Latin-1 terminal shows "?" for what it lacks, instead of an error.
        stream.reconfigure(errors="replace")
    made = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if made.no_color:  # $NO_COLOR; bold and dim, which Rich would keep, are codes too
        made = Console(stderr=stderr, markup=False, highlight=False, emoji=False, color_system=None)
    return made
