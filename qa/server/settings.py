"""What whoever runs a server decides: who may call it, and how often."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qa.errors import InputError

SHARED_RATE = 300.0
"""Requests a minute of one caller, where others than this machine can call."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Who may call, and how often.

    ``auth_file`` holds users and tokens; ``no_auth`` lets others in without. ``libraries`` is a
    folder with a library for each user; without it all share one. ``rate`` is requests a minute
    for each caller, None for the default, 0 for any number. ``log`` writes a line of JSON for
    each request to stderr, without what was asked unless ``log_questions``.
    """

    auth_file: Path | None = None
    no_auth: bool = False
    libraries: Path | None = None
    read_only: bool = False
    rate: float | None = None
    max_upload_mb: float = 100.0
    log: bool = False
    log_questions: bool = False

    def check(self, *, local: bool) -> None:
        """Refuse to let others in unasked, unless that is what is said.

        Raises:
            InputError: nobody would be asked, or two settings contradict each other.
        """
        if not local and self.auth_file is None and not self.no_auth:
            raise InputError(
                "others could call this server, and nobody is asked who they are; give "
                "--auth-file (`copydesk user add NAME` makes it), or say --no-auth"
            )
        if self.auth_file is not None and self.no_auth:
            raise InputError("--auth-file and --no-auth contradict each other; give one")
        if self.libraries is not None and self.auth_file is None:
            raise InputError("--libraries holds one for each user; give --auth-file, too")

    def requests_a_minute(self, *, local: bool) -> float:
        """Return the rate of one caller, 0 for any number."""
        if self.rate is not None:
            return self.rate
        return 0.0 if local else SHARED_RATE
