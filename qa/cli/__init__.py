"""The ``copydesk`` command: formats what ``qa.desk.Desk`` returns, and decides nothing.

Exit codes: 0 for success, an honest "not in these articles" and a closed pipe included; 1 with
one line on stderr for bad input; 2 for bad usage; 130 after Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.cli.group import cli

__all__ = ["cli", "main"]


def main(argv: Sequence[str] | None = None) -> None:
    """Run one command and exit with its code; ``argv`` is the process's own by default."""
    from qa.cli import interrupts

    interrupts.listen()
    try:
        # Late, so that Ctrl-C while modules load is met here, too.
        import warnings

        from qa.cli.group import cli
        from qa.neural.workers import set_passive_threads

        if not sys.warnoptions:
            # Libraries warn their callers, not the reader of an answer; `python -W` shows them.
            warnings.simplefilter("ignore")
        set_passive_threads()
        cli.main(args=None if argv is None else list(argv), prog_name="copydesk")
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted.\n")
        if interrupts.came():
            interrupts.leave()
        sys.exit(interrupts.INTERRUPTED)
    except (Exception, SystemExit) as error:
        # What fails once Ctrl-C came fails of it: click ends with 1 where no command has begun,
        # and SQLite calls it an error of its own.
        if interrupts.came() and getattr(error, "code", 1) in (1, interrupts.INTERRUPTED):
            interrupts.leave()
        raise
    finally:
        interrupts.end()


def __getattr__(name: str) -> object:
    """Return the command group, loading it when it is first asked for."""
    if name == "cli":
        from qa.cli.group import cli

        return cli
    raise AttributeError(name)
