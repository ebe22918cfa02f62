"""Build hook: the wheel carries the shipped checkpoint and the sample articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Where each folder of the repository lies in the wheel; qa/neural/resources.py looks there.
DATA = {"models/copydesk-small": "qa/_models/copydesk-small", "seeds": "qa/_seeds"}
# What a wheel has where the repository does.
OPTIONAL = {"models/copydesk-base": "qa/_models/copydesk-base"}


class DataHook(BuildHookInterface[Any]):
    """Adds the data folders to a real wheel; an editable install reads them in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Force-include the folders; a wheel without one of ``DATA`` is refused."""
        if version == "editable":
            return
        for source, target in {**DATA, **OPTIONAL}.items():
            folder = Path(self.root) / source
            if not folder.is_dir() and source in OPTIONAL:
                continue
            if not folder.is_dir():
                raise FileNotFoundError(f"{source}: missing, and the wheel needs it")
            build_data["force_include"][str(folder)] = target
