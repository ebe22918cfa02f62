"""Build hook: the wheel carries the shipped checkpoint and the sample articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Where each folder of the repository lies in the wheel; qa/neural/resources.py looks there.
DATA = {"models/copydesk-small": "qa/_models/copydesk-small", "seeds": "qa/_seeds"}


class DataHook(BuildHookInterface[Any]):
    """Adds the data folders to a real wheel; an editable install reads them in place."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Force-include every folder of ``DATA``; a wheel without its model is refused."""
        if version == "editable":
            return
        for source, target in DATA.items():
            folder = Path(self.root) / source
            if not folder.is_dir():
                raise FileNotFoundError(f"{source}: missing, and the wheel needs it")
            build_data["force_include"][str(folder)] = target
